"""Times that held before, as a release tells them beside the new ones: `in Q1 2027, rather than in Q4 2026`.

What is taken back without a new time belongs to withdrawn; whether an earlier release said the same, to the marts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from transforms.facts.event_terms import Hit, Milestone, Unit
from transforms.facts.links import drop_superseded
from transforms.facts.windows import Span, Window, WindowMention, find_windows, resolve_window

# How far a new time may stand from the old one, in code points.
PAIR_REACH = 160


class Times(NamedTuple):
    """The times of a sentence: those that hold, and those that held before."""

    new: list[WindowMention]
    old: list[WindowMention]


class Change(NamedTuple):
    """A sentence that says an old time, perhaps beside the new one, and the types of events that it names."""

    unit: int
    types: frozenset[str]
    new: Window | None
    old: Window


def part_times(sentence: str, old_times: Sequence[tuple[int, int]]) -> Times:
    """Part the times of a sentence.

    Args:
        sentence: Its text.
        old_times: Spans of words behind which stands a time that holds no longer.
    """
    mentions = [mention for mention in find_windows(sentence) if mention.kind == "time"]
    kept = drop_superseded(mentions, old_times)
    ends = {mention.span_end for mention in kept}
    old = []
    for mention in mentions:
        if mention.span_end not in ends:
            old.append(mention)
        elif mention not in kept and isinstance(mention.said, Span):
            old.append(replace(mention, said=mention.said.first, bound=None))  # `from March to June`
    return Times(kept, old)


def with_superseded(
    events: Sequence[Milestone], units: Sequence[Unit], hits: Iterable[Hit], published: date | None
) -> list[Milestone]:
    """Return the events of a release, the plans among them with the time that held before, where it is told.

    Args:
        events: Events of a release.
        units: Its sentences; a unit's number is its index.
        hits: Hits of event rules and cue rules in them.
        published: Its day.
    """
    changes = _changes(units, hits, published)
    plans = Counter(event.milestone_type for event in events if _is_dated(event))
    return [_with_old(event, changes, plans) if _is_dated(event) else event for event in events]


def _is_dated(event: Milestone) -> bool:
    return event.role == "guidance" and event.window is not None and event.window.end is not None


def _with_old(event: Milestone, changes: Sequence[Change], plans: Counter[str]) -> Milestone:
    """Return a plan with the time that its own sentence says held before, else another one about the same."""
    own = [change for change in changes if change.unit == event.unit.number and change.new == event.window]
    told = own or [change for change in changes if change.new == event.window and event.milestone_type in change.types]
    if not told and plans[event.milestone_type] == 1:
        # `They were originally expected in May`: only one plan can be meant.
        told = [
            change
            for change in changes
            if change.new is None and event.milestone_type in change.types and change.old != event.window
        ]
    return replace(event, superseded=told[0].old) if told else event


def _changes(units: Sequence[Unit], hits: Iterable[Hit], published: date | None) -> list[Change]:
    old_times: dict[int, list[tuple[int, int]]] = {}
    types: dict[int, set[str]] = {}
    for hit in hits:
        if hit.rule.emits.get("cue") == "old_time":
            old_times.setdefault(hit.unit, []).append((hit.start, hit.end))
        elif "milestone_type" in hit.rule.emits:
            types.setdefault(hit.unit, set()).add(hit.rule.emits["milestone_type"])
    changes = []
    for number, spans in sorted(old_times.items()):
        times = part_times(units[number].sentence, spans)
        for old in times.old:
            near = [mention for mention in times.new if _gap(mention, old) <= PAIR_REACH]
            new = min(near, key=lambda mention: _gap(mention, old), default=None)
            was = resolve_window(old, published, "guidance")
            now = resolve_window(new, published, "guidance") if new else None
            if was and was.end and was != now and (now or not times.new):
                changes.append(Change(number, frozenset(types.get(number, ())), now, was))
    return changes


def _gap(one: WindowMention, other: WindowMention) -> int:
    return max(one.span_start - other.span_end, other.span_start - one.span_end, 0)
