"""Misprinted and placeholder times are set aside with a reason, and nothing counts on them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.impossible import stated_day, without_times_far_away
from transforms.ids import stable_id
from transforms.parse import parse_captures
from transforms.rules import load_rulebook
from transforms.tables import Captures

SEEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = "Wendrell Bio Reports Progress in Phase 2 Trial of WDL-7\n\n"
DATELINE = "BOSTON, {} (GLOBE NEWSWIRE) -- "
LEAD = (
    "Wendrell Bio, Inc. (Nasdaq: WDRL) today announced that the first patient was dosed in its Phase 2 trial of WDL-7. "
)


def parsed(text: str, seen_at: datetime = SEEN) -> dict[str, pl.DataFrame]:
    """What the pipeline makes of one text file seen at `seen_at`."""
    payload = text.encode()
    capture = {
        "capture_id": stable_id(text),
        "source_id": "inbox",
        "location": "release.txt",
        "captured_at": seen_at,
        "observed_at": seen_at,
        "payload": payload,
        "payload_bytes": len(payload),
    }
    rows = pl.DataFrame([capture], schema=Captures.create_empty().schema)
    return parse_captures(rows, load_rulebook())


def reasons(frames: dict[str, pl.DataFrame]) -> list[tuple[Any, ...]]:
    return frames["rejects"].select("unit", "stage", "reason", "opening").rows()


@pytest.mark.parametrize("dated", ["March 4, 2026", "Nov. 12, 2026", "March 2, 2062"])
def test_a_release_dated_after_it_was_seen_is_kept_without_that_date(dated: str):
    frames = parsed(f"{HEAD}{DATELINE.format(dated)}{LEAD}Topline data are expected this quarter.")
    ((told, published),) = frames["releases"].select("dateline_date", "published_at").rows()
    assert (told, published) == (None, None)
    assert reasons(frames) == [("row", "facts", "date_to_come", HEAD.strip())]
    assert "is after 2026-03-02 12:00 UTC" in frames["rejects"]["detail"][0]
    # `this quarter` of a day that cannot be is no quarter.
    assert "topline_readout" in frames["milestones"]["milestone_type"]
    assert frames["milestones"]["window_start"].null_count() == frames["milestones"].height


@pytest.mark.parametrize(
    ("dated", "seen_at"),
    [
        ("March 2, 2026", SEEN),
        # In Auckland it is Tuesday when it is Monday noon in London.
        ("March 3, 2026", SEEN),
        ("March 3, 2026", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("March 2, 2016", SEEN),
    ],
)
def test_today_anywhere_is_no_day_to_come(dated: str, seen_at: datetime):
    frames = parsed(HEAD + DATELINE.format(dated) + LEAD, seen_at)
    assert frames["releases"]["dateline_date"].null_count() == 0
    assert reasons(frames) == []


def test_tomorrow_is_a_day_to_come():
    frames = parsed(HEAD + DATELINE.format("March 3, 2026") + LEAD, datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert [reason for _, _, reason, _ in reasons(frames)] == ["date_to_come"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Topline data are expected in the first half of 2126.",
        "Topline data are expected in the second half of 2099.",
        "Topline data are expected in Q3 2262.",
        "Topline data are expected by March 3, 2126.",
        "Topline data are expected within 900 months.",
        "The FDA granted WDL-7 fast track designation on May 5, 1907.",
        "The FDA granted WDL-7 fast track designation in March 1826.",
    ],
)
def test_a_time_a_century_away_is_set_aside_with_its_sentence(sentence: str):
    frames = parsed(HEAD + DATELINE.format("March 2, 2026") + LEAD + sentence)
    assert "first_patient_dosed" in frames["milestones"]["milestone_type"]
    assert sentence not in frames["milestones"]["sentence"]
    # One for each way in which it was read.
    assert set(reasons(frames)) == {("row", "facts", "time_far_away", sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Topline data are expected in the second half of 2049.",
        "The FDA granted WDL-7 fast track designation in March 1986.",
        "Topline data of the first half of 2400 patients are expected in 2027.",
    ],
)
def test_a_long_time_is_no_lifetime(sentence: str):
    frames = parsed(HEAD + DATELINE.format("March 2, 2026") + LEAD + sentence)
    assert reasons(frames) == []
    assert sentence in frames["milestones"]["sentence"]


def test_every_reject_says_what_a_person_can_do():
    frames = parsed(f"{HEAD}{DATELINE.format('March 4, 2062')}{LEAD}Topline data are expected in Q3 2126.")
    remedies = dict(frames["rejects"].select("reason", "remedy").rows())
    assert "manifest.jsonl" in remedies["date_to_come"]
    assert "read it" in remedies["time_far_away"]
    # Rows refused do not count among the items of a capture.
    assert frames["captures"]["item_count"].to_list() == [1]
    assert frames["releases"].height == 1


def test_a_post_dated_after_it_was_seen_is_kept_without_that_date():
    item = "<item><title>{}</title><link>https://wire.example.com/{}</link><pubDate>{} 09:00:00 GMT</pubDate></item>"
    items = item.format("Wendrell Opens a Trial", 1, "Sun, 01 Mar 2026") + item.format("Soon", 2, "Tue, 02 Mar 2027")
    frames = parsed(f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{items}</channel></rss>")
    dates = dict(frames["posts"].select("title", "published_at").rows())
    assert dates == {"Wendrell Opens a Trial": datetime(2026, 3, 1, 9, tzinfo=UTC), "Soon": None}
    assert reasons(frames) == [("row", "facts", "date_to_come", "Soon")]


@given(
    start=st.dates(date(1, 1, 1), date(9999, 12, 31)),
    days=st.integers(0, 400_000),
    told=st.none() | st.dates(date(1901, 1, 1), date(2098, 1, 1)),
)
def test_no_window_breaks_it_and_every_row_is_somewhere(start: date, days: int, told: date | None):
    end = None if start > date(9999, 12, 31) - timedelta(days=days) else start + timedelta(days=days)
    milestones = pl.DataFrame(
        {"release_id": ["r"], "capture_id": ["c"], "milestone_type": ["approval"], "sentence": ["Approved."]}
    ).with_columns(pl.lit(start).alias("window_start"), pl.lit(end, pl.Date).alias("window_end"))
    releases = pl.DataFrame({"release_id": ["r"], "capture_id": ["c"]}).with_columns(
        pl.lit(told, pl.Date).alias("dateline_date"),
        pl.lit(None, pl.Datetime("us", "UTC")).alias("published_at"),
        pl.lit(SEEN, pl.Datetime("us", "UTC")).alias("observed_at"),
    )
    kept, refused = without_times_far_away(milestones, releases)
    assert kept.height + refused.height == 1
    counted_from = told or SEEN.date()
    if kept.height:
        assert abs(start.year - counted_from.year) <= 101
    else:
        assert max(abs(start.year - counted_from.year), abs((end or start).year - counted_from.year)) >= 29
        assert refused["detail"][0]


def test_the_day_that_a_release_counts_from():
    later = SEEN + timedelta(days=2)
    assert stated_day(date(2026, 3, 1), later, SEEN) == date(2026, 3, 1)
    assert stated_day(later.date(), SEEN, SEEN) == SEEN.date()
    assert stated_day(later.date(), later, SEEN) is None
    assert stated_day(None, None, SEEN) is None
