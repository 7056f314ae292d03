"""The catalyst calendar as iCalendar (RFC 5545): each event spans the days of its window, and no day is invented.

An event whose plan has no end is left out: iCalendar would show it on its first day alone. Written here, by the few
rules that it takes (sections 3.1 and 3.3.11), as nothing else of iCalendar is needed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from orchestration.feeds.entries import label_of, stated_window, words_of
from orchestration.feeds.outside_text import clean_line, clean_text, web_address
from orchestration.feeds.revisions import Draft, Revision, Revisions

NAME = "Clinical-trial catalysts"
ABOUT = (
    "Expected events of clinical trials. Each spans the window that was stated for it, exactly as wide as the words "
    "were; where no end was stated, there is no entry."
)
LINE_OCTETS = 75
# The day after the last one has to be a date of four digits.
LAST_END = date(9999, 12, 30)
# A telling that came in late can be the first one, by which events are known: their other statements lead to the entry.
EVENTS = """
with statements as (select event_id, list(distinct milestone_id) as milestone_ids from guidance_history group by all)
select calendar.*, coalesce(statements.milestone_ids, []) as milestone_ids
from catalyst_calendar as calendar left join statements using (event_id)
where calendar.window_start <= calendar.window_end and calendar.window_end <= $last_end
order by calendar.window_start, calendar.window_end, calendar.event_id
"""
# A calendar must hold something, and the clock that nobody uses says nothing.
NOTHING = [
    "BEGIN:VTIMEZONE",
    "TZID:Etc/UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
]


@dataclass(frozen=True)
class Event:
    """An event still expected, as a subscriber sees it; the window's days are inclusive."""

    event_id: str
    summary: str
    description: str
    window_start: date
    window_end: date
    window_precision: str
    url: str | None
    tags: tuple[str, ...]
    first_planned_at: datetime
    first_observed_at: datetime
    statement_count: int
    milestone_ids: tuple[str, ...]

    def draft(self) -> Draft:
        """Return what makes it another one to a subscriber, and how often the marts saw it change."""
        window = [self.window_start, self.window_end, self.window_precision]
        content = [self.summary, self.description, *window, self.url, self.tags, self.first_planned_at]
        changes = max(self.statement_count - 1, 0)
        return Draft(self.event_id, content, self.first_observed_at, changes, self.milestone_ids)


def read_events(warehouse: duckdb.DuckDBPyConnection) -> list[Event]:
    """Return the events of the calendar that have a window with an end, earliest first."""
    rows = warehouse.execute(EVENTS, {"last_end": LAST_END})
    names = [column[0] for column in rows.description or ()]
    return [_event(dict(zip(names, values, strict=True))) for values in rows.fetchall()]


def as_ics(events: Iterable[Event], revisions: Revisions) -> bytes:
    """Return the calendar: CRLF line ends, lines of at most 75 octets."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//trialwire//catalyst calendar//EN", "CALSCALE:GREGORIAN"]
    # The first of each pair is the standard's (RFC 7986), the second what older programs read.
    lines += [_text("NAME", NAME), _text("X-WR-CALNAME", NAME), _text("DESCRIPTION", ABOUT)]
    lines.append(_text("X-WR-CALDESC", ABOUT))
    components = [line for event in events for line in _component(event, revisions["event", event.event_id])]
    lines += components or NOTHING
    lines.append("END:VCALENDAR")
    return b"".join(folded + b"\r\n" for line in lines for folded in _fold(line))


def _event(row: dict[str, Any]) -> Event:
    phase = row["phase"]
    numbered = f"Phase {phase}" if phase and phase[0].isdigit() else phase
    label = label_of(row["milestone_type"])
    what = ", ".join(part for part in (label, row["intervention"], numbered, row["indication"]) if part)
    who = f"{row['sponsor']}: " if row["sponsor"] else ""
    window = stated_window(row["window_start"], row["window_end"], row["window_precision"])
    said = f" on {row['told_date']}" if row["told_date"] else ""
    first = ""
    if row["move_count"] and row["first_window_start"]:
        moved = f"Moved {row['move_count']} times" if row["move_count"] > 1 else "Moved once"
        first = f"{moved}; first stated: {row['first_window_start']} to {row['first_window_end']}."
    overdue = "The window is past, and no outcome was seen here." if row["status"] == "overdue" else ""
    trials = f"Trials: {', '.join(row['trial_ids'])}." if row["trial_ids"] else ""
    parts = (f"Stated window: {window}.", first, overdue, trials)
    description = "\n".join(clean_line(part) for part in parts if part)
    return Event(
        event_id=row["event_id"],
        summary=clean_line(f"{who}{what}{_width(row['window_precision'])}"),
        description=f"{description}\n\nSaid{said} in “{clean_line(row['release_title'])}”:\n"
        f"“{clean_text(row['sentence'])}”",
        window_start=row["window_start"],
        window_end=row["window_end"],
        window_precision=row["window_precision"],
        url=web_address(row["url"]),
        tags=(row["theme"], row["milestone_type"]),
        first_planned_at=row["first_planned_at"],
        first_observed_at=row["first_observed_at"],
        statement_count=row["statement_count"],
        milestone_ids=tuple(row["milestone_ids"]),
    )


def _width(precision: str) -> str:
    """Return what a title says of a window, so that nobody takes its first day for the day."""
    match precision:
        case "day":
            return ""
        case "by" | "by_fiscal":
            return " (by the last day)"
        case _:
            return f" ({words_of(precision)})"


def _component(event: Event, revision: Revision) -> Iterator[str]:
    updated = _instant(revision.updated_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{revision.uid}"
    # In a calendar without a METHOD it is when the event last changed.
    yield f"DTSTAMP:{updated}"
    yield f"LAST-MODIFIED:{updated}"
    yield f"CREATED:{_instant(event.first_planned_at)}"
    yield f"SEQUENCE:{revision.sequence}"
    yield f"DTSTART;VALUE=DATE:{_day(event.window_start)}"
    yield f"DTEND;VALUE=DATE:{_day(event.window_end + timedelta(days=1))}"
    yield _text("SUMMARY", event.summary)
    yield _text("DESCRIPTION", event.description)
    yield "CATEGORIES:" + ",".join(_escape(tag) for tag in event.tags)
    # Expected, and nobody is busy for half a year.
    yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    if event.url is not None:
        yield f"URL:{event.url}"
    yield _text("X-TRIALWIRE-EVENT-ID", event.event_id)
    yield _text("X-TRIALWIRE-WINDOW-PRECISION", event.window_precision)
    yield "END:VEVENT"


def _text(name: str, value: str) -> str:
    return f"{name}:{_escape(value)}"


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> Iterator[bytes]:
    """Part a line so that each piece has at most 75 octets, the blank that begins the next one too."""
    octets = line.encode("utf-8")
    blank, start, room = b"", 0, LINE_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        yield blank + octets[start:end]
        blank, start, room = b" ", end, LINE_OCTETS - 1
    yield blank + octets[start:]


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")
