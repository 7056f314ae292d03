"""Whose event a milestone is, where the text says that it is another organisation's than the issuer's.

What belongs here: from the sentence of a milestone to the company that it, its paragraph or its entry of a digest tells
of. Which companies a text introduces is `told_companies`; whose news the release is, is `issuer`.

Nothing is taken for another's that may be the issuer's: what stands beside the issuer, or beside `we` and `our`, is
his, and in his own news so is what a partner, a licensee or a subsidiary does: whoever a sentence ties to him.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from transforms.facts.event_terms import Milestone, Unit
from transforms.facts.sponsor_ties import find_coverage
from transforms.facts.told_companies import Companies, Company, find_companies

_HEADLINE = frozenset(["title", "subtitle"])
# Nobody's words, and a speaker's.
_UNSAID = frozenset(["header", "contact", "chrome", "forward_looking"])
# What may stand before the subject of a sentence: a mark, a time or place up to a comma, what kind of company it is.
_BEFORE_SUBJECT = re.compile(
    r"\W*(?:\d{1,2}[.)]\s)?(?:[^.;:]{0,90}[,:–—]\s)?"
    r"(?:(?:and|but|while|as|that|is|are|the|rival|competitor|peer|fellow|biotech|drugmaker|developer|"
    r"company|shares\sof|stock\sof|recently|meanwhile|today|yesterday)\s){0,3}",
    re.IGNORECASE,
)
_OWNS = re.compile(r"(?:\s?\([^()]{2,60}\)){0,3}[’']s?\s")
# `The company plans`: who was named before. In its own news, a `Company` with a capital is the issuer.
_GOES_ON = re.compile(
    r"\W*(?:[^.;:,]{0,60},\s|(?:in|by|on|since|during)\s[\w\s]{2,24}?\s)?"
    r"(?:the\s(?:company|firm|group|biotech|drugmaker|start-?up|business)\b|its?\b|they\b|their\b)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"\b(?:[Ww]e|[Oo]ur|[Uu]s|ours|I|my)\b")
_THE_COMPANY = re.compile(r"\b(?:[Tt]he\sCompany|[Tt]he\scompany\sand)\b")
_QUOTED = re.compile(r"[“\"][^“”\"]{0,600}(?:[”\"]|$)")
# A name that opens a sentence and does something: somebody who is introduced nowhere.
_SOMEBODY = re.compile(
    r"\W*(?:[^.;:,]{0,60},\s)?(?P<name>[A-Z][\w&.’'-]+(?:\s[A-Z][\w&.’'-]+){0,4})(?:[’']s\b|"
    r"\s(?:(?:also|recently|has|have|is|was)\s){0,2}(?:announce[sd]?|report(?:s|ed)|launche[sd]|raise[sd]|acquire[sd]|said|says|"
    r"plans|expects|named|appointed|received|completed|initiated|signed|developing|secured|unveil(?:s|ed)|partnered)\b)"
)
# The issuer tells its news itself: then a company that opens one paragraph opens no digest.
_OWN_NEWS = re.compile(r"\b(?:announce[sd]?|report(?:s|ed)|today|pleased|unveil(?:s|ed)|launche[sd])\b", re.IGNORECASE)
_LEAD = 900  # code points that hold the lead
_ABOUT = "\nAbout "
_ABOUT_REACH = 4000  # code points below a heading that may be of whom it names
_HEADING = 80  # code points
_PASSAGE = 6000  # code points of an entry that may name its product
_FAR = 12  # sentences of a paragraph that may go on about one company
_ENTRIES = 2  # companies that open a paragraph each, in a digest


def with_event_sponsors(
    events: Sequence[Milestone], sentences: Sequence[Unit], text: str, issuer: str | None
) -> list[Milestone]:
    """Return the milestones of a release, each with the organisation whose event it is where that is not the issuer.

    Args:
        events: Milestones of one release.
        sentences: All sentences of the release, in order.
        text: The release.
        issuer: Whose news it is, as the release gives it.
    """
    if not events:
        return list(events)
    told = _Told(sentences, text, issuer)
    return [_with_sponsor(event, told) for event in events]


def _with_sponsor(event: Milestone, told: "_Told") -> Milestone:
    found = told.sponsor_of(event)
    if found is None:
        return event
    return replace(
        event,
        event_sponsor=found.company.name,
        event_sponsor_ticker=found.company.ticker,
        event_sponsor_reason=found.reason,
        intervention=event.intervention if told.is_named(event, found) else None,
    )


class _Found(NamedTuple):
    """Whose an event is, what says so, and with which sentence the text begins to tell of that company."""

    company: Company
    reason: str
    start: int


class _Told:
    """A release and the companies that it tells of; what is found once for all its milestones."""

    def __init__(self, sentences: Sequence[Unit], text: str, issuer: str | None) -> None:
        self.sentences = sentences
        self.places = {unit.span_start: place for place, unit in enumerate(sentences)}
        self.text = text
        self.issuer = issuer
        self._found: dict[int, list[tuple[int, int, Company]]] = {}
        self._others: dict[tuple[Company, bool], bool] = {}

    @cached_property
    def companies(self) -> Companies:
        return find_companies(self.text, self.issuer)

    @cached_property
    def covered(self) -> Company | None:
        """The company that the headline of a research house is about."""
        title = self.sentences[0].sentence if self.sentences else ""
        tie = find_coverage(title, self.issuer)
        if tie is None:
            return None
        known = self.companies.called(tie[0])
        return Company(tie[0], known.ticker if known else None)

    @cached_property
    def is_digest(self) -> bool:
        """Tell whether paragraphs are of a company each."""
        listed = {company for company in self.companies.others if company.ticker}
        # Few texts name two: those that name none need not be looked through.
        opened = {self._opened_by(place) for place in range(len(self.sentences))} if listed else set()
        named = len(opened & listed)
        is_own_news = self.issuer is not None and _OWN_NEWS.search(self.text[:_LEAD]) is not None
        return named >= _ENTRIES or (named > 0 and not is_own_news)

    @cached_property
    def entries(self) -> list[tuple[Company, int] | None]:
        """For each sentence, who opened a paragraph last, and where; None where the issuer was named since."""
        found: list[tuple[Company, int] | None] = []
        entry: tuple[Company, int] | None = None
        section = ""
        for place, unit in enumerate(self.sentences):
            if unit.section in _HEADLINE or (unit.section != section and unit.section == "about"):
                entry = None
            section = unit.section
            opener = self._opened_by(place)
            entry = (opener, place) if opener else entry
            found.append(entry)
            if opener is None and self.companies.own in self._named(place):
                entry = None
        return found

    def sponsor_of(self, event: Milestone) -> _Found | None:
        """Return another organisation whose event it is, and what of the text says so."""
        place = self.places.get(event.unit.span_start)
        if place is None or event.unit.section in _HEADLINE | _UNSAID:
            return None
        own = self.companies.own
        named = self._named(place)
        if self.covered:
            return None if own in named else _Found(self.covered, "coverage", 0)
        if not self.companies.others or own in named or self._is_speaker(place):
            return None
        if event.unit.section == "quote" and not self.is_digest:
            return None  # who is quoted beside the issuer speaks of what they do together
        headed = self._headed(place)
        if headed:
            found: _Found | None = _Found(headed, "about", place)
        else:
            found = self._by_subject(place) if named else self._by_paragraph(event, place)
        return found if found and found.company != own and self._is_other(found.company, found.reason) else None

    def is_named(self, event: Milestone, found: _Found) -> bool:
        """Tell whether the product of an event is named where the text tells of its company.

        The only product of a release is meant where a sentence names none; that would be the issuer's.
        """
        if event.intervention is None or found.reason == "coverage":
            return True
        end = event.unit.span_end
        passage = self.text[max(self.sentences[found.start].span_start, end - _PASSAGE) : end]
        return event.intervention.casefold() in passage.casefold()

    def _by_subject(self, place: int) -> _Found | None:
        """Return the company that the sentence itself tells of."""
        company = self._told_of(place)
        entry = self.entries[place] if self.is_digest else None
        return _Found(company, "subject", entry[1] if entry and entry[0] == company else place) if company else None

    def _by_paragraph(self, event: Milestone, place: int) -> _Found | None:
        """Return the company that the sentences before tell of, where this one goes on about it."""
        sentence = self.sentences[place].sentence
        stranger = _SOMEBODY.match(sentence)
        if stranger and not (event.intervention and stranger["name"] in event.intervention):
            return None
        if not self.is_digest and not _GOES_ON.match(sentence):
            return None
        for back in self._before(place):
            if self._named(back):
                company = self._told_of(back)
                return _Found(company, "paragraph", back) if company else None
            if self._is_speaker(back) and not self.is_digest:
                return None
        entry = self.entries[place] if self.is_digest else None
        return _Found(entry[0], "entry", entry[1]) if entry else None

    def _told_of(self, place: int) -> Company | None:
        """Return the company that a sentence tells of, as its subject or in its entry; None where it may be two.

        Beside the subject of a digest's sentence others may stand, as partners of his.
        """
        named = self._named(place)
        subject = self._subject(place)
        if len(named) == 1:
            company = next(iter(named))
            entry = self.entries[place] if self.is_digest else None
            return company if subject == company or (entry and entry[0] == company) else None
        return subject if self.is_digest and self.companies.own not in named else None

    def _opened_by(self, place: int) -> Company | None:
        """Return the company that opens the paragraph which the sentence begins."""
        unit = self.sentences[place]
        is_first = unit.section not in _HEADLINE | _UNSAID and (place == 0 or self._is_parted(place))
        return self._subject(place) if is_first else None

    def _headed(self, place: int) -> Company | None:
        """Return whom the heading `About …` above a sentence names."""
        if self.sentences[place].section != "about":
            return None
        end = self.sentences[place].span_start
        start = self.text.rfind(_ABOUT, max(0, end - _ABOUT_REACH), end) + len(_ABOUT)
        heading = self.text[start : start + _HEADING].partition("\n")[0].strip()
        return self.companies.called(heading) if start >= len(_ABOUT) else None

    def _before(self, place: int) -> list[int]:
        """Return the sentences before one in its paragraph, the nearest first."""
        found = []
        for back in range(place - 1, max(-1, place - 1 - _FAR), -1):
            if self._is_parted(back + 1):
                break
            found.append(back)
        return found

    def _is_parted(self, place: int) -> bool:
        """Tell whether a sentence stands in another paragraph than the one before it."""
        return "\n" in self.text[self.sentences[place - 1].span_end : self.sentences[place].span_start]

    def _named(self, place: int) -> set[Company]:
        return {company for _, _, company in self._places(place)}

    def _places(self, place: int) -> list[tuple[int, int, Company]]:
        if place not in self._found:
            self._found[place] = self.companies.named_in(self.sentences[place].sentence)
        return self._found[place]

    def _subject(self, place: int) -> Company | None:
        """Return the company that a sentence begins with, or the first that owns something in it."""
        sentence = self.sentences[place].sentence
        named = self._places(place)
        if not named:
            return None
        start, end, company = named[0]
        is_subject = _BEFORE_SUBJECT.fullmatch(sentence, 0, start) is not None
        return company if is_subject or _OWNS.match(sentence, end) else None

    def _is_speaker(self, place: int) -> bool:
        """Tell whether the issuer speaks of himself in a sentence, outside quotation marks."""
        unit = self.sentences[place]
        if not _SPEAKER.search(unit.sentence) and not _THE_COMPANY.search(unit.sentence):
            return False
        return not self.is_digest or _SPEAKER.search(_QUOTED.sub("", unit.sentence)) is not None

    def _is_other(self, company: Company, reason: str) -> bool:
        """Tell whether a company is neither the issuer under another name nor, in his own news, a partner of his."""
        is_own_news = not self.is_digest and reason != "about"
        if (company, is_own_news) not in self._others:
            is_one = self.companies.are_one(company, self.text)
            self._others[company, is_own_news] = not (is_one or (is_own_news and self._is_partner(company)))
        return self._others[company, is_own_news]

    def _is_partner(self, company: Company) -> bool:
        """Tell whether a sentence names a company together with the issuer, or the headline does."""
        return self.issuer is None or any(
            company in self._named(place)
            and (self.companies.own in self._named(place) or self._is_speaker(place) or unit.section in _HEADLINE)
            for place, unit in enumerate(self.sentences)
        )
