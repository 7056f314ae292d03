"""Events told several times in one release become one, with their best sentence.

Reading a sentence does not belong here (sentence_events); copies of a release on several sites are for the marts.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from transforms.facts.event_terms import CORPORATE, FIRST_PATIENTS, MEETINGS, OF_TRIAL, READOUTS, Milestone
from transforms.facts.programme import is_entry
from transforms.facts.roles import BOILERPLATE
from transforms.facts.study_names import find_study_names
from transforms.facts.windows import Window

MONTH_DAYS = 31
# What is told as news happened no longer ago.
RECENT = timedelta(days=20)
# Data shown to the public, and the sections that tell the news itself.
SHOWN = frozenset(["data_presented", "data_published"])
TELLING = frozenset(["title", "subtitle", "bullet", "lead", "body"])
# Of these a sentence tells one, whatever names stand in it; of others one for each that it lists (listed).
OF_NOBODY = frozenset(["financial_results", "financing"])
# An event is told again among so many of its type; endless lists are not compared each with each.
MOST_APART = 100


def merge_events(found: Sequence[Milestone], published: date | None) -> list[Milestone]:
    """Return the events of a release, each once, in the order of their sentences.

    Args:
        found: The events of its sentences.
        published: Its day.
    """
    groups: dict[tuple[str, str | None], list[Milestone]] = defaultdict(list)
    for row in _drop_echoes(_fold_readouts(found)):
        groups[row.milestone_type, row.detail].append(row)
    kept: list[Milestone] = []
    for rows in groups.values():
        merged: list[Milestone] = []
        for row in sorted(rows, key=_told_of_several):
            last = range(max(0, len(merged) - MOST_APART), len(merged))
            twins = [index for index in last if _is_same(row, merged[index], published)]
            twin = min(twins, key=lambda index: not merged[index].parties & row.parties, default=None)
            if twin is None:
                merged.append(row)
            else:
                merged[twin] = _better(merged[twin], row, published)
        kept += merged
    return sorted(kept, key=lambda row: (row.unit.number, row.milestone_type, row.detail or "", row.role))


def _fold_readouts(found: Sequence[Milestone]) -> list[Milestone]:
    """Let results without a name of their own be those that the release announces.

    A release that announces interim data tells their figures in sentences that do not say `interim`. One that announces
    a paper or a talk tells its results as news, whether or not a sentence says so.
    """
    news = [row for row in found if row.milestone_type in READOUTS and row.role == "announced"]
    is_shown = any(row.milestone_type in SHOWN and row.role == "announced" for row in found)
    if not news and not is_shown:
        return list(found)
    main = min(news, key=lambda row: (row.unit.section not in {"title", "lead"}, row.unit.number), default=None)
    folded = []
    for row in found:
        is_plain = row.milestone_type in READOUTS and row.role == "background" and row.window is None
        is_plain = is_plain and not row.is_recalled
        if is_plain and main:
            kind = main.milestone_type
            folded.append(replace(row, milestone_type=kind, role="announced", completeness=row.completeness - 3))
        elif is_plain and row.unit.section in TELLING:
            folded.append(replace(row, role="announced"))
        else:
            folded.append(row)
    return folded


def _drop_echoes(found: Sequence[Milestone]) -> list[Milestone]:
    """Drop what says again, in a general word, what the release says precisely.

    A start is told by its first patient; a presentation to come is announced in the headline as if it were held.
    """
    announced = {row.milestone_type for row in found if row.role == "announced"}
    ahead = {row.milestone_type for row in found if row.role == "guidance" and row.unit.section not in BOILERPLATE}
    is_data_shown = any(row.milestone_type == "data_presented" for row in found)
    kept = []
    for row in found:
        if row.milestone_type == "conference_participation" and row.role == "announced" and is_data_shown:
            continue
        is_open = row.window is None and row.role != "guidance"
        if row.milestone_type == "trial_initiated" and is_open and announced & FIRST_PATIENTS:
            continue
        is_headline = row.unit.section in {"title", "subtitle", "bullet"} and row.role == "announced"
        if row.milestone_type in MEETINGS & ahead and is_headline and row.window is None:
            continue
        kept.append(row)
    return kept


def _is_same(left: Milestone, right: Milestone, published: date | None) -> bool:
    if left.role != right.role:
        return {left.role, right.role} == {"announced", "background"} and _is_told_again(left, right, published)
    if left.agency and right.agency and left.agency != right.agency:
        return False
    if left.window and right.window and _apart(left.window, right.window):
        return left.unit.number == right.unit.number and left.rule_id != right.rule_id
    return _is_one_subject(left, right)


def _told_of_several(row: Milestone) -> int:
    """Order what tells of one event before what may tell of several: 0 entry of a programme, 2 headline on persons."""
    if is_entry(row):
        return 0
    return 2 if row.milestone_type == "leadership_change" and row.unit.section == "title" else 1


def _is_one_subject(left: Milestone, right: Milestone) -> bool:
    """Tell whether two tellings of one type and role may be of one event, by whom and what they name."""
    if left.unit.number == right.unit.number:
        return left.milestone_type in OF_NOBODY or _is_one_party(left, right)
    if left.milestone_type == "leadership_change" and left.role == "announced":
        is_headline = "title" in {left.unit.section, right.unit.section}
        return left.rule_id == right.rule_id and (is_headline or _is_one_party(left, right))
    if is_entry(left) or is_entry(right):
        return not (is_entry(left) and is_entry(right))
    if left.role == "announced" or (left.role == "guidance" and left.milestone_type in CORPORATE):
        return True
    if left.role == "guidance":
        return not _of_other_studies(left, right) and _is_one_plan(left, right)
    is_apart = _of_other_studies(left, right)
    is_apart = is_apart or (left.milestone_type in CORPORATE and not _is_one_party(left, right))
    is_apart = is_apart or (left.milestone_type == "approval" and _differ(left.indication, right.indication))
    return not is_apart and not _differ(left.intervention, right.intervention) and not _differ(left.phase, right.phase)


def _of_other_studies(left: Milestone, right: Milestone) -> bool:
    """Tell whether two tellings of an event of a trial name studies, and none of them both."""
    if left.milestone_type not in OF_TRIAL:
        return False
    ours, theirs = _studies(left.unit.sentence), _studies(right.unit.sentence)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


@lru_cache(maxsize=4096)  # asked for each event of a sentence, and for each that it is compared with
def _studies(sentence: str) -> frozenset[str]:
    return frozenset(name for _, _, name in find_study_names(sentence))


def _is_one_plan(left: Milestone, right: Milestone) -> bool:
    """Tell whether two plans may be one: for one product, phase and disease, or one time; a headline is of all."""
    is_one_time = left.window is not None and left.window == right.window and left.window.precision != "year"
    if is_one_time or not {"title", "subtitle"}.isdisjoint({left.unit.section, right.unit.section}):
        return True
    is_other = _differ(left.intervention, right.intervention) or _differ(left.phase, right.phase)
    return not (is_other or _differ_in_name(left.indication, right.indication))


def _is_one_party(left: Milestone, right: Milestone) -> bool:
    """Tell whether two events may be with the same partner, person or meeting: they share a name, or one has none."""
    return not left.parties or not right.parties or bool(left.parties & right.parties)


def _is_told_again(left: Milestone, right: Milestone, published: date | None) -> bool:
    """Tell whether of two events, one announced and one recalled, the second is the first in the past tense.

    It has no time of its own, or that of the release; a status is the same however it is recalled.
    """
    recalled = left if left.role == "background" else right
    if left.milestone_type == "designation_granted" and recalled.window is None:
        return not _differ(left.intervention, right.intervention) and not _differ(left.agency, right.agency)
    return not recalled.is_recalled and (recalled.window is None or _is_now(recalled.window, published))


def _is_now(window: Window, published: date | None) -> bool:
    """Tell whether a time is no longer than a month and holds the day of publication, or ends the day before it."""
    if published is None or window.end is None or (window.end - window.start).days > MONTH_DAYS:
        return False
    return window.start <= published <= window.end + timedelta(days=1)


def _is_past(window: Window, role: str, published: date | None) -> bool:
    """Tell whether what has happened may be dated by a time: news is of now or the last weeks, other things older."""
    if _is_now(window, published):
        return True
    if published is None or window.end is None or window.end > published:
        return False
    return role == "background" or (window.precision == "day" and published - window.end <= RECENT)


def _worth(row: Milestone) -> tuple[bool, float]:
    """Return how well a row's sentence tells its event: an entry names its talk, the sentences about it several."""
    return is_entry(row), row.completeness


