"""The judge of names: which of the products and diseases that the rules found a release is about.

The rules find every name, count where it stands, and choose; the judge looks at the same, at the words beside a name
and at its shape, and chooses anew. What each of these weighs was learned (weights, data/model). It decides what the
release lists; an event is tied to a name by its own sentence, for which the rules' choice will do.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple, Protocol

from transforms.facts.judge.weights import LinearModel

# How likely a name must be to count, and the score of that; as with events, a higher bar costs more than it buys.
LEAST_LIKELY = 0.45
_LEAST_SCORE = log(LEAST_LIKELY / (1 - LEAST_LIKELY))
MOST_NAMES = 40  # of a release that are weighed, the best; a list of more is no release
_MOST_SPELLINGS = 60  # of one name; each is looked for in each sentence that tells an event
# Mentions whose words are looked at, and how far from the name; later ones say little new.
_MOST_READ = 4
_BEFORE, _BEHIND = 50, 40
_WORDS_BESIDE = 3
_ADJACENT = 2
_WORD = re.compile(r"[\w’'-]{1,40}|[(),:;®™]")


class Name(NamedTuple):
    """A name that the rules found in a release.

    Attributes:
        name: What the product or disease is called.
        spellings: How the release writes it.
        is_chosen: Whether the rules take it for what the release is about.
        features: What the judge looks at.
    """

    name: str
    spellings: Sequence[str]
    is_chosen: bool
    features: Mapping[str, float]


class ChoosesNames(Protocol):
    """Chooses among the names of one release."""

    def choose(self, names: Sequence[Name]) -> list[Name]:
        """Return those that the release is about, in the order given."""
        ...


class NameJudge:
    """Chooses by learned weights."""

    def __init__(self, model: LinearModel) -> None:
        """Take the weights of products or of diseases."""
        self.model = model

    def choose(self, names: Sequence[Name]) -> list[Name]:
        """Return the names that are sure enough, in the order given."""
        return [one for one in names if self.model.weighted(one.features)[0] >= _LEAST_SCORE]


class NameJudges(NamedTuple):
    """Who chooses among products, and who among diseases."""

    products: ChoosesNames
    diseases: ChoosesNames


def chosen_spellings(names: Iterable[Name]) -> dict[str, str]:
    """Return each spelling of the names that the rules chose, with the name: what events may be tied to."""
    spelt: dict[str, str] = {}
    for one in names:
        for spelling in one.spellings[:_MOST_SPELLINGS] if one.is_chosen else ():
            spelt.setdefault(spelling, one.name)
    return spelt


@dataclass
class NameContext:
    """Where a name stands in a release, and the words beside it."""

    words: set[str] = field(default_factory=set)
    sections: Counter[str] = field(default_factory=Counter)
    mentions: int = 0
    first: int = 0

    def see(self, section: str, order: int, sentence: str, span: tuple[int, int]) -> None:
        """Take in a mention: the section and number of its sentence, and its span."""
        if not self.mentions:
            self.first = order
        self.mentions += 1
        self.sections[section] += 1
        if self.mentions > _MOST_READ:
            return
        start, end = span
        before = _WORD.findall(sentence[max(0, start - _BEFORE) : start].lower())[-_WORDS_BESIDE:]
        behind = _WORD.findall(sentence[end : end + _BEHIND].lower())[:_WORDS_BESIDE]
        self._see_words("b", before[::-1])
        self._see_words("a", behind)

    def _see_words(self, side: str, words: list[str]) -> None:
        self.words.update(f"{side}={word}" for word in words)
        self.words.update(f"{side}{place}={word}" for place, word in enumerate(words[:_ADJACENT], 1))
        if len(words) >= _ADJACENT:
            self.words.add(f"{side}{side}={words[0]}_{words[1]}")

    def take_in(self, other: "NameContext") -> None:
        """Add what was seen of another spelling."""
        self.words |= other.words
        self.sections += other.sections
        self.first = min(self.first, other.first) if self.mentions and other.mentions else self.first or other.first
        self.mentions += other.mentions

    def features(self) -> dict[str, float]:
        """Return the share of mentions in each section, and the words beside them."""
        found = {f"share of {section}": count / self.mentions for section, count in self.sections.items()}
        names = [
            *(f"in {section}" for section in self.sections),
            f"first={min(self.first // 3, 6)}",
            *sorted(self.words),
        ]
        return found | dict.fromkeys(names, 1.0)
