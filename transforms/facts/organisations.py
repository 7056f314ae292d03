"""Names of organisations: what one looks like, and what in the text shows that it is one.

What belongs here: the grammar of names and the signs beside them. Longer and shorter forms of a name are
`organisation_forms`; whose news a release is, is `issuer`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import polars as pl

from transforms.reference import keys, load_reference

LEGAL = (
    r"(?:Inc(?:orporated)?|Corp(?:oration)?|Co(?:mpany)?|Ltd|Limited|LLC|L\.L\.C|LP|L\.P|PLC|plc|GmbH|"
    r"AG|SE|S\.?A\.?S?|N\.?V|B\.?V|"
    r"P\.C|PLLC|LLP|A/S|ApS|AB|ASA|AS|Oyj|KGaA|S\.p\.A|S\.r\.l|Pty|PBC|K\.K|Holdings?|Group)\b\.?"
)
ENDS_LEGALLY = re.compile(rf"\s{LEGAL}$")
_LEGAL_FORM = re.compile(LEGAL)
_LETTER = re.compile(r"(?:The\s)?(?:\w|[\d.,]+|[A-Z]\.[A-Z]\.?)")
_TOWN_OF_ALBERTA = re.compile(r"[A-Z][A-Z ]+, AB")
_MARK = r"[®™℠*]{0,2}(?:\((?:R|TM)\))?"
_WORD = rf"(?:[A-Z0-9][\w&’'.\-/+]{{0,40}}|[a-z]{{1,8}}[A-Z][\w\-]{{1,30}}){_MARK}"
_SMALL = r"(?:of|for|the|and|&|de|du|la|et|y|und|at|in)"
_ON = rf"(?:(?:(?<=Commission)|(?<=Committee)|(?<=Council)|(?<=Institute))\son(?:\s(?:{_SMALL}\s)?{_WORD}){{1,5}})?"
NAME = rf"(?<![\w])(?:The\s)?{_WORD}(?:\s(?:{_SMALL}\s){{0,2}}{_WORD}){{0,7}}{_ON}(?:,?\s{LEGAL}){{0,3}}"
NAME_AT = re.compile(NAME)
NAME_BEFORE = re.compile(rf"(?P<name>{NAME})\s{{0,2}}[®™]?\s?$")
NOUNS = frozenset(keys("organisation_nouns"))
_NO_ISSUERS = frozenset(keys("no_issuers")) | {name.lower() for name in keys("agencies")}
_IN_MANY = "a word of many names"
_THING = "what the name of a thing ends in"
COMMON = NOUNS | frozenset(load_reference("no_issuers").filter(pl.col("why") == _IN_MANY)["name"])
_THINGS = frozenset(load_reference("no_issuers").filter(pl.col("why") == _THING)["name"])
# Names that are never the issuer: regulators, wires and their writers, and words that open sentences.
NEVER = re.compile(
    r"^(?:(?:The\s)?(?:U\.?S\.?\s)?(?:Food\b|Ministry|\w+ Drug Authority|FDA|FDA’s|European Medicines|"
    r"European Commission|Health Canada|Securities and Exchange|"
    r"Centers for (?:Disease|Medicare))|By\s|Today|This|These|That|With|While|When|As|In|On|At|For|"
    r"From|If|It|We|Our|He|She|They|You|I|His|Her|Their|After|Following|"
    r"Despite|According|Highlights?|Research Highlights|Overview\sof|Former|"
    r"Read|To|What|Why|How|Here|There|Data|New|Study|"
    r"Results|Reference|Patients|Phase|Dr|Mr|Ms|Key|"
    r"Benzinga|Proactive|NOTE|About|Forward-[Ll]ooking|Safe\sHarbor|Conference|Webcast|Dear|U\.S|More|Millions?|Most|Could|Can|Should|Is|Are|Clinical|"
    r"Researchers?|Scientists|Experts?|Doctors|Survey|Poll|Report|One|Two|Three|Four|Five|Six|Seven|Top|Best|"
    r"Expensive|Before|Early|"
    r"Many|Some|An?\s|(?:[\w ]{0,40}\b[Tt]he )?Company$|First|CONTACT|Contact|Winners|"
    r"Only|Meet|Upcoming|Ongoing|Explore\sthe|Recent|Discuss|\w+-[Bb]ased|"
    r"BioMedWire|InvestorWire|NetworkNewsWire|IBN)(?:\b(?!\.\w)|$)"
)
# Words that open sentences, and names: `First Hollin`, `New Fern Metals`.
MAY_BEGIN = re.compile(
    r"(?:First|One|Two|Three|Four|Five|Six|Seven|New|Key|Data|Best|Top|Early|Clinical|Only|In|On|U\.S\.)\s[A-Z]"
)
# `Chief Medical Officer at Hollin Inc.`, `Hollin Inc CEO Bo Carden`: the company is what is left.
_POST_BEFORE = re.compile(
    r"^(?:[A-Z][\w&,.'-]{0,20}\s(?:(?:and|&)\s)?){0,4}?(?:(?:Chief\s\w{2,12}\sOfficer|President|Chair(?:man|woman)?|C[EFMOST]O|"
    r"Director|Head|Manager|Developer|Owner|Founder|Ambassador|Advis[eo]r|Dean|(?:Supervisory|Management|Executive|Advisory)\sBoard|"
    r"Board\sof\sDirectors)\s(?:of|at|for)|(?:Relations|Partnerships|Communications|Marketing|Training|Sales)\s(?:at|for))\s(?:the\s)?"
    r"(?=[A-Z\d])"
)
_POST_BEHIND = re.compile(
    r"(?<=[\w.])\s(?:(?:Executive|Founding|Managing|Senior)\s)?(?:Vice\sPresident|Chair(?:man|woman)|Chief\s(?:\w+\s){1,2}Officer|"
    r"C[EFMOST]O|[SE]?VP|(?<=Managing\s)(?:Partner|Director)|(?<=Founding\s)Partner|(?<=Executive\s)Director|(?:Co-)?[Ff]ounder|Owner|"
    r"Head\sof)\b(?!.*\b(?:Summit|Forum|Council|Conference|Awards|Network|Academy|Club|Group)\b)(?:\s.*)?$"
)
# `Northtown-based Hollin`, `Bestselling Author Ann Carden`, `9th Annual Hollin Awards`.
_BASED = re.compile(
    r"^(?:[A-Z][\w.'’-]*,?\s){0,3}[A-Z][\w.'’]*[-–](?:[Bb]ased|[Ff]ocused|[Bb]acked)\s(?=[A-Z\d])|^(?:Introducing|Announcing)\s(?=[A-Z\d$])"
)
_OCCUPATION = re.compile(
    r"^(?:(?:[Bb]est-?[Ss]elling|[Aa]ward-[Ww]inning|[Rr]enowned|[Aa]cclaimed|[Dd]ebut|[Cc]elebrat\w+|[Cc]elebrity|[Ll]icensed|[Ll]ocal|"
    r"[Nn]oted|[Vv]eteran|[Ee]xpert)\s){0,3}(?:Author|Entrepreneur|Futurist|Artist|Attorneys?|Beautician|Esthetician|Cosmetologist|Stylist|Barber|Chef|Singer|"
    r"Act(?:or|ress)|Filmmaker|Novelist|Poet|Songwriter|Musician|Rapper|Philanthropist|Father|Pastor|Rev\.|Inventor)\s"
    r"(?=[A-Z][\w.'’-]*\s(?:[A-Z]\.\s)?[A-Z])"
)
# `Fern Lawyers at the Hollin Law Group`.
_AT = re.compile(r"\sat\s(?:[Tt]he\s)?(?=[A-Z])")
# `Journal of Fern University`: whose journal it is.
_JOURNAL_OF = re.compile(r"^(?:The\s)?Journal\sof\s(?:the\s)?(?=(?:[A-Z]\w+\s){1,3}University\b)")
# `Attorney Ann Carden of Hollin Law Office`: he speaks for the firm.
_OF_FIRM = re.compile(
    r"^(?:Attorneys?|Dr\.|Coach|Chef|CEO|Founder|Realtor|Broker)\s[A-Z][\w.'’-]*\s(?:[A-Z]\.\s)?[A-Z][\w'’-]+\s(?:of|with|from)\s"
    r"(?:[Tt]he\s)?(?=[A-Z]\S*\s[A-Z])"
)
_PERSON = re.compile(r"(?:[A-Z][\w.'’-]*|de|von|van)(?:\s(?:[A-Z][\w.'’-]*|de|von|van)){1,3}")
_ORDINAL = re.compile(
    r"^(?:The\s)?(?:\d{1,3}(?:st|nd|rd|th)|[A-Z][a-z]{2,9}th|First|Second|Third|Inaugural)\s"
    r"(?:Annual\s|Anniversary\sof\s(?:the\s)?)"
)
# Legal forms whose full stop is their own.
_ABBREVIATED = re.compile(
    r"\b(?:Inc|Corp|Co|Ltd|L\.L\.C|L\.P|S\.?A|S\.?A\.?S|N\.?V|B\.?V|S\.p\.A|S\.r\.l|K\.K|P\.C)\.$"
)
_FEATURE_HOUSE = re.compile(r"\s(?:Family Features|Feature Impact|StatePoint|Brandpoint)$")
# `Fern Dental by Dr. Ann Carden`.
_BY_PERSON = re.compile(r"\sby\sDr\.?\s.*$")
_INSTEAD = re.compile(
    r"\b(?:With|By|To|For|In|From|At|Are|Is|Shares\s(?:of|in)|Does|Did|Though|Although|But|Both|Even|Take|About|Explore)\s(?:the\s)?"
    r"|(?<=[A-Za-z]{2}[A-Za-z])\.\s(?!(?<=Inc\.\s)|(?<=Ltd\.\s)|(?<=Dr\.\s)|(?<=Bros\.\s)|(?<=Corp\.\s))"
)

# What stands right behind a name, each sign once.
_PEOPLE = (
    r"(?:company|organi[sz]ation|firm|provider|leader|non-?profit|developer|maker|manufacturer|association|practice|brand|start-?up|"
    r"platform|agency|studio|retailer|marketplace|exchange|distributor|franchise|producer|supplier|publisher|clinic|foundation)"
)
SIGNS = (
    re.compile(rf",?\s{LEGAL}"),
    re.compile(r"[®™]?\s?[(\[]\s?[“\"]|[®™]?\s\([A-Z]{2,8}\)|,\s[A-Z]{3,8},\s"),
    re.compile(rf",\s(?:an?|the|one|which is|based)\b[^.;\n]{{0,90}}\b{_PEOPLE}\b|,\s(?:LLC|Inc)"),
    re.compile(rf"\sis\s(?:an?|the|one)\b[^.;\n]{{0,90}}\b{_PEOPLE}\b"),
    re.compile(
        r",?\s(?:today,?\s)?(?:announce[sd]?\b|announcing|said\b|says\b|is\s(?:pleased|proud|excited|delighted|thrilled)\b|"
        r"has\s(?:announced|launched|released|introduced|received)\b|launche[sd]\b|unveil(?:s|ed)\b|offers\b|provides\b)"
    ),
)
TICKER_BEHIND = re.compile(r"[®™]?\s?[(\[]\s?[A-Za-z .]{2,30}:\s?[A-Z.]{1,6}")
_PERSON_BEHIND = re.compile(
    r",\s(?:M\.?D|Ph\.?D|R\.?N|D\.?O|DDS|DMD|MBA|[Cc]hief|[Pp]resident|CEO|CFO|CMO|[Ff]ounder|[Dd]irector|[Pp]rofessor|"
    r"[Hh]ead\sof|a\s(?:professor|board))\b"
)
# What stands right before one: a heading, or the post of one of its people.
_ABOUT_BEFORE = re.compile(r"(?:^|\n|\.\s?|\*\s?)\W{0,4}About\s(?:the\s)?$")
_POST_OF_BEFORE = re.compile(
    r"(?i:\b(?:ceo|president|founder|owner|director|officer|head|spokes\w{3,6}|chairman)\s(?:of|at|for)\s(?:the\s)?)$"
)
# `President and CEO of Hollin Systems`.
POST_OF = re.compile(
    # The character class comes first, so that `re` skips to the few letters that may begin a post.
    rf"[CPFODpfod](?<!\w[A-Za-z])(?:(?<=C)[EFO]O|(?<=[Pp])(?:resident|rincipal|artner)|(?<=[Ff])ounder|(?<=[Oo])wner|"
    rf"(?<=[Dd])irector|(?<=O)fficer)\s(?:of|at)\s"
    rf"(?:the\s)?(?P<name>{NAME})"
)
_ACCORDING_BEFORE = re.compile(
    r"(?i:\b(?:according to|experts? at|available at|offered (?:by|at)|provided by|team at)\s(?:the\s)?)$"
)
_STOP = re.compile(r"(?<=[a-z]{3})[.:]\s")
_OWNED = re.compile(r"[’']s\b")
_BEFORE_NAME = re.compile(r"\s(?:at|the)\s")
_PLAIN_WORDS = re.compile(r"(?:[A-Z]{2,4}\s)?[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2}")
_EVENT_YEAR = re.compile(r"\s20\d\d$")
# A short name with one of these is a company, whatever word it begins with: `Many Fern Inc.`.
_COMPANY = re.compile(r"\s(?:Inc|Corp|Ltd|LLC|PLC|plc|Corporation|Limited)\.?$")
_SHORT = 3
# Words of a sentence, inside what looks like a name: `Go Where No Company`.
_SENTENCE = re.compile(
    r"\s(?:Where|Why|How|That|Than|Your?|Their|Its|Is|Are|Was|Were|Who|Which|Should|Could|Would)(?:\s|$)"
)
_MARKS = re.compile(r"[®™℠*]|\((?:R|TM)\)")
_ADDRESS = re.compile(r"(?:(?<=[a-z.])www\.|https?:).*$")  # glued to a name: `Hollin Motorswww.hollin.com`
_LAST_SMALL = re.compile(r"\s(?:of|for|the|and|&|in|at)$|[’']s?$")
_LAST_STOP = re.compile(r"(?<!\b[A-Z])\.$")
_MOST_PLACES = 12
_MOST_WORDS = 8
_AGAINST = 3  # signs that a person's title behind a name outweighs, and a name that is an ordinary word


@lru_cache(maxsize=16_384)  # a release names the same few organisations, and each is asked for in several places
def clean(name: str) -> str:
    """Strip marks, quotes, brackets, people's posts and what else is no part of a name."""
    name = _ORDINAL.sub("", _BASED.sub("", _POST_BEHIND.sub("", _POST_BEFORE.sub("", name))))
    name = _JOURNAL_OF.sub("", _OF_FIRM.sub("", name))
    person = _OCCUPATION.sub("", name)
    if person != name and _PERSON.fullmatch(person) and not has_noun(person) and not ENDS_LEGALLY.search(person):
        name = person
    where = _AT.search(name)
    if where and (has_noun(name[where.end() :]) or ENDS_LEGALLY.search(name)):
        name = name[where.end() :]
    name = " ".join(_MARKS.sub("", _ADDRESS.sub("", name)).split()).strip(" ,;:–—-“”\"'’")
    name = _BY_PERSON.sub("", _FEATURE_HOUSE.sub("", _LAST_SMALL.sub("", name)))
    return name if not name.endswith(".") or _ABBREVIATED.search(name) else _LAST_STOP.sub("", name)


