"""The day of a planned call or meeting that stands beside the words that plan it, most often in the next sentence.

A release names the day of its results in one sentence and the call about them in the next, or a congress in one and its
days in the next. Times of a sentence's own events belong to links; this is read last, where an event has none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.facts.event_terms import MEETINGS, Milestone, Unit
from transforms.facts.links import INVESTORS
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
NAME_WORD = re.compile(r"\w[\w’'-]{2,40}")
# Words of the names of many meetings.
# fmt: off
COMMON = frozenset([
    "annual", "meeting", "meetings", "congress", "conference", "conferences", "symposium", "summit", "forum", "week",
    "international", "american", "european", "world", "global", "national", "society", "association", "academy",
    "college", "healthcare", "the", "and", "for", "scientific", "sessions", "expo", "convention", "virtual", "investor",
    "investors", "research"
])
# fmt: on
# A sentence that tells of a talk or poster of a programme; and how long a congress lasts at most.
TALK_DAY = re.compile(
    r"\b(?:(?:presentation|session|poster|talk|abstract)[^.:]{0,30}\b(?:date|time)|date(?: ?(?:and|&|/) ?time)?)"
    r"\W{0,4}:|\b(?:poster|oral) session \w{1,6}\W{0,4}:|"
    r"\b(?:poster|abstract|presentation|findings|data|results)\b[^.;]{0,80}"
    r"\bwill be (?:presented|given|shown|shared|held)\b",
    re.IGNORECASE,
)
PRESENTS = re.compile(r"\b(?:present|poster|talk|abstract)", re.IGNORECASE)
LONGEST = timedelta(days=10)
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
    dated = []
    for row in rows:
        if _is_open(row):
            window = _day_beside(row, report, units, places[row.unit.number], published)
            dated.append(replace(row, window=window or _day_of_namesake(row, rows)))
        elif _is_of_congress(row):
            dated.append(replace(row, window=_day_of_talk(row, units, published) or row.window))
        else:
            dated.append(row)
    return dated


def _is_open(row: Milestone) -> bool:
    is_meeting = row.milestone_type in MEETINGS or row.milestone_type == "financial_results"
    return is_meeting and row.role == "guidance" and row.window is None


def _is_of_congress(row: Milestone) -> bool:
    """Tell whether an event is a talk at a meeting of peers, dated only by the days of the meeting."""
    if (
        row.milestone_type not in MEETINGS
        or row.role != "guidance"
        or not row.window
        or row.window.precision != "range"
    ):
        return False
    is_short = row.window.end is not None and row.window.end - row.window.start <= LONGEST
    is_talk = PRESENTS.search(row.unit.sentence) is not None and INVESTORS.search(row.unit.sentence) is None
    return is_short and is_talk


def _day_of_talk(row: Milestone, units: Sequence[Unit], published: date) -> Window | None:
    """Return the day of the talk, where the sentences on talks name one day of the meeting and no other."""
    days = set()
    for unit in units:
        if TALK_DAY.search(unit.sentence) and not CALL.search(unit.sentence):
            days |= {window for window in _ahead(unit, published) if window.precision == "day"}
    inside = {day for day in days if row.window and row.window.end and row.window.start <= day.start <= row.window.end}
    return inside.pop() if len(inside) == 1 else None


def _day_of_namesake(row: Milestone, rows: Sequence[Milestone]) -> Window | None:
    """Return the days of the congress that an event names, where another plan names it with its only days.

    `at the 12th RCS Congress` of a headline is `at the 12th Rare Cells Society (RCS) Congress` of the lead.
    """
    names = _words(row)
    plans = [other for other in rows if other.milestone_type in MEETINGS and other.role == "guidance" and other.window]
    windows = {other.window for other in plans if names & _words(other)}
    return windows.pop() if len(windows) == 1 else None


def _words(row: Milestone) -> set[str]:
    """Return what tells the meetings that an event names from others: ordinals, abbreviations, own words."""
    return {
        word for name in row.parties for word in NAME_WORD.findall(name) if word not in COMMON and not word.isdigit()
    }


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
    windows = set().union(*(_ahead(unit, published) for unit in units))
    return windows.pop() if len(windows) == 1 else None


def _ahead(unit: Unit, published: date) -> set[Window]:
    """Return the days, alone or several, that a sentence names and that lie ahead."""
    times = [mention for mention in find_windows(unit.sentence) if mention.kind == "time"]
    windows = {resolve_window(time, published, "guidance") for time in times}
    return {
        window
        for window in windows
        if window and window.precision in {"day", "range"} and window.end and window.start >= published
    }
