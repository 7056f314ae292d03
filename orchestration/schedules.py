"""The daily run; off until somebody switches it on."""

from datetime import UTC, datetime

import dagster as dg

from orchestration.partitions import due_range_tags
from orchestration.paths import Home
from orchestration.run_records import end_killed_runs

# After the wires' day on the United States' west coast, before Europe's morning.
CRON = "0 5 * * *"


def build_daily_schedule(home: Home, job_name: str) -> dg.ScheduleDefinition:
    """Return the schedule that pulls every source and brings all that follows up to date."""

    @dg.schedule(
        name="daily",
        job_name=job_name,
        cron_schedule=CRON,
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.STOPPED,
        description="Pulls every source, reads what is stale, builds, tests and publishes. Days missed are caught up.",
    )
    def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        end_killed_runs(context.instance)
        # Not the time that it was due at: a tick caught up a day later pulls into the day that it runs on.
        return dg.RunRequest(tags=due_range_tags(home, datetime.now(UTC)))

    return daily
