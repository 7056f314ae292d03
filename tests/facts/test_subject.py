"""Which product, phase and disease are meant where a sentence names none of its own, on invented sentences."""

import pytest
from facts.releases import documents
from facts.test_extract import read

from transforms.facts.event_terms import Unit
from transforms.facts.extract import extract_facts, load_rulebook
from transforms.facts.links import is_of_company
from transforms.facts.phases import find_trial_phases
from transforms.facts.product_ranking import find_other_products
from transforms.facts.subject import disease_meant, phase_meant, product_meant

PRODUCTS = {"NV-12": "NV-12", "NV-30": "NV-30"}


def units_of(*sentences):
    return [Unit(n, section, 0, len(text), text) for n, (section, text) in enumerate(sentences)]


def test_what_stands_above_a_list_is_said_of_each_of_its_items():
    told = units_of(
        ("title", "Norvane Reports on Two Programs"),
        ("lead", "NV-30 is a pill."),
        ("body", "The company moves fast, and NV-12 has already received several special designations:"),
        ("bullet", "Rare Pediatric Disease Designation"),
        ("bullet", "Fast Track Designation"),
        ("bullet", "Orphan Drug Designation"),
    )
    assert [product_meant(told, number, PRODUCTS) for number in (3, 4, 5)] == ["NV-12"] * 3


def test_a_list_below_a_full_stop_or_two_products_is_of_neither():
    stopped = units_of(("title", "News"), ("body", "NV-12 is a pill."), ("bullet", "Fast Track Designation"))
    of_two = units_of(("title", "News"), ("body", "NV-12 and NV-30 have these:"), ("bullet", "Fast Track Designation"))
    assert product_meant(stopped, 2, PRODUCTS) is None
    assert product_meant(of_two, 2, PRODUCTS) is None


def test_what_an_agency_has_approved_is_a_product():
    assert [name for *_, name in find_other_products("The FDA approved Velmora® for severe gout.")] == ["Velmora"]
    told = "The U.S. Food and Drug Administration approved Velmora®as a drug for gout."
    assert [name for *_, name in find_other_products(told)] == ["Velmora"]
    assert find_other_products("The FDA praised Velmora® for its work.") == []


def test_what_nobody_is_treated_with_is_no_intervention():
    text = (
        "{} Present at the Westmark Summit\n\nLEEDS, England, Feb. 3, 2026 (GLOBE NEWSWIRE) -- {} will present at the "
        "Westmark Innovation Summit on May 21, 2026 in Oslo."
    )
    lamps = text.format("Hollin Lamps to", "Hollin Lamps, which makes the street lamp LX-318 for towns,")
    drugs = text.format("Hollin to", "Hollin Therapeutics, which has a trial of QVX-318 for patients with gout,")
    found = extract_facts(documents(lamps, drugs), load_rulebook(), is_judged=False)
    assert found.releases["is_health"].to_list() == [False, True]
    rows = found.milestones.filter(milestone_type="conference_participation").sort("release_id")
    assert rows["intervention"].to_list() == [None, "QVX-318"]


def test_a_sentence_means_the_product_spoken_of_right_before():
    told = units_of(
        ("title", "Norvane Reports on Two Programs"),
        ("lead", "Norvane submitted its application for NV-12."),
        ("body", "A decision is due in May."),
        ("body", "NV-12 and NV-30 are oral."),
        ("body", "A trial is to start in June."),
    )
    assert product_meant(told, 2, PRODUCTS) == "NV-12"
    assert product_meant(told, 4, PRODUCTS) is None


def test_what_helped_a_patient_is_not_what_is_meant():
    told = units_of(
        ("title", "Norvane Reports"),
        ("lead", "The trial of NV-12 goes on."),
        ("body", "The participant was treated with steroids and lomatinib."),
        ("body", "Dosing was paused."),
    )
    assert product_meant(told, 3, PRODUCTS) == "NV-12"


