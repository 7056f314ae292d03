"""Readouts, presentations and publications in the many ways that releases word them, and what only sounds like one."""

import pytest
from eval.test_accuracy import found_in

DATA = {"topline_readout", "interim_readout", "data_presented", "data_published"}
TITLE = "Velmora Gives Overview of Its Lupus Programs"
DATELINE = "LEEDS, England, Feb. 3, 2026 (GLOBE NEWSWIRE) -- "
LEAD = (
    "Velmora, a clinical-stage biotechnology company, today gave an overview of its programs. It develops VL-7 for "
    "adults with lupus. It has offices in Leeds and Oslo. Its team has forty members. Its board meets in Leeds."
)
EARNINGS = "Velmora Reports Fourth Quarter 2025 Financial Results"


def told(place, sentence):
    texts = {
        "title": f"{sentence}\n\n{DATELINE}{LEAD}",
        "lead": f"{TITLE}\n\n{DATELINE}{sentence} The company treats patients with lupus.",
        "body": f"{TITLE}\n\n{DATELINE}{LEAD}\n\n{sentence}",
        "bullet": f"{EARNINGS}\n\n{DATELINE}{LEAD}\n\nUpcoming Milestones\n\n• {sentence}\n\n• Staff of 40 people",
    }
    found = found_in([("a", texts[place], None, "2026-02-03")], is_judged=False).get("a", [])
    return [(row["milestone_type"], row["role"]) for row in found if row["milestone_type"] in DATA]


