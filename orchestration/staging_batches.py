"""Raw captures to parsed batches: two processes, order kept, memory bounded by the batch.

Threads would not help: one string expression uses one thread.
"""

import logging
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.tables import Captures

BATCH_ROWS = 500
BATCH_BYTES = 32 * 1024 * 1024
PROCESSES = 2
# Batches that wait, parsed or not: enough to keep both processes busy.
AHEAD = PROCESSES + 2
BATCH_TIMEOUT_S = 900

Frames = dict[str, pl.DataFrame]
Parse = Callable[[pl.DataFrame], Frames]


class BatchError(RuntimeError):
    """A batch could not be parsed, or a raw part not read; the message says which captures were in it, or the file."""


def parse_batch(captures: pl.DataFrame) -> Frames:
    """Parse one batch by the project's own rules; runs in a worker process."""
    # Imported here: a worker loads the rules once, and the scheduler, which only plans, never does.

    from transforms.parse import parse_captures  # noqa: PLC0415
    from transforms.rules.load import load_rulebook  # noqa: PLC0415

    return parse_captures(captures, load_rulebook())


def read_batches(parts: list[Path], batch_rows: int = BATCH_ROWS) -> Iterator[pl.DataFrame]:
    """Yield the captures of raw parts in batches, in order, each capture once; small parts share a batch."""
    waiting: list[pl.DataFrame] = []
    rows = size = 0
    for chunk in _read_chunks(parts, batch_rows):
        if waiting and (rows + chunk.height > batch_rows or size > BATCH_BYTES):
            yield pl.concat(waiting)
            waiting, rows, size = [], 0, 0
        waiting.append(chunk)
        rows += chunk.height
        size += int(chunk["payload_bytes"].sum())
    if waiting:
        yield pl.concat(waiting)


@contextmanager
def reading(part: Path) -> Iterator[None]:
    """Say of a raw part that cannot be read which one it is, and what to do.

    Raises:
        BatchError: it cannot.
    """
    try:
        yield
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError) as error:
        raise BatchError(
            f"{part} is damaged ({' '.join(str(error).split())[:200]}); bring it back from a backup, or move it away: "
            "the next run of a source that is switched on asks for what is missing"
        ) from error


def _read_chunks(parts: list[Path], most_rows: int) -> Iterator[pl.DataFrame]:
    schema = Captures.create_empty().schema
    seen: set[str] = set()
    for part in parts:
        with reading(part), pq.ParquetFile(part) as file:
            for chunk in file.iter_batches(batch_size=most_rows):
                captures = pl.DataFrame(pl.from_arrow(chunk)).select(schema.names()).cast(schema)
                once = captures.unique("capture_id", maintain_order=True)
                # Looked up here: polars would make a column of all ids seen so far for each chunk.
                is_fresh = [capture_id not in seen for capture_id in once["capture_id"]]
                fresh = once.filter(pl.Series(is_fresh, dtype=pl.Boolean))
                seen.update(fresh["capture_id"])
                if fresh.height:
                    yield fresh


def parse_batches(
    batches: Iterator[pl.DataFrame], parse: Parse = parse_batch, processes: int = PROCESSES
) -> Iterator[Frames]:
    """Parse batches in worker processes and yield the results in the order of the batches.

    A single batch is parsed here: starting processes would cost more than it saves.

    Args:
        batches: rows of `tables.Captures`.
        parse: what to do with one; importable by name, since workers import it.
        processes: how many workers.

    Raises:
        BatchError: a worker died or hung; says on which captures.
    """
    first, second = next(batches, None), next(batches, None)
    if first is None:
        return
    if second is None:
        yield parse(first)
        return
    # Spawned, not forked: the threads of polars do not survive a fork.
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=_quieten) as pool:
        waiting: deque[tuple[pl.DataFrame, Future[Frames]]] = deque()
        try:
            for batch in _chain(first, second, batches):
                waiting.append((batch.select("capture_id", "location"), pool.submit(parse, batch)))
                if len(waiting) >= AHEAD:
                    yield _result(*waiting.popleft(), waiting, processes)
            while waiting:
                yield _result(*waiting.popleft(), waiting, processes)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _chain(first: pl.DataFrame, second: pl.DataFrame, rest: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    yield first
    yield second
    yield from rest


def _result(
    batch: pl.DataFrame, future: Future[Frames], behind: Sequence[tuple[pl.DataFrame, Future[Frames]]], processes: int
) -> Frames:
    try:
        return future.result(timeout=BATCH_TIMEOUT_S)
    except (BrokenProcessPool, TimeoutError) as error:
        # One process that dies takes the others with it: it may have been on any batch that they were at.
        last = batch
        if isinstance(error, BrokenProcessPool):
            last = [batch, *(other for other, _ in islice(behind, processes - 1))][-1]
        places = f"{batch['location'][0]!r} to {last['location'][-1]!r}"
        what = "died (out of memory?)" if isinstance(error, BrokenProcessPool) else f"took over {BATCH_TIMEOUT_S} s"
        raise BatchError(f"a parser process {what} on or near the captures {places}") from error


def _quieten() -> None:
    # What a worker has to say is in its rejects.
    logging.getLogger("transforms").setLevel(logging.CRITICAL)
