"""Events that one sentence counts: `approved for gout in May and for asthma in June` tells two approvals.

One row is read for each hit of a rule; here it becomes one for each time, product, phase, person or company that the
sentence lists with it. The meetings of a list belong to parties, the entries of a programme to programme.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from transforms.facts.event_terms import READOUTS, Milestone
from transforms.facts.links import Found, SentenceLinks
from transforms.facts.parties import NOBODY
from transforms.facts.windows import resolve_window

# Each of these happens once for a product, disease or country: two times are two events.
TIMED = READOUTS | {
    "application_accepted",
    "application_submitted",
    "approval",
    "commercial_launch",
    "designation_granted",
    "ind_cleared",
    "regulatory_decision_date",
    "trial_initiated",
}
OF_PRODUCT = READOUTS | {"application_submitted", "commercial_launch", "trial_initiated"}
OF_PHASE = frozenset(["trial_completed", "trial_initiated"])
# Between two times: `and for asthma in`, `and as Vantrel on`; anything but a preposition may open another event.
AND_AGAIN = re.compile(
    r"[)\s]{0,2},?\s?(?:and|as well as|&)(?:\s(?:also|again))?"
    r"(?:\s(?:in|on|for|as|by|at)(?:\s[^;:]{1,160})?|\s(?:the\s)?(?:EU|E\.U\.|U\.?S\.?|UK|Japan|China|Canada|Europe))?\s?\(?"
)
VERB = re.compile(
    r"(?<!who )(?<!that )(?<!who also )\b(?:is|are|was|were|will|has|have|had|plans?|expects?|expected|anticipates?|"
    r"announced|reported|to \w+)\b",
    re.IGNORECASE,
)
# Between two products of a list, and between a product and its disease.
NEXT = re.compile(r",?\s(?:and\s)?|,\s")
FOR = re.compile(r"\s(?:\([^()]{1,30}\)\s)?(?:in|for)\s(?:[\w/+-]{1,24}\s){0,5}")
LAUNCHES = re.compile(r"\blaunches\b", re.IGNORECASE)
TRIALS = re.compile(r"\s(?:[\w-]{1,20}\s){0,2}(?:trials|studies)\b", re.IGNORECASE)
# `Omitting Phase 1 and Phase 2 trials`, `after the Phase 1 and Phase 2 trials`: these are others, or none.
NOT_THESE = re.compile(
    r"\b(?:omit\w*|skip\w*|bypass\w*|without|instead of|rather than|between|after|following|beyond|from)\s"
    r"(?:(?:the|its|our|both|a|two|successful|completed)\s){0,2}$",
    re.IGNORECASE,
)

NAME = (
    r"(?:(?:Dr|Mr|Ms|Mrs|Prof)\.? )?[A-Z][\w’'-]{1,20}(?: [A-Z]\.){0,2}(?: (?:de|van|von|der|la|del|di|da)){0,2}"
    r"(?: [A-Z][\w’'-]{1,20}){1,2}"
)
DEGREES = r"(?:,? (?:Ph\.? ?D|M\.? ?D|MBA|J\.? ?D|Pharm\.? ?D|CPA|M\.? ?S|MPH|FAC[SC]|D\.? ?O|DVM)\b\.?){0,4},?"
# `Ada Renfield as Chief Executive Officer`, `Ben Oakes was appointed`: each names a person and a post.
POSTED = re.compile(
    rf"({NAME}){DEGREES} (?:as (?:its |the |our )?(?:new |interim |acting )?(?=[A-Zc])|"
    r"(?:was|has been) (?:named|appointed|promoted|elected)\b)"
)
# `Ada Renfield will retire`.
LEAVING = re.compile(
    rf"({NAME}){DEGREES} (?:who )?(?:(?:has|have) (?:decided|chosen|elected) to |will |is |plans to |intends to )?"
    r"(?:step(?:s|ped|ping)? down|retir(?:es?|ed|ing)|resign(?:s|ed|ing)?|depart(?:s|ed|ing)?)\b"
)
TITLES = frozenset(["dr", "mr", "ms", "mrs", "prof"])
POSTS = (NOBODY - TITLES) | {
    "medical",
    "financial",
    "operating",
    "scientific",
    "business",
    "commercial",
    "legal",
    "independent",
}
# `the acquisitions of Oakfield Bio, Inc. and Bellmore Labs`.
COMPANY = (
    r"[A-Z][\w&’'-]{1,24}(?: (?:[A-Z&][\w&’'-]{0,24}|\([^()]{1,60}\))){0,4}(?:,? (?:Inc|Ltd|LLC|Corp|AG|SA|plc)\b\.?)?"
)
ACQUISITIONS = re.compile(rf"\bacquisitions of ({COMPANY}(?:, {COMPANY}){{0,6}},? and {COMPANY})")
# `an arrangement agreement with Oakfield Bio and a merger agreement with Bellmore Labs`.
MERGER_WITH = re.compile(rf"\b(?:arrangement|merger|business combination|acquisition) agreement with ({COMPANY})")
PARTED = re.compile(r",? and |, (?!(?:Inc|Ltd|LLC|Corp|AG|SA|plc)\b)")
# `received the Oakfield Award, the Bellmore Prize and the Tarn Medal`.
AWARD = (
    r"(?:the |an? )?(?:[A-Z][\w&.’'-]{0,24} (?:(?:of|for|in|the|and|&) ){0,2}){1,7}"
    r"(?:Award|Prize|Medal|Honor|Fellowship|Lectureship)"
)
AWARD_WORDS = re.compile(r"\b(?:the|an?|of|for|in|and|Award|Prize|Medal|Honor|Fellowship|Lectureship)\b")
AND_AWARD = r",? and |, "
AWARDS = re.compile(
    rf"\b(?:received|won|awarded|earned|winning|receiving) (?:both )?({AWARD}(?:(?:, | and |, and ){AWARD}){{1,5}})"
)


def told_each(
    row: Milestone,
    span: tuple[int, int],
    others: Sequence[tuple[int, int]],
    links: SentenceLinks,
    published: date | None,
) -> list[Milestone]:
    """Return an event once for each thing that its sentence lists with it; alone where it lists none.

    Args:
        row: An event as read.
        span: Where its words stand in the sentence.
        others: Spans of the other events in the sentence.
        links: What the sentence names.
        published: Day of publication.
    """
    for told in (
        _at_each_time(row, others, links, published),
        _of_each_product(row, span, links),
        _in_each_phase(row, span, links),
        _of_each_party(row, links.sentence),
    ):
        if len(told) > 1:
            return told
    return [row]


def _at_each_time(
    row: Milestone, others: Sequence[tuple[int, int]], links: SentenceLinks, published: date | None
) -> list[Milestone]:
    """Return an event at each time of `in May and for asthma in June`, with what stands before the time."""
    if row.milestone_type not in TIMED or row.said is None:
        return [row]
    times = [mention for mention in links.windows if mention.kind == "time"]
    if row.said not in times:
        return [row]
    first = last = times.index(row.said)

    def is_again(place: int) -> bool:
        between = links.sentence[times[place].span_end : times[place + 1].span_start]
        is_others = any(times[place].span_end <= a < times[place + 1].span_start for a, _ in others)
        return AND_AGAIN.fullmatch(between) is not None and not VERB.search(between) and not is_others

    while first > 0 and is_again(first - 1):
        first -= 1
    while last + 1 < len(times) and is_again(last):
        last += 1
    rows = [row]
    for place in (number for number in range(first, last + 1) if times[number] != row.said):
        window = resolve_window(times[place], published, row.role)
        if window is None or window == row.window:
            return [row]
        start = times[place - 1].span_end if place else 0
        named = {kind: _only(links.mentions(kind), start, times[place].span_start) for kind in ("product", "disease")}
        rows.append(
            replace(
                row,
                window=window,
                said=times[place],
                intervention=named["product"] or row.intervention,
                indication=named["disease"] or (row.indication if row.milestone_type != "approval" else None),
            )
        )
    return rows


def _only(found: Sequence[Found], start: int, end: int) -> str | None:
    """Return the value that is named between two places, where it is one."""
    values = {value for a, b, value in found if start <= a and b <= end}
    return values.pop() if len(values) == 1 else None


def _of_each_product(row: Milestone, span: tuple[int, int], links: SentenceLinks) -> list[Milestone]:
    """Return an event for each of `HL-1 in gout and HL-2 in asthma`, of launches also for each of `HL-1 and HL-2`."""
    if row.milestone_type not in OF_PRODUCT:
        return [row]
    sentence = links.sentence
    products = [found for found in links.mentions("product") if found[0] >= span[0]]
    diseases = links.mentions("disease")
    is_bare = LAUNCHES.search(sentence, *span) is not None
    pairs: list[tuple[str, str | None, int]] = []
    for start, end, product in products:
        own = next((found for found in diseases if found[0] >= end and FOR.fullmatch(sentence, end, found[0])), None)
        if pairs and not NEXT.fullmatch(sentence, pairs[-1][2], start):
            break
        if own is None and not is_bare:
            break
        pairs.append((product, own[2] if own else None, own[1] if own else end))
    if len({product for product, _, _ in pairs}) < 2 or (not is_bare and len({name for _, name, _ in pairs}) < 2):
        return [row]
    return [
        replace(row, intervention=product, indication=disease or row.indication, parties=frozenset([product.lower()]))
        for product, disease, _ in pairs
    ]


def _in_each_phase(row: Milestone, span: tuple[int, int], links: SentenceLinks) -> list[Milestone]:
    """Return an event for each of `Phase 1b and Phase 2 trials`."""
    if row.milestone_type not in OF_PHASE:
        return [row]
    for (opening, end, phase), (start, last, other) in pairwise(links.mentions("phase")):
        is_listed = links.sentence[end:start] == " and " and TRIALS.match(links.sentence, last)
        if NOT_THESE.search(links.sentence[max(0, opening - 40) : opening]):
            continue
        if is_listed and phase != other and end > span[0]:
            return [replace(row, phase=name, parties=frozenset([f"phase {name}"])) for name in (phase, other)]
    return [row]


def _of_each_party(row: Milestone, sentence: str) -> list[Milestone]:
    """Return a change of posts for each person, a purchase for each company, an old honour for each prize of a list."""
    if row.milestone_type == "leadership_change" and row.unit.section not in {"title", "subtitle"}:
        pattern = LEAVING if row.rule_id == "corporate.leadership_leaves" else POSTED
        names = [found[1] for found in pattern.finditer(sentence) if _is_person(found[1])]
    elif row.milestone_type == "acquisition":
        bought = ACQUISITIONS.search(sentence)
        agreed = [found[1] for found in MERGER_WITH.finditer(sentence)]
        names = PARTED.split(bought[1]) if bought else agreed
    elif row.milestone_type == "recognition" and row.role == "background":
        awards = AWARDS.search(sentence)
        given = re.split(AND_AWARD, awards[1]) if awards else []
        names = (
            [AWARD_WORDS.sub("", name) for name in given] if all(re.fullmatch(AWARD, name) for name in given) else []
        )
    else:
        return [row]
    parties = [frozenset(name.lower().split()) - NOBODY for name in names]
    is_each = len(parties) > 1 and all(parties) and len(set(parties)) == len(parties)
    return [replace(row, parties=party) for party in parties] if is_each else [row]


def _is_person(name: str) -> bool:
    return POSTS.isdisjoint(word.lower().strip(".") for word in name.split())
