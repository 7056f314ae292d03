"""Which products a release is about: where each stands, how often, and whether others are compared with it.

The names themselves are found by `products`, and chosen by `product_choice`. Comparators,
platforms and what only the boilerplate tells are no news.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from transforms.facts.judge.names import Name
from transforms.facts.product_choice import WEAK, Candidate, choose, fallback_names, names_of
from transforms.facts.product_context import (
    USED,
    is_firm,
    is_firm_or_platform,
    is_marketed,
    is_own,
    is_platform,
    is_study,
    is_target,
    is_used,
    sold_substance,
)
from transforms.facts.product_fallbacks import (
    described,
    find_title_substances,
    named_things,
    own_things,
)
from transforms.facts.products import BEHIND, MARK, find_product_names, find_substances

_AGAINST = re.compile(
    r"\b(?:versus|vs\.?|compared\s(?:to|with)|comparator|superior(?:ity)?\s(?:to|over)|inferior(?:ity)?\sto|"
    r"against|head-to-head\s(?:with|against)|plus|"
    r"combination\swith|combined\swith|along\swith|together\swith|added\sto|background|failed|failure\sof|"
    r"refractory\sto|relapsed\son|"
    r"biosimilars?\s(?:(?:candidate|version|product|medicine|alternative)\s)?(?:to|of|for|referencing)|interchangeable\swith|"
    r"prior|previously\streated\swith|stable\sdoses?\sof|equivalent\s(?:of|to)|such\sas|unlike|or|standard\sof\scare,?)\s(?:[\w\-/®™’']{1,20}\s){0,2}$"
    r"|\bcontrolled\s(?:with|on|by)\s(?:[\w,-]{1,16}\s){0,6}$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"(?:\b(?:evaluating|of|for|to|with|testing|candidate,?|product,?|asset,?|drug,?|therapy,?|called|study,?)\s)$",
    re.IGNORECASE,
)
# A person, a maker or another thing: `Tarn's`, `Tarn F. Hollin`, `Venous Leg`.
_NO_NAME_BEHIND = re.compile(r"['’](?:s\b|\s)|\s[A-Z](?:[a-z]|\.\s)")
_PLACE_BEFORE = re.compile(
    r"\b(?:(?:Room|Booth|Suite|Hall|Level|Board|Docket|No\.|Number|journal|journal,|in\sthe\sjournal)"
    r"|(?i:poster|abstract|(?:poster|abstract|oral)\spresentation|session)s?(?:\s(?:number|no\.?|id|code))?)[\s,:#]{1,2}$"
)
# A person's earlier career tells of products of others.
_CAREER = re.compile(
    r"\b(?:[Hh]e|[Ss]he|Dr\.|Mr\.|Ms\.|Prof\.|Prior\sto|Previously|career|tenure|decades|experience)\b[^;]{0,120}?"
    r"\b(?:led|served|held|developed|invented|oversaw|spearheaded|responsible|role\sin|brings|advanced|launched|"
    r"reflects|joined)\b"
)
_STUDY_BEFORE = re.compile(
    r"\b(?:(?:trial|study|protocol|studies)(?:,|\s\(|\s(?:number|called|named|code)|:)|"
    r"phase\s[\w/]{1,5}\s(?:trial|study))\s?$",
    re.IGNORECASE,
)
# `HARBOR 2: survival in gout`: studies are numbered, and no dose stands behind the number.
_NUMBERED = re.compile(
    r"\s[1-9](?![\w.%/-])(?!\s?(?:m[gl]|mcg|g|tablets?|capsules?|doses?|years?|months?|weeks?|days?)\b)"
)
_PHASE_DATA = re.compile(r"\s(?i:phase)\s[\w/]{1,5}\s(?:[A-Za-z-]{3,14}\s){0,2}(?i:data|results)\b")
_WEIGHT = {"title": 6.0, "subtitle": 3.0, "bullet": 2.0, "lead": 3.5, "about": 0.5}
FRONT = ("title", "subtitle", "bullet", "lead")
# What the issuer says of itself, between its name and `today announced`, tells what it has, not what the news is.
SPEAKS = re.compile(
    # `..., the company announced on Monday`, behind the news, parts nothing.
    r"\b(?:today\s)?(?:announce[sd]?(?<!\b[Cc]ompany\sannounced)(?<!\bfirm\sannounced)(?<!\bit\sannounced)|"
    r"announced\stoday|reported|today\s\w+ed|will\s(?:present|host|report|participate)|is\spleased)\b"
)
_ALIAS = re.compile(
    rf"{MARK}?"
    r"\s?[(\[](?:[^()\[\]]{0,30}(?:as|known as|called|formerly|,)\s|(?:[a-z-]{2,16}\s){1,2})?"
    r"[“\"]?"
    rf"|{MARK}?\s?/\s?"
    r"|[®™]?,?\s(?:[\w,/.-]{1,20}\s){0,12}?(?:marketed|sold|approved|known|referenced|referred\sto)\s(?:[\w.,&]{1,12}\s){0,7}?as\s(?:the\s)?"
)
# `QVX-1 with omafenib`: the second drug is given beside the first.
_BESIDE = re.compile(
    rf"{MARK}?\)?(?:\s\([^()]{{2,40}}\))?(?:\s(?:with|plus|\+|or)\s|/)(?:[A-Z][\w’']{{1,14}}\s)?(?:anti-[\w-]{{2,8}}\s(?:therapy\s)?)?"
)
# `Quavabody QVX-318`: a name with a mark before a code or a substance is the maker's technology.
_BEFORE_NAME = re.compile(rf"{MARK}?\s")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_MAX_COUNTED = 8
_SHORTEST_CODE = 5  # letters of a code that others may begin with
_LETTERS = 5
_MENTIONS_OF_PLATFORM = 3  # a third of them say that it is one


def rank_products(
    units: Iterable[tuple[str, str]],
    issuer: str | None,
    abbreviations: Mapping[str, str],
) -> list[Name]:
    """Return the products that a release names, best first, those marked that the news is about.

    Args:
        units: (section, sentence) of a release in order, headline first; boilerplate left out.
        issuer: Its name is no product.
        abbreviations: Short forms that the text spells out: what is spelt out in several words is no product.
    """
    sentences = list(units)
    substances = _substances(sentences)
    found = _rank(sentences, substances, issuer, abbreviations)
    if not _has_chosen(found) and (titled := find_title_substances(sentences)):
        found = _rank(sentences, substances | titled, issuer, abbreviations)
    if not _has_chosen(found):
        things = own_things(issuer, sentences) or described(sentences) or named_things(issuer, sentences)
        found = [*found, *fallback_names(things)]
    return found


def _has_chosen(names: Iterable[Name]) -> bool:
    return any(one.is_chosen for one in names)


def _substances(sentences: list[tuple[str, str]]) -> set[str]:
    return {name for _, sentence in sentences if "(" in sentence for name in find_substances(sentence)}


def _rank(
    sentences: list[tuple[str, str]], substances: set[str], issuer: str | None, abbreviations: Mapping[str, str]
) -> list[Name]:
    """Count and weigh every name, and choose."""
    known = _Known(
        frozenset(word.lower() for word in re.findall(r"\w{4,}", issuer or "")),
        (issuer or "").lower(),
        _lower_words(sentences),
        abbreviations,
    )
    candidates: dict[str, Candidate] = {}
    same_as: dict[str, str] = {}
    studies: Counter[str] = Counter()
    platforms: Counter[str] = Counter()
    firms: Counter[str] = Counter()
    for order, (section, sentence) in enumerate(sentences):
        weight = _WEIGHT.get(section, 1.0 if order < 14 else 0.5)
        speaks = SPEAKS.search(sentence) if section == "lead" else None
        career = _CAREER.search(sentence) if section not in ("title", "subtitle") else None
        hits = find_product_names(sentence, substances)
        for n, (start, end, name, kind) in enumerate(hits):
            key = _key(name)
            # `HARBOR-XY Phase 2 Data`: letters with a hyphen name the study, a code would name the product.
            is_lettered = kind == "camel" and "-" in name and _PHASE_DATA.match(sentence, end) is not None
            studies[key] += kind != "inn" and (
                is_lettered or is_study(sentence, end) or _is_numbered(sentence, end, name, kind)
            )
            firms[key] += kind not in ("inn", "brand") and is_firm(sentence, start, end)
            platforms[key] += kind in ("brand", "camel") and is_platform(sentence, start, end)
            behind = hits[n + 1] if n + 1 < len(hits) else None
            if _is_other_thing(sentence, (start, end), name, kind, known) or (career and career.start() < start):
                continue
            # `TarnWorks’ QuavaCoach`: a maker and its product.
            if behind and kind in WEAK and sentence[end : behind[0]].strip() in ("'s", "’s", "'", "’"):
                continue
            if behind and kind == "brand" and _BEFORE_NAME.fullmatch(sentence[end : behind[0]]):
                continue
            is_apposition = speaks is not None and end <= speaks.start()
            against = bool(_AGAINST.search(sentence[max(0, start - 60) : start])) or (
                n > 0 and bool(_BESIDE.fullmatch(sentence[hits[n - 1][1] : start]))
            )
            c = candidates.setdefault(key, Candidate(name, kind))
            c.surfaces.setdefault(name)
            c.context.see(section, order, sentence, (start, end))
            c.count += 1
            c.targets += kind == "code" and is_target(sentence, end)
            c.against += against
            c.told += section != "about" and not is_apposition
            is_owned = section != "about" and is_own(sentence, start)
            c.is_own |= is_owned
            c.is_in_front |= is_owned or ((section in FRONT or order < 6) and not is_apposition and section != "about")
            c.is_used |= kind != "camel" or is_used(sentence, start, end)
            c.is_titled |= section == "title"
            c.is_marketed |= kind in WEAK and section in FRONT and is_marketed(sentence, start, end)
            gain = (0.5 if is_apposition else weight) * (0.15 if against else 1.0) * (0.5 if kind in WEAK else 1.0)
            if _FOR.search(sentence[max(0, start - 14) : start]) and not against:
                gain *= 1.3
            c.score += gain + is_owned if c.count <= _MAX_COUNTED else 0.0
            # `bezacort (NX3107)`: what stands in brackets right behind a name is the same product.
            if behind and _ALIAS.fullmatch(sentence[end : behind[0]]) and (_key(behind[2]) != key):
                same_as.setdefault(_key(behind[2]), key)
            elif kind != "code" and (substance := sold_substance(sentence, hits, n)):
                same_as.setdefault(key, _key(substance))
    for key, c in candidates.items():
        # Once may be a manner of speaking of a device.
        c.studies = studies[key] + (platforms[key] if platforms[key] > 1 else 0)
        c.is_platform = _MENTIONS_OF_PLATFORM * platforms[key] >= c.count > 0
    candidates = {key: c for key, c in candidates.items() if not firms[key]}
    _merge(candidates, same_as)
    return names_of(candidates, choose(candidates, sentences), sentences)


def _is_numbered(sentence: str, end: int, name: str, kind: str) -> bool:
    """Tell whether a word in capitals is followed by a number as studies are, and not by a dose."""
    return kind == "camel" and name.isupper() and _NUMBERED.match(sentence, end) is not None


def find_other_products(sentence: str) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of the codes and substances that a sentence names, the first name of each.

    For a sentence that speaks of none of the release's products. What is given beside or compared is left out.
    """
    return list(_other_products(sentence))


