"""Runs the job in this process, on the home's Dagster instance. Imported late: it brings Dagster and dbt along."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from rich.console import Console

from orchestration.build import JOB, Overrides, build_defs
from orchestration.commands.choice import Choice
from orchestration.commands.errors import CommandError
from orchestration.commands.progress import progress_logger
from orchestration.partitions import due_range_tags
from orchestration.paths import Home
from orchestration.sources import SourceError


@dataclass(frozen=True)
class Outcome:
    """What a run came to.

    Attributes:
        failed_steps: the error of each step that failed, by step.
        failed_checks: what each check or dbt test that failed has to say, by `asset: check`.
    """

    success: bool
    run_id: str
    failed_steps: Mapping[str, str]
    failed_checks: Mapping[str, str]


def execute(
    home: Home,
    choice: Choice,
    console: Console,
    *,
    verbose: bool,
) -> Outcome:
    """Run the job once.

    Raises:
        CommandError: sources.toml is wrong.
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
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        result = job.execute_in_process(
            instance=instance,
            tags=due_range_tags(home, datetime.now(UTC)),
            run_config={"loggers": settings},
            raise_on_error=False,
        )
        if any(_is_interrupt(event) for event in result.all_events):
            raise KeyboardInterrupt
        failed_steps = {
            event.step_key or "": _said(event.step_failure_data) for event in result.all_events if event.is_step_failure
        }
        failed_checks = {
            f"{evaluation.asset_key.to_user_string()}: {evaluation.check_name}": _details(evaluation)
            for evaluation in result.get_asset_check_evaluations()
            if not evaluation.passed and evaluation.severity == dg.AssetCheckSeverity.ERROR
        }
        return Outcome(result.success, result.run_id, failed_steps, failed_checks)


def _is_interrupt(event: dg.DagsterEvent) -> bool:
    """Tell whether a step ended by Ctrl-C, which Dagster takes for itself."""
    error = event.step_failure_data.error if event.is_step_failure else None
    return error is not None and error.cls_name == "DagsterExecutionInterruptedError"


def _said(failure: Any) -> str:
    """Return what a step said of its failure, else the last cause of its error, without Dagster's wrapping."""
    if failure.user_failure_data is not None and failure.user_failure_data.description:
        return str(failure.user_failure_data.description)
    error = failure.error
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.strip() if error is not None else "no error was given"


def _details(evaluation: dg.AssetCheckEvaluation) -> str:
    if evaluation.description:
        return evaluation.description
    told = {name: entry.value for name, entry in evaluation.metadata.items() if entry.value}
    return ", ".join(f"{name} {value}" for name, value in told.items())[:500]
