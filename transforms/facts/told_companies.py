"""The companies that a text introduces, by a ticker or a legal form, and where it names them.

What belongs here: who is a company and by which words a text means it. Whose news a release is, is `issuer`; what an
organisation's name looks like is `organisations`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from transforms.facts.organisation_forms import initials_of, without_form
from transforms.facts.organisations import (
    COMMON,
    ENDS_LEGALLY,
    LEGAL,
    NAME_BEFORE,
    clean,
    is_form_of,
    is_never,
    is_ordinary,
)
from transforms.facts.tickers import read_tickers

_TICKER = re.compile(r"[(\[]\s?(?P<place>[A-Z][A-Za-z .®]{1,28}:\s?[A-Z\d][^()\[\]\n]{0,80})[)\]]")
# The forms that show a company where no ticker does; `Group` and `Company` also end other names. Found as plain text,
# which takes a tenth of the time of one pattern.
_SURE_FORMS = (
    " Inc",
    " Corp",
    " Ltd",
    " Limited",
    " LLC",
    " plc",
    " PLC",
    " GmbH",
    " AG",
    " S.A",
    " N.V",
    " AB",
    " A/S",
)
_LEGAL_FORM = re.compile(rf"\s{LEGAL}(?=[\s,.;:’')(]|$)")
_PARAGRAPH = re.compile(r"[\n;:•|]")
_BRACKETS_BEHIND = re.compile(r"(?:\s?[(\[][^()\[\]]*[)\]])+\s?$")
_OWNED_BEHIND = re.compile(r"[’']s?\s?$")
# What of the words that stand together is the name: `Shares of Hollin Bio`, `Fern’s partner Hollin Bio`.
_WORDS_BEFORE = re.compile(
    r"^.*(?:[’']s?\s|\s(?:[Aa]nd|[Bb]y|[Ww]ith|[Ff]rom|[Oo]f|[Aa]t|[Ff]or|[Tt]o|[Oo]n|[Ii]n)\s)(?=\S+\s\S)"
)
_OPENERS = re.compile(
    r"^(?:\d{1,2}[.)]|Even|Like|Also|Both|Consider|Next|Finally|Meanwhile|Recently|Similarly|Rival|Shares\sof|But|And|Now)\s"
)
_NAME_REACH = 110  # code points before a ticker or a legal form that hold the name
_FORM_REACH = 16  # code points of a legal form with its comma
_MOST = 120  # places that introduce a company; longer lists are tables
_SHORTEST = 4  # code points of a word that is a name by itself
_SYMBOL_SHORTEST = 3
# Who sues, insures, trades or spreads news is told of for another's sake.
_NO_SUBJECT = re.compile(r"\b(?:LLP|P\.C|PLLC|Law|Capital Markets|Securities|Exchange|Commission|News|Media|Wire)\b")
# `Hollin Inc., doing business as Galbrun`: one company, or part of one.
_SAME = (
    "doing business as", "d/b/a", "dba ", "formerly", "f/k/a", "fka ", "previously known", "now known", "renamed",
    "name change", "changed its name", "subsidiar", "division of", "affiliate", "parent", "predecessor",
)  # fmt: skip
_SAME_REACH = 90  # code points between two names of one company
_WORD = re.compile(r"\w+")


class Company(NamedTuple):
    """An organisation as a text introduces it: its name there, with its legal form, and its ticker."""

    name: str
    ticker: str | None

    @property
    def symbol(self) -> str:
        """Its ticker without the exchange."""
        return self.ticker.partition(":")[2] if self.ticker else ""


class Companies:
    """The issuer and the other companies of a text, and the words for them."""

    def __init__(
        self, own: Company, own_words: list[str], their_words: dict[str, Company], others: list[Company]
    ) -> None:
        self.own = own
        self.others = others
        words = {**their_words, **dict.fromkeys(own_words, own)}
        # By its first word, each form, the longest first: names of texts make no patterns.
        self._forms: dict[str, list[tuple[str, Company]]] = {}
        for form in sorted(words, key=lambda form: (-len(form), form)):
            first = _WORD.search(form)
            if first:
                self._forms.setdefault(first[0], []).append((form, words[form]))

    def named_in(self, sentence: str) -> list[tuple[int, int, Company]]:
        """Return where a sentence names whom, in its order."""
        found: list[tuple[int, int, Company]] = []
        for m in _WORD.finditer(sentence):
            if found and m.start() < found[-1][1]:
                continue
            for form, company in self._forms.get(m[0], ()):
                end = m.start() + len(form)
                if sentence.startswith(form, m.start()) and not sentence[end : end + 1].isalnum():
                    found.append((m.start(), end, company))
                    break
        return found

    def are_one(self, company: Company, text: str) -> bool:
        """Tell whether a text says that a company is the issuer under another name, or a part of him."""
        lowered = text.lower()
        for words in _SAME:
            at = lowered.find(words)
            for _ in range(_MOST):
                if at < 0:
                    break
                around = text[max(0, at - _SAME_REACH) : at], text[at + len(words) : at + len(words) + _SAME_REACH]
                before, behind = ({named for *_, named in self.named_in(part)} for part in around)
                if (company in before and self.own in behind) or (company in behind and self.own in before):
                    return True
                at = lowered.find(words, at + 1)
        return False

    def called(self, heading: str) -> Company | None:
        """Return whom a heading names."""
        return next((company for start, _, company in self.named_in(heading) if start <= len("the ")), None)


def find_companies(text: str, issuer: str | None) -> Companies:
    """Return the companies that a text introduces; those that may be the issuer are the issuer.

    Args:
        text: The release.
        issuer: Whose news it is.
    """
    issuer = _OPENERS.sub("", issuer) if issuer else None
    own = Company(issuer or "", None)
    own_words = _forms(issuer) if issuer else []
    others: list[Company] = []
    # Of two names before one ticker, a subsidiary's is the rarer.
    told = Counter(_introduced(text, without_form(issuer) if issuer else None))
    introduced = [company for company, _ in told.most_common()]
    symbols = {company.symbol for company in introduced if company.ticker and _is_own(company, issuer)}
    for company in introduced:
        if _is_own(company, issuer) or company.symbol in symbols:
            own_words += _forms(company.name)
        else:
            _add(company, others)
    if issuer and (letters := initials_of(issuer)):
        own_words.append(letters)
    own_words = [*dict.fromkeys([*own_words, *symbols])]
    return Companies(own, own_words, _words_of(others, own_words, text), others)


def _is_own(company: Company, issuer: str | None) -> bool:
    if issuer is None:
        return False
    ours, theirs = f" {without_form(issuer)} ".lower(), f" {without_form(company.name)} ".lower()
    return ours in theirs or theirs in ours or is_form_of(company.name, issuer) or is_form_of(issuer, company.name)


def _add(company: Company, others: list[Company]) -> None:
    """Add a company, or what is new of one that is known by a longer or shorter name."""
    for place, known in enumerate(others):
        is_same = without_form(known.name).lower() == without_form(company.name).lower()
        if is_same or (known.ticker is not None and known.ticker == company.ticker):
            longer = known.name if is_same and ENDS_LEGALLY.search(known.name) else company.name
            name = longer if is_same else known.name
            others[place] = Company(name, known.ticker or company.ticker)
            return
    others.append(company)


def _introduced(text: str, own: str | None) -> Iterator[Company]:
    for m in islice(_TICKER.finditer(text), _MOST):
        tickers = read_tickers(m["place"])
        name = _name_before(text, m.start()) if tickers else None
        if name:
            yield Company(name, tickers[0])
    for end in islice(_legal_ends(text), _MOST):
        if own and own in text[max(0, end - len(own) - _FORM_REACH) : end]:
            continue  # the issuer, as most are
        name = _name_before(text, end)
        if name and len(name) >= _SHORTEST and ENDS_LEGALLY.search(name) and not _NO_SUBJECT.search(name):
            yield Company(name, None)


def _legal_ends(text: str) -> Iterator[int]:
    """Yield where names that end in a legal form end."""
    for form in _SURE_FORMS:
        at = text.find(form)
        while at >= 0:
            m = _LEGAL_FORM.match(text, at)
            if m:
                yield m.end()
            at = text.find(form, at + 1)


def _name_before(text: str, end: int) -> str | None:
    before = _PARAGRAPH.split(text[max(0, end - _NAME_REACH) : end])[-1]
    m = NAME_BEFORE.search(_OWNED_BEHIND.sub("", _BRACKETS_BEHIND.sub("", before)))
    if not m:
        return None
    name = clean(_OPENERS.sub("", _WORDS_BEFORE.sub("", m["name"])))
    return name if len(name) > 1 and not is_never(name) else None


def _forms(name: str) -> list[str]:
    """Return the words that a text may use for a company: its name without its legal form, its first word or two."""
    bare = without_form(name).rstrip(",").removeprefix("The ")
    words = bare.split()
    forms = [bare]
    first = words[0].strip(",.") if words else ""
    if len(words) > 1 and len(first) >= _SHORTEST and first.lower() not in COMMON and not is_never(first):
        forms.append(first)
    elif len(words) > 2:
        forms.append(" ".join(words[:2]))
    return [*forms, *(form.upper() for form in forms)]


def _words_of(companies: list[Company], taken: list[str], text: str) -> dict[str, Company]:
    """Return the words for each company; what may mean two, or the issuer, or is a word besides, means neither."""
    found: dict[str, Company | None] = {}
    for company in companies:
        symbols = [company.symbol] if len(company.symbol) >= _SYMBOL_SHORTEST else []
        for form in {*_forms(company.name), *symbols}:
            found[form] = company if found.get(form, company) == company else None
    return {
        form: company
        for form, company in found.items()
        if company and form not in taken and (" " in form or not is_ordinary(form, text))
    }
