"""The amount of a financing, as the text writes it.

Which sentence tells of a financing does not belong here (rules, sentence_events).
"""

import re

# Pages lose the blank behind a link: `$300 millionSocial bonds`.
UNIT = r"(?:thousand|million|billion|trillion|crore|lakh|[mbk]\b)"
CURRENCY = (
    r"(?:euros?|(?:U\.?S\.?\s)?dollars?|pounds|yen|won|yuan|francs|kron(?:or|er)|rupees|shekels|"
    r"SEK|DKK|NOK|USD|EUR|GBP|CHF|AUD|CAD)"
)
AMOUNT = re.compile(
    r"(?:\b(?:up to|approximately|about|over|more than|at least|nearly|an aggregate of)\s{1,2}|~)?"
    r"(?:(?:\b(?:USD|EUR|GBP|CAD|AUD|CHF|SEK|DKK|NOK|RMB|INR|KRW|JPY|SGD|NIS|MSEK|MEUR|Rs\.?|AUS?\$|US\$|C\$|A\$|CA\$|HK\$|"
    rf"NZ\$)\s?|[$€£¥])\s?\d(?:[\d,]{{0,13}}\d)?(?:\.\d{{1,4}})?"
    # `SEK 125-150 million`: both ends of what is sought.
    rf"(?:\s?[–-]\s?\d{{1,4}}(?:\.\d{{1,2}})?(?=[\s-]?{UNIT}))?(?:[\s-]?{UNIT})?|"
    rf"\d(?:[\d,]{{0,13}}\d)?(?:\.\d{{1,4}})?\s{UNIT}\s{CURRENCY}\b)",
    re.IGNORECASE,
)
# The price of one share is not what was raised, nor what a company is worth or has in hand.
PRICE_BEHIND = re.compile(
    r"\s{0,2}(?:per\b|each\b|a\s(?:share|unit)\b|/\s?share|(?:in\s)?cash\b|market cap)", re.IGNORECASE
)
PRICE_BEFORE = re.compile(
    r"\b(?:price|par value|value|capitalization|worth|runway) of\s{1,2}$|\bat\s{1,2}$", re.IGNORECASE
)
PRICE_REACH = 25
# How far from the event's words an amount is still its own.
AMOUNT_REACH = 400


def find_amount(sentence: str, start: int, end: int) -> str | None:
    """Return the amount that belongs to an event: the first within its words, else the nearest.

    Args:
        sentence: The sentence.
        start: Where the event's words start.
        end: Where they end.
    """
    found = [
        amount
        for amount in AMOUNT.finditer(sentence)
        if not PRICE_BEHIND.match(sentence, amount.end())
        and not PRICE_BEFORE.search(sentence[max(0, amount.start() - PRICE_REACH) : amount.start()])
    ]
    distances = [(max(start - amount.end(), amount.start() - end, 0), amount.start()) for amount in found]
    near = [pair for pair in zip(distances, found, strict=True) if pair[0][0] <= AMOUNT_REACH]
    return min(near, key=lambda pair: pair[0])[1].group() if near else None
