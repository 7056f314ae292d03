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
    is_named_in,
    legal_names,
    sources,
    tickered_names,
)
from transforms.facts.organisations import (
    NAME_AT,
    POST_OF,
    clean,
    cleaned,
    named_in,
    names,
    places,
    support,
    without_form,
)

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
_BEGINNING, _INTRODUCED = 2, 5  # points for a name that begins the headline or the lead, and is introduced there
TELLING = 1500  # code points of a body that is long enough to name its issuer


def shown_instead(name: str | None, title: str, text: str, plain: str, lead_start: int) -> str | None:
    """Return the name with the most signs of an organisation, where it has clearly more of them than `name`."""
    body = text[lead_start : lead_start + OPENING]
    ends = dict.fromkeys([*sources(text), *about_headings(text)])
    found = dict.fromkeys(
        [*tickered_names(body), *cleaned(islice(named_in(title), MOST_NAMES)), *ends, *legal_names(body)]
    )
    found.update(dict.fromkeys(cleaned(islice(named_in(body), MOST_NAMES))))
    found.update(dict.fromkeys(names(POST_OF, title + "\n\n" + body, MOST)))
    behind = plain[lead_start:]
    if name is None:
        found.update(dict.fromkeys(each for each in _recurring(title, behind) if support(each, plain) >= SURE))
    own = 0
    if name is not None:
        own = support(name, plain) + _TITLED * (name in title and name in behind)
        own += _beginning(name, title, behind)
    scores = {
        rival: support(rival, plain) + _TITLED * (rival.lower() in title.lower()) + _CLOSING * (rival in ends)
        for rival in found
        # A release names its issuer behind its headline, and a shorter form of a name is no other name.
        if (rival in behind or len(behind) < TELLING)
        and (name is None or not name.startswith(rival))
        # Where no place tells, somebody whom the text names in passing is not its issuer.
        and not _is_beside(rival, behind)
        and (name or rival.lower() in title.lower() or rival in ends or is_told_again(rival, behind))
    }
    best = max(scores, key=lambda rival: scores[rival], default=None)
    return best if best and scores[best] >= (_SHOWN if name is None else max(_SHOWN, own) + 1) else None


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
