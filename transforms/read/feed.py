"""Feeds: RSS, Atom and RDF, and JSON Feed. Each item is a post; an item that carries its full text is a release too.

Read with lxml and dates.py, not with a feed library: those fill a date's missing parts with today's, and so invent
dates that change with each run (a guid of `12` becomes the twelfth of this month).
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from transforms.read.dates import parse_instant
from transforms.read.encoding import decode
from transforms.read.html_text import text_of_html
from transforms.read.items import Instant, Item, Post, Refused, Release
from transforms.read.page_lines import clean_lines
from transforms.read.text import find_source_line, is_cut_short
from transforms.read.urls import web_url

FEED_ROOTS = {"rss", "feed", "rdf", "channel", "entry"}
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_XML_ENTITIES = {"amp", "lt", "gt", "quot", "apos"}
# Names that other vocabularies use inside an item for something else.
_FOREIGN = (
    "http://search.yahoo.com/mrss",
    "http://www.itunes.com/",
    "http://www.georss.org/",
    "http://base.google.com/",
)
_TITLES = ("title",)
_SUMMARIES = ("description", "summary", "abstract")
_CONTENTS = ("encoded", "content", "body")
_DATES = ("pubdate", "published", "issued", "date", "created", "updated", "modified")
_EXCERPT_CHARS = 1_000
_FULL_TEXT_CHARS = 1_000
_APPEARED_FIRST = re.compile(
    r"\s*(?:The post .{1,300} (?:appeared|first appeared) (?:first )?on .{1,200}"
    r"|Read more\.{0,3}|Continue reading.{0,200})$"
)


def read_feed(text: str, location: str) -> list[Item]:
    """Return the posts of an XML feed, in its order, and a release for each item with a full text.

    Entities that the document declares for itself are refused (they can grow without bound); HTML's are read.
    """
    if "<!ENTITY" in text:
        return [Refused("not_a_feed", "the document declares XML entities of its own", text)]
    spelt = _ENTITY.sub(lambda m: m[0] if m[1] in _XML_ENTITIES else html.unescape(m[0]), text.lstrip())
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(spelt.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        return [Refused("not_a_feed", f"the XML does not parse: {error}", text)]
    if root is None:
        return [Refused("not_a_feed", "the XML holds no element", text)]
    name = _local(root)
    if name not in FEED_ROOTS:
        return [Refused("not_a_feed", f"the root element is {name[:60]!r}, not rss, feed or RDF", text)]
    items: list[Item] = []
    base = web_url(location) or _site(root)
    for element in root.iter("{*}item", "{*}entry"):
        items += _items_of(_Entry(element, base))
    if len(root) and not re.search(rf"</(?:\w{{1,20}}:)?{name}\s*>", text, re.IGNORECASE):
        ending = f"the XML ends before <{name}> does, and what came behind is not here: ask the source again"
        items.append(Refused("unreadable", ending, text[-_EXCERPT_CHARS:]))
    return items or [Refused("no_text", "the feed has no items", text)]


def read_teasers(payload: bytes, location: str) -> list[Post]:
    """Return the posts of an XML or JSON feed as received, for one who follows its links.

    Raises:
        UnreadableError: the bytes are no text.
        ValueError: the text opens like JSON and is none.
    """
    text = decode(payload, None)
    is_json = text.lstrip().startswith("{")
    items = read_json_feed(json.loads(text), location) if is_json else read_feed(text, location)
    return [item for item in items if isinstance(item, Post)]


def _site(root: Any) -> str | None:
    """Return the address of the site that the feed is of."""
    for link in root.iterfind("{*}channel/{*}link"):
        if url := web_url(link.text):
            return url
    return None


def is_json_feed(record: dict[str, Any]) -> bool:
    """Tell whether a JSON object says that it is a JSON Feed."""
    return "jsonfeed.org" in str(record.get("version", ""))[:80] and isinstance(record.get("items"), list)


def read_json_feed(record: dict[str, Any], location: str) -> list[Item]:
    """Return the posts of a JSON Feed, and a release for each item with a full text."""
    items: list[Item] = []
    base = web_url(location)
    for entry in record["items"]:
        if not isinstance(entry, dict):
            items.append(Refused("bad_record", "an item of the feed is no object", str(entry)[:200]))
            continue
        texts = {key: value for key, value in entry.items() if isinstance(value, str)}
        tags = entry.get("tags")
        teaser = _Teaser(
            title=texts.get("title", ""),
            summary=texts.get("summary", ""),
            content=texts.get("content_html") or html.escape(texts.get("content_text", "")),
            url=web_url(texts.get("url"), base) or web_url(texts.get("id")),
            published=parse_instant(texts.get("date_published") or texts.get("date_modified")),
            categories=[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else [],
            opening=str(entry)[:200],
        )
        items += _compose(teaser)
    return items or [Refused("no_text", "the feed has no items", str(record)[:200])]


class _Entry:
    """An item's children by local name, in document order."""

    def __init__(self, element: Any, base: str | None) -> None:
        self.element = element
        self.base = base
        self.children: dict[str, list[Any]] = {}
        for child in element:
            if isinstance(child.tag, str) and not child.tag.startswith(tuple(f"{{{uri}" for uri in _FOREIGN)):
                self.children.setdefault(_local(child), []).append(child)

    def first(self, names: tuple[str, ...]) -> str:
        """Return the markup or text of the first child of these names that has any."""
        return next((text for name in names for child in self.children.get(name, ()) if (text := _inner(child))), "")

    def url(self) -> str | None:
        """Return the item's own address: its link, else a guid that is one."""
        links = self.children.get("link", [])
        own = [link for link in links if link.get("rel") in {None, "alternate"}]
        candidates = [link.get("href") or link.text for link in own]
        candidates += [
            guid.text
            for name in ("origlink", "guid", "id")
            for guid in self.children.get(name, ())
            if guid.get("isPermaLink") != "false" and (guid.text or "").strip().startswith("http")
        ]
        return next((url for text in candidates if (url := web_url(text, self.base))), None)

    def published(self) -> Instant | None:
        """Return the first date that can be read, publication before update."""
        texts = (child.text for name in _DATES for child in self.children.get(name, ()))
        return next((instant for text in texts if (instant := parse_instant((text or "").strip()))), None)

    def categories(self) -> Iterator[str]:
        """Give the categories, as labels where there are any."""
        for name in ("category", "subject"):
            for child in self.children.get(name, ()):
                label = child.get("label") or child.get("term") or child.text or ""
                if label.strip():
                    yield " ".join(label.split())


