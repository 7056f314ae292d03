"""Read months, days and weekdays: `March 2026`, `Feb. 03`, `19-22 May`, `2026-02-03`, `Monday, March 3`.

Quarters and longer units do not belong here (window_units), nor years by themselves (window_years).
"""

from dataclasses import replace

from transforms.facts.window_terms import Span, Unit
from transforms.facts.window_tokens import SETS, Token, at, is_glued
from transforms.facts.window_years import APOSTROPHES, DASHES, FIRST_YEAR, LAST_YEAR, is_year, read_tail

# What was read, and the index of the token after it.
Read = tuple[Unit | Span, int]

NO_DAY_AFTER = frozenset("$€£.:/")


def is_day(token: Token) -> bool:
    """Tell whether a token can be the day of a month: `3`, `3rd`."""
    return token.kind in ("num", "nth", "ordinals") and len(token.text) <= 4 and _day(token) is not None


def _day(token: Token) -> int | None:
    value = token.value if token.text[:1].isdigit() else None
    return value if value is not None and 1 <= value <= 31 and len(token.text.rstrip("stndrh")) <= 2 else None


def read_month(tokens: list[Token], i: int) -> Read | None:
    """Read `March 2026`, `March of this year`, `in May`, `March 3`; not the verb, nor names of people."""
    token = tokens[i]
    k = i + 1
    if token.kind == "months_short" and at(tokens, k).text == ".":
        k += 1
    day = at(tokens, k)
    glued_word = is_glued(tokens, k + 1) and at(tokens, k + 1).kind in ("word", "num")
    if is_day(day) and not glued_word and at(tokens, k + 1).text not in ("%", *SETS["quantities"]):
        return _read_month_days(tokens, i, k)
    year, shift, is_fiscal, end = read_tail(tokens, k)
    unit = Unit("month", index=token.value, year=year, year_shift=shift, is_fiscal=is_fiscal)
    if token.is_capital and token.kind == "months" and (season := _read_month_quarter(tokens, i, unit, end)):
        return season
    if year is not None or shift is not None:
        return (unit, end) if token.is_capital or year is not None else None
    if (
        token.kind == "months_short"
        or not token.is_capital
        or (token.text in SETS["also_names"] and _is_name(tokens, i))
    ):
        return None
    return unit, i + 1


def _is_name(tokens: list[Token], i: int) -> bool:
    """Tell whether the month at `i`, which is also a name or a verb, is that here, as its neighbours say."""
    before, after = at(tokens, i - 1), at(tokens, i + 1)
    if before.text in SETS["weak_before"] and after.is_capital:
        return True
    is_possessive = after.text in APOSTROPHES and at(tokens, i + 2).text == "s"
    is_joined = before.text in ("/", *DASHES) and is_glued(tokens, i)
    is_joined = is_joined or (after.text in ("/", *DASHES) and at(tokens, i + 2).kind == "months")
    is_soonest = before.text == "as" and at(tokens, i - 2).text in ("soon", "early")
    is_time = before.text in SETS["before_time"] or before.text == "the"
    return not (is_time or is_possessive or is_joined or is_soonest)


