"""Names of diseases in a sentence.

What belongs here: noun phrases that name a disease, and where. The head words are data (disease_heads.csv), the rest is
grammar. Which of them a release is about is `disease_ranking`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from transforms.facts.products import is_code
from transforms.reference import keys, load_reference

Found = tuple[int, int, str]


def disease_words(kind: str) -> frozenset[str]:
    """The words of one kind in the list disease_words."""
    words = load_reference("disease_words")
    return frozenset(words.filter(words["kind"] == kind)["word"].to_list())


# What each head needs before it: nothing, a modifier, or an adjective of medicine.
_NEEDS: dict[str, str] = dict(load_reference("disease_heads").select("head", "needs").iter_rows())
# Heads of two words and more, by their first word, the longest first.
_LONG_HEADS: dict[str, list[list[str]]] = {}
for _head in sorted(_NEEDS, key=len, reverse=True):
    if " " in _head:
        _LONG_HEADS.setdefault(_head.split()[0], []).append(_head.split())
_SUFFIXES = tuple(suffix + plural for suffix in disease_words("suffix") for plural in ("", "s"))
# Words with such an ending that are no disease.
_NO_DISEASE = disease_words("no_disease")
_TOKEN = re.compile(r"[A-Za-z0-9À-žα-ω][\w’'+/\-–‑&#;]{0,40}")
_MARKS = "-–‑/’'&#;"  # no part of a word where they end it
_ENTITY = "&#39;"  # an apostrophe that some pages write twice over
# A society, a congress or a journal is named after a disease, but is none.
_ORGANISATION_BEHIND = re.compile(
    r"[’']?s?,?\s(?:(?:[A-Z][\w-]{1,20}|and|&)\s){0,3}(?:Society|Societies|Institutes?|Association|Conference|"
    r"Symposium|Congress|Meeting|(?:Scientific\s)?Sessions|Foundation|Research|Cent(?:er|re)s?|Week|Workshop|"
    r"Summit|Hospital|Alliance|Network|Council|Fund|Forum|Academy|Act|Awareness|Moonshot|Clinics?|"
    r"Program|Journal|Today|UK|Department|Unit|Community|Institute)\b"
    r"|\s(?i:cells?\b|cell\slines?|antigens?|biology|researchers?|vaccinology|centers?\b|clinics?\b|"
    r"models?\b|charit|survivors\b|awareness|advoca|assays?\b|guidelines\sby)"
)
_ORGANISATION_BEFORE = re.compile(
    r"\b(?:Society|Association|Institutes?|Foundation|Congress|Conference|Academy|College|Journal|Annals|Archives|Federation|Cent(?:er|re)s?|"
    r"Council|Alliance|Coalition|League|Organi[sz]ation|Consortium)\s(?:of|for|on|against)\s(?:the\s)?"
    r"(?:(?:the\s)?(?:Study|Research|Treatment|Prevention)\s(?:of|on|in)\s)?"
    r"(?:(?:[A-Z][\w’'-]{1,20},?|of|the|and|&)\s){0,4}$"
)
_ORGANISATION_WORDS = (
    "tion",
    "Soc",
    "Inst",
    "Cong",
    "Conf",
    "Acad",
    "Coll",
    "Cent",
    "Counc",
    "Alli",
    "Leag",
    "Cons",
    "Jour",
    "Annals",
    "Archives",
)
_REACH = 90  # code points before a name in which an organisation's words stand
_TAILS = disease_words("tail")
_VAGUE = disease_words("vague")
_FIELDS = disease_words("field") | {"and", "or", "(cns)"}
_FIELD_HEADS = frozenset({"diseases", "disorders", "conditions"})
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
    ("gastric", "gastroesophageal"),
    ("heart", "vascular"),
    ("recurrent", "metastatic"),
    ("advanced", "metastatic"),
}
_KEEP = disease_words("severity")
# `autoimmune and inflammatory diseases` are one name; the head is plural and the words are adjectives.
_PLURAL_HEADS = frozenset(
    {"diseases", "disorders", "cancers", "tumors", "tumours", "conditions", "infections", "malignancies"}
)
_MEDICAL = re.compile(r"(?:ic|al|ive|ous|ary|ory|ar|oid|une|tid)$")
_PLAIN = disease_words("plain_adjective")
# Compounds that no disease is named with, and past participles that some are.
_NO_MODIFIER = re.compile(
    r"-(?:based|designed|backed|focused|approved|cleared|funded|partnered|led|owned|powered|gen)$|^multi-?(?:source|billion|million|year|asset)"
)
_AI_DRIVEN = re.compile(r"^(?:ai|data|science|technology|mission|purpose|patient)-driven$")
_STAGES = re.compile(r"[IVX]{1,4}[A-C]?[-–/][IVX]{1,4}[A-C]?")  # `stage III-V`
_PARTICIPLE = re.compile(r"-(?:related|associated|induced|mediated|mutated|rearranged|amplified|acquired|linked)$")
_S_ENDS = ("ss", "us", "is", "'s", "monas")
# What may befall who is treated is not what they are treated for.
_HARM = re.compile(
    r"(?:device|drug|treatment|infusion|procedure|vaccine)(?:-related\s|\spocket\s)|non-?fatal\s", re.IGNORECASE
)
# What stands behind a head and belongs to the name.
_BEHIND = re.compile(
    r"\swith\s(?:(?:mildly\s)?(?:reduced|preserved)\sejection\sfraction|cardiomyopathy|polyneuropathy|inhibitors)\b"
    r"|\s(?:and|or)\s(?:pain|inflammation)\s(?:after|following|associated\swith)\s(?:[\w-]{1,20}\s){0,2}surgery\b"
    r"|\stype\s(?:(?:[1-4]|I{1,3}|IV|VI{1,2})[AB]?|(?-i:[A-D]))\b"
    r"|(?-i:(?<=epatitis)\s[A-E](?![\w-])|(?<=nfluenza)\s[AB](?![\w-])|(?<=mophilia)\s[AB](?![\w-]))",
    re.IGNORECASE,
)
_OF_ORGAN = re.compile(r"\sof\sthe\s(?:[a-z]{3,12}\s(?:and\s[a-z]{3,12}\s)?)?[a-z]{4,14}\b", re.IGNORECASE)
# Named by the organ that they sit in: `osteoarthritis of the knee`.
_SEATED = frozenset({"cancer", "cancers", "carcinoma", "carcinomas", "osteoarthritis"})
_LONG_OF = dict(load_reference("disease_abbreviations").select("abbreviation", "long_name").iter_rows())
_SURE_SHORT = dict(load_reference("disease_abbreviations").select("abbreviation", "is_sure_alone").iter_rows())
# What shows that a short form with several meanings is the disease here.
_BEFORE_SHORT = re.compile(
    r"\b(?:(?:patients?|adults?|people|children|subjects|participants|individuals|those|men|women|boys|girls|females)\s"
    r"(?:\w{1,14}\s){0,2}(?:with|who\shave|having|from)|(?:treat(?:ment|ing|s)?|therap(?:y|ies)|prevention|diagnosis|"
    r"detection|management|onset)\s(?:of|for)|(?:treat|treats|treating|progressive|metastatic|moderate|severe|relapsing|"
    r"refractory|recurrent|advanced|congenital)|(?:trials?|study|studies|program|candidate|indicat(?:ion|ed)|designation|"
    r"approv(?:al|ed)|developed|drug|data|efficacy|activity)\s(?:for|in))\s"
    r"(?:(?:the|a|an|locally|either|both)\s)?(?:[\w+/-]{1,20}\s){0,3}$",
    re.IGNORECASE,
)
_FOR_SHORT = re.compile(r"\b(?:in|for|with|of)\s(?:[A-Z][\w+-]{1,8}\s)?$")
_BEHIND_SHORT = re.compile(r"\s(?:patients|indications?|disease|population|diagnos[ei]s|screening|therap(?:y|ies))\b")


def find_disease_names(sentence: str) -> list[Found]:
    """Return (start, end, surface) of each noun phrase in a sentence that names a disease, abbreviations included."""
    if not any(map(_KIND.__getitem__, _TOKEN.findall(sentence))):
        return []
    tokens = [(m.start(), m[0].rstrip(_MARKS)) for m in _TOKEN.finditer(sentence)]
    lowered = [plain(word) for _, word in tokens]
    found: list[Found] = []
    last = -1  # the last token that a name has taken
    for n, (start, word) in enumerate(tokens):
        kind = _KIND[word]
        if not kind or n <= last:
            continue
        if kind == "short":
            if _is_short_disease(sentence, start, start + len(word), word):
                found.append((start, start + len(word), word))
            continue
        end, needs = _head_at(lowered, n)
        if not needs:
            continue
        while end + 1 < len(tokens) and lowered[end + 1] in _TAILS and _gap(sentence, tokens, end) == " ":
            end += 1
        if _is_organisation(sentence, tokens[n][0], tokens[end][0] + len(tokens[end][1])):
            continue
        if n and word[0].isupper() and lowered[n] == lowered[end] and _is_name(lowered[n], tokens):
            continue
        begin = _first_modifier(sentence, tokens, lowered, n, last + 1)
        begin = _joined(sentence, tokens, lowered, (begin, n, end), last + 1)
        is_adjectival = begin < n and _MEDICAL.search(lowered[n - 1]) and lowered[n - 1] not in _PLAIN
        if needs == "nothing" or (needs == "modifier" and begin < n) or is_adjectival:
            stop = tokens[end][0] + len(tokens[end][1])
            tail = _BEHIND.match(sentence, stop) or (
                _OF_ORGAN.match(sentence, stop) if lowered[end] in _SEATED else None
            )
            stop = tail.end() if tail else stop
            found.append((tokens[begin][0], stop, sentence[tokens[begin][0] : stop]))
            last = end
            while tail and last + 1 < len(tokens) and tokens[last + 1][0] < stop:
                last += 1
    return sorted(found)


def long_name(short: str) -> str | None:
    """Return the long name of a usual short form; None for other words."""
    return _LONG_OF.get(short)


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """Fold a word for look-up: lower case, straight apostrophes."""
    return word.replace(_ENTITY, "'").lower().replace("’", "'")


class _Kinds(dict[str, str]):
    """What a token may begin: `head`, `short` (an abbreviation), or nothing; worked out once for each word."""

    def __missing__(self, token: str) -> str:
        word = token.rstrip(_MARKS)
        kind = "short" if word in _LONG_OF else "head" if _needs(plain(word)) or plain(word) in _LONG_HEADS else ""
        if len(self) > 200_000:  # hostile text must not fill the memory
            self.clear()
        self[token] = kind
        return kind


_KIND = _Kinds()


def _needs(word: str) -> str:
    """Return what must stand before a head of one word; empty for other words."""
    for form in _singulars(word):
        if form in _NEEDS:
            return _NEEDS[form]
    if len(word) > 6 and word.endswith(_SUFFIXES) and not any(form in _NO_DISEASE for form in _singulars(word)):
        return "nothing"
    return ""


def _singulars(word: str) -> Iterator[str]:
    yield word
    if word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith("s"):
        yield word[:-1]


def _head_at(lowered: Sequence[str], n: int) -> tuple[int, str]:
    """Return the last token of the head that begins at token n, and what it needs before it."""
    for words in _LONG_HEADS.get(lowered[n], ()):
        end = n + len(words)
        if (
            lowered[n + 1 : end - 1] == words[1:-1]
            and end <= len(lowered)
            and words[-1] in _singulars(lowered[end - 1])
        ):
            return end - 1, _NEEDS[" ".join(words)]
    return n, _needs(lowered[n])


def _is_short_disease(sentence: str, start: int, end: int, word: str) -> bool:
    if _SURE_SHORT[word] == "true":
        return _ORGANISATION_BEHIND.match(sentence, end) is None
    if _BEHIND_SHORT.match(sentence, end) or _BEFORE_SHORT.search(sentence, max(0, start - _REACH), start):
        return True
    # Three letters seldom mean another thing behind such a word; two are too often a state or a degree.
    return len(word) > 2 and word != "ALL" and bool(_FOR_SHORT.search(sentence, max(0, start - 30), start))


def _is_organisation(sentence: str, start: int, end: int) -> bool:
    if _ORGANISATION_BEHIND.match(sentence, end):
        return True
    before = sentence[max(0, start - _REACH) : start]
    return any(word in before for word in _ORGANISATION_WORDS) and bool(_ORGANISATION_BEFORE.search(before))


def _is_name(word: str, tokens: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a word that only its ending makes a disease is written as a name: capitals among small letters."""
    is_listed = any(form in _NEEDS for form in _singulars(word))
    return not is_listed and 2 * sum(token[0].isupper() for _, token in tokens) < len(tokens)


