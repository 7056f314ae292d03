"""`trialwire run`: one Dagster run in this process, a line a step, and what came of it."""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console

from orchestration.commands.choice import choose
from orchestration.commands.configs import refuse_wrong_configs
from orchestration.commands.errors import EXIT_FAILED, CommandError
from orchestration.commands.instance import prepare_instance
from orchestration.commands.summary import print_failure, print_summary, print_warnings
from orchestration.dbt_build import DbtError, prepare_manifest
from orchestration.locks import BusyError, holder_of
from orchestration.paths import Home


def run_pipeline(home: Home, named: Sequence[str], from_text: str | None, to_text: str | None, *, verbose: bool) -> int:
    """Run the whole way once and print the outcome.

    Args:
        home: where everything is kept.
        named: ids or paths of the sources to pull; none for the defaults.
        from_text: first day of an archive's records, as typed.
        to_text: last day of them.
        verbose: show Dagster's and dbt's own logs.

    Returns:
        0 done, also with rejects; 1 where a step, check or test failed, and nothing was published.
    """
    _make_writable(home)
    choice = choose(home, named, from_text, to_text)
    refuse_wrong_configs()
    if holder := holder_of(home.lock_file):
        raise CommandError(f"another run is under way in {home.root}: {holder}. Wait until it ends.")

    with _run_log(home, verbose=verbose) as terminal:
        console = Console(file=terminal, highlight=False)
        with console.status("starting"), ThreadPoolExecutor(1) as beside:
            # dbt parses its project, in a process of its own, while this one spends seconds on importing Dagster.
            manifest = beside.submit(prepare_manifest, home)
            from orchestration.commands.execute import execute  # noqa: PLC0415

            try:
                manifest.result()
            except (DbtError, BusyError) as error:
                raise CommandError(str(error)) from error
        outcome = execute(home, choice, console, verbose=verbose)
    if not outcome.success:
        print_failure(Console(stderr=True, highlight=False), home, outcome)
        return EXIT_FAILED
    print_warnings(Console(highlight=False), outcome)
    print_summary(Console(highlight=False), home)
    return 0


def _make_writable(home: Home) -> None:
    try:
        for folder in (home.root, home.inbox):
            folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=home.root):
            pass
        prepare_instance(home)
    except OSError as error:
        raise CommandError(
            f"{home.root} cannot be written: {error.strerror}; mend that, or say another --home"
        ) from error


@contextmanager
def _run_log(home: Home, *, verbose: bool) -> Iterator[TextIO]:
    """Send what Dagster, dbt and worker processes print to `<home>/run.log`; yields the true terminal."""
    if verbose:
        yield sys.stderr
        return
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(1), os.dup(2)]
    with (home.root / "run.log").open("w", encoding="utf-8") as log, os.fdopen(os.dup(2), "w", buffering=1) as terminal:
        try:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
            yield terminal
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for stream, descriptor in zip((1, 2), kept, strict=True):
                os.dup2(descriptor, stream)
                os.close(descriptor)
