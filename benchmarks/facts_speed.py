"""What the facts of a release cost, as a multiple of parting the same texts into words; on one core.

    POLARS_MAX_THREADS=1 python -m benchmarks.facts_speed [ARCHIVE.jsonl[.gz]] [--documents 2000]

Each line of the archive is an object with its text in `markdown` or `text`; without one, the invented corpus is used:
most of it biotech news, which is the dear part. Exit 1 where a multiple is above its ceiling. CPU time, so that other
work on the machine counts little.
"""

import argparse
import re
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from benchmarks.rules_speed import SAMPLE, read_texts
from transforms.copies import sentence_sketch
from transforms.facts.extract import extract_facts
from transforms.facts.units import split_units
from transforms.rules import load_rulebook
from transforms.tables import Documents

WORD = re.compile(r"\w+")
ROUNDS = 3
# Times the cost of the words; on the invented corpus, where the whole is dearest.
CEILINGS = {"sections and sentences": 16.0, "sketches": 5.0, "facts, rules alone": 140.0}
# The judge may cost as much again as the rules.
MOST_FOR_JUDGE = 2.0


def main() -> int:
    """Measure, say what was measured, and return the exit code."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("archive", nargs="?", type=Path, default=SAMPLE)
    arguments.add_argument("--documents", type=int, default=2000)
    given = arguments.parse_args()
    texts = read_texts(given.archive, given.documents)
    documents = documents_of(texts)
    book = load_rulebook()
    words = _cost(lambda: [WORD.findall(text) for text in texts])
    steps: dict[str, Callable[[], object]] = {
        "sections and sentences": lambda: split_units(documents),
        "sketches": lambda: sentence_sketch(documents["text"]),
        "facts, rules alone": lambda: extract_facts(documents, book, is_judged=False),
    }
    missed = 0
    cost = 0.0
    sys.stdout.write(f"{len(texts):,} releases, {sum(map(len, texts)) / 1e6:.1f} M characters\n")
    for name, step in steps.items():
        cost = _cost(step)
        missed += cost / words > CEILINGS[name]
        sys.stdout.write(
            f"{name:24}{len(texts) / cost:8,.0f} releases/s{cost / words:8.1f} times the words"
            f" (at most {CEILINGS[name]:.0f})\n"
        )
    judged = _cost(lambda: extract_facts(documents, book))
    missed += judged / cost > MOST_FOR_JUDGE
    sys.stdout.write(
        f"{'facts, judged':24}{len(texts) / judged:8,.0f} releases/s{judged / cost:8.1f} times the rules alone"
        f" (at most {MOST_FOR_JUDGE:.0f})\n"
    )
    return 1 if missed else 0


def documents_of(texts: list[str]) -> pl.DataFrame:
    """Return one document a text, as the readers give them."""
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        {
            "release_id": f"{number:032}",
            "capture_id": f"{number:032}",
            "source_id": "benchmark",
            "captured_at": seen,
            "observed_at": seen,
            "categories": [],
            "is_excerpt": False,
            "text": text,
        }
        for number, text in enumerate(texts)
    ]
    return Documents.cast(pl.DataFrame(rows, schema=Documents.create_empty().schema))


def _cost(step: Callable[[], object]) -> float:
    """Return the least CPU seconds of a few runs."""
    costs = []
    for _ in range(ROUNDS):
        start = time.process_time()
        step()
        costs.append(time.process_time() - start)
    return min(costs)


if __name__ == "__main__":
    sys.exit(main())
