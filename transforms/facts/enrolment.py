"""Numbers of patients that a release states for a trial: planned, reached, or at most.

Cohort and arm sizes, shares, and people outside trials (who have a disease, who were treated commercially) are left
out.
"""

import re
from collections.abc import Iterable

_WORDS = {
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_NUMERALS = "|".join(sorted(_WORDS, key=len, reverse=True))
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|(?:{_NUMERALS})(?:-(?:three|four|five|six|seven|eight|nine))?"
_PEOPLE = (
    r"(?:patients?|participants?|subjects?|volunteers?|adults?|children|infants?|individuals?|men|women|people|"
    r"adolescents?|survivors|boys|girls|newborns?|persons?)"
)
# `80 evaluable, treatment-naive adult patients`, `a 100-patient trial`: up to six words stand between.
_COUNT = re.compile(
    rf"(?<![\w$€£.,/+-])(?P<value>{_NUMBER})(?![\w%]|\.\d|,\d|-(?!pati|part|subj|pers)|\s?(?:mg|mcg|"
    rf"µg|weeks?|months?|years?|days?|hours?|sites?|cent(?:er|re)s?|countries|percent|%|million|billion)\b)"
    rf"[\s-](?P<between>(?:(?!(?:of|out|and|or|after|were|was|weeks|months|sites|countries|in|\d[\d,]*)\s)[\w\-/’'+.]{{1,28}},?\s){{0,6}}?)(?P<people>{_PEOPLE})\b",
    re.IGNORECASE,
)
# `31 of 45 patients recruited`, `34 patients enrolled so far out of a planned 90-patient trial`.
_SHARE = re.compile(
    rf"(?<![\w$€£.,/+-])(?P<part>{_NUMBER})\s(?:[\w\s]{{0,30}}?\s)?(?:out\sof|of)\s(?:the\s|a\s|all\s)?"
    rf"(?:planned\s|target\s|total\sof\s)?(?P<whole>{_NUMBER})(?![\w%]|\.\d|,\d|\s(?:\w{{1,12}}\s)?(?:sites?|cent(?:er|re)s|"
    rf"countries|states|hospitals))",
    re.IGNORECASE,
)
# The number asked for, with or without its people: `a target of 240`, `planned enrollment of 80`.
_TARGET_NUMBER = re.compile(
    rf"\b(?:target(?:\senroll?ment|\ssample\ssize)?(?:\s(?:of|is))|(?:planned|projected|anticipated|"
    rf"expected)\s(?:total\s)?(?:enroll?ment|sample\ssize)\s(?:of|is)|(?:shooting|aiming)\sfor\s(?:a\stotal\sof\s)?|"
    rf"(?:increase[sd]?|expand(?:ed|s)?|raise[sd]?)\s(?:the\s)?(?:planned\s)?(?:enroll?ment|sample\ssize)\s"
    rf"(?:from\s\d[\d,]*\s)?to|"
    rf"(?:sample\ssize|enroll?ment)\s(?:will\sincrease|increases|rises)\s(?:from\s\d[\d,]*\s(?:patients\s)?)?to)\s?"
    rf"(?:approximately\s|about\s)?(?P<value>{_NUMBER})(?![\w%]|\.\d|,\d)",
    re.IGNORECASE,
)
# How far before a number the word for a part of the trial may stand: `the Phase 2a portion will treat about 40`.
PART_REACH = 30
# How far before a share the word for enrolling may stand: `enrolment of the trial is at 7 of 15 patients`.
SHARE_REACH = 110
# `expanded from 60 to 90 patients`: the second number is asked for.
_RAISED = re.compile(
    rf"\b(?:increas|expand|rais|amend|enlarg|upsiz)\w{{1,8}}\b[^;]{{0,160}}?\bfrom\s(?:approximately\s)?(?:{_NUMBER})\s(?:patients\s)?"
    rf"to\s(?:approximately\s)?(?P<value>{_NUMBER})\s(?:\w{{1,14}}\s){{0,2}}{_PEOPLE}\b",
    re.IGNORECASE,
)
# `target of 92 patients enrolled`: the target was met.
_MET = re.compile(r"[^.;]{0,90}\b(?<!be\s)enroll?ed\b(?!\sby)", re.IGNORECASE)
_TAIL = (
    r"(?:approximately|about|around|roughly|some|nearly|almost|over|more\sthan|at\sleast|an?|the|a\stotal\sof|"
    r"an\sestimated|total\sof|additional|all|another|its|~|≈|\s){0,8}$"
)
_MAXIMUM = re.compile(rf"\b(?:up\sto|a\smaximum\sof|as\smany\sas|no\smore\sthan)\s{_TAIL}", re.IGNORECASE)
_VERB = (
    r"(?:enroll?|recruit|include|randomi[sz]e|treat|involve|dose|evaluate|assess|screen|study|test|consist\sof|"
    r"comprise|follow|foresee|vaccinate|be\sconducted\sin|be\sstudied\sin)"
)
_PLAN = re.compile(
    rf"(?:\b(?:will|to|would|shall|should|plans?\sto|set\sto)\s(?:be\s)?(?:\w{{4,14}}ly\s)?{_VERB}"
    rf"(?:ing|d|ed)?(?:\s(?:data\sfrom|in))?"
    rf"|\b(?:targets?|targeting|foresees|enrolling|recruiting|planned|expects|seeks|proceeding\swith\senrolling|"
    rf"enrolls|recruits|involves)(?:\s(?:enroll?ment\sof|for))?"
    rf"|\b(?:designed|expected|planned|intended)\s(?:to\s\w+|for|with|in))\s{_TAIL}",
    re.IGNORECASE,
)
_PLAN_BEHIND = re.compile(
    r"[^.;]{0,70}?\b(?:will|are\sto|are\sexpected\sto|are\splanned\sto|to\sbe)\s(?:be\s)?(?:\w{4,14}ly\s)?"
    r"(?:enroll?ed|recruited|randomi[sz]ed|treated|included|dosed|receive|participate|studied|evaluated)\b",
    re.IGNORECASE,
)
_DONE_VERB = (
    r"(?:enroll?ed|recruited|randomi[sz]ed|dosed|treated|included|evaluated|vaccinated|consented|implanted|infused|"
    r"accrued)"
)
_DONE = re.compile(
    rf"(?:\b(?:{_DONE_VERB}|enroll?ment\sof|involved|involving|screened|comprised|consisted\sof|dosing\sof|"
    rf"treating|stands\sat|(?:initiated|conducted)\sin|there\swere|completed\s(?:\w+\s)?(?:with|in))|\btotal\sof)\s{_TAIL}",
    re.IGNORECASE,
)
_DONE_BEHIND = re.compile(
    rf"(?:\s\([^()]{{1,40}}\))?[^.;]{{0,120}}?(?:\b(?:were|was|have\sbeen|had\sbeen|has\sbeen|have|had|"
    rf"now)\s(?:then\s|successfully\s|now\s|all\s|already\s)?(?:{_DONE_VERB}|completed|received)|\btook\spart|"
    rf"\bparticipated)\b"
    rf"|\s(?:(?:now|already|have\sbeen)\s)?{_DONE_VERB}\b",
    re.IGNORECASE,
)
_STUDY = re.compile(
    rf"\b(?:trials?|stud(?:y|ies)|investigation|pilot|IDE|programs?)\b[^.;]{{0,90}}?\b(?:in|of|with|"
    rf"involving|among|including|on|from)\s{_TAIL}",
    re.IGNORECASE,
)
_STUDY_BEHIND = re.compile(r",?\s(?:[\w\-/,.]{1,24}\s){0,10}?(?:trials?|study|studies)\b", re.IGNORECASE)
_RESULTS = re.compile(
    rf"\b(?:data|results|response\srates?|efficacy|tested|outcomes|improvements?|safety|ECGs|accuracy|"
    rf"reduction|osteomyelitis)\b(?:[^.;]|\.\d){{0,80}}?\b(?:in|from|among|on|across)\s{_TAIL}",
    re.IGNORECASE,
)
# `Topline results from all 20 patients are expected`, `a study to evaluate QVX-1 in 60 patients`.
_RESULTS_AHEAD = re.compile(r"\b(?:expect\w{0,4}|plan\w{0,4}|will|to\sreport|include)\b", re.IGNORECASE)
_TO_EVALUATE = re.compile(rf"\bto\s(?:evaluate|assess|investigate)\b[^.;]{{0,130}}?\bin\s{_TAIL}", re.IGNORECASE)
_COMING = re.compile(
    r"\b(?:will|plans?|planned|expect(?:s|ed)|aims?|designed|anticipate[sd]?|to\s(?:begin|start|initiate|"
    r"commence|conduct|enroll?)|intends?|upcoming|underway|initiating|starting|launching|initiation|"
    r"is\s(?:a|an|enrolling|recruiting)|currently\sengaged)\b",
    re.IGNORECASE,
)
# How far a rounded number may be from the exact one, as a share of it.
ROUNDED = 0.25
_ROUNDED_BY = re.compile(
    r"\b(?:more than|over|nearly|almost|about|around|approximately|some|at least|exceed(?:ed|ing))\s$", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_NUMERAL = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_PEOPLE_STEMS = (
    "patient", "participant", "subject", "volunteer", "adult", "child", "infant", "individual", "men", "people",
    "adolescent", "survivor", "boys", "girls", "newborn", "person", "enrol", "target", "sample",
)  # fmt: skip
_PART_OF_TRIAL = re.compile(
    r"\b(?:cohorts?|arms?|portions?|dose\slevels?|(?<!study\s)groups?|part\s[A-D]|sentinel|per|each)\b", re.IGNORECASE
)
# Shares, and the patients of several trials or of a survey taken together, are no trial's.
_TAKEN_TOGETHER = re.compile(
    rf"(?:%\sof|(?<![\w-])(?:one|two|{_NUMERALS}|\d{{1,4}})\s(?:in|(?:out\s)?of))\s$"
    rf"|\b(?:{_NUMERALS}|\d{{1,2}})\s(?:[\w\-/]{{1,20}},?\s){{0,4}}(?:trials|studies)\b[^.;]{{0,60}}$"
    r"|\b(?:across|multiple|several)\s(?:\w{1,12}\s){0,2}(?:trials|studies)\b|\bsurvey(?:ed)?\b",
    re.IGNORECASE,
)
# Those of a trial who were analysed, or had come so far, are not all that it enrolled.
_ANALYSED = re.compile(
    rf"\b(?:dataset|data\sset|analys[ie]s|sub-?group|efficacy\spopulation)\s(?:\w{{1,14}}\s){{0,3}}(?:included?s?|consist(?:s|ed)\sof|"
    rf"comprised)\s{_TAIL}",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"[^.;]{0,110}?\b(?:remain(?:s|ed)?\son|evaluated\sso\sfar|completed\sat\sleast|never\sreceived|were\sexcluded|"
    r"were\sincluded\sin\s(?:the|exploratory)\sanalys|(?:have|has)\scompleted\s(?:\w{1,12}\s){1,3}(?:of\streatment|of\sfollow|exams?)|"
    r"(?:enrolled\s)?across\sboth\b|discontinued|withdrew|dropped\sout)",
    re.IGNORECASE,
)
_TRIAL = re.compile(r"\b(?:trial|stud(?:y|ies)|enroll?|program|recruit|protocol|Phase\s)", re.IGNORECASE)
_N_EQUALS = re.compile(rf"\b(?:trial|study)[^.;()]{{0,30}}\(n\s?=\s?(?P<value>{_NUMBER})\)", re.IGNORECASE)
# How many have the disease, were given the product on the market, die of it, or own the device.
_OUTSIDE = re.compile(
    r"\b(?:million|billion|annual(?:ly)?|each\syear|every\syear|per\syear|a\syear|worldwide|nationwide\sare|"
    r"in\sthe\su\.?s\.?\s(?:and|alone|live|are|have|suffer|each)|affects?|affecting|live\swith|living\swith|"
    r"diagnosed|prevalence|one\sin|\din\s\d|commercial(?:ly)?|employees|employs|people\sin\sthe|"
    r"deaths|died|suffer|estimated\s\d)\b",
    re.IGNORECASE,
)


def find_enrolments(sentence: str) -> list[tuple[int, int, int, str]]:
    """Return (start, end, patients, kind) of each enrolment stated, in order; kind is target, actual or maximum."""
    lowered = sentence.lower()
    found: list[tuple[int, int, int, str]] = []
    if "(n" in lowered:
        found += [(*m.span("value"), _value(m["value"]), "actual") for m in _N_EQUALS.finditer(sentence)]
    if not any(map(lowered.__contains__, _PEOPLE_STEMS)) or not (_DIGIT.search(sentence) or _NUMERAL.search(sentence)):
        return found
    for m in _SHARE.finditer(sentence):
        part, whole = _value(m["part"]), _value(m["whole"])
        told = sentence[max(0, m.start() - SHARE_REACH) : m.end() + 60]
        if (
            3 <= part < whole
            and not (_is_year(part) or _is_year(whole))
            and re.search(r"(?i)enrol|recruit|randomi[sz]|dosed", told)
            and not re.search(r"(?i)respon|achiev", told)
        ):
            found += [(*m.span("part"), part, "actual"), (*m.span("whole"), whole, "target")]
    for m in _TARGET_NUMBER.finditer(sentence):
        found.append((*m.span("value"), _value(m["value"]), "actual" if _MET.match(sentence, m.end()) else "target"))
    found += [(*m.span("value"), _value(m["value"]), "target") for m in _RAISED.finditer(sentence)]
    for m in _COUNT.finditer(sentence):
        start, end = m.span("value")
        value = _value(m["value"])
        if any(a < end and start < b for a, b, _, _ in found):
            continue
        before, behind = sentence[max(0, start - 150) : start], sentence[m.end() : m.end() + 150]
        if _OUTSIDE.search(sentence[max(0, start - 50) : m.end() + 45]) or re.search(r"(?i)\bfirst\s$", before):
            continue
        if _TAKEN_TOGETHER.search(before) or _LATER.match(behind) or _ANALYSED.search(before):
            continue
        kind = _kind(before, behind, m["between"], sentence)
        # Small numbers are told of trials only beside a verb of enrolling; years look like large ones.
        if kind and value >= 3 and value <= 60_000 and not _is_year(value):
            found.append((start, end, value, kind))
    return sorted(hit for hit in found if 3 <= hit[2] <= 60_000)


def _kind(before: str, behind: str, between: str, sentence: str) -> str | None:
    """Tell what the number between two stretches of a sentence is; None where it is no enrolment of a whole trial."""
    if (
        _PART_OF_TRIAL.search(between)
        or _PART_OF_TRIAL.search(before[-PART_REACH:])
        or _PART_OF_TRIAL.search(behind[:24].partition(".")[0])
    ):
        return "maximum" if _MAXIMUM.search(before) and "across" in behind[:30] else None
    is_study = behind.startswith(("-", " ")) and bool(_STUDY_BEHIND.match(behind)) and not between
    if _MAXIMUM.search(before):
        return "maximum" if _TRIAL.search(sentence) else None
    if _PLAN.search(before) or _PLAN_BEHIND.match(behind):
        return "target"
    if _DONE.search(before) or _DONE_BEHIND.match(behind):
        return "actual"
    if _STUDY.search(before) or is_study:
        return "target" if _COMING.search(sentence) else "actual"
    return _kind_of_people(before)


def _kind_of_people(before: str) -> str | None:
    """Tell what the number of people is in whom something is to be tested, or of whom results are told."""
    if _TO_EVALUATE.search(before):
        return "target"
    return "actual" if _RESULTS.search(before) and not _RESULTS_AHEAD.search(before) else None


def keep_exact(rows: Iterable[tuple[int, str, str]]) -> list[bool]:
    """Tell which enrolments of a release are numbers of their own: `more than 100` is the 114 told elsewhere.

    Args:
        rows: Patients, kind and sentence of each.
    """
    told = [(value, kind, _is_rounded(value, sentence)) for value, kind, sentence in rows]
    exact = [value for value, kind, is_rounded in told if kind == "actual" and not is_rounded]
    return [
        not (is_rounded and kind == "actual" and any(abs(other - value) <= ROUNDED * other for other in exact))
        for value, kind, is_rounded in told
    ]


def _is_rounded(value: int, sentence: str) -> bool:
    found = re.search(rf"\b(?:{value:,}|{value})\b", sentence)
    return found is not None and _ROUNDED_BY.search(sentence, max(0, found.start() - 20), found.start()) is not None


def _is_year(value: int) -> bool:
    return 1990 <= value <= 2035


def _value(text: str) -> int:
    digits = text.replace(",", "")
    if digits.isdigit():
        return int(digits)
    return sum(_WORDS.get(part, 0) for part in text.lower().split("-"))
