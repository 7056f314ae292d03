"""When an event happened, by its sentence and its role."""

from datetime import date

import pytest

from transforms.facts.event_terms import Hit
from transforms.facts.event_times import Telling, find_time, settle_by_time
from transforms.facts.judge.judge import judged_rule
from transforms.facts.links import SentenceLinks
from transforms.facts.windows import Window

PUBLISHED = date(2026, 2, 3)


def time_of(event, role, sentence, words, *, is_past=False):
    start = sentence.index(words)
    hit = Hit(0, judged_rule(event, role), start, start + len(words))
    links = SentenceLinks(sentence, {}, {}, PUBLISHED)
    _, window = find_time(Telling(event, role, is_past), hit, [], links, PUBLISHED)
    return window and (window.start, window.end)


@pytest.mark.parametrize(
    ("event", "role", "sentence", "words", "window"),
    [
        (
            "financial_results",
            "guidance",
            "2025 annual results will be released on March 24, 2026, after the close.",
            "annual results",
            (date(2026, 3, 24), date(2026, 3, 24)),
        ),
        (
            "leadership_change",
            "announced",
            "The CFO, Ada Renfield, leaves the group as of March 31.",
            "leaves the group",
            (date(2026, 3, 31), date(2026, 3, 31)),
        ),
        (
            "enrollment_progress",
            "announced",
            "Enrollment stands at 322 patients and should end by August 2026.",
            "322 patients",
            None,
        ),
        ("commercial_launch", "announced", "NV-12 is on sale and in shops in the next few days.", "on sale", None),
        (
            "acquisition",
            "announced",
            "Tarn will buy Quill in the second quarter of 2026.",
            "buy Quill",
            (date(2026, 4, 1), date(2026, 6, 30)),
        ),
    ],
)
def test_a_time_is_the_events_where_it_can_be(event, role, sentence, words, window):
    assert time_of(event, role, sentence, words) == window


def test_the_calendar_settles_the_role():
    ahead = Window(date(2026, 5, 1), date(2026, 5, 31), "month")
    past = Window(date(2025, 5, 1), date(2025, 5, 31), "month")
    assert settle_by_time("announced", ahead, PUBLISHED, is_dated=True, is_call=False) == "guidance"
    assert settle_by_time("announced", past, PUBLISHED, is_dated=True, is_call=False) == "background"
    assert settle_by_time("guidance", past, PUBLISHED, is_dated=True, is_call=False) == "background"
    assert settle_by_time("announced", None, PUBLISHED, is_dated=True, is_call=False) == "announced"
