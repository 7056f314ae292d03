import json
from datetime import UTC, datetime

import pytest
from read.payloads import item_rows, read_document, read_one, reasons

POST = {
    "id": 7,
    "date": "2031-05-06T03:30:00",
    "date_gmt": "2031-05-06T07:30:00",
    "link": "https://pinboard.example/2031/05/larkmere/",
    "title": {"rendered": "Larkmere &#8217;s Trial Begins"},
    "content": {
        "rendered": "<p> | Source: Larkmere Bio</p><ul><li>One</li></ul><p>LEEDS &#8212; It began.</p>",
        "protected": False,
    },
    "excerpt": {"rendered": "<p>LEEDS &hellip;</p>"},
    "_embedded": {"wp:term": [[{"taxonomy": "category", "name": "Health"}], [{"taxonomy": "post_tag", "name": "x"}]]},
}


def test_post_is_a_release():
    document = read_document(json.dumps(POST))
    assert document["title"] == "Larkmere ’s Trial Begins"
    assert document["text"] == "Larkmere ’s Trial Begins\n\n• One\n\nLEEDS — It began."
    assert document["source_line"] == "Larkmere Bio"
    assert document["url"] == "https://pinboard.example/2031/05/larkmere/"
    assert document["published_at"] == datetime(2031, 5, 6, 7, 30, tzinfo=UTC)
    assert document["published_at_precision_s"] == 1
    assert document["categories"] == ["Health"]


def test_local_date_is_exact_to_the_day():
    document = read_document(json.dumps({**POST, "date_gmt": None}))
    assert document["published_at_precision_s"] == 86400


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": {"rendered": " "}}, "no_title"),
        ({"content": {"rendered": ""}, "excerpt": {"rendered": ""}}, "no_text"),
        ({"content": {"rendered": "", "protected": True}}, "no_text"),
    ],
)
def test_posts_without_headline_or_text_are_refused(changes, reason):
    assert reasons(read_one(json.dumps([{**POST, **changes}]))) == [reason]


def test_list_keeps_count_of_what_it_holds():
    payload = [POST, POST, {"id": 8}, {**POST, "link": "https://pinboard.example/2"}]
    result = read_one(json.dumps(payload))
    assert result.log.select("kind", "item_count").row(0) == ("wordpress", 4)
    assert item_rows(result) == 4
    assert sorted(reasons(result)) == ["bad_record", "duplicate_item"]


@pytest.mark.parametrize(
    ("payload", "reason", "detail"),
    [
        ({"code": "rest_no_route", "message": "No route", "data": {"status": 404}}, "unknown_shape", "rest_no_route"),
        ([], "no_text", "empty"),
        ({"prices": [1, 2]}, "unknown_shape", "prices"),
        ([1, "two"], "unknown_shape", "2 values"),
        ("text", "unknown_shape", "str"),
    ],
)
def test_other_json_is_refused_with_what_it_is(payload, reason, detail):
    result = read_one(json.dumps(payload), content_type="application/json")
    assert reasons(result) == [reason]
    assert detail in result.rejects["detail"][0]
