"""The events of one sentence: role, time, detail, agency and links of each hit.

Finding hits belongs to transforms.rules; merging the events of a release to merge.
"""

import re
from collections.abc import Mapping, Sequence

from transforms.facts.amounts import find_amount
from transforms.facts.event_terms import (
    CORPORATE,
    MEETINGS,
    NEWSY,
    NEWSY_OF_PERSONS,
    OF_NO_DISEASE,
    OF_TRIAL,
    PER_AGENCY,
    PHASED,
    REGULATORY,
    UNDER_WAY,
    Hit,
    Milestone,
    Release,
    Telling,
    Unit,
)
from transforms.facts.event_times import find_time, settle_by_time
from transforms.facts.links import SentenceLinks, is_of_company
from transforms.facts.listed import told_each
from transforms.facts.not_events import is_none
from transforms.facts.parties import at_each_venue, named_parties
from transforms.facts.programme import is_talk
from transforms.facts.roles import BOILERPLATE, Cue, EventWords, Place, classify_role
from transforms.facts.subject import FLOWING
from transforms.rules.patterns import fold_text

# How well a section states an event whole; the lead's first sentence comes before all.
COMPLETENESS = {"lead": 5, "body": 4, "quote": 3, "about": 3, "bullet": 1, "subtitle": 1, "title": 1}
OPENING_SENTENCES = 1
LEAD_SENTENCES = 4
# A trial that is changed or stopped is so in the news that says it first.
CHANGED = frozenset(["trial_amended", "trial_paused", "trial_discontinued", "clinical_hold", "clinical_hold_lifted"])
# How near a word such as `applied for` must stand to the name of a status that is recalled.
ASKED_REACH = 15
# The event's own words are in the past tense.
PAST_VERB = re.compile(
    r"\b(?:has|have|had|was|were)\b|\bannounced\b(?! that)|(?<!\bbe )\b(?:received|awarded|secured|granted|entered|"
    r"signed|completed|initiated|dosed|enrolled|began|commenced|launched|closed|raised|appointed|acquired|submitted|filed|"
    r"presented|published|reported|cleared|approved|accepted|met|achieved|partnered|licensed|started|opened|"
    r"obtained|expanded|priced|stopped|halted|paused|suspended|resumed|discontinued|terminated|abandoned|dropped|"
    r"cancell?ed|delayed|postponed|lifted|finished|concluded|recruited|treated|gave|won|gained)\b",
    re.IGNORECASE,
)

