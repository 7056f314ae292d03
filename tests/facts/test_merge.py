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


@pytest.mark.parametrize("role", ["background", "guidance"])
def test_results_of_two_studies_are_two(role):
    fern = row("topline_readout", role, 3, "In the FERNWOOD trial urate fell.")
    tarn = row("topline_readout", role, 5, "In the TARNWELL trial it fell, too.")
    again = row("topline_readout", role, 7, "Urate fell by a third in the FERNWOOD study.")
    of_both = row("topline_readout", role, 9, "It fell in the FERNWOOD trial and in the TARNWELL trial.")
    assert len(merged(fern, tarn)) == 2
    assert len(merged(fern, again)) == len(merged(fern, of_both)) == 1
    assert len(merged(fern, row("topline_readout", role, 8, "Urate fell."))) == 1


def test_a_chief_who_leaves_and_one_who_joins_are_two():
    joins = row("leadership_change", "announced", 1, rule_id="corporate.leadership_joins")
    leaves = row("leadership_change", "announced", 2, rule_id="corporate.leadership_leaves")
    assert len(merged(joins, leaves)) == 2
    assert len(merged(joins, row("leadership_change", "announced", 4, rule_id="corporate.leadership_joins"))) == 1


def test_two_who_join_in_one_sentence_are_two():
    ada = row("leadership_change", "announced", 1, parties=frozenset(["renfield"]))
    ben = row("leadership_change", "announced", 1, parties=frozenset(["oakes"]))
    assert len(merged(ada, ben)) == 2


def test_two_who_join_in_two_sentences_are_two_and_a_headline_names_one_of_them():
    ada = row("leadership_change", "announced", 2, parties=frozenset(["renfield"]))
    ben = row("leadership_change", "announced", 3, parties=frozenset(["oakes"]))
    title = row("leadership_change", "announced", 0, section="title", parties=frozenset(["appoints", "two"]))
    assert len(merged(title, ada, ben)) == 2
    assert len(merged(title, ada, row("leadership_change", "announced", 5, parties=frozenset(["renfield"])))) == 1


@pytest.mark.parametrize(
    ("left", "right", "count"),
    [
        ({"intervention": "HL-1"}, {"intervention": "HL-2"}, 2),
        ({"phase": "2"}, {"phase": "3"}, 2),
        ({"indication": "gout"}, {"indication": "asthma"}, 2),
        ({"indication": "gout"}, {"indication": "refractory gout"}, 1),
        ({"intervention": "HL-1"}, {}, 1),
        ({"intervention": "HL-1"}, {"intervention": "HL-2", "section": "title"}, 1),
        (
            {"intervention": "HL-1", "window": Window(date(2026, 4, 1), date(2026, 6, 30), "quarter")},
            {"intervention": "HL-2", "window": Window(date(2026, 4, 1), date(2026, 6, 30), "quarter")},
            1,
        ),
    ],
)
def test_plans_for_two_trials_are_two_unless_they_have_one_time(left, right, count):
    rows = [row("trial_initiated", "guidance", 3, **left), row("trial_initiated", "guidance", 5, **right)]
    assert len(merged(*rows)) == count


def test_what_names_no_product_is_one_of_those_that_do_and_hides_no_other():
    rows = [
        row("topline_readout", "background", 1, completeness=9.0),
        row("topline_readout", "background", 2, intervention="HL-1", phase="2"),
        row("topline_readout", "background", 3, intervention="HL-2"),
    ]
    found = merge_events(rows, DAY)
    assert [(event.unit.number, event.intervention, event.phase) for event in found] == [
        (1, "HL-1", "2"),
        (3, "HL-2", None),
    ]


