"""One capture, before it is stored: the bytes, or why there are none.

Where captures are kept is store.py's business.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from transforms.ids import stable_id

DETAIL_LENGTH = 500


@dataclass(frozen=True)
class Failure:
    """Why there is no payload.

    Attributes:
        reason: A key of the reference list reject_reasons.
        detail: What happened.
        may_pass: The next run may fare better: it is the server's or the network's fault, not the address's.
        size_bytes: Size of what was refused, where it is known.
    """

    reason: str
    detail: str
    may_pass: bool = False
    size_bytes: int = 0


@dataclass(frozen=True)
class Capture:
    """A payload seen at a location, or a failure to get one; the fields are those of transforms.tables.Captures."""

    location: str
    captured_at: datetime
    observed_at: datetime
    payload: bytes
    payload_bytes: int
    payload_sha256: str | None
    content_type: str | None = None
    headers_json: str | None = None
    problem: str | None = None
    problem_detail: str | None = None
    # What tells two failures at one place apart: a file's damage is one fact, a silent server is one each day.
    problem_day: date | None = None

    def id_for(self, source_id: str) -> str:
        """Return the capture's stable id within a source."""
        content = self.payload_sha256 if self.problem is None else self.problem
        if self.problem_day is not None:
            content = f"{content} {self.problem_day.isoformat()}"
        return stable_id(source_id, self.location, content)


def captured(location: str, payload: bytes, captured_at: datetime, observed_at: datetime | None = None) -> Capture:
    """Return the capture of a payload; observed_at (UTC) is cut to captured_at, an empty payload is a problem."""
    if not payload:
        capture = failed(location, Failure("empty", "nothing was received"), captured_at)
        return replace(capture, observed_at=min(observed_at or captured_at, captured_at))
    return Capture(
        location=location,
        captured_at=captured_at,
        observed_at=min(observed_at or captured_at, captured_at),
        payload=payload,
        payload_bytes=len(payload),
        payload_sha256=hashlib.sha256(payload).hexdigest(),
    )


def failed(location: str, failure: Failure, captured_at: datetime, day: date | None = None) -> Capture:
    """Return the capture of a failure; `day` is given for one that another day may repeat (a server's)."""
    return Capture(
        location=location,
        captured_at=captured_at,
        observed_at=captured_at,
        payload=b"",
        payload_bytes=failure.size_bytes,
        payload_sha256=None,
        problem=failure.reason,
        problem_detail=printable(" ".join(failure.detail.split())[:DETAIL_LENGTH]),
        problem_day=day,
    )


def printable(text: str) -> str:
    """Return `text` with lone surrogates and control characters escaped, so that it can be stored and shown."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def opening(payload: bytes) -> str:
    """Return the first characters of a payload, for a detail."""
    return printable(" ".join(payload[:300].decode("utf-8", "replace").split())[:80])


def end_of_day(day: date) -> datetime:
    """Return the last second of a day, UTC."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)
