"""The stories of the sample corpus, as a person read them: plans that slip, are met, or end with their trial."""

from datetime import date

import duckdb
import pytest

Warehouse = duckdb.DuckDBPyConnection


def history(warehouse: Warehouse, sponsor: str, milestone_type: str) -> list[tuple]:
    return warehouse.execute(
        "select coalesce(window_end, happened_until), slip_days, change from guidance_history "
        "where sponsor like ? and milestone_type = ? order by coalesce(told_date, current_date), event_id, step_number",
        [f"{sponsor}%", milestone_type],
    ).fetchall()


@pytest.mark.parametrize(
    ("sponsor", "milestone_type", "told"),
    [
        (
            "Orvanthe",
            "topline_readout",
            [
                (date(2025, 8, 31), None, "first_statement"),
                (date(2025, 12, 31), 122, "slipped"),
                (date(2026, 6, 30), 181, "slipped"),
                (date(2026, 3, 24), None, "met"),
                (date(2027, 4, 30), None, "first_statement"),
            ],
        ),
        (
            "Cardessa",
            "enrollment_completed",
            [
                (date(2023, 12, 31), None, "first_statement"),
                (date(2023, 12, 31), 0, "unchanged"),
                (date(2023, 2, 22), None, "met_early"),
            ],
        ),
        (
            "Halvane",
            "interim_readout",
            [
                (date(2023, 6, 30), None, "first_statement"),
                (date(2023, 6, 30), 0, "narrowed"),
                (date(2023, 6, 14), None, "met"),
                (date(2024, 6, 30), None, "first_statement"),
                (None, None, "overdue"),
            ],
        ),
        (
            "Norvale",
            "dsmb_review",
            [(date(2022, 3, 31), None, "first_statement"), (date(2022, 4, 8), None, "missed")],
        ),
        (
            "Norvale",
            "topline_readout",
            [
                (date(2021, 3, 31), None, "first_statement"),
                (date(2021, 12, 31), 275, "slipped"),
                (date(2022, 6, 30), 181, "slipped"),
                (None, None, "void"),
            ],
        ),
        (
            "Tamsberry",
            "regulatory_decision_date",
            [
                (date(2023, 11, 17), None, "first_statement"),
                (date(2023, 11, 17), None, "met"),
                (date(2025, 2, 6), 447, "new_cycle"),
                (None, None, "overdue"),
            ],
        ),
    ],
    ids=[
        "slips twice, then met",
        "unchanged, met early",
        "narrowed, met, another readout",
        "missed by days",
        "slips twice, then void",
        "refused on the day, new cycle",
    ],
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
    assert of_corpus.execute("select count(*) from releases where is_copy and source_id = 'sample'").fetchone() == (8,)


def test_copies_do_not_tell_twice(of_corpus: Warehouse):
    readout = of_corpus.execute(
        "select told_count, release_count, link_reasons from trial_milestones "
        "where sponsor like 'Orvanthe%' and milestone_type = 'topline_readout' and role = 'announced'"
    ).fetchall()
    assert readout == [(4, 5, ["copy", "first_told", "planned_before"])]
