"""Whose news a release is. Partners, wires, writers and regulators that it names are not its issuer.

What belongs here: which of several places gives the issuer. The places are `issuer_places`, the other names of a
release `issuer_rivals`; what a name looks like and which signs show that it is one is `organisations`; tickers are
`tickers`.
"""

import re
from itertools import islice

from transforms.facts.diseases import find_disease_names
from transforms.facts.issuer_places import (
    BEFORE_LEAD,
    NO_ISSUER,
    OPENING,
    PREFIX,
    SPAN,
    SURE,
    VERBS,
    about_headings,
    headed,
    holders,
    is_named_in,
    legal_names,
    name_at_lead,
    name_in_headline,
    opening_in_both,
    sources,
    tickered_names,
)
from transforms.facts.issuer_rivals import (
    MOST_NAMES,
    TELLING,
    is_product_of,
    is_somebody,
    is_told_again,
    shown_instead,
)
from transforms.facts.organisation_forms import first_of_two, full_form, own_part, with_partners, without_form
from transforms.facts.organisations import (
    ENDS_LEGALLY,
    NAME,
    clean,
    cleaned,
    first_party,
    has_noun,
    is_form_of,
    is_never,
    is_nobody,
    named_in,
    places,
    support,
)
from transforms.reference import keys

_NO_ISSUERS = frozenset(keys("no_issuers"))
# `Hollin Capital Initiates Coverage on Galbrun Bio`.
_COVERAGE = re.compile(
    rf"(?P<name>{NAME}?)\s(?i:initiates|updates|resumes|maintains|expands|launches)\s"
    r"(?i:its\s|their\s|research\s|equity\s){0,2}(?i:coverage\s(?:on|of|for)\b|\w{4}\sreport\son\b)"
)
_TWO_PARTIES = re.compile(r"^\w+\sand\s(?!Company\b|Co\b|Sons\b)")
_MARKS = ("®", "™", "℠", "(R)", "(TM)")
# `Porto, Norland - May 3, 2026 / Hollin Clinic | Skin Care /`: a paid network's line names who pays for it.
_PAYER = re.compile(r"\b20\d\d\s{1,2}/\s{1,2}(?P<name>[^/\n]{2,90}?)\s{0,2}/\s{0,3}\n")
_PAYER_LINE = 700  # code points behind the headline that hold that line
_PAYER_ENDS = re.compile(r"\s(?:\||[-–—]\s|\()")
# `Hollin today announced that Ann Carden will speak`.
_ANNOUNCES = re.compile(r"(?:\s\([^()]{2,40}\))?,?\s(?:today,?\s)?announce[sd]\b")
_PERSON = re.compile(r"(?:Dr\.\s)?[A-Z][\w’'-]+\s(?:[A-Z][\w’'.-]*\s)?[A-Z][\w’'-]+")
_POST_HELD = re.compile(
    r"(?:,\s[A-Z][\w.]{1,6}){0,3},\s(?:the\s|an?\s)?(?:[\w&,-]{2,16}\s){0,8}?"
    r"(?:founder|officer|CEO|president|director|head|owner|"
    rf"principal|partner|chair\w{{0,5}}|President|Director|Officer|Founder|Owner|Head)\s(?:of|at|for)\s(?:the\s)?(?P<name>{NAME})"
)
_POST_REACH = 170  # code points
_TELLER = re.compile(
    rf"(?:,?\s[Ss]ays|\s[-–—](?:\s(?:New\s)?(?:Study|Report|Survey)\s(?:by|from))?)\s(?P<name>{NAME})$"
)
_TELLER_REACH = 120  # code points that close a headline
_TOLD_AGAIN = 3
# `patients taking Velmora`, `the efficacy and safety of Velmora`.
_GIVEN = re.compile(
    r"\b(?:(?:patients|people|adults|women|men|children|participants|those)\s(?:[\w-]{1,16}\s){0,2}"
    r"(?:taking|on|given|receiving|treated\swith|randomi[sz]ed\sto)"
    r"|(?:efficacy|safety|tolerability)(?:\sand\s(?:efficacy|safety|tolerability))?\sof|doses?\sof)\s$"
)
_GIVEN_REACH = 60  # code points before a name
_MENTIONS = 12  # of a name, the first; who is given a medicine is told early
# The news of many: nobody’s own.
_ROUNDUP = re.compile(
    r"(?:State|News|Weekly|Daily|Morning|Week\sin)\s(?:News\s)?(?:Roundup|Round-?[Uu]p|Briefing|Review)\b"
)
_MOST_CAPITALS = 3  # words in capitals that may still be a name
_MOST_WORDS = 6  # of a name that the headline alone has
_DONE_TO = frozenset(["Appointed", "Named", "Elected", "Promoted", "Approved", "Launched"])


