"""The drop folder: what somebody puts into `inbox/` is in the warehouse a minute later; off until switched on.

New raw parts start nothing: only runs write raw, and the same run reads what it wrote.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from orchestration.partitions import due_range_tags
from orchestration.paths import Home
from orchestration.run_records import end_killed_runs

INTERVAL_S = 60
# A file that changed this recently may still be on its way in.
SETTLED_S = 10
# A run that failed (a full disk, another run that held the lock for long) is asked for again so often.
MOST_TRIES = 3
RUN_KEY_TAG = "dagster/run_key"


def build_inbox_sensor(home: Home, job_name: str) -> dg.SensorDefinition:
    """Return the sensor that runs the job when the inbox holds something new."""

    @dg.sensor(
        name="inbox",
        job_name=job_name,
        minimum_interval_seconds=INTERVAL_S,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description=f"Starts a run when files are put into {home.inbox} or changed there.",
    )
    def inbox(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        end_killed_runs(context.instance)
        now = datetime.now(UTC)
        listing = inbox_listing(home.inbox, now)
        if listing is None:
            return dg.SkipReason(f"{home.inbox} is empty, or still being written to")
        last_key = context.cursor or ""
        seen, _, number = last_key.partition("/")
        tries = int(number or 1) if listing == seen else 0
        if tries and not _has_failed(context.instance, last_key):
            return dg.SkipReason("nothing new since the last run")
        if tries >= MOST_TRIES:
            return dg.SkipReason(
                f"the last {MOST_TRIES} runs failed: mend what they say, then start one by hand or touch a file"
            )
        run_key = f"{listing}/{tries + 1}"
        request = dg.RunRequest(run_key=run_key, tags=due_range_tags(home, now))
        return dg.SensorResult(run_requests=[request], cursor=run_key)

    return inbox


def _has_failed(instance: dg.DagsterInstance, run_key: str) -> bool:
    runs = instance.get_runs(dg.RunsFilter(tags={RUN_KEY_TAG: run_key}), limit=1)
    return bool(runs) and runs[0].status == dg.DagsterRunStatus.FAILURE


def inbox_listing(inbox: Path, now: datetime) -> str | None:
    """Return a hash over names, sizes and times of the files in the inbox; None where it is empty or not settled."""
    digest = hashlib.sha256()
    newest = 0.0
    files = sorted(path for path in inbox.rglob("*") if path.is_file() and not path.name.startswith("."))
    for path in files:
        stat = path.stat()
        newest = max(newest, stat.st_mtime)
        digest.update(f"{path.relative_to(inbox)}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
    if not files or now.timestamp() - newest < SETTLED_S:
        return None
    return digest.hexdigest()[:16]
