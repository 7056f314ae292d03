"""How many sentences a second find_windows reads, and how many times it resolves; on the invented corpus.

    python benchmarks/windows.py

Exit 1 where the floor is missed. CPU time, so that other work on the machine counts little.
"""

import json
import re
import sys
import time
from datetime import date
from pathlib import Path

from transforms.facts.windows import find_windows, resolve_window

CORPUS = Path(__file__).resolve().parents[1] / "data/sample/corpus.jsonl"
FLOOR = 30_000  # sentences a second
ROUNDS = 5


def main() -> int:
    """Measure, say what was measured, and return the exit code."""
    texts = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.!?])\s+|\n+", text) if sentence]
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        mentions = [mention for sentence in sentences for mention in find_windows(sentence)]
        best = max(best, len(sentences) / (time.process_time() - start))
    start = time.process_time()
    resolved = sum(resolve_window(mention, date(2026, 3, 10), "guidance") is not None for mention in mentions)
    per_second = len(mentions) / (time.process_time() - start)
    sys.stdout.write(
        f"find_windows: {best:,.0f} sentences/s ({len(sentences):,} sentences, {len(mentions):,} times)\n"
        f"resolve_window: {per_second:,.0f} times/s ({resolved:,} resolved)\n"
    )
    return 0 if best >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
