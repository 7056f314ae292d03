"""Rules over sentences: one Aho-Corasick pass picks candidates, precise patterns look only there.

The pass looks for the triggers of all rules and for the literals without which a pattern cannot match (patterns). What
is left, a few patterns in one sentence of ten, is searched by Python, which knows code points; its patterns are
compiled once, where polars compiles each of them again in every call, which cost more than the search.

What a hit means does not belong here; the reader of hits looks at the rule's `emits`.
"""

from collections.abc import Sequence
from itertools import islice

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
    rules = list(book.rules.values())
    found: list[tuple[int, str, int, int]] = []
    for row, place, section, text, numbers in _candidates(sentences, book).iter_rows():
        rule = rules[place]
        if not rule.scope or section in rule.scope:
            found += [(row, rule.rule_id, start, end) for start, end in _spans(rule, text, numbers)]
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


def _candidates(sentences: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """Return row, rule (its place in the book), section, folded, and the numbers of the rule's patterns to try.

    The sentence holds a trigger of the rule, and of each set of literals that a pattern needs at least one.
    """
    rules = list(book.rules.values())
    triggers = pl.DataFrame(
        [(trigger, place) for place, rule in enumerate(rules) for trigger in rule.triggers],
        schema={"literal": pl.String, "rule": pl.UInt16},
        orient="row",
    )
    numbered = [
        (place, number, required_literals(pattern))
        for place, rule in enumerate(rules)
        for number, pattern in enumerate(rule.patterns)
    ]
    patterns = pl.DataFrame(
        [(place, number, len(sets)) for place, number, sets in numbered],
        schema={"rule": pl.UInt16, "number": pl.UInt16, "set_count": pl.UInt32},
        orient="row",
    ).with_row_index("pattern")
    needed = pl.DataFrame(
        [
            (literal, pattern, at)
            for pattern, (_, _, sets) in enumerate(numbered)
            for at, literals in enumerate(sets)
            for literal in literals
        ],
        schema={"literal": pl.String, "pattern": pl.UInt32, "set": pl.UInt16},
        orient="row",
    )
    literals = pl.concat([triggers["literal"], needed["literal"]]).unique().sort().implode()
    # Few sentences hold a trigger; only those are searched for the literals of the patterns.
    near = sentences.filter(
        pl.col("folded").str.contains_any(triggers["literal"].unique().sort().implode(), ascii_case_insensitive=True)
    )
    seen = (
        near.select(
            "row",
            literal=pl.col("folded").str.extract_many(literals, ascii_case_insensitive=True, overlapping=True),
        )
        .explode("literal")
        .with_columns(pl.col("literal").str.to_lowercase())
        .unique()
    )
    tried = seen.join(triggers, on="literal").select("row", "rule").unique().join(patterns, on="rule")
    held = (
        seen.join(needed, on="literal")
        .join(tried, on=["row", "pattern"], how="semi")
        .group_by("row", "pattern")
        .agg(held_count=pl.col("set").n_unique())
    )
    return (
        tried.join(held, on=["row", "pattern"], how="left")
        .filter(pl.col("held_count").fill_null(0) == pl.col("set_count"))
        .group_by("row", "rule")
        .agg("number")
        .join(near, on="row")
        .select("row", "rule", "section", "folded", "number")
    )


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
    beaten = [
        (rule.rule_id, other)
        for rule in book.rules.values()
        for name in rule.beats
        for other in book.rules
        if other != rule.rule_id and (other == name or (name.endswith(".*") and other.startswith(name[:-1])))
    ]
    if not beaten:
        return hits
    pairs = pl.DataFrame(beaten, schema={"rule_id": pl.String, "beaten": pl.String}, orient="row")
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
