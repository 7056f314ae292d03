"""Whatever the bytes are: nothing raises, every item is counted, and time grows with size and not with its square."""

import json

import pytest
from growth import LINEAR, growth
from hypothesis import given, settings
from hypothesis import strategies as st
from read.payloads import capture_row, frame_of, item_rows, read_one

from transforms.read import read_captures
from transforms.tables import CaptureLog, Documents, Rejects, Studies

PIECES = """
<html>| <body>|<p>|</p>|<div class='entry-content'>|</div>|<h2>Recent Posts</h2>|<li>|<ul>|<a href='/x'>|</a>|<h1>
</h1>|A headline of a good many words|2 hours ago|<pre>|<br>|<table><tr><td>|&nbsp;|&#xD800;|<rss><channel><item>
<title>
</title>|<![CDATA[|]]>
<!--|-->|<?xml|?>|{|}|"|[|]|:|,|{"markdown": "# T|{"studies": [|<script>|<meta charset=
utf-7>|<article>|<aside>|<time datetime='2031-05-06'>|Categories: |</aside>|</body></html>|…
""".replace("\n", "|").split("|")
PIECES += ["\\ud800", "\x00", "\u202e", "\ufeff", "Recent Posts\n", "\n\n", "| Source: X"]


def holds(result):
    assert item_rows(result) == result.log["item_count"].sum()
    assert (result.log["item_count"] >= 1).all()
    for frame, table in [
        (result.log, CaptureLog),
        (result.documents, Documents),
        (result.studies, Studies),
        (result.rejects, Rejects),
    ]:
        table.validate(frame)
    assert "reader_failed" not in result.rejects["reason"].cast(str).to_list(), result.rejects["detail"].to_list()


@settings(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from([None, "text/html", "application/json", "text/xml; charset=utf-16"]))
def test_any_bytes_are_accounted_for(payload, content_type):
    holds(read_one(payload, content_type=content_type))


@settings(max_examples=250)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=40))
def test_any_markup_is_accounted_for(pieces):
    payload = "".join(pieces).encode("utf-8", "surrogatepass")
    holds(read_captures(frame_of(capture_row(payload, "x.html"), capture_row(payload, "https://x.example/a#1"))))


KEYS = ["markdown", "text", "title", "content", "rendered", "studies", "protocolSection", "nct_id", "version", "items"]
KEYS += [
    "code",
    "message",
    "summary",
    "date",
    "identificationModule",
    "nctId",
    "categories",
    "_embedded",
    "wp:term",
    "url",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=250)
@given(JSON)
def test_any_json_is_accounted_for(value):
    holds(read_one(json.dumps(value), content_type="application/json"))


# A head, a piece and how many thousand of it, a tail.
MARKDOWN = '{"markdown": "# T\\n\\n'
HEAVY = {
    "nested div": ("<html><body>", "<div>", 100, "text " * 200),
    "nested span": ("<html><body><p>", "<span>", 100, "text " * 200),
    "nested table": ("<html><body>", "<table><tr><td>", 30, ""),
    "nested pre": ("<html><body>", "<pre>\n\nx", 4, ""),
    "recent heads": ("<html><body>", "<h2>Recent Posts</h2><p><a href=/x>A long enough title here</a></p>", 20, ""),
    "headings": ("<html><body>", "<h1>Recent Posts and so on</h1>", 50, ""),
    "one line": ("", "word ", 1000, ""),
    "one line of html": ("<html><body><p>", "word ", 1000, ""),
    "one word": ("<p>", "a", 5000, ""),
    "less-than signs": ("<p>", "<", 2000, ""),
    "ampersands": ("", "&", 2000, ""),
    "open comment": ("<!--", "-", 3000, ""),
    "feed items": ("<rss><channel>", "<item><title>t</title></item>", 50, ""),
    "nested items": ("<rss><channel>", "<item>", 100, ""),
    "entities": ("<rss><channel><item><title>a</title><description>", "&a;", 500, ""),
    "nested json": ("", "[", 500, ""),
    "nested objects": ("", '{"a":', 500, ""),
    "large number": ('{"a":', "9", 2000, "}"),
    "markdown links": (MARKDOWN, "[a](http", 200, '"}'),
    "markdown stars": (MARKDOWN, "**", 300, '"}'),
    "markdown rules": (MARKDOWN, "\\n---\\n", 200, '"}'),
    "markdown spaces": (MARKDOWN, " \\u00a0", 300, 'x"}'),
    "recent text": ("Some title here\n\n", "Recent Posts\n\n", 100, ""),
    "blank lines": ("a b c\n", "\n", 3000, ""),
    "attributes": ("<div ", "a=b ", 300, ">x</div>"),
    "class words": ('<div class="', "a ", 1000, '">' + "text " * 200),
    "title parts": ("<title>", "a | b - ", 300, "</title><body><p>" + "word " * 200),
    "line breaks": ("<p>", "<br>", 100, ""),
    "cells": ("<table>", "<td>a", 80, ""),
}


def heavy(name, size):
    head, piece, thousands, tail = HEAVY[name]
    return head + piece * (thousands * size) + tail


@pytest.mark.parametrize("name", list(HEAVY))
def test_heavy_input_takes_linear_time(name):
    holds(read_one(heavy(name, 1_000)))
    assert growth(lambda size: read_one(heavy(name, size)), 100) < LINEAR
