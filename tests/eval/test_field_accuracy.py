"""Accuracy floors of the release fields on labelled releases; see test_accuracy for the milestones."""

import pytest
from eval.field_scoring import score_fields
from eval.labelled import invented, real

from transforms.extract import extract_records
from transforms.rules.load import load_rulebook

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
        "interventions": 0.88,
        "indications": 0.83,
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
        "interventions": 0.85,
        "indications": 0.82,
        "is_health": 0.97,
        "is_trial_news": 0.92,
    },
    "put aside": {
        "dateline_city": 0.97,
        "dateline_date": 0.97,
        "wire": 0.97,
        "issuer": 0.89,
        "tickers": 0.97,
        "trial_ids": 0.98,
        "phases": 0.79,
        "enrollment": 0.55,
        "interventions": 0.73,
        "indications": 0.7,
        "is_health": 0.95,
        "is_trial_news": 0.89,
    },
}


def tallies_of(rows):
    records = [{"doc_id": row["doc_id"], "text": row["text"], "published_at": row["published"]} for row in rows]
    found = {row["doc_id"]: row["release"] for row in extract_records(records, load_rulebook())}
    return score_fields({row["doc_id"]: row["release"] for row in rows}, found)


def assert_floors(tallies, floors):
    below = {field: round(tallies[field].f1, 3) for field, floor in floors.items() if tallies[field].f1 < floor}
    assert below == {}


def test_floors_on_the_invented_corpus():
    assert_floors(tallies_of(invented()), FLOORS["invented"])


@pytest.mark.real
@pytest.mark.parametrize("held_out", [False, True], ids=["open", "put aside"])
def test_floors_on_real_releases(real_data, held_out):
    floors = FLOORS["put aside" if held_out else "open"]
    assert_floors(tallies_of(real(real_data, held_out=held_out)), floors)