def _read_month_quarter(tokens: list[Token], i: int, unit: Unit, end: int) -> Read | None:
    """Read `the March 2026 quarter`, `the December half`, which end with that month."""
    noun, months = at(tokens, end), {"quarter": 3, "half": 6}
    if noun.text not in months or unit.index is None or unit.index % months[noun.text]:
        return None
    if at(tokens, i - 1).text not in ("the", "this", "for", "in", "during") or (
        is_glued(tokens, end + 1) and at(tokens, end + 1).text in DASHES
    ):
        return None
    return replace(unit, grain=noun.value, index=unit.index // months[noun.text]), end + 1


def _read_month_days(tokens: list[Token], i: int, k: int) -> Read | None:
    """Read `March 3`, `March 3-5, 2026`, `March 3 and 4` whose month is at `i` and first day at `k`."""
    month = tokens[i]
    if not month.is_capital and not is_year(tokens, k + 1) and not is_year(tokens, k + 2):
        return None
    end, last = k + 1, None
    joint, other = at(tokens, k + 1), at(tokens, k + 2)
    if joint.text in ("to", "through", "and", "&", *DASHES) and is_day(other):
        beyond = at(tokens, k + 3)
        is_plain = joint.text not in ("and", "&") or beyond.kind in ("mark", "end") or is_year(tokens, k + 3)
        is_plain = is_plain or beyond.text in SETS["before_time"] or beyond.text in ("at", "with")
        if (_day(other) or 0) > (_day(tokens[k]) or 0) and is_plain and beyond.text not in SETS["quantities"]:
            end, last = k + 3, _day(other)
    year, shift, _, tail_end = read_tail(tokens, end)
    if year is not None or shift is not None:
        end = tail_end
    first = Unit("day", index=month.value, day=_day(tokens[k]), year=year, year_shift=shift)
    return (Span(first, replace(first, day=last)) if last else first), end


def read_day_first(tokens: list[Token], i: int) -> Read | None:
    """Read `3 February 2026`, `the 3rd of February`, `19-22 May`."""
    first, last, k = _day(tokens[i]), None, i + 1
    if (
        first is None
        or at(tokens, i - 1).text in SETS["stages"]
        or (is_glued(tokens, i) and at(tokens, i - 1).text in NO_DAY_AFTER)
    ):
        return None
    if at(tokens, k).text in ("to", "and", "&", *DASHES) and is_day(at(tokens, k + 1)):
        last, k = _day(tokens[k + 1]), k + 2
    if at(tokens, k).text == "of":
        k += 1
    month = at(tokens, k)
    if month.kind not in ("months", "months_short") or not month.is_capital or (last is not None and last <= first):
        return None
    k += 1 + (month.kind == "months_short" and at(tokens, k + 1).text == ".")
    year, shift, _, end = read_tail(tokens, k)
    before = at(tokens, i - 1)
    if year is None and shift is None:
        end = k
        if (
            before.text not in SETS["before_time"]
            and before.text not in ("the", ",", "(", "at", "dated")
            and before.kind != "weekdays"
        ):
            return None
        if is_day(at(tokens, k)):  # "in Part 2 May 14": the number after the month is its day
            return None
    unit = Unit("day", index=month.value, day=first, year=year, year_shift=shift)
    return (Span(unit, replace(unit, day=last)) if last else unit), end


def read_numeric_date(tokens: list[Token], i: int) -> Read | None:
    """Read `2026-02-03`, `02/23/2026`, `2/23/26`, `13.02.2026`.

    With slashes the month comes first and with points the day, unless that gives no date. A slashed date that could
    be either, such as 02/03/2026, keeps no day: it is not said which, so it is not read.
    """
    text = tokens[i].text
    if tokens[i].kind == "iso":
        year, month, day = (int(number) for number in text.split("-"))
    elif "." in text:
        day, month, year = (int(number) for number in text.split("."))
    else:
        month, day, year = (int(number) for number in text.split("/"))
        if month > 12:
            month, day = day, month
        elif day <= 12 and day != month:
            return None
    year += 2000 if year < 100 else 0
    if not (1 <= month <= 12 and 1 <= day <= 31 and FIRST_YEAR <= year <= LAST_YEAR):
        return None
    return Unit("day", index=month, day=day, year=year), i + 1


def read_weekday(tokens: list[Token], i: int) -> Read | None:
    """Read `Monday, March 3`, `Tue. 4 May`, `on Friday`."""
    k = i + 1
    while k < i + 3 and at(tokens, k).text in (".", ",", "the"):
        k += 1
    if at(tokens, k).kind in ("months", "months_short", "num", "nth"):
        read = read_month(tokens, k) if at(tokens, k).kind.startswith("months") else read_day_first(tokens, k)
        if read and isinstance(read[0], Unit) and read[0].grain == "day":
            return replace(read[0], weekday=tokens[i].value), read[1]
        if read and isinstance(read[0], Span):
            return read
    before = at(tokens, i - 1)
    if tokens[i].kind == "weekdays" and tokens[i].is_capital and before.text in SETS["before_time"]:
        return Unit("weekday", index=tokens[i].value), i + 1
    return None


def read_today(tokens: list[Token], i: int) -> Read | None:
    """Read `today`, `tomorrow`, `yesterday`; not `today’s market`, nor the name of a paper."""
    if at(tokens, i + 1).text in APOSTROPHES and at(tokens, i + 2).text == "s":
        return None  # "in today's market"
    if tokens[i].is_capital and at(tokens, i - 1).is_capital and at(tokens, i - 1).text in SETS["papers"]:
        return None  # "named a Top Workplace by USA Today"
    return Unit("day", shift=tokens[i].value), i + 1


def read_holiday(tokens: list[Token], i: int) -> Read:
    """Read `Thanksgiving`, `Christmas 2026`: about the fourth week of its month."""
    year, shift, _, end = read_tail(tokens, i + 1)
    month = 11 if tokens[i].text == "thanksgiving" else 12
    return Unit("day", index=month, nth=4, year=year, year_shift=shift), end
