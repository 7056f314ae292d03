"""Rules over sentences: one Aho-Corasick pass picks candidates, precise patterns look only there.

The pass looks for the triggers of all rules and for the literals without which a pattern cannot match (patterns). What
is left, a few patterns in one sentence of ten, is searched by Python, which knows code points; its patterns are
compiled once, where polars compiles each of them again in every call, which cost more than the search.

What a hit means does not belong here; the reader of hits looks at the rule's `emits`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import polars as pl

from transforms.rules.patterns import fold, required_literals
from transforms.rules.rule import Rule, Rulebook

# Matches of one pattern in one sentence beyond this are lists, not sentences.
MOST_MATCHES = 6
# How much text before and behind a match its guards see, in code points.
GUARD_REACH = 90
HITS_SCHEMA = {
    "doc": pl.UInt32,
    "unit": pl.UInt32,
    "rule_id": pl.String,
    "match_start": pl.Int32,
    "match_end": pl.Int32,
}


def find_hits(units: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """Return where rules match.

    Args:
        units: doc, unit, section, sentence: one row for each sentence.
        book: The rules to apply.

    Returns:
        doc, unit, rule_id, match_start, match_end (code points within the sentence), sorted; a rule's overlapping
        matches are one, and matches of beaten rules are gone.
    """
    sentences = units.select(
        pl.col("doc", "unit"), pl.col("section").cast(pl.String), fold(pl.col("sentence")).alias("folded")
    ).with_row_index("row")
    found = [
        (row, rule.rule_id, start, end)
        for row, rule, text, numbers in _candidates(sentences, book)
        for start, end in _spans(rule, text, numbers)
    ]
    hits = pl.DataFrame(
        found,
        schema={"row": pl.UInt32, "rule_id": pl.String, "match_start": pl.Int32, "match_end": pl.Int32},
        orient="row",
    )
    return (
        _yield_to_stronger(hits, book)
        .join(sentences.select("row", "doc", "unit"), on="row")
        .select(pl.col(name).cast(kind) for name, kind in HITS_SCHEMA.items())
        .sort(list(HITS_SCHEMA))
    )


class _Sought(NamedTuple):
    """What is looked for in sentences by a rulebook.

    Attributes:
        triggered: Rules by each of their triggers.
        bits_of: Each literal, triggers included, with the sets of literals that it is in: a bit for each set.
        wanted: For each rule the numbers of its patterns, each with the sets that the pattern needs.
    """

    triggered: dict[str, list[Rule]]
    bits_of: dict[str, int]
    wanted: dict[str, list[tuple[int, int]]]


@lru_cache(maxsize=16)
def _sought(book: Rulebook) -> _Sought:
    triggered: dict[str, list[Rule]] = defaultdict(list)
    for rule in book.rules.values():
        for trigger in rule.triggers:
            triggered[trigger].append(rule)
    needed = {
        rule.rule_id: [(number, set(required_literals(pattern))) for number, pattern in enumerate(rule.patterns)]
        for rule in book.rules.values()
    }
    sets = {literals for patterns in needed.values() for _, each in patterns for literals in each}
    bits = {literals: 1 << place for place, literals in enumerate(sets)}
    bits_of = dict.fromkeys(triggered, 0)
    for literals, bit in bits.items():
        for literal in literals:
            bits_of[literal] = bits_of.get(literal, 0) | bit
    wanted = {
        rule_id: [(number, sum(bits[literals] for literals in each)) for number, each in patterns]
        for rule_id, patterns in needed.items()
    }
    return _Sought(triggered, bits_of, wanted)


def _candidates(sentences: pl.DataFrame, book: Rulebook) -> Iterator[tuple[int, Rule, str, list[int]]]:
    """Yield row, rule, folded sentence, and the numbers of the rule's patterns to try there.

    The sentence holds a trigger of the rule, and of each set of literals that a pattern needs at least one.
    """
    triggered, bits_of, wanted = _sought(book)
    # Few sentences hold a trigger; only those are searched for the literals of the patterns.
    near = sentences.filter(
        pl.col("folded").str.contains_any(pl.Series(sorted(triggered)).implode(), ascii_case_insensitive=True)
    ).select(
        "row",
        "section",
        "folded",
        literals=pl.col("folded")
        .str.to_lowercase()
        .str.extract_many(pl.Series(sorted(bits_of)).implode(), overlapping=True)
        .list.unique(),
    )
    for row, section, text, literals in near.iter_rows():
        held = 0
        rules: dict[str, Rule] = {}
        for literal in literals:
            held |= bits_of[literal]
            for rule in triggered.get(literal, ()):
                rules[rule.rule_id] = rule
        for rule_id, rule in rules.items():
            if rule.scope and section not in rule.scope:
                continue
            numbers = [number for number, bits in wanted[rule_id] if bits & held == bits]
            if numbers:
                yield row, rule, text, numbers


def _spans(rule: Rule, text: str, numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the spans of some of a rule's patterns in a sentence: start ascending, longest first, none overlapping."""
    patterns = rule.compiled("patterns")
    spans = [
        found.span()
        for number in numbers
        for found in islice(patterns[number].finditer(text), MOST_MATCHES)
        if found.end() > found.start()
    ]
    if not spans or any(guard.search(text) for guard in rule.compiled("unless")):
        return []
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if (not kept or start >= kept[-1][1]) and not _is_guarded(rule, text, start, end):
            kept.append((start, end))
    return kept


