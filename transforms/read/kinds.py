"""What a payload's text is, told by its opening, and which reader takes it."""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from transforms.read.archive import is_record, read_record
from transforms.read.feed import FEED_ROOTS, is_json_feed, read_feed, read_json_feed
from transforms.read.filing import is_filing, read_filing
from transforms.read.items import Capture, Item, Refused
from transforms.read.page import read_page
from transforms.read.registry import is_registry_record, read_registry
from transforms.read.text import read_text
from transforms.read.urls import web_url
from transforms.read.wordpress import is_wordpress_error, is_wordpress_post, read_posts, refuse_error

_SNIFFED_CHARS = 4_096
_PROLOGUE = re.compile(
    r"(?:\s|<\?[^>]{0,2000}>|<!--(?:[^-]|-(?!->)){0,4000}-->|<!doctype[^>\[]{0,2000}(?:\[[^\]]{0,4000}\]\s{0,20})?>)*",
    re.IGNORECASE,
)
_FIRST_TAG = re.compile(r"<(?:[a-z]{1,20}:)?([a-z][a-z0-9-]{0,30})", re.IGNORECASE)
_HTML_TAG = re.compile(
    r"<(?:!doctype html|(?:html|head|body|title|meta|div|p|article|section|main|h1|table|script|nav|ul|span)\b)",
    re.IGNORECASE,
)
_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

Reading = tuple[str, Callable[[], list[Item]]]


def find_reader(text: str, capture: Capture) -> Reading:
    """Return the kind of a text (as in transforms.tables.CaptureLog) and the call that reads it.

    The opening decides; the Content-Type only where the opening says nothing.
    """
    head = text[:_SNIFFED_CHARS].lstrip()
    content_type = (capture.content_type or "").lower()
    if head[:1] in {"{", "["} or "json" in content_type:
        return _json_reader(text, capture)
    if is_filing(head):
        return "archive", lambda: read_filing(text, capture)
    if head.startswith("<"):
        first = _FIRST_TAG.match(head, _end_of_prologue(head))
        is_html = _HTML_TAG.search(head) is not None
        if (first and first[1].lower() in FEED_ROOTS) or (head.startswith("<?xml") and not is_html):
            return "feed", lambda: read_feed(text, capture.location)
        return "page", lambda: read_page(text, capture)
    if "html" in content_type or _HTML_TAG.search(head):
        return "page", lambda: read_page(text, capture)
    return "text", lambda: read_text(text, capture.observed_at, web_url(capture.location))


def _end_of_prologue(head: str) -> int:
    """Return where the first element starts: behind white space, processing instructions, comments and doctype."""
    match = _PROLOGUE.match(head)
    return match.end() if match else 0


def _json_reader(text: str, capture: Capture) -> Reading:
    try:
        value = json.loads(text)
        if _LONE_SURROGATE.search(text):
            # Half a surrogate pair is no character, and no frame can hold it.
            whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
            value = json.loads(whole)
    except (ValueError, RecursionError) as error:
        message = f"{type(error).__name__}: {error}"
        if text.lstrip().startswith("[") and "json" not in (capture.content_type or "").lower():
            # Plain text may open with a bracketed word.
            return "text", lambda: read_text(text, capture.observed_at, web_url(capture.location))
        return "unknown", lambda: [Refused("not_json", message, text)]
    if isinstance(value, list):
        return _list_reader(value, text, capture)
    if isinstance(value, dict):
        return _object_reader(value, text, capture)
    return "unknown", lambda: [Refused("unknown_shape", f"a JSON {type(value).__name__} alone", text)]


# Shapes of JSON objects: who knows it, what it is, who reads it. The first that fits counts.
_SHAPES: tuple[tuple[Callable[[dict[str, Any]], bool], str, Callable[[dict[str, Any], Capture], list[Item]]], ...] = (
    (is_json_feed, "feed", lambda value, capture: read_json_feed(value, capture.location)),
    (is_wordpress_post, "wordpress", lambda value, _: read_posts([value])),
    (is_wordpress_error, "wordpress", lambda value, _: [refuse_error(value)]),
    (is_registry_record, "registry", lambda value, _: read_registry(value)),
    (is_record, "archive", lambda value, capture: read_record(value, capture.observed_at)),
)


def _object_reader(value: dict[str, Any], text: str, capture: Capture) -> Reading:
    for fits, kind, read in _SHAPES:
        if fits(value):
            return kind, partial(read, value, capture)
    keys = ", ".join(str(key) for key in list(value)[:8])
    if "#" in capture.location:
        return "archive", lambda: [Refused("bad_record", f"the record has no text; its keys are: {keys}", text)]
    return "unknown", lambda: [Refused("unknown_shape", f"a JSON object with the keys: {keys}", text)]


def _list_reader(values: list[Any], text: str, capture: Capture) -> Reading:
    if not values:
        return "unknown", lambda: [Refused("no_text", "an empty JSON list", text)]
    if is_wordpress_post(values[0]):
        return "wordpress", lambda: read_posts(values)
    found = [_object_reader(value, "", capture) for value in values if isinstance(value, dict)]
    known = [(kind, reader) for kind, reader in found if kind != "unknown"]
    if not known:
        return "unknown", lambda: [
            Refused("unknown_shape", f"a JSON list of {len(values)} values of no known shape", text)
        ]
    strangers = len(values) - len(known)
    return (
        known[0][0],
        lambda: (
            [item for _, reader in known for item in reader()]
            + [Refused("unknown_shape", "an element of the JSON list has no known shape", text)] * strangers
        ),
    )
