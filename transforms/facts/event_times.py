"""When an event happened or is to happen, by what its sentence says of time; and what that says of its role.

Which of the times of a sentence stands nearest to an event is `links`.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from transforms.facts.event_terms import MEETINGS, READOUTS, Hit
from transforms.facts.links import SentenceLinks
from transforms.facts.windows import Window, WindowMention, resolve_window

# They are in the present, of what is fixed: `goes on sale on May 15`.
PRESENT_VERB = re.compile(r"\b(?:goes|leaves|starts|begins|opens|closes|takes (?:place|effect)|reports|becomes)\b")
# `Today reported results`, `presented today`: of these `today` is the day itself; of others it is that of the telling.
DATED_BY_TODAY = READOUTS | MEETINGS | {"data_published", "financial_results", "application_rejected", "clinical_hold"}
# These are news when agreed, with a day on which they take effect.
MAY_LIE_AHEAD = frozenset(
    ["leadership_change", "financing", "acquisition", "partnership", "conference_participation", "regulatory_feedback"]
)
AS_OF_DAY = frozenset(["leadership_change", "enrollment_progress", "cohort_progress", "recognition"])
PERIODS = frozenset(["quarter", "half", "year"])
# No meeting lasts as long, in days.
LONGEST_MEETING = 366
EFFECTIVE = frozenset(["day", "month", "quarter", "half", "range", "by", "part"])
# From the day of the telling to another: what has happened did not happen then.
OPEN_ENDED = frozenset(["by", "vague"])
# `Hollin Presents Data at a Congress June 1, 2024`: the date of the release stands behind its headline.
TRAILING_DATE = re.compile(
    r"(?<!\bon)(?<!\bof)(?<!\bended)(?<!\bending)\s[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}[\s.]{0,3}(?:\*|$)"
)
# A chief who leaves `effective May 3` leaves on the day of the telling, and the text says so.
EFFECTIVE_DAY = re.compile(r"\beffective\s(?:on\s|as\sof\s)?(?:[A-Z][a-z]{2,8}\.?\s\d|today\b)")
# A purchase that is closed has no time to come.
CLOSED = re.compile(r"\b(?:completes|completed|closes|closed)\b", re.IGNORECASE)
FUTURE_VERB = re.compile(r"\b(?:to|will|shall|may|should|can) be\b", re.IGNORECASE)


class Telling(NamedTuple):
    """An event as told: its type, its role, and whether its verb is in the past."""

    event: str
    role: str
    is_past: bool


def find_time(
    telling: Telling, hit: Hit, others: Sequence[tuple[int, int]], links: SentenceLinks, published: date | None
) -> tuple[WindowMention | None, Window | None]:
    """Return the time of an event, as said and in days; null where the sentence gives none that can be its own."""
    # A day without a year lies ahead for what is told in the present, and for a meeting that is only listed.
    is_present = PRESENT_VERB.search(links.sentence, hit.start, hit.end) is not None
    is_listed = telling.event == "conference_participation" and not telling.is_past
    tense = "guidance" if is_present or is_listed else telling.role
    said = links.time(
        (hit.start, hit.end),
        others,
        tense,
        outside=telling.event == "financial_results",
        as_of=telling.event in AS_OF_DAY,
    )
    window = resolve_window(said, published, tense) if said else None
    return (said, window) if window and _is_own(window, telling, hit, links.sentence, published) else (None, None)


def _is_own(window: Window, telling: Telling, hit: Hit, sentence: str, published: date | None) -> bool:
    """Tell whether the time that stands nearest to an event can be the event's."""
    event = telling.event
    if _is_of_name(telling, window, published, sentence) or _is_of_study(event, window):
        return False
    if telling.role == "guidance":
        return True
    if event == "financial_results" and window.precision not in {"day", "range"}:
        return False  # the quarter reported on is not the day of the report
    if telling.role == "announced" and _is_telling(event, window, published, sentence):
        return False
    if event == "acquisition" and CLOSED.search(sentence, max(0, hit.start - 12), hit.end):
        is_others = True
    elif event in MAY_LIE_AHEAD:
        is_others = window.precision not in EFFECTIVE
    else:
        is_told = telling.is_past and not FUTURE_VERB.search(sentence, max(0, hit.start - 8), hit.end)
        is_others = is_told or window.precision in OPEN_ENDED
    # What has happened has no time to come: that is another event's.
    return not (is_others and _is_ahead(window, published))


def _is_of_name(telling: Telling, window: Window, published: date | None, sentence: str) -> bool:
    """Tell whether a time is part of a name or of the headline's own date, not the time of the event."""
    if telling.event == "recognition" and window.precision == "year":
        return telling.role != "background"  # `named a 2024 Best Place to Work`: the year is the award's
    if telling.event == "conference_participation" and window.precision in PERIODS:
        # `A call to discuss results of 2023`: the year is that of the results; that of a meeting is part of its name.
        if window.precision == "year" and telling.role != "background":
            return True
        return published is not None and window.end is not None and window.end < published
    is_trailing = TRAILING_DATE.search(sentence) is not None and not EFFECTIVE_DAY.search(sentence)
    return window.start == window.end == published and is_trailing


def _is_of_study(event: str, window: Window) -> bool:
    """Tell whether a time is that of what was studied: data are shown on a day and printed on one, not over years."""
    if event not in MEETINGS | {"data_published"} or window.end is None or window.precision != "range":
        return False
    return (window.end - window.start).days > LONGEST_MEETING


def _is_telling(event: str, window: Window, published: date | None, sentence: str) -> bool:
    """Tell whether the day of publication is only the day of telling, as in a headline that ends with its date."""
    is_same_day = window.start == window.end == published
    return (
        is_same_day
        and not EFFECTIVE_DAY.search(sentence)
        and (event not in DATED_BY_TODAY or TRAILING_DATE.search(sentence) is not None)
    )


def _is_ahead(window: Window, published: date | None) -> bool:
    """Tell whether a time begins on the day of publication or later and ends after it."""
    if published is None or window.start < published:
        return False
    return window.end is None or window.end > published


def settle_by_time(role: str, window: Window | None, published: date | None, *, is_dated: bool, is_call: bool) -> str:
    """Let the calendar decide.

    What ends before the day of publication is no guidance, what is long past no news, and what begins after it has not
    happened; a call on the same day is still ahead.
    """
    if window is None or published is None or window.end is None:
        return role
    if role == "guidance" and window.end < published:
        return "background"
    if role == "announced" and (published - window.end).days > 20:
        return "background"
    if role != "guidance" and is_dated and (window.start > published or (is_call and window.start == published)):
        return "guidance"
    return role
