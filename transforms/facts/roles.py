"""Whether an event is announced, guided or recalled, by the words of its own clause and its place in the release.

The words are rules (transforms/rules/cues.toml); which events there are does not belong here (milestones).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.facts.clauses import Clauses

BOILERPLATE = frozenset(["about", "forward_looking", "contact"])
# How far before an event a word such as `would` or `not` still governs it.
VOID_REACH = 70
# How near a plan must stand to an event in the past tense: `is expected to be completed`.
PAST_REACH = 12
# How far behind an event `will not` still speaks of it.
DENIED_REACH = 8
# How far behind an event `expected` still speaks of it.
EXPECTED_REACH = 110


@dataclass(frozen=True)
class Cue:
    """A cue word of a sentence: its kind (cues.toml) and span."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class EventWords:
    """The words that state an event.

    Attributes:
        start: Where they start in the sentence.
        end: Where they end.
        only: `guidance` where the rule speaks of what is to come, `told` where of what has happened, `news` where only
            news counts; else None.
        is_past: Their verb is in the past: only a plan right before it changes that.
    """

    start: int
    end: int
    only: str | None
    is_past: bool


@dataclass(frozen=True)
class Place:
    """Where a sentence stands.

    Attributes:
        section: Its section.
        is_opening: It is in the headline, in the bullets below it, or the first sentence of the lead.
        is_lead: It is in the first sentences of the release.
        is_report: The release reports on a period: what it lists had happened before.
    """

    section: str
    is_opening: bool
    is_lead: bool
    is_report: bool


def classify_role(event: EventWords, cues: Sequence[Cue], clauses: Clauses, place: Place) -> str | None:
    """Return announced, guidance or background; None where the clause states no event.

    Args:
        event: The words of the event.
        cues: All cues of the sentence.
        clauses: Its clauses.
        place: Where the sentence stands.
    """
    start, end, only = event.start, event.end, event.only
    own = clauses.of(start, end)
    near = [cue for cue in cues if clauses.index(cue.start) in own or start <= cue.start < end]
    is_planned = any(_plans(cue, event) for cue in near)
    if any(cue.kind == "denial" and cue.start < start for cue in cues) or _is_void(event, near, is_planned=is_planned):
        return None
    if any(cue.kind == "superseded" and -VOID_REACH < cue.start - end < VOID_REACH for cue in near) and not is_planned:
        return None
    if is_planned:
        return None if only in {"told", "news"} else "guidance"
    if only == "guidance":
        return None
    role = _told_role(end, near, cues, place)
    return None if only == "news" and role == "background" else role


def _plans(cue: Cue, event: EventWords) -> bool:
    """Tell whether a cue makes a plan of the event: `plan` words before it, `expected` words on either side."""
    if event.start <= cue.start < event.end:
        return cue.kind == "plan" or (cue.kind == "expected" and not event.is_past)
    if cue.start < event.start:
        return cue.kind in {"plan", "expected"} and (not event.is_past or event.start - cue.end < PAST_REACH)
    return cue.kind == "expected" and not event.is_past and cue.start - event.end < EXPECTED_REACH


def _told_role(end: int, near: Sequence[Cue], cues: Sequence[Cue], place: Place) -> str:
    """Return announced or background for what has happened."""
    if place.section in BOILERPLATE:
        return "background"
    recalled = any(cue.kind == "recalled" and cue.start < end for cue in near)
    kinds = {cue.kind for cue in cues}
    if recalled and "news" not in {cue.kind for cue in near}:
        return "background"
    if place.is_report:
        is_told_now = place.section == "title" or any(cue.kind == "news" for cue in near)
        return "announced" if is_told_now else "background"
    is_news = place.is_opening or "news" in kinds or (place.is_lead and "announced" in kinds)
    return "announced" if is_news else "background"


def _is_void(event: EventWords, near: Sequence[Cue], *, is_planned: bool) -> bool:
    if any(cue.kind == "denied" and event.start < cue.start < event.end + DENIED_REACH for cue in near):
        return True
    for cue in near:
        if cue.kind == "void" and cue.start < event.start and event.start - cue.end < VOID_REACH:
            return not is_planned or cue.end > event.start - 25
    return False
