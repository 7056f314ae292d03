"""One event or two, on invented sentences."""

from datetime import date

import pytest

from transforms.facts.event_terms import Milestone, Unit
from transforms.facts.merge import merge_events
from transforms.facts.windows import Window

DAY = date(2026, 2, 3)


def row(milestone_type, role, number, sentence="Tarn told it.", **given):
    section = given.pop("section", "body")
    values = {
        "detail": None,
        "agency": None,
        "window": None,
        "phase": None,
        "trial_ids": (),
        "intervention": None,
        "indication": None,
        "rule_id": "invented.rule",
        "completeness": 1.0,
        "is_recalled": False,
    }
    unit = Unit(number, section, 100 * number, 100 * number + len(sentence), sentence)
    return Milestone(milestone_type=milestone_type, role=role, unit=unit, **{**values, **given})


def merged(*rows):
    return [(found.milestone_type, found.role, found.unit.number) for found in merge_events(rows, DAY)]


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [
        ({"parties": frozenset(["oakfield"])}, {"parties": frozenset(["bellmore"])}, 2),
        ({"parties": frozenset(["oakfield"])}, {"parties": frozenset(["oakfield", "leeds"])}, 1),
        ({"parties": frozenset(["oakfield"])}, {}, 1),
    ],
)
def test_recalled_agreements_are_told_apart_by_their_partners(left, right, count):
    assert (
        len(merged(row("partnership", "background", 3, **left), row("partnership", "background", 5, **right))) == count
    )


def test_a_chief_who_leaves_and_one_who_joins_are_two():
    joins = row("leadership_change", "announced", 1, rule_id="corporate.leadership_joins")
    leaves = row("leadership_change", "announced", 2, rule_id="corporate.leadership_leaves")
    assert len(merged(joins, leaves)) == 2
    assert len(merged(joins, row("leadership_change", "announced", 4, rule_id="corporate.leadership_joins"))) == 1


def test_two_who_join_in_one_sentence_are_two():
    ada = row("leadership_change", "announced", 1, parties=frozenset(["renfield"]))
    ben = row("leadership_change", "announced", 1, parties=frozenset(["oakes"]))
    assert len(merged(ada, ben)) == 2


def test_approvals_of_two_diseases_are_two():
    asthma = row("approval", "background", 3, intervention="Vantrel", indication="asthma")
    eczema = row("approval", "background", 4, intervention="Vantrel", indication="eczema")
    assert len(merged(asthma, eczema)) == 2
    assert len(merged(asthma, row("approval", "background", 6, intervention="Vantrel"))) == 1


def test_recalled_results_of_two_phases_are_two():
    early = row("topline_readout", "background", 3, phase="1")
    late = row("topline_readout", "background", 4, phase="2b")
    assert len(merged(early, late)) == 2


def test_each_talk_of_a_programme_lies_ahead_and_is_one():
    talks = [
        row("data_presented", "background", number, f"Presentation Title: Results of study {number}")
        for number in (4, 6)
    ]
    assert merged(row("conference_participation", "guidance", 1), *talks)[1:] == [
        ("data_presented", "guidance", 4),
        ("data_presented", "guidance", 6),
    ]


def test_results_of_an_announced_talk_are_news():
    talk = row("data_presented", "announced", 0, section="title")
    result = row("topline_readout", "background", 3)
    assert ("topline_readout", "announced", 3) in merged(talk, result)
    assert ("topline_readout", "background", 3) in merged(
        talk, row("topline_readout", "background", 3, is_recalled=True)
    )


def test_a_talk_on_data_is_no_second_event_beside_the_data():
    talk = row("conference_participation", "announced", 0, section="title")
    assert merged(talk, row("data_presented", "announced", 1)) == [("data_presented", "announced", 1)]
    assert merged(talk) == [("conference_participation", "announced", 0)]


@pytest.mark.parametrize(
    ("role", "window", "is_lent"),
    [
        ("announced", Window(date(2026, 1, 25), date(2026, 1, 25), "day"), True),
        ("announced", Window(date(2025, 11, 2), date(2025, 11, 2), "day"), False),
        ("announced", Window(date(2026, 5, 1), date(2026, 5, 31), "month"), False),
        ("background", Window(date(2025, 3, 1), date(2025, 3, 31), "month"), True),
        ("background", Window(date(2026, 3, 1), date(2026, 3, 31), "month"), False),
        ("guidance", Window(date(2026, 3, 1), date(2026, 3, 31), "month"), True),
    ],
)
def test_a_time_of_another_telling_is_lent_where_it_may_be_that_of_the_event(role, window, is_lent):
    best = row("commercial_launch", role, 1, completeness=9.0)
    (found,) = merge_events([best, row("commercial_launch", role, 4, window=window)], DAY)
    assert found.unit.number == 1
    assert found.window == (window if is_lent else None)
