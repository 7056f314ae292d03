"""The judge of names chooses among the names that the rules found, by the weights that it is given."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.disease_ranking import rank_diseases
from transforms.facts.judge.names import Name, NameContext, NameJudge, chosen_spellings
from transforms.facts.judge.weights import MEANT, LinearModel
from transforms.facts.product_ranking import rank_products

RELEASE = [
    ("title", "Hollin Bio Doses First Patient With NV-12"),
    ("lead", "Hollin Bio said that NV-12 was given to a patient with psoriasis."),
    ("body", "Patients in the control group of the psoriasis trial receive lomatinib for gout."),
]


def judge(bias, weights=None):
    weights = weights or {"never seen": 0.0}
    column = np.array([[value] for value in weights.values()], np.float32)
    return NameJudge(LinearModel(list(weights), [MEANT], column, np.array([bias], np.float32)))


def products():
    return rank_products(RELEASE, "Hollin Bio", {})


def diseases():
    return rank_diseases(RELEASE, {})


def names_of(found):
    return [one.name for one in found]


def test_the_rules_mark_what_they_chose():
    assert chosen_spellings(products()) == {"NV-12": "NV-12"}
    assert chosen_spellings(diseases()) == {"psoriasis": "psoriasis"}


@pytest.mark.parametrize(("find", "names"), [(products, ["NV-12", "lomatinib"]), (diseases, ["psoriasis", "gout"])])
def test_the_judge_may_take_what_the_rules_left_and_refuse_what_they_took(find, names):
    assert names_of(judge(5.0).choose(find())) == names
    assert judge(-5.0).choose(find()) == []


def test_it_sees_what_the_rules_chose_where_a_name_stands_and_its_neighbours():
    ours, other = products()
    assert (ours.is_chosen, other.is_chosen) == (True, False)
    assert ours.features["in title"] == 1
    assert ours.features["share of lead"] == 0.5
    assert {"b1=receive", "a1=for", "aa=for_gout"} <= other.features.keys()
    assert "in title" not in other.features


def test_a_word_beside_a_name_may_decide():
    assert names_of(judge(1.0, {"b1=receive": -3.0}).choose(products())) == ["NV-12"]


def test_all_spellings_of_a_name_lead_to_it_the_first_name_first():
    names = [Name("NV-12", ["NV-12", "NV12", "Nv-12"], True, {}), Name("NV 12 XR", ["NV12"], True, {})]
    assert chosen_spellings(names) == {"NV-12": "NV-12", "NV12": "NV-12", "Nv-12": "NV-12"}


def test_what_stands_for_a_product_without_a_name_is_judged_too():
    text = [("title", "Hollin System Cleared"), ("lead", "The Hollin System was cleared for homes.")]
    (thing,) = rank_products(text, "Hollin Inc.", {})
    assert (thing.name, thing.is_chosen) == ("Hollin System", True)
    assert judge(2.0, {"kind=fallback": -3.0}).choose([thing]) == []


def test_two_contexts_are_one_when_their_names_are():
    first, second = NameContext(), NameContext()
    first.see("body", 9, "gave NV-12 daily", (5, 10))
    second.see("title", 0, "gave NV12", (5, 9))
    first.take_in(second)
    assert (first.mentions, first.first, first.sections) == (2, 0, {"body": 1, "title": 1})
    assert {"in body", "in title", "b=gave", "a=daily", "first=0"} <= first.features().keys()


@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 40))
def test_any_text_beside_a_name_gives_few_features(text, start, length):
    start = min(start, len(text))
    seen = NameContext()
    for _ in range(9):
        seen.see("body", 1, text, (start, min(len(text), start + length)))
    assert len(seen.features()) <= 20
    assert all(np.isfinite(value) for value in seen.features().values())


@pytest.mark.parametrize("names", [3_000, 12_000])
def test_a_text_of_names_only_ends(names):
    listing = " ".join(f"treatment with QV-{number} of gout{number} fever," for number in range(names))
    assert len(rank_products([("body", listing)], None, {})) <= 40
    assert len(rank_diseases([("body", listing)], {})) <= 40
