"""Find the times that a sentence names, and say what each means once the day of publication is known.

    for mention in find_windows("Topline data are expected by the end of Q3 2026."):
        window = resolve_window(mention, published=date(2026, 2, 3), role="guidance")

Which event a time belongs to is not decided here, nor whether `today` dates the news or only its telling.
The table of words is that of the annotation guide, section 2.3; the words it knows are in window_words.toml.
"""

import re
from dataclasses import replace
from itertools import pairwise

from transforms.facts.window_calendar import resolve_window
from transforms.facts.window_kinds import kind_of
from transforms.facts.window_lengths import LEADS, NEXT, VAGUE_WORDS, read_length
from transforms.facts.window_terms import Bound, Offset, Said, Span, Unit, Vague, Window, WindowMention
from transforms.facts.window_tokens import SETS, Token, at, has_cue, is_glued, tokenize
from transforms.facts.window_units import STARTS_BY_KIND, STARTS_BY_WORD, read_unit
from transforms.facts.window_years import DASHES

__all__ = ["Offset", "Span", "Unit", "Vague", "Window", "WindowMention", "find_windows", "resolve_window"]

# What was said, and the tokens it stands on: first, and the one after the last.
Found = tuple[Said, int, int]

LENGTH_WORDS = LEADS | NEXT | VAGUE_WORDS | {"near", "horizon"}
TO = frozenset(("to", "through", "thru", "until", "till", *DASHES))
# Words before a time that make it the end of a window, the longest first.
BOUNDS: tuple[tuple[tuple[str, ...], Bound], ...] = (
    (("no", "later", "than"), "by"),
    (("not", "later", "than"), "by"),
    (("on", "or", "before"), "by"),
    (("in", "advance", "of"), "before"),
    (("prior", "to"), "before"),
    (("ahead", "of"), "before"),
    (("before",), "before"),
    (("by",), "by"),
)
# Between the name of a meeting and its days.
HELD = re.compile(
    r"[^.;:]{0,120}?\b(?:held|hosted|tak(?:es|ing) place|took place|occurring|scheduled|runs|running|from)\b"
    r"[^.;:]{0,60}|"
    r"[\s,(]{1,3}(?:on\s|from\s)?",
    re.IGNORECASE,
)
# Between two units these let the first take the year of the second: "in Q3 and by the end of Q4 2026".
SHARING = frozenset(("and", "or", "&", ",", "in", "by", "the", "on", "then", "early", "late", "mid", "/"))


def find_windows(sentence: str) -> list[WindowMention]:
    """Return the times that a sentence names, in order, none overlapping another.

    Time and memory grow linearly with the sentence. Any text is accepted; what names no time gives nothing.
    """
    if not has_cue(sentence):
        return []
    tokens = tokenize(sentence)
    found: list[Found] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        read: tuple[Said, int] | None = None
        if token.text in LENGTH_WORDS or token.kind in ("numbers", "num"):
            read = read_length(tokens, i)
        if read is None and (token.kind in STARTS_BY_KIND or token.text in STARTS_BY_WORD):
            read = _read_expression(tokens, i)
        elif read is None and found and token.text in ("that", "same"):
            read = _read_that_year(tokens, i, found[-1][0])
        if read is None:
            i += 1
            continue
        found.append((read[0], i, read[1]))
        i = read[1]
    return _year_of_name(sentence, [_mention(sentence, tokens, item) for item in _share_years(tokens, found)])


def _read_expression(tokens: list[Token], i: int) -> tuple[Unit | Span, int] | None:
    """Read a unit, or two that belong together: `Q3 or Q4 2026`, `between May and July`, `2026-2027`."""
    read = read_unit(tokens, i)
    if read is None or isinstance(read[0], Span):
        return read
    return _read_short_year(tokens, read[0], read[1]) or _read_span(tokens, i, read[0], read[1]) or read


def _read_that_year(tokens: list[Token], i: int, last: Said) -> tuple[Unit, int] | None:
    """Read `later that year`, `the same year`: the year of the time before it."""
    unit = last.last if isinstance(last, Span) else last
    if at(tokens, i + 1).text != "year" or not isinstance(unit, Unit) or unit.year is None:
        return None
    return Unit("year", year=unit.year), i + 2


def _read_span(tokens: list[Token], i: int, first: Unit, end: int) -> tuple[Span, int] | None:
    """Read what joins a unit, read from token `i` to `end`, to a second one."""
    if first.grain == "day" and at(tokens, end).text == "," and at(tokens, end + 1).text in ("through", "thru", "to"):
        end += 1  # "from Tuesday, May 5, 2026, through Friday, May 8, 2026"
    k = _after_joint(tokens, end)
    read = read_unit(tokens, k) if k else None
    if read is None or isinstance(read[0], Span) or not _can_join(first, read[0]):
        return None
    joint, last = tokens[end].text, read[0]
    if joint in ("and", "&") and at(tokens, end + 1).text not in ("/", "or"):
        is_between = at(tokens, i - 1).text == "between"
        is_listed = not is_between and _is_list(first, last)
        if is_listed:
            first = replace(first, year=last.year, year_shift=last.year_shift)
        return (Span(first, last, is_listed), read[1]) if is_between or is_listed else None
    if joint in TO and joint not in DASHES and _is_moved(tokens, i):
        return None
    return Span(first, last), read[1]


def _can_join(first: Unit, last: Unit) -> bool:
    """Tell whether two units can be the ends of one time: years only with years, and not backwards."""
    if "weekday" in (first.grain, last.grain) or ("year" in (first.grain, last.grain) and not _is_alike(first, last)):
        return False
    return first.year is None or last.year is None or first.year <= last.year


