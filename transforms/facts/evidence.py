"""The best sentence for an event that only the headline was read in: the sentence of the lead that tells it again.

Which sentence of several that were read is better is settled in merge.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.facts.event_terms import MEETINGS, Milestone, Unit
from transforms.facts.not_events import is_none
from transforms.facts.window_terms import Unit as TimeUnit
from transforms.facts.windows import Window, find_windows, resolve_window

HEADLINE = frozenset(["title", "subtitle"])
# How many sentences of the lead may tell it, and which share of the headline's words they must hold.
LEAD_SENTENCES = 2
SHARED = 0.6
WORD = re.compile(r"[A-Za-z0-9][\w’'-]{3,40}")
# A word is known by its beginning: `presents` and `presentation` tell one thing.
STEM = 6
# Before the day of what is announced: a post changes hands `effective May 3`, a product is on sale `beginning May 3`.
EFFECTIVE = re.compile(r"\b(?:effective|beginning|starting)\s?(?:on\s?|as\sof\s?|from\s?)?$|\bas of\s$", re.IGNORECASE)
THIS_WEEK = TimeUnit("week", shift=0)
EFFECTED = frozenset(["leadership_change", "commercial_launch"])
# How long ago a meeting may have ended of which a release tells as news.
RECENT = timedelta(days=20)
# Words of every headline.
# fmt: off
COMMON = frozenset([
    "with", "from", "that", "this", "their", "which", "have", "been", "will", "announces", "announced", "announce",
    "reports", "reported", "report", "today", "company", "based", "after", "first", "said", "about", "into", "over",
    "more", "than", "pharmaceuticals", "therapeutics", "biopharma", "nasdaq", "nyse"
])
# fmt: on


def told_in_lead(rows: Sequence[Milestone], units: Sequence[Unit], published: date | None) -> list[Milestone]:
    """Return the events, with the lead's sentence in place of a headline that it repeats.

    Where that sentence shows that it is none, `Join us on May 3` for a gala, the headline tells of none, either.

    Args:
        rows: The events of a release.
        units: Its sentences in order.
        published: Its day.
    """
    if not any(row.unit.section in HEADLINE for row in rows):
        return list(rows)
    lead = [unit for unit in units if unit.section == "lead"][:LEAD_SENTENCES]
    stems = [_stems(unit.sentence) for unit in lead]
    kept = []
    for row in rows:
        if row.unit.section not in HEADLINE or row.role == "background" or not lead:
            kept.append(row)
            continue
        wanted = _stems(row.unit.sentence)
        best = max(range(len(lead)), key=lambda place: len(wanted & stems[place]))
        is_told = bool(wanted) and len(wanted & stems[best]) >= SHARED * len(wanted)
        if not is_told:
            kept.append(row)
        elif not is_none(row.milestone_type, lead[best].sentence, is_recalled=row.role == "background"):
            kept.append(_moved(row, lead[best], published))
    return kept


def _stems(sentence: str) -> set[str]:
    return {word[:STEM] for word in map(str.lower, WORD.findall(sentence)) if word not in COMMON}


def _moved(row: Milestone, unit: Unit, published: date | None) -> Milestone:
    """Return the event with the lead's sentence, and where it has no time with the only one that can be its own there.

    Of a plan it is the only time that is named; of a meeting that is told, the days that hold its telling, or those
    before; of a change of post and a launch, the day on which it takes effect.
    """
    if row.window:
        return replace(row, unit=unit)
    times = [mention for mention in find_windows(unit.sentence) if mention.kind == "time"]
    if row.milestone_type in EFFECTED and row.role != "guidance":
        times = [
            time for time in times if EFFECTIVE.search(unit.sentence, max(0, time.span_start - 20), time.span_start)
        ]
    elif row.role != "guidance" and row.milestone_type not in MEETINGS:
        return replace(row, unit=unit)
    # `This week at the congress, held May 4-8`: the days that are named come first.
    times = [time for time in times if time.said != THIS_WEEK] or times
    windows = {resolve_window(time, published, row.role) for time in times}
    window = windows.pop() if len(windows) == 1 else None
    if window and row.milestone_type in MEETINGS and _is_to_come(window, published):
        # `Hollin Shows Its Pump at the Fair`, a week before the fair.
        return replace(row, unit=unit, role="guidance", window=window)
    return replace(row, unit=unit, window=window if window and _can_be(row, window, published) else None)


def _is_to_come(window: Window, published: date | None) -> bool:
    """Tell whether a time is days that all lie ahead."""
    return published is not None and window.precision in {"day", "range"} and window.start > published


def _can_be(row: Milestone, window: Window, published: date | None) -> bool:
    """Tell whether a time fits the role: a plan is not past, and a meeting that was held was so lately."""
    if published is None or window.end is None:
        return row.role == "guidance"
    if row.role == "guidance" or row.milestone_type in EFFECTED:
        return window.end >= published
    return window.start <= published and published - window.end <= RECENT and window.precision in {"day", "range"}
