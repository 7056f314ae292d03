"""The analyses run on the marts as they are, answer, and say what they ask; some answers are known."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sql.conftest import SQL

from orchestration.commands.errors import CommandError
from orchestration.commands.sql import run_query
from orchestration.paths import Home

ANALYSES = sorted((SQL / "analyses").glob("*.sql"))
INDEX = (SQL / "analyses" / "README.md").read_text(encoding="utf-8")
# Nothing like it is in the corpus; rows planted below show what each finds.
FINDS_NOTHING = {
    "decision_dates_ahead",
    "phase_3_oncology_readouts_in_60_days",
    "press_and_registry_apart",
    "trials_with_two_names",
}
TABLES = (
    "catalyst_calendar",
    "guidance_history",
    "products",
    "recent_posts",
    "releases",
    "sponsor_activity",
    "trial_milestones",
    "trials",
)


def answer(name: str, warehouse: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    relation = warehouse.sql((SQL / "analyses" / f"{name}.sql").read_text(encoding="utf-8"))
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


@pytest.fixture
def planted(corpus_file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of some marts that a test may change."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{corpus_file}' as corpus (read_only)")
        for table in TABLES:
            connection.execute(f"create table {table} as from corpus.main.{table}")
        yield connection


def test_there_are_enough():
    assert len(ANALYSES) >= 15


@pytest.mark.parametrize("file", ANALYSES, ids=lambda file: file.stem)
def test_an_analysis_answers(file: Path, of_corpus: duckdb.DuckDBPyConnection):
    assert bool(answer(file.stem, of_corpus)) == (file.stem not in FINDS_NOTHING)


@pytest.mark.parametrize("file", ANALYSES, ids=lambda file: file.stem)
def test_an_analysis_is_plain_sql_and_says_what_it_asks(file: Path):
    text = file.read_text(encoding="utf-8")
    assert "{" not in text, "an analyst pastes it into any DuckDB client"
    head = text[: re.search(r"^(?!--)", text, re.MULTILINE).start()]
    assert re.findall(r"^-- (\w+): \S", head, re.MULTILINE) == ["Question", "Grain", "Units", "Change"]
    assert re.search(r"^-- Grain: one row for each .+\.$", head, re.MULTILINE)
    question = head.partition("\n")[0].removeprefix("-- Question: ")
    assert f"| [{file.stem}]({file.name}) | {question} |" in INDEX


def test_the_index_lists_no_other():
    assert re.findall(r"^\| \[(\w+)\]", INDEX, re.MULTILINE) == [file.stem for file in ANALYSES]


def test_who_slipped_this_quarter(of_corpus: duckdb.DuckDBPyConnection):
    (row,) = answer("who_slipped_this_quarter", of_corpus)
    assert (row["sponsor"], row["slip_days"], row["window_end"]) == (
        "Galbrun Therapeutics, Inc.",
        90,
        date(2027, 3, 31),
    )


def test_time_from_the_first_patient_to_topline(of_corpus: duckdb.DuckDBPyConnection):
    (row,) = answer("first_dosing_to_topline_by_phase", of_corpus)
    days = (date(2026, 3, 24) - date(2024, 2, 6)).days
    assert (row["trial_phase"], row["trial_count"], row["median_least_days"]) == ("2b", 1, days)


def test_financing_after_a_readout(of_corpus: duckdb.DuckDBPyConnection):
    (row,) = answer("financing_after_a_readout", of_corpus)
    assert (row["sponsor"], row["days_between"], row["amount"]) == ("Adipera Metabolic, Inc.", 0, "$150 million")


def test_filing_to_decision(of_corpus: duckdb.DuckDBPyConnection):
    days = {row["intervention"]: row["days_between"] for row in answer("filing_to_decision", of_corpus)}
    assert days["TBV-204"] == (date(2023, 11, 17) - date(2023, 5, 16)).days


@pytest.mark.parametrize(
    "types", ["'approval', 'application_rejected'", "'application_submitted', 'application_accepted'"]
)
def test_what_is_only_recalled_has_no_day_to_count_from(planted: duckdb.DuckDBPyConnection, types: str):
    planted.execute(
        "update trial_milestones set role = 'background', window_start = null, window_end = null "
        f"where milestone_type in ({types})"
    )
    assert answer("filing_to_decision", planted) == []


@pytest.mark.parametrize("milestone_type", ["clinical_hold", "clinical_hold_lifted"])
def test_a_hold_that_is_only_recalled_has_no_length(planted: duckdb.DuckDBPyConnection, milestone_type: str):
    planted.execute(
        "update trial_milestones set role = 'background', window_start = null, window_end = null "
        f"where milestone_type = '{milestone_type}'"
    )
    found = answer("holds_and_their_end", planted)
    assert found
    assert {row["held_days"] for row in found} == {None}


@pytest.mark.parametrize("name", ["filing_to_decision", "holds_and_their_end"])
def test_a_product_is_the_same_under_another_name(planted: duckdb.DuckDBPyConnection, name: str):
    before = answer(name, planted)
    planted.execute(
        "update trial_milestones set intervention = 'Velmora' "
        "where milestone_type in ('approval', 'application_rejected', 'clinical_hold_lifted')"
    )
    after = answer(name, planted)
    assert before
    assert [row | {"intervention": None} for row in after] == [row | {"intervention": None} for row in before]


def test_a_filing_with_another_agency_is_not_what_was_decided(planted: duckdb.DuckDBPyConnection):
    assert answer("filing_to_decision", planted)
    planted.execute(
        "update trial_milestones set agency = if(milestone_type in ('approval', 'application_rejected'), 'EC', 'PMDA')"
    )
    assert answer("filing_to_decision", planted) == []


def test_dropped_in_silence_though_spoken_of_under_another_name(planted: duckdb.DuckDBPyConnection):
    before = answer("guidance_dropped_silently", planted)
    planted.execute(
        "update releases set interventions = list_transform(interventions, lambda name: name || ' tablets')"
    )
    planted.execute("update releases set trial_ids = []")
    assert answer("guidance_dropped_silently", planted) == []
    planted.execute("update products set aliases = list_transform(aliases, lambda name: name || ' tablets')")
    subjects = {row["intervention"] for row in before if row["intervention"] is not None}
    assert {row["intervention"] for row in answer("guidance_dropped_silently", planted)} == subjects > set()


def test_an_item_without_a_day_is_no_news_of_the_week(planted: duckdb.DuckDBPyConnection):
    before = answer("health_news_of_the_last_week", planted)
    planted.execute(
        "insert into recent_posts select * replace (null as told_date, null as published_at, true as is_trial_news, "
        "listed_at + interval 90 day as listed_at, 0 as position) from recent_posts order by position limit 1"
    )
    assert answer("health_news_of_the_last_week", planted) == before != []


def test_what_is_told_twice_and_read_with_doubt_is_not_sure(planted: duckdb.DuckDBPyConnection):
    planted.execute("update trial_milestones set told_count = 2, confidence = 0.5 where milestone_type = 'approval'")
    assert answer("surest_approvals", planted) == []
    planted.execute("update trial_milestones set confidence = 0.85 where milestone_type = 'approval'")
    assert answer("surest_approvals", planted) != []


def test_an_overdue_plan_leaves_room(of_corpus: duckdb.DuckDBPyConnection):
    for row in answer("who_keeps_their_word", of_corpus):
        assert row["met_count"] + row["missed_count"] + row["overdue_count"] == row["plan_count"]
        assert row["most_met_share"] == pytest.approx(1 - row["missed_count"] / row["plan_count"], abs=0.01)


def test_trials_are_shown_by_name(of_corpus: duckdb.DuckDBPyConnection):
    names = {name for row in answer("most_active_sponsors", of_corpus) for name in row["trial_names"] or []}
    assert "MERIDIAN-UC" in names or "NCT90412207" in names
    assert not [name for name in names if ":" in name]


def test_holds_and_their_end(of_corpus: duckdb.DuckDBPyConnection):
    newest = answer("holds_and_their_end", of_corpus)[0]
    assert (newest["intervention"], newest["held_days"]) == ("PLT-61", (date(2024, 3, 22) - date(2024, 1, 24)).days)


def test_designations_by_month(of_corpus: duckdb.DuckDBPyConnection):
    found = [(row["month_start"], row["designation"]) for row in answer("designations_by_month", of_corpus)]
    assert found[:2] == [(date(2023, 12, 1), "rmat"), (date(2023, 5, 1), "priority_review")]


def test_dropped_in_silence_is_overdue_though_the_sponsor_spoke_of_it(of_corpus: duckdb.DuckDBPyConnection):
    dropped, overdue = (answer(name, of_corpus) for name in ("guidance_dropped_silently", "overdue_catalysts"))
    assert 0 < len(dropped) < len(overdue)
    heard = {row["sentence"] for row in overdue if row["is_heard_since"]}
    assert {row["sentence"] for row in dropped} <= heard
    assert all(row["last_spoken_date"] > row["window_end"] > row["last_promised_date"] for row in dropped)


def test_who_keeps_their_word(of_corpus: duckdb.DuckDBPyConnection):
    best = answer("who_keeps_their_word", of_corpus)[0]
    assert (best["sponsor"], best["met_count"], best["plan_count"]) == ("Cardessa Medical", 5, 8)


def plant(connection: duckdb.DuckDBPyConnection, event_id: str, window: str, **fields: str) -> None:
    first, last = window.split("/")
    fields |= {"event_id": event_id, "indication": fields.get("indication", "metastatic breast cancer")}
    values = ", ".join(f"'{value}' as {column}" for column, value in fields.items())
    connection.execute(
        f"insert into catalyst_calendar select * replace ({values}, date '{first}' as window_start, "
        f"date '{last}' as window_end) from catalyst_calendar order by event_id limit 1"
    )


def test_phase_3_oncology_readouts_in_60_days(planted: duckdb.DuckDBPyConnection):
    # The newest day told of is 24 March 2026.
    due = {"milestone_type": "topline_readout", "phase": "3", "sponsor": "found"}
    plant(planted, "p1", "2026-04-01/2026-06-30", **due)
    plant(planted, "p2", "2026-05-23/2026-06-30", **due | {"phase": "2/3", "indication": "Acute Myeloid Leukaemia"})
    plant(planted, "p3", "2026-05-24/2026-06-30", **due | {"sponsor": "day 61"})
    plant(planted, "p4", "2026-01-01/2026-03-23", **due | {"sponsor": "past"})
    plant(planted, "p5", "2026-04-01/2026-06-30", **due | {"sponsor": "phase 2", "phase": "2"})
    plant(planted, "p6", "2026-04-01/2026-06-30", **due | {"sponsor": "no tumour", "indication": "asthma"})
    plant(planted, "p7", "2026-04-01/2026-06-30", **due | {"sponsor": "no data", "milestone_type": "trial_initiated"})
    found = answer("phase_3_oncology_readouts_in_60_days", planted)
    assert [(row["sponsor"], row["phase"]) for row in found] == [("found", "3"), ("found", "2/3")]


def test_decision_dates_ahead(planted: duckdb.DuckDBPyConnection):
    plant(planted, "p1", "2026-04-13/2026-04-13", milestone_type="regulatory_decision_date", sponsor="ahead")
    plant(planted, "p2", "2026-03-23/2026-03-23", milestone_type="regulatory_decision_date", sponsor="past")
    assert [(row["sponsor"], row["days_ahead"]) for row in answer("decision_dates_ahead", planted)] == [("ahead", 20)]


def test_trials_with_two_names(planted: duckdb.DuckDBPyConnection):
    planted.execute("update trials set acronyms = ['Flare 2', 'FLARE-2']")
    planted.execute("update trials set acronyms = ['MERIDIAN', 'ZENITH'] where trial_key = 'NCT90412207'")
    assert [row["trial_key"] for row in answer("trials_with_two_names", planted)] == ["NCT90412207"]


@pytest.fixture
def home(corpus_file: Path, tmp_path: Path) -> Home:
    """A home with that file published."""
    home = Home(tmp_path)
    home.published_file.parent.mkdir(parents=True)
    shutil.copyfile(corpus_file, home.published_file)
    return home


@pytest.mark.parametrize("said", ["who_slipped_most", " who_slipped_most;\n"])
def test_the_command_runs_an_analysis_by_its_name(said: str, home: Home, capsys: pytest.CaptureFixture[str]):
    run_query(home, said, "csv", None)
    assert capsys.readouterr().out.startswith("sponsor,move_count,slip_count,longest_slip_days,milestone_types\n")


def test_a_name_that_is_none_is_told(home: Home):
    with pytest.raises(CommandError, match=r"'zzz' is neither a statement nor an analysis: \.analyses"):
        run_query(home, "zzz", "csv", None)
    with pytest.raises(CommandError, match="nor an analysis: did you mean who_slipped_most"):
        run_query(home, "who_slipped_mots", "csv", None)
