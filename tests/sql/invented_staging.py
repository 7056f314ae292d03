"""Staging tables of invented releases: the sample corpus with its labels as facts, and rows made by hand.

Labels stand in for the parser, so that a wrong mart is never a wrong reading. Nothing of dbt belongs here.
"""

import hashlib
import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from transforms.ids import stable_id
from transforms.tables import STAGING_TABLES, Feeds, ReviewDecisions

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = PROJECT / "data" / "sample" / "corpus.jsonl"
LABELS = PROJECT / "tests" / "eval" / "invented" / "gold.jsonl"
SUPERSEDED = LABELS.with_name("superseded.jsonl")
NAME_TIES = LABELS.with_name("name_ties.jsonl")
Tables = dict[str, list[dict[str, Any]]]
# Written as one file each, of no day.
WHOLE_TABLES: dict[str, type[dy.Schema]] = {"feeds": Feeds, "review_decisions": ReviewDecisions}


def sketch(text: str) -> list[int]:
    """Hashes of the sentences below the headline."""
    body = text.split("\n\n", 1)[-1]
    sentences = {s.strip().lower() for s in re.split(r"(?<=[.!?])\s+|\n+", body) if len(s.strip()) > 30}
    return sorted(int.from_bytes(hashlib.sha256(s.encode()).digest()[:8], "big") for s in sentences)


def capture(source_id: str, location: str, captured_at: datetime, **fields: Any) -> dict[str, Any]:
    """One row of captures."""
    return {
        "capture_id": stable_id(source_id, location, fields.pop("version", 0)),
        "source_id": source_id,
        "location": location,
        "captured_at": captured_at,
        "observed_at": captured_at,
        "kind": "text",
        "payload_bytes": 1000,
        "payload_sha256": None,
        "item_count": 1,
    } | fields


def release(taken: dict[str, Any], text: str, **fields: Any) -> dict[str, Any]:
    """One row of releases, read from the capture `taken`."""
    return {
        "release_id": stable_id(fields.get("url") or (taken["source_id"], taken["location"])),
        "capture_id": taken["capture_id"],
        "source_id": taken["source_id"],
        "url": None,
        "captured_at": taken["captured_at"],
        "observed_at": taken["observed_at"],
        "title": text.split("\n", 1)[0],
        "published_at": None,
        "published_at_precision_s": None,
        "dateline_city": None,
        "dateline_region": None,
        "dateline_date": None,
        "wire": None,
        "issuer": None,
        "tickers": [],
        "trial_ids": [],
        "phases": [],
        "interventions": [],
        "indications": [],
        "categories": [],
        "language": "en",
        "is_health": True,
        "is_trial_news": True,
        "is_excerpt": False,
        "text": text,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "sections": [],
        "sketch": sketch(text),
        "rules_version": "labels",
    } | fields


def milestone(told_in: dict[str, Any], milestone_type: str, role: str, sentence: str, **fields: Any) -> dict[str, Any]:
    """One row of milestones; `sentence` must stand in the text of the release `told_in`."""
    start = told_in["text"].index(sentence)
    window = fields.pop("window", None) or (None, None, None)
    superseded = fields.pop("superseded", None) or (None, None, None)
    key = (told_in["release_id"], milestone_type, role, fields.get("detail"), fields.get("agency"), sentence, window)
    return {
        "milestone_id": stable_id(*key),
        "capture_id": told_in["capture_id"],
        "release_id": told_in["release_id"],
        "milestone_type": milestone_type,
        "role": role,
        "detail": None,
        "agency": None,
        "window_start": window[0],
        "window_end": window[1],
        "window_precision": window[2],
        "is_withdrawn": False,
        "superseded_start": superseded[0],
        "superseded_end": superseded[1],
        "superseded_precision": superseded[2],
        "phase": None,
        "trial_ids": [],
        "intervention": None,
        "indication": None,
        "event_sponsor": None,
        "event_sponsor_ticker": None,
        "event_sponsor_reason": None,
        "section": "body",
        "sentence": sentence,
        "span_start": start,
        "span_end": start + len(sentence),
        "rule_id": f"{milestone_type}.label",
        "rules_version": "labels",
        "reader": "rules",
        "confidence": 0.9,
    } | fields


