"""Trains the judge from labelled releases and writes data/model/judge.npz; `make train` runs it.

    python data/model/train.py

Needs scikit-learn (the group `train` of pyproject.toml) and the real releases beside the checkout
(TRIALWIRE_REAL_DATA). The same labels, rules and library give the same file. What is put aside is never learned from.

Linear models are learned (transforms/facts/judge):

1. `products`, `diseases`: whether a name that the rules found is what the release is about (train_names).
2. `types`: which milestone types a sentence states, from its words, its place and what the rules found in it.
3. `roles`: announced, guidance or background, from the same, for a type.
4. `candidates`: whether a sentence states an event of a type, and in which role, from `types`, `roles` and the rules.

The fourth learns from what the second and third say of releases that they did not learn from (by issuer, in five
parts), and more from releases that no rule was written with, so that it trusts neither words nor rules too much.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from labelled_releases import PARTS, REAL, SEED, Labelled, load_releases, load_sentences
from scipy.sparse import diags
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from train_names import train_names

from transforms.facts.judge.features import Sentence, role_features, sentence_features, title_features
from transforms.facts.judge.judge import CLASSES, NONE, Weighed, weigh
from transforms.facts.judge.weights import FILE, LinearModel, write_models
from transforms.reference import keys

TYPES = keys("milestone_types")
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


def weigh_by_others(
    releases: Sequence[Labelled], sentences: Sequence[Labelled]
) -> list[tuple[LinearModel, LinearModel]]:
    """Weigh each release by models that learned from other issuers, and from invented sentences; return these."""
    words = []
    for part in range(PARTS):
        others = [*(one for one in releases if one.part != part), *sentences]
        types, roles = train_types(others), train_roles(others)
        words.append((types, roles))
        for one in releases:
            if one.part == part and one.told is not None:
                one.weighed = weigh(one.sentences, one.told.release, types, roles)
    return words


def main() -> None:
    """Train and write."""
    if not REAL.is_dir():
        sys.exit(f"{REAL} is no folder: the labels are offsets into real releases; set TRIALWIRE_REAL_DATA")
    releases = load_releases()
    sentences = load_sentences()
    weigh_by_others(releases, sentences)
    models = {
        "products": train_names(releases, "products"),
        "diseases": train_names(releases, "diseases"),
        "types": train_types([*releases, *sentences]),
        "roles": train_roles([*releases, *sentences]),
        "candidates": train_candidates(releases),
    }
    write_models(models, FILE)
    print(f"{FILE}: " + ", ".join(f"{name} {len(model.features)}" for name, model in models.items()))  # noqa: T201


if __name__ == "__main__":
    main()
