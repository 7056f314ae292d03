"""The raw store: what was added is there once, as it was, whatever moment the process dies at."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.sources import RawStore, RawStoreError, pull_source, source_for_path
from orchestration.sources.captures import Failure
from transforms.reference import keys
from transforms.tables import Captures

from .conftest import STARTED_AT, snapshot, stored

locations = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
failures = st.builds(
    Failure, reason=st.sampled_from(keys("reject_reasons")), detail=st.text(), size_bytes=st.integers(0, 2**62)
)
moments = st.none() | st.datetimes(timezones=st.just(UTC))
adds = st.tuples(locations, st.binary(max_size=40) | failures, moments)


def add(session, location, content, observed_at):
    if isinstance(content, bytes):
        session.add_payload(location, content, observed_at=observed_at)
    else:
        session.add_failure(location, content)


@settings(max_examples=60)
@given(pulls=st.lists(st.lists(adds, max_size=12), min_size=1, max_size=3), part_rows=st.integers(1, 4))
def test_everything_added_is_stored_once_and_as_it_was(pulls, part_rows):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("orchestration.sources.store.PART_ROWS", part_rows)
        store = RawStore(Path(folder))
        taken = 0
        for number, pull in enumerate(pulls):
            with store.session("wire", STARTED_AT + timedelta(days=number)) as session:
                for location, content, observed_at in pull:
                    add(session, location, content, observed_at)
            report = session.report
            assert report.captured + report.unchanged + report.failed == len(pull)
            assert report.by_reason.total() == report.failed
            taken += report.captured
        everything = {(location, content) for pull in pulls for location, content, _ in pull}
        payloads = {(location, content) for location, content in everything if content and isinstance(content, bytes)}
        if not everything:
            assert not list(store.raw_dir.rglob("*.parquet"))
            return
        captures = Captures.validate(stored(store))
        kept = captures.filter(pl.col("problem").is_null())
        assert set(kept.select("location", "payload").rows()) == payloads
        assert kept.height == len(payloads) == taken
        assert captures["capture_id"].is_unique().all()
        assert (captures["observed_at"] <= captures["captured_at"]).all()


def test_the_same_content_has_the_same_id_in_any_store(tmp_path):
    ids = []
    for name in ["one", "two"]:
        store = RawStore(tmp_path / name)
        with store.session("wire", STARTED_AT) as session:
            session.add_payload("a.html", b"one")
            session.add_failure("b.html", Failure("unreadable", "torn"))
        ids.append(stored(store)["capture_id"].to_list())
    assert ids[0] == ids[1]


def test_a_servers_failure_is_stored_once_a_day_and_a_files_once(store):
    for days in [0, 0, 1]:
        with store.session("wire", STARTED_AT + timedelta(days=days)) as session:
            session.add_failure_of_day("https://wire.example/a", Failure("timeout", "slow"))
            session.add_failure("b.html", Failure("unreadable", "torn"))
        assert session.report.failed == 2
    assert sorted(stored(store)["problem"]) == ["timeout", "timeout", "unreadable"]


def test_parts_are_bounded_in_bytes(store, monkeypatch):
    monkeypatch.setattr("orchestration.sources.store.PART_BYTES", 1000)
    with store.session("wire", STARTED_AT) as session:
        for number in range(10):
            session.add_payload(f"{number}", bytes([number]) * 400)
    parts = sorted(store.raw_dir.rglob("*.parquet"))
    assert [pl.read_parquet(part)["payload_bytes"].sum() for part in parts] == [800] * 5
    assert stored(store)["location"].to_list() == [str(number) for number in range(10)], "in order"


def test_what_was_added_before_an_exception_is_stored(store):
    def pull():
        with store.session("wire", STARTED_AT) as session:
            session.add_payload("a.html", b"one")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull()
    assert stored(store)["location"].to_list() == ["a.html"]


def test_a_full_disk_is_said_and_the_next_pull_takes_everything(store, tmp_path, client, monkeypatch):
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "a.html").write_text("one")
    real_fsync = os.fsync

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RawStoreError, match=r"cannot be written: .*No space left"):
        pull_source(source_for_path(folder), store, client=client, started_at=STARTED_AT)
    monkeypatch.setattr(os, "fsync", real_fsync)
    report = pull_source(source_for_path(folder), store, client=client, started_at=STARTED_AT)
    assert (report.captured, report.failed) == (1, 0)


def test_a_source_that_is_being_pulled_is_busy(store, monkeypatch):
    monkeypatch.setattr("orchestration.sources.store.LOCK_WAIT_SECONDS", 0.2)
    with store.session("wire", STARTED_AT):
        with pytest.raises(RawStoreError, match="another process"), store.session("wire", STARTED_AT):
            pass
        with store.session("other", STARTED_AT):
            pass


def test_a_damaged_part_is_named(store):
    with store.session("wire", STARTED_AT) as session:
        session.add_payload("a.html", b"one")
    part = next(store.raw_dir.rglob("*.parquet"))
    part.write_bytes(b"PAR1 no")
    with pytest.raises(RawStoreError, match=part.name), store.session("wire", STARTED_AT):
        pass


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"version": 1,\n"locations": }', "line 2: not JSON"),
        ('{"version": 9, "locations": {}}', "version 9"),
        ("[]", "version None"),
        ('{"version": 1, "locations": {"a": {"taken_at": "2026-01-01T00:00:00Z", "etagg": "x"}}}', "'a': etagg"),
        ('{"version": 1, "locations": {"a": {"taken_at": "yesterday"}}}', "'a': taken_at"),
    ],
)
def test_a_damaged_state_is_named_and_can_be_deleted(store, text, expected):
    with store.session("wire", STARTED_AT) as session:
        session.add_payload("a.html", b"one")
    state = store.raw_dir / "wire" / "state.json"
    state.write_text(text)
    with pytest.raises(RawStoreError, match=expected) as error, store.session("wire", STARTED_AT):
        pass
    assert "delete it" in str(error.value)
    state.unlink()
    with store.session("wire", STARTED_AT) as session:
        session.add_payload("a.html", b"one")
    assert session.report.unchanged == 1


# Pulls a folder in parts of three, and dies at the n-th change it is about to make under raw.
DYING_PULL = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path

raw, folder, changes_left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])

import orchestration.sources.store
from orchestration.sources import PoliteClient, RawStore, pull_source, source_for_path

orchestration.sources.store.PART_ROWS = 3

def watch(event, arguments):
    global changes_left
    if event not in {"os.mkdir", "os.rename", "os.remove", "open"} or not str(arguments[0]).startswith(str(raw)):
        return
    changes_nothing = {
        "os.mkdir": lambda: os.path.isdir(arguments[0]),
        "open": lambda: not arguments[2] & (os.O_WRONLY | os.O_RDWR),
    }
    if event not in changes_nothing or not changes_nothing[event]():
        if changes_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        changes_left -= 1

sys.addaudithook(watch)
with PoliteClient() as client:
    pull_source(
        source_for_path(folder), RawStore(raw), client=client, started_at=datetime(2026, 3, 2, tzinfo=UTC)
    )
"""


