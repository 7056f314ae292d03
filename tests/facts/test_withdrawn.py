"""Plans that are taken back, and times that held before: what the text says of an earlier promise."""

from datetime import date

import pytest
from facts.releases import documents

from transforms.facts.extract import extract_facts, load_rulebook
from transforms.tables import Milestones

HEAD = "Norvane Therapeutics Provides Update on Phase 2 Trial of NV-12 in Asthma\n\n"
LEAD = (
    "LEEDS, England, Feb. 03, 2026 (GLOBE NEWSWIRE) -- Norvane Therapeutics, a clinical-stage biotechnology company, "
    "today gave an update on its Phase 2 trial of NV-12 in patients with asthma."
)
FIRST_HALF = (date(2026, 1, 1), date(2026, 6, 30), "half")
SECOND_HALF = (date(2026, 7, 1), date(2026, 12, 31), "half")
THIRD_QUARTER = (date(2026, 7, 1), date(2026, 9, 30), "quarter")


def read(*sentences, head=HEAD):
    """What the rules read; the judge has its own tests."""
    text = head + LEAD + "\n\n" + " ".join(sentences)
    milestones = extract_facts(documents(text), load_rulebook(), is_judged=False).milestones
    Milestones.validate(milestones)
    return milestones.rows(named=True)


def taken_back(*sentences):
    return [(row["milestone_type"], superseded(row)) for row in read(*sentences) if row["is_withdrawn"]]


def superseded(row):
    window = row["superseded_start"], row["superseded_end"], row["superseded_precision"]
    return window if any(window) else None


@pytest.mark.parametrize(
    ("sentence", "milestone_type", "window"),
    [
        (
            "Norvane is withdrawing its previous guidance for topline results in the first half of 2026.",
            "topline_readout",
            FIRST_HALF,
        ),
        ("Norvane has suspended its guidance on the completion of enrollment.", "enrollment_completed", None),
        (
            "Guidance for the topline readout in the second half of 2026 has been withdrawn.",
            "topline_readout",
            SECOND_HALF,
        ),
        ("The Company is no longer providing guidance on the timing of interim data.", "interim_readout", None),
        (
            "The Company no longer expects to report topline data in the first half of 2026.",
            "topline_readout",
            FIRST_HALF,
        ),
        (
            "As a result, we no longer anticipate initial data in the third quarter of 2026.",
            "interim_readout",
            THIRD_QUARTER,
        ),
        (
            "Norvane no longer intends to report initial data from the Phase 2 trial in the second half of 2026.",
            "interim_readout",
            SECOND_HALF,
        ),
        (
            "Completion of enrollment is no longer expected in the first half of 2026.",
            "enrollment_completed",
            FIRST_HALF,
        ),
        (
            "Norvane does not currently expect to submit its NDA in the second half of 2026.",
            "application_submitted",
            SECOND_HALF,
        ),
        (
            "Interim data, which had been expected in the second half of 2026, will be delayed.",
            "interim_readout",
            SECOND_HALF,
        ),
        (
            "The topline readout, previously expected in the first half of 2026, has been postponed.",
            "topline_readout",
            FIRST_HALF,
        ),
        (
            "Norvane expects a delay in the start of its Phase 3 trial, previously guided to Q3 2026.",
            "trial_initiated",
            THIRD_QUARTER,
        ),
        (
            "The submission of the NDA will be delayed beyond the third quarter of 2026.",
            "application_submitted",
            THIRD_QUARTER,
        ),
        (
            "The timing of the topline readout, previously expected in the second half of 2026, is under review.",
            "topline_readout",
            SECOND_HALF,
        ),
        (
            "Norvane no longer expects the commercial launch in the third quarter of 2026.",
            "commercial_launch",
            THIRD_QUARTER,
        ),
        ("The Company is reassessing the timing of topline data.", "topline_readout", None),
        ("Norvane will provide updated guidance on the timing of topline data in May 2026.", "topline_readout", None),
        (
            "Filing of the IND, originally planned for the first half of 2026, has been deferred.",
            "ind_submitted",
            FIRST_HALF,
        ),
    ],
)
def test_a_plan_without_a_new_date_is_taken_back(sentence, milestone_type, window):
    assert taken_back(sentence) == [(milestone_type, window)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norvane is withdrawing its financial guidance for the full year 2026.",
        "Topline data have been delayed to the second half of 2026.",
        "Topline data are delayed until the second half of 2026 from the first half of 2026.",
        "Norvane does not expect to report topline data until the second half of 2026.",
        "If enrollment is slow, topline data could be delayed beyond the first half of 2026.",
        "We may withdraw our guidance on the timing of topline data.",
        "Recruitment in the trial has been delayed by the weather.",
        "Two patients withdrew consent before the initial data were collected.",
        "The drug delayed disease progression in interim data.",
        "Norvane will provide an update on topline data in May 2026.",
        "Norvane no longer expects topline data in the first half of 2026 but in the second half of 2026.",
        "The Phase 2 trial was paused in January.",
        "New FDA guidance on interim analyses has been withdrawn.",
        "Topline data will not be available this year.",
    ],
)
def test_what_takes_nothing_back_gives_no_row(sentence):
    assert taken_back(sentence) == []


