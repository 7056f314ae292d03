"""The one partitioning, a day of observation, UTC: which days a run covers, and which one its pulls go to."""

from datetime import UTC, date, datetime

import dagster as dg

from orchestration.paths import Home
from orchestration.staging_state import stale_days

FIRST_DAY = date(2026, 1, 1)
# The offset lets today be a partition: captures of this very day are read in the run that takes them.
OBSERVED_DAYS = dg.DailyPartitionsDefinition(start_date=FIRST_DAY.isoformat(), timezone="UTC", end_offset=1)

RANGE_START_TAG = "dagster/asset_partition_range_start"
RANGE_END_TAG = "dagster/asset_partition_range_end"


def due_range_tags(home: Home, now: datetime) -> dict[str, str]:
    """Return the run tags that make a run cover every stale day and today, which its own pull will add to."""
    today = now.astimezone(UTC).date()
    days = [day for day in stale_days(home) if FIRST_DAY <= day <= today]
    return {RANGE_START_TAG: min([*days, today]).isoformat(), RANGE_END_TAG: today.isoformat()}


def run_created_at(context: dg.AssetExecutionContext) -> datetime:
    """Return when the run was made, UTC: its day is that of all its pulls, also of those after midnight."""
    record = context.instance.get_run_record_by_id(context.run.run_id)
    return record.create_timestamp.astimezone(UTC) if record else datetime.now(UTC)
