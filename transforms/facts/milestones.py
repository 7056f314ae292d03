"""Hits of rules to milestones: one row for each event that a release states, with its best sentence.

Finding hits belongs to transforms.rules. The written policy, and where it is kept:

1. A hit is one possible event. Its role comes from the cues of its clause and its place; none: no event (roles).
2. A time belongs to the event of its clause; phase, product, disease and agency to the nearest event (links).
3. What a sentence lists with an event, times, products or persons, is an event each (listed), and so is an entry of a
   congress programme (programme). Otherwise events of one release with the same type, role, detail and agency are one,
   unless product or time tell them apart; a recalled event that it also announces is the announced one (merge). Events
   of another company than the issuer are told apart first (event_sponsors).
4. The evidence is the most complete sentence: the lead after its dateline before body, quotation, bullet, headline;
   for what only a headline told, the sentence of the lead that repeats it (evidence).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from transforms.facts.event_sponsors import with_event_sponsors
from transforms.facts.event_terms import Hit, Milestone, Release, Unit
from transforms.facts.evidence import told_in_lead
from transforms.facts.judge import ACCEPTED, Models, judge_events, judged_rule, see_sentences
from transforms.facts.meeting_days import date_meetings
from transforms.facts.merge import merge_events
from transforms.facts.not_events import tells_of_no_people
from transforms.facts.programme import is_entry, settle_talks, sure_of_entries
from transforms.facts.sentence_events import read_sentence
from transforms.facts.subject import at_hand

UNREAD = frozenset(["header", "contact", "chrome"])
# In how many sentences a lead says what was studied.
OPENING = 2
# The headline of a report on a period; a mere business update tells news.
OF_PERIOD = re.compile(
    r"\b(?:results|earnings|quarter|half|fiscal|review|[1-4]?Q[1-4]?|H[12]|[12]H)(?:\b|\d)"
    r"|\b(?:interim|year-end|half-year(?:ly)?|quarterly) (?:report|statement)\b",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """What the rules read in a release, before anything is judged or merged.

    Attributes:
        units: The sentences that may be read.
        ranks: For each, how many sentences of lead, body or quotation stand before it.
        hits: Hits of rules, by the number of their sentence.
        events: Events that the rules read, likewise.
        release: What is known of the release, now with what its headline says.
    """

    units: list[Unit]
    ranks: list[int]
    hits: dict[int, list[Hit]]
    events: dict[int, list[Milestone]]
    release: Release


def find_milestones(
    units: Sequence[Unit], hits: Iterable[Hit], release: Release, models: Models | None
) -> tuple[list[Milestone], list[Milestone]]:
    """Return the events of one release and those in doubt, each in the order of their sentences.

    Args:
        units: Its sentences in order; a unit's number is its index.
        hits: Hits of event rules and cue rules in them.
        release: Its day, topic, products, diseases and phases.
        models: The judge's weights; None: the rules alone, none in doubt.
    """
    told = tell_events(units, hits, release)
    ranks = {unit.number: rank for unit, rank in zip(told.units, told.ranks, strict=True)}
    if models is None:
        read = [replace(event, confidence=1.0) for events in told.events.values() for event in events]
        return _each_once(with_event_sponsors(read, units, release.text, release.issuer), told), []

    def propose(unit: Unit, milestone_type: str, role: str, span: tuple[int, int]) -> Milestone | None:
        hit = Hit(unit.number, judged_rule(milestone_type, role), *span)
        rank = ranks[unit.number]
        release_here = at_hand(told.release, units, unit.number)
        events = read_sentence(unit, [*told.hits.get(unit.number, ()), hit], rank, release_here)
        return next((event for event in events if event.rule_id == hit.rule.rule_id), None)

    judged = judge_events(see_sentences(*told), told.release, models, propose)
    whose = with_event_sponsors([*judged.accepted, *judged.doubtful], units, release.text, release.issuer)
    accepted, doubtful = whose[: len(judged.accepted)], whose[len(judged.accepted) :]
    accepted = sure_of_entries(accepted, [event for events in told.events.values() for event in events])
    known = {_kind_of(event) for event in accepted}
    # A sentence in which a rule reads an event, though it would not do alone, may still be the best one of the event.
    echoes = [
        event for event in doubtful if _kind_of(event) in known and event.reader != "model" and not is_entry(event)
    ]
    tellings = sorted([*accepted, *echoes], key=lambda event: event.unit.number)
    sure = [event for event in _each_once(tellings, told) if event.confidence >= ACCEPTED]
    return sure, _each_once([event for event in doubtful if _kind_of(event) not in known], told)


def _kind_of(event: Milestone) -> tuple[str, str, str | None, str | None]:
    return event.milestone_type, event.role, event.detail, event.event_sponsor


def tell_events(units: Sequence[Unit], hits: Iterable[Hit], release: Release) -> Told:
    """Return what the rules read in each sentence of a release.

    Args:
        units: Its sentences in order; a unit's number is its index.
        hits: Hits of event rules and cue rules in them.
        release: Its day, topic, products, diseases and phases.
    """
    by_unit: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_unit[hit.unit].append(hit)
    is_report = any(
        hit.rule.emits.get("milestone_type") == "financial_results"
        for number, unit_hits in by_unit.items()
        if units[number].section == "title" and OF_PERIOD.search(units[number].sentence)
        for hit in unit_hits
    )
    headlined = frozenset(
        (hit.rule.emits["milestone_type"], hit.rule.emits.get("detail"))
        for number, unit_hits in by_unit.items()
        if units[number].section in {"title", "subtitle"}
        for hit in unit_hits
        if "milestone_type" in hit.rule.emits
    )
    is_preclinical = _is_preclinical(units)
    release = replace(release, is_report=is_report, headlined=headlined, is_preclinical=is_preclinical)
    events: dict[int, list[Milestone]] = {}
    read = [(unit, rank) for unit, rank in zip(units, _ranks(units), strict=True) if unit.section not in UNREAD]
    for unit, rank in read:
        if unit.number in by_unit:
            release_here = at_hand(release, units, unit.number)
            events[unit.number] = read_sentence(unit, by_unit[unit.number], rank, release_here)
    return Told([unit for unit, _ in read], [rank for _, rank in read], dict(by_unit), events, release)


def _is_preclinical(units: Sequence[Unit]) -> bool:
    """Tell whether the headline is about animals, cells or a laboratory alone, or leaves that to the lead's opening."""
    title = [unit.sentence for unit in units if unit.section == "title"]
    if any(tells_of_no_people(sentence) for sentence in title):
        return True
    lead = [unit.sentence for unit in units if unit.section == "lead"][:OPENING]
    return bool(lead) and tells_of_no_people(" ".join([*title, *lead]))


def _each_once(events: Sequence[Milestone], told: Told) -> list[Milestone]:
    """Return each event once, with its best sentence; what two companies did is two events."""
    published = told.release.published
    by_company: dict[str | None, list[Milestone]] = defaultdict(list)
    for event in events:
        by_company[event.event_sponsor].append(event)
    merged = [
        row for own in by_company.values() for row in merge_events(settle_talks(own, told.units, published), published)
    ]
    merged.sort(key=lambda row: (row.unit.number, row.milestone_type, row.detail or "", row.role))
    return date_meetings(told_in_lead(merged, told.units, published), told.units, published)


def _ranks(units: Sequence[Unit]) -> list[int]:
    """Return for each unit how many sentences of lead, body or quotation stand before it."""
    ranks = []
    count = 0
    for unit in units:
        ranks.append(count)
        count += unit.section in {"lead", "body", "quote", "about"}
    return ranks
