"""Times that stand beside an event in its sentence and are not its own: of its study, its meeting, what came before it.

Which of several times stands nearest is `links`; what the calendar rules out is `event_times`.
"""

import re

from transforms.facts.event_terms import READOUTS, Hit, Telling
from transforms.facts.links import SentenceLinks
from transforms.facts.windows import WindowMention

# What is tested or studied, told by the verb right before a time: `results of a study conducted in May`.
OF_ITS_STUDY = READOUTS | {"data_presented", "data_published"}
STUDY_VERB = re.compile(
    r"\b(?:conducted|completed|concluded|initiated|started|began|begun|launched|terminated|discontinued|closed|collected|"
    r"enrolled|treated|diagnosed|dosed|performed)\s(?:(?:earlier|back|on|in|during|from|between|since|by|at|the)\s){0,3}$",
    re.IGNORECASE,
)
# A paper is printed on a day of its own, not when the meeting is.
MEETING_VERB = re.compile(
    r"\b(?:tak(?:e|es|ing)\splace|held|occurring|scheduled)\s?(?:(?:on|from|in|for|the)\s?){0,2}$", re.IGNORECASE
)
# `On May 3, Hollin disclosed plans to begin a trial`: the day is that of the telling.
TOLD_PLAN = re.compile(
    r"\b(?:announced|disclosed|reported|unveiled|outlined|revealed|confirmed|stated|shared)\b[^.;]{0,40}?"
    r"\b(?:plans?|intention|intends?|expects|intent)\b"
)
# A clause that tells what an event came after; what is in it is of another time than what is not.
BEFOREHAND = re.compile(r"(?:following|after|upon|based on|since|supported by|on the basis of)\b", re.IGNORECASE)
# `Topline data about six months after that`: a length of time from another event is no day.
COUNTED = re.compile(
    r"[^.;]{0,30}?\b(?:[0-9]{1,3}|one|two|three|four|six|eight|nine|twelve|a few|several)"
    r"(?:\s?(?:to|or|-|–)\s?\w{1,6})?"
    r"\s(?:days?|weeks?|months?|quarters?|years?)\s(?:after|following|post|from(?!\s(?:now|today)))\b",
    re.IGNORECASE,
)
# `$5 billion raised since 1949` is a sum, not an event of 1949.
SUMMED = frozenset(["financing", "recognition", "partnership"])
SINCE = re.compile(r"\bsince\s(?:the\s)?$", re.IGNORECASE)
PLAN = re.compile(r"\b(?:expect|anticipat|plan|target|will\b)", re.IGNORECASE)
# `Founded in 1979, Hollin has been honored as ...`: the year is that of the company.
FOUNDED = re.compile(r"(?:founded|established|incorporated|born)\s(?:back\s)?(?:in|on)\s(?:the\s)?$", re.IGNORECASE)
OF_COMPANIES = frozenset(["acquisition", "partnership", "financing"])
# `A partnership for the pump, slated for launch before May`: what is to come is another event.
SLATED = re.compile(r"\b(?:slated|scheduled|set|planned|due)\s(?:for|to)\s(?!(?:close|complete|begin|start|take)\b)")
# `With a June 3 PDUFA date, results shown at a congress`: the day is the regulator's.
OF_DECISION = re.compile(r"\s(?:PDUFA|goal|target|action)(?:\s(?:goal|target|action)){0,2}\sdate\b", re.IGNORECASE)
NEVER_DECIDED = OF_ITS_STUDY | OF_COMPANIES | {"conference_participation", "application_accepted"}
LASTING = re.compile(r"\b(?:until|till)\s(?:the\s)?$", re.IGNORECASE)
# Where the verb of a time may begin before it, in code points.
VERB_REACH = 40
# Of ` the ` between a word such as `since` and its time.
LONGEST_ARTICLE = 5


def is_beside(said: WindowMention, telling: Telling, hit: Hit, links: SentenceLinks) -> bool:
    """Tell whether the words before a time, or its clause, make it that of something beside the event.

    Args:
        said: The time that stands nearest to the event.
        telling: The event as told.
        hit: Its words.
        links: What the sentence names.
    """
    sentence = links.sentence
    is_others = False
    if telling.role == "guidance" or PLAN.search(sentence):
        # `Topline data about six months after enrollment`, which ends in May: May is none's but enrollment's.
        is_behind = hit.end <= said.span_start < hit.end + VERB_REACH
        is_others = COUNTED.match(sentence, hit.end) is not None and not is_behind
    if telling.role != "guidance":
        is_others = is_others or _has_own_verb(said, telling, hit, sentence)
    if telling.event == "financing" and _is_behind(LASTING, said, sentence):
        is_others = True  # `subject to a hold period until July 25`
    if telling.event in OF_COMPANIES and telling.role != "guidance":
        is_slated = hit.end <= said.span_start and SLATED.search(sentence, hit.end, said.span_start) is not None
        is_others = is_others or is_slated
    if telling.event in NEVER_DECIDED and OF_DECISION.match(sentence, said.span_end):
        is_others = True
    if telling.event == "data_published" and _is_behind(MEETING_VERB, said, sentence):
        is_others = True
    is_told = said.span_end <= hit.start and TOLD_PLAN.search(sentence, said.span_end, hit.start) is not None
    return is_others or is_told or _is_beforehand(said, telling, hit, links)


def _has_own_verb(said: WindowMention, telling: Telling, hit: Hit, sentence: str) -> bool:
    """Tell whether the verb before a time is that of the study, or tells how long something lasts."""
    is_inside = hit.start <= said.span_start < hit.end
    is_of_study = telling.event in OF_ITS_STUDY and not is_inside and _is_behind(STUDY_VERB, said, sentence)
    is_sum = telling.event in SUMMED and _is_behind(SINCE, said, sentence)
    return is_of_study or is_sum or any(_is_behind(words, said, sentence) for words in (FOUNDED, LASTING))


def _is_behind(words: re.Pattern[str], said: WindowMention, sentence: str) -> bool:
    return words.search(sentence, max(0, said.span_start - VERB_REACH), said.span_start) is not None


def _is_beforehand(said: WindowMention, telling: Telling, hit: Hit, links: SentenceLinks) -> bool:
    """Tell whether the time or the event, but not both, stands in a clause that tells what came before.

    `Upon approval, expected in May`, what is planned is for May, too.
    """
    clause, own = links.clauses.index(said.span_start), links.clauses.of(hit.start, hit.end)
    if clause in own or (telling.role == "guidance" and said.span_start >= hit.end):
        return False
    opening = BEFOREHAND.match(links.sentence, links.clauses.span(clause)[0])
    # `Since June` is a time alone.
    is_times = opening is not None and said.span_start - opening.end() > LONGEST_ARTICLE
    return is_times or any(BEFOREHAND.match(links.sentence, links.clauses.span(part)[0]) for part in own)
