"""Products of releases in which no name stands out: by the issuer's name, by capitals, by what is said of a word.

Tried one after the other where `product_ranking` has chosen nothing; each asks for more evidence than a plain name.
And the second word of names in two words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from transforms.facts.products import MARK, is_code, words_of
from transforms.reference import keys

Sentences = Sequence[tuple[str, str]]  # (section, sentence)

_FLOWING = frozenset(["lead", "body", "quote", "about"])
_HEADLINE = frozenset(["title", "subtitle"])
# `Velmora Plus`, `Velmora XR`: the word behind a name is part of it where it stands there most of the time.
_NEXT_WORD = re.compile(rf"{MARK}?\s(?P<word>[A-Z][A-Za-z]{{1,14}}|[A-Z]{{2,6}})(?=[\s,.;:()’'®™]|$)")
_NO_SECOND = (
    words_of("no_second") | words_of("before_preposition") | words_of("substance_kind") | {*keys("headline_verbs")}
)
_MOSTLY = 0.6
# What a firm calls after itself: `Hollin System`.
_OWN_THING = re.compile(
    r"\s(?:[A-Z]{2,4}\s)?(?:[Ss]ystem|Therapy|Test|Device|AI|Patch|Procedure|Implant|Scanner|Monitor|Assay|Panel|"
    r"Catheter|Stent)\b(?!\s(?:Cent(?:er|re)s?|Clinics?|Group|Services|Partners|Associates|Institute|Hospitals?|Inc|LLC)\b)"
)
_CLEARED = re.compile(r"\b(?:FDA|CE)-?\s?(?:cleared|approved|marked|authorized)\s$")
# What is done with a substance, and what it does: two of them together are said of nothing else.
_BEFORE_SUBSTANCE = re.compile(
    r"(?:treated with|doses? of|dosing of|efficacy of|safety of|trials? of|stud(?:y|ies) of|application for|"
    r"approval of|rights to|receiv(?:ed|ing|e)|designation (?:for|to)|formulation of|launch of|tolerability of|"
    r"evaluating|effects? of|marketed|drug|candidate|compound|medication)\s(?P<word>[a-z]{7,19})(?![\w-])"
)
_BEHIND_SUBSTANCE = re.compile(
    r"(?<![\w-])(?P<word>[a-z]{7,19})\s(?:tablets?|capsules?|injection|cream|\d{1,4}(?:\.\d)?\s?mg|has been|"
    r"was (?:generally )?(?:well|safe|approved|granted)|is an? (?:novel|oral|investigational|selective|first)|"
    r"once daily|demonstrated|achieved|showed|reduced|\((?:brand|formerly|also))"
)
_TITLE_WORD = re.compile(r"(?<![\w-])[A-Z][a-z]{6,18}(?![\w-])")
_ENGLISH_ENDINGS = (
    *(
        "tion",
        "sion",
        "ment",
        "ness",
        "ity",
        "ing",
        "ance",
        "ence",
        "ism",
        "sis",
        "itis",
        "oma",
        "pathy",
        "emia",
        "ics",
        "ies",
    ),
    *(
        "er",
        "ers",
        "ed",
        "ly",
        "al",
        "ous",
        "ive",
        "ic",
        "able",
        "ible",
        "ary",
        "ory",
        "ies",
        "ts",
        "ns",
        "ss",
        "es",
        "ship",
        "hood",
    ),
)
# `Oral FQR-1 Inhibitor`, `anti-FqR Antibody`: a class by its target, which has capitals or a number.
_CLASS = re.compile(
    r"(?<![\w-])(?:[Aa]nti-|[Pp]an-)?(?=[\w/-]{0,12}(?:[A-Z][a-z]?[A-Z]|[A-Za-z]-?\d))[\w/-]{2,14}\s(?:[A-Z]{2,5}\s)?"
    r"(?:[Ii]nhibitor|[Aa]gonist|[Aa]ntagonist|[Aa]ctivator|[Dd]egrader|[Aa]ntibod(?:y|ie)|[Vv]accine|[Pp]eptide|"
    r"[Mm]odulator|[Bb]locker)s?\b"
)
# `Fern Fever Screening Test`.
_TESTING = re.compile(r"(?:[A-Z][\w-]{2,14}\s){1,5}(?:Screening|Diagnostic)\sTest\b")
# `Insulin resistance` is a condition, and nobody is treated with it.
_PROCEDURE = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(words_of('procedure'), key=len, reverse=True))})\b"
    r"(?!\s(?:resistan\w{1,3}|sensitivity|levels?|secretion|deficiency)\b)",
    re.IGNORECASE,
)
# `Fern Cable-Free ECG System`: capitals that end in what the thing is.
_NAMED_THING = re.compile(
    r"(?<![\w’'-])(?:[A-Z0-9][\w-]{1,20}[®™]?\s){1,5}?(?:(?:Test|Screening|Monitoring|Delivery)\s)?"
    r"(?:System|Device|Test|Kit|Catheter|Implant|Stent|Valve|Pump|Patch|Scanner|Monitor|Assay|Robot|Sensor|Glove|Headset|Therapy)"
    r"(?![\w’'-]|\s(?:[A-Z]|(?:and|for|of)\s[A-Z]))"
)
_THING_WORD = re.compile(
    r"\b(?:System|Device|Test|Kit|Catheter|Implant|Stent|Valve|Pump|Patch|Scanner|Monitor|Assay|Robot|Sensor|Glove|Headset|"
    r"Therapy|stent|catheter|device|implant|valve|pump|scaffold|graft|patch|balloon|electrode|laser|sensor|lens)\b"
)
# `its Quavaros stent`, `the bare-metal Quavaros stent`: a name before what the thing is.
_NAMED_DEVICE = re.compile(
    r"\b(?:[Ii]ts|[Tt]he|[Oo]ur|[Nn]ew)\s(?:[a-z-]{3,16}\s){0,2}(?P<name>[A-Z][a-z]{3,14}(?:\s[A-Z][\w-]{0,10}){0,2})\s(?:[a-z]{5,12}\s)?"
    r"(?:stent|catheter|device|implant|valve|pump|scaffold|graft|patch|balloon|electrode|laser|sensor|lens)\b"
)
# What such names are made of that are those of a status, an organisation, a body or a method.
_NO_THING = words_of("no_thing")
_ARTICLE = re.compile(r"(?:The|This|Our|Its|A|An|With|New|Using|Each)\s")
_ENOUGH = 2
_BESIDE = re.compile(r"\b(?:with|by|from|between|joins|taps|at)\s$", re.IGNORECASE)


def own_things(issuer: str | None, sentences: Sentences) -> dict[str, str]:
    """Return what the issuer calls after itself, where the text names it twice: each spelling to the name."""
    words = re.findall(r"[A-Z][\w-]{3,}", issuer or "")
    if not words:
        return {}
    spellings = []
    for _, sentence in sentences:
        at = sentence.find(words[0])
        while at >= 0:
            end = at + len(words[0])
            if (thing := _OWN_THING.match(sentence, end)) and not sentence[at - 1 : at].isalnum():
                # `Its FDA-cleared Hollin System` needs no second place.
                spellings += [sentence[at : thing.end()]] * (_ENOUGH if _CLEARED.search(sentence, 0, at) else 1)
            at = sentence.find(words[0], end)
    if len(spellings) < _ENOUGH:
        return {}
    first = Counter(spellings).most_common(1)[0][0]
    if first.lower() in (issuer or "").lower():
        return {}  # `Hollin Therapy` is the firm itself
    return {spelling: first for spelling in spellings if spelling.lower() == first.lower()}


def named_things(issuer: str | None, sentences: Sentences) -> dict[str, str]:
    """Return the device, test or therapy that running text names twice in capitals: each spelling to the name."""
    found: Counter[str] = Counter()
    for section, sentence in sentences:
        if section not in _FLOWING or section == "about" or not _THING_WORD.search(sentence):
            continue
        for m in _NAMED_THING.finditer(sentence):
            name = _ARTICLE.sub("", m[0])
            if " " in name and _NO_THING.isdisjoint(name.lower().split()):
                found[name] += 1
        found.update(
            m["name"] for m in _NAMED_DEVICE.finditer(sentence) if _NO_THING.isdisjoint(m["name"].lower().split())
        )
    if not found:
        return {}
    best, count = found.most_common(1)[0]
    is_generic = any(best.lower() in sentence for _, sentence in sentences)
    if count < _ENOUGH or is_generic or best.lower() in (issuer or "").lower():
        return {}
    return {best: best}


def described(sentences: Sentences) -> dict[str, str]:
    """Return what the headline or the lead says that the product is, where it has no name: `FQR-1 inhibitor`."""
    for wanted in (_HEADLINE, {"lead"}):
        for section, sentence in sentences:
            if section not in wanted:
                continue
            patterns = (_CLASS, _TESTING, _PROCEDURE) if section in _HEADLINE else (_PROCEDURE,)
            found = next((m for pattern in patterns if (m := pattern.search(sentence))), None)
            if found:
                return {found[0]: found[0]}
    return {}


def find_title_substances(sentences: Sentences) -> set[str]:
    """Return words of the headline, in small letters, of which the text speaks as of a substance.

    For substances whose names have no known ending: `levosirant` is given in doses, and it is approved.
    """
    title = next((sentence for section, sentence in sentences if section == "title"), "")
    words = {word.lower() for word in _TITLE_WORD.findall(title)}
    words = {word for word in words if not word.endswith(_ENGLISH_ENDINGS) and word not in words_of("no_name")}
    text = " ".join(sentence for section, sentence in sentences if section != "title") if words else ""
    words = {word for word in words if word in text}
    if not words:
        return words
    said = Counter(m["word"] for pattern in (_BEFORE_SUBSTANCE, _BEHIND_SUBSTANCE) for m in pattern.finditer(text))
    return {word for word in words if said[word] >= _ENOUGH}


def full_name(name: str, sentences: Iterable[tuple[str, str]]) -> str | None:
    """Return the name with its second word, where it mostly has one; null where it has none."""
    count = 0
    seconds: list[str] = []
    is_told = False
    for section, sentence in sentences:
        at = sentence.find(name)
        while at >= 0:
            behind = _NEXT_WORD.match(sentence, at + len(name))
            is_inside = sentence[at - 1 : at].isalnum() or sentence[at + len(name) : at + len(name) + 1].isalnum()
            count += not is_inside
            is_told |= behind is not None and section in _FLOWING
            if behind and not is_inside and behind["word"].lower() not in _NO_SECOND and not is_code(behind["word"]):
                seconds.append(behind["word"])
            at = sentence.find(name, at + len(name))
    if count < _ENOUGH or not (seconds and is_told):
        return None
    best, told = Counter(seconds).most_common(1)[0]
    return f"{name} {best}" if told >= _MOSTLY * count else None


def headlined(names: Iterable[tuple[str, int]], sentences: Sentences) -> list[str]:
    """Return of (name, count) those that stand in the headline and come again."""
    head = " ".join(sentence for section, sentence in sentences if section in _HEADLINE)
    return [
        name for name, count in names if count >= _ENOUGH and name in head and not _BESIDE.search(head.split(name)[0])
    ]
