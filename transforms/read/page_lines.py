"""The lines of a page's text that are not the release: what stands between headline and body, and calls to act.

The last sieve, after main_content.py: it works on rendered lines and knows how news sites speak around a text.
"""

import re

from transforms.read.ages import parse_age
from transforms.read.dates import parse_instant
from transforms.read.html_text import join_lines

_HEAD_LINES = 40
_PROSE_CHARS = 200
_SHORTEST_TITLE_CHARS = 15
_MOST_TOP_LINES = 12
_SHORT_LINE_CHARS = 100
_DATE_LINE_CHARS = 60
_LONGEST_CALL_CHARS = 200
_SOURCE = re.compile(r"^(?:.{0,60}\|)?\s*source\s?:\s*\S.{0,120}$", re.IGNORECASE)
_CATEGORIES = re.compile(r"^(?:categor(?:y|ies)|filed under|posted in|in|tags?)\s?:\s*\S.{0,160}$", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY|by) (?:[A-Z][\w.'’-]{0,30},? ?){1,6}(?:\|.{0,60})?")
_POSTED = re.compile(r"(?:posted|published|updated|last updated|last modified|date)(?: on| at)?\s?:?\s+", re.IGNORECASE)
_CONTROL = re.compile(
    "(?:"
    + "|".join(
        (
            r"(?:leave a|no|\d{1,4}) comments?",
            r"\d{1,3} min(?:ute)?s? read",
            r"reading time\W{0,3}\d.{0,20}",
            (
                r"(?:share|tweet|print|e-?mail|pin|facebook|twitter|linkedin|whatsapp|reddit|copy link|save|listen|x)"
                r"(?: (?:this|article|story|release|on|via|to|by|link|facebook|twitter|linkedin|e-?mail|x)){0,3}"
            ),
            r"news provided by",
            r"press release",
            r"download pdf|pdf version|english",
            r"skip to .{0,30}|back to .{0,40}",
        )
    )
    + r")\W{0,3}",
    re.IGNORECASE,
)
_CALL = re.compile(
    "(?:"
    + "|".join(
        (
            r"(?:image|photo) (?:credits?|caption|by)\b|photo:",
            r"related:|read more\b|see also\b|follow us\b|sign up\b|subscribe\b|advertisement\b",
            r"share this\b|share on\b|click to share\b|like this:|loading\.\.\.|leave a (?:reply|comment)\b",
            r"your email address will not be published",
            r"tags?:|tagged:|tagged\b.{0,80}$|filed under\b",
            r"post navigation|previous (?:post|article)\b|next (?:post|article)\b|copyright ©",
        )
    )
    + ")",
    re.IGNORECASE,
)


def clean_lines(text: str, title: str | None) -> str:
    """Return the text below the headline: no headline, byline, date, share or category lines, no calls to act.

    Only lines near the top are taken for bylines and dates; calls to act are dropped wherever they stand.
    """
    lines = text.split("\n")
    start = _below_title(lines, title)
    start = _below_top_lines(lines, start)
    kept = [line for line in lines[start:] if not (len(line) < _LONGEST_CALL_CHARS and _CALL.match(line))]
    return join_lines(kept)


def _below_title(lines: list[str], title: str | None) -> int:
    """Return the line below the headline, where that stands above all prose; else 0."""
    wanted = _folded(title or "")
    if not wanted:
        return 0
    for number, line in enumerate(lines[:_HEAD_LINES]):
        folded = _folded(line)
        long_enough = len(folded) > _SHORTEST_TITLE_CHARS
        if folded == wanted or (long_enough and (wanted.startswith(folded) or folded.startswith(wanted + " "))):
            return number + 1
        if len(line) >= _PROSE_CHARS:
            break
    return 0


def _below_top_lines(lines: list[str], start: int) -> int:
    passed = 0
    while start < len(lines) and passed < _MOST_TOP_LINES:
        line = lines[start].strip()
        if line and not _is_top_line(line):
            break
        passed += bool(line)
        start += 1
    return start


def _is_top_line(line: str) -> bool:
    if _SOURCE.match(line) or _CATEGORIES.match(line):
        return True
    if len(line) > _SHORT_LINE_CHARS or line.startswith("•"):
        return False
    if len(line) <= 2 or _BYLINE.fullmatch(line) or _CONTROL.fullmatch(line) or parse_age(line):
        return True
    dated = _POSTED.sub("", line, count=1)
    return len(line) <= _DATE_LINE_CHARS and parse_instant(dated) is not None and "(" not in line and "--" not in line


def _folded(text: str) -> str:
    return " ".join(text.lower().split())
