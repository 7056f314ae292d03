"""Invented raw captures, and a reader of them that is quick and predictable: the orchestration's tests need no more."""

import os
import time
from datetime import UTC, date, datetime
from hashlib import sha256

import polars as pl

from orchestration.paths import Home
from transforms.ids import stable_id
from transforms.tables import STAGING_TABLES, Captures

TAKEN_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)


def captures(*texts: str, source_id: str = "invented") -> pl.DataFrame:
    rows = [
        {
            "capture_id": stable_id(source_id, text),
            "source_id": source_id,
            "location": f"{number}.txt",
            "content_type": None,
            "headers_json": None,
            "captured_at": TAKEN_AT,
            "observed_at": TAKEN_AT,
            "payload": text.encode(),
            "payload_bytes": len(text.encode()),
            "payload_sha256": sha256(text.encode()).hexdigest(),
            "problem": None,
            "problem_detail": None,
        }
        for number, text in enumerate(texts)
    ]
    return pl.DataFrame(rows, schema=Captures.create_empty().schema)


def write_raw(home: Home, frame: pl.DataFrame, part: str = "part-0000", day: date = DAY) -> None:
    source_id = frame["source_id"][0]
    folder = home.raw / source_id / f"observed_date={day.isoformat()}"
    folder.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(folder / f"{part}.parquet")


def parse_as_posts(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Make a post of each capture; a capture that says so is a reject, ends the process, or takes its time."""
    posts, rejects, log = [], [], []
    for row in frame.iter_rows(named=True):
        text = row["payload"].decode()
        if text == "die":
            os._exit(9)
        if text == "slow":
            time.sleep(0.5)
        place = {key: row[key] for key in ("capture_id", "source_id", "captured_at")}
        log.append(
            place
            | {
                "location": row["location"],
                "observed_at": row["observed_at"],
                "kind": "text",
                "payload_bytes": row["payload_bytes"],
                "payload_sha256": row["payload_sha256"],
                "item_count": 1,
            }
        )
        if text.startswith("refuse"):
            rejects.append(
                place
                | {
                    "reject_id": stable_id("reject", text),
                    "location": row["location"],
                    "unit": "item",
                    "stage": "read",
                    "reason": "no_text",
                    "detail": "invented",
                    "remedy": "none",
                    "opening": text,
                }
            )
        else:
            posts.append(
                place
                | {
                    "post_id": stable_id("post", text),
                    "kind": "recent_post",
                    "position": 0,
                    "url": None,
                    "observed_at": row["observed_at"],
                    "title": text,
                    "excerpt": None,
                    "is_truncated": False,
                    "age_text": None,
                    "published_at": None,
                    "published_at_precision_s": None,
                    "categories": [],
                    "is_health": True,
                    "is_trial_news": False,
                }
            )
    rows = {"captures": log, "posts": posts, "rejects": rejects}
    return {
        table: schema.cast(pl.DataFrame(rows.get(table, []), schema=schema.create_empty().schema))
        for table, schema in STAGING_TABLES.items()
    }
