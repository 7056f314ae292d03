"""What is told in a made-up industry over fifteen years, as numbers: who tells what, when, of which programme.

A programme is a product in a trial by a sponsor, and its acts follow each other: it starts, doses, slips, enrols, reads
out on time, late or never, is ended or approved. Each act is a story, and a story has statements: news, plans as they
stood that day, and what is recalled. Stories of companies stand beside them. Shares follow an archive of 12,334
releases: of roles, types, precisions, copies, and of what a statement leaves out.

Words, ids and tables belong to marts_data.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

Days = npt.NDArray[np.int64]
FIRST_DAY = int(np.datetime64("2011-07-01").astype(int))
LAST_DAY = int(np.datetime64("2026-06-30").astype(int))
PHASES = ["1", "1b/2a", "2", "2b", "3", "4"]
PRECISIONS = ["none", "day", "month", "quarter", "half", "year", "part", "by", "range", "vague"]
NONE, DAY, MONTH, QUARTER, HALF, YEAR, PART, BY, RANGE, VAGUE = range(10)
MONTHS = np.array([1, 1, 1, 3, 6, 12, 4, 6, 1, 1])
# Sponsors have as many releases as Zipf's law gives them; at this exponent the first of 25,000 has one in seventy.
ZIPF = 0.7
SLIP_SHARE = 0.18  # of the acts at which a readout may move


class Act(NamedTuple):
    """A story of a programme: how many programmes come to it, and when."""

    name: str
    share: float
    days: int


ACTS = [
    Act("start", 0.9, 0),
    Act("dosed", 0.75, 60),
    Act("first_update", 0.75, 150),
    Act("second_update", 0.7, 270),
    Act("interim", 0.4, 330),
    Act("designated", 0.25, 360),
    Act("enrolled", 0.6, 420),
    Act("third_update", 0.7, 480),
    Act("ended", 0.08, 540),
    Act("topline", 0.75, 620),
    Act("presented", 0.4, 690),
    Act("fourth_update", 0.4, 760),
    Act("filed", 0.3, 860),
    Act("accepted", 0.25, 920),
    Act("decided", 0.25, 1220),
    Act("launched", 0.15, 1300),
]
ACT = {act.name: number for number, act in enumerate(ACTS)}
# The readout may move at these; all that follows is then as much later.
UPDATES = [ACT[name] for name in ("first_update", "second_update", "enrolled", "third_update")]
SLIP_DAYS = 91
SUPERSEDED_SHARE = 0.3  # of the moves: told with the time that held before


class Told(NamedTuple):
    """A statement of an act: its type and role, how often it is made, and the act that its time is of, if any."""

    act: str
    milestone_type: str
    role: str
    share: float
    of: str | None = None
    detail: str | None = None
    agency: str | None = None
    is_withdrawn: bool = False


SCRIPT = [
    Told("start", "trial_initiated", "announced", 0.9),
    Told("start", "topline_readout", "guidance", 0.6, "topline"),
    Told("start", "ind_cleared", "background", 0.4, "start", None, "FDA"),
    Told("start", "first_patient_dosed", "guidance", 0.4, "dosed"),
    Told("dosed", "first_patient_dosed", "announced", 0.95),
    Told("dosed", "topline_readout", "guidance", 0.5, "topline"),
    Told("dosed", "trial_initiated", "background", 0.3, "start"),
    Told("first_update", "financial_results", "announced", 0.8),
    Told("first_update", "topline_readout", "guidance", 0.7, "topline"),
    Told("first_update", "first_patient_dosed", "background", 0.5, "dosed"),
    Told("first_update", "enrollment_progress", "announced", 0.2),
    Told("second_update", "financial_results", "announced", 0.8),
    Told("second_update", "topline_readout", "guidance", 0.7, "topline"),
    Told("second_update", "interim_readout", "guidance", 0.4, "interim"),
    Told("second_update", "first_patient_dosed", "background", 0.3, "dosed"),
    Told("second_update", "enrollment_completed", "guidance", 0.4, "enrolled"),
    Told("interim", "interim_readout", "announced", 0.9),
    Told("interim", "topline_readout", "guidance", 0.5, "topline"),
    Told("interim", "dsmb_review", "announced", 0.2),
    Told("designated", "designation_granted", "announced", 0.95, None, "fast_track", "FDA"),
    Told("designated", "designation_granted", "background", 0.5, "start", "orphan_drug", "FDA"),
    Told("enrolled", "enrollment_completed", "announced", 0.95),
    Told("enrolled", "topline_readout", "guidance", 0.8, "topline"),
    Told("enrolled", "first_patient_dosed", "background", 0.3, "dosed"),
    Told("third_update", "financial_results", "announced", 0.8),
    Told("third_update", "topline_readout", "guidance", 0.8, "topline"),
    Told("third_update", "data_presented", "guidance", 0.06, "presented", is_withdrawn=True),
    Told("third_update", "enrollment_completed", "background", 0.4, "enrolled"),
    Told("third_update", "designation_granted", "background", 0.4, "designated", "fast_track", "FDA"),
    Told("third_update", "interim_readout", "background", 0.3, "interim"),
    Told("ended", "trial_discontinued", "announced", 0.95),
    Told("ended", "clinical_hold", "background", 0.2, "third_update", None, "FDA"),
    Told("topline", "topline_readout", "announced", 0.97),
    Told("topline", "application_submitted", "guidance", 0.4, "filed", None, "FDA"),
    Told("topline", "data_presented", "guidance", 0.4, "presented"),
    Told("topline", "trial_completed", "background", 0.3, "topline"),
    Told("presented", "data_presented", "announced", 0.9),
    Told("presented", "topline_readout", "background", 0.6, "topline"),
    Told("fourth_update", "financial_results", "announced", 0.8),
    Told("fourth_update", "topline_readout", "background", 0.7, "topline"),
    Told("fourth_update", "application_submitted", "guidance", 0.6, "filed", None, "FDA"),
    Told("filed", "application_submitted", "announced", 0.95, None, None, "FDA"),
    Told("filed", "topline_readout", "background", 0.5, "topline"),
    Told("accepted", "application_accepted", "announced", 0.9, None, None, "FDA"),
    Told("accepted", "regulatory_decision_date", "guidance", 0.9, "decided", None, "FDA"),
    Told("accepted", "application_submitted", "background", 0.3, "filed", None, "FDA"),
    Told("decided", "approval", "announced", 0.85, None, None, "FDA"),
    Told("decided", "application_rejected", "announced", 0.15, None, None, "FDA"),
    Told("decided", "commercial_launch", "guidance", 0.5, "launched"),
    Told("launched", "commercial_launch", "announced", 0.9),
    Told("launched", "approval", "background", 0.7, "decided", None, "FDA"),
]


class Common(NamedTuple):
    """What companies tell beside their trials: how often, and what part of it with a time."""

    milestone_type: str
    role: str
    share: float
    timed: float
    detail: str | None = None
    agency: str | None = None
    is_withdrawn: bool = False


CORPORATE = [
    Common("partnership", "announced", 0.14, 0.02),
    Common("conference_participation", "guidance", 0.14, 0.79),
    Common("leadership_change", "announced", 0.12, 0.13),
    Common("recognition", "announced", 0.09, 0.24),
    Common("financing", "announced", 0.09, 0.06),
    Common("financial_results", "announced", 0.08, 0.04),
    Common("conference_participation", "background", 0.08, 0.2),
    Common("acquisition", "background", 0.08, 0.89),
    Common("financial_results", "background", 0.07, 0.13),
    Common("recognition", "background", 0.06, 0.87),
    Common("partnership", "background", 0.05, 0.5),
]


class Chapter(NamedTuple):
    """A part of the industry's history.

    `programmes`: programme, sponsor, product, phase, indication, has_id, has_acronym, generic_from (the act from which
    on the generic name is used), start_day.
    `stories`: story (0, 1, 2 …), sponsor, programme and act (null for a company's own), day.
    `statements`: story, milestone_type, role, detail, agency, is_withdrawn, window_start, window_end, window_precision
    (its number in PRECISIONS), the same of the superseded window, in the order of the stories.
    """

    programmes: pl.DataFrame
    stories: pl.DataFrame
    statements: pl.DataFrame


def write_chapter(chance: np.random.Generator, count: int, first: int, sponsors: int) -> Chapter:
    """Return what happens to `count` programmes, and as many stories of companies as an archive has beside them.

    Args:
        chance: Where all chance comes from.
        count: How many programmes.
        first: The number of the first; the next chapter goes on behind the last.
        sponsors: How many there are in the whole industry.
    """
    starts = _days(chance, count) - 200
    is_told, days, plans = _acts(chance, starts)
    owners = _sponsors(chance, count, sponsors)
    programmes = pl.DataFrame(
        {
            "programme": first + np.arange(count),
            # A product is in two trials of its sponsor.
            "product": first + np.arange(count) // 2 * 2,
            "sponsor": owners[np.arange(count) // 2],
            "phase": np.array(PHASES)[chance.choice(len(PHASES), count, p=[0.25, 0.1, 0.25, 0.1, 0.28, 0.02])],
            "indication": chance.integers(0, 400, count),
            "has_id": chance.random(count) < 0.7,
            "has_acronym": chance.random(count) < 0.5,
            "generic_from": np.where(chance.random(count) < 0.5, chance.integers(3, 12, count), len(ACTS)),
            "start_day": starts,
        }
    )
    company_days = _days(chance, 6 * count)
    code = np.concatenate([np.flatnonzero(is_told), is_told.size + np.arange(len(company_days))])
    is_company = code >= is_told.size
    at = code // len(ACTS) % count
    stories = pl.DataFrame(
        {
            "story": np.arange(len(code)),
            "sponsor": np.where(
                is_company, _sponsors(chance, len(code), sponsors), programmes["sponsor"].to_numpy()[at]
            ),
            "programme": np.where(is_company, -1, first + at),
            "act": np.where(is_company, -1, code % len(ACTS)),
            "day": np.concatenate([days[is_told], company_days]),
        }
    ).with_columns(pl.col("programme", "act").replace(-1, None))
    statements = pl.concat(
        [*_told_of_programmes(chance, is_told, days, plans), *_told_of_companies(chance, company_days, is_told.size)],
        how="vertical_relaxed",
    )
    number_of = np.full(is_told.size + len(company_days), -1)
    number_of[code] = np.arange(len(code))
    statements = statements.select(
        pl.col("code").map_batches(lambda codes: pl.Series(number_of[codes.to_numpy()])).alias("story"),
        pl.exclude("code"),
    )
    return Chapter(programmes, stories, statements.sort("story", maintain_order=True))


def _days(chance: np.random.Generator, count: int) -> Days:
    """Return days by chance; the later half of the years has two in three."""
    return (FIRST_DAY + (LAST_DAY - FIRST_DAY) * chance.beta(1.6, 1.0, count)).astype(np.int64)


def _sponsors(chance: np.random.Generator, count: int, sponsors: int) -> Days:
    """Return sponsors by chance, by Zipf's law."""
    shares = np.cumsum(np.arange(1, sponsors + 1) ** -ZIPF)
    return np.searchsorted(shares, chance.random(count) * shares[-1])


def _acts(chance: np.random.Generator, starts: Days) -> tuple[npt.NDArray[np.bool_], Days, Days]:
    """Return which acts each programme comes to before the last day, their days, and what was planned at each act.

    All have a row for each programme and a column for each act; plans have a third axis: the act that is planned.
    """
    shape = (len(starts), len(ACTS))
    pace = chance.lognormal(0, 0.25, len(starts))[:, None]
    first_plan = starts[:, None] + np.array([act.days for act in ACTS]) * pace
    slips = np.zeros(shape)
    slips[:, UPDATES] = (chance.random((len(starts), len(UPDATES))) < SLIP_SHARE) * SLIP_DAYS
    later = np.cumsum(slips, axis=1)
    days = (first_plan + later + chance.normal(0, 15, shape)).astype(np.int64)
    plans = (first_plan[:, None, :] + later[:, :, None]).astype(np.int64)
    is_told = chance.random(shape) < np.array([act.share for act in ACTS])
    # An ended trial reads nothing out, and what never read out is not filed.
    ended, topline, filed = ACT["ended"], ACT["topline"], ACT["filed"]
    is_told[:, topline:] &= ~is_told[:, [ended]]
    is_told[:, filed:] &= is_told[:, [topline]]
    return is_told & (days >= FIRST_DAY) & (days <= LAST_DAY), days, plans


def _told_of_programmes(
    chance: np.random.Generator, is_told: npt.NDArray[np.bool_], days: Days, plans: Days
) -> Iterator[pl.DataFrame]:
    """Yield what each act says, line by line of the script: a plan as it stood that day."""
    habits = chance.random(len(days))
    for line in SCRIPT:
        at = ACT[line.act]
        of = at if line.of is None else ACT[line.of]
        is_said = is_told[:, at] & (chance.random(len(days)) < line.share)
        here = np.flatnonzero(is_said & is_told[:, of] if line.role == "background" else is_said)
        said = days[here, at]
        if line.role == "announced":
            meant = said
            precision = np.where(chance.random(len(here)) < 0.06, DAY, NONE)
        elif line.role == "guidance":
            meant = np.maximum(plans[here, at, of], said + 5)
            precision = _plan_precision(chance, habits[here], meant - said)
            if line.milestone_type == "regulatory_decision_date":
                precision = np.full(len(here), DAY)
            if line.is_withdrawn:
                precision = np.full(len(here), NONE)
        else:
            meant = np.minimum(days[here, of], said - 3)
            precision = chance.choice([NONE, YEAR, MONTH, DAY, QUARTER], len(here), p=[0.55, 0.18, 0.11, 0.1, 0.06])
        before = plans[here, at - 1 if line.role == "guidance" and at in UPDATES else at, of]
        is_told_moved = (before != plans[here, at, of]) & (chance.random(len(here)) < SUPERSEDED_SHARE)
        superseded = np.where(is_told_moved & np.isin(precision, [MONTH, QUARTER, HALF, YEAR, PART]), precision, NONE)
        starts, ends = _windows(before, said, superseded)
        yield _statements(here * len(ACTS) + at, line, meant, said, precision).with_columns(
            superseded_start=starts, superseded_end=ends, superseded_precision=superseded
        )


def _told_of_companies(chance: np.random.Generator, days: Days, first_code: int) -> Iterator[pl.DataFrame]:
    """Yield what companies tell beside their trials: mostly one thing, often two or none."""
    shares = np.array([line.share for line in CORPORATE])
    for share in (0.6, 0.12):
        here = np.flatnonzero(chance.random(len(days)) < share)
        kinds = chance.choice(len(CORPORATE), len(here), p=shares / shares.sum())
        for kind, line in enumerate(CORPORATE):
            of_kind = here[kinds == kind]
            said = days[of_kind]
            meant = said + {"guidance": 20, "announced": 0, "background": -400}[line.role]
            is_timed = chance.random(len(of_kind)) < line.timed
            times = chance.choice([DAY, RANGE, MONTH, YEAR, QUARTER], len(of_kind), p=[0.45, 0.15, 0.15, 0.2, 0.05])
            precision = np.where(is_timed, times, NONE)
            yield _statements(first_code + of_kind, line, meant, said, precision).with_columns(
                superseded_start=None, superseded_end=None, superseded_precision=pl.lit(NONE)
            )


def _statements(code: Days, line: Told | Common, meant: Days, said: Days, precision: Days) -> pl.DataFrame:
    starts, ends = _windows(meant, said, precision)
    return pl.DataFrame(
        {"code": code, "window_start": starts, "window_end": ends, "window_precision": precision}
    ).with_columns(
        pl.lit(line.milestone_type).alias("milestone_type"),
        pl.lit(line.role).alias("role"),
        pl.lit(line.detail, pl.String).alias("detail"),
        pl.lit(line.agency, pl.String).alias("agency"),
        pl.lit(line.is_withdrawn).alias("is_withdrawn"),
    )


def _plan_precision(chance: np.random.Generator, habits: npt.NDArray[np.float64], ahead: Days) -> Days:
    """Return how exactly a plan is told: by the programme's habit, and the finer, the nearer it is."""
    ladder = np.array(
        [
            [DAY, MONTH, MONTH, QUARTER, QUARTER, BY, PART, VAGUE],
            [MONTH, QUARTER, QUARTER, QUARTER, PART, BY, HALF, HALF],
            [QUARTER, QUARTER, HALF, HALF, PART, BY, YEAR, YEAR],
            [HALF, HALF, HALF, PART, BY, YEAR, YEAR, YEAR],
        ]
    )
    precision = ladder[np.digitize(ahead, [60, 200, 420]), (habits * 8).astype(int)]
    return np.where(chance.random(len(ahead)) < 0.1, NONE, precision)


def _windows(meant: Days, said: Days, precision: Days) -> tuple[pl.Series, pl.Series]:
    """Return the first and the last day of the unit of time that `meant` is in; null where none is told."""
    months = MONTHS[precision]
    unit = meant.astype("M8[D]").astype("M8[M]").astype(np.int64) // months * months
    starts = unit.astype("M8[M]").astype("M8[D]").astype(np.int64)
    ends = (unit + months).astype("M8[M]").astype("M8[D]").astype(np.int64) - 1
    from_said = np.isin(precision, [BY, VAGUE])
    starts = np.select([precision == DAY, precision == RANGE, from_said], [meant, meant - 10, said], starts)
    ends = np.select([precision == DAY, precision == RANGE], [meant, meant + 10], np.maximum(ends, starts))
    return (
        _dates(starts, precision != NONE),
        _dates(ends, ~np.isin(precision, [NONE, VAGUE])),
    )


def _dates(days: Days, is_told: npt.NDArray[np.bool_]) -> pl.Series:
    frame = pl.DataFrame({"day": days.astype(np.int32), "is_told": is_told})
    return frame.select(pl.when("is_told").then(pl.col("day").cast(pl.Date)))["day"]
