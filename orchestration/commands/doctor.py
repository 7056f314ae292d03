"""`trialwire doctor`: what is as it should be here, what is not, and how to mend it. Changes nothing."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from rich.console import Console
from rich.markup import escape

from orchestration.commands.errors import EXIT_FAILED, CommandError
from orchestration.commands.review import GONE, published_rows
from orchestration.dbt_build import DBT_EXECUTABLE
from orchestration.locks import holder_of
from orchestration.paths import (
    CORRECTIONS_FILE,
    DBT_PROJECT_DIR,
    FEEDS_FILE,
    PROJECT_ROOT,
    REVIEW_FILE,
    SOURCES_FILE,
    Home,
)
from orchestration.publish import audited_fingerprint, current_version, is_damaged, list_publications
from orchestration.staging_state import raw_days, staged_days, stale_days

if TYPE_CHECKING:
    from orchestration.sources import Source

LOW_DISK_BYTES = 2 * 1024**3
OLD_DAYS = 2
ABOUT_WIDTH = len("corrections")
# A day on which a source gave nothing new says nothing of it.
UNREAD_SOURCES = """
select source_id from coverage where capture_count > 0
qualify row_number() over (partition by source_id order by observed_date desc) = 1 and status = 'nothing_read'
order by source_id
"""


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `remedy` says how to mend it, None where all is well."""

    about: str
    says: str
    remedy: str | None = None


def run_doctor(home: Home) -> int:
    """Print every finding; returns 1 where one needs mending."""
    console = Console(highlight=False)
    findings = list(examine(home, datetime.now(UTC)))
    for finding in findings:
        mark = "[green]✓[/green]" if finding.remedy is None else "[red]✗[/red]"
        says = finding.says if finding.remedy is None else f"{finding.says}\nmend: {finding.remedy}"
        for about, line in zip_longest([finding.about], says.splitlines(), fillvalue=""):
            console.print(f"{mark if about else ' '} {about:<{ABOUT_WIDTH}} {escape(line)}", soft_wrap=True)
    return EXIT_FAILED if any(finding.remedy for finding in findings) else 0


def examine(home: Home, now: datetime) -> Iterator[Finding]:
    """Look at versions, files of the project, the home, and what the last runs left."""
    yield from _versions()
    yield from _project(home)
    if home.root.exists() and not home.root.is_dir():
        yield Finding("home", f"{home.root} is no folder", "say another --home")
        return
    if not home.root.is_dir():
        yield Finding("home", f"{home.root} is not there yet; the first `trialwire run` makes it")
        return
    yield from _home(home)
    yield from _data(home)
    yield from _published(home, now)
    yield from _review(home)


def _versions() -> Iterator[Finding]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    wrong = []
    for line in requires("trialwire") or []:
        requirement = Requirement(line)
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            installed = ""
        if not installed or installed not in requirement.specifier:
            wrong.append(f"{requirement.name} {installed or 'absent'} (needs {requirement.specifier})")
    remedy = "install what requirements.lock says" if wrong else None
    yield Finding("versions", f"Python {python}, " + (", ".join(wrong) or "every package as pinned"), remedy)
    if not DBT_EXECUTABLE.exists():
        yield Finding("dbt", f"{DBT_EXECUTABLE} is not there", "install what requirements.lock says")


