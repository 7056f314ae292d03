"""Names that a release ties to one another: composes the finders of organisations and of products.

The grammars live beside this file (`sponsor_ties`, `product_ties`). What becomes of two names is for SQL to say.
"""

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from transforms.facts.language import are_read
from transforms.facts.product_ties import find_product_ties
from transforms.facts.products import find_substances
from transforms.facts.sponsor_ties import find_coverage, find_sponsor_ties
from transforms.ids import stable_id

NAME_TIES_SCHEMA = {
    "tie_id": pl.String,
    "capture_id": pl.String,
    "release_id": pl.String,
    "entity": pl.String,
    "name": pl.String,
    "other_name": pl.String,
    "reason": pl.String,
    "sentence": pl.String,
    "span_start": pl.Int32,
    "span_end": pl.Int32,
}
# Addresses, menus and headings tie nothing. Headlines write verbs as they write names: they tie no organisations but
# those who cover a company to it.
_SKIPPED = ["chrome", "header", "contact"]
# What a sentence that ties organisations has.
_OF_SPONSORS = [
    "formerly",
    "previously known",
    "f/k/a",
    "fka ",
    "subsidiary",
    "its name",
    "its corporate name",
    "its legal name",
    "its company name",
    "name change",
    '("',
    "(“",
    "“",
    '"',
]
_OF_COVERAGE = [" coverage ", " rating ", "price target", " report ", " analysis ", " evaluation ", " note "]
_OF_PRODUCTS = [" (", "®(", "™(", " [", "formerly", "previously known", "also known", "marketed as", "sold as"]
_MOST = 60  # of one release; more is a list


class _Sentence(NamedTuple):
    doc: int
    start: int
    end: int
    text: str
    is_of_sponsors: bool
    is_of_coverage: bool
    is_of_products: bool


def find_name_ties(documents: pl.DataFrame, units: pl.DataFrame, fields: pl.DataFrame) -> pl.DataFrame:
    """Find the names that the releases tie to one another.

    Args:
        documents: Rows of transforms.tables.Documents.
        units: Their sentences, as transforms.facts.units.split_units gives them.
        fields: What transforms.facts.fields found, a row for each document; `issuer`, `language` and `is_health` are
            read. Products are looked for where the news is about health, nothing in texts that are not read.

    Returns:
        NAME_TIES_SCHEMA, a row for each two names and reason of a release, with the first sentence that says so.
    """
    ids = documents.select("release_id", "capture_id").rows()
    issuers = fields["issuer"].to_list()
    rows: list[tuple[object, ...]] = []
    doc = -1
    seen: set[tuple[str, ...]] = set()
    for sentence in _sentences(units, fields):
        if sentence.doc != doc:
            doc, seen = sentence.doc, set()
        found: list[tuple[str, str, str, str]] = []
        if sentence.is_of_sponsors:
            found += [("sponsor", *tie) for tie in find_sponsor_ties(sentence.text, issuers[doc])]
        if sentence.is_of_coverage and (coverage := find_coverage(sentence.text, issuers[doc])):
            found.append(("sponsor", *coverage))
        if sentence.is_of_products:
            found += [("product", *tie) for tie in find_product_ties(sentence.text, find_substances(sentence.text))]
        for entity, name, other_name, reason in found:
            key = (entity, reason, name, other_name)
            if key not in seen and len(seen) < _MOST:
                seen.add(key)
                release_id, capture_id = ids[doc]
                tie_id = stable_id(release_id, *key)
                rows.append(
                    (tie_id, capture_id, release_id, entity, name, other_name, reason, sentence.text, *sentence[1:3])
                )
    return pl.DataFrame(rows, schema=NAME_TIES_SCHEMA, orient="row")


def _sentences(units: pl.DataFrame, fields: pl.DataFrame) -> Iterator[_Sentence]:
    """Yield the sentences that may tie names, in order."""
    readable = are_read(fields["language"]).arg_true().implode()
    healthy = fields["is_health"].arg_true().implode()
    kept = (
        units.filter(pl.col("doc").is_in(readable), ~pl.col("section").cast(pl.String).is_in(_SKIPPED))
        .select(
            "doc",
            "span_start",
            "span_end",
            "sentence",
            is_of_sponsors=(pl.col("section") != "title") & pl.col("sentence").str.contains_any(_OF_SPONSORS),
            is_of_coverage=(pl.col("section") == "title")
            & pl.col("sentence").str.contains_any(_OF_COVERAGE, ascii_case_insensitive=True),
            is_of_products=pl.col("doc").is_in(healthy) & pl.col("sentence").str.contains_any(_OF_PRODUCTS),
        )
        .filter(pl.col("is_of_sponsors") | pl.col("is_of_coverage") | pl.col("is_of_products"))
    )
    yield from map(_Sentence._make, kept.iter_rows())
