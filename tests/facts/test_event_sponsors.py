"""Whose event a sentence tells: the company of a digest's entry, an analyst's note, a heading; else the issuer."""

import pytest
from facts.releases import documents
from growth import LINEAR, growth

from transforms.facts.event_sponsors import with_event_sponsors
from transforms.facts.event_terms import Milestone, Unit
from transforms.facts.extract import extract_facts, load_rulebook
from transforms.facts.units import split_units
from transforms.tables import Milestones

DIGEST = """Four Small Drugmakers With a Busy Year Ahead

Small drugmakers have had a good spring, and these may have a better summer.

Norvane Therapeutics, Inc. (NASDAQ: NRVN) is a developer of drugs for asthma. Norvane dosed the first patient in a \
Phase 2 trial of NV-12 in May 2025.

Galbrun Bio, Inc. (NASDAQ: GALB) works on gout. In June 2025, Galbrun announced positive topline results from its \
Phase 2 trial of GB-7 in gout. The company plans to start a Phase 3 trial of GB-7 in the first quarter of 2027.

The FDA granted Fast Track designation to GB-7 for gout in 2024.

Tarn Medical Corp. (NYSE: TRNM) is new here.

Its Phase 3 trial of TM-1 in psoriasis has completed enrollment. Norvane may sell it in Europe."""

OWN_NEWS = """Norvane Therapeutics Reports Positive Phase 2 Results

LEEDS, England, Feb. 03, 2026 (GLOBE NEWSWIRE) -- Norvane Therapeutics, Inc. (NASDAQ: NRVN) today announced positive \
topline results from its Phase 2 trial of NV-12 in asthma.

{body}

About Norvane

Norvane makes drugs."""


def told(text, issuer="Norvane Therapeutics, Inc."):
    """Return what the rules read of a text: type, whose, by what, of which product; the issuer as given."""
    document = documents(text)
    rows = extract_facts(document, load_rulebook(), is_judged=False).milestones
    Milestones.validate(rows)
    units = [Unit(*row) for row in split_units(document).drop("doc").iter_rows()]
    at = {unit.span_start: unit for unit in units}
    events = [
        Milestone(row["milestone_type"], row["role"], None, None, None, None, (), row["intervention"], None,
                  at[row["span_start"]], "", 0, is_recalled=False)
        for row in rows.rows(named=True)
    ]  # fmt: skip
    found = with_event_sponsors(events, units, text, issuer)
    return {
        (event.milestone_type, event.event_sponsor, event.event_sponsor_reason, event.intervention) for event in found
    }


def owners(body, issuer="Norvane Therapeutics, Inc."):
    """Return whose the events of paragraphs in the issuer's own news are."""
    return {(kind, whose) for kind, whose, _, _ in told(OWN_NEWS.format(body=body), issuer)} - {
        ("topline_readout", None)
    }


def test_an_entry_of_a_digest_is_its_companys_until_the_next_opens():
    found = told(DIGEST)
    assert ("first_patient_dosed", None, None, "NV-12") in found
    assert ("topline_readout", "Galbrun Bio, Inc.", "subject", "GB-7") in found
    assert ("trial_initiated", "Galbrun Bio, Inc.", "paragraph", "GB-7") in found
    assert ("designation_granted", "Galbrun Bio, Inc.", "entry", "GB-7") in found
    assert ("enrollment_completed", "Tarn Medical Corp.", "entry", "TM-1") in found


def test_the_staging_rows_have_name_ticker_and_reason():
    rows = extract_facts(documents(DIGEST), load_rulebook(), is_judged=False).milestones
    [row] = rows.filter(milestone_type="enrollment_completed").rows(named=True)
    assert (row["event_sponsor"], row["event_sponsor_ticker"]) == ("Tarn Medical Corp.", "NYSE:TRNM")
    assert row["event_sponsor_reason"] == "entry"


def test_the_issuers_product_is_not_lent_to_anothers_event():
    text = DIGEST.replace("Its Phase 3 trial of TM-1 in psoriasis", "Its Phase 3 trial")
    [row] = [row for row in told(text) if row[0] == "enrollment_completed"]
    assert row[1] == "Tarn Medical Corp."
    assert row[3] is None


def test_a_note_of_a_research_house_is_of_the_company_covered():
    text = (
        "Elmridge Research Initiates Coverage on Galbrun Bio, Inc. (NASDAQ: GALB)\n\n"
        "BOSTON, Feb. 03, 2026 -- Elmridge Research has issued a report on Galbrun Bio, Inc. (NASDAQ: GALB).\n\n"
        "In March, the Company dosed the first patient in a Phase 2 trial of GB-7 in gout. "
        "Topline results are expected in the first half of 2027."
    )
    found = told(text, "Elmridge Research")
    assert {row[1:3] for row in found} == {("Galbrun Bio, Inc.", "coverage")}
    assert ("first_patient_dosed", "Galbrun Bio, Inc.", "coverage", "GB-7") in found
    assert {row[0] for row in found} == {"first_patient_dosed", "topline_readout"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (
            "Recently, Galbrun Bio (NASDAQ: GALB) completed enrollment in its Phase 3 trial of GB-7 in gout.",
            "enrollment_completed",
        ),
        ("In May 2025, Galbrun Bio, Inc. dosed the first patient in a trial of GB-7.", "first_patient_dosed"),
        ("Galbrun Bio, Inc. makes pills. In 2025 the company raised $40 million in a Series B.", "financing"),
        (
            "Shares of Galbrun Bio (NASDAQ: GALB) rose after it appointed a new CEO, Ann Carden.",
            "leadership_change",
        ),
    ],
    ids=["ticker", "legal form", "the company", "shares"],
)
def test_a_sentence_about_a_stranger_is_the_strangers(body, kind):
    assert any(row[0] == kind and str(row[1]).startswith("Galbrun Bio") for row in told(OWN_NEWS.format(body=body)))


