"""Records of runs: a killed run holds nobody up, and the history has an end."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest

from orchestration import run_records
from orchestration.commands.instance import SETTINGS, prepare_instance
from orchestration.paths import Home
from orchestration.resources import HomeResource
from orchestration.run_records import KEPT_DAYS, PROCESS_TAG, drop_old_runs, end_killed_runs, kept_days

LATER = datetime.now(UTC) + timedelta(days=KEPT_DAYS + 1)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    prepare_instance(home)
    return home


def instance_of(home: Home) -> dg.DagsterInstance:
    return dg.DagsterInstance.from_config(str(home.dagster))


def run_once(home: Home, instance: dg.DagsterInstance) -> str:
    @dg.asset(check_specs=[dg.AssetCheckSpec("holds", asset="table")])
    def table(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult:
        context.log.info(f"under {home.root}")
        return dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True)])

    resource = HomeResource(root=str(home.root), lock_wait_s=0)
    return dg.materialize([table], instance=instance, resources={"home": resource}).run_id


def traces(home: Home, run_id: str) -> list[str]:
    """Files that are named after a run, or that mention it."""
    files = (path for path in home.dagster.rglob("*") if path.is_file())
    return [path.name for path in files if run_id in str(path) or run_id.encode() in path.read_bytes()]


def test_a_run_whose_process_is_gone_no_longer_counts_as_running(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    with dg.DagsterInstance.ephemeral(tempdir=str(tmp_path)) as instance:
        tags = {"gone": {PROCESS_TAG: str(gone.pid)}, "here": {PROCESS_TAG: str(os.getpid())}, "starting": {}}
        runs = {}
        for name, tag in tags.items():
            run = dg.DagsterRun(job_name="warehouse", tags=tag, status=dg.DagsterRunStatus.STARTED)
            runs[name] = instance.add_run(run).run_id
        end_killed_runs(instance)
        status = {name: instance.get_run_by_id(run_id).status.value for name, run_id in runs.items()}
    assert status == {"gone": "FAILURE", "here": "STARTED", "starting": "STARTED"}


def test_a_run_that_the_daemon_started_says_which_process_it_is_in(home):
    with instance_of(home) as instance:
        run = instance.get_run_by_id(run_once(home, instance))
    assert run.tags[PROCESS_TAG] == str(os.getpid())


def test_old_runs_go_without_a_trace_and_the_newest_stay(home, monkeypatch):
    monkeypatch.setattr(run_records, "KEPT_RUNS", 1)
    with instance_of(home) as instance:
        old, new = run_once(home, instance), run_once(home, instance)
        assert traces(home, old)
        assert drop_old_runs(instance, datetime.now(UTC)) == 0, "none is old yet"
        assert drop_old_runs(instance, LATER) == 1
        assert [run.run_id for run in instance.get_runs()] == [new]
        latest = instance.get_latest_materialization_event(dg.AssetKey("table"))
        assert latest.run_id == new
    assert [name for name in traces(home, old) if not name.startswith(("index.db", "runs.db"))] == []
    assert traces(home, new)


def test_a_run_under_way_is_never_dropped(home, monkeypatch):
    monkeypatch.setattr(run_records, "KEPT_RUNS", 0)
    with instance_of(home) as instance:
        run = dg.DagsterRun(job_name="warehouse", status=dg.DagsterRunStatus.STARTED)
        instance.add_run(run)
        assert drop_old_runs(instance, LATER) == 0
        assert [kept.run_id for kept in instance.get_runs()] == [run.run_id]


def test_a_run_drops_old_ones_by_itself(home, monkeypatch):
    monkeypatch.setattr(run_records, "KEPT_RUNS", 1)
    (home.dagster / "dagster.yaml").write_text(SETTINGS.replace("purge_after_days: 90", "purge_after_days: 0"))
    with instance_of(home) as instance:
        run_once(home, instance)
        last = [run_once(home, instance) for _ in range(2)][-1]
        assert instance.get_runs_count() <= 2
        assert instance.get_runs()[0].run_id == last


@pytest.mark.parametrize(
    ("settings", "days"),
    [
        (SETTINGS, 90),
        (SETTINGS.replace("purge_after_days: 90", "purge_after_days: 7"), 7),
        (SETTINGS.replace("purge_after_days: 90", "purge_after_days: -1"), -1),
        (SETTINGS.replace("purge_after_days: 90", "purge_after_days: {skipped: 3}"), KEPT_DAYS),
        ("telemetry:\n  enabled: false\n", KEPT_DAYS),
    ],
    ids=["as written", "fewer", "for ever", "by status", "an older file"],
)
def test_the_settings_say_how_long_runs_are_kept(home, settings, days, monkeypatch):
    (home.dagster / "dagster.yaml").write_text(settings)
    monkeypatch.setattr(run_records, "KEPT_RUNS", 0)
    with instance_of(home) as instance:
        assert kept_days(instance) == days
        if days < 0:
            run_once(home, instance)
            assert drop_old_runs(instance, LATER) == 0
