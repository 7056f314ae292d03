"""Times that a release cannot mean: dated after it was seen, or a lifetime away from the day it was told.

Misprints, placeholders and junk, found after reading and before anything counts on them; what a text does mean is a
matter of `dateline` and `windows`. Nothing is lost: what is taken out comes back with its reason, for `rejects`.
"""

from datetime import date, datetime, timedelta

import polars as pl

# The day begins here first (UTC+14): a release that is dated by this much ahead of UTC is of today somewhere.
FIRST_ZONE = timedelta(hours=14)
# Of 12,334 archived releases none plans beyond 8 years; patents and endowments run to 30. A few recall awards and
# articles of the 1930s.
MOST_YEARS_AHEAD = 30
MOST_YEARS_BACK = 100
DAYS_IN_YEAR = 365.25

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
# A year that no window holds, where a year must stand: `first half of 2126`, `March 3, 1826`, `Q3 2262`.
_YEAR_FAR_AWAY = (
    rf"\b(?:{_MONTH}(?: \d{{1,2}},?)?|(?:half|quarter|end|middle|part|course) of|[QH][1-4]|[1-4][QH]|early|mid|late)"
    r"[ -](?:1[0-8]|2[1-9])\d\d(?:[.,;:)]|$| (?:and|or|by|at|from|to|with|in|the|for)\b)"
)


def stated_day(dateline_date: date | None, published_at: datetime | None, observed_at: datetime) -> date | None:
    """Return the day from which a release counts `this quarter`: of its dateline, else of its publication.

    A day that had not begun anywhere when the release was seen is not it.
    """
    latest = observed_at + FIRST_ZONE
    if dateline_date is not None and dateline_date <= latest.date():
        return dateline_date
    return published_at.date() if published_at is not None and published_at <= latest else None


def without_dates_to_come(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take out the dates of releases or posts that lie after the time when they were seen.

    Args:
        frame: rows of Releases or Posts.

    Returns:
        The frame, those dates null; and a row for each date taken out: capture_id, opening, detail.
    """
    latest = pl.col("observed_at") + FIRST_ZONE
    refused = []
    if "dateline_date" in frame.columns:
        is_early = (pl.col("dateline_date") > latest.dt.date()).fill_null(value=False)
        refused.append(_refused(frame.filter(is_early), "dateline_date"))
        frame = frame.with_columns(dateline_date=pl.when(~is_early).then("dateline_date"))
    is_early = (pl.col("published_at") > latest).fill_null(value=False)
    refused.append(_refused(frame.filter(is_early), "published_at"))
    frame = frame.with_columns(pl.when(~is_early).then(name).alias(name) for name in _PUBLISHED)
    return frame, pl.concat(refused)


_PUBLISHED = ("published_at", "published_at_precision_s")


def _refused(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    said = pl.format(
        "{} {} is after {}, when it was first seen",
        pl.lit(column),
        pl.col(column).dt.strftime("%Y-%m-%d"),
        pl.col("observed_at").dt.strftime("%Y-%m-%d %H:%M UTC"),
    )
    return frame.select("capture_id", pl.col("title").alias("opening"), said.alias("detail"))


def without_times_far_away(milestones: pl.DataFrame, releases: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take out the statements whose time is a lifetime away from the day on which they were told.

    Args:
        milestones: rows of Milestones.
        releases: rows of Releases, their dates as `without_dates_to_come` leaves them.

    Returns:
        The other statements; and a row for each one taken out: capture_id, opening, detail.
    """
    told = pl.coalesce("dateline_date", pl.col("published_at").dt.date(), pl.col("observed_at").dt.date())
    days = releases.select("release_id", "capture_id", told.alias("told"))
    dated = milestones.join(days, on=["release_id", "capture_id"], how="left", maintain_order="left")
    years_ahead = (pl.col("window_start") - pl.col("told")).dt.total_days() / DAYS_IN_YEAR
    # `by 2102` begins on the day it is said.
    years_until = (pl.col("window_end") - pl.col("told")).dt.total_days() / DAYS_IN_YEAR
    is_far = (
        (pl.max_horizontal(years_ahead, years_until) > MOST_YEARS_AHEAD)
        | (pl.min_horizontal(years_ahead, years_until) < -MOST_YEARS_BACK)
    ).fill_null(value=False) | pl.col("sentence").str.contains(f"(?i){_YEAR_FAR_AWAY}")
    window = pl.concat_str("window_start", pl.lit(" to "), pl.col("window_end").cast(pl.String).fill_null("?"))
    said = pl.format(
        "{} in {}: more than {} years ahead of {}, or {} back",
        "milestone_type",
        window.fill_null("a year of the sentence"),
        pl.lit(MOST_YEARS_AHEAD),
        "told",
        pl.lit(MOST_YEARS_BACK),
    )
    dated = dated.with_columns(is_far.alias("is_far"))
    refused = dated.filter("is_far").select("capture_id", pl.col("sentence").alias("opening"), said.alias("detail"))
    return milestones.filter(~dated["is_far"]), refused
