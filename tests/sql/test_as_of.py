"""What was known when: the functions give for a day what a run on that day gave, and nothing that came later.

Each day on which something of the stories or of rows made by hand was first seen is run again: the models' own SQL, as
dbt compiled it, over the rows of the captures seen by then. Runs of dbt for two days hold that this is what dbt does.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sql.conftest import SQL, Dbt
from sql.invented_digest import digest
from sql.invented_history import history
from sql.invented_staging import Tables, write_staging
from sql.invented_week import week

STORIES = Path(__file__).resolve().parents[1] / "eval" / "invented" / "stories.jsonl"
MARTS = ("trial_milestones", "catalyst_calendar")
LEAST_DAYS = 30
# What nobody saw: a filter of ours, a person's word (which has its own day).
WITHOUT_FIRST_SIGHT = {"coverage", "feeds", "rejects", "review_decisions"}
# An analyst's clock may be anywhere; half a day ahead of UTC, days differ most.
ELSEWHERE = "Pacific/Auckland"
Warehouse = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def staging(everything: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that is invented; what the week saw was pulled a second time, a month later, under the same ids."""
    more, told_by_others = history(), digest()
    folder = write_staging(
        {name: rows + more[name] + told_by_others[name] for name, rows in everything.items()},
        tmp_path_factory.mktemp("all"),
    )
    again = week()
    for rows in again.values():
        for row in rows:
            for column in {"captured_at", "observed_at"} & row.keys():
                row[column] += timedelta(days=30)
    decisions = folder / "review_decisions" / "review_decisions.parquet"
    kept = shutil.copyfile(decisions, folder / "kept.parquet")
    write_staging(again, folder)
    shutil.move(kept, decisions)
    return folder


