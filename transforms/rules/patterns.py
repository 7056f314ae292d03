"""Patterns of rules: composed from named parts, compiled by both engines, and refused where they could be slow.

Rules themselves (load) and matching (engine) do not belong here.
"""

import re
from collections.abc import Mapping

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
