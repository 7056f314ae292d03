"""Trains the judge from labelled releases and writes data/model/judge.npz; `make train` runs it.

    python data/model/train.py

Needs scikit-learn (the group `train` of pyproject.toml) and the real releases beside the checkout
(TRIALWIRE_REAL_DATA). The same labels, rules and library give the same file. What is put aside is never learned from.

Three linear models are learned, one upon the other (transforms/facts/judge):

1. `types`: which milestone types a sentence states, from its words, its place and what the rules found in it.
2. `roles`: announced, guidance or background, from the same, for a type.
3. `candidates`: whether a sentence states an event of a type, and in which role, from the first two and the rules.

The third learns from what the first two say of releases that they did not learn from (by issuer, in five parts), and
more from releases that no rule was written with, so that it trusts neither the words nor the rules too much.
"""

import os
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import diags
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests"))

from eval.labelled import archived, documents_of, invented, real  # noqa: E402
from sentences import invented_sentences  # noqa: E402

from transforms.facts.event_terms import Hit, Release, Unit  # noqa: E402
from transforms.facts.extract import candidate_releases  # noqa: E402
from transforms.facts.fields import find_fields  # noqa: E402
from transforms.facts.judge.features import Sentence, role_features, sentence_features, title_features  # noqa: E402
from transforms.facts.judge.judge import CLASSES, NONE, Weighed, see_sentences, weigh  # noqa: E402
from transforms.facts.judge.weights import FILE, LinearModel, write_models  # noqa: E402
from transforms.facts.milestones import Told, tell_events  # noqa: E402
from transforms.facts.sections import find_sections  # noqa: E402
from transforms.facts.units import split_units  # noqa: E402
from transforms.reference import keys  # noqa: E402
from transforms.rules import load_rulebook  # noqa: E402

REAL = Path(os.environ.get("TRIALWIRE_REAL_DATA", PROJECT.parent / "shared"))
TYPES = keys("milestone_types")
PARTS = 5
SEED = 5
# A type that is stated in fewer sentences cannot be learned; only rules propose it.
LEAST_SENTENCES = 4
# Features that are in fewer sentences, or weigh less than this share of the heaviest, are left out.
LEAST_SEEN = 3
LEAST_WEIGHT = 0.02
# Regularisation, chosen by cross-validation grouped by issuer (docs/second-reader.md).
C_TYPES, C_ROLES, C_CANDIDATES = 0.01, 1.0, 0.1
# What the rules do with releases that they were written with flatters them: such a release counts for so much of one.
READ_WEIGHT = 0.3
UNKNOWN_TYPE = -3.0


@dataclass
class Labelled:
    """A release with its labels, as the rules and the judge see it.

    `is_unread`: no rule was written with it, so that what the rules do with it is what they do with any release.
    """

    row: dict[str, Any]
    is_unread: bool
    given: tuple[list[Unit], list[Hit], Release] | None = None
    told: Told | None = None
    sentences: list[Sentence] = field(default_factory=list)
    stated: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    part: int = 0
    weighed: list[Weighed] = field(default_factory=list)


def read_labelled(rows: Sequence[dict[str, Any]], *, is_unread: bool) -> list[Labelled]:
    """Read releases with the rules, and tell which sentence states what."""
    releases = [Labelled(row, is_unread) for row in rows]
    documents = documents_of([(row["doc_id"], row["text"], row["title"], row["published"]) for row in rows])
    units = split_units(documents, [find_sections(*pair) for pair in documents.select("text", "title").iter_rows()])
    fields = find_fields(documents, units)
    for doc, sentences, hits, release in candidate_releases(documents, units, fields, load_rulebook()):
        one = releases[doc]
        one.given = sentences, hits, release
        one.told = tell_events(sentences, hits, release)
        one.sentences = see_sentences(*one.told)
        one.types = Counter(event["milestone_type"] for event in one.row["milestones"])
        stated = defaultdict(list)
        for event in one.row["milestones"]:
            for start, end in [event["evidence"], *event.get("also", [])]:
                number = _sentence_at(one.sentences, start, end)
                if number is not None:
                    stated[number].append((event["milestone_type"], event["role"]))
        one.stated = dict(stated)
    return releases