def test_a_plan_in_general_words_is_given_no_product_of_another_sentence():
    named = row("topline_readout", "guidance", 2, intervention="HL-1", phase="2", indication="gout")
    (found,) = merge_events([row("topline_readout", "guidance", 1, completeness=9.0), named], DAY)
    assert (found.intervention, found.phase, found.indication) == (None, None, "gout")


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({}, 1),
        ({"agency": "FDA", "intervention": "HL-1"}, 1),
        ({"agency": "EMA"}, 2),
        ({"agency": "FDA", "intervention": "HL-2"}, 2),
    ],
)
def test_a_designation_is_told_again_where_agency_and_product_may_be_the_same(given, count):
    news = row("designation_granted", "announced", 0, agency="FDA", intervention="HL-1")
    again = row("designation_granted", "background", 4, is_recalled=True, **given)
    assert len(merged(news, again)) == count


@pytest.mark.parametrize(
    ("role", "window", "is_kept"),
    [
        ("announced", None, False),
        ("background", None, False),
        ("guidance", None, True),
        ("background", Window(date(2025, 5, 1), date(2025, 5, 31), "month"), True),
    ],
)
def test_a_start_without_a_time_is_told_by_its_first_patient(role, window, is_kept):
    start = row("trial_initiated", role, 2, window=window)
    assert (("trial_initiated", role, 2) in merged(row("first_patient_dosed", "announced", 0), start)) is is_kept
    assert merged(start) == [("trial_initiated", role, 2)]
    assert ("trial_initiated", role, 2) in merged(row("first_patient_dosed", "background", 0), start)


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ({"section": "title"}, False),
        ({"section": "bullet"}, False),
        ({"section": "body"}, True),
        ({"section": "title", "window": Window(date(2026, 1, 9), date(2026, 1, 9), "day")}, True),
    ],
)
def test_a_headline_without_a_time_on_a_talk_to_come_is_no_talk_held(given, is_kept):
    headline = row("data_presented", "announced", 0, **given)
    plan = row("data_presented", "guidance", 3)
    assert (("data_presented", "announced", 0) in merged(headline, plan)) is is_kept
    assert ("data_presented", "announced", 0) in merged(
        headline, row("data_presented", "guidance", 3, section="forward_looking")
    )


def test_approvals_of_two_diseases_are_two():
    asthma = row("approval", "background", 3, intervention="Vantrel", indication="asthma")
    eczema = row("approval", "background", 4, intervention="Vantrel", indication="eczema")
    assert len(merged(asthma, eczema)) == 2
    assert len(merged(asthma, row("approval", "background", 6, intervention="Vantrel"))) == 1


def test_recalled_results_of_two_phases_are_two():
    early = row("topline_readout", "background", 3, phase="1")
    late = row("topline_readout", "background", 4, phase="2b")
    assert len(merged(early, late)) == 2


def test_each_entry_of_a_programme_is_one_and_what_is_said_of_all_is_none_more():
    talks = [
        row("data_presented", "guidance", number, f"Presentation Title: Results of study {number}") for number in (4, 6)
    ]
    plan = row("data_presented", "guidance", 1, indication="gout", completeness=9.0)
    assert merged(plan, *talks) == [("data_presented", "guidance", 4), ("data_presented", "guidance", 6)]


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


SOON = Window(DAY, None, "vague")
YEAR = Window(date(2026, 1, 1), date(2026, 12, 31), "year")
MAY = Window(date(2026, 5, 1), date(2026, 5, 31), "month")
YEAR_BEFORE = Window(date(2025, 1, 1), date(2025, 12, 31), "year")
MAY_BEFORE = Window(date(2025, 5, 1), date(2025, 5, 31), "month")


@pytest.mark.parametrize(
    ("role", "left", "right", "window"),
    [
        ("guidance", SOON, MAY, MAY),
        ("guidance", SOON, None, SOON),
        ("guidance", None, MAY, MAY),
        ("guidance", YEAR, MAY, YEAR),
        ("background", YEAR_BEFORE, MAY_BEFORE, MAY_BEFORE),
        ("background", MAY_BEFORE, YEAR_BEFORE, MAY_BEFORE),
    ],
)
def test_of_two_times_the_finer_stays(role, left, right, window):
    first = row("approval", role, 1, window=left, completeness=2.0)
    (found,) = merge_events([first, row("approval", role, 2, window=right)], DAY)
    assert found.window == window
