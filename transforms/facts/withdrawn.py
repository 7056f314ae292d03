"""Plans that a release takes back, or tells as delayed, without a new date: rows of guidance without a window.

The words are in transforms/rules/withdrawn.toml. A row needs words that take back and what was awaited in one sentence.
Nothing is taken back that the same release dates anew: that plan has moved, and superseded keeps its old time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from transforms.facts.event_terms import Hit, Milestone, Release, Unit
from transforms.facts.judge import judged_rule
from transforms.facts.milestones import UNREAD
from transforms.facts.sentence_events import read_sentence
from transforms.facts.subject import at_hand
from transforms.facts.superseded import Times, part_times
from transforms.facts.windows import Window, WindowMention, resolve_window
from transforms.rules import Rulebook, find_hits

# The rules are precise or silent: of the rows read by a person, so many are right.
CONFIDENCE = 0.9
# Where a company describes itself or its risks, nothing is taken back.
SILENT = UNREAD | {"forward_looking", "about"}
# `Delayed beyond May`: the time behind these is the old one, behind others the new one.
OLD_LEADS = ("beyond", "past", "from")
OLD = "old_time"
# A sentence that stands behind so many is no opening.
MANY = 99
# Words that say that something was planned before.
SAID_BEFORE = (
    "previously",
    "originally",
    "as planned",
    "as expected",
    "as guided",
    "had been",
    "had expected",
    "earlier",
)


class TakenBack(NamedTuple):
    """Words that take back a plan, and the one that it was: their rules and spans in a sentence."""

    plan: Hit
    awaited: Hit


def withdrawn_hits(units: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Return where sentences take a plan back and name one: doc, unit, rule_id, match_start, match_end.

    Args:
        units: doc, unit, section, sentence: one row for each sentence.
        rulebook: The rules; those that emit `plan` and `awaited` are applied.
    """
    read = units.filter(~pl.col("section").cast(pl.String).is_in(list(SILENT)))
    taken = find_hits(read, rulebook.emitting("plan"))
    named = find_hits(read.join(taken, on=["doc", "unit"], how="semi"), rulebook.emitting("awaited"))
    both = pl.concat([taken, named]).join(named.select("doc", "unit").unique(), on=["doc", "unit"], how="semi")
    return both.sort("doc", "unit", "match_start", "match_end", "rule_id")


def with_withdrawn(
    events: Sequence[Milestone], units: Sequence[Unit], hits: Sequence[Hit], release: Release
) -> list[Milestone]:
    """Return the events of a release with the plans that it takes back.

    Args:
        events: Its events.
        units: Its sentences; a unit's number is its index.
        hits: Hits of event rules, cue rules and withdrawn_hits in them.
        release: Its day, products, diseases and phases.
    """
    told = list(events)
    for number, (plan, awaited) in _taken_back(hits).items():
        unit, event_type = units[number], awaited.rule.emits["awaited"]
        own = [hit for hit in hits if hit.unit == number]
        times = part_times(unit.sentence, [(hit.start, hit.end) for hit in own if hit.rule.emits.get("cue") == OLD])
        old = _old_time(plan, times, unit.sentence)
        if _is_dated_here(plan, times, unit.sentence) or not _is_taken_back(plan, old, unit.sentence):
            continue
        row = _read_plan(unit, own, awaited, at_hand(release, units, number))
        if row is None:
            continue
        # What is read in this sentence as planned for the old time is what it takes back.
        told = [e for e in told if not (e.unit.number == number and _is_plan_of(e, event_type))]
        taken = _withdrawn(row, plan, old, release)
        if any(_is_dated_anew(other, row, release) for other in told):
            told = [_moved(other, taken) if _is_dated_anew(other, row, release) else other for other in told]
        elif not any(other.is_withdrawn and _is_plan_of(other, event_type) for other in told):
            told.append(taken)
    return sorted(told, key=lambda event: event.unit.number)


