"""The judge refuses, settles roles and proposes, by the weights that it is given."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.event_terms import Release, Unit
from transforms.facts.judge import Models, load_models, see_sentences
from transforms.facts.judge.features import ROLES, sentence_features
from transforms.facts.judge.judge import ACCEPTED, CLASSES
from transforms.facts.judge.weights import FILE, LinearModel, softmax, write_models
from transforms.facts.judge.words import name_masks, words_of
from transforms.facts.milestones import find_milestones, tell_events

PROJECT = Path(__file__).resolve().parents[3]
RELEASE = Release(
    published=date(2026, 3, 2),
    is_health=True,
    products={"NV-12": "NV-12"},
    diseases={},
    phases=[],
    issuer="Hollin Bio Inc.",
)
SENTENCES = ("Hollin Bio Opens a Site", "Hollin Bio said that the very first volunteer took NV-12 in May 2025.")


def units(*texts):
    sections = ["title"] + ["lead"] * (len(texts) - 1)
    return [
        Unit(number, section, 0, len(text), text)
        for number, (section, text) in enumerate(zip(sections, texts, strict=True))
    ]


def linear(classes, weights, bias=0.0):
    names = sorted(weights)
    matrix = np.array([[weights[name].get(kind, 0.0) for kind in classes] for name in names], np.float32)
    return LinearModel(
        names, list(classes), matrix.reshape(len(names), len(classes)), np.full(len(classes), bias, np.float32)
    )


def models(types, candidates):
    return Models(
        linear(["first_patient_dosed", "approval"], types, -2.0),
        linear(ROLES, {"s=lead": {"background": 1.0}}),
        linear(CLASSES, candidates),
        "test",
    )


def test_words_hide_names_and_times():
    masks = name_masks("Hollin Bio Inc.", {"NV-12": "NV-12"}, {"gout": "gout"})
    words = words_of(
        "Hollin Bio dosed 20 patients with gout with NV-12 in inMay 2025, Phase 2b, at $3.5 million.", masks
    )
    assert " ".join(words) == ("xiss dosed xnum patients with xdis with xprod in in xmonthyear phase xphase at xmoney")


@given(st.text(max_size=300))
def test_words_of_any_text_are_bounded_and_lower(text):
    words = words_of(text, name_masks(None, {}, {}))
    assert len(words) <= len(text) + 2 * text.count("&") + 40
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize("size", [20_000, 200_000])
@pytest.mark.parametrize("piece", ["$1,", "phase i", "a" * 50, "9", "May 1-", "&reg;", "x@y.", "aB"])
def test_words_of_long_hostile_text_end(piece, size):
    assert words_of(piece * (size // len(piece)), name_masks("A", {"b": "b"}, {})) is not None


def test_it_proposes_what_no_rule_read_with_its_time():
    speaks = {"first_volunteer": {"first_patient_dosed": 3.0}, "volunteer": {"first_patient_dosed": 0.5}}
    sure, doubtful = find_milestones(
        units(*SENTENCES),
        [],
        RELEASE,
        models(speaks, {"score": {"background": 3.0}, "first_patient_dosed": {"background": 3.0}}),
    )
    (row,) = sure
    assert (row.milestone_type, row.role, row.reader, row.rule_id) == (
        "first_patient_dosed", "background", "model", "model.first_patient_dosed",
    )  # fmt: skip
    assert row.window.start == date(2025, 5, 1)
    assert row.intervention == "NV-12"
    assert ACCEPTED <= row.confidence <= 1
    assert doubtful == []


def test_what_it_doubts_waits():
    speaks = {"first_volunteer": {"first_patient_dosed": 3.0}}
    sure, doubtful = find_milestones(
        units(*SENTENCES), [], RELEASE, models(speaks, {"first_patient_dosed": {"none": 1.5}})
    )
    assert sure == []
    assert [row.milestone_type for row in doubtful] == ["first_patient_dosed"]
    assert doubtful[0].confidence < ACCEPTED


def test_without_it_the_rules_stand_alone():
    assert find_milestones(units(*SENTENCES), [], RELEASE, None) == ([], [])


def test_news_of_another_field_is_weighed_only_where_a_rule_found_something():
    other = Release(published=None, is_health=False, products={}, diseases={}, phases=[])
    told = tell_events(units(*SENTENCES), [], other)
    assert [one.unit.section for one in see_sentences(*told)] == ["title"]


def test_weights_come_back_as_they_were_written(tmp_path):
    given = models({"a": {"approval": 1.27}, "b": {"approval": -0.5}}, {"score": {"none": 2.0}})
    path = tmp_path / "judge.npz"
    write_models(given.types, given.roles, given.candidates, path)
    back = load_models(path)
    assert back.types.features == given.types.features
    assert back.types.classes == given.types.classes
    assert np.allclose(back.types.weights, given.types.weights, atol=0.01)
    assert back.version


def test_a_file_with_objects_is_refused(tmp_path):
    path = tmp_path / "judge.npz"
    with path.open("wb") as file:
        np.savez(file, **{"types.features": np.array([{"run": "me"}], dtype=object)})
    with pytest.raises(ValueError, match="allow_pickle"):
        load_models(path)


def test_the_shipped_weights_know_types_roles_and_the_features_of_the_code():
    shipped = load_models(FILE)
    assert set(shipped.roles.classes) == set(ROLES)
    assert set(shipped.candidates.classes) == set(CLASSES)
    told = tell_events(units(*SENTENCES), [], RELEASE)
    sentence = see_sentences(*told)[1]
    assert any(name in shipped.types.features for name in sentence_features(sentence, RELEASE))
    assert {"score", "elsewhere", "in_title"} <= set(shipped.candidates.features)


def test_probabilities_add_up():
    shares = softmax(np.array([1000.0, 0.0, -1000.0], np.float32))
    assert shares.sum() == pytest.approx(1)


def test_the_marts_take_what_the_judge_accepts():
    least = re.search(r"least_confidence: ([\d.]+)", (PROJECT / "sql" / "dbt_project.yml").read_text(encoding="utf-8"))[
        1
    ]
    assert float(least) == ACCEPTED
