"""Read one unit of the calendar at a token: `late Q3 2026`, `March 3`, `the second half of next year`.

Joining units, `by` and `before`, and what a mention is for do not belong here (windows).
"""

from collections.abc import Callable
from dataclasses import replace

from transforms.facts.window_days import (
    Read,
    read_day_first,
    read_holiday,
    read_month,
    read_numeric_date,
    read_today,
    read_weekday,
)
from transforms.facts.window_terms import Grain, Part, Span, Unit
from transforms.facts.window_tokens import SETS, Token, at, is_glued
from transforms.facts.window_years import (
    APOSTROPHES,
    DASHES,
    FISCAL,
    JOINS,
    LETTERS,
    is_short_year,
    is_year,
    is_year_number,
    read_tail,
    read_year,
)

SIDES = frozenset(("later", "earlier", "rest", "remainder", "balance"))
JOINTS = frozenset(("and", "or", "to", "/", "through", "&"))
SINGULAR: dict[str, Grain] = {"week": "week", "month": "month", "quarter": "quarter", "half": "half", "year": "year"}
# Words that are ordinals before `half` and `quarter` only.
ORDERED = {"latter": 2, "back": 2, "opening": 1, "closing": -1}
SHIFTED: dict[str, Grain] = {"months": "month", "seasons": "season", "weekdays": "weekday"}


def read_unit(tokens: list[Token], i: int) -> Read | None:
    """Return the unit that begins at token `i`, and where it ends; null where none begins there.

    A unit with two parts or two indexes is a span: `early to mid 2026`, `third or fourth quarter`.
    """
    if at(tokens, i).text == "the":
        i += 1
    token = at(tokens, i)
    if token.kind != "parts" or (token.text == "latter" and at(tokens, i + 1).text == "half"):
        return _read_core(tokens, i)
    return _read_part(tokens, i)


def _read_part(tokens: list[Token], i: int) -> Read | None:
    word, part = tokens[i].text, tokens[i].value
    k = i + 1
    second = _second_part(tokens, k)
    if second:
        k = second[1]
    elif word in ("beginning", "start", "middle", "close") and at(tokens, k).text != "of":
        return None  # "to start in March", "beginning in 2026" name the whole unit
    elif word == "end" and at(tokens, k).text == "in":
        return None
    for _ in range(4):
        if at(tokens, k).text in ("of", "in", "the", "part", "portion") or at(tokens, k).text in DASHES:
            k += 1
    read = _read_core(tokens, k) or _read_bare_grain(tokens, k)
    if not read or isinstance(read[0], Span) or read[0].part or read[0].grain in ("day", "weekday"):
        return None
    unit: Unit = read[0]
    named = replace(unit, part=part)
    return (Span(named, replace(unit, part=second[0])) if second else named), read[1]


def _second_part(tokens: list[Token], k: int) -> tuple[Part, int] | None:
    """Return the later part of `early to mid`, `mid-to-late`, and the token after it."""
    m = k
    while m < k + 3 and (at(tokens, m).text in ("to", "or", "/", "and") or at(tokens, m).text in DASHES):
        m += 1
    if m > k and at(tokens, m).kind == "parts" and at(tokens, m).value in ("mid", "late"):
        return tokens[m].value, m + 1
    return None


def _read_bare_grain(tokens: list[Token], k: int) -> Read | None:
    """Read the `year` of `mid-year 2026`, the `quarter` of `the end of the quarter`."""
    token = at(tokens, k)
    if token.text == "year":
        year, shift, is_fiscal, end = read_tail(tokens, k + 1)
        return Unit("year", year=year, year_shift=shift, is_fiscal=is_fiscal), end
    if token.text in ("quarter", "month", "week") and at(tokens, k + 1).text != "of":
        grain: Grain = token.value
        return Unit(grain, shift=0), k + 1
    return None


def _read_core(tokens: list[Token], i: int) -> Read | None:
    """Read a unit without its part, by the kind of its first token, else by its word."""
    token = at(tokens, i)
    reader = READERS_BY_KIND.get(token.kind) or READERS_BY_WORD.get(token.text)
    return reader(tokens, i) if reader else None


def _read_nth(tokens: list[Token], i: int) -> Read | None:
    return _read_ordinal(tokens, i) or read_day_first(tokens, i)


