"""What a run came to, for a person: counts, rejects, the next catalysts, and what to type next."""

import shutil
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from orchestration.paths import Home, home_from_environment
from orchestration.publish import current_version
from orchestration.staging_state import staged_counts

if TYPE_CHECKING:
    from orchestration.commands.execute import Outcome

CATALYSTS = 8
OPENING_CHARS = 90
# Of the table, where the output is no terminal and tells no width.
WIDTH = 200
MILESTONES_BY_TYPE = """
select milestone_type, count(*) as told from trial_milestones group by all order by told desc, milestone_type
"""
REVIEW = """
select
    (select count(*) from milestones_review where decision is null),
    (select count(*) from review_decisions where status = 'statement_gone')
"""
NEXT_CATALYSTS = """
select window_start, window_end, window_precision, sponsor, intervention, milestone_type, sentence, as_of_date
from catalyst_calendar where status = 'due' order by window_end, window_start, milestone_id limit $limit
"""


def print_summary(console: Console, home: Home) -> None:
    """Print what the warehouse holds now."""
    rows, reasons = staged_counts(home)
    if not console.is_terminal:
        console.width = WIDTH
    with duckdb.connect(str(home.published_file), read_only=True) as warehouse:
        by_type = warehouse.execute(MILESTONES_BY_TYPE).fetchall()
        catalysts = warehouse.execute(NEXT_CATALYSTS, {"limit": CATALYSTS}).fetchall()
        review = warehouse.execute(REVIEW).fetchone() or (0, 0)

    console.print()
    _print_counts(console, rows, reasons)
    shown = ", ".join(f"{milestone_type} {told}" for milestone_type, told in by_type)
    console.print(f"[bold]milestones[/bold]  {shown or 'none'}", soft_wrap=True)
    waiting, gone = review
    lost = f"; [bold yellow]decisions that fit no statement any more: {gone}[/bold yellow]" if gone else ""
    if waiting or gone:
        console.print(
            f"[bold]review[/bold]      waiting for a person: {waiting}{lost}; trialwire review list", soft_wrap=True
        )
    console.print()
    if catalysts:
        columns = ("due", "sponsor", "product", "milestone", "sentence")
        table = Table(*columns, box=None, pad_edge=False, title_justify="left")
        for start, end, precision, sponsor, product, milestone_type, sentence, _ in catalysts:
            opening = sentence if len(sentence) <= OPENING_CHARS else sentence[: OPENING_CHARS - 1] + "…"
            cells = (window_words(start, end, precision), sponsor or "", product or "", milestone_type, opening)
            table.add_row(*(Text(cell) for cell in cells))
        console.print(f"[bold]next catalysts[/bold]  as of {catalysts[0][-1]}, the newest day told of")
        console.print(table)
    else:
        console.print("[bold]next catalysts[/bold]  none whose window has not passed")
    console.print()
    console.print(f"published   {home.published_file} ({current_version(home.published)})", soft_wrap=True)
    option = "" if home == home_from_environment() else f" --home {home.root}"
    command = command_to_type()
    console.print("next        ", end="")
    console.print(
        escape(
            f'{command} sql "from trial_milestones limit 5"{option}\n'
            f"            {command} sql{option}\n"
            f"            {command} ui{option}"
        ),
        soft_wrap=True,
    )


def print_warnings(console: Console, outcome: "Outcome") -> None:
    """Print what checks found that stops no publication, such as a source that gives nothing."""
    for check, detail in outcome.warned_checks.items():
        console.print(f"[yellow]warning[/yellow]     {escape(check)}  {escape(detail)}", soft_wrap=True)


def command_to_type() -> str:
    """Return how a person calls the command here: by its name where that is on PATH, else by where it lies."""
    if shutil.which("trialwire"):
        return "trialwire"
    beside = Path(sys.executable).parent / "trialwire"
    return str(beside.relative_to(Path.cwd())) if beside.is_relative_to(Path.cwd()) else str(beside)


def print_failure(console: Console, home: Home, outcome: "Outcome") -> None:
    """Print which step, check or test failed, and what analysts see now."""
    console.print()
    _print_counts(console, *staged_counts(home))
    for check, detail in outcome.failed_checks.items():
        console.print(f"[red]failed check[/red]  {escape(check)}  {escape(detail)}", soft_wrap=True)
    for step, error in outcome.failed_steps.items():
        if not outcome.failed_checks:
            console.print(f"[red]failed step[/red]   {escape(step)}: {escape(error)}", soft_wrap=True)
    version = current_version(home.published)
    stays = f"analysts still read {version}" if version else "nothing has been published yet"
    console.print(f"[bold red]Nothing was published[/bold red]; {stays}.")
    console.print(f"More: {home.root / 'run.log'}, or `trialwire ui`, run {outcome.run_id[:8]}.", soft_wrap=True)


def window_words(start: date, end: date, precision: str) -> str:
    """Say a window no more exactly than the text did."""
    if precision.startswith("day"):
        return start.isoformat()
    if precision.startswith("by"):
        return f"by {end.isoformat()}"
    return f"{start.isoformat()} – {end.isoformat()}"


def _print_counts(console: Console, rows: Counter[str], reasons: Counter[str]) -> None:
    console.print(
        f"[bold]staging[/bold]     {rows['releases']:,} releases, {rows['posts']:,} posts, "
        f"{rows['studies']:,} studies, {rows['milestones']:,} statements of milestones "
        f"from {rows['captures']:,} captures",
        soft_wrap=True,
    )
    if rows["rejects"]:
        listed = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
        console.print(f"[bold yellow]rejects     {rows['rejects']:,}[/bold yellow]: {listed}", soft_wrap=True)
        console.print("            each with its reason and remedy: from rejects", soft_wrap=True)
