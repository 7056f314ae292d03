"""Registry identifiers of trials, as each registry writes them. Study names are `study_names`."""

import re

# (registry, pattern, how its parts are joined). Eight digits are asked for where the registry always gives eight, so
# that a number cut short by a page gives none rather than a wrong trial.
_REGISTRIES = (
    ("clinicaltrials.gov", re.compile(r"\bNCT[ \-#:№]{0,2}(\d{8})\b", re.IGNORECASE), "NCT{}"),
    ("ctis", re.compile(r"\b(20\d\d-5\d{5}-\d\d-\d\d)\b"), "{}"),
    ("eudract", re.compile(r"\b((?:199\d|20\d\d)-\d{6}-\d\d)\b(?!-?\d)"), "{}"),
    ("isrctn", re.compile(r"\bISRCTN[ \-#:]{0,2}(\d{8})\b", re.IGNORECASE), "ISRCTN{}"),
    ("anzctr", re.compile(r"\bACTRN[ \-#:]{0,2}(\d{14})p?\b", re.IGNORECASE), "ACTRN{}"),
    ("jrct", re.compile(r"\bjRCT[ \-#:]{0,2}(s?\d{9,11})\b", re.IGNORECASE), "JRCT{}"),
    ("chictr", re.compile(r"\bChiCTR[ \-#:]{0,2}((?:[A-Z]{2,4}-?)?\d{8,10})\b", re.IGNORECASE), "CHICTR{}"),
    ("ctri", re.compile(r"\bCTRI[ \-#:]{0,2}/?(\d{4}/\d{2,3}/\d{5,6})\b", re.IGNORECASE), "CTRI/{}"),
    ("chinadrugtrials", re.compile(r"\bCTR[ \-#:]{0,2}(20\d{6})\b"), "CTR{}"),
    ("drks", re.compile(r"\bDRKS[ \-#:]{0,2}(\d{8})\b", re.IGNORECASE), "DRKS{}"),
)
# Every identifier has one of these; a sentence without them is not searched.
_LETTERS = ("NCT", "RCT", "CTR", "nct", "CTI", "DRKS", "ChiCTR", "isrctn", "actrn")
_NUMBER = re.compile(r"(?:20|19)\d\d-\d{6}-")


def find_trial_ids(sentence: str) -> list[tuple[int, int, str]]:
    """Return (start, end, identifier) of each registry identifier, upper-cased without spaces, in order."""
    return [(start, end, trial_id) for start, end, trial_id, _ in find_registered(sentence)]


def find_registered(sentence: str) -> list[tuple[int, int, str, str]]:
    """Return (start, end, identifier, registry) of each registry identifier, in order."""
    if not any(letters in sentence for letters in _LETTERS) and not ("-" in sentence and _NUMBER.search(sentence)):
        return []
    return sorted(
        (m.start(), m.end(), shape.format(m[1]).upper(), registry)
        for registry, pattern, shape in _REGISTRIES
        for m in pattern.finditer(sentence)
    )
