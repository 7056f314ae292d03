"""Which diseases a release is about, by their long names: where each stands, and how often.

The names themselves are found by `diseases`. A field of medicine, and what the company says of itself, is not the news.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from transforms.facts.diseases import disease_words, find_disease_names
from transforms.facts.product_ranking import FRONT, SPEAKS

_ABOUT_IT = re.compile(
    r"(?:treatment|treatments|treating|treat|therapy|prevention|preventing|management|diagnosis|detection|"
    r"screening|indicated|approved|designation|indication|approval|relief)\s(?:of|for|in)?\s?(?:the\s)?"
    r"(?:adults?|adult patients|patients|children|people|[\w\-]{0,20})?\s?(?:with|of|for|in)?\s?(?:[\w\-]{0,20}\s)?$"
    r"|(?:patients|adults|people|children|subjects|participants|individuals|women|men|those)\s(?:\w{1,12}\s){0,2}"
    r"(?:with|from|suffering\sfrom|living\swith|who\shave|have)\s(?:[\w\-]{0,20}\s){0,3}$"
    r"|(?:trial|study|program|studies|trials|candidate|therapy|drug|product)\s(?:of\s[\w\-]{2,30}\s)?"
    r"(?:for|in)\s(?:[\w\-]{0,20}\s){0,2}$"
    r"|\bin\s(?:[\w\-]{0,20}\s){0,2}$",
    re.IGNORECASE,
)
_WEIGHT = {"title": 6.0, "subtitle": 3.0, "bullet": 2.0, "lead": 3.0, "about": 0.5}
# Names of whole fields of medicine say little beside a disease of that field.
_VAGUE = disease_words("vague")
_EARLY = 14  # sentences of a release that tell its news; later ones count less
_FIRST = 6  # sentences that count as the front whatever their section
_MAX_DISEASES = 5
_ENOUGH = 25.0
_OFTEN = 3  # mentions outside the boilerplate that make up for none at the front
_MIN_SCORE = 1.5
_MIN_SHARE = 0.45
# `bone fever, now known as ossary fever`: the second name stands for both.
_NOW_CALLED = re.compile(r"\b(?:now|currently)\s(?:known|defined|called|classified|referred\sto)\b[^.;]{0,40}$")
_NEAR = 120  # code points before such words in which the old name stands


@dataclass
class _Disease:
    """A disease: its spellings in order, and what speaks for it."""

    name: str
    score: float = 0.0
    told: int = 0
    is_in_front: bool = False
    surfaces: dict[str, None] = field(default_factory=dict)


def rank_diseases(units: Iterable[tuple[str, str]], abbreviations: Mapping[str, str]) -> dict[str, str]:
    """Return the diseases that the news is about, as a map from each spelling to the long name, best first.

    Args:
        units: (section, sentence) of a release in order, headline first; boilerplate left out.
        abbreviations: Short forms that the text spells out, with their long forms.
    """
    diseases: dict[str, _Disease] = {}
    same_as: dict[str, str] = {}
    long_of = {short: long for short, long in abbreviations.items() if _is_disease(long)}
    for order, (section, sentence) in enumerate(units):
        weight = _WEIGHT.get(section, 1.0 if order < _EARLY else 0.4)
        speaks = SPEAKS.search(sentence) if section == "lead" else None
        is_renamed = "now " in sentence or "currently " in sentence
        hits = _with_abbreviations(sentence, find_disease_names(sentence), long_of)
        for start, end, surface in hits:
            name = long_of.get(surface) or " ".join(abbreviations.get(word, word) for word in surface.split())
            d = diseases.setdefault(_key(name), _Disease(name))
            d.surfaces.setdefault(surface)
            is_apposition = speaks is not None and end <= speaks.start()
            d.is_in_front |= (section in FRONT or order < _FIRST) and not is_apposition and section != "about"
            d.told += section != "about" and not is_apposition
            gain = 0.4 if is_apposition else weight
            if _ABOUT_IT.search(sentence[max(0, start - 70) : start]):
                gain *= 1.6
            if name.lower() in _VAGUE:
                gain *= 0.35
            d.score += gain if d.score < _ENOUGH else 0.0
            called = _NOW_CALLED.search(sentence, max(0, start - _NEAR), start) if is_renamed else None
            if called:
                same_as.update(
                    {
                        _key(long_of.get(s, s)): _key(name)
                        for a, b, s in hits
                        if called.start() - _NEAR < a < called.start()
                    }
                )
    for other, key in same_as.items():
        if other != key and other in diseases and key in diseases:
            _take_in(diseases[key], diseases.pop(other))
    return _chosen(diseases)


def _with_abbreviations(
    sentence: str, hits: list[tuple[int, int, str]], long_of: Mapping[str, str]
) -> list[tuple[int, int, str]]:
    """Add the mentions of diseases by the short forms that this text spells out; not those in their own brackets."""
    found = list(hits)
    for short in long_of:
        if short in sentence:
            mentions = re.finditer(rf"(?<![\w(“\"]){re.escape(short)}(?![\w])", sentence)
            found += [
                (m.start(), m.end(), short)
                for m in mentions
                if not any(start <= m.start() < end for start, end, _ in hits)
            ]
    return found


def _take_in(kept: _Disease, other: _Disease) -> None:
    kept.score += 0.5 * other.score
    kept.is_in_front |= other.is_in_front
    kept.told += other.told
    kept.surfaces.update(other.surfaces)


def _chosen(diseases: Mapping[str, _Disease]) -> dict[str, str]:
    """Merge a name into a longer one that holds its words, and keep those that stand out."""
    kept: list[tuple[set[str], _Disease]] = []
    for d in sorted(diseases.values(), key=lambda d: -d.score):
        words = set(_key(d.name).split())
        other = next((k for w, k in kept if words <= w or w <= words), None)
        other = other or next(
            (k for _, k in kept if _is_initials(d.name, k.name) or _is_initials(k.name, d.name)), None
        )
        if other is None:
            kept.append((words, d))
            continue
        # Of the two names the longer one stands, where it is told often enough; a spelt-out one always.
        is_longer = len(words) > len(_key(other.name).split()) and d.score >= 0.35 * other.score
        if is_longer or _is_initials(other.name, d.name):
            other.name = d.name
        _take_in(other, d)
    ranked = sorted((d for _, d in kept if d.is_in_front or d.told >= _OFTEN), key=lambda d: -d.score)
    best = ranked[0].score if ranked else 0.0
    chosen = [d for d in ranked if d.score >= max(_MIN_SCORE, _MIN_SHARE * best)][:_MAX_DISEASES]
    for d in chosen:
        # A headline writes a disease with capitals; where the text has the small spelling too, that is its name.
        d.name = d.name.lower() if d.name.lower() in d.surfaces else d.name
    return {surface: d.name for d in chosen for surface in d.surfaces}


def _is_initials(short: str, long: str) -> bool:
    """Tell whether `short` is made of the first letters of `long`, hyphenated words as one or as several."""
    if not 2 < len(short) < 7 or not short.isupper():
        return False
    lowered = long.lower()
    return short.lower() in ("".join(re.findall(r"\b\w", lowered)), "".join(word[0] for word in lowered.split()))


def _is_disease(long: str) -> bool:
    return any(end == len(long) for _, end, _ in find_disease_names(long))


def _key(name: str) -> str:
    folded = re.sub(r"[’']s?\b", "", name.lower())
    folded = re.sub(r"[\s\-–/]+", " ", folded)
    folded = re.sub(r"(?<=[a-z]{4})(?:cancer|tumor|disorder|infection|disease)s\b", lambda m: m[0][:-1], folded)
    return re.sub(r"\btumour", "tumor", folded)
