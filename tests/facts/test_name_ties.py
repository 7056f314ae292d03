"""Names that a text ties to one another, and brackets that tie nothing; all names are invented."""

import pytest
from facts.releases import documents
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.extract import extract_facts, load_rulebook
from transforms.facts.product_ties import find_product_ties
from transforms.facts.products import find_substances
from transforms.facts.sponsor_ties import find_coverage, find_sponsor_ties
from transforms.tables import NameTies

GALBRUN = "Galbrun Therapeutics, Inc."


@pytest.mark.parametrize(
    ("sentence", "ties"),
    [
        (
            "Galbrun Therapeutics, Inc. (NASDAQ: GALB) (“Galbrun” or the “Company”), a biotech, today announced",
            [(GALBRUN, "Galbrun", "short_form")],
        ),
        ('Galbrun Therapeutics, Inc. (Nasdaq: GALB; "Galbrun") said', [(GALBRUN, "Galbrun", "short_form")]),
        (
            "Tarn River Biologics Ltd. (“Tarn River,” “TRB,” or “the Company”) said",
            [
                ("Tarn River Biologics Ltd.", "Tarn River", "short_form"),
                ("Tarn River Biologics Ltd.", "TRB", "short_form"),
            ],
        ),
        ("Galbrun Therapeutics, Inc., formerly Hollin Bio, said", [(GALBRUN, "Hollin Bio", "formerly")]),
        ("Galbrun Therapeutics (formerly known as Hollin Bio, Inc.) said", [
            ("Galbrun Therapeutics", "Hollin Bio, Inc.", "formerly"),
        ]),
        ("Galbrun Therapeutics, Inc. (NASDAQ: GALB, formerly Hollin Bio) said", [(GALBRUN, "Hollin Bio", "formerly")]),
        ("About Galbrun Bio Galbrun Bio, previously known as Hollin Labs, makes", [
            ("Galbrun Bio", "Hollin Labs", "formerly"),
        ]),
        ("It has changed its name from Hollin Bio Inc. to Galbrun Therapeutics, Inc. today", [
            (GALBRUN, "Hollin Bio Inc.", "formerly"),
        ]),
        ("Galbrun today announced that it will change its name to Tarn River Bio effective May 1.", [
            ("Tarn River Bio", GALBRUN, "formerly"),
        ]),
        ("Tarn Biologics, a wholly-owned subsidiary of Galbrun Holdings, said", [
            ("Tarn Biologics", "Galbrun Holdings", "subsidiary_of"),
        ]),
        ("Galbrun, through its wholly owned subsidiary, Tarn Biologics Ltd., dosed", [
            ("Tarn Biologics Ltd.", "Galbrun", "subsidiary_of"),
        ]),
        ("Galbrun’s Wholly Owned Subsidiary Tarn Therapeutics has a site", [
            ("Tarn Therapeutics", "Galbrun", "subsidiary_of"),
        ]),
        ("The shares of Ostrava Inc. and Tarn River Ltd. (“Tarn River”) rose", [
            ("Tarn River Ltd.", "Tarn River", "short_form"),
        ]),
    ],
)  # fmt: skip
def test_organisations_are_tied(sentence, ties):
    assert find_sponsor_ties(sentence, GALBRUN) == ties


@pytest.mark.parametrize(
    "sentence",
    [
        "Galbrun Therapeutics, Inc. (the “Company”) said",
        "Galbrun Therapeutics, Inc. (“we” or “our Company”) said",
        "It signed an Asset Purchase Agreement (“APA”) with Galbrun.",
        "It runs a Battery Storage Management System (“BSMS”).",
        "Bo Carden (“Carden”) said",
        "Tarn Ltd. and Ostrava Ltd. (collectively, “Ostrava”) said",
        "The KESTREL trial (“KESTREL”) goes on.",
        "The Tarn River Institute (TRI) agreed.",
        "Galbrun Therapeutics, Inc. (GLBR) rose.",
        "Galbrun Therapeutics, Inc. (“Nimbleforth”) said",
        "He was formerly Chief Medical Officer of Hollin Bio.",
        "Ann Tarn, President of Galbrun Therapeutics (formerly CEO of Hollin Bio), said",
        "fatty liver disease (formerly known as Old Liver Disease) is common",
        "Galbrun will merge with Hollin Acquisition Corp., which will change its name to Tarn River.",
        "QVX-101 (formerly ABC-123) was safe",
        "Agent Tarn and MP Health Ventures, a subsidiary of Ostrava Pharma, led it.",
    ],
)
def test_what_is_no_name_ties_nothing(sentence):
    assert find_sponsor_ties(sentence, GALBRUN) == []


