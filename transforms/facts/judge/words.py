"""A sentence as the words that the judge knows: names, numbers and times give way to what they are.

What a name or a time is exactly does not matter here, only that one stands there; so the judge learns of events and
not of the companies, products and years of the releases that it learned from.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from transforms.rules.patterns import fold_text

Mask = tuple[re.Pattern[str], str]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
# In this order: a date is taken before its year.
_KINDS: tuple[Mask, ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), f" {word} ")
    for pattern, word in (
        (r"\bhttps?://\S{1,200}|\bwww\.\S{1,200}|\b[\w.+-]{1,60}@[\w.-]{1,80}", "xurl"),
        (r"\bNCT\d{8}\b", "xtrial"),
        (
            r"[$€£¥] ?\d[\d,.]{0,14}(?: ?(?:million|billion|mm|bn|m|k)\b)?|\b\d[\d,.]{0,14} ?(?:million|billion)\b",
            "xmoney",
        ),
        (
            r"\bphase (?:[0-9/ab]{1,5}|i{1,3}v?[ab]?|iv)\b(?: ?/ ?(?:i{1,3}[ab]?|[0-9][ab]?)\b)?",
            "phase xphase",
        ),
        (rf"\b{_MONTH}\.? \d{{1,2}}(?: ?- ?\d{{1,2}})?,? (?:19|20)\d\d\b", "xdate"),
        (rf"\b{_MONTH}\.?,? (?:19|20)\d\d\b", "xmonthyear"),
        (rf"\b{_MONTH}\.? \d{{1,2}}\b", "xmonthday"),
        (r"\b(?:first|second|third|fourth) quarter\b|\bq[1-4]\b|\b[1-4]q\b", "xquarter"),
        (r"\b(?:first|second) half\b|\b[12]h\b|\bh[12]\b", "xhalf"),
        (r"\b(?:19|20)\d\d\b", "xyear"),
        (r"\b\d[\d,.]{0,14} ?%", "xpct"),
        (r"\bp ?[<=>] ?0?\.\d{1,8}\b", "xpval"),
    )
)
_CODE = re.compile(r"\b[A-Z]{2,6}-?\d{2,6}[A-Za-z]?\b")
# Pages lose the blank behind a link or a tag: `approved inJapanand`.
_GLUED = re.compile(r"(?<=[a-z,.;:)])(?=[A-Z][a-z])|(?<=\*)(?=\w)")
_ENTITY = re.compile(r"&(?:mdash|ndash|reg|trade|nbsp|rsquo|lsquo|ldquo|rdquo);")
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[a-z]{1,40}(?:'[a-z]{1,4})?|\d+|[;:?!]")
_LEGAL_FORM = re.compile(
    r",? (?:Inc|Corp|Corporation|Ltd|Limited|plc|PLC|N\.?V|S\.?A|AG|SE|LLC|Co|Company|AB|A/S|Holdings?)\.?$"
)


def name_masks(issuer: str | None, products: Mapping[str, str], diseases: Mapping[str, str]) -> list[Mask]:
    """Return what hides the names of one release: its products, diseases and issuer.

    Args:
        issuer: The organisation whose news it is.
        products: Each spelling of its products to its name.
        diseases: Likewise its diseases.
    """
    issuers: list[str] = []
    if issuer:
        short = _LEGAL_FORM.sub("", issuer).strip()
        first = short.split()[0] if short.split() else ""
        issuers = [name for name in (issuer, short, first if len(first) > 3 else "") if name]
    masks = (_any_of(products), " xprod "), (_any_of(diseases), " xdis "), (_any_of(issuers), " xiss ")
    return [(pattern, word) for pattern, word in masks if pattern is not None]


def _any_of(names: Collection[str]) -> re.Pattern[str] | None:
    longest = sorted((fold_text(name) for name in names if len(name) > 2), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE) if longest else None


def words_of(sentence: str, masks: Sequence[Mask]) -> list[str]:
    """Return the words of a sentence in lower case, in order; a kind told twice in a row is one word.

    Args:
        sentence: Its text.
        masks: The names of its release, from name_masks.
    """
    text = _BLANKS.sub(" ", _GLUED.sub(" ", fold_text(_ENTITY.sub(" ", sentence))))
    for pattern, word in masks:
        text = pattern.sub(word, text)
    if any(char.isdigit() for char in text) or "hase " in text or "half" in text or "quarter" in text or "@" in text:
        text = _BLANKS.sub(" ", text)
        for pattern, word in _KINDS:
            text = pattern.sub(word, text)
        text = _CODE.sub(" xcode ", text)
    words: list[str] = []
    for word in _WORD.findall(text.lower()):
        kept = "xnum" if word.isdigit() else word
        if not (words and words[-1] == kept and kept.startswith("x")):
            words.append(kept)
    return words