def _sentence_at(sentences: Sequence[Sentence], start: int, end: int) -> int | None:
    """Return the number of the sentence that shares most with a span."""
    shared = {one.unit.number: min(end, one.unit.span_end) - max(start, one.unit.span_start) for one in sentences}
    best = max(shared, key=lambda number: shared[number], default=None)
    return best if best is not None and shared[best] > 0 else None


def split_by_issuer(releases: Sequence[Labelled]) -> None:
    """Give each release its part: all of one issuer are in the same."""

    def issuer(one: Labelled) -> str:
        words = re.sub(r"[^a-z0-9]+", " ", (one.row["release"].get("issuer") or one.row["doc_id"]).lower()).split()
        return words[0] if words else ""

    issuers = sorted({issuer(one) for one in releases})
    random.Random(SEED).shuffle(issuers)  # noqa: S311 - shuffled, not secret
    parts = {name: place % PARTS for place, name in enumerate(issuers)}
    for one in releases:
        one.part = parts[issuer(one)]


def train_types(releases: Iterable[Labelled]) -> LinearModel:
    """Learn which types a sentence states."""
    names, stated = [], []
    for one, sentence, features in _sentences_of(releases):
        names.append(features)
        stated.append({kind for kind, _ in one.stated.get(sentence.unit.number, ())})
    words = CountVectorizer(analyzer=list, binary=True, min_df=LEAST_SEEN, lowercase=False)
    seen, rarity = _scaled(words.fit_transform(names), names)
    weights = np.zeros((seen.shape[1], len(TYPES)), np.float32)
    bias = np.full(len(TYPES), UNKNOWN_TYPE, np.float32)
    for place, kind in enumerate(TYPES):
        is_stated = np.array([kind in kinds for kinds in stated])
        if is_stated.sum() >= LEAST_SENTENCES:
            learned = LinearSVC(C=C_TYPES, random_state=SEED).fit(seen, is_stated)
            weights[:, place], bias[place] = learned.coef_[0] * rarity, learned.intercept_[0]
    return _pruned(list(words.get_feature_names_out()), TYPES, weights, bias)


def train_roles(releases: Iterable[Labelled]) -> LinearModel:
    """Learn the role of an event that a sentence states."""
    names, roles = [], []
    for one, sentence, features in _sentences_of(releases):
        for kind, role in one.stated.get(sentence.unit.number, ()):
            names.append([*features, *role_features(sentence, kind)])
            roles.append(role)
    words = CountVectorizer(analyzer=list, binary=True, min_df=2, lowercase=False)
    seen, rarity = _scaled(words.fit_transform(names), names)
    learned = LogisticRegression(C=C_ROLES, max_iter=200, random_state=SEED).fit(seen, roles)
    weights = learned.coef_.T * rarity[:, None]
    return _pruned(list(words.get_feature_names_out()), list(learned.classes_), weights, learned.intercept_)


def _scaled(seen: Any, names: Sequence[Sequence[str]]) -> tuple[Any, Any]:
    """Return which features each row has, scaled as the judge scales them, and how rare each feature is.

    Rare features are told more of; a row of many features weighs no more than one of few (LinearModel.score_of).
    """
    rarity = np.log(seen.shape[0] / np.asarray(seen.sum(axis=0)).ravel()).astype(np.float32)
    shares = 1 / np.sqrt(np.array([len(of_one) for of_one in names], np.float32))
    return diags(shares) @ seen @ diags(rarity), rarity


