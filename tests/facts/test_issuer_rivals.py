"""Who stands where an issuer would, and is none: persons, partners, places, words; and who takes their place."""

import pytest
from facts.issuers import FILLER, issuer

from transforms.facts.issuer import find_issuer


def test_a_word_that_the_text_writes_small_too_gives_way():
    body = (
        "Caregivers carry a load that few see, and caregivers seldom complain, says the Dal Family Network (DFN). "
        "Dal Family Network is a nonprofit organization. "
    )
    found = issuer("Caregivers Are the Heroes Among Us", body + FILLER + "\n\nAbout Dal Family Network\n\nIt helps.")
    assert found == "Dal Family Network"


def test_a_person_gives_way_to_the_company_of_his_post():
    lead = f"Bo Carden, president of Fjell Systems, was asked about plans. Fjell Systems has many. {FILLER}"
    assert issuer("Bo Carden, President of Fjell Systems, Wins Prize", lead) == "Fjell Systems"


def test_a_person_alone_is_no_issuer():
    lead = f"Bo Carden, founder of nothing in particular, was asked about plans. {FILLER}"
    assert issuer("Q&A: Bo Carden Speaks", lead) is None


def test_the_wires_own_house_is_never_the_issuer():
    body = f"A drug is talked of. {FILLER}\n\nAbout DalMediaWire\n\nDalMediaWire is a communications platform."
    assert issuer("a drug is talked of", body, has_dateline=False) is None


def test_a_partners_ticker_is_not_the_issuers():
    lead = "Fjell Bio, a private company, and its partner Dal Corporation (NYSE: DAL) have signed."
    assert issuer("Fjell Bio Signs Agreement with Dal", lead, has_dateline=False) == "Fjell Bio"


def test_a_disease_or_a_drug_at_the_head_is_no_issuer():
    lead = "FJ-101 led to fewer fevers.\n\nSOURCE Fjell Bio Inc."
    assert issuer("FJ-101 led to fewer fevers in a study", lead) == "Fjell Bio Inc."


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


def test_who_is_introduced_at_the_head_of_the_lead_is_no_partner():
    lead = f"Squall, the leading chain of baths, today announced that Ann Carden Systems, a company, joins. {FILLER}"
    assert issuer("Baths Chain Squall Welcomes Ann Carden Systems", f"{lead} A squall came.") == "Squall"


def test_a_name_in_passing_is_no_issuer():
    lead = f"Many people like lamps, says the Dal Lamp Institute. {FILLER}"
    assert issuer("How Lamps Changed the World", lead) is None


def test_who_sues_pays_or_goes_along_is_no_issuer():
    lead = f"A round was led by Fern Capital. {FILLER} It was led by Fern Capital."
    assert issuer("A Start-Up Raises Money", lead) is None


def test_a_heading_glued_before_a_name_is_no_part_of_it():
    lead = (
        f"{FILLER} Better Lamps Fjell Light Inc. (NASDAQ: FJEL) has news. So does Fjell Light shine, and so Fjell Light"
    )
    assert issuer("How lamps changed", f"{lead} glows. {FILLER} It is what Fjell Light does.") == "Fjell Light Inc."


def test_a_headline_in_capitals_is_no_name():
    lead = f"LAWMAKERS WEIGH LAMP TAX IN FERN COUNTY has a text. {FILLER}"
    assert issuer("LAWMAKERS WEIGH LAMP TAX IN FERN COUNTY", lead) is None


def test_a_motto_before_a_colon_is_no_name():
    lead = f"With change comes hope, and Fjell Base helps. {FILLER} So Fjell Base offers light. It is Fjell Base."
    assert issuer("A Bright Future: Fjell Base Launches Lamps", lead) == "Fjell Base"
    lead = f"Some take fernamine for it. {FILLER} Fernamine is dear, Fernamine helps, and Fernamine lasts."
    assert issuer("A Bright Future: Fernamine Brings Relief", lead) is None


