"""Names of studies: `STARLING trial`, `the MERIDIAN-UC study`, `liGhtHouSe`. Registry numbers are `trial_ids`.

What belongs here: where such a name stands and what it looks like. Capitals that stand there without being one are
no_study_names.csv and disease_abbreviations.csv.
"""

import re
from collections.abc import Container

from transforms.reference import keys

_ONE_NAME = (
    r"[A-Za-z][A-Za-z0-9]{0,3}[A-Z][A-Za-z0-9]{1,14}(?:[\-–][A-Z0-9][A-Za-z0-9]{0,9}){0,3}"
    r"(?:\s(?:[1-9]\d?|I{1,3}|IV|V|[A-C])(?=[\s,.;:)®™(]))?"
)
_NAME = rf"(?P<name>{_ONE_NAME})"
_MARK = r"(?:®|™|\((?:R|TM)\))?"
_PHASE = r"[Pp]hases?\s(?:\d[ab]?|I{1,3}[ab]?|IV)(?:[/\-](?:\d[ab]?|I{1,3}[ab]?))?"
# What may stand between a name and `study`: words that say what kind of study it is. A verb or a preposition there
# means that the name is of something else: `HLN completed Phase II trials`, `an oral NMTi in clinical trials`.
_KIND = (
    rf"(?:{_PHASE}|[Cc]linical|[Pp]ivotal|[Cc]onfirmatory|[Rr]egistration(?:al)?|[Ee]xtension|[Ee]xpansion|[Oo]utcomes?|"
    r"[Ss]afety|[Ee]fficacy|[Ff]easibility|[Pp]ilot|[Rr]egistry|[Oo]bservational|[Ii]nterventional|[Rr]eal-world|"
    r"[Rr]andomi[sz]ed|[Cc]ontrolled|[Pp]rospective|[Ii]nternational|[Gg]lobal|[Mm]ultinational|[Mm]ulticent(?:er|re)|[Oo]ngoing|"
    r"[Mm]ain|[Cc]ore|[Cc]ohort|[Aa]nimal|[Hh]uman|[Pp]atient|[Rr]esearch|[Tt]wo|[Tt]hree|[Tt]hird|[Ll]ead-in|first-in-human|"
    r"[Ii]nvestigational|[Pp]revention|[Tt]reatment|[Mm]onotherapy|[Cc]ardiovascular|COVID-19|AF|IDE|"
    r"[Ff]ollow-up|proof-of-concept|head-to-head|dose[\s-](?:finding|ranging|escalation|optimi[sz]ation)|"
    r"[\w-]{3,12}-(?:label|blind|blinded|controlled|arm|term|year|month|week|initiated|sponsored|cent(?:er|re)))"
)
_KINDS = rf"(?:{_KIND},?\s){{0,5}}"
_STUDY = r"(?:(?i:trial|study)s?|[Ss]tudies)\b(?!\s(?:[Pp]latform|[Ss]oftware|[Ss]ervice|[Mm]anagement|[Nn]etwork)s?\b)"
_PATTERNS = (
    re.compile(rf"(?<![\w/(.\-]){_NAME}{_MARK},?\s{_KINDS}{_STUDY}"),
    re.compile(
        rf"(?<![\w/(.\-]){_NAME}{_MARK},?\s(?:and|&)\s(?:the\s)?{_ONE_NAME}{_MARK}\s{_KINDS}(?i:trials|studies)\b"
    ),
    # A programme is one of trials only where it says so: companies have programmes of every kind.
    re.compile(
        rf"(?<![\w/(.\-]){_NAME}{_MARK},?\s(?:{_KIND}\s){{0,3}}(?:[Cc]linical|{_PHASE})\s(?:{_KIND}\s|development\s){{0,2}}program(?:me)?\b"
    ),
    re.compile(rf"\b{_PHASE}\s(?:{_KIND}\s){{0,2}}{_NAME}{_MARK}\sprogram(?:me)?\b"),
    re.compile(
        rf"\b(?:trial|study|program)s?,?\s(?:(?:is|are|was)\s)?(?:called|named|known\sas|dubbed|entitled)\s[“\"]?{_NAME}"
    ),
    re.compile(rf"\b(?:[Tt]rial|[Ss]tudy)\s\([“\"]?{_NAME}[”\"]?[,;)]"),
    # `STARLING (NCT01234567)`, `STARLING, a Phase 3 study`.
    re.compile(rf"(?<![\w/(.\-]){_NAME}{_MARK}\s\((?:ClinicalTrials\.gov\s|Identifier:?\s){{0,2}}NCT\d{{8}}\b"),
    re.compile(
        rf"(?<![\w/(.\-]){_NAME}{_MARK},\s(?:an?|the|our|its)\s(?:{_KIND},?\s){{1,6}}(?:trial|study)\b(?!\s[a-z]{{3,}}er\b)"
    ),
)
# A product's code (AB-123) or a registry's number (ISRCTN12345678), not a study's name.
_CODE = re.compile(r"[A-Z]{1,4}-?\d+\w?|[A-Za-z]{3,7}\d{8,}")
# Several of a kind (`NSAIDs`): a class of drugs or of people.
_PLURAL = re.compile(r"[A-Z]{2,}s")
# Capitals that stand before `study` without being its name.
_NO_NAME = frozenset((*keys("no_study_names"), *keys("disease_abbreviations")))


def find_study_names(
    sentence: str, abbreviations: Container[str] = (), products: Container[str] = (), issuer: str | None = None
) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of each study named in a sentence.

    Args:
        sentence: A sentence of a release.
        abbreviations: What the text spells out: none of them is a study's name.
        products: Names of products, in lower case; none of them is one either.
        issuer: Whose news it is: a company's own short form is none.
    """
    if "tud" not in sentence and "rial" not in sentence and "rogram" not in sentence and "NCT" not in sentence:
        return []
    own = {word.strip(".,").lower() for word in (issuer or "").split()}
    found: dict[int, tuple[int, int, str]] = {}
    for pattern in _PATTERNS:
        for m in pattern.finditer(sentence):
            name = m["name"]
            if name in _NO_NAME or name.split()[0] in _NO_NAME or name in abbreviations or name.lower() in products:
                continue
            if sum(ch.isupper() for ch in name) < 3 or _CODE.fullmatch(name) or _PLURAL.fullmatch(name):
                continue
            if name.lower() in own:
                continue
            found.setdefault(m.start("name"), (m.start("name"), m.end("name"), name))
    return sorted(found.values())
