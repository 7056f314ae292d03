"""Write, audit, publish: from the tested build file to the version that analysts read, and back again.

No Dagster and no dbt here. The layout below `published/`:

    releases/<version>/warehouse.duckdb     read-only, never touched again
    releases/<version>/feeds/               the feeds and the calendar of that file, read-only too
    releases/<version>/docs.html            what its tables and columns are, and what each is made of
    releases/<version>/publication.json     what it was made from
    current -> releases/<version>           swapped in one step
    rolled_back.json                        where somebody went back to, and from which newest version
    publish.lock                            held while a version is written or swapped

A directory link is swapped, not a file: a reader keeps its rows, a new connection sees the new file, also in the same
process, and the catalog keeps its name. A replaced or renamed file does not give all three. A kill at any moment leaves
`current` as it was or as it is to be; the next publication goes on from there.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb

from orchestration.files import read_json, sync_file, sync_folder, write_json
from orchestration.locks import exclusive
from orchestration.paths import Home

KEPT_VERSIONS = 5
FILE_NAME = "warehouse.duckdb"
LOCK_NAME = "publish.lock"
ROLLED_BACK_NAME = "rolled_back.json"
VERSION_NAME = "%Y-%m-%dT%H-%M-%S.%fZ"
# A publication takes seconds; a large one, a minute.
LOCK_WAIT_S = 300
# Marts, the curated lists that their codes come from, the word index of search_releases, and what the functions read
# that answer as of a day.
PUBLISHED_SCHEMAS = ("main", "reference", "search", "history")
# Writes what belongs beside the file of marts: from that file, into its folder; it gets the folders of earlier
# versions, newest first, and the time.
WriteBeside = Callable[[Path, Path, Sequence[Path], datetime], None]


class PublishError(RuntimeError):
    """A build that must not reach analysts, or a version that is not there; the message says what to do."""


@dataclass(frozen=True)
class Publication:
    """One published version."""

    version: str
    fingerprint: str
    run_id: str
    published_at: str
    size_bytes: int
    row_counts: dict[str, int]
    # Size of each file beside the DuckDB file, by its path in the folder.
    files: dict[str, int] = field(default_factory=dict)


def mark_audited(build_file: Path, audit_file: Path, fingerprint: str) -> None:
    """Note that `build_file`, as it is now, was made from `fingerprint` and passed every test."""
    stat = build_file.stat()
    write_json(audit_file, {"fingerprint": fingerprint, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns})


def clear_audit(audit_file: Path) -> None:
    """Forget the audit: the build file is about to change."""
    audit_file.unlink(missing_ok=True)


def audited_fingerprint(build_file: Path, audit_file: Path) -> str | None:
    """Return what the build file was made from; None unless that very file passed its tests."""
    audit = read_json(audit_file)
    if audit is None or not build_file.is_file():
        return None
    stat = build_file.stat()
    if (audit.get("size"), audit.get("mtime_ns")) != (stat.st_size, stat.st_mtime_ns):
        return None
    fingerprint = audit.get("fingerprint")
    return fingerprint if isinstance(fingerprint, str) else None


def publish(home: Home, *, run_id: str, now: datetime, write_beside: WriteBeside) -> tuple[Publication, bool]:
    """Publish the build file, unless the newest version was made from the same inputs.

    After a rollback the same content is not published again: a run must bring something new to move analysts forward.

    Args:
        home: where the private DuckDB file, its audit and the versions are.
        run_id: the run that publishes, for the record.
        now: UTC; names the version.
        write_beside: what else a version holds; where it fails, nothing is published.

    Returns:
        The newest version, and whether it was published just now.

    Raises:
        PublishError: the build did not pass its tests, or holds something that cannot be published.
        BusyError: another process publishes or goes back, and does not end.
    """
    home.published.mkdir(parents=True, exist_ok=True)
    with exclusive(home.published / LOCK_NAME, wait_s=LOCK_WAIT_S):
        return _publish(home, run_id, now, write_beside)


def _publish(home: Home, run_id: str, now: datetime, write_beside: WriteBeside) -> tuple[Publication, bool]:
    published = home.published
    fingerprint = audited_fingerprint(home.build_file, home.audit_file)
    if fingerprint is None:
        raise PublishError("the build has not passed its tests as a whole: run `trialwire run`")
    releases = published / "releases"
    releases.mkdir(exist_ok=True)
    _sweep(published)
    known = list_publications(published)
    if known and known[0].fingerprint == fingerprint and not is_damaged(published, known[0]):
        return known[0], _make_current(published, known[0])

    draft = Publication(_name_after(known, now), fingerprint, run_id, now.isoformat(timespec="seconds"), 0, {})
    earlier = [releases / publication.version for publication in known]
    incoming = releases / f".incoming-{os.getpid()}"
    incoming.mkdir()
    try:
        _copy_build(home.build_file, incoming / FILE_NAME)
        draft = replace(draft, row_counts=_count_rows(incoming / FILE_NAME))
        write_beside(incoming / FILE_NAME, incoming, earlier, now)
        publication = _seal(incoming, draft)
    except BaseException:
        # What cannot be whole must not hold the room that is missing.
        shutil.rmtree(incoming, ignore_errors=True)
        raise
    incoming.rename(releases / publication.version)
    sync_folder(releases)
    _point_current_at(published, publication.version)
    _drop_old_versions(published)
    return publication, True


def _copy_build(build_file: Path, copy: Path) -> None:
    """Copy the build file and its write-ahead log, and fold the log into the copy."""
    shutil.copyfile(build_file, copy)
    wal = build_file.with_name(build_file.name + ".wal")
    if wal.exists():
        shutil.copyfile(wal, copy.with_name(copy.name + ".wal"))
    with duckdb.connect(str(copy)) as connection:
        connection.execute("checkpoint")


def _seal(folder: Path, draft: Publication) -> Publication:
    """Write the record of a version, now that all its files are there, and bring them down to the disk."""
    copy = folder / FILE_NAME
    beside = {path: path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file() and path != copy}
    publication = replace(
        draft,
        size_bytes=copy.stat().st_size,
        files={str(path.relative_to(folder)): size for path, size in beside.items()},
    )
    write_json(folder / "publication.json", asdict(publication))
    for file in (copy, *beside):
        file.chmod(0o444)
        sync_file(file)
    for subfolder in {file.parent for file in (copy, *beside)}:
        sync_folder(subfolder)
    return publication


def _make_current(published: Path, newest: Publication) -> bool:
    """Swap in a version that was written and not swapped in, as its run was killed; tell whether it was."""
    current = current_version(published)
    went_back = {"version": current, "newest": newest.version}
    is_left_behind = current != newest.version and read_json(published / ROLLED_BACK_NAME) != went_back
    if is_left_behind:
        _point_current_at(published, newest.version)
    _drop_old_versions(published)
    return is_left_behind


def _sweep(published: Path) -> None:
    """Remove what a killed publication or rollback left half-made."""
    for left_over in (published / "releases").glob(".incoming-*"):
        _remove(left_over)
    # The links and notes that were about to be moved to their place; what else is hidden there is not ours.
    for left_over in (*published.glob(".current-*"), *published.glob(".*.tmp")):
        left_over.unlink()


def _name_after(known: Sequence[Publication], now: datetime) -> str:
    """Return a name for a version of now that sorts behind all others, also where the clock was set back."""
    name = now.strftime(VERSION_NAME)
    if known and known[0].version >= name:
        with suppress(ValueError):  # a folder of another name was not made here
            last = datetime.strptime(known[0].version, VERSION_NAME).replace(tzinfo=UTC)
            name = (last + timedelta(microseconds=1)).strftime(VERSION_NAME)
    return name


def list_publications(published: Path) -> list[Publication]:
    """Return the versions that are kept, newest first; a folder without its record, or half of one, is passed over."""
    releases = published / "releases"
    if not releases.is_dir():
        return []
    records = (
        read_json(folder / "publication.json")
        for folder in sorted(releases.iterdir(), reverse=True)
        if not folder.name.startswith(".") and (folder / FILE_NAME).is_file()
    )
    return [publication for record in records if (publication := _publication(record)) is not None]


def _publication(record: dict[str, Any] | None) -> Publication | None:
    try:
        return Publication(**record) if record is not None else None
    except TypeError:
        return None


def is_damaged(published: Path, publication: Publication) -> bool:
    """Tell whether a version's files are not those that were published, as far as sizes and a first look tell."""
    folder = published / "releases" / publication.version
    file = folder / FILE_NAME
    try:
        if any((folder / path).stat().st_size != size for path, size in publication.files.items()):
            return True
        if file.stat().st_size != publication.size_bytes:
            return True
        with duckdb.connect(str(file), read_only=True):
            return False
    except (OSError, duckdb.Error):
        return True


