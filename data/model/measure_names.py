"""Measures the judges of names by cross-validation, for docs/second-reader.md (measure.py)."""

from collections.abc import Iterable, Sequence

from eval.scoring import Tally, is_same_name
from labelled_releases import PARTS, Labelled
from train_names import LABELS, train_names

from transforms.facts.judge.names import NameJudge

HEAD = """
## Names

The same releases, likewise by judges that learned from other issuers: which of the products and diseases that the rules
found a release is about.

| what | chosen by | precision | recall | F1 |
| --- | --- | --- | --- | --- |
"""


def name_rows(releases: Sequence[Labelled]) -> str:
    """Return the section."""
    unread = [one for one in releases if one.is_unread]
    page = HEAD
    for kind, label in LABELS.items():
        ruled = count_names((chosen_by_rules(one, kind), one.row["release"][label]) for one in unread)
        judges = [NameJudge(train_names((one for one in releases if one.part != part), kind)) for part in range(PARTS)]
        judged = count_names((chosen_by(judges[one.part], one, kind), one.row["release"][label]) for one in unread)
        page += f"| {label} | rules | {cells(ruled)} |\n| | **judge** | {cells(judged)} |\n"
    return page


def chosen_by_rules(one: Labelled, kind: str) -> list[str]:
    """Return the names that the rules chose."""
    return [name.name for name in one.names.get(kind, ()) if name.is_chosen]


def chosen_by(judge: NameJudge, one: Labelled, kind: str) -> list[str]:
    """Return the names that a judge chooses."""
    return [name.name for name in judge.choose(one.names.get(kind, ()))]


def count_names(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Tally:
    """Compare chosen names with labels."""
    tally = Tally()
    for chosen, labels in pairs:
        left = list(chosen)
        tally.found += len(left)
        tally.labelled += len(labels)
        for label in labels:
            same = next((name for name in left if is_same_name(label, name)), None)
            if same is not None:
                tally.right += 1
                left.remove(same)
    return tally


def cells(tally: Tally) -> str:
    """Return precision, recall and F1 as cells of a table."""
    return f"{tally.precision:.3f} | {tally.recall:.3f} | **{tally.f1:.3f}**"