def _project(home: Home) -> Iterator[Finding]:
    from orchestration.corrections import load_corrections  # noqa: PLC0415
    from orchestration.feeds.filters import known_source_ids  # noqa: PLC0415
    from orchestration.sources import SourceError, load_sources  # noqa: PLC0415
    from transforms.corrections import CorrectionsError  # noqa: PLC0415
    from transforms.facts.judge.weights import REMEDY, WeightsError, load_models  # noqa: PLC0415
    from transforms.review import ReviewError, read_decisions  # noqa: PLC0415
    from transforms.rules.load import RULES_DIR, RuleError, load_rulebook  # noqa: PLC0415

    missing = [
        path for path in (DBT_PROJECT_DIR, SOURCES_FILE, FEEDS_FILE, REVIEW_FILE, CORRECTIONS_FILE) if not path.exists()
    ]
    if missing:
        remedy = f"restore {PROJECT_ROOT} as it was checked out"
        yield Finding("project", f"absent: {', '.join(map(str, missing))}", remedy)
        return
    try:
        sources = load_sources(SOURCES_FILE)
        yield from _sources(sources)
        yield from _unread(home, sources)
        yield _feeds(known_source_ids(home))
    except SourceError as error:
        said = str(error).replace(f"{SOURCES_FILE.parent}{os.sep}", "")
        yield Finding("sources", said, f"correct {SOURCES_FILE}")
        yield _feeds(None)
    try:
        book = load_rulebook()
        yield Finding("rules", f"{_count(len(book.rules), 'rule')} keep their examples; version {book.version}")
    except RuleError as error:
        yield Finding("rules", str(error), f"correct it in {RULES_DIR}; `trialwire rules test` says whether it holds")
    try:
        models = load_models()
        yield Finding("judge", f"weights {models.version}, {len(models.types.features):,} features of sentences")
    except WeightsError as error:
        yield Finding("judge", str(error).removesuffix(f": {REMEDY}"), REMEDY)
    try:
        yield Finding("review", f"{_count(read_decisions(REVIEW_FILE).height, 'decision')} in {REVIEW_FILE.name}")
    except ReviewError as error:
        yield Finding("review", str(error), f"correct {REVIEW_FILE}")
    try:
        yield Finding("corrections", f"{_count(len(load_corrections()), 'correction')} in {CORRECTIONS_FILE.name}")
    except CorrectionsError as error:
        yield Finding("corrections", str(error), f"correct {CORRECTIONS_FILE}")


def _sources(sources: "Sequence[Source]") -> Iterator[Finding]:
    """Count the sources, and find enabled ones whose folder or file cannot be read."""
    from orchestration.sources.config import FolderSource  # noqa: PLC0415

    enabled = [source for source in sources if source.enabled]
    names = ", ".join(source.id for source in enabled)
    yield Finding("sources", f"{len(enabled)} of {len(sources)} enabled: {names}")
    for source in enabled:
        if isinstance(source, FolderSource) and not os.access(source.path, os.R_OK):
            fault = "cannot be read" if source.path.exists() else "is not there"
            remedy = f"correct its path in {SOURCES_FILE}, or say enabled = false"
            yield Finding("sources", f"{source.id}: {source.path} {fault}", remedy)


def _unread(home: Home, sources: "Sequence[Source]") -> Iterator[Finding]:
    """Find enabled sources whose last captures were all refused."""
    try:
        unread = {row["source_id"] for row in published_rows(home, UNREAD_SOURCES)}
    except CommandError:  # nothing is published, or it is damaged: said below
        return
    if names := [source.id for source in sources if source.enabled and source.id in unread]:
        remedy = f"`trialwire sql \"from rejects where source_id = '{names[0]}'\"` says why; or say enabled = false"
        yield Finding("sources", f"whatever they gave last was refused: {', '.join(names)}", remedy)


