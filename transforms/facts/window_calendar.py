"""Turn what was said about time into days, once the day of publication and the role of the event are known.

The rules are those of the annotation guide, section 2.3. Finding what was said does not belong here (windows).
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from transforms.facts.window_terms import Offset, Span, Unit, Vague, Window, WindowMention
from transforms.facts.window_years import FIRST_YEAR, LAST_YEAR

Days = tuple[date, date]

ONE_DAY = timedelta(days=1)
# A day without a year that has just passed is meant, although the event is told as still to come: a release is often
# dated after the first day of a meeting. In days.
GRACE = 10
# A plan for a day or month that has just passed is told late: nobody says `in May` of one that is eleven months ahead.
FARTHEST = timedelta(days=300)
# "Earlier this year" and "earlier this week" end with publication; "earlier this month" is that month.
LONG_GRAINS = ("week", "quarter", "half", "season", "year")
MONTHS_OF = {"quarter": 3, "half": 6}
YEAR_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (10, 12)}


def resolve_window(mention: WindowMention, published: date | None, role: str) -> Window | None:
    """Return the days that a mention means.

    Args:
        mention: From find_windows.
        published: Dateline date, else date of publication; null where neither is known.
        role: announced, guidance or background, of the event: it finds the year that was left out.

    Returns:
        The window; null where the words are relative and no day of publication is known, where a length of time
        (`within six months`) belongs to an event that is not to come, or where the day does not exist or is in a year
        far from any trial.
    """
    try:
        return _resolve(mention, published, role)
    except (OverflowError, ValueError):  # a day outside the calendar: February 30, or a year after 9999
        return None


def _resolve(mention: WindowMention, published: date | None, role: str) -> Window | None:
    said = mention.said
    if isinstance(said, Vague):
        return Window(published, None, "vague") if published else None
    if isinstance(said, Offset):
        return _offset_window(said, published, role) if published else None
    if mention.kind == "reporting_period" and role == "guidance":
        role = "announced"  # the period reported on is past, whatever is still to come
    days = _days_of(said, published, role)
    if days is None:
        return None
    start, end = days
    if mention.bound:
        return _bounded(mention, start, end, published)
    return Window(start, end, _precision(said))


def _bounded(mention: WindowMention, start: date, end: date, published: date | None) -> Window | None:
    """Return the window from publication to the end that `by` or `before` gives."""
    if published is None:
        return None
    first = mention.said.first if isinstance(mention.said, Span) else mention.said
    if mention.bound == "before" and not (isinstance(first, Unit) and first.part == "end"):
        end = start - ONE_DAY
    is_fiscal = isinstance(first, Unit) and first.is_fiscal
    return Window(min(published, end), end, "by_fiscal" if is_fiscal else "by")


def _precision(said: Unit | Span) -> str:
    if isinstance(said, Span):
        is_one_unit = replace(said.first, part=None) == replace(said.last, part=None)
        return _fiscal("part" if is_one_unit else "range", said.first.is_fiscal or said.last.is_fiscal)
    if said.grain in ("day", "weekday"):
        return "day"  # a fiscal year has no other days
    if said.grain == "season" or said.part or said.nth is not None:
        return _fiscal("part", said.is_fiscal)
    if said.grain == "week":
        return "range"
    return _fiscal(said.grain, said.is_fiscal)


def _fiscal(precision: str, is_fiscal: bool) -> str:
    return f"{precision}_fiscal" if is_fiscal else precision


def _days_of(said: Unit | Span, published: date | None, role: str) -> Days | None:
    if isinstance(said, Unit):
        return _unit_days(said, published, role)
    first, last = said.first, said.last
    if last.lacks_year and first.lacks_year:
        whole = _unit_days(last, published, role)
        year = _year_of(last, whole) if whole else None
        last = replace(last, year=year) if year else last
    elif last.lacks_year:
        year = first.year if first.year is not None else _shifted_year(first, published)
        last = replace(last, year=year)
        if year and _days_in_year(last, year)[1] < _days_in_year(replace(first, year=year), year)[0]:
            last = replace(last, year=year + 1)
    if first.lacks_year:
        year = last.year if last.year is not None else _shifted_year(last, published)
        first = replace(first, year=year)
        if year and _days_in_year(first, year)[0] > _days_in_year(last, year)[1]:
            first = replace(first, year=year - 1)
    start, end = _unit_days(first, published, role), _unit_days(last, published, role)
    return (start[0], end[1]) if start and end and start[0] <= end[1] else None


def _shifted_year(unit: Unit, published: date | None) -> int | None:
    return published.year + unit.year_shift if published and unit.year_shift is not None else None


def _year_of(unit: Unit, days: Days) -> int:
    return days[1].year if unit.grain == "season" else days[0].year


def _unit_days(unit: Unit, published: date | None, role: str) -> Days | None:
    if unit.year is not None:
        is_near = FIRST_YEAR <= unit.year <= LAST_YEAR
        return _sided(_days_in_year(unit, unit.year), unit, published) if is_near else None
    if published is None:
        return None
    if unit.year_shift is not None:
        return _days_in_year(unit, published.year + unit.year_shift)
    if unit.grain == "weekday":
        return _weekday_days(unit, published, role)
    if unit.shift is not None:
        days = _named_shift(unit, published) if unit.index is not None else _plain_shift(unit, published)
        return _clipped(days, unit, published, role)
    return _sided(_nearest(unit, published, role), unit, published)


def _days_in_year(unit: Unit, year: int) -> Days:
    """Return the first and last day of a unit in a year."""
    match unit.grain:
        case "year":
            first, last = YEAR_PARTS[unit.part] if unit.part else (1, 12)
            return date(year, first, 1), _month_end(year, last)
        case "quarter" | "half":
            length = MONTHS_OF[unit.grain]
            last = (unit.index or 1) * length
            first = last if unit.part == "end" else last - length + 1
            return date(year, first, 1), _month_end(year, last)
        case "season":
            first = 3 * ((unit.index or 1) - 1)  # winter begins in the month before January
            start = date(year, first, 1) if first else date(year - 1, 12, 1)
            return start, _month_end(year, first + 2)
        case "month":
            return _month_days(unit, year)
        case "week":
            return _week_of_month(unit, year)
        case _:
            day = _holiday(unit, year) if unit.nth else date(year, unit.index or 1, unit.day or 1)
            return day, day


def _month_days(unit: Unit, year: int) -> Days:
    month = unit.index or 1
    start, end = date(year, month, 1), _month_end(year, month)
    if unit.nth is not None:
        return (start, date(year, month, 15)) if unit.nth == 1 else (date(year, month, 16), end)
    return (end - timedelta(days=9), end) if unit.part == "end" else (start, end)


def _week_of_month(unit: Unit, year: int) -> Days:
    """Return the week that holds a day, Monday to Sunday; or the nth seven days of a month."""
    month = unit.index or 1
    if unit.day is not None:
        return _week_of(date(year, month, unit.day))
    if unit.nth == -1:
        return _month_end(year, month) - timedelta(days=6), _month_end(year, month)
    start = date(year, month, 7 * ((unit.nth or 1) - 1) + 1)
    return start, start + timedelta(days=6)


def _holiday(unit: Unit, year: int) -> date:
    """Return the fourth Thursday of November, or December 25."""
    if unit.index == 12:
        return date(year, 12, 25)
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def _nearest(unit: Unit, published: date, role: str) -> Days | None:
    """Return a unit whose year was left out: the next for guidance, the last for background, else the nearest."""
    candidates = []
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            candidates.append(_days_in_year(unit, year))
        except (ValueError, OverflowError):
            continue
    if unit.weekday is not None:
        candidates = [days for days in candidates if days[0].weekday() == unit.weekday] or candidates
    if role == "guidance":
        grace = timedelta(days=GRACE if unit.grain == "day" else 0)
        days = min((days for days in candidates if days[1] + grace >= published), default=None)
        is_sure = unit.weekday is not None or unit.grain not in ("day", "month")
        return days if days and (is_sure or days[0] - published <= FARTHEST) else None
    if role == "background":
        return max((days for days in candidates if days[0] <= published), default=None)
    return min(
        candidates, key=lambda days: max((days[0] - published).days, (published - days[1]).days, 0), default=None
    )


def _named_shift(unit: Unit, published: date) -> Days | None:
    """Return `next August`, `last fall`, `this March`: the first after, the last before, that of this year."""
    years = (published.year - 1, published.year, published.year + 1)
    candidates = [_days_in_year(unit, year) for year in years]
    if unit.shift == 0:
        here = [days for days in candidates if published.year in (days[0].year, days[1].year)]
        return next((days for days in here if days[1] >= published), here[-1])
    if unit.shift == 1:
        return min((days for days in candidates if days[0] > published), default=None)
    return max((days for days in candidates if days[1] < published), default=None)


def _plain_shift(unit: Unit, published: date) -> Days:
    """Return `this week`, `next quarter`, `last year`, `tomorrow`."""
    shift = unit.shift or 0
    if unit.grain == "day":
        day = published + timedelta(days=shift)
        return day, day
    if unit.grain == "week":
        return _week_of(published + timedelta(weeks=shift))
    if unit.grain == "year":
        return _days_in_year(unit, published.year + shift)
    if unit.grain == "month":
        month = add_months(published.replace(day=1), shift)
        return _days_in_year(replace(unit, index=month.month), month.year)
    length = MONTHS_OF[unit.grain]
    first = add_months(date(published.year, (published.month - 1) // length * length + 1, 1), shift * length)
    return _days_in_year(replace(unit, index=(first.month - 1) // length + 1), first.year)


def _weekday_days(unit: Unit, published: date, role: str) -> Days:
    ahead = ((unit.index or 0) - published.weekday()) % 7
    if unit.shift == 1 or (unit.shift is None and role == "guidance"):
        day = published + timedelta(days=ahead or 7) if unit.shift == 1 else published + timedelta(days=ahead)
    elif unit.shift == 0:
        day = _week_of(published)[0] + timedelta(days=unit.index or 0)
    else:
        back = (published.weekday() - (unit.index or 0)) % 7
        day = published - timedelta(days=back or (7 if unit.shift == -1 else 0))
    return day, day


def _clipped(days: Days | None, unit: Unit, published: date, role: str) -> Days | None:
    """Cut `this year` at publication: what remains for guidance, what has gone for background."""
    if days is None or unit.shift != 0 or unit.part or unit.grain == "day":
        return days
    if unit.side:
        return _sided(days, unit, published)
    if not days[0] <= published <= days[1]:
        return days
    if role == "guidance":
        return published, days[1]
    return (days[0], published) if role == "background" and unit.grain in LONG_GRAINS else days


def _sided(days: Days | None, unit: Unit, published: date | None) -> Days | None:
    """Cut `later in 2026` and `earlier this month` at publication, where that day lies inside."""
    if days is None or published is None or not unit.side or not days[0] <= published <= days[1]:
        return days
    if unit.side == "later":
        return published, days[1]
    return (days[0], published) if unit.grain in LONG_GRAINS else days


def _offset_window(said: Offset, published: date, role: str) -> Window | None:
    if said.sense == "within":
        return Window(published, _moved(published, said.grain, said.high), "by") if role == "guidance" else None
    if said.sense == "in" and role != "guidance":
        return None
    sign = -1 if said.sense == "ago" else 1
    low, high = sorted(_moved(published, said.grain, sign * amount) for amount in (said.low, said.high))
    start, end = _holding(low, said.grain)[0], _holding(high, said.grain)[1]
    if said.low != said.high:
        return Window(start, end, "range")
    precision = {"business_day": "day", "week": "range"}.get(said.grain, said.grain)
    return Window(start, end, precision)


def _holding(day: date, grain: str) -> Days:
    """Return the unit of a grain that holds a day."""
    match grain:
        case "day" | "business_day":
            return day, day
        case "week":
            return _week_of(day)
        case "month":
            return day.replace(day=1), _month_end(day.year, day.month)
        case "quarter":
            return _days_in_year(Unit("quarter", index=(day.month - 1) // 3 + 1), day.year)
        case _:
            return date(day.year, 1, 1), date(day.year, 12, 31)


def _moved(day: date, grain: str, amount: int) -> date:
    match grain:
        case "day":
            return day + timedelta(days=amount)
        case "business_day":
            return _business_days(day, amount)
        case "week":
            return day + timedelta(weeks=amount)
        case "month":
            return add_months(day, amount)
        case "quarter":
            return add_months(day, 3 * amount)
        case _:
            return add_months(day, 12 * amount)


def _business_days(day: date, amount: int) -> date:
    """Return the day `amount` weekdays later (or earlier); holidays are not known here."""
    step = ONE_DAY if amount >= 0 else -ONE_DAY
    left = abs(amount)
    while left:
        day += step
        left -= day.weekday() < 5
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _week_of(day: date) -> Days:
    """Return Monday and Sunday of the week that holds a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
