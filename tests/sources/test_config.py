"""Reading the list of sources: what is right is typed, what is wrong is named with its line."""

from pathlib import Path

import pytest

from orchestration.paths import SOURCES_FILE
from orchestration.sources import SourceError, load_sources, source_for_path
from orchestration.sources.config import FeedSource, FolderSource, WordpressSource

GOOD = """
[[source]]
id = "notes"
kind = "folder"
path = "wire/notes"

[[source]]
id = "orvanthe_feed"
kind = "feed"
url = "https://wire.example/feed"
requests_per_minute = 6
max_items = 5
enabled = false

[[source]]
id = "orvanthe_site"
kind = "wordpress"
url = "https://site.example"
since = 2026-01-15
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "sources.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_byte_order_mark_is_no_fault(tmp_path):
    assert load_sources(write(tmp_path, f"\ufeff{GOOD.lstrip()}")) == load_sources(write(tmp_path, GOOD))


def test_sources_are_read_in_order_with_their_kinds(tmp_path):
    folder, feed, site = load_sources(write(tmp_path, GOOD))
    assert isinstance(folder, FolderSource)
    assert folder.path == tmp_path / "wire" / "notes", "a relative path starts at the file's folder"
    assert folder.max_bytes == 10 * 1024 * 1024
    assert isinstance(feed, FeedSource)
    assert (feed.enabled, feed.max_items, feed.requests_per_minute) == (False, 5, 6)
    assert isinstance(site, WordpressSource)
    assert str(site.since) == "2026-01-15"


@pytest.mark.parametrize(
    ("line", "replacement", "expected"),
    [
        ('kind = "feed"', 'kind = "ftp"', ["sources.toml:9:", "'ftp'", "feed, folder, wordpress"]),
        ("max_items = 5", "max_item = 5", ["sources.toml:12:", "unknown key 'max_item'", "max_items"]),
        ("max_items = 5", "per_page = 5", ["sources.toml:12:", "unknown key 'per_page'", "follow_items"]),
        ("max_items = 5", 'max_items = "5"', ["sources.toml:12:", "max_items", "valid integer"]),
        ("max_items = 5", "max_bytes = 0", ["sources.toml:12:", "max_bytes", "greater than or equal to 1"]),
        ('id = "orvanthe_feed"', 'id = "../feed"', ["sources.toml:8:", "'../feed'", "lower-case letters"]),
        ('id = "orvanthe_feed"', 'id = "notes"', ["sources.toml:8:", "'notes' is used twice"]),
        ('url = "https://site.example"', 'url = "file:///etc/passwd"', ["sources.toml:18:", "http or https"]),
        ('path = "wire/notes"', "", ["sources.toml:2:", "'path' is missing"]),
        ('kind = "folder"', "", ["sources.toml:2:", "no `kind`"]),
        ('[[source]]\nid = "notes"', '[source]\nid = "notes"', ["sources.toml", "not TOML"]),
        ('\n[[source]]\nid = "notes"', 'retries = 3\n[[source]]\nid = "notes"', ["unknown key 'retries'"]),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_wrong_source_is_named_with_its_line(tmp_path, line, replacement, expected):
    assert line in GOOD
    path = write(tmp_path, GOOD.replace(line, replacement, 1))
    with pytest.raises(SourceError) as error:
        load_sources(path)
    for part in expected:
        assert part in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"nothing\.toml: cannot be read"):
        load_sources(tmp_path / "nothing.toml")


def test_the_projects_own_list_pulls_only_the_sample():
    sources = load_sources(SOURCES_FILE)
    assert [source.id for source in sources if source.enabled] == ["sample_wire"]
    assert {type(source) for source in sources} == {FolderSource, FeedSource, WordpressSource}


@pytest.mark.parametrize(
    ("name", "source_id"),
    [("My Releases", "my_releases"), ("wire.jsonl.gz", "wire_jsonl_gz"), ("2026-03", "path_2026_03")],
)
def test_a_path_becomes_a_source_with_its_name(tmp_path, name, source_id):
    (tmp_path / name).mkdir()
    source = source_for_path(tmp_path / name)
    assert (source.id, source.path) == (source_id, tmp_path / name)


def test_a_path_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no such file or folder"):
        source_for_path(tmp_path / "absent")