def _read_plan(unit: Unit, hits: Sequence[Hit], awaited: Hit, release: Release) -> Milestone | None:
    """Return the event that is awaited, with all that its sentence ties to it."""
    hit = Hit(unit.number, judged_rule(awaited.rule.emits["awaited"], "guidance"), awaited.start, awaited.end)
    cues = [hit for hit in hits if "cue" in hit.rule.emits]
    return next(iter(read_sentence(unit, [*cues, hit], MANY, release)), None)


def _withdrawn(row: Milestone, plan: Hit, old: WindowMention | None, release: Release) -> Milestone:
    was: Window | None = resolve_window(old, release.published, "guidance") if old else None
    return replace(
        row,
        role="guidance",
        window=None,
        superseded=was if was and was.end else None,
        is_withdrawn=True,
        rule_id=plan.rule.rule_id,
        reader="rules",
        confidence=CONFIDENCE,
    )


def _moved(event: Milestone, taken: Milestone) -> Milestone:
    """Return a plan that is dated anew, with the time that was taken back."""
    is_known = event.superseded is not None or taken.superseded == event.window
    return event if is_known else replace(event, superseded=taken.superseded)


def _taken_back(hits: Sequence[Hit]) -> Mapping[int, TakenBack]:
    """Return for each sentence the words that take back and, nearest to them, what was awaited."""
    found: dict[int, TakenBack] = {}
    for number in sorted({hit.unit for hit in hits if "plan" in hit.rule.emits}):
        own = [hit for hit in hits if hit.unit == number]
        plan = next(hit for hit in own if "plan" in hit.rule.emits)
        awaited = [hit for hit in own if "awaited" in hit.rule.emits]
        if awaited:
            nearest = min(awaited, key=lambda hit: (max(hit.start - plan.end, plan.start - hit.end, 0), hit.start))
            found[number] = TakenBack(plan, nearest)
    return found


def _old_time(plan: Hit, times: Times, sentence: str) -> WindowMention | None:
    """Return the time that holds no longer: one told as such, else the time of the plan that is taken back."""
    if times.old:
        return times.old[0]
    if plan.rule.emits["plan"] == "timing_open":
        return None  # `will provide new guidance in May`: the time is that of the guidance
    if plan.rule.emits["plan"] == "delayed":
        before = [mention for mention in times.new if mention.span_end <= plan.start]
        behind = [mention for mention in times.new if _lead(mention, sentence) in OLD_LEADS]
        return next(iter([*behind, *before[-1:]]), None)
    return next((mention for mention in times.new if mention.span_start >= plan.start), None)


def _is_dated_here(plan: Hit, times: Times, sentence: str) -> bool:
    """Tell whether the sentence itself gives a new time: `is delayed until May`, `not in May but in June`."""
    behind = [mention for mention in times.new if mention.span_start >= plan.end]
    if plan.rule.emits["plan"] == "delayed":
        return any(_lead(mention, sentence) not in OLD_LEADS for mention in behind)
    return plan.rule.emits["plan"] in {"withdrawn", "not_then"} and len(behind) + bool(times.old) > 1


def _is_taken_back(plan: Hit, old: WindowMention | None, sentence: str) -> bool:
    """Tell whether a sentence takes something back that was said: a delay must be one of what was planned."""
    said_before = any(words in sentence.lower() for words in SAID_BEFORE)
    if plan.rule.emits["plan"] == "delayed":
        return old is not None or said_before
    return plan.rule.emits["plan"] != "not_then" or (old is not None and said_before)


def _lead(mention: WindowMention, sentence: str) -> str:
    words = sentence[max(0, mention.span_start - 20) : mention.span_start].lower().split()
    return next((word for word in reversed(words) if word not in {"the", "of", "end", "in"}), "")


def _is_plan_of(event: Milestone, event_type: str) -> bool:
    return event.role == "guidance" and event.milestone_type == event_type


def _is_dated_anew(other: Milestone, row: Milestone, release: Release) -> bool:
    """Tell whether a release plans the same for a time to come."""
    if not _is_plan_of(other, row.milestone_type) or other.window is None:
        return False
    is_same = row.intervention is None or other.intervention in {None, row.intervention}
    is_ahead = other.window.end is None or release.published is None or other.window.end >= release.published
    return is_same and is_ahead
