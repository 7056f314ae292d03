"""Documents to facts: composes sections, sentences, fields, rules and events into the staging tables.

Each step lives in its own module; nothing is decided here.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import floor
from typing import Any

import polars as pl

from transforms.copies import sentence_sketch
from transforms.facts.event_sponsors import with_event_sponsors
from transforms.facts.event_terms import CORPORATE, Hit, Milestone, Release, Unit
from transforms.facts.fields import Fields, find_fields
from transforms.facts.impossible import stated_day
from transforms.facts.judge import Models, load_models
from transforms.facts.judge.names import NameJudge, NameJudges
from transforms.facts.language import are_read
from transforms.facts.milestones import UNREAD, find_milestones
from transforms.facts.name_ties import find_name_ties
from transforms.facts.report_pipeline import with_pipeline
from transforms.facts.sections import Section, find_sections
from transforms.facts.superseded import with_superseded
from transforms.facts.units import split_units
from transforms.facts.windows import Window
from transforms.facts.withdrawn import with_withdrawn, withdrawn_hits
from transforms.ids import stable_id
from transforms.rules import Rulebook, find_hits, load_rulebook
from transforms.tables import Enrolments, Milestones, NameTies, Releases, TrialMentions

__all__ = ["Facts", "extract_facts", "load_rulebook"]

# Documents read at a time: bounds memory, and is large enough that compiling all patterns once for it costs little.
BATCH = 4000


@dataclass(frozen=True)
class Facts:
    """What releases state, in the shape of the staging tables."""

    releases: pl.DataFrame
    milestones: pl.DataFrame
    trial_mentions: pl.DataFrame
    enrolments: pl.DataFrame
    name_ties: pl.DataFrame


def extract_facts(documents: pl.DataFrame, rulebook: Rulebook, *, is_judged: bool = True) -> Facts:
    """Read the facts of all documents.

    Args:
        documents: Rows of transforms.tables.Documents.
        rulebook: The rules, as load_rulebook gives them.
        is_judged: Let the judge decide which events hold and add those that the rules missed; without it every event
            that the rules read is a row, of confidence 1.

    Returns:
        Frames with exactly the columns and types of Releases, Milestones, TrialMentions, Enrolments and NameTies.
    """
    models = load_models() if is_judged else None
    parts = [
        _extract_batch(documents.slice(at, BATCH), rulebook, models) for at in range(0, max(1, documents.height), BATCH)
    ]
    return Facts(
        releases=pl.concat([part.releases for part in parts]),
        milestones=pl.concat([part.milestones for part in parts]),
        trial_mentions=pl.concat([part.trial_mentions for part in parts]),
        enrolments=pl.concat([part.enrolments for part in parts]),
        name_ties=pl.concat([part.name_ties for part in parts]),
    )


def _extract_batch(documents: pl.DataFrame, rulebook: Rulebook, models: Models | None) -> Facts:
    sections = [find_sections(text, title) for text, title in documents.select("text", "title").iter_rows()]
    units = split_units(documents, sections)
    judges = NameJudges(NameJudge(models.products), NameJudge(models.diseases)) if models else None
    fields = find_fields(documents, units, judges)
    ids = documents.select("release_id", "capture_id").with_row_index("doc")
    releases = _releases(documents, fields.fields, sections, _version(rulebook, models))
    milestones = _shaped(_milestones(documents, units, fields, rulebook, models), Milestones)
    return Facts(
        releases=_shaped(with_pipeline(releases, milestones), Releases),
        milestones=milestones,
        trial_mentions=_shaped(fields.trial_mentions.join(ids, on="doc"), TrialMentions),
        enrolments=_shaped(fields.enrolments.join(ids, on="doc"), Enrolments),
        name_ties=_shaped(find_name_ties(documents, units, fields.fields), NameTies),
    )


def _shaped(frame: pl.DataFrame, schema: Any) -> pl.DataFrame:
    """Return exactly the columns of the schema, in its order and types."""
    return frame.select(pl.col(name).cast(kind) for name, kind in schema.create_empty().schema.items())


def _version(rulebook: Rulebook, models: Models | None) -> str:
    """Return the version of the rules, and that of the judge behind it."""
    return f"{rulebook.version}+{models.version}" if models else rulebook.version


def _releases(
    documents: pl.DataFrame, fields: pl.DataFrame, sections: list[list[Section]], version: str
) -> pl.DataFrame:
    kept = documents.drop([name for name in fields.columns if name in documents.columns])
    flat = [part for parts in sections for part in parts]
    spans = (
        pl.DataFrame(
            {
                "doc": [doc for doc, parts in enumerate(sections) for _ in parts],
                "section": [part.section for part in flat],
                "span_start": [part.span_start for part in flat],
                "span_end": [part.span_end for part in flat],
            },
            schema={"doc": pl.UInt32, "section": pl.String, "span_start": pl.Int32, "span_end": pl.Int32},
        )
        .group_by("doc")
        .agg(sections=pl.struct("section", "span_start", "span_end"))
    )
    docs = pl.DataFrame({"doc": pl.Series(range(len(sections)), dtype=pl.UInt32)})
    listed = docs.join(spans, on="doc", how="left", maintain_order="left").select(pl.col("sections").fill_null([]))[
        "sections"
    ]
    return kept.hstack(fields).with_columns(
        listed,
        sentence_sketch(documents["text"]).alias("sketch"),
        pl.Series("text_sha256", [_sha256(text) for text in documents["text"]], dtype=pl.String),
        pl.lit(version).alias("rules_version"),
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _milestones(
    documents: pl.DataFrame, units: pl.DataFrame, fields: Fields, rulebook: Rulebook, models: Models | None
) -> pl.DataFrame:
    keys = documents.select("release_id", "capture_id").rows()
    rows: list[dict[str, Any]] = []
    taken_back = _by_doc(withdrawn_hits(units, rulebook), rulebook)
    for doc, sentences, hits, release in candidate_releases(documents, units, fields, rulebook):
        sure, doubtful = find_milestones(sentences, hits, release, models)
        events = with_superseded([*sure, *doubtful], sentences, hits, release.published)
        if doc in taken_back:
            events = with_withdrawn(events, sentences, [*hits, *taken_back[doc]], release)
            # What is taken back is found last, and may be another's, too.
            events = with_event_sponsors(events, sentences, release.text, release.issuer)
        release_id, capture_id = keys[doc]
        rows += _rows(events, release_id, capture_id, _version(rulebook, models))
    return pl.DataFrame(rows, schema={name: _plain(kind) for name, kind in Milestones.create_empty().schema.items()})


def candidate_releases(
    documents: pl.DataFrame, units: pl.DataFrame, fields: Fields, rulebook: Rulebook
) -> Iterator[tuple[int, list[Unit], list[Hit], Release]]:
    """Yield (row in documents, sentences, hits, release) of those that may state an event.

    They are about health, or a rule matches in them; and they are in English as far as anybody knows.
    """
    readable = are_read(fields.fields["language"]).arg_true().implode()
    units = units.filter(pl.col("doc").is_in(readable))
    hits = _hits(units, fields.fields["is_health"], rulebook)
    read = fields.fields.with_row_index("doc").filter("is_health").select("doc")
    told = pl.concat([read, hits.select("doc")]).unique()
    sentences: dict[int, list[Unit]] = {}
    for doc, number, section, start, end, sentence in units.join(
        told, on="doc", how="semi", maintain_order="left"
    ).iter_rows():
        sentences.setdefault(doc, []).append(Unit(number, section, start, end, sentence))
    found = _by_doc(hits, rulebook)
    stated = fields.fields.select("dateline_date", "is_health", "phases", "issuer").rows()
    for doc, doc_sentences in sorted(sentences.items()):
        dateline_date, is_health, phases, issuer = stated[doc]
        published_at = documents["published_at"][doc]
        release = Release(
            published=stated_day(dateline_date, published_at, documents["observed_at"][doc]),
            is_health=is_health,
            products=fields.products[doc],
            diseases=fields.diseases[doc],
            phases=phases,
            issuer=issuer,
            text=documents["text"][doc],
        )
        yield doc, doc_sentences, found.get(doc, []), release


def _hits(units: pl.DataFrame, is_health: pl.Series, rulebook: Rulebook) -> pl.DataFrame:
    """Return hits of events, and of cues in the sentences that have one.

    Cue words stand in most sentences, so they are looked for last; releases that are not about health carry corporate
    events only.
    """
    health = pl.col("doc").is_in(is_health.arg_true().implode())
    units = units.filter(~pl.col("section").cast(pl.String).is_in(list(UNREAD)))
    found = pl.concat(
        [
            find_hits(units.filter(health), rulebook.emitting("milestone_type")),
            find_hits(units.filter(~health), _corporate(rulebook)),
        ]
    )
    cued = find_hits(units.join(found, on=["doc", "unit"], how="semi"), rulebook.emitting("cue"))
    return pl.concat([found, cued]).sort("doc", "unit", "match_start", "match_end", "rule_id")


@lru_cache(maxsize=4)
def _corporate(rulebook: Rulebook) -> Rulebook:
    """Return the rules of corporate events."""
    events = rulebook.emitting("milestone_type").rules
    corporate = {key: rule for key, rule in events.items() if rule.emits["milestone_type"] in CORPORATE}
    return Rulebook(corporate, rulebook.version)


def _by_doc(hits: pl.DataFrame, rulebook: Rulebook) -> dict[int, list[Hit]]:
    """Return the hits of each release."""
    found: dict[int, list[Hit]] = {}
    for doc, number, rule_id, start, end in hits.iter_rows():
        found.setdefault(doc, []).append(Hit(number, rulebook.rules[rule_id], start, end))
    return found


def _plain(kind: Any) -> Any:
    """Rows of Python values go in as text; the cast to the enum comes after."""
    return pl.String if isinstance(kind, pl.Enum) else kind


def _rows(events: list[Milestone], release_id: str, capture_id: str, version: str) -> list[dict[str, Any]]:
    seen: Counter[tuple[object, ...]] = Counter()
    rows = []
    for event in events:
        detail = event.detail or event.amount
        key = (release_id, event.milestone_type, event.role, detail, event.agency, event.unit.sentence)
        seen[key] += 1
        # Two events of one key in one sentence differ by product or phase: the second gets its number into the hash.
        again = (seen[key],) if seen[key] > 1 else ()
        rows.append(
            {
                "milestone_id": stable_id(*key, *again),
                "capture_id": capture_id,
                "release_id": release_id,
                "milestone_type": event.milestone_type,
                "role": event.role,
                "detail": detail,
                "agency": event.agency,
                "window_start": event.window.start if event.window else None,
                "window_end": event.window.end if event.window else None,
                "window_precision": event.window.precision if event.window else None,
                "is_withdrawn": event.is_withdrawn,
                "superseded_start": _first_day(event.superseded),
                "superseded_end": event.superseded.end if event.superseded else None,
                "superseded_precision": event.superseded.precision if event.superseded else None,
                "phase": event.phase,
                "trial_ids": list(event.trial_ids),
                "intervention": event.intervention,
                "indication": event.indication,
                "event_sponsor": event.event_sponsor,
                "event_sponsor_ticker": event.event_sponsor_ticker,
                "event_sponsor_reason": event.event_sponsor_reason,
                "section": event.unit.section,
                "sentence": event.unit.sentence,
                "span_start": event.unit.span_start,
                "span_end": event.unit.span_end,
                "rule_id": event.rule_id,
                "rules_version": version,
                "reader": event.reader,
                "confidence": floor(event.confidence * 1000) / 1000,
            }
        )
    return rows


def _first_day(superseded: Window | None) -> date | None:
    """Return the first day of an old time; `by May` was said on a day that this release does not tell."""
    return superseded.start if superseded and not superseded.precision.startswith("by") else None
