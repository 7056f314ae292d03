"""A disk that is full while something is written: said plainly, nothing lost, and the room is given back.

What dbt does on one is in tests/sql/test_failures.py.
"""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from invented_captures import DAY, captures, parse_as_posts, write_raw
from small_disk import KIB, SmallDisk

from orchestration.commands.execute import _with_remedy
from orchestration.paths import Home
from orchestration.publish import list_publications, mark_audited, publish
from orchestration.staging_state import read_state, stale_days
from orchestration.staging_writer import refresh_partition

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    mounted = SmallDisk(tmp_path / "home")
    yield mounted
    mounted.close()


@pytest.fixture
def home(disk: SmallDisk) -> Home:
    return Home(disk.folder)


def write(home: Home, value: int) -> None:
    home.build_file.parent.mkdir(exist_ok=True)
    with duckdb.connect(str(home.build_file)) as connection:
        connection.execute(f"create or replace table sponsors as select {value} as n from range(100000)")
        connection.execute("checkpoint")
    mark_audited(home.build_file, home.audit_file, f"content-{value}")


def write_beside(warehouse: Path, folder: Path, earlier: object, now: datetime) -> None:
    del warehouse, earlier, now
    (folder / "feed.txt").write_bytes(b"." * 100 * KIB)


def read(home: Home) -> int:
    with duckdb.connect(str(home.published_file), read_only=True) as connection:
        row = connection.execute("select max(n) from sponsors").fetchone()
    assert row is not None
    return row[0]


def test_staging_keeps_the_old_partition_and_gives_the_room_back(home, disk):
    write_raw(home, captures("one"))
    refresh_partition(home, DAY, parse=parse_as_posts)
    write_raw(home, captures("two"), part="part-0001")
    staged, used = read_state(home, DAY), disk.used()
    disk.leave_free(8)
    with pytest.raises(OSError, match="No space left") as full:
        refresh_partition(home, DAY, parse=parse_as_posts)
    assert "make room" in _with_remedy(str(full.value), home)
    del full  # holds the writers of what was deleted
    gc.collect()
    assert (read_state(home, DAY), disk.used()) == (staged, used)
    disk.resize()
    assert stale_days(home) == [DAY]
    state, _ = refresh_partition(home, DAY, parse=parse_as_posts)
    assert state.row_counts["captures"] == 2


@pytest.mark.parametrize("has_room_for_copy", [False, True])
def test_publishing_leaves_the_readers_what_they_read(home, disk, has_room_for_copy):
    """Full while the warehouse is copied, and while what stands beside it is written."""
    write(home, 1)
    publish(home, run_id="one", now=NOON, write_beside=write_beside)
    write(home, 2)
    used = disk.used()
    size = home.build_file.stat().st_size // KIB
    disk.leave_free(size + 50 if has_room_for_copy else 16)
    with pytest.raises((OSError, duckdb.Error), match="No space left") as full:
        publish(home, run_id="two", now=NOON + timedelta(minutes=1), write_beside=write_beside)
    assert "make room" in _with_remedy(str(full.value), home)
    assert (read(home), len(list_publications(home.published)), disk.used()) == (1, 1, used)
    disk.resize()
    assert publish(home, run_id="two", now=NOON + timedelta(minutes=2), write_beside=write_beside)[1] is True
    assert (read(home), len(list_publications(home.published))) == (2, 2)
