"""Words and numbers of a sentence, with what the list of time words says of each.

The words are in window_words.toml. What a row of tokens means does not belong here (window_units, windows).
"""

import re
import tomllib
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("window_words.toml").read_text(encoding="utf-8"))
SETS: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in WORDS["sets"].items()}
# Where a word is in two groups, the later one wins: `last` is a shift, `second` an ordinal.
GROUPS = (
    "numbers", "ordinals", "months_short", "months", "weekdays_short", "weekdays", "seasons", "grains", "parts",
    "shifts", "days",
)  # fmt: skip
LEXICON: dict[str, tuple[str, Any]] = {word: (group, WORDS[group][word]) for group in GROUPS for word in WORDS[group]}

# Every alternative is bounded or repeats one class of characters: the scan is linear.
TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)[^\s)\]>]+)"
    r"|(?P<iso>(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]))"
    r"|(?P<slash>(?<![0-9])[0-9]{1,2}(?P<sep>[/.])[0-9]{1,2}(?P=sep)[0-9]{4}(?![0-9]))"
    r"|(?P<short>(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}(?![0-9/]))"
    r"|(?P<nth>(?<![0-9])[0-9]{1,2}(?:st|nd|rd|th)(?![^\W\d_]))"
    r"|(?P<num>[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)*)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<mark>&(?:#[0-9]{2,5}|[a-z]{2,6});|[^\s\w]|_)"
)
# A year with the number of a footnote: `were published in 2020.1 They show`.
FOOTNOTED = re.compile(r"((?:19|20)[0-9]{2})\.[0-9]{1,2}")
AFTER_FOOTNOTE = re.compile(r"(?:,[0-9]{1,2}){0,5}\s*(?:$|[A-Z“\"(])")
GLUED_MONTH = re.compile(r"(?<=[a-z])[A-Z][a-z]{2,8}$")
# The cheap test: no time is told without one of these words.
CUE = re.compile(r"[a-z]+|[0-9]+")
SHORT_DATE = re.compile(r"[0-9]/[0-9]{1,2}/[0-9]{2}(?![0-9/])")
CUES = frozenset(
    [word for group in ("months", "months_short", "weekdays", "seasons", "grains", "days") for word in WORDS[group]]
    + ["q", "h", "fy", "cy", "ye", "yearend", "midyear", "soon", "shortly", "imminently", "near", "horizon", "morning"]
    + ["hcy", "hfy", "qcy", "qfy", "thanksgiving", "christmas", "evening", "afternoon", "night"]
    + [str(year) for year in range(1900, 2101)]
)


class Token(NamedTuple):
    """A word, number or mark; offsets in code points."""

    text: str  # lower case
    start: int
    end: int
    kind: str  # a group of the word list, or link, iso, slash, short, nth, num, word, mark, end
    value: Any  # what the word list says; the number, up to four digits; else None
    is_capital: bool
    is_upper: bool


END = Token("", -1, -1, "end", None, False, False)


def has_cue(sentence: str) -> bool:
    """Tell whether a sentence can name a time at all."""
    if not CUES.isdisjoint(CUE.findall(sentence.lower())):
        return True
    return sentence.count("/") > 1 and SHORT_DATE.search(sentence) is not None


def tokenize(sentence: str) -> list[Token]:
    """Return the tokens of a sentence, in order, with their offsets."""
    tokens = []
    for match in TOKEN.finditer(sentence):
        kind = match.lastgroup or "mark"
        text = match[0]
        if kind == "mark" and len(text) > 1:
            text = unescape(text)
            if text.isspace():
                continue
        elif kind == "num" and FOOTNOTED.fullmatch(text) and AFTER_FOOTNOTE.match(sentence, match.end()):
            text = text[:4]
        folded = text.lower()
        value: Any = None
        if kind in ("word", "nth"):
            if folded in LEXICON:
                kind, value = LEXICON[folded]
            elif kind == "nth":
                value = int(text[:-2])
        elif kind == "num" and len(text) <= 4 and text.isdigit():
            value = int(text)
        if kind == "word" and len(text) > 4 and not text.islower():
            tokens.extend(_unglued(text, match.start()))
        else:
            end = match.start() + len(text) if kind == "num" else match.end()
            tokens.append(Token(folded, match.start(), end, kind, value, text[0].isupper(), text.isupper()))
    return tokens


def _unglued(text: str, start: int) -> list[Token]:
    """Return a word as one token, or as two where a month is glued to the word before it: `inMarch`, `onNov`."""
    capital = GLUED_MONTH.search(text)
    kind, value = LEXICON.get(capital[0].lower(), ("", None)) if capital else ("", None)
    if capital is None or kind not in ("months", "months_short"):
        return [Token(text.lower(), start, start + len(text), "word", None, text[0].isupper(), text.isupper())]
    middle = start + capital.start()
    return [
        Token(text[: capital.start()].lower(), start, middle, "word", None, text[0].isupper(), False),
        Token(capital[0].lower(), middle, start + len(text), kind, value, True, False),
    ]


def at(tokens: list[Token], index: int) -> Token:
    """Return the token at `index`, or one that matches nothing where there is none."""
    return tokens[index] if 0 <= index < len(tokens) else END


def is_glued(tokens: list[Token], index: int) -> bool:
    """Tell whether the token at `index` follows its neighbour without a gap."""
    return 0 < index < len(tokens) and tokens[index - 1].end == tokens[index].start
