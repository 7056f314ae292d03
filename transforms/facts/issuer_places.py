"""Where an issuer's name stands: in the headline, at the head of the lead, before a ticker, and at the end.

What belongs here: reading a name at each of these places. Which of them is the issuer's is `issuer`; what a name looks
like is `organisations`.
"""

import re
from itertools import islice

from transforms.facts.organisation_forms import own_part
from transforms.facts.organisations import (
    ENDS_LEGALLY,
    LEGAL,
    MAY_BEGIN,
    NAME,
    NAME_AT,
    NAME_BEFORE,
    NEVER,
    clean,
    cleaned,
    first_party,
    is_never,
    is_nobody,
    is_ordinary,
    names,
    support,
)
from transforms.reference import keys

# What follows an issuer at the head of a lead: a bracket, an apposition, a dash, or a verb of saying and doing.
AFTER_ISSUER = re.compile(
    r"\s{0,2}(?:\(|\[|,\s(?:a|an|the|one|today|which|developer|provider|maker|leader|leading|pioneer|"
    r"[A-Z][\w ]{1,30}[’']s|in|together|on|Inc|formerly|along|"
    r"and|based|whose|part|specializ\w+|headquartered|(?:co-)?founded|led\sby)\b|[–—]|--?\s|:|today\b|this\sweek\b|announc|"
    r"is\b|are\b|has\b|have\b|will\b|was\b|reports?\b|reported\b|"
    r"presents?\b|presented\b|proudly\b|launche[sd]\b|received?s?\b|releas|introduc|unveil|complete[sd]\b|"
    r"appoint|said\b|shared\b|provide[sd]\b|update[sd]\b|continues\b|successfully\b|and\s(?:its|the|[A-Z])|"
    r"entered\b|submitted\b|joined\b|hosted\b|CEO\b|'s\b|’s\b|®|™|"
    r"(?:,\s)?(?:yesterday|on\s[A-Z][a-z]{2,5}day)\b|(?:plans|expects|intends|says|won|secured|signed|initiated|began|dosed|"
    r"enrolled|acquired|raised|filed)\b)"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
# `On May 3, 2026 Hollin Inc. reported`: the year before a name is the day's.
_DAY_BEFORE = rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:20\d\d,?\s)?(?=[A-Za-z])"
_DATED = re.compile(rf"\b{_DAY_BEFORE}")
# `New Town- and Oldtown-based Hollin, a maker`: where somebody sits stands before the name.
# `The law firm of Hollin & Sons reminds`, `Norland drugmaker Hollin said`, `Shares of Hollin fell`.
_BASED_IN = re.compile(
    r"(?:[Tt]he\s)?(?:[a-z]{2,14}\s){0,3}(?:law\sfirm|team|experts)\s(?:of|at|behind)\s(?=[A-Z])"
    rf"|On\s{_DAY_BEFORE}"
    r"|Shares\s(?:of|in)\s(?=[A-Z])"
    r"|[A-Z][\w-]{2,16}\s(?:[a-z][\w-]{1,16}\s){0,4}?(?:company|firm|developer|drug-?maker|maker|manufacturer|biotech|"
    r"start-?up|specialist)\s(?=[A-Z])"
    r"|(?:[A-Z][\w.’'-]{0,20},?\s(?:and\s)?){0,5}[A-Z][\w.’']{0,20}[-–][Bb]ased\s(?=[A-Z])"
)
VERBS = frozenset(keys("headline_verbs"))
# `Fern Holders Jump`: behind a plural the verb has no s.
_BASES = frozenset(verb.removesuffix("s") for verb in VERBS if verb.endswith("s")).union(("jump", "look", "rally"))
PREFIX = re.compile(
    r"^(?:[\w ]{2,30}News\s?Breaks?|\w{3,30}Breaks|(?:Market|Stock|Trading|Breaking|News|Earnings|Sector|Company|"
    r"Investor)\s(?:Alert|Spotlight|Update|News|Watch|"
    r"Buzz)|CORRECTION|CORRECTING and REPLACING|UPDATE|/C O R R E C T I O N[^/]{0,60}/|EQS-\w+|Original-Research)\s?"
    r"(?:[–—:-]|--)\s{0,2}",
    re.IGNORECASE,
)
# The bracket of a ticker: the name stands right before it.
_TICKER = re.compile(
    r"[(\[]\s?(?:the\s)?(?i:nasdaq|nyse|amex|otc|tsx|cse|neo|cboe|asx|lse|aim|euronext|six|hkex|sehk|"
    r"tase|tse|kosdaq|oslo|pink|krx|hkg|sha|she|szse|sse|tyo|epa|etr|sgx|bse|jse|nzx)[^()\n]{0,40}:"
)
_SOURCE = re.compile(rf"(?:\bSOURCE:?|\bSource:)\s{{1,3}}(?P<name>{NAME})")
_ABOUT = re.compile(rf"\n\W{{0,4}}About\s(?:the\s)?(?P<name>{NAME})\W{{0,4}}(?=\n|$)")
# The character class comes first, so that `re` skips to gaps and commas.
_LEGAL_FORM = re.compile(
    r"[,\s](?:(?<=,)\s|(?<=\s))(?:Inc|Corp|Ltd|Limited|plc|PLC|GmbH|LLC|and\sCompany|AB(?=\s\(publ\)))\b\.?"
)
# `Migraine, a chronic condition`: what opens the lead is the subject of the news, not its issuer.
NO_ISSUER = re.compile(
    r"[^.]{0,60}\b(?:condition|disease|disorder|syndrome|therapy|antibody|inhibitor|agonist|molecule|"
    r"vaccine|drug|candidate|treatment)\b|(?:,|:?\s[Ii]s)\s(?:an?|the)\s[^.,]{0,40}\b"
    r"(?:novel|memoir|narrative|thriller|documentary|album|anthology|collection\sof\s(?:poems|stories|essays|songs))\b"
)
# `Fern Search and Rescue (FERNSAR) is`: two words of one name.
_IS_ONE = re.compile(r"(?:\s\([A-Z]{3,}\))?(?:,\s(?:an?|the|one)\b|\s(?:is|has|was)\b)|\s\([A-Z]{3,}\)")
_ONE_ANNOUNCES = re.compile(r"\s(?:today\s)?(?:announces|launches|reports|introduces|unveils)\b")
BEFORE_LEAD = ' \t\n\u00a0*_•“"—–-'
# `Hollin Set to Grow` tells of Hollin.
_BEFORE_TO = frozenset(["Set", "Poised", "Ready", "Aiming", "Looking", "Slated", "Due", "Back", "Again", "First"])
# `Davis, Elm & Oak, P.C. has won`.
_PARTNERS = re.compile(r"(?:[A-Z][\w’'-]{1,20},\s){1,4}(?=[A-Z][\w’'-]{1,20}\s&\s[A-Z])")
# What a name that is not written as others are has: a small letter at its head, commas, signs.
_UNUSUAL = re.compile(r"^[a-z$]|[,@|.]\s?\S")
_STUDY_BEHIND = re.compile(r"(?<=\w)\s(?:Study|Survey|Report|Poll|Index)$")
# `6.7 Million Americans`, `Top 4 Basket`: a number of things is no name.
_COUNTED = re.compile(
    r"(?:Top\s)?\$?\d[\d.,]*\s(?:[Mm]illion|[Bb]illion|[A-Z][a-z]+s\b|Reasons|Ways|Things|Steps)|Top\s\d"
)
# `Hollin AB Interim Report January-June`: what kind of report it is stands behind the name.
_REPORT_BEHIND = re.compile(r"\s(?:Interim|Quarterly|Half-?[Yy]ear(?:ly)?|Annual|Year-?[Ee]nd|Preliminary|Final)$")
# `The agency granted Hollin’s application`: whose it is.
_GRANTED = re.compile(
    rf"\b(?:granted|accepted|approved|cleared|authori[sz]ed)\s(?:[a-z]{{2,12}}\s){{0,4}}(?P<name>{NAME}?)[’']s?\s"
    r"(?:\([A-Z]{2,5}\)\s)?(?=[^.;]{0,60}\b(?i:application|[sA]?NDA|s?BLA|IND|PMA|therapy|vaccine|candidate|request|device|drug)\b)"
)
# `Dr. Ann Carden Launches a Scholarship`: who has no firm speaks for himself.
_DOCTOR = re.compile(
    r"Dr\.\s[A-Z][\w’'-]+(?:\s[A-Z]\.)?\s(?P<surname>[A-Z][\w’-]+)(?:,?\s(?:DDS|DMD|MD|M\.D\.|PhD|Ph\.D\.))?(?![\w’]*[’']\w{2})"
)
_TOLD_OF = 3  # times that a text speaks of a doctor
_TOLD_MOST = 4  # and of what a headline begins with, where no sign shows an organisation
# `Hollin Board Appoints`, `The Hollin Brand Opens`: whose board or brand it is.
_OF_HOLDER = re.compile(r"(?:The\s)?(?P<name>\S.{1,60}?)\s(?:Board(?:\sof\sDirectors)?|Brand)")
# `Children’s Hospital of Fern`, `Alzheimer’s Association`: what belongs to these is an organisation itself.
_OWNING = re.compile(
    r"(?:Children|Women|Men|People|Veteran|Alzheimer|Parkinson|Crohn|Shriner|Nurse|Physician)s?[’']s?", re.IGNORECASE
)
_PLURAL_VERBS = frozenset(
    ("announce", "collaborate", "complete", "enter", "join", "launch", "partner", "report", "sign")
)
_EVENTS = frozenset(("KOL", "CEO", "CFO", "CMO", "Stock", "Shares"))
_SAYING = frozenset(("today", "announces", "announced", "reports", "reported", "presents"))
_SPEAKS = re.compile(
    r",?\s(?:today,?\s)?(?:announce[sd]\b(?!\sby)|is\s(?:pleased|proud|excited|delighted|thrilled)\s(?:to|that)\b|"
    r"has\s(?:announced|launched|released|introduced|unveiled|hired|appointed|named|promoted)\b|"
    r"welcomes\b|launched\stoday\b|proudly\sannounces\b)"
)
_INTRODUCED = re.compile(
    rf"(?<=[.!?”\"\n]\s)(?P<name>{NAME})(?:,?\s{LEGAL})?(?:\s\([^()]{{2,40}}\))?"
    r"(?:,\san?\s|\s(?:is\s(?:an?|the|dedicated|committed|one)|works\swith|offers|provides|helps|was\sfounded|speciali[sz]es|"
    r"has\sbeen|aims|develops)\b)"
)
_CLOSING = 1200  # code points that close a release
_SHORTEST = 4  # code points of a name that is not written as others are
_LONGEST_NAME = 8  # words
SPAN = 8000  # code points of the body that are searched for names
OPENING = 2500  # code points that tell the company's full name
MOST = 8
REPEATED = 2
SURE = 2  # signs of an organisation that make the name of the first place sure


