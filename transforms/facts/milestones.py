"""Hits of rules to milestones: one row for each event that a release states, with its best sentence.

Finding hits belongs to transforms.rules. The written policy, and where it is kept:

1. A hit is one possible event. Its role comes from the cues of its clause and its place; none: no event (roles).
2. A time belongs to the event of its clause; phase, product, disease and agency to the nearest event (links).
3. Events of one release with the same type, role, detail and agency are one, unless product or time tell them apart.
   A recalled event that the release also announces is the announced one (merge).
4. The evidence is the most complete sentence: the lead after its dateline before body, quotation, bullet, headline.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.facts.event_terms import Hit, Milestone, Release, Unit
from transforms.facts.merge import merge_events
from transforms.facts.sentence_events import read_sentence

UNREAD = frozenset(["header", "contact", "chrome"])


def find_milestones(units: Sequence[Unit], hits: Iterable[Hit], release: Release) -> list[Milestone]:
    """Return the events of one release, in the order of their sentences.

    Args:
        units: Its sentences in order; a unit's number is its index.
        hits: Hits of event rules and cue rules in them.
        release: Its day, topic, products, diseases and phases.
    """
    by_unit: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_unit[hit.unit].append(hit)
    reports = (hit for number, unit_hits in by_unit.items() if units[number].section == "title" for hit in unit_hits)
    is_report = any(hit.rule.emits.get("milestone_type") == "financial_results" for hit in reports)
    headlined = frozenset(
        (hit.rule.emits["milestone_type"], hit.rule.emits.get("detail"))
        for number, unit_hits in by_unit.items()
        if units[number].section in {"title", "subtitle"}
        for hit in unit_hits
        if "milestone_type" in hit.rule.emits
    )
    release = replace(release, is_report=is_report, headlined=headlined)
    ranks = _ranks(units)
    found: list[Milestone] = []
    for number, unit_hits in sorted(by_unit.items()):
        if units[number].section not in UNREAD:
            found += read_sentence(units[number], unit_hits, ranks[number], release)
    return merge_events(found, release.published)


def _ranks(units: Sequence[Unit]) -> list[int]:
    """Return for each unit how many sentences of lead, body or quotation stand before it."""
    ranks = []
    count = 0
    for unit in units:
        ranks.append(count)
        count += unit.section in {"lead", "body", "quote", "about"}
    return ranks
