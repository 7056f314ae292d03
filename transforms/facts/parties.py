"""Whom an event names: partners and persons, which tell two events of one type apart, and the meetings of a list.

Products, diseases, phases and agencies do not belong here (links).
"""

import re
from dataclasses import replace
from datetime import date

from transforms.facts.event_terms import MEETINGS, Milestone
from transforms.facts.links import SentenceLinks
from transforms.facts.windows import Unit, WindowMention, resolve_window

# A name: a word with a capital that does not open the sentence.
NAME = re.compile(r"(?<=[\s(“\"/])[A-Z][\w&’'-]{2,40}")
WORD = re.compile(r"[\w&’'-]{2,40}")
# Words with a capital that name nobody.
# fmt: off
NOBODY = frozenset([
    "the", "this", "these", "our", "its", "company", "inc", "ltd", "llc", "corp", "plc", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december", "monday", "tuesday",
    "wednesday", "thursday", "friday", "saturday", "sunday", "dr", "mr", "mrs", "ms", "ph", "prof", "chief", "officer",
    "president", "vice", "senior", "executive", "director", "board", "directors", "chairman", "chair", "ceo", "cfo",
    "coo", "cmo", "cso", "group", "nasdaq", "nyse"
])
# fmt: on
# A meeting: words with capitals, an ordinal or a year before the kind of meeting.
VENUE = re.compile(
    r"(?:[A-Z0-9][\w.&’'()/-]{0,30} (?:(?:of|for|on|in|the|and|&) ){0,2}){1,12}?"
    r"(?:Conference|Summit|Symposium|Congress|Meeting|Forum|Convention|Expo|Showcase|Week|Seminar)\b"
    r"(?!’s|'s| (?:Center|Centre|Hall|Room|Call|and Exhibition))"
    r"(?: (?:19|20)\d\d)?"
)
# What stands between two meetings of a list.
PARTED = re.compile(r"[,;&]|\b(?:and|at|or)\b", re.IGNORECASE)
# What stands between a day and the meeting behind it, in a calendar.
AT_ITS_DAY = re.compile(r"\s?[:|–—-]\s?")
SHORTEST_VENUE = 12
LISTED_VENUES = 2


def named_parties(sentence: str, start: int, end: int, own: str | None) -> frozenset[str]:
    """Return the names in sentence[start:end], folded, without those of the issuer itself.

    Args:
        sentence: A sentence.
        start: Where the part begins that tells the event.
        end: Where it ends.
        own: The issuer's name.
    """
    ours = {word.lower() for word in WORD.findall(own or "")}
    names = {
        found.group().lower().removesuffix("'s").removesuffix("’s") for found in NAME.finditer(sentence, start, end)
    }
    return frozenset(names - ours - NOBODY)


def find_venues(sentence: str, start: int) -> dict[str, tuple[int, int]]:
    """Return the meetings that a sentence lists behind `start`: each name, folded, with its first span."""
    venues: dict[str, tuple[int, int]] = {}
    end = None
    for found in VENUE.finditer(sentence, start):
        # `World Congress of Neurology (WCN) Annual Meeting` is one.
        is_parted = end is None or PARTED.search(sentence, end, found.start()) is not None
        end = found.end()
        if is_parted and len(found.group()) >= SHORTEST_VENUE:
            venues.setdefault(found.group().casefold(), found.span())
    return venues


def is_time(mention: WindowMention) -> bool:
    """Tell whether a time is one of a meeting; a bare year is part of its name."""
    is_year = isinstance(mention.said, Unit) and mention.said.grain == "year" and not mention.said.part
    return mention.kind == "time" and not is_year


def at_each_venue(row: Milestone, start: int, links: SentenceLinks, published: date | None) -> list[Milestone]:
    """Return a planned appearance once for each meeting that its sentence lists, each with its own time.

    Args:
        row: An event as read.
        start: Where its words begin in the sentence.
        links: What the sentence names.
        published: Day of publication.
    """
    if row.milestone_type not in MEETINGS or row.role != "guidance":
        return [row]
    venues = find_venues(links.sentence, start)
    if len(venues) < LISTED_VENUES:
        return [replace(row, parties=frozenset(venues))]
    begins = [begin for begin, _ in venues.values()]
    days = [time for time in links.windows if is_time(time)]
    before = [time.span_end for time in days if time.span_end <= begins[0]]
    if before and AT_ITS_DAY.fullmatch(links.sentence, before[-1], begins[0]):
        # `May 3: Lung Summit, May 9: Heart Congress`: each day stands before its meeting.
        times = [
            next((time for time in reversed(days) if begin <= time.span_start < end), None)
            for begin, end in zip([0, *begins], begins, strict=False)
        ]
    else:
        ends = [*begins[1:], len(links.sentence)]
        times = [
            next((time for time in days if begin <= time.span_start < end), None)
            for begin, end in zip(begins, ends, strict=True)
        ]
    # One time behind the last name is the time of all.
    is_shared = not any(times[:-1])
    return [
        replace(
            row,
            parties=frozenset([name]),
            window=row.window if is_shared else resolve_window(time, published, row.role) if time else None,
        )
        for name, time in zip(venues, times, strict=True)
    ]
