import json
from datetime import UTC, datetime

import pytest
from read.payloads import read_document, read_one, reasons

MARKDOWN = """# Larkmere Bio &amp; Tarn Begin a Trial

![](https://pictures.example/1.png)

* First point  \n* Second point

 LEEDS, May 6, 2031 --\xa0Larkmere said that [its trial](https://larkmere.example/t) had begun. **Bold** words\u200b.

***

About Larkmere

It is in Leeds.

###

 This news story relied on content distributed by Wire. Enhancement provided by Ramp.

---

[Original/Source Press Release](https://larkmere.example/news/1)

[Newsramp.com TLDR](https://ramp.example/x)

A Foreign Headline That Is Not This One
"""
RECORD = {"path": "larkmere/2031/0506/x.md", "site": "larkmere", "date": "2031-05-06", "markdown": MARKDOWN}


def test_markdown_record_is_a_release():
    document = read_document(json.dumps(RECORD), "archive.jsonl.gz#larkmere/2031/0506/x.md")
    assert document["text"] == (
        "Larkmere Bio & Tarn Begin a Trial\n\n• First point\n• Second point\n\n"
        "LEEDS, May 6, 2031 -- Larkmere said that its trial had begun. Bold words.\n\nAbout Larkmere\n\nIt is in Leeds."
    )
    assert document["title"] == "Larkmere Bio & Tarn Begin a Trial"
    assert document["url"] == "https://larkmere.example/news/1"
    assert document["published_at"] == datetime(2031, 5, 6, tzinfo=UTC)
    assert document["published_at_precision_s"] == 86400


def test_record_without_trailer_keeps_its_text():
    document = read_document(json.dumps({"markdown": "# T\n\nA text of some words.\n\n---\n\nMore of it."}))
    assert document["text"] == "T\n\nA text of some words.\n\nMore of it."
    assert document["url"] is None


def test_text_that_holds_its_title_is_not_altered():
    text = "Categories: Health\n\nA Title\n\n  Body\xa0text. \n\nRecent Posts\n\nOther Title Here\n\n1 day ago"
    record = {"doc_id": "d1", "title": "A Title", "text": text, "published_at": "2031-05-06T07:30:00-04:00"}
    result = read_one(json.dumps(record), "a.jsonl#d1")
    (document,) = result.documents.to_dicts()
    assert document["text"] == "Categories: Health\n\nA Title\n\n  Body\xa0text."
    assert document["published_at"] == datetime(2031, 5, 6, 11, 30, tzinfo=UTC)
    assert result.posts["title"].to_list() == ["Other Title Here"]


def test_title_is_put_above_a_body_without_it():
    document = read_document(json.dumps({"title": "A  Title", "body": "Body text here.", "url": "https://x.example/1"}))
    assert document["text"] == "A Title\n\nBody text here."
    assert document["url"] == "https://x.example/1"


def test_text_that_was_escaped_once_too_often_is_read_as_meant():
    title = "Velmora&reg; Works &amp; Lasts"
    body = "Velmora&reg; works,&nbsp;&quot;so far&quot;&#39;: 5 &lt; 6. See https://x.example/?a=1&reg=2 of R&D."
    document = read_document(json.dumps({"title": title, "body": body}))
    assert document["title"] == "Velmora® Works & Lasts"
    assert document["text"] == (
        'Velmora® Works & Lasts\n\nVelmora® works,\xa0"so far"\': 5 < 6. See https://x.example/?a=1&reg=2 of R&D.'
    )


def test_record_with_a_summary_only_is_a_post():
    record = {"title": "A Title", "summary": "It opens…", "link": "https://x.example/2", "date": "2031-05-06"}
    result = read_one(json.dumps(record))
    assert result.documents.is_empty()
    assert result.posts.row(0, named=True)["is_truncated"] is True


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"path": "x.md", "site": "x"}, "bad_record"),
        ({"markdown": ""}, "no_text"),
        ({"markdown": "# Only a headline"}, "no_text"),
        ({"title": "A", "text": " "}, "bad_record"),
    ],
)
def test_records_without_a_text_are_refused(payload, reason):
    assert reasons(read_one(json.dumps(payload), "a.jsonl#1")) == [reason]


def test_a_damaged_line_is_refused():
    assert reasons(read_one('{"path": "x.md", "markd', "a.jsonl#1")) == ["not_json"]


def test_half_a_surrogate_pair_is_replaced():
    assert "\\ud83d" not in read_document('{"title": "T", "text": "T \\ud83d and some words"}')["text"]


def test_list_of_records_is_read_whole():
    records = [{"url": f"https://x.example/{n}", "title": f"T {n}", "body": "Some words."} for n in range(3)]
    result = read_one(json.dumps([*records, {"strange": 1}]))
    assert result.documents.height == 3
    assert reasons(result) == ["unknown_shape"]
