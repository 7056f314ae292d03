"""A feed as Atom (RFC 4287). All text is plain text: what looks like a tag is shown, and never run."""

from datetime import datetime

from lxml import etree  # type: ignore[import-untyped]

from orchestration.feeds.entries import Feed
from orchestration.feeds.revisions import Revision, Revisions

NAMESPACE = "http://www.w3.org/2005/Atom"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def as_atom(feed: Feed, revisions: Revisions) -> bytes:
    """Return the Atom document of a feed; `updated` is when an entry last changed, not when it was written."""
    root = etree.Element(f"{{{NAMESPACE}}}feed", nsmap={None: NAMESPACE})
    _head(root, revisions["feed", feed.feed_id], feed.title)
    _add(_add(root, "author"), "name", "trialwire")
    for entry in feed.entries:
        element = _add(root, "entry")
        _head(element, revisions["item", entry.item_id], entry.title)
        _add(_add(element, "author"), "name", entry.author)
        if entry.published_at is not None:
            _add(element, "published", instant(entry.published_at))
        if entry.url is not None:
            _add(element, "link", rel="alternate", href=entry.url)
        for tag in entry.tags:
            _add(element, "category", term=tag)
        if entry.language is not None:
            element.set(LANGUAGE, entry.language)
        _add(element, "content", entry.body, type="text")
    document: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return document


def instant(moment: datetime) -> str:
    """Write an instant as RFC 3339 does, in UTC, whole seconds."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _head(element: etree._Element, revision: Revision, title: str) -> None:
    _add(element, "id", f"urn:uuid:{revision.uid}")
    _add(element, "title", title)
    _add(element, "updated", instant(revision.updated_at))


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", **attributes)
    element.text = text
    return element