def cleaned(names: Iterable[str]) -> list[str]:
    """Return the names, cleaned, without those that are never an issuer."""
    # A heading glued to the sentence behind it (`Better Care With Acme Medical Corp.`) gives up its first words.
    found = (clean(_INSTEAD.split(name)[-1]) for name in names)
    return [name for name in found if name and not is_never(name)]


@lru_cache(maxsize=16_384)
def is_never(name: str) -> bool:
    """Tell whether `name` is that of a regulator, a place or a word that opens sentences: never an issuer."""
    words = name.split()
    may_begin = MAY_BEGIN.match(name) is not None
    is_company = _COMPANY.search(name) is not None and (len(words) <= _SHORT or may_begin)
    is_named = may_begin and len(words) >= _SHORT and has_noun(words[-1])  # `New Elm Functional Psychiatry`
    return (NEVER.match(name) is not None and not (is_company or is_named)) or is_nobody(name)


def is_nobody(name: str) -> bool:
    """Tell whether `name` is a letter, a wire, a place, a legal form or an ordinary word: nobody's name."""
    return (
        _LETTER.fullmatch(name) is not None
        or _SENTENCE.search(name) is not None
        or name.endswith(("Wire", "wire"))
        or name.lower().removeprefix("the ") in _NO_ISSUERS
        or _LEGAL_FORM.fullmatch(name) is not None
        # A town of Alberta, not a Swedish company.
        or _TOWN_OF_ALBERTA.fullmatch(name) is not None
        or _is_common(name)
        or name.rpartition(" ")[2].lower() in _THINGS
    )


