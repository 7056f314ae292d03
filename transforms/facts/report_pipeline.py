"""What the events of a report add to the products and diseases that it is about.

A report on a quarter goes through a pipeline: each programme of which it tells an event is news, however small its part
of the text. Elsewhere how often and where a name stands tells, in `product_ranking` and `disease_ranking`.
"""

import re
from collections.abc import Iterable

import polars as pl

from transforms.facts.event_terms import CORPORATE
from transforms.facts.judge import ACCEPTED

_KEY = ["release_id", "capture_id"]
_MOST = 24  # names of one kind: no pipeline is longer, but a hostile text may be


def with_pipeline(releases: pl.DataFrame, milestones: pl.DataFrame) -> pl.DataFrame:
    """Return the releases, those that report results with the programmes that their events tell of.

    Args:
        releases: Rows of transforms.tables.Releases.
        milestones: Rows of transforms.tables.Milestones of these releases, those in doubt among them.
    """
    is_type = pl.col("milestone_type").cast(pl.String)
    sure = milestones.filter(pl.col("confidence") >= ACCEPTED, pl.col("event_sponsor").is_null())
    reports = (
        sure.filter(is_type == "financial_results", pl.col("role").cast(pl.String) == "announced").select(_KEY).unique()
    )
    told = (
        sure.filter(~is_type.is_in(list(CORPORATE)))
        .join(reports, on=_KEY, how="semi")
        .sort("span_start", "milestone_id")
        .group_by(_KEY, maintain_order=True)
        .agg(told_interventions="intervention", told_indications="indication")
    )
    joined = releases.join(told, on=_KEY, how="left", maintain_order="left")
    return joined.with_columns(
        pl.Series(name, [_joined(*row) for row in joined.select(name, f"told_{name}").iter_rows()], pl.List(pl.String))
        for name in ("interventions", "indications")
    ).select(releases.columns)


def _joined(names: list[str], told: Iterable[str | None] | None) -> list[str]:
    """Return the names and those told that are no longer or shorter form of one before."""
    found = list(names)
    known = [_words(name) for name in names]
    for name in told or ():
        words = _words(name or "")
        if words and len(found) < _MOST and not any(words <= other or other <= words for other in known):
            found.append(name or "")
            known.append(words)
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.lower()))
