"""`trialwire reparse`: raw that is stored read again, shown against staging or written there."""

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain
from typing import Any

import polars as pl
import pyarrow as pa
from rich.console import Console
from rich.markup import escape
from rich.status import Status

from orchestration.commands.choice import choose_days
from orchestration.commands.errors import CommandError, usage
from orchestration.commands.printing import printable
from orchestration.commands.review import decided_ids
from orchestration.locks import BusyError, exclusive, holder_of
from orchestration.paths import Home
from orchestration.staging_batches import BatchError
from orchestration.staging_diff import Change, Comparison, Row, compare_day
from orchestration.staging_state import raw_days, staged_days
from orchestration.staging_writer import refresh_partition
from transforms.facts.judge import WeightsError
from transforms.rules.load import RuleError, load_rulebook

MARKS = {"came": "[green]+[/green]", "went": "[red]-[/red]", "changed": "[yellow]~[/yellow]"}
# What is shown row by row; the rest is counted.
SHOWN_TABLES = ("milestones", "releases", "rejects")
# Beside these, a change of what follows from them is no news.
FOLLOWS = {"milestone_id", "span_start", "span_end", "text_sha256"}


@dataclass(frozen=True)
class Captures:
    """Which captures to read again: first and last observed day, as typed, and the source; all where None."""

    from_text: str | None = None
    to_text: str | None = None
    source_id: str | None = None


def show_changes(home: Home, captures: Captures, *, as_jsonl: bool, limit: int) -> None:
    """Read stored raw again under the rules and readers of this checkout, and print what differs from staging.

    Nothing is written. Rows are printed as they are found; what is kept is counts.

    Args:
        home: where raw and staging are.
        captures: which of them to read.
        as_jsonl: print every row that differs as a JSON object, and the counts on stderr.
        limit: without it, rows to show one by one.

    Raises:
        CommandError: nothing is there to read, the rules are refused, a run is under way, or reading failed.
    """
    days = _days(home, captures)
    if holder := holder_of(home.lock_file):
        raise CommandError(f"a run is under way in {home.root}: {holder}. Wait until it ends.")
    # With JSON, stdout is for rows alone.
    console = Console(stderr=as_jsonl, highlight=False, soft_wrap=True)
    tally = Tally(decided_ids())
    shown = 0
    with _explained(home), console.status("reading") as status:
        version = load_rulebook().version
        for batch in chain.from_iterable(compare_day(home, day, captures.source_id) for day in days):
            tally.add(batch)
            status.update(f"{tally.capture_count:,} captures read, {tally.changes.total():,} rows differ")
            for change in batch.changes:
                if as_jsonl:
                    sys.stdout.write(_json_line(change))
                elif change.table in SHOWN_TABLES:
                    shown += 1
                    if shown <= limit:
                        for line in _lines(change):
                            console.print(line)
    if shown > limit:
        console.print(f"… {shown - limit:,} rows more: --limit shows more, --format jsonl gives all")
    for line in tally.lines():
        console.print(line)
    console.print(f"Rules {version}. Nothing was written; `trialwire reparse` writes staging, and so does a run.")


def rewrite_staging(home: Home, captures: Captures) -> None:
    """Bring the staging of days up to date, as a run does: what the rules, readers and raw of today give.

    Raises:
        CommandError: nothing is there to read, the rules are refused, a run is under way, or reading failed.
    """
    if captures.source_id is not None:
        raise usage("reparse: --source belongs to --diff: the staging of a day is written whole, of all sources")
    days = _days(home, captures)
    console = Console(highlight=False, soft_wrap=True)
    with _explained(home), exclusive(home.lock_file, wait_s=0), console.status("reading") as status:
        version = load_rulebook().version
        for day in days:
            state, is_new = refresh_partition(home, day, on_progress=partial(_progress, status, day))
            rows = state.row_counts
            said = f"{rows['releases']:,} releases, {rows['milestones']:,} milestones, {rows['rejects']:,} rejects"
            console.print(f"{day}  {'written' if is_new else 'as it was'}  {said}")
    console.print(f"Staging is as rules {version} read it; `trialwire run` builds, tests and publishes it.")


def _progress(status: Status, day: date, done: int, total: int) -> None:
    status.update(f"{day}: {done:,} of {total:,} captures read")


@contextmanager
def _explained(home: Home) -> Iterator[None]:
    try:
        yield
    except (RuleError, WeightsError, BatchError, BusyError) as error:
        raise CommandError(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"{error.filename or home.root}: {error.strerror}") from error
    except (pl.exceptions.PolarsError, pa.ArrowException) as error:
        said = " ".join(str(error).split())[:200]
        raise CommandError(
            f"a file of {home.staging} is damaged ({said}): `trialwire run` reads staging again"
        ) from error


