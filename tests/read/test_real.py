"""The readers on real payloads: nothing fails, the text is found, it is fast enough. Figures are floors, not goals."""

import gzip
import json
import re
import time
from collections import Counter
from datetime import timedelta

import polars as pl
import pytest
from read.payloads import OBSERVED_AT, as_capture, capture_row, frame_of, item_rows, read_one

from transforms.read import read_captures
from transforms.read.encoding import decode
from transforms.read.html_text import text_of_html
from transforms.read.items import Release
from transforms.read.page import read_page

pytestmark = pytest.mark.real
WORD = re.compile(r"\w+")
FEED_KINDS = {"feed", "feed_health", "feed_wordpress", "sec_atom"}
# Entries of one payload that share address and headline, or have no headline: the reference parser counts them all.
FEED_DIFFERENCES = 16
# To read a record costs so many times as much as to parse its JSON, at most; 11 as measured.
MOST_TIMES_PARSED = 25


@pytest.fixture(scope="module")
def manifest(real_data):
    lines = (real_data / "raw" / "MANIFEST.jsonl").read_text().splitlines()
    return [
        record for record in map(json.loads, lines) if not record["file"].endswith((".jsonl.gz", ".warc", ".warc.gz"))
    ]


@pytest.fixture(scope="module")
def everything(real_data, manifest):
    rows = [capture_row((real_data / "raw" / record["file"]).read_bytes(), record["file"]) for record in manifest]
    return read_captures(frame_of(*rows))


def test_no_payload_makes_a_reader_fail(everything):
    failed = everything.rejects.filter(pl.col("reason") == "reader_failed")
    assert failed.select("location", "detail").rows() == []
    assert item_rows(everything) == everything.log["item_count"].sum()


def test_feeds_hold_as_many_entries_as_the_reference_parser_finds(manifest, everything):
    expected = {
        record["file"]: record["check"]["entries"]
        for record in manifest
        if record["kind"] in FEED_KINDS and (record.get("check") or {}).get("entries") is not None
    }
    locations = dict(everything.log.select("capture_id", "location").iter_rows())
    posts = Counter(locations[capture_id] for capture_id in everything.posts["capture_id"])
    not_posts = everything.rejects.filter(
        (pl.col("reason") == "no_title")
        | ((pl.col("reason") == "duplicate_item") & pl.col("detail").str.contains("post", literal=True))
    )
    posts += Counter(not_posts["location"].to_list())
    different = {file: (posts[file], count) for file, count in expected.items() if posts[file] != count}
    assert len(expected) > 250
    assert len(different) <= FEED_DIFFERENCES, different


def test_registry_records_are_studies(manifest, everything):
    files = {record["file"] for record in manifest if record["kind"].startswith("ctgov_v2")}
    kinds = everything.log.filter(pl.col("location").is_in(list(files)))["kind"].unique().to_list()
    assert kinds == ["registry"]
    assert everything.studies.height >= 12


def test_archive_is_read_whole_and_fast(real_data):
    with gzip.open(real_data / "raw" / "releases" / "press_release_archive.jsonl.gz") as packed:
        lines = [line.strip() for line in packed]
    captures = frame_of(*(capture_row(line, f"archive#{number}") for number, line in enumerate(lines)))
    started = time.process_time()
    for line in lines:
        json.loads(line)
    parsed = time.process_time()
    result = read_captures(captures)
    read = time.process_time()
    assert result.documents.height == captures.height == 12_334
    assert result.rejects.is_empty()
    assert result.documents["published_at"].null_count() == 0
    foreign = result.documents.filter(pl.col("text").str.contains(r"Newsramp\.com TLDR|Original/Source Press Release"))
    assert foreign.is_empty()
    assert read - parsed < MOST_TIMES_PARSED * (parsed - started)


def test_saved_page_is_read_with_its_posts(real_data):
    (saved,) = (real_data / "seed").glob("*.txt")
    result = read_one(saved.read_bytes(), saved.name)
    (document,) = result.documents.to_dicts()
    text = saved.read_text()
    assert text.startswith(document["text"])
    assert text[len(document["text"]) :].strip().startswith("Recent Posts")
    posts = json.loads((real_data / "seed" / "gold.json").read_text())["recent_posts"]
    read = result.posts.select("title", "excerpt", "age_text").rows()
    assert read == [(post["title"], post["excerpt"], post["age"]) for post in posts]
    assert result.posts["published_at"][0] == OBSERVED_AT - timedelta(hours=2)


def body_of(markup):
    """The text that is read below the headline; empty where the page is refused."""
    for item in read_page(markup, as_capture()):
        if isinstance(item, Release):
            return item.text[len(item.title) :] if item.title else item.text
    return ""


def f1(read, expected):
    found, wanted = Counter(WORD.findall(read.lower())), Counter(WORD.findall(expected.lower()))
    shared = (found & wanted).total()
    return 2 * shared / ((found.total() + wanted.total()) or 1)


def test_main_text_of_pages_is_found(real_data):
    scores, empty, words = [], [], []
    for case in sorted((real_data / "raw" / "html_gold").iterdir()):
        expected = text_of_html((case / "expected.html").read_text())
        read = body_of(decode((case / "source.html").read_bytes(), None))
        words.append(len(WORD.findall(expected)))
        scores.append(f1(read, expected))
        if not read:
            empty.append((case.name, words[-1]))
    assert sum(scores) / len(scores) >= 0.94
    # The pages that are refused have no text to speak of: they are tests of pictures and links.
    assert [name for name, count in empty if count > 20] == []
