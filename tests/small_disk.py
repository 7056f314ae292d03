"""A small disk in memory, mounted for a test that fills it; where none can be mounted, the test is skipped, loudly."""

import subprocess
from pathlib import Path

import pytest

KIB = 1024
LARGE_KIB = 128 * KIB


class SmallDisk:
    """A disk of its own in a new folder; large until it is resized."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={LARGE_KIB}k", "tmpfs", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            pytest.skip(f"NO SMALL DISK: mount cannot be started ({error}); the full disk is not tested here")
        if done.returncode != 0:
            pytest.skip(
                f"NO SMALL DISK: {done.stderr.strip()}; the full disk is not tested here, run as root to test it"
            )

    def resize(self, kibibytes: int = LARGE_KIB) -> None:
        """Make the disk as large as that; no smaller than what is on it."""
        subprocess.run(["mount", "-o", f"remount,size={kibibytes}k", str(self.folder)], check=True)

    def leave_free(self, kibibytes: int) -> None:
        """Make the disk so small that only so much is free."""
        self.resize(self.used() + kibibytes)

    def used(self) -> int:
        """Return KiB in use."""
        shown = subprocess.run(
            ["df", "-k", "--output=used", str(self.folder)], capture_output=True, text=True, check=True
        )
        return int(shown.stdout.split()[-1])

    def close(self) -> None:
        """Unmount the disk, and lose what is on it."""
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)
