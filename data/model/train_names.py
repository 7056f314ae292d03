"""Learns which of the names that the rules find a release is about: its products, its diseases.

Learned from the labels `interventions` and `indications` of releases; those that rules were written with count less.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from eval.scoring import is_same_name
from labelled_releases import Labelled
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from transforms.facts.judge.names import Name
from transforms.facts.judge.weights import MEANT, LinearModel

LABELS = {"products": "interventions", "diseases": "indications"}
# Regularisation, and what a release counts with which rules were written, chosen by cross-validation.
C_NAMES = 0.1
READ_WEIGHT = 0.5
LEAST_SEEN = 3
MOST_ROUNDS = 600


def are_meant(names: Sequence[Name], labelled: Sequence[str]) -> list[bool]:
    """Tell of each name whether the labels have it; of two for one label, the rules' choice does, or the better one."""
    left, meant = list(labelled), [False] * len(names)
    for place in sorted(range(len(names)), key=lambda place: not names[place].is_chosen):
        one = names[place]
        same = next((label for label in left if is_same_name(label, one.name)), None)
        same = same or next((label for label in left if any(is_same_name(label, s) for s in one.spellings)), None)
        if same is not None:
            meant[place] = True
            left.remove(same)
    return meant


def train_names(releases: Iterable[Labelled], kind: str) -> LinearModel:
    """Learn whether a name of a kind, `products` or `diseases`, is what its release is about."""
    features, meant, weights = [], [], []
    for one in releases:
        names = one.names.get(kind, ())
        features += [name.features for name in names]
        meant += are_meant(names, one.row["release"].get(LABELS[kind]) or ())
        weights += [1.0 if one.is_unread else READ_WEIGHT] * len(names)
    return learn_yes_or_no(features, meant, weights, C_NAMES)


def learn_yes_or_no(
    features: Sequence[Mapping[str, float]], answers: Sequence[bool], weights: Sequence[float], c: float
) -> LinearModel:
    """Learn a yes or no from features with a value each; those that are rarely seen are left out."""
    seen = Counter(name for one in features for name in one)
    kept = [{name: value for name, value in one.items() if seen[name] >= LEAST_SEEN} for one in features]
    words = DictVectorizer()
    table = words.fit_transform(kept)
    learned = LogisticRegression(C=c, max_iter=MOST_ROUNDS).fit(table, answers, sample_weight=weights)
    return LinearModel(
        list(words.get_feature_names_out()),
        [MEANT],
        learned.coef_.T.astype(np.float32),
        learned.intercept_.astype(np.float32),
    )
