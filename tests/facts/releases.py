"""Releases as the readers give them, with a text and little else."""

from datetime import UTC, datetime

import polars as pl

NOW = datetime(2026, 2, 4, tzinfo=UTC)


def documents(*texts):
    """Return one row a text, of the columns that extract_facts reads."""
    rows = len(texts)
    return pl.DataFrame(
        {
            "release_id": [f"{index:016x}" for index in range(rows)],
            "capture_id": ["0" * 16] * rows,
            "source_id": ["invented"] * rows,
            "url": [None] * rows,
            "captured_at": [NOW] * rows,
            "observed_at": [NOW] * rows,
            "title": [None] * rows,
            "published_at": [NOW] * rows,
            "published_at_precision_s": [86400] * rows,
            "categories": [[] for _ in range(rows)],
            "source_line": [None] * rows,
            "is_excerpt": [False] * rows,
            "text": list(texts),
        },
        schema={
            "release_id": pl.String,
            "capture_id": pl.String,
            "source_id": pl.String,
            "url": pl.String,
            "captured_at": pl.Datetime("us", "UTC"),
            "observed_at": pl.Datetime("us", "UTC"),
            "title": pl.String,
            "published_at": pl.Datetime("us", "UTC"),
            "published_at_precision_s": pl.Int32,
            "categories": pl.List(pl.String),
            "source_line": pl.String,
            "is_excerpt": pl.Boolean,
            "text": pl.String,
        },
    )
