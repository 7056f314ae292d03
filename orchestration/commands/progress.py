"""A line for each step while a run goes on: a Dagster logger, since loggers see every event of a run."""

import logging
import time

import dagster as dg
from rich.console import Console
from rich.markup import escape
from rich.status import Status


def progress_logger(console: Console) -> dg.LoggerDefinition:
    """Return a Dagster logger that prints to `console`; on a terminal the step that runs is shown as it goes."""

    @dg.logger(config_schema={}, description="A line for each step.")
    def progress(_context: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("trialwire.progress", logging.INFO)
        logger.addHandler(ProgressHandler(console))
        # Dagster's events are logged at DEBUG.
        logger.setLevel(logging.DEBUG)
        return logger

    return progress


class ProgressHandler(logging.Handler):
    """Turns a run's events into lines."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._status: Status | None = None
        self._started: dict[str, float] = {}
        self._last_message: dict[str, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Show one event, or what a step says of itself."""
        meta = getattr(record, "dagster_meta", {})
        step, event = meta.get("step_key"), meta.get("dagster_event")
        if step is None:
            return
        if event is None:
            self._message(record, step, meta.get("orig_message") or "")
        elif event.is_step_start:
            self._start(step)
        elif event.is_step_success or event.is_step_failure:
            self._end(step, failed=event.is_step_failure)
        elif event.is_step_skipped:
            self._line("–", "dim", step, "skipped")

    def _start(self, step: str) -> None:
        self._started[step] = time.monotonic()
        if self._console.is_terminal:
            self._status = self._console.status(_name(step))
            self._status.start()

    def _message(self, record: logging.LogRecord, step: str, message: str) -> None:
        if record.levelno >= logging.WARNING and record.levelno < logging.ERROR:
            self._line("!", "yellow", step, message)
        elif record.levelno == logging.INFO and step in self._started:
            self._last_message[step] = message
            if self._status is not None:
                self._status.update(f"{_name(step)}: {escape(message)}")

    def _end(self, step: str, *, failed: bool) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None
        seconds = time.monotonic() - self._started.pop(step, time.monotonic())
        message = self._last_message.pop(step, "")
        if failed:
            self._line("✗", "red", step, f"failed after {seconds:.1f} s")
        elif not _is_check(step):
            self._line("✓", "green", step, f"{seconds:.1f} s" + (f"  {message}" if message else ""))

    def _line(self, mark: str, style: str, step: str, text: str) -> None:
        self._console.print(f"[{style}]{mark}[/{style}] {_name(step):<24} {escape(text)}", soft_wrap=True)


def _name(step: str) -> str:
    return escape(step.replace("__", "/"))


def _is_check(step: str) -> bool:
    # A dozen checks that pass need no line each; one that fails has its line, and its say at the end.
    return step.endswith(("_keeps_its_contract", "_nothing_is_lost"))
