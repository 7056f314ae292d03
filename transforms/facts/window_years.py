"""Read the year that is written with a time: `2026`, `'26`, `FY26`, `of next year`; and tell years from other numbers.

The units that years belong to are window_days and window_units.
"""

from transforms.facts.window_terms import Grain
from transforms.facts.window_tokens import SETS, Token, at, is_glued

DASHES = frozenset("-–—‑")
APOSTROPHES = frozenset("'’‘`")
JOINS = frozenset("-–/")
MONEY = frozenset("$€£¥#")
LINK_MARKS = frozenset("@=+_~:*%&?")
UNIT_MARKS = frozenset("%_@=")
NUMBER_MARKS = frozenset("-–/:;.")
FIRST_YEAR, LAST_YEAR = 1900, 2100
# Years that are written, and far from any trial.
FIRST_WRITTEN, LAST_WRITTEN = 1500, 2999
FISCAL = {"fiscal": True, "fy": True, "calendar": False, "cy": False, "full": False}
# What stands for a unit beside its number: its grain, the highest number, whether it is fiscal.
LETTERS: dict[str, tuple[Grain, int, bool]] = {
    "q": ("quarter", 4, False),
    "h": ("half", 2, False),
    "qfy": ("quarter", 4, True),
    "hfy": ("half", 2, True),
    "qcy": ("quarter", 4, False),
    "hcy": ("half", 2, False),
}


def is_year(tokens: list[Token], i: int) -> bool:
    """Tell whether the number at `i` is a year, not part of an id, a price, an address, a name or a count."""
    if not is_year_number(at(tokens, i)) or at(tokens, i + 1).text in SETS["quantities"]:
        return False
    before, first = at(tokens, i - 1), at(tokens, i - 2)
    if before.text in SETS["names"] or before.text in MONEY or (before.text == "of" and first.text in SETS["names_of"]):
        return False
    if before.kind == "num" and len(before.text) > 2:
        return False  # a telephone number
    return _may_follow(tokens, i) and (_may_lead(tokens, i) or _ends_date(tokens, i))


def _ends_date(tokens: list[Token], i: int) -> bool:
    """Tell whether a year ends a date to which the next word is glued: `May 3, 2026data`, `June 2026and`."""
    before, after = at(tokens, i - 1), at(tokens, i + 1)
    is_date = before.kind == "months" or (before.text == "," and at(tokens, i - 2).kind in ("num", "nth"))
    return is_date and not after.is_capital and after.kind not in ("mark", "num", "nth", "iso", "slash", "short")


def _may_follow(tokens: list[Token], i: int) -> bool:
    """Tell whether what is glued before a number leaves it a year: `Q2-2026`, `mid-2026`; not `ABC-2026`, `x/2026`."""
    before, first = at(tokens, i - 1), at(tokens, i - 2)
    if not is_glued(tokens, i) or before.kind == "word":
        return not is_glued(tokens, i) or before.text in ("fy", "cy") or before.text in LETTERS
    if before.kind != "mark" or before.text in LINK_MARKS:
        return False
    if not is_glued(tokens, i - 1) or before.text == ".":
        return not is_glued(tokens, i - 1) or first.kind == "months_short"
    if before.text not in JOINS or first.kind not in ("word", "num", "mark"):
        return True
    is_counted = first.value in (1, 2, 3, 4) and at(tokens, i - 3).text in LETTERS
    return is_counted or is_year_number(first) or first.text in ("end", "year") or first.text in LETTERS


def _may_lead(tokens: list[Token], i: int) -> bool:
    """Tell whether what is glued after a number leaves it a year: `2026/27`, `2026Q1`; not `2026-00345`, `2026%`."""
    if not is_glued(tokens, i + 1):
        return True
    after, last = at(tokens, i + 1), at(tokens, i + 2)
    if after.kind != "mark":
        return after.text in LETTERS
    if after.text in UNIT_MARKS:
        return False
    if not is_glued(tokens, i + 2):
        return True
    if after.text in NUMBER_MARKS and last.kind in ("num", "iso", "slash"):
        is_next = len(last.text) == 2 and last.value == (tokens[i].value + 1) % 100
        return after.text in JOINS and (is_next or is_year_number(last))
    return after.text != "/" or last.kind != "word" or last.text in LETTERS


