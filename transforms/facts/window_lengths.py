"""Read times that are lengths from the day of publication: `within six months`, `in the coming weeks`, `soon`.

Lengths counted from another event ("within six months of closing") and durations ("for 24 months") are no windows.
Units of the calendar do not belong here (window_units).
"""

from transforms.facts.window_terms import Offset, OffsetGrain, Vague
from transforms.facts.window_tokens import SETS, Token, at, is_glued
from transforms.facts.window_years import DASHES

NEXT = frozenset(("next", "coming", "upcoming", "following", "ensuing"))
TAKES = frozenset(("take", "takes", "taking"))
LEADS = frozenset(("within", "in", "over", "during", "inside", "throughout")) | TAKES
ABOUT = frozenset(("approximately", "about", "around", "roughly", "approx", "~", "up", "to"))
PLURALS = frozenset(("days", "weeks", "months", "quarters", "years"))
VAGUE_WORDS = frozenset(("soon", "shortly", "imminently"))
MOST_YEARS = 10  # "the first in 50 years" looks back
# Words between the lead and the number, at most this many.
MOST_WORDS = 6


def read_length(tokens: list[Token], i: int) -> tuple[Offset | Vague, int] | None:
    """Return the length of time that begins at token `i`, and the token after it; null where none begins."""
    token = tokens[i]
    if token.text in LEADS:
        return _read_lead(tokens, i)
    if token.text in NEXT:
        return _read_vague_next(tokens, i, i + 1)
    if token.kind in ("numbers", "num"):
        return _read_ago(tokens, i)
    return _read_vague_word(tokens, i)


def _read_lead(tokens: list[Token], i: int) -> tuple[Offset | Vague, int] | None:
    """Read `within six months`, `over the next 12 to 18 months`, `in approximately 9 months`, `in the coming weeks`."""
    lead, k, has_next, is_about = tokens[i].text, i + 1, False, False
    for _ in range(MOST_WORDS):
        word = at(tokens, k)
        has_next = has_next or word.text in NEXT
        is_about = is_about or word.text in ABOUT
        if word.text not in NEXT and word.text not in ABOUT and word.text not in SETS["length_fillers"]:
            break
        k += 1
    vague = _read_vague_next(tokens, i, k) if has_next else None
    vague = vague or (_read_few(tokens, k) if lead == "within" else None)
    amount = _read_amount(tokens, k)
    if vague or amount is None:
        return vague or (_read_one(tokens, k, lead) if has_next else None)
    low, high, grain, end = amount
    if _is_counted_from(tokens, end):
        return None
    is_most = at(tokens, i + 1).text == "less"  # "in less than four weeks"
    if lead == "within" or has_next or is_most:
        return Offset(low, high, grain, "within"), end
    # "in 12 months" may as well be how long something took: it needs a sign that it counts from today.
    is_from_now = at(tokens, end).text == "from"
    is_last = at(tokens, end).kind in ("mark", "end") or at(tokens, end).text in ("and", "or", "but", "to")
    if lead in ("over", "during", "throughout", "inside") or not (is_about or is_from_now or is_last or lead in TAKES):
        return None
    if grain == "year" and high > MOST_YEARS:
        return None
    return Offset(low, high, grain, "in"), end + 2 * is_from_now


def _is_counted_from(tokens: list[Token], k: int) -> bool:
    word = at(tokens, k).text
    if word == "from" and at(tokens, k + 1).text in ("now", "today"):
        return False
    return word in SETS["counted_from"] or (word in DASHES and is_glued(tokens, k))


def _read_amount(tokens: list[Token], k: int) -> tuple[int, int, OffsetGrain, int] | None:
    """Read `6`, `six (6)`, `6-9`, `one to two`, and the unit of time; returns low, high, grain and the token after."""
    low = _number(at(tokens, k))
    if low is None:
        return None
    high, k = low, k + 1
    joint = at(tokens, k).text
    if joint in ("to", "or", *DASHES) and _number(at(tokens, k + 1)) is not None:
        high, k = _number(tokens[k + 1]) or low, k + 2
    if at(tokens, k).text == "(" and at(tokens, k + 2).text == ")":
        k += 3
    is_business = at(tokens, k).text in ("business", "working", "trading")
    k += is_business or at(tokens, k).text in ("calendar", "full", "short")
    noun = at(tokens, k)
    if noun.kind != "grains" or noun.value == "half" or low > high:
        return None
    grain: OffsetGrain = "business_day" if is_business and noun.value == "day" else noun.value
    return low, high, grain, k + 1


def _number(token: Token) -> int | None:
    if token.kind == "numbers":
        return int(token.value)
    return token.value if token.kind == "num" and token.value is not None and 0 < token.value < 1000 else None


def _read_vague_next(tokens: list[Token], i: int, k: int) -> tuple[Vague, int] | None:
    """Read `coming weeks`, `next few months`, whose `coming` stands before token `k`."""
    if at(tokens, k - 1).text in ("following", "ensuing") and tokens[i].text not in LEADS:
        return None
    few = _read_few(tokens, k)
    if few:
        return few
    if at(tokens, k).text in PLURALS and not (is_glued(tokens, k + 1) and at(tokens, k + 1).text in DASHES):
        return Vague(), k + 1
    return None


def _read_few(tokens: list[Token], k: int) -> tuple[Vague, int] | None:
    """Read `a few weeks`, `several months`, `a couple of quarters`, `weeks`."""
    k += at(tokens, k).text == "a"
    if at(tokens, k).text not in SETS["few"]:
        return (Vague(), k + 1) if at(tokens, k).text in PLURALS and not _is_counted_from(tokens, k + 1) else None
    k += 1
    k += at(tokens, k).text == "of"
    k += at(tokens, k).text == "short"
    if at(tokens, k).text in PLURALS and not _is_counted_from(tokens, k + 1):
        return Vague(), k + 1
    return None


def _read_one(tokens: list[Token], k: int, lead: str) -> tuple[Offset, int] | None:
    """Read `over the next year`, `within the next quarter`; `in the next quarter` names the calendar's next one."""
    noun = at(tokens, k)
    if noun.text not in ("week", "month", "quarter", "year") or _is_counted_from(tokens, k + 1):
        return None
    if lead == "in" and noun.text != "year" and at(tokens, k - 1).text == "next":
        return None
    return Offset(1, 1, noun.value, "within"), k + 1


def _read_ago(tokens: list[Token], i: int) -> tuple[Offset, int] | None:
    """Read `two months ago`, and `six weeks from now`."""
    amount = _read_amount(tokens, i)
    if amount is None:
        return None
    behind, beyond = at(tokens, amount[3]).text, at(tokens, amount[3] + 1).text
    if behind == "from" and beyond in ("now", "today"):
        return Offset(amount[0], amount[1], amount[2], "in"), amount[3] + 2
    return (Offset(amount[0], amount[1], amount[2], "ago"), amount[3] + 1) if behind == "ago" else None


def _read_vague_word(tokens: list[Token], i: int) -> tuple[Vague, int] | None:
    word, before, after = tokens[i].text, at(tokens, i - 1).text, at(tokens, i + 1).text
    if word in VAGUE_WORDS:
        is_other = before in ("as", "too", "how", "very") or after in ("after", "before", "following", "as", "enough")
        return None if is_other else (Vague(), i + 1)
    if word == "near":
        k = i + 1 + (after in ("-", "‑", "–"))
        return (Vague(), k + 1) if at(tokens, k).text in ("term", "future") else None
    if word == "horizon" and before == "the" and at(tokens, i - 2).text == "on":
        return Vague(), i + 1
    return None
