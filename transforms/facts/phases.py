"""Trial phases and how their spellings fold: `Phase IIb` is `2b`, `Phases 1 and 2` are `1` and `2`.

Which trial a phase belongs to does not belong here (links).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_FOLDED = frozenset(
    ("early_1", "1", "1a", "1b", "1/2", "1/2a", "1/2b", "1b/2", "1b/2a", "1b/2b", "1b/3", "2", "2a", "2b", "2/3",
     "2a/2b", "2b/3", "3", "3a", "3b", "3/4", "4", "pivotal")
)  # fmt: skip
_NUMBER = r"(?:III|II|IV|I|[1-4])(?:\s?[-–]?\s?[abc](?![\w]))?"
_NUMBER_CI = rf"(?i:{_NUMBER})"
# `Phase 1b/2a`, `Phase I-II`, `phase 2 / 3`, `Phase 1b/Phase 2`, `Phases 1, 2 and 3`, `Phase 2 or Phase 3`.
_PHASE = re.compile(
    rf"(?i:\b(?P<early>early[\s\-]{{1,2}})?phases?)[\s\-–—\u00a0]{{0,3}}(?P<first>{_NUMBER_CI})(?![\w%])(?!\.\d)"
    rf"(?P<half>\s?/\s?[bB](?!\w))?"
    rf"(?P<second>\s?(?:/|-|–|‑)\s?(?:(?i:phase)[\s\-\u00a0]?)?(?:{_NUMBER_CI})(?![\w%.]|,\d))?"
    rf"(?P<more>(?:\s?(?:,|&|,?\s(?:and|or|to|through))\s(?:{_NUMBER_CI})(?![\w%.]|\s?(?i:patients|"
    rf"sites|years|months|weeks|days|doses?|mg))){{0,3}})"
)
# A trial meant for approval, with no number.
_PIVOTAL = re.compile(
    r"\b(?P<word>pivotal|registrational|registration[- ]enabling|potentially registrational)(?!\spath)(?=[\s,\-]{1,2}"
    r"(?:[\w\-/]{1,20}[\s,]{1,2}){0,4}(?:trials?|stud(?:y|ies)|program(?:me)?s?|cohorts?|data|results|"
    r"IDE|investigation)\b)",
    re.IGNORECASE,
)
# `Phase 1 of the project`, `Phase II SBIR`, `Phase I environmental`: phases of other things.
_OTHER_THING = re.compile(
    r"\s{0,2}(?:SBIR|STTR|grant|award of|environmental|of (?:the|its|our|this|a) (?:project|plan|construction|"
    r"development of the|expansion|"
    r"rollout|roll-out|build|mine|drill)|drill|exploration|construction|expansion of the (?:plant|"
    r"facility|mine)|archaeolog|"
    r"metaboli|reaction|enzyme|conjugat)",
    re.IGNORECASE,
)

_DESIGN_BEHIND = re.compile(r"\s(?:[\w\-]{1,14}\s){0,2}(?:designs?|protocol|plans?)\b", re.IGNORECASE)
# Words for a trial that is to begin, right before its phase; `initiated a Phase 2 trial` has begun.
_BEGIN_REACH = 70
_TO_BEGIN = re.compile(
    r"\b(?:(?:to|will|and|or|then)\s(?:initiate|start|begin|commence|launch)|initiation|initiating|starting|start\sof|"
    r"proposed|planned|upcoming|future|next|enter(?:ing)?|"
    r"(?:advanc|mov|progress|transition|proceed)(?:e|es|ing|ement|ion)?(?:\sof\s[\w\-]{2,20})?\s(?:in)?to|support(?:ing|s)?)\s"
    r"(?:(?!data|results|from|readout|milestones|includ|top-?line)[\w\-/]{1,20},?\s){0,4}$",
    re.IGNORECASE,
)
# `Phase 1 portion of its ongoing Phase 1/2 study`: the trial is the second.
_PORTION = re.compile(
    r"\s(?:[\w\-]{1,14}\s){0,2}(?:portion|part|arm|segment)s?\sof\s(?:[\w\-]{1,14}\s){0,2}", re.IGNORECASE
)
# A regulator is asked how a trial is to be done before it begins.
_DESIGN = re.compile(
    r"\b(?:designs?|protocol|guidance\son|feedback\son|comments\son|path\s(?:for|to)|plans?\sfor|discuss(?:ing)?|recommendations?\sfor)"
    r"\s[^.;]{0,50}$",
    re.IGNORECASE,
)
_DOSE = re.compile(r"\s{0,2}dose")
_END_OF = re.compile(r"(?i:\bend[\s-]of[\s-]|\beo)$")  # `End-of-Phase 2 meeting`: the trial that comes is another
_RECOMMENDED = re.compile(r"(?i:recommended)\s$")  # `recommended Phase 2 dose`: a dose, whatever the trial


def find_phases(sentence: str) -> list[tuple[int, int, str]]:
    """Return (start, end, phase) of each phase named, folded, in order; one mention may name several.

    `pivotal` is given only where no number stands in the sentence.
    """
    found: list[tuple[int, int, str]] = []
    if "hase" in sentence or "HASE" in sentence:
        for m in _PHASE.finditer(sentence):
            is_dose = _RECOMMENDED.search(sentence, max(0, m.start() - 12), m.start()) and _DOSE.match(
                sentence, m.end()
            )
            if not is_dose and not _OTHER_THING.match(sentence, m.end()):
                found += [(m.start(), m.end(), phase) for phase in _read(m)]
    if not found and ("ivotal" in sentence or "egistra" in sentence or "PIVOTAL" in sentence):
        found = [(m.start("word"), m.end("word"), "pivotal") for m in _PIVOTAL.finditer(sentence)]
    return found


def find_trial_phases(sentence: str) -> list[tuple[int, int, str]]:
    """Return the phases of trials that a sentence speaks of: without the one that a meeting with the regulator ends."""
    found = [hit for hit in find_phases(sentence) if not _END_OF.search(sentence, max(0, hit[0] - 10), hit[0])]
    parts = [_PORTION.fullmatch(sentence, one[1], other[0]) is not None for one, other in pairwise(found)]
    return [hit for hit, is_part in zip(found, [*parts, False], strict=False) if not is_part]


def drop_planned(sentence: str, found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the phases without those of trials that are to begin: `results that support the start of Phase 3`."""
    return [hit for hit in found if not _TO_BEGIN.search(sentence, max(0, hit[0] - _BEGIN_REACH), hit[0])]


