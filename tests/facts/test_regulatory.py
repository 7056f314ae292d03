"""Regulatory events: a status asked for or given, whose agency, a plan with its time."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from transforms.facts.extract import extract_facts, load_rulebook

HEAD = (
    "Hollin Gives an Overview\n\n"
    "OSLO, March 3, 2026 (EQS) -- Hollin Bio is a clinical company that treats patients.\n\n"
)


def read(sentence):
    """Return the milestones of a release that holds the sentence in its body."""
    noon = datetime(2026, 3, 3, 12, tzinfo=UTC)
    documents = pl.DataFrame(
        {
            "release_id": ["0" * 16],
            "capture_id": ["0" * 16],
            "source_id": ["invented"],
            "url": [None],
            "captured_at": [noon],
            "observed_at": [noon],
            "title": [None],
            "published_at": [noon],
            "published_at_precision_s": [None],
            "categories": [[]],
            "source_line": [None],
            "is_excerpt": [False],
            "text": [HEAD + sentence],
        },
        schema_overrides={
            "url": pl.String,
            "title": pl.String,
            "published_at_precision_s": pl.Int32,
            "categories": pl.List(pl.String),
            "source_line": pl.String,
        },
    )
    return extract_facts(documents, load_rulebook(), is_judged=False).milestones.rows(named=True)


@pytest.mark.parametrize(
    ("sentence", "milestone_type"),
    [
        ("Hollin has applied for Orphan Drug Designation for HL-1.", "designation_requested"),
        ("Hollin submitted a request for Breakthrough Therapy designation to the FDA.", "designation_requested"),
        ("Hollin applied for, and the FDA granted, Orphan Drug Designation for HL-1.", "designation_granted"),
        ("HL-1 holds Orphan Drug Designation for gout.", "designation_granted"),
    ],
)
def test_a_status_asked_for_is_not_yet_given(sentence, milestone_type):
    assert [row["milestone_type"] for row in read(sentence)] == [milestone_type]


def test_a_comma_in_the_name_of_a_ministry_ends_no_clause():
    (row,) = read(
        "Hollin today said that the Ministry of Health, Labour and Welfare has granted marketing approval for HL-1."
    )
    assert (row["milestone_type"], row["role"]) == ("approval", "announced")


def test_a_launch_has_no_agency():
    (row,) = read("Hollin plans to launch the pump in the first quarter of 2027, after talks at the FDA.")
    assert (row["milestone_type"], row["role"], row["agency"]) == ("commercial_launch", "guidance", None)
    assert row["window_start"] == date(2027, 1, 1)


def test_a_pdufa_date_is_set_by_the_fda():
    (row,) = read("HL-1 has a PDUFA date of May 5, 2026.")
    assert (row["milestone_type"], row["role"], row["agency"]) == ("regulatory_decision_date", "guidance", "FDA")
    assert row["window_start"] == date(2026, 5, 5)


@pytest.mark.parametrize(
    "sentence",
    [
        "If approved, HL-1 would be the first drug for gout.",
        "There are no FDA-approved treatments for this disease.",
        "Several therapies are approved for gout in Europe.",
        "She has long experience in regulatory submissions and in the launch of drugs.",
        "The board of directors approved a stock split in May.",
        "Breakthrough Therapy designation is intended to expedite development.",
        "Hollin launches a new website for patients with gout.",
        "A podcast introduces listeners to kidney disease therapy.",
        "The FDA approval process takes many years.",
    ],
)
def test_what_only_sounds_like_an_event_gives_none(sentence):
    assert read(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "milestone_type"),
    [
        ("The FDA initially rejected HL-1.", "application_rejected"),
        ("Hollin withdrew its application to sell HL-1 as a treatment of gout.", "application_rejected"),
        ("The panel of outside experts voted against approval of HL-1.", "advisory_opinion"),
        ("Analysts expect the FDA to rule on approval of HL-1 by the end of the year.", "regulatory_decision_date"),
    ],
)
def test_what_is_said_of_an_approval_need_not_be_one(sentence, milestone_type):
    assert [row["milestone_type"] for row in read(sentence)] == [milestone_type]
