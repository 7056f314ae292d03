"""Does the warehouse tell one event once? Labelled statements, resolved by the whole pipeline, counted in pairs.

A label says which statements of which releases tell the same real event; people decided it by reading, never from what
the program said. `identity/invented.jsonl` adds re-tellings to the sample corpus, with their texts;
`identity/archive.jsonl` labels releases of the archive by offsets, their texts stay outside. Only statements that the
reader found are compared: what it misses is the matter of `scoring`.
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
from eval.labelled import HERE, PROJECT, read_lines
from eval.scoring import Tally, overlap
from sql.invented_staging import WHOLE_TABLES

from transforms.parse import parse_captures
from transforms.rules.load import load_rulebook
from transforms.tables import Captures

SQL = PROJECT / "sql"
LABELS = HERE / "identity"
TAKEN_AT = datetime(2026, 11, 1, tzinfo=UTC)


@dataclass
class Identity:
    """Pairs of statements of one event: told so, labelled so, both. And where they differ."""

    pairs: Tally = field(default_factory=Tally)
    happened: Tally = field(default_factory=Tally)
    statements: Tally = field(default_factory=Tally)
    false_merges: list[tuple[str, ...]] = field(default_factory=list)
    false_splits: list[tuple[str, int]] = field(default_factory=list)


def invented_records():
    """Return the archive records of the sample corpus and of the re-tellings, and the labels, by document."""
    rows = read_lines(LABELS / "invented.jsonl")
    corpus = read_lines(PROJECT / "data" / "sample" / "corpus.jsonl")
    records = {
        row["doc_id"]: {"id": row["doc_id"], "title": row["title"], "text": row["text"], "date": row["published_at"]}
        for row in [*corpus, *(row for row in rows if "text" in row)]
    }
    return records, {row["doc_id"]: row["statements"] for row in rows}


def archived_records(folder):
    """Return the labelled records of the archive, and the labels, by the short hash of the record's path."""
    labels = {row["source_sha256"]: row["statements"] for row in read_lines(LABELS / "archive.jsonl")}
    records = {}
    archive = folder / "raw" / "releases" / "press_release_archive.jsonl.gz"
    with gzip.open(archive, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            name = hashlib.sha256(record["path"].encode()).hexdigest()[:16]
            if name in labels:
                records[name] = record
    return records, labels


def resolve(records, folder):
    """Run records through parser and dbt; return for each record its statements as the warehouse joined them.

    Args:
        records: archive records by name.
        folder: an empty folder, for staging and build file.
    """
    frames = parse_captures(_captures(records), load_rulebook())
    for name, frame in frames.items():
        part = folder / "staging" / name / "observed_date=2026-11-01" / "part.parquet"
        part.parent.mkdir(parents=True)
        frame.write_parquet(part)
    for name, schema in WHOLE_TABLES.items():
        file = folder / "staging" / name / f"{name}.parquet"
        file.parent.mkdir(parents=True)
        schema.create_empty().write_parquet(file)
    return resolve_staging(folder / "staging", folder)


def resolve_staging(staging, folder):
    """Return the statements of a staging folder by the record that they stand in, as the warehouse joined them."""
    build_file = folder / "warehouse.duckdb"
    command = ["build", "--select", "+int_events__resolved", "--exclude-resource-type", "test", "unit_test"]
    places = [
        "--project-dir",
        SQL,
        "--profiles-dir",
        SQL,
        "--target-path",
        folder / "dbt",
        "--log-path",
        folder / "dbt",
    ]
    done = subprocess.run(
        [Path(sys.executable).with_name("dbt"), "--no-version-check", "--no-use-colors", *command, *places],
        env=os.environ | {"TRIALWIRE_STAGING_DIR": str(staging), "TRIALWIRE_BUILD_FILE": str(build_file)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stdout[-4000:])
    with duckdb.connect(f"{build_file}.intermediate", read_only=True) as warehouse:
        rows = warehouse.execute(
            "select captures.location, events.event_id, grouped.stated_agency, statements.* "
            "from intermediate.int_events__resolved as events "
            "inner join intermediate.int_milestones__decided as statements using (milestone_id) "
            "inner join intermediate.int_milestones__grouped as grouped using (milestone_id) "
            "inner join intermediate.int_releases__deduplicated as releases "
            "on statements.release_id = releases.release_id "
            f"inner join read_parquet('{staging}/captures/*/*.parquet') as captures using (capture_id)"
        ).pl()
    found = defaultdict(list)
    for row in rows.sort("location", "span_start", "milestone_id").iter_rows(named=True):
        found[row["location"].rsplit("#", 1)[-1]].append(row)
    return found


def score(labels, found):
    """Compare pairs of statements: in one event by the labels, in one event by the warehouse."""
    result = Identity()
    told = []
    for name, statements in labels.items():
        matched = _matched(statements, found.get(name, []))
        result.statements.labelled += len(statements)
        result.statements.found += len(matched)
        told += [
            (label["event"], row["event_id"], row["role"], f"{name}:{row['span_start']}") for label, row in matched
        ]
    _count_pairs(result.pairs, told)
    _count_pairs(result.happened, [row for row in told if row[2] != "guidance"])
    by_event, by_label = defaultdict(set), defaultdict(set)
    for label, event_id, _, _ in told:
        by_event[event_id].add(label)
        by_label[label].add(event_id)
    result.false_merges = sorted(tuple(sorted(events)) for events in by_event.values() if len(events) > 1)
    result.false_splits = sorted((event, len(ids)) for event, ids in by_label.items() if len(ids) > 1)
    return result


def _count_pairs(tally, told):
    for key, count in (
        ("right", Counter((label, event_id) for label, event_id, _, _ in told)),
        ("found", Counter(event_id for _, event_id, _, _ in told)),
        ("labelled", Counter(label for label, _, _, _ in told)),
    ):
        setattr(tally, key, sum(many * (many - 1) // 2 for many in count.values()))


def _matched(labels, rows):
    """Pair each label with the found statement of its type at its place; each statement is used once."""
    left, matched = list(rows), []
    for label in labels:
        near = [row for row in left if _is_same_statement(label, row)]
        if near:
            best = max(near, key=lambda row: _likeness(label, row))
            left.remove(best)
            matched.append((label, best))
    return matched


def _is_same_statement(label, row):
    return (
        label["milestone_type"] == row["milestone_type"]
        and label.get("detail", row["detail"]) == row["detail"]
        and overlap(label["evidence"], (row["span_start"], row["span_end"])) >= 0.5
    )


def _likeness(label, row):
    end = str(row["window_end"]) if row["window_end"] else None
    return (
        label.get("role", row["role"]) == row["role"],
        label.get("agency") == row["stated_agency"],
        label.get("window_end") == end,
        overlap(label["evidence"], (row["span_start"], row["span_end"])),
    )


def _captures(records):
    """Each record as a capture of its own, seen at the end of its day."""
    rows = []
    for name, record in records.items():
        payload = json.dumps(record, ensure_ascii=False).encode()
        day = datetime.fromisoformat(record["date"][:10]).replace(hour=23, tzinfo=UTC)
        rows.append(
            {
                "capture_id": hashlib.sha256(name.encode()).hexdigest()[:16],
                "source_id": "labelled",
                "location": f"labelled.jsonl#{name}",
                "captured_at": TAKEN_AT,
                "observed_at": min(day, TAKEN_AT),
                "payload": payload,
                "payload_bytes": len(payload),
                "payload_sha256": hashlib.sha256(payload).hexdigest(),
            }
        )
    schema = {name: column.dtype for name, column in Captures.columns().items()}
    return pl.DataFrame(rows, schema=schema)
