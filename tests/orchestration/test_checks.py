"""What stops the marts: rows on the disk that break their contract, and captures that got lost."""

import re
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from invented_captures import DAY, captures, parse_as_posts, write_raw

from orchestration.checks import broken_parts, build_checks, lost_or_invented
from orchestration.paths import Home
from orchestration.staging_batches import BatchError
from orchestration.staging_state import altered_days, read_state, stale_days, state_file
from orchestration.staging_writer import refresh_partition
from transforms.tables import STAGING_TABLES, Posts


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    write_raw(home, captures("one", "two", "refuse three"))
    refresh_partition(home, DAY, parse=parse_as_posts)
    return home


def rewrite(home: Home, table: str, change) -> None:
    part = home.staging_part(table, DAY)
    change(pl.read_parquet(part, hive_partitioning=False)).write_parquet(part)


def test_good_staging_passes(home):
    assert all(broken_parts(home, table, schema) == {} for table, schema in STAGING_TABLES.items())
    assert not any(lost_or_invented(home).values())


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda posts: posts.with_columns(pl.lit("no id").alias("post_id")), "post_id|regex"),
        (lambda posts: pl.concat([posts, posts]), "primary_key"),
        (lambda posts: posts.drop("title"), "lacks the columns title"),
        (lambda posts: posts.with_columns(pl.col("position").cast(pl.String)), "position"),
        (lambda posts: posts.with_columns(pl.lit(None, pl.Datetime("us", "UTC")).alias("captured_at")), "captured_at"),
    ],
    ids=["bad_id", "double_key", "column_gone", "other_type", "null"],
)
def test_a_broken_part_is_told_with_its_day(home, change, fault):
    rewrite(home, "posts", change)
    broken = broken_parts(home, "posts", Posts)
    assert list(broken) == [DAY.isoformat()]
    assert re.search(fault, broken[DAY.isoformat()])
    assert broken_parts(home, "posts", Posts) == broken, "a fault must not be forgotten"


def test_a_file_that_is_none_is_a_fault(home):
    home.staging_part("posts", DAY).write_bytes(b"PAR1 but not really")
    assert DAY.isoformat() in broken_parts(home, "posts", Posts)


def test_staging_that_was_touched_is_found_and_read_again(home):
    assert altered_days(home) == []
    rewrite(home, "posts", lambda posts: posts.with_columns(pl.col("title").str.reverse()))
    assert altered_days(home) == [DAY]
    assert stale_days(home) == [DAY]
    assert refresh_partition(home, DAY, parse=parse_as_posts)[1]
    assert altered_days(home) == stale_days(home) == []


def test_staging_that_was_half_written_is_found(home):
    state_file(home, DAY).unlink()
    assert altered_days(home) == [DAY]


@pytest.mark.parametrize("content", ["[]", "{", '{"fingerprint": 3}', '{"fingerprint": "a", "raw_parts": null}'])
def test_a_state_that_is_damaged_is_as_good_as_none(home, content):
    state_file(home, DAY).write_text(content)
    (home.staging_state / "observed_date=never.json").write_text("{}")
    (home.raw / "wire" / "observed_date=never").mkdir(parents=True)
    (home.raw / "wire" / "observed_date=never" / "part.parquet").touch()
    assert read_state(home, DAY) is None
    assert stale_days(home) == [DAY]


def test_a_part_that_passed_is_not_read_again(home, monkeypatch):
    assert broken_parts(home, "posts", Posts) == {}
    monkeypatch.setattr(pl, "read_parquet", lambda *_args, **_kwargs: pytest.fail("read again"))
    assert broken_parts(home, "posts", Posts) == {}


def test_a_capture_that_was_not_read_is_found(home):
    rewrite(home, "captures", lambda log: log.head(2))
    rewrite(home, "rejects", lambda rejects: rejects.clear())
    faults = lost_or_invented(home)
    assert faults["unread_captures"] == captures("one", "two", "refuse three")["capture_id"].to_list()[2:]


def test_a_capture_that_nobody_took_is_found(home):
    raw = next(home.raw.rglob("*.parquet"))
    pl.read_parquet(raw, hive_partitioning=False).head(2).write_parquet(raw)
    assert len(lost_or_invented(home)["captures_without_raw"]) == 1


def test_raw_that_is_gone_is_found(home):
    next(home.raw.rglob("*.parquet")).unlink()
    assert len(lost_or_invented(home)["captures_without_raw"]) == 3


def test_a_damaged_raw_part_is_told_by_its_name(home):
    raw = next(home.raw.rglob("*.parquet"))
    raw.write_bytes(b"PAR1" + raw.read_bytes()[4:-4] + b"1RAP")
    with pytest.raises(BatchError, match=f"^{re.escape(str(raw))} is damaged .*from a backup, or move it"):
        lost_or_invented(home)
    raw.write_bytes(raw.read_bytes()[:100])
    with pytest.raises(BatchError, match=f"^{re.escape(str(raw))} is damaged"):
        refresh_partition(home, DAY, parse=parse_as_posts)


@pytest.mark.parametrize("table", ["posts", "rejects"])
def test_an_item_that_got_lost_is_found(home, table):
    rewrite(home, table, lambda frame: frame.tail(-1))
    assert [(row["item_count"], row["found"]) for row in lost_or_invented(home)["uneven_captures"]] == [(1, 0)]


def test_an_item_that_nobody_captured_is_found(home):
    rewrite(
        home,
        "posts",
        lambda posts: pl.concat([posts, posts.head(1).with_columns(pl.lit("f" * 16).alias("capture_id"))]),
    )
    assert [row["capture_id"] for row in lost_or_invented(home)["uneven_captures"]] == ["f" * 16]


def test_a_rejected_row_is_no_item(home):
    row = pl.read_parquet(home.staging_part("rejects", DAY), hive_partitioning=False)
    derived = row.with_columns(
        pl.lit("row").cast(row.schema["unit"]).alias("unit"), pl.lit("0" * 16).alias("reject_id")
    )
    rewrite(home, "rejects", lambda rejects: pl.concat([rejects, derived]))
    assert not any(lost_or_invented(home).values())


def test_days_that_were_never_read_are_found(home):
    write_raw(home, captures("later"), day=DAY + timedelta(days=1))
    write_raw(home, captures("long ago"), day=DAY.replace(year=2025))
    assert lost_or_invented(home)["days_never_read"] == ["2025-03-02", "2026-03-03"]


def test_a_raw_part_that_came_later_waits(home):
    write_raw(home, captures("four"), part="part-0001")
    assert not any(lost_or_invented(home).values())


def test_every_table_has_its_check_and_all_block():
    specs = [spec for check in build_checks() for spec in check.check_specs]
    assert {spec.asset_key.path[-1] for spec in specs if spec.name == "keeps_its_contract"} == set(STAGING_TABLES)
    assert all(spec.blocking for spec in specs)
    assert sum(spec.name == "nothing_is_lost" for spec in specs) == 1
