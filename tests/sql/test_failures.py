"""A warehouse with a wrong row is never finished: dbt says which test failed, and fails."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from small_disk import SmallDisk
from sql.conftest import Dbt
from sql.invented_staging import Tables, capture, reject, release, write_staging
from sql.invented_week import FRIDAY, week

from orchestration.dbt_build import make_room
from orchestration.paths import Home


def wrong_sentence(tables: Tables) -> None:
    tables["milestones"][0]["sentence"] = "x" * len(tables["milestones"][0]["sentence"])


def lost_item(tables: Tables) -> None:
    tables["captures"][0]["item_count"] = 5


def missing_detail(tables: Tables) -> None:
    tables["rejects"][0]["detail"] = None


def test_wrong_rows_fail_the_build(dbt: Dbt, tmp_path: Path):
    tables = week()
    wrong_sentence(tables)
    lost_item(tables)
    staging = write_staging(tables, tmp_path / "staging")
    done = dbt(
        "build", "--exclude-resource-type", "unit_test", staging=staging, build_file=tmp_path / "warehouse.duckdb"
    )
    assert done.returncode == 1
    assert "assert_sentences_stand_in_their_text" in done.stdout
    assert "assert_every_item_is_accounted_for" in done.stdout


def test_a_row_against_the_contract_is_refused(dbt: Dbt, tmp_path: Path):
    tables = week()
    missing_detail(tables)
    staging = write_staging(tables, tmp_path / "staging")
    done = dbt("run", "--select", "+rejects", staging=staging, build_file=tmp_path / "warehouse.duckdb")
    assert done.returncode == 1
    assert "NOT NULL constraint failed: rejects__dbt_tmp.detail" in done.stdout


def test_empty_staging_gives_empty_marts(dbt: Dbt, tmp_path: Path):
    tables = {name: [] for name in week()} | {"captures": week()["captures"][:1], "rejects": []}
    tables["captures"][0]["item_count"] = 0
    staging = write_staging(tables, tmp_path / "staging")
    build_file = tmp_path / "warehouse.duckdb"
    done = dbt("build", "--exclude-resource-type", "unit_test", staging=staging, build_file=build_file)
    assert done.returncode == 0, done.stdout[-3000:]
    with duckdb.connect(build_file, read_only=True) as warehouse:
        assert warehouse.execute("select count(*) from trial_milestones").fetchone() == (0,)
        assert warehouse.execute("select status from coverage").fetchall() == [("nothing_read",)]


def days_apart(tables: Tables) -> None:
    """The week as it is: on each of its days some source gave nothing."""


def later_pull(tables: Tables) -> None:
    """One site goes on after all others; of what was put into a folder, no more is expected."""
    shop = capture("wire_a", "https://a.example.com/shop", FRIDAY + timedelta(days=8))
    dropped = capture("inbox", "hollin.html", FRIDAY)
    tables["captures"] += [shop, dropped]
    fields = {"is_health": False, "is_trial_news": False}
    tables["releases"] += [release(each, "Alba Foods opens another shop", **fields) for each in (shop, dropped)]


def refused_pages(tables: Tables) -> None:
    """All that a folder and a site gave last is refused."""
    refused = [capture("inbox", "broken.html", FRIDAY), capture("wire_b", "https://b.example.com/broken", FRIDAY)]
    tables["captures"] += refused
    tables["rejects"] += [reject(each, "no_text") for each in refused]


@pytest.mark.parametrize(
    ("change", "silent"),
    [
        (days_apart, []),
        (later_pull, ["feed", "registry", "site", "wire_b"]),
        (refused_pages, ["inbox", "wire_b"]),
    ],
)
def test_a_silent_source_is_a_warning(change: Callable[[Tables], None], silent: list[str], dbt: Dbt, tmp_path: Path):
    tables = week()
    change(tables)
    staging, build_file = write_staging(tables, tmp_path / "staging"), tmp_path / "warehouse.duckdb"
    selected = ["--select", "+assert_no_source_is_silent", "--indirect-selection", "cautious"]
    done = dbt("build", *selected, "--exclude-resource-type", "unit_test", staging=staging, build_file=build_file)
    # Nothing is kept from being published, as after a test that fails.
    assert done.returncode == 0, done.stdout[-3000:]
    results = json.loads((dbt.target / "run_results.json").read_text(encoding="utf-8"))["results"]  # type: ignore[attr-defined]
    told = next(result for result in results if "assert_no_source_is_silent" in result["unique_id"])
    assert told["status"] == ("warn" if silent else "pass")
    with duckdb.connect(build_file, read_only=True) as warehouse:
        warehouse.execute(f"attach '{build_file}.intermediate' as intermediate (read_only)")
        found = warehouse.execute(f"select source_id from ({told['compiled_code']}) order by all").fetchall()
    assert [source_id for (source_id,) in found] == silent


def test_a_full_disk_fails_the_build_and_the_next_one_goes_on(dbt: Dbt, tmp_path: Path):
    staging = write_staging(week(), tmp_path / "staging")
    disk = SmallDisk(tmp_path / "home")
    try:
        home = Home(disk.folder)
        disk.resize(200)
        for expected in (1, 0):
            make_room(home)
            done = dbt("run", "--select", "+rejects", staging=staging, build_file=home.build_file)
            assert done.returncode == expected, done.stdout[-3000:]
            assert ("No space left on device" in done.stdout) == bool(expected)
            disk.resize()
    finally:
        disk.close()
