"""A partition: all tables or none, the same bytes from the same raw, whatever moment the machine stops at."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from growth import growth
from invented_captures import DAY, captures, parse_as_posts, write_raw

from orchestration import staging_state
from orchestration.paths import Home
from orchestration.staging_batches import BATCH_ROWS, BatchError, parse_batches, read_batches
from orchestration.staging_state import is_fresh, raw_days, read_state, staged_days, staging_fingerprint, stale_days
from orchestration.staging_writer import refresh_partition
from transforms.tables import STAGING_TABLES


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def read(home: Home, table: str) -> pl.DataFrame:
    return pl.read_parquet(home.staging_part(table, DAY), hive_partitioning=False)


def test_every_table_gets_a_file_in_its_schema(home):
    write_raw(home, captures("one", "two", "refuse three"))
    state, is_new = refresh_partition(home, DAY, parse=parse_as_posts)
    assert is_new
    for table, schema in STAGING_TABLES.items():
        assert read(home, table).schema == schema.create_empty().schema
    assert read(home, "posts")["title"].to_list() == ["one", "two"]
    assert state.row_counts["posts"] == 2
    assert state.reject_counts == {"no_text": 1}


def test_a_day_without_captures_gets_empty_tables(home):
    state, _ = refresh_partition(home, DAY, parse=parse_as_posts)
    assert set(state.row_counts.values()) == {0}
    assert staged_days(home) == [DAY]


def test_a_fresh_partition_is_left_alone(home):
    write_raw(home, captures("one"))
    refresh_partition(home, DAY, parse=parse_as_posts)
    before = {path: path.stat().st_mtime_ns for path in home.staging.rglob("*")}
    _, is_new = refresh_partition(home, DAY, parse=parse_as_posts)
    assert not is_new
    assert {path: path.stat().st_mtime_ns for path in home.staging.rglob("*")} == before


@pytest.mark.parametrize("change", ["new_raw_part", "new_rules", "lost_table", "lost_state", "damaged_state"])
def test_what_is_out_of_date_is_made_again(home, monkeypatch, change):
    write_raw(home, captures("one"))
    refresh_partition(home, DAY, parse=parse_as_posts)
    assert stale_days(home) == []
    match change:
        case "new_raw_part":
            write_raw(home, captures("two"), part="part-0001")
        case "new_rules":
            monkeypatch.setattr(staging_state, "reader_fingerprint", lambda: "other rules")
        case "lost_table":
            home.staging_part("studies", DAY).unlink()
        case "lost_state":
            staging_state.state_file(home, DAY).unlink()
        case "damaged_state":
            staging_state.state_file(home, DAY).write_text("{")
    assert stale_days(home) == [DAY]
    _, is_new = refresh_partition(home, DAY, parse=parse_as_posts)
    assert is_new
    assert is_fresh(home, DAY)


def test_a_source_whose_raw_was_removed_goes_from_staging(home):
    write_raw(home, captures("one"))
    write_raw(home, captures("two", source_id="another"))
    refresh_partition(home, DAY, parse=parse_as_posts)
    shutil.rmtree(home.raw / "another")
    assert stale_days(home) == [DAY]
    refresh_partition(home, DAY, parse=parse_as_posts)
    assert read(home, "posts")["title"].to_list() == ["one"]
    shutil.rmtree(home.raw)
    assert stale_days(home) == [DAY]
    refresh_partition(home, DAY, parse=parse_as_posts)
    assert read(home, "posts").height == 0
    assert stale_days(home) == []


def test_a_capture_that_raw_has_twice_is_read_once(home):
    write_raw(home, captures("one", "two"))
    write_raw(home, captures("two", "three"), part="part-0001")
    refresh_partition(home, DAY, parse=parse_as_posts)
    assert read(home, "posts")["title"].to_list() == ["one", "two", "three"]


def test_two_processes_keep_the_order_and_the_bytes(home, tmp_path):
    texts = [f"title {number}" for number in range(3 * BATCH_ROWS + 7)]
    texts[10] = "slow"
    digests = []
    for place in (home, Home(tmp_path / "other")):
        write_raw(place, captures(*texts))
        told = []
        refresh_partition(
            place, DAY, parse=parse_as_posts, on_progress=lambda done, total, told=told: told.append((done, total))
        )
        assert read(place, "posts")["title"].to_list() == texts
        assert told[-1] == (len(texts), len(texts))
        digests.append(
            {table: sha256(place.staging_part(table, DAY).read_bytes()).hexdigest() for table in STAGING_TABLES}
        )
    assert digests[0] == digests[1]


def test_a_parser_that_dies_is_told_with_its_captures(home):
    texts = ["fine"] + [f"title {number}" for number in range(BATCH_ROWS)] + ["die"]
    write_raw(home, captures(*texts))
    with pytest.raises(BatchError, match=r"died .* to '501\.txt'"):
        refresh_partition(home, DAY, parse=parse_as_posts)
    assert staged_days(home) == []
    assert not list(home.staging.rglob("*.parquet"))


def test_batches_are_bounded(home):
    write_raw(home, captures(*(f"title {number}" for number in range(1200))))
    heights = [batch.height for batch in read_batches(sorted(home.raw.rglob("*.parquet")))]
    assert heights == [500, 500, 200]
    for number in range(3):
        write_raw(home, captures(f"small {number}", source_id="another"), part=f"part-{number:04d}")
    heights = [batch.height for batch in read_batches(sorted(home.raw.rglob("*.parquet")))]
    assert heights == [3, 500, 500, 200], "small parts share a batch"
    assert [frames["posts"].height for frames in parse_batches(iter([]), parse_as_posts)] == []


def test_a_thousand_batches_cost_a_thousand_times_one(home):
    texts = captures(*(f"title {number}" for number in range(100)))
    for number in range(10):
        ids = (pl.col("capture_id").str.head(12) + f"{number:04d}").alias("capture_id")
        write_raw(
            home,
            pl.concat([texts.with_columns(ids.str.head(11) + f"{n:01x}" + ids.str.tail(4)) for n in range(16)]),
            part=f"part-{number:04d}",
        )
    parts = sorted(home.raw.rglob("*.parquet"))
    assert sum(batch.height for batch in read_batches([*parts, *parts], batch_rows=10)) == 16_000
    times = growth(lambda size: list(read_batches(parts[:size], batch_rows=10)), 2)
    assert times < 9, "what was seen must not be gone through for each batch"


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from invented_captures import DAY, parse_as_posts
from orchestration import staging_writer
from orchestration.paths import Home

def stop_here(*_):
    print("ready", flush=True)
    time.sleep(60)

if __name__ == "__main__":
    on_progress = stop_here if sys.argv[3] == "while_parsing" else None
    if sys.argv[3] == "while_renaming":
        staging_writer.write_state = stop_here
    staging_writer.refresh_partition(Home(Path(sys.argv[1])), DAY, parse=parse_as_posts, on_progress=on_progress)
"""


