"""The real thing, from the embedded wire to the published file, by the command that people type."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import duckdb
import polars as pl
import pytest
import render_readme

from orchestration.locks import holder_of
from orchestration.paths import DBT_PROJECT_DIR, FEEDS_FILE, Home
from orchestration.publish import current_version, list_publications
from orchestration.staging_state import altered_days, part_identities, read_state, staged_days, write_state
from orchestration.staging_writer import refresh_partition
from transforms.tables import STAGING_TABLES

MARTS = {model.stem for model in (DBT_PROJECT_DIR / "models" / "marts").glob("*.sql")}
# What an analyst is promised, whatever comes along.
PROMISED = {
    "catalyst_calendar",
    "coverage",
    "feed_items",
    "feeds",
    "guidance_history",
    "recent_posts",
    "rejects",
    "releases",
    "sources",
    "sponsor_activity",
    "sponsors",
    "trial_milestones",
    "trials",
}
# Minutes on a machine that is busy; a run takes seconds.
PATIENCE_S = 600
# One process takes them all: they share a home, and each goes on from what the one before left there.
pytestmark = pytest.mark.xdist_group("end_to_end")


@dataclass
class Run:
    code: int
    out: str
    err: str


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "orchestration.cli", *arguments]


def trialwire(*arguments: str) -> Run:
    done = subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    return Run(done.returncode, done.stdout, done.stderr)


def staged(home: Home, table: str) -> pl.DataFrame:
    """The rows of a staging table, without the moment of their capture, which a capture that failed is observed at."""
    frames = [pl.read_parquet(home.staging_part(table, day), hive_partitioning=False) for day in staged_days(home)]
    return pl.concat(frames).drop("captured_at", "observed_at", strict=False)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def killed(home: Home) -> Home:
    """The home after a first run that was killed while it read."""
    with subprocess.Popen(
        command("run", "--home", str(home.root)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        deadline = time.monotonic() + PATIENCE_S
        while not list(home.staging.glob("*/*/.part.parquet.tmp")):
            assert process.poll() is None, "the run ended before it could be killed"
            assert time.monotonic() < deadline
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
    assert staged_days(home) == []
    return home


@pytest.fixture(scope="module")
def first(killed: Home) -> Run:
    """The run that everything here is about; it goes on where the killed one ended."""
    run = trialwire("run", "--home", str(killed.root))
    assert run.code == 0, run.err + run.out
    return run


@pytest.fixture
def warehouse(home: Home, first: Run) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(home.published_file), read_only=True) as connection:
        yield connection


def test_a_run_ends_with_what_came_of_it(home, first):
    for expected in ("releases", "milestones", "rejects", "next catalysts", str(home.published_file), "trialwire sql"):
        assert expected in first.out
    assert re.search(r"✓ staging +[\d.]+ s", first.err)
    assert "DEBUG" not in first.err


def test_every_mart_is_there_and_nothing_else(warehouse):
    tables = warehouse.execute("select table_schema, table_name from information_schema.tables").fetchall()
    assert {name for schema, name in tables if schema == "main"} == MARTS
    assert {schema for schema, _ in tables} == {"history", "main", "reference", "search"}
    assert PROMISED <= MARTS


def test_marts_have_rows_and_say_what_they_are(warehouse):
    empty = {name for name in PROMISED if warehouse.table(name).count("*").fetchone() == (0,)}
    assert empty == set(), "the sample has something for each of them"
    silent = warehouse.execute(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = 'warehouse' and schema_name = 'main' and comment is null"
    ).fetchall()
    assert silent == []


def test_the_feeds_and_the_calendar_stand_beside_the_warehouse(home, warehouse):
    counts = dict(warehouse.execute("select feed_id, item_count from feeds").fetchall())
    assert counts == {feed["id"]: counts[feed["id"]] for feed in tomllib.loads(FEEDS_FILE.read_text())["feeds"]}
    names = {f"{feed_id}.{kind}" for feed_id in counts for kind in ("atom", "csv", "json", "parquet")}
    written = {path.name for path in home.published_feeds.iterdir()}
    assert written == names | {"catalyst_calendar.ics", "_revisions.parquet"}
    for feed_id, count in counts.items():
        assert pl.read_parquet(home.published_feeds / f"{feed_id}.parquet").height == count
        assert (home.published_feeds / f"{feed_id}.atom").read_text().count("<entry ") <= count
    dated = warehouse.execute("select count(*) from catalyst_calendar where window_end is not null").fetchone()
    calendar = (home.published_feeds / "catalyst_calendar.ics").read_text()
    assert (calendar.count("BEGIN:VEVENT"),) == dated > (0,)


def test_the_docs_stand_beside_the_warehouse(home, warehouse):
    page = home.published_docs.read_text(encoding="utf-8")
    for mart in MARTS:
        assert f'"model.trialwire.{mart}": {{"metadata": {{"type": "BASE TABLE"' in page, mart
        assert f'"unique_id": "model.trialwire.{mart}"' in page
    described = warehouse.execute("select comment from duckdb_tables() where table_name = 'registry_gaps'").fetchone()
    assert json.dumps(described[0], ensure_ascii=False)[1:-1] in page
    # Models, columns and lineage without a network, and without a word of where they were made.
    assert re.findall(r"""<(?:script|link|img)[^>]+(?:src|href)=["']?(?:https?:)?//""", page) == []
    assert str(home.root) not in page
    assert re.findall(r"#!/model/model\.trialwire\.(\w+)", page)
    assert set(re.findall(r"#!/model/model\.trialwire\.(\w+)", page)) <= MARTS


