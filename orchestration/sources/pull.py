"""The one entry to all kinds of sources: pull one, store what is new, say what it came to.

How a kind is asked is in folder.py, feed.py and wordpress.py.
"""

from collections.abc import Callable
from datetime import date, datetime

from orchestration.sources.client import PoliteClient
from orchestration.sources.config import FeedSource, FolderSource, Source, WordpressSource
from orchestration.sources.feed import pull_feed
from orchestration.sources.folder import pull_folder
from orchestration.sources.report import PullReport
from orchestration.sources.store import RawStore
from orchestration.sources.wordpress import pull_wordpress


def pull_source(  # noqa: PLR0913 -- the one wide entry, all but two by name
    source: Source,
    store: RawStore,
    *,
    client: PoliteClient,
    started_at: datetime,
    from_date: date | None = None,
    to_date: date | None = None,
    on_progress: Callable[[PullReport], None] | None = None,
) -> PullReport:
    """Pull a source into raw.

    What the source does wrong (no file, no server, HTML for a feed) is a capture with a problem and a number in the
    report. What is wrong on our side (raw not writable, a damaged state file) is an exception.

    Args:
        source: What to pull.
        store: Where captures go.
        client: Asks servers; folders do without.
        started_at: When the run began, UTC; its day is the partition of all captures.
        from_date: First day to take, for archives and WordPress; a feed shows what it shows.
        to_date: Last day, inclusive.
        on_progress: Called with the report as it grows, at most once a second.

    Raises:
        RawStoreError: The raw folder is busy, damaged or not writable, or the source's state file is damaged.
    """
    with store.session(source.id, started_at, on_progress) as session:
        match source:
            case FolderSource():
                pull_folder(source, session, from_date=from_date, to_date=to_date)
            case FeedSource():
                pull_feed(source, session, client)
            case WordpressSource():
                pull_wordpress(source, session, client, from_date=from_date, to_date=to_date)
    return session.report
