"""What a release or post is about: human health or not, a trial or a product's regulatory standing or not.

A transparent sum: each term of the lexicon (topic_terms.csv: term, topic, weight, why) counts once in each zone of the
text, times the zone's factor. No learned model belongs here, nor any reading of single sentences.
"""

import polars as pl

from transforms.reference import load_reference

# A term in the headline says what the release is about, in the opening what its news is, further down only what its
# company does. Zones are code points of the folded text.
_OPENING = 700
_BODY = 3500
_FACTORS = {"title": 2.5, "opening": 1.0, "body": 0.3}
# The sponsor's business stands in the body of nearly all trial news: it speaks against them only further up.
_FACTORS_AGAINST_TRIAL = {"title": 2.5, "opening": 0.4, "body": 0.0}
# A short text can say little for itself, so less is asked of it: between these lengths the threshold rises.
_SHORT, _LONG = 500, 2500
_HEALTH_THRESHOLDS = (4.0, 12.0)
_TRIAL_THRESHOLDS = (5.0, 9.0)


def classify_topics(titles: pl.Series, texts: pl.Series) -> pl.DataFrame:
    """Return is_health and is_trial_news for each title and the text behind it (null or empty where there is none)."""
    share = ((texts.str.len_chars().fill_null(0).cast(pl.Float64) - _SHORT) / (_LONG - _SHORT)).clip(0.0, 1.0)
    scores = score_topics(titles, texts)
    is_health = scores["health"] >= _between(_HEALTH_THRESHOLDS, share)
    is_trial = scores["trial"] >= _between(_TRIAL_THRESHOLDS, share)
    return pl.DataFrame({"is_health": is_health, "is_trial_news": is_health & is_trial})


def _between(ends: tuple[float, float], share: pl.Series) -> pl.Series:
    return ends[0] + (ends[1] - ends[0]) * share


def classify_posts(posts: pl.DataFrame) -> pl.DataFrame:
    """Return `posts` (title, excerpt, categories) with is_health and is_trial_news added.

    A post has little text, so its categories count as part of its title.
    """
    titles = posts.select(pl.concat_str("title", pl.lit(" | "), pl.col("categories").list.join(" | ")))
    return posts.hstack(classify_topics(titles.to_series(), posts["excerpt"]).get_columns())


def score_topics(titles: pl.Series, texts: pl.Series) -> pl.DataFrame:
    """Return the sums `health` and `trial` for each title and text."""
    terms = _terms()
    # A posting's title often stands at the head of its text too; it would count twice, which harms nothing: both times
    # it says what the news is.
    zones = (
        pl.DataFrame({"title": titles, "text": texts.fill_null("")})
        .with_row_index("doc")
        .select(
            "doc",
            title=_folded(pl.col("title").fill_null("").str.slice(0, 400)),
            text=_folded(pl.col("text").str.slice(0, _BODY)),
        )
        .select("doc", "title", opening=pl.col("text").str.slice(0, _OPENING), body=pl.col("text").str.slice(_OPENING))
        .unpivot(index="doc", variable_name="zone", value_name="text")
        .with_columns(
            term=pl.col("text").str.extract_many(terms["folded"].implode(), overlapping=True).list.unique(),
            factor=pl.col("zone").replace_strict(_FACTORS, return_dtype=pl.Float64),
            factor_against=pl.col("zone").replace_strict(_FACTORS_AGAINST_TRIAL, return_dtype=pl.Float64),
        )
    )
    sums = (
        zones.select("doc", "factor", "factor_against", "term")
        .explode("term")
        .join(terms, left_on="term", right_on="folded")
        .with_columns(
            points=pl.col("weight")
            * pl.when(pl.col("weight") < 0, pl.col("topic") == "trial").then("factor_against").otherwise("factor")
        )
        .group_by("doc")
        # Tenths differ in their last digit by the order in which they are added: at a threshold that would decide.
        .agg(
            health=pl.col("points").filter(pl.col("topic") == "health").sum().round(6),
            trial=pl.col("points").filter(pl.col("topic") == "trial").sum().round(6),
        )
    )
    docs = pl.DataFrame({"doc": pl.Series(range(len(titles)), dtype=pl.get_index_type())})
    return docs.join(sums, on="doc", how="left", maintain_order="left").select(
        pl.col("health").fill_null(0.0), pl.col("trial").fill_null(0.0)
    )


def _folded(text: pl.Expr) -> pl.Expr:
    """Lower-case words between single spaces, so that a term with its spaces matches whole words only."""
    return pl.concat_str(pl.lit(" "), text.str.to_lowercase().str.replace_all(r"[^a-z0-9]+", " "), pl.lit(" "))


def _terms() -> pl.DataFrame:
    """The lexicon with each term as it stands in folded text: ` oncolog` for `oncolog*`, `tinib ` for `*tinib`."""
    term = pl.col("term")
    return load_reference("topic_terms").select(
        "topic",
        pl.col("weight").cast(pl.Float64),
        folded=pl.concat_str(
            pl.when(term.str.starts_with("*")).then(pl.lit("")).otherwise(pl.lit(" ")),
            term.str.strip_chars("*"),
            pl.when(term.str.ends_with("*")).then(pl.lit("")).otherwise(pl.lit(" ")),
        ),
    )
