"""dbt's side of a build: its manifest, the environment it reads, and what a build of the marts depends on.

Which assets dbt's models are belongs to assets/marts.py; the models themselves to sql/.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from orchestration.files import read_json, write_json
from orchestration.locks import POLL_S, exclusive
from orchestration.paths import DBT_PROJECT_DIR, PROJECT_ROOT, REVIEW_FILE, Home
from orchestration.staging_state import hash_files, staging_fingerprint

# Beside the interpreter, so that another dbt on PATH is never run by mistake.
DBT_EXECUTABLE = Path(sys.executable).parent / "dbt"
GLOBAL_FLAGS = ["--no-version-check", "--no-use-colors"]
# Parsing and documenting take seconds; minutes on a machine that is busy.
DBT_TIMEOUT_S = 180
# How long a process that was ended may take to let go of its files.
LET_GO_S = 10
# What dbt writes into its own project, if somebody runs it by hand.
NOT_SOURCE = {"target", "logs", ".user.yml"}


class DbtError(RuntimeError):
    """dbt could not do its work; the message says what, and holds what dbt said."""


def sql_fingerprint() -> str:
    """Return a hash over the dbt project, the reference lists and the versions that build it."""
    files = [path for path in DBT_PROJECT_DIR.rglob("*") if not NOT_SOURCE & set(path.parts)]
    # The marts read decisions from staging, where they have been checked.
    files += (path for path in (PROJECT_ROOT / "data" / "reference").glob("*.csv") if path != REVIEW_FILE)
    return hash_files((path for path in files if path.is_file()), ("dbt-core", "dbt-duckdb", "duckdb"))


def build_fingerprint(home: Home) -> str:
    """Return a hash over all that the marts are made from: staging, feeds, SQL. Marts are a pure function of these."""
    return hashlib.sha256(f"{sql_fingerprint()}\0{staging_fingerprint(home)}".encode()).hexdigest()[:16]


@contextmanager
def dbt_environment(home: Home) -> Iterator[None]:
    """Set what profiles.yml and dbt read from the environment while the block runs; nothing is left behind."""
    values = {
        "TRIALWIRE_STAGING_DIR": str(home.staging),
        "TRIALWIRE_BUILD_FILE": str(home.build_file),
        # Artifacts stay in the home: the project's own folder may be read-only.
        "DBT_TARGET_PATH": str(home.dbt / "parse"),
    }
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def prepare_manifest(home: Home) -> Path:
    """Return the manifest of the dbt project as it is now; parse it only where nobody has.

    Two processes that need it at the same time parse once.

    Raises:
        DbtError: dbt cannot parse the project.
    """
    manifest = home.dbt / f"manifest-{sql_fingerprint()}.json"
    if manifest.is_file():
        return manifest
    with exclusive(home.dbt / "parse.lock", wait_s=DBT_TIMEOUT_S):
        if not manifest.is_file():
            _parse(home)
            for old in home.dbt.glob("manifest-*.json"):
                old.unlink()
            (home.dbt / "parse" / "manifest.json").replace(manifest)
    return manifest


def load_manifest(home: Home) -> dict[str, Any]:
    """Return the manifest with every test tied to a model, so that each one is a check of an asset.

    dbt leaves open which model a singular test over several belongs to: it goes to the first mart among them.
    """
    manifest = read_json(prepare_manifest(home))
    if manifest is None:  # damaged: what is only derived is made again
        (home.dbt / f"manifest-{sql_fingerprint()}.json").unlink()
        manifest = json.loads(prepare_manifest(home).read_text(encoding="utf-8"))
    nodes = manifest["nodes"]
    for node in nodes.values():
        if node["resource_type"] == "test" and not node.get("attached_node"):
            models = sorted(name for name in node["depends_on"]["nodes"] if name in nodes)
            marts = [name for name in models if nodes[name]["fqn"][1] == "marts"]
            if models:
                owner = nodes[(marts or models)[0]]["name"]
                node["config"].setdefault("meta", {}).setdefault("dagster", {}).setdefault("ref", {"name": owner})
    return manifest


def note_process(home: Home, process: int) -> None:
    """Note which process dbt builds in."""
    write_json(home.build_process_file, {"pid": process})


def make_room(home: Home) -> None:
    """Make the folder of the build file, and remove a file there that DuckDB cannot open: the build makes it anew.

    A dbt that outlived its run, which was killed, is ended: whoever holds the home's lock waits for no other.

    Raises:
        DbtError: another program has it open, or something stands in its place.
    """
    home.build_file.parent.mkdir(parents=True, exist_ok=True)
    for file in (home.build_file, home.intermediate_file):
        if file.is_dir():
            raise DbtError(f"{file} is a folder: move it away, then run again")
        if not file.exists():
            continue
        try:
            _open(file, home)
        except duckdb.Error as error:
            if "lock" in str(error):
                said = str(error).splitlines()[0]
                raise DbtError(f"another program has the build open: end it, then run again. {said}") from error
            _remove(file)


def _open(file: Path, home: Home) -> None:
    """Open a file once, if need be when the dbt that was left over has let go of it."""
    deadline = time.monotonic() + LET_GO_S
    while True:
        try:
            duckdb.connect(str(file)).close()
        except duckdb.Error as error:
            process = (read_json(home.build_process_file) or {}).get("pid", 0)
            # The process that has this very file open, so that no other of the same number is meant.
            if f"(PID {process})" not in str(error) or time.monotonic() > deadline:
                raise
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            time.sleep(POLL_S)
        else:
            return


def start_anew(home: Home) -> None:
    """Remove what the last build made, once `make_room` has seen that it can be.

    dbt leaves the tables of models that are no more, which would be published with their old rows, and fills a
    reference list into the columns that it had.
    """
    for file in (home.build_file, home.intermediate_file):
        _remove(file)


def _remove(file: Path) -> None:
    for part in (file, file.with_name(f"{file.name}.wal")):
        part.unlink(missing_ok=True)


def run_dbt(home: Home, arguments: Sequence[str], target: Path) -> None:
    """Run a dbt command over the project, in a process of its own.

    Args:
        home: whose staging and build file the project reads.
        arguments: the command and its options.
        target: the folder of what it writes, its log too.

    Raises:
        DbtError: it failed, or took too long; the message ends with what it said.
    """
    place = ["--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)]
    with dbt_environment(home):
        environment = {**os.environ, "DBT_TARGET_PATH": str(target), "DBT_LOG_PATH": str(target)}
    what = f"`dbt {arguments[0]}` over {DBT_PROJECT_DIR}"
    try:
        # S603: the arguments are ours.
        done = subprocess.run(  # noqa: S603
            [str(DBT_EXECUTABLE), *GLOBAL_FLAGS, *arguments, *place],
            env=environment,
            capture_output=True,
            text=True,
            timeout=DBT_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DbtError(
            f"{what} was not done after {DBT_TIMEOUT_S} s, and was ended: look at {target / 'dbt.log'}, see whether "
            "the machine is busy, then run again"
        ) from error
    except OSError as error:
        remedy = "install what requirements.lock says"
        raise DbtError(f"{DBT_EXECUTABLE} cannot be started ({error.strerror}): {remedy}") from error
    if done.returncode != 0:
        raise DbtError(f"{what} failed:\n{(done.stdout + done.stderr).strip()[-4000:]}")


def _parse(home: Home) -> None:
    target = home.dbt / "parse"
    shutil.rmtree(target, ignore_errors=True)
    run_dbt(home, ["parse"], target)
