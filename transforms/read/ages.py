"""Relative ages as sites print them beside a teaser: `2 hours ago`, `22 minutes ago`, `yesterday`.

Only ages belong here; written-out dates are in dates.py.
"""

import re
from datetime import datetime, timedelta

from transforms.read.items import DAY_S, Instant

_MINUTE_S = 60
_HOUR_S = 3_600
_UNIT_SECONDS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "m": _MINUTE_S,
    "min": _MINUTE_S,
    "minute": _MINUTE_S,
    "h": _HOUR_S,
    "hr": _HOUR_S,
    "hour": _HOUR_S,
    "d": DAY_S,
    "day": DAY_S,
    "w": 7 * DAY_S,
    "wk": 7 * DAY_S,
    "week": 7 * DAY_S,
    "mo": 30 * DAY_S,
    "month": 30 * DAY_S,
    "y": 365 * DAY_S,
    "yr": 365 * DAY_S,
    "year": 365 * DAY_S,
}
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_FIXED = {
    "just now": (0, _MINUTE_S),
    "moments ago": (0, _MINUTE_S),
    "a moment ago": (0, _MINUTE_S),
    "a few seconds ago": (0, _MINUTE_S),
    "yesterday": (DAY_S, DAY_S),
    "last week": (7 * DAY_S, 7 * DAY_S),
}
_AGE = re.compile(
    r"(?:about |posted |published |updated |over |almost )?(\d{1,3}|a|an|one|two|three|four|five|six) ?([a-z]{1,7}) ago"
)
_LONGEST_AGE_CHARS = 40


def parse_age(text: str) -> tuple[int, int] | None:
    """Return (age, precision) in seconds for a text that is a relative age and nothing else; null for any other.

    The precision is the unit that was written: `2 hours ago` is exact to an hour, `yesterday` to a day.
    """
    if len(text) > _LONGEST_AGE_CHARS:
        return None
    folded = " ".join(text.lower().split()).strip(".·|• ")
    if folded in _FIXED:
        return _FIXED[folded]
    match = _AGE.fullmatch(folded)
    if match is None:
        return None
    unit = match[2]
    unit_s = _UNIT_SECONDS.get(unit) or _UNIT_SECONDS.get(unit.removesuffix("s"))
    if unit_s is None:
        return None
    count = _WORDS.get(match[1]) or int(match[1])
    return count * unit_s, unit_s


def instant_of_age(text: str, observed_at: datetime) -> Instant | None:
    """Return when something that was `text` old at `observed_at` was published; null where `text` is no age."""
    age = parse_age(text)
    if age is None:
        return None
    return Instant(observed_at - timedelta(seconds=age[0]), age[1])
