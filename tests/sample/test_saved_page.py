"""A page saved as text, rendered as HTML in every manner, reads back to the same words."""

import datetime as dt

import pytest
from sample_wire import WIRE, corpus, pages, release_from_saved_text, to_captures

from transforms.read import read_captures

PUBLISHED_AT = dt.datetime(2026, 2, 3, 13, 0, tzinfo=dt.UTC)
OBSERVED_AT = "2026-02-03T15:00:00+00:00"


def fold(text):
    return " ".join(text.split())


def renderings(release):
    url = "https://pinboard.example/2026/02/saved/"
    yield "text", None
    for theme in pages.SITES:
        yield theme, pages.render_wordpress_page(release, release.recent_posts, url=url, theme=theme)
    for style in ("globe", "pr", "biz"):
        yield style, pages.render_wire_page(release, style=style, url=url)


def assert_reads_back(saved):
    release = release_from_saved_text(saved, PUBLISHED_AT)
    listed = [f"• {bullet}" for bullet in release.bullets]
    text = fold(" ".join([release.title, *listed, release.body]))
    for manner, page in renderings(release):
        payload = saved if page is None else page
        result = read_captures(to_captures([(f"{manner}.html", payload.encode(), {"observed_at": OBSERVED_AT})]))
        assert result.rejects.height == 0, manner
        (document,) = result.documents.iter_rows(named=True)
        if page is None:
            assert saved.startswith(document["text"])
            # A line of the page's own may stand between headline and bullets; the words of the release are all there.
            assert fold(release.body) in fold(document["text"]), manner
        else:
            assert fold(document["text"]) == text, manner
            assert fold(document["title"]) == fold(release.title), manner
        if manner in {"text", *pages.SITES}:
            aged = [(row["title"], row["age_text"]) for row in result.posts.iter_rows(named=True) if row["age_text"]]
            assert aged == [(post.title, post.age) for post in release.recent_posts], manner
            source = release.source_line and release.source_line.removeprefix("Source: ")
            assert document["source_line"] == source, manner


def test_saved_text_parses_back():
    saved = (WIRE / "text" / "d020.txt").read_text("utf-8")
    record = corpus()["d020"]
    release = release_from_saved_text(saved, PUBLISHED_AT)
    assert (release.title, release.body, list(release.categories)) == (
        record["title"],
        record["body"],
        record["categories"],
    )
    assert [vars(post) for post in release.recent_posts] == record["recent_posts"]


@pytest.mark.parametrize("name", ["d020", "d055", "d106"])
def test_invented_page_reads_back(name):
    assert_reads_back((WIRE / "text" / f"{name}.txt").read_text("utf-8"))


@pytest.mark.real
def test_real_page_reads_back(real_data):
    saved = sorted((real_data / "seed").glob("*.txt"))
    assert saved
    for path in saved:
        assert_reads_back(path.read_text("utf-8"))