@pytest.mark.parametrize(
    ("headline", "issuer", "company"),
    [
        ("Hollin Capital Updates Coverage on Tarn Bio Inc. (NASDAQ: TRN) 3Q26", "Hollin Capital", "Tarn Bio Inc."),
        ("Hollin Initiates Its Research Coverage of Tarn Group (TRN.OL)", "Hollin Capital", "Tarn Group"),
        ("Hollin Reiterates Buy Rating and $7 Price Target for Ostrava Metals (OSM)", "Hollin", "Ostrava Metals"),
        ("Hollin Research Releases New Report on Ostrava Metals, Inc. (TSXV:OSM)", "Hollin", "Ostrava Metals, Inc."),
        ("Hollin Capital Updates 3Q26 Report on Tarn Bio Inc. (NYSE: TRN)", "Hollin Capital", "Tarn Bio Inc."),
    ],
)
def test_a_house_is_tied_to_the_company_that_it_covers(headline, issuer, company):
    assert find_coverage(headline, issuer) == (company, issuer, "covered_by")


@pytest.mark.parametrize(
    ("headline", "issuer"),
    [
        ("Two Banks Initiate Coverage on Galbrun Therapeutics (NASDAQ: GALB)", GALBRUN),
        ("Galbrun (NASDAQ: GALB) Initiated With Buy Rating by Hollin Capital", GALBRUN),
        ("Hollin Insurance Launches Coverage of Dental Care (Basic)", "Hollin Insurance"),
        ("Hollin Wireless Updates Coverage on Its Network", "Hollin Wireless"),
        ("Hollin Wireless Updates 2026 Report on Its Network (HWN)", "Hollin Wireless"),
        ("Ostrava University Publishes Detailed Analysis of Heart Failure (HF)", "Ostrava University"),
    ],
)
def test_other_headlines_tell_of_no_coverage(headline, issuer):
    assert find_coverage(headline, issuer) is None


def test_where_no_issuer_is_known_the_house_stands_before_the_verb():
    told = find_coverage("Hollin Capital Initiates Coverage on Tarn Bio (NYSE: TRN)", None)
    assert told == ("Tarn Bio", "Hollin Capital", "covered_by")


@pytest.mark.parametrize(
    ("sentence", "ties"),
    [
        ("Velmora® (lomatinib) was approved", [("lomatinib", "Velmora", "brand_of")]),
        ("patients took apixaban (Velmora) daily", [("apixaban", "Velmora", "brand_of")]),
        ("Velmora® SoftPen® (lomatinib injection) is sold", [("lomatinib", "Velmora SoftPen", "brand_of")]),
        ("QVX-101 (lomatinib), a kinase inhibitor", [("lomatinib", "QVX-101", "code_of")]),
        ("a trial of lomatinib (QVX-101) in asthma", [("lomatinib", "QVX-101", "code_of")]),
        ("a trial of QVX-101 (IV lomatinib) in asthma", [("lomatinib", "QVX-101", "code_of")]),
        ("a trial of bezacort (NX3107) in asthma", [("bezacort", "NX3107", "code_of")]),
        ("a trial of wolvapetide (QVXA1) in asthma", [("wolvapetide", "QVXA1", "code_of")]),
        ("a trial of wolvapetide (formerly QVXA1) in asthma", [("wolvapetide", "QVXA1", "formerly")]),
        ("Velmora (QVX301 or synthetic tarnericin) was safe", [
            ("Velmora", "QVX301", "code_of"),
            ("tarnericin", "Velmora", "brand_of"),
        ]),
        ("Velmora™ (QVX-301 or lomatinib) was safe", [
            ("Velmora", "QVX-301", "code_of"),
            ("lomatinib", "Velmora", "brand_of"),
        ]),
        ("Velmora™ (QVX-101) was safe", [("Velmora", "QVX-101", "code_of")]),
        ("QVX-101 (formerly ABC-123) was safe", [("QVX-101", "ABC-123", "formerly")]),
        ("lomatinib, formerly known as QVX-101, was safe", [("lomatinib", "QVX-101", "formerly")]),
        ("QVX-101, also known as ABC-123, was safe", [("QVX-101", "ABC-123", "same_as")]),
        ("lomatinib, marketed in Japan as Velmora®, was safe", [("lomatinib", "Velmora", "brand_of")]),
        ("Velmora® (lomatinib) and Tarnexa® (bezamab) differ", [
            ("lomatinib", "Velmora", "brand_of"),
            ("bezamab", "Tarnexa", "brand_of"),
        ]),
    ],
)  # fmt: skip
def test_names_of_a_product_are_tied(sentence, ties):
    assert find_product_ties(sentence, find_substances(sentence)) == ties


