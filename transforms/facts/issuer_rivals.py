"""Who else may be the issuer, where the name that stands in an issuer's place is hardly shown to be an organisation.

What belongs here: the points that a name and its rivals get from the text. The signs themselves are `organisations`.
"""

import re
from itertools import islice

from transforms.facts.issuer_places import (
    AFTER_ISSUER,
    BEFORE_LEAD,
    MOST,
    OPENING,
    REPEATED,
    SURE,
    VERBS,
    about_headings,
    closing_names,
    is_named_in,
    legal_names,
    sources,
    speakers,
    tickered_names,
)
from transforms.facts.issuer_sites import find_sites, has_site, names_on_sites
from transforms.facts.organisation_forms import initials_of, is_part, without_form
from transforms.facts.organisations import (
    NAME_AT,
    POST_OF,
    clean,
    cleaned,
    has_noun,
    is_ordinary,
    named_in,
    names,
    places,
    support,
)
from transforms.reference import keys

_WIRES = frozenset(keys("wire_marks"))
# Who goes along, pays or sues.
_BESIDE = re.compile(r"\b(?i:led\sby|backed\sby|with|against|behalf\sof)\s(?:the\s)?$")
# `Ann Carden, founder and head of Hollin`: who holds a post speaks for somebody else.
_HOLDS_POST = re.compile(
    r"(?:,|\sis|\swas|\sserves\sas)\s(?:the\s|an?\s)?(?:[\w-]{2,14}\s){0,3}?(?:(?:[Cc]o-?)?[Ff]ound(?:er|ing)|C[EFMOST]O|"
    r"[Pp]resident|[Cc]hief|[Dd]irector|[Pp]artner|[Hh]ead|[Mm]anager|[Pp]rofessor|[Aa]ttorney|[Ll]ead|[Cc]hair\w{0,3}|"
    r"[Hh]ost|expert|author|artist|surgeon|comedian|physician|researcher|analyst|coach)\b"
)
# `Tickets are`, `Lamps have`: what is many is a thing.
_ARE_MANY = re.compile(r"s\s(?:are|have)\b")
_INTRODUCES = re.compile(
    r"[®™]?\s?[(\[](?![^()]{0,30}[Ww]ire)|[®™]?,\s(?:an?|the|one)\s|,?\s(?:today,?\s)?announced?\b"
)
MOST_NAMES = 25
_SHOWN = 2  # points that a name needs where none stands in that place; more where one does
_TITLED, _CLOSING = 2, 2  # points for a name of the headline, and of the lines that close a release
_SITE = 2  # points for a name that a site or a mailbox of the last lines has
# `Ann Carden Named a 2026 Hollin Top Dentist`: behind the verb stands who gives the prize.
_PRIZED = re.compile(
    r"\b(?i:named|recogni[sz]ed|honou?red|ranks|ranked|listed|selected|wins|earns|receives|achieves|awarded|now\san?)\b"
)
_INITIALS = re.compile(r"\b[A-Z]{4,8}\b")
# `has hired Ann Carden as Director`: a person in the place of an issuer.
_HIRED = re.compile(
    r"\sas\s(?:its\s|our\s|the\s|their\s|an?\s)?(?:new\s|first\s|next\s)?(?:[A-Z]\w{1,14},?\s){0,4}"
    r"(?:[Pp]resident|[Dd]irector|Officer|[Pp]artner|[Cc]hair\w{0,5}|[Hh]ead|[Mm]anager|C[EFMOST]O|[Cc]ounsel|[Pp]rincipal)\b"
)
_JOINS = re.compile(r"\s(?:[Jj]oins|[Jj]oined|as|[Aa]ppointed|[Nn]amed|[Pp]romoted|[Ee]lected)\b")
_PERSON = re.compile(r"[A-Z][\w’'-]+\s(?:[A-Z]\.\s)?[A-Z][\w’'-]+")
_PRESENTED = re.compile(r"(?:Introducing|Meet|Announcing)\s")
_HIRED_FOR = 3  # points that it takes from a name
_BEGINNING, _INTRODUCED = 2, 5  # points for a name that begins the headline or the lead, and is introduced there
TELLING = 1500  # code points of a body that is long enough to name its issuer


