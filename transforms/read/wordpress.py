"""WordPress REST JSON: `/wp-json/wp/v2/posts`, a list or a single post.

Source: the WordPress REST API handbook, "Posts".
"""

from typing import Any

from transforms.read.dates import parse_instant
from transforms.read.html_text import text_of_html
from transforms.read.items import Item, Refused, Release
from transforms.read.page_lines import clean_lines
from transforms.read.text import find_categories, find_source_line
from transforms.read.urls import web_url

_SHORT_CHARS = 400


def is_wordpress_post(record: Any) -> bool:
    """Tell whether a JSON value has the shape of a WordPress post."""
    return isinstance(record, dict) and isinstance(record.get("content"), dict) and "rendered" in record["content"]


def is_wordpress_error(record: dict[str, Any]) -> bool:
    """Tell whether a JSON object is the answer that WordPress gives instead of posts."""
    return isinstance(record.get("code"), str) and isinstance(record.get("message"), str)


def refuse_error(record: dict[str, Any]) -> Refused:
    """Return the reject of an error answer, with WordPress's own code and message."""
    return Refused("unknown_shape", f"an error of the server: {record['code']}: {record['message']}", str(record)[:200])


def read_posts(records: list[Any]) -> list[Item]:
    """Return a release for each post; one without a headline or a text gives a reject."""
    return [_release(record) for record in records]


def _release(record: Any) -> Item:
    if not is_wordpress_post(record):
        return Refused("bad_record", "the post has no content.rendered", str(record)[:200])
    title = " ".join(text_of_html(_rendered(record, "title")).split())
    if not title:
        return Refused("no_title", "the post has no title.rendered", str(record)[:200])
    if _is_protected(record):
        return Refused("no_text", "the post is protected by a password", title)
    body = text_of_html(_rendered(record, "content"))
    is_excerpt = len(body) < _SHORT_CHARS
    if not body:
        body = text_of_html(_rendered(record, "excerpt"))
    if not body:
        return Refused("no_text", "the post has neither content nor excerpt", title)
    # date_gmt has no zone because it is UTC; date is the site's own time, whose zone is not said.
    gmt = record.get("date_gmt")
    local = record.get("date")
    return Release(
        text=f"{title}\n\n{clean_lines(body, title)}".rstrip(),
        title=title,
        url=web_url(record["link"] if isinstance(record.get("link"), str) else None),
        published=parse_instant(
            f"{gmt}Z" if isinstance(gmt, str) and "T" in gmt else local if isinstance(local, str) else None
        ),
        categories=_terms(record) or find_categories(body),
        source_line=find_source_line(body),
        is_excerpt=is_excerpt,
        place=title,
    )


def _rendered(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    rendered = value.get("rendered") if isinstance(value, dict) else value
    return rendered if isinstance(rendered, str) else ""


def _is_protected(record: dict[str, Any]) -> bool:
    return record["content"].get("protected") is True and not _rendered(record, "content")


def _terms(record: dict[str, Any]) -> list[str]:
    """Return the names of the categories where the response embeds them (`_embed`); ids alone say nothing."""
    embedded = record.get("_embedded")
    groups = embedded.get("wp:term") if isinstance(embedded, dict) else None
    return [
        term["name"]
        for group in (groups if isinstance(groups, list) else [])
        for term in (group if isinstance(group, list) else [])
        if isinstance(term, dict) and term.get("taxonomy") == "category" and isinstance(term.get("name"), str)
    ]