def find_issuer(title: str, text: str, lead_start: int, *, has_dateline: bool, source_line: str | None) -> str | None:
    """Return the issuer's name as the text has it, or None.

    Where the place of a name makes it the issuer's, but nothing in the text shows that it is an organisation at all
    (`Caregivers are heroes`), a name that the text does show to be one takes its place.
    """
    if _ROUNDUP.match(title):
        return None
    house = _coverage_house(title, text)
    if house:
        return house
    teller = _teller(title, text[lead_start:])
    if teller:
        return teller
    payer = _payer(title, text)
    if payer and _is_told(payer, title + text[lead_start + len(payer) :]):
        return payer
    name = _name_by_place(title, text, lead_start, has_dateline=has_dateline, source_line=source_line)
    name = _speaks_for(name, text[lead_start:]) or name
    if name and _is_given(name, text[lead_start:]):
        name = next(iter(tickered_names(text)), None)
    plain = text
    for mark in _MARKS:
        plain = plain.replace(mark, "")
    if name is None or (len(text) - lead_start >= TELLING and support(name, plain) < SURE):
        shown = shown_instead(name, title, text, plain, lead_start)
        # A person, or a word that the text also writes small, is no issuer even where nobody else is known.
        name = shown or (name if name and is_somebody(name, title, plain, lead_start) else None)
    own = first_of_two(with_partners(own_part(name, plain), plain), plain) if name else ""
    whole = full_form(own, plain[: lead_start + OPENING]) if own else None
    found = _before_verb(whole) if whole else None
    if found and (is_nobody(found) or _is_subject(found, title, text[len(title) : lead_start])):
        found = None
    shown = found if found and not _is_unshown(found, title, plain, lead_start) else None
    return shown or payer or headed(title, plain[lead_start:])


def _is_subject(name: str, title: str, dateline: str) -> bool:
    """Tell whether a name is the town of the dateline, or a disease that the text is about."""
    is_town = dateline.lstrip().lower().startswith(f"{name.lower()},") and not title.startswith(f"{name} ")
    return is_town or any(surface == name for _, _, surface in find_disease_names(name))


def _is_given(name: str, body: str) -> bool:
    """Tell whether a name is that of a medicine: `Velmora® Improves Sleep`, where the body says who is given it."""
    if " " in name:
        return False
    start = body.find(name)
    for _ in range(_MENTIONS):
        if start < 0:
            break
        is_whole = not body[start + len(name) : start + len(name) + 1].isalnum()
        if is_whole and _GIVEN.search(body, max(0, start - _GIVEN_REACH), start):
            return True
        start = body.find(name, start + len(name))
    return False


def _speaks_for(name: str | None, body: str) -> str | None:
    """Return whose post a person holds who opens the lead: `Ann Carden, head of Hollin Care, was honoured`."""
    lead = body.lstrip(BEFORE_LEAD)
    if name is None or not _PERSON.fullmatch(name) or has_noun(name) or not lead.startswith(name):
        return None
    post = _POST_HELD.match(lead, len(name), len(name) + _POST_REACH)
    whole = clean(first_party(post["name"])) if post else ""
    return whole if (" " in whole or has_noun(whole)) and not is_never(whole) else None


def _is_unshown(name: str, title: str, text: str, lead_start: int) -> bool:
    """Tell whether what stands in the place of a name is a piece of a headline: nothing in the text takes it up."""
    words = name.split()
    body = text[lead_start:]
    if ENDS_LEGALLY.search(name):
        return False
    # What is longer than names are, and stands nowhere else, is what the headline says.
    is_headline = len(words) > _MOST_WORDS and name in title and name not in body
    if is_headline or len(body) < TELLING:
        return is_headline
    # A headline in capitals says more than a name; and a body that tells of somebody names him.
    is_headline = name.isupper() and len(words) > _MOST_CAPITALS and name.title() not in body
    return is_headline or (len(words) > 1 and not has_noun(name) and name in title and not is_named_in(body, words[0]))


def _payer(title: str, text: str) -> str | None:
    """Return who pays for a release, by the line of the network that spreads it."""
    line = _PAYER.search(text, 0, len(title) + _PAYER_LINE)
    name = clean(_PAYER_ENDS.split(line["name"])[0]) if line else ""
    return None if not name or name.isdigit() or name.lower() in _NO_ISSUERS or name.lower().endswith("wire") else name


def _is_told(name: str, text: str) -> bool:
    """Tell whether the text names an organisation itself, by its name or without its last word."""
    words = name.split()
    return name in text or (len(words) > 2 and " ".join(words[:-1]) in text)


def _before_verb(name: str) -> str | None:
    """Return what stands before the verb of a headline that was taken whole; null where nothing does.

    A verb that is part of a name stands near its end, or a legal form does: `Hollin Presents`, `Elm Reports Media Inc.`
    """
    if ENDS_LEGALLY.search(name):
        return name
    words = name.split()
    for place, word in enumerate(words[1:-2], start=1):
        if word.istitle() and word.endswith("s") and word.lower() in VERBS:
            return " ".join(words[:place])
    return None if words[-1] in _DONE_TO else name


def _coverage_house(title: str, text: str) -> str | None:
    """Return the house that tells of its coverage of a company: the news is its own."""
    m = _COVERAGE.match(title)
    if not m:
        return None
    house = clean(m["name"])
    longer = (name for name in cleaned(islice(named_in(text), MOST_NAMES)) if name.startswith(house))
    return next(longer, house)