def test_the_analyses_answer_on_the_sample(warehouse):
    files = (DBT_PROJECT_DIR / "analyses").glob("*.sql")
    answers = {file.stem: warehouse.execute(file.read_text(encoding="utf-8")).fetchall() for file in files}
    # The sample has nothing for some; planted rows show in tests/sql what those find.
    silent = {name for name, rows in answers.items() if not rows}
    assert len(answers) - len(silent) >= 15, silent


def test_the_published_file_can_be_searched(warehouse):
    (best,) = warehouse.execute(
        "select title, has_all_words from search_releases('MERIDIAN-UC primary endpoint') where not is_copy limit 1"
    ).fetchall()
    assert best[1]
    assert "MERIDIAN" in best[0]
    kinds = warehouse.execute("select distinct kind from sponsor_timeline('ORVN') order by kind").fetchall()
    assert kinds == [("guidance",), ("milestone",), ("release",)]


def test_the_readme_shows_the_answers_of_the_sample(home, first):
    said = render_readme.README.read_text(encoding="utf-8")
    assert render_readme.render(said, home) == said, "the README's answers are old: run `make readme`"


def test_every_milestone_shows_its_sentence(warehouse):
    rows = warehouse.execute(
        "select sentence, span_start, span_end, text from trial_milestones inner join releases using (release_id)"
    ).fetchall()
    assert len(rows) > 100
    assert [sentence for sentence, start, end, text in rows if text[start:end] != sentence] == []


