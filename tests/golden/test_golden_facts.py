"""Golden cases from end to end: a raw file beside the release fields and milestones that its text states.

Add `facts/<name>.<suffix>` as received and `facts/<name>.expected.json`, and there is a test more. The expected rows
name their sentence, which must stand in the stored text where the row says.
"""

import json
from pathlib import Path

import pytest
from sample_wire import to_captures

from transforms.facts.judge import ACCEPTED
from transforms.parse import parse_captures
from transforms.rules.load import load_rulebook

FOLDER = Path(__file__).parent / "facts"
CASES = sorted(FOLDER.glob("*.expected.json"))
COMPARED = [
    "milestone_type",
    "role",
    "detail",
    "window",
    "phase",
    "trial_ids",
    "intervention",
    "indication",
    "event_sponsor",
    "sentence",
]
OBSERVED = {"observed_at": "2026-04-01T06:00:00Z"}


def raw_file(expected):
    name = expected.name.removesuffix(".expected.json")
    (raw,) = [path for path in FOLDER.glob(f"{name}.*") if path != expected]
    return raw


@pytest.fixture(scope="module")
def tables():
    """All cases parsed together, as a batch of the pipeline."""
    captures = to_captures([(path.name, path.read_bytes(), OBSERVED) for path in map(raw_file, CASES)])
    return parse_captures(captures, load_rulebook())


def rows_of(tables, name, raw):
    captures = tables["captures"].filter(location=raw.name).select("capture_id")
    return list(tables[name].join(captures, on="capture_id", how="semi", maintain_order="left").iter_rows(named=True))


@pytest.fixture(params=CASES, ids=lambda path: path.name.removesuffix(".expected.json"))
def case(request):
    return raw_file(request.param), json.loads(request.param.read_text("utf-8"))


def as_text(value):
    return value if value is None else str(value)


def test_release_fields(case, tables):
    raw, expected = case
    (release,) = rows_of(tables, "releases", raw)
    enrolments = rows_of(tables, "enrolments", raw)
    told = expected["release"]
    said = {field: release[field] for field in told if field != "enrollment"}
    said["dateline_date"] = as_text(said["dateline_date"])
    said["enrollment"] = sorted(({"value": row["value_count"], "kind": row["kind"]} for row in enrolments), key=str)
    assert said == {**told, "enrollment": sorted(told["enrollment"], key=str)}


def in_order(rows):
    """Rows by type, role and sentence, so that two of one sentence need no order of their own."""
    return sorted(rows, key=lambda row: (row["milestone_type"], row["role"], row.get("detail") or "", row["sentence"]))


def test_milestones(case, tables):
    raw, expected = case
    said = []
    for row in rows_of(tables, "milestones", raw):
        if row["confidence"] < ACCEPTED:
            continue  # it waits for a person
        window = None
        if row["window_start"] is not None:
            start, end = as_text(row["window_start"]), as_text(row["window_end"])
            window = {"start": start, "end": end, "precision": row["window_precision"]}
        # Only designations have a detail that is a word of the guide; elsewhere it is free.
        free = set() if row["milestone_type"].startswith("designation") else {"detail"}
        kept = {**row, "window": window, "sentence": " ".join(row["sentence"].split())}
        said.append({field: kept[field] for field in COMPARED if field not in free})
    # Cases leave it out where the event is the issuer's.
    told = [{"event_sponsor": None} | row for row in expected["milestones"]]
    assert in_order(said) == in_order(told)


def test_name_ties(case, tables):
    raw, expected = case
    said = [
        {field: row[field] for field in ("entity", "name", "other_name", "reason")}
        for row in rows_of(tables, "name_ties", raw)
    ]
    assert said == expected.get("name_ties", [])


def test_every_sentence_stands_in_the_text(case, tables):
    raw, _ = case
    (release,) = rows_of(tables, "releases", raw)
    for row in [*rows_of(tables, "milestones", raw), *rows_of(tables, "name_ties", raw)]:
        assert release["text"][row["span_start"] : row["span_end"]] == row["sentence"]


def test_nothing_is_rejected(tables):
    assert tables["rejects"].height == 0
