"""Measure the rule engine against the same patterns by Python `re` over whole texts, on one core.

    POLARS_MAX_THREADS=1 python -m benchmarks.rules_speed [ARCHIVE.jsonl[.gz]] [--documents 2000]

Each line of the archive is an object with its text in `markdown` or `text`; without one, the invented sample is used.
CPU time of this process is measured, so a busy machine changes little; quote the ratio, absolutes move. Exit 1 where
the engine is less than FLOOR times as fast.
"""

import argparse
import gzip
import json
import re
import sys
import time
from itertools import islice
from pathlib import Path

import polars as pl

from transforms.facts.units import split_units
from transforms.rules import find_hits, load_rulebook
from transforms.rules.patterns import fold_text

PROJECT = Path(__file__).resolve().parent.parent

SAMPLE = PROJECT / "data" / "sample" / "corpus.jsonl"
# Python `re` over whole texts takes minutes: a part of the texts gives its rate.
SLOW_SHARE = 20
FLOOR = 5


def read_texts(path: Path, documents: int) -> list[str]:
    """Return the texts of the first `documents` lines."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        rows = map(json.loads, islice(lines, documents))
        return [text for row in rows if (text := row.get("markdown") or row.get("text"))]


def main() -> int:
    """Print texts a second for each way, and the ratio; return the exit code."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("archive", nargs="?", type=Path, default=SAMPLE)
    arguments.add_argument("--documents", type=int, default=2000)
    given = arguments.parse_args()
    texts = read_texts(given.archive, given.documents)
    book = load_rulebook()
    documents = pl.DataFrame(
        {"text": texts, "title": [None] * len(texts)}, schema={"text": pl.String, "title": pl.String}
    )

    at = time.process_time()
    units = split_units(documents)
    split = time.process_time() - at
    at = time.process_time()
    hits = find_hits(units, book)
    engine = time.process_time() - at

    patterns = [re.compile(pattern) for rule in book.rules.values() for pattern in rule.patterns]
    few = [fold_text(text) for text in texts[::SLOW_SHARE]]
    at = time.process_time()
    matches = sum(1 for text in few for pattern in patterns for _ in pattern.finditer(text))
    python = (time.process_time() - at) * len(texts) / max(1, len(few))

    size = sum(map(len, texts)) / 1e6
    print(f"{len(texts)} texts, {size:.1f} M characters, {len(book.rules)} rules, {len(patterns)} patterns")  # noqa: T201
    print(f"sections and sentences  {len(texts) / split:10.0f} texts/s  {len(units)} units")  # noqa: T201
    print(f"engine                  {len(texts) / engine:10.0f} texts/s  {len(hits)} hits")  # noqa: T201
    print(f"both                    {len(texts) / (split + engine):10.0f} texts/s")  # noqa: T201
    print(f"Python re, whole texts  {len(texts) / python:10.1f} texts/s  {matches} matches in {len(few)} texts")  # noqa: T201
    print(f"engine is {python / engine:.0f} times as fast; with sentences {python / (split + engine):.0f} times")  # noqa: T201
    return 0 if python / engine >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
