"""Names of one product that a sentence ties to one another: `velmora® (lomatinib)`, `QVX-101, formerly ABC-1`.

What belongs here: the words and brackets between two names. What looks like a product's name is `products`. A disease,
a class or a mechanism in the bracket is no product.
"""

import re
from collections.abc import Container, Iterator

from transforms.facts.products import MARK, find_product_names, words_of

Tie = tuple[str, str, str]  # name, other_name, reason: as transforms.tables.NameTies has them

_SAME = (
    r"(?:also|otherwise|commonly|generically|chemically)\s(?:known|referred\sto|called|named)\sas\s"
    r"|(?:aka|a\.k\.a\.|a/k/a)\s"
)
_FORMER = r"(?:formerly|previously)\s(?:known\sas|called|referred\sto\sas|named|identified\sas)\s|fka\s|f/k/a\s"
_SOLD = (
    r"(?:(?:and|is|are|currently|which\sis|generic\sname)[:,]?\s)?"
    r"(?:marketed|sold|branded|commerciali[sz]ed|trade\sname)(?:\s(?:in|by)\s[\w.,’' ]{2,40})?\sas\s"
)
# The first group of each says how the two stand to one another.
_BETWEEN = re.compile(
    rf"{MARK}?(?:"
    rf"\s?[(\[](?:[a-z]{{2,6}}-[a-z]{{1,4}},\s)?(?:(?P<former>{_FORMER}|formerly,?\s|previously,?\s)|(?P<also>{_SAME})|(?P<sold>{_SOLD})"
    rf"|(?P<bracket>(?:(?:IV|oral|intravenous|synthetic|topical)\s)?))[“\"]?"
    rf"|,?\s(?:which\s(?:was|is)\s)?(?:(?P<former2>{_FORMER})|(?P<also2>{_SAME})|(?P<sold2>{_SOLD}))(?:the\s)?[“\"]?"
    rf"|,\s(?P<former3>formerly\s)"
    r")"
)
# What may stand behind the second name in its bracket: the salt, the form.
_BEHIND = re.compile(
    rf"{MARK}?[”\"]?(?:\s(?:hydrochloride|HCl|besylate|mesylate|maleate|tosylate|sodium|acetate|phosphate|citrate|sulfate|"
    rf"tartrate|fumarate|tablets?|capsules?|injection|extended-release|oral|solution|suspension|cream|gel|ointment|"
    r"for\s(?:injection|intravenous\suse|subcutaneous\suse))\b,?){0,4}(?:[)\]]|[,;]\s|(?<=[”\"])\sor\s)"
)
# `Velmora (QVX-101 or synthetic lomatinib)`: both names in the bracket are the product's.
_OR = re.compile(r"\sor\s(?:[a-z]{3,12}\s)?")
# `lomatinib (QVXA1)`: behind a substance, a code may have a single digit; a gene or a target may look the same.
_SHORT_CODE = re.compile(r"\s\((?:(?P<former>formerly\s(?:known\sas\s)?)|also\sknown\sas\s)?(?P<code>[A-Z]{3,5}-?\d)\)")
_GENE = re.compile(
    r"(?:FOLR|TROP|TACSTD|NECTIN|ROR|GPC|CLDN|NTRK|DLL|STEAP|CDH|LILRB|SLC|ABC|LIV|KLK|ITGB?|SIRP|TFR|EPHA|ERBB|CEACAM|"
    r"FGFR|EGFR|VEGFR?|PDGFR|TNFR|CTLA|TIGIT|STING|TREM|KRAS|NRAS|CCR|CXCR|IFNAR|TSLP|KLRG|SEZ|PTK|AXL|FCRN|FCRL|GIPR|"
    r"MASP|PCSK|ANGPTL|APOC|NLRP|PARP|PRMT|MAT|CDK|BCL|HER|STAT|TYK|JAK|BRCA|SSTR|ADAM|TNF|ARM|PART|GROUP|STEP|DAY|WEEK)"
    r"[A-Z]?-?\d"
)
_BRACKETED_BRAND = re.compile(rf"\s\((?P<name>[A-Z][A-Za-z]{{4,14}}){MARK}?\)")
# `metastatic adenocarcinoma (QVX-101-02)`: what is treated in a study, beside the study's number.
_DISEASE = re.compile(
    r"(?:oma|osis|itis|pathy|emia|plasia|trophy|penia|sclerosis|algia|uria|disease|syndrome|cancer)s?$", re.IGNORECASE
)
_NO_NAME = words_of("no_name")
_TWO_WORDS = re.compile(rf"{MARK}\s")
_BRANDS = ("brand", "camel", "named")
# `its NanoAb (QVX-101)` says what kind of thing it is.
_NO_NAMES = (_DISEASE, re.compile(r"(?:Ab|RNA|ADC|CAR-T)s?$"))