def tickered_names(text: str) -> list[str]:
    """Return the names before the first tickers of `text`."""
    found = []
    for m in islice(_TICKER.finditer(text), MOST):
        # A name may be wrapped over lines, but it ends where its paragraph does.
        before = _DATED.sub("", text[max(0, m.start() - 110) : m.start()].rpartition("\n\n")[2])
        name = NAME_BEFORE.search(re.sub(r"[’']s\s?$", " ", before))
        if name:
            found.append(name["name"])
    return cleaned(found)


def sources(text: str) -> list[str]:
    """Return what the wire's `SOURCE` line at the end names."""
    tail = text[-SPAN:]
    return names(_SOURCE, tail, MOST) if "SOURCE" in tail or "Source:" in tail else []


def legal_names(text: str) -> list[str]:
    """Return the names that end in a legal form."""
    forms = islice(_LEGAL_FORM.finditer(text[:OPENING]), MOST)
    found = (NAME_BEFORE.search(_DATED.sub("", text[max(0, m.start() - 80) : m.end()])) for m in forms)
    return cleaned(m["name"] for m in found if m)


def name_at_lead(text: str, start: int) -> str | None:
    """Return the name at text[start:] where what follows shows that it is the one who speaks."""
    at = start + len(text[start : start + 40]) - len(text[start : start + 40].lstrip(BEFORE_LEAD))
    based = _BASED_IN.match(text, at)
    at = based.end() if based else at
    partners = _PARTNERS.match(text, at)
    m = NAME_AT.match(text, partners.end() if partners else at, at + 160)
    if not m:
        return None
    name = text[at : m.end()]
    # `Today, Acme announced` and the like begin with a word that is no name; a title's verb is none either.
    words = name.split()
    stop = next((n for n, word in enumerate(words) if n and _is_saying(word)), len(words))
    if stop == len(words) - 1 and text[m.end() : m.end() + 6].startswith((", a", ", the ")):
        stop = len(words)  # `Hollin Works, a maker`: what stands before an apposition is the whole name
    end = at + len(" ".join(words[:stop])) if stop < len(words) else m.end()
    if stop == len(words) and (not AFTER_ISSUER.match(text, end) or NO_ISSUER.match(text, end, end + 70)):
        # A company says what it does in the same words, behind what it is.
        said = text[end : end + 90]
        if not (ENDS_LEGALLY.search(name) and text[end : end + 1] == ",") and not (
            AFTER_ISSUER.match(text, end)
            and re.search(r"company|organization|leader|firm|provider|start-?up|developer|\(|announc|[Tt]oday", said)
        ):
            return None
    whole = clean(text[at:end])
    is_one = (_IS_ONE.match(text, end) and text.count(whole) >= REPEATED) or _ONE_ANNOUNCES.match(text, end)
    name = whole if is_one else first_party(text[at:end])
    owner = re.match(r"[^’']{1,40}[’']s\s\w+", name)
    if not (owner and text.count(owner[0]) > REPEATED):
        name = re.split(r"[’']s\b", name)[0]
    if is_never(name) and not (MAY_BEGIN.match(name) and not is_nobody(name) and support(name, text) >= SURE):
        return None
    return name if name and not name.isdigit() else None


