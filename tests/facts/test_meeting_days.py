"""Planned meetings take the day that the sentences beside them tell."""

from dataclasses import replace
from datetime import date

import pytest

from transforms.facts.event_terms import Milestone, Unit
from transforms.facts.meeting_days import date_meetings
from transforms.facts.windows import Window

PUBLISHED = date(2026, 5, 1)
CALL = "Management will host a conference call at 8:30 a.m. to discuss the results."


def units_of(*sentences):
    return [
        Unit(number, "title" if number == 0 else "lead", 0, len(sentence), sentence)
        for number, sentence in enumerate(sentences)
    ]


def planned(unit, milestone_type="conference_participation", role="guidance", window=None):
    return Milestone(
        milestone_type=milestone_type,
        role=role,
        detail=None,
        agency=None,
        window=window,
        phase=None,
        trial_ids=(),
        intervention=None,
        indication=None,
        unit=unit,
        rule_id="x.y",
        completeness=1,
        is_recalled=False,
    )


@pytest.mark.parametrize(
    ("sentences", "place", "start", "end"),
    [
        (
            ["Hollin Talks", "Hollin will speak at the Bay Congress.", "The congress takes place May 6-8, 2026."],
            1,
            6,
            8,
        ),
        (["Hollin Talks", "Hollin will speak at the Bay Congress.", "Date: May 6, 2026"], 1, 6, 6),
        (["Hollin Talks", "On May 6, in a talk to its peers, Hollin will show data."], 1, 6, 6),
        (["Hollin Talks", "Hollin will hold a webinar.", "It is free.", "The event will be held on May 6."], 1, 6, 6),
        (["Hollin to Report on May 7", CALL], 1, 7, 7),
        (["Hollin to Report", "Hollin reports its results on May 7, 2026.", CALL], 2, 7, 7),
        (["Hollin", "Results come on May 7, 2026.", "Hollin will also meet the press on that day."], 2, 7, 7),
    ],
)
def test_a_plan_takes_the_day_beside_it(sentences, place, start, end):
    units = units_of(*sentences)
    (row,) = date_meetings([planned(units[place])], units, PUBLISHED)
    assert (row.window.start, row.window.end) == (date(2026, 5, start), date(2026, 5, end))


@pytest.mark.parametrize(
    "sentences",
    [
        ["Hollin Talks", "Hollin will speak at the Bay Congress.", "Hollin was founded on May 6, 1998."],
        ["Hollin Talks", "Hollin will speak at the Bay Congress.", "The congress took place on April 6, 2026."],
        ["Hollin to Report on May 7 and to Talk on May 9", CALL],
        ["Hollin on May 7", "Hollin will speak at the Bay Congress."],
    ],
)
def test_no_day_is_guessed(sentences):
    units = units_of(*sentences)
    (row,) = date_meetings([planned(units[1])], units, PUBLISHED)
    assert row.window is None


def test_a_call_is_on_the_day_of_the_results():
    units = units_of("Hollin", "Results follow on May 7.", "It is a maker of pumps.", CALL)
    day = Window(date(2026, 5, 7), date(2026, 5, 7), "day")
    rows = date_meetings([planned(units[1], "financial_results", window=day), planned(units[3])], units, PUBLISHED)
    assert [row.window for row in rows] == [day, day]


@pytest.mark.parametrize(
    ("milestone_type", "role"), [("conference_participation", "announced"), ("trial_initiated", "guidance")]
)
def test_other_events_keep_what_their_sentence_gives(milestone_type, role):
    units = units_of("Hollin", "Hollin will speak.", "Date: May 6, 2026")
    rows = [planned(units[1], milestone_type, role)]
    assert date_meetings(rows, units, PUBLISHED) == rows
    assert date_meetings([planned(units[1])], units, None)[0].window is None


@pytest.mark.parametrize(
    ("sentences", "day"),
    [
        (["Hollin presents a poster at the Bay Congress.", "Presentation Date & Time: May 7, 2026, 9 a.m."], 7),
        (["Hollin presents a poster at the Bay Congress.", "The poster will be presented on May 7."], 7),
        (["Hollin presents at the Bay Congress.", "Session date: May 6, 2026.", "Session date: May 7, 2026."], None),
        (["Hollin presents at the Bay Congress.", "The data will be shared on a conference call on May 7."], None),
        (["Hollin presents at the Bay Congress.", "The poster will be presented on June 7."], None),
        (["Hollin presents to investors at the Bay Days.", "The data will be presented on May 7."], None),
        (["The Bay Congress will be held on these days.", "The data will be presented on May 7."], None),
    ],
)
def test_the_day_of_the_only_talk_is_that_of_the_event(sentences, day):
    units = units_of(*sentences)
    congress = Window(date(2026, 5, 6), date(2026, 5, 8), "range")
    (row,) = date_meetings([planned(units[0], window=congress)], units, PUBLISHED)
    assert row.window == (Window(date(2026, 5, day), date(2026, 5, day), "day") if day else congress)


@pytest.mark.parametrize(
    ("named", "is_dated"),
    [
        ("12th rcs congress", True),
        ("annual rcs meeting 2026", True),
        ("european cell congress", False),
        ("bay congress 2026", False),
    ],
)
def test_a_headline_takes_the_days_of_the_congress_that_it_names(named, is_dated):
    units = units_of("Hollin at a Congress", "It is a maker of pumps.", "Hollin shows data on those days.")
    days = Window(date(2026, 5, 6), date(2026, 5, 8), "range")
    dated = replace(planned(units[2], window=days), parties=frozenset(["12th rare cells society (rcs) congress 2026"]))
    headline = replace(planned(units[0], "data_presented"), parties=frozenset([named]))
    assert date_meetings([headline, dated], units, PUBLISHED)[0].window == (days if is_dated else None)
