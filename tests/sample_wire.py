"""The invented wire for tests: its renderer (data/sample is no package) and its files as captures.

`pages` renders any release as HTML, `render` knows which release stands where. Pulling is tested with its own code;
here each file simply becomes the capture that the contract of the raw layer describes.
"""

import datetime as dt
import gzip
import hashlib
import json
import sys
from pathlib import Path

import polars as pl

from transforms.ids import stable_id
from transforms.tables import Captures

PROJECT = Path(__file__).resolve().parent.parent
SAMPLE = PROJECT / "data" / "sample"
WIRE = SAMPLE / "wire"
GOLD = PROJECT / "tests" / "eval" / "invented" / "gold.jsonl"
sys.path.insert(0, str(SAMPLE))

import pages  # noqa: E402
import render  # noqa: E402

__all__ = [
    "GOLD",
    "SAMPLE",
    "WIRE",
    "captures_of_wire",
    "corpus",
    "pages",
    "release_from_saved_text",
    "render",
    "to_captures",
]

CAPTURED_AT = dt.datetime(2026, 5, 1, 6, 0, tzinfo=dt.UTC)


def corpus() -> dict[str, dict[str, object]]:
    """Return the corpus records, with their `text`, by doc_id."""
    lines = (SAMPLE / "corpus.jsonl").read_text("utf-8").splitlines()
    return {record["doc_id"]: record for record in map(json.loads, lines)}


def to_captures(items: list[tuple[str, bytes, dict[str, str]]], source_id: str = "sample") -> pl.DataFrame:
    """Return (location, payload, manifest line) triples as a frame of Captures."""
    rows = []
    for location, payload, said in items:
        sha256 = hashlib.sha256(payload).hexdigest()
        observed_at = dt.datetime.fromisoformat(said["observed_at"]) if "observed_at" in said else CAPTURED_AT
        rows.append(
            {
                "capture_id": stable_id(source_id, location, sha256),
                "source_id": source_id,
                "location": said.get("url", location),
                "content_type": said.get("content_type"),
                "headers_json": None,
                "captured_at": CAPTURED_AT,
                "observed_at": observed_at,
                "payload": payload,
                "payload_bytes": len(payload),
                "payload_sha256": sha256,
                "problem": None,
                "problem_detail": None,
            }
        )
    frame = pl.DataFrame(rows, schema={name: column.dtype for name, column in Captures.columns().items()})
    return Captures.validate(frame)


def captures_of_wire() -> pl.DataFrame:
    """Return the committed wire as captures: a file each, archives a line each."""
    said = {line["file"]: line for line in map(json.loads, (WIRE / "manifest.jsonl").read_text("utf-8").splitlines())}
    items = []
    for name, line in said.items():
        payload = (WIRE / name).read_bytes()
        if name.endswith((".jsonl", ".jsonl.gz")):
            records = (gzip.decompress(payload) if name.endswith(".gz") else payload).splitlines()
            items += [(f"{name}#{number}", record, {}) for number, record in enumerate(records, start=1)]
        else:
            # The location stays the path, as a folder's file has it; the address is only in the page itself.
            items.append((name, payload, {key: value for key, value in line.items() if key != "url"}))
    return to_captures(items)


def release_from_saved_text(saved: str, published_at: dt.datetime) -> pages.Release:
    """Return the release of a page that was saved as text, with its recent posts."""
    article, _, recent = saved.partition("\nRecent Posts\n")
    blocks = [block.strip() for block in article.split("\n\n") if block.strip()]
    categories = blocks.pop(0).removeprefix("Categories: ").split(", ") if blocks[0].startswith("Categories: ") else []
    title = blocks.pop(0)
    source_line = blocks.pop(0).removeprefix("| ") if blocks[0].startswith("| ") else None
    bullets = [line.strip().removeprefix("• ") for line in blocks.pop(0).split("\n")] if blocks[0][0] == "•" else []
    shown = [block.strip() for block in recent.split("\n\n") if block.strip()]
    triples = zip(shown[::3], shown[1::3], shown[2::3], strict=True)
    return pages.Release(
        title=title,
        body="\n\n".join(blocks),
        published_at=published_at,
        bullets=bullets,
        categories=categories,
        source_line=source_line,
        recent_posts=[pages.RecentPost(*triple) for triple in triples],
    )
