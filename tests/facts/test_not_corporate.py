"""Sentences in which neither reader sees an event of a company, whatever their words."""

import pytest

from transforms.facts.not_events import is_none

# By type: sentences that state none, and others like them that state one.
CAREERS = {
    "acquisition": [
        "As co-founder of Tarn Optics, which was acquired by Corvane in 2019, Ada Renfield knows the trade.",
        "Prior to Hollin, Mr. Vale wrote software at Corvane, which acquired his previous company Tarn.",
        "My first start-up, Tarn Optics, was acquired by Corvane.",
        "Vale successfully exited two firms, which were acquired by Corvane.",
        "He was also an investor in Tarn Optics (acquired by Corvane) and in two banks.",
        "Ada Renfield has been involved in the formation of firms such as Tarn (acquired by Corvane).",
        "At Corvane, she led the acquisition of Vantrel, a gel for gout.",
        "He co-invented Vantrel, which was acquired by Corvane.",
        "Ada Renfield was formerly head of sales at Tarn Optics, which was acquired by Corvane.",
        "Vale knows the law of the trade and played a key role in the sale of Tarn to Corvane.",
    ],
    "financing": ["She also led her company through an initial public offering in 2011."],
}
OBJECTS = [
    "Ada Renfield purchased the car from her bank and repaired it.",
    "All necessary permits have been acquired and drilling is to begin.",
    "The app helps banks to acquire new customers.",
    "The sale drew buyers eager to acquire rare maps, collectibles, and coins.",
    "Hollin runs a week-long harbor takeover of Oslo in July.",
    "Each dress will merge warm colours with old patterns.",
    "Hollin links founders with funds through the sale of crypto assets.",
]
BUSINESSES = [
    "Hollin acquired Tarn Car Clinics of Oslo.",
    "Hollin announced the acquisition of Corvane Gold Mines.",
    "Hollin accepted the takeover by Corvane.",
    "Hollin will merge with Corvane.",
    "Prior to closing, Corvane acquired all shares of Tarn.",
]


@pytest.mark.parametrize(
    ("milestone_type", "sentence"), [(kind, sentence) for kind, told in CAREERS.items() for sentence in told]
)
def test_what_a_person_did_elsewhere_is_no_deal(milestone_type: str, sentence: str) -> None:
    assert is_none(milestone_type, sentence)


def test_what_a_person_buys_or_a_crowd_takes_over_is_no_business() -> None:
    assert [sentence for sentence in OBJECTS if not is_none("acquisition", sentence)] == []
    assert [sentence for sentence in BUSINESSES if is_none("acquisition", sentence)] == []


def test_who_is_hired_to_speak_or_to_dig_is_no_partner() -> None:
    assert is_none("partnership", "Hollin has engaged Tarn Media to raise its investor awareness.")
    assert is_none("partnership", "Hollin has engaged Corvane Earth to fly a magnetic survey over its claims.")
    assert not is_none("partnership", "Hollin has engaged Corvane Clinical to run its pivotal trial.")


def test_an_agreement_to_buy_or_to_raise_money_is_no_partnership() -> None:
    assert is_none("partnership", "Hollin signed an agreement to acquire the other half of the mine.")
    assert is_none("partnership", "Hollin entered an agreement with certain investors over $4 million.")
    assert is_none("partnership", "Hollin has an agreement with Corvane to sell its wholly owned subsidiary Tarn.")
    assert is_none(
        "partnership", "Hollin entered into an agreement with Tarn, which acquired a majority interest in it."
    )
    assert is_none("partnership", "Hollin announced a share exchange agreement with Corvane.")
    assert not is_none("partnership", "Hollin signed an agreement with Corvane to sell 30 scanners.")
    assert not is_none("partnership", "Hollin signed an agreement to sell the pumps of Corvane in Norway.")
    assert not is_none("acquisition", "Hollin signed an agreement to acquire the other half of the mine.")
    assert not is_none("partnership", "Hollin signed an agreement to acquire the exclusive worldwide rights to HL-1.")
    assert not is_none("partnership", "Hollin signed a research agreement with Tarn and has an option to acquire HL-2.")


def test_money_that_goes_out_is_no_financing() -> None:
    assert is_none("financing", "Tarn Ventures has announced a strategic investment in Hollin, a maker of pumps.")
    assert is_none("financing", "In May Hollin made a $3 million investment in Corvane Optics.")
    assert not is_none("financing", "Hollin announced a strategic investment in Hollin Labs by Tarn Ventures.")
    assert not is_none("financing", "Tarn announced an additional investment in the company.")
    assert is_none(
        "financing", "Tarn Ventures opened with a strategic investment in Corvane, a maker of security gates."
    )
    assert not is_none("financing", "Hollin secured its growth with a new investment in Hollin Labs.")
    assert is_none("financing", "Hollin signed a share purchase agreement to acquire Corvane Bank for $9 million.")