def find_product_ties(sentence: str, substances: Container[str] = ()) -> list[Tie]:
    """Return the names of products that the sentence ties, in its order.

    Args:
        sentence: A sentence of a release.
        substances: Names in small letters that the text shows to be substances.
    """
    return list(dict.fromkeys(_ties(sentence, substances)))


def _ties(sentence: str, substances: Container[str]) -> Iterator[Tie]:
    hits = _whole(sentence, find_product_names(sentence, substances))
    for n, (_, end, name, kind) in enumerate(hits):
        if n + 1 < len(hits):
            start, other_end, other_name, other_kind = hits[n + 1]
            between = _BETWEEN.fullmatch(sentence, end, start)
            if between and (between["bracket"] is None or _BEHIND.match(sentence, other_end)):
                tie = _tie((name, kind), (other_name, other_kind), (between.lastgroup or "").rstrip("23"))
                if tie:
                    yield tie
            elif between and n + 2 < len(hits):
                yield from _either(sentence, hits[n : n + 3])
        short = _SHORT_CODE.match(sentence, end) if kind == "inn" else None
        if short and not _GENE.fullmatch(short["code"]):
            yield name, short["code"], "formerly" if short["former"] else "code_of"
        brand = _BRACKETED_BRAND.match(sentence, end) if kind == "inn" else None
        if brand and brand["name"].lower() not in _NO_NAME:
            yield name, brand["name"], "brand_of"


def _either(sentence: str, three: list[tuple[int, int, str, str]]) -> Iterator[Tie]:
    """Yield the ties of a name to the two that its bracket gives: `Velmora (QVX-101 or lomatinib)`."""
    name, first, second = ((hit[2], hit[3]) for hit in three)
    is_both = _OR.fullmatch(sentence, three[1][1], three[2][0]) and sentence[three[2][1] :][:1] in (")", "]")
    # Two codes, or two substances, may be two products.
    if is_both and first[1] != second[1]:
        yield from (tie for other in (first, second) if (tie := _tie(name, other, "bracket")))


def _whole(sentence: str, hits: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Join brands of two words, each with its mark: `Velmora® SoftPen®`."""
    joined: list[tuple[int, int, str, str]] = []
    for start, end, name, kind in hits:
        if joined and kind == joined[-1][3] == "brand" and _TWO_WORDS.fullmatch(sentence, joined[-1][1], start):
            first = joined.pop()
            joined.append((first[0], end, f"{first[2]} {name}", kind))
        else:
            joined.append((start, end, name, kind))
    return joined


def _tie(first: tuple[str, str], second: tuple[str, str], how: str) -> Tie | None:
    """Return the tie of two names by their kinds and the words between; None where they may be two products."""
    (name, kind), (other_name, other_kind) = first, second
    if name.lower() == other_name.lower() or any(no.search(n) for no in _NO_NAMES for n in (name, other_name)):
        return None
    kinds = ("brand" if kind in _BRANDS else kind, "brand" if other_kind in _BRANDS else other_kind)
    tie: Tie | None = (name, other_name, "same_as") if how in ("also", "sold") else None
    match kinds:
        case _ if how == "former":
            tie = (name, other_name, "formerly")
        case ("inn", "brand"):
            tie = (name, other_name, "same_as" if _is_short(other_name, name) else "brand_of")
        case ("brand", "inn"):
            tie = (other_name, name, "same_as" if _is_short(name, other_name) else "brand_of")
        case ("inn" | "brand", "code"):
            tie = (name, other_name, "code_of")
        case ("code", "inn" | "brand"):
            tie = (other_name, name, "code_of")
    return tie


def _is_short(short: str, name: str) -> bool:
    """Tell whether a word in capitals is the letters of a substance's name, in their order."""
    letters = iter(name.upper())
    return short.isupper() and short[0] == name[0].upper() and all(letter in letters for letter in short)
