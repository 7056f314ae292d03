"""Rules over sentences: one Aho-Corasick pass picks candidates, precise patterns look only there.

Three sieves, each finer and slower, over ever fewer sentences: literals (Aho-Corasick, all rules at once), patterns
(Rust, linear in the sentence whatever it holds), and spans with their guards (Python, on sentences that match).

What a hit means does not belong here; the reader of hits looks at the rule's `emits`.
"""

from collections.abc import Sequence
from itertools import islice

import polars as pl

from transforms.rules.patterns import fold
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
    by_rule = _candidates(sentences, book).partition_by("rule_id", as_dict=True)
    searches = [
        rows.lazy().select("row", "folded", *_contains(book.rules[str(rule_id)]))
        for (rule_id,), rows in by_rule.items()
    ]
    found: list[tuple[int, str, int, int]] = []
    for (rule_id,), rows in zip(by_rule, pl.collect_all(searches), strict=True):
        rule = book.rules[str(rule_id)]
        for row, text, *matches in rows.filter(pl.any_horizontal(pl.exclude("row", "folded"))).iter_rows():
            found += [(row, rule.rule_id, start, end) for start, end in _spans(rule, text, matches)]
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
    """Return row, folded, rule_id for each sentence that holds a trigger of the rule, in a section of its scope."""
    triggers = [(trigger, rule.rule_id) for rule in book.rules.values() for trigger in rule.triggers]
    gates = pl.DataFrame(triggers, schema={"trigger": pl.String, "rule_id": pl.String}, orient="row")
    literals = gates["trigger"].unique().sort().to_list()
    scopes = pl.DataFrame(
        [(rule.rule_id, section) for rule in book.rules.values() for section in rule.scope],
        schema={"rule_id": pl.String, "section": pl.String},
        orient="row",
    )
    scoped = set(scopes["rule_id"])
    candidates = (
        sentences.lazy()
        .filter(pl.col("folded").str.contains_any(literals, ascii_case_insensitive=True))
        .with_columns(
            pl.col("folded")
            .str.extract_many(literals, ascii_case_insensitive=True, overlapping=True)
            .list.eval(pl.element().str.to_lowercase())
            .list.unique()
            .alias("trigger")
        )
        .explode("trigger")
        .join(gates.lazy(), on="trigger")
        .unique(["row", "rule_id"], maintain_order=True)
        .collect()
    )
    inside = candidates.filter(pl.col("rule_id").is_in(scoped)).join(scopes, on=["rule_id", "section"], how="semi")
    free = candidates.filter(~pl.col("rule_id").is_in(scoped))
    return pl.concat([inside, free]).select("row", "folded", "rule_id")


def _contains(rule: Rule) -> list[pl.Expr]:
    """Return one Boolean column for each pattern of the rule; apart, each pattern keeps its literals."""
    return [pl.col("folded").str.contains(pattern).alias(str(index)) for index, pattern in enumerate(rule.patterns)]


def _spans(rule: Rule, text: str, matches: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the spans of a rule in a sentence that matches: start ascending, longest first, none overlapping.

    Only these few sentences are walked by Python, which counts in code points.
    """
    if any(guard.search(text) for guard in rule.compiled("unless")):
        return []
    spans = []
    for pattern, is_match in zip(rule.compiled("patterns"), matches, strict=True):
        if is_match:
            spans += [
                found.span() for found in islice(pattern.finditer(text), MOST_MATCHES) if found.end() > found.start()
            ]
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
