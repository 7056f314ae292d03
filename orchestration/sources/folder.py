"""Sources on the disk: a folder with all below it, or one file.

`manifest.jsonl` in the folder says whence its files came (see manifest.py). Files whose name or folder starts with a
dot are left out. How an archive is read is in archive.py.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

from orchestration.sources.archive import Damage, Record, is_archive, read_archive
from orchestration.sources.captures import Failure, end_of_day, printable
from orchestration.sources.config import FolderSource
from orchestration.sources.manifest import MANIFEST, ManifestLine, parse_manifest
from orchestration.sources.state import Seen
from orchestration.sources.store import PullSession

# A file that changed this shortly before it was read may have changed again within one tick of its clock: such a file
# is read in every pull, which costs time and writes nothing.
SETTLED_NS = 100_000_000
NOT_A_FILE = "is no regular file: a pipe, socket or device is not read"


def pull_folder(
    source: FolderSource, session: PullSession, *, from_date: date | None = None, to_date: date | None = None
) -> None:
    """Capture the files of a folder, and the records of its archives.

    Args:
        source: The folder.
        session: Takes the captures; its report counts them.
        from_date: First day of records to take from archives, by their own date; records without a date are taken.
        to_date: Last day, inclusive.
    """
    _FolderPull(source, session, from_date or date.min, to_date or date.max).run()


@dataclass(frozen=True)
class _FolderPull:
    """One pull of one folder."""

    source: FolderSource
    session: PullSession
    from_date: date
    to_date: date

    def run(self) -> None:
        """Take the files in a stable order; one that fails does not stop the others."""
        root = self.source.path
        if not root.exists():
            self.session.add_failure(".", Failure("unreadable", f"{root} is not there: correct the source's path"))
            return
        manifest = self._read_manifest(root / MANIFEST) if root.is_dir() else {}
        places: set[str] = set()
        for path in self._files():
            place = self._place(path)
            places.add(place)
            try:
                self._take_file(path, place, manifest.get(place) or ManifestLine(file=place))
            except OSError as error:
                self.session.add_failure(place, Failure("unreadable", error.strerror or str(error)))
        if not places:
            self.session.report.warnings.append(f"{root} holds no file")
        for place in sorted(set(manifest) - places):
            detail = f"the manifest names {place}, which is not there"
            self.session.add_failure(f"{MANIFEST}#{printable(place)}", Failure("bad_record", detail))

    def _take_file(self, path: Path, place: str, said: ManifestLine) -> None:
        """Capture one file unless its size and time say that it was captured before."""
        location = said.url or place
        with _open_regular(path) as file:
            status = os.fstat(file.fileno())
            known = self.session.state.get(place)
            if known and _is_same(known, status, location):
                self.session.add_unchanged()
                return
            taken_at = self.session.clock()
            written_at = datetime.fromtimestamp(min(max(status.st_mtime, 0), taken_at.timestamp()), tz=UTC)
            observed_at = said.observed_at.astimezone(UTC) if said.observed_at else written_at
            seen = Seen(
                taken_at=taken_at,
                size_bytes=status.st_size,
                mtime_ns=status.st_mtime_ns,
                location=location,
            )
            if is_archive(place):
                # An archive taken in part must be read again: only a whole one is remembered.
                if self._take_archive(file, location, observed_at):
                    self._remember(place, seen)
                return
            max_bytes = self.source.max_bytes
            payload = file.read(max_bytes + 1)
            if len(payload) > max_bytes:
                size = max(status.st_size, len(payload))
                detail = f"holds {size} bytes, more than max_bytes = {max_bytes}"
                self.session.add_failure(location, Failure("too_large", detail, size_bytes=size))
                return
            self.session.add_payload(location, payload, observed_at=observed_at, content_type=said.content_type)
            if payload:
                self._remember(place, seen.model_copy(update={"sha256": hashlib.sha256(payload).hexdigest()}))

    def _take_archive(self, file: BinaryIO, location: str, observed_at: datetime) -> bool:
        """Capture the records of an archive; returns whether all of it was read and taken."""
        whole = True
        for item in read_archive(file, self.source.max_bytes):
            match item:
                case Damage(failure=failure, line_number=number):
                    whole = False
                    self.session.add_failure(location if number is None else f"{location}#{number}", failure)
                case Record(day=day) if day is not None and not self.from_date <= day <= self.to_date:
                    whole = False
                    self.session.add_skipped()
                case Record(name=name, day=day, line=line):
                    self.session.add_payload(
                        f"{location}#{printable(name)}", line, observed_at=end_of_day(day) if day else observed_at
                    )
        return whole

    def _remember(self, place: str, seen: Seen) -> None:
        """Set a file's state, but not for a new time alone: an unchanged world changes no file."""
        known = self.session.state.get(place)
        if known is None or known.model_copy(update={"taken_at": seen.taken_at}) != seen:
            self.session.state.set(place, seen)

    def _files(self) -> Iterator[Path]:
        """Yield the files of the folder; what cannot be followed safely is a failure, not silence."""
        root = self.source.path
        if not root.is_dir():
            yield root
            return
        inside = root.resolve()
        for folder, subfolders, files in os.walk(root, onerror=self._refuse_unlisted):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            for name in subfolders:
                if (Path(folder) / name).is_symlink():  # os.walk does not enter it
                    self._refuse(Path(folder) / name, "a link to a folder is not followed: make it a source of its own")
            for name in sorted(files):
                path = Path(folder) / name
                if name.startswith(".") or path == root / MANIFEST:
                    continue
                if path.is_symlink() and (fault := _link_fault(path, inside)):
                    self._refuse(path, fault)
                    continue
                yield path

    def _refuse(self, path: Path, detail: str) -> None:
        self.session.add_failure(self._place(path), Failure("unreadable", detail))

    def _refuse_unlisted(self, error: OSError) -> None:
        self._refuse(Path(error.filename), f"the folder cannot be listed: {error.strerror}")

    def _place(self, path: Path) -> str:
        """Return a file's path within the folder, with slashes, storable whatever bytes the name holds."""
        root = self.source.path
        return printable(path.name if path == root else path.relative_to(root).as_posix())

    def _read_manifest(self, path: Path) -> dict[str, ManifestLine]:
        """Read the folder's manifest by file, if there is one."""
        if not path.exists():
            return {}
        try:
            with _open_regular(path) as file:
                said, failures = parse_manifest(file)
        except OSError as error:
            self.session.add_failure(MANIFEST, Failure("unreadable", error.strerror or str(error)))
            return {}
        for place, failure in failures:
            self.session.add_failure(place, failure)
        return said