def is_year_number(token: Token) -> bool:
    """Tell whether a token could be a year by its digits alone."""
    return token.kind == "num" and len(token.text) == 4 and FIRST_YEAR <= (token.value or 0) <= LAST_YEAR


def is_short_year(token: Token) -> bool:
    """Tell whether a token may be the last two digits of a year."""
    return token.kind == "num" and len(token.text) == 2 and token.value is not None and 15 <= token.value <= 45


def _is_far_year(tokens: list[Token], k: int) -> bool:
    """Tell whether a year far from any trial stands at `k`, behind a unit: `1826` of `in March 1826`; no number."""
    token, after = at(tokens, k), at(tokens, k + 1)
    if token.kind != "num" or len(token.text) != 4 or not FIRST_WRITTEN <= (token.value or 0) <= LAST_WRITTEN:
        return False
    if is_year_number(token) or is_glued(tokens, k) or after.text in SETS["quantities"]:
        return False
    is_last = after.kind in ("mark", "end") and after.text not in UNIT_MARKS
    return is_last or (at(tokens, k - 1).text != "," and after.text in SETS["before_time"])


def read_year(tokens: list[Token], i: int) -> tuple[int, bool, int] | None:
    """Return year, whether it is a fiscal one, and the token after it."""
    token = at(tokens, i)
    if is_year(tokens, i):
        return token.value, False, i + 1
    two = at(tokens, i + 1)
    if token.text in APOSTROPHES and two.kind == "num" and len(two.text) == 2 and is_glued(tokens, i + 1):
        return 2000 + two.value, False, i + 2
    if token.text in FISCAL:
        k = i + 1
        while k < i + 4 and (at(tokens, k).text in ("year", "years") or at(tokens, k).text in (*DASHES, *APOSTROPHES)):
            k += 1
        number = at(tokens, k)
        if is_year_number(number) and at(tokens, k + 1).text not in SETS["quantities"]:
            return number.value, FISCAL[token.text], k + 1
        if token.text in ("fy", "cy") and number.kind == "num" and len(number.text) == 2 and number.value is not None:
            return 2000 + number.value, FISCAL[token.text], k + 1
    if token.text == "year" and is_year(tokens, i + 1):
        return two.value, False, i + 2
    return None


def read_tail(tokens: list[Token], i: int) -> tuple[int | None, int | None, bool, int]:
    """Read the year after a unit: `2026`, `, 2026`, `of 2026`, `'26`, `of next year`, `of the year`.

    Returns:
        The year, the shift of `this` or `next year`, whether it is fiscal, and the token after it.
    """
    k = i
    if at(tokens, k).text in ("of", ",", "in", "/") or (at(tokens, k).text in DASHES and is_glued(tokens, k + 1)):
        k += 1
    if at(tokens, k).text == "the":
        k += 1
    read = read_year(tokens, k)
    if read is None and is_year_number(at(tokens, k)) and at(tokens, k + 1).text in (";", ":"):
        read = tokens[k].value, False, k + 1  # a date before a page number
    if read is None and _is_far_year(tokens, k):
        read = tokens[k].value, False, k + 1  # it has no window, but it is no time of the release's year either
    if read:
        return read[0], None, read[1], read[2]
    if (k > i and at(tokens, i).text == "of") or at(tokens, i).kind == "shifts":
        token = at(tokens, k)
        noun = k + 1 if token.kind == "shifts" else k
        is_fiscal = FISCAL.get(at(tokens, noun).text, False)
        noun += at(tokens, noun).text in FISCAL
        if at(tokens, noun).text == "year" and token.text not in ("past", "coming"):
            return None, token.value if token.kind == "shifts" else None, is_fiscal, noun + 1
    return None, None, False, i
