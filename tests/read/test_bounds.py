"""Where a bound cuts, a reject says so: nothing is lost silently."""

from datetime import UTC, datetime

from sample_wire import to_captures

from transforms.read import read_captures
from transforms.read.recent_posts import MOST_POSTS

BODY = "OAKMERE, March 3, 2026 (GLOBE NEWSWIRE) -- Oakmere Bio today said that its trial has begun in adults with gout."


def read(name, text):
    return read_captures(
        to_captures([(name, text.encode(), {"observed_at": datetime(2026, 3, 4, tzinfo=UTC).isoformat()})])
    )


def test_a_saved_list_of_posts_that_goes_on():
    entries = "\n\n".join(f"Headline of the post number {n}\n\n2 hours ago" for n in range(250))
    result = read("a.txt", f"Oakmere Begins Trial\n\n{BODY}\n\nRecent Posts\n\n{entries}")
    assert result.posts.height == 200
    assert result.rejects["reason"].to_list() == ["too_large"]
    assert "behind number 200" in result.rejects["detail"][0]
    assert result.log["item_count"].to_list() == [202]


def test_a_list_of_posts_on_a_page_that_goes_on():
    entries = "".join(
        f'<li><a href="https://oakmere.example/{n}">Headline of the post number {n}</a> <span>2 hours ago</span></li>'
        for n in range(MOST_POSTS + 50)
    )
    page = (
        f"<html><body><main><article><h1>Oakmere Begins Trial</h1><p>{BODY}</p><p>{BODY}</p></article></main>"
        f"<section><h2>Recent Posts</h2><ul>{entries}</ul></section></body></html>"
    )
    result = read("a.html", page)
    assert result.posts.height == MOST_POSTS
    assert "too_large" in result.rejects["reason"].to_list()


def test_a_filing_of_too_many_documents():
    exhibit = f"<DOCUMENT>\n<TYPE>EX-99.1\n<TEXT>\nOakmere Begins Trial\n\n{BODY}\n</TEXT>\n</DOCUMENT>\n"
    other = "<DOCUMENT>\n<TYPE>GRAPHIC\n<TEXT>\nx\n</TEXT>\n</DOCUMENT>\n"
    filing = "-----BEGIN PRIVACY-ENHANCED MESSAGE-----\n" + exhibit + other * 600 + exhibit
    result = read("a.txt", filing)
    assert result.documents.height == 1
    assert result.rejects["reason"].to_list() == ["too_large"]
