"""The forms of one organisation's name in a text: with its legal form and all partners, without the words before it.

What belongs here: what of the words that stand together is the name. What a name looks like is `organisations`.
"""

import re

from transforms.facts.organisations import (
    COMMON,
    ENDS_LEGALLY,
    LEGAL,
    NOUNS,
    SIGNS,
    TICKER_BEHIND,
    is_never,
    places,
)

_MANY_HAVE = frozenset(("group", "holdings", "company"))
# `Hollin Capital` of the headline is the `Hollin Capital Management` that speaks in the lead.
_LONGER = re.compile(
    rf"(?P<more>(?: [A-Z][a-z]{{2,20}})? (?:{'|'.join(sorted(noun.title() for noun in NOUNS - _MANY_HAVE))}))"
    r"(?=,\s(?:an?|the|which|today)\b|,?\s(?:today|announced|is|has)\b|\s\([A-Z“\"])"
)
_INTRODUCED = re.compile(r"[®™]?,\s(?:an?|the)\s")
_LEAD = 1200
# A capital beside a name that makes it a piece of another: `Dr. Carden`, `Ann Carden`.
_IN_NAME = re.compile(
    r"(?<![\w.])(?!(?:The|And|At|With|For|In|By|From|Of|To|On|As|About|Contact|Visit|Join|With|While|When|If|But|Why|How|"
    r"Company|Name|Today|Is|Are|Meet|Choose|View)\s)[A-Z][\w’'.-]{0,20}\s$"
)
_NAME_GOES_ON = re.compile(r"(?:[’']s)?\s[A-Z][a-z]+")
_PARTNERS = re.compile(r"(?<!\w)(?:[A-Z][\w’'-]{1,20},\s){1,4}$")
_TITLE = re.compile(r"\b(?:Dr|Mr|Mrs|Ms)\.\s$")
# `Fern Robot Maker Hollin`: what it is stands before its name.
_KIND_BEFORE = re.compile(
    r"^.{3,60}\s(?:[Mm]aker|Miner|Innovator|Destination|[Pp]rovider|Developer|Leader|Start-?[Uu]p|Company|Firm|Platform|Giant|"
    r"Pioneer|Specialist|Brand|Manufacturer|Retailer|Operator|Powerhouse|Explorer|Producer|Subsidiary|Franchise)\s(?=[A-Z0-9])"
)
# `HollinHollin Capital`: a heading glued to its paragraph.
_HEADING = re.compile(r"^(?P<head>[A-Z]\w{4,30})(?=(?P=head)\s)")
_SEAM = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
_TWICE = re.compile(r"(?P<once>.{3,60}?)\s?(?P=once)")
# `Hollin and the Galbrun Institute`; sons and companies have no name of their own.
_TWO = re.compile(r"(?P<first>\S.{2,60}?)\s(?:and|And)\s(?:the\s|The\s)?(?P<second>[A-Z0-9]\S*(?:\s.{2,60})?)")
_AND_SECOND = re.compile(r",?\s(?:and|And|&)\s")
_MANY = re.compile(
    r"\.?,?\s(?:(?:today|proudly)\s)?(?:are|have|[Aa]nnounce|[Ll]aunch|[Pp]artner|[Jj]oin|[Cc]ollaborate|[Bb]ring)\b"
)
_BEFORE_SECOND = re.compile(r"(?:\b(?:and|And)|&)\s(?:[Tt]he\s)?$|[\w,]\s$")
_PART = 4  # of so many places one shows a piece
_FORM_AT_END = re.compile(rf"(?:,?\s{LEGAL}){{1,3}}$")
_GLUED = 3  # words of a name that may be a heading and a name
_AGAIN = 3  # places of the name itself
_SHORTEST = 4  # code points of a name by itself, and words that give initials


def full_form(name: str, text: str) -> str:
    """Return `name` with the legal form that the text gives it, and without its article."""
    name = name.removeprefix("The ") if len(name.split()) > 2 and not ENDS_LEGALLY.search(name) else name
    if ENDS_LEGALLY.search(name):
        return name
    longer = next((m for end in places(name, text[:_LEAD]) if (m := _LONGER.match(text, end))), None)
    # `Hollin, a maker of lamps, opens the Hollin Lamp Institute`: who is introduced by himself has no longer name.
    if longer and not any(_INTRODUCED.match(text, end) for end in places(name, text[:_LEAD])):
        name += longer["more"]
    for end in places(name, text):
        legal = SIGNS[0].match(text, end)
        # A group or a holding is often another company.
        if legal and not re.match(r",?\s(?:Group|Holdings?|AS|Co)\b(?!\.)", legal[0]):
            return name + re.sub(r"\s+", " ", legal[0])
    return name


