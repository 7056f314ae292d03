"""Runs the job in this process, on the home's Dagster instance. Imported late: it brings Dagster and dbt along."""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from rich.console import Console
from sqlalchemy.exc import DatabaseError, OperationalError
from yaml import YAMLError  # type: ignore[import-untyped]

from orchestration.build import JOB, Overrides, build_defs
from orchestration.commands.choice import Choice
from orchestration.commands.errors import CommandError
from orchestration.commands.progress import progress_logger
from orchestration.partitions import due_range_tags
from orchestration.paths import Home
from orchestration.run_records import PROCESS_TAG, end_killed_runs
from orchestration.sources import SourceError

OWN_ERRORS = ("orchestration.", "transforms.")
# As the system words it; Polars, Arrow, DuckDB and dbt pass it on.
DISK_FULL = os.strerror(errno.ENOSPC)
# What dagster-dbt calls the number of rows that a dbt test found.
FAILED_ROWS = "dagster_dbt/failed_row_count"


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes:
        failed_steps: the error of each step that failed, by step.
        failed_checks: what each check or dbt test that failed has to say, by `asset: check`.
        warned_checks: the same of those that only warn, and stop no publication.
    """

    success: bool
    run_id: str
    failed_steps: Mapping[str, str]
    failed_checks: Mapping[str, str]
    warned_checks: Mapping[str, str]


def execute(
    home: Home,
    choice: Choice,
    console: Console,
    *,
    verbose: bool,
) -> Outcome:
    """Run the job once.

    Raises:
        CommandError: sources.toml is wrong, or Dagster's instance is damaged or cannot be written.
        KeyboardInterrupt: somebody stopped it.
    """
    loggers = {"progress": progress_logger(console)}
    try:
        with console.status("starting"):
            overrides = Overrides(
                home, choice.sources, choice.from_date, choice.to_date, lock_wait_s=0, loggers=loggers
            )
            defs = build_defs(overrides)
            job = defs.resolve_job_def(JOB)
    except SourceError as error:
        raise CommandError(str(error)) from error
    settings: dict[str, Any] = {"progress": {"config": {}}}
    if verbose:
        settings["console"] = {"config": {"log_level": "DEBUG"}}
    with _instance(home) as instance:
        try:
            end_killed_runs(instance)
            result = job.execute_in_process(
                instance=instance,
                tags={**due_range_tags(home, datetime.now(UTC)), PROCESS_TAG: str(os.getpid())},
                run_config={"loggers": settings},
                raise_on_error=False,
            )
        except OperationalError as error:
            raise _unwritable(home, error) from error
        if any(_is_interrupt(event) for event in result.all_events):
            raise KeyboardInterrupt
        failed_steps = {
            event.step_key or "": _with_remedy(_said(event.step_failure_data), home)
            for event in result.all_events
            if event.is_step_failure
        }
        failed_checks, warned_checks = (
            {
                f"{evaluation.asset_key.to_user_string()}: {evaluation.check_name}": _details(evaluation)
                for evaluation in result.get_asset_check_evaluations()
                if not evaluation.passed and evaluation.severity == severity
            }
            for severity in (dg.AssetCheckSeverity.ERROR, dg.AssetCheckSeverity.WARN)
        )
        return Outcome(result.success, result.run_id, failed_steps, failed_checks, warned_checks)


def _instance(home: Home) -> dg.DagsterInstance:
    """Open the home's instance; raises CommandError where its settings or its databases are damaged."""
    try:
        instance = dg.DagsterInstance.from_config(str(home.dagster))
        instance.get_runs_count()  # only now the databases are opened
    except OperationalError as error:
        raise _unwritable(home, error) from error
    except (dg.DagsterError, DatabaseError, YAMLError) as error:
        said = " ".join(str(error).split())[:200]
        raise CommandError(
            f"{home.dagster} is damaged ({said}): mend it, or move it away; it holds the history of runs, no data"
        ) from error
    return instance


def _unwritable(home: Home, error: OperationalError) -> CommandError:
    return CommandError(
        f"the records of runs in {home.dagster} cannot be written ({error.orig}): make room on the disk, or mend the "
        "permissions, then run again; what was stored stays"
    )


def _is_interrupt(event: dg.DagsterEvent) -> bool:
    """Tell whether a step ended by Ctrl-C, which Dagster takes for itself."""
    error = event.step_failure_data.error if event.is_step_failure else None
    return error is not None and error.cls_name == "DagsterExecutionInterruptedError"


def _said(failure: Any) -> str:
    """Return what a step said of its failure, else the last cause of its error, without Dagster's wrapping."""
    if failure.user_failure_data is not None and failure.user_failure_data.description:
        return str(failure.user_failure_data.description)
    error = failure.error
    while error is not None:
        name, _, message = error.message.strip().partition(": ")
        if name.startswith(OWN_ERRORS):  # written to be read as they are
            return str(message)
        if error.cause is None:
            return str(error.message.strip())
        error = error.cause
    return "no error was given"


def _with_remedy(said: str, home: Home) -> str:
    """Put before an error that comes from the machine what to do about it."""
    if DISK_FULL not in said:
        return said
    return f"no room is left on the disk: make room in {home.root}, then run again; what was stored stays. {said}"


def _details(evaluation: dg.AssetCheckEvaluation) -> str:
    if evaluation.description:
        return evaluation.description
    told = {name: entry.value for name, entry in evaluation.metadata.items() if entry.value}
    if rows := told.get(FAILED_ROWS):  # beside it stand how long dbt took, and ids of its own
        return f"{rows} row{'' if rows == 1 else 's'}"
    return ", ".join(f"{name} {value}" for name, value in told.items())[:500]
