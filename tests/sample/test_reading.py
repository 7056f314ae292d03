"""The readers get back from every page of the wire what the corpus put there, and nothing else."""

import datetime as dt
from collections import defaultdict

import polars as pl
import pytest
from sample_wire import WIRE, captures_of_wire, corpus, render

from transforms.read import read_captures

CORPUS = corpus()
SHOWN = render.load_places(render.load_releases())
PAGES = {f"{shown.place}/{shown.release.doc_id}": shown for shown in SHOWN if shown.place in render.SEEN_AFTER}
LISTED = {shown.url: shown for shown in SHOWN if shown.place not in render.SEEN_AFTER}
WITH_RECENT_POSTS = {
    name: shown
    for name, shown in PAGES.items()
    if shown.release.recent_posts and (shown.place in render.SITES or shown.place == "text")
}
HEADLINES = {record["title"] for record in CORPUS.values()} | {
    post["title"] for record in CORPUS.values() for post in record["recent_posts"]
}

# What becomes of the inputs that are no clean release: the reasons of their rejects, in order of the reasons' names.
BROKEN = {
    "broken/archive_cut.jsonl#1": ["bad_record"],
    "broken/archive_cut.jsonl#2": ["not_json"],
    "broken/empty.html": ["empty"],
    "broken/feed.xml": ["not_a_release"],
    "broken/feed_items.xml": ["duplicate_item", "no_title"],
    "broken/half_page.html": [],
    "broken/head_only.html": ["no_text"],
    "broken/listing.html": ["not_a_release"],
    "broken/login.html": ["not_a_release"],
    "broken/not_found.html": ["not_a_release"],
    "broken/quotes.json": ["unknown_shape"],
    "broken/rest_error.json": ["unknown_shape"],
    "broken/truncated.json": ["not_json"],
    "broken/workbook.html": ["binary"],
    "broken/wrong_charset.html": [],
}
SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


