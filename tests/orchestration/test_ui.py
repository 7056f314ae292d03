"""`trialwire ui` ends with all its processes, however it is asked to, also from a script's background."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from orchestration.commands import ui
from orchestration.commands.errors import CommandError
from orchestration.locks import holder_of
from orchestration.paths import Home

# What is started here is a leader with a child in its group; both ignore the signals that are named.
TREE = """
import signal, subprocess, sys, time
for name in {ignored}:
    signal.signal(getattr(signal, name), signal.SIG_IGN)
child = "import time; print('tree stands', flush=True); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", child])
time.sleep(60)
"""
DRIVER = """
import sys
from orchestration.commands import ui
ui.GRACE_S = 2
sys.exit(ui.run_until_stopped([sys.executable, "-c", sys.argv[2]], {"TRIALWIRE_HOME": sys.argv[1]}, "under way"))
"""
# A shell has SIGINT ignored in what it runs in the background.
IN_BACKGROUND = ["/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"]
PATIENCE_S = 180
pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are looked for in /proc")


def processes_of(home: Path) -> list[int]:
    """Processes with this home in their environment, which children inherit."""
    mark = f"TRIALWIRE_HOME={home}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:  # it has just ended, or is another user's
            continue
        if mark in environment + b"\0":
            found.append(int(process.name))
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("ignored", [[], ["SIGTERM", "SIGINT"]], ids=["willing", "deaf"])
def test_a_signal_ends_the_whole_tree(tmp_path, number, ignored):
    command = [*IN_BACKGROUND, sys.executable, "-c", DRIVER, str(tmp_path), TREE.format(ignored=ignored)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as driver:
        assert driver.stdout is not None
        assert {driver.stdout.readline(), driver.stdout.readline()} == {"under way\n", "tree stands\n"}
        driver.send_signal(number)
        assert driver.wait(PATIENCE_S) == 0
    assert processes_of(tmp_path) == []


def test_a_leader_that_ends_by_itself_takes_the_others_along(tmp_path):
    tree = TREE.format(ignored=[]).replace("time.sleep(60)\n", "sys.exit(3)\n")
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(tmp_path), tree],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 1
    assert "Dagster ended by itself with code 3" in done.stderr
    assert processes_of(tmp_path) == []


def test_a_home_is_served_once_also_while_what_a_killed_one_left_goes_on(tmp_path):
    home = Home(tmp_path)
    driver = DRIVER.replace("from orchestration", "from pathlib import Path\nfrom orchestration", 1).replace(
        "sys.exit(",
        "from orchestration.locks import exclusive\nlock = exclusive(Path(sys.argv[3]), wait_s=0)\nsys.exit(",
    )
    driver = driver.replace('"under way")', '"under way", lock.__enter__())')
    lock_file = home.dagster / "ui.lock"
    command = [sys.executable, "-c", driver, str(tmp_path), TREE.format(ignored=[]), str(lock_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert {process.stdout.readline(), process.stdout.readline()} == {"under way\n", "tree stands\n"}
        process.kill()
        process.wait()
        # The child of the leader holds no lock.
        leader = json.loads(lock_file.read_text())["pid"]
        try:
            with pytest.raises(CommandError, match=f"open in another `trialwire ui`, process {leader} "):
                ui.serve(home, "127.0.0.1", 3000)
        finally:
            os.killpg(leader, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_S
    while holder_of(lock_file) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_port_that_is_taken_is_told_before_anything_starts(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=f"127.0.0.1:{port}: Address already in use; say another --host or --port"
        ):
            ui.serve(Home(tmp_path), "127.0.0.1", port)


def test_sigterm_ends_dagster_with_all_its_services(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "orchestration.cli", "ui", "--home", str(tmp_path), "--port", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*IN_BACKGROUND, *command], **quiet) as ui:
        try:
            deadline = time.monotonic() + PATIENCE_S
            while not answers(port):
                assert ui.poll() is None, "it ended before it answered"
                assert time.monotonic() < deadline
                time.sleep(0.2)
            assert len(processes_of(tmp_path)) > 3, "Dagster's own, the pages, the daemon, the code"
        finally:
            ui.terminate()
            code = ui.wait(PATIENCE_S)
    assert code == 0
    assert processes_of(tmp_path) == []


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/server_info", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False
