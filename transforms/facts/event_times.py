"""When an event happened or is to happen, by what its sentence says of time; and what that says of its role.

Which of the times of a sentence stands nearest to an event is `links`.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.facts.event_terms import MEETINGS, READOUTS, Hit, Telling
from transforms.facts.links import SentenceLinks
from transforms.facts.times_beside import is_beside
from transforms.facts.windows import Unit, Window, WindowMention, resolve_window

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
TAKES_EFFECT = frozenset(["day", "month", "quarter", "half", "range", "by", "part"])
# Results are published within days, and tell of a month or more.
SHORTEST_PERIOD = 28
# What is agreed takes effect within three years.
LONGEST_NOTICE = timedelta(days=3 * 366)
# From the day of the telling to another: what has happened did not happen then.
OPEN_ENDED = frozenset(["by", "vague"])
# `Hollin Presents Data at a Congress June 1, 2024`: the date of the release stands behind its headline.
TRAILING_DATE = re.compile(
    r"(?<!\bon)(?<!\bof)(?<!\bended)(?<!\bending)\s[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4}[\s.]{0,3}(?:\*|$)"
)
# A chief who leaves `effective May 3` leaves on the day of the telling, and the text says so.
EFFECTIVE_DAY = re.compile(r"\beffective\s(?:on\s|as\sof\s)?(?:[A-Z][a-z]{2,8}\.?\s\d|today\b)")
EFFECTIVE = re.compile(r"\beffective\s?(?:on\s?|as\sof\s?)?$")
# What is recalled did not happen today: "but today, more than ever, ...".
TODAY = Unit("day", shift=0)
# A purchase that is closed has no time to come.
CLOSED = re.compile(r"\b(?:completes|completed|closes|closed)\b", re.IGNORECASE)
FUTURE_VERB = re.compile(r"\b(?:to|will|shall|may|should|can) be\b", re.IGNORECASE)


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
    if telling.event == "leadership_change" and said is None:
        said = _effective(links)
    if said and telling.event == "regulatory_decision_date" and _is_goal(said, links.sentence):
        said = replace(said, bound=None)
    window = resolve_window(said, published, tense) if said else None
    if said is None or window is None:
        return None, None
    if telling.role == "guidance" and published and window.end and window.end < published:
        telling = telling._replace(role="background")  # what the calendar makes of it (settle_by_time)
    is_others = is_beside(said, telling, hit, links) or _is_of_name(said, window, telling, links)
    is_own = not is_others and _is_own(window, telling, hit, links.sentence, published)
    return (said, window) if is_own else (None, None)


def _years(links: SentenceLinks) -> int:
    """Return how many years a sentence names by themselves, as a list of honours does."""
    units = [time.said for time in links.windows if time.kind in {"time", "name"} and isinstance(time.said, Unit)]
    return len({unit.year for unit in units if unit.grain == "year" and unit.year is not None})


def _is_goal(said: WindowMention, sentence: str) -> bool:
    """Tell whether a time is the goal date itself, before which something happened: `ahead of the May 3 goal date`."""
    return said.bound == "before" or (
        said.bound == "by" and "date" in sentence[said.span_start : said.span_end].lower()
    )


def _effective(links: SentenceLinks) -> WindowMention | None:
    """Return the only day of a sentence on which something takes effect: `retires after 20 years, effective May 3`."""
    days = [
        time for time in links.windows if time.kind == "time" and EFFECTIVE.search(links.sentence, 0, time.span_start)
    ]
    return days[0] if len(days) == 1 else None


def _is_own(window: Window, telling: Telling, hit: Hit, sentence: str, published: date | None) -> bool:
    """Tell whether the time that stands nearest to an event can be the event's."""
    event = telling.event
    if _is_of_headline(telling, window, published, sentence) or _is_of_study(event, window):
        return False
    if telling.role == "guidance":
        return True
    if event == "financial_results" and _is_of_period(window):
        return False  # the quarter reported on is not the day of the report
    if telling.role == "announced" and _is_telling(event, window, published, sentence):
        return False
    if event == "acquisition" and CLOSED.search(sentence, max(0, hit.start - 12), hit.end):
        is_others = True
    elif event in MAY_LIE_AHEAD:
        if window.end and published and window.end - published > LONGEST_NOTICE:
            return False  # `joins as the industry is to grow threefold by 2050`
        ends = TAKES_EFFECT - OPEN_ENDED if telling.role == "background" else TAKES_EFFECT
        is_others = window.precision not in ends
    elif telling.role == "background" and window.start == published:
        is_others = True  # `later this year`; what begins later makes the event a plan (settle_by_time)
    else:
        is_told = telling.is_past and not FUTURE_VERB.search(sentence, max(0, hit.start - 8), hit.end)
        is_others = is_told or window.precision in OPEN_ENDED
    # What has happened has no time to come: that is another event's. A meeting that was held may go on.
    is_begun = event in MEETINGS and window.start == published and window.precision == "range"
    return is_begun or not (is_others and _is_ahead(window, published))


def _is_of_name(said: WindowMention, window: Window, telling: Telling, links: SentenceLinks) -> bool:
    """Tell whether a time is none at all, or part of a name: `named a 2024 Best Place to Work`, `a call on 2023`."""
    if telling.role == "background" and said.said == TODAY:
        return True
    if telling.event == "recognition" and _years(links) > 1:
        return True  # `including the Care Award (2005), the Bay Medal (2002)`: one row cannot say which
    is_in_year = links.sentence[max(0, said.span_start - 3) : said.span_start] == "in "
    is_named = telling.event == "recognition" and telling.role != "background"
    is_named = is_named or telling.event == "conference_participation"
    is_written = isinstance(said.said, Unit) and said.said.year is not None  # not `earlier this year`
    return is_named and is_written and window.precision == "year" and not is_in_year


def _is_of_headline(telling: Telling, window: Window, published: date | None, sentence: str) -> bool:
    """Tell whether a time is the period whose results a call discusses, or the headline's own date."""
    if telling.event == "conference_participation" and window.precision in PERIODS:
        return published is not None and window.end is not None and window.end < published
    is_trailing = TRAILING_DATE.search(sentence) is not None and not EFFECTIVE_DAY.search(sentence)
    return window.start == window.end == published and is_trailing


def _is_of_study(event: str, window: Window) -> bool:
    """Tell whether a time is that of what was studied: data are shown on a day and printed on one, not over years."""
    if event not in MEETINGS | READOUTS | {"data_published"} or window.end is None or window.precision != "range":
        return False
    return (window.end - window.start).days > LONGEST_MEETING


def _is_of_period(window: Window) -> bool:
    """Tell whether a time is a period on which is reported: a quarter, or `the first nine months`."""
    is_short = window.end is not None and (window.end - window.start).days < SHORTEST_PERIOD
    return window.precision not in {"day", "range"} or not is_short


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