def _is_guarded(rule: Rule, text: str, start: int, end: int) -> bool:
    before = text[max(0, start - GUARD_REACH) : start]
    behind = text[end : end + GUARD_REACH]
    return any(guard.search(before) for guard in rule.compiled("not_before")) or any(
        guard.search(behind) for guard in rule.compiled("not_after")
    )


def _yield_to_stronger(hits: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """Drop the matches that overlap a match of a rule that beats theirs."""
    pairs = _beaten(book)
    if pairs.is_empty() or hits.is_empty():
        return hits
    losers = (
        hits.join(pairs, on="rule_id")
        .join(hits, left_on=["row", "beaten"], right_on=["row", "rule_id"], suffix="_of_beaten")
        .filter(
            (pl.col("match_start_of_beaten") < pl.col("match_end"))
            & (pl.col("match_end_of_beaten") > pl.col("match_start"))
        )
        .select("row", pl.col("beaten").alias("rule_id"), pl.col("match_start_of_beaten").alias("match_start"))
    )
    return hits.join(losers, on=["row", "rule_id", "match_start"], how="anti")


@lru_cache(maxsize=16)
def _beaten(book: Rulebook) -> pl.DataFrame:
    """Return each rule with each that it beats: rule_id, beaten."""
    beaten = [
        (rule.rule_id, other)
        for rule in book.rules.values()
        for name in rule.beats
        for other in book.rules
        if other != rule.rule_id and (other == name or (name.endswith(".*") and other.startswith(name[:-1])))
    ]
    return pl.DataFrame(beaten, schema={"rule_id": pl.String, "beaten": pl.String}, orient="row")


def check_examples(book: Rulebook) -> list[tuple[str, str]]:
    """Return (rule_id, problem) for each example that does not match, or not_example that does."""
    texts = [(rule.rule_id, example.text, True) for rule in book.rules.values() for example in rule.examples] + [
        (rule.rule_id, text, False) for rule in book.rules.values() for text in rule.not_examples
    ]
    if not texts:
        return []
    # Examples stand for themselves: scope is for documents, and what other rules do is their own matter.
    free = {key: Rule(**{**rule.__dict__, "scope": frozenset(), "beats": ()}) for key, rule in book.rules.items()}
    frame = pl.DataFrame(
        texts, schema={"rule_id": pl.String, "sentence": pl.String, "wanted": pl.Boolean}, orient="row"
    )
    units = frame.with_row_index("doc").with_columns(unit=pl.lit(0, pl.UInt32), section=pl.lit("body"))
    hits = find_hits(units, Rulebook(free, book.version))
    seen = set(zip(hits["doc"], hits["rule_id"], strict=True))
    return [
        (rule_id, f"its {'example does not match' if wanted else 'not_example matches'}: {text!r}")
        for doc, (rule_id, text, wanted) in enumerate(texts)
        if ((doc, rule_id) in seen) != wanted
    ]
