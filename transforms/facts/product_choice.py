"""What speaks for each name of a product, which of them the rules choose, and what the judge of names looks at.

The mentions are counted by `product_ranking`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log1p

from transforms.facts.judge.names import MOST_NAMES, Name, NameContext
from transforms.facts.product_fallbacks import full_name, headlined
from transforms.facts.products import words_of

WEAK = ("named", "camel")  # kinds that need a second mention or a place at the front
_MAX_PRODUCTS = 12
# Approved drugs that trials give beside a new one: no news where there is another.
_BACKBONE = words_of("backbone")
_TWICE = 2
_LEAST = 1.2
_SURE, _SURE_WORD = 2.5, 4.0
_OFTEN = 3  # mentions outside the boilerplate that make up for none at the front
_MOST_SCORE = 30.0  # a name told all over a long text says no more


@dataclass
class Candidate:
    """A name on trial: its spellings in order, and what speaks for it."""

    name: str
    kind: str
    score: float = 0.0
    count: int = 0
    against: int = 0
    told: int = 0
    targets: int = 0
    studies: int = 0
    is_in_front: bool = False
    is_used: bool = False
    is_titled: bool = False
    is_platform: bool = False
    is_own: bool = False
    is_marketed: bool = False
    surfaces: dict[str, None] = field(default_factory=dict)
    context: NameContext = field(default_factory=NameContext)

    @property
    def is_backbone(self) -> bool:
        """Tell whether it is a drug that others are tried beside."""
        return any(surface.lower() in _BACKBONE or surface.partition(" ")[0] in _BACKBONE for surface in self.surfaces)


def choose(candidates: Mapping[str, Candidate], sentences: Sequence[tuple[str, str]]) -> list[Candidate]:
    """Return the candidates that the rules choose, best first; some get their full name."""
    if not any(c.is_used and c.is_in_front and c.kind not in WEAK for c in candidates.values()):
        # No verb or noun of use beside it: a name with capitals inside that the headline has is as good.
        names = headlined(((c.name, c.count) for c in candidates.values() if c.kind == "camel"), sentences)
        for c in candidates.values():
            c.is_used |= c.name in names
    names_in_front = [c for c in candidates.values() if c.is_in_front and c.is_used and c.kind not in WEAK]
    often = _OFTEN if names_in_front else _TWICE
    ranked = sorted(
        (
            c
            for c in candidates.values()
            if (c.is_used or c.is_marketed)
            and (_is_substance(c) or c.studies < max(1, 0.3 * (c.count + c.studies)))
            and (c.is_in_front or c.told >= often)
            and c.against < max(1, 0.4 * c.count)
            and 2 * c.targets < c.count
            and (c.kind not in WEAK or c.count > 1 or c.is_own or c.is_marketed or c.score > 2.5)
        ),
        key=lambda c: -c.score,
    )
    if not ranked:
        return []
    least = 0.25 * ranked[0].score
    kept = [c for c in ranked if c.score >= max(_LEAST, 0 if _is_sure(c) else least)][:_MAX_PRODUCTS]
    for c in kept:
        spell_out(c, sentences)
    new = [c for c in kept if not c.is_backbone and c.is_in_front and c.kind not in WEAK]
    if any(not c.is_backbone for c in kept):
        # Where it is not named so here, it has to stand behind a new product.
        is_second = any(c.is_titled for c in new)
        kept = [c for c in kept if not (c.is_backbone and (c.against or (new and (is_second or not c.is_titled))))]
    if any(c.is_titled for c in new):
        # A brand said once is said in passing, behind the product of the headline.
        kept = [c for c in kept if c.kind != "brand" or c.count > 1 or c.is_titled or c.is_own]
    if any(not c.is_platform for c in kept):
        kept = [c for c in kept if not c.is_platform]
    # `Solo Quavamp` and `Quavamp` are one.
    for c in [c for c in kept if c.kind in WEAK]:
        longer = next((other for other in kept if other.name.endswith(f" {c.name}")), None)
        if longer:
            longer.surfaces.update(c.surfaces)
            kept.remove(c)
    return kept


def spell_out(c: Candidate, sentences: Sequence[tuple[str, str]]) -> None:
    """Give a candidate the name that the text uses for it."""
    # A headline writes a substance with a capital; its own spelling is the small one.
    if c.kind == "inn" and c.name.lower() in c.surfaces:
        c.name = c.name.lower()
    elif c.kind not in {"inn", "code"} and (full := full_name(c.name, sentences)):
        c.surfaces.setdefault(full)
        c.name = full


def names_of(
    candidates: Mapping[str, Candidate], chosen: Sequence[Candidate], sentences: Sequence[tuple[str, str]]
) -> list[Name]:
    """Return all candidates for the judge of names, best first."""
    ranked = sorted(candidates.values(), key=lambda c: -c.score)
    is_chosen = {id(c) for c in chosen}
    # A spelling belongs to what the rules chose.
    taken = {spelling for c in chosen for spelling in c.surfaces}
    ranked = [c for c in ranked if id(c) in is_chosen or taken.isdisjoint(c.surfaces)][:MOST_NAMES]
    in_front = sum(c.is_in_front for c in ranked)
    names = []
    for rank, c in enumerate(ranked):
        was_chosen = id(c) in is_chosen
        if not was_chosen:
            spell_out(c, sentences)
        place = _Place(rank, len(ranked), in_front, len(chosen), c.score / max(ranked[0].score, 0.1))
        names.append(Name(c.name, list(c.surfaces), was_chosen, _features(c, place, is_chosen=was_chosen)))
    return names


def fallback_names(found: Mapping[str, str]) -> list[Name]:
    """Return what stands for products where no name does (product_fallbacks), for the judge of names."""
    spellings: dict[str, list[str]] = {}
    for spelling, name in found.items():
        spellings.setdefault(name, []).append(spelling)
    told = {"kind=fallback": 1.0, f"chosen names={min(len(spellings), 4)}": 1.0}
    return [Name(name, spelt, True, told | dict.fromkeys(_shape(name), 1.0)) for name, spelt in spellings.items()]


@dataclass(frozen=True)
class _Place:
    """Where a candidate stands among those of its release."""

    rank: int
    count: int
    in_front: int
    chosen: int
    share_of_best: float


def _features(c: Candidate, place: _Place, *, is_chosen: bool) -> dict[str, float]:
    """Return what the judge of names looks at."""
    count = max(1, c.count)
    found = {
        "mentions": log1p(c.count),
        "score": min(c.score, _MOST_SCORE) / 10,
        "share of best score": place.share_of_best,
        "against": c.against / count,
        "studies": c.studies / max(1, c.count + c.studies),
        "targets": c.targets / count,
        "told": log1p(c.told),
    }
    chosen = f"chosen={is_chosen}"
    names = [
        chosen,
        *(f"{name}:{chosen}" for name in (f"kind={c.kind}", f"titled={c.is_titled}", f"rank={min(place.rank, 5)}")),
        f"chosen names={min(place.chosen, 4)}:{chosen}",
        f"kind={c.kind}",
        f"kind={c.kind}:front={c.is_in_front}",
        f"kind={c.kind}:own={c.is_own}",
        f"kind={c.kind}:count={min(c.count, 5)}",
        f"front={c.is_in_front}",
        f"used={c.is_used}",
        f"titled={c.is_titled}",
        f"own={c.is_own}",
        f"platform={c.is_platform}",
        f"backbone={c.is_backbone}",
        f"rank={min(place.rank, 5)}",
        f"names={min(place.count, 6)}",
        f"names in front={min(place.in_front, 4)}",
        *_shape(c.name),
    ]
    return found | c.context.features() | dict.fromkeys(names, 1.0)


def _shape(name: str) -> list[str]:
    """Return how a name looks."""
    return [
        f"ends in {name[-3:].lower()}",
        f"digits={any(map(str.isdigit, name))}",
        f"capitals={name.isupper()}",
        f"small={name.islower()}",
        f"length={min(len(name) // 3, 6)}",
        f"words={min(len(name.split()), 3)}",
        f"hyphen={'-' in name}",
    ]


def _is_sure(c: Candidate) -> bool:
    """Tell whether a name needs no score like the first one's: told often, or in front in its own right."""
    return c.kind not in WEAK and (
        c.told >= _OFTEN or (c.is_in_front and not c.against and c.score >= (_SURE if c.kind == "code" else _SURE_WORD))
    )


def _is_substance(c: Candidate) -> bool:
    """Tell whether a name is a substance's or a code with its number; others may be those of studies."""
    return c.kind == "inn" or (c.kind == "code" and re.search(r"\d{3}", c.name) is not None)