def _link_fault(link: Path, inside: Path) -> str | None:
    """Say why a link is not followed; None where it leads to something within `inside`."""
    try:
        target = link.resolve(strict=True)
    except FileNotFoundError:
        return "a link that leads nowhere: remove it, or copy the file"
    except (OSError, RuntimeError):  # which of the two a loop is depends on the version of Python
        return "a link that leads back to itself: remove it, or copy the file"
    return None if target.is_relative_to(inside) else "a link that leaves the source's folder is not followed: copy it"


@contextmanager
def _open_regular(path: Path) -> Iterator[BinaryIO]:
    """Open a file that is a file: a pipe or a device would never end.

    Raises:
        OSError: It is none, or may not be read.
    """
    target = path.resolve()
    if stat.S_ISSOCK(target.stat().st_mode):  # cannot be opened at all, and the system's error would not say why
        raise OSError(NOT_A_FILE)
    descriptor = os.open(target, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(NOT_A_FILE)
        yield file


def _is_same(known: Seen, status: os.stat_result, location: str) -> bool:
    """Tell from size and time whether a file is the one that was captured."""
    if (known.size_bytes, known.mtime_ns, known.location) != (status.st_size, status.st_mtime_ns, location):
        return False
    return int(known.taken_at.timestamp() * 1e9) - status.st_mtime_ns > SETTLED_NS
