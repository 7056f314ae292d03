"""Writes every file of a version that readers subscribe to."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import duckdb

from orchestration.feeds.atom import as_atom
from orchestration.feeds.calendar import as_ics, read_events
from orchestration.feeds.entries import Feed, read_feeds_of
from orchestration.feeds.json_feed import as_json_feed
from orchestration.feeds.revisions import Draft, Revisions, read_revisions, revise, write_revisions
from orchestration.feeds.tabular import read_rows, write_tables

FOLDER = "feeds"
CALENDAR = "catalyst_calendar.ics"


def write_feeds(warehouse_file: Path, folder: Path, earlier: Sequence[Path], now: datetime) -> None:
    """Write the feeds and the calendar of a warehouse; what has not changed is written as it was, byte for byte.

    Args:
        warehouse_file: the DuckDB file that they are to stand beside; read only.
        folder: the folder of that version; `feeds` is made in it.
        earlier: the folders of earlier versions, newest first, whose revisions go on here.
        now: UTC.
    """
    target = folder / FOLDER
    target.mkdir()
    before = read_revisions(version / FOLDER for version in earlier)
    with duckdb.connect(str(warehouse_file), read_only=True) as warehouse:
        warehouse.execute("set TimeZone = 'UTC'")
        feeds, events = read_feeds_of(warehouse), read_events(warehouse)
        revisions = _revise(feeds, before, now) | revise("event", (event.draft() for event in events), before, now)
        for feed in feeds:
            (target / f"{feed.feed_id}.atom").write_bytes(as_atom(feed, revisions))
            (target / f"{feed.feed_id}.json").write_bytes(as_json_feed(feed, revisions))
            rows = read_rows(warehouse, feed.feed_id)
            write_tables(rows, target / f"{feed.feed_id}.parquet", target / f"{feed.feed_id}.csv")
    (target / CALENDAR).write_bytes(as_ics(events, revisions))
    # An event that is no longer expected may be again, and must then come back with a higher number.
    gone = {key: revision for key, revision in before.items() if key[0] == "event" and key not in revisions}
    kept = {revision.uid for revision in revisions.values()}
    write_revisions(revisions | {key: revision for key, revision in gone.items() if revision.uid not in kept}, target)


def _revise(feeds: Sequence[Feed], before: Revisions, now: datetime) -> Revisions:
    """Return the revisions of all entries, and of the feeds, which change with what is in them."""
    entries = {entry.item_id: entry for feed in feeds for entry in feed.entries}
    drafts = (
        Draft(item_id, entry.shown, entry.first_observed_at, other_keys=entry.release_ids)
        for item_id, entry in entries.items()
    )
    items = revise("item", drafts, before, now)
    of_feeds = []
    for feed in feeds:
        revisions = [items["item", entry.item_id] for entry in feed.entries]
        content = [feed.title, [(revision.uid, revision.content) for revision in revisions]]
        updated_at = max((revision.updated_at for revision in revisions), default=now)
        of_feeds.append(Draft(feed.feed_id, content, updated_at))
    return items | revise("feed", of_feeds, before, now)