def _teller(title: str, body: str) -> str | None:
    """Return who closes a headline, as a firm or an institute that tells it: `Suit Filed Over Lamps - Hollin Law`."""
    m = _TELLER.search(title, max(0, len(title) - _TELLER_REACH))
    name = clean(m["name"]) if m else ""
    is_known = name and not is_never(name) and title.count(name) == 1 and support(name, body) >= SURE
    return name if is_known and sum(1 for _ in places(name, body)) >= _TOLD_AGAIN else None


def _headlined(title: str, body: str, opening: str | None) -> tuple[str | None, bool]:
    """Return the name of the headline, and whether it is an owner; `opening` is the name at the head of the lead."""
    headline, is_owner = name_in_headline(title, body)
    # A release names its issuer in its body; words that stand in the headline alone are a subject, not a name.
    is_told = headline and (len(body) < TELLING or is_named_in(body, headline.split()[0]))
    if not headline or not is_told or is_never(headline):
        return None, is_owner
    if _is_work(headline, title, body):
        return None, False
    if opening and (
        is_product_of(headline, without_form(opening).rstrip(","), title) or _is_only_guest(headline, opening, body)
    ):
        return opening, False
    if opening and headline.startswith(opening + " ") and not (headline in body or ENDS_LEGALLY.search(headline)):
        headline = opening  # `Hollin Glow Elevates …`, of Hollin's new product
    if opening and is_owner and opening in title and support(headline, body) < SURE:
        return opening, False  # `Old Town Alumni’s Hollin Raises`, where the lead is of Hollin
    return headline, is_owner


def _is_work(headline: str, title: str, body: str) -> bool:
    """Tell whether a headline begins with the title of a book: it is quoted, or the lead says what it is."""
    lead = body.lstrip(BEFORE_LEAD)
    is_introduced = lead.startswith(headline) and NO_ISSUER.match(lead, len(headline), len(headline) + 70)
    return bool(is_introduced) or (title.startswith(("“", '"')) and support(headline, body) < SURE)


def _is_only_guest(headline: str, opening: str, body: str) -> bool:
    """Tell whether a headline begins with a guest of the company that the lead lets announce him."""
    lead = body.lstrip(BEFORE_LEAD)
    is_other = not is_form_of(headline, opening) and headline not in lead[: len(opening)]
    is_announced = lead.startswith(opening) and _ANNOUNCES.match(lead, len(opening)) is not None
    return is_other and is_announced and support(headline, body) < min(SURE, support(opening, body))


def _in_full(headline: str, told: list[str], body: str) -> str | None:
    """Return the full form of the headline's name, with its legal form where one of those told has one; else None."""
    forms = [name for name in told or legal_names(body) if is_form_of(headline, name)]
    forms = [name for name in forms if " " not in headline or not _TWO_PARTIES.search(name)]
    return next((name for name in [headline, *forms] if ENDS_LEGALLY.search(name)), forms[0] if forms else None)


def _ticker_beside(headline: str, tickered: list[str], title: str, body: str, *, is_owner: bool) -> str | None:
    """Return the name with a ticker that an owner or the subject of a paid headline gives way to.

    `Analysts’ view of Acme`: where the text does not know the owner as a company, Acme is meant.
    """
    if not (is_owner or PREFIX.match(title)):
        return None
    in_title = next((name for name in tickered if name.split()[0].lower() in title.lower()), None)
    return in_title or (tickered[0] if tickered and is_owner and support(headline, body) < SURE else None)


def _name_by_place(
    title: str, text: str, lead_start: int, *, has_dateline: bool, source_line: str | None
) -> str | None:
    """Return the name that stands where issuers stand, or None.

    Looked for in the lead behind the dateline (`lead_start`), then in the headline, before the first ticker, in the
    wire's source line and in the heads of the boilerplate, in this order: the further from the lead, the less it tells.
    """
    opening = name_at_lead(text, lead_start)
    both = None if opening else opening_in_both(title, text, lead_start)
    if has_dateline and (opening or both):
        return opening or both
    body = text[lead_start : lead_start + SPAN]
    headline, is_owner = _headlined(title, body, opening)
    if both and not (headline and headline.startswith(both)):
        return both
    tickered = tickered_names(title + "\n\n" + body)
    if headline and not any(name and is_form_of(headline, name) for name in (opening, *tickered)):
        tickered += [name for name in sources(text) if is_form_of(headline, name)]
    if headline:
        return (
            _in_full(headline, [name for name in [opening, *tickered] if name], body)
            or _ticker_beside(headline, tickered, title, body, is_owner=is_owner)
            or headline
        )
    if opening and (
        not tickered or ENDS_LEGALLY.search(opening) or any(is_form_of(opening, name) for name in tickered)
    ):
        return opening
    if tickered:
        return next((name for name in tickered if name.split()[0].lower() in title.lower()), tickered[0])
    sourced = [source_line] if source_line else sources(text) or about_headings(text)
    if not sourced:
        sourced = [name for name in legal_names(body) if len(body) < TELLING or is_told_again(name, body)]
    return next(iter(sourced or holders(body)), opening)
