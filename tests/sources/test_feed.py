"""Feeds: the feed once, its pages once, and whatever goes wrong said and tried again."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from orchestration.sources import PoliteClient, RawStore, pull_source
from orchestration.sources.config import FeedSource
from orchestration.sources.feed import is_feed, read_items

from .conftest import STARTED_AT, snapshot, stored


def rss(*items: tuple[str, str], head: str = "") -> bytes:
    body = "".join(
        f"<item><title>{title}</title><link>{link}</link><pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate></item>"
        for title, link in items
    )
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Wire</title>{body}</channel></rss>'.encode()


@pytest.fixture
def pull(server, store, fake_time):
    def pull(day=0, **keys):
        """Pull with a client of its own, as each run does."""
        source = FeedSource(id="wire", kind="feed", url=server.url("/feed"), **keys)
        with PoliteClient(request_seconds=5, sleep=fake_time.sleep, clock=fake_time.clock) as client:
            return pull_source(source, store, client=client, started_at=STARTED_AT + timedelta(days=day))

    return pull


def serve_page(server, path, text="page"):
    server.serve(path, f"<h1>{text} {path}</h1>".encode(), Content_Type="text/html", ETag=f'"{text}"')


def test_a_feed_and_its_pages_are_captured(server, store, pull):
    server.serve("/feed", rss(("A", server.url("/a")), ("B", "/b")), Content_Type="application/rss+xml")
    serve_page(server, "/a")
    serve_page(server, "/b")
    report = pull()
    captures = stored(store)
    assert captures["location"].to_list() == [server.url("/feed"), server.url("/a"), server.url("/b")]
    assert captures["content_type"].to_list() == ["application/rss+xml", "text/html", "text/html"]
    assert '"etag": "\\"page\\""' in captures["headers_json"][1]
    assert (captures["observed_at"] == captures["captured_at"]).all()
    assert (report.captured, report.failed, report.warnings) == (3, 0, [])


@pytest.mark.parametrize("validators", [True, False], ids=["with validators", "without"])
def test_a_second_pull_of_an_unchanged_feed_writes_nothing(server, store, pull, validators):
    feed = rss(("A", "/a"), ("B", "/b"), ("Gone", "/gone"))

    def answer(handler):
        if validators and handler.headers.get("If-None-Match") == '"f1"':
            handler.reply(304)
        else:
            handler.reply(200, feed, **({"ETag": '"f1"'} if validators else {}))

    server.routes["/feed"] = answer
    serve_page(server, "/a")
    serve_page(server, "/b")
    assert pull().captured == 3
    server.requests.clear()
    before = snapshot(store.raw_dir)
    report = pull()
    assert server.asked() == ["/feed"], "known pages are not asked"
    assert (report.captured, report.unchanged, report.failed) == (0, 1, 0)
    assert snapshot(store.raw_dir) == before


def test_only_new_and_changed_items_are_asked(server, store, pull):
    server.serve("/feed", rss(("A", "/a"), ("B", "/b")))
    for path in ["/a", "/b", "/c"]:
        serve_page(server, path)
    pull()
    server.requests.clear()
    server.serve("/feed", rss(("C", "/c"), ("A, corrected", "/a"), ("B", "/b")))
    server.serve("/a", b"", status=304)
    report = pull()
    assert server.asked() == ["/feed", "/c", "/a"]
    assert server.requests[-1][1]["if-none-match"] == '"page"', "a changed item's page is asked conditionally"
    assert (report.captured, report.unchanged) == (2, 1)
    server.requests.clear()
    pull()
    assert server.asked() == ["/feed"]


def test_html_where_a_feed_was_promised_is_said_with_its_opening(server, store, pull):
    server.serve("/feed", b"<!DOCTYPE html><html><title>Please log in</title>", Content_Type="text/html")
    report = pull()
    assert report.failed_wholly
    capture = stored(store).row(0, named=True)
    assert (capture["problem"], capture["payload"], capture["payload_bytes"]) == ("not_a_feed", b"", 49)
    assert "text/html" in capture["problem_detail"]
    assert "Please log in" in capture["problem_detail"]


def test_a_page_that_fails_for_now_is_asked_again_though_the_feed_is_unchanged(server, store, pull):
    server.serve("/feed", rss(("A", "/a"), ("B", "/b")), ETag='"f1"')
    serve_page(server, "/a")
    server.serve("/b", b"", status=503)
    report = pull()
    assert (report.captured, report.failed) == (2, 1)
    assert "1 of 2 linked pages are left for the next pull" in report.warnings[0]
    serve_page(server, "/b")
    server.requests.clear()
    report = pull()
    assert "if-none-match" not in server.requests[1][1], "the whole feed is needed again"
    assert server.asked() == ["/feed", "/b"]
    assert (report.captured, report.failed) == (1, 0)
    pull()
    server.requests.clear()
    pull()
    assert server.requests[1][1]["if-none-match"] == '"f1"'


def test_pages_that_keep_failing_do_not_keep_the_others_waiting(server, store, pull):
    server.serve("/feed", rss(*[(f"{number}", f"/{number}") for number in range(6)]))
    for number in range(6):
        server.serve(f"/{number}", b"", status=500)
    for number in [3, 4, 5]:
        serve_page(server, f"/{number}")
    report = pull()
    assert (report.captured, report.failed) == (1, 3), "after three failures the server is left alone"
    assert "6 of 6 linked pages are left" in report.warnings[0]
    assert pull().captured == 3
    before = snapshot(store.raw_dir)
    assert pull().failed == 3
    assert snapshot(store.raw_dir) == before


def test_a_page_that_is_gone_is_not_asked_again(server, store, pull):
    server.serve("/feed", rss(("A", "/a")))
    assert dict(pull().by_reason) == {"http_error": 1}
    server.requests.clear()
    pull()
    assert server.asked() == ["/feed"]


def test_hostile_links_are_refused(server, other_server, store, pull):
    no_web_address = ["file:///etc/passwd", "javascript:alert(1)", "//[::1"]
    links = ["http://169.254.169.254/latest/meta-data/", other_server.url("/secret"), "http://localhost:9/", "//[::1]/"]
    server.serve("/feed", rss(*[("A", link) for link in no_web_address + links]))
    report = pull()
    assert dict(report.by_reason) == {"unreachable": len(links)}
    assert other_server.requests == []
    assert (stored(store)["payload_bytes"] > 0).sum() == 1, "the feed itself"


def test_pages_are_bounded_and_the_rest_follows(server, store, pull):
    server.serve("/feed", rss(*[(f"{number}", f"/{number}") for number in range(5)]))
    for number in range(5):
        serve_page(server, f"/{number}")
    counts = []
    for _ in range(4):
        report = pull(max_items=2)
        counts.append(report.captured)
    assert counts == [3, 2, 1, 0]
    assert report.warnings == []


def test_items_need_not_be_followed(server, store, pull):
    server.serve("/feed", rss(("A", "/a")))
    assert pull(follow_items=False).captured == 1
    assert server.asked() == ["/feed"]


def test_a_failing_feed_is_one_failure_a_day(server, store, pull):
    server.serve("/feed", b"", status=500)
    assert pull().failed_wholly
    assert pull().failed_wholly
    assert pull(day=1).failed_wholly
    assert stored(store)["problem"].to_list() == ["http_error", "http_error"]


def test_a_feed_cut_in_the_middle_is_kept_for_the_reader(server, store, pull):
    server.serve("/feed", rss(("A", "/a"))[:-40] + b"\x00<\xff&boom;")
    report = pull()
    assert report.captured == 1


def test_pages_long_gone_from_the_feed_are_forgotten(server, store, pull, monkeypatch):
    server.serve("/feed", rss(("A", "/a")))
    serve_page(server, "/a")
    serve_page(server, "/b")
    pull()
    monkeypatch.setattr("orchestration.sources.feed.FORGET_AFTER", timedelta(0))
    server.serve("/feed", rss(("B", "/b")))
    pull()
    state = (store.raw_dir / "wire" / "state.json").read_text()
    assert server.url("/a") not in state
    assert server.url("/b") in state


HEADS = [
    (rss(), True),
    (rss(head="<!-- made by <b>hand</b> -->\n<?xml-stylesheet href='a.xsl'?>"), True),
    (b'\xef\xbb\xbf \n<feed xmlns="http://www.w3.org/2005/Atom">', True),
    (b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', True),
    (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
    ('<?xml version="1.0" encoding="utf-16"?><rss version="2.0">'.encode("utf-16"), True),
    (b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "items": []}', True),
    (b"<!DOCTYPE html><html><body>rss feed</body></html>", False),
    (b"<html><rss>", False),
    (b'{"code": "rest_no_route"}', False),
    (b"", False),
    (b"rss", False),
    (b"<!--" * 5000, False),
    (b"\x89PNG\r\n\x1a\n", False),
]


@pytest.mark.parametrize(("content", "expected"), HEADS, ids=[str(number) for number in range(len(HEADS))])
def test_a_feed_is_known_by_its_opening(content, expected):
    assert is_feed(content) is expected


def test_items_of_atom_and_json_feeds_have_links():
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title>
      <entry><title>A</title><link href="https://wire.example/a"/><updated>2026-03-02T09:00:00Z</updated></entry>
    </feed>"""
    json_feed = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "W",
      "items": [{"id": "1", "url": "/a", "title": "A"}, {"id": "2", "title": "no link"}]}"""
    assert [item.url for item in read_items(atom, "https://wire.example/feed")] == ["https://wire.example/a"]
    assert [item.url for item in read_items(json_feed, "https://wire.example/feed")] == ["https://wire.example/a"]


PULL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from orchestration.sources import PoliteClient, RawStore, pull_source
from orchestration.sources.config import FeedSource
import orchestration.sources.store

orchestration.sources.store.PART_SECONDS = float(sys.argv[3])
source = FeedSource(id="wire", kind="feed", url=sys.argv[1], requests_per_minute=600)
with PoliteClient(sleep=lambda seconds: None) as client:
    pull_source(source, RawStore(Path(sys.argv[2])), client=client, started_at=datetime(2026, 3, 2, tzinfo=UTC))
"""


@pytest.mark.parametrize("part_seconds", [0, 60], ids=["stored page by page", "nothing stored yet"])
def test_kill_9_between_pages_loses_nothing_and_doubles_nothing(server, tmp_path, part_seconds):
    reached = threading.Event()

    def hang(handler):
        reached.set()
        handler.server.release.wait(30)

    server.release = threading.Event()
    server.serve("/feed", rss(*[(f"{number}", f"/{number}") for number in range(4)]), ETag='"f1"')
    for number in range(4):
        serve_page(server, f"/{number}")
    server.routes["/2"] = hang
    command = [sys.executable, "-c", PULL, server.url("/feed"), str(tmp_path), str(part_seconds)]
    process = subprocess.Popen(command)
    try:
        assert reached.wait(30)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        server.release.set()
    serve_page(server, "/2")
    server.requests.clear()
    subprocess.run(command, check=True, timeout=60)
    captures = stored(RawStore(tmp_path))
    assert sorted(captures["location"]) == sorted(server.url(path) for path in ["/feed", "/0", "/1", "/2", "/3"])
    assert captures["capture_id"].is_unique().all()
    if part_seconds == 0:
        assert server.asked() == ["/feed", "/1", "/2", "/3"], "at most the last page stored is asked again"
