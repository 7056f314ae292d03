"""The judge refuses, settles roles and proposes, by the weights that it is given."""

import pickle
import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.facts.event_terms import Hit, Release, Unit
from transforms.facts.judge import Models, load_models, see_sentences
from transforms.facts.judge.features import ROLES, sentence_features
from transforms.facts.judge.judge import ACCEPTED, CLASSES, judged_rule
from transforms.facts.judge.weights import FILE, LinearModel, WeightsError, softmax, write_models
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
        *[linear(["meant"], {"mentions": {"meant": 1.0}})] * 2,
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
    speaks = {"first_volunteer": {"first_patient_dosed": 30.0}, "volunteer": {"first_patient_dosed": 5.0}}
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
    speaks = {"first_volunteer": {"first_patient_dosed": 30.0}}
    sure, doubtful = find_milestones(
        units(*SENTENCES), [], RELEASE, models(speaks, {"first_patient_dosed": {"none": 1.5}})
    )
    assert sure == []
    assert [row.milestone_type for row in doubtful] == ["first_patient_dosed"]
    assert doubtful[0].confidence < ACCEPTED


def test_it_is_as_sure_of_a_row_as_of_its_role():
    speaks = {"first_volunteer": {"first_patient_dosed": 30.0}}
    held = dict.fromkeys(ROLES, 3.0)
    sure, doubtful = find_milestones(units(*SENTENCES), [], RELEASE, models(speaks, {"first_patient_dosed": held}))
    assert sure == []
    assert [row.confidence < ACCEPTED for row in doubtful] == [True]


def test_many_features_weigh_no_more_than_few():
    model = linear(["approval"], {"a": {"approval": 3.0}, "b": {"approval": 3.0}}, -1.0)
    assert model.score_of(model.sum_of(["a"]), 1) == pytest.approx([2.0])
    assert model.score_of(model.sum_of(["a", "b"]), 4) == pytest.approx([2.0])


def test_it_proposes_nothing_of_a_type_that_a_rule_read():
    texts = (*SENTENCES, "Hollin Bio dosed the first patient with NV-12 in its Phase 1 trial in June 2025.")
    hit = Hit(2, judged_rule("first_patient_dosed", "background"), 11, 34)
    rules_hit = Hit(2, replace(hit.rule, rule_id="start.by_a_rule"), 11, 34)
    speaks = {"first_volunteer": {"first_patient_dosed": 30.0}}
    weights = {"first_patient_dosed": {"background": 3.0}}
    sure, _ = find_milestones(units(*texts), [rules_hit], RELEASE, models(speaks, weights))
    assert [(row.rule_id, row.window.start) for row in sure] == [("start.by_a_rule", date(2025, 6, 1))]


def test_without_it_the_rules_stand_alone():
    assert find_milestones(units(*SENTENCES), [], RELEASE, None) == ([], [])


def test_news_of_another_field_is_weighed_only_where_a_rule_found_something():
    other = Release(published=None, is_health=False, products={}, diseases={}, phases=[])
    told = tell_events(units(*SENTENCES), [], other)
    assert [one.unit.section for one in see_sentences(*told)] == ["title"]


def test_weights_come_back_as_they_were_written(tmp_path):
    given = models({"a": {"approval": 1.27}, "b": {"approval": -0.5}}, {"score": {"none": 2.0}})
    path = tmp_path / "judge.npz"
    write_models({name: model for name, model in given._asdict().items() if name != "version"}, path)
    back = load_models(path)
    assert back.types.features == given.types.features
    assert back.types.classes == given.types.classes
    assert np.allclose(back.types.weights, given.types.weights, atol=0.01)
    assert back.version


def refusal_of(path, content):
    """Return why a file of weights is refused."""
    path.write_bytes(content)
    with pytest.raises(WeightsError) as refused:
        load_models(path)
    load_models.cache_clear()
    message = str(refused.value)
    assert message.startswith(f"{path}: ")
    assert message.endswith("make train")
    assert "\n" not in message
    return message


@pytest.fixture(scope="module")
def arrays():
    with np.load(FILE, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def written(arrays):
    buffer = BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def test_a_file_with_objects_is_refused(tmp_path, arrays):
    made = []

    class Trap:
        def __reduce__(self):
            return made.append, (1,)

    objects = {**arrays, "types.features": np.array([Trap()], dtype=object)}
    assert "allow_pickle" in refusal_of(tmp_path / "judge.npz", written(objects))
    refusal_of(tmp_path / "judge.npz", pickle.dumps(Trap()))
    assert made == []


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x03\x04", b"\x93NUMPY", b"\x00" * 999], ids=repr)
def test_a_file_that_is_no_archive_is_refused(tmp_path, content):
    refusal_of(tmp_path / "judge.npz", content)


def test_a_single_array_is_refused(tmp_path, arrays):
    buffer = BytesIO()
    np.save(buffer, arrays["types.bias"])
    refusal_of(tmp_path / "judge.npz", buffer.getvalue())


def test_a_file_that_is_absent_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "judge.npz", tmp_path):
        with pytest.raises(WeightsError, match="make train") as refused:
            load_models(path)
        assert str(path) in str(refused.value)


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("types.scale", None, "types.scale"),
        ("roles.weights", lambda array: array[:-1], "weights of shape"),
        ("roles.bias", lambda array: array[:-1], "weights of shape"),
        ("roles.scale", lambda array: array[:1], "scale has the shape"),
        ("types.weights", lambda array: array.astype(np.float64), "of type int8"),
        ("types.bias", lambda array: array * np.float32(np.nan), "finite"),
        ("types.features", lambda array: np.append(array, np.uint8(10)), "weights of shape"),
        ("types.features", lambda array: array | np.uint8(128), "decode"),
        ("roles.classes", lambda _: np.frombuffer(b"announced\nguidance\nhoped", np.uint8), "hoped"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(tmp_path, arrays, name, change, why):
    changed = {key: array for key, array in arrays.items() if key != name}
    if change:
        changed[name] = change(arrays[name])
    assert why in refusal_of(tmp_path / "judge.npz", written(changed))


@settings(max_examples=60)
@given(st.data())
def test_a_file_that_is_cut_or_changed_is_refused_or_says_the_same(tmp_path_factory, data):
    whole = FILE.read_bytes()
    at = data.draw(st.one_of(st.integers(0, len(whole) - 1), st.integers(len(whole) - 2_000, len(whole) - 1)))
    content = bytearray(whole)
    if data.draw(st.booleans()):
        del content[at:]
    else:
        content[at] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("weights") / "judge.npz"
    path.write_bytes(content)
    try:
        # A date or a name in the archive's own lists decides nothing.
        assert all(
            np.array_equal(read.weights, shipped.weights) and read.features == shipped.features
            for read, shipped in zip(load_models(path)[:3], load_models(FILE)[:3], strict=True)
        )
    except WeightsError as refused:
        assert str(refused).endswith("make train")  # noqa: PT017
    finally:
        load_models.cache_clear()


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


@settings(max_examples=60)
@given(st.lists(st.text(max_size=400), min_size=1, max_size=4))
def test_any_sentence_is_judged(noises):
    sure, doubtful = find_milestones(units(*noises), [], RELEASE, load_models(FILE))
    for row in [*sure, *doubtful]:
        assert 0 <= row.confidence <= 1
        assert row.unit.sentence in noises