def _is_common(name: str) -> bool:
    """Tell whether every word is one of many names: `International Limited`, `Property Management`."""
    words = name.removeprefix("The ").split()
    own = [word.strip(".,").lower() for word in words if not _LEGAL_FORM.fullmatch(word)]
    # `Alliance Games` is a name of its own, `Digital Health` is a subject.
    many = 1 if len(own) < len(words) or NOUNS.issuperset(own) else 2
    return len(own) <= many and COMMON.issuperset(own)


def first_party(name: str) -> str:
    """Cut `Acme Inc. and Bolt Ltd.` to its first party; `Eli and Sons` and `Acme and Company` stay whole."""
    m = re.match(rf"(?P<first>.{{2,80}}?\s{LEGAL})\s(?:and|&)\s", name)
    if m:
        return clean(m["first"])
    name = re.split(r"\sand\sthe\s", name)[0]
    parts = re.split(r"\s(?:and|And)\s(?!Company\b|Co\b|Sons\b)", name)
    if len(parts) > 1 and (len(parts[0].split()) >= 2 or "And" in name.split()):
        return clean(parts[0])
    return clean(name)


def is_form_of(short: str, long: str) -> bool:
    """Tell whether both begin with the same word; a single word may also begin a longer one or stand second in it."""
    a, b = re.findall(r"[\w.&-]+", short.lower()), re.findall(r"[\w.&-]+", long.lower())
    if not a or not b or a[0] in ("the", "american", "first", "united"):
        return a[:3] == b[:3]
    return a[0] == b[0] or (len(a[0]) >= 5 and (b[0].startswith(a[0]) or (len(a) == 1 and a[0] in b[:2])))


