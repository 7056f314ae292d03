from datetime import timedelta

import pytest
from read.payloads import OBSERVED_AT, read_document, read_one, reasons

HEADLINE = "Larkmere Bio Doses First Patient in Phase 2 Trial of LMB-7"
BODY = (
    f"Categories: Health, Biotech\n\n{HEADLINE}\n\n\xa0| Source: Larkmere Bio\n\n"
    "  • A bullet\n\nLEEDS, May 6, 2031 -- Text.  \n"
)
POSTS = """Recent Posts

Tarn Optics Opens a Plant

Tarn Optics, a maker of lenses, today said that…

2 hours ago

Second Headline Without Excerpt

yesterday

Third Headline

THIRD TOWN, May 5, 2031 -- It was announced...

3 days ago"""


def test_text_is_a_prefix_and_cut_before_the_posts():
    document = read_document(f"{BODY}\n{POSTS}")
    assert f"{BODY}\n{POSTS}".startswith(document["text"])
    assert document["text"] == BODY.rstrip()
    assert document["title"] is None
    assert document["categories"] == ["Health", "Biotech"]
    assert document["source_line"] == "Larkmere Bio"
    assert document["published_at"] is None


def test_windows_line_ends_are_kept():
    text = BODY.replace("\n", "\r\n")
    assert read_document(text)["text"] == text.rstrip()


def test_posts_have_their_ages():
    posts = read_one(f"{BODY}\n{POSTS}").posts.to_dicts()
    assert [(row["position"], row["title"], row["age_text"], row["is_truncated"]) for row in posts] == [
        (0, "Tarn Optics Opens a Plant", "2 hours ago", True),
        (1, "Second Headline Without Excerpt", "yesterday", False),
        (2, "Third Headline", "3 days ago", True),
    ]
    assert posts[0]["excerpt"] == "Tarn Optics, a maker of lenses, today said that…"
    assert posts[1]["excerpt"] is None
    assert posts[0]["published_at"] == OBSERVED_AT - timedelta(hours=2)
    assert posts[0]["published_at_precision_s"] == 3600
    assert posts[2]["published_at_precision_s"] == 86400
    assert {row["kind"] for row in posts} == {"recent_post"}


def test_a_date_stands_for_an_age():
    block = "Recent Posts\n\nTarn Optics Opens a Plant\n\nMay 2, 2031\n\nSecond Headline\n\n2031-05-01"
    posts = read_one(f"{BODY}\n{block}").posts
    assert posts.select("title", "age_text", "published_at_precision_s").rows() == [
        ("Tarn Optics Opens a Plant", None, 86400),
        ("Second Headline", None, 86400),
    ]


def test_a_footer_behind_the_last_age_is_no_post():
    posts = read_one(f"{BODY}\n{POSTS}\n\nCopyright Pinboard\n\nPrivacy").posts
    assert posts["title"].to_list()[-1] == "Third Headline"


def test_a_last_post_without_age_is_kept_where_it_is_cut_short():
    posts = read_one(f"{BODY}\n{POSTS}\n\nFourth Headline\n\nIt opens with…").posts
    assert posts.row(-1, named=True)["title"] == "Fourth Headline"
    assert posts.row(-1, named=True)["published_at"] is None


def test_related_news_inside_a_release_is_no_block():
    text = f"{BODY}\nRelated News\n\nLarkmere told of its second trial in March.\n\nAbout Larkmere\n\nIt is in Leeds.\n"
    result = read_one(text)
    assert result.posts.is_empty()
    assert result.documents["text"][0] == text.rstrip()


@pytest.mark.parametrize("text", ["one", "- - - - -", "12 34 56 78", "hello there"])
def test_text_without_words_is_refused(text):
    assert reasons(read_one(text)) == ["no_text"]


@pytest.mark.parametrize("text", ["just a shopping list: eggs, milk", f"  {HEADLINE}\n", f"{HEADLINE}\n\n{POSTS}"])
def test_one_short_line_is_no_release(text):
    result = read_one(text)
    assert result.documents.is_empty()
    assert "no_text" in reasons(result)
    assert result.posts.height == (3 if "Recent Posts" in text else 0)


@pytest.mark.parametrize(
    "text",
    ["Larkmere Bio dosed its first patient.", "“All patients were dosed.”", f"{HEADLINE}\nLEEDS, May 6", "word " * 90],
)
def test_a_sentence_a_second_line_or_a_long_one_is_a_release(text):
    assert read_one(text).documents.height == 1


def test_a_list_of_posts_alone_is_no_release():
    assert read_one(POSTS).documents["text"][0].startswith("Recent Posts")
    assert read_one("\n" + POSTS).posts.is_empty()


def test_a_short_text_is_an_excerpt():
    assert read_document(BODY)["is_excerpt"] is True
    assert read_document(BODY + "A longer sentence of the release. " * 20)["is_excerpt"] is False


def test_a_url_as_location_is_the_place():
    assert (
        read_document(BODY, "https://larkmere.example/news/1?utm_source=x#top")["url"]
        == "https://larkmere.example/news/1"
    )
