"""Publishing: only what passed, one step, nobody disturbed, and the way back."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.paths import Home
from orchestration.publish import (
    KEPT_VERSIONS,
    PublishError,
    audited_fingerprint,
    clear_audit,
    current_version,
    is_damaged,
    list_publications,
    mark_audited,
    publish,
    rollback,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Warehouse:
    """A build folder and a published folder in a temporary place."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.build, self.audit, self.published = self.home.build_file, self.home.audit_file, self.home.published
        self.fault: Exception | None = None
        self.build.parent.mkdir(parents=True)
        self.minutes = 0

    def write(self, value: int, fingerprint: str | None = None, extra: str = "") -> None:
        clear_audit(self.audit)
        with duckdb.connect(str(self.build)) as connection:
            connection.execute(f"create or replace table sponsors as select {value} as n; {extra}")
        mark_audited(self.build, self.audit, fingerprint or f"content-{value}")

    def publish(self):
        self.minutes += 1
        now = NOON + timedelta(minutes=self.minutes)
        return publish(self.home, run_id=f"run-{self.minutes}", now=now, write_beside=self.write_beside)

    def write_beside(self, warehouse: Path, folder: Path, earlier: Sequence[Path], now: datetime) -> None:
        """Write a note of what the warehouse holds, and of the versions before."""
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            (value,) = connection.execute("select n from sponsors").fetchone()
        (folder / "notes").mkdir()
        (folder / "notes" / "n.txt").write_text(f"{value} after {len(earlier)} at {now:%H:%M}")
        if self.fault is not None:
            raise self.fault

    def read(self) -> int:
        with duckdb.connect(str(self.published / "current" / "warehouse.duckdb"), read_only=True) as connection:
            return connection.execute("select n from sponsors").fetchone()[0]


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse(tmp_path)


def test_a_version_has_its_rows_and_its_record(warehouse):
    warehouse.write(1)
    publication, is_new = warehouse.publish()
    assert is_new
    assert warehouse.read() == 1
    assert publication.row_counts == {"sponsors": 1}
    assert publication.run_id == "run-1"
    assert list_publications(warehouse.published) == [publication]
    assert current_version(warehouse.published) == publication.version


def test_published_files_cannot_be_written(warehouse):
    warehouse.write(1)
    warehouse.publish()
    file = warehouse.published / "current" / "warehouse.duckdb"
    assert file.stat().st_mode & 0o777 == 0o444
    assert not list(file.parent.glob("*.wal"))


def test_an_old_reader_keeps_its_rows_while_a_new_one_sees_the_new_version(warehouse):
    warehouse.write(1)
    warehouse.publish()
    with duckdb.connect(str(warehouse.published / "current" / "warehouse.duckdb"), read_only=True) as old_reader:
        warehouse.write(2)
        warehouse.publish()
        assert old_reader.execute("select n from sponsors").fetchone() == (1,)
        assert old_reader.execute("select current_database()").fetchone() == ("warehouse",)
    assert warehouse.read() == 2


def test_what_stands_beside_the_file_comes_goes_and_returns_with_it(warehouse):
    note = warehouse.published / "current" / "notes" / "n.txt"
    warehouse.write(1)
    warehouse.publish()
    assert note.read_text() == "1 after 0 at 12:01"
    assert note.stat().st_mode & 0o777 == 0o444
    warehouse.write(2)
    warehouse.publish()
    assert note.read_text() == "2 after 1 at 12:02"
    rollback(warehouse.published)
    assert (warehouse.read(), note.read_text()) == (1, "1 after 0 at 12:01")


def test_where_a_file_beside_cannot_be_written_nothing_is_published(warehouse):
    warehouse.write(1)
    first, _ = warehouse.publish()
    warehouse.write(2)
    warehouse.fault = OSError("no space left")
    with pytest.raises(OSError, match="no space left"):
        warehouse.publish()
    assert list_publications(warehouse.published) == [first]
    assert (warehouse.published / "current" / "notes" / "n.txt").read_text() == "1 after 0 at 12:01"
    warehouse.fault = None
    assert warehouse.publish()[1]
    assert warehouse.read() == 2


@pytest.mark.parametrize("fault", ["cut", "gone"])
def test_a_damaged_file_beside_is_written_again(warehouse, fault):
    warehouse.write(1)
    first, _ = warehouse.publish()
    note = warehouse.published / "current" / "notes" / "n.txt"
    note.unlink()
    if fault == "cut":
        note.write_text("1 af")
    assert is_damaged(warehouse.published, first)
    again, is_new = warehouse.publish()
    assert is_new
    assert list_publications(warehouse.published) == [again]
    assert note.read_text() == "1 after 1 at 12:02"


def test_a_record_of_before_there_were_files_beside_is_read(warehouse):
    warehouse.write(1)
    publication, _ = warehouse.publish()
    record = warehouse.published / "releases" / publication.version / "publication.json"
    old = json.loads(record.read_text())
    del old["files"]
    record.write_text(json.dumps(old))
    assert [known.version for known in list_publications(warehouse.published)] == [publication.version]
    assert not warehouse.publish()[1]


def test_the_same_inputs_are_not_published_again(warehouse):
    warehouse.write(1)
    first, _ = warehouse.publish()
    warehouse.write(1)
    again, is_new = warehouse.publish()
    assert (again, is_new) == (first, False)


def test_a_clock_that_was_set_back_changes_no_order(warehouse):
    warehouse.write(1)
    first = warehouse.publish()[0]
    warehouse.minutes -= 600
    warehouse.write(2)
    second, is_new = warehouse.publish()
    assert is_new
    assert second.published_at < first.published_at, "the time is told as it was"
    assert list_publications(warehouse.published) == [second, first]
    assert warehouse.read() == 2
    assert warehouse.publish() == (second, False), "what is published already is not published again in each run"
    assert rollback(warehouse.published) == first