@dataclass(slots=True)
class _Teaser:
    """What an item of any feed says; summary and content may be HTML."""

    title: str
    summary: str
    content: str
    url: str | None
    published: Instant | None
    categories: list[str]
    opening: str


def _items_of(entry: _Entry) -> list[Item]:
    teaser = _Teaser(
        title=entry.first(_TITLES),
        summary=entry.first(_SUMMARIES),
        content=entry.first(_CONTENTS),
        url=entry.url(),
        published=entry.published(),
        categories=list(dict.fromkeys(entry.categories())),
        opening=etree.tostring(entry.element, encoding="unicode")[:200],
    )
    return _compose(teaser)


def _compose(teaser: _Teaser) -> list[Item]:
    headline = " ".join(text_of_html(teaser.title).split())
    if not headline:
        return [Refused("no_title", "the item has no title", teaser.opening)]
    body = text_of_html(teaser.content) or text_of_html(teaser.summary)
    excerpt = _APPEARED_FIRST.sub("", " ".join(text_of_html(teaser.summary).split()) or " ".join(body.split()))
    shown = excerpt if len(excerpt) <= _EXCERPT_CHARS else excerpt[:_EXCERPT_CHARS].rsplit(" ", 1)[0] + "…"
    post = Post(
        kind="feed_item",
        title=headline,
        url=teaser.url,
        excerpt=shown or None,
        is_truncated=is_cut_short(shown),
        published=teaser.published,
        categories=teaser.categories,
    )
    if len(body) < _FULL_TEXT_CHARS or is_cut_short(body):
        return [post]
    text = f"{headline}\n\n{clean_lines(body, headline)}".rstrip()
    release = Release(
        text=text,
        title=headline,
        url=teaser.url,
        published=teaser.published,
        categories=teaser.categories,
        source_line=find_source_line(body),
        place=headline,
    )
    return [post, release]


def _inner(element: Any) -> str:
    """Return an element's text, or its inner markup where it has elements (Atom's xhtml)."""
    if len(element) == 0:
        return (element.text or "").strip()
    inner = html.escape(element.text or "") + "".join(
        etree.tostring(child, encoding="unicode") for child in element if isinstance(child.tag, str)
    )
    return inner.strip()


def _local(element: Any) -> str:
    return str(etree.QName(element).localname).lower() if isinstance(element.tag, str) else ""
