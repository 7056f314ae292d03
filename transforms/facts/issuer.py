"""Whose news a release is. Partners, wires, writers and regulators that it names are not its issuer.

What belongs here: organisation names and where an issuer stands. Tickers are `tickers`.
"""

import re
from collections.abc import Iterable
from itertools import islice

from transforms.reference import keys

_LEGAL = (
    r"(?:Inc(?:orporated)?|Corp(?:oration)?|Co(?:mpany)?|Ltd|Limited|LLC|L\.L\.C|LP|L\.P|PLC|plc|GmbH|"
    r"AG|SE|S\.?A\.?S?|N\.?V|B\.?V|"
    r"A/S|ApS|AB|ASA|AS|Oyj|KGaA|S\.p\.A|S\.r\.l|Pty|PBC|K\.K|Holdings?|Group)\b\.?"
)
_ENDS_LEGALLY = re.compile(rf"\s{_LEGAL}$")
_MARK = r"[®™℠*]{0,2}(?:\((?:R|TM)\))?"
_WORD = rf"(?:[A-Z0-9][\w&’'.\-/+]{{0,40}}|[a-z]{{1,8}}[A-Z][\w\-]{{1,30}}){_MARK}"
_SMALL = r"(?:of|for|the|and|&|de|du|la|et|y|und|at|in)"
_NAME = rf"(?<![\w])(?:The\s)?{_WORD}(?:\s(?:{_SMALL}\s){{0,2}}{_WORD}){{0,7}}(?:,?\s{_LEGAL}){{0,3}}"
_NAME_AT = re.compile(_NAME)
# What follows an issuer at the head of a lead: a bracket, an apposition, a dash, or a verb of saying and doing.
_AFTER_ISSUER = re.compile(
    r"\s{0,2}(?:\(|\[|,\s(?:a|an|the|one|today|which|developer|provider|maker|leader|leading|pioneer|"
    r"in|together|on|Inc|formerly|along|"
    r"and|based|whose|part|specializ\w+|headquartered)\b|[–—]|--?\s|:|today\b|this\sweek\b|announc|"
    r"is\b|are\b|has\b|have\b|will\b|was\b|reports?\b|reported\b|"
    r"presents?\b|presented\b|proudly\b|launche[sd]\b|received?s?\b|releas|introduc|unveil|complete[sd]\b|"
    r"appoint|said\b|shared\b|provide[sd]\b|update[sd]\b|continues\b|successfully\b|and\s(?:its|the|[A-Z])|"
    r"entered\b|submitted\b|joined\b|hosted\b|CEO\b|'s\b|’s\b|®|™)"
)
_VERBS = frozenset(keys("headline_verbs"))
_PREFIX = re.compile(
    r"^(?:[\w ]{2,30}News\s?Breaks?|\w{3,30}Breaks|(?:Market|Stock|Trading|Breaking|News|Earnings|Sector|Company|"
    r"Investor)\s(?:Alert|Spotlight|Update|News|Watch|"
    r"Buzz)|CORRECTION|CORRECTING and REPLACING|UPDATE|/C O R R E C T I O N[^/]{0,60}/|EQS-\w+|Original-Research)\s?"
    r"(?:[–—:-]|--)\s{0,2}",
    re.IGNORECASE,
)
# The bracket of a ticker: the name stands right before it.
_TICKER = re.compile(
    r"[(\[]\s?(?:the\s)?(?i:nasdaq|nyse|amex|otc|tsx|cse|neo|cboe|asx|lse|aim|euronext|six|hkex|sehk|"
    r"tase|tse|kosdaq|oslo|pink|krx)[^()\n]{0,40}:"
)
_NAME_BEFORE = re.compile(rf"(?P<name>{_NAME})\s{{0,2}}[®™]?\s?$")
_SOURCE = re.compile(rf"(?:\bSOURCE:?|\bSource:)\s{{1,3}}(?P<name>{_NAME})")
_ABOUT = re.compile(rf"\n\W{{0,4}}About\s(?:the\s)?(?P<name>{_NAME})\W{{0,4}}(?=\n|$)")
# Names that are never the issuer: regulators, wires and their writers, and words that open sentences.
_NEVER = re.compile(
    r"^(?:(?:The\s)?(?:U\.?S\.?\s)?(?:Food\b|Ministry|\w+ Drug Authority|FDA|FDA’s|European Medicines|"
    r"European Commission|Health Canada|Securities and Exchange|"
    r"Centers for (?:Disease|Medicare))|By\s|Today|This|These|That|With|While|When|As|In|On|At|For|"
    r"From|If|It|We|Our|After|Following|"
    r"Despite|According|Highlights?|Research Highlights|Read|To|What|Why|How|Here|There|Data|New|Study|"
    r"Results|Patients|Phase|Dr|Mr|Ms|Key|"
    r"Benzinga|Proactive|NOTE|About|Forward|Safe|Conference|Webcast|Dear|U\.S|More|Millions?|Most|Could|Can|Should|Is|Are|Clinical|"
    r"Researchers?|Scientists|Experts?|Doctors|Survey|Poll|Report|One|Two|Three|Four|Five|Six|Seven|Top|Best|"
    r"Expensive|Before|Early|"
    r"Many|Some|Company|First|CONTACT|Contact|"
    r"BioMedWire|InvestorWire|NetworkNewsWire|IBN)(?:\b|$)"
)
_LEGAL_FORM = re.compile(r",?\s(?:Inc|Corp|Ltd|Limited|plc|PLC|GmbH|LLC|and\sCompany)\b\.?")
# `Migraine, a chronic condition`: what opens the lead is the subject of the news, not its issuer.
_NO_ISSUER = re.compile(
    r"[^.]{0,60}\b(?:condition|disease|disorder|syndrome|therapy|antibody|inhibitor|agonist|molecule|"
    r"vaccine|drug|candidate|treatment)\b"
)
_SPAN = 8000  # code points of the body that are searched for names
_OPENING = 2500  # code points that tell the company's full name
_TELLING = 1500  # code points of a body that is long enough to name its issuer
_MOST_TICKERS = 8
_LONGEST_NAME = 8  # words


