"""The filtered feeds of recent posts, as data/feeds.toml declares them."""

import dataframely as dy

from transforms.tables.columns import texts


class Feeds(dy.Schema):
    """Filters of the "recent posts" feeds.

    Grain: one row for each feed.
    Source: data/feeds.toml, transforms.feeds. No staging table of a day: the orchestration writes it as one file.

    A post is in a feed where every filter that is set lets it through; a null flag and an empty list let all through.
    """

    feed_id = dy.String(regex=r"^[a-z0-9]+(-[a-z0-9]+)*$", primary_key=True, description="Id: lower case, with dashes.")
    title = dy.String(min_length=1, description="Title for readers.")
    is_health = dy.Bool(nullable=True, description="Keep only posts that are (or are not) about health; null: all.")
    is_trial_news = dy.Bool(nullable=True, description="Keep only posts that are (or are not) trial news; null: all.")
    milestone_types = texts("Keep releases that state one of these, keys of milestone_types; empty: all.")
    wires = texts("Keep releases of these wires, keys of wires; empty: all.")
    source_ids = texts("Keep posts of these sources; empty: all.")
    sponsors = texts("Watch list: keep posts of these sponsors, by name; empty: all.")
    languages = texts("Keep posts in these languages, ISO 639-1; empty: all.")
    max_age_days = dy.Int32(nullable=True, min=1, description="Oldest post, days before the newest; null: any age.")
    max_items = dy.Int32(nullable=True, min=1, description="Most posts in the feed, newest first; null: all.")
