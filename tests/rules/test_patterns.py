"""Patterns: shorthands, both engines, and what is refused."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.rules.load import load_rulebook
from transforms.rules.patterns import FOLDS, PatternError, compose, fold, fold_text, required_literals

PARTS = {"colour": "red|green", "thing": "{colour} (?:box|bag)"}


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("a big dog", "such A  BIG dog here", "A  BIG dog"),
        ("{thing}", "a green  box", "green  box"),
        (r"found <3>box", "we found the old red box", "found the old red box"),
        (r"found <3>box", "found in the old red box", None),
        (r"found <3>box", "found this: a box", None),
        (r"[$€] ?\d{1,3}", "cost €12", "€12"),
        ("(?-i:IND) filed", "ind filed", None),
    ],
)
def test_shorthands_mean_the_same_in_both_engines(pattern, text, found):
    composed = compose(pattern, PARTS)
    match = re.search(composed, text)
    assert (match[0] if match else None) == found
    assert pl.Series([text]).str.contains(composed)[0] == (found is not None)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("a.*b", "no upper bound"),
        ("(?:ab)+", "no upper bound"),
        (r"\w{3,}x", "no upper bound"),
        ("(?:[^;]{0,80}a){0,40}", "repeats up to"),
        ("{unheard}", "unknown part"),
        ("(?=ahead)a", "does not compile in Rust"),
        ("(unclosed", "does not compile in Python"),
    ],
)
def test_what_is_slow_or_broken_is_refused(pattern, says):
    with pytest.raises(PatternError, match=re.escape(says)):
        compose(pattern, PARTS)


def test_classes_and_escapes_are_no_quantifiers():
    assert re.search(compose(r"[*+?]{1,2} 3\+ x", {}), "a *+ 3+ x")


@given(st.text())
def test_folding_keeps_every_offset(text):
    folded = fold_text(text)
    assert len(folded) == len(text)
    assert not set(folded) & set(FOLDS)
    encodable = text.encode("utf-8", "ignore").decode()
    assert pl.select(fold(pl.lit(encodable))).item() == fold_text(encodable)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (
            r"\btop[- ]?line <4>(?:results?|data)\b",
            [{"topline", "top-line", "top line"}, {"result", "results", "data"}],
        ),
        (r"\b(?:met|missed) <3>endpoints?\b", [{"endpoint", "endpoints"}, {"met", "missed"}]),
        (r"\b(?:(?-i:IND)|new drug) cleared\b", [{"cleared"}, {"ind", "drug"}]),
        (r"\b(?:approval|\d{1,3})\b", []),
    ],
)
def test_literals_that_a_pattern_cannot_do_without(pattern, wanted):
    found = required_literals(compose(pattern, {}))
    assert len(found) == len(wanted)
    assert all(literals in found for literals in wanted)


def test_every_match_of_a_rule_holds_a_literal_of_each_set():
    for rule in load_rulebook().rules.values():
        for example in rule.examples:
            text = fold_text(example.text)
            for pattern in rule.patterns:
                for match in re.finditer(pattern, text):
                    for literals in required_literals(pattern):
                        assert any(literal in match[0].lower() for literal in literals), (rule.rule_id, match[0])
