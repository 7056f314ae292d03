"""Names of diseases in a sentence.

What belongs here: noun phrases that name a disease, and where. The head words are data (disease_heads.csv), the rest is
grammar. Which of them a release is about is `disease_ranking`.
"""

import re
from collections.abc import Mapping

from transforms.facts.products import is_code
from transforms.reference import keys, load_reference


def disease_words(kind: str) -> frozenset[str]:
    """The words of one kind in the list disease_words."""
    words = load_reference("disease_words")
    return frozenset(words.filter(words["kind"] == kind)["word"].to_list())


_SURE_ALONE = dict(load_reference("disease_heads").select("head", "is_sure_alone").iter_rows())
# Heads of two words and more, by their first word.
_LONG_HEADS: dict[str, list[list[str]]] = {}
for _head in sorted(_SURE_ALONE, key=len, reverse=True):
    if " " in _head:
        _LONG_HEADS.setdefault(_head.split()[0], []).append(_head.split())
_SUFFIXES = tuple(disease_words("suffix"))
# Words with such an ending that are no disease.
_NO_DISEASE = disease_words("no_disease")
_TOKEN = re.compile(r"[A-Za-z0-9À-žα-ω][\w’'+/\-–‑]{0,40}")
# A society, a congress or a journal is named after a disease, but is none.
_ORGANISATION = re.compile(
    r"[’']?s?\s(?:[A-Z][\w-]{1,20}\s){0,2}(?:Society|Societies|Institutes?|Association|Conference|"
    r"Symposium|Congress|Meeting|Foundation|Research|Cent(?:er|re)s?|Week|"
    r"Summit|Hospital|Alliance|Network|Council|Fund|Forum|Academy|Act|Awareness|Moonshot|Clinics?|"
    r"Program|Journal|Today|UK|Department|Unit|Community|Institute)\b"
    r"|\s(?i:cells?\b|cell\slines?|antigens?|biology|researchers?|vaccinology|centers?\b|clinics?\b|"
    r"models?\b|charit|survivors\b|awareness|advoca)"
)
_TAILS = disease_words("tail")
_STOP = disease_words("stop")
_MAX_MODIFIERS = 6
_ADJECTIVES = disease_words("adjective")
_VERBS = frozenset(keys("headline_verbs"))
_PAIRS = {
    ("relapsed", "refractory"),
    ("relapsed", "and"),
    ("head", "neck"),
    ("brain", "spinal"),
    ("bone", "joint"),
    ("skin", "soft"),
}
_KEEP = disease_words("severity")
_ABBREVIATIONS = frozenset(keys("disease_abbreviations"))


def find_disease_names(sentence: str) -> list[tuple[int, int, str]]:
    """Return (start, end, surface) of each noun phrase in a sentence that names a disease, abbreviations included."""
    tokens = [(m.start(), m.end(), m[0].rstrip("-–/’'")) for m in _TOKEN.finditer(sentence)]
    lowered = [word.lower().replace("’", "'") for _, _, word in tokens]
    found: list[tuple[int, int, str]] = []
    last = -1  # the last token that a name has taken
    for n in range(len(tokens)):
        end = _end_of_head(lowered, n)
        if end is None or n <= last:
            continue
        while end + 1 < len(tokens) and lowered[end + 1] in _TAILS and _gap(sentence, tokens, end) == " ":
            end += 1
        if _ORGANISATION.match(sentence, tokens[end][0] + len(tokens[end][2])):
            continue
        begin = _first_modifier(sentence, tokens, lowered, n, last + 1)
        head = " ".join(lowered[n : end + 1])
        if (
            begin < n
            or _SURE_ALONE.get(head) == "true"
            or _SURE_ALONE.get(lowered[n]) == "true"
            or lowered[end].endswith(_SUFFIXES)
        ):
            stop = tokens[end][0] + len(tokens[end][2])
            found.append((tokens[begin][0], stop, sentence[tokens[begin][0] : stop]))
            last = end
    taken = list(found)
    for start, _, word in tokens:
        if word in _ABBREVIATIONS and not any(a <= start < b for a, b, _ in taken):
            found.append((start, start + len(word), word))
    return sorted(found)


def _end_of_head(lowered: list[str], n: int) -> int | None:
    """Return the index of the last token of the head that begins at token n; None where no head begins there."""
    word = lowered[n]
    for words in _LONG_HEADS.get(word, ()):
        if lowered[n : n + len(words)] == words:
            return n + len(words) - 1
    if word in _SURE_ALONE or (len(word) > 6 and word.endswith(_SUFFIXES) and word not in _NO_DISEASE):
        return n
    # `Alzheimer's` alone is the disease.
    return (
        n
        if word in ("alzheimer's", "parkinson's") and lowered[n + 1 : n + 2] not in (["disease"], ["diseases"])
        else None
    )


def _gap(sentence: str, tokens: list[tuple[int, int, str]], n: int) -> str:
    """What stands between token n and the next."""
    return sentence[tokens[n][0] + len(tokens[n][2]) : tokens[n + 1][0]]


def _first_modifier(
    sentence: str, tokens: list[tuple[int, int, str]], lowered: list[str], first: int, floor: int
) -> int:
    """Walk back from the head over the words that belong to the name; return the index of its first token."""
    begin = n = first
    while n > floor and first - n < _MAX_MODIFIERS:
        word, gap = lowered[n - 1], _gap(sentence, tokens, n - 1)
        if word in ("and", "or") and gap == " ":
            # `heart failure and diabetes` are two; `relapsed or refractory`, `head and neck` are one.
            if n - 1 > floor and (lowered[n - 2], lowered[n]) in _PAIRS:
                n -= 2
                begin = n
                continue
            break
        if word in ("1", "2") and n - 1 > floor and lowered[n - 2] == "type":
            n -= 2
            begin = n
            continue
        if gap == ", " and not (word in _KEEP or word.endswith(("-positive", "-negative"))):
            break
        if gap not in (" ", ", ", "/", " \u00a0", "\u00a0"):
            break
        if word == "major" and lowered[n] == "depressive":
            return n - 1
        if (
            word in _STOP
            or word in _VERBS
            or word[0].isdigit()
            or is_code(tokens[n - 1][2])
            or (word.endswith(("ing", "ly")) and word not in _ADJECTIVES)
            or word.endswith(("-based", "-designed", "-backed", "-driven", "-focused"))
        ):
            break
        n -= 1
        begin = n
    return begin


def find_diseases(sentence: str, diseases: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return (start, end, long name) of each mention of the release's `diseases` (spelling → long name), in order."""
    found: list[tuple[int, int, str]] = []
    for surface in sorted(diseases, key=len, reverse=True):
        flags = 0 if surface.isupper() else re.IGNORECASE
        for m in re.finditer(rf"(?<![\w]){re.escape(surface)}(?![\w])", sentence, flags):
            if not any(start < m.end() and m.start() < end for start, end, _ in found):
                found.append((m.start(), m.end(), diseases[surface]))
    return sorted(found)
