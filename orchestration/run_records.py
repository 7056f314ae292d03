"""Dagster's records of runs: those of killed runs are ended, old ones dropped. What runs wrote is not touched here."""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import dagster as dg
from dagster._core.storage.dagster_run import FINISHED_STATUSES
from dagster._core.storage.event_log.schema import AssetCheckExecutionsTable
from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage

PROCESS_TAG = "trialwire/process"
# Unless dagster.yaml says else, in retention.schedule.purge_after_days.
KEPT_DAYS = 90
# However old: what the last runs said stays to be looked up.
KEPT_RUNS = 20
# A history that grew for years is dropped over some runs, not in one that waits for it.
DROPPED_AT_ONCE = 200


def end_killed_runs(instance: dg.DagsterInstance) -> None:
    """Note the failure of runs whose process was killed: while they count as running, the daemon starts no other."""
    under_way = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
    for run in instance.get_runs(dg.RunsFilter(statuses=under_way)):
        process = run.tags.get(PROCESS_TAG)
        if process is not None and not _is_alive(int(process)):
            instance.report_run_failed(run, f"process {process} ended before its run did")


def note_process(instance: dg.DagsterInstance, run: dg.DagsterRun) -> None:
    """Note which process a run is in, so that `end_killed_runs` can tell whether it is still there."""
    if PROCESS_TAG not in run.tags:
        instance.add_run_tags(run.run_id, {PROCESS_TAG: str(os.getpid())})


def drop_old_runs(instance: dg.DagsterInstance, now: datetime) -> int:
    """Drop the records, events and logs of runs that ended long ago; returns how many.

    Each run adds some megabytes, and Dagster itself never drops one. The newest runs stay, however old.

    Args:
        instance: the home's; its retention.schedule.purge_after_days says how many days stay, -1 for ever.
        now: the present, UTC.
    """
    days = kept_days(instance)
    if days < 0:
        return 0
    newest = {record.dagster_run.run_id for record in instance.get_run_records(limit=KEPT_RUNS)}
    old = dg.RunsFilter(statuses=list(FINISHED_STATUSES), created_before=now - timedelta(days=days))
    records = instance.get_run_records(old, limit=DROPPED_AT_ONCE, ascending=True)
    dropped = [record.dagster_run.run_id for record in records if record.dagster_run.run_id not in newest]
    for run_id in dropped:
        instance.delete_run(run_id)
        _drop_what_dagster_leaves(instance, run_id)
    return len(dropped)


def kept_days(instance: dg.DagsterInstance) -> int:
    """Return for how many days records of runs are kept."""
    days = (instance.get_settings("retention") or {}).get("schedule", {}).get("purge_after_days")
    return days if isinstance(days, int) else KEPT_DAYS


def _drop_what_dagster_leaves(instance: dg.DagsterInstance, run_id: str) -> None:
    """Drop what `delete_run` does not: a run's captured output, results of checks, and the emptied file of events."""
    instance.compute_log_manager.delete_logs(prefix=[run_id])
    storage = instance.event_log_storage
    if isinstance(storage, SqliteEventLogStorage):
        with storage.index_connection() as index:
            index.execute(AssetCheckExecutionsTable.delete().where(AssetCheckExecutionsTable.c.run_id == run_id))
        for ending in ("", "-wal", "-shm"):
            Path(f"{storage.path_for_shard(run_id)}{ending}").unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    with suppress(PermissionError):  # it is there, and somebody else's
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