def _differ(left: str | None, right: str | None) -> bool:
    return left is not None and right is not None and left != right


def _differ_in_name(left: str | None, right: str | None) -> bool:
    """Tell whether two names of diseases are of two: `gout` may be said for `refractory gout`."""
    if left is None or right is None:
        return False
    a, b = set(left.casefold().split()), set(right.casefold().split())
    return not (a <= b or b <= a)


def _finer(window: Window | None, other: Window | None) -> Window | None:
    """Return of two times the one that lies within the other; else the first that there is.

    `Earlier this year` and `in May` are May; `soon` and `by June` are by June.
    """
    if window is None or other is None or other.end is None:
        return window or other
    if window.end is None:
        return other if other.start >= window.start else window
    is_within = window.start <= other.start and other.end <= window.end
    is_shorter = other.end - other.start < window.end - window.start
    return other if is_within and is_shorter else window


def _apart(left: Window, right: Window) -> bool:
    """Tell whether two times cannot be one: they share no day."""
    if left.end is None or right.end is None:
        return False
    return left.end < right.start or right.end < left.start


def _better(left: Milestone, right: Milestone, published: date | None) -> Milestone:
    """Return the row with the more complete sentence; announced wins over recalled."""
    best, other = (right, left) if _worth(right) > _worth(left) else (left, right)
    role = "announced" if "announced" in {left.role, right.role} else left.role
    if best.role != role and other.role == role:
        best, other = other, best
    is_lent = other.window is not None and (role == "guidance" or _is_past(other.window, role, published))
    # Of a plan the finer time may be that of another one like it; `soon` says the least.
    is_settled = role == "guidance" and best.window is not None and best.window.end is not None
    window = _finer(best.window, other.window) if is_lent and not is_settled else best.window
    # A plan told in general, `results are expected`, may be of the programme and not of the trial named elsewhere; what
    # is recalled of a product may be of another disease than the news.
    is_of_product = role != "guidance" and best.milestone_type not in CORPORATE
    is_of_trial = best.intervention is not None and best.intervention == other.intervention
    return replace(
        best,
        role=role,
        window=window,
        agency=best.agency or other.agency,
        phase=best.phase or (other.phase if is_of_product or is_of_trial else None),
        intervention=best.intervention or (other.intervention if is_of_product else None),
        indication=best.indication or (other.indication if role != "background" else None),
        amount=best.amount or other.amount,
        reader=best.reader if best.reader == other.reader else "both",
        confidence=max(best.confidence, other.confidence),
    )
