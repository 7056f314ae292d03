"""What must become of the invented plans."""

from datetime import date

import duckdb

Warehouse = duckdb.DuckDBPyConnection


def steps(warehouse: Warehouse, sponsor: str) -> list[tuple]:
    return warehouse.execute(
        "select milestone_type, change, window_end, slip_days from guidance_history where sponsor = ? order by all",
        [sponsor],
    ).fetchall()


def test_a_sentence_left_standing_moves_nothing(of_corpus: Warehouse):
    october = date(2024, 10, 31)
    assert steps(of_corpus, "Ardmoor Bio") == [
        ("application_submitted", "first_statement", october, None),
        ("application_submitted", "overdue", None, None),
        ("application_submitted", "unchanged", october, 0),
    ]


def test_soon_takes_no_window_back(of_corpus: Warehouse):
    assert steps(of_corpus, "Brennick") == [("topline_readout", "first_statement", date(2026, 12, 31), None)]
    [(status, window_end, sentence)] = of_corpus.execute(
        "select status, window_end, sentence from catalyst_calendar where sponsor = 'Brennick'"
    ).fetchall()
    assert (status, window_end) == ("due", date(2026, 12, 31))
    assert "second half of 2026" in sentence


def test_an_ended_trial_voids_what_was_planned_before(of_corpus: Warehouse):
    assert steps(of_corpus, "Corvale") == [
        ("topline_readout", "first_statement", date(2026, 12, 31), None),
        ("topline_readout", "void", None, None),
        ("trial_completed", "first_statement", date(2026, 12, 31), None),
    ]
    awaited = of_corpus.execute("select milestone_type from catalyst_calendar where sponsor = 'Corvale'").fetchall()
    assert awaited == [("trial_completed",)]


def test_a_plan_without_an_end_is_not_overdue_by_a_number(of_corpus: Warehouse):
    numbers = of_corpus.execute("select distinct overdue_days from catalyst_calendar where window_end is null")
    assert numbers.fetchall() == [(None,)]


def test_overdue_counts_to_the_newest_day_told(of_corpus: Warehouse):
    (newest,) = of_corpus.execute("select max(told_date) from releases").fetchone()
    assert of_corpus.execute("select distinct as_of_date from catalyst_calendar").fetchall() == [(newest,)]
    [(days, heard)] = of_corpus.execute(
        "select overdue_days, sponsor_last_told_date from catalyst_calendar where sponsor = 'Ardmoor Bio'"
    ).fetchall()
    assert days == (newest - date(2024, 10, 31)).days
    assert heard == date(2025, 3, 3)


def test_two_listings_join_a_short_name_to_the_long_one(of_corpus: Warehouse):
    found = of_corpus.execute(
        "select name, aliases, tickers, sponsor_reasons from sponsors where list_contains(aliases, 'Dunmarrow')"
    ).fetchall()
    listings = ["NYSE:DNM", "TSX:DNM"]
    reasons = ["name", "ticker_and_name_start"]
    assert found == [("Dunmarrow", ["Dunmarrow", "Dunmarrow Holdings"], listings, reasons)]


def test_a_ticker_is_of_the_sponsor_that_names_it_most(of_corpus: Warehouse):
    assert of_corpus.execute("select tickers from sponsors where name = 'Parish of Eskwater'").fetchall() == [([],)]


def test_a_sentence_said_again_by_its_sponsor_tells_no_second_event(of_corpus: Warehouse):
    found = of_corpus.execute(
        "select sponsor, told_date, told_count from trial_milestones where sponsor in ('Elmstead', 'Fenwold') "
        "order by all"
    ).fetchall()
    assert found == [("Elmstead", date(2026, 1, 11), 2), ("Fenwold", date(2026, 3, 12), 1)]