def mention(named_in: dict[str, Any], start: int, end: int, **fields: Any) -> dict[str, Any]:
    """One row of trial_mentions."""
    return {
        "release_id": named_in["release_id"],
        "capture_id": named_in["capture_id"],
        "span_start": start,
        "span_end": end,
        "trial_id": None,
        "registry": None,
        "acronym": None,
        "phase": None,
    } | fields


def name_tie(told_in: dict[str, Any], tie: dict[str, Any]) -> dict[str, Any]:
    """One row of name_ties; its sentence, which begins with `opening`, must stand in the text of `told_in`."""
    start = told_in["text"].index(tie["opening"])
    end = told_in["text"].index(".", start + len(tie["opening"])) + 1
    names = {key: tie[key] for key in ("entity", "name", "other_name", "reason")}
    return names | {
        "tie_id": stable_id(told_in["release_id"], *names.values()),
        "release_id": told_in["release_id"],
        "capture_id": told_in["capture_id"],
        "sentence": told_in["text"][start:end],
        "span_start": start,
        "span_end": end,
    }


def study(taken: dict[str, Any], trial_id: str, **fields: Any) -> dict[str, Any]:
    """One row of studies; columns not given are null or empty."""
    return {
        "trial_id": trial_id,
        "capture_id": taken["capture_id"],
        "source_id": taken["source_id"],
        "captured_at": taken["captured_at"],
        "observed_at": taken["observed_at"],
        "registry": "clinicaltrials.gov",
        "phases": [],
        "conditions": [],
        "interventions": [],
    } | fields


def reject(taken: dict[str, Any], reason: str, unit: str = "item", stage: str = "read") -> dict[str, Any]:
    """One row of rejects."""
    return {
        "reject_id": stable_id(taken["capture_id"], stage, reason, unit),
        "capture_id": taken["capture_id"],
        "source_id": taken["source_id"],
        "location": taken["location"],
        "captured_at": taken["captured_at"],
        "unit": unit,
        "stage": stage,
        "reason": reason,
        "detail": "No headline stands above the text.",
        "remedy": "Give the item a title.",
        "opening": "lorem",
    }


def feed(feed_id: str, **fields: Any) -> dict[str, Any]:
    """One row of feeds; filters not given let everything pass."""
    return (
        {"feed_id": feed_id, "title": feed_id}
        | {key: [] for key in ("milestone_types", "wires", "source_ids", "sponsors", "languages")}
        | fields
    )


def decision(on: dict[str, Any], word: str, **fields: Any) -> dict[str, Any]:
    """One row of review_decisions, on the statement `on`."""
    return (
        {key: on[key] for key in ("milestone_id", "release_id", "milestone_type", "role")}
        | {"decision": word, "reason": "Read beside its sentence.", "decided_by": "ann", "decided_on": date(2026, 3, 7)}
        | fields
    )


def no_rows() -> Tables:
    """Every staging table, empty."""
    return {table: [] for table in [*STAGING_TABLES, *WHOLE_TABLES]}


