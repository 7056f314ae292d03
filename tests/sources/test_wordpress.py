"""WordPress sites: every post once, oldest first, however many pages there are."""

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import polars as pl
import pytest

from orchestration.sources import PoliteClient, pull_source
from orchestration.sources.config import WordpressSource

from .conftest import STARTED_AT, snapshot, stored

API = "/wp-json/wp/v2/posts"


class Site:
    """As much of WordPress as matters here: posts by date, after and before exclusive, in pages."""

    def __init__(self, server, total_pages_header: bool = True) -> None:
        self.posts: list[dict] = []
        self.total_pages_header = total_pages_header
        server.routes[API] = self.answer

    def publish(self, *moments: str) -> None:
        for moment in moments:
            number = len(self.posts) + 1
            self.posts.append({"id": number, "date_gmt": moment, "title": {"rendered": f"Post {number}"}})

    def answer(self, handler) -> None:
        query = {key: values[0] for key, values in parse_qs(urlsplit(handler.path).query).items()}
        after = datetime.fromisoformat(query["after"]).replace(tzinfo=None)
        before = datetime.fromisoformat(query.get("before", "9999-12-31T00:00:00Z")).replace(tzinfo=None)
        found = [post for post in self.posts if after < datetime.fromisoformat(post["date_gmt"]) < before]
        found.sort(key=lambda post: post["date_gmt"])
        per_page, page = int(query["per_page"]), int(query["page"])
        pages = -(-len(found) // per_page)
        if page > max(pages, 1):
            handler.reply(400, b'{"code": "rest_post_invalid_page_number"}')
            return
        shown = found[(page - 1) * per_page : page * per_page]
        headers = {"X-WP-TotalPages": str(pages)} if self.total_pages_header else {}
        handler.reply(200, json.dumps(shown).encode(), Content_Type="application/json", **headers)


@pytest.fixture
def pull(server, store, fake_time):
    def pull(dates=(None, None), **keys):
        source = WordpressSource(id="site", kind="wordpress", url=server.url("/"), **{"per_page": 2} | keys)
        with PoliteClient(request_seconds=5, sleep=fake_time.sleep, clock=fake_time.clock) as client:
            return pull_source(
                source, store, client=client, started_at=STARTED_AT, from_date=dates[0], to_date=dates[1]
            )

    return pull


def post_ids(store) -> list[int]:
    payloads = stored(store).filter(pl.col("problem").is_null())["payload"]
    return [post["id"] for payload in payloads for post in json.loads(payload)]


@pytest.mark.parametrize("total_pages_header", [True, False])
def test_each_page_is_a_capture_and_no_post_is_left_out(server, store, pull, total_pages_header):
    site = Site(server, total_pages_header)
    site.publish(*[f"2026-02-{day:02}T08:00:00" for day in range(10, 15)])
    report = pull()
    assert post_ids(store) == [1, 2, 3, 4, 5]
    assert report.captured == 3
    assert stored(store)["content_type"].unique().to_list() == ["application/json"]


def test_a_second_pull_writes_nothing_and_new_posts_are_found(server, store, pull):
    site = Site(server)
    site.publish("2026-02-10T08:00:00", "2026-02-11T08:00:00", "2026-02-12T08:00:00")
    pull()
    before = snapshot(store.raw_dir)
    report = pull()
    assert (report.captured, report.unchanged) == (0, 1)
    assert snapshot(store.raw_dir) == before
    # Another post of the very second that was the last one, one a little late, and a later one.
    site.publish("2026-02-12T08:00:00", "2026-02-12T07:00:00", "2026-02-13T08:00:00")
    pull()
    assert set(post_ids(store)) == {1, 2, 3, 4, 5, 6}
    before = snapshot(store.raw_dir)
    pull()
    assert snapshot(store.raw_dir) == before


def test_a_site_without_posts_writes_nothing(server, store, pull):
    Site(server)
    report = pull()
    assert (report.captured, report.unchanged, report.failed) == (0, 1, 0)
    assert not list(store.raw_dir.rglob("*.parquet"))


def test_the_first_pull_goes_back_30_days_or_to_since(server, store, pull):
    site = Site(server)
    site.publish("2025-12-31T23:59:59", "2026-01-01T00:00:00", "2026-02-20T08:00:00")
    pull()
    assert post_ids(store) == [3]
    (store.raw_dir / "site" / "state.json").unlink()
    pull(since=date(2026, 1, 1))
    assert set(post_ids(store)) == {2, 3}


def test_reaching_max_pages_is_loud_and_the_next_pull_goes_on(server, store, pull):
    site = Site(server)
    site.publish(*[f"2026-02-{day:02}T08:00:00" for day in range(10, 18)])
    report = pull(max_pages=2)
    assert "max_pages = 2 was reached with pages left; the next pull goes on" in report.warnings[0]
    while report.warnings:
        report = pull(max_pages=2)
    assert set(post_ids(store)) == set(range(1, 9))


def test_more_posts_in_a_minute_than_max_pages_hold_ask_for_a_person(server, store, pull):
    site = Site(server)
    site.publish(*["2026-02-10T08:00:00"] * 8)
    pull(max_pages=2)
    assert "raise it and run again" in pull(max_pages=2).warnings[0]


def test_dates_ask_for_a_span_and_leave_the_state_alone(server, store, pull):
    site = Site(server)
    site.publish("2026-01-04T23:59:59", "2026-01-05T00:00:00", "2026-01-06T23:59:59", "2026-01-07T00:00:00")
    pull(dates=(date(2026, 1, 5), date(2026, 1, 6)))
    assert post_ids(store) == [2, 3]
    assert not (store.raw_dir / "site" / "state.json").exists()


def test_a_failure_in_the_middle_goes_on_from_there_next_time(server, store, pull):
    site = Site(server)
    site.publish(*[f"2026-02-{day:02}T08:00:00" for day in range(10, 15)])
    server.routes[API] = lambda handler: handler.reply(500) if "&page=2" in handler.path else site.answer(handler)
    report = pull()
    assert (report.captured, dict(report.by_reason)) == (1, {"http_error": 1})
    server.routes[API] = site.answer
    pull()
    assert set(post_ids(store)) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<!DOCTYPE html><title>Checking your browser</title>", "not_json"),
        (b'[{"id": 1}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"code": "rest_no_route", "message": "No route"}', "unknown_shape"),
        (b'["post"]', "unknown_shape"),
    ],
)
def test_what_is_no_list_of_posts_is_said(server, store, pull, body, reason):
    server.serve(API, body)
    report = pull()
    assert dict(report.by_reason) == {reason: 1}
    assert stored(store)["problem_detail"][0].count("opening: ") == 1


@pytest.mark.parametrize("field", ["date_gmt", "id"])
@pytest.mark.parametrize("value", [None, [], "tomorrow", {"a": 1}])
def test_hostile_fields_of_posts_do_not_stop_the_pull(server, store, pull, field, value):
    post = {"id": 1, "date_gmt": "2026-02-10T08:00:00"} | {field: value}
    server.serve(API, json.dumps([post]).encode(), X_WP_TotalPages="many")
    assert pull().captured == 1
    assert pull().failed == 0


def test_a_post_dated_in_the_future_hides_nothing(server, store, pull):
    site = Site(server)
    site.publish("2026-02-12T08:00:00", "2099-12-31T08:00:00")
    pull()
    site.publish("2026-02-13T08:00:00")
    pull()
    assert set(post_ids(store)) == {1, 2, 3}


def test_only_new_days_are_asked_for(server, store, pull):
    site = Site(server)
    moment = datetime(2026, 2, 12, 8, 0, tzinfo=UTC)
    site.publish(moment.strftime("%Y-%m-%dT%H:%M:%S"))
    pull()
    server.requests.clear()
    pull()
    query = parse_qs(urlsplit(server.asked()[0]).query)
    assert query["after"] == [(moment - timedelta(hours=2, seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")]
