"""Whose news a release is. Partners, wires, writers and regulators that it names are not its issuer.

What belongs here: where an issuer stands and which of several names is taken. What a name looks like and which signs
show that it is one is `organisations`; tickers are `tickers`.
"""

import re
from itertools import islice

from transforms.facts.organisations import (
    ENDS_LEGALLY,
    LEGAL,
    NAME,
    NAME_AT,
    NAME_BEFORE,
    NEVER,
    POST_OF,
    clean,
    cleaned,
    first_party,
    full_form,
    is_form_of,
    is_never,
    named_in,
    names,
    support,
)
from transforms.reference import keys

# What follows an issuer at the head of a lead: a bracket, an apposition, a dash, or a verb of saying and doing.
_AFTER_ISSUER = re.compile(
    r"\s{0,2}(?:\(|\[|,\s(?:a|an|the|one|today|which|developer|provider|maker|leader|leading|pioneer|"
    r"[A-Z][\w ]{1,30}[’']s|in|together|on|Inc|formerly|along|"
    r"and|based|whose|part|specializ\w+|headquartered)\b|[–—]|--?\s|:|today\b|this\sweek\b|announc|"
    r"is\b|are\b|has\b|have\b|will\b|was\b|reports?\b|reported\b|"
    r"presents?\b|presented\b|proudly\b|launche[sd]\b|received?s?\b|releas|introduc|unveil|complete[sd]\b|"
    r"appoint|said\b|shared\b|provide[sd]\b|update[sd]\b|continues\b|successfully\b|and\s(?:its|the|[A-Z])|"
    r"entered\b|submitted\b|joined\b|hosted\b|CEO\b|'s\b|’s\b|®|™)"
)
_VERBS = frozenset(keys("headline_verbs"))
_NO_ISSUERS = frozenset(keys("no_issuers"))
_PREFIX = re.compile(
    r"^(?:[\w ]{2,30}News\s?Breaks?|\w{3,30}Breaks|(?:Market|Stock|Trading|Breaking|News|Earnings|Sector|Company|"
    r"Investor)\s(?:Alert|Spotlight|Update|News|Watch|"
    r"Buzz)|CORRECTION|CORRECTING and REPLACING|UPDATE|/C O R R E C T I O N[^/]{0,60}/|EQS-\w+|Original-Research)\s?"
    r"(?:[–—:-]|--)\s{0,2}",
    re.IGNORECASE,
)
# `Hollin Capital Initiates Coverage on Galbrun Bio`.
_COVERAGE = re.compile(
    rf"(?P<name>{NAME}?)\s(?i:initiates|updates|resumes|maintains|expands|launches)\s"
    r"(?i:its\s|their\s|research\s|equity\s){0,2}(?i:coverage\s(?:on|of|for)\b)"
)
_TWO_PARTIES = re.compile(r"^\w+\sand\s(?!Company\b|Co\b|Sons\b)")
_MARKS = ("®", "™", "℠", "(R)", "(TM)")
# The bracket of a ticker: the name stands right before it.
_TICKER = re.compile(
    r"[(\[]\s?(?:the\s)?(?i:nasdaq|nyse|amex|otc|tsx|cse|neo|cboe|asx|lse|aim|euronext|six|hkex|sehk|"
    r"tase|tse|kosdaq|oslo|pink|krx)[^()\n]{0,40}:"
)
_SOURCE = re.compile(rf"(?:\bSOURCE:?|\bSource:)\s{{1,3}}(?P<name>{NAME})")
_ABOUT = re.compile(rf"\n\W{{0,4}}About\s(?:the\s)?(?P<name>{NAME})\W{{0,4}}(?=\n|$)")
# The character class comes first, so that `re` skips to gaps and commas.
_LEGAL_FORM = re.compile(r"[,\s](?:(?<=,)\s|(?<=\s))(?:Inc|Corp|Ltd|Limited|plc|PLC|GmbH|LLC|and\sCompany)\b\.?")
# `Migraine, a chronic condition`: what opens the lead is the subject of the news, not its issuer.
_NO_ISSUER = re.compile(
    r"[^.]{0,60}\b(?:condition|disease|disorder|syndrome|therapy|antibody|inhibitor|agonist|molecule|"
    r"vaccine|drug|candidate|treatment)\b"
)
# `Porto, Norland - May 3, 2026 / Hollin Clinic | Skin Care /`: a paid network's line names who pays for it.
_PAYER = re.compile(r"\b20\d\d\s{1,2}/\s{1,2}(?P<name>[^/\n]{2,90}?)\s{0,2}/\s{0,3}\n")
_PAYER_LINE = 700  # code points behind the headline that hold that line
_PAYER_ENDS = re.compile(r"\s(?:\||[-–—]\s|\()")
_SPAN = 8000  # code points of the body that are searched for names
_OPENING = 2500  # code points that tell the company's full name
_TELLING = 1500  # code points of a body that is long enough to name its issuer
_MOST_TICKERS = 8
_MOST_NAMES = 25
_SURE = 2  # signs of an organisation that make the name of the first place sure
_SHOWN = 2  # points that a name needs where none stands in that place; more where one does
_TITLED, _CLOSING = 2, 2  # points for a name of the headline, and of the lines that close a release
_REPEATED = 2
_DONE_TO = frozenset(["Appointed", "Named", "Elected", "Promoted", "Approved", "Launched"])
_LONGEST_NAME = 8  # words


