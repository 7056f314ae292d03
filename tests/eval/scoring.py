"""Count agreement between extracted and labelled milestones, in the words of the annotation guide.

Rows are compared for each release as multisets of (type, role), with the detail for granted designations. Times and
evidence are compared on rows that agree.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass


@dataclass
class Tally:
    """Right, found and labelled rows."""

    right: int = 0
    found: int = 0
    labelled: int = 0

    @property
    def precision(self):
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self):
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self):
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def fold(value):
    """Compare names without case, accents, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", str(value).replace("’", "'")).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9%+/.]+", " ", plain).split()).strip(" .")


def is_same_name(left, right):
    """Long names agree where one's words contain the other's, or two thirds of all words are shared."""
    a, b = set(fold(left).split()), set(fold(right).split())
    return a <= b or b <= a or len(a & b) / len(a | b) >= 2 / 3 if a and b else a == b


def key_of(row):
    detail = row.get("detail") if row["milestone_type"] == "designation_granted" else None
    return row["milestone_type"], row["role"], detail


def days_of(row):
    window = row.get("window")
    return (window["start"], window["end"]) if window else None


def overlap(left, right):
    shared = min(left[1], right[1]) - max(left[0], right[0])
    return max(0.0, shared / max(1, min(left[1] - left[0], right[1] - right[0])))


def pairs(labelled, found):
    """Pair the rows of one key, those first that agree best in time and evidence; the shorter side is used up."""

    def worth(left, right):
        return (days_of(left) == days_of(right)) + overlap(left["evidence"], right["evidence"])

    every = [(left, right) for left in range(len(labelled)) for right in range(len(found))]
    paired, taken = [], set()
    for left, right in sorted(every, key=lambda pair: -worth(labelled[pair[0]], found[pair[1]])):
        if taken.isdisjoint({("labelled", left), ("found", right)}):
            taken |= {("labelled", left), ("found", right)}
            paired.append((labelled[left], found[right]))
    return paired


LINKS = ("phase", "intervention", "indication")


def score(labelled, found):
    """Return tallies of milestones, windows and evidence; both arguments map a release to its rows."""
    tallies = score_all(labelled, found)
    return tallies["milestones"], tallies["windows"], tallies["evidence"]


def score_all(labelled, found):
    """Return a tally for each of milestones, windows, evidence, and links; all but the first on rows that agree."""
    names = ("milestones", "windows", "evidence", *(f"{link} link" for link in LINKS))
    tallies = {name: Tally() for name in names}
    for release, gold in labelled.items():
        by_key = defaultdict(lambda: ([], []))
        for row in gold:
            by_key[key_of(row)][0].append(row)
        for row in found.get(release, []):
            by_key[key_of(row)][1].append(row)
        for left, right in by_key.values():
            tallies["milestones"].labelled += len(left)
            tallies["milestones"].found += len(right)
            tallies["milestones"].right += min(len(left), len(right))
            for gold_row, row in pairs(left, right) if left and right else []:
                _compare(gold_row, row, tallies)
    return tallies


def _compare(gold, row, tallies):
    gold_days, days = days_of(gold), days_of(row)
    _count(tallies["windows"], gold_days, days, is_right=gold_days == days)
    _count(tallies["evidence"], 1, 1, is_right=overlap(gold["evidence"], row["evidence"]) >= 0.5)
    for link in LINKS:
        left, right = gold.get(link), row.get(link)
        is_known = left is not None and right is not None
        is_right = is_known and (fold(left) == fold(right) if link == "phase" else is_same_name(left, right))
        _count(tallies[f"{link} link"], left, right, is_right=is_right)


def _count(tally, gold, said, *, is_right):
    tally.labelled += gold is not None
    tally.found += said is not None
    tally.right += gold is not None and said is not None and is_right