def has_noun(name: str) -> bool:
    """Tell whether a word of the name says what kind of organisation it is."""
    return not NOUNS.isdisjoint([word.strip(".,®™") for word in name.lower().split()])


def support(name: str, text: str) -> int:
    """Count the signs in the text that `name` is an organisation that has the word: 0 for a subject, 2 or more for one.

    Signs are what stands beside the name: a legal form, a ticker, `a … company`, a verb of saying, a heading `About`.
    """
    signs: set[int | str] = set()
    count = 0
    against = 0
    for end in places(name, text):
        count += 1
        start = end - len(name)
        signs.update(n for n, sign in enumerate(SIGNS) if sign.match(text, end))
        before = text[max(0, start - 40) : start]
        if TICKER_BEHIND.match(text, end):
            signs.update(("ticker", "listed"))
        if _ABOUT_BEFORE.search(before):
            signs.update(("about", "heading"))
        if _POST_OF_BEFORE.search(before):
            signs.add("post")
        if _ACCORDING_BEFORE.search(before):
            signs.add("according")
        against += bool(_PERSON_BEHIND.match(text, end))
    if ENDS_LEGALLY.search(name):
        signs.update(("legal", 0))
    if has_noun(name):
        signs.add("noun")
    return len(signs) + (count >= 4) - _AGAINST * (bool(against) + is_ordinary(name, text))


