"""What a run tells of its end: errors in our own words, and runs that were killed."""

import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import dagster as dg
import duckdb
import pytest
from rich.console import Console

from orchestration.commands.errors import CommandError
from orchestration.commands.execute import Outcome, _details, _instance, _said
from orchestration.commands.instance import prepare_instance
from orchestration.commands.summary import print_warnings
from orchestration.dbt_build import DbtError, make_room, note_process
from orchestration.paths import Home
from orchestration.sources import RawStoreError


def fail_with(error: Exception) -> str:
    @dg.op
    def fails() -> None:
        raise error from ValueError("what lies beneath")

    @dg.job
    def job() -> None:
        fails()

    result = job.execute_in_process(raise_on_error=False)
    (failed,) = [event for event in result.all_events if event.is_step_failure]
    return _said(failed.step_failure_data)


def test_our_own_errors_are_told_as_they_are_written():
    assert fail_with(RawStoreError("part is damaged; move it away")) == "part is damaged; move it away"


def test_of_others_the_last_cause_is_told():
    assert fail_with(RuntimeError("wrapping")) == "ValueError: what lies beneath"


def test_a_step_that_says_why_it_failed_is_heard():
    said = SimpleNamespace(user_failure_data=SimpleNamespace(description="the SQL changed"), error=None)
    assert _said(said) == "the SQL changed"


@pytest.mark.parametrize("name", ["dagster.yaml", "history/runs.db"])
def test_a_damaged_instance_is_told_in_one_line(tmp_path, name):
    home = Home(tmp_path)
    prepare_instance(home)
    damaged = home.dagster / name
    damaged.parent.mkdir(exist_ok=True)
    damaged.write_bytes(b"{{{: " * 1000)
    with pytest.raises(CommandError, match="is damaged") as told:
        _instance(home)
    assert "\n" not in str(told.value)


def test_a_build_file_that_is_none_makes_room(tmp_path):
    home = Home(tmp_path)
    make_room(home)
    home.build_file.write_bytes(b"garbage")
    make_room(home)
    assert not home.build_file.exists()
    home.build_file.mkdir()
    with pytest.raises(DbtError, match="is a folder"):
        make_room(home)


@contextmanager
def another_program(file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Has a DuckDB file open until it is told to end."""
    duckdb.connect(str(file)).close()
    holds = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", holds, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        yield holder
        holder.communicate(b"\n")


def test_a_build_file_that_another_program_holds_is_left_alone(tmp_path):
    home = Home(tmp_path)
    make_room(home)
    note_process(home, 1)
    with another_program(home.build_file) as holder:
        with pytest.raises(DbtError, match=str(holder.pid)):
            make_room(home)
        assert home.build_file.exists()
        assert holder.poll() is None


@pytest.mark.parametrize("file", ["build_file", "intermediate_file"])
def test_a_dbt_that_outlived_its_run_is_ended(tmp_path, file):
    home = Home(tmp_path)
    make_room(home)
    with another_program(getattr(home, file)) as holder:
        note_process(home, holder.pid)
        make_room(home)
        assert holder.wait() == -signal.SIGKILL


def test_of_a_dbt_test_its_rows_are_told():
    told = {"unique_id": "test.trialwire.x", "status": "warn", "dagster_dbt/failed_row_count": 12}
    evaluation = SimpleNamespace(description=None, metadata={k: SimpleNamespace(value=v) for k, v in told.items()})
    assert _details(evaluation) == "12 rows"


def test_what_only_warns_is_said():
    said = io.StringIO()
    warned = {"marts/coverage: assert_no_source_is_silent": "dagster_dbt/failed_row_count 1"}
    print_warnings(Console(file=said), Outcome(True, "run", {}, {}, warned))
    assert "warning" in said.getvalue()
    assert "assert_no_source_is_silent  dagster_dbt/failed_row_count 1" in said.getvalue()
