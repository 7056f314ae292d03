"""`trialwire doctor`: what is as it should be here, what is not, and how to mend it. Changes nothing."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

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

LOW_DISK_BYTES = 2 * 1024**3
OLD_DAYS = 2


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
        console.print(f"{mark} {finding.about:<10} {escape(finding.says)}", soft_wrap=True)
        if finding.remedy is not None:
            console.print(f"  {'':<10} mend: {escape(finding.remedy)}", soft_wrap=True)
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
    from transforms.feeds import FeedsError, read_feeds  # noqa: PLC0415
    from transforms.review import ReviewError, read_decisions  # noqa: PLC0415

    missing = [
        path for path in (DBT_PROJECT_DIR, SOURCES_FILE, FEEDS_FILE, REVIEW_FILE, CORRECTIONS_FILE) if not path.exists()
    ]
    if missing:
        remedy = f"restore {PROJECT_ROOT} as it was checked out"
        yield Finding("project", f"absent: {', '.join(map(str, missing))}", remedy)
        return
    try:
        sources = load_sources(SOURCES_FILE)
        enabled = [source.id for source in sources if source.enabled]
        yield Finding("sources", f"{len(enabled)} of {len(sources)} enabled: {', '.join(enabled)}")
    except SourceError as error:
        yield Finding("sources", str(error), f"correct {SOURCES_FILE}")
    try:
        feeds = read_feeds(FEEDS_FILE, known_source_ids(home))
        yield Finding("feeds", f"{feeds.height} in {FEEDS_FILE.name}")
    except SourceError:  # said above: which sources a feed may name is not known
        pass
    except FeedsError as error:
        yield Finding("feeds", str(error), f"correct {FEEDS_FILE}")
    try:
        models = load_models()
        yield Finding("judge", f"weights {models.version}, {len(models.types.features):,} features of sentences")
    except WeightsError as error:
        yield Finding("judge", str(error).removesuffix(f": {REMEDY}"), REMEDY)
    try:
        yield Finding("review", f"{read_decisions(REVIEW_FILE).height} decisions in {REVIEW_FILE.name}")
    except ReviewError as error:
        yield Finding("review", str(error), f"correct {REVIEW_FILE}")
    try:
        yield Finding("corrections", f"{len(load_corrections())} of names in {CORRECTIONS_FILE.name}")
    except CorrectionsError as error:
        yield Finding("corrections", str(error), f"correct {CORRECTIONS_FILE}")


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
    yield Finding("raw", f"{len(raw)} days{span}")
    yield Finding(
        "staging",
        f"{len(staged)} days" + (f", {len(stale)} out of date" if stale else ""),
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
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("select count(*) from sqlite_master")
    except sqlite3.DatabaseError:
        return False
    return True


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
    says = f"{current}, the last good run ({reading.run_id[:8]}); {len(known)} versions kept"
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
