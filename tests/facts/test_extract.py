"""The whole way from documents to facts, on invented texts."""

from datetime import date

import pytest
from facts.releases import documents
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.facts.extract import extract_facts, load_rulebook
from transforms.tables import Enrolments, Milestones, Releases, TrialMentions

HEAD = "Norvane Therapeutics Doses First Patient in Phase 2 Trial of NV-12 in Asthma\n\n"
LEAD = (
    "LEEDS, England, Feb. 03, 2026 (GLOBE NEWSWIRE) -- Norvane Therapeutics, a clinical-stage biotechnology company, "
    "today announced that the first patient has been dosed in its Phase 2 trial of NV-12 in patients with asthma."
)


def read(text):
    """What the rules read; the judge has its own tests."""
    return extract_facts(documents(text), load_rulebook(), is_judged=False).milestones.rows(named=True)


def told(text):
    return [(row["milestone_type"], row["role"], row["detail"]) for row in read(text)]


def test_frames_are_exactly_those_of_the_tables():
    facts = extract_facts(documents(HEAD + LEAD, "Tarn Opens Shop\n\nTarn sells hats."), load_rulebook())
    for frame, table in (
        (facts.releases, Releases),
        (facts.milestones, Milestones),
        (facts.trial_mentions, TrialMentions),
        (facts.enrolments, Enrolments),
    ):
        table.validate(frame)
        assert frame.columns == table.column_names()
    assert facts.releases["release_id"].to_list() == [f"{index:016x}" for index in range(2)]


def test_no_documents_give_empty_frames():
    facts = extract_facts(documents(), load_rulebook())
    assert Releases.validate(facts.releases).is_empty()
    assert Milestones.validate(facts.milestones).is_empty()


def test_one_event_told_twice_is_one_row_with_its_lead_sentence():
    (row,) = read(HEAD + LEAD)
    assert (row["milestone_type"], row["role"], row["section"]) == ("first_patient_dosed", "announced", "lead")
    assert row["sentence"] == (HEAD + LEAD)[row["span_start"] : row["span_end"]]
    assert row["sentence"].startswith("Norvane Therapeutics, a clinical")
    assert (row["phase"], row["intervention"], row["indication"]) == ("2", "NV-12", "asthma")
    assert row["window_start"] is None
    assert row["rule_id"] == "start.first_patient_dosed"


def test_two_plans_in_a_sentence_keep_their_own_times():
    rows = read(
        HEAD + LEAD + "\n\nNorvane expects to complete enrollment in Q2 2026 and to report topline data in 2H 2026."
    )
    windows = {row["milestone_type"]: (row["window_start"], row["window_end"], row["role"]) for row in rows}
    assert windows["enrollment_completed"] == (date(2026, 4, 1), date(2026, 6, 30), "guidance")
    assert windows["topline_readout"] == (date(2026, 7, 1), date(2026, 12, 31), "guidance")


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        (
            "In May 2025, the FDA granted NV-12 Fast Track designation for asthma.",
            ("designation_granted", "background", "fast_track"),
        ),
        (
            "Norvane plans to apply for Orphan Drug designation in June 2026.",
            ("designation_requested", "guidance", "orphan_drug"),
        ),
        ("NV-12 was granted QIDP designation by the FDA in 2024.", ("designation_granted", "background", "qidp")),
        ("Following FDA clearance of its IND in May 2025, sites were opened.", ("ind_cleared", "background", None)),
        ("The FDA set a PDUFA goal date of March 3, 2027 for NV-12.", ("regulatory_decision_date", "guidance", None)),
        ("Norvane plans to submit an NDA in the third quarter of 2026.", ("application_submitted", "guidance", None)),
    ],
)
def test_a_sentence_of_the_body_gives_its_row(sentence, row):
    assert row in told(HEAD + LEAD + "\n\n" + sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "If approved, NV-12 could be launched in 2028.",
        "There is no assurance that the trial will be completed or that an NDA will be submitted.",
        "NV-12 has not been approved by the FDA.",
        "The trial is designed to enroll 80 patients.",
        "Topline data, previously guided to mid-2025, are awaited.",
        "The study design includes a planned interim analysis.",
    ],
)
def test_what_has_not_been_stated_gives_no_row(sentence):
    assert told(HEAD + LEAD + "\n\n" + sentence) == told(HEAD + LEAD)


def test_releases_that_are_not_about_health_carry_corporate_types_only():
    text = (
        "Tarn Motors Appoints Ada Renfield as Chief Financial Officer\n\nDETROIT, Feb. 3, 2026 (EQS) -- Tarn Motors, a "
        "maker of cars, today announced the appointment of Ada Renfield as Chief Financial Officer. A pivotal study of "
        "its engine will begin in May 2026."
    )
    assert told(text) == [("leadership_change", "announced", None)]


def test_the_same_text_gives_the_same_rows():
    first, second = (extract_facts(documents(HEAD + LEAD), load_rulebook()).milestones for _ in range(2))
    assert first.equals(second)


