from datetime import UTC, datetime

import pytest

from transforms.read.dates import parse_instant

DAY = 86400


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2031-02-03T07:30:00-05:00", datetime(2031, 2, 3, 12, 30, tzinfo=UTC), 1),
        ("2031-02-03T07:30:00Z", datetime(2031, 2, 3, 7, 30, tzinfo=UTC), 1),
        ("2031-02-03T07:30:00.123456+0100", datetime(2031, 2, 3, 6, 30, tzinfo=UTC), 1),
        ("2031-02-03T07:30Z", datetime(2031, 2, 3, 7, 30, tzinfo=UTC), 60),
        ("2031-02-03", datetime(2031, 2, 3, tzinfo=UTC), DAY),
        ("2031/2/3", datetime(2031, 2, 3, tzinfo=UTC), DAY),
        # A time whose zone nobody states may be any of two days: it is exact to the day at best.
        ("2031-02-03 23:30:00", datetime(2031, 2, 3, tzinfo=UTC), DAY),
        ("Mon, 03 Feb 2031 07:30:00 GMT", datetime(2031, 2, 3, 7, 30, tzinfo=UTC), 1),
        ("Mon, 3 Feb 2031 07:30:00 -0500", datetime(2031, 2, 3, 12, 30, tzinfo=UTC), 1),
        ("03 Feb 2031 07:30 EST", datetime(2031, 2, 3, 12, 30, tzinfo=UTC), 60),
        ("February 3, 2031", datetime(2031, 2, 3, tzinfo=UTC), DAY),
        ("Feb. 3, 2031 4:05 p.m. EDT", datetime(2031, 2, 3, 20, 5, tzinfo=UTC), 60),
        ("Sept. 3rd, 2031", datetime(2031, 9, 3, tzinfo=UTC), DAY),
        ("Monday, February 03, 2031", datetime(2031, 2, 3, tzinfo=UTC), DAY),
        ("3 February 2031", datetime(2031, 2, 3, tzinfo=UTC), DAY),
        ("Dec 31, 2031 at 12:05 AM GMT", datetime(2031, 12, 31, 0, 5, tzinfo=UTC), 60),
    ],
)
def test_whole_dates_are_read(text, at, precision):
    instant = parse_instant(text)
    assert instant is not None
    assert (instant.at, instant.precision_s) == (at, precision)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "12",
        "2031",
        "February 2031",
        "Fri 07:00",
        "07:30",
        "2031-13-01",
        "2031-02-30",
        "31 Jun 2031",
        "02/03/2031",
        "Phase 3, 2031",
        "Tag 3, 2031 x",
        "2031-02-031",
        "9999-12-31T23:59:59-10:00",
        "0000-01-01",
        "x" * 5000,
    ],
)
def test_what_is_not_a_whole_date_gives_none(text):
    assert parse_instant(text) is None
