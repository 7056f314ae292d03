"""The talks and posters of a congress that a release lists, each by its title: an entry is an event of its own.

A release that plans to present names the congress in its lead and lists the entries below, each with a number, a
session and a day in the sentences behind its title. What is shown there is read like any event (data.listed_talk); that
the entries lie ahead, when, and how sure that is, is settled here; that each is one event, in merge.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from transforms.facts.event_terms import MEETINGS, Milestone, Unit
from transforms.facts.windows import Window, find_windows, resolve_window

# `Presentation Title: ...`, `Abstract #512: ...`, `Poster P-31: ...`, `LBA7: ...`, `P1.10-001: ...`, `Poster: “...”`.
# Pages glue the speaker before it.
TALK = re.compile(
    r"(?:[^:;]{0,60}\*\*)?\W{0,6}(?:(?:(?:abstract|poster|(?:oral |poster )?presentation|talk|publication|e-?poster) )?"
    r"title\W{0,6}:|"
    r"(?:late-breaking )?abstract[\s#*]{0,8}(?:(?:number|no\.?)[\s#*:]{0,4})?[A-Z]{0,4}\d{1,6}[A-Z]?"
    r"\W{0,4}[:–—-]\s{0,3}\w|"
    r"(?:e-?poster|poster|(?:oral |poster |plenary )?presentation|LBA)[\s#*-]{0,4}[A-Z]{0,4}-?\d{1,6}[A-Z]?"
    r"\W{0,3}[:–—-]\s{1,3}\w|"
    r"[A-Z]{1,4}\d{1,4}(?:[.-]\d{1,4}){1,3}\W{0,3}:\s|"
    r"(?:(?:late-breaking|plenary|mini|rapid) )?(?:oral|poster)(?: presentation)?\W{0,4}:\s?[“\"])",
    re.IGNORECASE,
)
# How many sentences behind its title may tell the day of an entry.
BEHIND = 6
# Among how many before it the heading with its day may stand.
ABOVE = 30


def is_talk(sentence: str) -> bool:
    """Tell whether a sentence is an entry of a programme, which names one talk or poster by its title."""
    return TALK.match(sentence) is not None


def is_entry(event: Milestone) -> bool:
    """Tell whether an event is a talk or poster that a programme lists."""
    return event.milestone_type == "data_presented" and is_talk(event.unit.sentence)


def sure_of_entries(accepted: Sequence[Milestone], read: Iterable[Milestone]) -> list[Milestone]:
    """Return the accepted events; the entries of a programme are as sure as the plan to present them.

    A title has no verb and hardly a word of its own: what it is an entry of stands elsewhere in the release.

    Args:
        accepted: The events of a release that the judge accepted.
        read: All that the rules read in it.
    """
    plans = [event.confidence for event in accepted if _is_plan(event) and not is_entry(event)]
    if not plans:
        return list(accepted)
    entries = [replace(event, confidence=max(plans)) for event in read if is_entry(event)]
    return [*(event for event in accepted if not is_entry(event)), *entries]


def settle_talks(found: Sequence[Milestone], units: Sequence[Unit], published: date | None) -> list[Milestone]:
    """Let the talks of a programme lie ahead where the release plans to present: their titles have no verb.

    Args:
        found: The events of a release, before they are merged.
        units: Its sentences in order.
        published: Its day.
    """
    if not any(_is_plan(row) for row in found):
        return list(found)
    places = {unit.number: place for place, unit in enumerate(units)}
    return [
        replace(row, role="guidance", window=_day_of(units, places[row.unit.number], published))
        if is_entry(row)
        else row
        for row in found
    ]


def _is_plan(event: Milestone) -> bool:
    return event.milestone_type in MEETINGS and event.role == "guidance"


def _day_of(units: Sequence[Unit], place: int, published: date | None) -> Window | None:
    """Return the first day that stands with an entry, before the next one begins; else that of the heading above."""
    for unit in units[place : place + 1 + BEHIND]:
        if unit is not units[place] and is_talk(unit.sentence):
            break
        if window := _day_in(unit, published, is_heading=False):
            return window
    above = (_day_in(unit, published, is_heading=True) for unit in reversed(units[max(0, place - ABOVE) : place]))
    return next((window for window in above if window), None)


def _day_in(unit: Unit, published: date | None, *, is_heading: bool) -> Window | None:
    """Return the first day that a sentence names; what ends with a colon is the heading of what stands below."""
    if unit.sentence.endswith(":") != is_heading:
        return None
    for mention in find_windows(unit.sentence):
        window = resolve_window(mention, published, "guidance") if mention.kind == "time" else None
        if window and window.precision == "day":
            return window
    return None
