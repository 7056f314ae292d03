"""The committed wire is what the script renders, whole, and well-formed where it should be."""

import datetime as dt
import gzip
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from html.parser import HTMLParser

import pytest
from sample_wire import SAMPLE, WIRE, corpus, pages, render

SHOWN = render.load_places(render.load_releases())
PUBLISHED = {shown.url: shown.utc for shown in SHOWN}
BROKEN_ON_PURPOSE = "broken/"


def manifest_lines():
    return (WIRE / "manifest.jsonl").read_text("utf-8").splitlines()


def test_committed_files_are_what_the_script_renders():
    done = subprocess.run(
        [sys.executable, SAMPLE / "render.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_check_names_what_differs(tmp_path, monkeypatch):
    rendered = render.render_all()
    name = "globe/d002.html"
    (tmp_path / "globe").mkdir()
    (tmp_path / name).write_bytes(rendered[name] + b" ")
    (tmp_path / "stray.html").write_bytes(b"")
    monkeypatch.setattr(render, "WIRE", tmp_path)
    found = render.differences({name: rendered[name], "pr/d005.html": b""})
    assert found == [
        "pr/d005.html: missing",
        "stray.html: not rendered by this script",
        "globe/d002.html: differs from what the script renders",
    ]


def test_unknown_flag_is_a_usage_error(capsys):
    assert render.main(["--chekc"]) == 2
    assert "usage" in capsys.readouterr().err


def test_wire_is_small():
    assert sum(path.stat().st_size for path in WIRE.rglob("*") if path.is_file()) < 3_000_000


def test_every_release_is_shown():
    assert {shown.release.doc_id for shown in SHOWN} == set(corpus())


def test_fourteen_releases_are_shown_at_two_places():
    times = Counter(shown.release.doc_id for shown in SHOWN)
    twice = {doc_id for doc_id, count in times.items() if count == 2}
    assert (len(twice), max(times.values())) == (14, 2)


def test_each_place_of_a_release_has_an_address_of_its_own():
    addresses = Counter(shown.url for shown in SHOWN)
    assert [url for url, count in addresses.items() if count > 1] == []


def test_near_copies_are_releases_of_their_own():
    clusters = defaultdict(set)
    for record in corpus().values():
        clusters[record["cluster"]].add(record["doc_id"])
    pairs = [sorted(cluster) for cluster in clusters.values() if len(cluster) > 1]
    assert len(pairs) == 8
    places = {shown.release.doc_id: shown.url for shown in SHOWN}
    assert all(len(pair) == 2 and places[pair[0]] != places[pair[1]] for pair in pairs)


def test_recent_posts_are_shown_on_one_page_each():
    blocks = [
        shown.release.doc_id for shown in SHOWN if shown.release.recent_posts and shown.place in {*render.SITES, "text"}
    ]
    assert len(blocks) == len(set(blocks)) == 20


def test_manifest_names_every_file_once():
    lines = [json.loads(line) for line in manifest_lines()]
    files = {path.relative_to(WIRE).as_posix() for path in WIRE.rglob("*") if path.is_file()} - {"manifest.jsonl"}
    assert sorted(files) == sorted(line["file"] for line in lines)


def test_no_place_shows_a_release_before_it_is_published():
    """Nobody who looks at what was known when may find the future in it."""
    seen_at = {line["file"]: line["observed_at"] for line in map(json.loads, manifest_lines())}
    for shown in SHOWN:
        if shown.place in render.SEEN_AFTER:
            file = f"{shown.place}/{shown.release.doc_id}.{'txt' if shown.place == 'text' else 'html'}"
            assert dt.datetime.fromisoformat(seen_at[file]) > shown.release.published_at
            later = [teaser for teaser in render.earlier_releases(shown, SHOWN) if PUBLISHED[teaser.url] >= shown.utc]
            assert later == []


@pytest.mark.parametrize("path", sorted(WIRE.glob("feeds/*.xml")), ids=lambda path: path.name)
def test_feeds_parse(path):
    root = ET.fromstring(path.read_bytes())  # noqa: S314
    assert len(root.findall(".//item")) + len(root.findall("{http://www.w3.org/2005/Atom}entry")) >= 5


@pytest.mark.parametrize("path", sorted(WIRE.glob("rest/*.json")), ids=lambda path: path.name)
def test_rest_answers_parse(path):
    assert all(
        {"title", "content", "date_gmt", "link", "excerpt"} <= post.keys() for post in json.loads(path.read_bytes())
    )


def test_archive_parses():
    lines = gzip.decompress((WIRE / "archive.jsonl.gz").read_bytes()).decode().splitlines()
    assert [sorted(json.loads(line)) for line in lines] == [["date", "markdown", "path", "site"]] * 14


def test_declared_charset_is_the_one_used():
    pages = [
        path for path in WIRE.rglob("*.html") if not path.relative_to(WIRE).as_posix().startswith(BROKEN_ON_PURPOSE)
    ]
    charsets = {f"{shown.place}/{shown.release.doc_id}.html": shown.charset for shown in SHOWN}
    for path in pages:
        charset = charsets[path.relative_to(WIRE).as_posix()]
        assert f"charset={charset}" in path.read_text(charset).lower().replace('"', "")


class Words(HTMLParser):
    """Text of HTML, where only blocks and line breaks part words."""

    INLINE = ("a", "b", "em", "i", "span", "strong", "sup", "u")

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_starttag(self, tag, _attrs):
        self.text += "" if tag in self.INLINE else " • " if tag == "li" else " "

    def handle_endtag(self, tag):
        self.text += "" if tag in self.INLINE else " "

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("place", list(pages.HABITS))
def test_markup_neither_adds_nor_loses_a_word(place):
    for release in render.load_releases().values():
        words = Words()
        words.feed(pages.paragraphs(release, place))
        words.close()
        said = " ".join([*(f"• {bullet}" for bullet in release.bullets), release.body])
        assert words.text.split() == said.split(), release.doc_id


def test_markup_escapes_what_a_text_brings():
    release = pages.Release(
        title="</title><script>",
        body="<script>alert(1)</script> & more\n\n\n\n]]> end",
        published_at=render.BROKEN_SEEN_AT,
        categories=["<b>"],
    )
    for theme in pages.SITES:
        page = pages.render_wordpress_page(release, [], url="https://a.example/x/", theme=theme)
        assert "<script>alert" not in page
        assert "</title><script>" not in page
    assert "<script>alert" not in pages.render_wire_page(release, style="globe", url="https://a.example/x/")
