"""`trialwire ui`: Dagster's own pages over the home's instance, and the end of all its processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from orchestration.commands.configs import refuse_wrong_configs
from orchestration.commands.errors import EXIT_FAILED, CommandError
from orchestration.commands.instance import prepare_instance
from orchestration.locks import BusyError, exclusive, holder_of, note_holder
from orchestration.paths import PROJECT_ROOT, Home

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
POLL_S = 0.1
# A run under way ends its step and notes that it was stopped; what is killed then is made good by the next run.
GRACE_S = 20.0


def serve(home: Home, host: str, port: int) -> int:
    """Run `dagster dev` (webserver, schedules, sensors, and the runs they start) until somebody stops it.

    Returns:
        0 where Ctrl-C, SIGTERM or a closed terminal ended it; 1 where Dagster ended by itself. No process stays behind.

    Raises:
        CommandError: the home cannot be written or is open in another, the port is taken, or a file that the
            definitions are made of is wrong: Dagster would open, and show nothing.
    """
    refuse_wrong_configs()
    try:
        prepare_instance(home)
    except OSError as error:
        raise CommandError(f"{home.root} cannot be written: {error.strerror}") from error
    dagster = Path(sys.executable).parent / "dagster"
    place = ["--working-directory", str(PROJECT_ROOT), "--host", host, "--port", str(port), "--log-level", "warning"]
    # `dagster dev` says at each start that `dg dev` supersedes it; that one takes four times as long to load.
    quiet = {"PYTHONWARNINGS": "ignore:Function"}
    environment = {**os.environ, **quiet, "DAGSTER_HOME": str(home.dagster), "TRIALWIRE_HOME": str(home.root)}
    command = [str(dagster), "dev", "-m", "orchestration.definitions", *place]
    greeting = f"http://{host}:{port} (Ctrl-C ends it; schedule and sensor start when switched on there)"
    lock_file = home.dagster / "ui.lock"
    try:
        with exclusive(lock_file, wait_s=0) as lock:
            _refuse_taken(host, port)
            return run_until_stopped(command, environment, greeting, lock)
    except BusyError as error:
        raise CommandError(
            f"{home.root} is open in another `trialwire ui`, {holder_of(lock_file)}: two would start each run twice; "
            "use that one, or end its process first"
        ) from error


def _refuse_taken(host: str, port: int) -> None:
    """Raise CommandError where no server can listen: Dagster says so among other lines, and starts the rest."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise CommandError(f"{host}:{port}: {error.strerror}; say another --host or --port") from error


def run_until_stopped(command: list[str], environment: dict[str, str], greeting: str, lock: int | None = None) -> int:
    """Run a command in a process group of its own, and end the whole group when it or this process is to end.

    Args:
        command: program and arguments.
        environment: its environment.
        greeting: printed once it is under way.
        lock: descriptor of a lock that the command holds, too, so that it outlives this process where it does.

    Returns:
        0 where a signal ended it, 1 where it ended by itself.
    """
    asked: list[int] = []
    # Set before the start: a shell that runs this in the background has SIGINT ignored, which children would inherit,
    # and Dagster lets SIGTERM do what SIGINT does.
    before = {number: signal.signal(number, lambda got, _frame: asked.append(got)) for number in STOP_SIGNALS}
    try:
        # S603: the arguments are ours.
        process = subprocess.Popen(  # noqa: S603
            command, env=environment, start_new_session=True, pass_fds=() if lock is None else (lock,)
        )
        if lock is not None:
            note_holder(lock, process.pid)
        sys.stdout.write(f"{greeting}\n")
        sys.stdout.flush()
        while process.poll() is None and not asked:
            time.sleep(POLL_S)
        if not asked:
            sys.stderr.write(f"trialwire: Dagster ended by itself with code {process.returncode}: it says why above\n")
        _end_group(process, hurry=lambda: len(asked) > 1)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0 if asked else EXIT_FAILED


def _end_group(process: "subprocess.Popen[Any]", hurry: Callable[[], bool]) -> None:
    """Ask every process of a group to end, as Ctrl-C in a terminal does, and kill those that do not in time.

    Args:
        process: the leader of the group.
        hurry: tells whether somebody will not wait.
    """
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        deadline = time.monotonic() + GRACE_S
        while _is_there(process):
            if time.monotonic() > deadline or (number == signal.SIGTERM and hurry()):
                break
            time.sleep(POLL_S)


def _is_there(process: "subprocess.Popen[Any]") -> bool:
    process.poll()  # one that ended and was not waited for would still count
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True
