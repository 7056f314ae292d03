"""What a rule is, once it has been read and accepted.

Reading files does not belong here (load), nor matching (engine).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache


@dataclass(frozen=True)
class Example:
    """A text that a rule must find; `expected` is what its reader must make of it."""

    text: str
    expected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One piece of knowledge.

    Attributes:
        rule_id: `<theme>.<slug>`, stable, never reused.
        why: Why the rule exists.
        triggers: Lower-case literals; only sentences that hold one are searched.
        patterns: Composed patterns, tried apart.
        scope: Sections that are searched; empty: all.
        not_before: Patterns that void a match when they end right before it.
        not_after: Patterns that void a match when they begin right behind it.
        unless: Patterns that void a match when they are found anywhere in its sentence.
        beats: Ids of rules (or `theme.*`) whose overlapping matches yield to this one.
        emits: What the match means, for the reader of hits.
        examples: Texts that must match.
        not_examples: Texts that must not.
    """

    rule_id: str
    why: str
    triggers: tuple[str, ...]
    patterns: tuple[str, ...]
    scope: frozenset[str]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    unless: tuple[str, ...]
    beats: tuple[str, ...]
    emits: Mapping[str, str]
    examples: tuple[Example, ...]
    not_examples: tuple[str, ...]

    def compiled(self, key: str) -> tuple[re.Pattern[str], ...]:
        """Return the patterns of `key` (patterns, not_before, not_after, unless), compiled by Python."""
        return _compiled(getattr(self, key))

    def search(self, text: str, start: int) -> re.Match[str] | None:
        """Return the match of the rule's patterns that begins at `start` in a folded text, for its named groups."""
        return next((found for pattern in self.compiled("patterns") if (found := pattern.match(text, start))), None)


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All rules by id, and `version`, a hash over the content of their files.

    It equals itself alone, so that what is worked out of a rulebook can be kept by it.
    """

    rules: Mapping[str, Rule]
    version: str

    @lru_cache(maxsize=16)  # noqa: B019 - a process reads with few rulebooks
    def emitting(self, key: str) -> "Rulebook":
        """Return the rules that emit `key`."""
        return Rulebook({name: rule for name, rule in self.rules.items() if key in rule.emits}, self.version)
