"""Corporate events: what the year of an award and the date behind a headline are not, and what is told in passing."""

import pytest
from eval.test_accuracy import found_in


def rows_of(text, milestone_type):
    found = found_in([("a", text, None, "2026-02-03")], is_judged=False)
    return [row for row in found.get("a", []) if row["milestone_type"] == milestone_type]


def test_the_year_in_the_name_of_an_award_is_not_its_time():
    text = "Hollin Named a 2027 Best Place to Work\n\nWESTMARK, Feb. 3, 2026 -- Hollin makes drugs for patients."
    assert [(row["role"], row["window"]) for row in rows_of(text, "recognition")] == [("announced", None)]


def test_an_award_is_one_also_where_the_company_describes_itself():
    text = (
        "Hollin Opens Clinic\n\nWESTMARK, Feb. 3, 2026 -- Hollin opened a clinic for patients.\n\n"
        "About Hollin\n\nHollin has been recognized as a Pioneer in dialysis by Westmark Weekly."
    )
    assert [row["role"] for row in rows_of(text, "recognition")] == ["background"]


def test_the_date_of_the_release_behind_its_headline_is_not_the_time_of_a_call():
    text = (
        "Hollin Confirms Date and Conference Call for Fourth-Quarter Financial Results February 3, 2026\n\n"
        "WESTMARK, Feb. 3, 2026 -- Hollin will report its fourth-quarter financial results on March 2, 2026. "
        "Hollin will host a conference call on that day."
    )
    found = rows_of(text, "financial_results")
    assert [(row["role"], row["window"]["start"]) for row in found] == [("guidance", "2026-03-02")]


def test_who_is_succeeded_is_a_change_of_its_own():
    text = (
        "Hollin Appoints Ada Renfield as Chief Executive Officer\n\nWESTMARK, Feb. 3, 2026 -- Hollin today announced "
        "the appointment of Ada Renfield as Chief Executive Officer. She succeeds Orrin Vale, who will retire."
    )
    assert [row["role"] for row in rows_of(text, "leadership_change")] == ["announced", "announced"]


def test_a_proposed_offering_is_news_and_a_presentation_to_come_is_guidance():
    text = "Hollin Announces Proposed Public Offering\n\nWESTMARK, Feb. 3, 2026 -- Hollin makes drugs for patients."
    assert [row["role"] for row in rows_of(text, "financing")] == ["announced"]
    text = (
        "Hollin Announces Presentation at the Westmark Healthcare Conference\n\nWESTMARK, Feb. 3, 2026 -- It is here."
    )
    assert [row["role"] for row in rows_of(text, "conference_participation")] == ["guidance"]


HEADLINES = [
    ("financing", "announced", "Hollin Bags $45M to Develop Gene Therapies"),
    ("financing", "announced", "Hollin Lands $60 Million Series B Led by Corvane Ventures"),
    ("financing", "announced", "Hollin Announces Upsize of Previously Announced Bought Deal to C$25 Million"),
    ("financing", "announced", "Hollin Completes A$15 Million Share Placement"),
    ("financing", "announced", "Hollin Collects $25 Million Milestone from Corvane"),
    ("partnership", "announced", "Hollin, Corvane Ink Deal to Co-Develop Inhaled Antibody"),
    ("partnership", "announced", "Hollin and Tarn Pharma Amend License Agreement"),
    ("partnership", "announced", "Corvane Opts In to Co-Develop Hollin's HL-1"),
    ("partnership", "announced", "Hollin Ends Partnership With Corvane"),
    ("acquisition", "announced", "Hollin Snaps Up Corvane Diagnostics"),
    ("acquisition", "announced", "Hollin Sells Manufacturing Site in Westmark to Tarn"),
    ("acquisition", "announced", "Hollin Spins Out Oncology Assets Into New Company"),
    ("leadership_change", "announced", "Hollin Elevates Orrin Vale to Chief Operating Officer"),
    ("leadership_change", "announced", "Hollin Hires Former Corvane Executive to Lead Oncology"),
    ("leadership_change", "announced", "Hollin Announces CEO Transition"),
    ("financial_results", "announced", "Hollin Posts Record Quarterly Revenue"),
    ("financial_results", "announced", "Hollin Provides 2026 Outlook and Anticipated Milestones"),
    ("financial_results", "guidance", "Hollin Schedules Third Quarter Earnings Release"),
    ("conference_participation", "guidance", "Hollin to Take Part in Three Upcoming Investor Events"),
    ("conference_participation", "guidance", "Save the Date: Hollin Capital Markets Day, May 5, 2026"),
    ("conference_participation", "guidance", "Hollin to Sponsor and Exhibit at Annual Lung Week"),
    ("recognition", "announced", "Hollin Takes Home Gold at Medical Design Excellence Awards"),
    ("recognition", "announced", "Hollin Shortlisted for Biotech Company of the Year"),
    ("acquisition", "announced", "Hollin to Be Taken Private in $900 Million Deal"),
    ("acquisition", "announced", "Hollin to Buy Corvane Optics for $60 Million"),
    ("partnership", "announced", "Corvane Hands Back Rights to Gout Drug"),
    ("partnership", "announced", "Hollin Parts Ways With Corvane"),
    ("leadership_change", "announced", "Hollin Poaches Corvane Veteran as Its Next CEO"),
    ("financial_results", "announced", "Hollin Group plc Interim Results"),
    ("financial_results", "announced", "Hollin Interim Report January-March 2026"),
]


