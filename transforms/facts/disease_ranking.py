"""Which diseases a release is about, by their long names: where each stands, and how often.

The names themselves are found by `diseases`, and chosen by `disease_choice`. A field of medicine, and what the
company says of itself, is not the news.
"""

import re
from collections.abc import Iterable, Mapping, Set

from transforms.facts.disease_choice import Disease, choose, fold_name, names_of
from transforms.facts.diseases import Found, find_disease_names, is_adjective, is_vague, long_name
from transforms.facts.judge.names import Name
from transforms.facts.product_ranking import FRONT, SPEAKS

_ABOUT_IT = re.compile(
    r"(?:treatment|treatments|treating|treat|therapy|prevention|preventing|management|diagnosis|detection|"
    r"screening|indicated|approved|designation|indication|approval|relief)\s(?:of|for|in)?\s?(?:the\s)?"
    r"(?:adults?|adult patients|patients|children|people|[\w\-]{0,20})?\s?(?:with|of|for|in)?\s?(?:[\w\-]{0,20}\s)?$"
    r"|(?:patients|adults|people|children|subjects|participants|individuals|women|men|those)\s(?:\w{1,12}\s){0,2}"
    r"(?:with|from|suffering\sfrom|living\swith|who\shave|have)\s(?:[\w\-]{0,20}\s){0,3}$"
    r"|(?:trial|study|program|studies|trials|candidate|therapy|drug|product)\s(?:of\s[\w\-]{2,30}\s)?"
    r"(?:for|in)\s(?:[\w\-]{0,20}\s){0,2}$"
    r"|\bin\s(?:[\w\-]{0,20}\s){0,2}$",
    re.IGNORECASE,
)
_WEIGHT = {"title": 6.0, "subtitle": 3.0, "bullet": 2.0, "lead": 3.0, "about": 0.5}
# What a product did to people, not what it is for; behind a heading of safety nothing else is told.
_SAFETY = re.compile(
    r"\b(?:adverse\s(?:events?|reactions?|effects?)|side\seffects?|safety\sprofile|SAEs?|TEAEs?|tolerability|"
    r"no\s(?:cases|grade|deaths|incidence|evidence)\b|contraindicated|(?:increased|higher)\srisk\sof|serious\sinfections)",
    re.IGNORECASE,
)
_SAFETY_HEAD = re.compile(
    r"\b(?:important\ssafety\sinformation|warnings\sand\sprecautions|boxed\swarning|WARNING:)", re.IGNORECASE
)
_SAFETY_HINTS = ("afety", "AFETY", "arning", "WARNING")
_EARLY = 14  # sentences of a release that tell its news; later ones count less
_FIRST = 6  # sentences that count as the front whatever their section
_MAX_NAMES = 200  # names that are compared with each other; a list of more is no release
_STUDY = re.compile(r"\b(?:Study|Trial|Survey|Registry|Program(?:me)?|Initiative|Consortium|Society|Association)\b")
_WORD = re.compile(r"[\w-]{2,40}")
_HEADLINE = frozenset(("title", "subtitle"))
_ENOUGH = 40.0
# `bone fever, now known as ossary fever`: the second name stands for both.
_NOW_CALLED = re.compile(r"\b(?:now|currently)\s(?:known|defined|called|classified|referred\sto)\b[^.;]{0,40}$")
_NEAR = 120  # code points before such words in which the old name stands


def rank_diseases(
    units: Iterable[tuple[str, str]],
    abbreviations: Mapping[str, str],
    *,
    is_treated: bool = True,
) -> list[Name]:
    """Return the diseases that a release names, by long name, best first, those marked that the news is about.

    Args:
        units: (section, sentence) of a release in order, headline first; boilerplate left out.
        abbreviations: Short forms that the text spells out, with their long forms.
        is_treated: The release is about a product, a trial or a regulator's word; else, as in a clinic's or a doctor's
            news, a disease that its text names once is one of many that they see.
    """
    sentences = [(section, sentence, find_disease_names(sentence)) for section, sentence in units]
    told = [(sentence.lower(), names) for section, sentence, names in sentences if section not in _HEADLINE]
    running = frozenset(word for sentence, _ in told for word in _WORD.findall(sentence))
    running |= {surface.lower() for _, names in told for *_, surface in names}
    diseases: dict[str, Disease] = {}
    same_as: dict[str, str] = {}
    long_of = {short: long for short, long in abbreviations.items() if _is_disease(long) and not _STUDY.search(long)}
    is_safety = False
    for order, (section, sentence, named) in enumerate(sentences):
        is_safety = is_safety or (order > _FIRST and _heads_safety(sentence))
        is_headline = section in _HEADLINE
        names = [_without_headline_words(hit, running) for hit in named] if is_headline else named
        hits = _with_abbreviations(sentence, names, long_of)
        if not hits:
            continue
        weight = _WEIGHT.get(section, 1.0 if order < _EARLY else 0.4)
        if section == "lead" and order >= _EARLY:
            weight = 1.0  # a page without paragraphs is all lead
        speaks = SPEAKS.search(sentence) if section == "lead" else None
        is_renamed = "now " in sentence or "currently " in sentence
        is_harm = is_safety or _SAFETY.search(sentence) is not None
        for start, end, surface in hits:
            if surface in abbreviations and surface not in long_of:
                continue
            name = (
                long_of.get(surface)
                or long_of.get(_bare(surface))
                or " ".join(filter(None, (_spelt_out(word, abbreviations) for word in _bare(surface).split())))
            )
            d = diseases.setdefault(fold_name(name), Disease(name))
            d.surfaces[surface] = d.surfaces.get(surface, 0) + 1
            d.context.see(section, order, sentence, (start, end))
            is_apposition = speaks is not None and end <= speaks.start()
            d.is_in_front |= (section in FRONT or order < _FIRST) and not is_apposition and section != "about"
            d.is_titled |= is_headline
            d.told += section != "about" and not is_apposition
            gain = 0.4 if is_apposition else weight
            if _ABOUT_IT.search(sentence[max(0, start - 70) : start]):
                gain *= 1.6
            elif is_harm:
                gain *= 0.15
            if is_vague(name):
                gain *= 0.5
            d.score += gain if d.score < _ENOUGH else 0.0
            called = _NOW_CALLED.search(sentence, max(0, start - _NEAR), start) if is_renamed else None
            if called:
                same_as.update(
                    {
                        fold_name(long_of.get(s, s)): fold_name(name)
                        for a, b, s in hits
                        if called.start() - _NEAR < a < called.start()
                    }
                )
    for other, key in same_as.items():
        if other != key and other in diseases and key in diseases:
            diseases[key].take_in(diseases.pop(other))
    kept = _merged(diseases)
    return names_of(kept, choose(kept, is_treated=is_treated), is_treated=is_treated)