def with_partners(name: str, text: str) -> str:
    """Return a firm with all its partners, `Fern, Elm & Oak`, and a person with the title that always stands before."""
    if " & " in name:
        end = next(places(name, text), 0)
        before = _PARTNERS.search(text, max(0, end - len(name) - 80), end - len(name)) if end else None
        return before[0] + name if before else name
    titles = [_TITLE.search(text, max(0, end - len(name) - 6), end - len(name)) for end in places(name, text)]
    return f"{titles[0][0]}{name}" if titles and titles[0] and all(titles) else name


def first_of_two(name: str, text: str) -> str:
    """Return the first of two that one release is from, `Hollin and Galbrun Partners`, where both stand alone, too."""
    m = _TWO.fullmatch(name)
    if not m:
        return name
    first, second = m["first"], m["second"]
    if first.split()[0] == second.split()[0] or re.match(r"(?:Company|Co|Sons|Associates|Partners)\b", second):
        return name
    if " " not in first and not any(_MANY.match(text, end) for end in places(name, text)):
        return name  # `Fern and Elm Partners`, of two founders
    is_first = any(not _AND_SECOND.match(text, end) for end in places(first, text))
    starts = (end - len(second) for end in places(second, text))
    is_second = any(not _BEFORE_SECOND.search(text, max(0, start - 9), start) for start in starts)
    return first if is_first and is_second and not is_never(first) else name


def initials_of(name: str) -> str | None:
    """Return the first letters of a name of four words or more."""
    letters = "".join(word[0] for word in name.split() if word[0].isupper())
    return letters if len(letters) >= _SHORTEST else None


def without_form(name: str) -> str:
    """Return a name without its legal form."""
    return _FORM_AT_END.sub("", name)


def own_part(name: str, text: str) -> str:
    """Return `name` without the words of a heading that are glued before it: `Better Sleep Hollin Inc.`.

    A name that stands once, while the text says its end again and again by itself, is that end.
    """
    twice = _TWICE.fullmatch(name)
    if twice and " " in name:
        return twice["once"]
    name = _behind_kind(_unglued(_HEADING.sub("", name), text), text)
    bare = without_form(name)
    words = bare.split()
    again = next((n for n in range(2, len(words) - 1) if words[n : n + 2] == words[:2]), 0)
    if again:
        return name.removeprefix(" ".join(words[:again])).strip()
    if len(words) < _GLUED or text.count(bare) > 1:
        return name
    for n, word in enumerate(words[1:], start=1):
        if word.lower() in ("and", "&", "of", "the"):
            return name
        end = " ".join(words[n:])
        # A person's last name stands alone, too; a single word needs its ticker.
        is_own = " " in end or any(TICKER_BEHIND.match(text, place) for place in places(end, text))
        if is_own and word.strip(".,").lower() not in COMMON and _standing_alone(end, text) >= _AGAIN:
            return name.removeprefix(" ".join(words[:n])).strip()
    return name


def _unglued(name: str, text: str) -> str:
    """Return what stands behind a seam inside a word, `Set ApartHollin Lamps`, where the text has it by itself."""
    for seam in _SEAM.finditer(name):
        behind = name[seam.end() :]
        is_glued = sum(1 for _ in places(name, text)) <= 1 and " " in without_form(behind)
        is_known = any(places(behind, text)) or sum(1 for _ in places(behind.split()[0], text)) >= _AGAIN
        if is_glued and is_known and not is_never(behind):
            return behind
    return name


def _behind_kind(name: str, text: str) -> str:
    """Return what stands behind the words for a kind of company, where the text has it by itself, too."""
    behind = _KIND_BEFORE.sub("", name)
    is_own = len(behind) >= _SHORTEST and text.count(behind) > max(text.count(name), 1) and not is_never(behind)
    return behind if is_own else name


def _standing_alone(name: str, text: str) -> int:
    """Count the places of a name where no capital or `and` stands before it, which would make it part of another."""
    starts = (end - len(name) for end in places(name, text))
    before = (re.split(r"\s", text[max(0, start - 30) : start])[-2:-1] for start in starts)
    return sum(not word or not (word[0][:1].isupper() or word[0] in ("and", "&", "of")) for word in before)


def is_part(name: str, text: str) -> bool:
    """Tell whether `name` is mostly a piece of longer names in the text: a person's last name, a word of a heading."""
    ends = list(places(name, text))
    parts = sum(_NAME_GOES_ON.match(text, end) is not None for end in ends)
    starts = (end - len(name) for end in ends)
    parts += sum(_IN_NAME.search(text, max(0, start - 24), start) is not None for start in starts)
    return " " not in name and parts * _PART >= len(ends)
