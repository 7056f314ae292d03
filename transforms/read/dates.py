"""Dates as machines and page headers write them. A date that is not whole (day, month and year) gives none.

The library parsers were refused for this: they fill what is missing with today, and so invent dates. Dates inside a
release's sentences do not belong here.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

from transforms.read.items import DAY_S, Instant

_LONGEST_DATE_CHARS = 80
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_ZONE_HOURS = {
    "z": 0.0,
    "ut": 0.0,
    "utc": 0.0,
    "gmt": 0.0,
    "est": -5.0,
    "edt": -4.0,
    "cst": -6.0,
    "cdt": -5.0,
    "mst": -7.0,
    "mdt": -6.0,
    "pst": -8.0,
    "pdt": -7.0,
    "cet": 1.0,
    "cest": 2.0,
    "bst": 1.0,
    "jst": 9.0,
}
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?: ?(?P<half>[ap])\.?m\b\.?)?"
_ZONE = r"(?: ?(?P<sign>[+-])(?P<zone_h>\d{2}):?(?P<zone_m>\d{2})?| ?(?P<zone>[a-z]{1,4})\b)?"
_CLOCK = rf"(?:(?:t|,| at| -| \||)[ ]?{_TIME}{_ZONE})?"
_WEEKDAY = r"(?:[a-z]{3,9}\.?,? )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_SHAPES = [
    re.compile(rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})(?!\d){_CLOCK}"),
    re.compile(rf"{_WEEKDAY}{_DAY}[ -]{_MONTH},?[ -]{_YEAR}{_CLOCK}"),
    re.compile(rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}{_CLOCK}"),
]


def parse_instant(text: str | None) -> Instant | None:
    """Return the instant that `text` opens with, in UTC; null where it opens with no whole date.

    A time with a zone is exact to a second (a minute where no seconds stand); a date alone, or a time whose zone is
    not known, to the day.
    """
    if not text or len(text) > 4 * _LONGEST_DATE_CHARS:
        return None
    folded = " ".join(text[:_LONGEST_DATE_CHARS].lower().split())
    for shape in _SHAPES:
        match = shape.match(folded)
        if match is not None:
            return _instant(match)
    return None


def _instant(match: re.Match[str]) -> Instant | None:
    part = match.groupdict()
    month = int(part["month"]) if part["month"].isdigit() else _MONTHS.get(part["month"])
    if month is None:
        return None
    zone = _zone(part)
    try:
        day = datetime(int(part["year"]), month, int(part["day"]), tzinfo=UTC)
        if part["hour"] is None or zone is None:
            return Instant(day, DAY_S)
        hour = int(part["hour"])
        if part["half"]:
            hour = hour % 12 + (12 if part["half"] == "p" else 0)
        moment = day.replace(hour=hour, minute=int(part["minute"]), second=int(part["second"] or 0), tzinfo=zone)
        return Instant(moment.astimezone(UTC), 1 if part["second"] else 60)
    except (ValueError, OverflowError):
        return None


def _zone(part: dict[str, str | None]) -> timezone | None:
    if part["sign"]:
        offset = timedelta(hours=int(part["zone_h"] or 0), minutes=int(part["zone_m"] or 0))
        if offset >= timedelta(hours=24):
            return None
        return timezone(-offset if part["sign"] == "-" else offset)
    hours = _ZONE_HOURS.get(part["zone"] or "")
    return None if hours is None else timezone(timedelta(hours=hours))
