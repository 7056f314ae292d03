"""What the judge looks at, as names with a number each; what a name weighs is learned (weights).

Three lists: of a sentence (its words, place, and what rules found in it), of an event in it (for its role), and of a
candidate (what the first two make of it, beside the rules' own word).
"""

import itertools
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transforms.facts.event_terms import Milestone, Release, Unit

ROLES = ("announced", "guidance", "background")
# Words of the headline beyond this say nothing new.
TITLE_WORDS = 40
SHORT_WORDS = 6
Features = Mapping[str, float]


@dataclass(frozen=True)
class Sentence:
    """A sentence as the judge sees it.

    Attributes:
        unit: Its number, section, place and text.
        rank: How many sentences of lead, body or quotation stand before it.
        words: Its words (words.words_of).
        cues: Kinds of its cues.
        hit_rules: Rules of events that match in it, with their milestone type.
        events: Events that the rules read in it.
    """

    unit: Unit
    rank: int
    words: Sequence[str]
    cues: Sequence[str]
    hit_rules: Sequence[tuple[str, str]]
    events: Sequence[Milestone]


@dataclass(frozen=True)
class Candidate:
    """A sentence and a milestone type that it may state.

    Attributes:
        milestone_type: The type.
        score: How strongly its words speak for the type; above 0, the words alone would do.
        place: How many types its words speak for more strongly.
        gap: By how much the strongest type is stronger.
        elsewhere: By how much another sentence of the release is stronger for this type.
        in_title: How strongly the headline speaks for it.
        told_count: How often the rules read this type in the release.
        told_elsewhere: In how many other sentences they read it.
        strong_elsewhere: In how many other sentences the words alone would do.
        is_headlined: Whether they read it in the headline, if that is another sentence.
    """

    milestone_type: str
    score: float
    place: int
    gap: float
    elsewhere: float
    in_title: float
    told_count: int
    told_elsewhere: int
    strong_elsewhere: int
    is_headlined: bool


def title_features(words: Sequence[str]) -> set[str]:
    """Return the headline's words and pairs of words; they go with every sentence of the release."""
    kept = words[:TITLE_WORDS]
    return {f"t={name}" for name in (*kept, *(f"{a}_{b}" for a, b in itertools.pairwise(kept)))}


def sentence_features(sentence: Sentence, release: Release) -> set[str]:
    """Return words, pairs and triples of a sentence, its place, and what the rules found in it."""
    words, unit = sentence.words, sentence.unit
    named = set(words)
    named.update([f"{a}_{b}" for a, b in itertools.pairwise(words)])
    named.update([f"{a}__{c}" for a, c in zip(words, words[2:], strict=False)])
    named.update([f"{a}_{b}_{c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)])
    named.add(f"s={unit.section}")
    named.add(f"rank={min(sentence.rank, 6)}")
    named.add(f"opening={is_opening(sentence)}")
    named.update(f"c={cue}" for cue in sentence.cues)
    for rule_id, milestone_type in sentence.hit_rules:
        named.update((f"r={rule_id}", f"rt={milestone_type}"))
    for event in sentence.events:
        named.update((f"e={event.milestone_type}.{event.role}", f"et={event.milestone_type}", f"er={event.role}"))
    if release.is_report:
        named.add("report")
    if len(words) < SHORT_WORDS:
        named.add("short")
    return named


def is_opening(sentence: Sentence) -> bool:
    """Tell whether it is in the headline, or the first sentence of the lead."""
    return sentence.unit.section in {"title", "subtitle"} or sentence.rank == 0


def role_features(sentence: Sentence, milestone_type: str) -> list[str]:
    """Return what is added to a sentence's features to tell the role of one of its events."""
    told = next((event.role for event in sentence.events if event.milestone_type == milestone_type), "unread")
    kind = f"T={milestone_type}"
    return [
        kind,
        f"{kind}|s={sentence.unit.section}",
        f"{kind}|first={sentence.rank == 0}",
        f"{kind}|{told}",
    ]


def candidate_features(
    sentence: Sentence, candidate: Candidate, roles: Sequence[float], release: Release
) -> dict[str, float]:
    """Return what decides whether a sentence states an event of a type, and in which role.

    Args:
        sentence: The sentence.
        candidate: The type, with what the words of the release say for it.
        roles: Probability of each of ROLES, by the words.
        release: What is known of the release.
    """
    kind, section = candidate.milestone_type, sentence.unit.section
    told = [event for event in sentence.events if event.milestone_type == kind]
    is_told = bool(told)
    score = candidate.score
    found: dict[str, float] = {
        "score": score,
        f"{kind}:score": score,
        f"told={is_told}:score": score,
        "elsewhere": candidate.elsewhere,
        "in_title": candidate.in_title,
    }
    names = [
        f"score>{_step(score, (-0.9, -0.6, -0.3, 0, 0.3, 0.6, 1))}",
        kind,
        section,
        f"told={is_told}",
        f"told={is_told}:{section}",
        f"{kind}:told={is_told}",
        f"{kind}:{section}",
        f"gap>{_step(candidate.gap, (0.05, 0.2, 0.5, 1))}",
        f"place>{_step(candidate.place, (0, 1, 2))}",
        f"elsewhere>{_step(candidate.elsewhere, (0.01, 0.2, 0.5, 1))}",
        f"title>{_step(candidate.in_title, (-0.8, -0.4, 0, 0.4))}",
        f"rank>{_step(sentence.rank, (0, 1, 3, 6, 12, 25))}",
        f"length>{_step(len(sentence.unit.sentence), (40, 80, 160, 300))}",
        f"told_count>{_step(candidate.told_count, (0, 1, 3))}",
        f"events>{_step(len(sentence.events), (0, 1, 2))}",
        f"told_elsewhere>{_step(candidate.told_elsewhere, (0, 1))}",
        f"strong_elsewhere>{_step(candidate.strong_elsewhere, (0, 1, 2))}",
        f"headlined={candidate.is_headlined}",
        f"report={release.is_report}",
        f"{kind}:report={release.is_report}",
        f"health={release.is_health}",
    ]
    if not is_told and any(hit_type == kind for _, hit_type in sentence.hit_rules):
        names += ["void", f"{kind}:void"]
    if is_told:
        first = told[0]
        names += [
            f"window={first.window is not None}",
            f"recalled={first.is_recalled}",
            f"product={first.intervention is not None}",
        ]
    names += [f"r={rule_id}" for rule_id, hit_type in sentence.hit_rules if hit_type == kind]
    names += [f"{kind}&{event.milestone_type}" for event in sentence.events if event.milestone_type != kind]
    for cue in sorted(set(sentence.cues)):
        names += [f"c={cue}", f"c={cue}:told={is_told}"]
    rule_roles = {event.role for event in told}
    for role, likely in zip(ROLES, roles, strict=True):
        found[f"P({role})"] = likely
        found[f"{kind}:P({role})"] = likely
        found[f"P({role}):rule={role in rule_roles}"] = likely
        if role in rule_roles:
            names += [f"rule={role}", f"rule={role}:{section}", f"{kind}:rule={role}"]
    return found | dict.fromkeys(names, 1.0)


def _step(value: float, edges: Sequence[float]) -> int:
    """Return how many of the ascending edges lie below a value."""
    return bisect_left(edges, value)
