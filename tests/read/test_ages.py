from datetime import UTC, datetime, timedelta

import pytest

from transforms.read.ages import instant_of_age, parse_age

NOW = datetime(2031, 5, 6, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "age", "precision"),
    [
        ("2 hours ago", 7200, 3600),
        ("22 minutes ago", 1320, 60),
        ("22 mins ago", 1320, 60),
        ("1 hr ago", 3600, 3600),
        ("an hour ago", 3600, 3600),
        ("yesterday", 86400, 86400),
        ("Yesterday", 86400, 86400),
        ("3 days ago", 259200, 86400),
        ("2 weeks ago", 1209600, 604800),
        ("5 months ago", 12960000, 2592000),
        ("a year ago", 31536000, 31536000),
        ("45 seconds ago", 45, 1),
        ("3h ago", 10800, 3600),
        ("  Posted 9 \xa0hours ago ", 32400, 3600),
        ("just now", 0, 60),
    ],
)
def test_age_is_read_with_its_precision(text, age, precision):
    assert parse_age(text) == (age, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ago",
        "2 hours",
        "two of three ago",
        "2 parsecs ago",
        "The trial began 2 hours ago today",
        "2000 days ago",
        "0x2 days ago",
    ],
)
def test_other_text_is_no_age(text):
    assert parse_age(text) is None


def test_instant_counts_back_from_the_observation():
    instant = instant_of_age("2 hours ago", NOW)
    assert instant is not None
    assert instant.at == NOW - timedelta(hours=2)
    assert instant.precision_s == 3600


def test_every_age_that_is_read_stays_within_the_calendar():
    for unit in ("minutes", "hours", "days", "weeks", "months", "years"):
        assert instant_of_age(f"999 {unit} ago", datetime(2031, 1, 1, tzinfo=UTC)) is not None