@lru_cache(maxsize=1024)  # asked again for each event near the sentence
def _other_products(sentence: str) -> tuple[tuple[int, int, str], ...]:
    found: list[tuple[int, int, str]] = []
    hits = find_product_names(sentence)
    for n, (start, end, name, kind) in enumerate(hits):
        last = hits[n - 1][1] if n else 0
        is_second = n > 0 and (_ALIAS.fullmatch(sentence[last:start]) or _BESIDE.fullmatch(sentence[last:start]))
        before = sentence[max(0, start - 60) : start]
        is_named = kind in ("code", "inn") or (n + 1 < len(hits) and _ALIAS.fullmatch(sentence[end : hits[n + 1][0]]))
        # A name that may be a firm's or a platform's counts only by what is done with it.
        is_named = is_named or (
            (USED.search(before) or BEHIND.match(sentence, end))
            and not (is_firm_or_platform(sentence, start, end) or _NO_NAME_BEHIND.match(sentence, end))
        )
        if is_named and not (is_second or _AGAINST.search(before) or _PLACE_BEFORE.search(before)):
            found.append((start, end, name))
    return tuple(found)


@dataclass(frozen=True)
class _Known:
    """What a release's other words are: those of the issuer's name, those it writes small, its abbreviations."""

    issuer: frozenset[str]
    issuer_name: str
    ordinary: frozenset[str]
    abbreviations: Mapping[str, str]


