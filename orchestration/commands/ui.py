"""`trialwire ui`: Dagster's own pages over the home's instance."""

import os
import sys
from pathlib import Path

from orchestration.commands.errors import CommandError
from orchestration.commands.instance import prepare_instance
from orchestration.paths import PROJECT_ROOT, Home


def serve(home: Home, host: str, port: int) -> None:
    """Become `dagster dev`: webserver, schedules and sensors. Does not return."""
    try:
        prepare_instance(home)
    except OSError as error:
        raise CommandError(f"{home.root} cannot be written: {error.strerror}") from error
    sys.stdout.write(f"http://{host}:{port} (Ctrl-C ends it; schedule and sensor start when switched on there)\n")
    sys.stdout.flush()
    dagster = Path(sys.executable).parent / "dagster"
    place = ["--working-directory", str(PROJECT_ROOT), "--host", host, "--port", str(port), "--log-level", "warning"]
    # `dagster dev` says at each start that `dg dev` supersedes it; that one takes four times as long to load.
    quiet = {"PYTHONWARNINGS": "ignore:Function"}
    environment = {**os.environ, **quiet, "DAGSTER_HOME": str(home.dagster), "TRIALWIRE_HOME": str(home.root)}
    os.execve(dagster, [str(dagster), "dev", "-m", "orchestration.definitions", *place], environment)  # noqa: S606