def _feeds(source_ids: Collection[str] | None) -> Finding:
    """Look at feeds.toml; where sources.toml is wrong, nobody knows which sources a feed may name."""
    from transforms.feeds import FeedsError, read_feeds  # noqa: PLC0415

    try:
        count = _count(read_feeds(FEEDS_FILE, source_ids).height, "feed")
    except FeedsError as error:
        return Finding("feeds", str(error), f"correct {FEEDS_FILE}")
    unheld = "" if source_ids is not None else "; their source_ids can only be held to a sound sources.toml"
    return Finding("feeds", f"{count} in {FEEDS_FILE.name}{unheld}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _home(home: Home) -> Iterator[Finding]:
    folders = [path for path in (home.root, home.raw, home.staging, home.published) if path.exists()]
    if blocked := [str(path) for path in folders if not os.access(path, os.W_OK | os.X_OK)]:
        yield Finding("home", f"not writable: {', '.join(blocked)}", "change the owner, or say another --home")
    else:
        yield Finding("home", f"{home.root}, writable")
    free = shutil.disk_usage(home.root).free
    yield Finding(
        "disk",
        f"{free / 1e9:.1f} GB free",
        None if free > LOW_DISK_BYTES else "free some space: a run needs room for two copies of the warehouse",
    )
    if holder := holder_of(home.lock_file):
        yield Finding("lock", f"a run is under way: {holder}")
    elif home.lock_file.exists():
        yield Finding("lock", "no run is under way; the lock is free")


def _data(home: Home) -> Iterator[Finding]:
    raw, staged, stale = raw_days(home), staged_days(home), stale_days(home)
    span = f", {raw[0]} to {raw[-1]}" if raw else ""
    yield Finding("raw", f"{_count(len(raw), 'day')}{span}")
    yield Finding(
        "staging",
        _count(len(staged), "day") + (f", {len(stale)} out of date" if stale else ""),
        "`trialwire run` reads them again" if stale else None,
    )
    if damaged := [str(file) for file in sorted(home.dagster.rglob("*.db")) if not _is_database(file)]:
        remedy = f"move {home.dagster} away: it holds the history of runs, no data"
        yield Finding("dagster", f"damaged: {', '.join(damaged)}", remedy)
    if home.build_file.exists() and audited_fingerprint(home.build_file, home.audit_file) is None:
        remedy = f"see {home.root / 'run.log'}, then `trialwire run`"
        yield Finding("build", "the last build failed its tests, or was stopped", remedy)


def _is_database(file: Path) -> bool:
    """Tell whether SQLite can open a file; looks at its header and its list of tables."""
    # Where nothing may be written, a file with a log beside it opens only as one that nobody changes.
    for how in ("mode=ro", "immutable=1"):
        with (
            suppress(sqlite3.DatabaseError),
            closing(sqlite3.connect(f"{file.as_uri()}?{how}", uri=True)) as connection,
        ):
            connection.execute("select count(*) from sqlite_master")
            return True
    return False


def _published(home: Home, now: datetime) -> Iterator[Finding]:
    known, current = list_publications(home.published), current_version(home.published)
    if not known:
        yield Finding("published", "nothing yet", "`trialwire run`")
        return
    link = home.published / "current"
    if link.exists() and not link.is_symlink():
        yield Finding("published", f"{link} is no link", f"move {link} away, then `trialwire run`")
        return
    reading = next((publication for publication in known if publication.version == current), None)
    if reading is None:
        remedy = f"`trialwire publish --rollback {known[0].version}`"
        yield Finding("published", "`current` leads nowhere, or to a version without its record", remedy)
        return
    if is_damaged(home.published, reading):
        whole = next((other for other in known if not is_damaged(home.published, other)), None)
        remedy = f"`trialwire publish --rollback {whole.version}`" if whole else "`trialwire run`"
        yield Finding("published", f"the file of {reading.version} is damaged", remedy)
        return
    age_days = (now - datetime.fromisoformat(reading.published_at)).days
    says = f"{current}, the last good run ({reading.run_id[:8]}); {_count(len(known), 'version')} kept"
    if current != known[0].version:
        yield Finding("published", f"rolled back to {current}; the newest is {known[0].version}")
    elif age_days > OLD_DAYS:
        yield Finding("published", f"{says}; {age_days} days old", "`trialwire run`, or switch the daily schedule on")
    else:
        yield Finding("published", says)


def _review(home: Home) -> Iterator[Finding]:
    """Find decisions that the last run could not honour: no statement has their id any more."""
    try:
        gone = published_rows(home, GONE)
    except CommandError:  # nothing is published, or it is older than decisions are: said above
        return
    if gone:
        yield Finding(
            "review",
            f"decisions that fit no statement any more: {', '.join(row['milestone_id'] for row in gone)}",
            f"`trialwire review list`, judge what the releases state now, and take those lines out of {REVIEW_FILE}",
        )
