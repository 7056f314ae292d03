"""Count agreement between extracted and labelled milestones, in the words of the annotation guide.

Rows are compared for each release as multisets of (type, role), with the detail for granted designations. Times and
evidence are compared on rows that agree.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import permutations


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
    """Pair the rows of one key so that times and evidence agree best; the shorter side is used up."""
    if len(labelled) > len(found):
        return [(left, right) for right, left in pairs(found, labelled)]

    def worth(left, right):
        return (days_of(left) == days_of(right)) + overlap(left["evidence"], right["evidence"])

    orders = permutations(found[:7], len(labelled)) if len(labelled) <= 7 else [tuple(found)]
    best = max(orders, key=lambda order: sum(map(worth, labelled, order)))
    return list(zip(labelled, best, strict=False))


def score(labelled, found):
    """Return tallies of milestones, windows and evidence; both arguments map a release to its rows."""
    milestones, windows, evidence = Tally(), Tally(), Tally()
    for release, gold in labelled.items():
        by_key = defaultdict(lambda: ([], []))
        for row in gold:
            by_key[key_of(row)][0].append(row)
        for row in found.get(release, []):
            by_key[key_of(row)][1].append(row)
        for left, right in by_key.values():
            milestones.labelled += len(left)
            milestones.found += len(right)
            milestones.right += min(len(left), len(right))
            for gold_row, row in pairs(left, right) if left and right else []:
                gold_days, days = days_of(gold_row), days_of(row)
                windows.labelled += gold_days is not None
                windows.found += days is not None
                windows.right += gold_days is not None and gold_days == days
                evidence.labelled += 1
                evidence.found += 1
                evidence.right += overlap(gold_row["evidence"], row["evidence"]) >= 0.5
    return milestones, windows, evidence