def opening_in_both(title: str, text: str, start: int) -> str | None:
    """Return what headline and lead both begin with, where a verb follows in one and an issuer's signs in the other.

    It finds names that are not written as others are: `hollin`, `Fern, Elm & Oak`, `Hollin@Galbrun`.
    """
    lead = text[start : start + 200].lstrip(BEFORE_LEAD)
    end = next((n for n, (one, other) in enumerate(zip(title, lead, strict=False)) if one != other), 0)
    is_inside = title[end - 1 : end].isalnum() and (title[end : end + 1].isalnum() or lead[end : end + 1].isalnum())
    name = title[:end].rpartition(" ")[0] if is_inside else title[:end]
    for _ in range(_LONGEST_NAME):
        name = name.rstrip(" ,;:-–—")
        behind = title[len(name) :].lstrip(" ®™*").split(" ")[0].lower()
        if behind in VERBS and AFTER_ISSUER.match(lead, len(name)):
            break
        name = name.rpartition(" ")[0]
    else:
        return None
    is_name = (
        len(name) >= _SHORTEST
        and _UNUSUAL.search(name)
        and " of " not in name
        and not NO_ISSUER.match(lead, len(name), len(name) + 70)
        and not is_never(name)
    )
    return name if is_name and not is_ordinary(name, text) else None


