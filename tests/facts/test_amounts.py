"""The amount of a financing, as written."""

import pytest
from eval.test_accuracy import found_in

from transforms.facts.amounts import find_amount


@pytest.mark.parametrize(
    ("sentence", "words", "amount"),
    [
        ("Hollin closed a $12.5 million private placement.", "private placement", "$12.5 million"),
        ("Hollin raised up to US$40M in a Series B round.", "raised", "up to US$40M"),
        ("Hollin sold 2,000 shares at $3.10 per share in an offering of $6,200.", "offering", "$6,200"),
        ("Hollin priced its offering at a price of €4.00.", "offering", None),
        ("A grant of Rs. 4.1 crore was won.", "grant", "Rs. 4.1 crore"),
        ("Hollin raised 4.1 million euros in May.", "raised", "4.1 million euros"),
        ("Hollin raised $300 millionSocial bonds are due.", "raised", "$300 million"),
        ("Hollin raised $30 Buyers were three funds.", "raised", "$30"),
        ("Hollin seeks SEK 125–150 million in a share issue.", "share issue", "SEK 125–150 million"),
        ("A fund gave 4.8 million SEK to Hollin.", "gave", "4.8 million SEK"),
        ("Hollin won a contract worth 2 trillion won.", "contract", "2 trillion won"),
        ("The placing raised $550,000, as planned.", "raised", "$550,000"),
        ("Hollin raised about SGD 30 million.", "raised", "about SGD 30 million"),
        ("The trial was financed by its owners.", "financed", None),
    ],
)
def test_an_amount_is_found_beside_its_words(sentence, words, amount):
    start = sentence.index(words)
    assert find_amount(sentence, start, start + len(words)) == amount


def test_an_amount_is_the_detail_of_a_financing_and_makes_no_second_row():
    text = (
        "Hollin Closes Private Placement\n\nWESTMARK, May 3, 2024 -- Hollin Biologics today announced the closing of "
        "its $12 million private placement.\n\nThe private placement was led by Corvane, with proceeds of $12 million."
    )
    found = found_in([("a", text, None, "2024-05-03")], is_judged=False)
    rows = [row for row in found["a"] if row["milestone_type"] == "financing"]
    assert [(row["role"], row["detail"]) for row in rows] == [("announced", "$12 million")]
