"""Measures the judges of names by cross-validation, for docs/second-reader.md (measure.py)."""

from collections.abc import Sequence

from eval.field_scoring import score_fields
from eval.scoring import Tally
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
    labelled = {one.row["doc_id"]: one.row["release"] for one in unread}
    page = HEAD
    for kind, label in LABELS.items():
        judges = [NameJudge(train_names((one for one in releases if one.part != part), kind)) for part in range(PARTS)]
        chosen = {
            "rules": [[name for name in one.names.get(kind, ()) if name.is_chosen] for one in unread],
            "**judge**": [judges[one.part].choose(one.names.get(kind, ())) for one in unread],
        }
        for by, names in chosen.items():
            found = {doc: {label: [name.name for name in own]} for doc, own in zip(labelled, names, strict=True)}
            page += f"| {label} | {by} | {cells(score_fields(labelled, found)[label])} |\n"
    return page


def cells(tally: Tally) -> str:
    """Return precision, recall and F1 as cells of a table."""
    return f"{tally.precision:.3f} | {tally.recall:.3f} | **{tally.f1:.3f}**"
