"""The best sentence for an event that only the headline was read in: the sentence of the lead that tells it again.

Which sentence of several that were read is better is settled in merge.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from transforms.facts.event_terms import Milestone, Unit
from transforms.facts.windows import find_windows, resolve_window

HEADLINE = frozenset(["title", "subtitle"])
# How many sentences of the lead may tell it, and which share of the headline's words they must hold.
LEAD_SENTENCES = 2
SHARED = 0.6
WORD = re.compile(r"[A-Za-z0-9][\w’'-]{3,40}")
# A word is known by its beginning: `presents` and `presentation` tell one thing.
STEM = 6
EFFECTIVE = re.compile(r"\beffective\s(?:on\s|as\sof\s)?$", re.IGNORECASE)
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
        kept.append(_moved(row, lead[best], published) if is_told else row)
    return kept


def _stems(sentence: str) -> set[str]:
    return {word[:STEM] for word in map(str.lower, WORD.findall(sentence)) if word not in COMMON}


def _moved(row: Milestone, unit: Unit, published: date | None) -> Milestone:
    """Return the event with the lead's sentence.

    A plan without a time takes the only time that stands there, a change of post the day on which it takes effect.
    """
    if row.window or (row.role != "guidance" and row.milestone_type != "leadership_change"):
        return replace(row, unit=unit)
    times = [mention for mention in find_windows(unit.sentence) if mention.kind == "time"]
    if row.role != "guidance":
        times = [
            time for time in times if EFFECTIVE.search(unit.sentence, max(0, time.span_start - 20), time.span_start)
        ]
    window = resolve_window(times[0], published, row.role) if len(times) == 1 else None
    is_ahead = window is not None and (published is None or window.end is None or window.end >= published)
    return replace(row, unit=unit, window=window if is_ahead else None)