def fold(text):
    """Words parted by single spaces: hard spaces and line ends are no difference."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def captures():
    return captures_of_wire()


@pytest.fixture(scope="module")
def result(captures):
    return read_captures(captures)


@pytest.fixture(scope="module")
def by_location(captures, result):
    """Documents, posts and rejects by the location of their capture."""
    locations = dict(captures.select("capture_id", "location").iter_rows())
    found = {}
    for name in ("documents", "posts", "rejects"):
        rows = defaultdict(list)
        for row in getattr(result, name).iter_rows(named=True):
            rows[locations[row["capture_id"]]].append(row)
        found[name] = rows
    return found


def page_file(name):
    return f"{name}.txt" if name.startswith("text/") else f"{name}.html"


def test_every_item_is_a_row(captures, result):
    rows = pl.concat(
        [
            result.documents.select("capture_id"),
            result.posts.select("capture_id"),
            result.studies.select("capture_id"),
            result.rejects.filter(pl.col("unit") == "item").select("capture_id"),
        ]
    )
    counted = captures.select("capture_id").join(rows.group_by("capture_id").len("rows"), on="capture_id", how="left")
    told = counted.join(result.log.select("capture_id", "item_count"), on="capture_id", how="left")
    assert told.filter(pl.col("rows").fill_null(0) != pl.col("item_count").fill_null(-1)).height == 0


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("text/")])
def test_page_reads_back(name, by_location):
    release = PAGES[name].release
    (document,) = by_location["documents"][page_file(name)]
    assert document["text"] == CORPUS[release.doc_id]["text"]
    assert document["title"] == release.title
    assert document["url"] == PAGES[name].url
    assert document["published_at"] == release.published_at
    assert document["is_excerpt"] is False


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("text/")])
def test_saved_text_is_kept_as_it_is(name, by_location):
    shown = PAGES[name]
    (document,) = by_location["documents"][page_file(name)]
    saved = (WIRE / page_file(name)).read_text(shown.charset)
    assert saved.startswith(document["text"])
    # The page's `| Source:` line stands between headline and bullets.
    assert all(fold(part) in fold(document["text"]) for part in (shown.release.title, shown.release.body))
    assert all(f"• {bullet}" in document["text"] for bullet in shown.release.bullets)
    # A bare text states no headline apart from its first lines.
    assert document["title"] in {shown.release.title, None}
    assert "Recent Posts" not in document["text"]


def test_listed_releases_read_back(result):
    """REST answers and the archive: several releases in a file."""
    documents = {row["url"]: row for row in result.documents.iter_rows(named=True) if row["url"] in LISTED}
    assert documents.keys() == LISTED.keys()
    for url, shown in LISTED.items():
        assert documents[url]["text"] == CORPUS[shown.release.doc_id]["text"]
        if shown.place == "archive":
            assert documents[url]["published_at"].date() == shown.release.published_at.date()
            assert documents[url]["published_at_precision_s"] == 86400
        else:
            assert documents[url]["published_at"] == shown.release.published_at
            assert documents[url]["categories"] == list(shown.release.categories)


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name].place in {*render.SITES, "text"}])
def test_categories_are_read(name, by_location):
    (document,) = by_location["documents"][page_file(name)]
    assert document["categories"] == list(PAGES[name].release.categories)


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name].release.source_line])
def test_source_line_is_read(name, by_location):
    release = PAGES[name].release
    (document,) = by_location["documents"][page_file(name)]
    assert document["source_line"] == release.source_line.removeprefix("Source: ").removeprefix("SOURCE ")


@pytest.mark.parametrize("name", list(PAGES))
def test_no_foreign_headline_in_the_text(name, by_location):
    own = CORPUS[PAGES[name].release.doc_id]["text"]
    (document,) = by_location["documents"][page_file(name)]
    foreign = [headline for headline in HEADLINES if headline in document["text"] and headline not in own]
    assert foreign == []


@pytest.mark.parametrize("name", list(WITH_RECENT_POSTS))
def test_recent_posts_come_out_with_their_ages(name, by_location):
    shown = WITH_RECENT_POSTS[name]
    observed_at = shown.utc + dt.timedelta(minutes=render.SEEN_AFTER[shown.place])
    posts = [row for row in by_location["posts"][page_file(name)] if row["age_text"] is not None]
    read = [
        (row["title"], row["excerpt"], row["age_text"], row["is_truncated"], row["published_at_precision_s"])
        for row in sorted(posts, key=lambda row: row["position"])
    ]
    expected = []
    for post in shown.release.recent_posts:
        unit = SECONDS[post.age.split()[1].rstrip("s")]
        expected.append((post.title, post.excerpt, post.age, True, unit))
    assert read == expected
    for row in posts:
        number, unit, _ = row["age_text"].split()
        age = dt.timedelta(seconds=int(number) * SECONDS[unit.rstrip("s")])
        assert row["published_at"] == observed_at - age
        assert row["kind"] == "recent_post"


def test_posts_are_headlines_and_nothing_else(result):
    """Buttons and captions of a list are no posts; a post that the place dates by no word has no date."""
    assert set(result.posts["title"]) <= HEADLINES
    undated = result.posts.filter(pl.col("kind") == "recent_post", pl.col("age_text").is_null())
    assert undated["published_at"].null_count() == undated.height


@pytest.mark.parametrize(("file", "place"), [("globe", "globe"), ("wordpress", "classic"), ("biz", "biz")])
def test_feed_items_are_posts_of_known_releases(file, place, by_location):
    posts = by_location["posts"][f"feeds/{file}.xml"]
    told = {shown.url: shown for shown in SHOWN if shown.place == place}
    assert {row["url"] for row in posts} == told.keys()
    for row in posts:
        shown = told[row["url"]]
        assert row["title"] == shown.release.title
        assert fold(row["excerpt"]).startswith(fold(shown.teaser))
        assert row["is_truncated"] is True
        assert row["published_at"] == shown.release.published_at
        assert row["categories"] == list(shown.release.categories)
        assert row["kind"] == "feed_item"


@pytest.mark.parametrize("location", list(BROKEN))
def test_broken_input_gives_its_reject(location, by_location):
    rejects = by_location["rejects"][location]
    assert sorted(row["reason"] for row in rejects) == BROKEN[location]
    assert all(row["detail"] and row["remedy"] for row in rejects)


def test_broken_folder_is_covered(captures):
    locations = captures.filter(pl.col("location").str.starts_with("broken/"))["location"].to_list()
    assert sorted(locations) == sorted(BROKEN)


def test_only_broken_input_is_rejected(by_location):
    assert set(by_location["rejects"]) <= set(BROKEN)


def test_error_body_is_named_in_the_reject(by_location):
    (reject,) = by_location["rejects"]["broken/rest_error.json"]
    assert "rest_post_invalid_page_number" in reject["detail"]


def test_half_a_page_is_read_and_marked(by_location):
    (document,) = by_location["documents"]["broken/half_page.html"]
    assert document["is_excerpt"] is True
    assert fold(CORPUS[render.HALF_PAGE]["text"]).startswith(fold(document["text"]))


def test_wrong_charset_is_read_by_what_the_bytes_are(by_location):
    (document,) = by_location["documents"]["broken/wrong_charset.html"]
    assert document["text"] == CORPUS[render.WRONG_CHARSET]["text"]