def holders(body: str) -> list[str]:
    """Return whose application or product a regulator has let pass in the first paragraphs."""
    return names(_GRANTED, body[:OPENING], MOST)


def speakers(body: str) -> list[str]:
    """Return whom the first paragraphs let speak behind a clause: `Born of an idea, Hollin today announced`."""
    ends = islice(_SPEAKS.finditer(body, 0, OPENING), MOST)
    found = (NAME_BEFORE.search(body[max(0, m.start() - 80) : m.start()]) for m in ends)
    return cleaned(m["name"] for m in found if m)


def closing_names(text: str) -> list[str]:
    """Return whom the last sentences introduce where no heading does: `Hollin Care, LLC works with employers.`"""
    tail = text[-_CLOSING:]
    found = (m for m in islice(_INTRODUCED.finditer(tail), MOST) if not NO_ISSUER.match(tail, m.end("name")))
    return [own_part(name, text) for name in cleaned(m["name"] for m in found)]


def _is_saying(word: str) -> bool:
    """Tell whether a word is a verb of the lead, or of a headline (`Provides`) that stands there once more."""
    bare = word.lower()
    return bare.strip(".,") in _SAYING or (word[0].isupper() and bare.endswith("s") and bare in VERBS)


def name_in_headline(title: str, body: str) -> tuple[str | None, bool]:
    """Return what stands before the headline's first verb, where that looks like a name; and whether it is an owner.

    Where a motto stands before it (`A Bright Future: Hollin Launches`), it is looked for behind the colon.
    """
    headline = PREFIX.sub("", title).strip(' -–—“"')
    name, is_owner = _subject_of(headline, body)
    dashed = re.split(r"\s[–—-]\s", headline, maxsplit=1)[0]
    if (
        name is None
        and dashed != headline
        and " " in dashed
        and NAME_AT.fullmatch(dashed)
        and body.count(dashed) >= REPEATED
    ):
        return (None, False) if is_never(dashed) else (clean(dashed), False)  # `Hollin Bio – First Patient Enrolled`
    motto, _, behind = headline.partition(": ")
    if name is None and behind and motto not in body:
        told, is_told_owner = _subject_of(behind, body)
        if told and not is_told_owner and body.count(told) > REPEATED and not is_ordinary(told, body):
            return told, False
    return name, is_owner


