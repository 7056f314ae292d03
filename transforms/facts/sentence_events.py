"""The events of one sentence: role, time, detail, agency and links of each hit.

Finding hits belongs to transforms.rules; merging the events of a release to merge.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from transforms.facts.event_terms import (
    CORPORATE,
    MEETINGS,
    NEWSY,
    OF_TRIAL,
    PER_AGENCY,
    READOUTS,
    REGULATORY,
    Hit,
    Milestone,
    Release,
    Unit,
)
from transforms.facts.links import SentenceLinks
from transforms.facts.roles import BOILERPLATE, Cue, EventWords, Place, classify_role
from transforms.facts.windows import Window
from transforms.rules.patterns import fold_text

# They are in the present, of what is fixed: `goes on sale on May 15`.
PRESENT_VERB = re.compile(r"\b(?:goes|leaves|starts|begins|opens|closes|takes (?:place|effect)|reports|becomes)\b")
# `Today reported results`, `presented today`: of these `today` is the day itself; of others it is that of the telling.
DATED_BY_TODAY = READOUTS | MEETINGS | {"financial_results", "application_rejected", "clinical_hold"}
# How well a section states an event whole; the lead's first sentence comes before all.
COMPLETENESS = {"lead": 5, "body": 4, "quote": 3, "about": 3, "bullet": 2, "subtitle": 2, "title": 1}
OPENING_SENTENCES = 1
LEAD_SENTENCES = 4
# The event's own words are in the past tense.
PAST_VERB = re.compile(
    r"\b(?:has|have|had|was|were)\b|\b(?:announced|received|awarded|secured|granted|entered|signed|completed|initiated|"
    r"dosed|enrolled|began|commenced|launched|closed|raised|appointed|acquired|submitted|filed|presented|published|"
    r"reported|cleared|approved|accepted|met|achieved|partnered|licensed|started|opened|obtained|expanded|priced)\b",
    re.IGNORECASE,
)


def read_sentence(unit: Unit, hits: Sequence[Hit], rank: int, release: Release) -> list[Milestone]:
    """Return the events that a sentence states, before they are merged with those of the others.

    Args:
        unit: The sentence.
        hits: Hits of event rules and cue rules in it.
        rank: How many sentences of lead, body or quotation stand before it.
        release: What is known of the release.
    """
    events = [hit for hit in hits if "milestone_type" in hit.rule.emits]
    cues = [Cue(hit.rule.emits["cue"], hit.start, hit.end) for hit in hits if "cue" in hit.rule.emits]
    if not release.is_health:
        events = [hit for hit in events if hit.rule.emits["milestone_type"] in CORPORATE]
    links = SentenceLinks(unit.sentence, release.products, release.diseases, release.published)
    is_opening = rank < OPENING_SENTENCES or unit.section in {"title", "subtitle"}
    is_recalled = any(cue.kind == "recalled" for cue in cues)
    rows = []
    for hit in events:
        emits = hit.rule.emits
        is_listed = release.is_report and emits["milestone_type"] != "financial_results"
        place = Place(unit.section, is_opening=is_opening, is_lead=rank < LEAD_SENTENCES, is_report=is_listed)
        is_past = PAST_VERB.search(unit.sentence, max(0, hit.start - 8), hit.end) is not None
        words = EventWords(hit.start, hit.end, emits.get("only"), is_past)
        role = classify_role(words, cues, links.clauses, place)
        role = _settled(role, emits, place, is_recalled=is_recalled)
        if role is None:
            continue
        event = (
            _designation(hit, cues, links, role)
            if emits["milestone_type"] == "designation_granted"
            else emits["milestone_type"]
        )
        if event is None:
            continue
        if _is_mere_status(event, role, hit, cues):
            role = "background"
        others = [(other.start, other.end) for other in events if other is not hit and other.rule.emits != emits]
        # A day without a year lies ahead for what is told in the present, and for a meeting that is only listed.
        is_present = PRESENT_VERB.search(unit.sentence, hit.start, hit.end) is not None
        is_ahead = is_present or (event == "conference_participation" and not is_past)
        tense = "guidance" if is_ahead else role
        span = (hit.start, hit.end)
        window = links.window(span, others, tense, outside=event == "financial_results")
        if event == "financial_results" and role != "guidance" and window and window.precision not in {"day", "range"}:
            window = None  # the quarter reported on is not the day of the report
        if role == "announced" and _is_telling(event, window, release.published):
            window = None
        is_dated = event not in {"leadership_change", "financing", "partnership"}
        role = _by_time(role, window, release.published, is_dated=is_dated, is_call=event == "conference_participation")
        if event in CORPORATE and window is None and not _is_firm(event, role, place, cues, release):
            continue
        if unit.section == "forward_looking" and window is None:
            continue
        only = _only_ones(event, role, unit, release)
        for agency in _agencies(event, hit, links):
            rows.append(  # noqa: PERF401 - a comprehension of this length hides its loop
                Milestone(
                    milestone_type=event,
                    role=role,
                    detail=_detail(hit, unit),
                    agency=agency,
                    window=window,
                    phase=links.nearest("phase", hit.start, hit.end) or only["phase"],
                    trial_ids=tuple(dict.fromkeys(value for _, _, value in links.mentions("trial_id"))),
                    intervention=links.nearest("product", hit.start, hit.end) or only["product"],
                    indication=links.nearest("disease", hit.start, hit.end) or only["disease"],
                    unit=unit,
                    rule_id=hit.rule.rule_id,
                    completeness=COMPLETENESS.get(unit.section, 0)
                    + (1 if unit.section == "lead" and rank == 0 else 0)
                    + (1.5 if window else 0)
                    + min(len(unit.sentence), 300) / 1000,
                    is_recalled=is_recalled,
                )
            )
    return rows


def _only_ones(event: str, role: str, unit: Unit, release: Release) -> dict[str, str | None]:
    """Return phase, product and disease where the release has one only, so that a sentence without must mean it.

    A person who is quoted speaks more loosely, and corporate events are no product's. A disease is meant only where the
    event is the news: what is planned or recalled is as often about another.
    """
    if event in CORPORATE or unit.section == "quote":
        return {"phase": None, "product": None, "disease": None}
    named = {
        "phase": set(release.phases) if event in OF_TRIAL else set(),
        "product": set(release.products.values()),
        "disease": set(release.diseases.values()) if role == "announced" else set(),
    }
    return {kind: next(iter(values)) if len(values) == 1 else None for kind, values in named.items()}


def _is_firm(event: str, role: str, place: Place, cues: Sequence[Cue], release: Release) -> bool:
    """Tell whether a corporate event without a time is one at all.

    Companies describe themselves in the words of events: partners that they work with, awards, sums raised. Where no
    time ties such words to a day, they count in the news itself, or where they are recalled as having happened.
    """
    if role == "announced" or event in {"conference_participation", "financial_results"}:
        return True
    if role == "guidance":
        return place.is_opening or (place.is_lead and any(cue.kind in {"news", "announced"} for cue in cues))
    if place.section == "about" or not release.is_health:
        return any(cue.kind == "recalled" for cue in cues) and release.is_health
    return True


def _settled(role: str | None, emits: Mapping[str, str], place: Place, *, is_recalled: bool) -> str | None:
    """Let a rule settle what its words cannot leave open.

    `planned = "always"`: the event lies ahead by its nature, such as a decision date. `planned = "announced"`: the plan
    is the news, such as a chief who will leave. `told = "announced"`: told in passing, it is still news. And what the
    first sentences tell of a trial is the news, unless it is recalled.
    """
    if emits.get("planned") == "always":
        return "guidance"
    if role == "guidance" and emits.get("planned") == "announced" and place.section not in BOILERPLATE:
        return "announced"
    if role == "background" and emits.get("told") == "announced" and place.section not in BOILERPLATE:
        return "announced"
    is_first = place.is_lead and place.section == "lead" and not place.is_report
    if role == "background" and emits["milestone_type"] in NEWSY and is_first and not is_recalled:
        return "announced"
    return role


def _is_telling(event: str, window: Window | None, published: date | None) -> bool:
    """Tell whether the day of publication is only the day of telling, as in a headline that ends with its date."""
    return window is not None and window.start == window.end == published and event not in DATED_BY_TODAY


def _by_time(role: str, window: Window | None, published: date | None, *, is_dated: bool, is_call: bool) -> str:
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


def _designation(hit: Hit, cues: Sequence[Cue], links: SentenceLinks, role: str) -> str | None:
    """Return designation_granted or designation_requested; None where the name of a status is mere explanation."""
    own = range(links.clauses.index(hit.start), links.clauses.index(max(hit.start, hit.end - 1)) + 1)
    before = [cue for cue in cues if cue.start < hit.start and hit.start - cue.end < 120]
    if any(cue.kind == "requested" for cue in before if links.clauses.index(cue.start) in own) and role != "background":
        return "designation_requested"
    around = {cue.kind for cue in cues if cue.kind in {"granted", "status"} and abs(cue.start - hit.start) < 160}
    if not around:
        return None
    return "designation_requested" if role == "guidance" else "designation_granted"


def _is_mere_status(event: str, role: str, hit: Hit, cues: Sequence[Cue]) -> bool:
    """Tell whether a status is only had: `two designations in place` in a bullet is no news."""
    if event != "designation_granted" or role != "announced":
        return False
    return not any(cue.kind == "granted" and abs(cue.start - hit.start) < 160 for cue in cues)


def _detail(hit: Hit, unit: Unit) -> str | None:
    """Return what the rule says of the event; `{group}` is the name of the group that matched."""
    detail = hit.rule.emits.get("detail")
    if detail != "{group}":
        return detail
    match = hit.rule.search(fold_text(unit.sentence), hit.start)
    named = [name for name, value in match.groupdict().items() if value] if match else []
    return named[0] if named else None


def _agencies(event: str, hit: Hit, links: SentenceLinks) -> list[str | None]:
    if event not in REGULATORY:
        return [None]
    named = list(dict.fromkeys(value for _, _, value in links.mentions("agency")))
    if event in PER_AGENCY and len(named) > 1:
        return list(named)
    return [links.nearest("agency", hit.start, hit.end) or hit.rule.emits.get("agency")]
