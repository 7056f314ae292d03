import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.issuer import find_issuer


def issuer(title, lead, *, has_dateline=True, source_line=None):
    text = f"{title}\n\n{lead}"
    return find_issuer(title, text, len(title) + 2, has_dateline=has_dateline, source_line=source_line)


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("Fjell Bio, Inc. (Nasdaq: FJEL), a maker of", "Fjell Bio, Inc."),
        ("FJELL – a clinical-stage company", "FJELL"),
        ("Fjell Therapeutics™ (NYSE: FJ) today announced", "Fjell Therapeutics"),
        ("Fjell Inc. and Dal Corporation today announced", "Fjell Inc."),
        ("Elm and Company (NYSE: ELM) announced", "Elm and Company"),
        ("electroFjell, Inc. (Nasdaq: EF) said", "electroFjell, Inc."),
        ("The Elm Company (NYSE: ELM), a maker", "The Elm Company"),
    ],
)
def test_the_lead_names_the_issuer(lead, name):
    assert issuer("A headline about news", lead) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fjell Bio Announces First Patient Dosed", "Fjell Bio"),
        ("Fjell to Present at a Conference", "Fjell"),
        ("Fjell Bio’s FJ-101 Cleared to Start", "Fjell Bio"),
        ("SomeNewsBreaks – Fjell Bio Inc. (NASDAQ: FJEL) Receives", "Fjell Bio Inc."),
        ("FDA Approves the First Treatment", None),
        ("7 Million People Live With Fern Fever", None),
    ],
)
def test_a_bare_title_names_it(title, name):
    assert issuer(title, "", has_dateline=False) == name


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("Fjell Bio Inc. CEO Bo Carden answers questions", "Fjell Bio Inc."),
        ("Chief Medical Officer at Fjell Bio Inc. (Nasdaq: FJEL) Bo Carden said", "Fjell Bio Inc."),
    ],
)
def test_a_post_is_no_part_of_a_name(lead, name):
    assert issuer("A headline about news", lead) == name


def test_a_partners_ticker_is_not_the_issuers():
    lead = "Fjell Bio, a private company, and its partner Dal Corporation (NYSE: DAL) have signed."
    assert issuer("Fjell Bio Signs Agreement with Dal", lead, has_dateline=False) == "Fjell Bio"


def test_a_paid_article_is_about_the_company_with_the_ticker():
    lead = "Fern fever is a burden. That is why Fjell Bio Ltd. (NASDAQ: FJEL) looks for a cure."
    assert issuer("Why fern fever matters", lead, has_dateline=False) == "Fjell Bio Ltd."


def test_a_disease_or_a_drug_at_the_head_is_no_issuer():
    lead = "FJ-101 led to fewer fevers.\n\nSOURCE Fjell Bio Inc."
    assert issuer("FJ-101 led to fewer fevers in a study", lead) == "Fjell Bio Inc."


def test_the_source_line_helps_where_the_text_is_silent():
    assert issuer("first patient dosed", "the first patient was dosed", source_line="Fjell") == "Fjell"


@given(st.text(max_size=200), st.text(max_size=300), st.booleans())
def test_never_raises(title, lead, has_dateline):
    issuer(title, lead, has_dateline=has_dateline)


FILLER = "Nothing in this sentence tells of a company, and it only makes the body of this text longer. " * 20


@pytest.mark.parametrize(
    ("title", "body", "issuer"),
    [
        # Capitals of a headline that the body does not know as a name.
        ("Better Sleep Linked to Longer Life", f"A study came out. {FILLER}", None),
        ("Rising Rates Push Lenders", f"Shares of Marnell Corp. (NYSE: MRNL) fell. {FILLER}", "Marnell Corp."),
        ("Marnell Opens Plant", f"The plant of Marnell is new. {FILLER}", "Marnell"),
        ("MARNELL OPENS PLANT", f"The plant of Marnell is new. {FILLER}", "MARNELL"),
    ],
)
def test_a_name_of_the_headline_is_one_that_a_long_body_knows(title, body, issuer):
    assert find_issuer(title, f"{title}\n\n{body}", len(title) + 2, has_dateline=False, source_line=None) == issuer
