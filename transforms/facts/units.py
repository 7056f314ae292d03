"""Sentences of a release: the units that rules read. A bullet, a headline and a sentence are one unit each.

Finding parts does not belong here (sections), nor any reading of words.
"""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from transforms.facts.sections import BULLET, Section, dateline_span, find_sections
from transforms.tables.releases import SECTIONS

# Longer units are tables or text without full stops; they are cut at a space so that work stays bounded.
LONGEST_UNIT = 4000
UNITS_SCHEMA: dict[str, pl.DataType] = {
    "doc": pl.UInt32(),
    "unit": pl.UInt32(),
    "section": pl.Enum(SECTIONS),
    "span_start": pl.Int32(),
    "span_end": pl.Int32(),
    "sentence": pl.String(),
}
# A full stop with closing marks, footnote digits and a gap, or glued to the next capital (`disorders.1After`). Both
# begin with a character class, so that `re` skips to the few characters that may end a sentence.
STOP = (
    r"(?P<stop>[.!?…]+[\"”’')\]»*]{0,4}(?:\d{1,2}(?:,\d{1,2}){0,3})?)(?:\*{1,3}|\s)\s*"
    r"|(?P<glued>[.!?][\"”]?(?:\d{1,2})?)(?=[A-Z“](?!ov\b|om\b))"
)
PLAIN = re.compile(STOP)
# Pages that were marked up keep rows of asterisks, bullets in the line, entities: then these part sentences too.
MARKS = ("*", "•", "▪", "●", "&", " – ")
MARKED = re.compile(
    STOP
    + r"|(?P<mark>\s(?:\*\s?){2,}|\s[•▪●]\s|\s\*\s(?=[A-Z])|\*\s\*{1,3}(?=\w)|&(?:ldquo|quot);\s?(?=[A-Z])|\s–\s+–\s)"
)
GLUED_BEFORE = re.compile(r"[a-z)\d][a-z)%]$")
# fmt: off
NEVER = frozenset([
    "mr", "mrs", "ms", "dr", "prof", "st", "vs", "no", "nos", "fig", "figs", "feb", "jan", "mar", "apr", "jun",
    "jul", "aug", "sep", "sept", "oct", "nov", "dec", "approx", "incl", "e.g", "i.e", "cf", "al", "ca", "est",
    "rs", "vol", "gen", "sen", "rep", "lt", "col", "capt", "dept", "univ", "rev", "hon", "drs", "messrs",
    "nasdaq", "amex", "resp", "ref"
])
# fmt: on
# After these a sentence goes on unless the next word is one that opens sentences.
# fmt: off
SELDOM = frozenset([
    "inc", "ltd", "co", "corp", "llc", "bros", "sr", "jr", "etc", "s.a", "n.v", "u.s", "u.k", "e.u", "a.m", "p.m",
    "d.c", "ph.d", "m.d", "b.v", "s.p.a", "l.p"
])
# fmt: on
# fmt: off
OPENERS = frozenset([
    "the", "in", "this", "these", "we", "it", "as", "for", "our", "a", "an", "if", "there", "to", "with",
    "additionally", "based", "on", "at", "following", "further", "however", "he", "she", "they", "that", "those",
    "during", "under", "by", "also", "after", "both", "all", "patients", "and", "results"
])
# fmt: on
DOTTED = re.compile(r"(?:[a-z]{1,2}\.){1,4}[a-z]{1,2}")
LAST_WORD = re.compile(r"[^\s(“\"/–—]+$")
TRIM = " \t\n\r\f\v\u00a0\u2009\u200b*#|"


def split_units(documents: pl.DataFrame, sections: Sequence[Sequence[Section]] | None = None) -> pl.DataFrame:
    """Return the units of all documents.

    Args:
        documents: At least `text` and `title`, one row a release.
        sections: The sections of each document, where the caller has them already.

    Returns:
        One row for each unit in order: doc (row index in `documents`), unit (index in the document), section,
        span_start, span_end (code points), sentence; `text[span_start:span_end] == sentence`.
    """
    columns: dict[str, list[object]] = {name: [] for name in UNITS_SCHEMA}
    docs, units, names, starts, ends, sentences = columns.values()
    for doc, (text, title) in enumerate(documents.select("text", "title").iter_rows()):
        count = 0
        for section in find_sections(text, title) if sections is None else sections[doc]:
            for start, end, name in _section_units(text, section):
                docs.append(doc)
                units.append(count)
                names.append(name)
                starts.append(start)
                ends.append(end)
                sentences.append(text[start:end])
                count += 1
    return pl.DataFrame(columns, schema=UNITS_SCHEMA)


