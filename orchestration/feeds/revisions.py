"""What each entry was when it was last published: its lasting id, how often it changed since, and when.

A subscriber knows an entry by its id, and takes a change where the number or the time is higher. Both must outlive the
marts, which are made anew each time: every version holds the revisions of its entries, and the next starts from them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import polars as pl
from polars.exceptions import PolarsError

# No feed can have this name: ids have no underscore.
FILE_NAME = "_revisions.parquet"
# Ids are made from the kind and the key of an entry, so that two homes give the same ones.
NAMESPACE = UUID("6f1f3b52-5a57-4c0e-9a55-0f4f6f1c7e21")
SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": pl.String,
    "key": pl.String,
    "uid": pl.String,
    "content": pl.String,
    "sequence": pl.Int64,
    "updated_at": pl.Datetime("us", "UTC"),
}


@dataclass(frozen=True)
class Revision:
    """An entry as published.

    Attributes:
        uid: its lasting id, a UUID.
        content: hash over all that a subscriber sees of it.
        sequence: how often it changed.
        updated_at: when it last did, whole seconds.
    """

    uid: str
    content: str
    sequence: int
    updated_at: datetime


@dataclass(frozen=True)
class Draft:
    """An entry as it is to be published.

    Attributes:
        key: its id in the marts.
        content: all that a subscriber sees of it.
        updated_at: when it last changed as far as the marts know; for an entry not published before.
        least_sequence: how often it changed as far as the marts know.
        other_keys: keys that it may have had before: a telling that came in late can take the first one's place.
    """

    key: str
    content: Any
    updated_at: datetime
    least_sequence: int = 0
    other_keys: Sequence[str] = field(default=())


Revisions = dict[tuple[str, str], Revision]


def revise(kind: str, drafts: Iterable[Draft], before: Mapping[tuple[str, str], Revision], now: datetime) -> Revisions:
    """Return the revision of each entry: as before where it has not changed, else the next one.

    Args:
        kind: `item`, `feed` or `event`; keys of one kind say nothing of another.
        drafts: the entries.
        before: the revisions last published.
        now: UTC, when a change is published.
    """
    drafts = list(drafts)
    taken = {draft.key for draft in drafts}
    used = {revision.uid for revision in before.values()}
    revisions: Revisions = {}
    for draft in drafts:
        content = hashlib.sha256(json.dumps(draft.content, default=str).encode()).hexdigest()[:16]
        last = before.get((kind, draft.key))
        if last is None:
            once = (key for key in sorted(draft.other_keys) if key not in taken and (kind, key) in before)
            last = next((before[kind, key] for key in once), None)
        if last is None:
            uid = uuid5(NAMESPACE, f"{kind}/{draft.key}")
            while str(uid) in used:  # an entry that has another key by now keeps the id
                uid = uuid5(uid, draft.key)
            revision = Revision(str(uid), content, draft.least_sequence, draft.updated_at.replace(microsecond=0))
        elif last.content == content:
            revision = last
        else:
            later = max(now.replace(microsecond=0), last.updated_at + timedelta(seconds=1))
            revision = Revision(last.uid, content, max(last.sequence + 1, draft.least_sequence), later)
        revisions[kind, draft.key] = revision
    return revisions


def read_revisions(folders: Iterable[Path]) -> Revisions:
    """Return the revisions of the first of these folders that has them, none where none has."""
    for folder in folders:
        try:
            rows = pl.read_parquet(folder / FILE_NAME, schema=SCHEMA)
        except (OSError, PolarsError):  # of before there were any, or damaged: an older one says most of it
            continue
        return {(kind, key): Revision(*others) for kind, key, *others in rows.iter_rows()}
    return {}


def write_revisions(revisions: Revisions, folder: Path) -> None:
    """Write revisions into a folder, in an order that does not depend on chance."""
    rows = [
        (kind, key, revision.uid, revision.content, revision.sequence, revision.updated_at)
        for (kind, key), revision in sorted(revisions.items())
    ]
    pl.DataFrame(rows, schema=SCHEMA, orient="row").write_parquet(folder / FILE_NAME)
