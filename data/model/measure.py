"""Measures the second reader by cross-validation and writes docs/second-reader.md with its plot; `make train` runs it.

    python data/model/measure.py

Every release is read by models that learned from other issuers. The figures are those on the unread releases: no rule
was written with them.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from eval.scoring import Tally
from labelled_releases import PROJECT, SEED, Key, Labelled, key_of, labelled_keys, load_releases, load_sentences
from measure_errors import error_rows
from measure_names import cells, name_rows
from train import READ_WEIGHT, label_of, train_candidates, weigh_by_others

from transforms.facts.event_terms import Milestone
from transforms.facts.judge import Models
from transforms.facts.judge.judge import ACCEPTED, CLASSES
from transforms.facts.judge.weights import LinearModel
from transforms.facts.milestones import find_milestones

PAGE = PROJECT / "docs" / "second-reader.md"
PLOT = PROJECT / "docs" / "second-reader.svg"
BINS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
HEAD = """# The second reader: what was tried, and how sure it is

Written by `make train`, which trains the judge (transforms/facts/judge, data/model) and measures it by cross-validation
in five parts: each release is read by models that learned from other issuers. The figures are those on {count} releases
with {rows} labelled milestones that no rule was written with. Precision, recall and F1 of milestones: type and role,
and of designations which one.

| reader | precision | recall | F1 |
| --- | --- | --- | --- |
"""
RELIABILITY = """
A row counts from a confidence of {accepted} on; what is below waits in `milestones_review`. What a higher bar gives
and costs:

| least confidence | precision | recall | F1 |
| --- | --- | --- | --- |
"""
SURENESS = """
## Is it as sure as it says

Rows by their confidence, and the share of them that is right. On the line, a confidence of .8 means that 8 rows in 10
are right.

![confidence against the share of right rows](second-reader.svg)

| confidence | rows | mean confidence | right |
| --- | --- | --- | --- |
"""


class Boosted:
    """Gradient-boosted trees in the place of the linear judge, to compare."""

    def __init__(self, releases: Iterable[Labelled]) -> None:
        """Learn from weighed releases."""
        weighed = [(one, item) for one in releases for item in one.weighed]
        self.words = DictVectorizer(sparse=False)
        seen = self.words.fit_transform([item.features for _, item in weighed])
        self.trees = HistGradientBoostingClassifier(
            max_iter=120, learning_rate=0.06, max_leaf_nodes=12, l2_regularization=5, random_state=SEED
        ).fit(seen, [CLASSES.index(label_of(one, item)) for one, item in weighed])
        self.classes = [CLASSES[place] for place in self.trees.classes_]

    def weighted(self, features: Mapping[str, float]) -> Any:
        """Return the logarithm of each class's probability."""
        return np.log(self.trees.predict_proba(self.words.transform([features]))[0] + 1e-9)


def count(releases: Sequence[Labelled], found_in: Callable[[Labelled], Iterable[Key]]) -> Tally:
    """Compare what was found in each release with its labels."""
    right = found = labelled = 0
    for one in releases:
        keys, labels = Counter(found_in(one)), labelled_keys(one)
        right += (keys & labels).total()
        found += keys.total()
        labelled += labels.total()
    return Tally(right, found, labelled)


def cross_validate(releases: Sequence[Labelled], sentences: Sequence[Labelled]) -> dict[str, list[Models]]:
    """Return the models of each part by the name of the judge; each learned from the other parts only."""
    words = weigh_by_others(releases, sentences)
    judges: dict[str, list[Models]] = {
        "linear": [],
        "linear, read releases as much": [],
        "linear, unread releases only": [],
        "boosted trees": [],
    }
    for part, (types, roles) in enumerate(words):
        others = [one for one in releases if one.part != part]
        unread = [one for one in others if one.is_unread]
        for name, learned_from, weight in (
            ("linear", others, READ_WEIGHT),
            ("linear, read releases as much", others, 1.0),
            ("linear, unread releases only", unread, 1.0),
        ):
            judges[name].append(models_of(types, roles, train_candidates(learned_from, read_weight=weight)))
        trees: Any = Boosted(unread)
        judges["boosted trees"].append(models_of(types, roles, trees))
    return judges


def models_of(types: LinearModel, roles: LinearModel, candidates: LinearModel) -> Models:
    """Return models that judge events only: nobody asks them for names."""
    return Models(types, roles, candidates, products=candidates, diseases=candidates, version="measured")


def read(one: Labelled, models: Models | None) -> list[Milestone]:
    """Return a release's rows, those in doubt too."""
    if one.given is None:
        return []
    sure, doubtful = find_milestones(*one.given, models)
    return [*sure, *doubtful]


