"""Parts of a release, on invented texts."""

import pytest
from growth import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.facts.sections import dateline_span, find_sections
from transforms.tables.releases import SECTIONS

RELEASE = """Categories: Health

Norvane Doses First Patient in Phase 2 Trial of NV-12

 | Source: Norvane

• Topline data expected in 2H 2027

LEEDS, England, Feb. 03, 2026 (GLOBE NEWSWIRE) — Norvane today announced that the first patient was dosed.

“We are glad,” said Ada Renfield.

About NV-12

NV-12 is a tablet.

About Norvane

Norvane is based in Leeds.

Forward-Looking Statements

This release contains forward-looking statements. They may prove wrong.

Investor Contact

Ada Renfield
ada@example.com

Recent Posts

Quillon Names a Chief Officer
"""


def named(text, title=None):
    return [(part.section, text[part.span_start : part.span_end]) for part in find_sections(text, title)]


def test_a_whole_release_is_parted():
    parts = named(RELEASE)
    assert [name for name, _ in parts] == [
        *("header", "title", "header", "bullet", "lead", "body", "about", "about", "about", "about"),
        *("forward_looking", "forward_looking", "contact", "contact", "contact", "chrome", "chrome"),
    ]
    assert parts[1][1].startswith("Norvane Doses")
    assert parts[4][1].startswith("LEEDS")


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        (
            "Elmton, NV (Newsworthy.ai) Monday Feb 2, 2026 @ 7:00 AM US/Eastern — Tarn opened a clinic.",
            "Elmton, NV (Newsworthy.ai) Monday Feb 2, 2026 @ 7:00 AM US/Eastern — ",
        ),
        ("ELMTON, NV -- February 3rd, 2026 -- Tarn opened a clinic.", "ELMTON, NV -- February 3rd, 2026 -- "),
        ("ELMTON, NV -- FEBRUARY 3, 2026 -- Tarn opened a clinic.", "ELMTON, NV -- FEBRUARY 3, 2026 -- "),
        (
            "OSLO, Norway, March 3, 2026 (GLOBE NEWSWIRE) -- Tarn said",
            "OSLO, Norway, March 3, 2026 (GLOBE NEWSWIRE) -- ",
        ),
        ("BOSTON, Feb. 3, 2026 /PRNewswire/ -- Tarn said", "BOSTON, Feb. 3, 2026 /PRNewswire/ -- "),
        ("LYON & PARIS--(BUSINESS WIRE)--Tarn said", "LYON & PARIS--(BUSINESS WIRE)--"),
        ("Lyon, France, March 8, 2026, 7:30 am CET – Tarn said", "Lyon, France, March 8, 2026, 7:30 am CET – "),
        ("28 July 2026 – Perth, Australia: Tarn said", "28 July 2026 – Perth, Australia: "),
        ("(NewMediaWire) - May 17, 2026 - OSLO — Tarn said", "(NewMediaWire) - May 17, 2026 - OSLO — "),
        ("Tarn Opens Trial May 3, 2026 * * * OSLO, May 3, 2026 // -- Tarn said", "OSLO, May 3, 2026 // -- "),
        ("Tarn said that a trial opened on May 3, 2026. It is large.", None),
    ],
)
def test_datelines(paragraph, dateline):
    span = dateline_span(paragraph, 0, len(paragraph))
    assert (paragraph[slice(*span)] if span else None) == dateline


def test_a_page_in_one_line_has_the_headline_that_it_states():
    title = "Norvane Reports Results of NV-12 in Gout"
    text = f"{title} April 3, 2026 * * * " + "Sales rose, and costs fell in the quarter, as the company had hoped, " * 9
    parts = {text[part.span_start : part.span_end]: part.section for part in find_sections(text, title)}
    assert parts[title] == "title"
    assert "lead" in parts.values()


def test_glued_paragraphs_are_cut_where_boilerplate_begins():
    story = "Tarn said that its trial opened. " * 15
    text = f"Tarn Opens Trial\n\n{story}About Tarn: Tarn is small. This release contains forward-looking statements."
    parts = named(text)
    assert [name for name, _ in parts] == ["title", "lead", "about", "forward_looking"]
    assert parts[2][1].strip().startswith("About Tarn")
    assert parts[3][1].strip().startswith("This release contains")


def test_a_mention_of_boilerplate_does_not_drop_what_stands_before():
    text = "Tarn Opens Trial\n\nThe trial opened in May. Statements about it are forward-looking statements."
    assert named(text)[1:] == [
        ("lead", "The trial opened in May. "),
        ("forward_looking", "Statements about it are forward-looking statements."),
    ]


def test_contacts_before_the_story_do_not_swallow_it():
    story = "OSLO, May 3, 2026 (EQS) -- Tarn said that its trial had begun at nine sites, and that all went well."
    text = f"Tarn Opens Trial\n\nContact: Ada Renfield\n\n{story * 2}\n\nIt is large."
    assert [name for name, _ in named(text)] == ["title", "contact", "lead", "body"]


def test_the_headline_that_the_page_states_is_found_below_its_chrome():
    text = "Newsroom\n\nTarn Opens Trial\n\nOSLO, May 3, 2026 (EQS) -- Tarn opened a trial."
    assert named(text, "Tarn Opens Trial")[:2] == [("header", "Newsroom"), ("title", "Tarn Opens Trial")]


@pytest.mark.parametrize(
    "dateline",
    [
        "Elmton, Norway - May 3, 2026 / Tarn Clinic /",
        "ELMTON, May 3, 2026 (EQS) -- Disseminated on behalf of Tarn Clinic",
        "ELMTON, May 3, 2026 /PRNewswire/ --",
    ],
)
def test_below_a_dateline_alone_the_story_begins(dateline):
    text = f"Tarn Opens Trial\n\n{dateline}\n\nA Trial for the North\n\nTarn opened a trial.\n\nIt is small."
    assert named(text) == [
        ("title", "Tarn Opens Trial"),
        ("header", dateline),
        ("subtitle", "A Trial for the North"),
        ("lead", "Tarn opened a trial."),
        ("body", "It is small."),
    ]


def test_wrapped_lines_are_one_paragraph():
    text = (
        "Title\n\n"
        "Tarn said that the trial of its tablet in adults had\nbegun at nine sites in the north of the country."
    )
    assert len(named(text)) == 2


@settings(max_examples=200)
@given(st.text(), st.none() | st.text(max_size=40))
def test_any_text_is_parted_in_order(text, title):
    end = 0
    for part in find_sections(text, title):
        assert part.section in SECTIONS
        assert end <= part.span_start < part.span_end <= len(text)
        end = part.span_end


@pytest.mark.parametrize(
    "word", ["*", "A ", "A*", "About A ", "forward-looking statements. ", "1, 2026 -- ", "\n\nA b", "(", "“", "LEEDS, "]
)
def test_time_grows_with_the_text(word):
    assert growth(lambda size: find_sections(word * (size // len(word)), None), 100_000) < LINEAR