@pytest.mark.parametrize(("milestone_type", "role", "title"), HEADLINES)
def test_headlines_say_the_same_event_in_many_words(milestone_type, role, title):
    text = f"{title}\n\nWESTMARK, Feb. 3, 2026 -- Hollin makes medicines for patients with asthma."
    assert [row["role"] for row in rows_of(text, milestone_type)] == [role]


@pytest.mark.parametrize(
    "sentence",
    [
        "Hollin nets about $3 for each inhaler sold.",
        "Images were acquired with a scanner by Corvane.",
        "Skills are acquired through practice.",
        "Previously, she was named vice president at Tarn.",
        "Asthma is recognized as one of the most common diseases.",
        "Agreement between observers was high.",
        "Any partnership would need the consent of the board.",
        "Callers should ask for the Hollin call.",
        "Corvane holds an option to acquire Hollin.",
        "The data will be kept private.",
        "Either party may end the collaboration.",
        "The chairman has postponed his retirement.",
        "The work goes on through the partnership with Corvane.",
    ],
)
def test_what_only_sounds_like_a_corporate_event_gives_no_row(sentence):
    text = (
        "Hollin News for Patients\n\nWESTMARK, Feb. 3, 2026 -- Hollin makes medicines for patients with asthma.\n\n"
        f"Night symptoms are frequent. Steroids have side effects.\n\n{sentence}"
    )
    assert found_in([("a", text, None, "2026-02-03")]).get("a", []) == []


def test_who_will_own_whom_under_an_agreement_is_the_news():
    text = (
        "Hollin News for Patients\n\nWESTMARK, Feb. 3, 2026 -- Hollin today announced that it has entered into a "
        "definitive agreement under which Corvane will acquire Hollin for $9.50 a share in cash."
    )
    assert [row["role"] for row in rows_of(text, "acquisition")] == ["announced"]


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Hollin today announced that it has agreed to be bought by a consortium of two funds.", "announced"),
        ("Hollin said today that it will buy the stent maker Corvane for $60 million.", "announced"),
        ("Hollin expects the merger with Corvane to be completed in June 2026.", "guidance"),
        ("Completion of the takeover is anticipated in the third quarter of 2026.", "guidance"),
    ],
)
def test_who_buys_whom_is_the_news_and_its_completion_lies_ahead(sentence, role):
    text = f"Hollin News for Patients\n\nWESTMARK, Feb. 3, 2026 -- {sentence}"
    assert [row["role"] for row in rows_of(text, "acquisition")] == [role]


def test_results_of_a_half_year_are_no_results_of_a_trial():
    text = (
        "Hollin Reports on the First Half\n\nWESTMARK, Feb. 3, 2026 -- Hollin, which tests drugs in patients with "
        "asthma, today announces its unaudited interim results for the six months ended 31 December 2025."
    )
    found = found_in([("a", text, None, "2026-02-03")], is_judged=False)["a"]
    assert {row["milestone_type"] for row in found} == {"financial_results"}


def test_as_expected_makes_no_plan():
    text = (
        "Hollin News for Patients\n\nWESTMARK, Feb. 3, 2026 -- Hollin today announced that enrollment in its Phase 2 "
        "trial was completed in January, as expected."
    )
    assert [row["role"] for row in rows_of(text, "enrollment_completed")] == ["announced"]


def test_a_leaders_name_in_other_news_is_no_change_of_posts():
    text = "Hollin Writes to Patients\n\nWESTMARK, Feb. 3, 2026 -- Hollin treats patients with gout.\n\n{}"
    told = {
        "The union calls on Orrin Vale to resign from Hollin's board.": [],
        "Ada Renfield, Retired Westmark Bank Chief Legal Officer, lives here.": [],
        "The report replaces Orrin Dean Vale as a co-author.": [],
        "Orrin Vale will be transitioning into a new role as senior adviser.": ["announced"],
    }
    found = {each: [row["role"] for row in rows_of(text.format(each), "leadership_change")] for each in told}
    assert found == told
