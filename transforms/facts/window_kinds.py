"""What a time is for: an event's own, or part of a name, a period reported on, a horizon, the day of the telling.

Only the words beside it are asked; which event it belongs to is not decided here (links, event_times).
"""

import re

from transforms.facts.window_terms import Kind, Offset, Said, Span, Unit, Vague
from transforms.facts.window_tokens import SETS, Token, at, is_glued
from transforms.facts.window_years import DASHES

# Marks inside the name of a meeting: The Harbor Meeting® 2025, Rare Cells Summit (RCS) 2025, BIO-Europe 2025.
NAME_MARKS = frozenset((")", "®", "™", "/", *DASHES))
# The day to which data were counted: its words, glued together, behind and before it.
CUTOFF_BEHIND = re.compile(r",?(?:data)?cut-?off|,?datacut")
CUTOFF_BEFORE = re.compile(r"cut-?off(?:date)?(?:was|is|of|on|as|:|,|\(){0,3}$")
# Ends of a name's last word: LiverWeek 2025, Capital Markets Day 2025.
NAME_ENDS = ("week", "day", "summit", "expo", "fest")


def kind_of(tokens: list[Token], said: Said, i: int, end: int) -> Kind:
    """Return what a time is for that stands on the tokens from `i` to before `end`."""
    if isinstance(said, Offset | Vague):
        return "time"
    before = at(tokens, i - 1)
    # "said on Monday it expects", "on Monday said": a bare weekday beside them is the telling's, too.
    is_told = isinstance(said, Unit) and (said.grain == "weekday" or (said.grain == "day" and said.shift == 0))
    if isinstance(said, Unit) and is_told and not said.side:
        near = (before, at(tokens, i - 2), at(tokens, end), at(tokens, end + 1))
        return "telling" if any(token.text in SETS["tellings"] for token in near) else "time"
    is_bare_year = isinstance(said, Unit) and said.grain == "year" and said.year is not None and not said.part
    is_season = isinstance(said, Unit) and said.grain == "season" and said.year is not None and not said.part
    if (is_bare_year or is_season) and _is_in_name(tokens, i, end):
        return "name"
    if _is_publication(tokens, said, end):
        return "name"
    if _is_reported(tokens, said, i, end) or _is_cutoff(tokens, i, end):
        return "reporting_period"
    is_horizon = before.text in SETS["horizons"] or (before.text in SETS["year_horizons"] and is_bare_year)
    is_horizon = is_horizon or at(tokens, end).text in SETS["horizon_nouns"] or _is_maturity(tokens, i)
    return "horizon" if is_horizon else "time"


def _is_in_name(tokens: list[Token], i: int, end: int) -> bool:
    """Tell whether a year stands in the name of a meeting or an award: `ASCO 2025`, `the 2025 Annual Meeting`."""
    before = at(tokens, i - 1)
    if before.text in SETS["not_in_names"]:
        return False
    is_year = end == i + 1
    if is_year and _ends_name(tokens, i - 1):
        return True
    capital_count = 0
    for token in tokens[end : end + 12]:
        if token.text in SETS["meetings"]:
            return True
        if not token.is_capital and token.text not in SETS["meeting_joins"] and token.kind not in ("nth", "ordinals"):
            break
        capital_count += token.is_capital and token.text not in SETS["stages"]
    return is_year and capital_count > 1 and before.text in ("the", "s", "a", "an")  # "the 2025 Biotech Power List"


def _ends_name(tokens: list[Token], k: int) -> bool:
    """Tell whether the name of a meeting ends at token `k`: `Vaccine Congress Europe`, `BIO-Europe`, `RCS)`."""
    is_near = is_last = True
    letter_count = 0
    for _ in range(6):
        word = at(tokens, k)
        if word.text in NAME_MARKS:
            k -= 1
            continue
        if not is_near and word.text in SETS["meeting_ofs"]:
            k -= 1
            continue
        if not word.is_capital or word.kind not in ("word", "grains"):
            return False
        letter_count = letter_count + word.end - word.start if word.is_upper and is_near else 0
        is_acronym = letter_count >= 3 and word.text not in SETS["not_meetings"]  # RCS, RC/S
        if word.text in SETS["meetings"] or is_acronym or (is_near and word.text.endswith(NAME_ENDS)):
            return True
        is_near = is_glued(tokens, k) or (is_last and word.text in SETS["meeting_seconds"])
        is_last = False
        k -= 1
    return False