def test_the_row_is_guidance_of_its_trial_without_a_window():
    [row] = [
        row
        for row in read("Norvane no longer expects topline data of NV-12 in the first half of 2026.")
        if row["milestone_type"] == "topline_readout"
    ]
    assert (row["role"], row["is_withdrawn"], row["window_start"]) == ("guidance", True, None)
    assert (row["intervention"], row["phase"], row["rule_id"]) == ("NV-12", "2", "withdrawn.no_longer_expected")
    assert row["confidence"] > 0.5


def test_what_is_dated_anew_has_moved_and_is_not_taken_back():
    rows = read(
        "Topline data will not be available in the first half of 2026 as previously communicated.",
        "Norvane now expects topline data in the second half of 2026.",
    )
    [row] = [row for row in rows if row["milestone_type"] == "topline_readout"]
    assert not row["is_withdrawn"]
    assert (row["window_start"], row["window_end"]) == SECOND_HALF[:2]
    assert superseded(row) == FIRST_HALF


def test_told_twice_is_taken_back_once():
    twice = taken_back(
        "Norvane no longer expects topline data in the first half of 2026.",
        "Norvane will provide updated guidance on the timing of topline data.",
    )
    assert twice == [("topline_readout", FIRST_HALF)]


def test_risks_take_nothing_back():
    said = "The Company no longer expects topline data in the first half of 2026."
    assert taken_back("Norvane makes drugs.\n\nForward-Looking Statements\n\n" + said) == []


@pytest.mark.parametrize(
    ("sentence", "window", "old"),
    [
        (
            "Topline data, previously guided to the first half of 2026, are now expected in the second half of 2026.",
            SECOND_HALF,
            FIRST_HALF,
        ),
        (
            "Topline data are expected in the second half of 2026, rather than in the first half of 2026.",
            SECOND_HALF,
            FIRST_HALF,
        ),
        (
            "Topline data are now expected in the third quarter of 2026, ahead of previous guidance of late 2026.",
            THIRD_QUARTER,
            (date(2026, 9, 1), date(2026, 12, 31), "part"),
        ),
        (
            "Norvane now expects topline data in the second half of 2026 (previously: by the end of June 2026).",
            SECOND_HALF,
            (None, date(2026, 6, 30), "by"),
        ),
        (
            "The timing of topline data has moved from the first half of 2026 to the second half of 2026.",
            SECOND_HALF,
            FIRST_HALF,
        ),
        ("Topline data are expected in the second half of 2026.", SECOND_HALF, None),
    ],
)
def test_a_plan_says_what_held_before(sentence, window, old):
    [row] = [row for row in read(sentence) if row["milestone_type"] == "topline_readout"]
    assert (row["window_start"], row["window_end"], row["window_precision"]) == window
    assert superseded(row) == old
    assert not row["is_withdrawn"]


def test_the_old_time_may_stand_in_a_sentence_of_its_own():
    rows = read(
        "Norvane now expects topline data in the second half of 2026.",
        "Topline data were originally expected in the first half of 2026.",
    )
    assert [superseded(row) for row in rows if row["milestone_type"] == "topline_readout"] == [FIRST_HALF]


def test_the_old_time_is_of_the_plan_beside_it():
    rows = read(
        "Norvane expects to complete enrollment in May 2026 and to report topline data in the third quarter of 2026, "
        "compared with its earlier expectation of the first half of 2026."
    )
    told = {row["milestone_type"]: superseded(row) for row in rows if row["role"] == "guidance"}
    assert told == {"enrollment_completed": None, "topline_readout": FIRST_HALF}