@pytest.mark.parametrize(
    ("title", "lead", "name"),
    [
        ("Hulda Grows in Ten Towns", "Dal Harbour–based Hulda today announced ten shops.", "Hulda"),
        ("Dal Lamp Society VP Shares His View", "A view was shared by the Dal Lamp Society.", "Dal Lamp Society"),
        (
            "Under the Elms makes its debut",
            "Under the Elms, the quiet memoir by Bo Dal, is out now in all shops that sell what Bo Dal wrote.",
            None,
        ),
        ("“Elm Street School in Dal (1931)”", "A print of the Elm Street School in Dal.", None),
        (
            "Introducing the Hulda Gold Network: Faster Lamps",
            "Hulda, the maker of lamps, today announced the Hulda Gold Network. The Hulda Gold Network is bright.",
            "Hulda",
        ),
        ("Hulda Glow™ Warms Homes", "Hulda®, the premier company for lamps, grew. Hulda Glow is warm.", "Hulda"),
        (
            "Ann Carden to Take the Stage",
            "Dal Lamp Days (“DLD”) today announced that Ann Carden will speak.",
            "Dal Lamp Days",
        ),
        (
            "A Talk by Hulda and LampSpace Group",
            "Hulda and LampSpace Group proudly announce a talk. LampSpace Group is new. Hulda, a company, said so.",
            "Hulda",
        ),
        ("Lamps for rent", "Hulda Smart Light and Water announces lamps for rent.", "Hulda Smart Light and Water"),
        ("Small Lamp Makers are Closing", "Small lamp makers are closing, some say.", None),
        ("Ann Carden Wins on Air", "Ann Carden, president and head of Dal Lamp House, was honoured.", "Dal Lamp House"),
        (
            "Attorney Ann Carden of Elm Law Office Wins a Case",
            "Attorney Ann Carden of Elm Law Office has won a case.",
            "Elm Law Office",
        ),
        (
            "Dalco Hit With a Suit Over Lamps - Hulda Berg",
            "Dalco is sued, says Hulda Berg, a law firm. Hulda Berg said so (“Hulda”). Write to Hulda Berg, a firm.",
            "Hulda Berg",
        ),
        (
            "State Roundup: Dalco Cuts Jobs; Lamps Are Dear",
            "DALCO CUTS JOBS: Dalco Inc. (NYSE: DALC) has cut jobs.",
            None,
        ),
        ("Lamps to come", "Hulda Motorswww.hulda.example today announced lamps.", "Hulda Motors"),
        (
            "How Hulda Lamp Network Grows",
            "Lamps Set ApartHulda Lamp Network (NASDAQ: HULD) has lamps.",
            "Hulda Lamp Network",
        ),
        ("AI Cuts the Cost of Lamps", "AI is quick, and lamps are cheap.", None),
        (
            "PMDA Accepts Hulda Pharma's Lamp",
            "Hulda Pharma (TYO:4999) said that its lamp is under review.",
            "Hulda Pharma",
        ),
        ("E Painters Helped to Bring New Lamps Into Old Halls", "Lamps were lit in old halls.", None),
        ("Former Lamp Adviser Joins a Lamp Maker", "An adviser of lamp makers is on the board.", None),
        (
            "How Hulda Grows",
            "Better LampsHulda Lights (NASDAQ: HULD) grew. Hulda is big, Hulda is old, Hulda is glad.",
            "Hulda Lights",
        ),
        ("Myths of Obesity", "Obesity is one of the commonest troubles of our time.", None),
        ("Seeds of change", "A paper in the Journal of Elm Hill University tells of seeds.", None),
        (
            "Dal Harbour Agency Renames Its Lamps",
            "The Dal Harbour Agency (DHA) has other lamps.",
            "Dal Harbour Agency",
        ),
    ],
)
def test_what_only_stands_in_the_place_of_a_name_is_no_issuer(title, lead, name):
    assert issuer(title, f"{lead} {FILLER}", has_dateline=False) == name


def test_the_town_of_the_dateline_and_a_disease_are_no_issuers():
    title, lead = "Dalby's Eye Doctors Meet", f"DALBY, NL, May 3, 2026 /Wire/ -- Doctors met in Dalby. {FILLER}"
    text = f"{title}\n\n{lead}"
    start = text.index("Doctors met")
    assert find_issuer(title, text, start, has_dateline=True, source_line=None) is None
