"""How the cost of reading facts grows with the length of one text: prose, and texts that nobody writes.

    POLARS_MAX_THREADS=1 python -m benchmarks.growth [--sizes 5000,50000,500000] [--kinds prose,digits]

Prints microseconds a character at each size, judge included and without what any text costs, and how many times as much
a character of a longer text costs as one of a shorter text. Exit 1 where that is above WORST: then something compares
each with each, or walks a run of characters anew from each of them. CPU time, in one run, so that other work on the
machine counts little.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from itertools import count, takewhile

from benchmarks.facts_speed import documents_of
from transforms.facts.extract import extract_facts
from transforms.rules import Rulebook, load_rulebook

SIZES = (5_000, 50_000, 500_000)
WORST = 2.5
# So that every reader of trial news is at work, whatever comes behind.
HEAD = (
    "Hollin Bio Doses First Patient in Phase 2 Trial of HB-104 in Asthma\n\n"
    "LEEDS, England, Feb. 3, 2026 (GLOBE NEWSWIRE) -- Hollin Bio today announced that the first patient with asthma "
    "has been dosed with HB-104. "
)
SENTENCES = (
    "Hollin expects to report topline data from the Phase {number} trial of {code} in the second half of {year}.",
    "The FDA granted Fast Track designation to {code} for the treatment of {word} fever in May {year}.",
    "In {year}, Hollin entered into a license agreement with {word} Pharma for rights in Europe.",
    "“We are pleased with how {code} was tolerated,” said Ada Renfield, chief executive officer of Hollin.",
    "The randomized, double-blind trial (NCT0{number}123456) is designed to enroll about {number}20 patients.",
    "Patients with {word} fever often wait for years until somebody knows what ails them.",
    "Hollin ended the quarter with $3{number} million in cash, which it expects to last into {year}.",
)
CUES = "expects to plans planned topline data initiate dosed first patient phase trial enrolled approval FDA submitted "


def main() -> int:
    """Measure, say what was measured, and return the exit code."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--sizes", default=",".join(map(str, SIZES)), help="code points, ascending")
    arguments.add_argument("--kinds", default=",".join(KINDS), help="which texts")
    given = arguments.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    book = load_rulebook()
    measure("prose", 5_000, book)  # what is compiled or loaded once
    any_text = min(measure("prose", len(HEAD), book) for _ in range(3))
    missed = 0
    sys.stdout.write(f"{'µs a character':20}" + "".join(f"{size:>12,}" for size in sizes) + "  growth\n")
    for kind in given.kinds.split(","):
        costs = [max(0.0, measure(kind, size, book) - any_text) for size in sizes]
        grown = growth(sizes, costs, any_text)
        missed += grown > WORST
        row = "".join(f"{cost / size * 1e6:12.2f}" for size, cost in zip(sizes, costs, strict=True))
        sys.stdout.write(f"{kind:20}{row}{grown:8.1f}\n")
        sys.stdout.flush()
    return 1 if missed else 0


def measure(kind: str, size: int, book: Rulebook) -> float:
    """Return the CPU seconds that reading a text of one kind and size takes."""
    documents = documents_of([text_of(kind, size)])
    start = time.process_time()
    extract_facts(documents, book, is_judged=True)
    return time.process_time() - start


def growth(sizes: Sequence[int], costs: Sequence[float], any_text: float) -> float:
    """Return how many times as much a character costs in a longer text as in a shorter one, at most.

    Args:
        sizes: Code points of the texts, ascending.
        costs: What each took, in seconds, without `any_text`.
        any_text: What the shortest text takes; less than that is too little to compare with.
    """
    rates = [max(cost, any_text) / size for size, cost in zip(sizes, costs, strict=True)]
    return max((costs[at] / sizes[at] / min(rates[:at]) for at in range(1, len(sizes))), default=1.0)


def text_of(kind: str, size: int) -> str:
    """Return an invented text of one kind, `size` code points long; the same each time."""
    piece = KINDS[kind]
    if isinstance(piece, str):
        return (HEAD + piece * (size // len(piece) + 1))[:size]
    written = 0

    def is_short(text: str) -> bool:
        nonlocal written
        written += len(text)
        return written < size + len(text)

    return (HEAD + "".join(takewhile(is_short, map(piece, count()))))[:size]


def _prose(number: int) -> str:
    # Seeded by the sentence's number, so that a longer text begins as the shorter one does.
    chance = random.Random(number)  # noqa: S311 - nobody's secret
    sentence = chance.choice(SENTENCES).format(
        number=chance.randint(1, 3),
        year=chance.randint(2025, 2029),
        code=f"HB-{chance.randint(100, 130)}",
        word=_word(number % 40),
    )
    return sentence + ("\n\n" if number % 4 == 3 else " ")


def _word(number: int) -> str:
    """Return a made-up word of four letters and an ending, another one for each number below 456,976."""
    letters = "".join(chr(ord("a") + number // 26**place % 26) for place in range(4))
    return f"{letters.title()}en"


# A text is its piece over and over, or what a function of 0, 1, 2 … gives: then no two pieces are alike.
KINDS: dict[str, str | Callable[[int], str]] = {
    "prose": _prose,
    "cue words": CUES,
    "cue words in lines": CUES.strip() + ".\n\n",
    "digits": "0123456789",
    "one line": "abcdefghij",
    "bullets": "• Topline data of HB-104 in asthma expected in 2027\n",
    "capitals": "HOLLIN BIO DOSES FIRST PATIENT IN PHASE 2 TRIAL OF HB-104 ",
    "brackets and quotes": "()[]“”\"'",
    "opening brackets": "(",
    "ampersands": "& ",
    "full stops": ".",
    "blank lines": "\n",
    "one product code": "HB-104 ",
    "product codes": lambda number: f"Doses of HB-{number} were given for asthma. ",
    "substances": lambda number: f"Patients took {_word(number).lower()}limab. ",
    "diseases": lambda number: f"Patients with {_word(number).lower()}itis were treated. ",
    "abbreviations": lambda number: f"The {_word(number)} Zeta Index ({_word(number)[:4].upper()}ZI) was told. ",
    "dates": "May 3, 2027 ",
    "events with a day": lambda number: (
        f"Topline data are expected on May {1 + number % 28}, {2027 + number // 28 % 60}. "
    ),
    "approvals": lambda number: (
        f"In {1990 + number % 30} the FDA approved HB-{number} for {_word(number).lower()} fever. "
    ),
    "partners": lambda number: (
        f"In {1990 + number % 30}, Hollin entered into a license agreement with {_word(number)} Pharma. "
    ),
}


if __name__ == "__main__":
    sys.exit(main())
