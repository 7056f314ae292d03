"""Names that a release ties to one another: a former name, a short form, the code of a product."""

import dataframely as dy
import polars as pl

from transforms.tables.columns import identifier, offset


class NameTies(dy.Schema):
    """Names that a release says are of one thing.

    Grain: one row for each two names and reason in a release (in each capture of it), at the first place that says so.
    Source: transforms.facts.
    Known problems: a text says what was true when it was written; `formerly` may stand there for years.
    """

    tie_id = identifier("Hash of release, entity, reason and both names.", primary_key=True)
    capture_id = identifier("The capture it was read from.", primary_key=True)
    release_id = identifier("The release.")
    entity = dy.Enum(["sponsor", "product"], description="What the names are of: an organisation or a product.")
    name = dy.String(min_length=1, description="The name as written.")
    other_name = dy.String(min_length=1, description="The other name as written; `reason` says which it is.")
    reason = dy.Enum(
        ["formerly", "short_form", "subsidiary_of", "covered_by", "code_of", "brand_of", "same_as"],
        description="How other_name stands to name: formerly (its former name), short_form (defined in brackets), "
        "subsidiary_of (the parent of name), covered_by (the house whose news is of the company name), "
        "code_of (the code of product name), brand_of (the brand of substance name), same_as (another name, such as "
        "the long form).",
    )
    sentence = dy.String(min_length=1, description="The sentence that says so: text[span_start:span_end].")
    span_start = offset("Start of the sentence.")
    span_end = offset("End of the sentence, exclusive.")

    @dy.rule()
    def span_is_sentence_long(cls) -> pl.Expr:
        return (pl.col("span_end") - pl.col("span_start")) == pl.col("sentence").str.len_chars()

    @dy.rule()
    def names_differ(cls) -> pl.Expr:
        return pl.col("name") != pl.col("other_name")
