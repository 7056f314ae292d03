"""Checks of staging, each of which stops the marts and the publication: the contract of each table, and conservation.

Truth across rows of the marts belongs to dbt's tests, the code to pytest.
"""

from datetime import date
from pathlib import Path
from typing import Any

import dagster as dg
import dataframely as dy
import polars as pl

from orchestration.files import read_json, write_json
from orchestration.paths import Home
from orchestration.resources import HomeResource
from orchestration.staging_batches import reading
from orchestration.staging_state import raw_days, read_state, reader_fingerprint, staged_days
from transforms.tables import STAGING_TABLES

SHOWN = 5


def build_checks() -> list[dg.AssetChecksDefinition]:
    """Return the contract check of every staging table, and the conservation check."""
    return [*(_contract_check(table, schema) for table, schema in STAGING_TABLES.items()), conservation]


def _contract_check(table: str, schema: type[dy.Schema]) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=["staging", table],
        name="keeps_its_contract",
        blocking=True,
        description="Types, keys and rules of the table's schema hold for the rows on the disk.",
    )
    def check(home: HomeResource) -> dg.AssetCheckResult:
        broken = broken_parts(home.paths, table, schema)
        return dg.AssetCheckResult(passed=not broken, metadata={"broken": broken, "days": len(staged_days(home.paths))})

    return check


def broken_parts(home: Home, table: str, schema: type[dy.Schema]) -> dict[str, str]:
    """Hold every part of a table against its contract; returns what is wrong, by day.

    A part that passed, and is the same file still, is not read again.
    """
    memory = home.staging_state / "checked" / f"{table}.json"
    passed_before = read_json(memory) or {}
    passed: dict[str, str] = {}
    broken: dict[str, str] = {}
    for day in staged_days(home):
        part = home.staging_part(table, day)
        stat = part.stat()
        identity = f"{stat.st_size}-{stat.st_mtime_ns}-{reader_fingerprint()}"
        fault = None if passed_before.get(day.isoformat()) == identity else _fault(part, schema)
        if fault is None:
            passed[day.isoformat()] = identity
        else:
            broken[day.isoformat()] = fault
    write_json(memory, passed)
    return broken


def _fault(part: Path, schema: type[dy.Schema]) -> str | None:
    try:
        frame = pl.read_parquet(part, hive_partitioning=False)
        if missing := sorted(set(schema.column_names()) - set(frame.columns)):
            return f"lacks the columns {', '.join(missing)}"
        _, failure = schema.filter(frame)
    except (pl.exceptions.PolarsError, dy.exc.SchemaError, OSError) as error:
        return f"{type(error).__name__}: {error}"[:500]
    return f"rows that break a rule: {failure.counts()}" if len(failure) else None


@dg.asset_check(
    asset=["staging", "captures"],
    additional_deps=[["staging", table] for table in STAGING_TABLES if table != "captures"],
    name="nothing_is_lost",
    blocking=True,
    description="Every raw capture was read; its items are releases, posts, studies or rejects, and none is left over.",
)
def conservation(home: HomeResource) -> dg.AssetCheckResult:
    """Count captures and their items from raw to staging."""
    faults = lost_or_invented(home.paths)
    return dg.AssetCheckResult(passed=not any(faults.values()), metadata=faults)


def lost_or_invented(home: Home) -> dict[str, list[Any]]:
    """Return captures that were not read, captures without raw, and captures whose items do not add up.

    Only raw parts that a partition was made from are held against it: later ones wait for the next run.
    """
    unread: list[str] = []
    invented: list[str] = []
    uneven: list[Any] = []
    for day in staged_days(home):
        captured = _captured(home, day)
        log = _ids(home, "captures", day, "item_count").unique("capture_id")
        unread += captured.join(log, on="capture_id", how="anti")["capture_id"].to_list()
        invented += log.join(captured, on="capture_id", how="anti")["capture_id"].to_list()
        items = pl.concat(
            [
                *(_ids(home, table, day) for table in ("releases", "posts", "studies")),
                _ids(home, "rejects", day, "unit").filter(pl.col("unit") == "item").select("capture_id"),
            ]
        )
        found = items.group_by("capture_id").agg(pl.len().alias("found"))
        added_up = log.join(found, on="capture_id", how="full", coalesce=True).fill_null(0)
        uneven += added_up.filter(pl.col("item_count") != pl.col("found")).sort("capture_id").rows(named=True)
    return {
        "unread_captures": sorted(unread)[:SHOWN],
        "captures_without_raw": sorted(invented)[:SHOWN],
        "uneven_captures": uneven[:SHOWN],
        "days_never_read": [day.isoformat() for day in raw_days(home) if read_state(home, day) is None],
    }


def _captured(home: Home, day: date) -> pl.DataFrame:
    state = read_state(home, day)
    parts = [home.raw / part for part in (state.raw_parts if state else [])]
    frames = []
    for part in parts:
        if part.exists():
            with reading(part):
                frames.append(pl.read_parquet(part, columns=["capture_id"], hive_partitioning=False))
    return pl.concat(frames).unique() if frames else pl.DataFrame(schema={"capture_id": pl.String})


def _ids(home: Home, table: str, day: date, *more: str) -> pl.DataFrame:
    return pl.read_parquet(home.staging_part(table, day), columns=["capture_id", *more], hive_partitioning=False)
