"""Sentences, on invented texts."""

import polars as pl
import pytest
from growth import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.facts.units import LONGEST_UNIT, UNITS_SCHEMA, split_units


def split(*texts):
    return split_units(
        pl.DataFrame({"text": texts, "title": [None] * len(texts)}, schema={"text": pl.String, "title": pl.String})
    )


def sentences(text):
    return split(text)["sentence"].to_list()


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. Food and Drug Administration (FDA) met Tarn Inc. and Quill Ltd. in Washington.",
        "Ada Renfield, M.D., Ph.D., joined Dr. B. Oakes at 4:30 p.m. ET on Feb. 3, 2026.",
        "The dose was 1.5 mg vs. 2.5 mg, i.e. more (Nasdaq: TARN).",
        "HL-1 will be sold in the U.S. in June.",
        "The prize was Rs. 4.1 crore.",
        "Tarn will hold a call onNov. 8, 2026 at noon.",
    ],
)
def test_abbreviations_do_not_part(sentence):
    assert sentences(f"Title\n\n{sentence} It ended there.")[1:] == [sentence, "It ended there."]


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("It was sold in the U.S. The trial went on.", ["It was sold in the U.S.", "The trial went on."]),
        ("Sites are in the U.K. Meanwhile, dosing ended.", ["Sites are in the U.K.", "Meanwhile, dosing ended."]),
        ("She led Corvane Ltd. Her work went on.", ["She led Corvane Ltd.", "Her work went on."]),
        (
            "It eased disorders.1After training it works.2,3 It ended.",
            ["It eased disorders.1", "After training it works.2,3", "It ended."],
        ),
        (
            "Good news: * The first is out * The second is near",
            ["Good news:", "The first is out", "The second is near"],
        ),
        ("It eased the disease. norvatide is a tablet.", ["It eased the disease.", "norvatide is a tablet."]),
        ("See www.example.com. Then go.", ["See www.example.com.", "Then go."]),
        ("Is it so? It is! Yes.", ["Is it so?", "It is!", "Yes."]),
    ],
)
def test_sentences_part(text, parted):
    assert sentences(f"Title\n\n{text}")[1:] == parted


def test_a_bullet_and_a_headline_are_sentences_and_the_dateline_is_none():
    text = (
        "Tarn Opens Trial. And More\n\n• Data in 2027\n• IND filed\n\nOSLO, May 3, 2026 (EQS) -- Tarn opened a trial."
    )
    units = split(text)
    assert units.select("section", "sentence").rows() == [
        ("title", "Tarn Opens Trial. And More"),
        ("bullet", "Data in 2027"),
        ("bullet", "IND filed"),
        ("lead", "Tarn opened a trial."),
    ]


def test_sentences_of_a_quotation_are_quotes_without_half_a_pair_of_marks():
    text = "Title\n\n“We are glad. The trial shows it,” said Ada Renfield. It is large."
    assert split(text).select("section", "sentence").rows()[1:] == [
        ("quote", "We are glad."),
        ("quote", "The trial shows it,” said Ada Renfield."),
        ("lead", "It is large."),
    ]


def test_a_teaser_that_is_printed_twice_is_two_units():
    teaser = "A call will be held on Wednesday, March 22"
    assert sentences(f"Title\n\n{teaser} {teaser}")[1:] == [teaser, teaser]


def test_units_are_numbered_within_their_document():
    assert split("One\n\nTwo is here. Three.", "Four").select("doc", "unit").rows() == [(0, 0), (0, 1), (0, 2), (1, 0)]


@settings(max_examples=200)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8")), max_size=3))
def test_any_text_gives_spans_that_hold(texts):
    units = split(*texts)
    assert dict(units.schema) == UNITS_SCHEMA
    ends = {}
    for doc, _, _, start, end, sentence in units.iter_rows():
        assert texts[doc][start:end] == sentence
        assert 0 < len(sentence) <= LONGEST_UNIT
        assert start >= ends.get(doc, 0)
        ends[doc] = end


@pytest.mark.parametrize("word", [". ", "a. ", "A.", "1 ", "“", "* ", "word ", "é.É", "&quot;A"])
def test_time_grows_with_the_text(word):
    assert growth(lambda size: split(word * (size // len(word))), 100_000) < LINEAR


def test_double_dashes_part_the_items_of_a_glued_list():
    assert sentences("Title\n\n• Data of HL-1 due in May –– Two trials began –– Cash of $9 million")[1:] == [
        "Data of HL-1 due in May",
        "Two trials began",
        "Cash of $9 million",
    ]