def test_an_about_goes_on_with_the_product_it_has_named():
    told = units_of(
        ("title", "Norvane Reports"),
        ("about", "Its first program is NV-30."),
        ("about", "The program is to start a trial in June."),
        ("about", "Norvane is in Tarn."),
    )
    assert product_meant(told, 2, PRODUCTS) == "NV-30"
    assert product_meant(told, 3, PRODUCTS) is None


def test_an_item_of_a_list_means_the_product_of_its_heading():
    told = units_of(
        ("title", "Norvane Reports on NV-12"),
        ("body", "NV-30 (ulcerative colitis)"),
        ("bullet", "Enrollment is complete."),
        ("bullet", "Data are due in May."),
    )
    assert product_meant(told, 3, PRODUCTS) == "NV-30"


def test_else_it_means_the_product_of_the_headline():
    told = units_of(
        ("title", "Norvane Reports on NV-12"), ("lead", "Norvane is well."), ("body", "A trial is to start.")
    )
    assert product_meant(told, 2, PRODUCTS) == "NV-12"


def test_calls_for_investors_are_of_no_product():
    assert is_of_company("conference_participation", "Norvane will host a call on NV-12 data.")
    assert not is_of_company("conference_participation", "Norvane will show a poster on NV-12.")
    assert is_of_company("financial_results", "Norvane reports on NV-12.")


def test_the_phase_that_a_meeting_ends_is_not_the_trials():
    sentence = "after an End-of-Phase 2 meeting a Phase 3 trial starts"
    assert [phase for _, _, phase in find_trial_phases(sentence)] == ["3"]


def test_a_sentence_means_the_phase_of_the_trial_spoken_of():
    told = units_of(
        ("title", "Norvane Reports on Two Trials"),
        ("lead", "The Phase 2b trial of NV-12 has enrolled 80 adults."),
        ("body", "Data are due in May."),
        ("body", "A Phase 2 and a Phase 3 trial follow."),
        ("body", "They begin in June."),
    )
    assert phase_meant(told, 2) == "2b"
    assert phase_meant(told, 4) is None


def test_a_list_goes_on_about_its_trial_within_a_paragraph_only():
    first = "AURIK-2, a Phase 3 trial in gout, has enrolled 80 adults."
    told = [
        Unit(0, "bullet", 0, len(first), first),
        Unit(1, "bullet", len(first) + 1, len(first) + 21, "Data are due in May."),
        Unit(2, "bullet", len(first) + 25, len(first) + 45, "Data are due in May."),
    ]
    assert phase_meant(told, 1) == "3"
    assert disease_meant(told, 1, {"gout": "gout"}) == "gout"
    assert phase_meant(told, 2) is None
    assert disease_meant(told, 2, {"gout": "gout"}) is None


def test_a_disease_is_meant_only_where_a_sentence_goes_on_about_a_trial():
    first = "The trial of NV-12 in gout is open."
    told = [
        Unit(0, "body", 0, len(first), first),
        Unit(1, "body", len(first) + 1, len(first) + 40, "The company announced results of another."),
    ]
    assert disease_meant(told, 1, {"gout": "gout"}) is None


@pytest.mark.parametrize(
    ("about", "meant"),
    [
        ("BV-210 is a medicine for gout.", "gout"),
        ("BV-210 is a medicine for gout. BV-450 is a vaccine of Brevanna.", None),
        ("BV-210 is a medicine for gout. It was tried in patients with asthma before.", None),
    ],
)
def test_the_only_product_is_tried_in_the_only_disease(about, meant):
    text = (
        "Brevanna Gives an Update\n\nLEEDS, England, Feb. 03, 2026 (GLOBE NEWSWIRE) -- Brevanna Therapeutics, a "
        f"biotechnology company, today gave an update. {about}\n\n"
        "The company spoke of its plans at length.\n\nTopline results of BV-210 are expected in late 2026."
    )
    (row,) = [row for row in read(text) if row["milestone_type"] == "topline_readout"]
    assert (row["role"], row["indication"]) == ("guidance", meant)
