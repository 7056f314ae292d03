"""The guide's JSON: offsets in the given text, one answer for each record, clear errors."""

from collections.abc import Iterator
from typing import Any

import pytest
from test_parse import RELEASE

from transforms.extract import RecordError, extract_payload, extract_records
from transforms.rules.load import load_rulebook


def extract(*records: dict[str, Any]) -> list[dict[str, Any]]:
    return list(extract_records(records, load_rulebook()))


def test_offsets_refer_to_the_given_text() -> None:
    text = "Categories: Health\n\n" + RELEASE
    (said,) = extract({"doc_id": "a", "text": text})
    assert said["release"]["title"].startswith("Quellmark Bio Doses First Patient")
    for milestone in said["milestones"]:
        start, end = milestone["evidence"]
        assert text[start:end] == milestone["sentence"]


def test_fields_and_windows_are_json() -> None:
    (said,) = extract({"doc_id": "a", "text": RELEASE, "published_at": "2026-03-02"})
    assert said["release"]["dateline_date"] == "2026-03-02"
    assert said["release"]["wire"] == "globe_newswire"
    windows = {row["milestone_type"]: row["window"] for row in said["milestones"]}
    assert windows == {
        "first_patient_dosed": None,
        "topline_readout": {"start": "2027-07-01", "end": "2027-12-31", "precision": "half"},
    }


def test_each_record_gets_its_answer_in_order_even_twice_and_empty() -> None:
    said = extract({"doc_id": 1, "text": RELEASE}, {"doc_id": 2, "text": " \n"}, {"doc_id": 1, "text": RELEASE})
    assert [row["doc_id"] for row in said] == [1, 2, 1]
    assert said[0]["milestones"] == said[2]["milestones"] != []
    assert said[1]["milestones"] == []
    assert said[1]["release"]["tickers"] == []


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"text": "a"}, "needs doc_id and text"),
        ({"doc_id": "a"}, "needs doc_id and text"),
        ({"doc_id": "a", "text": 3}, "needs doc_id and text"),
        ({"doc_id": "a", "text": "b", "published_at": "tomorrow"}, "no ISO date or time"),
    ],
)
def test_a_bad_record_is_named(record: dict[str, Any], problem: str) -> None:
    with pytest.raises(RecordError, match=problem):
        extract(record)


def test_a_payload_is_read_first() -> None:
    html = "<html><head><title>x</title></head><body><article><h1>{}</h1>{}</article></body></html>".format(
        RELEASE.split("\n", maxsplit=1)[0], "".join(f"<p>{block}</p>" for block in RELEASE.split("\n\n")[1:])
    )
    rows: Iterator[dict[str, Any]] = extract_payload(html.encode(), "page.html", load_rulebook())
    (row,) = rows
    assert row["doc_id"] == "page.html"
    start, end = row["milestones"][0]["evidence"]
    assert row["text"][start:end] == row["milestones"][0]["sentence"]


def test_a_payload_without_a_release_says_why() -> None:
    (row,) = extract_payload(b"", "nothing.html", load_rulebook())
    assert row["reason"] == "empty"
    assert row["remedy"]
