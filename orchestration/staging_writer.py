"""Writes the partition of one observed day: all tables or none, the same bytes from the same raw.

What a payload becomes is decided in transforms; which days are due, in staging_state.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from orchestration.files import sync_file, sync_folder
from orchestration.paths import Home
from orchestration.staging_batches import Frames, Parse, parse_batch, parse_batches, read_batches, reading
from orchestration.staging_state import (
    PartitionState,
    is_fresh,
    part_identities,
    partition_fingerprint,
    raw_parts,
    read_state,
    state_file,
    write_state,
)
from transforms.tables import STAGING_TABLES

OnProgress = Callable[[int, int], None]


def refresh_partition(
    home: Home, day: date, *, parse: Parse = parse_batch, on_progress: OnProgress | None = None
) -> tuple[PartitionState, bool]:
    """Bring a day's partition up to date.

    Every table of `STAGING_TABLES` gets its file, an empty one too. The files are written under hidden names and
    renamed when all are whole; the state follows. A kill at any moment leaves a partition that is made again.

    Args:
        home: where raw and staging are.
        day: the observed date.
        parse: turns captures into frames; importable by name, since worker processes import it.
        on_progress: told of captures parsed and captures in all.

    Returns:
        What the partition is made from, and whether it was written just now.

    Raises:
        BatchError: a parser process died or hung, or a raw part is damaged.
        OSError: the disk is full or not writable.
    """
    parts = raw_parts(home, day)
    fingerprint = partition_fingerprint(home, parts)
    known = read_state(home, day)
    if known is not None and is_fresh(home, day):
        return known, False

    total = sum(_row_count(part) for part in parts)
    hidden = {table: _hidden(home.staging_part(table, day)) for table in STAGING_TABLES}
    try:
        row_counts, reject_counts = _write_tables(
            hidden, parse_batches(read_batches(parts), parse), total, on_progress or (lambda _done, _total: None)
        )
    except OSError:
        # On a full disk, half a table must not hold the room that is missing.
        for path in hidden.values():
            path.unlink(missing_ok=True)
        raise
    # From here to the new state the partition counts as absent: half of it may be old, half new.
    state_file(home, day).unlink(missing_ok=True)
    home.staging_state.mkdir(parents=True, exist_ok=True)
    sync_folder(home.staging_state)
    for table, path in hidden.items():
        target = home.staging_part(table, day)
        path.rename(target)
        sync_folder(target.parent)
    names = [str(part.relative_to(home.raw)) for part in parts]
    state = PartitionState(fingerprint, names, row_counts, reject_counts, part_identities(home, day))
    write_state(home, day, state)
    return state, True


def _row_count(part: Path) -> int:
    with reading(part):
        return int(pq.read_metadata(part).num_rows)


def _hidden(part: Path) -> Path:
    part.parent.mkdir(parents=True, exist_ok=True)
    # No .parquet at its end: no reader's glob finds it.
    return part.with_name(f".{part.name}.tmp")


def _write_tables(
    paths: dict[str, Path], results: Iterable[Frames], total: int, on_progress: OnProgress
) -> tuple[dict[str, int], dict[str, int]]:
    """Append each batch's frames to their files; returns rows by table, and rejects by reason."""
    row_counts = dict.fromkeys(paths, 0)
    reasons: Counter[str] = Counter()
    with ExitStack() as stack:
        writers = {}
        for table, path in paths.items():
            schema = STAGING_TABLES[table].create_empty().to_arrow().schema
            writers[table] = stack.enter_context(pq.ParquetWriter(path, schema, compression="zstd"))
        for frames in results:
            for table, writer in writers.items():
                frame = frames[table]
                if frame.height:
                    writer.write_table(STAGING_TABLES[table].cast(frame).to_arrow())
                row_counts[table] += frame.height
            reasons.update(frames["rejects"]["reason"].cast(pl.String))
            on_progress(row_counts["captures"], total)
    for path in paths.values():
        sync_file(path)
    return row_counts, dict(sorted(reasons.items()))
