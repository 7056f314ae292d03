"""A feed as JSON Feed 1.1. All text is plain text: it goes into `content_text`, which no reader takes for HTML."""

import json
from typing import Any

from orchestration.feeds.atom import instant
from orchestration.feeds.entries import Entry, Feed
from orchestration.feeds.revisions import Revision, Revisions

VERSION = "https://jsonfeed.org/version/1.1"


def as_json_feed(feed: Feed, revisions: Revisions) -> bytes:
    """Return the JSON Feed document of a feed."""
    items = [_item(entry, revisions["item", entry.item_id]) for entry in feed.entries]
    document = {"version": VERSION, "title": feed.title, "items": items}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _item(entry: Entry, revision: Revision) -> dict[str, Any]:
    item = {
        "id": f"urn:uuid:{revision.uid}",
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.body,
        "date_published": instant(entry.published_at) if entry.published_at else None,
        "date_modified": instant(revision.updated_at),
        "authors": [{"name": entry.author}],
        "tags": list(entry.tags),
        "language": entry.language,
        "_trialwire": {"item_id": entry.item_id},
    }
    return {key: value for key, value in item.items() if value is not None}
