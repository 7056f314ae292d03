"""Which product is meant where a sentence names none of the release's own, on invented sentences."""

from facts.releases import documents

from transforms.facts.event_terms import Unit
from transforms.facts.extract import extract_facts, load_rulebook
from transforms.facts.product_ranking import find_other_products
from transforms.facts.subject import product_meant

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
