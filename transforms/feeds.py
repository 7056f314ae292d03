"""Read data/feeds.toml: the filtered feeds of recent posts, as one validated frame.

Writing the frame beside the staging tables belongs to the orchestration; which posts a feed holds is SQL
(recent_posts).
"""

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any

import polars as pl

from transforms.reference import keys
from transforms.tables.feeds import Feeds

FEED_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2}")
FLAGS = ("is_health", "is_trial_news")
NUMBERS = ("max_age_days", "max_items")
LISTS = ("milestone_types", "wires", "source_ids", "sponsors", "languages")
ALLOWED_KEYS = ("id", "title", *FLAGS, *LISTS, *NUMBERS)
MOST = 1_000_000  # of days and of items


class FeedsError(ValueError):
    """feeds.toml says something that is not understood; the message names file, line, feed, key and what is allowed."""


def read_feeds(path: Path) -> pl.DataFrame:
    """Return the feeds of a TOML file in the Feeds schema, in the file's order.

    Args:
        path: A file with one `[[feeds]]` table for each feed.

    Raises:
        FeedsError: All that is wrong with the file, one line for each fault.
        OSError: The file could not be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise FeedsError(f"{path.name}: not UTF-8 text (byte {error.start}): save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise FeedsError(f"{path.name}: not valid TOML: {error}") from error
    faults = [f"{path.name}: unknown table {name!r}; allowed: feeds" for name in document if name != "feeds"]
    feeds = document.get("feeds", [])
    if not isinstance(feeds, list) or not all(isinstance(feed, dict) for feed in feeds):
        raise FeedsError(f"{path.name}: feeds must be tables: write each under [[feeds]]")
    lines = _lines(text)
    seen: dict[str, int] = {}
    for number, feed in enumerate(feeds):
        here = _faults(feed)
        feed_id = feed.get("id")
        if isinstance(feed_id, str) and feed_id in seen:
            here.append(("id", f"id {feed_id!r} is taken by feed number {seen[feed_id]}; give this one another"))
        elif isinstance(feed_id, str):
            seen[feed_id] = number + 1
        name = feed_id if isinstance(feed_id, str) else f"number {number + 1}"
        places = lines[number] if number < len(lines) else {}
        for key, fault in here:
            line = places.get(key, places.get("", 0))
            faults.append(f"{path.name}{f', line {line}' if line else ''}, feed {name}: {fault}")
    if faults:
        raise FeedsError("\n".join(faults))
    return _frame(feeds)


def _frame(feeds: list[dict[str, Any]]) -> pl.DataFrame:
    rows = [
        {"feed_id": feed["id"], "title": feed["title"]}
        | {key: feed.get(key) for key in (*FLAGS, *NUMBERS)}
        | {key: feed.get(key, []) for key in LISTS}
        for feed in feeds
    ]
    return Feeds.validate(pl.DataFrame(rows, schema=Feeds.create_empty().schema))


def _faults(feed: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is wrong with a feed, each as the key at fault and a message."""
    faults = [(key, _unknown("key", key, ALLOWED_KEYS)) for key in feed if key not in ALLOWED_KEYS]
    feed_id, title = feed.get("id"), feed.get("title")
    if not isinstance(feed_id, str) or not FEED_ID.fullmatch(feed_id):
        faults.append(("id", f"id must be lower-case words with dashes, such as 'trial-news'; got {feed_id!r}"))
    if not isinstance(title, str) or not title.strip():
        faults.append(("title", f"title must be a text; got {title!r}"))
    flags = [key for key in FLAGS if not isinstance(feed.get(key, True), bool)]
    faults += [(key, f"{key} must be true or false; got {feed[key]!r}") for key in flags]
    for key in NUMBERS:
        value = feed.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
            faults.append((key, f"{key} must be a whole number from 1 to {MOST}; got {value!r}"))
    for key in LISTS:
        faults += [(key, fault) for fault in _list_faults(key, feed.get(key, []))]
    return faults


def _list_faults(key: str, values: object) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        return [f"{key} must be a list of texts; got {values!r}"]
    allowed = {"milestone_types": keys("milestone_types"), "wires": keys("wires")}.get(key)
    if allowed is not None:
        return [_unknown(f"value in {key}", value, tuple(allowed)) for value in values if value not in allowed]
    if key == "languages":
        wrong = [value for value in values if not LANGUAGE.fullmatch(value)]
        return [f"languages are two lower-case letters (ISO 639-1), such as en; got {value!r}" for value in wrong]
    return []


def _unknown(what: str, value: str, allowed: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(value, allowed, n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"unknown {what}: {value!r}{hint} Allowed: {', '.join(allowed)}"


def _lines(text: str) -> list[dict[str, int]]:
    """Return, for each `[[feeds]]` of the file, the line of its opening (key empty) and of each of its keys.

    tomllib keeps no lines. A file that writes feeds in another way (an inline array) gives fewer, and no line is named.
    """
    feeds: list[dict[str, int]] = []
    for number, line in enumerate(text.splitlines(), 1):
        opening = line.split("#")[0].strip()
        if opening.replace(" ", "") == "[[feeds]]":
            feeds.append({"": number})
        elif feeds and "=" in opening:
            feeds[-1].setdefault(opening.split("=")[0].strip().strip("\"'"), number)
    return feeds