def _is_other_thing(sentence: str, span: tuple[int, int], name: str, kind: str, known: _Known) -> bool:
    """Tell whether a name is the issuer's, a study's, a platform's, an abbreviation or an ordinary word."""
    words = {word.lower() for word in re.findall(r"\w{4,}", name)}
    before = sentence[max(0, span[0] - 32) : span[0]]
    if " " in known.abbreviations.get(name, "") or _STUDY_BEFORE.search(before) or _PLACE_BEFORE.search(before):
        return True
    if kind in ("code", "inn"):
        # `Quava-X`, `Quavamab Oncology`: the issuer's own name, written as a code or a substance is.
        is_issuer = name.lower() in (known.issuer_name if kind == "code" else known.issuer - known.ordinary)
        return is_issuer and not any(ch.isdigit() for ch in name)
    # `Quava Retinal Test (QRT™)`, `AB/CD™ 2026`: letters that stand for words, or half of a name.
    if kind == "brand" and name.isupper() and len(name) <= _LETTERS and before.endswith(("(", "/")):
        return True
    if is_firm_or_platform(sentence, *span) or words & known.issuer or name.lower() in ("wire", "meeting", "congress"):
        return True
    return kind in WEAK and (
        bool(words & known.ordinary) or name.lower() in known.ordinary or name in known.abbreviations
    )


