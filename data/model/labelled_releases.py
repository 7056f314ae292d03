"""Labelled releases as the rules and the judge see them, in parts by issuer, for train.py and measure.py.

What is put aside is not among them.
"""

import os
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests"))

from eval.labelled import archived, documents_of, invented, real  # noqa: E402
from eval.scoring import key_of as key_of_label  # noqa: E402
from sentences import invented_sentences  # noqa: E402

from transforms.facts.event_terms import Hit, Milestone, Release, Unit  # noqa: E402
from transforms.facts.extract import candidate_releases  # noqa: E402
from transforms.facts.fields import find_fields  # noqa: E402
from transforms.facts.judge.features import Sentence  # noqa: E402
from transforms.facts.judge.judge import Weighed, see_sentences  # noqa: E402
from transforms.facts.judge.names import Name, NameJudges  # noqa: E402
from transforms.facts.language import are_read  # noqa: E402
from transforms.facts.milestones import Told, tell_events  # noqa: E402
from transforms.facts.sections import find_sections  # noqa: E402
from transforms.facts.units import split_units  # noqa: E402
from transforms.rules import load_rulebook  # noqa: E402

REAL = Path(os.environ.get("TRIALWIRE_REAL_DATA", PROJECT.parent / "shared"))
PARTS = 5
SEED = 5
# What is compared of an event: type, role, and of a designation which one.
Key = tuple[str, str, str | None]


@dataclass
class Labelled:
    """A release with its labels, as the rules and the judge see it.

    `is_unread`: no rule was written with it, so that what the rules do with it is what they do with any release.
    """

    row: dict[str, Any]
    is_unread: bool
    part: int = 0
    names: dict[str, Sequence[Name]] = field(default_factory=dict)
    given: tuple[list[Unit], list[Hit], Release] | None = None
    told: Told | None = None
    sentences: list[Sentence] = field(default_factory=list)
    stated: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    weighed: list[Weighed] = field(default_factory=list)


def load_releases() -> list[Labelled]:
    """Return all labelled releases that may be learned from."""
    parts = {part: archived(REAL, part) for part in ("unread", "read", "rest_read")}
    changed = sum(count for _, count in parts.values())
    if changed:
        print(f"{changed} labelled releases have another text now and are left out", file=sys.stderr)  # noqa: T201
    known = [*parts["read"][0], *parts["rest_read"][0], *real(REAL, held_out=False), *invented()]
    releases = [
        *(Labelled(row, is_unread=True) for row in parts["unread"][0]),
        *(Labelled(row, is_unread=False) for row in known),
    ]
    split_by_issuer(releases)
    read_releases(releases)
    return releases


def load_sentences() -> list[Labelled]:
    """Return the invented sentences; they have no part, as nothing is measured on them."""
    sentences = [Labelled(row, is_unread=False) for row in invented_sentences()]
    read_releases(sentences)
    return sentences


def key_of(event: Milestone) -> Key:
    """Return what is compared of an event."""
    return event.milestone_type, event.role, event.detail if event.milestone_type == "designation_granted" else None


def labelled_keys(one: Labelled) -> Counter[Key]:
    """Return what a release's labels say, in the same terms."""
    return Counter(map(key_of_label, one.row["milestones"]))


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


class Recorder:
    """Stands for a judge of names: notes the names of each release in order, and leaves the rules' choice."""

    def __init__(self) -> None:
        """Have seen nothing."""
        self.seen: list[Sequence[Name]] = []

    def choose(self, names: Sequence[Name]) -> list[Name]:
        """Return the names that the rules chose."""
        self.seen.append(names)
        return [one for one in names if one.is_chosen]


def read_releases(releases: Sequence[Labelled]) -> None:
    """Read releases with the rules, and tell which sentence states what."""
    documents = documents_of(
        [(one.row["doc_id"], one.row["text"], one.row["title"], one.row["published"]) for one in releases]
    )
    units = split_units(documents, [find_sections(*pair) for pair in documents.select("text", "title").iter_rows()])
    recorders = NameJudges(Recorder(), Recorder())
    fields = find_fields(documents, units, recorders)
    # Names are looked for in these only, once in each.
    named = (fields.fields["is_health"] & are_read(fields.fields["language"])).arg_true()
    for kind, recorder in zip(NameJudges._fields, recorders, strict=True):
        for doc, names in zip(named, recorder.seen, strict=True):
            releases[doc].names[kind] = names
    for doc, sentences, hits, release in candidate_releases(documents, units, fields, load_rulebook()):
        one = releases[doc]
        one.given = sentences, hits, release
        one.told = tell_events(sentences, hits, release)
        one.sentences = see_sentences(*one.told)
        stated = defaultdict(list)
        for event in one.row["milestones"]:
            for start, end in [event["evidence"], *event.get("also", [])]:
                number = _sentence_at(one.sentences, start, end)
                if number is not None:
                    stated[number].append((event["milestone_type"], event["role"]))
        one.stated = dict(stated)


def _sentence_at(sentences: Sequence[Sentence], start: int, end: int) -> int | None:
    """Return the number of the sentence that shares most with a span."""
    shared = {one.unit.number: min(end, one.unit.span_end) - max(start, one.unit.span_start) for one in sentences}
    best = max(shared, key=lambda number: shared[number], default=None)
    return best if best is not None and shared[best] > 0 else None
