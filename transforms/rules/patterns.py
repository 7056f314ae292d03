"""Patterns of rules: composed from named parts, compiled by both engines, and refused where they could be slow.

Rules themselves (load) and matching (engine) do not belong here.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product
from re import _parser  # type: ignore[attr-defined]  # the parser of `re`, which has no public name
from typing import Any

import polars as pl

# A gap of 120 inside a part that repeats 4 times is the most that a pattern may ask for.
MOST_STEPS = 500
# Typographic marks and white space, each folded to one ASCII character, so that offsets stay.
FOLDS = {
    **dict.fromkeys("‘’‚′´", "'"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("‐‑‒–—−―", "-"),
    **dict.fromkeys("\n\r\t\v\f\u00a0\u2002\u2003\u2009\u200a\u202f\u3000", " "),
}
_TABLE = str.maketrans(FOLDS)
WORDS = re.compile(r"<(\d{1,2})>")
PART = re.compile(r"\{([a-z][a-z_0-9]*)\}")
# A set of literals is no larger than this where sets are multiplied; a pattern asks for so many sets.
MOST_LITERALS = 48
MOST_SETS = 3
# A set with a literal shorter than this (`ec`) is in every sentence: looking for it costs more than it saves.
SHORTEST_LITERAL = 3
# Literals longer than this find no fewer sentences.
LONG_LITERAL = 6
Texts = frozenset[str]
QUANTIFIER = re.compile(r"\?|\*|\+|\{(\d+)(,?)(\d*)\}")


class PatternError(ValueError):
    """A pattern that is refused; the message says why and how to mend it."""


def fold(texts: pl.Expr) -> pl.Expr:
    """Return texts with marks folded; every text keeps its number of code points."""
    return texts.str.replace_many(list(FOLDS), list(FOLDS.values()))


def fold_text(text: str) -> str:
    """Return one text folded as `fold` does."""
    return text.translate(_TABLE)


def compose(pattern: str, parts: Mapping[str, str]) -> str:
    """Return `pattern` with its shorthands filled in.

    `{part}` stands for the part, a blank for one to three blanks, `<4>` for up to four words with their blanks.

    Raises:
        PatternError: where a part is unknown, the pattern does not compile in either engine, or could be slow.
    """

    def fill(found: re.Match[str]) -> str:
        if found[1] not in parts:
            raise PatternError(f"unknown part {{{found[1]}}}; known: {', '.join(sorted(parts))}")
        return f"(?:{parts[found[1]]})"

    filled = pattern.strip()
    for _ in range(4):
        filled = PART.sub(fill, filled)
    if PART.search(filled):
        raise PatternError("parts nest deeper than 4")
    refuse_slow(filled)
    # Words and blanks share no character, so that both engines walk them without trying twice; a colon ends the walk.
    folded = "(?i)" + WORDS.sub(r"(?:[^\\s;]*[^\\s;:]\\s{1,3}){0,\1}", _blanks(filled))
    try:
        re.compile(folded)
    except re.error as error:
        raise PatternError(f"does not compile in Python: {error}") from error
    try:
        pl.Series([""]).str.contains(folded, strict=True)
    except pl.exceptions.ComputeError as error:
        raise PatternError(f"does not compile in Rust: {error}") from error
    return folded


def _blanks(pattern: str) -> str:
    """Let each blank outside a character class stand for one to three white spaces, ` ?` for none to three."""
    out: list[str] = []
    in_class = escaped = False
    for at, char in enumerate(pattern):
        if char == "?" and at and pattern[at - 1] == " " and not in_class:
            continue
        if char == " " and not in_class and not escaped:
            out.append(r"\s{0,3}" if pattern[at + 1 : at + 2] == "?" else r"\s{1,3}")
        else:
            out.append(char)
        in_class = (in_class or char == "[") and (char != "]" or escaped) if not escaped or in_class else in_class
        escaped = char == "\\" and not escaped
    return "".join(out)


def refuse_slow(pattern: str) -> None:
    """Refuse a quantifier without bound, and bounds that multiply beyond MOST_STEPS.

    Raises:
        PatternError: with the quantifier and the way to mend it.
    """
    bare = re.sub(r"\\.", "a", pattern)
    bare = re.sub(r"\[\^?\]?[^\]]*\]", lambda found: "c" * len(found[0]), bare)
    steps: list[int] = [1]  # for each open group, the most times that its content is tried
    closed = 1
    at = 0
    while at < len(bare):
        char = bare[at]
        if char == "(":
            steps.append(1)
            if bare.startswith("(?", at):
                at += 2
                continue
        elif char == ")":
            closed = steps.pop() if len(steps) > 1 else 1
            steps[-1] = max(steps[-1], closed)
        found = QUANTIFIER.match(bare, at) if char in "?*+{" else None
        if found:
            most = _most(found, pattern)
            inner = closed if at and bare[at - 1] == ")" else 1
            if most * inner > MOST_STEPS:
                raise PatternError(f"repeats up to {most * inner} times (at most {MOST_STEPS}): bound it tighter")
            steps[-1] = max(steps[-1], most * inner)
            at = found.end()
            continue
        at += 1


def _most(found: re.Match[str], pattern: str) -> int:
    if found[0] == "?":
        return 1
    if found[0] in "*+" or (found[2] and not found[3]):
        raise PatternError(f"quantifier {found[0]!r} has no upper bound in {pattern!r}: write {{0,80}} or the like")
    return int(found[3] or found[1])


@cache
def required_literals(pattern: str) -> tuple[frozenset[str], ...]:
    """Return sets of lower-case literals: every match of a composed pattern holds one of each set.

    The most telling sets only, and none where the pattern may match without any literal.
    """
    exact, needed = _literals(_parser.parse(pattern))
    told = {frozenset(literal.lower() for literal in each) for each in [*needed, *([exact] if exact else [])]}
    telling = [each for each in told if min(map(len, each)) >= SHORTEST_LITERAL]
    return tuple(sorted(telling, key=_weight, reverse=True)[:MOST_SETS])


def _literals(items: Iterable[tuple[Any, Any]]) -> tuple[Texts | None, list[Texts]]:
    """Return all texts that a parsed sequence matches (None: too many to list), and the sets that its matches need.

    Neighbours whose texts are all known are joined, so that `trial` is one literal and `stud(y|ies)` are two.
    """
    joined: Texts = frozenset([""])
    is_exact = True
    needed: list[Texts] = []
    for kind, value in items:
        exact, inner = _item_literals(str(kind), value)
        if exact is not None and len(joined) * len(exact) <= MOST_LITERALS:
            joined = frozenset(a + b for a, b in product(joined, exact))
            continue
        is_exact = False
        needed += [joined, *inner]
        joined = exact or frozenset([""])
    return (joined if is_exact else None), [*needed, joined]


def _item_literals(kind: str, value: Any) -> tuple[Texts | None, list[Texts]]:
    """Return the same two of one item of a parsed pattern."""
    exact: Texts | None = None
    needed: list[Texts] = []
    if kind == "LITERAL":
        exact = frozenset([chr(value)])
    elif kind in {"AT", "ASSERT", "ASSERT_NOT"}:
        exact = frozenset([""])
    elif kind == "SUBPATTERN":
        exact, needed = _literals(value[3])
    elif kind == "BRANCH":
        branches = [_literals(branch) for branch in value[1]]
        exacts = [texts for texts, _ in branches if texts is not None]
        exact = frozenset[str]().union(*exacts) if len(exacts) == len(branches) else None
        needed = [frozenset[str]().union(*(max(sets, key=_weight) for _, sets in branches))]
    elif kind == "MAX_REPEAT":
        least, most, body = value
        inner, sets = _literals(body)
        exact = inner | {""} if (least, most) == (0, 1) and inner is not None else None
        needed = sets if least else []
    elif kind == "IN" and all(str(part) == "LITERAL" for part, _ in value):
        exact = frozenset(chr(code) for _, code in value)
    return exact, needed


def _weight(literals: Texts) -> tuple[int, int]:
    """Return how much a set tells: by its shortest literal, then by how few they are."""
    return min(LONG_LITERAL, *map(len, literals)), -len(literals)