def find_issuer(title: str, text: str, lead_start: int, *, has_dateline: bool, source_line: str | None) -> str | None:
    """Return the issuer's name as the text has it, or None.

    Where the place of a name makes it the issuer's, but nothing in the text shows that it is an organisation at all
    (`Caregivers are heroes`), a name that the text does show to be one takes its place.
    """
    house = _coverage_house(title, text)
    if house:
        return house
    payer = _payer(title, text)
    if payer and _is_told(payer, title + text[lead_start + len(payer) :]):
        return payer
    name = _name_by_place(title, text, lead_start, has_dateline=has_dateline, source_line=source_line)
    plain = text
    for mark in _MARKS:
        plain = plain.replace(mark, "")
    if name is None or (len(text) - lead_start >= _TELLING and support(name, plain) < _SURE):
        shown = _shown_instead(name, title, text, plain, lead_start)
        # A person, or a word that the text also writes small, is no issuer even where nobody else is known.
        name = shown or (name if name and support(name, plain) >= 0 else None)
    whole = full_form(name, plain[: lead_start + _OPENING]) if name else None
    return (_before_verb(whole) if whole else None) or payer


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
        if word.istitle() and word.endswith("s") and word.lower() in _VERBS:
            return " ".join(words[:place])
    return None if words[-1] in _DONE_TO else name


def _coverage_house(title: str, text: str) -> str | None:
    """Return the house that tells of its coverage of a company: the news is its own."""
    m = _COVERAGE.match(title)
    if not m:
        return None
    house = clean(m["name"])
    longer = (name for name in cleaned(islice(named_in(text), _MOST_NAMES)) if name.startswith(house))
    return next(longer, house)


def _shown_instead(name: str | None, title: str, text: str, plain: str, lead_start: int) -> str | None:
    """Return the name with the most signs of an organisation, where it has clearly more of them than `name`."""
    body = text[lead_start : lead_start + _OPENING]
    ends = dict.fromkeys([*_sources(text), *names(_ABOUT, text[-_SPAN:], _MOST_TICKERS)])
    found = dict.fromkeys(
        [*_tickered(body), *cleaned(islice(named_in(title), _MOST_NAMES)), *ends, *_legal_names(body)]
    )
    found.update(dict.fromkeys(cleaned(islice(named_in(body), _MOST_NAMES))))
    found.update(dict.fromkeys(names(POST_OF, title + "\n\n" + body, _MOST_TICKERS)))
    behind = plain[lead_start:]
    if name is None:
        found.update(dict.fromkeys(each for each in _recurring(title, behind) if support(each, plain) >= _SURE))
    own = 0 if name is None else support(name, plain) + _TITLED * (name in title and name in behind)
    scores = {
        rival: support(rival, plain) + _TITLED * (rival.lower() in title.lower()) + _CLOSING * (rival in ends)
        for rival in found
        # A release names its issuer behind its headline, and a shorter form of a name is no other name.
        if (rival in behind or len(behind) < _TELLING) and (name is None or not name.startswith(rival))
    }
    best = max(scores, key=lambda rival: scores[rival], default=None)
    return best if best and scores[best] >= (_SHOWN if name is None else max(_SHOWN, own) + 1) else None


