"""Sentences in which neither reader sees an event, whatever their words."""

import pytest
from eval.test_accuracy import found_in

from transforms.facts.not_events import is_none, tells_of_no_people

PRECLINICAL = [
    "Hollin presented new preclinical data on HL-1 at a gout congress.",
    "Researchers have reported encouraging results from laboratory tests of two compounds.",
    "The study showed that HL-1 restored memory in a mouse model.",
    "Positive results in animals were published in a journal.",
    "Hollin, a clinical-stage company, reported strong in vivo efficacy of HL-1.",
]
OF_PEOPLE = [
    "Hollin presented clinical and preclinical data on HL-1 at a gout congress.",
    "In the Phase 2 trial HL-1 worked as well as it had in mice.",
    "HL-1 lowered urate in 40 patients, in line with the results in animals.",
    "Hollin reported results of HL-9, an in vivo gene editor.",
]


@pytest.mark.parametrize("milestone_type", ["interim_readout", "topline_readout", "data_presented", "data_published"])
def test_results_in_animals_or_cells_are_no_trial_data(milestone_type: str) -> None:
    assert all(is_none(milestone_type, sentence) for sentence in PRECLINICAL)
    assert not any(is_none(milestone_type, sentence) for sentence in OF_PEOPLE)


@pytest.mark.parametrize("milestone_type", ["interim_readout", "topline_readout", "data_presented", "data_published"])
def test_what_a_headline_on_animals_goes_on_about_is_no_trial_data(milestone_type: str) -> None:
    told = "The results were shown at a congress in Turku and published in a journal."
    assert is_none(milestone_type, told, is_preclinical=True)
    assert not is_none(milestone_type, told)
    assert not is_none(milestone_type, "The Phase 1 results were shown at the same congress.", is_preclinical=True)


def test_other_events_may_be_told_beside_animals() -> None:
    assert not any(is_none("ind_submitted", sentence) for sentence in PRECLINICAL)


def test_under_a_headline_of_animals_a_readout_names_its_people() -> None:
    assert tells_of_no_people("Hollin Reports Success of HL-1 in Animal Study")
    assert is_none("topline_readout", "Hollin announced promising results for HL-1.", is_preclinical=True)
    assert not is_none("topline_readout", "HL-1 also helped the patients of its Phase 1 trial.", is_preclinical=True)
    assert not is_none("topline_readout", "Hollin announced promising results for HL-1.")


def test_what_a_meeting_is_tells_of_no_data() -> None:
    assert is_none("data_presented", "The meeting, June 3-5, in Oslo, is a premier exchange of research on gout.")
    assert not is_none("data_presented", "The meeting heard results of the Phase 2 trial.")
    assert not is_none("conference_participation", "The meeting is in Oslo and is the largest of its kind.")


def test_how_often_harm_was_seen_is_recalled_by_a_label_and_is_no_readout() -> None:
    harm = "Bleeding events were reported in 4% of patients on HL-1 compared to 1% on placebo."
    assert is_none("topline_readout", harm, is_recalled=True)
    assert not is_none("topline_readout", harm)
    assert not is_none("topline_readout", "HL-1 cut attacks by 4 a month compared to placebo.", is_recalled=True)


def test_a_guide_or_sports_food_is_no_launch() -> None:
    assert is_none("commercial_launch", "Norbury launches its creatine and other sports nutrition in Norway.")
    assert is_none("commercial_launch", "The clinic launched a detailed guide to implants.")
    assert not is_none("commercial_launch", "Hollin launched its inhaler in Norway.")


def test_shares_of_a_class_action_are_no_purchase() -> None:
    suit = "The suit is on behalf of all who purchased or otherwise acquired Corvane stock."
    assert is_none("acquisition", suit)
    assert not is_none("acquisition", "Hollin acquired Corvane for cash.")
    assert is_none("acquisition", "The case is of all who bought or acquired Corvane shares.")


def test_what_a_firm_that_is_sued_had_reported_is_no_news_of_its_results() -> None:
    assert is_none("financial_results", "Investors learned the truth when Corvane reported its third-quarter results.")
    assert is_none("financial_results", "The Class Period begins on May 3, when Corvane told its annual results.")
    assert not is_none("financial_results", "Corvane reported its third-quarter results.")


def test_how_a_list_is_made_and_the_prize_of_a_customer_are_no_honours() -> None:
    assert is_none("recognition", "Companies on the Westmark Co. 500 are ranked according to their growth.")
    assert is_none("recognition", "Each week one lucky winner will receive a basket of tea.")
    assert not is_none("recognition", "Hollin is ranked 12th on the Westmark 500, by its growth in three years.")


def test_a_certificate_or_coins_are_no_business() -> None:
    assert is_none("acquisition", "Hollin announced the acquisition of the Westmark Safe Transport Certification.")
    assert is_none("acquisition", "Hollin has raised a loan with which to purchase Fernwood tokens.")
    assert not is_none("acquisition", "Hollin announced the acquisition of Corvane, a maker of tokens for trams.")
    assert not is_none("partnership", "Hollin announced the acquisition of the Westmark Safe Transport Certification.")


def test_the_line_of_a_page_that_took_a_release_over_tells_nothing() -> None:
    line = "The post Hollin Acquires Corvane Labs for $40 Million appeared first on Fernwood Daily."
    assert is_none("acquisition", line)
    assert not is_none("acquisition", "Hollin Acquires Corvane Labs for $40 Million")


def test_what_depends_on_an_if_is_not_planned() -> None:
    assert is_none("regulatory_decision_date", "If granted, a target date in May could be assigned.")
    assert not is_none("regulatory_decision_date", "If all goes well, the agency will decide in May.")
    assert not is_none("regulatory_decision_date", "The agency, which could take longer, set a date in May.")


def test_a_lead_may_say_that_what_its_headline_names_was_seen_in_animals() -> None:
    headline = "Hollin Therapeutics to Present Velmorafen Data at the Westmark Congress"
    told = "Hollin Therapeutics, which makes drugs for gout, said that it will present new {} data on velmorafen"
    lead = f"LEEDS, England, Feb. 3, 2026 (GLOBE NEWSWIRE) -- {told} at the Westmark Congress on May 5, 2026."

    def types_in(kind: str) -> set[str]:
        rows = found_in([("a", f"{headline}\n\n{lead.format(kind)}", None, "2026-02-03")], is_judged=False)["a"]
        return {row["milestone_type"] for row in rows}

    assert "data_presented" not in types_in("preclinical")
    assert "data_presented" in types_in("Phase 2")


def test_the_years_of_what_was_studied_are_not_the_day_of_its_presentation() -> None:
    lead = (
        "Gout rose by 12% among adults between 2011 and 2021, in a study to be presented at the Northern "
        "Heart Society's Scientific Sessions 2026."
    )
    text = f"Hollin tells of gout\n\nOSLO, June 3, 2026 - Hollin Therapeutics treats patients with gout. {lead}"
    rows = found_in([("a", text, None, "2026-06-03")], is_judged=False)["a"]
    told = [(row["role"], row["window"]) for row in rows if row["milestone_type"] == "data_presented"]
    assert told == [("guidance", None)]