def shown_instead(name: str | None, title: str, text: str, plain: str, lead_start: int) -> str | None:
    """Return the name with the most signs of an organisation, where it has clearly more of them than `name`.

    Args:
        name: What stands in an issuer's place.
        title: The headline.
        text: The release.
        plain: The text without marks of brands.
        lead_start: Where the lead begins.
    """
    body, behind = text[lead_start : lead_start + OPENING], plain[lead_start:]
    ends = (*sources(text), *about_headings(text))
    sites = find_sites(text)
    headed = {word for word in _INITIALS.findall(title) if text.count(word) > REPEATED}

    def points_of(each: str) -> int:
        return support(each, plain) + _CLOSING * (each in ends) + _SITE * has_site(each, sites)

    def is_headed(each: str) -> bool:
        return each.lower() in title.lower() or initials_of(each) in headed

    found = dict.fromkeys(
        [*tickered_names(body), *cleaned(islice(named_in(title), MOST_NAMES)), *ends, *legal_names(body)]
    )
    found.update(dict.fromkeys(cleaned(islice(named_in(body), MOST_NAMES))))
    # `Director of Care at Hollin`: the department is nobody.
    posts = (each.rpartition(" at ")[2] for each in names(POST_OF, title + "\n\n" + body, MOST))
    found.update(dict.fromkeys(posts))
    # A piece of a name that the text has is no other name.
    whole = f" {name} " if name and name in behind else ""
    found.update(dict.fromkeys(each for each in _told(title, text, behind, body, sites) if f" {each} " not in whole))
    own = 0
    if name is None:
        found.update(dict.fromkeys(each for each in _recurring(title, behind) if support(each, plain) >= SURE))
    else:
        own = points_of(name) + _TITLED * (name in title and name in behind) + _beginning(name, title, behind)
        own -= _HIRED_FOR * _is_hired(name, title + "\n" + body)
    scores = {
        rival: points_of(rival) + _TITLED * is_headed(rival)
        for rival in found
        # A release names its issuer behind its headline, and a shorter form of a name is no other name.
        if (rival in behind or len(behind) < TELLING)
        and (rival not in _WIRES or rival in title)
        and not (name and name.startswith(rival))
        and not (name and is_product_of(rival, name, title))
        # Where no place tells, somebody whom the text names in passing is not its issuer.
        and not _is_beside(rival, behind)
        and (name or is_headed(rival) or rival in ends or is_told_again(rival, behind))
    }
    best = max(scores, key=lambda rival: scores[rival], default=None)
    if best is None:
        return None
    # `Hollin`, of a site, is the `Hollin Jewelers` of the headline.
    longer = (rival for rival in scores if rival.startswith(f"{best} ") and rival in title and has_noun(rival))
    full = max(longer, key=lambda rival: scores[rival], default=best)
    best = full if scores[full] >= _SHOWN else best
    return best if scores[best] >= (_SHOWN if name is None else max(_SHOWN, own) + 1) else None


def is_product_of(longer: str, name: str, title: str) -> bool:
    """Tell whether a headline presents what begins with a name as its product: `Introducing Hollin Gold Network`."""
    if not longer.startswith(f"{name} "):
        return False
    return _PRESENTED.match(title) is not None or title.partition(longer)[2][:1] in ("®", "™")


def _told(title: str, text: str, behind: str, body: str, sites: frozenset[str]) -> list[str]:
    """Return who speaks or is introduced, where headline or site name him, too, and what of the headline a site is."""
    told = (
        each
        for each in (*speakers(body), *closing_names(text))
        if (each.lower() in title.lower() or (has_site(each, sites) and is_told_again(each, behind)))
        and not is_part(each, behind)
    )
    prized = _PRIZED.search(title)
    sited = names_on_sites(title[: prized.start()] if prized else title, sites)
    # `lamp-care.org` is called as what the text is about.
    return [*told, *(each for each in sited if " " not in each or not is_ordinary(each, behind))]


def _is_hired(name: str, text: str) -> bool:
    """Tell whether a name is that of a person whom somebody takes on."""
    ends = list(places(name, text)) if _PERSON.fullmatch(name) else []
    return any(_JOINS.match(text, end) for end in ends) and any(_HIRED.search(text, end, end + 90) for end in ends)


def _is_beside(name: str, body: str) -> bool:
    """Tell whether a text names somebody only beside another, as who goes along, pays or sues."""
    ends = list(places(name, body))
    return bool(ends) and all(_BESIDE.search(body, max(0, end - len(name) - 20), end - len(name)) for end in ends)


def is_told_again(name: str, body: str) -> bool:
    """Tell whether a text names somebody more than once, by the name without its legal form."""
    return body.count(without_form(name)) >= REPEATED


def _beginning(name: str, title: str, body: str) -> int:
    """Return the points for a name that begins the headline or the lead, with what it does: partners stand behind that.

    A person who holds a post speaks for somebody else.
    """
    lead, name = body.lstrip(BEFORE_LEAD).removeprefix("The "), name.removeprefix("The ")
    if lead.startswith(name):
        end = len(name) + lead.startswith(".", len(name))
        if not AFTER_ISSUER.match(lead, end) or _HOLDS_POST.match(lead, end) or _ARE_MANY.match(lead, end - 1):
            return 0
        return _INTRODUCED if _INTRODUCES.match(lead, end) else _BEGINNING
    behind = title.partition(name)[2]
    # A mark behind a name of the headline is more often a product's: `Hollinase® Shows Effect`.
    is_subject = behind.lstrip().split(" ")[0].lower() in VERBS and is_named_in(body, name)
    return _BEGINNING if is_subject else 0


def _recurring(title: str, body: str) -> list[str]:
    """Return of each run of capitals in the headline its longest beginning, of two words or more, that comes again."""
    found = []
    runs = (
        part for run in islice(NAME_AT.finditer(title), MOST_NAMES) for part in re.split(r"\s(?:at|in|for)\s", run[0])
    )
    for run in runs:
        words = run.split()
        heads = (clean(" ".join(words[:n])) for n in range(len(words), 1, -1))
        found += [next((head for head in heads if body.count(head) >= REPEATED), "")]
    # What the text also writes small is a subject.
    return [name for name in cleaned(found) if " " in name and name.lower() not in body]


def is_somebody(name: str, title: str, text: str, lead_start: int) -> bool:
    """Tell whether a name may stand though hardly anything shows it to be an organisation."""
    signs = support(name, text)
    points = signs + _beginning(name, title, text[lead_start:])
    is_told = len(text) < TELLING or name in (*sources(text), *about_headings(text))
    return points > 0 or (signs == 0 and is_told)
