"""Whom and which meetings a sentence names, on invented sentences."""

from datetime import date

import pytest
from growth import LINEAR, growth

from transforms.facts.event_terms import Milestone, Unit
from transforms.facts.links import SentenceLinks
from transforms.facts.parties import at_each_venue, find_venues, named_parties

PLAN = (
    "Tarn will take part in the Westmark 12th Annual Healthcare Conference from April 8-11, 2026, and the Bellmore "
    "Spring Symposium on April 16, 2026."
)


@pytest.mark.parametrize(
    ("sentence", "venues"),
    [
        (PLAN, ["westmark 12th annual healthcare conference", "bellmore spring symposium"]),
        (
            "Tarn to Present at the Oakfield Summit 2026 and QRS Conference 2026",
            ["oakfield summit 2026", "qrs conference 2026"],
        ),
        ("It speaks at the XII World Congress of Cardiology (WCC) Annual Meeting.", ["xii world congress"]),
        ("It meets investors at the Leeds Convention Center.", []),
        ("It will hold a meeting and a conference.", []),
    ],
)
def test_meetings_of_a_list(sentence, venues):
    assert list(find_venues(sentence, 0)) == venues


def test_long_text_without_a_meeting_takes_linear_time():
    assert find_venues("Tarn of the Ann and Quill " * 400, 0) == {}
    assert growth(lambda size: find_venues("Tarn of the Ann and Quill " * size, 0), 100) < LINEAR


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Tarn signed a licence with Oakfield Bio in March.", {"oakfield", "bio"}),
        ("The Company agreed with Oakfield's board.", {"oakfield"}),
        ("Tarn grew.", set()),
    ],
)
def test_names_without_the_issuer(sentence, names):
    assert named_parties(sentence, 0, len(sentence), "Tarn Therapeutics") == names


CALENDAR = (
    "Meet us: April 8-11, 2026: 12th Annual Westmark Lung Summit, Oslo, April 16, 2026: 4th Bellmore Antibody Congress"
)


@pytest.mark.parametrize("sentence", [PLAN, CALENDAR])
def test_each_meeting_has_its_own_time(sentence):
    day = date(2026, 3, 1)
    unit = Unit(1, "lead", 0, len(sentence), sentence)
    row = Milestone(
        milestone_type="conference_participation",
        role="guidance",
        detail=None,
        agency=None,
        window=None,
        phase=None,
        trial_ids=(),
        intervention=None,
        indication=None,
        unit=unit,
        rule_id="invented.rule",
        completeness=1.0,
        is_recalled=False,
    )
    rows = at_each_venue(row, 0, SentenceLinks(sentence, {}, {}, day), day)
    assert [(found.window.start, found.window.end) for found in rows] == [
        (date(2026, 4, 8), date(2026, 4, 11)),
        (date(2026, 4, 16), date(2026, 4, 16)),
    ]
