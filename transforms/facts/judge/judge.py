"""The judge at work: which events that the rules read hold, in which role, and which events they missed.

What it looks at is in features; how much each of that weighs was learned (weights, data/model). Words, not laws: it
never gives an event a time, a product or a disease.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np

from transforms.facts.event_terms import CORPORATE, Hit, Milestone, Release, Unit
from transforms.facts.judge.features import (
    ROLES,
    Candidate,
    Sentence,
    candidate_features,
    role_features,
    sentence_features,
    title_features,
)
from transforms.facts.judge.weights import LinearModel, Models, Vector, softmax
from transforms.facts.judge.words import name_masks, words_of
from transforms.facts.windows import resolve_window
from transforms.rules import Rule

# A type is weighed for a sentence whose words speak for it at least so much; 0 would mean that they alone would do.
LEAST_SCORE = -0.85
# Where a rule matched and its reader found no event, so much less will do.
LEAST_SCORE_OF_HIT = -0.95
# From here on a row counts: a higher bar costs more recall than it buys precision (docs/second-reader.md). Below it a
# row waits for a person, and an event below LEAST_DOUBT is none.
ACCEPTED = 0.45
LEAST_DOUBT = 0.2
# The evidence of an event told more than once is the sentence that is surest of it and names most of what goes with it,
# before the one in the best place.
SURE_SENTENCE, EACH_LINK = 4.0, 0.9
# Another role than the rules' must be so many times as likely.
OTHER_ROLE = 2.0
# News is no older, in days.
NEWS_DAYS = 20
# These need a word that only a rule knows: which status it is.
ONLY_BY_RULE = frozenset(["designation_granted", "designation_requested"])
# Where such a word stands, what no rule reads as an event is none.
VOIDING = frozenset(["void", "denied", "denial", "superseded"])
NONE = "none"
CLASSES = (NONE, *ROLES)

# How an event that no rule read is read: sentence, type, role, and the span of the word that speaks most for it.
Propose = Callable[[Unit, str, str, tuple[int, int]], Milestone | None]


class Weighed(NamedTuple):
    """A sentence and a type that it may state, with the features that decide it."""

    sentence: Sentence
    candidate: Candidate
    features: Mapping[str, float]


class Judged(NamedTuple):
    """Events that hold, and events that a person should look at."""

    accepted: list[Milestone]
    doubtful: list[Milestone]


def see_sentences(
    units: Sequence[Unit],
    ranks: Sequence[int],
    hits: Mapping[int, Sequence[Hit]],
    events: Mapping[int, Sequence[Milestone]],
    release: Release,
) -> list[Sentence]:
    """Return the sentences that the judge weighs, with their words.

    In news about health it looks at all of them; else only at those in which a rule found something, and the headline.

    Args:
        units: The sentences of a release that may be read.
        ranks: For each, how many sentences of lead, body or quotation stand before it.
        hits: Hits of rules, by the number of the sentence.
        events: Events that the rules read, likewise.
        release: What is known of the release.
    """
    masks = name_masks(release.issuer, release.products, release.diseases)
    seen = []
    for unit, rank in zip(units, ranks, strict=True):
        own = hits.get(unit.number, ())
        if release.is_health or own or unit.section == "title":
            seen.append(
                Sentence(
                    unit=unit,
                    rank=rank,
                    words=words_of(unit.sentence, masks),
                    cues=[hit.rule.emits["cue"] for hit in own if "cue" in hit.rule.emits],
                    hit_rules=[
                        (hit.rule.rule_id, hit.rule.emits["milestone_type"])
                        for hit in own
                        if "milestone_type" in hit.rule.emits
                    ],
                    events=events.get(unit.number, ()),
                )
            )
    return seen


def weigh(sentences: Sequence[Sentence], release: Release, types: LinearModel, roles: LinearModel) -> list[Weighed]:
    """Return each sentence with each type that it may state, and the features that decide it."""
    title = title_features(
        [word for sentence in sentences if sentence.unit.section == "title" for word in sentence.words]
    )
    names = [sentence_features(sentence, release) for sentence in sentences]
    types_of_title, roles_of_title = types.sum_of(title), roles.sum_of(title)
    scores = [types.score_of(types_of_title + types.sum_of(of_one), len(title) + len(of_one)) for of_one in names]
    if not scores:
        return []
    strongest = np.max(scores, axis=0)
    titles = [score for sentence, score in zip(sentences, scores, strict=True) if sentence.unit.section == "title"]
    in_title = np.max(titles, axis=0) if titles else np.full(len(types.classes), -3.0, np.float32)
    told = Counter(event.milestone_type for sentence in sentences for event in sentence.events)
    tellers = Counter(kind for sentence in sentences for kind in _types_of(sentence))
    headlined = {kind for sentence in sentences if sentence.unit.section == "title" for kind in _types_of(sentence)}
    strong = (np.asarray(scores) > 0).sum(axis=0)
    order = [roles.classes.index(role) for role in ROLES]
    weighed = []
    for sentence, of_one, score in zip(sentences, names, scores, strict=True):
        own_types = _types_of(sentence)
        hit_types = {kind for _, kind in sentence.hit_rules}
        role_sum: Vector | None = None
        own_places = [place for place, kind in enumerate(types.classes) if kind in own_types]
        for place in sorted({*np.flatnonzero(score > LEAST_SCORE_OF_HIT).tolist(), *own_places}):
            kind = types.classes[place]
            least = LEAST_SCORE_OF_HIT if kind in hit_types else LEAST_SCORE
            if (score[place] <= least and kind not in own_types) or not (release.is_health or kind in CORPORATE):
                continue
            if role_sum is None:
                role_sum = roles_of_title + roles.sum_of(of_one)
            of_role = role_features(sentence, kind)
            count = len(title) + len(of_one) + len(of_role)
            likely = softmax(roles.score_of(role_sum + roles.sum_of(of_role), count))[order]
            candidate = Candidate(
                milestone_type=kind,
                score=float(score[place]),
                place=int((score > score[place]).sum()),
                gap=float(score.max() - score[place]),
                elsewhere=float(strongest[place] - score[place]),
                in_title=float(in_title[place]),
                told_count=told[kind],
                told_elsewhere=tellers[kind] - (kind in own_types),
                strong_elsewhere=int(strong[place] - (score[place] > 0)),
                is_headlined=kind in headlined and sentence.unit.section != "title",
            )
            features = candidate_features(sentence, candidate, [float(value) for value in likely], release)
            weighed.append(Weighed(sentence, candidate, features))
    return weighed


def _types_of(sentence: Sentence) -> set[str]:
    """Return the types of the events that the rules read in a sentence."""
    return {event.milestone_type for event in sentence.events}


def judge_events(sentences: Sequence[Sentence], release: Release, models: Models, propose: Propose) -> Judged:
    """Return the events of a release that hold, and those in doubt, each with its confidence and reader.

    Args:
        sentences: Its sentences, from see_sentences.
        release: What is known of it.
        models: The weights.
        propose: Reads an event that no rule read.
    """
    judged = Judged([], [])
    for sentence, candidate, features in weigh(sentences, release, models.types, models.roles):
        shares = dict(
            zip(models.candidates.classes, softmax(models.candidates.weighted(features)).tolist(), strict=True)
        )
        if 1 - shares[NONE] < LEAST_DOUBT:
            continue
        role = max(ROLES, key=lambda name: shares[name])
        told = [event for event in sentence.events if event.milestone_type == candidate.milestone_type]
        if told:
            is_one_role = len({event.role for event in told}) == 1
            reader = "both" if candidate.score > 0 else "rules"
            found = [
                _in_role(event, role, release.published)
                if is_one_role and shares[role] > OTHER_ROLE * shares[event.role]
                else event
                for event in told
            ]
        elif candidate.milestone_type in ONLY_BY_RULE or not VOIDING.isdisjoint(sentence.cues):
            continue
        else:
            span = _telling_span(sentence, candidate.milestone_type, models.types)
            proposed = propose(sentence.unit, candidate.milestone_type, role, span)
            found = [proposed] if proposed else []
            reader = "model"
        for event in found:
            # How sure it is that the event holds in this very role: a right event in a wrong role is a wrong row.
            sure = shares[event.role]
            target = judged.accepted if sure >= ACCEPTED else judged.doubtful
            links = sum(link is not None for link in (event.intervention, event.phase, event.window))
            completeness = event.completeness + SURE_SENTENCE * (1 - shares[NONE]) + EACH_LINK * links
            target.append(replace(event, confidence=sure, reader=reader, completeness=completeness))
    return Judged(_not_told_again(judged.accepted), judged.doubtful)


def _not_told_again(accepted: Sequence[Milestone]) -> list[Milestone]:
    """Leave out what the judge proposes beside an event of the same type that a rule read.

    Without a product or a time of its own it is nearly always the same event in other words.
    """
    told = {event.milestone_type for event in accepted if event.reader != "model"}
    return [event for event in accepted if event.reader != "model" or event.milestone_type not in told]


def _in_role(event: Milestone, role: str, published: date | None) -> Milestone:
    """Return an event in another role, in which its time may have another year: `by May` lies ahead of a plan."""
    if role == event.role or not (event.window and event.said):
        return replace(event, role=role)
    window = resolve_window(event.said, published, role)
    # A month long passed is the time of something else, if the event is news; on a day it may have taken effect.
    if role == "announced" and published and window and window.end and window.precision != "day":
        window = window if (published - window.end).days <= NEWS_DAYS else None
    return replace(event, role=role, window=window)


@cache
def judged_rule(milestone_type: str, role: str) -> Rule:
    """Return what stands for a rule where the judge proposes an event: its role is settled."""
    return Rule(
        rule_id=f"model.{milestone_type}",
        why="The words of the sentence speak for it.",
        triggers=(),
        patterns=(),
        scope=frozenset(),
        not_before=(),
        not_after=(),
        unless=(),
        beats=(),
        emits={"milestone_type": milestone_type, "role": role},
        examples=(),
        not_examples=(),
    )


def _telling_span(sentence: Sentence, kind: str, types: LinearModel) -> tuple[int, int]:
    """Return where the word stands that speaks most for a type; all of the sentence where it stands nowhere."""
    place = types.classes.index(kind)
    known = [word for word in sentence.words if word in types.features]
    for word in sorted(known, key=lambda word: types.weights[types.features[word]][place], reverse=True):
        found = re.search(rf"\b{re.escape(word)}", sentence.unit.sentence, re.IGNORECASE)
        if found:
            return found.span()
    return 0, len(sentence.unit.sentence)
