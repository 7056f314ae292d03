"""A warehouse with the tables that feeds and the calendar are written from, a few invented rows in each."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TABLES = """
create table feeds (feed_id varchar, title varchar, unknown_sponsors varchar[], unseen_source_ids varchar[]);
create table feed_items (feed_id varchar, position bigint, item_id varchar);
create table recent_posts (
    position bigint, item_id varchar, kind varchar, title varchar, excerpt varchar, url varchar, source_id varchar,
    issuer varchar, language varchar, is_health boolean, milestone_types varchar[], feeds varchar[],
    published_at timestamptz, published_at_precision_s integer, told_date date, first_observed_at timestamptz
);
create table releases (release_id varchar, cluster_id varchar);
create table trial_milestones (
    release_id varchar, milestone_id varchar, milestone_type varchar, role varchar, window_start date, window_end date,
    window_precision varchar, sentence varchar, span_start integer
);
create table sponsors (name varchar, aliases varchar[]);
create table guidance_history (event_id varchar, milestone_id varchar);
create table catalyst_calendar (
    event_id varchar, milestone_type varchar, theme varchar, sponsor varchar, intervention varchar, phase varchar,
    indication varchar, trial_ids varchar[], window_start date, window_end date, window_precision varchar,
    status varchar, statement_count bigint, move_count bigint, first_window_start date, first_window_end date,
    told_date date, sentence varchar, release_title varchar, url varchar, first_planned_at timestamptz,
    first_observed_at timestamptz
);
"""


class Marts:
    """A warehouse file that rows are put into."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.parent.mkdir(parents=True, exist_ok=True)
        self.run(TABLES)

    def run(self, statement: str) -> None:
        with duckdb.connect(str(self.file)) as connection:
            connection.execute(statement)

    def insert(self, table: str, **values: object) -> None:
        with duckdb.connect(str(self.file)) as connection:
            marks = ", ".join("?" for _ in values)
            connection.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", list(values.values()))

    def feed(self, feed_id: str, *item_ids: str, **values: object) -> None:
        self.insert(
            "feeds",
            **{"feed_id": feed_id, "title": feed_id.title(), "unknown_sponsors": [], "unseen_source_ids": [], **values},
        )
        for position, item_id in enumerate(item_ids, 1):
            self.insert("feed_items", feed_id=feed_id, position=position, item_id=item_id)

    def item(self, item_id: str, **values: object) -> None:
        self.insert("releases", release_id=item_id, cluster_id=item_id)
        told = {
            "item_id": item_id,
            "kind": "release",
            "title": f"Hollin tells {item_id}",
            "excerpt": "Hollin today announced news.",
            "url": f"https://wire.example/{item_id}",
            "source_id": "wire",
            "issuer": "Hollin, Inc.",
            "language": "en",
            "is_health": True,
            "milestone_types": ["approval"],
            "feeds": [],
            "published_at": NOON,
            "published_at_precision_s": 60,
            "told_date": NOON.date(),
            "first_observed_at": NOON,
        }
        self.insert("recent_posts", **told | values)

    def event(self, event_id: str, window: tuple[str | None, str | None, str | None], **values: object) -> None:
        start, end, precision = window
        expected = {
            "event_id": event_id,
            "milestone_type": "topline_readout",
            "theme": "data",
            "sponsor": "Hollin, Inc.",
            "intervention": "HLN-7",
            "phase": "2b",
            "trial_ids": ["NCT90000001"],
            "window_start": start,
            "window_end": end,
            "window_precision": precision,
            "status": "due",
            "statement_count": 1,
            "move_count": 0,
            "told_date": NOON.date(),
            "sentence": "Topline data are expected.",
            "release_title": "Hollin reports",
            "url": "https://wire.example/hollin",
            "first_planned_at": NOON,
            "first_observed_at": NOON,
        }
        self.insert("catalyst_calendar", **expected | values)
