"""What the server loads: every asset with its layer, what it stands on, and what is off until switched on."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.test_utils import create_run_for_test
from invented_captures import DAY, captures, write_raw

from orchestration.build import JOB, Overrides, build_defs
from orchestration.dbt_build import load_manifest, prepare_manifest
from orchestration.paths import Home, home_from_environment
from orchestration.sensors import MOST_TRIES, RUN_KEY_TAG, SETTLED_S, inbox_listing
from orchestration.sources import source_for_path
from transforms.tables import STAGING_TABLES

SNAPSHOT = Path(__file__).parent / "assets.txt"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def defs(home: Home) -> dg.Definitions:
    return build_defs(Overrides(home))


def test_the_server_loads_them(home, monkeypatch):
    monkeypatch.setenv("TRIALWIRE_HOME", str(home.root))
    from orchestration import definitions

    assert home_from_environment() == home
    dg.Definitions.validate_loadable(definitions.defs)


def test_assets_stand_as_the_snapshot_says(defs):
    graph = defs.resolve_asset_graph()
    lines = [
        f"{node.group_name} {key.to_user_string()} <- "
        + (" ".join(sorted(k.to_user_string() for k in node.parent_keys)) or "-")
        for key, node in ((key, graph.get(key)) for key in sorted(graph.materializable_asset_keys))
    ]
    now = "\n".join(sorted(lines)) + "\n"
    if "TRIALWIRE_WRITE_SNAPSHOT" in os.environ:
        SNAPSHOT.write_text(now)
    assert now == SNAPSHOT.read_text(), "if that is meant: TRIALWIRE_WRITE_SNAPSHOT=1 pytest tests/orchestration"


def test_lineage_goes_from_every_source_to_every_mart_and_the_published_file(defs):
    graph = defs.resolve_asset_graph()
    for raw in (key for key in graph.materializable_asset_keys if key.path[0] == "raw"):
        reached, edge = set(), {raw}
        while edge:
            reached |= edge
            edge = {child for key in edge for child in graph.get(key).child_keys} - reached
        assert {dg.AssetKey(["staging", table]) for table in STAGING_TABLES} <= reached
        assert {key for key in graph.materializable_asset_keys if key.path[0] == "marts"} <= reached
        assert dg.AssetKey(["published", "warehouse"]) in reached


def test_every_dbt_test_is_a_check_of_an_asset(defs, home):
    tests = [node["name"] for node in load_manifest(home)["nodes"].values() if node["resource_type"] == "test"]
    checks = {check.name for check in defs.resolve_asset_graph().asset_check_keys}
    assert tests
    assert set(tests) <= checks


def test_there_is_one_job_one_schedule_one_sensor(defs):
    repository = defs.get_repository_def()
    assert [job.name for job in repository.get_all_jobs() if not job.name.startswith("__")] == [JOB]
    assert [schedule.default_status for schedule in repository.schedule_defs] == [dg.DefaultScheduleStatus.STOPPED]
    assert [sensor.default_status for sensor in repository.sensor_defs] == [dg.DefaultSensorStatus.STOPPED]


def test_the_schedule_catches_up_on_days_that_were_missed(defs, home):
    write_raw(home, captures("one"))
    due_at = datetime.now(UTC) - timedelta(days=1)
    with dg.instance_for_test() as instance:
        context = dg.build_schedule_context(instance, scheduled_execution_time=due_at)
        data = defs.get_repository_def().get_schedule_def("daily").evaluate_tick(context)
    assert data.run_requests is not None
    assert [request.partition_key for request in data.run_requests] == [None]
    tags = data.run_requests[0].tags
    assert tags["dagster/asset_partition_range_start"] == DAY.isoformat()
    last_day = date.fromisoformat(tags["dagster/asset_partition_range_end"])
    assert last_day > due_at.date(), "a tick that comes late pulls into the day that it comes on"


def test_the_sensor_starts_a_run_for_what_is_dropped_and_only_once(defs, home):
    sensor = defs.get_repository_def().get_sensor_def("inbox")

    def ticks(cursor: str | None):
        with dg.DagsterInstance.ephemeral() as instance:
            return sensor.evaluate_tick(dg.build_sensor_context(instance, cursor=cursor))

    assert ticks(None).skip_message is not None
    page = home.inbox / "page.html"
    page.write_text("<h1>Vexalia doses the first patient</h1>")
    assert "still being written" in (ticks(None).skip_message or ""), "half a page must not be taken"
    old = datetime.now(UTC).timestamp() - SETTLED_S - 1
    os.utime(page, (old, old))
    first = ticks(None)
    assert first.run_requests is not None
    assert len(first.run_requests) == 1
    assert not ticks(first.cursor).run_requests
    page.write_text("<h1>Vexalia doses the second patient too</h1>")
    os.utime(page, (old + 1, old + 1))
    again = ticks(first.cursor)
    assert again.run_requests is not None
    assert again.run_requests[0].run_key != first.run_requests[0].run_key


def test_a_run_of_the_inbox_that_failed_is_tried_again_but_not_for_ever(defs, home):
    sensor = defs.get_repository_def().get_sensor_def("inbox")
    page = home.inbox / "page.html"
    page.write_text("<h1>Vexalia doses the first patient</h1>")
    old = datetime.now(UTC).timestamp() - SETTLED_S - 1
    os.utime(page, (old, old))
    run_keys: list[str | None] = []
    with dg.DagsterInstance.ephemeral() as instance:
        cursor = None
        for _ in range(MOST_TRIES):
            tick = sensor.evaluate_tick(dg.build_sensor_context(instance, cursor=cursor))
            assert tick.run_requests is not None
            (request,) = tick.run_requests
            run_keys.append(request.run_key)
            tags = {RUN_KEY_TAG: request.run_key or ""}
            create_run_for_test(instance, job_name="all", tags=tags, status=dg.DagsterRunStatus.FAILURE)
            cursor = tick.cursor
        last = sensor.evaluate_tick(dg.build_sensor_context(instance, cursor=cursor))
    assert len(set(run_keys)) == MOST_TRIES
    assert not last.run_requests
    assert "the last 3 runs failed" in (last.skip_message or "")


def test_hidden_files_are_nothing_new(tmp_path):
    (tmp_path / ".DS_Store").write_text("x")
    assert inbox_listing(tmp_path, datetime.now(UTC) + timedelta(hours=1)) is None


def test_named_sources_take_the_place_of_the_defaults(home, tmp_path):
    folder = tmp_path / "saved_pages"
    folder.mkdir()
    defs = build_defs(Overrides(home, sources=[source_for_path(folder)]))
    raw = [key for key in defs.resolve_asset_graph().materializable_asset_keys if key.path[0] == "raw"]
    assert raw == [dg.AssetKey(["raw", "saved_pages"])]


def test_the_manifest_is_parsed_once(home):
    first = prepare_manifest(home)
    assert prepare_manifest(home) == first
    assert [path.name for path in home.dbt.glob("manifest-*.json")] == [first.name]
    assert "TRIALWIRE_BUILD_FILE" not in os.environ


def test_marts_are_not_built_from_staging_that_nobody_checked(home, defs):
    touched = home.staging / "posts" / f"observed_date={DAY.isoformat()}"
    touched.mkdir(parents=True)
    try:
        job = defs.resolve_implicit_global_asset_job_def()
        result = job.execute_in_process(asset_selection=[dg.AssetKey(["marts", "releases"])], raise_on_error=False)
    finally:
        touched.rmdir()
    (failed,) = [event for event in result.all_events if event.is_step_failure]
    description = failed.step_failure_data.user_failure_data.description
    assert description.startswith(f"staging of {DAY} is not as it was written: materialize staging first")
    assert not home.build_file.exists()
