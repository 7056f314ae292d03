"""Accuracy floors of the release fields on labelled releases; see test_accuracy for the milestones."""

import json
from pathlib import Path

import pytest
from eval.field_scoring import score_fields
from eval.split import is_held_out

from transforms.extract import extract_records
from transforms.rules.load import load_rulebook

PROJECT = Path(__file__).resolve().parents[2]
FLOORS = {
    "invented": {
        "dateline_city": 0.99,
        "dateline_date": 0.99,
        "wire": 0.99,
        "issuer": 0.97,
        "tickers": 0.98,
        "trial_ids": 0.98,
        "phases": 0.87,
        "enrollment": 0.82,
        "interventions": 0.82,
        "indications": 0.75,
        "is_health": 0.98,
        "is_trial_news": 0.96,
    },
    "open": {
        "dateline_city": 0.98,
        "dateline_date": 0.98,
        "wire": 0.98,
        "issuer": 0.96,
        "tickers": 0.98,
        "trial_ids": 0.98,
        "phases": 0.95,
        "enrollment": 0.82,
        "interventions": 0.79,
        "indications": 0.78,
        "is_health": 0.97,
        "is_trial_news": 0.92,
    },
}


def read_lines(path):
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def tallies_of(gold, records):
    labelled = {row["doc_id"]: row["release"] for row in gold}
    wanted = [record for record in records if record["doc_id"] in labelled]
    found = {row["doc_id"]: row["release"] for row in extract_records(wanted, load_rulebook())}
    return score_fields(labelled, found)


def assert_floors(tallies, floors):
    below = {field: round(tallies[field].f1, 3) for field, floor in floors.items() if tallies[field].f1 < floor}
    assert below == {}


def test_floors_on_the_invented_corpus():
    gold = read_lines(Path(__file__).resolve().parent / "invented" / "gold.jsonl")
    assert_floors(tallies_of(gold, read_lines(PROJECT / "data" / "sample" / "corpus.jsonl")), FLOORS["invented"])


@pytest.mark.real
def test_floors_on_real_releases(real_data):
    folder = real_data / "eval" / "real"
    gold = [
        row for row in read_lines(folder / "gold.jsonl") if not is_held_out(row["release"]["issuer"], row["doc_id"])
    ]
    records = [{**row, "published_at": row["published"]} for row in read_lines(folder / "docs.jsonl")]
    assert_floors(tallies_of(gold, records), FLOORS["open"])