@pytest.mark.parametrize(
    ("place", "milestone_type", "role", "sentence"),
    [
        ("title", "topline_readout", "announced", "Velmora Hits Mark in Late-Stage Lupus Trial"),
        ("title", "topline_readout", "announced", "Late-Stage Trial of VL-7 in Lupus Misses Main Goal"),
        ("title", "topline_readout", "announced", "VL-7 Fails to Beat Placebo in Phase 2b Study"),
        ("title", "topline_readout", "announced", "VL-7 Shows Durable Benefit at Two Years in Lupus"),
        ("title", "topline_readout", "announced", "VL-7 Gene Therapy Restores Hearing in Children in Phase 1/2 Trial"),
        ("title", "topline_readout", "announced", "Velmora's Vaccine Candidate 94% Effective in Phase 3 Trial"),
        ("title", "topline_readout", "announced", "Real-World Study Confirms Effectiveness of VL-7 in Children"),
        ("title", "topline_readout", "announced", "Velmora Announces Primary Endpoint Success in RESTORE Trial"),
        ("lead", "topline_readout", "announced", "Velmora today announced that its Phase 3 trial was successful."),
        ("lead", "topline_readout", "announced", "Velmora today announced the read-out of its Phase 3 trial of VL-7."),
        ("lead", "topline_readout", "announced", "Velmora said today VL-7 did not outperform placebo in its trial."),
        ("body", "topline_readout", "background", "The Phase 3 program succeeded in both of its trials."),
        ("body", "topline_readout", "background", "The earlier trial was positive on its primary endpoint."),
        ("body", "topline_readout", "guidance", "The Phase 3 trial is due to read out in early 2027."),
        ("body", "topline_readout", "guidance", "Velmora is on pace to report Phase 3 results by September 2026."),
        ("body", "topline_readout", "guidance", "The outcome of the Phase 2 study is expected in May 2026."),
        ("body", "topline_readout", "guidance", "The company is targeting a Phase 2 readout in 2H 2026."),
        ("bullet", "topline_readout", "guidance", "Phase 2b top-line: Q3 2026"),
        ("title", "interim_readout", "announced", "First Clinical Data for VL-7 Show Target Engagement"),
        ("lead", "interim_readout", "announced", "Velmora today gave an interim update on its Phase 1b trial of VL-7."),
        (
            "lead",
            "interim_readout",
            "announced",
            "Velmora today shared data from the first 12 patients in its trial.",
        ),
        ("body", "interim_readout", "guidance", "First-in-human data are anticipated in Q2 2026."),
        ("lead", "data_presented", "announced", "Today at the ASH Congress, Velmora presented updated data on VL-7."),
        ("bullet", "data_presented", "guidance", "Two abstracts with clinical data on VL-7 accepted at ASCO 2026"),
        ("body", "data_published", "background", "Findings from the study appeared in Nature Communications in 2023."),
        ("body", "data_published", "guidance", "A manuscript on the Phase 2 results was accepted for publication."),
        ("body", "data_published", "guidance", "Velmora plans to publish the results in a scientific journal."),
        (
            "lead",
            "topline_readout",
            "announced",
            "Velmora said its pill helped adults walk farther in a 90-week trial.",
        ),
        ("lead", "topline_readout", "announced", "Velmora said VL-7 was no better than a placebo in lupus."),
        (
            "lead",
            "topline_readout",
            "announced",
            "Velmora's drug failed two late-stage trials, the firm said on Tuesday.",
        ),
        ("lead", "topline_readout", "announced", "Velmora said a late-stage trial of VL-7 met the main study goal."),
        (
            "lead",
            "topline_readout",
            "announced",
            "Velmora drops VL-7 after it failed to beat placebo in a lupus trial.",
        ),
        (
            "body",
            "topline_readout",
            "guidance",
            "Velmora is awaiting two pivotal trial results in the second half of 2026.",
        ),
        ("body", "topline_readout", "guidance", "Pivotal data are now likely in the first quarter of 2027."),
        ("body", "topline_readout", "guidance", "It moved its topline readout from June to September 2026."),
        ("lead", "interim_readout", "announced", "Velmora shared results from its ongoing Phase 1b trial of VL-7."),
        ("lead", "topline_readout", "announced", "Velmora gave topline data from the ongoing Phase 2 trial of VL-7."),
        ("body", "data_presented", "guidance", "Trial data will be published at the society's 2026 annual congress."),
        ("lead", "data_presented", "announced", "Velmora presented results of its Phase 2 study at RheumEURO 2026."),
        ("body", "data_published", "guidance", "It has submitted the Phase 2 findings to a journal for publication."),
    ],
)
def test_results_are_read_in_many_wordings(place, milestone_type, role, sentence):
    assert (milestone_type, role) in told(place, sentence)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("title", "Velmora Extends Collaboration in Phase 3 Study"),
        ("title", "Velmora Improves Access to Trials in Rural Areas"),
        ("body", "The trial is powered at 90% to detect a 30% reduction in relapses compared with placebo."),
        ("body", "Cash is sufficient to fund operations beyond the Phase 2 data readout."),
        ("body", "Interim, topline and preliminary data from our trials may change as more data become available."),
        ("body", "An interim analysis may be carried out at the sponsor's discretion."),
        ("body", "The protocol provides for an interim analysis after 200 events."),
        ("body", "Participants will be followed for survival until the final data cut."),
        ("body", "The results of the vote were announced at the annual meeting."),
        ("body", "The results of the annual meeting of shareholders were published on the website."),
        ("body", "Full results of operations are in the quarterly report."),
        ("body", "Analysts expect the readout to move the sector."),
        ("body", "Velmora plans to report results for the second quarter on August 4, 2026."),
        ("body", "The goal of the study is to show a reduction of 30% compared with placebo."),
        ("body", "Families are awaiting news and data of the interim analysis."),
        ("body", "Patients who failed to improve in an earlier study can join."),
        ("title", "Velmora's Antibody Slowed Lupus in Mice in a Two-Week Study"),
        ("bullet", "Research and development expenses rose due to the Phase 3 data analysis"),
        ("bullet", "Cash runway extends through the Phase 3 topline readout into 2028"),
    ],
)
def test_what_only_sounds_like_results_gives_no_row(place, sentence):
    assert told(place, sentence) == []