def train_candidates(releases: Iterable[Labelled], *, read_weight: float = READ_WEIGHT) -> LinearModel:
    """Learn whether a candidate holds, and in which role, from releases already weighed by others' models."""
    features, labels, weights = [], [], []
    for one in releases:
        for weighed in one.weighed:
            features.append(weighed.features)
            labels.append(CLASSES.index(label_of(one, weighed)))
            weights.append(1.0 if one.is_unread else read_weight)
    words = DictVectorizer()
    seen = words.fit_transform(features)
    learned = LogisticRegression(C=C_CANDIDATES, max_iter=600, random_state=SEED)
    learned.fit(seen, labels, sample_weight=weights)
    return LinearModel(
        list(words.get_feature_names_out()),
        [CLASSES[place] for place in learned.classes_],
        learned.coef_.T.astype(np.float32),
        learned.intercept_.astype(np.float32),
    )


def label_of(one: Labelled, weighed: Weighed) -> str:
    """Return the role in which a sentence states an event of a type by its labels, else none."""
    kind = weighed.candidate.milestone_type
    roles = [role for stated, role in one.stated.get(weighed.sentence.unit.number, ()) if stated == kind]
    told = [event.role for event in weighed.sentence.events if event.milestone_type == kind and event.role in roles]
    return (told or roles or [NONE])[0]


def _sentences_of(releases: Iterable[Labelled]) -> Iterator[tuple[Labelled, Sentence, list[str]]]:
    for one in releases:
        if one.told is None:
            continue
        title = sorted(title_features([word for s in one.sentences if s.unit.section == "title" for word in s.words]))
        start, end = one.row.get("span", (0, len(one.row["text"])))
        for sentence in one.sentences:
            if start < sentence.unit.span_end and sentence.unit.span_start < end:
                yield one, sentence, [*sorted(sentence_features(sentence, one.told.release)), *title]


def _pruned(names: list[str], classes: list[str], weights: Any, bias: Any) -> LinearModel:
    """Leave out the features that weigh next to nothing."""
    heaviest = np.abs(weights).max(axis=1)
    kept = np.flatnonzero(heaviest >= LEAST_WEIGHT * heaviest.max())
    return LinearModel(
        [names[place] for place in kept], classes, weights[kept].astype(np.float32), bias.astype(np.float32)
    )


def weigh_by_others(releases: Sequence[Labelled], sentences: Sequence[Labelled]) -> None:
    """Weigh each release by models that learned from other issuers, and from invented sentences."""
    for part in range(PARTS):
        others = [*(one for one in releases if one.part != part), *sentences]
        types, roles = train_types(others), train_roles(others)
        for one in releases:
            if one.part == part and one.told is not None:
                one.weighed = weigh(one.sentences, one.told.release, types, roles)


def load_releases() -> list[Labelled]:
    """Return all labelled releases that may be learned from."""
    parts = {part: archived(REAL, part) for part in ("unread", "read", "rest_read")}
    changed = sum(count for _, count in parts.values())
    if changed:
        print(f"{changed} labelled releases have another text now and are left out", file=sys.stderr)  # noqa: T201
    known = [*parts["read"][0], *parts["rest_read"][0], *real(REAL, held_out=False), *invented()]
    return [*read_labelled(parts["unread"][0], is_unread=True), *read_labelled(known, is_unread=False)]


def load_sentences() -> list[Labelled]:
    """Return the invented sentences; they have no part, as nothing is measured on them."""
    return read_labelled(invented_sentences(), is_unread=False)


def main() -> None:
    """Train and write."""
    if not REAL.is_dir():
        sys.exit(f"{REAL} is no folder: the labels are offsets into real releases; set TRIALWIRE_REAL_DATA")
    releases = load_releases()
    split_by_issuer(releases)
    sentences = load_sentences()
    weigh_by_others(releases, sentences)
    candidates = train_candidates(releases)
    types, roles = train_types([*releases, *sentences]), train_roles([*releases, *sentences])
    write_models(types, roles, candidates, FILE)
    print(f"{FILE}: {len(types.features)} + {len(roles.features)} + {len(candidates.features)} features")  # noqa: T201


if __name__ == "__main__":
    main()
