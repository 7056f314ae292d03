import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.organisation_forms import full_form, initials_of, is_part, own_part, with_partners
from transforms.facts.organisations import clean, is_never, is_ordinary, named_in, support
from transforms.reference import keys


@pytest.mark.parametrize(
    ("name", "text", "full"),
    [
        ("Fjell Bio", "Fjell Bio, Inc. is a maker.", "Fjell Bio, Inc."),
        ("Fjell", "Fjell Capital Management, a fund, has opened.", "Fjell Capital Management"),
        ("The Fjell Heart Institute", "The Fjell Heart Institute opened.", "Fjell Heart Institute"),
        ("Fjell Bio", "Fjell Biologics Inc. is another.", "Fjell Bio"),
        ("Fjell Bio", "Fjell Bio Group is another.", "Fjell Bio"),
        ("Fjell Bio", "", "Fjell Bio"),
    ],
)
def test_the_full_form_has_the_legal_form_and_no_article(name, text, full):
    assert full_form(name, text) == full


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Fjell Medical Group.", "Fjell Medical Group"),
        ("Fjell Inc.", "Fjell Inc."),
        ("Fjell Heart Union Family Features", "Fjell Heart Union"),
        ("Fern Lawyers at the Dal Law Group", "Dal Law Group"),
        ("Government Relations at the Dal Institute", "Dal Institute"),
        ("Board of Directors of Dal Bancorp", "Dal Bancorp"),
        ("Dal Lamps Managing Partner Ann Carden", "Dal Lamps"),
        ("Chief Lamp Officer Summit", "Chief Lamp Officer Summit"),
        ("Norland-based Fjell Inc.", "Fjell Inc."),
        ("Award-Winning Author Ann B. Carden", "Ann B. Carden"),
        ("Artist Services Group", "Artist Services Group"),
        ("9th Annual Fjell Awards", "Fjell Awards"),
        ("Dal Dental by Dr. Ann Carden, DMD", "Dal Dental"),
        ("Announcing FjellAI", "FjellAI"),
    ],
)
def test_cleans_names(raw, name):
    assert clean(raw) == name


@pytest.mark.parametrize(
    ("name", "never"),
    [("Japan", True), ("June", True), ("FDA", True), ("A Review of Tools", True), ("DalNewsWire", True), ("Inc.", True),
     ("the Company", True), ("Fjell-based Maker", True), ("Many Fern Inc.", False), ("Fjell", False),
     ("First Fjell Metals Corp.", False), ("Property Management", True), ("International Limited", True), ("Q", True),
     ("Alliance Games", False), ("Go Where No Lamp", True), ("The 403", True),
     ("New Fjell Functional Psychiatry", False), ("More.Fjell & Dal", False), ("More Fjell", True),
     ("U.S. Fjell Development Corporation", False), ("Fern Fever Pill", True),
     ("DALBY, AB", True), ("Dalby AB", False)],
)  # fmt: skip
def test_some_names_are_never_an_issuer(name, never):
    assert is_never(name) is never


def test_an_ordinary_word_stands_small_elsewhere_but_an_address_does_not_count():
    assert is_ordinary("Students", "Students spoke with other students.")
    assert not is_ordinary("Fjell", "Fjell is at www.fjell.example and press@fjell.example.")
    assert is_ordinary("Heart Sessions 2025", "")


def test_a_subject_stands_small_elsewhere_too():
    assert is_ordinary("Lamp Software", "Lamp Software is dear. Some lamp software is not.")
    assert is_ordinary("ERP Software", "Why ERP Software? Our ERP software is.")


def test_a_heading_or_a_name_said_twice_is_cut():
    again = "It is Fjell Light. So says Fjell Light. Here is what Fjell Light has."
    assert (
        own_part("Better Lamps Fjell Light Inc.", f"Better Lamps Fjell Light Inc. shines. {again}")
        == "Fjell Light Inc."
    )
    assert own_part("Dal Fjell Light", f"Dal Fjell Light and Dal Fjell Light. {again}") == "Dal Fjell Light"
    assert own_part("Fjell Light Inc. Fjell Light Inc.", again) == "Fjell Light Inc."


def test_signs_of_an_organisation_count_and_those_of_a_person_count_against():
    text = "Fjell Bio (“Fjell”) said so. Bo Carden, CEO, agreed.\n\nAbout Fjell Bio\n\nIt is a maker."
    assert support("Fjell Bio", text) >= 2
    assert support("Bo Carden", text) < 0


def test_finds_names_by_their_noun():
    text = "Join the Dal Action Network, which few support. Fjell Therapeutics FJORD-1 began."
    assert list(named_in(text)) == ["Dal Action Network", "Fjell Therapeutics"]


def test_the_lists_are_small_letters():
    for name in ("organisation_nouns", "no_issuers"):
        assert all(key == key.lower() for key in keys(name))


@given(st.text(max_size=60), st.text(max_size=300))
def test_never_raises(name, text):
    support(name, text)
    full_form(name, text)
    list(named_in(text))


def test_a_name_is_said_once():
    assert own_part("Fjell BrandsFjell Brands", "About Fjell BrandsFjell Brands sells.") == "Fjell Brands"
    assert own_part("FjellwingFjellwing Capital", "About FjellwingFjellwing Capital.") == "Fjellwing Capital"
    assert own_part("UniUni", "UniUni sells.") == "UniUni"


def test_a_firm_has_all_its_partners_and_a_person_the_title_that_always_stands_before():
    assert with_partners("Oak & Dal", "Elm, Oak & Dal has won.") == "Elm, Oak & Dal"
    assert with_partners("Oak & Dal", "Oak & Dal has won.") == "Oak & Dal"
    assert with_partners("Ann Carden", "Dr. Ann Carden sings.") == "Dr. Ann Carden"
    assert with_partners("Ann Carden", "Dr. Ann Carden sings. Ann Carden is glad.") == "Ann Carden"


def test_a_piece_of_longer_names_is_no_name_of_its_own():
    assert is_part("Carden", "Dr. Carden sings.")
    assert is_part("Fjell", "Fjell's House is open.")
    assert not is_part("Fjell", "At Fjell we sing. Fjell is glad. The Fjell sang.")


def test_initials_are_those_of_long_names():
    assert initials_of("Fern Committee on Human Rights") == "FCHR"
    assert initials_of("Fern Rights House") is None