def test_kill_9_at_any_change_loses_nothing_and_doubles_nothing(tmp_path, client):
    folder = tmp_path / "wire"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.html").write_text(f"release {number}")
    stored_before: set[int] = set()
    for changes in range(40):
        raw = tmp_path / f"raw{changes}"
        raw.mkdir()
        command = [sys.executable, "-c", DYING_PULL, str(raw), str(folder), str(changes)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode in {0, -signal.SIGKILL}, done.stderr
        survived = sum(pl.read_parquet(part).height for part in raw.glob("wire/*/*.parquet"))
        stored_before.add(survived)
        store = RawStore(raw)
        report = pull_source(source_for_path(folder), store, client=client, started_at=STARTED_AT)
        assert (report.captured, report.unchanged) == (5 - survived, survived)
        captures = stored(store)
        assert sorted(captures["payload"]) == [f"release {number}".encode() for number in range(5)]
        assert not list(raw.rglob("*.tmp")), "what was half-written is swept"
        before = snapshot(raw)
        pull_source(source_for_path(folder), store, client=client, started_at=STARTED_AT)
        assert snapshot(raw) == before
        if done.returncode == 0:
            break
    assert changes > 5, "it died at several changes"
    assert stored_before == {0, 3, 5}, "before the first part, between the parts, and after the last"


def test_started_at_in_another_zone_falls_on_its_utc_day(store):
    started_at = datetime.fromisoformat("2026-03-02T23:30:00-05:00")
    with store.session("wire", started_at) as session:
        session.add_payload("a.html", b"one")
    assert [path.name for path in store.raw_dir.glob("wire/observed_date=*")] == ["observed_date=2026-03-03"]
