"""One process at a time: an advisory lock on a file that says who holds it.

The system frees the lock when its process ends, however it ends: a lock file that stays behind is harmless.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

POLL_S = 0.1


class BusyError(RuntimeError):
    """Another process holds the lock; the message says which, and since when."""


@contextmanager
def exclusive(path: Path, *, wait_s: float) -> Iterator[int]:
    """Hold the lock at `path` while the block runs; yields its descriptor: a child that inherits it holds it, too.

    Args:
        path: the lock file; made where it is absent, never removed.
        wait_s: how long to wait for another holder.

    Raises:
        BusyError: it is still held after that time.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait_s
        while not _locked(descriptor):
            if time.monotonic() >= deadline:
                raise BusyError(f"{_holder(path)} holds {path}: wait until it ends, then try again")
            time.sleep(POLL_S)
        note_holder(descriptor, os.getpid())
        yield descriptor
    finally:
        os.close(descriptor)


def note_holder(descriptor: int, process: int) -> None:
    """Write into the lock file which process holds it."""
    os.ftruncate(descriptor, 0)
    holder = {"pid": process, "since": datetime.now(UTC).isoformat(timespec="seconds")}
    os.pwrite(descriptor, json.dumps(holder).encode(), 0)


def holder_of(path: Path) -> str | None:
    """Say who holds the lock now; None where nobody does."""
    if not path.exists():
        return None
    # Whoever looks may have no leave to write here.
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return None if _locked(descriptor) else _holder(path)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return f"process {holder['pid']} (since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
