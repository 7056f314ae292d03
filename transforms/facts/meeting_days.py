"""The day of a planned call or meeting that stands beside the words that plan it, most often in the next sentence.

A release names the day of its results in one sentence and the call about them in the next, or a congress in one and its
days in the next. Times of a sentence's own events belong to links; this is read last, where an event has none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from transforms.facts.event_terms import MEETINGS, Milestone, Unit
from transforms.facts.windows import Window, find_windows, resolve_window

# How many sentences behind the plan may tell its day, and among how many the headline stands.
BEHIND = 4
OPENING = 6
HEADLINE = frozenset(["title", "subtitle"])
# A call, or what goes on `on that day`, shares the day of what stands before it.
CALL = re.compile(
    r"\b(?:conference call|webcast|(?:investor|earnings|live) call|webinar|fireside chat)\b", re.IGNORECASE
)
THAT_DAY = re.compile(r"\b(?:on|at) (?:that|the same) (?:day|date|morning|afternoon|evening)\b", re.IGNORECASE)
# A sentence that tells when something is held: `Date: June 3`, `The congress takes place from June 3 to 6`.
WHEN = re.compile(
    r"(?:\W{0,6}(?:event |presentation |session )?(?:date|when)(?: (?:and|&) time| ?/ ?time)?\W{0,4}[:|])|"
    r"(?:^|\b(?:and|•) )(?:the|this year's|this) (?:[\w’'&-]{1,24} ){0,6}?"
    r"(?:event|call|webinar|webcast|congress|meeting|conference|forum|summit|symposium|sessions?|presentations?|workshop|"
    r"convention|gala|seminar|exhibition|showcase)s?\b(?:\s\([^)]{1,20}\)|\s(?:19|20)\d\d)?"
    r"(?:,? (?:will|is|are|takes?|to) |,| \()",
    re.IGNORECASE,
)


def date_meetings(rows: Sequence[Milestone], units: Sequence[Unit], published: date | None) -> list[Milestone]:
    """Return the events; a planned meeting without a time has the day that the sentences beside it tell.

    Args:
        rows: The events of a release.
        units: Its sentences in order.
        published: Its day; null: nothing is dated, since a plan could not be told from what has been.
    """
    if published is None:
        return list(rows)
    report = next((row.window for row in rows if row.milestone_type == "financial_results" and _is_planned(row)), None)
    places = {unit.number: place for place, unit in enumerate(units)}
    return [
        replace(row, window=_day_beside(row, report, units, places[row.unit.number], published))
        if _is_open(row)
        else row
        for row in rows
    ]


def _is_open(row: Milestone) -> bool:
    is_meeting = row.milestone_type in MEETINGS or row.milestone_type == "financial_results"
    return is_meeting and row.role == "guidance" and row.window is None


def _is_planned(row: Milestone) -> bool:
    return row.role == "guidance" and row.window is not None and row.window.precision == "day"


def _day_beside(
    row: Milestone, report: Window | None, units: Sequence[Unit], place: int, published: date
) -> Window | None:
    behind = [unit for unit in units[place + 1 : place + 1 + BEHIND] if WHEN.match(unit.sentence)]
    # A headline joins two events, one with its day; a sentence plans the meeting at which another is to be held.
    own = [row.unit] if row.unit.section not in HEADLINE else []
    found = _only_day(own, published) or _only_day(behind[:1], published)
    if found or not (CALL.search(row.unit.sentence) or THAT_DAY.search(row.unit.sentence)):
        return found
    headline = [unit for unit in units[:OPENING] if unit.section in HEADLINE and unit.number != row.unit.number]
    return report or _only_day(units[max(0, place - 1) : place], published) or _only_day(headline, published)


def _only_day(units: Sequence[Unit], published: date) -> Window | None:
    """Return the day, or the days, that sentences name where they name no other that lies ahead."""
    windows = set()
    for unit in units:
        for mention in find_windows(unit.sentence):
            window = resolve_window(mention, published, "guidance") if mention.kind == "time" else None
            if window and window.precision in {"day", "range"} and window.end and window.start >= published:
                windows.add(window)
    return windows.pop() if len(windows) == 1 else None
