"""Feeds: the feed itself, and the pages that its items link to.

A page that was captured is not asked again while its item stays as it was: wires publish a correction as a release of
its own, or touch the item. Where the item changed, the page is asked conditionally.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta

from orchestration.sources.captures import Failure, opening, printable
from orchestration.sources.client import Fetched, NotModified, PoliteClient, Postponed
from orchestration.sources.config import FeedSource
from orchestration.sources.state import Seen
from orchestration.sources.store import PullSession
from transforms.read.feed import read_teasers

# Pages that left the feed are forgotten after this time; should one come back, its capture is found by its id.
FORGET_AFTER = timedelta(days=90)
FEED_ROOTS = frozenset({"rss", "feed", "rdf"})
_PROLOGUE = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->|<!doctype[^>]*>", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?([\w.-]{1,40})")
SNIFFED_BYTES = 16_384


@dataclass(frozen=True)
class FeedItem:
    """A link of a feed, absolute, and a hash of what the feed says of it."""

    url: str
    item_sha256: str


def pull_feed(
    source: FeedSource,
    session: PullSession,
    client: PoliteClient,
) -> None:
    """Capture a feed if it changed, and the pages behind its new and changed items.

    Args:
        source: The feed.
        session: Takes the captures; its report counts them.
        client: Asks the servers.
    """
    known = session.state.get(source.url)
    answer = client.get(
        source.url, source, etag=known.etag if known else None, last_modified=known.last_modified if known else None
    )
    match answer:
        case NotModified():
            session.add_unchanged()
        case Failure():
            session.add_failure_of_day(source.url, answer)
        case Fetched() if not is_feed(answer.content):
            content_type = answer.headers.get("content-type", "no content type")
            detail = f"got {content_type} instead, opening: {opening(answer.content)}"
            session.add_failure_of_day(source.url, Failure("not_a_feed", detail, size_bytes=len(answer.content)))
        case Fetched():
            _add_payload(session, source.url, answer)
            finished = _follow_items(source, session, client, answer) if source.follow_items else True
            # Without validators the next pull gets the feed whole, and so the items that are still to be followed.
            seen = _seen(session, answer, with_validators=finished)
            _remember(session, source.url, seen)


def _follow_items(
    source: FeedSource,
    session: PullSession,
    client: PoliteClient,
    feed: Fetched,
) -> bool:
    """Capture the pages of new and changed items; returns False where some are left for the next pull."""
    try:
        items = read_items(feed.content, source.url)
    except Exception as error:  # noqa: BLE001 -- a parser of hostile text may raise anything; the reader tells of it
        session.report.warnings.append(f"{source.url}: its items were not followed: {type(error).__name__}: {error}")
        return True
    known_items = [(item, session.state.get(item.url)) for item in items if item.url != source.url]
    to_ask = [(item, known) for item, known in known_items if not (known and known.item_sha256 == item.item_sha256)]
    # Pages that failed before come last: they must not keep the others waiting.
    to_ask.sort(key=lambda pair: pair[1] is not None and pair[1].problem is not None)
    left = max(0, len(to_ask) - source.max_items)
    for item, known in to_ask[: source.max_items]:
        answer = client.get(
            item.url, source, etag=known.etag if known else None, last_modified=known.last_modified if known else None
        )
        match answer:
            case NotModified() if known:
                session.add_unchanged()
                session.state.set(item.url, known.model_copy(update={"item_sha256": item.item_sha256, "problem": None}))
            case Fetched():
                _add_payload(session, item.url, answer)
                session.state.set(item.url, _seen(session, answer, item_sha256=item.item_sha256))
            case Postponed():
                left += 1
            case Failure(may_pass=True):
                session.add_failure_of_day(item.url, answer)
                left += 1
                seen = known or Seen(taken_at=session.clock())
                session.state.set(item.url, seen.model_copy(update={"problem": answer.reason, "item_sha256": None}))
            case Failure():
                session.add_failure_of_day(item.url, answer)
                session.state.set(
                    item.url, Seen(taken_at=session.clock(), item_sha256=item.item_sha256, problem=answer.reason)
                )
    if left:
        session.report.warnings.append(f"{source.url}: {left} of {len(items)} linked pages are left for the next pull")
    _forget_old_pages(session, {item.url for item in items} | {source.url})
    return left == 0


def read_items(content: bytes, feed_url: str) -> list[FeedItem]:
    """Return the items of a feed that have a link, in feed order, each link once.

    Raises:
        Exception: Whatever the parser raises on text that is no feed.
    """
    items: dict[str, FeedItem] = {}
    for post in read_teasers(content, feed_url):
        if post.url is None:  # no web address: the post is kept, and there is nothing to ask for
            continue
        said = json.dumps([post.title, post.published.at.isoformat() if post.published else None])
        url = printable(post.url)
        items.setdefault(url, FeedItem(url, hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]))
    return list(items.values())


def is_feed(content: bytes) -> bool:
    """Tell whether bytes open like an RSS, RDF, Atom or JSON feed."""
    head = content[:SNIFFED_BYTES]
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = head.decode(encoding, "replace").replace("\x00", "")
    position = 0
    while prologue := _PROLOGUE.match(text, position):
        position = prologue.end()
    if root := _ROOT.match(text, position):
        return root[1].lower() in FEED_ROOTS
    return text.startswith("{", position) and "jsonfeed.org/version" in text.replace("\\/", "/")


def _add_payload(session: PullSession, url: str, answer: Fetched) -> None:
    session.add_payload(
        url, answer.content, content_type=answer.headers.get("content-type"), headers_json=answer.headers_json
    )


def _seen(
    session: PullSession, answer: Fetched, *, with_validators: bool = True, item_sha256: str | None = None
) -> Seen:
    return Seen(
        taken_at=session.clock(),
        sha256=hashlib.sha256(answer.content).hexdigest(),
        etag=answer.headers.get("etag") if with_validators else None,
        last_modified=answer.headers.get("last-modified") if with_validators else None,
        item_sha256=item_sha256,
    )


def _remember(session: PullSession, url: str, seen: Seen) -> None:
    """Set a place's state, but not for a new time alone: an unchanged world changes no file."""
    known = session.state.get(url)
    if known is None or known.model_copy(update={"taken_at": seen.taken_at}) != seen:
        session.state.set(url, seen)


def _forget_old_pages(session: PullSession, present: set[str]) -> None:
    """Drop pages that left the feed long ago, so that the state stays small."""
    before = session.clock() - FORGET_AFTER
    for location in session.state.locations():
        seen = session.state.get(location)
        if location not in present and seen is not None and seen.taken_at < before:
            session.state.forget(location)
