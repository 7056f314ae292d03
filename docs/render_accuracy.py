"""Writes docs/accuracy.md: how well the facts are read, on labelled releases.

    python docs/render_accuracy.py

The invented corpus is in the project. The real releases are kept beside the checkout (TRIALWIRE_REAL_DATA); a third of
them, by issuer, is put aside: neither rules nor judge were made with it, it is only scored.
"""

import os
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

from eval.field_scoring import score_fields  # noqa: E402
from eval.labelled import archived, invented, real  # noqa: E402
from eval.scoring import score_all  # noqa: E402

from transforms.extract import extract_records  # noqa: E402
from transforms.rules.load import load_rulebook  # noqa: E402

PAGE = PROJECT / "docs" / "accuracy.md"
REAL = Path(os.environ.get("TRIALWIRE_REAL_DATA", PROJECT.parent / "shared"))
HEAD = """# How well the facts are read

Precision / recall / F1 on labelled releases. `make accuracy` writes this page; the tests hold floors a little below.

- *invented* and *real, open*: rules were written and the judge was trained with these in view, so they flatter.
- *archive, read*: the same, releases of the archive that were labelled for this project (tests/eval/labels).
- *real, put aside* and *archive, put aside*: other issuers, in neither. **This is what to expect of new releases.**
- *rest, put aside*: likewise, of the health releases left over when the others were chosen: less biotech, more clinics,
  associations and paid articles.
  How the judge does by cross-validation is in [second-reader.md](second-reader.md).

Milestones count where type and role are right (and, of designations, which one). Windows, evidence and links are those
of the milestones that are right. Fields that a set has no labels for are left blank.

"""


def measure(rows: list[dict[str, Any]]) -> tuple[int, int, dict[str, Any]]:
    """Return the releases and milestones labelled, and a tally for each thing that is read."""
    records = [
        {
            "doc_id": row["doc_id"],
            "text": row["text"],
            "published_at": row["published"],
        }
        for row in rows
    ]
    found = {row["doc_id"]: row for row in extract_records(records, load_rulebook())}
    tallies = score_all(
        {row["doc_id"]: row["milestones"] for row in rows}, {name: row["milestones"] for name, row in found.items()}
    )
    known = {name for row in rows for name in row["release"]}
    fields = score_fields(
        {row["doc_id"]: row["release"] for row in rows}, {name: row["release"] for name, row in found.items()}
    )
    tallies |= {name: tally for name, tally in fields.items() if name in known}
    return len(rows), tallies["milestones"].labelled, tallies


def main() -> None:
    """Write the page; without the real releases there is no page."""
    if not REAL.is_dir():
        sys.exit(f"{REAL} is no folder: set TRIALWIRE_REAL_DATA to where the real releases are")
    sets = {
        "invented": measure(invented()),
        "real, open": measure(real(REAL, held_out=False)),
        "archive, read": measure(archived(REAL, "read")[0]),
        "real, put aside": measure(real(REAL, held_out=True)),
        "archive, put aside": measure(archived(REAL, "put_aside")[0]),
        "rest, put aside": measure(archived(REAL, "rest_put_aside")[0]),
    }
    table = ["| | " + " | ".join(sets) + " |", "| --- |" + " --- |" * len(sets)]
    table.append("| releases | " + " | ".join(str(releases) for releases, _, _ in sets.values()) + " |")
    table.append("| milestones labelled | " + " | ".join(str(rows) for _, rows, _ in sets.values()) + " |")
    for name in next(iter(sets.values()))[2]:
        tallies = [tallies.get(name) for _, _, tallies in sets.values()]
        cells = [f"{t.precision:.2f} / {t.recall:.2f} / **{t.f1:.2f}**" if t else "" for t in tallies]
        table.append(f"| {name} | " + " | ".join(cells) + " |")
    PAGE.write_text(HEAD + "\n".join(table) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