def test_what_stands_below_a_heading_is_of_whom_it_names():
    body = "Galbrun Bio, Inc. will make NV-12.\n\nAbout Galbrun Bio\n\nIn 2024, the FDA approved GB-7, a pill for gout."
    assert ("approval", "Galbrun Bio, Inc.") in owners(body)


def test_a_heading_that_names_the_issuer_otherwise_is_the_issuers():
    body = (
        "Norvane (doing business as Galbrun Bio, Inc.) moved.\n\nAbout Galbrun Bio\n\nIn 2024, the FDA approved GB-7."
    )
    assert owners(body) == {("approval", None)}


def test_whom_nothing_shows_as_a_company_is_not_taken_for_the_one_before():
    stranger = "In May 2025, Osk Labs initiated a Phase 1 trial of OL-2."
    text = DIGEST.replace("Norvane may sell it in Europe.", stranger)
    assert [whose for kind, whose, *_ in told(text) if kind == "trial_initiated"].count(None) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Galbrun Bio, Inc. (NASDAQ: GALB) entered into a license agreement with Norvane for NV-12.",
        "Norvane licensed NV-12 to Galbrun Bio, Inc. In May 2025, Galbrun dosed the first patient in a Phase 2 trial.",
        "Galbrun Bio, Inc. is our subsidiary. In May 2025, Galbrun Bio dosed the first patient in a trial.",
        "Norvane, formerly Galbrun Bio, Inc., moved. In May 2025, Galbrun Bio dosed the first patient in a trial.",
        "In May 2025, NRVN dosed the first patient in a Phase 2 trial of NV-12 in children.",
        "In May 2025, the FDA granted Fast Track designation to NV-12 in asthma.",
        "In May 2025, Oakhill University dosed the first patient in a Phase 2 trial of NV-12 in children.",
        "Elm Research, Inc. runs our trial. In May 2025, Elm Research dosed the first patient in a Phase 2 trial.",
        "In May 2025, the Company dosed the first patient in a Phase 2 trial of NV-12 in children.",
        "“In May 2025, Galbrun Bio, Inc. dosed the first patient in a Phase 2 trial,” said Ann Carden of Galbrun Bio.",
    ],
    ids=[
        "deal",
        "licensee",
        "subsidiary",
        "former name",
        "symbol",
        "agency",
        "university",
        "trial's runner",
        "company",
        "quotation",
    ],
)
def test_what_may_be_the_issuers_is_his(body):
    found = owners(body)
    assert found
    assert {whose for _, whose in found} == {None}


def test_the_companies_of_a_joint_release_share_their_deal():
    text = OWN_NEWS.format(
        body="Norvane and Galbrun Bio, Inc. (NASDAQ: GALB) entered into a license agreement for NV-12."
    )
    assert {row[1] for row in told(text)} == {None}


def test_a_portfolio_firm_is_not_the_fund():
    text = (
        "Elmridge Ventures Closes Its Second Fund\n\n"
        "BOSTON, Feb. 03, 2026 -- Elmridge Ventures today announced the close of its second fund.\n\n"
        "Tarn Medical Corp. completed enrollment in a Phase 3 trial of TM-1 in psoriasis in May 2025."
    )
    assert ("enrollment_completed", "Tarn Medical Corp.", "subject", "TM-1") in told(text, "Elmridge Ventures")


def test_a_release_without_an_issuer_says_nothing_of_others():
    body = "In May 2025, Galbrun Bio, Inc. dosed the first patient in a trial of GB-7."
    text = OWN_NEWS.format(body=body).replace("(NASDAQ: NRVN) ", "")
    assert {row[1] for row in told(text, None)} == {None}


def test_time_grows_no_faster_than_the_text():
    entry = "Galbrun Bio, Inc. (NASDAQ: GALB) works. It dosed the first patient in a trial of GB-7. We saw it.\n\n"
    text = "A Digest\n\n" + entry * 1600
    units = [Unit(*row) for row in split_units(documents(text)).drop("doc").iter_rows()]

    def whose(count):
        events = [
            Milestone("x", "announced", None, None, None, None, (), "GB-7", None, unit, "", 0, is_recalled=False)
            for unit in units[:count]
        ]
        with_event_sponsors(events, units[:count], text[: units[count - 1].span_end], "Norvane")

    assert growth(whose, 1200) < LINEAR
