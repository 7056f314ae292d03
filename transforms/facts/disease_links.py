"""The diseases to which a sentence ties its events: those of its release, and others.

The names themselves are found by `diseases`, those of a release by `disease_ranking`.
"""

import re
from collections.abc import Mapping, Sequence

from transforms.facts.diseases import Found, disease_words, find_disease_names, is_vague, plain

# `Acme Bio (Nasdaq: ACME), a company that treats fern fever, today announced`
_OF_ITSELF = re.compile(
    r"(?:,|\))\s(?:an?|the|one\sof|developers?|makers?|leaders?|focused|dedicated|committed)\s[^;]{3,420},\s"
    r"(?:(?:has\s|have\s)?(?:today|announce[sd]?|report(?:ed|s)|provided|will\s)|is\s(?:pleased|proud))"
)
# How far, how fast, how grave: words before the name of a disease that make it no other.
_STAGES = (disease_words("severity") - {"type", "types"}) | disease_words("stage")
# `Delayed by the COVID-19 pandemic`: the disease is a circumstance.
_AS_A_CAUSE = re.compile(r"\s(?:pandemic|epidemic|outbreak|crisis|lockdowns?|restrictions)\b")
# What the product did to people, or what they did not have: `an SAE of liver injury`, `no device infections`.
_IN_PASSING = re.compile(
    r"\b(?:SAEs?|(?:adverse|side)\s(?:events?|effects?|reactions?))\sof\s(?:[\w-]{1,16}\s){0,3}$"
    r"|\b(?:no|without)\s(?:(?!(?:for|of|to|in|with)\b)[\w-]{1,16}\s){0,2}$",
    re.IGNORECASE,
)
_REACH = 60  # code points before a name
_JOINED = re.compile(r"\b(?:or|and)\s$")
_IN_BRACKETS = re.compile(r"\s?\([^()]{1,12}\)")


def find_diseases(sentence: str, diseases: Mapping[str, str]) -> list[Found]:
    """Return (start, end, long name) of each mention of the release's `diseases` (spelling → long name), in order."""
    found: list[Found] = []
    taken = bytearray(len(sentence))  # which code points a longer spelling has
    lowered = sentence.lower()
    # Folding may change the length of some letters: then each spelling is looked for as it is written.
    is_same_length = len(lowered) == len(sentence)
    for surface in sorted(diseases, key=len, reverse=True):
        is_exact = surface.isupper() or not is_same_length
        text, wanted = (sentence, surface) if is_exact else (lowered, surface.lower())
        start = text.find(wanted)
        while start >= 0:
            end = start + len(wanted)
            is_word = not _is_word_char(text, start - 1) and not _is_word_char(text, end)
            if is_word and not any(taken[start:end]):
                found.append((start, end, diseases[surface]))
                taken[start:end] = b"\1" * len(wanted)
            start = text.find(wanted, end)
    return sorted(found)


def find_linked_diseases(sentence: str, diseases: Mapping[str, str]) -> list[Found]:
    """Return the diseases to which the events of a sentence may be tied.

    They are the release's own, or where the sentence names none of those, any that it names. What a company says of
    itself between its name and its news ties nothing.
    """
    found = find_diseases(sentence, diseases)
    own = [hit for hit in find_other_diseases(sentence) if not _AS_A_CAUSE.match(sentence, hit[1])]
    # `marsh heath fever` where most of the release says heath fever.
    found = [_longer(sentence, hit, own) for hit in found] if found else own
    found = [hit for hit in found if not _IN_PASSING.search(sentence, max(0, hit[0] - _REACH), hit[0])]
    told = _OF_ITSELF.search(sentence) if found and "," in sentence else None
    return [hit for hit in found if not told.start() < hit[0] < told.end()] if told else found


def _longer(sentence: str, hit: Found, own: Sequence[Found]) -> Found:
    """Return the sentence's longer name, where the release's lacks words of it that say more than a stage.

    Where the release says `cancer` for the cancer of the lung, `breast cancer` is another one.
    """
    start, end, name = hit
    named, said = set(plain(name).split()), set(plain(sentence[start:end]).split())
    for a, b, surface in own:
        # Of `idiopathic or ossary fever` both are meant.
        if a <= start and end <= b and not _JOINED.search(sentence, max(0, a - 5), a):
            words = _IN_BRACKETS.sub("", surface).split()
            while words and plain(words[0]).split("/")[0] in _STAGES:
                words.pop(0)
            full = {plain(word) for word in words}
            if named < full or (said < named and said < full and not full & (named - said)):
                return a, b, " ".join(words)
    return hit


def find_other_diseases(sentence: str) -> list[Found]:
    """Return (start, end, name) of diseases that are not the release's own; fields of medicine are none."""
    return [hit for hit in find_disease_names(sentence) if not is_vague(hit[2])]


def _is_word_char(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")