def _read_week_of(tokens: list[Token], i: int) -> Read | None:
    """Read `the week of March 3, 2026`, which is Monday to Sunday."""
    if at(tokens, i + 1).text not in ("of", "beginning", "commencing") or not at(tokens, i + 2).kind.startswith(
        "months"
    ):
        return None
    read = read_month(tokens, i + 2)
    if read is None or not isinstance(read[0], Unit) or read[0].grain != "day":
        return None
    return replace(read[0], grain="week"), read[1]


def _read_new_year(tokens: list[Token], i: int) -> Read | None:
    """Read `the new year`, which is the next one; not `New Year’s Day`."""
    is_name = at(tokens, i + 2).text in (*APOSTROPHES, "of") or at(tokens, i + 2).is_capital
    if at(tokens, i - 1).text != "the" or at(tokens, i + 1).text != "year" or is_name:
        return None
    return Unit("year", shift=1), i + 2


def _read_end_of(tokens: list[Token], i: int) -> Read | None:
    """Read `by month-end`, `at quarter end`, `by quarter’s end`."""
    k = i + 1
    k += 2 * (at(tokens, k).text in APOSTROPHES and at(tokens, k + 1).text == "s")
    k += at(tokens, k).text in DASHES
    lead = at(tokens, i - 2 if at(tokens, i - 1).text == "the" else i - 1).text
    if at(tokens, k).text != "end" or lead not in ("by", "at", "before", "until", "around", "near"):
        return None
    return Unit(SINGULAR[tokens[i].text], shift=0, part="end"), k + 1


def _read_turn(tokens: list[Token], i: int) -> Read | None:
    """Read `the turn of the year`."""
    if [at(tokens, k).text for k in range(i + 1, i + 4)] != ["of", "the", "year"]:
        return None
    return Span(Unit("month", index=12), Unit("month", index=1)), i + 4


def _read_number(tokens: list[Token], i: int) -> Read | None:
    token, letter = tokens[i], at(tokens, i + 1)
    if letter.text in LETTERS and is_glued(tokens, i + 1) and token.value in (1, 2, 3, 4):
        return _read_number_letter(tokens, i)
    if is_year(tokens, i):
        # "2026 Q3", "2026/Q3", "2026-Q3"
        is_joined = letter.text in JOINS and is_glued(tokens, i + 1) and is_glued(tokens, i + 2)
        k = i + 1 + (is_joined and at(tokens, i + 2).text in LETTERS)
        prefix = at(tokens, k)
        is_prefix = prefix.text in (*LETTERS, "fiscal") or prefix.kind in ("ordinals", "months", "months_short")
        following = _read_core(tokens, k) if is_prefix else None
        if following and isinstance(following[0], Unit) and following[0].lacks_year:
            return replace(following[0], year=token.value), following[1]
        is_fiscal = letter.text == "fiscal" and at(tokens, i + 2).text == "year"
        return Unit("year", year=token.value, is_fiscal=is_fiscal), i + 3 if is_fiscal else i + 1
    return read_day_first(tokens, i)


def _read_number_letter(tokens: list[Token], i: int) -> Read | None:
    """Read `2Q26`, `2Q 2026`, `1H'26`, `1HFY26`, whose number is at `i`."""
    grain, highest, is_fiscal = LETTERS[tokens[i + 1].text]
    index, two = tokens[i].value, at(tokens, i + 2)
    if index > highest:
        return None
    if two.kind == "num" and len(two.text) == 2 and is_glued(tokens, i + 2) and two.value is not None:
        return Unit(grain, index=index, year=2000 + two.value, is_fiscal=is_fiscal), i + 3
    return _letter_unit(tokens, i, i + 2, grain, index)


def _read_letter_first(tokens: list[Token], i: int) -> Read | None:
    """Read `Q2`, `Q2'26`, `H1/2026`, `Q3 FY26`."""
    grain, highest, _ = LETTERS[tokens[i].text]
    number = at(tokens, i + 1)
    if not is_glued(tokens, i + 1) or number.value is None or not 1 <= number.value <= highest or len(number.text) > 1:
        return None
    return _letter_unit(tokens, i, i + 2, grain, number.value)


