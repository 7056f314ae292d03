"""The raw layer: captures appended as Parquet, each once, whatever moment the machine stops at.

`<raw>/<source_id>/observed_date=YYYY-MM-DD/part-HHMMSSffffff-NNNN.parquet`, rows as transforms.tables.Captures says.
A part is written under a hidden name, synced, and renamed; the state follows its part. A pull that was killed between
the two asks again, and finds its captures stored by their ids. Nothing here knows what a payload means.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from orchestration.files import sync_folder
from orchestration.sources.captures import Capture, Failure, captured, failed
from orchestration.sources.report import PullReport
from orchestration.sources.state import RawStoreError, SourceState
from transforms.tables import Captures

PART_ROWS = 2_000
PART_BYTES = 64 * 1024 * 1024
# A slow pull stores what it has at least this often, so that little is asked twice after a crash.
PART_SECONDS = 60.0
PROGRESS_SECONDS = 1.0
# Readers stream by row group: small ones bound their memory.
ROW_GROUP_ROWS = 250
LOCK_WAIT_SECONDS = 60.0


def utc_now() -> datetime:
    """Return the present, UTC."""
    return datetime.now(UTC)


class RawStore:
    """The raw folder of all sources."""

    def __init__(self, raw_dir: Path, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.raw_dir = raw_dir
        self.clock = clock

    @contextmanager
    def session(
        self, source_id: str, started_at: datetime, on_progress: Callable[[PullReport], None] | None = None
    ) -> Iterator["PullSession"]:
        """Open a source for one pull; one process at a time may have it.

        What was added is stored when the block ends, also by an exception.

        Args:
            source_id: The source.
            started_at: When the pull began, UTC: its day is the partition.
            on_progress: Called with the report as it grows, at most once a second.

        Raises:
            RawStoreError: Another process holds the source, the folder cannot be written, or a stored part or the
                state file is damaged.
        """
        folder = self.raw_dir / source_id
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RawStoreError(f"{folder} cannot be made: {error.strerror}") from error
        with _exclusive(folder):
            session = PullSession(folder, PullReport(source_id, started_at), self.clock, on_progress)
            try:
                yield session
            finally:
                session.flush()


class PullSession:
    """One pull of one source: takes captures, counts them, and stores each new one once."""

    def __init__(
        self,
        folder: Path,
        report: PullReport,
        clock: Callable[[], datetime],
        on_progress: Callable[[PullReport], None] | None,
    ) -> None:
        self.report = report
        self.clock = clock
        self._on_progress = on_progress
        self._told_at = 0.0
        self._folder = folder
        self._day = report.started_at.astimezone(UTC).date()
        self._partition = folder / f"observed_date={self._day.isoformat()}"
        # A hidden file is what a killed pull left half-written; the lock says that nobody is writing it now.
        for leftover in folder.glob("**/.*.tmp"):
            leftover.unlink()
        self._known = _stored_ids(folder)
        self.state = SourceState(folder, len(self._known))
        if self.state.missing_count:
            gone = f"{self.state.missing_count} captures that were stored are gone from {folder}"
            report.warnings.append(f"{gone}: every place is asked again")
        self._buffer: list[tuple[str, Capture]] = []
        self._buffered_bytes = 0
        self._flushed_at = time.monotonic()

    def add_payload(
        self,
        location: str,
        payload: bytes,
        *,
        observed_at: datetime | None = None,
        content_type: str | None = None,
        headers_json: str | None = None,
    ) -> None:
        """Take a payload, now.

        Args:
            location: URL, or path within the source.
            payload: The bytes as received; none is a failure.
            observed_at: When somebody first saw them, UTC; without it, now.
            content_type: The Content-Type, where somebody said it.
            headers_json: The response's headers, where there was a response.
        """
        capture = captured(location, payload, self.clock(), observed_at)
        self._add(replace(capture, content_type=content_type, headers_json=headers_json))

    def add_failure(self, location: str, failure: Failure) -> None:
        """Take a failure that lasts until somebody mends its cause: stored once."""
        self._add(failed(location, failure, self.clock()))

    def add_failure_of_day(self, location: str, failure: Failure) -> None:
        """Take a failure of a server or the network: stored once a day."""
        self._add(failed(location, failure, self.clock(), self._day))

    def add_unchanged(self) -> None:
        """Count a place that was asked and holds what is stored already."""
        self.report.unchanged += 1
        self._tell()

    def add_skipped(self) -> None:
        """Count a record outside the dates asked for."""
        self.report.skipped += 1
        self._tell()

    def _tell(self) -> None:
        """Show the report, not so often that showing it takes longer than the pull."""
        now = time.monotonic()
        if self._on_progress and now - self._told_at >= PROGRESS_SECONDS:
            self._told_at = now
            self._on_progress(self.report)

    def _add(self, capture: Capture) -> None:
        """Count a capture, and buffer it unless the same one is stored already."""
        capture_id = capture.id_for(self.report.source_id)
        is_new = capture_id not in self._known
        if capture.problem is not None:
            self.report.failed += 1
            self.report.by_reason[capture.problem] += 1
        elif is_new:
            self.report.captured += 1
        else:
            self.report.unchanged += 1
        self._tell()
        if not is_new:
            return
        self._known.add(capture_id)
        size = len(capture.payload)
        if self._buffer and self._buffered_bytes + size > PART_BYTES:
            self.flush()
        self._buffer.append((capture_id, capture))
        self._buffered_bytes += size
        if len(self._buffer) >= PART_ROWS or time.monotonic() - self._flushed_at > PART_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Store what is buffered, then the state: never the other way round."""
        try:
            if self._buffer:
                self._write_part()
            self.state.save(len(self._known) - len(self._buffer))
        except (OSError, pl.exceptions.ComputeError) as error:
            raise RawStoreError(
                f"{self._folder} cannot be written: {error}; make room or mend its permissions, then run again: "
                "what was stored is whole, the rest is asked again"
            ) from error
        self._flushed_at = time.monotonic()

    def _write_part(self) -> None:
        """Write the buffer as one Parquet file, under its name only when it is whole and on the disk."""
        frame = _frame(self.report.source_id, self._buffer)
        new_partition = not self._partition.is_dir()
        self._partition.mkdir(exist_ok=True)
        name = self._free_name()
        temporary = self._partition / f".{name}.tmp"
        with temporary.open("wb") as file:
            frame.write_parquet(file, compression="zstd", row_group_size=ROW_GROUP_ROWS)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(self._partition / name)
        sync_folder(self._partition)
        if new_partition:
            sync_folder(self._folder)
            sync_folder(self._folder.parent)
        self._buffer.clear()
        self._buffered_bytes = 0

    def _free_name(self) -> str:
        """Return a part name nobody has: a pull that is repeated with its first start time appends too."""
        stem = f"part-{self.report.started_at.astimezone(UTC):%H%M%S%f}"
        number = 0
        while (self._partition / f"{stem}-{number:04d}.parquet").exists():
            number += 1
        return f"{stem}-{number:04d}.parquet"