def _section_units(text: str, section: Section) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and section of the units; a sentence of a longer quotation is a `quote`."""
    start, end, name = section.span_start, section.span_end, section.section
    if name == "lead":
        dateline = dateline_span(text, start, end)
        if dateline:
            start = dateline[1]
    bullet = BULLET.match(text, start, end)
    if bullet:
        start = bullet.end()
    quoting = False
    for a, b in _sentences(text, start, end, whole=name in {"title", "header"}):
        opens = text[a] in '“"' or (a > start and text[a - 1] in '“"')
        if opens and not quoting:
            closing = _closing_quote(text, a + 1, b + 1)
            quoting = closing < 0 or closing - a > 25
            yield a, b, "quote" if quoting and name in {"lead", "body"} else name
            quoting = quoting and closing < 0
        else:
            yield a, b, "quote" if quoting and name in {"lead", "body"} else name
            if quoting and _closing_quote(text, a, b + 1) >= 0:
                quoting = False


def _closing_quote(text: str, start: int, end: int) -> int:
    curly = text.find("”", start, end)
    return curly if curly >= 0 else text.find('"', start, end)


def _sentences(text: str, start: int, end: int, *, whole: bool) -> Iterator[tuple[int, int]]:
    """Yield trimmed spans of sentences in text[start:end]."""
    at = start
    half = (end - start) // 2
    if text[start : start + half] == text[end - half : end] and half > 20:
        # Feeds print a teaser twice.
        yield from _bounded(text, start, start + half)
        at = start = end - half
    if not whole:
        boundary = MARKED if any(text.find(mark, start, end) >= 0 for mark in MARKS) else PLAIN
        for found in boundary.finditer(text, start, end):
            kind = found.lastgroup or ""
            if kind == "stop" and not _ends_sentence(text, at, found, end):
                continue
            if kind == "glued" and not GLUED_BEFORE.search(text, max(at, found.start() - 2), found.start()):
                continue
            yield from _bounded(text, at, found.start() if kind == "mark" else found.end(kind))
            at = found.end()
    yield from _bounded(text, at, end)


def _ends_sentence(text: str, at: int, found: re.Match[str], end: int) -> bool:
    """Tell whether a full stop ends the sentence, by the word before it and the one behind."""
    follow = found.end()
    if follow >= end:
        return True
    if found["stop"][0] != ".":
        return not text[follow].islower()
    first = found.start()
    before = LAST_WORD.search(text, max(at, first - 30), first)
    word = before[0].lower() if before else ""
    if len(found["stop"]) == 1 and (word in NEVER or (len(word) == 1 and word.isalpha())):
        return False
    if len(found["stop"]) == 1 and (word in SELDOM or DOTTED.fullmatch(word)):
        return text[follow].isupper() and re.split(r"\W", text[follow : follow + 16].lower(), maxsplit=1)[0] in OPENERS
    if text[follow].islower():
        # Products with a small initial begin sentences too, but only behind a plain word.
        return len(word) >= 4 and word.isalpha() and text[first - 1].islower()
    return True


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the trimmed span, in pieces of at most LONGEST_UNIT code points."""
    while end - start > LONGEST_UNIT:
        cut = text.rfind(" ", start + LONGEST_UNIT // 2, start + LONGEST_UNIT)
        cut = start + LONGEST_UNIT if cut < 0 else cut
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(TRIM))
    right = len(piece.rstrip(TRIM))
    # A quotation that goes on before or behind leaves half a pair: the mark is no part of the sentence.
    if left < right and piece[left] in '“"' and not any(mark in piece[left + 1 : right] for mark in '”"'):
        left += 1
    if left < right and piece[right - 1] in '”"' and not any(mark in piece[left : right - 1] for mark in '“"'):
        right -= 1
    if right > left:
        yield start + left, start + right
