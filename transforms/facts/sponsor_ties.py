"""Names of organisations that a sentence ties to one another: former names, short forms, subsidiaries, coverage.

What belongs here: the words and brackets between two names. What a name looks like is `organisations`. "The Company"
is no name, and neither is a product, a person or a paper that stands in such a bracket.
"""

import re
from collections.abc import Iterator

from transforms.facts.organisations import (
    ENDS_LEGALLY,
    NAME,
    NAME_AT,
    NAME_BEFORE,
    clean,
    has_noun,
    is_form_of,
    is_never,
)
from transforms.facts.products import is_code

Tie = tuple[str, str, str]  # name, other_name, reason: as transforms.tables.NameTies has them

# Brackets between a name and what is said of it: tickers, or a short form.
_BRACKETS = r"(?:\s?[(\[][^()\[\]]{2,80}[)\]]){0,2}"
_FORMERLY = re.compile(
    rf"(?P<brackets>{_BRACKETS})(?:,?\s?[(\[]?\s?|\s?[(\[](?P<ticker>[^()\[\]]{{2,60}})[,;]\s)(?:and\s|which\swas\s)?(?:formerly(?:,?\s(?:known\sas|called|named|doing\sbusiness\sas))?|"
    r"previously\s(?:known\sas|called|named)|f/k/a|fka)[:,]?\s(?:the\s)?[“\"]?(?=[A-Z\d])"
)
_RENAMED = re.compile(
    rf"(?:changed\sits\s(?:corporate\s|company\s)?name|name\schange)\sfrom\s[“\"]?(?P<old>{NAME})[”\"]?,?\sto\s[“\"]?(?P<new>{NAME})"
)
# `Hollin Bio today announced that it will change its name to Galbrun`: the issuer's own new name, but not that of a
# company that comes out of a merger.
_RENAMES_ITSELF = re.compile(
    rf"\bchang(?:e|es|ed|ing)\sits\s(?:corporate\s|company\s|legal\s)?name\sto\s[“\"]?(?P<new>{NAME})"
)
_MERGER = re.compile(r"\b(?:merge[rs]?|merging|combination|combined|SPAC|acqui\w+|subsidiary)\b", re.IGNORECASE)
_SUBSIDIARY_OF = re.compile(
    rf"(?P<brackets>{_BRACKETS}),\s(?:which\sis\s)?an?\s(?:(?:indirect|direct|wholly|majority|fully)[\s-]?)?(?:(?:owned|consolidated)\s)?"
    r"subsidiary\sof\s(?:the\s)?(?=[A-Z\d])"
)
_OWNED = r"(?i:(?:(?:indirect|direct|wholly|majority|fully|newly|recently)[\s-]?)?(?:(?:owned|formed|acquired)[\s-])?)"
_OWN_SUBSIDIARY = re.compile(
    rf"(?P<brackets>{_BRACKETS})(?:[’']s?\s|,?\s(?:and|through|via)\sits\s){_OWNED}[Ss]ubsidiary,?\s(?=[A-Z\d])"
)
_BRACKET = re.compile(r"[(\[][^()\[\]]{2,110}[)\]]")
_QUOTED = re.compile(r"(?P<the>\b[Tt]he\s)?[“\"‘](?P<name>[A-Z][^“”\"]{1,40}?),?[”\"’]")
_INITIALS = re.compile(r"[(\[]([A-Z]{3,8})[)\]]")
_TICKER = re.compile(r"[A-Za-z .]{2,30}:\s?[A-Z0-9.]{1,8}")
_ABOUT = re.compile(r"^(?:About\s(?:the\s)?|(?:Inc|Corp|Ltd|LLC|S\.A)\.?,?\s)")
_ONE_OF_TWO = re.compile(
    r"(?<=\s(?:Inc|LLC|Ltd))\s(?:and|&)\s(?=[A-Z])|(?<=(?:Inc|Ltd)\.)\s(?:and|&)\s(?=[A-Z])|(?<=Corp\.)\s(?:and|&)\s(?=[A-Z])"
)
_OWNER = re.compile(r"[’']s\b\s?")
_OWNER_LAST = re.compile(r"[’']s?\s{0,2}$")
_POSTS = (
    r"(?:C[EFMOST]O|Chief|Director|President|Officer|Principal|Chair\w{0,5}|Professor|Head|Manager|Founder|VP|Minister|"
    r"Secretary|Mayor)"
)
_POST = re.compile(rf"(?:\w+\s){{0,2}}{_POSTS}\b")
# A number, a person's post, words that open sentences, and things that have names as organisations do.
_NO_NAME = re.compile(
    r"^\d+$|^(?:Founded|Established|Formed|Headquartered|Based|Since)\b|^[A-Z]{1,5}:"
    rf"|\b{_POSTS}\b"
    r"|\b(?:System|Agreement|Complex|Convention|Conference|Expo|Congress|"
    r"Act|Program|Programme|Project|Platform|Plan|Stock|Shares)$"
)
# `(collectively, “Galbrun”)` is no name of the last of them.
_OF_MANY = re.compile(r"\b(?:collectively|together|each|along\swith)\b", re.IGNORECASE)
# `Hollin Capital Updates Coverage on Galbrun Bio (Nasdaq: GALB)`, `Reaffirms Buy Rating for Galbrun (GALB)`: the news
# is of the company. Without a ticker anything may stand there: a market, a city.
_SYMBOL = r"\s?\((?:[A-Z][\w .-]{1,24}:\s?)?[A-Z\d.-]{1,12}(?=[,);/\s])"
_LISTED = r"\s?\([A-Z][\w .-]{1,24}:\s?[A-Z\d]"
_HOW = (
    r"(?:(?:its|their|an?|new|research|equity|analyst|initial|comprehensive|detailed|independent|coverage|"
    r"[1-4]Q\s?\d{2,4}|Q[1-4]\s?\d{2,4}|FY\d{2,4})\s){0,4}"
)
_COVERED = re.compile(
    rf"\s(?i:(?:initiat(?:es?|ing)|updat(?:es?|ing)|resum(?:es?|ing)|reinstat(?:es?|ing)|begins|launches)\s{_HOW}coverage\s(?:on|of))"
    rf"\s(?P<name>[A-Z\d][^()\n]{{1,80}}?){_SYMBOL}"
    r"|\s(?i:(?:reaffirms|reiterates|raises|lowers|maintains|sets|assigns)\s[^()\n]{0,60}?\b(?:price\starget|rating)\b)"
    rf"[^()\n]{{0,60}}?\s(?:for|on|of)\s(?P<rated>[A-Z\d][^()\n]{{1,60}}?){_SYMBOL}"
    rf"|\s(?i:(?:issues|releases|publishes|updates)\s{_HOW}(?:report|analysis|evaluation|note)\s(?:on|of))"
    rf"\s(?P<told>[A-Z\d][^()\n]{{1,80}}?){_LISTED}"
)
# What texts define in brackets that is no organisation's name.
_NO_SHORT_FORM = re.compile(
    r"(?i:(?:the|our|we)\b.*|company|companies|corporation|agreement|offering|board|funds?|trust|bank|group|parent|seller|"
    r"buyer|purchaser|issuer|firm|committee|agency|sponsor|partners?|meeting|transaction|merger|notes?|shares|"
    r"private placement|plan|foundation|university|institute|association|society|organization|hospital|center|network|"
    r"team|college)$"
)