PASSIVE = re.compile(r"(?:was|were|has been|have been|is|will be)\s", re.IGNORECASE)
# `In both the U.S. and Europe`, of a status that each of them grants.
AMERICA = r"(?:U\.?S\.?A?|United States|American)"
EUROPE = r"(?:E\.?U\.?|European Union|European?)"
JOINED = r"(?:\s\([^()\d]{1,20}\))?\s(?:and|as well as)\s(?:in\s)?(?:the\s)?"
BOTH_REGIONS = re.compile(rf"\b(?:{AMERICA}{JOINED}{EUROPE}|{EUROPE}{JOINED}{AMERICA})(?!\w)")
# A meeting by its name, and the words that tell that it was held.
MEETING_NAME = re.compile(
    r"(?:virtual |live |oral |poster |upcoming |corporate |investor |free ){0,3}(?:presentations?|participation|"
    r"posters?|participating|webinars?|webcasts?|fireside|conference calls?|calls?|events?)\b",
    re.IGNORECASE,
)
HELD = re.compile(
    r"\b(?:presents|presented|hosts|hosted|holds|held|attends|attended|participated|featured|recaps?|concludes|"
    r"highlights|highlighted|summari[sz]ing|summari[sz]es|showcases|showcased|demonstrates|reports|successful)\b",
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
    old_times = [(cue.start, cue.end) for cue in cues if cue.kind == "old_time"]
    links = SentenceLinks(unit.sentence, release.products, release.diseases, release.published, old_times)
    is_opening = rank < OPENING_SENTENCES or unit.section in {"title", "subtitle"}
    rows: list[Milestone] = []
    weak: list[int] = []
    counted: set[tuple[str, str]] = set()
    for hit in events:
        emits = hit.rule.emits
        is_recalled = _is_recalled(hit, cues, links)
        is_listed = release.is_report and emits["milestone_type"] != "financial_results"
        place = Place(unit.section, is_opening=is_opening, is_lead=rank < LEAD_SENTENCES, is_report=is_listed)
        is_past = PAST_VERB.search(unit.sentence, max(0, hit.start - 8), hit.end) is not None
        words = EventWords(hit.start, hit.end, emits.get("only"), is_past)
        role = classify_role(words, cues, links.clauses, place)
        judged = emits.get("role")
        role = judged or _settled(role, emits, place, is_recalled=is_recalled)
        if role is None:
            continue
        event = (
            _designation(hit, cues, links, role)
            if emits["milestone_type"] == "designation_granted"
            else emits["milestone_type"]
        )
        is_void = event is not None and is_none(
            event, unit.sentence, is_preclinical=release.is_preclinical, is_recalled=role == "background"
        )
        if event is None or is_void:
            continue
        if _is_mere_status(event, role, hit, cues) or (role == "announced" and _is_only_had(hit, cues, links, release)):
            role = "background"
        if event == "conference_participation" and not is_past and _is_ahead_by_name(hit, cues, links, role):
            role = "guidance"
        others = [(other.start, other.end) for other in events if other is not hit and other.rule.emits != emits]
        said, window = find_time(Telling(event, role, is_past), hit, others, links, release.published)
        is_dated = event not in {"leadership_change", "financing", "partnership"}
        role = settle_by_time(
            role, window, release.published, is_dated=is_dated, is_call=event == "conference_participation"
        )
        is_vague = event in CORPORATE and not _is_firm(event, role, place, cues, release)
        if window is None and not judged and (is_vague or unit.section == "forward_looking"):
            continue
        only = _only_ones(event, role, unit, release)
        agencies = _agencies(event, hit, events, links)
        for agency in agencies if (event, role) not in counted else ():
            row = Milestone(
                milestone_type=event,
                role=role,
                detail=_detail(hit, unit),
                amount=find_amount(unit.sentence, hit.start, hit.end) if event == "financing" else None,
                agency=agency,
                window=window,
                phase=_phase(event, hit, links) or only["phase"] if event in PHASED else None,
                trial_ids=tuple(dict.fromkeys(value for _, _, value in links.mentions("trial_id"))),
                # A lamp has a code as well as a drug, but nobody is treated with it.
                intervention=(links.nearest("product", hit.start, hit.end) or only["product"])
                if release.is_health and not is_of_company(event, unit.sentence)
                else None,
                indication=(links.nearest("disease", hit.start, hit.end) or only["disease"])
                if event not in OF_NO_DISEASE and (event not in CORPORATE or role == "announced")
                else None,
                unit=unit,
                rule_id=hit.rule.rule_id,
                completeness=COMPLETENESS.get(unit.section, 0)
                + (1 if unit.section == "lead" and rank == 0 else 0)
                + (1.5 if window else 0)
                + min(len(unit.sentence), 300) / 1000,
                is_recalled=is_recalled,
                parties=_parties(hit, events, links, release),
                said=said,
            )
            told = at_each_venue(row, hit.start, links, release.published)
            if len(told) == len(agencies) == 1:
                told = told_each(told[0], (hit.start, hit.end), others, links, release.published)
                # What another rule reads of the same list is in it.
                counted |= {(event, role)} if len(told) > 1 else set()
            weak += range(len(rows), len(rows) + len(told)) if not is_past else []
            rows += told
    return _drop_named_plans(rows, weak)


def _phase(event: str, hit: Hit, links: SentenceLinks) -> str | None:
    """Return the phase that the sentence names for an event.

    What is under way is not of a trial that is to begin; a regulator is met about one whose design is spoken of.
    """
    kind = "phase under way" if event in UNDER_WAY else "phase designed" if event == "regulatory_feedback" else "phase"
    return links.nearest(kind, hit.start, hit.end)


def _is_recalled(hit: Hit, cues: Sequence[Cue], links: SentenceLinks) -> bool:
    """Tell whether a word before the event, in its own clause, recalls it: what it is based on is another event."""
    own = links.clauses.of(hit.start, hit.end)
    return any(cue.kind == "recalled" and cue.start < hit.end and links.clauses.index(cue.start) in own for cue in cues)


def _parties(hit: Hit, events: Sequence[Hit], links: SentenceLinks, release: Release) -> frozenset[str]:
    """Return whom a corporate event names, up to the next event of its type in the sentence."""
    event = hit.rule.emits["milestone_type"]
    if event not in CORPORATE or event in MEETINGS:
        return frozenset()
    same = [other for other in events if other.rule.emits["milestone_type"] == event]
    start = max((other.end for other in same if other.end <= hit.start), default=0)
    end = min((other.start for other in same if other.start >= hit.end), default=len(links.sentence))
    if event == "leadership_change" and PASSIVE.match(links.sentence, hit.start):
        end = hit.end  # `Ada was appointed and Ben was named`: who stands behind is the next one
    return named_parties(links.sentence, start, end, release.issuer)


def _is_ahead_by_name(hit: Hit, cues: Sequence[Cue], links: SentenceLinks, role: str) -> bool:
    """Tell whether a meeting lies ahead: it is planned, or announced by its name alone with no word of its being held.

    `Hollin Announces Presentation at the Summit` is told before the summit, `Hollin Presents at the Summit` at it.
    """
    if any(cue.kind == "plan" and cue.start < hit.start for cue in cues):
        return True
    if role != "announced" or any(cue.kind == "recalled" for cue in cues):
        return False
    return MEETING_NAME.match(links.sentence, hit.start) is not None and not HELD.search(links.sentence)


def _drop_named_plans(rows: Sequence[Milestone], weak: Sequence[int]) -> list[Milestone]:
    """Drop what only names an event that the same sentence plans: `NDA submission: we are on track to submit an NDA`.

    Args:
        rows: The events of a sentence.
        weak: Places of those whose words have no verb in the past.
    """
    planned = {(row.milestone_type, row.detail) for row in rows if row.role == "guidance"}
    return [
        row
        for place, row in enumerate(rows)
        if row.role == "guidance" or place not in weak or (row.milestone_type, row.detail) not in planned
    ]


def _only_ones(event: str, role: str, unit: Unit, release: Release) -> dict[str, str | None]:
    """Return phase, product and disease where the release has one only, so that a sentence without must mean it.

    A person who is quoted speaks more loosely, and corporate events are no product's. The only disease is meant
    where the event is the news: what is planned or recalled is as often about another, unless it goes on about a trial
    or the release has one product, too. Then a sentence must mean it, but not a headline or a bullet point: these are
    too short, and what they leave out another sentence says in full.
    """
    if event in CORPORATE or unit.section == "quote":
        return {"phase": None, "product": None, "disease": None}
    products = set(release.products.values())
    is_under_way = event in UNDER_WAY and not is_talk(unit.sentence)
    is_of_only_product = is_under_way and len(products) == 1 and unit.section in FLOWING
    named = {
        "phase": set(release.phases) if event in OF_TRIAL else set(),
        "product": products,
        "disease": set(release.diseases.values()) if role == "announced" or is_of_only_product else set(),
    }
    # `The IND for the study was cleared in May` goes on about the trial before it; others are of other trials as well.
    is_in_phase = event in OF_TRIAL or (event == "ind_cleared" and unit.sentence.startswith(("The ", "This ")))
    only = {kind: next(iter(values)) if len(values) == 1 else None for kind, values in named.items()}
    phase = only["phase"] or (release.meant_phase if is_in_phase else None)
    disease = only["disease"] or (release.meant_disease if is_under_way else None)
    return {"product": release.meant or only["product"], "phase": phase, "disease": disease}


def _is_firm(event: str, role: str, place: Place, cues: Sequence[Cue], release: Release) -> bool:
    """Tell whether a corporate event without a time is one at all.

    Companies describe themselves in the words of events: partners that they work with, awards, sums raised. Where no
    time ties such words to a day, they count in the news itself, or where they are recalled as having happened.
    """
    if role == "announced" or event in {"conference_participation", "financial_results"}:
        return True
    if role == "guidance" and event in {"acquisition", "partnership"} and place.section not in BOILERPLATE:
        return True
    if event == "recognition" and role == "background":
        return True  # an award that was won is one wherever it is told
    if role == "guidance":
        return place.is_opening or (place.is_lead and any(cue.kind in {"news", "announced"} for cue in cues))
    if place.section == "about" or not release.is_health:
        return any(cue.kind == "recalled" for cue in cues) and release.is_health
    return True


def _settled(role: str | None, emits: Mapping[str, str], place: Place, *, is_recalled: bool) -> str | None:
    """Let a rule settle what its words cannot leave open.

    `planned = "always"`: the event lies ahead by its nature, such as a decision date. `planned = "announced"`: the plan
    is the news, such as a chief who will leave. `told = "announced"`: told in passing, it is still news. And what the
    first sentences tell of a trial, of persons and honours is the news, unless it is recalled.
    """
    if emits.get("planned") == "always":
        return "guidance"
    if role == "guidance" and emits.get("planned") == "announced" and place.section not in BOILERPLATE:
        return "announced"
    if role == "background" and emits.get("told") == "announced" and place.section not in BOILERPLATE:
        return "announced"
    event = emits["milestone_type"]
    is_news = (event in NEWSY | CHANGED and place.section == "lead") or (
        event in NEWSY_OF_PERSONS and place.section in {"lead", "body"}
    )
    if role == "background" and is_news and place.is_lead and not place.is_report and not is_recalled:
        return "announced"
    return role


def _designation(hit: Hit, cues: Sequence[Cue], links: SentenceLinks, role: str) -> str | None:
    """Return designation_granted or designation_requested; None where the name of a status is mere explanation."""
    own = range(links.clauses.index(hit.start), links.clauses.index(max(hit.start, hit.end - 1)) + 1)
    before = [cue for cue in cues if cue.start < hit.start and hit.start - cue.end < 120]
    asked = [cue for cue in before if cue.kind == "requested" and links.clauses.index(cue.start) in own]
    is_granted = any(cue.kind == "granted" and links.clauses.index(cue.start) in own for cue in cues)
    # What is recalled was asked for only where the word for it stands right before, and nothing says that it was given.
    if asked and (role != "background" or (not is_granted and hit.start - asked[-1].end < ASKED_REACH)):
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


def _is_only_had(hit: Hit, cues: Sequence[Cue], links: SentenceLinks, release: Release) -> bool:
    """Tell whether a status or an approval is told beside the news: `NV-12, which has Fast Track designation`.

    It is the news where the headline names it, or a verb of announcing stands in its clause. Where the headline names
    no event at all, another clause of the sentence must have that verb.
    """
    emits = hit.rule.emits
    if emits["milestone_type"] not in {"designation_granted", "approval"}:
        return False
    if (emits["milestone_type"], emits.get("detail")) in release.headlined:
        return False
    own = links.clauses.of(hit.start, hit.end)
    telling = {links.clauses.index(cue.start) for cue in cues if cue.kind in {"news", "announced"}}
    return not telling & own and bool(telling or release.headlined)


def _detail(hit: Hit, unit: Unit) -> str | None:
    """Return what the rule says of the event; `{group}` is the name of the group that matched."""
    detail = hit.rule.emits.get("detail")
    if detail != "{group}":
        return detail
    match = hit.rule.search(fold_text(unit.sentence), hit.start)
    named = [name for name, value in match.groupdict().items() if value] if match else []
    return named[0] if named else None


def _agencies(event: str, hit: Hit, events: Sequence[Hit], links: SentenceLinks) -> list[str | None]:
    """Return the agencies of an event, one row each; a status that only one agency gives has that one."""
    if event not in REGULATORY:
        return [None]
    if event == "designation_granted" and "agency" in hit.rule.emits:
        return [hit.rule.emits["agency"]]
    claimed = {other.rule.emits.get("agency") for other in events if other is not hit}
    named = list(dict.fromkeys(value for _, _, value in links.mentions("agency")))
    nearest = links.nearest("agency", hit.start, hit.end)
    if event == "designation_granted" and {"EC", "EMA"} <= set(named):
        # The one grants what the other recommends.
        named.remove("EMA")
        nearest = "EC" if nearest == "EMA" else nearest
    free = [value for value in named if value not in claimed]
    if event in PER_AGENCY and len(named) > 1 and len(free) == len(named):
        return list(named)
    if event == "designation_granted" and not named and BOTH_REGIONS.search(links.sentence):
        return ["FDA", "EMA"]
    return [nearest or hit.rule.emits.get("agency")]
