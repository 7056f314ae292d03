"""A warehouse with a wrong row is never finished: dbt says which test failed, and fails."""

from pathlib import Path

import duckdb
from small_disk import SmallDisk
from sql.conftest import Dbt
from sql.invented_staging import Tables, write_staging
from sql.invented_week import week

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
