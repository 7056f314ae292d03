"""Which sources there are: data/sources.toml as typed objects, with errors that say which line to mend.

How a source is asked does not belong here: see folder.py, feed.py and wordpress.py.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

MAX_BYTES = 10 * 1024 * 1024


class SourceError(ValueError):
    """The list of sources, or a path given as one, is not usable; the message says where and how to mend it."""


def _web_address(url: str) -> str:
    """Refuse what is not http or https, or names no host."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http or https address with a host, such as https://wire.example/feed")
    return url


# Also a folder under raw and a Dagster asset name, hence no hyphen and no dot.
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
WebAddress = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_web_address)]


class _Common(BaseModel):
    """Keys that every kind has."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: SourceId
    enabled: bool = True
    # Largest payload that is kept, decoded bytes; in an archive, of one record.
    max_bytes: int = Field(default=MAX_BYTES, ge=1, le=256 * 1024 * 1024)


class FolderSource(_Common):
    """A folder (or one file): every file below it is a capture, every line of a JSONL archive too."""

    kind: Literal["folder"]
    path: Path = Field(strict=False)


class _WebSource(_Common):
    """Keys of the kinds that use the network."""

    url: WebAddress
    requests_per_minute: float = Field(default=20, gt=0, le=600)


class FeedSource(_WebSource):
    """An RSS, Atom or JSON feed, and the pages its items link to."""

    kind: Literal["feed"]
    follow_items: bool = True
    # Pages followed in one pull; the others wait for the next one.
    max_items: int = Field(default=100, ge=1, le=1000)


class WordpressSource(_WebSource):
    """A WordPress site's posts by its REST interface; `url` is the site's address, without `/wp-json`."""

    kind: Literal["wordpress"]
    per_page: int = Field(default=50, ge=1, le=100)
    # Pages asked in one pull; the others wait for the next one.
    max_pages: int = Field(default=20, ge=1, le=1000)
    # First day to ask for; without it, 30 days before the first pull.
    since: date | None = None


Source = FolderSource | FeedSource | WordpressSource
KINDS: dict[str, type[FolderSource] | type[FeedSource] | type[WordpressSource]] = {
    "folder": FolderSource,
    "feed": FeedSource,
    "wordpress": WordpressSource,
}
assert set(KINDS.values()) == set(get_args(Source)), "every kind of source has its name"  # noqa: S101


def load_sources(path: Path) -> list[Source]:
    """Read a list of sources, in file order, disabled ones too.

    Args:
        path: A TOML file of `[[source]]` tables; a folder source's relative `path` starts at this file's folder.

    Raises:
        SourceError: The file cannot be read, or a source in it is wrong; says which, and its line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: not TOML: {error}") from error
    if unknown := sorted(set(content) - {"source"}):
        raise SourceError(f"{path}: unknown key {unknown[0]!r}; the file holds [[source]] tables only")
    tables = content.get("source", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SourceError(f"{path}: write each source as a [[source]] table, with double brackets")
    lines = _SourceLines(path, text)
    sources: list[Source] = []
    for index, table in enumerate(tables):
        source = _read_source(table, index, lines)
        if any(source.id == other.id for other in sources):
            raise SourceError(f"{lines.place(index, 'id')}: id {source.id!r} is used twice; give each source its own")
        sources.append(source)
    return sources


def source_for_path(path: Path) -> FolderSource:
    """Make a source of a folder or a file that somebody named on the command line.

    Its id is the name of the path, folded to letters, digits and underscores: two paths of the same name are the same
    source, so give them ids of their own in sources.toml where that matters.

    Raises:
        SourceError: There is nothing at the path, or its name has no letter or digit.
    """
    path = path.resolve()
    if not path.exists():
        raise SourceError(f"{path}: there is no such file or folder")
    slug = re.sub(r"[^a-z0-9]+", "_", path.name.lower()).strip("_")
    if not slug:
        raise SourceError(f"{path}: a source needs a name with a letter or a digit; list it in sources.toml with an id")
    if not slug[0].isalpha():
        slug = f"path_{slug}"
    return FolderSource(id=slug[:63], kind="folder", path=path)


class _SourceLines:
    """Where each `[[source]]` and its keys stand in the file, as well as can be told without a TOML editor."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines = text.splitlines()
        self._starts = [
            number for number, line in enumerate(self._lines, start=1) if re.match(r"\s*\[\[\s*source\s*\]\]", line)
        ]

    def place(self, index: int, key: str | None) -> str:
        """Return `file:line` of a key of the source at `index`, or of its header."""
        if index >= len(self._starts):  # sources written as an inline array
            return f"{self._path}: source {index + 1}"
        start = self._starts[index]
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._lines) + 1
        if key is not None:
            for number in range(start, end):
                if re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", self._lines[number - 1]):
                    return f"{self._path}:{number}"
        return f"{self._path}:{start}"


def _read_source(table: Mapping[str, Any], index: int, lines: _SourceLines) -> Source:
    """Turn one table into a source of its kind."""
    name = f"source {table.get('id', index + 1)!r}"
    kind = table.get("kind")
    if kind is None:
        raise SourceError(f"{lines.place(index, None)}: {name} has no `kind`; allowed: {_listed(KINDS)}")
    if not isinstance(kind, str) or kind not in KINDS:
        raise SourceError(f"{lines.place(index, 'kind')}: {name}: unknown kind {kind!r}; allowed: {_listed(KINDS)}")
    model = KINDS[kind]
    try:
        source = model.model_validate(dict(table))
    except ValidationError as error:
        raise SourceError(_explain(error, model, name, index, lines)) from error
    if isinstance(source, FolderSource):
        return source.model_copy(update={"path": (lines._path.resolve().parent / source.path).resolve()})
    return source


def _explain(error: ValidationError, model: type[BaseModel], name: str, index: int, lines: _SourceLines) -> str:
    """Say in one line what the first fault of a source is, where, and what is allowed."""
    fault = error.errors()[0]
    key = str(fault["loc"][0]) if fault["loc"] else None
    place = lines.place(index, key)
    match fault["type"]:
        case "extra_forbidden":
            return f"{place}: {name}: unknown key {key!r}; allowed for this kind: {_listed(model.model_fields)}"
        case "missing":
            return f"{place}: {name}: the key {key!r} is missing"
        case "string_pattern_mismatch" if key == "id":
            return f"{place}: {name}: an id is lower-case letters, digits and underscores, a letter first, at most 63"
        case _:
            return f"{place}: {name}: {key} = {fault['input']!r}: {fault['msg']}"


def _listed(names: Sequence[str] | Mapping[str, Any]) -> str:
    return ", ".join(sorted(names))
