"""What speaks for each disease, which of them the rules choose, and what the judge of names looks at.

The mentions are counted by `disease_ranking`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log1p

from transforms.facts.diseases import is_vague
from transforms.facts.judge.names import MOST_NAMES, Name, NameContext

_MAX_DISEASES = 5
_AGAIN = 2
_OFTEN = 3  # mentions outside the boilerplate that make up for none at the front
_MIN_SCORE = 1.5
_MIN_SHARE = 0.45
_MOST_SCORE = 40.0  # a name told all over a long text says no more


@dataclass
class Disease:
    """A disease: its spellings in order, and what speaks for it."""

    name: str
    score: float = 0.0
    told: int = 0
    is_in_front: bool = False
    is_titled: bool = False
    words: frozenset[str] = frozenset()  # of the name, folded
    surfaces: dict[str, int] = field(default_factory=dict)  # how often each is written
    context: NameContext = field(default_factory=NameContext)

    def take_in(self, other: "Disease") -> None:
        """Add what speaks for another name of it."""
        self.score += 0.5 * other.score
        self.is_in_front |= other.is_in_front
        self.is_titled |= other.is_titled
        self.told += other.told
        for surface, count in other.surfaces.items():
            self.surfaces[surface] = self.surfaces.get(surface, 0) + count
        self.context.take_in(other.context)


def choose(diseases: Sequence[Disease], *, is_treated: bool) -> list[Disease]:
    """Return those that the rules choose: what stands out from the rest."""
    if not is_treated:
        diseases = [d for d in diseases if d.is_titled or (d.is_in_front and d.told >= _AGAIN)]
    ranked = sorted((d for d in diseases if d.is_in_front or d.told >= _OFTEN), key=lambda d: -d.score)
    best = ranked[0].score if ranked else 0.0
    chosen = [d for d in ranked if d.score >= max(_MIN_SCORE, _MIN_SHARE * best)][:_MAX_DISEASES]
    # Where none stands out, the first that the front names and the text names again.
    return chosen or [d for d in diseases if d.is_in_front and d.told > 1][:1]


def names_of(diseases: Sequence[Disease], chosen: Sequence[Disease], *, is_treated: bool) -> list[Name]:
    """Return all diseases for the judge of names, best first."""
    ranked = sorted(diseases, key=lambda d: -d.score)
    is_chosen = {id(d) for d in chosen}
    in_front = sum(d.is_in_front for d in ranked)
    mentions = max(1, sum(d.context.mentions for d in ranked))
    names = []
    for rank, d in enumerate(ranked[:MOST_NAMES]):
        d.name = usual_spelling(d)
        was_chosen = id(d) in is_chosen
        titled, treated, choice = f"titled={d.is_titled}", f"treated={is_treated}", f"chosen={was_chosen}"
        found = {
            "mentions": log1p(sum(d.surfaces.values())),
            "share of mentions": d.context.mentions / mentions,
            "score": min(d.score, _MOST_SCORE) / 10,
            "share of best score": d.score / max(ranked[0].score, 0.1),
            "told": log1p(d.told),
        }
        told = [
            choice,
            titled,
            treated,
            f"{titled}:{choice}",
            f"{titled}:{treated}",
            f"{titled}:names={min(len(ranked), 4)}",
            f"rank={min(rank, 6)}",
            f"rank={min(rank, 6)}:{choice}",
            f"front={d.is_in_front}",
            f"front={d.is_in_front}:{choice}",
            f"chosen names={min(len(chosen), 4)}:{choice}",
            f"names={min(len(ranked), 8)}",
            f"names in front={min(in_front, 4)}",
            f"count={min(sum(d.surfaces.values()), 5)}",
            f"vague={is_vague(d.name)}",
            *_shape(d.name),
        ]
        names.append(
            Name(d.name, list(d.surfaces), was_chosen, found | d.context.features() | dict.fromkeys(told, 1.0))
        )
    return names


def _shape(name: str) -> list[str]:
    """Return the words of a name, and how it looks."""
    words = fold_name(name).split()
    return [
        *(f"w={word}" for word in words),
        f"last={words[-1] if words else ''}",
        f"words={min(len(words), 4)}",
        f"ends in {name[-4:].lower()}",
        f"capitals={name.isupper()}",
    ]


def usual_spelling(d: Disease) -> str:
    """Return the spelling that the text uses most, in small letters where it has them: a headline writes capitals."""
    key, counts = fold_name(d.name), Counter[str]()
    same = [surface for surface in d.surfaces if fold_name(surface) == key]
    for surface in same:
        counts[surface.lower()] += d.surfaces[surface]
    best = max(counts, key=counts.__getitem__, default="")
    forms = [surface for surface in same if surface.lower() == best]
    name = max(forms, key=lambda form: sum(map(str.islower, form)), default=d.name)
    return name.replace("&#39;", "'")


@lru_cache(maxsize=16_384)
def fold_name(name: str) -> str:
    """Return a disease's name without case, possessive, hyphens and plurals."""
    folded = re.sub(r"[’']s?\b", "", name.lower())
    folded = re.sub(r"[\s\-–/]+", " ", folded)
    folded = re.sub(r"(?<=[a-z]{3}[a-rtv-z])s$", "", re.sub(r"(?<=[a-z]{3})(?<!is)(?:ies)$", "y", folded))
    return re.sub(r"\btumour", "tumor", folded)
