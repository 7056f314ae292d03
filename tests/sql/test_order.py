"""Marts are a pure function of staging rows: their order, and the files they lie in, change nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
from sql.invented_staging import Tables, write_staging
from sql.invented_week import week


def test_order_and_files_change_nothing(
    build: Callable[..., Path], corpus_file: Path, everything: Tables, tmp_path: Path
):
    one, other = corpus_file, build(write_staging(everything, tmp_path / "other", seed=7))
    with duckdb.connect() as compare:
        compare.execute(f"attach '{one}' as one (read_only)")
        compare.execute(f"attach '{other}' as other (read_only)")
        tables = compare.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where database_name = 'one' and schema_name in ('main', 'search')"
        ).fetchall()
        assert len(tables) >= 16
        for schema, table in tables:
            if table in ("coverage", "sources"):
                continue
            differing = compare.execute(
                f"(from one.{schema}.{table} except all from other.{schema}.{table}) "
                f"union all (from other.{schema}.{table} except all from one.{schema}.{table}) limit 3"
            ).fetchall()
            assert differing == [], table
        # Coverage counts by the day of the pull, which is the day of the file: only its sums stay.
        sums = "select source_id, sum(item_count), sum(milestone_count) from {}.main.coverage group by all order by all"
        one_sums = compare.execute(sums.format("one")).fetchall()
        assert one_sums == compare.execute(sums.format("other")).fetchall()
        assert compare.execute("select count(*) from one.main.trial_milestones").fetchone() > (300,)


def test_what_is_pulled_again_tells_nothing_new(build: Callable[..., Path], week_file: Path, tmp_path: Path):
    again = week()
    for rows in again.values():
        for row in rows:
            for column in {"captured_at", "observed_at"} & row.keys():
                row[column] += timedelta(days=30)
    other = build(write_staging(again, write_staging(week(), tmp_path / "twice")))
    unchanged = {
        "trial_milestones": "last_observed_at",
        "guidance_history": "url",
        "catalyst_calendar": "url",
        "sponsor_activity": "last_observed_at",
        "sponsors": "last_observed_at",
        "feed_items": "feed_title",
        "trial_enrolments": "url",
        "milestones_review": "url",
    }
    with duckdb.connect() as compare:
        compare.execute(f"attach '{week_file}' as one (read_only)")
        compare.execute(f"attach '{other}' as other (read_only)")
        for table, but in unchanged.items():
            once, twice = (f"(from {name}.main.{table} select * exclude ({but}))" for name in ("one", "other"))
            assert compare.execute(f"{once} except all {twice}").fetchall() == [], table
            assert compare.execute(f"{twice} except all {once}").fetchall() == [], table
        counts = compare.execute("select sum(capture_count), sum(version_count) from other.main.releases").fetchone()
        assert counts == (5, 5)