def _recurring(title: str, body: str) -> list[str]:
    """Return of each run of capitals in the headline its longest beginning, of two words or more, that comes again."""
    found = []
    runs = (
        part for run in islice(NAME_AT.finditer(title), _MOST_NAMES) for part in re.split(r"\s(?:at|in|for)\s", run[0])
    )
    for run in runs:
        words = run.split()
        heads = (clean(" ".join(words[:n])) for n in range(len(words), 1, -1))
        found += [next((head for head in heads if body.count(head) >= _REPEATED), "")]
    # What the text also writes small is a subject.
    return [name for name in cleaned(found) if " " in name and name.lower() not in body]


def _name_by_place(
    title: str, text: str, lead_start: int, *, has_dateline: bool, source_line: str | None
) -> str | None:
    """Return the name that stands where issuers stand, or None.

    Looked for in the lead behind the dateline (`lead_start`), then in the headline, before the first ticker, in the
    wire's source line and in the heads of the boilerplate, in this order: the further from the lead, the less it tells.
    """
    if has_dateline:
        lead = _name_at_lead(text, lead_start)
        if lead:
            return lead
    body = text[lead_start : lead_start + _SPAN]
    headline, is_owner = _name_in_headline(title)
    if headline and is_never(headline):
        headline = None
    if headline and len(body) >= _TELLING and not _is_named_in(body, headline.split()[0]):
        # A release names its issuer in its body; words that stand in the headline alone are a subject, not a name.
        headline = None
    opening = None if has_dateline else _name_at_lead(text, lead_start)
    tickered = _tickered(title + "\n\n" + body)
    if headline and not any(name and is_form_of(headline, name) for name in (opening, *tickered)):
        tickered += [name for name in _sources(text) if is_form_of(headline, name)]
    if headline:
        # The full form of the same name, with its legal form where the text has one.
        told = [name for name in [opening, *tickered] if name]
        forms = [name for name in told or _legal_names(body) if is_form_of(headline, name)]
        forms = [name for name in forms if " " not in headline or not _TWO_PARTIES.search(name)]
        long = next((name for name in [headline, *forms] if ENDS_LEGALLY.search(name)), forms[0] if forms else None)
        in_title = next((name for name in tickered if name.split()[0].lower() in title.lower()), None)
        # `Analysts’ view of Acme`: an owner that the text does not know as a company gives way to one with a ticker.
        if long is None and (is_owner or _PREFIX.match(title)):
            return in_title or (tickered[0] if tickered and is_owner else headline)
        return long or headline
    if opening and (not tickered or any(is_form_of(opening, name) for name in tickered)):
        return opening
    if tickered:
        return next((name for name in tickered if name.split()[0].lower() in title.lower()), tickered[0])
    sourced = [source_line] if source_line else _sources(text) or names(_ABOUT, text[-_SPAN:], _MOST_TICKERS)
    return next(iter(sourced or _legal_names(body)), opening)


def _is_named_in(body: str, word: str) -> bool:
    return word in body or (word.isupper() and word.title() in body)


def _tickered(text: str) -> list[str]:
    """Return the names before the first tickers of `text`."""
    found = []
    for m in islice(_TICKER.finditer(text), _MOST_TICKERS):
        # A name may be wrapped over lines, but it ends where its paragraph does.
        before = text[max(0, m.start() - 110) : m.start()].rpartition("\n\n")[2]
        name = NAME_BEFORE.search(re.sub(r"[’']s\s?$", " ", before))
        if name:
            found.append(name["name"])
    return cleaned(found)


def _sources(text: str) -> list[str]:
    """Return what the wire's `SOURCE` line at the end names."""
    tail = text[-_SPAN:]
    return names(_SOURCE, tail, _MOST_TICKERS) if "SOURCE" in tail or "Source:" in tail else []


