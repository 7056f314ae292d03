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
_MIN_LEAD = 1.6  # the first language must have so many times the small words of the second


def find_languages(texts: pl.Series) -> pl.Series:
    """Return the ISO 639-1 code of each text's language, by its opening; null where unsure."""
    words = pl.DataFrame({"text": texts}).select(
        # Two spaces between words, so that each keeps its own on both sides.
        text=pl.col("text").str.slice(0, _OPENING).str.to_lowercase().str.replace_all(r"\P{L}+", "  ")
    )
    hits = words.select(pl.col("text").str.extract_many(pl.Series(_PATTERNS).implode())).to_series().to_list()
    return pl.Series([_language(text[:_OPENING], row) for text, row in zip(texts, hits, strict=True)], dtype=pl.String)


def _language(opening: str, small_words: list[str]) -> str | None:
    """Return the language of an opening, by its script where that is not Latin, else by its small words."""
    if opening and len(_NOT_LATIN.findall(opening)) >= _MIN_SHARE * len(opening):
        for code, first, last, share in _SCRIPTS:
            if sum(first <= ch <= last for ch in opening) >= share * len(opening):
                return code
    counts = Counter(code for word in small_words for code in _LANGUAGES_OF[word])
    ranked = [*counts.most_common(2), ("", 0), ("", 0)]
    (code, first_count), (_, second_count) = ranked[:2]
    is_enough = first_count >= (_MIN_WORDS if second_count else _MIN_ALONE)
    return code if is_enough and first_count >= _MIN_LEAD * second_count else None
