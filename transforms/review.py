"""Read data/reference/review_decisions.csv: what people decided of statements, as one validated frame.

Writing the frame beside the staging tables belongs to the orchestration; what a decision does to the marts is SQL
(int_milestones__decided).
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from transforms.edited_csv import read_records, unseen_mark, wrong_length
from transforms.reference import keys
from transforms.tables import ReviewDecisions

COLUMNS = ReviewDecisions.column_names()
DECISIONS = ("accept", "refuse")
ID = re.compile(r"[0-9a-f]{16}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ReviewError(ValueError):
    """The file says something that is not understood; the message names file, line and the way to mend it."""


def read_decisions(path: Path) -> pl.DataFrame:
    """Return the decisions of a CSV file in the ReviewDecisions schema, in the file's order.

    Args:
        path: A file with the columns of ReviewDecisions, in their order.

    Raises:
        ReviewError: All that is wrong with the file, one line for each fault; or that it cannot be read.
    """
    faults: list[str] = []
    rows: list[dict[str, str]] = []
    first_lines: dict[str, int] = {}
    for number, values in read_records(path, COLUMNS, ReviewError):
        row = dict(zip(COLUMNS, values, strict=False))
        wrong = wrong_length(values, COLUMNS)
        here = [wrong] if wrong else list(_faults(row))
        if first := first_lines.get(values[0]):
            here.append(f"{values[0]} is decided on line {first} already: keep one of the two")
        first_lines.setdefault(values[0], number)
        faults += [f"{path.name}, line {number}: {fault}" for fault in here]
        rows.append(row)
    if faults:
        raise ReviewError("\n".join(faults))
    return ReviewDecisions.validate(
        pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)).with_columns(pl.col("decided_on").str.to_date()),
        cast=True,
    )


def _faults(row: dict[str, str]) -> Iterator[str]:
    for column in ("milestone_id", "release_id"):
        if not ID.fullmatch(row[column]):
            yield f"{column} must be 16 hex digits, as milestones_review has it; got {row[column]!r}"
    for column, allowed in (
        ("decision", DECISIONS),
        ("milestone_type", keys("milestone_types")),
        ("role", keys("roles")),
    ):
        if row[column] not in allowed:
            yield f"unknown {column} {row[column]!r}; allowed: {', '.join(allowed)}"
    for column in ("reason", "decided_by"):
        if not row[column].strip():
            yield f"{column} is empty: say it"
        elif unseen := unseen_mark(row[column]):
            yield f"{column} {unseen}"
    if not _is_day(row["decided_on"]):
        yield f"decided_on {row['decided_on']!r} is no day: write it as 2026-01-31"


def _is_day(text: str) -> bool:
    try:
        return DAY.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False
