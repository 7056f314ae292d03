"""What a sentence means that names no product, phase or disease: the last one named, that above a list, the headline's.

What a sentence names itself is `links`; where nothing here holds, the only product of a release is meant.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from transforms.facts.disease_links import find_linked_diseases
from transforms.facts.event_terms import Release, Unit
from transforms.facts.phases import drop_planned, find_trial_phases
from transforms.facts.product_ranking import find_other_products
from transforms.facts.products import find_products

# How many sentences before may hold what `it` or `the study` means.
_NEAR = 2
# How far above an item of a list its heading may stand.
_FAR = 12
# A heading begins with its product and is short: `QVX-318 (ulcerative colitis)`.
_HEADING_LENGTH = 70
_HEADING_START = 4
# What an `About` says of the product named right before.
_GOES_ON = re.compile(
    r"(?:The|This)\s(?:program(?:me)?|product|drug|candidate|vaccine|therapy|device|trial|study|treatment)\b|It\s"
)
# A sentence that goes on about the trial before it: `The study will read out in May`, `Topline data are due in May`.
_OF_THAT_TRIAL = re.compile(
    r"(?:(?:In|From|For)\s)?(?:(?:The|the|This|this|These|these|That|All|Full|Detailed|Initial|Interim|Preliminary|Final|Primary|"
    r"Further|Additional)\s(?!company|Company)(?:[\w\-/]{1,20}\s){0,4}?(?:trials?|stud(?:y|ies)|data|results|findings|readout|analys[ie]s|"
    r"enroll?ment|recruitment|dosing|treatment|patients|participants|subjects|endpoints?)\b"
    r"|Top-?[Ll]ine\s|Enroll?ment\b|Recruitment\b|Dosing\b|Patients\b|Participants\b|Data\b|Results\b)"
)
# `The participant was treated with steroids`: what helped a patient, and no subject of what follows.
_CARE = re.compile(r"\b(?:was|were|been|is)\s(?:successfully\s)?(?:treated|managed)\swith\b", re.IGNORECASE)
# Between two sentences of a paragraph.
_GAP = 2
FLOWING = frozenset(["lead", "body"])
_HEADLINE = frozenset(["title", "subtitle"])


def at_hand(release: Release, units: Sequence[Unit], number: int) -> Release:
    """Return the release with what its sentence `number` means if it names no product and no phase."""
    return replace(
        release,
        meant=product_meant(units, number, release.products),
        meant_phase=phase_meant(units, number) if len(release.phases) > 1 else None,
        meant_disease=disease_meant(units, number, release.diseases),
    )


def product_meant(units: Sequence[Unit], number: int, products: Mapping[str, str]) -> str | None:
    """Return the product that sentence `number` means if it names none; null where that is open.

    Args:
        units: The sentences of the release in order; a unit's number is its index.
        number: The sentence.
        products: Each spelling of the release's products to its name.
    """
    unit = units[number]
    for back in range(1, min(_FAR, number) + 1):
        before = units[number - back]
        if before.section in _HEADLINE or (before.section == "about") != (unit.section == "about"):
            break
        is_near = back <= _NEAR and before.section in FLOWING and unit.section in FLOWING
        # `HL-1 has two designations:` is said of every item of the list below.
        is_near = is_near or (unit.section == "bullet" and before.section in FLOWING and before.sentence.endswith(":"))
        is_near = is_near or (back == 1 and unit.section == "about" and _GOES_ON.match(unit.sentence) is not None)
        if not (is_near or _is_heading(before, products)):
            continue
        named = {name for _, _, name in _mentions(before.sentence, products)}
        if named:
            return next(iter(named)) if len(named) == 1 else None
    return _headlined(units, products)


def phase_meant(units: Sequence[Unit], number: int) -> str | None:
    """Return the phase of the trial that sentence `number` means if it names none: the last one, or the headline's."""
    unit = units[number]
    for back in range(1, min(_NEAR, number) + 1):
        before = units[number - back]
        is_flowing = before.section in FLOWING and unit.section in FLOWING
        # A list or an `About` goes on within one paragraph only.
        if not is_flowing and not (before.section == unit.section and _is_next(before, units[number - back + 1])):
            break
        named = {phase for _, _, phase in drop_planned(before.sentence, find_trial_phases(before.sentence))}
        if named:
            return next(iter(named)) if len(named) == 1 else None
    named = {phase for unit in units[:3] if unit.section == "title" for _, _, phase in find_trial_phases(unit.sentence)}
    return next(iter(named)) if len(named) == 1 and unit.section != "about" else None


def disease_meant(units: Sequence[Unit], number: int, diseases: Mapping[str, str]) -> str | None:
    """Return the disease that sentence `number` means if it goes on about a trial: the one named right before."""
    if not _OF_THAT_TRIAL.match(units[number].sentence):
        return None
    for back in range(1, min(_NEAR, number) + 1):
        before = units[number - back]
        if before.section != units[number].section or not _is_next(before, units[number - back + 1]):
            return None
        named = {name for _, _, name in find_linked_diseases(before.sentence, diseases)}
        if named:
            return next(iter(named)) if len(named) == 1 else None
    return None


def _is_next(before: Unit, unit: Unit) -> bool:
    """Tell whether a sentence follows another in one paragraph."""
    return unit.span_start - before.span_end <= _GAP


def _is_heading(unit: Unit, products: Mapping[str, str]) -> bool:
    if len(unit.sentence) > _HEADING_LENGTH or unit.sentence.rstrip().endswith((".", ";", ",")):
        return False
    mentions = _mentions(unit.sentence, products)
    return bool(mentions) and mentions[0][0] <= _HEADING_START


def _mentions(sentence: str, products: Mapping[str, str]) -> list[tuple[int, int, str]]:
    own = find_products(sentence, products)
    return own if own or _CARE.search(sentence) else find_other_products(sentence)


def _headlined(units: Sequence[Unit], products: Mapping[str, str]) -> str | None:
    """Return the product of the headline, where it names one."""
    named = {
        name for unit in units[:3] if unit.section == "title" for _, _, name in find_products(unit.sentence, products)
    }
    return next(iter(named)) if len(named) == 1 else None
