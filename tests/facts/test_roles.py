"""Roles, clause by clause, on invented sentences read with the real cue rules."""

from dataclasses import replace

import polars as pl
import pytest

from transforms.facts.clauses import Clauses
from transforms.facts.roles import Cue, EventWords, Place, classify_role
from transforms.rules import find_hits, load_rulebook


def cues_of(sentence, section):
    units = pl.DataFrame(
        {"doc": [0], "unit": [0], "section": [section], "sentence": [sentence]},
        schema={"doc": pl.UInt32, "unit": pl.UInt32, "section": pl.String, "sentence": pl.String},
    )
    book = load_rulebook()
    hits = find_hits(units, book)
    return [
        Cue(book.rules[rule].emits["cue"], start, end)
        for _, _, rule, start, end in hits.iter_rows()
        if "cue" in book.rules[rule].emits
    ]


@pytest.mark.parametrize(
    ("sentence", "event", "section", "role"),
    [
        ("Tarn today announced that the first patient has been dosed.", "first patient", "lead", "announced"),
        ("Tarn expects to report topline results by year-end.", "topline results", "body", "guidance"),
        ("Topline results are expected in May.", "Topline results", "bullet", "guidance"),
        ("Following clearance of its IND, Tarn plans to open sites.", "clearance", "body", "background"),
        ("Following clearance of its IND, Tarn plans to open sites.", "open sites", "body", "guidance"),
        ("The drug was previously granted a status.", "granted", "lead", "background"),
        ("The drug was granted a status.", "granted", "about", "background"),
        ("Tarn to Present Data at a Congress", "Present", "title", "guidance"),
        ("HL-1 (gout): complete dosing of the second cohort in Q2; report topline data.", "dosing", "body", "guidance"),
        ("HL-1 (gout): complete dosing of the second cohort in Q2; report topline data.", "data", "body", "guidance"),
        ("HL-1 (gout): completed dosing of the second cohort in Q2.", "dosing", "body", "background"),
        ("Initiate a Phase 2 trial of HL-1", "Phase 2 trial", "bullet", "guidance"),
        ("If approved, the drug would be sold.", "sold", "body", None),
        ("There is no assurance that the trial will be completed.", "trial", "forward_looking", None),
        ("Data, previously guided to May, are late.", "Data", "body", None),
        ("Tarn Asthma Data to be Highlighted at a Congress", "Data", "title", "guidance"),
        ("Tarn today announced that an abstract was selected for presentation.", "presentation", "lead", "guidance"),
        ("Tarn Completes Targeted Enrollment", "Enrollment", "title", "announced"),
        ("Beyond risk factors such as age, a study was published today.", "published", "body", "announced"),
        ("There are risks that the trial will be stopped.", "trial", "body", None),
        ("People on a treatment plan were dosed.", "dosed", "body", "background"),
    ],
)
def test_the_clause_decides(sentence, event, section, role):
    start = sentence.index(event)
    words = EventWords(start, start + len(event), only=None, is_past=False)
    place = Place(section, is_opening=section in {"title", "lead"}, is_lead=section == "lead", is_report=False)
    assert classify_role(words, cues_of(sentence, section), Clauses(sentence), place) == role


@pytest.mark.parametrize(
    ("only", "sentence", "role"),
    [
        ("guidance", "Results were shown.", None),
        ("told", "Results will be shown.", None),
        ("told", "Results were shown.", "background"),
        ("news", "The trial is now enrolling.", None),
    ],
)
def test_a_rule_may_speak_of_one_kind_only(only, sentence, role):
    place = Place("body", is_opening=False, is_lead=False, is_report=False)
    words = EventWords(0, 7, only=only, is_past=False)
    assert classify_role(words, cues_of(sentence, "body"), Clauses(sentence), place) == role


def test_a_past_event_is_no_plan_because_a_plan_follows():
    sentence = "Tarn was awarded a contract expected to last years."
    place = Place("body", is_opening=False, is_lead=False, is_report=False)
    words = EventWords(5, 27, only=None, is_past=True)
    assert classify_role(words, cues_of(sentence, "body"), Clauses(sentence), place) == "background"


@pytest.mark.parametrize(("between", "role"), [(11, "guidance"), (12, "background")])
def test_a_past_event_is_planned_only_right_behind_the_words_of_a_plan(between, role):
    sentence = "plan" + "." * between + "dosed"
    place = Place("body", is_opening=False, is_lead=False, is_report=False)
    words = EventWords(len(sentence) - 5, len(sentence), only=None, is_past=True)
    assert classify_role(words, [Cue("plan", 0, 4)], Clauses(sentence), place) == role
    assert classify_role(replace(words, is_past=False), [Cue("plan", 0, 4)], Clauses(sentence), place) == "guidance"


@pytest.mark.parametrize(
    ("between", "cues", "role"),
    [
        (24, ["plan", "void"], None),
        (25, ["plan", "void"], "guidance"),
        (69, ["void"], None),
        (70, ["void"], "background"),
    ],
)
def test_words_that_void_a_plan_stand_nearer_than_those_that_void_what_is_told(between, cues, role):
    sentence = "words" + "." * between + "dosed"
    place = Place("body", is_opening=False, is_lead=False, is_report=False)
    words = EventWords(len(sentence) - 5, len(sentence), only=None, is_past=False)
    assert classify_role(words, [Cue(kind, 0, 5) for kind in cues], Clauses(sentence), place) == role


def test_what_a_report_lists_had_happened():
    sentence = "Tarn dosed its first patient."
    place = Place("subtitle", is_opening=True, is_lead=True, is_report=True)
    words = EventWords(5, 28, only=None, is_past=True)
    assert classify_role(words, cues_of(sentence, "subtitle"), Clauses(sentence), place) == "background"


@pytest.mark.parametrize(
    ("sentence", "section", "role"),
    [
        ("Results of the trial were announced today.", "bullet", "announced"),
        ("Results of the trial were told.", "bullet", "background"),
        ("Tarn Reports Results of the Quarter", "title", "announced"),
    ],
)
def test_what_a_report_lists_had_happened_unless_told_as_news(sentence, section, role):
    place = Place(section, is_opening=True, is_lead=True, is_report=True)
    words = EventWords(0, 7, only=None, is_past=True)
    assert classify_role(words, cues_of(sentence, section), Clauses(sentence), place) == role
