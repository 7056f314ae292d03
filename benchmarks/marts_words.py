"""The words of a made-up industry: names of sponsors, products and trials, the sentences of a story, and filler.

All are made from numbers, so that the same number has the same name wherever it comes up. Spans, ids and tables belong
to marts_data.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from benchmarks.marts_history import PRECISIONS, Chapter

SYLLABLES = [first + second for first in "bdfghklmnprstvz" for second in ("a", "e", "i", "o", "ul", "or", "an", "en")]
ENDINGS = ["Therapeutics", "Pharma", "Bio", "Biosciences", "Oncology", "Medical", "Genetics", "Labs"]
FORMS = [", Inc.", " plc", " AG", " Ltd.", ", Inc.", " Corp."]
VERBS = {"announced": "today announced the", "guidance": "expects the", "background": "recalled the"}
# One sponsor in twenty took another name on this day.
RENAMED_ON = (date(2019, 3, 1) - date(1970, 1, 1)).days
FILLER_PARTS = 20_000
FILLER_WORDS = 30_000


def name_sponsors(stories: pl.DataFrame) -> pl.DataFrame:
    """Add a sponsor's name as it was that day, its legal form, ticker and former name."""
    word = _word(stories["sponsor"])
    ending = " " + pick(ENDINGS, stories["sponsor"])
    is_renamed = pl.col("sponsor") % 20 == 7
    older = word.str.to_titlecase() + "old" + ending
    is_after = pl.col("day") >= RENAMED_ON
    return stories.with_columns(
        name=pl.when(is_renamed & ~is_after).then(older).otherwise(word.str.to_titlecase() + ending),
        former_name=pl.when(is_renamed & is_after).then(older),
        form=pick(FORMS, stories["sponsor"]),
        ticker=pl.when(pl.col("sponsor") % 2 == 0).then("NASDAQ:" + word.str.to_uppercase().str.head(6)),
    )


def name_programmes(programmes: pl.DataFrame) -> pl.DataFrame:
    """Add a programme's product code and substance, registry id, study name and disease; `programme` counts from 0."""
    return programmes.with_columns(
        code=_word(programmes["sponsor"]).str.head(3).str.to_uppercase() + "-" + programmes["product"].cast(pl.String),
        substance=_word(programmes["product"]) + "mab",
        disease=_word(programmes["indication"]) + " fever",
        trial_id=pl.when("has_id").then(pl.format("NCT{}", pl.col("programme") + 10_000_000)),
        acronym=pl.when("has_acronym").then(_word(programmes["programme"]).str.to_uppercase()),
        patient_count=40 + pl.col("programme") * 7 % 900,
    )


def write_sentences(chance: np.random.Generator, chapter: Chapter, stories: pl.DataFrame) -> pl.DataFrame:
    """Return the sentences of each story, in order: statements, and what else a release says of its names.

    Args:
        chance: Where all chance comes from.
        chapter: Its statements become sentences of kind `statement`, and keep their columns.
        stories: With all names, `product_name` as the story says it, and `told_chance`, 0 to 1, by which other
            sentences are told.

    Returns:
        Columns story, kind, sentence, named_at (offset in the sentence of a study name, or else of a registry id),
        acronym and trial_id (those that the sentence names), patient_count and those of a statement.
    """
    statements = _statements(chance, chapter, stories)
    study = pl.concat_str("acronym", pl.format(" ({})", "trial_id"), separator="", ignore_nulls=True)
    study = pl.when(pl.col("acronym").is_null()).then("trial_id").otherwise(study)
    more = [
        _sentence("study", "More is said of the study {} at a registry.", study, pl.col("told_chance") < 0.6),
        _sentence("enrolled", "The study enrolled {} patients.", "patient_count", pl.col("act_name") == "enrolled"),
        _sentence("target", "The study is to enrol {} patients.", "patient_count", pl.col("act_name") == "start"),
        _sentence(
            "product_tie",
            "The product {}.",
            pl.format("{} is also known as {}", "substance", "code"),
            pl.col("is_substance") & (pl.col("told_chance") < 0.3),
        ),
        _sentence(
            "sponsor_tie",
            "Until 2019 {}.",
            pl.format("{} was named {}", "name", "former_name"),
            pl.col("told_chance") < 0.2,
        ),
        _sentence("habit", "{} makes medicines, and thanks those who take part.", "name", pl.col("name").is_not_null()),
    ]
    written = [stories.filter(is_told).select(columns) for is_told, columns in more]
    everything = pl.concat([statements, *written], how="diagonal_relaxed").filter(pl.col("sentence").is_not_null())
    return everything.sort("story", maintain_order=True)


