"""The fields of a release: composes the finders of this room into one frame, in the words of the annotation guide.

The finders live beside this file, one subject each; no pattern belongs here. Events are `milestones`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from transforms.facts.abbreviations import find_abbreviations
from transforms.facts.dateline import find_dateline
from transforms.facts.disease_ranking import rank_diseases
from transforms.facts.enrolment import find_enrolments, keep_exact
from transforms.facts.issuer import find_issuer
from transforms.facts.judge.names import Name, NameJudges, chosen_spellings
from transforms.facts.language import are_read, find_languages
from transforms.facts.phases import find_phases
from transforms.facts.product_ranking import FRONT, rank_products
from transforms.facts.products import find_product_names, find_products
from transforms.facts.study_names import find_study_names
from transforms.facts.tickers import find_tickers
from transforms.facts.topic import classify_topics
from transforms.facts.trial_ids import find_registered
from transforms.facts.wires import find_wires

FIELDS_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "title": pl.String,
    "dateline_city": pl.String,
    "dateline_region": pl.String,
    "dateline_date": pl.Date,
    "wire": pl.String,
    "issuer": pl.String,
    "tickers": pl.List(pl.String),
    "trial_ids": pl.List(pl.String),
    "phases": pl.List(pl.String),
    "interventions": pl.List(pl.String),
    "indications": pl.List(pl.String),
    "language": pl.String,
    "is_health": pl.Boolean,
    "is_trial_news": pl.Boolean,
}
TRIAL_MENTIONS_SCHEMA = {
    "doc": pl.UInt32,
    "span_start": pl.Int32,
    "span_end": pl.Int32,
    "trial_id": pl.String,
    "registry": pl.String,
    "acronym": pl.String,
    "phase": pl.String,
}
ENROLMENTS_SCHEMA = {
    "doc": pl.UInt32,
    "value_count": pl.Int64,
    "kind": pl.String,
    "sentence": pl.String,
    "span_start": pl.Int32,
    "span_end": pl.Int32,
}
# A regulator or a phase: what is told is a treatment's.
_OF_TRIAL = re.compile(r"\b(?:FDA|Food\sand\sDrug|EMA|European\sMedicines|MHRA|NMPA|PMDA|Phase\s[1-4I])")
# Nothing that counts for a field stands in these.
_SKIPPED = frozenset(("forward_looking", "contact", "chrome", "header"))


@dataclass(frozen=True)
class Fields:
    """What the finders found.

    Attributes:
        fields: FIELDS_SCHEMA, one row for each document in order.
        trial_mentions: TRIAL_MENTIONS_SCHEMA, `doc` is the document's row; spans in code points of its text.
        enrolments: ENROLMENTS_SCHEMA, one row for each number and kind of a document; the span is the sentence's.
        products: For each document, each spelling of the products that the rules chose → its name (`find_products`).
        diseases: For each document, each spelling of the diseases that they chose → the long name (`find_diseases`).
    """

    fields: pl.DataFrame
    trial_mentions: pl.DataFrame
    enrolments: pl.DataFrame
    products: list[dict[str, str]]
    diseases: list[dict[str, str]]


@dataclass
class _TrialFields:
    """What is looked for only where the news is about health, and in English as far as anybody knows."""

    trial_ids: list[str]
    phases: list[str]
    products: dict[str, str]
    diseases: dict[str, str]
    interventions: list[str]
    indications: list[str]
    mentions: list[tuple[int, int, str | None, str | None, str | None, str | None]]
    enrolments: list[tuple[int, str, str, int, int]]


def find_fields(documents: pl.DataFrame, units: pl.DataFrame, judges: NameJudges | None) -> Fields:
    """Find the fields of all documents.

    Args:
        documents: transforms.tables.Documents; `text`, `title` and `source_line` are read.
        units: Their sentences, as transforms.facts.units.split_units gives them.
        judges: Choose which products and diseases a release is about; None: the rules do.

    Returns:
        One row for each document in order, and its mentions.
    """
    texts = documents["text"]
    titles = pl.Series(
        [title or headline_of(text) for title, text in documents.select("title", "text").iter_rows()], dtype=pl.String
    )
    topics = classify_topics(titles, texts)
    languages = find_languages(texts)
    is_told = topics["is_health"] & are_read(languages)
    sentences = _sentences_by_doc(units, is_told)
    rows: list[tuple[object, ...]] = []
    found: list[_TrialFields] = []
    for doc, (text, title, source_line, has_trial_fields) in enumerate(
        zip(texts, titles, documents["source_line"], is_told, strict=True)
    ):
        title_end = len(title) if text.startswith(title) else len(text.partition("\n")[0])
        dateline = find_dateline(text, title_end)
        issuer = find_issuer(
            title,
            text,
            dateline.span_end if dateline else title_end,
            has_dateline=dateline is not None,
            source_line=source_line,
        )
        trial = (
            _find_trial_fields(text, sentences.get(doc, []), issuer, judges)
            if has_trial_fields
            else _TrialFields([], [], {}, {}, [], [], [], [])
        )
        found.append(trial)
        rows.append(
            (
                *((dateline.city, dateline.region, dateline.day) if dateline else (None, None, None)),
                issuer,
                trial.trial_ids,
                trial.phases,
                trial.interventions,
                trial.indications,
            )
        )
    names = [
        "dateline_city",
        "dateline_region",
        "dateline_date",
        "issuer",
        "trial_ids",
        "phases",
        "interventions",
        "indications",
    ]
    fields = pl.DataFrame(rows, schema={name: FIELDS_SCHEMA[name] for name in names}, orient="row").with_columns(
        topics.get_columns(),
        title=titles,
        wire=find_wires(texts),
        tickers=find_tickers(texts),
        language=languages,
    )
    return Fields(
        fields=fields.select(pl.col(name).cast(dtype) for name, dtype in FIELDS_SCHEMA.items()),
        trial_mentions=pl.DataFrame(
            [(doc, *mention) for doc, trial in enumerate(found) for mention in trial.mentions],
            schema=TRIAL_MENTIONS_SCHEMA,
            orient="row",
        ),
        enrolments=pl.DataFrame(
            [(doc, *enrolment) for doc, trial in enumerate(found) for enrolment in trial.enrolments],
            schema=ENROLMENTS_SCHEMA,
            orient="row",
        ),
        products=[trial.products for trial in found],
        diseases=[trial.diseases for trial in found],
    )


def headline_of(text: str) -> str:
    """Return the first real line of a text: not a category, a source line or a row of marks."""
    for line in text.lstrip().split("\n", 12)[:12]:
        bare = line.strip(" \t\r*#|\u00a0")
        if len(bare) > 3 and not bare.lower().startswith(("categories:", "source:", "category:")):
            return bare
    return text.strip().split("\n", 1)[0][:400]


def _sentences_by_doc(units: pl.DataFrame, is_told: pl.Series) -> dict[int, list[tuple[str, int, int, str]]]:
    """Return (section, start, end, sentence) of the units that count, by document; of those documents only."""
    told = is_told.arg_true().implode()
    kept = units.filter(pl.col("doc").is_in(told), ~pl.col("section").cast(pl.String).is_in(list(_SKIPPED)))
    grouped: dict[int, list[tuple[str, int, int, str]]] = {}
    columns = kept.select("doc", pl.col("section").cast(pl.String), "span_start", "span_end", "sentence")
    for doc, section, start, end, sentence in columns.iter_rows():
        grouped.setdefault(doc, []).append((section, start, end, sentence))
    return grouped


def _find_trial_fields(
    text: str, units: list[tuple[str, int, int, str]], issuer: str | None, judges: NameJudges | None
) -> _TrialFields:
    """Find what the sentences of one release say of trials, products and diseases."""
    abbreviations = find_abbreviations(text)
    pairs = [(section, sentence) for section, _, _, sentence in units]
    named = rank_products(pairs, issuer, abbreviations)
    products = chosen_spellings(named)
    is_treated = bool(products) or any(_OF_TRIAL.search(sentence) for _, sentence in pairs)
    told = rank_diseases(pairs, abbreviations, is_treated=is_treated)
    diseases = chosen_spellings(told)
    interventions = judges.products.choose(named) if judges else [one for one in named if one.is_chosen]
    indications = judges.diseases.choose(told) if judges else [one for one in told if one.is_chosen]
    spellings = {spelling.lower() for spelling in products}
    trial_ids: dict[str, None] = {}
    phases: dict[str, None] = {}
    mentions: list[tuple[int, int, str | None, str | None, str | None, str | None]] = []
    enrolments: dict[tuple[int, str], tuple[int, str, str, int, int]] = {}
    for section, start, end, sentence in units:
        here = [phase for _, _, phase in find_phases(sentence)]
        if here and not _is_of_another(section, sentence, products, issuer):
            phases.update(dict.fromkeys(here))
        # A phase belongs to the trial named beside it only where the sentence has no other.
        phase = here[0] if len(set(here)) == 1 else None
        for a, b, trial_id, registry in find_registered(sentence):
            trial_ids[trial_id] = None
            mentions.append((start + a, start + b, trial_id, registry, None, phase))
        mentions += [
            (start + a, start + b, None, None, name, phase)
            for a, b, name in find_study_names(sentence, abbreviations, spellings, issuer)
        ]
        for _, _, value, kind in find_enrolments(sentence):
            # The same number told twice is one enrolment; 240 planned and 240 enrolled are two.
            enrolments.setdefault((value, kind), (value, kind, sentence, start, end))
    stated = list(enrolments.values())
    kept = keep_exact((value, kind, sentence) for value, kind, sentence, _, _ in stated)
    exact = [row for row, is_kept in zip(stated, kept, strict=True) if is_kept]
    return _TrialFields(
        list(trial_ids),
        _settled_phases(phases),
        products,
        diseases,
        _distinct(interventions),
        _distinct(indications),
        mentions,
        exact,
    )


def _distinct(names: Iterable[Name]) -> list[str]:
    return list(dict.fromkeys(one.name for one in names))


def _is_of_another(section: str, sentence: str, products: dict[str, str], issuer: str | None) -> bool:
    """Tell whether a sentence speaks of a product that is not the release's: its phase is not the news."""
    if section in FRONT or find_products(sentence, products):
        return False
    if section == "about" and not products:
        return True
    words = (issuer or "").lower().split()
    names = (name.lower() for _, _, name, kind in find_product_names(sentence) if kind in ("code", "brand", "inn"))
    return any(name not in words for name in names)


def _settled_phases(phases: Iterable[str]) -> list[str]:
    """Drop `pivotal` where a number is given."""
    named = list(phases)
    return [phase for phase in named if phase != "pivotal" or len(named) == 1]
