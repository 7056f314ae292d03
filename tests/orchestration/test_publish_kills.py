"""Publishing, killed: `kill -9` before every change that it makes on the disk, and then a run that goes on."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from orchestration.paths import Home
from orchestration.publish import (
    KEPT_VERSIONS,
    current_version,
    is_damaged,
    list_publications,
    mark_audited,
    publish,
    rollback,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOST_CHANGES = 200

# Copies the home, does its work on the copy in a fork, and dies in the n-th change of it under `published`; from the
# first change on, until there are none left. Prints how many copies it made, and the error of the last, if any.
DYING = """
import os, shutil, signal, sys
from datetime import UTC, datetime
from pathlib import Path

from orchestration.paths import Home
from orchestration.publish import publish, rollback

CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.chmod", "open"}
folder, work, most = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def watch(home, changes_left):
    def hook(event, arguments):
        nonlocal changes_left
        # Half of these name their file by the folder that is being emptied, and have no path.
        if event not in CHANGES or (event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        if event in {"open", "os.mkdir"} and not str(arguments[0]).startswith(str(home.published)):
            return
        if changes_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        changes_left -= 1
    return hook

def write_beside(warehouse, folder, earlier, now):
    (folder / "feeds").mkdir()
    (folder / "feeds" / "n.txt").write_text(f"after {len(earlier)}")

for changes in range(most):
    home = Home(folder.with_name(f"killed{changes}"))
    shutil.copytree(folder, home.root, symlinks=True)
    child = os.fork()
    if child == 0:
        sys.addaudithook(watch(home, changes))
        if work == "publish":
            publish(home, run_id="killed", now=datetime(2026, 3, 2, 13, tzinfo=UTC), write_beside=write_beside)
        else:
            rollback(home.published)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
    assert os.WTERMSIG(status) == signal.SIGKILL, status
sys.exit("it never came to its end")
"""


def write(home: Home, value: int) -> None:
    home.build_file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(home.build_file)) as connection:
        connection.execute(f"create or replace table sponsors as select {value} as n")
    mark_audited(home.build_file, home.audit_file, f"content-{value}")


def write_beside(warehouse: Path, folder: Path, earlier: object, now: datetime) -> None:
    del warehouse, earlier
    (folder / "feeds").mkdir()
    (folder / "feeds" / "n.txt").write_text(f"{now:%H:%M}")


def publish_again(home: Home, minutes: int = 0) -> bool:
    now = NOON + timedelta(hours=2, minutes=minutes)
    return publish(home, run_id="again", now=now, write_beside=write_beside)[1]


def read(home: Home) -> int | None:
    """What an analyst reads now; None where nothing is published yet."""
    if not home.published_file.exists():
        return None
    with duckdb.connect(str(home.published_file), read_only=True) as connection:
        row = connection.execute("select n from sponsors").fetchone()
    assert row is not None
    return row[0]


def home_with(folder: Path, *published: int) -> Home:
    home = Home(folder / "home")
    home.published.mkdir(parents=True)
    for number, value in enumerate(published):
        write(home, value)
        publish(home, run_id="before", now=NOON + timedelta(minutes=number), write_beside=write_beside)
    return home


def killed_homes(home: Home, work: str) -> list[Home]:
    """Copies of the home, each killed one change later than the one before; the last did all its work."""
    done = subprocess.run(
        [sys.executable, "-c", DYING, str(home.root), work, str(MOST_CHANGES)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    count = len(list(home.root.parent.glob("killed*")))
    return [Home(home.root.with_name(f"killed{changes}")) for changes in range(count)]


def hidden(home: Home) -> list[str]:
    """What lies about that is no version, no link and no note."""
    return sorted(path.name for path in home.published.rglob(".*"))


@pytest.mark.parametrize("before", [(), (1,), tuple(range(1, KEPT_VERSIONS + 1))])
def test_a_kill_before_any_change_loses_nothing_and_doubles_nothing(tmp_path, before):
    home = home_with(tmp_path, *before)
    write(home, 100)
    homes = killed_homes(home, "publish")
    assert len(homes) > 8, "it died at many changes"
    read_after_kill = [read(killed) for killed in homes]
    old = before[-1] if before else None
    assert set(read_after_kill) == {old, 100}, "the old rows or the new ones, nothing between"
    assert read_after_kill == sorted(read_after_kill, key=lambda value: value == 100)
    for killed in homes:
        assert not any(is_damaged(killed.published, version) for version in list_publications(killed.published))
        publish_again(killed)
        assert read(killed) == 100
        newest, *older = list_publications(killed.published)
        assert (newest.version, newest.fingerprint) == (current_version(killed.published), "content-100")
        kept = [f"content-{value}" for value in reversed(before)][: KEPT_VERSIONS - 1]
        assert [version.fingerprint for version in older] == kept
        assert hidden(killed) == []
        assert publish_again(killed, minutes=1) is False


def test_a_kill_while_a_damaged_version_is_replaced(tmp_path):
    home = home_with(tmp_path, 1, 2)
    home.published_file.chmod(0o644)
    os.truncate(home.published_file, 100)
    for killed in killed_homes(home, "publish"):
        publish_again(killed)
        assert read(killed) == 2
        assert [version.fingerprint for version in list_publications(killed.published)] == ["content-2", "content-1"]
        assert hidden(killed) == []


def test_a_kill_in_a_rollback_leaves_one_version_or_the_other(tmp_path):
    home = home_with(tmp_path, 1, 2)
    homes = killed_homes(home, "rollback")
    assert [read(killed) for killed in homes[:: len(homes) - 1]] == [2, 1]
    for killed in homes:
        value = read(killed)
        assert value in {1, 2}
        assert publish_again(killed) is False
        assert read(killed) == value, "what was gone back to stays, until something new comes"
        assert hidden(killed) == []
        rollback(killed.published, list_publications(killed.published)[0].version)
        assert read(killed) == 2


def test_a_publication_that_was_killed_before_its_swap_is_swapped_in(tmp_path):
    home = home_with(tmp_path, 1)
    write(home, 2)
    publish_again(home)
    (home.published / "current").unlink()
    (home.published / "current").symlink_to(Path("releases") / list_publications(home.published)[1].version)
    assert read(home) == 1
    assert publish_again(home, minutes=1) is True
    assert read(home) == 2
    assert len(list_publications(home.published)) == 2
