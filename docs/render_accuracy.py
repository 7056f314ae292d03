"""Writes docs/accuracy.md: how well the facts are read, on labelled releases.

    python docs/render_accuracy.py

The invented corpus is in the project. The real releases are kept beside the checkout (TRIALWIRE_REAL_DATA); a third of
them, by issuer, is put aside: nobody reads it, it is only scored.
"""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

from eval.field_scoring import score_fields  # noqa: E402
from eval.scoring import score  # noqa: E402
from eval.split import is_held_out  # noqa: E402

from transforms.extract import extract_records  # noqa: E402
from transforms.rules.load import load_rulebook  # noqa: E402

PAGE = PROJECT / "docs" / "accuracy.md"
REAL = Path(os.environ.get("TRIALWIRE_REAL_DATA", PROJECT.parent / "shared")) / "eval" / "real"
Labels = dict[str, dict[str, Any]]
HEAD = """# How well the facts are read

Precision / recall / F1 on labelled releases, by the rules alone. `make accuracy` writes this page; the tests hold
floors a little below. The rules were written with the first two columns in view, so these flatter; the third, releases
of other issuers, was put aside and read by nobody: that is what to expect of new releases.

Milestones count where type and role are right (and, of designations, which one). Windows and evidence are those of the
milestones that are right.

"""


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the records of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def measure(gold: Iterable[dict[str, Any]], records: Iterable[dict[str, Any]]) -> tuple[int, int, dict[str, Any]]:
    """Return the releases and milestones labelled, and a tally for each thing that is read."""
    labels: Labels = {row["doc_id"]: row for row in gold}
    wanted = [record for record in records if record["doc_id"] in labels]
    found: Labels = {row["doc_id"]: row for row in extract_records(wanted, load_rulebook())}
    milestones, windows, evidence = score(
        {name: row["milestones"] for name, row in labels.items()},
        {name: row["milestones"] for name, row in found.items()},
    )
    fields = score_fields(
        {name: row["release"] for name, row in labels.items()}, {name: row["release"] for name, row in found.items()}
    )
    tallies = {"milestones": milestones, "windows": windows, "evidence": evidence, **fields}
    return len(labels), milestones.labelled, tallies


def main() -> None:
    """Write the page; without the real releases there is no page."""
    if not REAL.is_dir():
        sys.exit(f"{REAL} is no folder: set TRIALWIRE_REAL_DATA to where the real releases are")
    invented = lines(PROJECT / "data" / "sample" / "corpus.jsonl")
    real = [{**row, "published_at": row["published"]} for row in lines(REAL / "docs.jsonl")]
    gold = lines(REAL / "gold.jsonl")
    aside = {row["doc_id"] for row in gold if is_held_out(row["release"]["issuer"], row["doc_id"])}
    sets = {
        "invented": measure(lines(PROJECT / "tests" / "eval" / "invented" / "gold.jsonl"), invented),
        "real, open": measure([row for row in gold if row["doc_id"] not in aside], real),
        "real, put aside": measure([row for row in gold if row["doc_id"] in aside], real),
    }
    table = ["| | " + " | ".join(sets) + " |", "| --- |" + " --- |" * len(sets)]
    table.append("| releases | " + " | ".join(str(releases) for releases, _, _ in sets.values()) + " |")
    table.append("| milestones labelled | " + " | ".join(str(rows) for _, rows, _ in sets.values()) + " |")
    for name in next(iter(sets.values()))[2]:
        tallies = [tallies[name] for _, _, tallies in sets.values()]
        cells = [f"{t.precision:.2f} / {t.recall:.2f} / **{t.f1:.2f}**" for t in tallies]
        table.append(f"| {name} | " + " | ".join(cells) + " |")
    PAGE.write_text(HEAD + "\n".join(table) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
