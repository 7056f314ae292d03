from datetime import timedelta

import pytest
from read.payloads import OBSERVED_AT, read_one
from read.test_page import LEAD, SECOND, STORY, TEXT, page

ONE, TWO = "Tarn Optics Opens a Plant in Ripon", "Moor Health Names a New Chief Executive"
SHAPES = {
    "headings with paragraphs": (
        "<div class='recent'><h2>Recent Posts</h2>"
        "<div><h3><a href='/1'>{one}</a></h3><p>{excerpt}</p><span>{age}</span></div>"
        "<div><h3><a href='/2'>{two}</a></h3><span>yesterday</span></div></div>"
    ),
    "list in a sidebar": (
        "<aside><h4>Latest News</h4><ul><li><a href='/1'>{one}</a><br>{excerpt}<br>{age}</li>"
        "<li><a href='/2'>{two}</a><br>yesterday</li></ul></aside>"
    ),
    "age above the headline": (
        "<section><h2>Related News</h2><ul><li><time>{age}</time><a href='/1'>{one}</a><p>{excerpt}</p></li>"
        "<li><time>yesterday</time><a href='/2'>{two}</a></li></ul></section>"
    ),
    "wrapped heading": (
        "<div><div class='head'><strong>More Stories</strong></div><div class='grid'>"
        "<div><a href='/1'><img src='a.png'></a><a href='/1'><h5>{one}</h5></a><p>{excerpt}</p><p>{age}</p>"
        "<a href='/1'>Read more</a></div>"
        "<div><a href='/2'><h5>{two}</h5></a><p>yesterday</p><a href='/2'>Read more</a></div></div></div>"
    ),
    "link around all": (
        "<div><h3>You may also like</h3><div><a href='/1'><h4>{one}</h4></a><p>{excerpt}</p><p>{age}</p></div>"
        "<div><a href='/2'><h4>{two}</h4></a><p>yesterday</p></div></div>"
    ),
}
EXCERPT = "RIPON, England, May 6, 2031 -- Tarn Optics, a maker of lenses, said…"


@pytest.mark.parametrize("shape", list(SHAPES))
def test_block_becomes_posts_and_leaves_the_text(shape):
    block = SHAPES[shape].format(one=ONE, two=TWO, excerpt=EXCERPT, age="2 hours ago")
    result = read_one(page(STORY + block), "https://pinboard.example/news/x")
    assert result.documents["text"].to_list() == [TEXT]
    first, second = result.posts.to_dicts()
    assert (first["title"], first["url"], first["excerpt"]) == (ONE, "https://pinboard.example/1", EXCERPT)
    assert (first["is_truncated"], first["age_text"], first["kind"]) == (True, "2 hours ago", "recent_post")
    assert first["published_at"] == OBSERVED_AT - timedelta(hours=2)
    assert (second["title"], second["age_text"], second["excerpt"]) == (TWO, "yesterday", None)


def test_same_list_twice_gives_its_posts_once():
    block = SHAPES["list in a sidebar"].format(one=ONE, two=TWO, excerpt=EXCERPT, age="2 hours ago")
    result = read_one(page(block + STORY + block))
    assert result.posts["title"].to_list() == [ONE, TWO]
    assert result.rejects.is_empty()


def test_buttons_authors_and_categories_are_no_posts():
    block = (
        f"<div><h2>Recent Posts</h2><ul><li><a href='/1'>{ONE}</a> <a rel='author' href='/uma'>Uma Reed of Leeds</a>"
        "<a href='/category/health-news'>Health news of the day</a></li></ul>"
        "<a href='/all'>View all the news of today</a></div>"
    )
    assert read_one(page(STORY + block)).posts["title"].to_list() == [ONE]


def test_posts_of_a_refused_page_are_kept():
    block = SHAPES["headings with paragraphs"].format(one=ONE, two=TWO, excerpt=EXCERPT, age="2 hours ago")
    result = read_one(
        f"<html><head><title>Page not found</title></head><body><h1>Page not found</h1>{block}</body></html>"
    )
    assert result.documents.is_empty()
    assert result.posts["title"].to_list() == [ONE, TWO]


def test_nested_lists_do_no_harm():
    inner = f"<strong>More news</strong><ul><li><a href='/1'>{ONE}</a></li></ul>"
    block = f"<div><h2>Related</h2><h3>Recent Posts</h3><ul><li>{inner}</li></ul></div>"
    result = read_one(page(f"<div><p>{LEAD}</p><p>{SECOND}</p></div>{block * 3}"))
    assert result.posts["title"].to_list() == [ONE]