def test_a_damaged_version_is_published_again(warehouse):
    warehouse.write(1)
    first, _ = warehouse.publish()
    file = warehouse.published / "current" / "warehouse.duckdb"
    file.chmod(0o644)
    file.write_bytes(b"garbage")
    again, is_new = warehouse.publish()
    assert is_new
    assert warehouse.read() == 1
    assert list_publications(warehouse.published) == [again]
    assert first.version != again.version


def test_a_folder_in_the_place_of_the_link_is_told_and_left_alone(warehouse):
    warehouse.write(1)
    (warehouse.published / "current").mkdir(parents=True)
    with pytest.raises(PublishError, match="move it away"):
        warehouse.publish()


def test_a_damaged_record_is_passed_over(warehouse):
    warehouse.write(1)
    publication, _ = warehouse.publish()
    record = warehouse.published / "releases" / publication.version / "publication.json"
    record.write_text('{"version": 3, "colour": "red"}')
    assert list_publications(warehouse.published) == []
    assert warehouse.publish()[1]


@pytest.mark.parametrize("fault", ["never_audited", "changed_after_the_audit", "audit_record_damaged"])
def test_what_has_not_passed_is_not_published(warehouse, fault):
    warehouse.write(1)
    warehouse.publish()
    warehouse.write(2)
    match fault:
        case "never_audited":
            clear_audit(warehouse.audit)
        case "changed_after_the_audit":
            with duckdb.connect(str(warehouse.build)) as connection:
                connection.execute("create table more as select * from range(100000)")
        case "audit_record_damaged":
            warehouse.audit.write_text('{"fingerprint": "cont')
    assert audited_fingerprint(warehouse.build, warehouse.audit) is None
    with pytest.raises(PublishError, match="not passed its tests"):
        warehouse.publish()
    assert warehouse.read() == 1


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("create view v as select 1 as one", r"views, which cannot be published: main\.v"),
        ("create schema scratch; create table scratch.t as select 1 as one", "should not see: scratch"),
    ],
)
def test_what_would_not_travel_is_refused(warehouse, extra, message):
    warehouse.write(1, extra=extra)
    with pytest.raises(PublishError, match=message):
        warehouse.publish()
    assert current_version(warehouse.published) is None


def test_reference_lists_travel_along(warehouse):
    warehouse.write(1, extra="create schema reference; create table reference.roles as select 'guidance' as role")
    warehouse.publish()
    with duckdb.connect(str(warehouse.published / "current" / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("from reference.roles").fetchall() == [("guidance",)]


def test_the_last_versions_stay(warehouse):
    for value in range(KEPT_VERSIONS + 2):
        warehouse.write(value)
        warehouse.publish()
    known = list_publications(warehouse.published)
    assert [publication.fingerprint for publication in known] == [f"content-{n}" for n in range(6, 1, -1)]
    assert sorted(folder.name for folder in (warehouse.published / "releases").iterdir()) == sorted(
        publication.version for publication in known
    )


def test_a_rollback_stays_until_something_new_comes(warehouse):
    for value in (1, 2):
        warehouse.write(value)
        warehouse.publish()
    rollback(warehouse.published)
    assert warehouse.read() == 1
    warehouse.write(2)
    assert warehouse.publish()[1] is False
    assert warehouse.read() == 1
    warehouse.write(3)
    assert warehouse.publish()[1] is True
    assert warehouse.read() == 3


def test_a_rollback_can_name_its_version(warehouse):
    versions = []
    for value in (1, 2, 3):
        warehouse.write(value)
        versions.append(warehouse.publish()[0].version)
    assert rollback(warehouse.published, versions[0]).version == versions[0]
    assert warehouse.read() == 1
    assert rollback(warehouse.published, versions[2]).version == versions[2]
    assert warehouse.read() == 3


def test_a_rollback_target_is_never_dropped(warehouse):
    warehouse.write(0)
    first = warehouse.publish()[0].version
    for value in range(1, KEPT_VERSIONS):
        warehouse.write(value)
        warehouse.publish()
    rollback(warehouse.published, first)
    for value in (100, 101):
        warehouse.write(value)
        warehouse.publish()
    assert warehouse.read() == 101


@pytest.mark.parametrize(
    ("published_values", "version", "message"),
    [
        ((), None, "nothing is published"),
        ((1,), None, "no version before"),
        ((1,), "yesterday", "no version 'yesterday'"),
    ],
)
def test_a_rollback_to_nowhere_says_so(warehouse, published_values, version, message):
    for value in published_values:
        warehouse.write(value)
        warehouse.publish()
    with pytest.raises(PublishError, match=message):
        rollback(warehouse.published, version)


def test_what_a_killed_publication_left_is_neither_listed_nor_kept(warehouse):
    left_over = warehouse.published / "releases" / ".incoming-4711"
    left_over.mkdir(parents=True)
    (left_over / "warehouse.duckdb").write_bytes(b"half")
    assert list_publications(warehouse.published) == []
    warehouse.write(1)
    warehouse.publish()
    assert not left_over.exists()


def test_a_write_ahead_log_is_folded_in(warehouse):
    warehouse.write(1)
    with duckdb.connect(str(warehouse.build), config={"checkpoint_threshold": "1GB"}) as connection:
        connection.execute("pragma disable_checkpoint_on_shutdown")
        connection.execute("insert into sponsors values (2), (3)")
    assert warehouse.build.with_name("warehouse.duckdb.wal").exists()
    mark_audited(warehouse.build, warehouse.audit, "with-log")
    publication, _ = warehouse.publish()
    assert publication.row_counts == {"sponsors": 3}
    assert not list((warehouse.published / "current").glob("*.wal"))
