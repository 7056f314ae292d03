"""An event is its company's, whoever's release tells it: in every mart, and as of every day."""

from collections.abc import Iterator

import duckdb
import pytest
from sql.conftest import _connection
from sql.invented_digest import DONE, DUE, digest
from sql.invented_staging import write_staging

Warehouse = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def warehouse(build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    yield from _connection(build(write_staging(digest(), tmp_path_factory.mktemp("digest"))))


def test_what_others_tell_joins_the_companys_own_event(warehouse: Warehouse):
    asked = "select sponsor, told_count, event_sponsor from trial_milestones where intervention = 'GB-7'"
    assert warehouse.execute(asked).fetchall() == [("Galbrun Bio, Inc.", 2, None)]


def test_who_issues_nothing_is_a_sponsor_of_its_own(warehouse: Warehouse):
    asked = "select sponsor_id, release_count, first_told_date from sponsors where name = 'Tarn Medical Corp.'"
    [(sponsor_id, release_count, first_told)] = warehouse.execute(asked).fetchall()
    assert (release_count, first_told) == (0, None)
    said = "select sentence, event_sponsor, event_sponsor_reason from {} where sponsor_id = ? order by 1"
    done, due = (DONE, "Tarn Medical Corp.", "subject"), (DUE, "Tarn Medical Corp.", "paragraph")
    assert warehouse.execute(said.format("trial_milestones"), [sponsor_id]).fetchall() == [done, due]
    assert warehouse.execute(said.format("guidance_history"), [sponsor_id]).fetchall() == [due]
    assert warehouse.execute(said.format("catalyst_calendar"), [sponsor_id]).fetchall() == [due]
    asked = "select name, reason from sponsor_names where sponsor_id = ?"
    assert warehouse.execute(asked, [sponsor_id]).fetchall() == [("Tarn Medical Corp.", "name")]


def test_a_week_counts_events_by_company_and_releases_by_issuer(warehouse: Warehouse):
    asked = """
        select sponsor, release_count, announced_count, guidance_count, background_count, products
        from sponsor_activity where week_start = '2026-03-09' order by 1
    """
    assert warehouse.execute(asked).fetchall() == [
        ("Galbrun Bio, Inc.", 0, 0, 0, 1, ["GB-7"]),
        ("Norvane Therapeutics", 1, 0, 0, 1, ["NV-12"]),
        ("Tarn Medical Corp.", 0, 0, 1, 1, ["TM-1"]),
    ]


def test_products_and_trials_are_the_companys(warehouse: Warehouse):
    asked = "select name, sponsor from products order by 1"
    assert warehouse.execute(asked).fetchall() == [
        ("GB-7", "Galbrun Bio, Inc."),
        ("NV-12", "Norvane Therapeutics"),
        ("TM-1", "Tarn Medical Corp."),
    ]
    asked = "select acronyms[1], sponsor from trials order by 1"
    assert warehouse.execute(asked).fetchall() == [("NVORA", "Norvane Therapeutics"), ("TIDE-1", "Tarn Medical Corp.")]


def test_as_of_a_day_it_is_not_known_whom_a_later_digest_tells_of(warehouse: Warehouse):
    asked = "select sponsor, intervention from trial_milestones_as_of('{}') order by 1, 2"
    assert warehouse.execute(asked.format("2026-03-09")).fetchall() == [("Galbrun Bio, Inc.", "GB-7")]
    assert warehouse.execute(asked.format("2026-03-10")).fetchall() == [
        ("Galbrun Bio, Inc.", "GB-7"),
        ("Norvane Therapeutics", "NV-12"),
        ("Tarn Medical Corp.", "TM-1"),
        ("Tarn Medical Corp.", "TM-1"),
    ]
