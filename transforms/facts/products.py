"""Names of products in a sentence: code names, brand names, international nonproprietary names.

What belongs here: what looks like a product, and where. Which of them a release is about is `product_ranking`.
"""

import re
from collections.abc import Container, Mapping
from functools import cache

from transforms.reference import load_reference


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind in the list product_words."""
    words = load_reference("product_words")
    return frozenset(words.filter(words["kind"] == kind)["word"].to_list())


_STEMS = tuple(load_reference("inn_stems")["stem"].to_list())
# Words that end like a substance, but are none that is under study.
_NO_INN = words_of("no_substance")
# By their last three letters: most words end in none of these, and few stems have the same.
_STEMS_BY_END = {end: tuple(stem for stem in _STEMS if stem.endswith(end)) for end in {stem[-3:] for stem in _STEMS}}
_LONG_WORD = re.compile(
    r"(?<![\w/.@-])[A-Za-z][a-z]{5,22}(?![\w@]|-(?:like|based|containing|related|treated|induced|free|resistant))"
)
_INSULIN = re.compile(r"[Ii]nsulin\s(?:glargine|lispro|degludec|icodec|aspart|efsitora|detemir|glulisine)\b")
# The first word of two-word names of gene and cell therapies: `nexagene parvovec`, `talicabta autoleucel`.
_FIRST_OF_TWO = re.compile(r"[A-Za-z][a-z]{4,16}(?:gene|cel|ran|ene|ine|ta)\s$")
_FOUR_LETTERS = re.compile(r"-[a-z]{4}(?![\w-])")
# The second word of a substance: its load, or what makes it a prodrug: `quavatamab vedotin`, `lomavir marboxil`.
_SECOND_WORD = re.compile(
    r"(?:-[a-z]{4})?\s(?:[a-z]{2,7}(?:dotin|tecan|tansine|sirine|micin|tuzaline)|[A-Z][a-z]{3,8}(?:dotin|tecan|tansine|sirine)|"
    r"(?i:marboxil|medoxomil|proxetil|alafenamide|disoproxil|axetil|etexilate|mofetil|pivoxil|"
    r"pegol|alfa|tedromer|cafraglutide))(?![\w-])"
)
# Short names of gene and cell therapies: `quava-vec`, `ravi-cel`.
_SHORT_CELL = re.compile(r"(?<![\w-])[A-Za-z][a-z]{2,8}-(?:vec|cel)(?![\w-])")
# `QVX-318`, `QVX-102 SL`, `BZ1001-A`, `QVX-7104.056`, `QV3502970`, `Qavu003`, `QVx-1301`, `QVOS 101`, `qTOL-102`.
_CODE = re.compile(
    r"(?<![\w/.@$€£#:-])(?:"
    r"(?:[A-Z]{1,5}|[A-Z]{1,4}[a-z]{1,2}|[A-Z]{2,3}[a-z]?[A-Z]{1,2})[\-–‑]?\d{2,8}[A-Za-z]{0,3}(?:[\-–.]\d{1,4}[A-Z]?)?"
    r"(?:-[A-Z]{1,3}\d?)?(?:\s(?:SL|ER|XR|IV|SC|ODT|PF|LAI)\b)?"
    r"|[A-Z][a-z]{2,5}-?\d{3,4}"
    r"|[A-Z]{3,4}\s\d{3,4}"
    r"|[A-Z]{2,5}-[A-Z]{1,3}-\d{1,4}|[A-Z]{3,4}[\-–]\d[A-Za-z]?"
    r"|(?!SARS-|HLA-)[A-Z]{2,5}-(?:[A-Z]{1,4}|[A-Z][a-z])\d{1,3}(?:[A-Z]\d{0,2})?|[A-Z]-[A-Z]{3,6}[\d₀-₉]{1,4}|[A-Z][a-z]{3,9}-[A-Z](?!-[A-Z])"
    r"|[a-z]{1,2}[A-Z]{2,4}-\d{2,4}|[A-Z][a-z]{2,8}-\d{2,3}-\d{2,3}"
    r")(?![\w%/]|-\d|\.\d|,\d{3})"
)
# Genes, antigens, scales, states, meetings, their sessions (`S17.104`) and dates that look like codes.
_NO_CODE = re.compile(
    r"(?:CD|IL|PD|PDL|HER|TP|KRAS|NRAS|BRCA|GLP|COVID|SARS|CTLA|TNF|VEGF|FGF|FGFR|EGFR|EGF|IGF|MEK|"
    r"ERK|BRAF|JAK|TYK|STAT|CCR|CXCR|TLR|NK|"
    r"HTLV|RSU|HLA|DR|HPV|HSV|HIV|CMV|EBV|RSV|ISO|FDA|FY|CY|Q|H|ICD|PHQ|MADRS|EQ|SF|ACR|PASI|EASI|RFC|GPT|AM|"
    r"PM|PARP|BACE|TREM|NOTCH|BCL|CDK|CYP|"
    r"GAD|HAMD|HAM|NIHSS|MRS|LDL|HDL|DPP|SGLT|PCSK|NLRP|TIM|LAG|DLL|MAGE|NY|WT|MUC|GPRC|BCMA|PRMT|"
    r"KIF|USP|WRN|FAP|PSMA|SSTR|CEA|"
    r"AFP|TGF|BTK|KIT|MET|RET|ROS|ALK|ATR|CHK|WEE|APOE|APOC|APOL|TTR|SOD|TDP|FUS|LRRK|GBA|SNCA|PIK|"
    r"AKT|IDH|FLT|NPM|CALR|MPL|"
    r"Rule|Form|Room|Suite|Note|Page|Part|Act|Type|Class|Level|Stage|Grade|Tier|Phase|Day|Week|Month|"
    r"Year|Table|Title|Item|Booth|Hall|"
    r"SEC|ASC|IFRS|GAAP|CFR|USC|RIN|TX|NC|MA|PA|NJ|CO|WA|FL|IL|UN|EU|UK|GMP|GCP|ESMO|ASCO|ASH|AACR|"
    r"EHA|SITC|EADV|ADA|EASD|AHA|ACC|AAN|"
    r"EXPO|Expo|Inc|INC|Tech|CTAD|ADPD|DDW|EAN|WCLC|ESC|SABCS|ATMRD|VIVA|BIO|PD|CTLA|JPM|ESG|Covid|Top|NYSE|SBIR|GPS|LTE|"
    r"IPX|IP|USB|HTTP|TB|NCT|DRKS|CTR|KCT|TCTR|NSE|Route|"
    r"Jan|Feb|Mar|Apr|May|Jun|June|July|Aug|Sept|Sep|Oct|Nov|Dec|In|On|By|At|Of|For|The|To|From|And|"
    r"Over|All|Both|Only|With|After|More|"
    r"[A-Z]|HEK|COS|CHO|HeLa|MCF|NCI|ATCC|GSE|NM|NP|OR|HR|CI|RR|AUC|ED|IC|EC|LD|GI|DL|RP|ECG|EEG|MRI|"
    r"PET|UTF|AES|RSA|TSX|OTC|ER|PR|Act|Zone|Area|Ki|Gen|EUR|USD|GBP|CHF|CAD|AUD|SEK|NOK|DKK|CNY|RMB|HKD|INR|"
    r"NIS|ILS|VND|THB|SGD|KRW|JPY|ISBN|ISSN|HRSA|TIME|Mid)?"
    r"[\-–‑ ]?(?:\d+(?:[\-–]?\d+)?[a-zA-Z]?|(?:19|20)\d\d)|PD-L[12]|[A-Z]\d{1,3}\.\d{1,4}|"
    r"[A-Z]{2,6}(?: ?(?:19|20)\d\d|-20[12]\d)|(?:Post|Non|Anti|Multi|Mega|Vitamin|"
    r"Hepatitis|Plan|Series|Team|Covid|Group|Model|Type|Part|Cohort|Phase|Class|Grade|Stage|Tier|Level|Option)-[A-Z]"
)
# Marks as written, as entities left in old pages, and `TM` that lost its height.
MARK = r"(?:\s?\*{0,2}(?:[®™Ⓡ]|&(?:reg|trade);|\((?:R|TM)\))\*{0,2})"
# A brand that goes on with its substance: `VELMORA fentanyl`.
_BRANDED = re.compile(rf"(?<![\w-])(?P<name>[A-Z]{{5,14}}){MARK}?\s$")
_BRAND = re.compile(
    rf"(?<![\w-])(?!(?:from|and|for|with|of|to|in|the)[A-Z])(?P<name>(?:[A-Z]|[a-z]{{1,6}}[A-Z])[\w\-₀-₉]{{1,24}}?\+?|[a-z]{{5,14}}(?=[®™]|\((?:R|TM)\)))(?:{MARK}|(?<=[a-z])TM\b)"
)
_MARKED = re.compile(r"[®™Ⓡ]|TM|\(R\)|&(?:reg|trade);")
# Words that say what a branded thing is: the name goes on over them.
_KIND_OF_THING = words_of("thing")
# `trial of Xxxx`, `evaluating Xxxx in`, `Designation for Xxxx`, `Xxxx for the treatment of`: a word with a capital
# counts as a name by the words beside it.
_CAPITALISED = re.compile(r"(?<=\s)(?P<name>[A-Z][\w\-]{3,20})(?=[\s,.;()®™’']|$)")
_PREPOSITIONS = frozenset(("of", "for", "from", "with"))
_SKIPPED = words_of("between")  # `dose of` once-weekly …
_MOST_SKIPPED = 3
_STUDIED = words_of("before_preposition")  # `trial` of …, `designation` for …
_USING = words_of("before_name")  # `evaluating` …, `candidate` …
BEHIND = re.compile(
    r"(?:[®™]|\s\([^()]{2,40}\))?,?\s(?:as\san?\s(?:[\w-]{1,16}\s){0,2}(?:treatment|therapy)\s(?:for|of)\b|(?:for|in)\s(?:the\s)?"
    r"(?:treatment|prevention|treating|patients|adults|children|people|subjects)\b)"
)
# Capitals that name a product before the kind of news: `VELMORA therapy`, `VELMORA sales`.
_CAPITALS = re.compile(
    r"(?<![\w-])(?P<name>[A-Z]{6,14})(?=[’'®™]|\s(?:therapy|device|sales|revenue|launch|treatment|"
    r"tablets?|injection|capsules?|net|is\sa|is\san|has\sbeen|[Pp]atents?|royalt(?:y|ies)|franchise|\d{1,4}\smg|"
    r"monotherapy|demonstrated|showed|significantly|superiority)\b)"
)
# Other words in capitals: names, if more speaks for them.
_ALL_CAPITALS = re.compile(r"(?<![\w:.(/&-])[A-Z]{6,12}(?![\w&/)-])")
# Endings of ordinary nouns, which headlines write with a capital.
_NOUN_ENDINGS = (
    "tion",
    "tions",
    "sion",
    "ment",
    "ness",
    "ship",
    "ance",
    "ence",
    "ity",
    "ing",
    "ings",
    "ers",
    "ists",
    "logy",
)
# Endings of adjectives and participles, likewise; names in capitals may end so.
_ADJECTIVE_ENDINGS = (
    "ed",
    "al",
    "ous",
    "ive",
    "able",
    "ible",
    "ary",
    "ful",
    "less",
    "ator",
    "ators",
    "ists",
    "ism",
    "ish",
    "ese",
)
_NAME_BEFORE = re.compile(r"(?<![\w.-])(?P<name>[A-Z][A-Za-z]{3,18})\s\($")
# Capitals inside a word: `PancoScan`, `NeuroLINE`. People, sites and firms are written so too, so it must come twice.
_CAMEL = re.compile(
    r"(?<![\w@./#-])(?P<name>(?!Mc|Mac|De|La|Le|Di|Van|Immuno|Nasdaq|O’)[A-Z][a-z]{2,12}[A-Z][A-Za-z]{0,8})"
    r"(?=[\s,;:)’'®™]|\.(?:\s|$)|$)(?!\s(?:Inc|Corp|Ltd|LLC|Therapeutics|Pharma|Health|Bio|News|Holdings|"
    r"University|Capital))"
)
# Names of letters alone, parted by a hyphen: `TAR-MVB`, `Lomid-QS`; they must come twice, too.
_HYPHENED = re.compile(r"(?<![\w@./-])(?:[A-Z]{2,5}-[A-Z]{2,4}|[A-Z][a-z]{3,9}-[A-Z]{2,3})(?![\w@/-]|\.\w)")
# `HARBOR-OLE`: the extension of a trial.
_EXTENSIONS = frozenset(["OLE", "LTE", "EXT"])
_NO_PARTS = frozenset(
    (
        "US",
        "UK",
        "EU",
        "USA",
        "AI",
        "ML",
        "CEO",
        "CFO",
        "MD",
        "CAR",
        "TCR",
        "RNA",
        "DNA",
        "NASDAQ",
        "NYSE",
        "TSX",
        "OTC",
    )
)
_NO_CAMEL = words_of("no_product")
_NO_NAME = words_of("no_name")


def find_product_names(sentence: str, substances: Container[str] = ()) -> list[tuple[int, int, str, str]]:
    """Return (start, end, name, kind) of everything that looks like a product; kind: brand, code, inn, camel or named.

    `substances` are names in small letters that this text shows to be substances (`find_substances`).
    """
    found: list[tuple[int, int, str, str]] = []
    if _MARKED.search(sentence):
        found += [_brand(sentence, m) for m in _BRAND.finditer(sentence) if m["name"].lower() not in _NO_NAME]
    found += _substances_and_codes(sentence, substances)
    found += _before_bracket(sentence, found)
    for pattern in () if sentence.isupper() else (_CAPITALISED, _CAPITALS):
        for m in pattern.finditer(sentence):
            if _is_ordinary(m["name"]) or (m["name"].endswith("TM") and not m["name"].isupper()):
                continue
            if m["name"].rpartition("-")[2] in _EXTENSIONS:
                continue
            if pattern is _CAPITALS or _is_used(sentence, m.start(), m.end()):
                found.append((m.start("name"), m.end("name"), m["name"], "named"))
    found += [(m.start(), m.end(), m["name"], "camel") for m in _CAMEL.finditer(sentence) if m["name"] not in _NO_CAMEL]
    if not sentence.isupper():
        if "-" in sentence:
            found += [(m.start(), m.end(), m[0], "camel") for m in _HYPHENED.finditer(sentence) if _is_hyphened(m[0])]
        found += [
            (m.start(), m.end(), m[0], "camel") for m in _ALL_CAPITALS.finditer(sentence) if not _is_ordinary(m[0])
        ]
    found.sort(key=lambda hit: (hit[0], -hit[1], hit[3] == "named"))
    kept: list[tuple[int, int, str, str]] = []
    for hit in found:
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return [hit for n, hit in enumerate(kept) if not _is_ingredient(sentence, hit, kept[n + 1 : n + 2])]


def _is_hyphened(name: str) -> bool:
    """Tell whether letters with a hyphen may be a name: no numeral, country, marker or prefix."""
    first, last = name.split("-")
    return not (
        _NO_CODE.fullmatch(f"{first}-{last[0]}")
        or _NO_CODE.fullmatch(f"{first}-1")
        or set(last) <= set("IVX")
        or {first, last} & _NO_PARTS
        or first.lower() in _NO_NAME
    )


def _is_ingredient(sentence: str, hit: tuple[int, int, str, str], behind: list[tuple[int, int, str, str]]) -> bool:
    """Tell whether a substance only says what the product named beside it is."""
    if hit[3] != "inn":
        return False
    is_before_code = bool(behind) and behind[0][3] == "code" and sentence[hit[1] : behind[0][0]] == " "
    return is_before_code or _MADE_FROM.match(sentence, hit[1]) is not None


# `QVX-1, a deuterated omafenib analog`, `its omafenib QVX-1`: what the product is made from, not its name.
_MADE_FROM = re.compile(
    r"\s(?:analog(?:ue)?s?|derivatives?|prodrugs?|metabolites?|molecules?|compounds?|facility|plant)\b"
)
# `bezacort (NX3107)`: a word beside a code in brackets is the substance's name, unless it says what kind it is.
_SUBSTANCE = re.compile(
    r"(?<![\w-])(?P<name>[A-Za-z][a-z]{6,18})\s\((?:also\sknown\sas\s|formerly\s|previously\s)?(?P<code>[A-Z]{2,5}-?\d{2,7}[A-Za-z]?)\)"
)
# `Velmora (QVX-101 or synthetic lomatinib)`: so is one in the bracket, behind the code.
_SUBSTANCE_BEHIND = re.compile(
    r"\((?P<code>[A-Z]{2,5}-?\d{2,7}[A-Za-z]?)\sor\s(?:(?:synthetic|oral|topical|inhaled|intravenous)\s)?(?P<name>[a-z]{7,19})\)"
)
_KIND_OF_SUBSTANCE = words_of("substance_kind")


def find_substances(sentence: str) -> set[str]:
    """Return the names, in small letters, that stand before a code in brackets, or beside it in them."""
    return {
        m["name"].lower()
        for pattern in (_SUBSTANCE, _SUBSTANCE_BEHIND)
        for m in pattern.finditer(sentence)
        if m["name"].lower() not in _KIND_OF_SUBSTANCE
        and not m["name"].lower().endswith(_NOUN_ENDINGS)
        and is_code(m["code"])
    }


def _substances_and_codes(sentence: str, substances: Container[str]) -> list[tuple[int, int, str, str]]:
    found = [(m.start(), m.end(), m[0], "code") for m in _CODE.finditer(sentence) if not _NO_CODE.fullmatch(m[0])]
    if "-vec" in sentence or "-cel" in sentence:
        found += [(m.start(), m.end(), m[0], "inn") for m in _SHORT_CELL.finditer(sentence)]
    for m in _LONG_WORD.finditer(sentence):
        word = m[0].lower()
        stems = _STEMS_BY_END.get(word[-3:])
        if (stems and word.endswith(stems) and word not in _NO_INN) or word in substances:
            start, end = _with_neighbours(sentence, m.start(), m.end())
            name = sentence[start:end]
            if branded := _BRANDED.search(sentence, max(0, start - 20), start):
                start, name = branded.start(), f"{branded['name']} {name}"
            found.append((start, end, name, "inn"))
        elif word == "insulin" and (insulin := _INSULIN.match(sentence, m.start())):
            found.append((insulin.start(), insulin.end(), insulin[0], "inn"))
    return found


def _is_ordinary(name: str) -> bool:
    """Tell whether a word is one that headlines write with a capital."""
    word = name.lower().strip("-")
    if word in _NO_NAME or word.split("-")[0] in _NO_NAME or word.endswith(_NOUN_ENDINGS):
        return True
    return not name.isupper() and word.endswith(_ADJECTIVE_ENDINGS)


def _before_bracket(sentence: str, found: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Return the brand names that stand before a substance or a code in brackets: `Velmora (lomatinib)`."""
    names: list[tuple[int, int, str, str]] = []
    for start, _, _, kind in found:
        if kind in ("inn", "code") and sentence[start - 1 : start] == "(" and start > 1:
            m = _NAME_BEFORE.search(sentence, max(0, start - 28), start)
            if m and not _is_ordinary(m["name"]) and m["name"].lower() not in _KIND_OF_SUBSTANCE:
                names.append((m.start("name"), m.end("name"), m["name"], "brand"))
    return names


