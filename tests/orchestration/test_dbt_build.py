"""dbt as a process: how it failed is told in our own words."""

from pathlib import Path

import pytest

from orchestration import dbt_build
from orchestration.dbt_build import DbtError, run_dbt
from orchestration.paths import Home


@pytest.fixture
def dbt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for dbt: a script that a test writes."""
    executable = tmp_path / "dbt"
    monkeypatch.setattr(dbt_build, "DBT_EXECUTABLE", executable)
    return executable


def write(executable: Path, script: str) -> None:
    executable.write_text(f"#!/bin/sh\n{script}\n")
    executable.chmod(0o755)


def test_what_dbt_said_is_told(dbt, tmp_path):
    write(dbt, 'echo "no such column"; exit 2')
    with pytest.raises(DbtError, match=r"`dbt parse` over .*/sql failed:\nno such column"):
        run_dbt(Home(tmp_path), ["parse"], tmp_path / "target")


def test_a_dbt_that_hangs_is_ended_and_told(dbt, tmp_path, monkeypatch):
    monkeypatch.setattr(dbt_build, "DBT_TIMEOUT_S", 0.2)
    write(dbt, "exec sleep 60")
    with pytest.raises(DbtError, match=r"`dbt docs` over .* was not done after 0\.2 s, .*, then run again"):
        run_dbt(Home(tmp_path), ["docs", "generate"], tmp_path / "target")


def test_a_dbt_that_is_not_there_is_told(dbt, tmp_path):
    with pytest.raises(DbtError, match=r"dbt cannot be started .*: install what requirements\.lock says"):
        run_dbt(Home(tmp_path), ["parse"], tmp_path / "target")


def test_dbt_writes_where_it_is_told(dbt, tmp_path):
    write(dbt, 'mkdir -p "$DBT_TARGET_PATH" && echo "$@" > "$DBT_LOG_PATH/said"')
    run_dbt(Home(tmp_path), ["parse"], tmp_path / "target")
    said = (tmp_path / "target" / "said").read_text()
    assert " parse --project-dir " in said
