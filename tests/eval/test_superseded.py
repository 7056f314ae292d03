"""What the parser reads of earlier promises in the invented corpus, against what a person read."""

import json
from pathlib import Path

import polars as pl
from eval.labelled import documents_of, invented

from transforms.facts.extract import extract_facts, load_rulebook
from transforms.facts.judge import ACCEPTED

LABELS = Path(__file__).parent / "invented" / "superseded.jsonl"
LEAST_RIGHT = 0.9


def test_old_windows_and_withdrawals_of_the_invented_corpus():
    rows = invented()
    labelled = {
        (row["doc_id"], row["milestone_type"], row["is_withdrawn"], row["superseded"]["end"])
        for row in map(json.loads, LABELS.read_text("utf-8").splitlines())
    }
    documents = documents_of([(row["doc_id"], row["text"], row["title"], row["published"]) for row in rows])
    facts = extract_facts(documents, load_rulebook()).milestones
    told = facts.filter(
        pl.col("confidence") >= ACCEPTED, pl.col("is_withdrawn") | pl.col("superseded_end").is_not_null()
    ).select("release_id", "milestone_type", "is_withdrawn", pl.col("superseded_end").cast(pl.String))
    found = set(told.iter_rows())
    right = len(found & labelled)
    assert right / len(labelled) >= LEAST_RIGHT, labelled - found
    assert right / len(found) >= LEAST_RIGHT, found - labelled
