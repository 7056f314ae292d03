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

    def __init__(self, folder: Path) -> None:
        self._file = folder / STATE_FILE
        self._entries = _read(self._file)
        self._saved = dict(self._entries)

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

    def save(self) -> None:
        """Write the file atomically; an unchanged state writes nothing."""
        if self._entries == self._saved:
            return
        content = {
            "version": STATE_VERSION,
            "locations": {
                location: self._entries[location].model_dump(mode="json", exclude_none=True)
                for location in self._entries
            },
        }
        write_json(self._file, content)
        self._saved = dict(self._entries)


def _read(file: Path) -> dict[str, Seen]:
    """Read the entries; no file means none.

    Raises:
        RawStoreError: The file is not what `save` writes.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
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
    entries: dict[str, Seen] = {}
    for location, fields in locations.items():
        try:
            entries[location] = Seen.model_validate(fields)
        except ValidationError as error:
            fault = error.errors()[0]
            key = ".".join(str(part) for part in fault["loc"])
            raise RawStoreError(f"{file}: {location!r}: {key or 'the entry'}: {fault['msg']}; {remedy}") from error
    return entries
