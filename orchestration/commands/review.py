"""`trialwire review`: what waits for a person, and the person's word on it."""

import getpass
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape

from orchestration.commands.errors import CommandError, usage
from orchestration.commands.printing import printable
from orchestration.paths import REVIEW_FILE, Home
from orchestration.review import Word, find_statements, write_decisions
from transforms.review import ReviewError, read_decisions

# Surest first: there a glance settles most.
WAITING = """
select milestone_id, milestone_type, role, detail, agency, phase, intervention, window_start, window_end,
    window_precision, issuer, confidence, rule_id, sentence, url, release_id
from milestones_review where decision is null
order by confidence desc, role = 'announced' desc, first_observed_at desc, milestone_id
"""
GONE = """
select milestone_id, decision, milestone_type, role, decision_reason, decided_by, decided_on, release_title, url,
    release_id
from review_decisions where status = 'statement_gone' order by decided_on, milestone_id
"""


def list_waiting(home: Home, limit: int) -> None:
    """Print what waits for a word, and the words that fit nothing any more."""
    decided = decided_ids()
    waiting = [row for row in published_rows(home, WAITING) if row["milestone_id"] not in decided]
    # One that was decided anew since, or taken out of the file, is settled.
    gone = [row for row in published_rows(home, GONE) if row["milestone_id"] in decided]
    out = Console(highlight=False, soft_wrap=True)
    for row in waiting[:limit]:
        window = (
            row["window_start"] and f"{row['window_start']} – {row['window_end'] or '…'} ({row['window_precision']})"
        )
        parts = [row[key] for key in ("milestone_type", "role", "detail", "agency", "phase", "intervention", "issuer")]
        said = "  ".join(str(part) for part in [*parts, window] if part)
        out.print(f"[bold]{row['milestone_id']}[/bold]  {row['confidence']:.2f}  {_shown(said)}")
        out.print(f"    “{_shown(row['sentence'])}”")
        out.print(f"    [dim]{_shown(row['rule_id'])} · {_shown(row['url'] or row['release_id'])}[/dim]")
    more = f", {limit} shown (--limit shows more)" if len(waiting) > limit else ""
    out.print(f"waiting: {len(waiting)}{more}; `trialwire review accept ID --reason …`, or `refuse`")
    if not gone:
        return
    out.print(
        f"\ndecisions that fit no statement any more: {len(gone)}. Judge what the release states now, and take their "
        f"lines out of {REVIEW_FILE}"
    )
    for row in gone:
        out.print(
            f"{row['milestone_id']}  {row['decision']}  {row['milestone_type']}  {row['role']}  "
            f"{_shown(row['decision_reason'])} ({_shown(row['decided_by'])}, {row['decided_on']})"
        )
        release = f"{row['release_title']} · {row['url'] or 'no address'} · release {row['release_id']}"
        out.print(f"    [dim]{_shown(release)}[/dim]")


def decide(home: Home, milestone_ids: Sequence[str], decision: str, reason: str, by: str | None) -> None:
    """Write one word on some statements into the file of decisions, for the next run to honour."""
    if not reason.strip():
        raise usage(f"review {decision}: --reason is empty: say why, for those who read it later")
    found = find_statements(home, milestone_ids)
    if unknown := sorted(set(milestone_ids) - set(found["milestone_id"])):
        raise CommandError(
            f"no release in {home.root} states {', '.join(unknown)}: the ids are in `trialwire review list`, and the "
            "milestone_id of every mart; nothing was written"
        )
    try:
        word = Word(decision, reason.strip(), (by or _login()).strip(), datetime.now(UTC).date())
        replaced = write_decisions(found, word, REVIEW_FILE)
    except ReviewError as error:
        raise CommandError(f"{error}; nothing was written") from error
    except OSError as error:
        raise CommandError(f"{REVIEW_FILE} cannot be written: {error.strerror}") from error
    out = Console(highlight=False, soft_wrap=True)
    for row in found.iter_rows(named=True):
        again = " (in place of an earlier word)" if row["milestone_id"] in replaced else ""
        out.print(f"{decision}  {row['milestone_id']}  {row['milestone_type']} {row['role']}{again}")
        out.print(f"    “{_shown(row['sentence'])}”")
    out.print(f"Written to {REVIEW_FILE}; the next `trialwire run` honours it.")


def published_rows(home: Home, query: str) -> list[dict[str, Any]]:
    """Return the rows of a query on the published warehouse; raises CommandError where there is none, or an old one."""
    if not home.published_file.is_file():
        raise CommandError(f"nothing is published in {home.published} yet: run `trialwire run`, or say --home")
    try:
        with duckdb.connect(str(home.published_file), read_only=True) as warehouse:
            cursor = warehouse.execute(query)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise CommandError("the published warehouse is older than `review`: run `trialwire run`") from error
    except duckdb.Error as error:
        raise CommandError(str(error).strip()) from error


def decided_ids() -> set[str]:
    """Return the statements that people decided on; raises CommandError where the file is wrong."""
    try:
        return set(read_decisions(REVIEW_FILE)["milestone_id"]) if REVIEW_FILE.exists() else set()
    except ReviewError as error:
        raise CommandError(str(error)) from error


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise usage("review: say --by NAME: the system does not know who you are") from None


def _shown(text: object) -> str:
    return escape(printable(str(text)))
