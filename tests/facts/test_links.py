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


def test_a_clause_goes_on_behind_an_insertion():
    sentence = "The readout, which had been expected in May, is now expected in June"
    read = Clauses(sentence)
    resumed = read.index(sentence.index("is now"))
    assert read.of(*span(sentence, "The readout")) == {0, resumed}


def test_two_plans_behind_one_verb_share_a_time():
    sentence = "Tarn expects topline data of the Fern study and submission of an NDA by the end of May 2026."
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    topline, filing = span(sentence, "topline data"), span(sentence, "submission of an NDA")
    assert links.window(topline, [filing], "guidance").end == date(2026, 5, 31)
    assert links.window(filing, [topline], "guidance").end == date(2026, 5, 31)


@pytest.mark.parametrize(
    "sentence",
    [
        "With topline data of the Fern study and submission of an NDA in May 2026, Tarn ran out of cash.",
        "Tarn expects topline data, talks with banks and submission of an NDA in May 2026.",
        "Tarn expects topline data which will decide on its course and submission of an NDA in May 2026.",
    ],
)
def test_other_plans_share_no_time(sentence):
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    filing = span(sentence, "submission of an NDA")
    assert links.window(span(sentence, "topline data"), [filing], "guidance") is None


def test_a_time_before_the_next_plan_is_settled():
    sentence = (
        "Tarn plans to start trials of QVX-1 and another candidate, QVX-2, around May and release data next year."
    )
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    start, data = span(sentence, "start trials"), span(sentence, "release data")
    assert links.window(start, [data], "guidance").start == date(2026, 5, 1)
    assert links.window(data, [start], "guidance").start == date(2027, 1, 1)


def test_in_a_list_each_item_has_its_own_time():
    sentence = "Catalysts are topline data (Q4 2026), initiation of the Phase 3 trial (Q2 2026) and talks with the FDA."
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    topline, start = span(sentence, "topline data"), span(sentence, "initiation of the Phase 3")
    talks = span(sentence, "talks with the FDA")
    assert links.window(topline, [start, talks], "guidance").start == date(2026, 10, 1)
    assert links.window(start, [topline, talks], "guidance").start == date(2026, 4, 1)
    assert links.window(talks, [topline, start], "guidance") is None


@pytest.mark.parametrize(
    ("sentence", "words", "times"),
    [
        ("Data are due in June rather than in March 2026.", "rather than", ["June"]),
        ("It moved from March 2026 to June 2026.", "moved from", ["June 2026"]),
        ("Data, previously guided to by May 2026, are late.", "previously guided to", []),
    ],
)
def test_superseded_times_are_dropped(sentence, words, times):
    links = SentenceLinks(sentence, {}, {}, PUBLISHED, [span(sentence, words)])
    assert [mention.surface for mention in links.windows] == times


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


def test_words_that_run_over_a_time_leave_it_to_the_event_before():
    sentence = "The Company expects full enrollment by May 2026 and topline results in the second half of 2026."
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    enrolled = span(sentence, "full enrollment")
    results = span(sentence, "expects full enrollment by May 2026 and topline results")
    assert links.window(results, [enrolled], "guidance").start == date(2026, 7, 1)
    assert links.window(enrolled, [results], "guidance").end == date(2026, 5, 31)


def test_the_time_of_the_telling_is_not_that_of_the_plan():
    sentence = "The sale of Quill, announced in January, is expected to close in June 2026."
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    assert links.window(span(sentence, "sale of Quill"), [], "guidance").start == date(2026, 6, 1)
    again = "Further to its news release of January 5, 2026, Tarn has closed the placement."
    assert SentenceLinks(again, {}, {}, PUBLISHED).window(span(again, "closed the placement"), [], "announced") is None


def test_a_count_holds_as_of_a_day():
    sentence = "As of January 20, 2026, the study has 108 patients enrolled."
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    assert links.time(span(sentence, "108 patients enrolled"), [], "background") is None
    told = links.time(span(sentence, "108 patients enrolled"), [], "background", as_of=True)
    assert told.surface == "January 20, 2026"


def test_a_relative_clause_tells_of_the_product_before_it():
    sentence = "It pays for NV-12 (a pill), which eased gout in Phase 2 in May, and NV-30, in Phase 2 in asthma."
    links = SentenceLinks(sentence, {name: name for name in ("NV-12", "NV-30")}, {}, PUBLISHED)
    assert links.nearest("product", *span(sentence, "eased gout in Phase 2 in May, and NV-30, in Phase 2")) == "NV-12"
    assert links.nearest("product", *span(sentence, "in Phase 2 in asthma")) == "NV-30"


def test_what_its_own_time_closes_lends_the_next_item_nothing():
    sentence = (
        "Catalysts are topline data of NV-12 in gout (Q1 2026), topline readouts of the NV-30 study, its second one, "
        "in asthma (Q4 2026)."
    )
    diseases = {name: name for name in ("gout", "asthma")}
    products = {name: name for name in ("NV-12", "NV-30")}
    links = SentenceLinks(sentence, products, diseases, PUBLISHED)
    assert [links.nearest("disease", *span(sentence, words)) for words in ("topline data", "topline readouts")] == [
        "gout",
        "asthma",
    ]
    told = "NV-12 (a pill), topline data of which are due in gout, is Tarn's."
    assert SentenceLinks(told, products, diseases, PUBLISHED).nearest("product", *span(told, "topline data")) == "NV-12"


@pytest.mark.parametrize(
    ("kind", "sentence", "phases"),
    [
        ("phase", "Results of the Phase 2 trial support the start of a Phase 3 trial.", ["2", "3"]),
        ("phase under way", "Results of the Phase 2 trial support the start of a Phase 3 trial.", ["2"]),
        ("phase under way", "Data support advancement of NV-12 into pivotal, global Phase 3 trials.", []),
        ("phase under way", "The company initiated a Phase 2 trial.", ["2"]),
        ("phase under way", "Results of the Phase 1 portion of its ongoing Phase 1/2 study were shown.", ["1/2"]),
        ("phase designed", "The FDA gave feedback on the design of the Phase 3 trial.", ["3"]),
        ("phase designed", "The FDA met Tarn, which will start a Phase 3 trial.", []),
        ("phase designed", "Tarn met the FDA on its Phase 2/3 trial design.", ["2/3"]),
        ("disease", "Enrollment slowed in the COVID-19 pandemic.", []),
    ],
)
def test_phases_of_what_is_under_way_planned_or_discussed(kind, sentence, phases):
    assert [phase for _, _, phase in SentenceLinks(sentence, {}, {}, PUBLISHED).mentions(kind)] == phases
