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