def _letter_unit(tokens: list[Token], i: int, k: int, grain: Grain, index: int) -> Read | None:
    """Return the unit whose letter and number end before token `k`, with its year."""
    year, shift, is_fiscal, end = read_tail(tokens, k)
    unit = Unit(grain, index=index, year=year, year_shift=shift, is_fiscal=is_fiscal)
    if end > k:
        return unit, end
    before, after, beyond = at(tokens, i - 1), at(tokens, k), at(tokens, k + 1)
    if after.text == "/" and is_glued(tokens, k) and is_glued(tokens, k + 1) and is_short_year(beyond):
        return replace(unit, year=2000 + beyond.value), k + 2
    if is_glued(tokens, k) and after.kind in ("word", "num"):
        return None  # dosing (Q2W), proteins (H1N1)
    is_year_behind = beyond.kind in ("mark", "end") or beyond.text in SETS["report_words"]
    if is_short_year(after) and is_year_behind and beyond.text != "%":
        return replace(unit, year=2000 + after.value), k + 1
    is_of_year = is_year(tokens, i - 1) or at(tokens, i - 2).text in FISCAL  # "2026 H1", "FY26 H1"
    if (
        grain == "half"
        and not is_of_year
        and not (before.text in SETS["before_time"] and after.kind in ("mark", "end"))
    ):
        return None  # receptors, spectra and hours
    return unit, k


def _read_ordinal(tokens: list[Token], i: int) -> Read | None:
    """Read `third quarter of 2026`, `first and second quarters`, `latter half of next year`, `last week of March`."""
    first = ORDERED.get(tokens[i].text, tokens[i].value)
    joint, last, k = _read_second_ordinal(tokens, i + 1)
    k += at(tokens, k).text in DASHES
    is_fiscal = at(tokens, k).text == "fiscal"
    k += at(tokens, k).text in ("fiscal", "calendar")
    noun = at(tokens, k)
    if noun.text == "half" and is_glued(tokens, k + 1) and at(tokens, k + 1).text in DASHES:
        return None  # "the first half-day"
    if noun.kind != "grains" or noun.value not in ("quarter", "half"):
        return _read_in_month(tokens, k, first) or _read_first_months(tokens, i)
    highest = 4 if noun.value == "quarter" else 2
    indexes = [highest if value == -1 else value for value in (first, last) if value is not None]
    if not all(1 <= index <= highest for index in indexes):
        return None
    year, shift, tail_fiscal, end = read_tail(tokens, k + 1)
    unit = Unit(noun.value, index=indexes[0], year=year, year_shift=shift, is_fiscal=is_fiscal or tail_fiscal)
    if end == k + 1 and (at(tokens, end).text == "of" or (tokens[i].text == "last")):
        # "the first half of the study" is none, "the last quarter" a shift, "the first half of March" a part of it
        return _read_in_month(tokens, k, first)
    if len(indexes) == 2:
        return Span(unit, replace(unit, index=indexes[1]), is_listed=joint in ("and", "&")), end
    return unit, end


def _read_second_ordinal(tokens: list[Token], k: int) -> tuple[str, int | None, int]:
    """Return the joint and the second of `third or fourth`, and the token after it; else nothing, and `k`."""
    m = k
    while m < k + 3 and (at(tokens, m).text in JOINTS or at(tokens, m).text in DASHES):
        m += 1
    if m > k and at(tokens, m).kind == "ordinals":
        return at(tokens, k).text, tokens[m].value, m + 1
    return "", None, k


def _read_in_month(tokens: list[Token], k: int, nth: int) -> Read | None:
    """Read the `week of March` or `half of March` at `k`, the nth of its month."""
    noun = at(tokens, k).text
    if noun not in ("week", "half") or at(tokens, k + 1).text != "of" or not -1 <= nth <= 4:
        return None
    month = read_month(tokens, k + 2) if at(tokens, k + 2).kind.startswith("months") else None
    if month is None or isinstance(month[0], Span) or month[0].grain != "month":
        return None
    return replace(month[0], grain="week" if noun == "week" else "month", nth=nth), month[1]


