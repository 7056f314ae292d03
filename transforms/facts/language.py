"""The language of a text by its scripts and function words; null where unsure."""

import re
from collections import Counter

import polars as pl

# Small words that stand in every paragraph of their language. One that two languages share counts for both; each has
# enough of its own. Spaces hold them to whole words.
_FUNCTION_WORDS = {
    "en": "the of and to in for with that is on by from as at are this has will",
    "es": "de la en y al se un el los las del que para una por con su como más este también sus desde",
    "fr": "de la le et en les des une dans pour est par sur avec qui que aux cette sont été du",
    "de": "der die und das den von mit für des ist ein eine im auf dem sich auch",
    "pt": "de em do da e os das uma para com não mais pela pelo são também foi ao dos seu",
    "it": "di la un e il che della per una con del gli nel sono più alla dei anche delle",
    "nl": "het een van de en voor met dat zijn op te aan ook worden bij",
    "sv": "och att det som för med av på är till har inte ett den",
    "da": "og at det som for med af på er til har ikke et den blev",
    "no": "og at det som for med av på er til har ikke et den ble",
    "pl": "w i z na do się jest oraz dla od przez nie że po jako",
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _code, _small in _FUNCTION_WORDS.items():
    for _word in _small.split():
        _LANGUAGES_OF.setdefault(f" {_word} ", []).append(_code)
_PATTERNS = list(_LANGUAGES_OF)
# (language, first and last letter of its script, share of the text that makes it sure). Japanese holds Chinese
# characters too, so it is asked first.
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff", 0.05),
    ("ko", "\uac00", "\ud7a3", 0.15),
    ("zh", "\u4e00", "\u9fff", 0.15),
    ("ru", "\u0400", "\u04ff", 0.15),
    ("ar", "\u0600", "\u06ff", 0.15),
    ("he", "\u0590", "\u05ff", 0.15),
    ("th", "\u0e00", "\u0e7f", 0.15),
    ("el", "\u0370", "\u03ff", 0.15),
)
_NOT_LATIN = re.compile(r"[\u0370-\u1fff\u3040-\ud7ff]")
_MIN_SHARE = 0.05
_OPENING = 1000
_MIN_WORDS = 4  # fewer small words than this tell nothing …
_MIN_ALONE = 2  # … unless no other language has any
_MIN_DISTINCT = 3  # another language than English needs so many of its words: `com` alone is an address
_MIN_LEAD = 1.6  # English must have so many times the small words of another language, or that of English


def find_languages(texts: pl.Series) -> pl.Series:
    """Return the ISO 639-1 code of each text's language, by its opening; null where unsure."""
    words = pl.DataFrame({"text": texts}).select(
        # Two spaces between words, so that each keeps its own on both sides.
        text=pl.col("text").str.slice(0, _OPENING).str.to_lowercase().str.replace_all(r"\P{L}+", "  ")
    )
    hits = words.select(pl.col("text").str.extract_many(pl.Series(_PATTERNS).implode())).to_series().to_list()
    return pl.Series([_language(text[:_OPENING], row) for text, row in zip(texts, hits, strict=True)], dtype=pl.String)


def are_read(languages: pl.Series) -> pl.Series:
    """Tell of each language whether facts are read from it: from English, and where nobody knows.

    Texts in other languages quote names and statuses in English; read as English, those would be events in a grammar
    that the rules and the judge do not know.
    """
    return languages.is_null() | languages.eq_missing("en")


def _language(opening: str, small_words: list[str]) -> str | None:
    """Return the language of an opening, by its script where that is not Latin, else by its small words."""
    if opening and len(_NOT_LATIN.findall(opening)) >= _MIN_SHARE * len(opening):
        for code, first, last, share in _SCRIPTS:
            if sum(first <= ch <= last for ch in opening) >= share * len(opening):
                return code
    counts = Counter(code for word in small_words for code in _LANGUAGES_OF[word])
    english = counts.pop("en", 0)
    distinct = Counter(code for word in set(small_words) for code in _LANGUAGES_OF[word])
    others = [(code, count) for code, count in counts.most_common() if distinct[code] >= _MIN_DISTINCT]
    code, other = others[0] if others else ("", 0)
    # Two languages that are alike share most of their small words: which of them it is, a few may decide.
    code, most, least = ("en", english, other) if english >= other else (code, other, english)
    is_enough = most >= (_MIN_WORDS if least else _MIN_ALONE)
    return code if is_enough and most >= _MIN_LEAD * least else None