def _without_headline_words(hit: Found, running: Set[str]) -> Found:
    """Return a headline's name without the capitals before it that running text, in small letters, has nowhere.

    `Multisite Fen Fever` is fen fever where the text goes on about fen fever.
    """
    _, end, surface = hit
    words = surface.split()
    known = next((n for n, word in enumerate(words) if word.lower() in running or not _is_plain_capital(word)), 0)
    rest = " ".join(words[known:])
    if known and rest.lower() in running and find_disease_names(rest):
        return end - len(rest), end, rest
    return hit


def _is_plain_capital(word: str) -> bool:
    """Tell whether a word has a capital as headlines write it, and is no adjective of medicine, gene or number."""
    return (
        word[:1].isupper()
        and word.replace("-", "").isalpha()
        and word[1:].lower() == word[1:]
        and not is_adjective(word.lower())
    )


def _heads_safety(sentence: str) -> bool:
    """Tell whether a sentence opens what is said of a product's harms."""
    return any(map(sentence.__contains__, _SAFETY_HINTS)) and _SAFETY_HEAD.search(sentence) is not None


def _with_abbreviations(
    sentence: str, hits: list[tuple[int, int, str]], long_of: Mapping[str, str]
) -> list[tuple[int, int, str]]:
    """Add the mentions of diseases by the short forms that this text spells out; not those in their own brackets."""
    found = list(hits)
    for short in long_of:
        if short in sentence:
            named = {at for start, end, _ in hits for at in range(start, end)}
            mentions = re.finditer(rf"(?<![\w(“\"]){re.escape(short)}(?![\w])", sentence)
            found += [(m.start(), m.end(), short) for m in mentions if m.start() not in named]
    return found


def _merged(diseases: Mapping[str, Disease]) -> list[Disease]:
    """Merge a name into a longer one that holds its words; the strongest come first."""
    kept: list[Disease] = []
    for d in sorted(diseases.values(), key=lambda d: -d.score)[:_MAX_NAMES]:
        d.words = frozenset(fold_name(d.name).split())
        other = next((k for k in kept if k.words <= d.words or d.words <= k.words), None)
        other = other or next((k for k in kept if _is_initials(d.name, k.name) or _is_initials(k.name, d.name)), None)
        if other is None:
            kept.append(d)
            continue
        # Of the two names the longer one stands, where it is told often enough; a spelt-out one always.
        is_longer = len(d.words) > len(other.words) and d.score >= 0.6 * other.score
        if is_longer or _is_initials(other.name, d.name):
            other.name, other.words = d.name, d.words
        other.take_in(d)
    for d in list(kept):
        # A short form may have been kept before the long name grew.
        other = next((k for k in kept if k is not d and _is_initials(d.name, k.name)), None)
        if other:
            other.take_in(d)
            kept.remove(d)
    return kept


def _is_initials(short: str, long: str) -> bool:
    """Tell whether `short` is a usual short form of `long`, or made of its first letters, hyphens parting or not."""
    usual = long_name(short)
    if usual and set(fold_name(usual).split()) <= set(fold_name(long).split()):
        return True
    if not 2 <= len(short) < 7 or not short.isupper():
        return False
    lowered = long.lower()
    return short.lower() in ("".join(re.findall(r"\b\w", lowered)), "".join(word[0] for word in lowered.split()))


def _spelt_out(word: str, abbreviations: Mapping[str, str]) -> str:
    """Return what a short form within a name stands for: a gene or a state; nothing for a study's name."""
    long = abbreviations.get(word, word)
    return "" if _STUDY.search(long) else long


def _is_disease(long: str) -> bool:
    # Spelt out with a short form, a head needs no modifier.
    told = f"idiopathic {long}"
    return any(end == len(told) for _, end, _ in find_disease_names(told))


def _bare(surface: str) -> str:
    """A name without the short form that stands within it: `transthyretin (ATTR) amyloidosis`."""
    surface = surface.replace("&#39;", "'") if "&" in surface else surface
    return re.sub(r"\s\([^()]{1,12}\)(?=\s)", "", surface) if "(" in surface else surface
