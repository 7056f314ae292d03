"""A person's word in the marts: what was accepted is told, what was refused is not, and no word is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from sql.invented_staging import Tables, decision, write_staging
from sql.invented_week import week


@pytest.fixture(scope="module")
def judged(build: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The invented week, where a person refused the first dose, accepted the launch, and judged two things now gone."""
    tables: Tables = week()
    dosed, _copied = (row for row in tables["milestones"] if row["milestone_type"] == "first_patient_dosed")
    launch = tables["milestones"][-1]
    tables["review_decisions"] = [
        decision(dosed, "refuse"),
        decision(launch, "accept"),
        decision(dosed | {"milestone_id": "1" * 16}, "accept"),
        decision(dosed | {"milestone_id": "2" * 16, "release_id": "3" * 16}, "refuse"),
    ]
    file = build(write_staging(tables, tmp_path_factory.mktemp("judged")))
    with duckdb.connect(file, read_only=True) as connection:
        yield connection


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return connection.execute(query).fetchall()


def test_what_was_accepted_is_told_and_what_was_refused_is_not(judged):
    told = rows(judged, "select milestone_type, confidence from trial_milestones order by milestone_type")
    assert told == [("commercial_launch", 0.2), ("topline_readout", 0.9)]
    by_type = "select announced_by_type from sponsor_activity"
    assert rows(judged, by_type) == [({},)]
    listed = "select distinct unnest(milestone_types) from recent_posts"
    assert rows(judged, listed) == [("commercial_launch",)]


def test_both_stay_visible_with_the_word_that_was_said_and_so_do_copies(judged):
    found = rows(
        judged,
        "select milestone_type, confidence, decision, decision_reason, decided_by, "
        "decided_milestone_id = milestone_id from milestones_review order by all",
    )
    why = ("Read beside its sentence.", "ann")
    assert found == [
        ("commercial_launch", 0.2, "accept", *why, True),
        ("first_patient_dosed", 0.9, "refuse", *why, False),
        ("first_patient_dosed", 0.9, "refuse", *why, True),
    ]


def test_a_word_on_what_is_stated_no_more_is_shown(judged):
    found = rows(judged, "select milestone_id, status, release_title from review_decisions where status != 'applied'")
    assert sorted(found, key=str) == [
        ("1" * 16, "statement_gone", "Galbrun Doses First Patient"),
        ("2" * 16, "release_not_here", None),
    ]
    assert rows(judged, "select count(*) from review_decisions where status = 'applied'") == [(2,)]
