"""A sponsor's week shows what was told by its end: what is told later changes nothing of it."""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from sql.conftest import Dbt
from sql.invented_staging import Tables, write_staging

# Mondays of weeks in which the corpus has plans that stand, and outcomes already told.
MONDAYS = [date(2024, 11, 11), date(2025, 9, 8)]
WITHOUT_HINDSIGHT = """
    select
        sponsor_id, week_start, release_count, announced_by_type, guidance_by_type, background_by_type, financing_count,
        next_catalyst_type, next_catalyst_window_start, next_catalyst_window_end, ended_plan_count, on_time_count
    from {}.main.sponsor_activity
    where week_start <= $monday
"""


def told_until(tables: Tables, last: date) -> Tables:
    """The tables without the releases told after `last`, and without what they state."""
    kept = {
        (row["release_id"], row["capture_id"])
        for row in tables["releases"]
        if (row["dateline_date"] or (row["published_at"] or row["observed_at"]).date()) <= last
    }
    return {
        name: [row for row in rows if "release_id" not in row or (row["release_id"], row.get("capture_id")) in kept]
        for name, rows in tables.items()
    }


@pytest.mark.parametrize("monday", MONDAYS, ids=str)
def test_a_week_knows_nothing_of_later_weeks(
    monday: date, dbt: Dbt, corpus_file: Path, everything: Tables, tmp_path: Path
):
    then_file = tmp_path / "warehouse.duckdb"
    staging = write_staging(told_until(everything, monday + timedelta(days=6)), tmp_path / "staging")
    kinds = ("--resource-type", "model", "--resource-type", "seed")
    done = dbt("build", "--select", "+sponsor_activity", *kinds, staging=staging, build_file=then_file)
    assert done.returncode == 0, done.stdout[-3000:]
    with duckdb.connect() as compare:
        compare.execute(f"attach '{corpus_file}' as now (read_only)")
        compare.execute(f"attach '{then_file}' as known_then (read_only)")
        known, now = (WITHOUT_HINDSIGHT.format(name) for name in ("known_then", "now"))
        given = {"monday": monday}
        assert compare.execute(f"({known}) except all ({now})", given).fetchall() == []
        assert compare.execute(f"({now}) except all ({known})", given).fetchall() == []
        counted = compare.execute(
            f"select count(*), count(next_catalyst_type), sum(ended_plan_count) from ({known})", given
        ).fetchone()
        assert counted is not None
        assert min(counted) > 0


def test_a_story_week_by_week(of_corpus: duckdb.DuckDBPyConnection):
    weeks = of_corpus.execute(
        "select week_start, next_catalyst_type, next_catalyst_window_end, ended_plan_count, on_time_count "
        "from sponsor_activity where sponsor = 'Orvanthe Therapeutics, Inc.' order by week_start"
    ).fetchall()
    assert weeks == [
        (date(2024, 2, 5), "topline_readout", date(2025, 8, 31), 0, 0),
        (date(2024, 11, 11), "ind_submitted", date(2024, 12, 31), 0, 0),
        (date(2025, 9, 8), "trial_completed", date(2025, 12, 31), 0, 0),
        (date(2026, 3, 23), "regulatory_feedback", date(2026, 9, 30), 1, 1),
    ]


def test_every_type_is_in_its_map(of_corpus: duckdb.DuckDBPyConnection, everything: Tables):
    (row,) = of_corpus.execute(
        """
        select
            bool_and(first_patient_count <= announced_count),
            sum(financing_count) = sum(coalesce(announced_by_type['financing'], 0)),
            sum(readout_count) = sum(
                coalesce(announced_by_type['interim_readout'], 0) + coalesce(announced_by_type['topline_readout'], 0)
            ),
            bool_and(background_count = coalesce(list_sum(map_values(background_by_type)), 0)),
            sum(len(financing_amounts)) > 0,
            bool_and(on_time_count <= ended_plan_count and (on_time_share is null) = (ended_plan_count = 0))
        from sponsor_activity
        """
    ).fetchall()
    assert row == (True,) * 6
