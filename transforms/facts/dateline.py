"""The dateline of a release: place and date as written before the wire mark.

What belongs here: the grammar of datelines (`MIAMI, Feb. 03, 2026 (GLOBE NEWSWIRE) --` and its many cousins). Dates
inside sentences are `windows`; which wire it is, is `wires`.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier enero januar",
            "feb february fev fevrier février febrero februar",
            "mar march mars marzo märz",
            "apr april avr avril abril",
            "may mai mayo",
            "jun june juin junio juni",
            "jul july juil juillet julio juli",
            "aug august août aout agosto",
            "sep sept september septembre septiembre",
            "oct october octobre octubre oktober",
            "nov november novembre noviembre",
            "dec december déc décembre decembre diciembre dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
# `Feb. 03, 2026`, `December 2nd, 2024`, `3 February 2026`, `5. März 2026`, `2 de julio de 2026`, `2026-02-03`.
# Asterisks are bold type of pages that were saved as Markdown.
_DATE = re.compile(
    rf"(?<![\w])(?:"
    rf"(?P<m1>{_MONTH})[\s*]{{0,6}}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s*]{{0,6}},?[\s*]{{0,4}}(?P<y1>(?:19|20)\d\d)"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s{{1,3}}(?:de\s)?(?P<m2>{_MONTH}),?\s{{1,3}}(?:de\s)?"
    rf"(?P<y2>(?:19|20)\d\d)"
    rf"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
    rf"|(?P<m4>\d{{1,2}})/(?P<d4>\d{{1,2}})/(?P<y4>20\d\d)"
    rf")(?!\d)",
    re.IGNORECASE,
)
# What marks a wire in a dateline: words in round brackets or between slashes that speak of news or press, and the
# names that stand bare. It is loose on purpose: `wires` names them, here they only bound the place.
_WIRE_MARK = re.compile(
    r"\((?=[^()\n]{0,50}(?i:news|wire|press|CNW|EQS|reuters|bernama|xinhua)|AP\)|AFP\))[^()\n]{2,60}\)"
    r"|/(?:/(?=\s?--)|\s?(?=[^/\n]{0,40}(?i:wire|press|karma|CNW))[^/\n]{2,40}/)"
)
_BARE_WIRE_MARK = re.compile(
    r"\[?Media OutReach Newswire\]?(?:\([^)\n]{0,80}\))?|TheNewswire\b|PRISM MediaWire(?:\s?\([^)\n]{0,80}\))?"
    r"|(?:\b|(?<=\d))PR ?Newswire/(?=\s?--)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DASH = r"(?:--+|&[nm]dash;|â€[”“]|[-–—―])"  # the third is a dash that was decoded wrongly
_AFTER_DATE = re.compile(
    rf"\s{{0,3}}(?:{_DASH}|/|\||:|;|\.(?=\s|$)|\)|\(|,\s?(?=\d{{1,2}}[:.]\d\d|[A-Z][\w.’-]{{1,20}}(?:,?\s[A-Z][\w.]{{1,20}})?\s{{0,2}}{_DASH}\s)|$|\n|@|\d{{1,2}}[:.]\d\d|at\s\d)"
)
_HARD_END = re.compile(rf"[\s*]{{0,4}}(?:{_DASH}|/)")
_AFTER_MARK = re.compile(rf"[\s*]{{0,4}}(?:{_DASH}|/|\||:|\d{{1,2}}[:.]\d\d|@|\n|$)")
_BEFORE_DATE = re.compile(r"\W{0,8}(?:[A-Z][a-z]{2,5}day\b,?\s?)?")
# A town: capitalised words, with the small words and marks that towns have: `Rio de Janeiro`, `’s-Hertogenbosch`.
_TOWN_WORD = r"(?:[’']s-)?(?:[A-ZÀ-ÖØ-ÞĀ-ž][\w’'.-]{0,24}|[A-Z]\.)"
_TOWN = (
    rf"{_TOWN_WORD}"
    rf"(?:\s{{1,2}}(?:(?:de|la|le|les|del|el|of|upon|on|am|an|der|den|da|do|dos|the|sur)\s){{0,2}}{_TOWN_WORD}){{0,4}}"
)
_PLACE = re.compile(
    rf"(?P<city>{_TOWN}),?"
    rf"(?:\s{{0,2}}\((?P<bracket>[^()\n]{{2,40}})\))?"
    rf"(?P<rest>(?:\s{{0,2}}(?:,|&|/|;|\bAND\b|\band\b|-|–)\s{{0,2}}(?:and\s|the\s)?{_TOWN},?(?:\s{{0,2}}\([^()\n]{{2,40}}\))?){{0,6}})"
)
# Words that open a sentence or a heading with a date in it, but are no town.
_SENTENCE_OPENERS = (
    "on in by as at for from since until the a an this that today yesterday published posted updated "
    "date dated effective "
    "before after during between through when if while beginning starting monday tuesday wednesday thursday friday "
    "saturday sunday source released release issued announced company fiscal quarter about copyright contact media "
    "news press image photo ended ending and or but with our its his her their we it he she you to"
)
_NO_TOWN = frozenset(_SENTENCE_OPENERS.split())
# A town in capitals at the end of a line that holds other things before it, with at most a region behind it.
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]{1,24}"
_CAPITAL_TAIL = re.compile(
    rf"(?:^|[\s*.”\"])(?P<tail>{_CAPITALS}(?:\s{_CAPITALS}){{0,3}}(?:(?:,|\s(?:and|&))\s(?:and\s)?[A-Z][\w.]{{0,20}}"
    rf"(?:\s[A-Z][\w.]{{1,20}}){{0,2}}){{0,3}})$"
)
# The other order: `(NewMediaWire) - November 04, 2024 - CHICAGO —` and `28 July 2022 – Sydney, Australia:`.
_PLACE_BEHIND = re.compile(
    rf"\s{{0,2}}(?:{_DASH}|,)\s{{0,2}}(?P<city>{_TOWN})(?:,\s(?P<region>{_TOWN}))?"
    rf"(?:,\s(?i:{_MONTH})\s\d{{1,2}},\s20\d\d)?\s{{0,2}}(?:{_DASH}|:)(?=\s)"
)
_ZONES = frozenset(
    ("ET", "EST", "EDT", "CT", "CST", "CDT", "MT", "MST", "PT", "PST", "PDT", "GMT", "UTC", "BST", "CET", "CEST", "FDA")
)  # fmt: skip
_BARE_PLACE = re.compile(
    rf"(?:^|\n|\*\s)\s{{0,3}}(?P<city>[A-Z][A-Z.]{{2,20}}(?:\s[A-Z][A-Z.]{{2,20}}){{0,2}}),\s"
    rf"(?P<region>[A-Z]{{2}}|(?:[A-Z][a-z]{{2,8}}\.)|[A-Z][a-z]{{3,14}})"
    rf"(?:,?\s(?:and|&)\s[A-Z][\w., ]{{2,40}}?)?(?:,\s(?i:{_MONTH})\s\d{{1,2}})?\s{{0,2}}{_DASH}\s?(?=[A-Z])"
)
# `MIAMI, Aug. 15 /Wire/`: old wires leave the year out.
_DAY_WITHOUT_YEAR = re.compile(rf",?\s(?:{_MONTH})\s\d{{1,2}}$", re.IGNORECASE)
# The hour that some wires add: `@ 7:00 AM Eastern —`.
_HOUR = rf"(?:\s{{0,2}}@\s?\d{{1,2}}[:.]\d\d\s?(?:[AaPp]\.?[Mm]\.?)?(?:\s[\w/]{{2,25}}){{0,2}}\s{{0,2}}(?={_DASH}))?"
_PAST_DASH = re.compile(rf"{_HOUR}[\s:/.)|]{{0,4}}(?:{_DASH}\s{{0,2}}){{0,2}}")
_MARKS_BEHIND = re.compile(r"(?:&[nm]dash;|[\s,\-–—/(|:;*])+$")
_AND_TOWN = re.compile(r"(?<=[A-Z])and(?=[A-Z])|\sand\s|\sAND\s")
_NO_CITY = re.compile(r"(?i)wire\b|news\b|\d")
_REGION = re.compile(rf"\s{{0,2}},\s{{0,2}}(?!and\s|AND\s)(?:the\s)?(?P<region>{_TOWN})")
_AND_REGION = re.compile(r"\s(?:and|AND|&)\s")
_MAX_HEAD = 2500  # code points: a dateline further down belongs to something else
_MAX_PLACE = 110
_MAX_HITS = 12


@dataclass(frozen=True)
class Dateline:
    """A dateline: parts as written, and where it stands (span in code points of the text, up to the dash after it)."""

    city: str | None
    region: str | None
    day: date | None
    span_start: int
    span_end: int


def find_dateline(text: str, start: int = 0) -> Dateline | None:
    """Return the first dateline at or after offset `start` (the end of the title), or None.

    A dateline is a place with a date, a wire mark or both, at the start of a line or behind a page's own header; a date
    alone counts only where a wire mark stands beside it.
    """
    head = text[: start + _MAX_HEAD]
    dates = _dates(head, start)
    patterns = (_WIRE_MARK, _BARE_WIRE_MARK) if "ewswire" in head or "MediaWire" in head else (_WIRE_MARK,)
    marks = [
        _Hit(m.start(), m.end(), None) for pattern in patterns for m in islice(pattern.finditer(head, start), _MAX_HITS)
    ]
    for hit in sorted(dates + marks, key=lambda hit: hit.start):
        found = _read_at(head, start, hit, dates, marks)
        if found:
            return found
    return _bare_place(head, start)


def _dates(head: str, start: int) -> list["_Hit"]:
    """Return the first dates, each found by its year: years are rare, so the date pattern runs only beside them."""
    hits: list[_Hit] = []
    for year in islice(_YEAR.finditer(head, start), 3 * _MAX_HITS):
        for m in _DATE.finditer(head, max(year.start() - 32, start, hits[-1].end if hits else 0), year.end() + 6):
            if m.start() <= year.start() < m.end():
                hits.append(_Hit(m.start(), m.end(), _day(m)))
                break
    return hits[:_MAX_HITS]


@dataclass(frozen=True)
class _Hit:
    """A date (with its day, null where there is no such day) or a wire mark, head[start:end]."""

    start: int
    end: int
    day: date | None


def _read_at(head: str, start: int, hit: _Hit, dates: list[_Hit], marks: list[_Hit]) -> Dateline | None:
    """Read the dateline whose first date or wire mark is `hit`."""
    is_mark = hit in marks
    inside = next((d.day for d in dates if is_mark and hit.start <= d.start and d.end <= hit.end), None)
    day, end, has_mark = inside or hit.day, hit.end, is_mark
    if not is_mark and day is None:
        return None
    if not is_mark:
        follower = next((m for m in marks if 0 <= m.start - end <= 6 and "\n" not in head[end : m.start]), None)
        if follower:
            end, has_mark = follower.end, True
    elif day is None:
        follower = next(
            (
                d
                for d in dates
                if d.day and d.start >= end and _BEFORE_DATE.fullmatch(head[end : min(d.start, end + 40)])
            ),
            None,
        )
        if follower:
            day, end = follower.day, follower.end
    if not (_AFTER_MARK if has_mark else _AFTER_DATE).match(head, end):
        return None
    line_start = max(head.rfind("\n", start, hit.start) + 1, start)
    # `MIAMI,May 20, 2021//`: a comma before the date and a dash behind it are as sure as a mark.
    is_sure = has_mark or (head[: hit.start].rstrip(" *\u00a0").endswith(",") and bool(_HARD_END.match(head, end)))
    place, place_start = _place_before(head, line_start, hit.start, is_sure=is_sure)
    if place is not None:
        return Dateline(*place, day, place_start, _past_dash(head, end))
    if head[line_start : hit.start].strip(" -–—(*•\u00a0"):
        return None
    behind = _PLACE_BEHIND.match(head, end)
    if behind and behind["city"].split()[0].lower() not in _NO_TOWN:
        return Dateline(behind["city"], behind["region"], day, line_start, _past_dash(head, behind.end() - 1))
    return Dateline(None, None, day, line_start, _past_dash(head, end)) if has_mark else None


def _bare_place(head: str, start: int) -> Dateline | None:
    """Read `NEW YORK, NY and LONDON – Acme today …`: no date, no mark; only capitals and a region make it sure."""
    m = _BARE_PLACE.search(head, start)
    if not m:
        return None
    return Dateline(m["city"], m["region"], None, m.start("city"), m.end())


def _place_before(head: str, line_start: int, at: int, *, is_sure: bool) -> tuple[tuple[str, str | None] | None, int]:
    """Return ((city, region), start) of the place that ends at `at`; None where what stands there is no place."""
    segment_start = max(line_start, at - _MAX_PLACE)
    segment = head[segment_start:at]
    # Behind a page's own header (`… November 5, 2020 * * * * * BOSTON, …`) or a bullet the line begins anew.
    cut = max(segment.rfind(mark) for mark in ("* ", "| ", "• ", "\t", "**"))
    if cut >= 0 and segment[cut:].strip(" *|•\t,"):
        segment_start, segment = segment_start + cut + 2, segment[cut + 2 :]
    body = _DAY_WITHOUT_YEAR.sub("", _MARKS_BEHIND.sub("", segment))
    stripped = body.lstrip(" -–—*_•\u00a0")
    offset = segment_start + len(body) - len(stripped)
    is_whole_line = segment_start > line_start or not head[line_start:offset].strip(" -–—*_•\u00a0")
    m = _PLACE.fullmatch(stripped) if is_whole_line and (segment_start == line_start or cut >= 0) else None
    if m is None and is_sure:
        tail = _CAPITAL_TAIL.search(stripped)
        if tail:
            m, offset = _PLACE.fullmatch(tail["tail"]), offset + tail.start("tail")
    if m is None:
        return None, at
    city = _AND_TOWN.split(m["city"])[0].strip(" ,")
    first = city.split()[0].lower().strip(".,") if city.split() else ""
    if len(city) < 2 or first in _NO_TOWN or first in MONTHS or city in _ZONES or _NO_CITY.search(city):
        return None, at
    return (city, _region(m["bracket"], m["rest"])), offset


def _region(bracket: str | None, rest: str) -> str | None:
    """Return the state or country behind the first city, null where another city follows it directly."""
    if bracket and not re.search(r"news|wire", bracket, re.IGNORECASE):
        return bracket.strip()
    m = _REGION.match(rest)
    if not m:
        return None
    return _AND_REGION.split(m["region"])[0].strip(" ,-–") or None


def _past_dash(head: str, end: int) -> int:
    m = _PAST_DASH.match(head, end)
    return m.end() if m else end


def _day(m: re.Match[str]) -> date | None:
    """Return the day of a date match; None where there is no such day or its order is unsure (05/06/2026)."""
    for n in "1234":
        if m["y" + n]:
            raw_month, raw_day = m["m" + n], int(m["d" + n])
            month = int(raw_month) if raw_month.isdigit() else MONTHS[raw_month.lower().strip(".")]
            if n == "4" and raw_day <= 12 and raw_day != month:
                return None
            try:
                return date(int(m["y" + n]), month, raw_day)
            except ValueError:
                return None
    return None