def test_a_grant_that_is_taken_back_is_no_financing() -> None:
    assert is_none("financing", "Hollin goes on, though the state is withdrawing a $41 million grant for its mill.")
    assert is_none("financing", "Schools lose $8 million in federal aid frozen last week.")
    assert not is_none("financing", "Hollin received a $41 million grant after its rival withdrew.")


def test_what_a_bank_is_owed_is_no_financing() -> None:
    assert is_none("financing", "The increase in nonperforming assets was due to two loans totaling $9 million.")
    assert is_none("financing", "Total business loans and leases at quarter end were $1.9 billion.")
    assert not is_none("financing", "Hollin got a loan of $9 million.")


def test_what_was_bought_before_is_reckoned_with_and_is_no_purchase() -> None:
    assert is_none("acquisition", "Sales rose by 4%, excluding contributions from acquired entities.")
    assert is_none("acquisition", "The outlook was lowered for the acquired IPR&D charges of the quarter.")
    assert not is_none("acquisition", "The company recognized acquired assets from the acquisition of Tarn Optics.")


def test_whose_trademark_a_name_is_tells_of_no_partner() -> None:
    assert is_none(
        "partnership", "VELMORA® is a registered trademark owned by or licensed to Hollin, its subsidiaries."
    )
    assert not is_none("partnership", "Hollin has licensed VELMORA, a trademark of its own, to Corvane for Norway.")


def test_a_concert_or_a_gala_is_no_meeting_of_the_trade() -> None:
    assert is_none("conference_participation", "Two singers will take the stage on May 3 in Oslo.")
    assert is_none("conference_participation", "The event will feature a live auction and a cash bar.")
    assert is_none("conference_participation", "In Episode 7 on May 3, two founders will take the stage.")
    assert is_none("conference_participation", "Users join meetings from their desk or from a conference room.")
    assert not is_none("conference_participation", "Hollin will present at an investor forum, with a gala on May 3.")
    assert not is_none("conference_participation", "The event will feature two talks on pumps.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Winners of the Corvane Design Award are selected for their colours and their skill.",
        "The Renfield Medal is presented annually to a nurse.",
        "The coin is ranked 213th among all crypto assets.",
        "Oslo was named the best place to live by Westmark Weekly.",
        "Hollin is in Oslo: the city has been consistently listed among the 20 Greenest Ports.",
        "Hollin's shares were named to the OTCQX Best Market.",
        "Cadet Ada Renfield earned her diving certification in June.",
        "The players share a prize pool of 40 coins.",
        "Hollin, recognized as one of the leading makers of pumps, has opened a plant.",
        "Hollin, a company recognized for its pumps, will take part in a fair.",
        "Hollin has been consistently recognized by analysts of the trade as a leader in pumps.",
        "Her site holds four bestselling, award-winning books and a course.",
    ],
)
def test_no_honour_is_won(sentence: str) -> None:
    assert is_none("recognition", sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Hollin won the Corvane Design Award for its colours.",
        "The Renfield Medal was presented to Hollin.",
        "Hollin is ranked 12th among all makers of pumps.",
        "Hollin has earned ISO 9001 certification.",
        "Hollin, recognized as one of the leading makers of pumps by Westmark Weekly, has opened a plant.",
        "Finalists for the Corvane Prize were named by a jury: Hollin is one of them.",
    ],
)
def test_an_honour_is_won(sentence: str) -> None:
    assert not is_none("recognition", sentence)
    assert not is_none("recognition", sentence, is_recalled=True)


def test_praise_that_is_recalled_has_no_name() -> None:
    praise = "Her work has earned her wide recognition in the press."
    assert is_none("recognition", praise, is_recalled=True)
    assert not is_none("recognition", praise)
    assert not is_none("recognition", "Her work has earned her recognition, with two Corvane Awards.", is_recalled=True)


def test_a_post_that_is_still_open_has_not_changed_hands() -> None:
    assert is_none("leadership_change", "The board is sure that all is well until the appointment of a new CFO.")
    assert not is_none("leadership_change", "Ada Renfield was named interim chief, and Ben Oakes left in May.")


def test_who_is_introduced_has_not_changed_her_post() -> None:
    assert is_none("leadership_change", "Ada Renfield is the Chief Financial Officer of Hollin, a maker of pumps.")
    assert not is_none("leadership_change", "Ada Renfield is the new Chief Financial Officer of Hollin.")
    assert not is_none("leadership_change", "Ada Renfield is leaving; the Chief Financial Officer retires in May.")