def test_a_batch_changes_nothing():
    texts = [
        HEAD + LEAD,
        "Tarn Opens Shop\n\nTarn sells hats.",
        HEAD + LEAD + "\n\nTopline data are expected in 2H 2026.",
    ]
    together = extract_facts(documents(*texts), load_rulebook()).milestones["sentence"].to_list()
    apart = [row["sentence"] for text in texts for row in read(text)]
    assert together == apart


def examples_with_expectation():
    for rule in load_rulebook().rules.values():
        for example in rule.examples:
            if example.expected:
                yield pytest.param(example, id=rule.rule_id)


@pytest.mark.parametrize("example", list(examples_with_expectation()))
def test_examples_of_rules_give_the_row_that_they_say(example):
    lead = "OSLO, Feb. 3, 2026 (EQS) -- "
    is_headline = not example.text.endswith(".")
    news = "Clinical Trial News of Hollin Therapeutics"
    title, story = (example.text, "Hollin makes drugs.") if is_headline else (news, example.text)
    rows = read(f"{title}\n\n{lead}{story}")
    assert any(all(row[key] == value for key, value in example.expected.items()) for row in rows), rows


@settings(max_examples=60)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=300), min_size=1, max_size=3))
def test_any_text_is_read_without_complaint(noises):
    texts = [f"{noise}\n\n{LEAD} {noise}\n\nTopline data {noise} are expected in 2H 2026." for noise in noises]
    facts = extract_facts(documents(*texts), load_rulebook())
    Milestones.validate(facts.milestones)
    for row in facts.milestones.iter_rows(named=True):
        assert texts[int(row["release_id"], 16)][row["span_start"] : row["span_end"]] == row["sentence"]


@pytest.mark.parametrize(
    ("sentence", "milestone_type", "start"),
    [
        (
            "Topline data, previously guided to mid-2026, are now expected in the fourth quarter of 2026.",
            "topline_readout",
            date(2026, 10, 1),
        ),
        (
            "Topline data are now expected in Q2 2027 rather than in Q4 2026 as previously disclosed.",
            "topline_readout",
            date(2027, 4, 1),
        ),
        (
            "The NDA submission has been delayed from the second quarter of 2026 to the first quarter of 2027.",
            "application_submitted",
            date(2027, 1, 1),
        ),
        (
            "Norvane narrowed its guidance for topline data from the second half of 2026 to Q4 2026.",
            "topline_readout",
            date(2026, 10, 1),
        ),
        (
            "Completion of enrollment, which had been expected in March 2026, is now anticipated in June 2026.",
            "enrollment_completed",
            date(2026, 6, 1),
        ),
        (
            "Norvane plans to request a Type A meeting with the FDA, which it expects to take place in Q3 2026.",
            "regulatory_feedback",
            date(2026, 7, 1),
        ),
    ],
)
def test_a_plan_has_the_time_that_still_holds(sentence, milestone_type, start):
    rows = [row for row in read(f"{HEAD}{LEAD}\n\n{sentence}") if row["milestone_type"] == milestone_type]
    assert [(row["role"], row["window_start"]) for row in rows] == [("guidance", start)]


def test_a_time_that_holds_no_longer_is_nobodys():
    rows = read(f"{HEAD}{LEAD}\n\nThe topline data, originally expected in Q2 2026, are planned for publication.")
    assert all(row["window_start"] is None for row in rows)


@pytest.mark.parametrize(
    "sentence",
    [
        "A field team is being built ahead of a potential launch of NV-12.",
        "NV-12 was compared with an FDA-approved vaccine in the trial.",
        "Norvane received a waiver of the New Drug Application filing fee.",
        "Norvane received approval for Medicare reimbursement of its device.",
        "Topline data will not be available this year.",
    ],
)
def test_what_is_no_event_gives_no_row(sentence):
    assert told(f"{HEAD}{LEAD}\n\n{sentence}") == [("first_patient_dosed", "announced", None)]


def test_the_name_of_a_plan_before_a_colon_is_the_plan():
    rows = told(HEAD + LEAD + "\n\nNDA Submission Pathway: Norvane is on track to submit an NDA in mid-2027.")
    assert rows.count(("application_submitted", "guidance", None)) == 1
    assert ("application_submitted", "background", None) not in rows


def test_a_status_beside_the_news_is_recalled():
    lead = LEAD.removesuffix(".") + "; the program has received Orphan Drug designation."
    assert ("designation_granted", "background", "orphan_drug") in told(HEAD + lead)


def test_one_agency_gives_a_status_that_is_its_own():
    rows = read(f"{HEAD}{LEAD}\n\nNV-12 has Fast Track designation from the FDA and PRIME status from the EMA.")
    given = {row["detail"]: row["agency"] for row in rows if row["detail"]}
    assert given == {"fast_track": "FDA", "prime": "EMA"}


def test_the_date_behind_a_headline_dates_the_telling():
    rows = read("Norvane Presents Phase 2 Data at the Harbor Congress February 4, 2026\n\nNorvane makes NV-12.")
    assert [(row["milestone_type"], row["window_start"]) for row in rows] == [("data_presented", None)]
