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
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A pattern, its word, and literals of which a sentence in small letters holds one wherever the pattern matches; in this
# order: a date is taken before its year.
_KINDS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), f" {word} ", literals)
    for pattern, word, literals in (
        (
            r"\bhttps?://\S{1,200}|\bwww\.\S{1,200}|\b[\w.+-]{1,60}@[\w.-]{1,80}",
            "xurl",
            ("://", "www.", "@"),
        ),
        (r"\bNCT\d{8}\b", "xtrial", ("nct",)),
        (
            r"[$€£¥] ?\d[\d,.]{0,14}(?: ?(?:million|billion|mm|bn|m|k)\b)?|\b\d[\d,.]{0,14} ?(?:million|billion)\b",
            "xmoney",
            ("$", "€", "£", "¥", "llion"),
        ),
        (
            r"\bphase (?:[0-9/ab]{1,5}|i{1,3}v?[ab]?|iv)\b(?: ?/ ?(?:i{1,3}[ab]?|[0-9][ab]?)\b)?",
            "phase xphase",
            ("phase ",),
        ),
        (rf"\b{_MONTH}\.? \d{{1,2}}(?: ?- ?\d{{1,2}})?,? (?:19|20)\d\d\b", "xdate", _MONTHS),
        (rf"\b{_MONTH}\.?,? (?:19|20)\d\d\b", "xmonthyear", _MONTHS),
        (rf"\b{_MONTH}\.? \d{{1,2}}\b", "xmonthday", _MONTHS),
        (r"\b(?:first|second|third|fourth) quarter\b|\bq[1-4]\b|\b[1-4]q\b", "xquarter", ("q",)),
        (r"\b(?:first|second) half\b|\b[12]h\b|\bh[12]\b", "xhalf", ("half", "1h", "2h", "h1", "h2")),
        (r"\b(?:19|20)\d\d\b", "xyear", ("19", "20")),
        (r"\b\d[\d,.]{0,14} ?%", "xpct", ("%",)),
        (r"\bp ?[<=>] ?0?\.\d{1,8}\b", "xpval", ("<", "=", ">")),
    )
)
_CODE = re.compile(r"\b[A-Z]{2,6}-?\d{2,6}[A-Za-z]?\b")
# Pages lose the blank behind a link or a tag: `approved inJapanand`.
# The character class comes first, so that `re` skips to the capitals.
_GLUED = re.compile(r"[A-Z](?<=[a-z,.;:)]\w)(?=[a-z])")
_STARRED = re.compile(r"\*(?=\w)")
_ENTITY = re.compile(r"&(?:mdash|ndash|reg|trade|nbsp|rsquo|lsquo|ldquo|rdquo);")
_DIGIT = re.compile(r"[\d¹²³]")
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
    text = fold_text(_ENTITY.sub(" ", sentence) if "&" in sentence else sentence)
    text = _GLUED.sub(r" \g<0>", text)
    if "*" in text:
        text = _STARRED.sub("* ", text)
    text = " ".join(text.split())
    for pattern, word in masks:
        text = pattern.sub(word, text)
    if _DIGIT.search(text) or "hase " in text or "half" in text or "quarter" in text or "@" in text:
        text = " ".join(text.split())
        lowered = text.lower()
        for pattern, word, literals in _KINDS:
            if any(map(lowered.__contains__, literals)):
                text = pattern.sub(word, text)
        text = _CODE.sub(" xcode ", text)
    words: list[str] = []
    last = ""
    for word in _WORD.findall(text.lower()):
        kept = "xnum" if word.isdigit() else word
        if kept != last or kept[0] != "x":
            words.append(kept)
        last = kept
    return words
