"""dbt, run on invented staging as the pipeline runs it: in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from sql.invented_plans import plans
from sql.invented_staging import Tables, corpus, write_staging
from sql.invented_week import week

PROJECT = Path(__file__).resolve().parents[2]
SQL = PROJECT / "sql"
DBT = Path(sys.executable).with_name("dbt")
Dbt = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def dbt(tmp_path_factory: pytest.TempPathFactory) -> Dbt:
    """Run a dbt command on a staging folder and a build file; the parsed project is kept from run to run."""
    target = tmp_path_factory.mktemp("dbt")

    def run(*command: str, staging: Path, build_file: Path) -> subprocess.CompletedProcess[str]:
        places = ["--project-dir", SQL, "--profiles-dir", SQL, "--target-path", target, "--log-path", target / "logs"]
        return subprocess.run(
            [DBT, "--no-version-check", "--no-use-colors", *command, *places],
            env=os.environ | {"TRIALWIRE_STAGING_DIR": str(staging), "TRIALWIRE_BUILD_FILE": str(build_file)},
            cwd=target,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    run.target = target  # type: ignore[attr-defined]
    return run


@pytest.fixture(scope="session")
def build(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Build every model and run every data test on a staging folder; return the build file."""

    def run(staging: Path, *, with_unit_tests: bool = False) -> Path:
        build_file = tmp_path_factory.mktemp("build") / "warehouse.duckdb"
        # dbt's unit tests know nothing of the staging: once is enough.
        narrowed = [] if with_unit_tests else ["--exclude-resource-type", "unit_test"]
        done = dbt("build", *narrowed, staging=staging, build_file=build_file)
        assert done.returncode == 0, done.stdout[-6000:]
        return build_file

    return run


@pytest.fixture(scope="session")
def week_file(build: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the invented week, in a folder with a name that people give."""
    folder = tmp_path_factory.mktemp("week") / "it's [50%] here"
    return build(write_staging(week(), folder), with_unit_tests=True)


@pytest.fixture(scope="session")
def everything() -> Tables:
    """The sample corpus, the invented week and the invented plans together; the feeds are the corpus's."""
    more = [week(), plans()]
    return {
        name: rows if name == "feeds" else rows + [row for tables in more for row in tables[name]]
        for name, rows in corpus().items()
    }


@pytest.fixture(scope="session")
def corpus_file(build: Callable[..., Path], everything: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of everything invented."""
    return build(write_staging(everything, tmp_path_factory.mktemp("corpus")))


@pytest.fixture(scope="session")
def of_week(week_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse of the invented week, as an analyst opens it."""
    yield from _connection(week_file)


@pytest.fixture(scope="session")
def of_corpus(corpus_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse of everything invented, as an analyst opens it."""
    yield from _connection(corpus_file)


def _connection(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(file, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