def _days(home: Home, captures: Captures) -> list[date]:
    first, last = choose_days("reparse", captures.from_text, captures.to_text)
    known = sorted(path.name for path in home.raw.glob("*") if path.is_dir())
    if captures.source_id not in (None, *known):
        raise usage(f"reparse: raw has no source {captures.source_id!r}; it has {', '.join(known) or 'none'}")
    there = sorted({*raw_days(home), *staged_days(home)})
    days = [day for day in there if (first or day) <= day <= (last or day)]
    if not days:
        span = f"; it has {there[0]} to {there[-1]}" if there else ": run `trialwire run`, or say --home"
        raise CommandError(f"{home.raw} has no captures of these days{span}")
    return days


class Tally:
    """Counts of all that differs, also of what is not shown."""

    def __init__(self, decided: Collection[str]) -> None:
        self._decided = decided
        self._lost: list[str] = []
        self.capture_count = 0
        self.before: Counter[str] = Counter()
        self.after: Counter[str] = Counter()
        self.changes: Counter[tuple[str, str]] = Counter()
        self._milestones: dict[str, Counter[tuple[str, str]]] = {
            name: Counter() for name in ("rule_id", "milestone_type", "role")
        }
        self._columns: Counter[str] = Counter()

    def add(self, batch: Comparison) -> None:
        """Count the changes of one batch."""
        self.capture_count += batch.capture_count
        self.before += batch.before_counts
        self.after += batch.after_counts
        for change in batch.changes:
            self.changes[change.table, change.kind] += 1
            if change.table == "milestones":
                before_id = (change.before or {}).get("milestone_id")
                if before_id in self._decided and before_id != (change.after or {}).get("milestone_id"):
                    self._lost.append(str(before_id))
                for name, counter in self._milestones.items():
                    counter[str(change.row[name]), change.kind] += 1
            elif change.table == "releases":
                self._columns.update(change.columns)

    def lines(self) -> Iterator[str]:
        """Yield what came of it, as lines."""
        yield ""
        yield f"[bold]{self.capture_count:,} captures read again[/bold]"
        for table in self.after | self.before:
            counts = {kind: self.changes[table, kind] for kind in MARKS}
            if any(counts.values()):
                said = ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count)
                yield f"  {table:<15} {said} ({self.before[table]:,} before, {self.after[table]:,} after)"
        if not self.changes:
            yield "  no row differs"
        for name, counter in self._milestones.items():
            for value in sorted({value for value, _ in counter}):
                moved = " ".join(
                    f"{mark}{counter[value, kind]}"
                    for kind, mark in (("came", "+"), ("went", "-"), ("changed", "~"))
                    if counter[value, kind]
                )
                yield f"  {name:<15} {escape(value)} {moved}"
        if self._columns:
            yield "  release fields  " + ", ".join(f"{name} {count}" for name, count in self._columns.most_common())
        if self._lost:
            yield f"  [bold yellow]decisions that will fit no statement any more[/bold yellow]: {', '.join(self._lost)}"


def _lines(change: Change) -> Iterator[str]:
    row = change.row
    match change.table:
        case "milestones":
            window = f"{_said(row['window_start'])} – {_said(row['window_end'])} ({row['window_precision']})"
            parts = [row["milestone_type"], row["role"], row["detail"], row["agency"], row["phase"]]
            parts += [row["intervention"], row["indication"], window if row["window_start"] else None]
            what = "  ".join(str(part) for part in parts if part)
            what += f"  {row['rule_id']}  {row['confidence']:.2f}"
        case "releases":
            what = "release"
        case _:
            what = f"reject  {row['reason']}: {row['detail']}"
    yield f"{MARKS[change.kind]} {_shown(what)}"
    if "sentence" in row:
        yield f"    “{_shown(row['sentence'])}”"
    if change.before and change.after:
        for name in [name for name in change.columns if name not in FOLLOWS] or change.columns:
            yield f"    {name}: {_shown(_said(change.before[name]))} → {_shown(_said(change.after[name]))}"
    if about := change.release or row:
        place = about.get("url") or about.get("location") or about.get("release_id")
        yield f"    [dim]{_shown(' · '.join(str(part) for part in (about.get('title'), place) if part))}[/dim]"


def _said(value: Any) -> str:
    return "–" if value is None else ", ".join(map(str, value)) or "–" if isinstance(value, list) else str(value)


def _shown(text: str) -> str:
    return escape(printable(text))


def _json_line(change: Change) -> str:
    row: Row = {
        "change": change.kind,
        "table": change.table,
        "columns": change.columns,
        "before": change.before,
        "after": change.after,
        "release": change.release,
    }
    return json.dumps(row, ensure_ascii=False, default=str) + "\n"