@pytest.mark.parametrize(
    "sentence",
    [
        "Velmora® (lomatinib and bezamab) was approved",
        "QVX-101 (HER2) binds",
        "bezamab (FOLR1) binds",
        "Velmora (QVX-101 or QVX-102) was given",
        "Velmora (QVX-101 or placebo) was given",
        "Velmora (QVX-101 or lomatinib in the second part) was given",
        "lomatinib (Cohort A) was safe",
        "lomatinib plus bezamab (Arm 1)",
        "the drug in lung adenocarcinoma (QVX-101) trials",
        "QVX-101 and ABC-123 were given",
        "its NanoAb (QVX-101) binds",
        "psoriasis (PsO) treated with lomatinib",
        "lomatinib (NCT91230001) goes on",
    ],
)
def test_brackets_that_say_something_else_tie_no_products(sentence):
    assert find_product_ties(sentence, find_substances(sentence)) == []


def test_ties_are_rows_with_their_sentence_once_for_each_release():
    said = "Galbrun Therapeutics, Inc. (NASDAQ: GALB) (“Galbrun”) treated patients with lomatinib (QVX-101)."
    text = f"Galbrun Doses First Lung Cancer Patient\n\nBOSTON, May 3, 2026 -- {said}\n\n{said} It is a clinical trial."
    ties = NameTies.validate(extract_facts(documents(text), load_rulebook(), is_judged=False).name_ties)
    assert ties.select("entity", "name", "other_name", "reason").rows() == [
        ("sponsor", GALBRUN, "Galbrun", "short_form"),
        ("product", "lomatinib", "QVX-101", "code_of"),
    ]
    for tie in ties.iter_rows(named=True):
        assert text[tie["span_start"] : tie["span_end"]] == tie["sentence"]


@pytest.mark.parametrize(
    ("issuer", "ties"),
    [
        ("Ostrava and Tarn Network", [("The Ostrava and Tarn Network", "OATN", "short_form")]),
        ("OATN", [("The Ostrava and Tarn Network", "OATN", "short_form")]),
        ("Hollin Network", []),
    ],
)
def test_initials_in_plain_brackets_are_the_issuers(issuer, ties):
    assert find_sponsor_ties("The Ostrava and Tarn Network (OATN) has news.", issuer) == ties


def test_coverage_is_a_row_of_the_headline():
    title = "Hollin Capital Updates Coverage on Tarn Bio Inc. (NASDAQ: TRN)"
    text = (
        f"{title}\n\nBOSTON, May 3, 2026 -- Hollin Capital updates its coverage on Tarn Bio Inc. It expects approval."
    )
    ties = extract_facts(documents(text), load_rulebook(), is_judged=False).name_ties
    assert ties.select("name", "reason", "sentence").rows() == [("Tarn Bio Inc.", "covered_by", title)]


@given(st.text('(“”") ,.;:’AbInc&formerlysubdiayofQ1-®', max_size=300))
def test_hostile_sentences_do_no_harm(sentence):
    for tie in [*find_sponsor_ties(sentence, "Ab Inc"), *find_product_ties(sentence)]:
        assert all(tie)


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        "(“A",
        "A (B), ",
        "Inc. (formerly ",
        "’s subsidiary ",
        "Galbrun ",
        "QVX-1 (",
        " sets A rating for A ",
        " begins coverage on A ",
    ],
)
def test_long_sentences_take_little_time(piece):
    sentence = (piece * 3000)[:3000]
    find_sponsor_ties(sentence, "Galbrun")
    find_coverage(sentence, "Galbrun")
    find_product_ties(sentence)