def write_filler(chance: np.random.Generator, count: int) -> pl.Series:
    """Return sentences in words that are as frequent as words are; hardly two are alike."""
    parts = _filler_parts()
    one, other = (parts.gather(chance.integers(0, len(parts), count)) for _ in range(2))
    return one.str.to_titlecase().str.head(1) + one.str.slice(1) + " and " + other + "."


def pick(words: Sequence[str], numbers: pl.Series) -> pl.Series:
    """Return a word for each number."""
    return pl.Series(words).gather(numbers % len(words))


def _word(numbers: pl.Series) -> pl.Series:
    """Return a made-up word for each number, another for each below a million."""
    count = len(SYLLABLES)
    # A prime step, so that neighbours differ from the first letter on.
    spread = numbers.cast(pl.Int64) * 7_919 % count**3
    return pick(SYLLABLES, spread) + pick(SYLLABLES, spread // count) + pick(SYLLABLES, spread // count**2)


def _filler_parts() -> pl.Series:
    chance = np.random.default_rng(7)
    words = _word(pl.Series(np.arange(FILLER_WORDS)))
    shares = np.cumsum(1 / np.arange(1, FILLER_WORDS + 1))
    ranks = np.searchsorted(shares, chance.random(FILLER_PARTS * 6) * shares[-1])
    parts = pl.DataFrame({"part": np.arange(FILLER_PARTS * 6) // 6, "word": words.gather(ranks)})
    return parts.group_by("part", maintain_order=True).agg(pl.col("word").str.join(" "))["word"]


def _sentence(kind: str, words: str, name: str | pl.Expr, is_told: pl.Expr) -> tuple[pl.Expr, list[pl.Expr]]:
    """Return which stories have the sentence, and its columns; a story without the name has none."""
    names: dict[str, list[pl.Expr]] = {
        "study": [pl.lit(words.index("{")).alias("named_at"), pl.col("acronym"), pl.col("trial_id")],
        "enrolled": [pl.col("patient_count")],
        "target": [pl.col("patient_count")],
        "product_tie": [pl.col("substance").alias("name"), pl.col("code").alias("other_name")],
        "sponsor_tie": [pl.col("name"), pl.col("former_name").alias("other_name")],
    }
    columns = [pl.col("story"), pl.lit(kind).alias("kind"), pl.format(words, name).alias("sentence")]
    return is_told.fill_null(False), [*columns, *names.get(kind, [])]


def _statements(chance: np.random.Generator, chapter: Chapter, stories: pl.DataFrame) -> pl.DataFrame:
    count = len(chapter.statements)
    draws = {f"{name}_chance": pl.Series(chance.random(count)) for name in ("product", "disease", "study", "phase")}
    is_named = pl.col("named").is_not_null()
    before = pl.concat_str(
        "name",
        pl.lit(" "),
        pl.col("role").replace_strict(VERBS),
        pl.lit(" "),
        pl.col("milestone_type").str.replace_all("_", " ", literal=True),
        pl.format(" of {}", "intervention"),
        pl.format(" in {}", "indication"),
        pl.when(is_named).then(pl.lit(", study ")),
        ignore_nulls=True,
    )
    return (
        chapter.statements.with_columns(**draws)
        .join(
            stories.select("story", "name", "product_name", "disease", "acronym", "trial_id", "phase"),
            on="story",
            how="inner",
            maintain_order="left",
        )
        .with_columns(
            intervention=pl.when(pl.col("product_chance") < 0.8).then("product_name"),
            indication=pl.when(pl.col("disease_chance") < 0.6).then("disease"),
            phase=pl.when(pl.col("phase_chance") < 0.6).then("phase"),
            acronym=pl.when(pl.col("study_chance") < 0.35).then("acronym"),
            trial_id=pl.when(pl.col("study_chance") > 0.88).then("trial_id"),
        )
        .with_columns(named=pl.coalesce("acronym", "trial_id"))
        .with_columns(before=before)
        .with_columns(
            kind=pl.lit("statement"),
            named_at=pl.when(is_named).then(pl.col("before").str.len_chars().cast(pl.Int64)),
            sentence=pl.concat_str("before", "named", _time(), pl.lit("."), ignore_nulls=True),
        )
        .drop("before", "named", "name", "product_name", "disease", *draws)
    )


def _time() -> pl.Expr:
    """Return the words for the window of a statement; nothing where no time is told."""
    precision = pl.col("window_precision").replace_strict(dict(enumerate(PRECISIONS)))
    return (
        pl.when(precision == "day")
        .then(pl.format(" on {}", "window_start"))
        .when(precision == "vague")
        .then(pl.lit(" soon"))
        .when(precision == "by")
        .then(pl.format(" by {}", "window_end"))
        .otherwise(pl.format(" between {} and {}", "window_start", "window_end"))
    )
