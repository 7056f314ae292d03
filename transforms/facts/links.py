"""What the text ties to an event: phase, trial ids, product, disease, agency, and the time of it.

Only the event's own sentence counts; nothing is filled in from elsewhere in the release. A sentence that names none
of the release's products may be about another one of the company's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from transforms.facts.agencies import find_agencies
from transforms.facts.clauses import Clauses
from transforms.facts.disease_links import find_linked_diseases
from transforms.facts.event_terms import OF_COMPANY
from transforms.facts.phases import drop_planned, find_trial_phases, keep_designed
from transforms.facts.product_ranking import find_other_products
from transforms.facts.products import find_products
from transforms.facts.trial_ids import find_trial_ids
from transforms.facts.windows import Span, Unit, Window, WindowMention, find_windows, resolve_window

Found = tuple[int, int, str]
# Where a time must begin to head its sentence.
LABEL_REACH = 12
# Where a time must begin to be the sentence's first words, and how far behind an event it may close an insertion.
OPENING_REACH = 4
CLOSING_REACH = 160
# `Management: On May 3, the board named a chief`: behind its label, a time opens the sentence, too.
LABELLED = re.compile(r"\W{0,3}[A-Z][^:.,;]{2,50}:\s(?:On|In)\s")
CLOSING = re.compile(r",\s(?:on|in)\s$")
AS_OF_GAP = 2
# How near an event before it a time must stand to be its own in a list.
LIST_REACH = 70
# How far behind the words that make a time an old one it may begin: `rather than in the fourth quarter`.
OLD_REACH = 12
# How much farther a time seems that another event of the sentence has before an `and`.
SETTLED_GAP = 60
# Before a time these say when it was told of, not when it happened; a plan that was announced in May is for later.
RELEASED = re.compile(r"\b(?:press|news)\sreleases?\s(?:of|dated|from|on|issued\son)\s(?:the\s)?$", re.IGNORECASE)
TOLD_IN = re.compile(
    rf"(?<!\bbe\s)\b(?:announced|disclosed|unveiled|signed|agreed|notified)\s(?:(?:on|in|last|this)\s)?(?:the\s)?$"
    rf"|{RELEASED.pattern}",
    re.IGNORECASE,
)
TOLD_REACH = 40
# Of the paper that an event refers to: `shares issued under the agreement dated May 3, 2021`.
PAPER = re.compile(
    r"\b(?:under|pursuant to|in accordance with|terms of|amends?|amended|amending|amendment to)\b[^.;]{0,90}"
    r"\bdated\s(?:as\sof\s)?$",
    re.IGNORECASE,
)
PAPER_REACH = 130
# `(Wire) - May 3, 2026 - LEEDS — Hollin ...`: the day of the release itself, where its dateline was not cut off.
DATELINE_BEFORE = re.compile(r"\W{0,4}(?:[A-Z]\w{2,20}(?:\s\w{2,20}){0,2}\W{1,5})?$")
DATELINE_BEHIND = re.compile(r"\W{1,5}(?:[A-Z][\w.,]{0,20}\s){1,5}?[—–-]{1,2}\s")
AND = re.compile(r"(?:\s|(?<=\d))and\s")
# `QVX-1 (an oral pill), which showed`: of what stands before it a clause tells.
RELATIVE = re.compile(r"(?:which|that|who)\s")
TOLD_OF = re.compile(r"[®™]?(?:\s\([^()]{1,40}\))?,?\s")
# `data in gout (Q1 2027), data in asthma (Q4 2027)`: its time in brackets closes an item of a list.
CLOSED_BY_TIME = re.compile(
    r"\((?:[^()]{0,30}\b)?(?:Q[1-4]|[1-4]Q|[12]H|H[12]|20\d\d|early|mid|late|year-end)[^()]{0,30}\)\s?(?:[,;]|and\b)"
)
# `expects data of the study and submission of an NDA in May`: two nouns behind one verb have one time.
PLANNED_TOGETHER = re.compile(
    r"(?:\s(?!(?:and|or|to|will|is|are|was|were|has|have|with|which|in|by|during|on|at)\s)[\w’'/()-]{1,24}){0,10}?"
    r"\s(?:and|as well as)\s(?:(?:the|its|our|an?|first|potential)\s){0,2}"
)
PLAN_VERB = re.compile(r"\b(?:expect|anticipat|plan|target|aim|project|forecast|on track|look)", re.IGNORECASE)
INVESTORS = re.compile(
    r"\b(?:investors?|webcast|conference call|analyst|KOL|key opinion leader|fireside|healthcare conference|host)\b",
    re.IGNORECASE,
)


def nearest(start: int, end: int, mentions: Sequence[Found], clauses: Clauses, sentence: str) -> str | None:
    """Return the mention in the event's clause, else the nearest of the sentence; ties go to the one behind.

    What stands before an item of a list that its own time closes belongs to that item.
    """
    if not mentions:
        return None
    own = (clauses.index(start), clauses.index(max(start, end - 1)))

    def distance(mention: Found) -> tuple[int, int]:
        clause = clauses.index(mention[0])
        apart = 0 if own[0] <= clause <= own[1] else 1
        apart += mention[1] <= start and CLOSED_BY_TIME.search(sentence, mention[1], start) is not None
        gap = max(mention[0] - end, start - mention[1], 0)
        return apart, gap

    return min(mentions, key=distance)[2]


def drop_superseded(mentions: Sequence[WindowMention], old_times: Sequence[tuple[int, int]]) -> list[WindowMention]:
    """Return the times that still hold: `from March to June` is June, and `previously guided to March` none."""
    kept = []
    for mention in mentions:
        is_old = any(start < mention.span_end and 0 <= mention.span_start - end < OLD_REACH for start, end in old_times)
        # `by March` begins at its `by`, which may be among the words that make it old.
        is_old = is_old or any(start < mention.span_start < end <= mention.span_end for start, end in old_times)
        if not is_old:
            kept.append(mention)
        elif isinstance(mention.said, Span) and not mention.said.is_listed:
            kept.append(replace(mention, said=mention.said.last, bound=None))
    return kept


def is_of_company(event: str, sentence: str) -> bool:
    """Tell whether an event is the company's and not one of its products': a call or a day for investors, too."""
    return event in OF_COMPANY or (event == "conference_participation" and INVESTORS.search(sentence) is not None)


class SentenceLinks:
    """Everything that one sentence names; each list is read once and on demand."""

    def __init__(
        self,
        sentence: str,
        products: Mapping[str, str],
        diseases: Mapping[str, str],
        published: date | None,
        old_times: Sequence[tuple[int, int]] = (),
    ) -> None:
        """Read a sentence.

        Args:
            sentence: Its text.
            products: Each spelling of the release's products to its name.
            diseases: Likewise its diseases.
            published: Day of publication.
            old_times: Spans of words behind which stands a time that holds no longer.
        """
        self.sentence = sentence
        self.clauses = Clauses(sentence)
        self.windows = [
            mention
            for mention in drop_superseded(find_windows(sentence), old_times)
            if not _is_of_paper(sentence, mention) and not _is_in_dateline(sentence, mention)
        ]
        self._products = products
        self._diseases = diseases
        self._published = published
        self._read: dict[str, list[Found]] = {}

    def mentions(self, kind: str) -> list[Found]:
        """Return (start, end, value) of each phase, trial id, product, disease or agency."""
        if kind not in self._read:
            if kind == "phase":
                self._read[kind] = find_trial_phases(self.sentence)
            elif kind == "phase under way":
                self._read[kind] = drop_planned(self.sentence, self.mentions("phase"))
            elif kind == "phase designed":
                self._read[kind] = keep_designed(self.sentence, self.mentions("phase"))
            elif kind == "trial_id":
                self._read[kind] = find_trial_ids(self.sentence)
            elif kind == "product":
                self._read[kind] = find_products(self.sentence, self._products) or find_other_products(self.sentence)
            elif kind == "disease":
                self._read[kind] = find_linked_diseases(self.sentence, self._diseases)
            else:
                self._read[kind] = find_agencies(self.sentence)
        return self._read[kind]

    def nearest(self, kind: str, start: int, end: int) -> str | None:
        """Return the value of the mention that stands nearest to the event."""
        mentions = self.mentions(kind)
        if kind == "product":
            opening = self.clauses.span(self.clauses.index(start))[0]
            told = [m for m in mentions if m[1] <= opening and TOLD_OF.fullmatch(self.sentence, m[1], opening)]
            is_next = any(opening < m[0] < start for m in mentions)
            if told and not is_next and RELATIVE.match(self.sentence, opening):
                return told[-1][2]
            # `QVX-1, which has the status, and QVX-2`: what is listed behind the event is the next one's.
            mentions = [m for m in mentions if not (m[0] > end and " and " in self.sentence[end : m[0]])] or mentions
        return nearest(start, end, mentions, self.clauses, self.sentence)

    def window(
        self, span: tuple[int, int], others: Sequence[tuple[int, int]], role: str, *, outside: bool = False
    ) -> Window | None:
        """Return the time of the event at `span`.

        A time belongs to the event of its clause; a clause without event lends its time to the event before or behind.

        Args:
            span: The event's words.
            others: Spans of the other events in the sentence.
            role: Role of the event.
            outside: A period within the event's own words is not its time: the quarter of `third-quarter results`.
        """
        mention = self.time(span, others, role, outside=outside)
        return resolve_window(mention, self._published, role) if mention else None

    def time(
        self,
        span: tuple[int, int],
        others: Sequence[tuple[int, int]],
        role: str,
        *,
        outside: bool = False,
        as_of: bool = False,
    ) -> WindowMention | None:
        """Return what the sentence says of the time of the event at `span`; arguments as those of window.

        `as_of`: a count that holds as of a day, or a post that is left as of one, has that day.
        """
        times = [mention for mention in self.windows if mention.kind == "time" or (as_of and self._is_as_of(mention))]
        told = TOLD_IN if role == "guidance" else RELEASED
        times = [
            mention
            for mention in times
            if not told.search(self.sentence, max(0, mention.span_start - TOLD_REACH), mention.span_start)
        ]
        if outside:
            days = [mention for mention in times if _is_day(mention)]
            times = days or [mention for mention in times if _gap(mention, *span) > 0]
        return self._mention(times, span, others, role)

    def _mention(
        self, times: Sequence[WindowMention], span: tuple[int, int], others: Sequence[tuple[int, int]], role: str
    ) -> WindowMention | None:
        if not times:
            return None
        start, end = span
        own = self.clauses.of(start, end)
        taken = {
            clause for a, b in others for clause in range(self.clauses.index(a), self.clauses.index(max(a, b - 1)) + 1)
        } - own

        def distance(mention: WindowMention) -> tuple[int, int]:
            clause = self._clause(mention)
            apart = min(abs(clause - number) for number in own)
            if mention.span_start >= end:
                return apart, mention.span_start - end
            if start <= mention.span_start:
                # `enrolment by May and results in June`: the words of one event may run over the time of another.
                return apart, max(0, end - mention.span_end)
            # `To dose a patient in May and to report data in June`: what stands before `and` is settled.
            is_settled = AND.search(self.sentence, mention.span_end, start) is not None
            return apart, max(10 + start - mention.span_end, 0) + SETTLED_GAP * is_settled

        times = [mention for mention in times if not self._is_anothers(mention, span, others)]
        if not times:
            return None
        counted = next((mention for mention in times if self._is_counted_to(mention, start)), None)
        if counted:
            return counted
        best = min(times, key=distance)
        apart, gap = distance(best)
        label = next((mention for mention in times if self._is_label(mention)), None)
        if label and apart:
            return label
        clause = self._clause(best)
        # A plan reaches over a phrase or two behind it where no other event stands between.
        is_between = any(end <= a and b <= best.span_start for a, b in others)
        reach = 3 if role == "guidance" and best.span_start >= end and not is_between else 1
        is_loose = self._is_opening(best) or self._is_closing(best, end)
        is_taken = clause in taken and not self._is_before_next(best, end, others)
        if apart and (is_taken or apart > reach or (role != "guidance" and gap > 60 and not is_loose)):
            return None
        closer = [
            a
            for a, b in others
            if clause == self.clauses.index(a)
            and a >= end
            and _gap(best, a, b) < _gap(best, start, end)
            # Words that run over the time and on to another thing: `May and topline data in June`.
            and not (a <= best.span_start and b - best.span_end > _gap(best, start, end))
        ]
        is_shared = role == "guidance" and closer and PLANNED_TOGETHER.fullmatch(self.sentence, end, min(closer))
        is_shared = is_shared and PLAN_VERB.search(self.sentence, 0, start)
        return None if closer and not is_shared and apart == 0 and best.span_start > min(closer) else best

    def _is_before_next(self, mention: WindowMention, end: int, others: Sequence[tuple[int, int]]) -> bool:
        """Tell whether a time stands before the `and` that leads to another event: `starts in May and ends in June`."""
        behind = [a for a, b in others if b > end]
        return bool(behind) and AND.search(self.sentence, mention.span_end, min(behind)) is not None

    def _is_counted_to(self, mention: WindowMention, start: int) -> bool:
        """Tell whether a count stands right behind the day to which it holds: `as of May 3, six patients`."""
        return self._is_as_of(mention) and 0 <= start - mention.span_end <= AS_OF_GAP

    def _is_as_of(self, mention: WindowMention) -> bool:
        return self.sentence[max(0, mention.span_start - 6) : mention.span_start].lower() == "as of "

    def _clause(self, mention: WindowMention) -> int:
        """Return the clause of a time; `before` and `prior to` open one, unless they belong to the time."""
        return self.clauses.index(max(0, mention.span_start - 2 * (mention.bound == "before")))

    def _is_opening(self, mention: WindowMention) -> bool:
        """Tell whether a time opens the sentence, as in `In May, Hollin, a maker of pumps, was sold`."""
        is_first = mention.span_start < OPENING_REACH or LABELLED.fullmatch(self.sentence, 0, mention.span_start)
        return bool(is_first) and self.sentence[mention.span_end : mention.span_end + 1] == ","

    def _is_closing(self, mention: WindowMention, end: int) -> bool:
        """Tell whether a time stands behind an insertion, as in `bought Hollin, a maker of pumps, in May`."""
        lead = self.sentence[max(end, mention.span_start - 6) : mention.span_start]
        return 0 < mention.span_start - end < CLOSING_REACH and CLOSING.search(lead) is not None

    def _is_anothers(self, mention: WindowMention, span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
        """Tell whether a time before the event belongs to what stands before the time.

        In a list each item has its own: `data (Q1 2026), initiation of a trial`, `data in Q1 2026, talks with FDA`. So
        has each plan behind one verb: `expects enrollment by May and data in June`.
        """
        start, end = span
        if start < mention.span_start and mention.span_end < end:
            return any(start < a and b <= mention.span_start for a, b in others)
        if mention.span_end > start:
            return False
        if self.sentence[mention.span_end : mention.span_end + 1] == ")":
            return True
        is_parted = "," in self.sentence[mention.span_end : start]
        return is_parted and any(b <= mention.span_start and mention.span_start - b < LIST_REACH for _, b in others)

    def _is_label(self, mention: WindowMention) -> bool:
        """Tell whether a time heads the sentence, as in `First quarter 2027: data; filing`: it is the time of all."""
        return mention.span_start < LABEL_REACH and self.sentence[mention.span_end : mention.span_end + 1] == ":"


def _is_of_paper(sentence: str, mention: WindowMention) -> bool:
    return PAPER.search(sentence, max(0, mention.span_start - PAPER_REACH), mention.span_start) is not None


def _is_in_dateline(sentence: str, mention: WindowMention) -> bool:
    is_head = _is_day(mention) and DATELINE_BEFORE.match(sentence, 0, mention.span_start) is not None
    return is_head and DATELINE_BEHIND.match(sentence, mention.span_end) is not None


def _is_day(mention: WindowMention) -> bool:
    return isinstance(mention.said, Unit) and mention.said.grain == "day"


def _gap(mention: WindowMention, start: int, end: int) -> int:
    return max(mention.span_start - end, start - mention.span_end, 0)