def find_sponsor_ties(sentence: str, issuer: str | None) -> list[Tie]:
    """Return the names of organisations that the sentence ties, in its order.

    Args:
        sentence: A sentence of a release.
        issuer: Whose news it is; its name is an organisation's whatever it looks like.
    """
    return list(dict.fromkeys(tie for tie in _ties(sentence, issuer) if tie[0] != tie[1]))


def find_coverage(headline: str, issuer: str | None) -> Tie | None:
    """Return the company that the headline of a research house is about, tied to the house; None in other headlines.

    Args:
        headline: The headline of a release.
        issuer: Whose news it is; where unknown, the house is what stands before the verb.
    """
    m = _COVERED.search(headline)
    if not m:
        return None
    name = _kept(m["name"] or m["rated"] or m["told"])
    house = issuer or _name_before(headline, m.start())
    # Where the issuer is the company itself it tells of those who cover it.
    return (name, house, "covered_by") if name and house and not is_form_of(name, house) else None


def _ties(sentence: str, issuer: str | None) -> Iterator[Tie]:
    # A word that each needs is asked for first: most sentences here only quote somebody.
    if "(" in sentence or "[" in sentence:
        yield from _short_forms(sentence, issuer)
    if any(word in sentence for word in ("ormerly", "reviously", "f/k/a", "fka")):
        yield from _former_names(sentence, issuer)
    if " name" in sentence:
        yield from _new_names(sentence, issuer)
    if "ubsidiary" in sentence:
        yield from _subsidiaries(sentence, issuer)


def _former_names(sentence: str, issuer: str | None) -> Iterator[Tie]:
    for m in _FORMERLY.finditer(sentence):
        name, old = _name_before(sentence, m.start()), _name_at(sentence, m.end())
        shown = _is_shown(name, issuer, m["brackets"] + (m["ticker"] or "")) or _is_shown(old, issuer)
        if name and old and shown and not (is_code(name) or is_code(old)):
            yield name, old, "formerly"


def _new_names(sentence: str, issuer: str | None) -> Iterator[Tie]:
    for m in _RENAMED.finditer(sentence):
        name, old = clean(m["new"]), clean(m["old"])
        if name and old:
            yield name, old, "formerly"
    itself = _RENAMES_ITSELF.search(sentence)
    if itself and issuer and not _MERGER.search(sentence):
        name = clean(itself["new"])
        is_own = issuer.partition(" ")[0] in sentence[: itself.start()]
        if is_own and _kept(name) and not is_form_of(name, issuer):
            yield name, issuer, "formerly"