def keep_designed(sentence: str, found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the phases of trials whose design is spoken of: `feedback on the protocol of a Phase 3 trial`."""
    return [
        hit
        for hit in found
        if _DESIGN.search(sentence, max(0, hit[0] - _BEGIN_REACH), hit[0]) or _DESIGN_BEHIND.match(sentence, hit[1])
    ]


def _read(m: re.Match[str]) -> list[str]:
    """Fold one mention: the first number with its second half, then the numbers listed behind it."""
    first = _fold(m["first"])
    if m["half"]:
        first = first.rstrip("a")  # `Phase 1a/b` is a trial of both halves
    if m["early"] and first == "1":
        return ["early_1"]
    phases = []
    if m["second"]:
        second = _fold(re.sub(r"(?i)phase|[\s/\-–‑\u00a0]", "", m["second"]))
        both = f"{first}/{second}"
        phases += [both] if both in _FOLDED and first != second else [p for p in (first, second) if p in _FOLDED]
    else:
        phases.append(first)
    for number in re.findall(rf"(?:,|&|\b(?i:and|or|to|through))\s({_NUMBER_CI})", m["more"] or ""):
        phases.append(_fold(number))
    return [phase for phase in dict.fromkeys(phases) if phase in _FOLDED]


def _fold(number: str) -> str:
    bare = re.sub(r"[\s\-–]", "", number.lower())
    roman = re.match(r"i{1,3}v?|iv", bare)
    return _ROMAN[roman[0]] + bare[roman.end() :] if roman else bare