def _frame(source_id: str, rows: list[tuple[str, Capture]]) -> pl.DataFrame:
    """Return buffered captures as a frame of the contract; raises where a row breaks it (a fault of this room)."""
    captures = [capture for _, capture in rows]
    frame = pl.DataFrame(
        {
            "capture_id": [capture_id for capture_id, _ in rows],
            "source_id": [source_id] * len(rows),
            "location": [capture.location for capture in captures],
            "content_type": pl.Series([capture.content_type for capture in captures], dtype=pl.String),
            "headers_json": pl.Series([capture.headers_json for capture in captures], dtype=pl.String),
            "captured_at": [capture.captured_at for capture in captures],
            "observed_at": [capture.observed_at for capture in captures],
            "payload": [capture.payload for capture in captures],
            "payload_bytes": [capture.payload_bytes for capture in captures],
            "payload_sha256": pl.Series([capture.payload_sha256 for capture in captures], dtype=pl.String),
            "problem": pl.Series([capture.problem for capture in captures], dtype=pl.String),
            "problem_detail": pl.Series([capture.problem_detail for capture in captures], dtype=pl.String),
        }
    )
    return Captures.validate(frame, cast=True)


def _stored_ids(folder: Path) -> set[str]:
    """Return the ids of all captures that a source has in raw."""
    ids: set[str] = set()
    for part in sorted(folder.glob("observed_date=*/*.parquet")):
        try:
            ids.update(pl.read_parquet(part, columns=["capture_id"], hive_partitioning=False).to_series())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise RawStoreError(
                f"{part} is damaged ({error}); bring it back from a backup, or move it away to ask its places again"
            ) from error
    return ids


@contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """Hold a folder's advisory lock; the system frees it when the process ends, however it ends.

    The folder itself is locked, not a file in it (as orchestration.locks does): a pull without news writes nothing.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() > deadline:
                raise RawStoreError(f"{folder} is being pulled by another process; wait until it ends, then run again")
            time.sleep(0.1)
        yield
    finally:
        os.close(descriptor)
