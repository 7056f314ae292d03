"""What a sentence ties to its events."""

from datetime import date

import pytest

from transforms.facts.clauses import Clauses
from transforms.facts.links import SentenceLinks

PUBLISHED = date(2026, 2, 3)


def span(sentence, words):
    start = sentence.index(words)
    return start, start + len(words)


@pytest.mark.parametrize(
    ("sentence", "clauses"),
    [
        (
            "Tarn reported data, and plans to file an NDA in May",
            ["Tarn reported data, and ", "plans to file an NDA in May"],
        ),
        ("Following clearance, Tarn will open sites", ["Following clearance, ", "Tarn will open sites"]),
        ("One; two - three", ["One;", " two - ", "three"]),
        ("safety and efficacy data", ["safety and efficacy data"]),
    ],
)
def test_clauses(sentence, clauses):
    read = Clauses(sentence)
    assert [sentence[slice(*read.span(index))] for index in range(len(read.starts))] == clauses
    assert all(read.index(read.span(index)[0]) == index for index in range(len(read.starts)))


def test_each_event_takes_the_time_of_its_clause():
    sentence = "Tarn expects to complete enrollment in Q2 2026 and to report topline data in 2H 2026."
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    first, second = span(sentence, "complete enrollment"), span(sentence, "topline data")
    assert links.window(first, [second], "guidance").start == date(2026, 4, 1)
    assert links.window(second, [first], "guidance").start == date(2026, 7, 1)


def test_a_time_of_another_event_is_not_borrowed():
    sentence = "The trial opened in March 2025; the drug was later approved."
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    assert links.window(span(sentence, "approved"), [span(sentence, "trial opened")], "background") is None


def test_the_nearest_of_the_clause_is_linked():
    sentence = (
        "In a Phase 1 study NV-12 was safe, and NV-30 will enter a Phase 2 trial in the UK with the FDA and the EMA."
    )
    links = SentenceLinks(sentence, {"NV-12": "NV-12", "NV-30": "NV-30"}, {}, PUBLISHED)
    assert links.nearest("phase", *span(sentence, "was safe")) == "1"
    assert links.nearest("product", *span(sentence, "will enter")) == "NV-30"
    assert [agency for _, _, agency in links.mentions("agency")] == ["FDA", "EMA"]
    assert links.nearest("disease", 0, 3) is None
