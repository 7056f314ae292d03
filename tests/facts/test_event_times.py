"""When an event happened, by its sentence and its role."""

from datetime import date

import pytest

from transforms.facts.event_terms import Hit, Telling
from transforms.facts.event_times import find_time, settle_by_time
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
        # What is reported on is a period, the report is of a day.
        (
            "financial_results",
            "background",
            "In the first nine months of 2025 Fjell reported revenues of $4 million.",
            "reported revenues",
            None,
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
        (
            "regulatory_decision_date",
            "guidance",
            "NV-12 was approved ahead of the May 3, 2026 goal date.",
            "goal date",
            (date(2026, 5, 3), date(2026, 5, 3)),
        ),
        (
            "partnership",
            "announced",
            "Fjell signs a supply agreement for its NV-12 pump, slated for launch in March 2026.",
            "signs a supply agreement",
            None,
        ),
        ("commercial_launch", "announced", "NV-12 is on sale and in shops in the next few days.", "on sale", None),
        (
            "leadership_change",
            "announced",
            "The CFO will retire after 20 years with the maker of pumps, effective March 31.",
            "will retire",
            (date(2026, 3, 31), date(2026, 3, 31)),
        ),
        (
            "enrollment_progress",
            "announced",
            "The trial began in 2025, and as of January 30, six patients have been dosed.",
            "six patients have been dosed",
            (date(2026, 1, 30), date(2026, 1, 30)),
        ),
        ("designation_granted", "background", "It has the status and plans to file later this year.", "status", None),
        (
            "leadership_change",
            "background",
            "Today, more than ever, she leads as newly appointed chief.",
            "appointed",
            None,
        ),
        (
            "acquisition",
            "announced",
            "Tarn will buy Quill in the second quarter of 2026.",
            "buy Quill",
            (date(2026, 4, 1), date(2026, 6, 30)),
        ),
        (
            "enrollment_completed",
            "background",
            "All were enrolled from March 2023 to May 2025.",
            "enrolled",
            (date(2023, 3, 1), date(2025, 5, 31)),
        ),
        (
            "data_presented",
            "background",
            "Data of those seen were shown from May 2, 2025 to May 5, 2025.",
            "shown",
            (date(2025, 5, 2), date(2025, 5, 5)),
        ),
        ("data_presented", "background", "Data were shown from March 2023 to May 2025.", "shown", None),
        (
            "data_presented",
            "guidance",
            "Highlights: filing of the NDA with a May 31, 2026 PDUFA date, presentation of data at a congress.",
            "presentation of data",
            None,
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


@pytest.mark.parametrize(
    ("role", "start", "end", "is_call", "settled"),
    [
        ("announced", date(2026, 1, 14), date(2026, 1, 14), False, "announced"),
        ("announced", date(2026, 1, 13), date(2026, 1, 13), False, "background"),
        ("guidance", date(2026, 1, 1), date(2026, 2, 3), False, "guidance"),
        ("guidance", date(2026, 1, 1), date(2026, 2, 2), False, "background"),
        ("background", date(2026, 2, 4), date(2026, 2, 4), False, "guidance"),
        ("background", date(2026, 2, 4), None, False, "background"),
        ("announced", date(2026, 2, 3), date(2026, 2, 3), False, "announced"),
        ("announced", date(2026, 2, 3), date(2026, 2, 3), True, "guidance"),
        ("announced", date(2026, 2, 2), date(2026, 2, 2), True, "announced"),
    ],
)
def test_the_calendar_settles_the_role_to_the_day(role, start, end, is_call, settled):
    window = Window(start, end, "range")
    assert settle_by_time(role, window, PUBLISHED, is_dated=True, is_call=is_call) == settled
    assert settle_by_time(role, window, None, is_dated=True, is_call=is_call) == role
    if settled == "guidance":
        assert settle_by_time(role, window, PUBLISHED, is_dated=False, is_call=is_call) == role


@pytest.mark.parametrize(
    ("event", "role", "sentence", "words"),
    [
        (
            "topline_readout",
            "announced",
            "Tarn told positive results of a study conducted in May 2025.",
            "positive results",
        ),
        ("topline_readout", "background", "Deaths fell by 2% between 2010 and 2022.", "fell by 2%"),
        ("data_published", "guidance", "Results will be printed, and shown at a congress held June 3-6.", "be printed"),
        ("topline_readout", "guidance", "The trial fills in Q2 2026, with data about six months after that.", "data"),
        ("trial_initiated", "guidance", "On January 9, Tarn disclosed plans to begin a trial.", "begin a trial"),
        (
            "financing",
            "announced",
            "Its lender agrees to a loan holiday until the end of May 2026.",
            "agrees to a loan",
        ),
        ("financing", "background", "It has raised $9 million for care since 1949.", "raised"),
        (
            "financing",
            "announced",
            "It redeems shares sold under the pact with its bank, dated May 3, 2021.",
            "redeems",
        ),
        ("recognition", "background", "Founded in 1971, Tarn has been honored.", "been honored"),
        ("financing", "guidance", "The shares to be sold have a hold period until July 25, 2026.", "be sold"),
        ("conference_participation", "background", "It spoke at a fair on trends for 2024.", "spoke"),
        (
            "approval",
            "background",
            "In 2019, Tarn began to sell NV-1 after being granted approval.",
            "granted approval",
        ),
        ("financing", "background", "Since opening in 2018, the fund has given $9 million.", "given"),
        (
            "data_presented",
            "guidance",
            "(Wire) - February 3, 2026 - LEEDS — A study to be shown at a congress.",
            "to be shown",
        ),
    ],
)
def test_a_time_beside_an_event_is_not_its_own(event, role, sentence, words):
    assert time_of(event, role, sentence, words) is None


@pytest.mark.parametrize(
    ("event", "role", "sentence", "words", "start"),
    [
        (
            "enrollment_completed",
            "background",
            "Enrollment has been complete since June.",
            "complete",
            date(2025, 6, 1),
        ),
        ("commercial_launch", "guidance", "It will launch upon approval, due in May.", "launch", date(2026, 5, 1)),
        ("commercial_launch", "background", "Since its launch in May, 9 have sold.", "its launch", date(2025, 5, 1)),
        (
            "data_published",
            "background",
            "Data were shown in May 2025and printed in July 2025.",
            "printed",
            date(2025, 7, 1),
        ),
        ("approval", "background", "It was approved as Novaril&reg; on May 3, 2025.", "approved", date(2025, 5, 3)),
    ],
)
def test_a_time_is_kept_where_its_words_are_the_events(event, role, sentence, words, start):
    window = time_of(event, role, sentence, words)
    assert window is not None
    assert window[0] == start


@pytest.mark.parametrize(
    ("event", "role", "sentence", "words", "start"),
    [
        ("recognition", "announced", "It was named in 2025 as a Best Place.", "was named", date(2025, 1, 1)),
        ("recognition", "announced", "It was named a 2025 Best Place.", "was named", None),
        ("data_presented", "announced", "It was shown at a congress held February 3-5.", "was shown", PUBLISHED),
        ("financing", "background", "It opened a credit line ahead of the August 31, 2026 deadline.", "opened", None),
        (
            "leadership_change",
            "background",
            "Management: On January 9, the board of a maker of pumps and valves from Leeds said Ada Oakes was named.",
            "was named",
            date(2026, 1, 9),
        ),
        ("recognition", "background", "It won the Bay Medal (2005) and others (2002).", "won", None),
    ],
)
def test_the_words_around_a_time_tell_whose_it_is(event, role, sentence, words, start):
    window = time_of(event, role, sentence, words, is_past=True)
    assert (window and window[0]) == start
