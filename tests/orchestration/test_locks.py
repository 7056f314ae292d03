"""One process at a time, and a lock that a dead process does not keep."""

import errno
import os
import signal
import subprocess
import sys

import pytest

from orchestration.locks import BusyError, exclusive, holder_of

HOLD = """
import sys, time
from pathlib import Path
from orchestration.locks import exclusive
with exclusive(Path(sys.argv[1]), wait_s=0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_says_who_holds_it_and_goes_with_its_process(tmp_path):
    path = tmp_path / "run.lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert f"process {process.pid} " in (holder_of(path) or "")
        with (
            pytest.raises(BusyError, match=f"process {process.pid} .* wait until it ends"),
            exclusive(path, wait_s=0.2),
        ):
            pytest.fail("two hold it")
        os.kill(process.pid, signal.SIGKILL)
    assert holder_of(path) is None
    with exclusive(path, wait_s=0):
        assert f"process {os.getpid()} " in (holder_of(path) or "")


def test_who_may_not_write_may_look(tmp_path, monkeypatch):
    path = tmp_path / "run.lock"
    opened = os.open

    def on_a_disk_for_reading(name, flags, *rest):
        if flags & os.O_ACCMODE != os.O_RDONLY:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(name))
        return opened(name, flags, *rest)

    with exclusive(path, wait_s=0):
        monkeypatch.setattr(os, "open", on_a_disk_for_reading)
        assert f"process {os.getpid()} " in (holder_of(path) or "")
    assert holder_of(path) is None


def test_no_lock_has_no_holder(tmp_path):
    assert holder_of(tmp_path / "absent.lock") is None
