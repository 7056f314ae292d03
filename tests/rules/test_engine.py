"""Matching: spans in code points, guards, scope, and rules that beat others."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.rules import find_hits, load_rulebook
from transforms.rules.engine import HITS_SCHEMA
from transforms.rules.patterns import fold_text

ZOO = """
[[rule]]
id = "zoo.cat"
why = "Cats."
triggers = ["cat"]
patterns = ['''\\bcats?\\b''', '''\\bbig cats\\b''']
not_before = ['''\\bno''']
not_after = ['''food''']
unless = ['''\\bcartoon\\b''']
emits = { cue = "news" }
examples = ["A cat."]

[[rule]]
id = "zoo.house_cat"
why = "House cats are cats too, but say more."
triggers = ["house"]
patterns = ['''\\bhouse cats?\\b''']
beats = ["zoo.cat"]
emits = { cue = "news" }
examples = ["A house cat."]

[[rule]]
id = "zoo.headline_dog"
why = "Dogs count in titles."
triggers = ["dog"]
patterns = ['''\\bdogs?\\b''']
scope = ["title"]
emits = { cue = "news" }
examples = ["A dog."]

[[rule]]
id = "zoo.doubt"
why = "Who doubts an animal has seen none, who shouts may have."
triggers = ["??", "!!"]
patterns = ['''cats?\\?\\?''', '''!!''']
beats = ["zoo.*"]
emits = { cue = "news" }
examples = ["Cats??"]
"""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    (folder / "zoo.toml").write_text(ZOO, encoding="utf-8")
    return load_rulebook(folder)


def units(*sentences, section="body"):
    return pl.DataFrame(
        {
            "doc": range(len(sentences)),
            "unit": [7] * len(sentences),
            "section": [section] * len(sentences),
            "sentence": list(sentences),
        },
        schema={"doc": pl.UInt32, "unit": pl.UInt32, "section": pl.String, "sentence": pl.String},
    )


def surfaces(sentence, book, section="body"):
    hits = find_hits(units(sentence, section=section), book)
    assert dict(hits.schema) == HITS_SCHEMA
    return [(rule, sentence[start:end]) for _, _, rule, start, end in hits.iter_rows()]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("“Ein Café™ cat” — 猫 cats", [("zoo.cat", "cat"), ("zoo.cat", "cats")]),
        ("CAT and Cats", [("zoo.cat", "CAT"), ("zoo.cat", "Cats")]),
        ("two big cats", [("zoo.cat", "big cats")]),
        ("no cat here, a cat there", [("zoo.cat", "cat")]),
        ("cat food", []),
        ("a cat in a cartoon", []),
        ("a house cat and a cat", [("zoo.cat", "cat"), ("zoo.house_cat", "house cat")]),
        ("a house cat?? a cat", [("zoo.cat", "cat"), ("zoo.doubt", "cat??")]),
        # What only touches it is not beaten.
        ("!!cat!!", [("zoo.cat", "cat"), ("zoo.doubt", "!!"), ("zoo.doubt", "!!")]),
        ("a dog", []),
        ("", []),
    ],
)
def test_hits_are_spans_of_the_sentence(zoo, sentence, found):
    assert sorted(surfaces(sentence, zoo)) == found


def test_scope_limits_a_rule_to_its_sections(zoo):
    assert surfaces("a dog", zoo, section="title") == [("zoo.headline_dog", "dog")]


def test_no_sentence_gives_no_hit(zoo):
    assert find_hits(units(), zoo).is_empty()
    assert find_hits(units("nothing here"), zoo).schema == HITS_SCHEMA


def test_hits_come_in_order_and_with_their_keys(zoo):
    hits = find_hits(units("cat cat", "none", "cats"), zoo)
    assert hits.select("doc", "unit", "match_start").rows() == [(0, 7, 0), (0, 7, 4), (2, 7, 0)]


@settings(max_examples=60)
@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=200),
    st.sampled_from(["first patient dosed", "will", "data"]),
)
def test_any_text_gives_spans_inside_it(noise, word):
    sentence = f"{noise} {word} {noise}"
    for _, _, _, start, end in find_hits(units(sentence), load_rulebook()).iter_rows():
        assert 0 <= start < end <= len(sentence) == len(fold_text(sentence))