def _read_first_months(tokens: list[Token], i: int) -> Read | None:
    """Read `first six months of 2026`, which is its first half; `first nine months of 2026`."""
    number, noun = at(tokens, i + 1), at(tokens, i + 2)
    if tokens[i].text != "first" or noun.text != "months" or number.kind not in ("num", "numbers"):
        return None
    year, shift, is_fiscal, end = read_tail(tokens, i + 3)
    if (year is None and shift is None) or number.value is None or not 2 <= number.value <= 11:
        return None
    unit = Unit("month", index=1, year=year, year_shift=shift, is_fiscal=is_fiscal)
    if number.value in (3, 6):
        return replace(unit, grain="quarter" if number.value == 3 else "half"), end
    return Span(unit, replace(unit, index=number.value)), end


def _read_season(tokens: list[Token], i: int) -> Read | None:
    """Read `spring 2026`, `the fall of next year`, `winter 2026/27`, `in the summer`."""
    year, shift, _, end = read_tail(tokens, i + 1)
    second = at(tokens, end + 1)
    is_joined = at(tokens, end).text in ("/", *DASHES) and is_glued(tokens, end + 1)
    if year is not None and is_joined and second.value in (year + 1, (year + 1) % 100):
        year, end = year + 1, end + 2
    if year is None and shift is None:
        lead = i - 2 if at(tokens, i - 1).text == "the" else i - 1
        is_verb = at(tokens, lead).text in ("to", "and", "or") and lead == i - 1
        after = at(tokens, i + 1)
        is_last = after.kind in ("mark", "end") or after.text in SETS["before_time"]
        # "the Spring Meeting", "shops in Spring sell it"
        is_name = after.is_capital or (tokens[i].is_capital and lead == i - 1 and not is_last)
        is_first = after.text in ("or", "and", "/", "to", *DASHES) and at(tokens, i + 2).kind == "seasons"
        if is_first and read_tail(tokens, i + 3)[0] is not None:
            return Unit("season", index=tokens[i].value), i + 1  # "spring or summer 2026"
        if at(tokens, lead).text not in SETS["before_time"] or is_verb or is_name:
            return None
    return Unit("season", index=tokens[i].value, year=year, year_shift=shift), end


def _read_shift(tokens: list[Token], i: int) -> Read | None:
    """Read `this quarter`, `next August`, `this coming fall`, `the current year`; or `last quarter of 2026`."""
    read = _read_shifted(tokens, i)
    return read or (_read_ordinal(tokens, i) if tokens[i].text == "last" else None)


def _read_shifted(tokens: list[Token], i: int) -> Read | None:
    shift, k = tokens[i].value, i + 1
    if tokens[i].text == "this" and at(tokens, k).text in ("coming", "past"):
        shift, k = at(tokens, k).value, k + 1
    is_fiscal = FISCAL.get(at(tokens, k).text, False)
    k += at(tokens, k).text in ("fiscal", "calendar")
    noun = at(tokens, k)
    if noun.kind in ("months", "seasons", "weekdays") and (noun.is_capital or noun.kind == "seasons"):
        if at(tokens, k + 1).kind == "num" and not is_year(tokens, k + 1):
            return None  # "next March 3": the date is read by itself
        return Unit(SHIFTED[noun.kind], index=noun.value, shift=shift), k + 1
    if noun.text in ("morning", "afternoon", "evening", "night"):
        return (Unit("day", shift=0 if tokens[i].text == "this" else -1), k + 1) if tokens[i].text != "next" else None
    is_other = tokens[i].text in ("past", "coming") or noun.text not in SINGULAR or shift != tokens[i].value
    if is_other or at(tokens, k + 1).text == "of" or (is_glued(tokens, k + 1) and at(tokens, k + 1).text in DASHES):
        return None  # "the last month of treatment", "next quarter-turn"
    unit = Unit(SINGULAR[noun.text], shift=shift, is_fiscal=is_fiscal)
    if at(tokens, k + 1).text in APOSTROPHES and at(tokens, k + 2).text == "s":
        # "by this year's end"; not "at this year's congress"
        return (replace(unit, part="end"), k + 4) if at(tokens, k + 3).text == "end" else None
    return unit, k + 1


