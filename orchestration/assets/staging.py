"""Staging: every table of the contract, by observed day. What a payload becomes belongs to transforms."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from orchestration.feeds.filters import known_source_ids
from orchestration.partitions import FIRST_DAY, OBSERVED_DAYS, run_created_at
from orchestration.paths import FEEDS_FILE, REVIEW_FILE, Home
from orchestration.resources import HomeResource
from orchestration.staging_state import raw_days, staged_counts, staged_days, stale_days
from orchestration.staging_writer import refresh_partition
from transforms.feeds import read_feeds
from transforms.review import read_decisions
from transforms.tables import STAGING_TABLES


def build_staging_asset(raw_keys: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """Return the one asset that writes all staging tables, downstream of every source."""

    @dg.multi_asset(
        name="staging",
        specs=[
            dg.AssetSpec(
                ["staging", table],
                deps=raw_keys,
                group_name="staging",
                description=(schema.__doc__ or "").strip(),
                kinds={"parquet", "polars"},
                metadata={
                    "dagster/column_schema": dg.TableSchema(
                        [
                            dg.TableColumn(name, str(column.dtype), description=column.description)
                            for name, column in schema.columns().items()
                        ]
                    )
                },
            )
            for table, schema in STAGING_TABLES.items()
        ],
        partitions_def=OBSERVED_DAYS,
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def staging(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[dg.MaterializeResult[Any]]:
        rows: Counter[str] = Counter()
        reasons: Counter[str] = Counter()
        written: list[str] = []
        unchanged: list[str] = []
        for day in days_to_read(context, home.paths):
            context.log.info(f"reading {day}")
            state, is_new = refresh_partition(
                home.paths, day, on_progress=lambda done, total: context.log.info(f"{done} of {total} captures read")
            )
            (written if is_new else unchanged).append(day.isoformat())
            rows.update(state.row_counts)
            reasons.update(state.reject_counts)
        context.log.info(f"{rows['captures']} captures; days read: {len(written)}, unchanged: {len(unchanged)}")
        if rows["rejects"]:
            listed = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
            context.log.warning(f"{rows['rejects']} rejects: {listed}")
        staged_rows, _ = staged_counts(home.paths)
        for table in STAGING_TABLES:
            metadata: dict[str, Any] = {
                "dagster/row_count": staged_rows[table],
                "rows_read": rows[table],
                "days_written": written,
                "days_unchanged": unchanged,
            }
            if table == "rejects":
                metadata["reasons"] = dict(reasons.most_common())
            yield dg.MaterializeResult(asset_key=["staging", table], metadata=metadata)

    return staging


def days_to_read(context: dg.AssetExecutionContext, home: Home) -> list[date]:
    """Return the days of this run that have something to read.

    A run without partitions takes every stale day. One with a range takes that, and besides what is stale and would
    wait for nobody: the day of its own pull (midnight may lie between the request of a run and its start, and a run
    that is executed again keeps its old range), days never read, without which nothing is published, and days that are
    no partition (a clock was set back; raw from before the first one). Where raw is empty, one day gets empty tables:
    the marts need files.
    """
    captured, staged = set(raw_days(home)), set(staged_days(home))
    stale = set(stale_days(home))
    if context.has_partition_key_range or context.has_partition_key:
        today = run_created_at(context).date()
        asked = {date.fromisoformat(key) for key in context.partition_keys}
        asked |= {day for day in stale if day not in staged or not FIRST_DAY <= day < today}
    else:
        asked = stale
    there = captured | staged
    if not there:
        return [max(asked, default=datetime.now(UTC).date())]
    return sorted(asked & there)


@dg.asset(key=["staging", "feeds"], group_name="staging", kinds={"parquet"}, metadata={"file": str(FEEDS_FILE)})
def feeds(home: HomeResource) -> dg.MaterializeResult[Any]:
    """The filtered feeds of data/feeds.toml, as a table for the marts."""
    return _write_whole(read_feeds(FEEDS_FILE, known_source_ids(home.paths)), home.paths.feeds_file)


@dg.asset(
    key=["staging", "review_decisions"], group_name="staging", kinds={"parquet"}, metadata={"file": str(REVIEW_FILE)}
)
def review_decisions(home: HomeResource) -> dg.MaterializeResult[Any]:
    """What people decided of statements in data/reference/review_decisions.csv, as a table for the marts."""
    return _write_whole(read_decisions(REVIEW_FILE), home.paths.review_file)


def _write_whole(frame: pl.DataFrame, path: Path) -> dg.MaterializeResult[Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.tmp")
    frame.write_parquet(temp)
    temp.replace(path)
    return dg.MaterializeResult(metadata={"dagster/row_count": frame.height})