def _subsidiaries(sentence: str, issuer: str | None) -> Iterator[Tie]:
    for m in _SUBSIDIARY_OF.finditer(sentence):
        name, parent = _name_before(sentence, m.start()), _name_at(sentence, m.end())
        is_one = name and (" and " not in name or ENDS_LEGALLY.search(name))
        if name and parent and is_one and (_is_shown(name, issuer, m["brackets"]) or _is_shown(parent, issuer)):
            yield name, parent, "subsidiary_of"
    for m in _OWN_SUBSIDIARY.finditer(sentence):
        parent, name = _name_before(sentence, m.start()), _name_at(sentence, m.end())
        if name and parent and (_is_shown(parent, issuer, m["brackets"]) and _is_shown(name, issuer)):
            yield name, parent, "subsidiary_of"


def _short_forms(sentence: str, issuer: str | None) -> Iterator[Tie]:
    """Yield the short forms that brackets define, of the name before the first of them."""
    name, last, before = None, -1, ""
    for m in _BRACKET.finditer(sentence):
        if not (name and sentence[last : m.start()].strip() == ""):
            name, before = _name_before(sentence, m.start()), ""
        last = m.end()
        if name and _is_shown(name, issuer, before + m[0]) and not _OF_MANY.search(m[0]):
            for quoted in _QUOTED.finditer(m[0]):
                if not quoted["the"] and _is_short_form(quoted["name"].strip(), name):
                    yield name, clean(quoted["name"]), "short_form"
            initials = _INITIALS.fullmatch(m[0])
            if initials and issuer and _are_own_initials(initials[1], name, issuer):
                yield name, initials[1], "short_form"
        before += m[0]


def _is_short_form(short: str, name: str) -> bool:
    """Tell whether a defined term is a shorter name: words of the name, or its first letters."""
    if _NO_SHORT_FORM.fullmatch(short) or is_never(short) or len(short) >= len(name):
        return False
    words = [word for word in re.findall(r"[\w’'&+.-]+", name) if word[0].isupper() or word[0].isdigit()]
    own = re.findall(r"[\w’'&+.-]+", short)
    if (
        own
        and own[0].lower() == words[0].lower()
        and all(w.lower().strip(".") in {x.lower().strip(".") for x in words} for w in own)
    ):
        return True
    letters = "".join(word[0] for word in words)
    return len(short) > 1 and short.isupper() and letters.startswith(short.replace(".", "").replace("&", ""))


def _are_own_initials(short: str, name: str, issuer: str) -> bool:
    """Tell whether letters in plain brackets, `Ostrava River Trust (ORT)`, are the issuer's: those of all its words."""
    name = name.removeprefix("The ")
    if issuer != short and not (name in issuer or issuer in name):
        return False
    words = re.findall(r"[\w’']+", name)
    every, main = ("".join(word[0] for word in some) for some in (words, [w for w in words if w[0].isupper()]))
    return any(letters.upper().startswith(short) and len(letters) <= len(short) + 1 for letters in (every, main))


def _name_before(sentence: str, end: int) -> str | None:
    m = NAME_BEFORE.search(sentence, max(0, end - 110), end)
    # `Galbrun’s unit Hollin Bio`: the nearest of the two.
    return _kept(_OWNER.split(_OWNER_LAST.sub("", m["name"]))[-1]) if m else None


def _name_at(sentence: str, start: int) -> str | None:
    m = NAME_AT.match(sentence, start)
    # `formerly CEO of Hollin Bio` tells of a person.
    if m and _POST.match(m[0]):
        return None
    return _kept(_OWNER.split(m[0])[0]) if m else None


def _kept(name: str) -> str | None:
    """Return the one name in what looks like a name; None where that is a number, a post or no name at all."""
    name = _ONE_OF_TWO.split(_ABOUT.sub("", name))[-1]
    words = name.split()
    # A heading glued to its paragraph says the name twice: `Galbrun Bio Galbrun Bio, Inc.`
    bare = [word.strip(".,").lower() for word in words]
    again = max((n for n, word in enumerate(bare) if word == bare[0]), default=0)
    name = clean(" ".join(words[again:]))
    return name if len(name) > 1 and not is_never(name) and not _NO_NAME.search(name) else None


def _is_shown(name: str | None, issuer: str | None, brackets: str = "") -> bool:
    """Tell whether a name is an organisation's: by its last word, a ticker behind it, or as the issuer's."""
    if not name:
        return False
    return bool(
        ENDS_LEGALLY.search(name) or has_noun(name) or _TICKER.search(brackets) or (issuer and is_form_of(name, issuer))
    )
