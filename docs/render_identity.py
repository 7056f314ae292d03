"""Writes docs/event-identity.md: how well the warehouse tells one event once.

    python docs/render_identity.py

Runs labelled releases through parser and dbt. The invented ones are in the project, the real ones beside the checkout
(TRIALWIRE_REAL_DATA).
"""

import os
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

from eval.identity_scoring import archived_records, invented_records, resolve, score  # noqa: E402

PAGE = PROJECT / "docs" / "event-identity.md"
REAL = Path(os.environ.get("TRIALWIRE_REAL_DATA", PROJECT.parent / "shared"))
HEAD = """# How well one event is told once

Precision / recall / F1 of pairs: two statements tell the same event, by people who read them, and by the warehouse.
`make accuracy` writes this page; the tests hold floors a little below. `tests/eval/identity` has the labels.

- *invented*: the sample corpus and re-tellings of its events in other words, with cases that must stay apart.
- *archive*: real releases of 82 companies, all that each says of one event, and what is near it and is another.

Only statements that the reader found are compared. A false merge costs precision, a false split costs recall. Both sets
were looked at while the rules were made, so they flatter; draws of other events are looked at before a release.

"""


def measure(records: dict[str, Any], labels: dict[str, Any]) -> dict[str, str]:
    """Return the rows of the table."""
    with TemporaryDirectory() as folder:
        identity = score(labels, resolve(records, Path(folder)))
    told = Counter(row["event"] for statements in labels.values() for row in statements)

    def cell(tally: Any) -> str:
        return f"{tally.precision:.3f} / {tally.recall:.3f} / **{tally.f1:.3f}**"

    return {
        "releases labelled": str(len(labels)),
        "statements labelled": str(identity.statements.labelled),
        "statements found": str(identity.statements.found),
        "events labelled": str(len(told)),
        "events told more than once": str(sum(many > 1 for many in told.values())),
        "pairs, plans among them": cell(identity.pairs),
        "pairs of what happened": cell(identity.happened),
        "events falsely merged": str(len(identity.false_merges)),
        "events falsely split": str(len(identity.false_splits)),
    }


def main() -> None:
    """Write the page; without the real releases there is no page."""
    if not REAL.is_dir():
        sys.exit(f"{REAL} is no folder: set TRIALWIRE_REAL_DATA to where the real releases are")
    sets = {"invented": measure(*invented_records()), "archive": measure(*archived_records(REAL))}
    table = ["| | " + " | ".join(sets) + " |", "| --- |" + " --- |" * len(sets)]
    table += [
        f"| {name} | " + " | ".join(rows[name] for rows in sets.values()) + " |" for name in next(iter(sets.values()))
    ]
    PAGE.write_text(HEAD + "\n".join(table) + "\n", encoding="utf-8")
    sys.stdout.write("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