def test_the_run_and_its_checks_are_in_the_instance(home, first):
    query = """
import json, sys, warnings
warnings.simplefilter("ignore")
import dagster as dg
with dg.DagsterInstance.from_config(sys.argv[1]) as instance:
    run, killed = instance.get_runs()
    records = instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION).records
    checks = [record.event_log_entry.dagster_event.asset_check_evaluation_data for record in records]
    made = instance.get_records_for_run(run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION).records
    print(json.dumps({
        "status": run.status.value,
        "status_of_the_killed": killed.status.value,
        "checks": {f"{check.asset_key.to_user_string()}: {check.check_name}": check.passed for check in checks},
        "rows": {
            record.asset_key.to_user_string(): record.asset_materialization.metadata["dagster/row_count"].value
            for record in made if "dagster/row_count" in record.asset_materialization.metadata
        },
        "lineage": {
            record.asset_key.to_user_string(): {
                column: [[dep.asset_key.to_user_string(), dep.column_name] for dep in deps]
                for column, deps in
                record.asset_materialization.metadata["dagster/column_lineage"].value.deps_by_column.items()
            }
            for record in made if "dagster/column_lineage" in record.asset_materialization.metadata
        },
    }))
"""
    done = subprocess.run([sys.executable, "-c", query, str(home.dagster)], capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert (told["status"], told["status_of_the_killed"]) == ("SUCCESS", "FAILURE")
    assert all(told["checks"].values())
    for table in STAGING_TABLES:
        assert f"staging/{table}: keeps_its_contract" in told["checks"]
        assert told["rows"][f"staging/{table}"] == staged(home, table).height
    assert "staging/captures: nothing_is_lost" in told["checks"]
    assert any(check.startswith("marts/") for check in told["checks"])
    for mart in MARTS:
        assert f"marts/{mart}" in told["rows"]
        assert told["lineage"][f"marts/{mart}"], mart
    assert told["rows"]["marts/trial_milestones"] > 0
    assert ("staging/releases", "title") in origins(told["lineage"], "marts/releases", "title")
    assert ("staging/milestones", "sentence") in origins(told["lineage"], "marts/trial_milestones", "sentence")


def origins(lineage: dict[str, dict[str, list[list[str]]]], table: str, column: str) -> set[tuple[str, str]]:
    """The columns outside the marts that a column comes from, through the tables between."""
    found = set()
    for parent, name in lineage[table].get(column, []):
        found |= origins(lineage, parent, name) if parent in lineage else {(parent, name)}
    return found


def test_a_killed_run_lost_nothing_and_doubled_nothing(home, first, tmp_path):
    assert "sample_wire: 0 captured" in first.err, "the killed run had stored them all"
    never_killed = Home(tmp_path)
    shutil.copytree(home.raw, never_killed.raw)
    for day in staged_days(home):
        refresh_partition(never_killed, day)
    for table in STAGING_TABLES:
        assert staged(never_killed, table).equals(staged(home, table)), table


def test_a_second_run_adds_no_row_builds_and_publishes_nothing(home, first):
    files = {path: path.stat().st_mtime_ns for path in home.staging.rglob("part.parquet")}
    rows = {table: staged(home, table).height for table in STAGING_TABLES}
    versions = list_publications(home.published)
    second = trialwire("run", "--home", str(home.root))
    assert second.code == 0, second.err
    assert "nothing to build or test again" in second.err
    assert {path: path.stat().st_mtime_ns for path in home.staging.rglob("part.parquet")} == files
    assert {table: staged(home, table).height for table in STAGING_TABLES} == rows
    assert list_publications(home.published) == versions
    assert "next catalysts" in second.out


def test_a_failing_dbt_test_publishes_nothing(home, first):
    (day,) = staged_days(home)
    part = home.staging_part("milestones", day)
    milestones = pl.read_parquet(part, hive_partitioning=False)
    # Keeps the table's contract, and lies: no release says this.
    lie = pl.when(pl.int_range(pl.len()) == 0).then(pl.col("sentence").str.reverse()).otherwise("sentence")
    milestones.with_columns(lie.alias("sentence")).write_parquet(part)
    assert altered_days(home) == [day], "a run would read it again: make staging believe that it wrote this itself"
    write_state(home, day, replace(read_state(home, day), identities=part_identities(home, day)))
    before = current_version(home.published)
    run = trialwire("run", "--home", str(home.root))
    assert run.code == 1
    assert "assert_sentences_stand_in_their_text" in run.err
    assert f"Nothing was published; analysts still read {before}" in run.err
    assert current_version(home.published) == before


def test_the_next_run_mends_it_and_publishes_what_came_into_the_inbox(home, first):
    before = current_version(home.published)
    (day,) = staged_days(home)
    # Whether the run before was of this day or, midnight having passed, of another: the file is not what was written.
    home.staging_part("milestones", day).touch()
    leave_what_an_older_checkout_built(home)
    (home.inbox / "saved.txt").write_text(
        "Vexalia Doses First Patient in Phase 2 Trial of VX-101\n\n"
        "BOSTON, March 2, 2026 (GLOBE NEWSWIRE) -- Vexalia Therapeutics (Nasdaq: VXLA) today announced that the first "
        "patient has been dosed in its Phase 2 trial of VX-101 for asthma. The company expects topline data in the "
        "fourth quarter of 2026, and will report further on the progress of the trial at that time.\n"
    )
    run = trialwire("run", "--home", str(home.root))
    assert run.code == 0, run.err
    assert current_version(home.published) != before
    query = "select milestone_type from trial_milestones where sponsor like 'Vexalia%'"
    found = trialwire("sql", query, "--home", str(home.root), "--format", "csv").out.splitlines()
    assert "first_patient_dosed" in found
    with duckdb.connect(str(home.published_file), read_only=True) as connection:
        assert {name for (name,) in connection.execute("from (show tables)").fetchall()} == MARTS
        assert "label" in connection.table("reference.milestone_types").columns


def leave_what_an_older_checkout_built(home: Home) -> None:
    """A mart that is no more, and a reference list that has got a column since."""
    with duckdb.connect(str(home.build_file)) as connection:
        connection.execute("create table main.bygone_mart as select 1 as old")
        connection.execute("create schema if not exists reference")
        connection.execute("create or replace table reference.milestone_types (milestone_type varchar, theme varchar)")


def test_a_run_that_is_stopped_says_so_and_gives_its_lock_back(tmp_path):
    with subprocess.Popen(
        command("run", "--home", str(tmp_path)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "raw/sample_wire" in line:
                process.send_signal(signal.SIGINT)
                break
        told = process.stderr.read()
    assert process.returncode == 130
    assert "stopped; nothing is lost" in told
    assert holder_of(Home(tmp_path).lock_file) is None
    assert current_version(Home(tmp_path).published) is None
