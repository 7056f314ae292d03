"""Ids last, numbers and times only grow, and what has not changed stays as it was."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.feeds.revisions import FILE_NAME, Draft, read_revisions, revise, write_revisions

TOLD = datetime(2026, 3, 1, 9, 30, 15, 250_000, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_new_entry_is_as_old_as_the_marts_say():
    revision = revise("event", [Draft("e1", "Q3", TOLD, 2)], {}, NOON)["event", "e1"]
    assert (revision.sequence, revision.updated_at) == (2, TOLD.replace(microsecond=0))
    assert revise("event", [Draft("e1", "other", NOON)], {}, NOON)["event", "e1"].uid == revision.uid
    assert revise("item", [Draft("e1", "Q3", TOLD)], {}, NOON)["item", "e1"].uid != revision.uid


def test_what_has_not_changed_stays_as_it_was():
    first = revise("event", [Draft("e1", "Q3", TOLD)], {}, NOON)
    assert revise("event", [Draft("e1", "Q3", NOON, 7)], first, NOON + timedelta(days=1)) == first


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(-3, 3)), max_size=8))
def test_each_change_has_a_higher_number_and_a_later_time_whatever_the_clock_says(steps):
    before = revise("event", [Draft("e1", 0, TOLD)], {}, NOON)
    content = 0
    for new, least, days in steps:
        after = revise("event", [Draft("e1", new, TOLD, least)], before, NOON + timedelta(days=days))
        was, now = before["event", "e1"], after["event", "e1"]
        assert now.uid == was.uid
        if new == content:
            assert now == was
        else:
            assert now.sequence > was.sequence
            assert now.updated_at > was.updated_at
        before, content = after, new


def test_an_entry_that_has_another_key_by_now_keeps_its_id():
    first = revise("event", [Draft("later", "Q3", TOLD)], {}, NOON)
    uid = first["event", "later"].uid
    second = revise("event", [Draft("earlier", "Q3", TOLD, other_keys=["later", "other"])], first, NOON)
    assert {key: revision.uid for key, revision in second.items()} == {("event", "earlier"): uid}
    # What once gave the id its name is an entry of its own again: two entries never share one.
    parted = revise("event", [Draft("earlier", "Q3", TOLD), Draft("later", "Q4", TOLD)], second, NOON)
    assert parted["event", "earlier"].uid == uid
    assert parted["event", "later"].uid != uid


def test_a_key_that_is_still_there_is_not_taken_over():
    first = revise("event", [Draft("a", "Q3", TOLD)], {}, NOON)
    second = revise("event", [Draft("b", "Q4", TOLD, other_keys=["a"]), Draft("a", "Q3", TOLD)], first, NOON)
    assert second["event", "a"] == first["event", "a"]
    assert second["event", "b"].uid != first["event", "a"].uid


def test_they_are_kept_in_a_file(tmp_path):
    revisions = revise("event", [Draft("e1", "Q3", TOLD), Draft("e0", None, TOLD, 3)], {}, NOON)
    write_revisions(revisions, tmp_path)
    assert read_revisions([tmp_path]) == revisions


@pytest.mark.parametrize("fault", ["absent", "garbage", "other_columns"])
def test_a_damaged_file_is_passed_over_for_an_older_one(tmp_path, fault):
    older, newer = tmp_path / "older", tmp_path / "newer"
    for folder in (older, newer):
        folder.mkdir()
    revisions = revise("event", [Draft("e1", "Q3", TOLD)], {}, NOON)
    write_revisions(revisions, older)
    if fault == "garbage":
        (newer / FILE_NAME).write_bytes(b"PAR1 no more")
    elif fault == "other_columns":
        pl.DataFrame({"kind": ["event"]}).write_parquet(newer / FILE_NAME)
    assert read_revisions([newer, older]) == revisions
    assert read_revisions([newer]) == {}