def find_issuer(title: str, text: str, lead_start: int, *, has_dateline: bool, source_line: str | None) -> str | None:
    """Return the issuer's name as the text has it, or None.

    Looked for in the lead behind the dateline (`lead_start`), then in the headline, before the first ticker, in the
    wire's source line and in the heads of the boilerplate, in this order: the further from the lead, the less it tells.
    """
    if has_dateline:
        lead = _name_at_lead(text, lead_start)
        if lead:
            return lead
    body = text[lead_start : lead_start + _SPAN]
    headline, is_owner = _name_in_headline(title)
    if headline and len(body) >= _TELLING and not _is_named_in(body, headline.split()[0]):
        # A release names its issuer in its body; words that stand in the headline alone are a subject, not a name.
        headline = None
    opening = None if has_dateline else _name_at_lead(text, lead_start)
    tickered = _tickered(title + "\n\n" + body)
    if headline and not any(name and _is_form_of(headline, name) for name in (opening, *tickered)):
        tickered += [name for name in _sources(text) if _is_form_of(headline, name)]
    if headline:
        # The full form of the same name, with its legal form where the text has one.
        told = [name for name in [opening, *tickered] if name]
        forms = [name for name in told or _legal_names(body) if _is_form_of(headline, name)]
        long = next((name for name in [headline, *forms] if _ENDS_LEGALLY.search(name)), forms[0] if forms else None)
        in_title = next((name for name in tickered if name.split()[0].lower() in title.lower()), None)
        # `Analysts’ view of Acme`: an owner that the text does not know as a company gives way to one with a ticker.
        if long is None and (is_owner or _PREFIX.match(title)):
            return in_title or (tickered[0] if tickered and is_owner else headline)
        return long or headline
    if opening and (not tickered or any(_is_form_of(opening, name) for name in tickered)):
        return opening
    if tickered:
        return next((name for name in tickered if name.split()[0].lower() in title.lower()), tickered[0])
    sourced = [source_line] if source_line else _sources(text) or _names(_ABOUT, text[-_SPAN:])
    return next(iter(sourced or _legal_names(body)), opening)


def _is_named_in(body: str, word: str) -> bool:
    return word in body or (word.isupper() and word.title() in body)


def _tickered(text: str) -> list[str]:
    """Return the names before the first tickers of `text`."""
    found = []
    for m in islice(_TICKER.finditer(text), _MOST_TICKERS):
        # A name may be wrapped over lines, but it ends where its paragraph does.
        name = _NAME_BEFORE.search(text[max(0, m.start() - 110) : m.start()].rpartition("\n\n")[2])
        if name:
            found.append(name["name"])
    return _cleaned(found)


def _sources(text: str) -> list[str]:
    """Return what the wire's `SOURCE` line at the end names."""
    tail = text[-_SPAN:]
    return _names(_SOURCE, tail) if "SOURCE" in tail or "Source:" in tail else []


def _legal_names(text: str) -> list[str]:
    """Return the names that end in a legal form."""
    forms = islice(_LEGAL_FORM.finditer(text[:_OPENING]), _MOST_TICKERS)
    found = (_NAME_BEFORE.search(text[max(0, m.start() - 80) : m.end()]) for m in forms)
    return _cleaned(m["name"] for m in found if m)


