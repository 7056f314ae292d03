"""Corporate events: what the year of an award and the date behind a headline are not, and what is told in passing."""

from eval.test_accuracy import found_in


def rows_of(text, milestone_type):
    found = found_in([("a", text, None, "2026-02-03")], is_judged=False)
    return [row for row in found["a"] if row["milestone_type"] == milestone_type]


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
