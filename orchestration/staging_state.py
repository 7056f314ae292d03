"""What each partition of staging was made from, and which are out of date.

A partition is fresh while its raw parts and everything that reads them (code, rules, lists, weights) are what its state
says. The state is written last, so a partition without one is made again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from orchestration.files import read_json, write_json
from orchestration.paths import CORRECTIONS_FILE, PROJECT_ROOT, REVIEW_FILE, Home
from transforms.tables import STAGING_TABLES

# All that decides what a payload becomes: a change in any of these makes every partition stale.
READER_FOLDERS = ("transforms", "data/reference")
READER_FILES = ("data/model/judge.npz",)
READER_PACKAGES = ("lxml", "polars", "selectolax")


@dataclass(frozen=True)
class PartitionState:
    """One partition as it was last written."""

    fingerprint: str
    raw_parts: list[str]
    row_counts: dict[str, int]
    # Rejects by reason.
    reject_counts: dict[str, int] = field(default_factory=dict)
    # Size and time of each table's file as it was written: one that somebody touched since is written again.
    identities: dict[str, str] = field(default_factory=dict)


_STATE = TypeAdapter(PartitionState)


@cache
def reader_fingerprint() -> str:
    """Return a hash over the code, rules, lists, weights and parsers that turn captures into rows."""
    files = [path for folder in READER_FOLDERS for path in (PROJECT_ROOT / folder).rglob("*")]
    files += (PROJECT_ROOT / name for name in READER_FILES)
    # What people decide of statements and names changes no statement. A hidden file is one that is being written.
    left_out = {
        REVIEW_FILE,
        CORRECTIONS_FILE,
        *(path for path in files if "__pycache__" in path.parts or path.name.startswith(".")),
    }
    return hash_files((path for path in files if path.is_file() and path not in left_out), READER_PACKAGES)


def hash_files(files: Iterable[Path], packages: Iterable[str]) -> str:
    """Return a hash over files of the project, by name and bytes, whatever their order, and versions of packages."""
    digest = hashlib.sha256("".join(f"{package}=={version(package)}\0" for package in packages).encode())
    for path in sorted(files):
        digest.update(str(path.relative_to(PROJECT_ROOT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def raw_days(home: Home) -> list[date]:
    """Return the observed days that raw has captures of, oldest first."""
    names = {folder.name for folder in home.raw.glob("*/observed_date=*") if any(folder.glob("*.parquet"))}
    return _days(names)


def _days(names: Iterable[str]) -> list[date]:
    """Return the days of `observed_date=…` names in order; a name that is none was not made here."""
    days = set()
    for name in names:
        with suppress(ValueError):
            days.add(date.fromisoformat(name.removeprefix("observed_date=")))
    return sorted(days)


def raw_parts(home: Home, day: date) -> list[Path]:
    """Return the raw files of a day, of all sources, in an order that never changes."""
    return sorted(home.raw.glob(f"*/observed_date={day.isoformat()}/*.parquet"))


def partition_fingerprint(home: Home, parts: list[Path]) -> str:
    """Return a hash over what a partition is made from: the readers, and raw parts, which never change once named."""
    digest = hashlib.sha256(reader_fingerprint().encode())
    for part in parts:
        digest.update(f"{part.relative_to(home.raw)}\0{part.stat().st_size}\0".encode())
    return digest.hexdigest()[:16]


def state_file(home: Home, day: date) -> Path:
    """Return where the state of a day's partition is kept."""
    return home.staging_state / f"observed_date={day.isoformat()}.json"


def read_state(home: Home, day: date) -> PartitionState | None:
    """Return what a day's partition was made from; None where it is not there or not whole."""
    content = read_json(state_file(home, day))
    if content is None or not all(home.staging_part(table, day).is_file() for table in STAGING_TABLES):
        return None
    try:
        return _STATE.validate_python(content)
    except ValidationError:  # a damaged state is as good as none
        return None


def part_identities(home: Home, day: date) -> dict[str, str]:
    """Return size and time of each table's file of a day, by table; raises OSError where one is absent."""
    stats = {table: home.staging_part(table, day).stat() for table in STAGING_TABLES}
    return {table: f"{stat.st_size}-{stat.st_mtime_ns}" for table, stat in stats.items()}


def write_state(home: Home, day: date, state: PartitionState) -> None:
    """Declare a day's partition whole; call it after every table is in place."""
    write_json(state_file(home, day), asdict(state))


def is_fresh(home: Home, day: date) -> bool:
    """Tell whether a day's partition is what its raw parts and the readers of today give."""
    state = read_state(home, day)
    return (
        state is not None
        and state.identities == part_identities(home, day)
        and state.fingerprint == partition_fingerprint(home, raw_parts(home, day))
    )


def staged_days(home: Home) -> list[date]:
    """Return the days whose partitions are whole, oldest first."""
    days = _days(path.stem for path in home.staging_state.glob("observed_date=*.json"))
    return [day for day in days if read_state(home, day) is not None]


def staged_counts(home: Home) -> tuple[Counter[str], Counter[str]]:
    """Return the rows of each staging table, and the rejects by reason, over all days."""
    rows: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for day in staged_days(home):
        state = read_state(home, day)
        if state is not None:
            rows.update(state.row_counts)
            reasons.update(state.reject_counts)
    return rows, reasons


def stale_days(home: Home) -> list[date]:
    """Return the days whose partition is not what raw gives, oldest first; also where raw was taken away since."""
    return [day for day in sorted({*raw_days(home), *staged_days(home)}) if not is_fresh(home, day)]


def altered_days(home: Home) -> list[date]:
    """Return the days that hold files other than those that were written last, oldest first.

    Somebody touched them, or a write was stopped half way: marts would read what nobody checked.
    """
    days = _days(folder.name for table in STAGING_TABLES for folder in (home.staging / table).glob("observed_date=*"))
    states = {day: read_state(home, day) for day in days}
    return [day for day, state in states.items() if state is None or state.identities != part_identities(home, day)]


def staging_fingerprint(home: Home) -> str:
    """Return a hash over everything in staging: which files there are, how large, written when."""
    digest = hashlib.sha256()
    for day in staged_days(home):
        for table in STAGING_TABLES:
            stat = home.staging_part(table, day).stat()
            digest.update(f"{table}\0{day.isoformat()}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    for file in (home.feeds_file, home.review_file):
        if file.is_file():
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
