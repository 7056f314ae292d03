"""The sentence of the lead in place of the headline, on invented sentences."""

from datetime import date

import pytest
from facts.test_merge import row

from transforms.facts.event_terms import Unit
from transforms.facts.evidence import told_in_lead

DAY = date(2026, 2, 3)
HEADLINE = "Tarn to Present HL-1 Asthma Results at Westmark Congress"


def units(lead):
    return [Unit(0, "title", 0, len(HEADLINE), HEADLINE), Unit(1, "lead", 60, 60 + len(lead), lead)]


@pytest.mark.parametrize(
    ("day", "role", "start"),
    [("May 5-8, 2026", "guidance", date(2026, 5, 5)), ("January 28-30, 2026", "announced", date(2026, 1, 28))],
)
def test_what_a_headline_tells_as_held_lies_ahead_where_its_days_do(day, role, start):
    lead = f"Tarn will be at stand 12 to present HL-1 asthma results at the Westmark Congress, {day}."
    (found,) = told_in_lead([row("data_presented", "announced", 0, HEADLINE, section="title")], units(lead), DAY)
    assert (found.role, found.window.start) == (role, start)


def test_what_the_lead_shows_to_be_none_is_none_in_the_headline():
    lead = "Tarn will hold a gala to present its HL-1 asthma results at the Westmark Congress hall, with two singers."
    event = row("conference_participation", "guidance", 0, "Tarn to Present HL-1 at Westmark Hall", section="title")
    told = [Unit(0, "title", 0, 37, event.unit.sentence), *units(lead.replace("Congress ", ""))[1:]]
    assert told_in_lead([event], told, DAY) == []
    assert told_in_lead([event], units("Tarn will present HL-1 at Westmark Hall."), DAY) != []


@pytest.mark.parametrize(
    ("lead", "role", "number", "start"),
    [
        (
            "Tarn presents asthma results of HL-1 at the Westmark Congress on May 5, 2026.",
            "guidance",
            1,
            date(2026, 5, 5),
        ),
        ("Tarn presents asthma results of HL-1 at the Westmark Congress.", "guidance", 1, None),
        ("Tarn presents asthma results of HL-1 at the Westmark Congress on May 5, 2025.", "guidance", 1, None),
        ("Tarn is a company in Leeds.", "guidance", 0, None),
        ("Tarn presents asthma results of HL-1 at the Westmark Congress on May 5, 2026.", "background", 0, None),
    ],
)
def test_the_lead_that_repeats_the_headline_is_the_evidence(lead, role, number, start):
    event = row("data_presented", role, 0, HEADLINE, section="title")
    (found,) = told_in_lead([event], units(lead), DAY)
    assert found.unit.number == number
    assert (found.window.start if found.window else None) == start


@pytest.mark.parametrize(
    ("milestone_type", "lead", "start"),
    [
        (
            "data_presented",
            "Tarn presents HL-1 asthma results at the Westmark Congress, held Feb 1-4, 2026.",
            date(2026, 2, 1),
        ),
        ("data_presented", "Tarn presents HL-1 asthma results at the Westmark Congress, held May 1-4, 2025.", None),
        (
            "data_presented",
            "Tarn presents HL-1 asthma results this week at Westmark Congress, Feb 1-4.",
            date(2026, 2, 1),
        ),
        ("commercial_launch", "Tarn presents HL-1 asthma results, on sale at Westmark Congress beginning Feb 3.", DAY),
        ("commercial_launch", "Tarn presents HL-1 asthma results at Westmark Congress, founded Feb 3, 1998.", None),
        (
            "leadership_change",
            "Tarn presents HL-1 asthma results at Westmark, effectiveMarch 1, 2026.",
            date(2026, 3, 1),
        ),
        ("approval", "Tarn presents HL-1 asthma results at Westmark Congress on Feb 1, 2026.", None),
    ],
)
def test_news_of_the_headline_takes_the_days_of_the_lead_that_fit_it(milestone_type, lead, start):
    event = row(milestone_type, "announced", 0, HEADLINE, section="title")
    (found,) = told_in_lead([event], units(lead), DAY)
    assert found.unit.number == 1
    assert (found.window.start if found.window else None) == start