def _is_used(sentence: str, start: int, end: int) -> bool:
    """Tell whether the words beside a name show that it is a product that is studied, used or approved."""
    before = sentence[max(0, start - 60) : start].replace(",", "").split()
    for _ in range(_MOST_SKIPPED):
        if before and before[-1].lower() in _SKIPPED:
            before.pop()
    if len(before) > 1 and before[-1] in _PREPOSITIONS and before[-2].lower() in _STUDIED:
        return True
    return (bool(before) and before[-1] in _USING) or bool(BEHIND.match(sentence, end))


def _with_neighbours(sentence: str, start: int, end: int) -> tuple[int, int]:
    """Take in the first word of a two-word name and the four letters behind a biologic's name."""
    first = _FIRST_OF_TWO.search(sentence[max(0, start - 24) : start])
    suffix = _SECOND_WORD.match(sentence, end) or _FOUR_LETTERS.match(sentence, end)
    return start - len(first[0]) if first else start, suffix.end() if suffix else end


def _brand(sentence: str, m: re.Match[str]) -> tuple[int, int, str, str]:
    """Return a marked name; one that only says what the thing is takes the word before it."""
    start = m.start("name")
    if m["name"].lower() in _KIND_OF_THING:
        word = re.search(r"[A-Z][\w-]{1,20}\s$", sentence[max(0, start - 24) : start])
        start -= len(word[0]) if word else 0
    return start, m.end("name"), sentence[start : m.end("name")], "brand"


def find_products(sentence: str, products: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Return (start, end, name) of each mention of the release's `products` (spelling → name), in order."""
    found: list[tuple[int, int, str]] = []
    lowered = lower(sentence)
    for surface in sorted(products, key=len, reverse=True):
        small = lower(surface)
        start = lowered.find(small)
        while start >= 0:
            end = start + len(small)
            is_word = not (_is_part(lowered[start - 1 : start]) or _is_part(lowered[end : end + 1]))
            if is_word and not any(a < end and start < b for a, b, _ in found):
                found.append((start, end, products[surface]))
            start = lowered.find(small, start + 1)
    return sorted(found)


def lower(text: str) -> str:
    """Return the text in small letters, of the same length: a few letters grow when they are made small."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(ch.lower() if len(ch.lower()) == 1 else ch for ch in text)


def _is_part(character: str) -> bool:
    return character.isalnum() or character == "_"


def is_code(word: str) -> bool:
    """Tell whether a word is a code name, not a gene or a marker."""
    return bool(_CODE.fullmatch(word)) and not _NO_CODE.fullmatch(word)