def _lower_words(sentences: list[tuple[str, str]]) -> frozenset[str]:
    """Return the words that the text also writes in small letters: in a headline's capitals they name nothing."""
    return frozenset(
        word
        for _, sentence in sentences
        for word in re.findall(r"(?<![\w.@/-])[a-z][a-z-]{3,24}(?![\w@]|\.\w)", sentence)
    )


def _merge(candidates: dict[str, Candidate], same_as: Mapping[str, str]) -> None:
    """Join second names, protocol numbers (`QVX21-305` beside `QVX21`) and longer spellings to the first name."""
    pairs = dict(same_as)
    place = {key: n for n, key in enumerate(sorted(candidates, key=len))}
    found: list[tuple[int, int, str, str]] = []
    # Each name looks for the shorter ones, so that many names take no longer each than few.
    for longer, c in candidates.items():
        beginnings = (longer[:end] for end in range(_SHORTEST_CODE, len(longer))) if c.kind == "code" else ()
        found += [
            (place[key], place[longer], longer, key)
            for key in beginnings
            if key in candidates and longer[len(key) :].strip("sl-").isdigit()
        ]
        # `VELMORA fentanyl` is what `fentanyl` means there.
        brand, _, substance = c.name.partition(" ")
        key = _key(substance) if brand.isupper() else ""
        if key in candidates and candidates[key].kind == "inn" and place[key] < place[longer]:
            found.append((place[key], place[longer], key, longer))
    for _, _, other, first in sorted(found):
        pairs.setdefault(other, first)
    for other, first in pairs.items():
        root, hops = first, 0
        while root in pairs and hops < 5:
            root, hops = pairs[root], hops + 1
        if other == root or other not in candidates or root not in candidates:
            continue
        a, b = candidates[root], candidates.pop(other)
        a.score += b.score
        a.count += b.count
        a.told += b.told
        a.is_in_front |= b.is_in_front
        a.is_used |= b.is_used
        a.is_marketed |= b.is_marketed
        a.surfaces.update(b.surfaces)
        a.context.take_in(b.context)
        if a.kind in WEAK:
            a.kind = b.kind
        # `omafenib (QVX-1)` that goes on about QVX-1: an old substance in the issuer's own product.
        if a.kind == "inn" and b.kind == "code" and b.count > a.count - b.count:
            a.name, a.kind = b.name, b.kind


def _key(name: str) -> str:
    """Fold spellings of one name: case, hyphens and spaces, the four letters behind a biologic's name."""
    folded = re.sub(r"-[a-z]{4}$", "", name.lower()) if re.search(r"[a-z]{6}-[a-z]{4}$", name) else name.lower()
    return re.sub(r"[\s\-–‑]", "", folded).translate(_SUBSCRIPTS)
