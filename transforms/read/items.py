"""The items that a payload can hold. Every reader gives these and nothing else; dispatch turns them into frames."""

from dataclasses import dataclass, field
from datetime import datetime

DAY_S = 86_400


class UnreadableError(ValueError):
    """The whole payload cannot be read; `reason` is a key of data/reference/reject_reasons.csv."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(slots=True, frozen=True)
class Instant:
    """A moment as far as somebody stated it: `at` in UTC, exact to `precision_s` seconds."""

    at: datetime
    precision_s: int


@dataclass(slots=True)
class Capture:
    """One row of transforms.tables.Captures, as the readers need it."""

    capture_id: str
    source_id: str
    location: str
    content_type: str | None
    observed_at: datetime
    payload: bytes


@dataclass(slots=True)
class Release:
    """A release; `text` is composed as transforms.tables.Documents says.

    `place` tells the releases of one payload apart where they have no url; null where the payload is one release.
    """

    text: str
    title: str | None = None
    url: str | None = None
    published: Instant | None = None
    categories: list[str] = field(default_factory=list)
    source_line: str | None = None
    is_excerpt: bool = False
    place: str | None = None


@dataclass(slots=True)
class Post:
    """A teaser: a feed item or an entry of a "Recent Posts" block."""

    kind: str
    title: str
    url: str | None = None
    excerpt: str | None = None
    is_truncated: bool = False
    age_text: str | None = None
    published: Instant | None = None
    categories: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Study:
    """A registry record; the fields are those of transforms.tables.Studies."""

    trial_id: str
    registry: str
    acronym: str | None = None
    title: str | None = None
    status: str | None = None
    phases: list[str] = field(default_factory=list)
    sponsor: str | None = None
    conditions: list[str] = field(default_factory=list)
    interventions: list[str] = field(default_factory=list)
    start_date: str | None = None
    start_date_kind: str | None = None
    primary_completion_date: str | None = None
    primary_completion_date_kind: str | None = None
    enrolment_count: int | None = None
    enrolment_kind: str | None = None
    last_update_date: str | None = None


@dataclass(slots=True)
class Refused:
    """An item that gives no row: `reason` is a key of data/reference/reject_reasons.csv."""

    reason: str
    detail: str
    opening: str = ""


Item = Release | Post | Study | Refused
