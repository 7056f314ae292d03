"""Names of studies: `STARLING trial`, `the MERIDIAN-UC study`, `liGhtHouSe`. Registry numbers are `trial_ids`."""

import re
from collections.abc import Container

from transforms.reference import keys

_NAME = (
    r"(?P<name>[A-Za-z][A-Za-z0-9]{0,3}[A-Z][A-Za-z0-9]{1,14}(?:[\-–][A-Z0-9][A-Za-z0-9]{0,9}){0,3}"
    r"(?:\s(?:[1-9]\d?|I{1,3}|IV|V))?)"
)
_MARK = r"(?:®|™|\((?:R|TM)\))?"
_PATTERNS = (
    re.compile(
        rf"(?<![\w/(.\-]){_NAME}{_MARK},?\s(?:[\w/\-]{{1,16}}\s){{0,3}}?(?:trials?|stud(?:y|ies)|program(?:me)?)\b"
    ),
    re.compile(rf"\b(?:trial|study|program)s?,?\s(?:called|named|known\sas|dubbed|entitled)\s[“\"]?{_NAME}"),
    re.compile(rf"\b(?:[Tt]rial|[Ss]tudy)\s\([“\"]?{_NAME}[”\"]?[,;)]"),
)
# A product's code (AB-123) or a registry's number (ISRCTN12345678), not a study's name.
_CODE = re.compile(r"[A-Z]{1,4}-?\d+\w?|[A-Za-z]{3,7}\d{8,}")
# Capitals that stand before `study` without being its name.
_NO_NAME = frozenset((*keys("no_study_names"), *keys("disease_abbreviations")))


def find_study_names(
    sentence: str, abbreviations: Container[str] = (), products: Container[str] = ()
) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of each study named; abbreviations that the text spells out and products are none."""
    if "tud" not in sentence and "rial" not in sentence and "rogram" not in sentence:
        return []
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in _PATTERNS:
        for m in pattern.finditer(sentence):
            name = m["name"]
            if name in _NO_NAME or name.split()[0] in _NO_NAME or name in abbreviations or name.lower() in products:
                continue
            if sum(ch.isupper() for ch in name) < 3 or _CODE.fullmatch(name):
                continue
            found.setdefault(m.start("name"), (m.start("name"), m.end("name"), name))
    return sorted(found.values())