def _names(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return the cleaned names that `pattern` finds, without those that are never an issuer."""
    return _cleaned(m["name"] for m in islice(pattern.finditer(text), _MOST_TICKERS))


def _cleaned(names: Iterable[str]) -> list[str]:
    # A heading glued to the sentence behind it (`Better Care With Acme Medical Corp.`) gives up its first words.
    found = (_clean(re.split(r"\b(?:With|By|To|For|In|From|Are|Is|Shares\sof)\s", name)[-1]) for name in names)
    return [name for name in found if name and not _NEVER.match(name)]


def _name_at_lead(text: str, start: int) -> str | None:
    """Return the name at text[start:] where what follows shows that it is the one who speaks."""
    at = start + len(text[start : start + 40]) - len(text[start : start + 40].lstrip(' \t\n\u00a0*_•“"—–-'))
    m = _NAME_AT.match(text, at, at + 160)
    if not m:
        return None
    name = m[0]
    # `Today, Acme announced` and the like begin with a word that is no name; a title's verb is none either.
    words = name.split()
    stop = next((n for n, word in enumerate(words) if n and word.lower().strip(".,") in _SAYING), len(words))
    end = at + len(" ".join(words[:stop])) if stop < len(words) else m.end()
    if stop == len(words) and (not _AFTER_ISSUER.match(text, end) or _NO_ISSUER.match(text, end, end + 70)):
        # A company says what it does in the same words, behind what it is.
        said = text[end : end + 90]
        if not (
            _AFTER_ISSUER.match(text, end)
            and re.search(r"company|organization|leader|firm|provider|\(|announc|[Tt]oday", said)
        ):
            return None
    name = re.split(r"[’']s\b", _first_party(text[at:end]))[0]
    return name if name and not _NEVER.match(name) and not name.isdigit() else None


def _name_in_headline(title: str) -> tuple[str | None, bool]:
    """Return what stands before the headline's first verb, where that looks like a name; and whether it is an owner."""
    headline = _PREFIX.sub("", title).strip(' -–—“"')
    m = _NAME_AT.match(headline)
    if not m or _NEVER.match(headline) or _COUNTED.match(headline):
        return None, False
    words = m[0].split()
    for n, word in enumerate(words):
        bare = re.sub(r"[®™,]|\(TM\)|\(R\)", "", word)
        if re.search(r"[’'](?:s|S)?$", bare):
            return _clean(" ".join([*words[:n], re.sub(r"[’'][sS]?$", "", bare)])), True
        if n > _LONGEST_NAME:
            return None, False
        if n and (bare.lower() in _VERBS or bare in _EVENTS) and not re.match(rf"{_LEGAL}$", bare):
            return _clean(_first_party(" ".join(words[:n]))) or None, False
    rest = headline[m.end() :].lstrip(" ®™,*")
    if rest.startswith("(") or rest.split(" ")[0].lower() in _VERBS:
        return _clean(_first_party(m[0])) or None, False
    return None, False


# `6.7 Million Americans`, `Top 4 Basket`: a number of things is no name.
_COUNTED = re.compile(
    r"(?:Top\s)?\$?\d[\d.,]*\s(?:[Mm]illion|[Bb]illion|[A-Z][a-z]+s\b|Reasons|Ways|Things|Steps)|Top\s\d"
)
_EVENTS = frozenset(("KOL", "CEO", "CFO", "CMO", "Therapy", "Stock", "Shares"))
_SAYING = frozenset(("today", "announces", "announced", "reports", "reported", "presents"))


def _first_party(name: str) -> str:
    """Cut `Acme Inc. and Bolt Ltd.` to its first party; `Eli and Sons` and `Acme and Company` stay whole."""
    m = re.match(rf"(?P<first>.{{2,80}}?\s{_LEGAL})\s(?:and|&)\s", name)
    if m:
        return _clean(m["first"])
    parts = re.split(r"\s(?:and|And)\s(?!Company\b|Co\b|Sons\b)", name)
    if len(parts) > 1 and (len(parts[0].split()) >= 2 or "And" in name.split()):
        return _clean(parts[0])
    return _clean(name)


def _is_form_of(short: str, long: str) -> bool:
    """Tell whether both begin with the same word; a single word may also begin a longer one or stand second in it."""
    a, b = re.findall(r"[\w.&-]+", short.lower()), re.findall(r"[\w.&-]+", long.lower())
    if not a or not b or a[0] in ("the", "american", "first", "united"):
        return a[:3] == b[:3]
    return a[0] == b[0] or (len(a[0]) >= 5 and (b[0].startswith(a[0]) or (len(a) == 1 and a[0] in b[:2])))


# `Chief Medical Officer at Hollin Inc.`, `Hollin Inc CEO Bo Carden`: the company is what is left.
_POST_BEFORE = re.compile(r"^(?:Chief\s\w{2,12}\sOfficer|President|Chair(?:man|woman)?|C[EFMOST]O)\s(?:of|at)\s")
_POST_BEHIND = re.compile(r"(?<=\w)\sC[EFMOST]O(?:\s.*)?$")


def _clean(name: str) -> str:
    """Strip marks, quotes, brackets, people's posts and what else is no part of a name."""
    name = _POST_BEFORE.sub("", _POST_BEHIND.sub("", name))
    name = re.sub(r"[®™℠*]|\((?:R|TM)\)", "", name)
    name = re.sub(r"\s+", " ", name).strip(" ,;:–—-“”\"'’")
    name = re.sub(r"\s(?:of|for|the|and|&|in|at)$|[’']s?$", "", name)
    return re.sub(r"(?<!\b[A-Z])\.$", "", name) if not re.search(rf"{_LEGAL}$", name) else name
