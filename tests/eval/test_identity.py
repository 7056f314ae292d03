"""Floors on event identity: does the warehouse tell one event once, and two events twice?

The floors are a little below what was measured. What the archive's releases say stays outside; without them their part
is skipped, loudly.
"""

import pytest
from eval.identity_scoring import archived_records, invented_records, resolve, score

FLOORS = {
    "invented": {"precision": 0.99, "recall": 0.87, "statements": 0.85},
    "archive": {"precision": 0.985, "recall": 0.91, "statements": 0.82},
}


def assert_floors(identity, floors):
    measured = {
        "precision": identity.pairs.precision,
        "recall": identity.pairs.recall,
        "statements": identity.statements.found / identity.statements.labelled,
    }
    below = {name: round(measured[name], 3) for name, floor in floors.items() if measured[name] < floor}
    assert below == {}, (identity.false_merges, identity.false_splits)


def test_floors_on_invented_retellings(tmp_path):
    records, labels = invented_records()
    assert_floors(score(labels, resolve(records, tmp_path)), FLOORS["invented"])


@pytest.mark.real
def test_floors_on_releases_of_the_archive(real_data, tmp_path):
    records, labels = archived_records(real_data)
    assert records.keys() == labels.keys(), "labelled releases are not in the archive"
    assert_floors(score(labels, resolve(records, tmp_path)), FLOORS["archive"])


LABELS = {
    "one": [{"event": "a", "milestone_type": "approval", "evidence": [0, 10]}],
    "two": [
        {"event": "a", "milestone_type": "approval", "evidence": [0, 10]},
        {"event": "b", "milestone_type": "approval", "evidence": [20, 30]},
        {"event": "c", "milestone_type": "approval", "evidence": [40, 50]},
    ],
}


def found(event_id, start, **fields):
    return {
        "event_id": event_id,
        "milestone_type": "approval",
        "role": "announced",
        "detail": None,
        "stated_agency": None,
        "window_end": None,
        "span_start": start,
        "span_end": start + 10,
    } | fields


def counts(tally):
    return tally.right, tally.found, tally.labelled


def test_pairs_are_counted_over_statements_that_were_found():
    told = {"one": [found("x", 0)], "two": [found("x", 0), found("y", 20)]}
    same = score(LABELS, told)
    assert counts(same.pairs) == (1, 1, 1)
    assert (same.statements.found, same.statements.labelled) == (3, 4)
    assert (same.false_merges, same.false_splits) == ([], [])


def test_a_false_merge_and_a_false_split_are_named():
    told = {"one": [found("x", 0)], "two": [found("y", 0), found("y", 20)]}
    wrong = score(LABELS, told)
    assert counts(wrong.pairs) == (0, 1, 1)
    assert wrong.false_merges == [("a", "b")]
    assert wrong.false_splits == [("a", 2)]


def test_plans_are_left_out_of_what_happened():
    told = {"one": [found("x", 0, role="guidance")], "two": [found("x", 0)]}
    assert counts(score(LABELS, told).happened) == (0, 0, 0)


def test_another_type_or_place_is_another_statement():
    told = {"one": [found("x", 0, milestone_type="commercial_launch")], "two": [found("x", 6)]}
    assert score(LABELS, told).statements.found == 0
