"""Wordings of the start and conduct of trials: headlines, plans, recalled events, and what only sounds so."""

import pytest
from facts.test_extract import read

LEAD = "LEEDS, England, Feb. 03, 2026 (GLOBE NEWSWIRE) -- Brevanna Therapeutics, a biotechnology company, today "
QUIET = (
    f"Brevanna Therapeutics Gives an Update on Asthma\n\n{LEAD}gave an update on BV-210, its medicine for asthma.\n\n"
)
ROOMS = ("start.", "conduct.")


def events(text):
    return {(row["milestone_type"], row["role"]) for row in read(text) if row["rule_id"].startswith(ROOMS)}


@pytest.mark.parametrize(
    ("headline", "event"),
    [
        ("Brevanna Announces First-in-Human Dosing of BV-210", "first_patient_dosed"),
        ("Brevanna Announces Administration of BV-210 to First Patient in Phase 1 Trial", "first_patient_dosed"),
        ("First Patient In for Phase 3 LANTERN Study", "first_patient_enrolled"),
        ("Phase 2 Trial of BV-210 in Asthma Gets Underway", "trial_initiated"),
        ("Brevanna Advances BV-210 into Phase 2 Clinical Development", "trial_initiated"),
        ("Brevanna Announces Site Activation in Pivotal Trial of BV-210", "trial_initiated"),
        ("FDA Gives Green Light to Brevanna's Phase 2 Trial of BV-210", "ind_cleared"),
        ("Brevanna Receives NMPA Clinical Trial Approval for BV-210 Injection", "ind_cleared"),
        ("Brevanna Closes Enrollment in Phase 3 Trial of BV-210", "enrollment_completed"),
        ("Brevanna Exceeds Enrollment Target in LANTERN Trial", "enrollment_completed"),
        ("Brevanna Passes Enrollment Midpoint in Pivotal LANTERN Trial", "enrollment_progress"),
        ("Brevanna Enrolls 100th Patient in Phase 2 Trial", "enrollment_progress"),
        ("Brevanna Doses First Patient in Cohort 3 of Phase 1/2 Trial", "cohort_progress"),
        ("Brevanna Announces Final Subject Visit in Phase 2 Trial", "trial_completed"),
        ("DSMB Gives Go-Ahead to Continue Brevanna's Phase 2 Trial", "dsmb_review"),
        ("Brevanna Expands Phase 2 Trial of BV-210 to Include Adolescents", "trial_amended"),
        ("FDA Halts Brevanna's Gene Therapy Trial", "clinical_hold"),
    ],
)
def test_a_headline_gives_its_event(headline, event):
    text = f"{headline}\n\n{LEAD}gave an update on BV-210, its product for adults.\n\nThe product is made in Leeds."
    assert events(text) == {(event, "announced")}


@pytest.mark.parametrize(
    ("sentence", "event", "role"),
    [
        ("Brevanna remains on course to dose the first patient in Q2 2026.", "first_patient_dosed", "guidance"),
        ("The first patient is expected to enroll in April 2026.", "first_patient_enrolled", "guidance"),
        ("Phase 3 trial initiation expected in 2H 2026.", "trial_initiated", "guidance"),
        ("The company intends to move BV-210 into the clinic in 2027.", "trial_initiated", "guidance"),
        ("The company is targeting a Phase 2 start in the first half of 2026.", "trial_initiated", "guidance"),
        ("The trial is expected to conclude in the second half of 2026.", "trial_completed", "guidance"),
        ("The company plans to amend the protocol in May 2026.", "trial_amended", "guidance"),
        ("The LANTERN trial, which got underway in May 2025, tests two doses.", "trial_initiated", "background"),
        ("The first participant joined the study in September 2025.", "first_patient_enrolled", "background"),
        ("The dose escalation part of the trial concluded in November 2025.", "cohort_progress", "background"),
        ("The hold was lifted in September 2025.", "clinical_hold_lifted", "background"),
    ],
)
def test_a_sentence_of_the_body_gives_its_event(sentence, event, role):
    assert events(QUIET + sentence) == {(event, role)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Before starting a clinical trial, a sponsor must submit an IND to the FDA.",
        "The platform helps sponsors to start clinical trials sooner and enroll patients faster.",
        "He managed the initiation of more than 40 clinical trials in his career.",
        "Phase 2 trials typically begin after safety has been shown in Phase 1.",
        "The Phase 3 trial would start only if additional funding were secured.",
        "Most clinical trials fail to complete enrollment on time.",
        "Of the 120 patients enrolled, 80 received BV-210.",
        "More than 50% of patients enrolled were women.",
        "All patients were randomized to receive either BV-210 or placebo.",
        "BV-210 halted disease progression in a study of mice.",
        "The patient stopped treatment in the study after week 12.",
        "A rival's Phase 3 trial was halted last year.",
        "Patients were assessed at the end of the study.",
        "Proceeds will fund the completion of its Phase 2 trial.",
        "The starting dose in the Phase 2 trial is 10 mg.",
    ],
)
def test_what_only_sounds_like_an_event_gives_no_row(sentence):
    assert events(QUIET + sentence) == set()