def current_version(published: Path) -> str | None:
    """Return the version that analysts read now; None before the first, or where the link leads nowhere."""
    link = published / "current"
    if not link.is_symlink() or not (link / FILE_NAME).is_file():
        return None
    return link.readlink().name


def rollback(published: Path, version: str | None = None) -> Publication:
    """Point `current` at `version`, or at the one before the current one.

    Raises:
        PublishError: there is no such version.
        BusyError: another process publishes or goes back, and does not end.
    """
    if not list_publications(published):
        raise PublishError(f"nothing is published in {published}: run `trialwire run`")
    with exclusive(published / LOCK_NAME, wait_s=LOCK_WAIT_S):
        known = list_publications(published)
        current = current_version(published)
        if version is None:
            older = [publication for publication in known if current is not None and publication.version < current]
            if not older:
                raise PublishError(f"there is no version before {current}; kept: {_names(known)}")
            chosen = older[0]
        else:
            chosen = next((publication for publication in known if publication.version == version), None) or _unknown(
                version, known
            )
        # Said before it is done: what is not done is not held to.
        write_json(published / ROLLED_BACK_NAME, {"version": chosen.version, "newest": known[0].version})
        _point_current_at(published, chosen.version)
    return chosen


def _unknown(version: str, known: list[Publication]) -> Publication:
    raise PublishError(f"there is no version {version!r}; kept: {_names(known)}")


