"""Labelled releases with their texts: invented ones, real ones, and archived ones whose labels are kept without text.

`labels/` holds what people read from releases of the archive: fields, and for each milestone its sentence as offsets.
The texts stay outside; a text that has changed since is left out, and named. Parts: `read` may be read by who writes
rules; `unread` is for learning and measuring only; `put_aside` is for measuring only, and its issuers are in no other.
`rest_read` and `rest_put_aside` are likewise, of the health releases left when the others had been chosen: clinics,
associations, paid articles, small firms. One reader labelled each without the program; where labels and program
differed, another settled it by the text without being told which was which. What both missed alike is not labelled.
"""

import gzip
import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from transforms.read.archive import read_record
from transforms.read.html_text import text_of_html

from .split import is_held_out

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
MOST_CHARS = 9000
# After every date in the releases: none is dated after it was seen.
NOW = datetime(2100, 1, 1, tzinfo=UTC)


def read_lines(path):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def invented():
    """Return the invented corpus: doc_id, text, title, published, release, milestones."""
    gold = {row["doc_id"]: row for row in read_lines(HERE / "invented" / "gold.jsonl")}
    corpus = read_lines(PROJECT / "data" / "sample" / "corpus.jsonl")
    return [_joined(row, gold[row["doc_id"]], row["title"]) for row in corpus if row["doc_id"] in gold]


def real(folder, *, held_out):
    """Return the real releases that are open, or those put aside."""
    gold = {
        row["doc_id"]: row
        for row in read_lines(folder / "eval" / "real" / "gold.jsonl")
        if is_held_out(row["release"]["issuer"], row["doc_id"]) == held_out
    }
    rows = read_lines(folder / "eval" / "real" / "docs.jsonl")
    return [_joined(row, gold[row["doc_id"]], None) for row in rows if row["doc_id"] in gold]


def archived(folder, part):
    """Return the releases of the archive with labels of a part, and how many of them have another text now."""
    labels = {row["source_sha256"]: row for row in read_lines(HERE / "labels" / f"{part}.jsonl")}
    found, changed = [], 0
    for name, published, text in _texts(folder / "raw", labels):
        row = labels[name]
        if _short_sha(text) != row["text_sha256"]:
            changed += 1
            continue
        found.append(
            {
                "doc_id": name,
                "text": text,
                "title": None,
                "published": published[:10],
                "release": row["release"],
                "milestones": row["milestones"],
            }
        )
    return sorted(found, key=lambda row: row["doc_id"]), changed


def documents_of(rows):
    """Return Documents of (id, text, title, published)."""
    return pl.DataFrame(
        [
            {
                "release_id": name,
                "capture_id": "0" * 16,
                "source_id": "labelled",
                "url": None,
                "captured_at": NOW,
                "observed_at": NOW,
                "title": title,
                "published_at": datetime.combine(date.fromisoformat(day[:10]), datetime.min.time(), UTC)
                if day
                else None,
                "published_at_precision_s": None,
                "categories": [],
                "source_line": None,
                "is_excerpt": False,
                "text": text,
            }
            for name, text, title, day in rows
        ],
        schema_overrides={
            "url": pl.String,
            "title": pl.String,
            "published_at": pl.Datetime("us", "UTC"),
            "published_at_precision_s": pl.Int32,
            "categories": pl.List(pl.String),
            "source_line": pl.String,
        },
    )


def _joined(row, gold, title):
    return {
        "doc_id": row["doc_id"],
        "text": row["text"],
        "title": title,
        "published": (row.get("published") or row.get("published_at") or "")[:10] or None,
        "release": gold["release"],
        "milestones": gold["milestones"],
    }


def _texts(raw, wanted):
    """Yield (short hash of the source, day, text) of the wanted records."""
    with gzip.open(raw / "releases" / "press_release_archive.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            name = _short_sha(record["path"])
            if name in wanted:
                yield name, record["date"], read_record(record, NOW)[0].text
    sets = raw / "dataset_pr"
    for record in read_lines(next(sets.glob("*biotech-news-sentiment/*.jsonl"))):
        name = _short_sha(record["link"])
        if name in wanted:
            summary = " ".join(text_of_html(record["summary"]).split())
            yield name, record["published_eastern"], f"{record['title']}\n\n{summary}"
    for record in read_lines(next(sets.glob("*pharma-news-scraping/*.jsonl"))):
        name = _short_sha(record["url"])
        if name in wanted:
            text = f"{record['title']}\n\n{record['body']}"
            if len(text) > MOST_CHARS:
                text = text[:MOST_CHARS]
                text = text[: max(text.rfind(". ") + 1, 8000)]
            yield name, record["date"], text


def _short_sha(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]