@pytest.mark.parametrize("moment", ["while_parsing", "while_renaming"])
@pytest.mark.parametrize("before", ["nothing_staged", "older_partition_staged"])
def test_a_kill_loses_nothing_and_doubles_nothing(home, moment, before):
    write_raw(home, captures("one"))
    if before == "older_partition_staged":
        refresh_partition(home, DAY, parse=parse_as_posts)
    write_raw(home, captures("two", "refuse three"), part="part-0001")
    tests = Path(__file__).parent.parent
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(home.root), str(tests), moment], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGKILL)
    assert stale_days(home) == [DAY]
    if moment == "while_parsing" and before == "older_partition_staged":
        assert read(home, "posts")["title"].to_list() == ["one"]

    refresh_partition(home, DAY, parse=parse_as_posts)
    assert read(home, "posts")["title"].to_list() == ["one", "two"]
    assert read(home, "captures").height == 3
    assert not list(home.staging.rglob("*.tmp"))


def test_days_are_found_by_what_is_there(home):
    later = DAY + timedelta(days=3)
    write_raw(home, captures("one"))
    write_raw(home, captures("two", source_id="another"), day=later)
    (home.raw / "another" / "observed_date=2026-03-09").mkdir()
    assert raw_days(home) == [DAY, later]
    refresh_partition(home, later, parse=parse_as_posts)
    assert staged_days(home) == [later]
    assert stale_days(home) == [DAY]
    assert read_state(home, DAY) is None


def test_staging_has_a_fingerprint_of_its_own(home):
    write_raw(home, captures("one"))
    refresh_partition(home, DAY, parse=parse_as_posts)
    first = staging_fingerprint(home)
    time.sleep(0.01)
    assert staging_fingerprint(home) == first
    home.staging_part("posts", DAY).touch()
    assert staging_fingerprint(home) != first