def corpus() -> Tables:
    """The sample corpus, each release in a capture of its own with its sidebar as posts, its labels as facts."""
    tables = no_rows()
    labels = {row["doc_id"]: row for row in map(json.loads, LABELS.read_text().splitlines())}
    changes = [json.loads(line) for line in SUPERSEDED.read_text().splitlines()]
    ties = [json.loads(line) for line in NAME_TIES.read_text().splitlines()]
    for doc in map(json.loads, CORPUS.read_text().splitlines()):
        label = labels[doc["doc_id"]]
        published_at = datetime.fromisoformat(doc["published_at"]).astimezone(UTC)
        posts = doc.get("recent_posts") or []
        taken = capture(
            "sample",
            f"corpus.jsonl#{doc['doc_id']}",
            datetime(2026, 5, 1, 6, tzinfo=UTC),
            observed_at=datetime.combine(published_at.date(), datetime.max.time(), UTC),
            kind="archive",
            item_count=1 + len(posts),
        )
        tables["captures"].append(taken)
        fields = {k: v for k, v in label["release"].items() if k != "enrollment"}
        fields["dateline_date"] = _day(fields["dateline_date"])
        told = release(taken, doc["text"], published_at=published_at, published_at_precision_s=60, **fields)
        tables["releases"].append(told)
        for row in label["milestones"]:
            window = row["window"] and (
                _day(row["window"]["start"]),
                _day(row["window"]["end"]),
                row["window"]["precision"],
            )
            start, end = row["evidence"]
            fact = milestone(told, row["milestone_type"], row["role"], doc["text"][start:end], window=window)
            fact |= {key: row[key] for key in ("detail", "phase", "intervention", "indication")}
            fact |= {"trial_ids": row["trial_ids"] or [], "agency": row.get("agency")}
            fact["milestone_id"] = stable_id(fact["milestone_id"], row["detail"], row["phase"], *fact["trial_ids"])
            fact |= {"span_start": start, "span_end": end}
            if all(fact["milestone_id"] != known["milestone_id"] for known in tables["milestones"][-30:]):
                tables["milestones"].append(fact)
        _tell_superseded(tables, told, [change for change in changes if change["doc_id"] == doc["doc_id"]])
        tables["name_ties"] += [name_tie(told, tie) for tie in ties if tie["doc_id"] == doc["doc_id"]]
        for trial_id in told["trial_ids"]:
            tables["trial_mentions"] += [
                mention(told, found.start(), found.end(), trial_id=trial_id, registry=_registry(trial_id))
                for found in re.finditer(re.escape(trial_id), doc["text"])
            ]
        for found in re.finditer(r"\b[A-Z][A-Z-]{4,}(?= \((?:NCT|ISRCTN)\d)", doc["text"]):
            tables["trial_mentions"].append(mention(told, found.start(), found.end(), acronym=found.group()))
        for position, post in enumerate(posts):
            tables["posts"].append(
                {
                    "post_id": stable_id("sample", post["title"]),
                    "capture_id": taken["capture_id"],
                    "source_id": "sample",
                    "kind": "recent_post",
                    "position": position,
                    "url": None,
                    "captured_at": taken["captured_at"],
                    "observed_at": taken["observed_at"],
                    "title": post["title"],
                    "excerpt": post["excerpt"],
                    "is_truncated": True,
                    "age_text": post["age"],
                    "published_at": published_at - timedelta(hours=position),
                    "published_at_precision_s": 3600,
                    "categories": [],
                    "is_health": True,
                    "is_trial_news": False,
                }
            )
    tables["feeds"] = [feed("all"), feed("trials", is_trial_news=True, max_items=20)]
    return tables


def _tell_superseded(tables: Tables, told: dict[str, Any], changes: list[dict[str, Any]]) -> None:
    """Let plans of a release say what was expected before, and add those that it takes back."""
    for change in changes:
        old = change["superseded"]
        window = (_day(old["start"]), _day(old["end"]), old["precision"])
        if change["is_withdrawn"]:
            links = {key: change[key] for key in ("phase", "trial_ids", "intervention", "indication")}
            row = milestone(told, change["milestone_type"], "guidance", change["sentence"], superseded=window, **links)
            tables["milestones"].append(row | {"is_withdrawn": True})
            continue
        [row] = [
            row
            for row in tables["milestones"]
            if row["release_id"] == told["release_id"]
            and (row["milestone_type"], row["role"]) == (change["milestone_type"], "guidance")
            and row["sentence"].startswith(change["sentence"] or "")
        ]
        row |= dict(zip(("superseded_start", "superseded_end", "superseded_precision"), window, strict=True))


def write_staging(tables: Tables, folder: Path, *, seed: int | None = None) -> Path:
    """Write the tables as transforms does; with a seed, rows stand in another order, and in files of other days."""
    shift = timedelta(days=seed or 0)
    days = {
        row["capture_id"]: row["captured_at"].date() - shift * (int(row["capture_id"], 16) % 3)
        for row in tables["captures"]
    }
    for name, schema in WHOLE_TABLES.items():
        file = folder / name / f"{name}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        pl.DataFrame(tables[name], schema=_dtypes(schema)).write_parquet(file)
    for name, schema in STAGING_TABLES.items():
        frame = pl.DataFrame(tables[name], schema=_dtypes(schema))
        if seed is not None:
            frame = frame.sample(fraction=1, shuffle=True, seed=seed)
        day_of = pl.col("capture_id").replace_strict(days, return_dtype=pl.Date)
        for day in sorted(set(days.values())):
            part = folder / name / f"observed_date={day.isoformat()}" / "part.parquet"
            part.parent.mkdir(parents=True)
            frame.filter(day_of == day).write_parquet(part)
    return folder


def _dtypes(schema: type[dy.Schema]) -> dict[str, Any]:
    return {name: column.dtype for name, column in schema.columns().items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _registry(trial_id: str) -> str:
    return "clinicaltrials.gov" if trial_id.startswith("NCT") else "other"
