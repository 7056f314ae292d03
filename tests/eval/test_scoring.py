"""How rows of one kind are paired with labels, before times and evidence are compared."""

from eval.scoring import pairs, score_all


def row(place, day):
    window = {"start": day, "end": day} if day else None
    return {"milestone_type": "approval", "role": "background", "window": window, "evidence": (place, place + 9)}


def test_rows_of_a_long_list_are_paired_with_their_own_sentences():
    labelled = [row(place * 10, None) for place in range(12)]
    found = list(reversed(labelled[2:]))
    assert sorted(pairs(labelled, found), key=lambda pair: pair[0]["evidence"]) == [(one, one) for one in labelled[2:]]
    tallies = score_all({"a": labelled}, {"a": found})
    assert (tallies["evidence"].right, tallies["milestones"].right) == (10, 10)


def test_the_same_day_in_the_same_sentence_comes_first():
    labelled = [row(0, "2026-01-01"), row(0, "2026-02-02")]
    found = [row(0, "2026-02-02"), row(0, "2026-03-03")]
    assert pairs(labelled, found) == [(labelled[1], found[0]), (labelled[0], found[1])]
