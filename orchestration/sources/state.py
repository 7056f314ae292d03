"""What a source's last pulls left behind: `state.json`, one entry for each location, made to be read and edited.

Deleting an entry, or the file, only means that the place is asked again: captures already stored are never doubled.
"""

import json
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from orchestration.files import write_json

STATE_VERSION = 1
STATE_FILE = "state.json"


class RawStoreError(RuntimeError):
    """The raw folder cannot be used: busy, damaged or not writable; the message says what, where and how to mend it."""


class Seen(BaseModel):
    """What is known of one location; keys that do not apply are left out of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # When the content stored last was taken.
    taken_at: AwareDatetime
    sha256: str | None = None
    # Files: what tells without reading it that a file is the same, and the location it was stored under.
    size_bytes: int | None = None
    mtime_ns: int | None = None
    location: str | None = None
    # Addresses: the server's validators, sent back to ask whether anything changed.
    etag: str | None = None
    last_modified: str | None = None
    # Pages of a feed: hash of the item that led there (none: ask again), and why there is no page.
    item_sha256: str | None = None
    problem: str | None = None
    # WordPress: the latest publication that was taken, UTC, and the posts taken from the time that is asked again.
    last_published_at: AwareDatetime | None = None
    last_post_ids: list[int] | None = None


class SourceState:
    """The entries of one source, by location; changes are kept in memory until `save`."""

    def __init__(self, folder: Path, stored_count: int) -> None:
        """Read the state of a source that has `stored_count` captures in raw now.

        Where raw had more when the state was saved, some were taken away since: what the state says of places would
        keep them from being asked again, so that nothing is known any more.
        """
        self._file = folder / STATE_FILE
        self._entries, self._saved_count = _read(self._file)
        self._saved = dict(self._entries)
        self.missing_count = max(0, self._saved_count - stored_count)
        if self.missing_count:
            self._entries = {}

    def get(self, location: str) -> Seen | None:
        """Return what is known of a location."""
        return self._entries.get(location)

    def set(self, location: str, seen: Seen) -> None:
        """Remember a location."""
        self._entries[location] = seen

    def forget(self, location: str) -> None:
        """Drop a location, so that it is asked again."""
        self._entries.pop(location, None)

    def locations(self) -> list[str]:
        """Return every known location."""
        return list(self._entries)

    def save(self, stored_count: int) -> None:
        """Write the file atomically, with how many captures raw has now; an unchanged state writes nothing."""
        if self._entries == self._saved and (stored_count == self._saved_count or not self._entries):
            return
        content = {
            "version": STATE_VERSION,
            "stored_count": stored_count,
            "locations": {
                location: self._entries[location].model_dump(mode="json", exclude_none=True)
                for location in self._entries
            },
        }
        write_json(self._file, content)
        self._saved, self._saved_count = dict(self._entries), stored_count


def _read(file: Path) -> tuple[dict[str, Seen], int]:
    """Read the entries, and how many captures were stored; no file means none.

    Raises:
        RawStoreError: The file is not what `save` writes.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, 0
    except (OSError, UnicodeDecodeError) as error:
        raise RawStoreError(f"{file} cannot be read ({error}); mend or delete it, nothing is lost by that") from error
    remedy = "mend it, or delete it: everything is asked again and nothing is doubled"
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise RawStoreError(f"{file}, line {error.lineno}: not JSON ({error.msg}); {remedy}") from error
    if not isinstance(content, dict) or content.get("version") != STATE_VERSION:
        found = content.get("version") if isinstance(content, dict) else None
        raise RawStoreError(f"{file}: version {found!r}, this program writes {STATE_VERSION}; {remedy}")
    locations = content.get("locations")
    if not isinstance(locations, dict):
        raise RawStoreError(f"{file}: the key 'locations' must be an object; {remedy}")
    stored_count = content.get("stored_count", 0)
    if not isinstance(stored_count, int):
        raise RawStoreError(f"{file}: the key 'stored_count' must be a number; {remedy}")
    entries: dict[str, Seen] = {}
    for location, fields in locations.items():
        try:
            entries[location] = Seen.model_validate(fields)
        except ValidationError as error:
            fault = error.errors()[0]
            key = ".".join(str(part) for part in fault["loc"])
            raise RawStoreError(f"{file}: {location!r}: {key or 'the entry'}: {fault['msg']}; {remedy}") from error
    return entries, stored_count
