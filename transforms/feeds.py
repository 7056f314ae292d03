"""Read data/feeds.toml: the filtered feeds of recent posts, as one validated frame.

Writing the frame beside the staging tables belongs to the orchestration; which posts a feed holds is SQL
(recent_posts).
"""

import difflib
import re
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Any

import polars as pl

from transforms.reference import keys
from transforms.tables.feeds import Feeds

FEED_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MOST_ID_CHARS = 100  # it names files
LANGUAGE = re.compile(r"[a-z]{2}")
FLAGS = ("is_health", "is_trial_news")
NUMBERS = ("max_age_days", "max_items")
LISTS = ("milestone_types", "wires", "source_ids", "sponsors", "languages")
ALLOWED_KEYS = ("id", "title", *FLAGS, *LISTS, *NUMBERS)
MOST = 1_000_000  # of days and of items
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
# Where what stands in the file: by key and value; by key alone, the value empty; the opening of a feed, both empty.
_Places = dict[tuple[str, str], int]


class FeedsError(ValueError):
    """feeds.toml says something that is not understood; the message names file, line, feed, key and what is allowed."""


def read_feeds(path: Path, source_ids: Collection[str] | None) -> pl.DataFrame:
    """Return the feeds of a TOML file in the Feeds schema, in the file's order.

    Which sponsors there are nobody can know from here: the marts say which names of a watch list no release is from.

    Args:
        path: A file with one `[[feeds]]` table for each feed.
        source_ids: The sources that a feed may name; any where None.

    Raises:
        FeedsError: All that is wrong with the file, one line for each fault.
        OSError: The file could not be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
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
        here = _faults(feed, source_ids)
        feed_id = feed.get("id")
        if isinstance(feed_id, str) and feed_id in seen:
            here.append(("id", "", f"id {feed_id!r} is taken by feed number {seen[feed_id]}; give this one another"))
        elif isinstance(feed_id, str):
            seen[feed_id] = number + 1
        name = feed_id if isinstance(feed_id, str) else f"number {number + 1}"
        places = lines[number] if number < len(lines) else {}
        faults += [f"{_place(path, places, name, key, value)}: {fault}" for key, value, fault in here]
    if faults:
        raise FeedsError("\n".join(faults))
    return _frame(feeds)


def find_place(path: Path, feed_id: str, key: str, value: str) -> str:
    """Return where a feed's value stands, as `feeds.toml, line 7, feed eye`; without a line if none is known."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        text = ""
    of_feed = (places for places in _lines(text) if ("id", feed_id) in places)
    return _place(path, next(of_feed, {}), feed_id, key, value)


def _place(path: Path, places: _Places, name: str, key: str, value: str) -> str:
    line = places.get((key, value)) or places.get((key, "")) or places.get(("", ""))
    return f"{path.name}{f', line {line}' if line else ''}, feed {name}"


def _frame(feeds: list[dict[str, Any]]) -> pl.DataFrame:
    rows = [
        {"feed_id": feed["id"], "title": feed["title"]}
        | {key: feed.get(key) for key in (*FLAGS, *NUMBERS)}
        | {key: feed.get(key, []) for key in LISTS}
        for feed in feeds
    ]
    return Feeds.validate(pl.DataFrame(rows, schema=Feeds.create_empty().schema))


def _faults(feed: dict[str, Any], source_ids: Collection[str] | None) -> list[tuple[str, str, str]]:
    """Return what is wrong with a feed, each as the key and value at fault and a message."""
    faults = [(key, "", _unknown("key", key, ALLOWED_KEYS)) for key in feed if key not in ALLOWED_KEYS]
    feed_id, title = feed.get("id"), feed.get("title")
    if not isinstance(feed_id, str) or not FEED_ID.fullmatch(feed_id):
        faults.append(("id", "", f"id must be lower-case words with dashes, such as 'trial-news'; got {feed_id!r}"))
    elif len(feed_id) > MOST_ID_CHARS:
        faults.append(("id", "", f"id names files: at most {MOST_ID_CHARS} characters; got {len(feed_id)}"))
    if not isinstance(title, str) or not title.strip():
        faults.append(("title", "", f"title must be a text; got {title!r}"))
    flags = [key for key in FLAGS if not isinstance(feed.get(key, True), bool)]
    faults += [(key, "", f"{key} must be true or false; got {feed[key]!r}") for key in flags]
    for key in NUMBERS:
        value = feed.get(key, 1)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
            faults.append((key, "", f"{key} must be a whole number from 1 to {MOST}; got {value!r}"))
    for key in LISTS:
        faults += [(key, value, fault) for value, fault in _list_faults(key, feed.get(key, []), source_ids)]
    return faults


def _list_faults(key: str, values: object, source_ids: Collection[str] | None) -> list[tuple[str, str]]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        return [("", f"{key} must be a list of texts; got {values!r}")]
    match key:
        case "milestone_types" | "wires":
            allowed = tuple(keys(key))
        case "source_ids" if source_ids is not None:
            allowed = tuple(sorted(source_ids))
        case "languages":
            wrong = [value for value in values if not LANGUAGE.fullmatch(value)]
            said = "languages are two lower-case letters (ISO 639-1), such as en; got"
            return [(value, f"{said} {value!r}") for value in wrong]
        case _:
            return []
    remedy = "; list a new source in sources.toml" if key == "source_ids" else ""
    wrong = [value for value in values if value not in allowed]
    return [(value, _unknown(f"value in {key}", value, allowed) + remedy) for value in wrong]


def _unknown(what: str, value: str, allowed: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(value, allowed, n=1)
    hint = f"; did you mean {close[0]!r}? Allowed" if close else "; allowed"
    return f"unknown {what}: {value!r}{hint}: {', '.join(allowed)}"


def _lines(text: str) -> list[_Places]:
    """Return where the opening, the keys and the values of each `[[feeds]]` of the file stand.

    tomllib keeps no lines. A file that writes feeds in another way (an inline array) gives fewer, and no line is named.
    """
    feeds: list[_Places] = []
    key = ""
    for number, line in enumerate(text.splitlines(), 1):
        opening = line.split("#")[0].strip()
        if opening.replace(" ", "") == "[[feeds]]":
            feeds.append({("", ""): number})
            key = ""
        elif feeds:
            before, equals, _ = opening.partition("=")
            if equals and re.fullmatch(r"[\w\"'-]+", before.strip()):
                key = before.strip().strip("\"'")
                feeds[-1].setdefault((key, ""), number)
            for quoted in QUOTED.finditer(line.partition("=")[2] if equals else line):
                feeds[-1].setdefault((key, quoted[1] or quoted[2] or ""), number)
    return feeds
