"""The terms in which events are read: sentences, hits, what is known of the release, and the event itself.

No reading belongs here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from transforms.facts.windows import Window, WindowMention
from transforms.reference import load_reference
from transforms.rules import Rule


def _of_theme(*themes: str) -> frozenset[str]:
    """Return the milestone types of these themes."""
    types = load_reference("milestone_types")
    return frozenset(types.filter(types["theme"].is_in(list(themes)))["milestone_type"])


CORPORATE = _of_theme("corporate")
# A regulator lets a trial begin, stops it, lets it go on: these too have an agency. A launch is the company's own.
REGULATORY = (_of_theme("regulatory") - {"commercial_launch"}) | {
    "ind_submitted",
    "ind_cleared",
    "clinical_hold",
    "clinical_hold_lifted",
}
OF_TRIAL = _of_theme("start", "conduct", "data") - {"ind_submitted", "ind_cleared"}
# What a trial's phase is said of; a status, an application or a sale of shares has none, whatever trial stands beside.
PHASED = OF_TRIAL | {"ind_submitted", "ind_cleared", "regulatory_feedback"}
# What has been done or is under way in a trial is not done in one that is only to begin.
UNDER_WAY = OF_TRIAL - {"trial_initiated", "first_patient_enrolled", "first_patient_dosed", "trial_amended"}
# Of a company, not of one of its products.
OF_COMPANY = frozenset(["financial_results", "leadership_change"])
# A fund-raising or a conference is of no disease, whatever stands in its sentence; an agreement may be about one.
OF_NO_DISEASE = CORPORATE - {"partnership", "acquisition"}
READOUTS = frozenset(["interim_readout", "topline_readout"])
FIRST_PATIENTS = frozenset(["first_patient_dosed", "first_patient_enrolled"])
MEETINGS = frozenset(["data_presented", "conference_participation"])
# In the first sentences these are the news even where no verb announces it.
NEWSY = READOUTS | {"data_presented", "data_published", "dsmb_review", "cohort_progress", "enrollment_completed"}
NEWSY_OF_PERSONS = frozenset(["leadership_change", "recognition"])
# Two regulators in one sentence are two rows for these.
PER_AGENCY = frozenset(["designation_granted", "ind_cleared", "regulatory_feedback", "application_accepted"])


@dataclass(frozen=True)
class Unit:
    """A sentence of a release: its number, section, place and text."""

    number: int
    section: str
    span_start: int
    span_end: int
    sentence: str


@dataclass(frozen=True)
class Hit:
    """Where a rule matches: unit number and span within the sentence."""

    unit: int
    rule: Rule
    start: int
    end: int


class Telling(NamedTuple):
    """An event as told: its type, its role, and whether its verb is in the past."""

    event: str
    role: str
    is_past: bool


@dataclass(frozen=True)
class Release:
    """What is known of a release before its events are read.

    `products` and `diseases` map each spelling to the name; `text` is the whole of it; `is_report` says that it reports
    on a period, so that what it lists had happened before. `headlined` has type and detail of the events that the
    headline names; `is_preclinical` says that it tells of animals, cells or a laboratory alone. `meant`, `meant_phase`
    and `meant_disease` are what the sentence at hand means if it names no product, phase or disease.
    """

    published: date | None
    is_health: bool
    products: Mapping[str, str]
    diseases: Mapping[str, str]
    phases: Sequence[str]
    issuer: str | None = None
    text: str = ""
    is_report: bool = False
    headlined: frozenset[tuple[str, str | None]] = frozenset()
    is_preclinical: bool = False
    meant: str | None = None
    meant_phase: str | None = None
    meant_disease: str | None = None


@dataclass(frozen=True)
class Milestone:
    """An event with its sentence; the columns of transforms.tables.Milestones, but for ids and versions.

    `parties` are the names that tell a corporate event from another of its type: partners, persons, the meeting.
    `amount` is that of a financing, which becomes its detail; it tells no event from another.
    `said` is what the sentence says of its time, from which another role may find another year.
    `confidence` is 0 until the event is judged. `superseded` is the time that the release says held before.
    `event_sponsor` is the organisation whose event it is, where that is another than the issuer.
    """

    milestone_type: str
    role: str
    detail: str | None
    agency: str | None
    window: Window | None
    phase: str | None
    trial_ids: tuple[str, ...]
    intervention: str | None
    indication: str | None
    unit: Unit
    rule_id: str
    completeness: float
    is_recalled: bool
    parties: frozenset[str] = frozenset()
    amount: str | None = None
    said: WindowMention | None = None
    reader: str = "rules"
    confidence: float = 0.0
    superseded: Window | None = None
    is_withdrawn: bool = False
    event_sponsor: str | None = None
    event_sponsor_ticker: str | None = None
    event_sponsor_reason: str | None = None
