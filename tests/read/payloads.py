"""Captures for the tests: bytes at a location, as a frame of the raw schema."""

import hashlib
from datetime import UTC, datetime

import polars as pl

from transforms.ids import stable_id
from transforms.read import ReadResult, read_captures
from transforms.read.items import Capture
from transforms.tables import Captures

OBSERVED_AT = datetime(2031, 5, 6, 15, 30, tzinfo=UTC)


def capture_row(payload, location="file.bin", content_type=None, problem=None, problem_detail=None):
    data = payload.encode() if isinstance(payload, str) else payload
    digest = hashlib.sha256(data).hexdigest()
    return {
        "capture_id": stable_id("test", location, digest),
        "source_id": "test",
        "location": location,
        "content_type": content_type,
        "headers_json": None,
        "captured_at": OBSERVED_AT,
        "observed_at": OBSERVED_AT,
        "payload": data,
        "payload_bytes": len(data),
        "payload_sha256": digest,
        "problem": problem,
        "problem_detail": problem_detail,
    }


def frame_of(*rows) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=Captures.create_empty().schema)


def read_one(payload, location="file.bin", content_type=None) -> ReadResult:
    return read_captures(frame_of(capture_row(payload, location, content_type)))


def read_document(payload, location="file.bin", content_type=None) -> dict:
    """The one document of a payload."""
    (row,) = read_one(payload, location, content_type).documents.iter_rows(named=True)
    return row


def reasons(result: ReadResult) -> list[str]:
    return result.rejects["reason"].cast(pl.String).to_list()


def item_rows(result: ReadResult) -> int:
    return result.documents.height + result.posts.height + result.studies.height + result.rejects.height


def as_capture(location="file.bin") -> Capture:
    return Capture("0" * 16, "test", location, None, OBSERVED_AT, b"")