def _is_maturity(tokens: list[Token], i: int) -> bool:
    """Tell whether a time is that of paying back: `notes due in 2028`, not `data are due in 2028`."""
    is_due = at(tokens, i - 1).text in ("in", "on") and at(tokens, i - 2).text in SETS["year_horizons"]
    return is_due and any(token.text in SETS["debts"] for token in tokens[max(0, i - 6) : i - 2])


def _is_publication(tokens: list[Token], said: Said, end: int) -> bool:
    """Tell whether a month is that of an issue: `the November 2025 Cell Therapy Index Report`."""
    if not isinstance(said, Unit) or said.grain not in ("month", "quarter") or said.year is None or said.part:
        return False
    for token in tokens[end : end + 6]:
        if token.text in SETS["publications"]:
            return token.is_capital
        if not token.is_capital and token.kind not in ("num", "nth"):
            return False
    return False


def _is_cutoff(tokens: list[Token], i: int, end: int) -> bool:
    """Tell whether a time is that of a data cut-off: `the May 3, 2026 data cutoff`, `a cut-off date of May 3, 2026`."""
    behind = "".join(token.text for token in tokens[end : end + 4])
    before = "".join(token.text for token in tokens[max(0, i - 6) : i])
    return bool(CUTOFF_BEHIND.match(behind) or CUTOFF_BEFORE.search(before))


def _is_reported(tokens: list[Token], said: Unit | Span, i: int, end: int) -> bool:
    """Tell whether a unit is the period that a report covers, or the day of its balance."""
    unit = said if isinstance(said, Unit) else said.last
    lead, before = at(tokens, i - 1).text, at(tokens, i - 2).text
    is_balance = lead == "at" and any(token.text in SETS["balances"] for token in tokens[max(0, i - 12) : i])
    is_year_end = unit.grain == "year" and unit.part == "end"
    is_compared = unit.shift == -1 and (lead in SETS["periods"] or (lead == "of" and before in SETS["periods"]))
    is_guided = lead == "for" and before in ("guidance", "outlook") and not unit.part
    is_papers = is_year_end and at(tokens, end).text in SETS["year_end_papers"]
    is_balance_of_end = is_balance and unit.part == "end"
    if is_compared or is_guided or is_papers or is_balance_of_end or (lead == "of" and before == "as"):
        return True  # "the same quarter last year", "financial guidance for 2026", "as of June 30"
    if unit.grain == "day":
        # "the third quarter of fiscal year 2026 ended March 31, 2026"
        near = tokens[max(0, i - 5) : i]
        is_ended = lead in ("ended", "ending") and any(token.text in SETS["periods"] for token in near)
        return is_balance or is_ended or (lead == "to" and before in SETS["periods"])
    is_months = isinstance(said, Span) and tokens[i].text == "first"  # "the first nine months of 2026"
    is_period = unit.grain in ("quarter", "half", "year") or is_months
    if not is_period or (unit.part and not is_year_end):
        return False
    is_adjective = at(tokens, i + 1).text in DASHES and unit.grain != "year"  # "first-quarter cell therapy revenue"
    for token in tokens[end : end + 6]:
        is_forecast = token.text in SETS["forecasts"] and lead not in SETS["before_time"]
        is_result = token.text == "results" and (unit.grain != "year" or is_year_end)
        if token.text in SETS["reports"] or is_forecast or is_result:
            return True
        is_joined = token.text in SETS["report_joins"] or token.kind in ("num", "ordinals", "grains")
        if not is_joined and not (is_adjective and token.kind == "word"):
            break
    if lead not in ("for", "the", "and", "of"):
        return False
    earlier = [token.text for token in tokens[max(0, i - 8) : i]]
    return any(
        word in SETS["report_lines"] and earlier[index + 1 : index + 2] in (["for"], ["of"])
        for index, word in enumerate(earlier)
    )
