"""From captures to frames: every capture is read, and every item of it is accounted for.

How a kind of payload is read belongs to its own module; what kind it is, to kinds.py.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import dataframely as dy
import polars as pl

from transforms.ids import stable_id
from transforms.read.encoding import decode
from transforms.read.items import Capture, Item, Post, Refused, Release, Study, UnreadableError
from transforms.read.kinds import find_reader
from transforms.reference import load_reference
from transforms.tables import CaptureLog, Documents, Posts, Rejects, Studies
from transforms.tables.rejects import LONGEST_OPENING

_OPENING_CHARS = 200
_DETAIL_CHARS = 300
_TOPIC_COLUMNS = {"is_health", "is_trial_news"}
_STUDY_FIELDS = [field.name for field in fields(Study)]


@dataclass(frozen=True)
class ReadResult:
    """What was read, as frames of the staging schemas. `posts` lacks is_health and is_trial_news (transforms.facts)."""

    log: pl.DataFrame
    documents: pl.DataFrame
    posts: pl.DataFrame
    studies: pl.DataFrame
    rejects: pl.DataFrame


def read_captures(captures: pl.DataFrame) -> ReadResult:
    """Read every capture.

    Args:
        captures: rows of transforms.tables.Captures.

    Returns:
        One row of `log` for each capture, whose `item_count` is the number of its rows in the other four frames
        (rejects of unit `item`). No payload raises: what cannot be read is a reject.
    """
    log = _Rows(CaptureLog)
    documents = _Rows(Documents)
    posts = _Rows(Posts, without=_TOPIC_COLUMNS)
    studies = _Rows(Studies)
    rejects = _Rows(Rejects)
    for row in captures.iter_rows(named=True):
        kind, items = _read(row)
        seen: dict[str, str] = {}
        refused_before: dict[str, int] = {}
        position = 0
        for item in items:
            kept, key = _once(item, row, seen)
            if isinstance(kept, Release):
                documents.add(row, _document_row(kept, key))
            elif isinstance(kept, Post):
                posts.add(row, _post_row(kept, key, position))
                position += 1
            elif isinstance(kept, Study):
                studies.add(row, {name: getattr(kept, name) for name in _STUDY_FIELDS})
            else:
                rejects.add(row, _reject_row(kept, row, refused_before))
        log.add(row, {"kind": kind, "item_count": len(items)})
    return ReadResult(log.frame(), documents.frame(), posts.frame(), studies.frame(), rejects.frame())


def _read(row: dict[str, Any]) -> tuple[str, list[Item]]:
    """Return what a capture turned out to be, and at least one item."""
    if row["problem"] is not None:
        return "unknown", [Refused(row["problem"], row["problem_detail"] or "the pull failed", row["location"])]
    payload: bytes = row["payload"]
    if not payload.strip():
        return "unknown", [Refused("empty", f"{len(payload)} bytes, nothing but white space")]
    capture = Capture(**{field.name: row[field.name] for field in fields(Capture)})
    opening = payload[:_OPENING_CHARS].decode("utf-8", "replace")
    kind = "unknown"
    try:
        kind, reader = find_reader(decode(payload, capture.content_type), capture)
        items = reader()
    except UnreadableError as error:
        return kind, [Refused(error.reason, str(error), opening)]
    except Exception as error:  # noqa: BLE001  here alone any failure becomes a reject, so that the run goes on
        return kind, [Refused("reader_failed", f"{type(error).__name__}: {error}", opening)]
    return kind, items or [Refused("no_text", "the reader found nothing", opening)]


def _once(item: Item, row: dict[str, Any], seen: dict[str, str]) -> tuple[Item, str]:
    """Return the item and its id; an item that was seen in this capture becomes a reject.

    Some feeds link every item to the site's front page: another title at the same url is no duplicate, and gets the id
    of an item without url.
    """
    if isinstance(item, Refused):
        return item, ""
    title = item.title or ""
    if isinstance(item, Study):
        keys = [item.trial_id]
    elif isinstance(item, Post):
        keys = [stable_id(item.url)] if item.url else []
        keys.append(stable_id(row["source_id"], title))
    else:
        keys = [stable_id(item.url)] if item.url else []
        keys.append(stable_id(row["source_id"], row["location"], *([item.place] if item.place else [])))
    kind = type(item).__name__.lower()
    for key in keys:
        if seen.setdefault(f"{kind} {key}", title) != title:
            continue
        if f"{kind} {key} kept" in seen:
            return Refused("duplicate_item", f"the {kind} stood before in this payload", title), ""
        seen[f"{kind} {key} kept"] = title
        return item, key
    return Refused("duplicate_item", f"another {kind} of this payload has its place and no url", title), ""


def _document_row(release: Release, release_id: str) -> dict[str, Any]:
    return {
        "release_id": release_id,
        "url": release.url,
        "title": release.title,
        "published_at": release.published.at if release.published else None,
        "published_at_precision_s": release.published.precision_s if release.published else None,
        "categories": release.categories,
        "source_line": release.source_line,
        "is_excerpt": release.is_excerpt,
        "text": release.text,
    }


def _post_row(post: Post, post_id: str, position: int) -> dict[str, Any]:
    return {
        "post_id": post_id,
        "kind": post.kind,
        "position": position,
        "url": post.url,
        "title": post.title,
        "excerpt": post.excerpt,
        "is_truncated": post.is_truncated,
        "age_text": post.age_text,
        "published_at": post.published.at if post.published else None,
        "published_at_precision_s": post.published.precision_s if post.published else None,
        "categories": post.categories,
    }


def _reject_row(refused: Refused, row: dict[str, Any], refused_before: dict[str, int]) -> dict[str, Any]:
    stage = "pull" if row["problem"] is not None else "read"
    opening = _printable(refused.opening[:_OPENING_CHARS])
    reject_id = stable_id(row["capture_id"], stage, refused.reason, opening)
    repeats = refused_before.get(reject_id, 0)
    refused_before[reject_id] = repeats + 1
    return {
        # The same refusal again in one payload (two empty items, say) is an item of its own.
        "reject_id": stable_id(reject_id, repeats) if repeats else reject_id,
        "unit": "item",
        "stage": stage,
        "reason": refused.reason,
        "detail": _printable(" ".join(refused.detail.split()))[:_DETAIL_CHARS],
        "remedy": _remedies()[refused.reason],
        "opening": opening,
    }


@cache
def _remedies() -> dict[str, str]:
    reasons = load_reference("reject_reasons")
    return dict(zip(reasons["reason"], reasons["remedy"], strict=True))


def _printable(text: str) -> str:
    """Escape what does not print, and keep to the size that an opening may have."""
    shown = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    return shown[:LONGEST_OPENING]


class _Rows:
    """Rows of a table, gathered as columns; columns that an item does not give come from its capture's row."""

    def __init__(self, table: type[dy.Schema], without: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        self._schema = {name: kind for name, kind in table.create_empty().schema.items() if name not in without}
        self._columns: dict[str, list[Any]] = {name: [] for name in self._schema}

    def add(self, capture: dict[str, Any], row: dict[str, Any]) -> None:
        """Append a row."""
        for name, column in self._columns.items():
            column.append(row[name] if name in row else capture[name])

    def frame(self) -> pl.DataFrame:
        """Return the rows as a frame of the table's types."""
        return pl.DataFrame(self._columns, schema=self._schema)
