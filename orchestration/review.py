"""The file of decisions on statements: looking statements up, and writing what a person decided.

Reading and checking the file belongs to transforms.review, what a decision does to the marts to SQL.
"""

import csv
import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from orchestration.files import sync_file, sync_folder
from orchestration.paths import REVIEW_FILE, Home
from orchestration.staging_state import staged_days
from transforms.review import COLUMNS, ReviewError, read_decisions

STATED = ("milestone_id", "release_id", "milestone_type", "role", "sentence", "confidence")


def find_statements(home: Home, milestone_ids: Sequence[str]) -> pl.DataFrame:
    """Return the statements of staging with these ids, each once: the columns `STATED`, as text and number."""
    parts = [home.staging_part("milestones", day) for day in staged_days(home)]
    kinds = pl.Schema({name: pl.Float64 if name == "confidence" else pl.String for name in STATED})
    if not parts:
        return pl.DataFrame(schema=kinds)
    wanted = pl.col("milestone_id").is_in(list(milestone_ids))
    frames = [
        pl.scan_parquet(part, hive_partitioning=False).filter(wanted).select(STATED).cast(kinds) for part in parts
    ]
    return pl.concat(frames).unique("milestone_id", keep="last", maintain_order=True).collect()


@dataclass(frozen=True)
class Word:
    """What a person says of statements: accept or refuse, why, who, and on which day."""

    decision: str
    reason: str
    by: str
    on: date


def write_decisions(statements: pl.DataFrame, word: Word, file: Path = REVIEW_FILE) -> list[str]:
    """Write one decision on each statement, in place of an earlier one on the same; returns the ids that had one.

    The other lines stay as they are, in their order.

    Raises:
        ReviewError: the file is wrong already, or would be with this, or somebody else wrote it meanwhile.
        OSError: it cannot be written.
    """
    before = file.read_bytes() if file.exists() else None
    known = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)) if before is None else read_decisions(file)
    new = statements.with_columns(
        decision=pl.lit(word.decision),
        reason=pl.lit(word.reason),
        decided_by=pl.lit(word.by),
        decided_on=pl.lit(word.on.isoformat()),
    ).select(COLUMNS)
    replaced = new.join(known, on="milestone_id", how="semi")["milestone_id"].to_list()
    kept = known.cast(pl.String).join(new, on="milestone_id", how="anti", maintain_order="left")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *pl.concat([kept, new]).rows()])
    with tempfile.TemporaryDirectory() as place:
        trial = Path(place) / file.name
        trial.write_text(text.getvalue(), encoding="utf-8")
        read_decisions(trial)
    if before != (file.read_bytes() if file.exists() else None):
        raise ReviewError(f"{file.name} was changed by somebody else meanwhile: say it again")
    temp = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    temp.write_text(text.getvalue(), encoding="utf-8")
    sync_file(temp)
    temp.replace(file)
    sync_folder(file.parent)
    return replaced
