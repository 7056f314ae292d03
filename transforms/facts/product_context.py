"""What the words beside a name say of it: a product, a platform, a study, a firm.

What belongs here: patterns on one sentence. What looks like a name is `products`; which names a release is about is
`product_ranking`.
"""

import re

from transforms.facts.products import MARK

Hit = tuple[int, int, str, str]  # start, end, name, kind

# What people do with a product, not with a firm or a site whose name is written alike.
USED = re.compile(
    r"\b(?:evaluating|called|product,?|candidate,?|drug,?|therapy,?|treatment,?|device,?|test,?|treated\swith|using|dose\sof|"
    r"efficacy\sof|safety\sof|study\sof|trial\sof|for|tablets?|launch\sof|approval\sof|sales\sof|"
    r"(?:FDA|EMA|Commission|agency|Administration)\s(?:has\s|have\s)?(?:approved|cleared|authori[sz]ed))\s$",
    re.IGNORECASE,
)
# What is done with a product and with nothing else, so that a name without a mark needs no second place:
# `the FDA has approved QUAVELLA for gout`, `launch of QUAVELLA`, `clearance for its QuavaPatch monitor`.
_MARKETED = re.compile(
    r"\b(?:(?:FDA|EMA|Commission|agency|Administration|Canada|NMPA|PMDA|MHRA)\s(?:has\s|have\s)?(?:approved|approves|cleared|clears|"
    r"authori[sz]e[sd])|(?:approval|clearance|launch|(?:marketing\s)?authori[sz]ation|(?:sale|sales|availability)|"
    r"designation|CE\s[Mm]ark)\s(?:of|for|to)|launch(?:es|ed)|approving)\s(?:its\s|the\s|our\s)?$"
)
_KIND_OF_THING = re.compile(
    rf"{MARK}?\s(?:[\w-]{{1,14}}\s){{0,2}}(?:[Ss]ystem|[Dd]evice|[Mm]onitor|[Ii]mplant|[Tt]est|[Cc]atheter|[Ss]tent|[Pp]atch|"
    r"[Tt]ablets?|[Cc]apsules?|[Ii]njection|[Cc]ream|[Aa]ssay|[Ss]canner|[Pp]ump|[Ii]nhaler|[Vv]accine)\b"
)
_ITS = re.compile(r"\b[Ii]ts\s$")
# What a name is said to be: `Quavella, a blood test`, `Quavella is a novel compound`.
_THING = (
    r"(?:candidate|compound|drug|medicine|medication|therapy|treatment|therapeutic|vaccine|antibody|inhibitor|agonist|antagonist|"
    r"conjugate|formulation|tablet|capsule|eyedrops?|patch|implant|stent|allograft|device|test|assay|diagnostic|entity)s?\b"
)
_DEFINED = re.compile(
    rf"{MARK}?(?:,|\sis|,\swhich\sis)\s(?:an?|the\sfirst|our|its|the\scompany[’']s)\s(?:[\w-]{{1,20}},?\s){{0,6}}{_THING}"
)
_OWN = re.compile(
    r"\b(?:lead|flagship|proprietary|investigational|novel|patented)\s(?:[\w-]{1,20}\s){0,4}"
    rf"(?:{_THING}|program|product|asset),?\s(?:called\s|named\s|\()?$"
)
# `VELMORA® is what lomatinib is sold as`: the substance stands earlier in the sentence.
_SOLD_AS = re.compile(
    r"\b(?:marketed|sold|approved|branded|available|commerciali[sz]ed)\b[^.;]{0,120}\sas\s(?:the\sbrand\sname\s)?$",
    re.IGNORECASE,
)
_CONTAINS = re.compile(rf"{MARK}?\scontains\s")
# `a powder made with Velmora®`: the brand of an ingredient or of a supplier.
_INGREDIENT_BEFORE = re.compile(
    r"\b(?:(?:made|formulated|infused|enriched|fortified|enhanced)\swith|contain(?:s|ing)|ingredients?,?|featuring|powered\sby)\s"
    r"(?:[\w-]{1,20}\s){0,2}$",
    re.IGNORECASE,
)
_PLATFORM = re.compile(
    rf"{MARK}?[\s,]{{1,2}}"
    r"(?:[\w-]{1,20}\s){0,3}?(?:platform|technolog|librar|engine|inhibit|agonist|antagonist|activat|modulat|receptor|gene\s|mutation|annual|"
    r"meeting|congress|conference|foundation|society)",
    re.IGNORECASE,
)
_IS_PLATFORM = re.compile(rf"{MARK}?,?\s(?:[\w/-]{{1,20}}\s){{0,3}}(?:platform|technolog(?:y|ies))\b", re.IGNORECASE)
_PLATFORM_BEFORE = re.compile(r"\b(?:platform|technology),?\s(?:called\s)?$", re.IGNORECASE)
_STUDY_BEHIND = re.compile(
    rf"{MARK}?(?:\sand\s[\w-]{{2,14}})?[\s-]{{1,2}}(?:(?:Phase\s[\w/]{{1,5}}|I{{1,3}}|[1-9]|U\.S\.|pivotal|registrational|clinical|extension|"
    r"observational|outcomes|global|pediatric|investigational|device|exemption|\(?IDE\)?|II)\s){0,6}"
    r"(?:trials?|stud(?:y|ies)|program|sub-?(?:group|analys[ei]s))\b",
    re.IGNORECASE,
)
# `QVR-1R inhibitor`, `the QVR-1R pathway`: what looks like a code is what a drug acts on.
_TARGET = re.compile(
    r"(?:\s|-)(?:(?:[a-z]{4,14}\s)?(?:inhibitor|agonist|antagonist|blocker|modulator|degrader|activator)s?|signal(?:l?ing)?|pathway|receptors?|"
    r"genes?|proteins?|mutations?|mutant|mutated|expression|expressing|overexpress\w*|positive|negative|antigens?|axis)\b"
)
# Behind a name with a mark, these words say that it is a firm's, a society's or a journal's.
_FIRM_BEHIND = re.compile(
    rf"{MARK}?,?\s(?:[A-Z][\w&]{{1,14}}\s){{0,2}}(?:Inc|Corp|Ltd|LLC|AG|SA|Therapeutics|Biologics|Biosciences|Pharma\w{{0,9}}|"
    r"Services|Solutions|Labs|Laboratories|Ventures|Capital|[Ss]ubsidiary|[Cc]ompany|Division|Initiative|Technologies|Institute|University|Network|Walk|Research|Magazine|Brand|CEO|named|was\snamed)\b"
)
_FIRM_NAME_BEHIND = re.compile(
    rf"{MARK}?,?\s(?:Inc|Corp|Ltd|LLC|GmbH|AG|A/S|AB|ASA|Oyj?|PLC|plc|Solutions|Labs|Laboratories|Ventures|Capital)\b"
)
_FIRM_BEFORE = re.compile(r"\b(?:C[EFMOT]O|[Pp]resident|[Ff]ounder|[Dd]irector|[Oo]fficer)\s(?:of|at)\s$")
_MEDIUM = re.compile(r"(?:Wire|Breaks|News|TV|Media|Radio)$")


