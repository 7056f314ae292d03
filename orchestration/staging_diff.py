"""What the rules and readers of this checkout would change in staging: raw read again, held against the rows there.

Writes nothing, and keeps no more than a batch in memory. Printing belongs to commands/reparse.py.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import dataframely as dy
import polars as pl

from orchestration.paths import Home
from orchestration.staging_batches import Frames, Parse, parse_batch, parse_batches, read_batches
from orchestration.staging_state import raw_parts
from transforms.facts.judge import ACCEPTED
from transforms.tables import STAGING_TABLES

# A version differs in every row; a text that differs shows in its hash, and its parts in the facts.
NOT_COMPARED = {"rules_version", "text", "sections", "sketch"}
CONTEXT = ("release_id", "capture_id", "source_id", "title", "url")
Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One row of a staging table that differs.

    Attributes:
        table: the staging table.
        before: the row in staging; None where it came.
        after: the row as it is read now; None where it went.
        columns: what differs, where there are both.
        release: title, url and so on of the release that the row is of; empty where it is of none.
    """

    table: str
    before: Row | None
    after: Row | None
    columns: tuple[str, ...] = ()
    release: Row = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """`came`, `went` or `changed`."""
        return "came" if self.before is None else "went" if self.after is None else "changed"

    @property
    def row(self) -> Row:
        """The row as it is read now, else as it was."""
        return self.after or self.before or {}


@dataclass(frozen=True)
class Comparison:
    """What became of one batch of captures: its changes, and rows of each table before and after."""

    capture_count: int
    changes: list[Change]
    before_counts: Counter[str]
    after_counts: Counter[str]


def compare_day(
    home: Home, day: date, source_id: str | None = None, *, parse: Parse = parse_batch
) -> Iterator[Comparison]:
    """Read the captures of a day again and hold each batch against staging, in the order of raw.

    Args:
        home: where raw and staging are.
        day: the observed date.
        source_id: take only captures of this source.
        parse: turns captures into frames; importable by name, since worker processes import it.

    Raises:
        BatchError: a parser process died or hung.
    """
    parts = [part for part in raw_parts(home, day) if source_id in (None, part.relative_to(home.raw).parts[0])]
    staged = {table: _scan(home, table, day) for table in STAGING_TABLES}
    seen: set[str] = set()
    for frames in parse_batches(read_batches(parts), parse):
        ids = frames["captures"]["capture_id"]
        seen.update(ids)
        of_batch = pl.col("capture_id").is_in(ids.implode())
        yield _compare({table: frame.filter(of_batch).collect() for table, frame in staged.items()}, frames)
    # What staging has of captures that raw has no longer.
    left_over = ~pl.col("capture_id").is_in(pl.Series(sorted(seen), dtype=pl.String).implode())
    if source_id is not None:
        left_over &= pl.col("source_id") == source_id
    gone = staged["captures"].filter(left_over).select("capture_id").collect()["capture_id"]
    if gone.len():
        of_gone = pl.col("capture_id").is_in(gone.implode())
        none = {table: schema.create_empty() for table, schema in STAGING_TABLES.items()}
        yield _compare({table: frame.filter(of_gone).collect() for table, frame in staged.items()}, none)


def _scan(home: Home, table: str, day: date) -> pl.LazyFrame:
    """Return the rows of a staging table that are compared; none where the day was never read."""
    schema = STAGING_TABLES[table]
    part = home.staging_part(table, day)
    frame = pl.scan_parquet(part, hive_partitioning=False) if part.is_file() else schema.create_empty().lazy()
    there = frame.collect_schema().names()
    # A file of an older table lacks its newer columns, and has other words in its enums.
    return frame.with_columns(pl.lit(None).alias(name) for name in _compared(schema) if name not in there).pipe(
        _plain, schema
    )


def _compared(schema: type[dy.Schema]) -> list[str]:
    return [name for name in schema.column_names() if name not in NOT_COMPARED]


def _plain(frame: pl.LazyFrame, schema: type[dy.Schema]) -> pl.LazyFrame:
    kinds = schema.create_empty().schema
    return frame.select(
        pl.col(name).cast(pl.String if isinstance(kinds[name], pl.Enum) else kinds[name]) for name in _compared(schema)
    )


def _compare(before: Frames, frames: Mapping[str, pl.DataFrame]) -> Comparison:
    after = {table: frames[table].lazy().pipe(_plain, schema).collect() for table, schema in STAGING_TABLES.items()}
    releases = {
        (row["release_id"], row["capture_id"]): row
        for frame in (before["releases"], after["releases"])
        for row in frame.select(CONTEXT).iter_rows(named=True)
    }
    changes: list[Change] = []
    for table, schema in STAGING_TABLES.items():
        found = _changes(before[table], after[table], schema.primary_key())
        for old, new in _pair_milestones(found) if table == "milestones" else found:
            row = new or old or {}
            columns = tuple(name for name in row if old and new and old[name] != new[name])
            release = releases.get((row.get("release_id"), row["capture_id"]), {})
            changes.append(Change(table, old, new, columns, release))
    return Comparison(
        capture_count=after["captures"].height,
        changes=changes,
        before_counts=Counter({table: frame.height for table, frame in before.items()}),
        after_counts=Counter({table: frame.height for table, frame in after.items()}),
    )


def _changes(before: pl.DataFrame, after: pl.DataFrame, key: list[str]) -> list[tuple[Row | None, Row | None]]:
    """Return the rows that differ as (before, after), in the order of the rows as they are read now."""
    found: list[tuple[int, Row | None, Row | None]] = []
    values = [name for name in before.columns if name not in key and name != "confidence"]
    numbered = after.with_row_index("place")
    pairs = numbered.join(before, on=key, suffix=" before")
    differ = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} before")) for name in values)
    if "confidence" in before.columns:
        # A rule shifts how sure the judge is of its neighbours too; what counts is whether a row is still accepted.
        differ |= (pl.col("confidence") >= ACCEPTED) != (pl.col("confidence before") >= ACCEPTED)
    for row in pairs.filter(differ).iter_rows(named=True):
        new = {name: row[name] for name in after.columns}
        found.append((row["place"], {name: row.get(f"{name} before", row[name]) for name in after.columns}, new))
    for row in numbered.join(before, on=key, how="anti").iter_rows(named=True):
        place = row.pop("place")
        found.append((place, None, row))
    found.sort(key=lambda change: change[0])
    went = before.join(after, on=key, how="anti")
    return [(old, new) for _, old, new in found] + [(row, None) for row in went.iter_rows(named=True)]


def _pair_milestones(found: Iterable[tuple[Row | None, Row | None]]) -> list[tuple[Row | None, Row | None]]:
    """Let a row that went and one that came be one row that changed, where both are of one type and one sentence.

    A new role, detail or agency gives a row another id, and to a person it is the same row.
    """
    went: dict[tuple[Any, ...], list[Row]] = {}
    for old, new in found:
        if old is not None and new is None:
            went.setdefault(_sentence_of(old), []).append(old)
    paired: list[tuple[Row | None, Row | None]] = []
    for old, new in found:
        if old is None and new is not None and went.get(_sentence_of(new)):
            paired.append((went[_sentence_of(new)].pop(0), new))
        elif new is not None:
            paired.append((old, new))
    return paired + [(row, None) for rows in went.values() for row in rows]


def _sentence_of(row: Row) -> tuple[Any, ...]:
    return row["capture_id"], row["release_id"], row["milestone_type"], row["span_start"]
