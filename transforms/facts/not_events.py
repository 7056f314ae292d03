"""Sentences in which no reader should see an event of some types, however much their words look like one.

Both readers pass here, the rules and the judge. What is wrong with one rule's words only is a guard of that rule
(transforms/rules); whether an event is planned or recalled belongs to roles.
"""

import re

from transforms.facts.event_terms import READOUTS

# What is read out, shown or printed is a trial's only where people take part in it.
OF_TRIAL_DATA = READOUTS | {"data_presented", "data_published"}
NO_PEOPLE = re.compile(
    r"\b(?:(?:pre-?|non-?)clinical|in[ -]vitro|ex[ -]vivo|in[ -]vivo (?:data|results|stud(?:y|ies)|models?|efficacy)|"
    r"mice|mouse|murine|rats?|rodents?|(?:small |large |humani[sz]ed )?animal (?:models?|stud(?:y|ies)|data|tests?)|"
    r"(?:in|on) animals|non-human primates?|macaques?|cell (?:lines?|cultures?)|cultured cells|organoids?|xenografts?|"
    r"laboratory (?:tests?|testing|experiments?|stud(?:y|ies)|data|results|models?)|lab (?:tests?|experiments?))\b",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"(?<!pre)(?<!pre-)(?<!non)(?<!non-)\bclinical (?:and|data|results|trials?|stud(?:y|ies)|"
    r"findings|outcomes|efficacy|safety|proof)|\bphase\s(?:\d|I)|\b(?:interim|top-?line|first-in-human|in humans?|"
    r"patients?|participants?|volunteers|enrol(?:l)?ed|randomi[sz]ed)\b",
    re.IGNORECASE,
)
# `The meeting, June 3-5 in Oslo, is the premier exchange of ...` says what a meeting is, not what is shown there.
OF_MEETING = re.compile(
    r"^the (?:annual )?(?:meeting|conference|congress|symposium)\b[^;.]{0,80}\b(?:is|are) "
    r"(?:(?:held |being held )?in|an?|the|one|devoted|dedicated)\b",
    re.IGNORECASE,
)
# Nobody needs a regulator, a doctor or an illness for these; what treats one may still be named beside them.
NO_CARE = re.compile(
    r"\b(?:sports (?:nutrition|supplements?)|pre-workout|creatine|protein (?:powder|bars?)|(?:line|range) of "
    r"(?:[a-z-]{2,20} ){0,3}supplements|energy drinks?|(?:detailed|comprehensive|free|step-by-step) "
    r"(?:[a-z-]{2,20} )?guide|e-?books?|podcast|documentary)\b",
    re.IGNORECASE,
)
# Who enters or leaves a class action bought shares; no business changed hands, and what the firm that is sued reported
# is told to blame it.
OF_LAWSUIT = re.compile(
    r"\b(?:class action|class period|(?:purchased|bought) or (?:otherwise )?acquired|otherwise acquired|"
    r"(?:learn(?:ed)?|know) the truth|truth (?:emerged|was revealed|came out))\b",
    re.IGNORECASE,
)
IN_LAWSUITS = frozenset(["acquisition", "partnership", "financing", "financial_results"])
# `Companies on the Westmark 500 are ranked by their growth` explains a list; `one lucky winner` is a customer.
NO_HONOUR = re.compile(
    r"(?:companies|firms|businesses|employers|applicants|nominees|entr(?:y|ies)|honou?rees) (?:on|of|in|for) "
    r"[^;]{0,60}\b(?:are|is|were|was) (?:ranked|chosen|selected|evaluated|scored) "
    r"(?:according to|by|based on|on the basis of)\b"
    r"|\b(?:lucky|raffles?|sweepstakes?|giveaways?|prize packs?)\b",
    re.IGNORECASE,
)
# A certificate that is `acquired` is no business, nor are coins.
NO_BUSINESS = re.compile(
    r"\b(?:acqui(?:re|res|red|ring)|acquisition of|purchas(?:e|es|ed|ing)|buy(?:s|ing)?|bought) "
    r"(?:[\w$()’'-]{1,24} ){0,12}(?:tokens|bitcoins?|certification|accreditation)\b",
    re.IGNORECASE,
)
# Where a page was taken over from another: its headline stands there once more.
TAKEN_OVER = re.compile(r"^The post\b.{10,300}\bappeared first on\b", re.DOTALL)
# Words with which a sentence states no event of a type.
VOID_FOR = {"commercial_launch": NO_CARE, "recognition": NO_HONOUR, "acquisition": NO_BUSINESS}


def tells_of_no_people(sentence: str) -> bool:
    """Tell whether a sentence is about animals, cells or a laboratory, and about nobody who was treated."""
    return NO_PEOPLE.search(sentence) is not None and not PEOPLE.search(sentence)


def is_none(milestone_type: str, sentence: str, *, is_preclinical: bool = False) -> bool:
    """Tell whether a sentence cannot state an event of this type.

    Args:
        milestone_type: The type.
        sentence: The sentence.
        is_preclinical: The headline tells of no people: what is shown is of a trial only where its sentence says so.
    """
    if TAKEN_OVER.match(sentence):
        return True
    if milestone_type in OF_TRIAL_DATA and tells_of_no_people(sentence):
        return True
    if milestone_type in OF_TRIAL_DATA and is_preclinical and not PEOPLE.search(sentence):
        return True
    if milestone_type == "data_presented":
        return OF_MEETING.search(sentence) is not None
    void = VOID_FOR.get(milestone_type)
    if void and void.search(sentence):
        return True
    return milestone_type in IN_LAWSUITS and OF_LAWSUIT.search(sentence) is not None