@pytest.fixture(scope="module")
def run_dbt(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Build some models and all that is before them."""

    def run(staging: Path, *models: str) -> Path:
        build_file = tmp_path_factory.mktemp("run") / "warehouse.duckdb"
        only = [f"+{model}" for model in models]
        tests = ["--exclude-resource-type", "test", "unit_test"]
        done = dbt("build", "--select", *only, *tests, staging=staging, build_file=build_file)
        assert done.returncode == 0, done.stdout[-6000:]
        return build_file

    return run


@pytest.fixture(scope="module")
def published(run_dbt: Callable[..., Path], staging: Path) -> Path:
    """The file that has the functions."""
    return run_dbt(staging, *(f"{mart}_as_of" for mart in MARTS))


@pytest.fixture(scope="module")
def manifest(published: Path, dbt: Dbt) -> dict[str, Any]:
    """What dbt made that file of."""
    del published
    return json.loads((dbt.target / "manifest.json").read_text(encoding="utf-8"))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def connection(published: Path) -> Iterator[Warehouse]:
    """The file as an analyst opens it, somewhere."""
    with duckdb.connect(published, read_only=True) as opened:
        opened.execute(f"set TimeZone = '{ELSEWHERE}'")
        yield opened


class Replay:
    """A run's rows on any day, by the SQL that dbt compiled for each model."""

    def __init__(self, manifest: dict[str, Any], published: Path) -> None:
        # Many small tables: more threads only wait for each other.
        self.connection = duckdb.connect(config={"threads": 1})
        self.connection.execute(f"attach '{published}' as published (read_only)")
        for catalog in ("warehouse", "intermediate", "staged", "every"):
            self.connection.execute(f"attach ':memory:' as {catalog}")
        nodes = manifest["nodes"] | manifest["sources"]
        # By captures the others are cut, whether or not a mart reads them.
        wanted, parents = [*(f"model.trialwire.{mart}" for mart in MARTS), "source.trialwire.staging.captures"], {}
        while wanted:
            unique_id = wanted.pop()
            parents[unique_id] = nodes[unique_id].get("depends_on", {}).get("nodes", [])
            wanted += [parent for parent in parents[unique_id] if parent not in parents]
        spelling, self.models, self.tables = {}, [], []
        for unique_id in TopologicalSorter(parents).static_order():
            node = nodes[unique_id]
            name, place = node["name"], node["relation_name"]
            match node["resource_type"]:
                case "source":
                    self.tables.append(name)
                    spelling[place] = f"staged.main.{name}"
                    self.connection.execute(f"create table every.{name} as from {place}")
                case "seed":
                    self.connection.execute(f"create schema if not exists warehouse.{node['schema']}")
                    self.connection.execute(f"create table {place} as from published.{node['schema']}.{name}")
                case "model":
                    self.connection.execute(f"create schema if not exists {node['database']}.{node['schema']}")
                    sql = node["compiled_code"]
                    for known, other in spelling.items():
                        sql = sql.replace(known, other)
                    assert "read_parquet" not in sql
                    self.models.append((place, sql))

    def days(self) -> list[date]:
        """Every day on which something of the stories or of the rows made by hand was first seen."""
        self.connection.execute("set TimeZone = 'UTC'")
        stories = [doc for line in STORIES.read_text().splitlines() for doc in json.loads(line)["doc_ids"]]
        seen = self.connection.execute(
            "select distinct observed_at::date from every.captures where source_id not in ('sample', 'plans') "
            "or list_contains($1, split_part(location, '#', 2)) order by all",
            [stories],
        ).fetchall()
        return [day for (day,) in seen]

    def run(self, day: date) -> None:
        """Build every model from what had been seen by the end of the day."""
        self.connection.execute("set TimeZone = 'UTC'")
        end = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
        for name in self.tables:
            self.connection.execute(f"create or replace table staged.{name} as from every.{name}")
            if name != "review_decisions":
                self.connection.execute(
                    f"delete from staged.{name} where (capture_id, observed_date) not in "
                    "(select (capture_id, observed_date) from every.captures where observed_at < $1)",
                    [end],
                )
        for place, sql in self.models:
            self.connection.execute(f"create or replace table {place} as {sql}")

    def differing(self, day: date) -> dict[str, list[tuple[Any, ...]]]:
        """What the functions and the run disagree on, row by row and column by column."""
        self.connection.execute(f"set TimeZone = '{ELSEWHERE}'")
        self.connection.execute("use published")
        found = {}
        for mart in MARTS:
            self.connection.execute(f"create or replace temp table known as from {mart}_as_of('{day}')")
            columns = self._columns("known")
            assert columns == self._columns(mart), "the function has the columns of the mart"
            run, known = (
                f"select {', '.join(columns)} from warehouse.main.{mart}",
                f"select {', '.join(columns)} from known",
            )
            for one, other in ((run, known), (known, run)):
                rows = self.connection.execute(f"{one} except all {other} limit 3").fetchall()
                found.setdefault(mart, []).extend(rows)
        return {mart: rows for mart, rows in found.items() if rows}

    def _columns(self, table: str) -> dict[str, str]:
        described = self.connection.execute(f"describe {table}").fetchall()
        return {name: kind for name, kind, *_ in described}


@pytest.fixture(scope="module")
def replay(manifest: dict[str, Any], published: Path) -> Replay:
    return Replay(manifest, published)


def test_each_day_is_as_a_run_on_that_day(replay: Replay):
    days = replay.days()
    assert len(days) >= LEAST_DAYS
    differing, rows, hindsight = {}, set(), 0
    for day in [days[0] - timedelta(days=1), *days, days[-1] + timedelta(days=400)]:
        replay.run(day)
        if found := replay.differing(day):
            differing[day] = found
        (count,) = replay.connection.execute("select count(*) from warehouse.main.trial_milestones").fetchone()
        rows.add(count)
        # What a filter on today's rows would have got wrong: the replay must have days where that matters.
        hindsight += replay.connection.execute(
            "select count(*) > 0 from (from warehouse.main.trial_milestones except all "
            f"from published.trial_milestones where (first_observed_at at time zone 'UTC')::date <= '{day}')"
        ).fetchone()[0]
    assert differing == {}
    assert len(rows) > LEAST_DAYS
    assert hindsight > LEAST_DAYS


@pytest.mark.parametrize("day", [date(2024, 9, 1), date(2025, 6, 4)])
def test_a_run_of_dbt_gives_the_same(day: date, replay: Replay, run_dbt: Callable[..., Path], tmp_path: Path):
    replay.run(day)
    for name in replay.tables:
        columns = "observed_date" if name != "review_decisions" else None
        place = tmp_path / name
        if columns is None:
            place.mkdir()
            replay.connection.execute(f"copy staged.{name} to '{place / name}.parquet'")
        else:
            for (pulled,) in replay.connection.execute(f"select distinct {columns} from every.captures").fetchall():
                part = place / f"observed_date={pulled}"
                part.mkdir(parents=True)
                replay.connection.execute(
                    f"copy (select * exclude (observed_date) from staged.{name} where observed_date = '{pulled}') "
                    f"to '{part / 'part.parquet'}'"
                )
    file = run_dbt(tmp_path, *MARTS)
    replay.connection.execute(f"attach '{file}' as of_dbt (read_only)")
    try:
        for mart in MARTS:
            for one, other in (("of_dbt", "warehouse"), ("warehouse", "of_dbt")):
                columns = ", ".join(
                    name for name, *_ in replay.connection.execute(f"describe of_dbt.main.{mart}").fetchall()
                )
                rows = replay.connection.execute(
                    f"select {columns} from {one}.main.{mart} except all select {columns} from {other}.main.{mart}"
                ).fetchall()
                assert rows == []
    finally:
        replay.connection.execute("detach of_dbt")


@pytest.mark.parametrize("mart", MARTS)
def test_after_the_last_day_they_are_the_marts(mart: str, of_corpus: Warehouse):
    today, known = f"from {mart}", f"from {mart}_as_of('9999-12-31')"
    assert of_corpus.execute(f"({today} except all {known}) union all ({known} except all {today})").fetchall() == []


def known(connection: Warehouse, day: str, sponsor: str, columns: str, mart: str = "trial_milestones") -> list[Any]:
    return connection.execute(
        f"select {columns} from {mart}_as_of($1) where sponsor = $2 order by all", [day, sponsor]
    ).fetchall()


@pytest.mark.parametrize(
    ("day", "trial_key"),
    [("2024-02-04", None), ("2024-02-05", "LANTERN"), ("2024-09-09", "LANTERN"), ("2024-09-10", "NCT93330001")],
)
def test_a_study_name_is_tied_to_its_id_only_when_a_text_says_so(
    day: str, trial_key: str | None, connection: Warehouse
):
    keys = known(connection, day, "Ivelstone Bio", "split_part(trial_key, ':', -1)")
    dosed = [key for (key,) in keys if key in ("LANTERN", "NCT93330001")]
    assert set(dosed) == ({trial_key} if trial_key else set())


def test_a_registry_that_came_later_ties_nothing_before(connection: Warehouse):
    before, after = (
        known(connection, day, "Ivelstone Bio", "list(trial_key) filter (milestone_type = 'enrollment_completed')")
        for day in ("2025-05-19", "2025-05-20")
    )
    assert [before[0][0][0].split(":")[1], after] == ["BEACON", [(["NCT93330002"],)]]


@pytest.mark.parametrize(
    ("day", "moves"),
    [
        ("2024-04-01", []),
        ("2024-04-02", [(date(2024, 12, 31), 1, 0)]),
        ("2024-08-15", [(date(2025, 3, 31), 2, 1)]),
        ("2024-11-19", [(date(2025, 3, 31), 2, 1)]),
        ("2024-11-20", [(date(2025, 3, 31), 3, 2)]),
    ],
)
def test_a_release_seen_late_moves_nothing_before(day: str, moves: list[Any], connection: Warehouse):
    columns = "window_end, statement_count, move_count"
    assert known(connection, day, "Jarrowby", columns, "catalyst_calendar") == moves


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        ("2024-05-01", [(date(2024, 9, 30),)]),
        ("2024-06-30", [(date(2024, 9, 30),)]),
        ("2024-07-01", [(date(2024, 12, 31),)]),
        ("2024-09-02", []),
    ],
)
def test_a_page_says_what_it_said_then(day: str, ends: list[Any], connection: Warehouse):
    assert known(connection, day, "Kelmoor", "window_end") == ends


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2024-06-05", ("guidance", 1)),
        ("2024-06-06", ("announced", 2)),
        ("2025-06-03", ("announced", 2)),
        ("2025-06-04", ("announced", 3)),
    ],
)
def test_a_copy_seen_a_year_late_was_not_known(day: str, told: tuple[str, int], connection: Warehouse):
    assert known(connection, day, "Ludworth", "role, release_count") == [told]


