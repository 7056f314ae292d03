"""Where the second reader errs by cross-validation, for docs/second-reader.md (measure.py)."""

from collections import Counter
from collections.abc import Mapping, Sequence

from eval.scoring import Tally
from labelled_releases import Key, Labelled, key_of, labelled_keys

from transforms.facts.event_terms import Milestone
from transforms.facts.judge.judge import ACCEPTED

CAUSES = """
## Where it errs

Of the rows missed and of the false ones, how many have which cause; the first that is true counts.

| rows | cause | count |
| --- | --- | --- |
"""
TYPES = """
By type, roles and all. Of a type with few labels the figures say little.

| milestone type | labelled | precision | recall |
| --- | --- | --- | --- |
"""
ROLES = """
| role | labelled | precision | recall |
| --- | --- | --- | --- |
"""


def error_rows(releases: Sequence[Labelled], rows: Mapping[str, Sequence[Milestone]]) -> str:
    """Return the section.

    Args:
        releases: Those that are measured.
        rows: For each, by its id, what models that did not learn from it read, rows in doubt too.
    """
    causes: Counter[tuple[str, str]] = Counter()
    by_type: dict[str, Tally] = {}
    by_role: dict[str, Tally] = {}
    for one in releases:
        read = rows[one.row["doc_id"]]
        labels, found = labelled_keys(one), Counter(key_of(event) for event in read if event.confidence >= ACCEPTED)
        for key, count in (labels - found).items():
            causes["missed", _why_missed(one, key, read, labels, found)] += count
        for key, count in (found - labels).items():
            causes["false", _why_false(one, key, read, labels, found)] += count
        for key in labels | found:
            for tally in (by_type.setdefault(key[0], Tally()), by_role.setdefault(key[1], Tally())):
                tally.right += min(labels[key], found[key])
                tally.found += found[key]
                tally.labelled += labels[key]
    page = CAUSES + "".join(f"| {rows_of} | {cause} | {count} |\n" for (rows_of, cause), count in causes.most_common())
    return page + TYPES + _tallies(by_type) + ROLES + _tallies(by_role)


def _why_missed(one: Labelled, key: Key, read: Sequence[Milestone], labels: Counter[Key], found: Counter[Key]) -> str:
    kind, _, detail = key
    if one.given is None:
        return "not read: another language, or no sentence"
    if found[key]:
        return "the release has several rows of the kind, and fewer were told"
    if any(other[0] == kind and other[2] == detail for other in found - labels):
        return "told in another role"
    if any(event.milestone_type == kind and event.confidence < ACCEPTED for event in read):
        return "in doubt: waits in `milestones_review`"
    numbers = {number for number, told in one.stated.items() if any(kind == stated for stated, _ in told)}
    is_weighed = any(
        item.candidate.milestone_type == kind and item.sentence.unit.number in numbers for item in one.weighed
    )
    return "its sentence was weighed and refused" if is_weighed else "nothing in its sentence spoke for the type"


def _why_false(one: Labelled, key: Key, read: Sequence[Milestone], labels: Counter[Key], found: Counter[Key]) -> str:
    kind, _, detail = key
    if labels[key]:
        return "the release has fewer rows of the kind than were told"
    if any(other[0] == kind and other[2] == detail for other in labels - found):
        return "the event is told in another role"
    told = [event for event in read if key_of(event) == key and event.confidence >= ACCEPTED]
    if any(one.stated.get(event.unit.number) for event in told):
        return "its sentence states something else"
    return "its sentence states nothing of note"


def _tallies(tallies: Mapping[str, Tally]) -> str:
    return "".join(
        f"| {name} | {tally.labelled} | {tally.precision:.2f} | {tally.recall:.2f} |\n"
        for name, tally in sorted(tallies.items(), key=lambda item: (-item[1].labelled, item[0]))
    )
