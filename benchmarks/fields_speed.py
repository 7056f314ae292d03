"""How many releases a second find_fields reads; on the invented corpus, mostly health news, which is the dear part.

    python benchmarks/fields_speed.py

Exit 1 where the floor is missed. CPU time, so that other work on the machine counts little.
"""

import json
import sys
import time
from pathlib import Path

import polars as pl

from transforms.facts.fields import find_fields
from transforms.facts.units import split_units

CORPUS = Path(__file__).resolve().parents[1] / "data/sample/corpus.jsonl"
FLOOR = 250  # releases a second
ROUNDS = 3
SCHEMA = {"text": pl.String, "title": pl.String, "source_line": pl.String}


def main() -> int:
    """Measure, say what was measured, and return the exit code."""
    texts = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    documents = pl.DataFrame([(text, None, None) for text in texts], schema=SCHEMA, orient="row")
    units = split_units(documents)
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        fields = find_fields(documents, units, None).fields
        best = max(best, documents.height / (time.process_time() - start))
    health = fields["is_health"].sum()
    sys.stdout.write(f"find_fields: {best:,.0f} releases/s ({documents.height:,} releases, {health:,} about health)\n")
    return 0 if best >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