@pytest.mark.parametrize(("day", "name"), [("2024-12-02", "Oldbarrow Bio"), ("2024-12-03", "Norbreck Therapeutics")])
def test_a_sponsor_has_the_name_it_had_then(day: str, name: str, connection: Warehouse):
    found = connection.execute(
        "select sponsor from trial_milestones_as_of($1) where sentence = 'The first patient was dosed at Oldbarrow.'",
        [day],
    )
    assert found.fetchall() == [(name,)]


def test_a_decision_holds_for_all_days(connection: Warehouse):
    for day in ("2024-03-12", "2024-04-12", "2026-04-01"):
        assert known(connection, day, "Morwick", "milestone_type, confidence") == [("ind_cleared", 0.2)]


@pytest.mark.parametrize("day", ["date '2024-09-09'", "timestamp '2024-09-09 23:59:00'", "'2024-09-09'"])
def test_a_day_may_be_written_in_any_way(day: str, connection: Warehouse):
    (one,) = connection.execute(f"select count(*) from trial_milestones_as_of({day})").fetchone()
    assert (one,) == connection.execute(
        "select count(*) from trial_milestones_as_of($1)", [date(2024, 9, 9)]
    ).fetchone()
    assert one > LEAST_DAYS


@pytest.mark.parametrize("day", ["1999-12-31", None])
def test_nothing_is_known_before_the_first_sight(day: str | None, connection: Warehouse):
    for mart in MARTS:
        assert connection.execute(f"from {mart}_as_of($1)", [day]).fetchall() == []


def test_a_staging_table_that_is_not_kept_is_named(dbt: Dbt, staging: Path, tmp_path: Path):
    # Patients' numbers are of no milestone, so nobody keeps them.
    done = dbt(
        "compile", "--inline", "{{ as_of('trial_enrolments') }}", staging=staging, build_file=tmp_path / "x.duckdb"
    )
    assert done.returncode != 0
    assert "add sql/models/history/seen_enrolments and name the table in" in done.stdout


def test_every_mart_says_when_it_was_first_seen(of_corpus: Warehouse):
    columns = of_corpus.execute(
        "select table_name, list(column_name) from duckdb_columns() "
        "where not internal and database_name = current_database() and schema_name = 'main' group by all"
    ).fetchall()
    marts = {path.stem for path in (SQL / "models" / "marts").glob("*.sql")}
    assert marts == {name for name, _ in columns}
    assert {name for name, named in columns if "first_observed_at" not in named} == WITHOUT_FIRST_SIGHT
