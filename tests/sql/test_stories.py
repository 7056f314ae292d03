"""The stories of the sample corpus, as a person read them: plans that slip, are met, or end with their trial."""

from datetime import date

import duckdb
import pytest

Warehouse = duckdb.DuckDBPyConnection


def history(warehouse: Warehouse, sponsor: str, milestone_type: str) -> list[tuple]:
    return warehouse.execute(
        "select window_end, slip_days, change, outcome from guidance_history "
        "where sponsor like ? and milestone_type = ? order by told_date, window_end",
        [f"{sponsor}%", milestone_type],
    ).fetchall()


@pytest.mark.parametrize(
    ("sponsor", "milestone_type", "told"),
    [
        (
            "Orvanthe",
            "topline_readout",
            [
                (date(2025, 8, 31), None, "first_statement", "missed"),
                (date(2025, 12, 31), 122, "slipped", "missed"),
                (date(2026, 6, 30), 181, "slipped", "met"),
                (date(2027, 4, 30), None, "first_statement", "open"),
            ],
        ),
        (
            "Cardessa",
            "enrollment_completed",
            [(date(2023, 12, 31), None, "first_statement", "met"), (date(2023, 12, 31), 0, "unchanged", "met")],
        ),
        (
            "Halvane",
            "interim_readout",
            [
                (date(2023, 6, 30), None, "first_statement", "met"),
                (date(2023, 6, 30), 0, "narrowed", "met"),
                (date(2024, 6, 30), None, "first_statement", "overdue"),
            ],
        ),
        ("Norvale", "dsmb_review", [(date(2022, 3, 31), None, "first_statement", "missed")]),
        (
            "Tamsberry",
            "regulatory_decision_date",
            [
                (date(2023, 11, 17), None, "first_statement", "met"),
                (date(2025, 2, 6), None, "first_statement", "overdue"),
            ],
        ),
    ],
    ids=["slips twice, then met", "unchanged, met", "narrowed, met, new cycle", "missed by days", "refused on the day"],
)
def test_a_story_is_told_as_it_was(of_corpus: Warehouse, sponsor: str, milestone_type: str, told: list[tuple]):
    assert history(of_corpus, sponsor, milestone_type) == told


def test_nothing_is_awaited_of_an_ended_trial(of_corpus: Warehouse):
    awaited = of_corpus.execute(
        "select milestone_type from catalyst_calendar where sponsor like 'Norvale%' and trial_key = 'NCT90194403' "
        "and told_date < date '2022-04-12'"
    ).fetchall()
    assert awaited == []


def test_every_copy_is_known_and_nothing_else(of_corpus: Warehouse):
    assert of_corpus.execute("select count(*) from releases where is_copy").fetchone() == (8,)


def test_copies_do_not_tell_twice(of_corpus: Warehouse):
    readout = of_corpus.execute(
        "select told_count, release_count, link_reasons from trial_milestones "
        "where sponsor like 'Orvanthe%' and milestone_type = 'topline_readout' and role = 'announced'"
    ).fetchall()
    assert readout == [(4, 5, ["copy", "first_told", "planned_before"])]
