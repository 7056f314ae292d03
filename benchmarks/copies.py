"""How many releases a second are sketched and clustered; on the invented corpus, many times over.

    python benchmarks/copies.py

Exit 1 where the floor is missed. CPU time, so that other work on the machine counts little.
"""

import json
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from transforms.copies import cluster_copies, sentence_sketch

CORPUS = Path(__file__).resolve().parents[1] / "data/sample/corpus.jsonl"
FLOOR = 2_000  # sketches a second
TIMES = 40


def main() -> int:
    """Measure, say what was measured, and return the exit code."""
    texts = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    # Another name in each round, so that the rounds are no copies of each other.
    releases = pl.Series([text.replace("the", f"the{number}") for number in range(TIMES) for text in texts])
    start = time.process_time()
    sketches = sentence_sketch(releases)
    sketched = len(releases) / (time.process_time() - start)
    ids = pl.Series([f"{number:06}" for number in range(len(releases))])
    dates = pl.Series([date(2026, 1, 1) + timedelta(days=number % 365) for number in range(len(releases))])
    start = time.process_time()
    cluster_copies(ids, sketches, dates)
    clustered = len(releases) / (time.process_time() - start)
    sys.stdout.write(f"sketches: {sketched:,.0f} releases/s; clusters: {clustered:,.0f} releases/s\n")
    return 0 if sketched >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