def _subject_of(headline: str, body: str) -> tuple[str | None, bool]:
    """Return the name that a headline begins with, before its verb; and whether it is an owner."""
    m = NAME_AT.match(headline)
    if not m or NEVER.match(headline) or _COUNTED.match(headline):
        return None, False
    words = m[0].split()
    for n, word in enumerate(words):
        bare = re.sub(r"[®™,]|\(TM\)|\(R\)", "", word)
        is_owner = re.search(r"[’'](?:s|S)?$", bare) is not None
        if is_owner and not _OWNING.fullmatch(bare) and not _is_title_of_own(words, n, body):
            return clean(" ".join([*words[:n], re.sub(r"[’'][sS]?$", "", bare)])), True
        if n > _LONGEST_NAME:
            return None, False
        is_plural_verb = n > 1 and bare.lower() in _BASES and words[n - 1].endswith("s")
        if n and (bare.lower() in VERBS or bare in _EVENTS or is_plural_verb) and not re.match(rf"{LEGAL}$", bare):
            return _who_acts(" ".join(words[:n]), bare.lower(), body), False
    rest = headline[m.end() :].lstrip(" ®™,*")
    if rest.startswith("to ") and words[-1] in _BEFORE_TO:
        words.pop()
    # `Fern Lenders are Closing`: what is many is nobody.
    is_many = rest.startswith("are ") and words[-1].endswith("s")
    if words and not is_many and (rest.startswith("(") or rest.split(" ")[0].lower() in VERBS):
        return clean(first_party(" ".join(words))) or None, False
    return None, False


def _who_acts(party: str, verb: str, body: str) -> str | None:
    """Return the name in what stands before a headline's verb."""
    # `Hollin & Galbrun Announce` are two, `Hollin & Sons Announces` is one.
    party = party.split(" & ", maxsplit=1)[0] if verb in _PLURAL_VERBS else party
    if is_nobody(party):
        return None  # `Fern and Elm Pill` is a thing, and so is `Fern`
    party = _REPORT_BEHIND.sub("", party) if verb.startswith("report") else party
    party = _STUDY_BEHIND.sub("", party)  # `Hollin Survey Shows` tells what Hollin asked
    held = _OF_HOLDER.fullmatch(party)
    party = held["name"] if held and not is_named_in(body, party) else party
    return clean(first_party(party)) or None


def _is_title_of_own(words: list[str], n: int, body: str) -> bool:
    """Tell whether an owner and what is behind him are one name: `Fern's Voice`, of which the text speaks again."""
    whole = " ".join(words[: n + 2]).replace("’", "'")
    return len(words) > n + 1 and body.replace("’", "'").count(whole) >= REPEATED


def headed(title: str, body: str) -> str | None:
    """Return whom a headline begins with, where nothing else tells whose news it is: a doctor, or a name told often."""
    doctor = _DOCTOR.match(title)
    if doctor:
        name = re.sub(r"[’']s$", "", doctor[0])
        return name if body.count(doctor["surname"].removesuffix("’s")) >= _TOLD_OF else None
    m = NAME_AT.match(title)
    words = m[0].split() if m else []
    heads = (clean(" ".join(words[:n])) for n in range(min(len(words), _LONGEST_NAME), 1, -1))
    head = next((head for head in heads if " " in head and body.count(head) >= _TOLD_MOST), None)
    return head if head and not is_never(head) and head.lower() not in body and not is_ordinary(head, body) else None


def about_headings(text: str) -> list[str]:
    """Return what the headings of the boilerplate are about."""
    return names(_ABOUT, text[-SPAN:], MOST)


def is_named_in(body: str, word: str) -> bool:
    """Tell whether a text has the word, also where the headline has it in capitals."""
    return word in body or (word.isupper() and word.title() in body)
