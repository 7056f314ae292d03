"""What a release says, as JSON in the shape of the annotation guide: the facts without a warehouse.

Two ways in: texts whose offsets must hold (`extract_records`), and payloads that are read first (`extract_payload`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import islice
from typing import Any

import polars as pl

from transforms.facts.extract import Facts, extract_facts
from transforms.facts.judge import ACCEPTED
from transforms.ids import stable_id
from transforms.parse import parse_captures
from transforms.read.text import split_recent_posts
from transforms.rules.load import Rulebook
from transforms.tables import Captures, Documents

BATCH_SIZE = 256
DAY_SECONDS = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A record says nothing of when it was seen: late enough that no date in it lies after.
SOME_DAY = datetime(9000, 1, 1, tzinfo=UTC)
RELEASE_FIELDS = (
    "title",
    "dateline_city",
    "dateline_region",
    "dateline_date",
    "wire",
    "issuer",
    "tickers",
    "trial_ids",
    "phases",
    "interventions",
    "indications",
)
LIST_FIELDS = {"tickers", "trial_ids", "phases", "interventions", "indications"}
MILESTONE_FIELDS = ("milestone_type", "role", "detail", "agency", "phase", "trial_ids", "intervention", "indication")


class RecordError(ValueError):
    """A record that cannot be read; the message says which and why."""


def extract_records(
    records: Iterable[dict[str, Any]], rulebook: Rulebook, *, is_judged: bool = True
) -> Iterator[dict[str, Any]]:
    """Extract from records {doc_id, text, published_at?}, in their order.

    Offsets in the result are code points of the record's own text. Events in doubt are left out; plans that are taken
    back without a new date stand apart, in `withdrawn`; with `is_judged` false the rules alone are heard.

    Raises:
        RecordError: a record lacks doc_id or text, or its published_at is no ISO date or time.
    """
    left = iter(records)
    while batch := list(islice(left, BATCH_SIZE)):
        documents = [_document(record, number) for number, record in enumerate(batch)]
        readable = [document for document in documents if document["text"].strip()]
        known = Documents.cast(pl.DataFrame(readable, schema=Documents.create_empty().schema))
        facts = extract_facts(known, rulebook, is_judged=is_judged)
        said = {row["release_id"]: row for row in _said(facts)}
        for record, document in zip(batch, documents, strict=True):
            yield {"doc_id": record["doc_id"], **said.get(document["release_id"], _nothing())}


def extract_payload(payload: bytes, name: str, rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    """Extract from one payload (HTML page, feed, JSON, text): a row for each release in it, then one for each reject.

    Releases carry their `text`, which the offsets refer to; rejects carry `reason`, `detail` and `remedy`.
    """
    now = datetime.now(UTC)
    capture = {
        "capture_id": stable_id("extract", name, sha256(payload).hexdigest()),
        "source_id": "extract",
        "location": name,
        "content_type": None,
        "headers_json": None,
        "captured_at": now,
        "observed_at": now,
        "payload": payload,
        "payload_bytes": len(payload),
        "payload_sha256": sha256(payload).hexdigest(),
        "problem": None,
        "problem_detail": None,
    }
    frames = parse_captures(pl.DataFrame([capture], schema=Captures.create_empty().schema), rulebook)
    facts = Facts(**{field.name: frames[field.name] for field in fields(Facts)})
    texts = dict(frames["releases"].select("release_id", "text").iter_rows())
    for row in _said(facts):
        yield {"doc_id": name, **row, "text": texts[row["release_id"]]}
    for reject in frames["rejects"].iter_rows(named=True):
        yield {"doc_id": name, **{key: reject[key] for key in ("stage", "reason", "detail", "remedy", "opening")}}


def _document(record: dict[str, Any], number: int) -> dict[str, Any]:
    doc_id, text = record.get("doc_id"), record.get("text")
    if doc_id is None or not isinstance(text, str):
        raise RecordError(f"record {doc_id!r}: needs doc_id and text")
    published_at, precision_s = _published(record.get("published_at"), doc_id)
    # Other headlines behind the release are not its text; what is left is a prefix, so that offsets hold.
    text, _ = split_recent_posts(text, published_at or EPOCH)
    return {
        "release_id": stable_id("record", number, doc_id),
        "capture_id": stable_id("record", number, doc_id),
        "source_id": "extract",
        "url": None,
        "captured_at": SOME_DAY,
        "observed_at": SOME_DAY,
        "title": None,
        "published_at": published_at,
        "published_at_precision_s": precision_s,
        "categories": [],
        "source_line": None,
        "is_excerpt": False,
        "text": text,
    }


def _published(value: object, doc_id: object) -> tuple[datetime | None, int | None]:
    if value is None or value == "":
        return None, None
    try:
        text = str(value)
        if len(text) == len("2026-01-31"):
            return datetime.combine(date.fromisoformat(text), time(), UTC), DAY_SECONDS
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC), 1
    except ValueError as error:
        raise RecordError(f"record {doc_id!r}: published_at {value!r} is no ISO date or time") from error


def _nothing() -> dict[str, Any]:
    release: dict[str, Any] = {field: [] if field in LIST_FIELDS else None for field in RELEASE_FIELDS}
    said = {**release, "enrollment": [], "is_health": False, "is_trial_news": False}
    return {"release": said, "milestones": [], "withdrawn": []}


def _said(facts: Facts) -> Iterator[dict[str, Any]]:
    milestones = _by_release(facts.milestones)
    enrolments = _by_release(facts.enrolments)
    for release in facts.releases.iter_rows(named=True):
        release_id = release["release_id"]
        sure = [row for row in milestones.get(release_id, []) if row["confidence"] >= ACCEPTED]
        yield {
            "release_id": release_id,
            "release": {
                **{field: _plain(release[field]) for field in RELEASE_FIELDS},
                "enrollment": [
                    {"value": row["value_count"], "kind": row["kind"]} for row in enrolments.get(release_id, [])
                ],
                "is_health": release["is_health"],
                "is_trial_news": release["is_trial_news"],
            },
            "milestones": [_milestone(row) for row in sure if not row["is_withdrawn"]],
            "withdrawn": [_milestone(row) for row in sure if row["is_withdrawn"]],
        }


def _milestone(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **{field: row[field] for field in MILESTONE_FIELDS},
        "window": _window(row, "window"),
        "superseded": _window(row, "superseded"),
        "evidence": [row["span_start"], row["span_end"]],
        "sentence": row["sentence"],
        "rule_id": row["rule_id"],
        "reader": row["reader"],
        "confidence": row["confidence"],
    }


def _window(row: dict[str, Any], name: str) -> dict[str, object] | None:
    if row[f"{name}_precision"] is None:
        return None
    return {part: _plain(row[f"{name}_{part}"]) for part in ("start", "end", "precision")}


def _by_release(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        rows.setdefault(row["release_id"], []).append(row)
    return rows


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
