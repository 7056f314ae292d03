"""JSONL archives, plain or gzipped: line by line in bounded memory, each record a capture.

Where an archive lies and whether it was read before is folder.py's business; what a record means is the reader's.
"""

import gzip
import itertools
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import BinaryIO

from orchestration.sources.captures import Failure

# Bounds against an archive that unpacks without end.
MAX_RECORDS = 2_000_000
MAX_SKIPPED_BYTES = 1024 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
# Keys that name a record, the first that is there wins.
NAME_KEYS = ("path", "doc_id", "id")
DATE_KEYS = ("date", "published_at")
MAX_NAME_LENGTH = 500


@dataclass(frozen=True)
class Record:
    """A line of an archive: `name` is its own path or id, else its line number; `day` its own date, if it says one."""

    name: str
    day: date | None
    line: bytes


@dataclass(frozen=True)
class Damage:
    """A line of an archive that could not be taken; without a number, the rest of the file is lost with it."""

    failure: Failure
    line_number: int | None = None


def is_archive(name: str) -> bool:
    """Tell by a file's name whether its lines are records."""
    return PurePath(name).name.lower().endswith((".jsonl", ".jsonl.gz"))


def read_archive(file: BinaryIO, max_bytes: int) -> Iterator[Record | Damage]:
    """Yield the records of an archive in order; blank lines are no records.

    A record of more than `max_bytes` bytes is skipped and said; where the file breaks off, what came before is kept
    (not the line it breaks in), and the damage ends the reading.

    Args:
        file: The open file, gzipped or not (its first bytes tell).
        max_bytes: Largest record in bytes.
    """
    is_gzip = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    lines = gzip.GzipFile(fileobj=file) if is_gzip else file
    records = 0
    skipped_bytes = 0
    for number in itertools.count(1):
        try:
            line, size = _read_line(lines, max_bytes)
        except (EOFError, zlib.error, OSError) as error:
            detail = f"breaks off in line {number} ({error}); {records} records before it were kept"
            yield Damage(Failure("unreadable", detail))
            return
        if size == 0:
            return
        record = line.rstrip(b"\r\n")
        if record.strip():
            if records == MAX_RECORDS:
                yield Damage(Failure("too_large", f"holds more than {MAX_RECORDS} records; split it"))
                return
            records += 1
            yield _describe(record, number)
            continue
        skipped_bytes += size
        if size > len(line):
            detail = f"line {number} holds {size} bytes, more than max_bytes = {max_bytes}"
            yield Damage(Failure("too_large", detail, size_bytes=size), number)
        if skipped_bytes > MAX_SKIPPED_BYTES:
            yield Damage(Failure("too_large", f"unpacks to lines without end; stopped at line {number}"))
            return


def _read_line(lines: BinaryIO | gzip.GzipFile, max_bytes: int) -> tuple[bytes, int]:
    """Read a line of at most `max_bytes` (the line break aside) and its true size; a longer one comes back empty."""
    line = lines.readline(max_bytes + 1)
    size = len(line)
    if size <= max_bytes or line.endswith(b"\n"):
        return line, size
    while size <= MAX_SKIPPED_BYTES:
        rest = lines.readline(CHUNK_BYTES)
        size += len(rest)
        if not rest or rest.endswith(b"\n"):
            break
    return b"", size


def _describe(line: bytes, number: int) -> Record:
    """Name and date a record; one that is no JSON object goes by its line number, and the reader will say why."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return Record(str(number), None, line)
    if not isinstance(content, dict):
        return Record(str(number), None, line)
    name = next((content[key] for key in NAME_KEYS if isinstance(content.get(key), str) and content[key]), str(number))
    if len(name) > MAX_NAME_LENGTH:
        name = str(number)
    return Record(name, next((day for key in DATE_KEYS if (day := _day(content.get(key)))), None), line)


def _day(value: object) -> date | None:
    """Return the day of an ISO date or date-time as written, without moving it between time zones."""
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None