def _is_alike(first: Unit, last: Unit) -> bool:
    return first.grain == last.grain or bool(first.part or last.part)


def _is_list(first: Unit, last: Unit) -> bool:
    """Tell whether two units joined by `and` share one year: `in May and June 2026`, not `in 2025 and 2026`."""
    is_plain = not first.part and not last.part and first.grain != "year"
    return first.lacks_year and first.grain == last.grain and is_plain


def _read_short_year(tokens: list[Token], first: Unit, end: int) -> tuple[Span, int] | None:
    """Read the second year of `2025-26`, `2025/26`."""
    two = at(tokens, end + 1)
    if first.grain != "year" or first.year is None or first.part or not is_glued(tokens, end + 1):
        return None
    if at(tokens, end).text not in ("/", *DASHES) or len(two.text) != 2 or two.value != (first.year + 1) % 100:
        return None
    return Span(first, replace(first, year=first.year + 1)), end + 2


def _after_joint(tokens: list[Token], k: int) -> int | None:
    """Return the token after `to`, `or`, `and/or`, a dash or a slash at `k`; null where none stands there."""
    if at(tokens, k).text not in TO and at(tokens, k).text not in ("or", "and", "&", "/"):
        return None
    k += 1
    if at(tokens, k - 1).text in DASHES and at(tokens, k).text == "to":
        k += 1 + (at(tokens, k + 1).text in DASHES)  # `April-to-June`
    if at(tokens, k).text == "/" and at(tokens, k + 1).text == "or":
        k += 2
    k += at(tokens, k).text in ("into", "in", "by", "as")
    k += at(tokens, k).text == "the"
    return k


def _is_moved(tokens: list[Token], i: int) -> bool:
    """Tell whether `from A to B` tells a change of plan: "moved from Q2 to Q4"."""
    if at(tokens, i - 1).text != "from" and at(tokens, i - 2).text != "from":
        return False
    return any(token.text in SETS["moves"] for token in tokens[max(0, i - 8) : i])


def _share_years(tokens: list[Token], found: list[Found]) -> list[Found]:
    """Give a unit without a year the year of the next one, where only small words part them."""
    shared = list(found)
    for index in range(len(found) - 2, -1, -1):
        said, start, end = shared[index]
        following, start_next, _ = shared[index + 1]
        if not isinstance(said, Unit) or not said.lacks_year or said.grain in ("weekday", "year"):
            continue
        unit = following.first if isinstance(following, Span) else following
        if not isinstance(unit, Unit) or unit.year is None or unit.grain == "year" or start_next - end > 4:
            continue
        if all(token.text in SHARING for token in tokens[end:start_next]):
            shared[index] = (replace(said, year=unit.year), start, end)
    return shared


def _mention(sentence: str, tokens: list[Token], found: Found) -> WindowMention:
    said, i, end = found
    bound, first = _bound(tokens, i, end) if isinstance(said, Unit | Span) else (None, i)
    end += 2 * _is_or_earlier(tokens, end)
    start, stop = tokens[first].start, tokens[end - 1].end
    kind = kind_of(tokens, said, i, end)
    return WindowMention(start, stop, sentence[start:stop], kind, said, bound)


def _bound(tokens: list[Token], i: int, end: int) -> tuple[Bound | None, int]:
    """Return `by` or `before` where the words before token `i` say so, and the token that the words begin at."""
    k = i - 1
    while k > i - 6 and at(tokens, k).text in SETS["fillers"]:
        k -= 1
    k = _before_goal(tokens, k)
    words = [at(tokens, index).text for index in range(k - 2, k + 1)]
    for lead, bound in BOUNDS:
        if words[-len(lead) :] == list(lead):
            is_sequel = (lead == ("by",) and words[-2] == "followed") or (lead == ("before",) and words[-2] == "not")
            return (None, i) if is_sequel else (bound, k - len(lead) + 1)
    behind = [at(tokens, index).text for index in range(end, end + 3)]
    return ("by", i) if _is_or_earlier(tokens, end) or behind == ["at", "the", "latest"] else (None, i)


def _before_goal(tokens: list[Token], k: int) -> int:
    """Return the token before `its PDUFA goal date of`, where these words end at token `k`; else `k`."""
    first, goals = k, SETS["goals"]
    while first > k - 8 and at(tokens, first).text in goals and at(tokens, first - 1).text not in ("ahead", "advance"):
        first -= 1
    is_goal = any(token.text == "date" for token in tokens[max(0, first + 1) : k + 1])
    return first if is_goal else k


def _is_or_earlier(tokens: list[Token], end: int) -> bool:
    """Tell whether `or earlier` follows a time, and nothing that it is earlier than."""
    is_last = at(tokens, end + 2).kind in ("mark", "end")
    return at(tokens, end).text == "or" and at(tokens, end + 1).text in ("earlier", "sooner", "before") and is_last


def _year_of_name(sentence: str, mentions: list[WindowMention]) -> list[WindowMention]:
    """Give days without a year that of the meeting before them: `at RCS 2026, held in Porto from May 4 to 6`."""
    dated = mentions[:1]
    for name, mention in pairwise(mentions):
        between = sentence[name.span_end : mention.span_start]
        if name.kind != "name" or not isinstance(name.said, Unit) or not HELD.fullmatch(between):
            dated.append(mention)
            continue
        said, year = mention.said, name.said.year
        if isinstance(said, Unit) and said.grain == "day" and said.lacks_year:
            said = replace(said, year=year)
        elif isinstance(said, Span) and said.first.grain == "day" and said.first.lacks_year and said.last.lacks_year:
            said = replace(said, first=replace(said.first, year=year), last=replace(said.last, year=year))
        dated.append(replace(mention, said=said))
    return dated
