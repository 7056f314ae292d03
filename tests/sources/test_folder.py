"""Folders: every file once, archives by record, and nothing lost in silence."""

import gzip
import json
import os
import socket
from datetime import UTC, date, datetime, timedelta

import pytest

from orchestration.sources import pull_source
from orchestration.sources.archive import MAX_SKIPPED_BYTES
from orchestration.sources.config import FolderSource

from .conftest import STARTED_AT, snapshot, stored

LONG_AGO = datetime(2026, 2, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "wire"
    folder.mkdir()
    return folder


@pytest.fixture
def pull(folder, store, client):
    def pull(**kwargs):
        max_bytes = kwargs.pop("max_bytes", 10_000)
        source = FolderSource(id="wire", kind="folder", path=folder, max_bytes=max_bytes)
        return pull_source(source, store, client=client, started_at=STARTED_AT, **kwargs)

    return pull


def put(path, content: bytes):
    """Write a file as if it had lain there for a month."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (LONG_AGO.timestamp(), LONG_AGO.timestamp()))


def records(*days: str) -> bytes:
    lines = [{"path": f"site/{number}.md", "date": day, "markdown": "# T"} for number, day in enumerate(days)]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def test_every_file_below_is_a_capture_with_its_path_and_time(folder, store, pull):
    put(folder / "b.html", b"<h1>Orvanthe doses first patient</h1>")
    put(folder / "sub" / "deep" / "a.txt", b"Orvanthe doses first patient\n")
    put(folder / ".hidden", b"no")
    put(folder / ".git" / "config", b"no")
    report = pull()
    captures = stored(store)
    assert captures["location"].to_list() == ["b.html", "sub/deep/a.txt"]
    assert captures["payload"].to_list()[1] == b"Orvanthe doses first patient\n"
    assert captures["observed_at"].to_list() == [LONG_AGO, LONG_AGO]
    assert (report.captured, report.unchanged, report.failed) == (2, 0, 0)
    assert [path.name for path in store.raw_dir.glob("wire/*/")] == ["observed_date=2026-03-02"]


def test_a_second_pull_of_an_unchanged_folder_writes_nothing(folder, store, pull):
    put(folder / "a.html", b"one")
    put(folder / "b.jsonl", records("2026-01-05", "2026-01-06"))
    put(folder / "empty.html", b"")
    put(folder / "large.html", b"x" * 20_000)
    first = pull()
    before = snapshot(store.raw_dir)
    second = pull()
    assert snapshot(store.raw_dir) == before
    assert (first.captured, first.failed) == (3, 2)
    assert (second.captured, second.unchanged, second.failed) == (0, 2, 2), "failures stay loud"


def test_a_changed_file_is_captured_again(folder, store, pull):
    put(folder / "a.html", b"one")
    pull()
    (folder / "a.html").write_bytes(b"two")
    assert pull().captured == 1
    assert stored(store)["payload"].to_list() == [b"one", b"two"]


def test_a_file_changed_in_the_tick_of_its_reading_is_seen(folder, store, pull):
    now = store.clock() + timedelta(seconds=1)
    (folder / "a.html").write_bytes(b"one")
    os.utime(folder / "a.html", (now.timestamp(), now.timestamp()))
    pull()
    (folder / "a.html").write_bytes(b"two")
    os.utime(folder / "a.html", (now.timestamp(), now.timestamp()))
    assert pull().captured == 1


def test_the_manifest_says_whence_files_came(folder, store, pull):
    put(folder / "a.html", b"one")
    put(folder / "b.html", b"two")
    put(folder / "c.html", b"")
    lines = [
        {"file": "a.html", "url": "https://wire.example/a", "observed_at": "2026-01-05T14:00:00+02:00",
         "content_type": "text/html; charset=utf-8"},
        {"file": "b.html", "observed_at": "2099-01-01T00:00:00Z"},
        {"file": "c.html", "observed_at": "2026-01-05T13:00:00+02:00"},
    ]  # fmt: skip
    put(folder / "manifest.jsonl", b"\n".join(json.dumps(line).encode() for line in lines))
    pull()
    captures = stored(store).sort("location")
    assert captures["location"].to_list() == ["b.html", "c.html", "https://wire.example/a"]
    assert captures["content_type"].to_list() == [None, None, "text/html; charset=utf-8"]
    assert captures["observed_at"][0] == captures["captured_at"][0], "never seen after it was taken"
    assert captures["observed_at"][1] == datetime(2026, 1, 5, 11, 0, tzinfo=UTC), "nor is an empty file"
    assert captures["observed_at"][2] == datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def test_wrong_lines_of_the_manifest_are_failures_and_the_others_count(folder, store, pull):
    put(folder / "a.html", b"one")
    manifest = b"""{"file": "a.html", "url": "https://wire.example/a"}
{"file": "a.html"}
{"file": "b.html", "url": "javascript:alert(1)"}
{"file": "c.html", "observed_at": "2026-01-05T14:00:00"}
{"file": "d.html", "colour": "red"}
{"file":
{"file": "gone.html"}
"""
    put(folder / "manifest.jsonl", manifest)
    report = pull()
    captures = stored(store).filter(store_problem := stored(store)["problem"].is_not_null())
    assert store_problem.sum() == 6
    assert report.captured == 1
    assert dict(report.by_reason) == {"bad_record": 6}
    details = dict(zip(captures["location"], captures["problem_detail"], strict=True))
    assert "named twice" in details["manifest.jsonl#2"]
    assert "url" in details["manifest.jsonl#3"]
    assert "timezone" in details["manifest.jsonl#4"]
    assert "colour" in details["manifest.jsonl#5"]
    assert "gone.html" in details["manifest.jsonl#gone.html"]


@pytest.mark.parametrize("name", ["archive.jsonl", "archive.jsonl.gz"])
def test_each_line_of_an_archive_is_a_capture(folder, store, pull, name):
    lines = [
        b'{"path": "site/a.md", "date": "2026-01-05", "markdown": "# T"}',
        b"",
        b'{"doc_id": "d002", "published_at": "2026-01-06T23:30:00-05:00"}',
        b"not json",
        b"[1]",
        b'{"id": 7}',
    ]
    content = b"\r\n".join(lines)
    put(folder / name, gzip.compress(content, mtime=0) if name.endswith("gz") else content)
    pull()
    captures = stored(store)
    assert captures["payload"].to_list() == [line for line in lines if line]
    assert captures["location"].to_list() == [f"{name}#{part}" for part in ["site/a.md", "d002", "4", "5", "6"]]
    assert captures["observed_at"].to_list()[:3] == [
        datetime(2026, 1, 5, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 1, 6, 23, 59, 59, tzinfo=UTC),
        LONG_AGO,
    ]


def test_dates_limit_an_archive_and_the_rest_can_be_had_later(folder, store, pull):
    put(folder / "a.jsonl", records("2026-01-05", "2026-01-06", "2026-01-07") + b'{"id": "undated"}\n')
    report = pull(from_date=date(2026, 1, 6), to_date=date(2026, 1, 6))
    assert (report.captured, report.skipped) == (2, 2)
    assert stored(store)["location"].to_list() == ["a.jsonl#site/1.md", "a.jsonl#undated"]
    report = pull()
    assert (report.captured, report.unchanged) == (2, 2)
    assert pull().unchanged == 1, "now the whole archive is known"


def test_a_truncated_gzip_keeps_what_came_before(folder, store, pull):
    content = gzip.compress(records(*["2026-01-05"] * 500), mtime=0)
    put(folder / "a.jsonl.gz", content[: len(content) // 2])
    report = pull()
    assert report.captured > 100
    assert dict(report.by_reason) == {"unreadable": 1}
    assert f"{report.captured} records before it were kept" in stored(store)["problem_detail"].drop_nulls()[0]
    put(folder / "a.jsonl.gz", content)
    assert pull().captured == 500 - report.captured


def test_a_record_that_is_too_large_is_said_and_the_next_one_is_read(folder, store, pull):
    content = b'{"id": "a"}\n' + b'{"id": "b", "text": "' + b"x" * 50_000 + b'"}\n' + b'{"id": "c"}\n'
    put(folder / "a.jsonl", content)
    report = pull(max_bytes=10_000)
    captures = stored(store)
    assert captures["location"].to_list() == ["a.jsonl#a", "a.jsonl#2", "a.jsonl#c"]
    assert captures["payload_bytes"][1] == len(content.splitlines(keepends=True)[1])
    assert dict(report.by_reason) == {"too_large": 1}


def test_a_line_of_just_max_bytes_is_read(folder, store, pull):
    put(folder / "a.jsonl", b"x" * 100 + b"\n" + b"y" * 101 + b"\n" + b"z" * 100)
    report = pull(max_bytes=100)
    assert (report.captured, report.failed) == (2, 1)


def test_a_gzip_bomb_is_bounded(folder, store, pull, monkeypatch):
    monkeypatch.setattr("orchestration.sources.archive.MAX_SKIPPED_BYTES", 2_000_000)
    put(folder / "a.jsonl.gz", gzip.compress(b"\0" * 50_000_000, mtime=0))
    report = pull()
    assert report.by_reason["too_large"] == 2
    assert stored(store)["payload_bytes"].max() < 3_000_000, "it stops unpacking"
    assert MAX_SKIPPED_BYTES == 1024**3


def test_what_cannot_be_read_is_a_failure_and_the_others_go_on(folder, store, pull, tmp_path, monkeypatch):
    put(folder / "a.html", b"one")
    put(tmp_path / "outside.html", b"secret")
    (folder / "leaves.html").symlink_to(tmp_path / "outside.html")
    (folder / "stays.html").symlink_to(folder / "a.html")
    (folder / "loop").symlink_to(folder)
    (folder / "circle.html").symlink_to("circle.html")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # the address of a socket is short
        listener.bind("socket")
    (folder / "dangling.html").symlink_to(folder / "absent.html")
    os.mkfifo(folder / "pipe")
    os.mkfifo(tmp_path / "pipe")
    (folder / "bad\udcff\nname.html").write_bytes(b"two")
    report = pull()
    captures = stored(store)
    failures = dict(captures.filter(captures["problem"] == "unreadable").select("location", "problem_detail").rows())
    assert set(failures) == {"leaves.html", "loop", "circle.html", "dangling.html", "pipe", "socket"}
    assert "leaves the source's folder" in failures["leaves.html"]
    assert "leads back to itself" in failures["circle.html"]
    assert "leads nowhere" in failures["dangling.html"]
    assert "no regular file" in failures["socket"]
    assert report.captured == 3
    assert b"secret" not in captures["payload"].to_list()
    assert "bad\\udcff\\nname.html" in captures["location"].to_list()


def test_what_was_taken_out_of_raw_is_taken_again(folder, store, pull):
    put(folder / "a.html", b"one")
    put(folder / "wire.jsonl", records("2026-03-01", "2026-03-02"))
    pull()
    before = stored(store)
    for part in store.raw_dir.rglob("*.parquet"):
        part.unlink()
    report = pull()
    assert report.captured == before.height == 3
    assert "3 captures that were stored are gone from" in report.warnings[0]
    assert sorted(stored(store)["capture_id"]) == sorted(before["capture_id"])
    again = pull()
    assert (again.captured, again.warnings) == (0, [])


def test_a_folder_that_is_taken_away_between_pulls_takes_nothing_out_of_raw(folder, store, pull):
    put(folder / "a.html", b"one")
    pull()
    kept = folder.rename(folder.with_name("elsewhere"))
    assert pull().failed == 1
    assert b"one" in stored(store)["payload"].to_list()
    kept.rename(folder)
    assert (pull().captured, pull().unchanged) == (0, 1)


def test_an_absent_folder_is_one_loud_failure(folder, store, pull):
    folder.rmdir()
    report = pull()
    assert report.failed_wholly
    assert stored(store)["problem"].to_list() == ["unreadable"]
    assert "correct the source's path" in stored(store)["problem_detail"][0]


def test_an_empty_folder_is_warned_of(pull):
    report = pull()
    assert (report.captured, report.failed) == (0, 0)
    assert "holds no file" in report.warnings[0]


def test_a_single_file_is_a_source(folder, store, client):
    put(folder / "a.txt", b"one")
    source = FolderSource(id="a_txt", kind="folder", path=folder / "a.txt")
    pull_source(source, store, client=client, started_at=STARTED_AT)
    assert stored(store)["location"].to_list() == ["a.txt"]


def test_progress_is_told_as_it_grows(folder, pull, monkeypatch):
    monkeypatch.setattr("orchestration.sources.store.PROGRESS_SECONDS", 0)
    put(folder / "a.jsonl", records("2026-01-05", "2026-01-06", "2026-01-07"))
    told = []
    pull(on_progress=lambda report: told.append(report.captured))
    assert told == [1, 2, 3]


def test_a_pull_at_another_hour_of_the_day_shares_the_partition(folder, store, client):
    put(folder / "a.html", b"one")
    source = FolderSource(id="wire", kind="folder", path=folder)
    pull_source(source, store, client=client, started_at=STARTED_AT)
    put(folder / "b.html", b"two")
    pull_source(source, store, client=client, started_at=STARTED_AT + timedelta(hours=3))
    pull_source(source, store, client=client, started_at=STARTED_AT + timedelta(days=1))
    parts = sorted(path.relative_to(store.raw_dir).as_posix() for path in store.raw_dir.rglob("*.parquet"))
    assert parts == [
        "wire/observed_date=2026-03-02/part-093000000000-0000.parquet",
        "wire/observed_date=2026-03-02/part-123000000000-0000.parquet",
    ]
