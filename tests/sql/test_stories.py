"""The stories of the sample corpus, as a person read them: plans that slip, are met, or end with their trial.

Each is held row by row, also when its releases arrive in another order, twice, or a year late.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sql.invented_staging import Tables, write_staging
from sql.invented_stories import STORIES, differences, stories, stories_as_read, told_by_people

Warehouse = duckdb.DuckDBPyConnection
Build = Callable[[Tables], Path]
# What may not differ when the same is told at another time: all but when it was seen.
TOLD = "from guidance_history select * exclude (first_observed_at) where change != 'overdue' order by all"
# Which of two copies speaks is a matter of which was seen first.
TOLD_BY_ANY = """
from guidance_history
select * exclude (event_id, milestone_id, release_id, url, sentence, span_start, span_end, first_observed_at)
where change != 'overdue'
order by all
"""


@pytest.fixture(scope="module")
def built(dbt: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Build the plans alone, without the tests that other builds run."""

    def run(tables: Tables) -> Path:
        folder = tmp_path_factory.mktemp("stories")
        build_file = folder / "warehouse.duckdb"
        narrowed = ["--select", "+guidance_history", "--exclude-resource-type", "test", "unit_test"]
        done = dbt("build", *narrowed, staging=write_staging(tables, folder / "staging"), build_file=build_file)
        assert done.returncode == 0, done.stdout[-6000:]
        return build_file

    return run


@pytest.fixture(scope="module")
def of_stories(built: Build) -> Path:
    """The plans of the stories, each release seen on the day it was published."""
    return built(stories()[0])


def ask(file: Path, query: str) -> list[tuple]:
    with duckdb.connect(file, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return connection.execute(query).fetchall()


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_told_as_it_was(of_stories: Path, story: str):
    with duckdb.connect(of_stories, read_only=True) as warehouse:
        assert differences(warehouse, story, stories()[1]) == {"missing": [], "beyond": []}


@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_told_so_among_all_others(of_corpus: Warehouse, story: str):
    assert differences(of_corpus, story, stories()[1]) == {"missing": [], "beyond": []}


def test_nearly_all_is_told_of_what_the_parser_reads(built: Build):
    """Of 57: a time in another sentence, `late March` against the guide, one in doubt."""
    tables, doc_of = stories_as_read()
    with duckdb.connect(built(tables), read_only=True) as warehouse:
        found = {story: differences(warehouse, story, doc_of)["missing"] for story in STORIES}
    assert sum(len(missing) for missing in found.values()) <= 3, found


def test_the_stories_have_all_their_rows():
    assert sum(len(told_by_people(story)) for story in STORIES) == 57


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_arrival_changes_nothing(built: Build, of_stories: Path, seed: int):
    tables = stories()[0]
    days = {row["capture_id"]: row["observed_at"] for row in tables["captures"]}
    shuffled = list(days.values())
    random.Random(seed).shuffle(shuffled)  # noqa: S311  # an order, not a secret
    seen = dict(zip(days, shuffled, strict=True))
    for rows in tables.values():
        for row in rows:
            if "observed_at" in row:
                row["observed_at"] = seen[row["capture_id"]]
    file = built(tables)
    assert ask(file, TOLD_BY_ANY) == ask(of_stories, TOLD_BY_ANY)
    with duckdb.connect(file, read_only=True) as warehouse:
        for story in STORIES:
            assert differences(warehouse, story, stories()[1]) == {"missing": [], "beyond": []}


def test_what_arrives_twice_is_told_once(built: Build, of_stories: Path):
    tables, again = stories()[0], stories()[0]
    for name in again:
        for row in again[name]:
            for column in {"captured_at", "observed_at"} & row.keys():
                row[column] += timedelta(days=30)
            if "capture_id" in row:
                row["capture_id"] = f"{int(row['capture_id'], 16) ^ 1:016x}"
    twice = {name: rows if name == "feeds" else rows + again[name] for name, rows in tables.items()}
    assert ask(built(twice), TOLD) == ask(of_stories, TOLD)


def test_a_year_late_the_same_is_told_and_known_later(built: Build, of_stories: Path):
    tables = stories()[0]
    for rows in tables.values():
        for row in rows:
            for column in {"captured_at", "observed_at"} & row.keys():
                row[column] += timedelta(days=365)
    late = built(tables)
    assert ask(late, TOLD) == ask(of_stories, TOLD)
    seen = "from guidance_history select first_observed_at where change != 'overdue' order by event_id, step_number"
    assert [day - timedelta(days=365) for (day,) in ask(late, seen)] == [day for (day,) in ask(of_stories, seen)]


def test_what_was_taken_back_has_no_window(of_corpus: Warehouse):
    [(status, window_end, first_window_end, sentence)] = of_corpus.execute(
        "select status, window_end, first_window_end, sentence from catalyst_calendar "
        "where sponsor like 'Cinderhill%' and milestone_type = 'trial_initiated' and intervention = 'CHB-5'"
    ).fetchall()
    assert (status, window_end, str(first_window_end)) == ("withdrawn", None, "2023-12-31")
    assert sentence.startswith("Cinderhill suspends its guidance")
    told = of_corpus.execute(
        "select is_withdrawn, window_start, window_end, window_precision, sentence from trial_milestones "
        "where sponsor like 'Cinderhill%' and milestone_type = 'trial_initiated' and intervention = 'CHB-5'"
    ).fetchall()
    assert told == [(True, None, None, None, sentence)]


def test_the_calendar_knows_how_well_a_sponsor_kept_its_word(of_corpus: Warehouse):
    found = of_corpus.execute(
        "select distinct sponsor_ended_plan_count, sponsor_on_time_count, sponsor_on_time_share "
        "from catalyst_calendar where sponsor like 'Quillmere%'"
    ).fetchall()
    assert found == [(3, 2, 2 / 3)]


def test_nothing_is_awaited_of_an_ended_trial(of_corpus: Warehouse):
    awaited = of_corpus.execute(
        "select milestone_type from catalyst_calendar where sponsor like 'Norvale%' and trial_key = 'NCT90194403' "
        "and told_date < date '2022-04-12'"
    ).fetchall()
    assert awaited == []


def test_every_copy_is_known_and_nothing_else(of_corpus: Warehouse):
    assert of_corpus.execute("select count(*) from releases where is_copy and source_id = 'sample'").fetchone() == (8,)


def test_copies_do_not_tell_twice(of_corpus: Warehouse):
    readout = of_corpus.execute(
        "select told_count, release_count, link_reasons from trial_milestones "
        "where sponsor like 'Orvanthe%' and milestone_type = 'topline_readout' and role = 'announced'"
    ).fetchall()
    assert readout == [(4, 5, ["copy", "first_told", "planned_before"])]