def _gap(sentence: str, tokens: Sequence[tuple[int, str]], n: int) -> str:
    """What stands between token n and the next."""
    return sentence[tokens[n][0] + len(tokens[n][1]) : tokens[n + 1][0]]


def _joined(
    sentence: str, tokens: Sequence[tuple[int, str]], lowered: Sequence[str], name: tuple[int, int, int], floor: int
) -> int:
    """Return the first token of a name with the adjective that shares its head: `autoimmune and allergic diseases`."""
    begin, first, end = name
    is_joined = (
        lowered[end] in _PLURAL_HEADS
        and first - 2 <= begin - 1
        and begin - 2 >= floor
        and begin == first - 1
        and lowered[begin - 1] in ("and", "or")
        and _gap(sentence, tokens, begin - 2) == " "
    )
    other = lowered[begin - 2] if is_joined else ""
    return begin - 2 if other and _is_modifier(tokens[begin - 2][1]) and is_adjective(other) else begin


def is_adjective(word: str) -> bool:
    """Tell whether a word in small letters ends like an adjective of medicine."""
    return (_MEDICAL.search(word) is not None or word in ("solid", "rare")) and word not in _PLAIN


def _first_modifier(
    sentence: str, tokens: Sequence[tuple[int, str]], lowered: Sequence[str], first: int, floor: int
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
        if word in ("1", "2", "i", "ii") and n - 1 > floor and lowered[n - 2] == "type":
            n -= 2
            begin = n
            continue
        if gap == ") " and n - 1 > floor and _gap(sentence, tokens, n - 2) == " (":
            # `Transthyretin (ATTR) amyloidosis`
            n -= 1
            continue
        if gap in ("/", " & ") and (word, lowered[n]) in _PAIRS:
            n -= 1
            begin = n
            continue
        if gap == ", " and not (word in _KEEP or word.endswith(("-positive", "-negative"))):
            break
        is_bracketed = gap == " (" and n < begin
        if gap not in (" ", ", ", "/", " \u00a0", "\u00a0") and not is_bracketed:
            break
        if word == "major" and lowered[n] == "depressive":
            return n - 1
        # `Hollin's Cancer Drug`: whose drug it is; tumors have no discoverers.
        is_owner = lowered[first] in _SEATED and word.endswith(("'s", "’s"))
        if is_owner or not _is_modifier(tokens[n - 1][1]):
            break
        n -= 1
        begin = n
    return begin


@lru_cache(maxsize=65_536)
def _is_modifier(surface: str) -> bool:
    """Tell whether a word may stand in the name of a disease before its head: no verb, article, number or plural."""
    word = plain(surface)
    if word in _ADJECTIVES:
        return True
    if word.endswith(("-positive", "-negative")):
        return True
    if word in _STOP or word in _VERBS or word[0].isdigit() or is_code(surface) or _STAGES.fullmatch(surface):
        return False
    if word.endswith(("ing", "ly")) or _NO_MODIFIER.search(word) or _AI_DRIVEN.search(word):
        return False
    if word.endswith("ed"):
        return _PARTICIPLE.search(word) is not None
    return not (word.endswith("s") and len(word) > 3 and not word.endswith(_S_ENDS) and not surface.isupper())


@lru_cache(maxsize=16_384)
def is_vague(name: str) -> bool:
    """Tell whether a name is that of a field of medicine, or of harm: `infectious diseases`, `device-related pain`."""
    if _HARM.match(name):
        return True
    *words, last = name.lower().split()
    return name.lower() in _VAGUE or (last in _FIELD_HEADS and all(word in _FIELDS for word in words))
