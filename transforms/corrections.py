"""Read data/reference/identity_corrections.csv: which names a person says are of one thing, and which are not.

What a correction does to the marts is SQL (int_sponsor_links__corrected and its like), which reads the file as a seed;
nothing is built while it is wrong.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from transforms.edited_csv import read_records, unseen_mark, wrong_length

COLUMNS = ["entity", "action", "name", "other_name", "sponsor", "reason"]
ENTITIES = ("sponsor", "trial", "product")
ACTIONS = ("same", "different")
_BRACKETS = re.compile(r"\([^)]*\)")
_TRADE_MARK = re.compile(r"\((?:r|tm)\)|&(?:reg|trade);")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_COMBINED = re.compile(r"\s*[+/&]\s*|\s(?:plus|and|with|in combination with)\s")
_Key = tuple[str, str, str]  # entity, folded sponsor, folded name


class CorrectionsError(ValueError):
    """The file says something that is not understood, or two things at once; the message names line and remedy."""


@dataclass(frozen=True)
class Correction:
    """A line of the file: two names of one entity, whether they are the same thing, and why."""

    line: int
    entity: str
    action: str
    name: str
    other_name: str
    sponsor: str
    reason: str


def read_corrections(path: Path, legal_forms: Sequence[str]) -> list[Correction]:
    """Return the corrections of a CSV file, in its order.

    Args:
        path: A file with the columns `COLUMNS`, in their order.
        legal_forms: Endings that do not tell companies apart, folded, as the marts have them.

    Raises:
        CorrectionsError: All that is wrong with the file, one line for each fault: what is no correction, what is said
            twice, and what contradicts other lines, also through a chain of names that are the same; or that it cannot
            be read.
    """
    faults: list[tuple[int, str]] = []
    corrections: list[Correction] = []
    for number, values in read_records(path, COLUMNS, CorrectionsError):
        if wrong := wrong_length(values, COLUMNS):
            faults.append((number, wrong))
            continue
        correction = Correction(number, *values)
        here = list(_faults(correction, legal_forms))
        faults += [(number, fault) for fault in here]
        if not here:
            corrections.append(correction)
    faults += _contradictions(corrections, legal_forms)
    if faults:
        raise CorrectionsError("\n".join(f"{path.name}, line {number}: {fault}" for number, fault in sorted(faults)))
    return corrections


def fold_name(name: str, legal_forms: Sequence[str] = ()) -> str:
    """Fold a name as the marts do: small letters, no accents, no marks; empty where nothing is left.

    With legal forms, these at its end, what stands in brackets and a leading "the" go too, unless nothing is left.
    """
    folded = _fold(name)
    if not legal_forms:
        return folded
    bare = _fold(_BRACKETS.sub(" ", name)).removeprefix("the ")
    endings = tuple(f" {form}" for form in sorted(legal_forms, key=len, reverse=True))
    while ending := next((ending for ending in endings if bare.endswith(ending)), None):
        bare = bare.removesuffix(ending)
    return bare or folded


def name_key(entity: str, name: str, legal_forms: Sequence[str]) -> str:
    """Return what names of an entity are compared by, as the marts do (sql/macros: fold_sponsor, fold_trial …)."""
    if entity == "sponsor":
        return fold_name(name, legal_forms)
    if entity == "trial":  # FLARE 2 and FLARE-2 are FLARE2
        return re.sub(r"([^\W\d_]) (\d)", r"\1\2", _fold(name))
    # QVX 1 and QVX-1 are QVX1; the parts of a combination have no order.
    parts = _COMBINED.split(_TRADE_MARK.sub(" ", name.lower()).translate(_SUBSCRIPTS))
    folded = (re.sub(r"(\d) (\d)", r"\1-\2", _fold(part)).replace(" ", "") for part in parts)
    return "+".join(sorted(part for part in folded if part))


def _fold(text: str) -> str:
    plain = "".join(ch for ch in unicodedata.normalize("NFD", text) if not unicodedata.combining(ch)).lower()
    return " ".join("".join(ch if ch.isalnum() else " " for ch in unicodedata.normalize("NFC", plain)).split())


def _faults(correction: Correction, legal_forms: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with a line by itself."""
    for column, allowed in (("entity", ENTITIES), ("action", ACTIONS)):
        if (value := getattr(correction, column)) not in allowed:
            yield f"unknown {column} {value!r}; allowed: {', '.join(allowed)}"
    for column in COLUMNS[2:]:
        value = getattr(correction, column)
        if unseen := unseen_mark(value):
            yield f"{column} {unseen}"
        elif value != " ".join(value.split()):
            yield f"{column} {value!r} has spaces at an end, or two in a row, or a line break: take them out"
    for column in ("name", "other_name"):
        if not _fold(getattr(correction, column)):
            yield f"{column} {getattr(correction, column)!r} names nothing: write the name as releases have it"
    if not correction.reason.strip():
        yield "reason is empty: say why, for those who come later"
    if correction.entity == "sponsor" and correction.sponsor:
        yield "sponsor must be empty where the entity is a sponsor"
    if correction.entity in ("trial", "product") and not _fold(correction.sponsor):
        yield f"sponsor is empty: say whose {correction.entity} it is"
    one, other = _keys(correction, legal_forms)
    if one[2] and one == other:
        yield (
            f"{correction.name!r} and {correction.other_name!r} are one name: legal form, case, marks and spaces in "
            "codes tell no names apart; take the line out"
        )


def _keys(correction: Correction, legal_forms: Sequence[str]) -> tuple[_Key, _Key]:
    entity, whose = correction.entity, fold_name(correction.sponsor, legal_forms)
    one, other = (
        (entity, whose, name_key(entity, name, legal_forms)) for name in (correction.name, correction.other_name)
    )
    return one, other


def _contradictions(corrections: Sequence[Correction], legal_forms: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (line, fault) of what is said twice, and of names that are the same by other lines and yet different."""
    first: dict[frozenset[_Key], Correction] = {}
    neighbours: dict[_Key, dict[_Key, Correction]] = {}
    for correction in corrections:
        one, other = _keys(correction, legal_forms)
        known = first.setdefault(frozenset((one, other)), correction)
        if known is not correction:
            verb = "says again what" if known.action == correction.action else "contradicts what"
            names = f"{correction.name!r} and {correction.other_name!r}"
            yield correction.line, f"{verb} line {known.line} says of {names}: keep one of the two"
        elif correction.action == "same":
            neighbours.setdefault(one, {})[other] = correction
            neighbours.setdefault(other, {})[one] = correction
    for correction in first.values():
        if correction.action == "different":
            chain = _chain(neighbours, *_keys(correction, legal_forms))
            if chain:
                told = ", ".join(f"line {link.line} ({link.name!r}, {link.other_name!r})" for link in chain)
                names = f"{correction.name!r} and {correction.other_name!r}"
                yield correction.line, f"{names} are different here and the same by {told}: take one of these lines out"


def _chain(neighbours: dict[_Key, dict[_Key, Correction]], start: _Key, end: _Key) -> list[Correction]:
    """Return the lines of the shortest way between two names over names that are the same; empty where none is."""
    came_from: dict[_Key, _Key] = {start: start}
    edge = [start]
    while edge and end not in came_from:
        reached = [(near, name) for name in edge for near in neighbours.get(name, {}) if near not in came_from]
        came_from.update(reached)
        edge = list(dict(reached))
    if end not in came_from:
        return []
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return [neighbours[name][near] for name, near in pairwise(reversed(way))]