def _legal_names(text: str) -> list[str]:
    """Return the names that end in a legal form."""
    forms = islice(_LEGAL_FORM.finditer(text[:_OPENING]), _MOST_TICKERS)
    found = (NAME_BEFORE.search(text[max(0, m.start() - 80) : m.end()]) for m in forms)
    return cleaned(m["name"] for m in found if m)


def _name_at_lead(text: str, start: int) -> str | None:
    """Return the name at text[start:] where what follows shows that it is the one who speaks."""
    at = start + len(text[start : start + 40]) - len(text[start : start + 40].lstrip(' \t\n\u00a0*_•“"—–-'))
    m = NAME_AT.match(text, at, at + 160)
    if not m:
        return None
    name = m[0]
    # `Today, Acme announced` and the like begin with a word that is no name; a title's verb is none either.
    words = name.split()
    stop = next((n for n, word in enumerate(words) if n and _is_saying(word)), len(words))
    if stop == len(words) - 1 and text[m.end() : m.end() + 6].startswith((", a", ", the ")):
        stop = len(words)  # `Hollin Works, a maker`: what stands before an apposition is the whole name
    end = at + len(" ".join(words[:stop])) if stop < len(words) else m.end()
    if stop == len(words) and (not _AFTER_ISSUER.match(text, end) or _NO_ISSUER.match(text, end, end + 70)):
        # A company says what it does in the same words, behind what it is.
        said = text[end : end + 90]
        if not (ENDS_LEGALLY.search(name) and text[end : end + 1] == ",") and not (
            _AFTER_ISSUER.match(text, end)
            and re.search(r"company|organization|leader|firm|provider|\(|announc|[Tt]oday", said)
        ):
            return None
    name = re.split(r"[’']s\b", first_party(text[at:end]))[0]
    return name if name and not is_never(name) and not name.isdigit() else None


def _is_saying(word: str) -> bool:
    """Tell whether a word is a verb of the lead, or of a headline (`Provides`) that stands there once more."""
    bare = word.lower()
    return bare.strip(".,") in _SAYING or (word[0].isupper() and bare.endswith("s") and bare in _VERBS)


def _name_in_headline(title: str) -> tuple[str | None, bool]:
    """Return what stands before the headline's first verb, where that looks like a name; and whether it is an owner."""
    headline = _PREFIX.sub("", title).strip(' -–—“"')
    m = NAME_AT.match(headline)
    if not m or NEVER.match(headline) or _COUNTED.match(headline):
        return None, False
    words = m[0].split()
    for n, word in enumerate(words):
        bare = re.sub(r"[®™,]|\(TM\)|\(R\)", "", word)
        if re.search(r"[’'](?:s|S)?$", bare):
            return clean(" ".join([*words[:n], re.sub(r"[’'][sS]?$", "", bare)])), True
        if n > _LONGEST_NAME:
            return None, False
        if n and (bare.lower() in _VERBS or bare in _EVENTS) and not re.match(rf"{LEGAL}$", bare):
            # `Hollin & Galbrun Announce` are two, `Hollin & Sons Announces` is one.
            party = " ".join(words[:n]).split(" & ")[0] if bare.lower() in _PLURAL_VERBS else " ".join(words[:n])
            return clean(first_party(party)) or None, False
    rest = headline[m.end() :].lstrip(" ®™,*")
    if rest.startswith("(") or rest.split(" ")[0].lower() in _VERBS:
        return clean(first_party(m[0])) or None, False
    return None, False


# `6.7 Million Americans`, `Top 4 Basket`: a number of things is no name.
_COUNTED = re.compile(
    r"(?:Top\s)?\$?\d[\d.,]*\s(?:[Mm]illion|[Bb]illion|[A-Z][a-z]+s\b|Reasons|Ways|Things|Steps)|Top\s\d"
)
_PLURAL_VERBS = frozenset(
    ("announce", "collaborate", "complete", "enter", "join", "launch", "partner", "report", "sign")
)
_EVENTS = frozenset(("KOL", "CEO", "CFO", "CMO", "Therapy", "Stock", "Shares"))
_SAYING = frozenset(("today", "announces", "announced", "reports", "reported", "presents"))