def _names(known: list[Publication]) -> str:
    return ", ".join(publication.version for publication in known)


def _count_rows(copy: Path) -> dict[str, int]:
    """Count the rows of each mart; refuse what would not travel, and what is not for analysts."""
    with duckdb.connect(str(copy), read_only=True) as connection:
        views = connection.execute(
            "select schema_name || '.' || view_name from duckdb_views() where not internal and database_name = "
            "current_database()"
        ).fetchall()
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() where database_name = current_database() order by all"
        ).fetchall()
        if views:
            # A view carries the catalog's name and absolute paths, and breaks in another place.
            raise PublishError(
                f"the build holds views, which cannot be published: {', '.join(name for (name,) in views)}"
            )
        foreign = sorted({schema for schema, _ in tables} - set(PUBLISHED_SCHEMAS))
        if foreign:
            raise PublishError(f"the build holds schemas that analysts should not see: {', '.join(foreign)}")
        marts = [table for schema, table in tables if schema == "main"]
        if not marts:
            raise PublishError("the build holds no mart")
        counts = {table: connection.table(f'main."{table}"').count("*").fetchone() for table in marts}
    return {table: count[0] for table, count in counts.items() if count is not None}


def _point_current_at(published: Path, version: str) -> None:
    current = published / "current"
    if current.exists() and not current.is_symlink():
        raise PublishError(
            f"{current} is no link, and what it holds is not ours to delete: move it away, then run again"
        )
    swap = published / f".current-{os.getpid()}"
    swap.unlink(missing_ok=True)
    swap.symlink_to(Path("releases") / version, target_is_directory=True)
    swap.replace(current)
    sync_folder(published)


def _drop_old_versions(published: Path) -> None:
    current, known = current_version(published), list_publications(published)
    # The same inputs are published again only where the version was damaged.
    replaced = {older.version for newer, older in pairwise(known) if older.fingerprint == newer.fingerprint}
    for number, publication in enumerate(known):
        is_dropped = number >= KEPT_VERSIONS or publication.version in replaced
        if is_dropped and publication.version != current:
            _remove(published / "releases" / publication.version)


def _remove(folder: Path) -> None:
    # Hidden first, so that a half-removed version is never listed.
    doomed = folder.with_name(f".incoming-removed-{folder.name.lstrip('.')}")
    folder.rename(doomed)
    shutil.rmtree(doomed)
