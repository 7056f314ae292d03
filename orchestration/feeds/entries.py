"""What readers see of an item of a feed, whatever the format: read from the marts, cleaned, with its facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import duckdb

from orchestration.feeds.outside_text import clean_line, clean_text, web_address
from transforms.reference import load_reference

DAY_S = 86_400
FEEDS = "select feed_id, title from feeds order by feed_id"
MEMBERS = "select feed_id, list(item_id order by position) from feed_items group by feed_id"
# The release that stands for an announcement can be another one tomorrow: the ids of its copies lead to the entry.
ITEMS = """
with wanted as (select distinct item_id from feed_items),
copies as (select cluster_id, list(release_id order by release_id) as release_ids from releases group by all)
select
    item_id, title, url, excerpt, source_id, issuer, language, milestone_types, first_observed_at, told_date,
    if(coalesce(published_at_precision_s, 0) < $day_s, published_at, null) as published_at,
    coalesce(copies.release_ids, []) as release_ids
from recent_posts semi join wanted using (item_id) left join copies on item_id = copies.cluster_id
order by item_id
"""
FACTS = """
select
    releases.cluster_id as item_id, milestone_type, role, window_start, window_end, window_precision, sentence
from trial_milestones inner join releases using (release_id)
semi join feed_items on releases.cluster_id = feed_items.item_id
order by item_id, trial_milestones.release_id, trial_milestones.span_start, milestone_id
"""


@dataclass(frozen=True)
class Entry:
    """An item of a feed.

    Attributes:
        published_at: UTC; None where the place states no time of day, as none is invented.
        body: the opening and the facts, plain text.
        release_ids: the copies of it.
    """

    item_id: str
    title: str
    url: str | None
    body: str
    author: str
    language: str | None
    tags: tuple[str, ...]
    published_at: datetime | None
    first_observed_at: datetime
    release_ids: tuple[str, ...]

    @property
    def shown(self) -> list[Any]:
        """All that a subscriber sees of it."""
        return [self.title, self.url, self.body, self.author, self.language, self.tags, self.published_at]


@dataclass(frozen=True)
class Feed:
    """A feed and its entries, newest first."""

    feed_id: str
    title: str
    entries: tuple[Entry, ...]


def read_feeds_of(warehouse: duckdb.DuckDBPyConnection) -> list[Feed]:
    """Return every feed of the marts, also those that nothing is in."""
    facts: dict[str, list[str]] = {}
    for item_id, *fact in warehouse.execute(FACTS).fetchall():
        facts.setdefault(item_id, []).append(_fact_line(fact))
    entries = {}
    rows = warehouse.execute(ITEMS, {"day_s": DAY_S})
    names = [column[0] for column in rows.description or ()]
    for values in rows.fetchall():
        row = dict(zip(names, values, strict=True))
        entries[row["item_id"]] = _entry(row, facts.get(row["item_id"], []))
    members = dict(warehouse.execute(MEMBERS).fetchall())
    return [
        Feed(feed_id, clean_line(title), tuple(entries[item_id] for item_id in members.get(feed_id, [])))
        for feed_id, title in warehouse.execute(FEEDS).fetchall()
    ]


def _entry(row: dict[str, Any], facts: list[str]) -> Entry:
    day = f"Told on {row['told_date']}." if row["published_at"] is None and row["told_date"] else ""
    parts = [clean_text(row["excerpt"] or "").strip(), day, "\n".join(facts)]
    return Entry(
        item_id=row["item_id"],
        title=clean_line(row["title"]) or "(no title)",
        url=web_address(row["url"]),
        body="\n\n".join(part for part in parts if part),
        author=clean_line(row["issuer"] or row["source_id"]),
        language=row["language"],
        tags=tuple(row["milestone_types"]),
        published_at=row["published_at"],
        first_observed_at=row["first_observed_at"],
        release_ids=tuple(row["release_ids"]),
    )


def _fact_line(fact: Sequence[Any]) -> str:
    milestone_type, role, start, end, precision, sentence = fact
    when = f", {stated_window(start, end, precision)}" if start and precision else ""
    return f"• {label_of(milestone_type)} ({role}{when}): “{clean_line(sentence)}”"


def label_of(milestone_type: str) -> str:
    """Return a milestone type as people write it: `IND submitted`."""
    return _labels()[milestone_type]


@cache
def _labels() -> dict[str, str]:
    return dict(load_reference("milestone_types").select("milestone_type", "label").iter_rows())


def stated_window(start: date, end: date | None, precision: str) -> str:
    """Say a window no more exactly than the text did."""
    said = words_of(precision)
    if end is None:
        return f"from {start}, {said}"
    if precision == "day":
        return str(start)
    # It begins on the day on which it was said, which is no part of what was said.
    return f"by {end}" if precision.startswith("by") else f"{start} to {end}, {said}"


def words_of(precision: str) -> str:
    """Say how wide a window is: `year_fiscal` is a fiscal year."""
    return " ".join(reversed(precision.split("_")))
