"""Captures in, staging tables out: read, find the facts, hold the rows against their tables.

Writing, batching and processes belong to the orchestration; how to read a page or a sentence to `read` and `facts`.
"""

import logging
from dataclasses import fields

import polars as pl

from transforms.facts.extract import Facts, extract_facts
from transforms.facts.impossible import without_dates_to_come, without_times_far_away
from transforms.facts.judge import WeightsError
from transforms.facts.topic import classify_posts
from transforms.ids import stable_id
from transforms.read import read_captures
from transforms.reference import load_reference
from transforms.rules.load import Rulebook
from transforms.tables import STAGING_TABLES, Rejects

logger = logging.getLogger(__name__)

ITEM_TABLES = ("releases", "posts", "studies")
OPENING_CHARS = 200


def parse_captures(captures: pl.DataFrame, rulebook: Rulebook) -> dict[str, pl.DataFrame]:
    """Parse a batch of raw captures.

    Args:
        captures: rows of `tables.Captures`.
        rulebook: the rules to read with.

    Returns:
        A frame for each table of `STAGING_TABLES`, every row valid. Items and rows that failed anywhere are in
        `rejects`. Each capture's `item_count` equals its releases, posts, studies and item rejects.
    """
    read = read_captures(captures)
    facts, failed = _facts_or_rejects(read.documents, read.log, rulebook)
    releases, early_releases = without_dates_to_come(facts.releases)
    posts, early_posts = without_dates_to_come(classify_posts(read.posts))
    milestones, far_away = without_times_far_away(facts.milestones, releases)
    frames = {
        "captures": read.log,
        "releases": releases,
        "posts": posts,
        "milestones": milestones,
        "trial_mentions": facts.trial_mentions,
        "enrolments": facts.enrolments,
        "name_ties": facts.name_ties,
        "studies": read.studies,
    }
    early = pl.concat([early_releases, early_posts])
    rejects = [
        read.rejects,
        failed,
        _rejects(early, read.log, unit="row", stage="facts", reason="date_to_come"),
        _rejects(far_away, read.log, unit="row", stage="facts", reason="time_far_away"),
    ]
    valid = {}
    for name, frame in frames.items():
        valid[name], refused = _hold_against_table(name, frame, read.log)
        rejects.append(refused)
    kept = valid["releases"].select("release_id", "capture_id")
    for name in ("milestones", "trial_mentions", "enrolments", "name_ties"):
        orphans = valid[name].join(kept, on=["release_id", "capture_id"], how="anti", maintain_order="left")
        valid[name] = valid[name].join(kept, on=["release_id", "capture_id"], how="semi", maintain_order="left")
        refused = orphans.select(
            "capture_id",
            pl.col(_opening_column(orphans)).alias("opening"),
            pl.lit(f"{name}: its release was refused").alias("detail"),
        )
        rejects.append(_rejects(refused, read.log, unit="row", stage="schema", reason="schema_violation"))
    valid["rejects"] = pl.concat([Rejects.cast(frame) for frame in rejects])
    return valid


def _facts_or_rejects(documents: pl.DataFrame, log: pl.DataFrame, rulebook: Rulebook) -> tuple[Facts, pl.DataFrame]:
    """Find the facts of all documents; one that breaks the reader becomes a reject, the rest go on."""
    try:
        return extract_facts(documents, rulebook), _no_rejects()
    except WeightsError:  # no text's fault
        raise
    except Exception as error:  # hostile text: whatever it breaks must not stop its neighbours
        if documents.height == 0:
            raise
        if documents.height == 1:
            logger.warning("facts of %s failed: %s: %s", documents["release_id"][0], type(error).__name__, error)
            refused = documents.select(
                "capture_id",
                pl.col("text").alias("opening"),
                pl.lit(f"{type(error).__name__}: {error}").alias("detail"),
            )
            failed = _rejects(refused, log, unit="item", stage="facts", reason="reader_failed")
            return extract_facts(documents.clear(), rulebook), failed
    half = documents.height // 2
    left, left_rejects = _facts_or_rejects(documents.head(half), log, rulebook)
    right, right_rejects = _facts_or_rejects(documents.tail(-half), log, rulebook)
    both = {field.name: pl.concat([getattr(left, field.name), getattr(right, field.name)]) for field in fields(Facts)}
    return Facts(**both), pl.concat([left_rejects, right_rejects])


def _hold_against_table(name: str, frame: pl.DataFrame, log: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part a frame into the rows that keep their table's contract and rejects of the others."""
    kept, failure = STAGING_TABLES[name].filter(frame, cast=True)
    if len(failure) == 0:
        return kept, _no_rejects()
    logger.warning("%d rows of %s break the table's contract: %s", len(failure), name, failure.counts())
    outcome = failure.details().drop(frame.columns)
    details = [
        f"{name}: breaks {', '.join(rule for rule, result in row.items() if result == 'invalid')}"
        for row in outcome.iter_rows(named=True)
    ]
    refused = failure.invalid().select(
        "capture_id", pl.col(_opening_column(frame)).alias("opening"), pl.Series("detail", details, pl.String)
    )
    unit = "item" if name in ITEM_TABLES else "row"
    return kept, _rejects(refused, log, unit=unit, stage="schema", reason="schema_violation")


def _opening_column(frame: pl.DataFrame) -> str:
    return next(column for column in ("sentence", "title", "trial_id", "capture_id") if column in frame.columns)


def _rejects(refused: pl.DataFrame, log: pl.DataFrame, *, unit: str, stage: str, reason: str) -> pl.DataFrame:
    """Rejects in the shape of their table, one for each row of `refused` (capture_id, opening, detail)."""
    remedy = load_reference("reject_reasons").filter(reason=reason)["remedy"][0]
    return (
        refused.with_columns(pl.col("opening").cast(pl.String).fill_null("").str.head(OPENING_CHARS))
        .join(log.select("capture_id", "source_id", "location", "captured_at"), on="capture_id", how="left")
        .with_columns(
            pl.lit(unit).alias("unit"),
            pl.lit(stage).alias("stage"),
            pl.lit(reason).alias("reason"),
            pl.lit(remedy).alias("remedy"),
            pl.struct(pl.int_range(pl.len()).over("capture_id").alias("n"), "capture_id", "detail", "opening")
            .map_elements(
                lambda r: stable_id(r["capture_id"], stage, reason, r["detail"], r["opening"], r["n"]), pl.String
            )
            .alias("reject_id"),
        )
        .pipe(Rejects.cast)
    )


def _no_rejects() -> pl.DataFrame:
    return Rejects.create_empty()