def is_used(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words beside a name say that it is a product, or what is done with it."""
    before = sentence[max(0, start - 30) : start]
    return bool(USED.search(before) or is_own(sentence, start) or _DEFINED.match(sentence, end))


def is_marketed(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words beside a name say that it is approved, launched or sold, or a device of the issuer."""
    before = sentence[max(0, start - 60) : start]
    return bool(_MARKETED.search(before) or (_ITS.search(before) and _KIND_OF_THING.match(sentence, end)))


def sold_substance(sentence: str, hits: list[Hit], n: int) -> str | None:
    """Return the substance that the brand `hits[n]` is said to be sold as or to contain."""
    start, end, _, kind = hits[n]
    if kind == "inn":
        return None
    behind = hits[n + 1] if n + 1 < len(hits) else None
    if behind and behind[3] == "inn" and _CONTAINS.fullmatch(sentence, end, behind[0]):
        return behind[2]
    earlier = [hit for hit in hits[:n] if hit[3] == "inn"]
    return earlier[-1][2] if earlier and _SOLD_AS.search(sentence, earlier[-1][1], start) else None


def is_firm_or_platform(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words beside a name show that it is that of a platform, a study, a firm or an ingredient."""
    if any(pattern.match(sentence, end) for pattern in (_PLATFORM, _STUDY_BEHIND, _FIRM_BEHIND)):
        return True
    if _FIRM_BEFORE.search(sentence, max(0, start - 24), start) or _MEDIUM.search(sentence, start, end):
        return True
    return _INGREDIENT_BEFORE.search(sentence, max(0, start - 60), start) is not None


def is_own(sentence: str, start: int) -> bool:
    """Tell whether the words before a name say that it is somebody's product: `its lead candidate`."""
    return _OWN.search(sentence, max(0, start - 90), start) is not None


def is_target(sentence: str, end: int) -> bool:
    """Tell whether the words behind a code say that it is what a drug acts on, not the drug."""
    return _TARGET.match(sentence, end) is not None


def is_study(sentence: str, end: int) -> bool:
    """Tell whether the words behind a name say that it is that of a study."""
    return _STUDY_BEHIND.match(sentence, end) is not None


def is_platform(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words beside a name say that it is a platform or a technology."""
    return bool(_IS_PLATFORM.match(sentence, end) or _PLATFORM_BEFORE.search(sentence, max(0, start - 24), start))


def is_firm(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words beside a name say that it is that of a firm, whose every mention is then a firm's."""
    return bool(_FIRM_BEFORE.search(sentence, max(0, start - 24), start) or _FIRM_NAME_BEHIND.match(sentence, end))
