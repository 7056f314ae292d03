"""Which days a run reads: also where midnight, a late request or a clock lies between a run and its pull."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import sleep

import dagster as dg
import polars as pl
import pytest

from orchestration.assets.raw import build_raw_asset
from orchestration.assets.staging import build_staging_asset
from orchestration.checks import build_checks
from orchestration.partitions import due_range_tags
from orchestration.paths import Home
from orchestration.resources import HomeResource
from orchestration.sources import source_for_path
from orchestration.staging_state import raw_days, staged_days, stale_days

NOISE = "The trial goes on as planned, and the company will report on its progress at the end of this year. "


def drop(folder: Path, name: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(
        f"{name} Doses First Patient in Phase 2 Trial of VX-101\n\nBOSTON, March 2, 2026 (GLOBE NEWSWIRE) -- {name} "
        f"Therapeutics said that patient one of its Phase 2 trial of VX-101 was dosed. {NOISE}\n"
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    drop(tmp_path / "pages", "Vexalia")
    return tmp_path / "pages"


def today() -> date:
    """The day of a run that is made now; a test does not begin in the last minute of a day."""
    while (now := datetime.now(UTC)).time() > time(23, 59):
        sleep(1)
    return now.date()


def run_requested_on(day: date, home: Home, folder: Path) -> dg.ExecuteInProcessResult:
    """Pull and read in a run that was asked for on `day`, and is made now; return what it came to."""
    raw = build_raw_asset(source_for_path(folder), None, None)
    tags = due_range_tags(home, datetime.combine(day, time(23, 59, 59, 999_000), tzinfo=UTC))
    result = dg.materialize(
        [raw, build_staging_asset([raw.key]), *build_checks()],
        tags=tags,
        resources={"home": HomeResource(root=str(home.root))},
        raise_on_error=False,
    )
    faults = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert result.success, faults
    return result


def move_raw(home: Home, day: date) -> None:
    """Let what was pulled have been pulled on `day`."""
    (partition,) = home.raw.glob("*/observed_date=*")
    partition.rename(partition.with_name(f"observed_date={day.isoformat()}"))


def titles(home: Home) -> list[str]:
    parts = [home.staging_part("releases", day) for day in staged_days(home)]
    return sorted(title.split()[0] for part in parts for title in pl.read_parquet(part)["title"])


def test_midnight_between_the_request_of_a_run_and_its_start_delays_nothing(home, folder):
    run_requested_on(today() - timedelta(days=1), home, folder)
    assert raw_days(home) == staged_days(home) == [today()]
    assert titles(home) == ["Vexalia"]


def test_the_rows_of_a_table_are_those_of_all_its_days(home, folder):
    run_requested_on(today() - timedelta(days=1), home, folder)
    move_raw(home, today() - timedelta(days=1))
    drop(folder, "Brevanna")
    result = run_requested_on(today(), home, folder)
    rows = sum(pl.read_parquet(home.staging_part("captures", day)).height for day in staged_days(home))
    told = {
        event.materialization.metadata["dagster/row_count"].value
        for event in result.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey(["staging", "captures"])
    }
    assert len(staged_days(home)) == 2
    assert told == {rows}


def test_a_run_executed_again_on_a_later_day_reads_what_it_pulls(home, folder):
    run_requested_on(today(), home, folder)
    drop(folder, "Hollin")
    run_requested_on(today() - timedelta(days=2), home, folder)
    assert titles(home) == ["Hollin", "Vexalia"]
    assert stale_days(home) == []


def test_runs_on_two_days_lose_and_double_nothing(home, folder):
    run_requested_on(today(), home, folder)
    yesterday = today() - timedelta(days=1)
    move_raw(home, yesterday)
    drop(folder, "Hollin")
    run_requested_on(today(), home, folder)
    assert raw_days(home) == [yesterday, today()]
    assert titles(home) == ["Hollin", "Vexalia"]


@pytest.mark.parametrize("days", [1, -1000], ids=["a clock was set back", "from before the first partition"])
def test_days_that_are_no_partition_are_read_all_the_same(home, folder, days):
    run_requested_on(today(), home, folder)
    elsewhere = today() + timedelta(days=days)
    move_raw(home, elsewhere)
    run_requested_on(today(), home, folder)
    assert titles(home) == ["Vexalia"]
    home.staging_part("posts", elsewhere).touch()
    assert elsewhere in stale_days(home)
    run_requested_on(today(), home, folder)
    assert stale_days(home) == []
