"""Sentences in which no reader should see an event of some types, however much their words look like one.

Both readers pass here, the rules and the judge. What is wrong with one rule's words only is a guard of that rule
(transforms/rules), what the words of a company's deals and honours look like is in not_corporate; whether an event is
planned or recalled belongs to roles.
"""

import re

from transforms.facts.event_terms import CORPORATE, READOUTS
from transforms.facts.not_corporate import is_no_corporate

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
# How often harm was seen, as labels list it; such figures of a trial that is news stand with others.
OF_HARM = re.compile(
    r"\b(?:events?|reactions?|hypertension|diarrh(?:o)?ea|neutropenia|infections?|bleeding|thrombo\w+)\b[^.;]{0,60}"
    r"\b(?:were|was) reported in \d|^were reported in \d|\bpatients experiencing (?:new|worsening)\b|"
    r"^the (?:use|incidence) of [^.;]{0,60}\b(?:was|were) (?:higher|\d)",
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
# Where a page was taken over from another: its headline stands there once more.
TAKEN_OVER = re.compile(r"^The post\b.{10,300}\bappeared first on\b", re.DOTALL)
# `If granted, an action date in May could be assigned`: nothing is planned.
CONDITIONAL = re.compile(r"If\b[^,;]{0,80},[^;]{0,160}\b(?:could|would|might|may)\b")


def tells_of_no_people(sentence: str) -> bool:
    """Tell whether a sentence is about animals, cells or a laboratory, and about nobody who was treated."""
    return NO_PEOPLE.search(sentence) is not None and not PEOPLE.search(sentence)


def is_none(milestone_type: str, sentence: str, *, is_preclinical: bool = False, is_recalled: bool = False) -> bool:
    """Tell whether a sentence cannot state an event of this type.

    Args:
        milestone_type: The type.
        sentence: The sentence.
        is_preclinical: The headline tells of no people: what is shown is of a trial only where its sentence says so.
        is_recalled: The event would be background.
    """
    if TAKEN_OVER.match(sentence) or CONDITIONAL.match(sentence):
        return True
    if milestone_type in OF_TRIAL_DATA:
        is_of_none = tells_of_no_people(sentence) or (is_preclinical and not PEOPLE.search(sentence))
        is_harm = milestone_type in READOUTS and is_recalled and OF_HARM.search(sentence) is not None
        is_meeting = milestone_type == "data_presented" and OF_MEETING.search(sentence) is not None
        return is_of_none or is_harm or is_meeting
    if milestone_type == "commercial_launch":
        return NO_CARE.search(sentence) is not None
    return milestone_type in CORPORATE and is_no_corporate(milestone_type, sentence, is_recalled=is_recalled)