def _read_fiscal(tokens: list[Token], i: int) -> Read | None:
    """Read `fiscal 2026`, `FY26`, `calendar year 2026`, `fiscal third quarter of 2026`, `CY2026`."""
    read = read_year(tokens, i)
    if read:
        year, is_fiscal, end = read
        following = _read_core(tokens, end) if at(tokens, end).text in LETTERS else None
        if following and isinstance(following[0], Unit) and following[0].lacks_year:
            return replace(following[0], year=year, is_fiscal=is_fiscal), following[1]
        return Unit("year", year=year, is_fiscal=is_fiscal), end
    word = at(tokens, i + 1)
    is_unit = word.kind in ("ordinals", "num") or word.text in LETTERS or word.text == "year"
    if tokens[i].text not in ("fiscal", "calendar") or not is_unit:
        return None
    core = _read_core(tokens, i + 1)
    if not core or not isinstance(core[0], Unit) or core[0].grain not in ("quarter", "half", "year", "month"):
        return None
    return replace(core[0], is_fiscal=core[0].is_fiscal or tokens[i].text == "fiscal"), core[1]


def _read_year_end(tokens: list[Token], i: int) -> Read | None:
    """Read `year-end 2026`, `year end`, `YE 26`, `the year 2026`, `midyear`."""
    token, k = tokens[i], i + 1
    if token.text == "ye":
        two = at(tokens, k)
        if two.kind == "num" and len(two.text) == 2 and two.value is not None:
            return Unit("year", year=2000 + two.value, part="end"), k + 1
        return (Unit("year", year=two.value, part="end"), k + 1) if is_year_number(two) else None
    if token.text == "year":
        read = read_year(tokens, i)
        if read:
            return Unit("year", year=read[0]), read[2]
        if at(tokens, k).text in APOSTROPHES and at(tokens, k + 1).text == "s":
            k += 2
        k += at(tokens, k).text in DASHES
        if at(tokens, k).text != "end":
            return None
        k += 1
    year, shift, is_fiscal, end = read_tail(tokens, k)
    part: Part = "mid" if token.text == "midyear" else "end"
    return Unit("year", year=year, year_shift=shift, part=part, is_fiscal=is_fiscal), end


def _read_side(tokens: list[Token], i: int) -> Read | None:
    """Read `later this year`, `later in the month`, `earlier in April`, `the rest of 2026`, `later today`."""
    is_rest = tokens[i].text in ("rest", "remainder", "balance")
    k = i + 1
    if is_rest and at(tokens, k).text != "of":
        return None
    k += at(tokens, k).text in ("of", "in", "on")
    k += at(tokens, k).text == "the"
    if at(tokens, k).text in SIDES:
        return None
    read = _read_core(tokens, k)
    if read is None and at(tokens, k).text in SINGULAR:
        read = Unit(SINGULAR[at(tokens, k).text], shift=0), k + 1
    if not read or not isinstance(read[0], Unit) or read[0].part or read[0].grain == "weekday":
        return None
    return replace(read[0], side="earlier" if tokens[i].text == "earlier" else "later"), read[1]


READERS_BY_KIND: dict[str, Callable[[list[Token], int], Read | None]] = {
    "months": read_month,
    "months_short": read_month,
    "num": _read_number,
    "iso": read_numeric_date,
    "slash": read_numeric_date,
    "short": read_numeric_date,
    "weekdays": read_weekday,
    "weekdays_short": read_weekday,
    "seasons": _read_season,
    "days": read_today,
    "ordinals": _read_nth,
    "nth": _read_nth,
    "shifts": _read_shift,
}
READERS_BY_WORD: dict[str, Callable[[list[Token], int], Read | None]] = {
    **dict.fromkeys(ORDERED, _read_ordinal),
    **dict.fromkeys(LETTERS, _read_letter_first),
    **dict.fromkeys(FISCAL, _read_fiscal),
    **dict.fromkeys(("year", "yearend", "midyear", "ye"), _read_year_end),
    **dict.fromkeys(SIDES, _read_side),
    **dict.fromkeys(("thanksgiving", "christmas"), read_holiday),
    "turn": _read_turn,
    "week": _read_week_of,
    "new": _read_new_year,
    **dict.fromkeys(("month", "quarter"), _read_end_of),
}
# Where a unit can begin.
STARTS_BY_KIND = frozenset(READERS_BY_KIND) | {"parts"}
STARTS_BY_WORD = frozenset(READERS_BY_WORD)
