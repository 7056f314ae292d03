"""Sentences of a release: the units that rules read. A bullet, a headline and a sentence are one unit each.

Finding parts does not belong here (sections), nor any reading of words.
"""

import re
from collections.abc import Sequence

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
# A full stop with closing marks, footnote digits and a gap, or glued to the next capital (`disorders.1After`). The
# character class comes first, before any group, so that `re` skips to the few characters that may end a sentence; the
# groups hold what stands behind that character. A row of stops is bounded: each of them would be walked to its end.
STOP = (
    r"(?:(?P<stop>[.!?…]{0,8}[\"”’')\]»*]{0,4}(?:\d{1,2}(?:,\d{1,2}){0,3})?)(?:\*{1,3}|\s)\s*"
    r"|(?<=[.!?])(?P<glued>[\"”]?(?:\d{1,2})?)(?=[A-Z“](?!ov\b|om\b)))"
)
PLAIN = re.compile(rf"[.!?…]{STOP}")
# Pages that were marked up keep rows of asterisks, bullets in the line, entities: then these part sentences too.
MARKS = ("*", "•", "▪", "●", "&", " – ", "––", "–-")
MARKED = re.compile(
    rf"[.!?…\s*&–—](?:(?<=[.!?…]){STOP}"
    r"|(?P<mark>(?<=\s)(?:(?:\*\s?){2,}|[•▪●]\s|\*\s(?=[A-Z])|–\s+–\s)|(?<=\*)\s\*{1,3}(?=\w)"
    r"|(?<=&)(?:ldquo|quot);\s?(?=[A-Z])|(?<=[–—])[–—-]{1,3}\s?(?=[A-Z])))"
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
    "during", "under", "by", "also", "after", "both", "all", "patients", "and", "results", "meanwhile", "his", "her",
    "its", "their", "throughout", "since", "while", "moreover", "furthermore", "separately", "prior", "notably"
])
# fmt: on
DOTTED = re.compile(r"(?:[a-z]{1,2}\.){1,4}[a-z]{1,2}")
MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$")
LAST_WORD = re.compile(r"(?s:.*[\s(“\"/–—])?(.*)")
NOT_WORD = re.compile(r"\W")
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
    docs, numbers, names, starts, ends, sentences = columns.values()
    for doc, (text, title) in enumerate(documents.select("text", "title").iter_rows()):
        marks = [mark for mark in MARKS if mark in text]
        found = [
            unit
            for section in (find_sections(text, title) if sections is None else sections[doc])
            for unit in _section_units(text, section, marks)
        ]
        docs += [doc] * len(found)
        numbers += range(len(found))
        starts += [start for start, _, _ in found]
        ends += [end for _, end, _ in found]
        names += [name for _, _, name in found]
        sentences += [text[start:end] for start, end, _ in found]
    return pl.DataFrame(columns, schema=UNITS_SCHEMA)


def _section_units(text: str, section: Section, marks: list[str]) -> list[tuple[int, int, str]]:
    """Return start, end and section of the units; a sentence of a longer quotation is a `quote`.

    `marks` are those of MARKS that stand anywhere in the text.
    """
    start, end, name = section.span_start, section.span_end, section.section
    if name == "lead":
        dateline = dateline_span(text, start, end)
        if dateline:
            start = dateline[1]
    bullet = BULLET.match(text, start, end)
    if bullet:
        start = bullet.end()
    boundary = MARKED if any(text.find(mark, start, end) >= 0 for mark in marks) else PLAIN
    spans = _sentences(text, start, end, None if name in {"title", "header"} else boundary)
    if (
        text.find("“", start, end) < 0
        and text.find('"', start, end) < 0
        and (start == 0 or text[start - 1] not in '“"')
    ):
        return [(a, b, name) for a, b in spans]
    units = []
    quoting = False
    for a, b in spans:
        opens = text[a] in '“"' or (a > start and text[a - 1] in '“"')
        if opens and not quoting:
            closing = _closing_quote(text, a + 1, b + 1)
            quoting = closing < 0 or closing - a > 25
            units.append((a, b, "quote" if quoting and name in {"lead", "body"} else name))
            quoting = quoting and closing < 0
        else:
            units.append((a, b, "quote" if quoting and name in {"lead", "body"} else name))
            if quoting and _closing_quote(text, a, b + 1) >= 0:
                quoting = False
    return units


def _closing_quote(text: str, start: int, end: int) -> int:
    curly = text.find("”", start, end)
    return curly if curly >= 0 else text.find('"', start, end)


def _sentences(text: str, start: int, end: int, boundary: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Return trimmed spans of the sentences of text[start:end]; one sentence where there is no boundary to look for."""
    spans: list[tuple[int, int]] = []
    at = start
    half = (end - start) // 2
    if (
        half > 20
        and text.startswith(text[start : start + 20], end - half)
        and (text[start : start + half] == text[end - half : end])
    ):
        # Feeds print a teaser twice.
        spans += _bounded(text, start, start + half)
        at = start = end - half
    if boundary:
        for found in boundary.finditer(text, start, end):
            kind = found.lastgroup or ""
            if kind == "stop" and not _ends_sentence(text, at, found, end):
                continue
            if kind == "glued" and not GLUED_BEFORE.search(text, max(at, found.start() - 2), found.start()):
                continue
            spans += _bounded(text, at, found.start() if kind == "mark" else found.end(kind))
            at = found.end()
    return spans + _bounded(text, at, end)


def _ends_sentence(text: str, at: int, found: re.Match[str], end: int) -> bool:
    """Tell whether a full stop ends the sentence, by the word before it and the one behind."""
    follow = found.end()
    if follow >= end:
        return True
    first = found.start()
    if text[first] != ".":
        return not text[follow].islower()
    before = LAST_WORD.match(text, max(at, first - 30), first - (text[first - 1] == "\n"))
    word = before[1].lower() if before else ""
    is_lone = not found["stop"]
    # Pages glue a month to the word before it: `a call onNov. 8`.
    is_date = text[follow].isdigit() and MONTH.search(before[1] if before else "") is not None
    if is_lone and (is_date or word in NEVER or (len(word) == 1 and word.isalpha())):
        return False
    if is_lone and (word in SELDOM or ("." in word and DOTTED.fullmatch(word))):
        return text[follow].isupper() and NOT_WORD.split(text[follow : follow + 16].lower(), maxsplit=1)[0] in OPENERS
    if text[follow].islower():
        # Products with a small initial begin sentences too, but only behind a plain word.
        return len(word) >= 4 and word.isalpha() and text[first - 1].islower()
    return True


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the trimmed span, in pieces of at most LONGEST_UNIT code points; none where nothing is left."""
    spans: list[tuple[int, int]] = []
    while end - start > LONGEST_UNIT:
        cut = text.rfind(" ", start + LONGEST_UNIT // 2, start + LONGEST_UNIT)
        cut = start + LONGEST_UNIT if cut < 0 else cut
        spans += _trimmed(text, start, cut)
        start = cut
    return spans + _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start] in TRIM:
        start += 1
    while start < end and text[end - 1] in TRIM:
        end -= 1
    # A quotation that goes on before or behind leaves half a pair: the mark is no part of the sentence.
    if start < end and text[start] in '“"' and not any(text.find(mark, start + 1, end) >= 0 for mark in '”"'):
        start += 1
    if start < end and text[end - 1] in '”"' and not any(text.find(mark, start, end - 1) >= 0 for mark in '“"'):
        end -= 1
    return [(start, end)] if start < end else []