def by_words(one: Labelled) -> set[Key]:
    """Return what the words alone would say."""
    return {
        (
            item.candidate.milestone_type,
            max(("announced", "guidance", "background"), key=lambda role: item.features[f"P({role})"]),
            None,
        )
        for item in one.weighed
        if item.candidate.score > 0
    }


def reliability(releases: Sequence[Labelled], rows: Mapping[str, list[Milestone]]) -> list[tuple[float, bool]]:
    """Return the confidence of each row, and whether it is right; the surest of two equal ones is compared first."""
    told = []
    for one in releases:
        left = labelled_keys(one)
        for event in sorted(rows[one.row["doc_id"]], key=lambda event: -event.confidence):
            key = key_of(event)
            told.append((event.confidence, left[key] > 0))
            left[key] -= 1
    return told


def draw(points: Sequence[tuple[float, float, int]]) -> str:
    """Return an SVG of (confidence, share right, rows): one dot for each bin, its area by its rows."""
    most = max(rows for _, _, rows in points)
    dots = "".join(
        f'<circle cx="{40 + 300 * x:.0f}" cy="{320 - 300 * y:.0f}" r="{3 + 9 * (rows / most) ** 0.5:.1f}"/>'
        for x, y, rows in points
    )
    marks = "".join(
        f'<text x="{40 + 300 * at:.0f}" y="338" text-anchor="middle">{at:.1f}</text>'
        f'<text x="32" y="{324 - 300 * at:.0f}" text-anchor="end">{at:.1f}</text>'
        for at in (0, 0.2, 0.4, 0.6, 0.8, 1)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="370" height="370" font-family="sans-serif" font-size="11">'
        '<rect width="370" height="370" fill="white"/>'
        '<rect x="40" y="20" width="300" height="300" fill="none" stroke="#999"/>'
        '<line x1="40" y1="320" x2="340" y2="20" stroke="#bbb" stroke-dasharray="4"/>'
        f"{dots}{marks}"
        '<text x="190" y="358" text-anchor="middle">confidence</text>'
        '<text x="12" y="170" text-anchor="middle" transform="rotate(-90 12 170)">share right</text></svg>\n'
    )


def main() -> None:
    """Measure, write the page and the plot."""
    releases = load_releases()
    judges = cross_validate(releases, load_sentences())
    unread = [one for one in releases if one.is_unread]
    rows = {name: {one.row["doc_id"]: read(one, models[one.part]) for one in unread} for name, models in judges.items()}
    plain = {one.row["doc_id"]: read(one, None) for one in unread}
    shipped = rows["linear"]

    def sure(name: str, least: float = ACCEPTED, *, proposed: bool = True) -> Callable[[Labelled], list[Key]]:
        return lambda one: [
            key_of(event)
            for event in rows[name][one.row["doc_id"]]
            if event.confidence >= least and (proposed or event.reader != "model")
        ]

    tried = [
        ("rules alone", count(unread, lambda one: map(key_of, plain[one.row["doc_id"]]))),
        ("words alone (linear, by sentence)", count(unread, by_words)),
        ("rules, judged: the judge only refuses and settles roles", count(unread, sure("linear", proposed=False))),
        ("**rules, judged and completed (what runs)**", count(unread, sure("linear"))),
        ("the same, judge learned from unread releases only", count(unread, sure("linear, unread releases only"))),
        ("the same, read releases count as much", count(unread, sure("linear, read releases as much"))),
        ("the same, judge of boosted trees", count(unread, sure("boosted trees"))),
    ]
    labelled = sum(len(one.row["milestones"]) for one in unread)
    page = HEAD.format(count=f"{len(unread):,}", rows=f"{labelled:,}")
    page += "".join(f"| {name} | {cells(tally)} |\n" for name, tally in tried)
    page += RELIABILITY.format(accepted=ACCEPTED)
    page += "".join(
        f"| {least} | {cells(count(unread, sure('linear', least)))} |\n"
        for least in (ACCEPTED, 0.5, 0.6, 0.7, 0.8, 0.9)
    )
    told = reliability(unread, shipped)
    points = []
    page += SURENESS
    for low, high in pairwise(BINS):
        inside = [(sureness, right) for sureness, right in told if low <= sureness < high or (high == 1 == sureness)]
        if inside:
            mean = sum(sureness for sureness, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            points.append((mean, share, len(inside)))
            page += f"| {low} to {high} | {len(inside)} | {mean:.2f} | {share:.2f} |\n"
    page += error_rows(unread, shipped)
    page += name_rows(releases)
    PAGE.write_text(page, encoding="utf-8")
    PLOT.write_text(draw(points), encoding="utf-8")
    print(page)  # noqa: T201


if __name__ == "__main__":
    main()
