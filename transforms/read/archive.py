"""Records of archives: one JSON object that carries a release as Markdown or as text.

Two shapes: the press-release archive's {path, site, date, markdown}, whose Markdown ends in a trailer of its own, and
the plain {url or id, title, text or body, date} of other collections.
"""

import html
import re
from datetime import datetime
from typing import Any

from transforms.read.dates import parse_instant
from transforms.read.html_text import join_lines, text_of_html
from transforms.read.items import Item, Post, Refused, Release
from transforms.read.text import find_categories, find_source_line, is_cut_short, split_recent_posts
from transforms.read.urls import web_url

_TRAILER = re.compile(r"\n---\s*\n\s*\[(?:Original/Source Press Release|Newsramp\.com)")
_ORIGINAL = re.compile(r"\[Original/Source Press Release\]\((https?://[^\s)]{1,2000})\)")
# The archive's own words below the release: who amplified it, and where it is registered.
_AMPLIFIED = re.compile(
    r"^[ \xa0]*(?:This news story relied on content distributed by|This article has been amplified by)", re.MULTILINE
)
_IMAGE = re.compile(r"!\[[^\]\n]{0,1000}\]\([^)\s]{0,2000}\)")
_LINK = re.compile(r"(?<!!)\[([^\]\[\n]{1,1000})\]\((?:https?:|mailto:|/)[^)\s]{0,2000}\)")
_STRONG = re.compile(r"\*\*([^*\n]{1,500})\*\*")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,1000}>")
# An entity that was left in a text: `Velmora&reg;`. Without its `;` it may be part of an address.
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
# Characters that show nothing and part words for a reader of text.
_INVISIBLE = ("\u200b", "\u2060", "\ufeff", "\xad")
_SHORT_CHARS = 400
_TEXT_KEYS = ("text", "body", "content", "article")
_URL_KEYS = ("url", "link", "source_url")
_DATE_KEYS = ("published_at", "published", "date", "date_published", "published_eastern")
_SEEN_TITLE_WITHIN = 1_500


def is_record(record: dict[str, Any]) -> bool:
    """Tell whether a JSON object has the shape of an archive's record."""
    return any(isinstance(record.get(key), str) for key in ("markdown", *_TEXT_KEYS, "summary"))


def read_record(record: dict[str, Any], observed_at: datetime) -> list[Item]:
    """Return the release of a record, with the posts that its text or its `recent_posts` list shows."""
    if isinstance(record.get("markdown"), str):
        return _read_markdown(record)
    title = _first(record, ("title", "headline"))
    text = _first(record, _TEXT_KEYS)
    if text is None:
        return _read_teaser(record, title)
    body, posts = split_recent_posts(_unescaped(text), observed_at)
    title = _unescaped(title) if title is not None else None
    if title is not None and _folded(title) not in _folded(body[:_SEEN_TITLE_WITHIN]):
        body = f"{' '.join(title.split())}\n\n{body.lstrip()}"
    if not body.strip():
        return [Refused("no_text", "the record's text is empty", str(record)[:200]), *posts]
    release = Release(
        text=body,
        title=title,
        url=web_url(_first(record, _URL_KEYS)),
        published=parse_instant(_first(record, _DATE_KEYS)),
        categories=_names(record.get("categories") or record.get("category")) or find_categories(body),
        source_line=find_source_line(body) or _without_label(_first(record, ("source_line",))),
        is_excerpt=len(body) < _SHORT_CHARS,
    )
    return [release, *posts]


def _read_markdown(record: dict[str, Any]) -> list[Item]:
    markdown = record["markdown"]
    trailer = _TRAILER.search(markdown)
    original = _ORIGINAL.search(markdown, trailer.start() if trailer else 0)
    body = plain_text_of_markdown(markdown[: trailer.start()] if trailer else markdown)
    title, _, rest = body.partition("\n")
    if not title or not rest.strip():
        return [Refused("no_text", "the record has no text below its headline", markdown)]
    release = Release(
        text=body,
        title=title,
        url=web_url(original[1]) if original else None,
        published=parse_instant(_first(record, _DATE_KEYS)),
        is_excerpt=len(body) < _SHORT_CHARS,
    )
    return [release]


def plain_text_of_markdown(markdown: str) -> str:
    """Return the text of simple Markdown: no marks, no images, links as their words, list items with a bullet."""
    amplified = _AMPLIFIED.search(markdown)
    if amplified and amplified.start() > len(markdown) // 2:
        markdown = markdown[: amplified.start()]
    text = _unescaped(markdown)
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "**" in text:
        text = _STRONG.sub(r"\1", text)
    if "<" in text:
        text = _TAG.sub("", text)
    for char in _INVISIBLE:
        text = text.replace(char, "")
    return join_lines(_plain_line(line) for line in text.split("\n"))


def _plain_line(line: str) -> str:
    """Return a line without Markdown's heading, list and rule marks, white space folded."""
    words = line.split()
    if not words:
        return ""
    first = words[0]
    if len(words) == 1 and len(first) >= 2 and not first.strip("*_-#"):
        return ""
    if first in {"*", "-"}:
        words[0] = "•"
    elif not first.strip("#"):
        del words[0]
    return " ".join(words)


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _read_teaser(record: dict[str, Any], title: str | None) -> list[Item]:
    """A record without the full text is a teaser, as a feed's item is."""
    summary = _first(record, ("summary", "excerpt", "description"))
    if title is None or summary is None:
        return [Refused("bad_record", "the record has neither a text nor a title with a summary", str(record)[:200])]
    excerpt = " ".join(text_of_html(summary).split())
    post = Post(
        kind="feed_item",
        title=" ".join(title.split()),
        url=web_url(_first(record, _URL_KEYS)),
        excerpt=excerpt or None,
        is_truncated=is_cut_short(excerpt),
        published=parse_instant(_first(record, _DATE_KEYS)),
        categories=_names(record.get("categories") or record.get("category")),
    )
    return [post]


def _first(record: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return None


def _names(value: Any) -> list[str]:
    names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [name.strip() for name in names if isinstance(name, str) and name.strip()]


def _without_label(line: str | None) -> str | None:
    return None if line is None else re.sub(r"^[|\s]{0,8}source\s{0,4}:\s{0,4}", "", line, flags=re.IGNORECASE)


def _folded(text: str) -> str:
    return " ".join(text.split()).lower()