def named_in(text: str) -> Iterator[str]:
    """Yield the names of organisations that a text holds by their last noun, such as `Galbrun Heart Institute`."""
    for m in NAME_AT.finditer(text):
        whole = _OWNED.split(m[0], maxsplit=1)[0]
        # Most names have no noun in any part; that is asked first.
        parts = _STOP.split(whole) if has_noun(whole) else []
        # `Join the Hollin Heart Network`: what stands before an article or a place is seldom a name itself.
        for part in parts:
            pieces = _BEFORE_NAME.split(part)
            name = part if has_noun(pieces[0]) else pieces[-1]
            words = name.removeprefix("the ").split()
            last = max((n for n, word in enumerate(words) if has_noun(word)), default=0)
            # The noun ends the name, but for what it is of; behind it may stand a trial or a product in capitals.
            if len(words) > last + 1 and words[last + 1].lower() not in ("of", "for", "on", "and", "&"):
                words = words[: last + 1] if words[last + 1].isupper() else []
            if last and 2 <= len(words) <= _MOST_WORDS and not words[0].isdigit():
                yield " ".join(words)


def is_ordinary(name: str, text: str) -> bool:
    """Tell whether the text also writes `name` small, or it ends as an event does: no organisation."""
    if _EVENT_YEAR.search(name):
        return True
    if not _PLAIN_WORDS.fullmatch(name):
        return False
    # In an address it stands small too.
    small = name.lower()
    first, _, last = name.rpartition(" ")
    # `Digital health`, of a heading: the last word of a name is never small.
    forms = (small, f"{first} {last.lower()}") if first else (small,)
    return any(
        text[max(0, end - len(small) - 1)] not in "@/.#" and not re.match(r"\.\w|@", text[end : end + 2])
        for form in forms
        for end in places(form, text)
    )


def places(name: str, text: str) -> Iterator[int]:
    """Yield where the first occurrences of `name` as whole words end."""
    at = text.find(name) if name else -1
    found = 0
    while at >= 0 and found < _MOST_PLACES:
        end = at + len(name)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            yield end
            found += 1
        at = text.find(name, end)


def names(pattern: re.Pattern[str], text: str, most: int) -> list[str]:
    """Return the cleaned names that `pattern` finds, without those that are never an issuer."""
    return cleaned(m["name"] for m in islice(pattern.finditer(text), most))
