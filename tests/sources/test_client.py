"""Manners and bounds of the HTTP client, against a real server."""

import gzip
import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from orchestration.sources import PoliteClient
from orchestration.sources.captures import Failure
from orchestration.sources.client import MAX_ROBOTS_BYTES, MAX_URL_LENGTH, Fetched, NotModified, Postponed
from orchestration.sources.config import FeedSource


@pytest.fixture
def source(server):
    return FeedSource(id="wire", kind="feed", url=server.url("/feed"), requests_per_minute=60, max_bytes=10_000)


def test_a_payload_comes_with_its_headers_and_without_cookies(server, client, source):
    server.serve("/feed", b"<rss/>", Content_Type="application/rss+xml", Set_Cookie="session=secret")
    answer = client.get(source.url, source)
    assert isinstance(answer, Fetched)
    assert answer.content == b"<rss/>"
    assert answer.headers["content-type"] == "application/rss+xml"
    assert "secret" not in answer.headers_json
    assert server.requests[-1][1]["user-agent"].startswith("trialwire/")


def test_validators_are_sent_and_304_is_understood(server, client, source):
    server.serve("/feed", b"", status=304)
    answer = client.get(source.url, source, etag='"v1"', last_modified="Mon, 02 Mar 2026 09:00:00 GMT")
    assert answer == NotModified()
    headers = server.requests[-1][1]
    assert headers["if-none-match"] == '"v1"'
    assert headers["if-modified-since"] == "Mon, 02 Mar 2026 09:00:00 GMT"


def test_a_304_nobody_asked_for_is_a_failure(server, client, source):
    server.serve("/feed", b"", status=304)
    assert client.get(source.url, source) == Failure("http_error", f"{source.url} answered 304 Not Modified")


class TestRobots:
    def test_a_forbidden_address_is_not_asked(self, server, client, source):
        server.serve("/robots.txt", b"User-agent: *\nDisallow: /feed\n")
        server.serve("/feed", b"<rss/>")
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert answer.reason == "robots_disallowed"
        assert server.asked() == []

    def test_rules_for_this_robot_win_and_are_asked_once(self, server, client, source):
        server.serve("/robots.txt", b"User-agent: *\nDisallow: /\n\nUser-agent: trialwire\nDisallow: /private\n")
        server.serve("/feed", b"<rss/>")
        for _ in range(3):
            assert isinstance(client.get(source.url, source), Fetched)
        assert server.asked(without_robots=False).count("/robots.txt") == 1

    @pytest.mark.parametrize("status", [401, 403, 404, 410])
    def test_no_file_allows_all(self, server, client, source, status):
        server.serve("/robots.txt", b"Disallow: /", status=status)
        server.serve("/feed", b"<rss/>")
        assert isinstance(client.get(source.url, source), Fetched)

    @pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
    @pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
    def test_of_a_very_long_file_the_beginning_is_heeded(self, server, client, source, newline, packed):
        rules = b"User-agent: *\nDisallow: /feed\n".replace(b"\n", newline)
        filler = b"Disallow: /archive/" + b"x" * 1000 + newline
        rules += filler * (MAX_ROBOTS_BYTES // len(filler) + 1)
        assert len(rules) > MAX_ROBOTS_BYTES
        # Cut within the line, this would forbid all.
        rules = rules[: MAX_ROBOTS_BYTES - len(b"Disallow: /")] + b"Disallow: /nowhere" + newline + rules[-3000:]
        server.serve(
            "/robots.txt", gzip.compress(rules) if packed else rules, **({"Content_Encoding": "gzip"} if packed else {})
        )
        server.serve("/other", b"<rss/>")
        refused = client.get(source.url, source)
        assert isinstance(refused, Failure)
        assert refused.reason == "robots_disallowed"
        assert isinstance(client.get(server.url("/other"), source), Fetched)

    def test_a_server_that_fails_to_give_it_is_left_alone_for_now(self, server, client, source):
        server.serve("/robots.txt", b"", status=503)
        server.serve("/feed", b"<rss/>")
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert (answer.reason, answer.may_pass) == ("robots_disallowed", True)
        assert server.asked() == []

    def test_crawl_delay_slows_the_pace(self, server, client, source, fake_time):
        server.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 7\n")
        server.serve("/feed", b"<rss/>")
        client.get(source.url, source)
        client.get(source.url, source)
        assert fake_time.slept[-1] == 7

    def test_a_redirect_into_a_forbidden_place_is_not_followed(self, server, client, source):
        server.serve("/robots.txt", b"User-agent: *\nDisallow: /private\n")
        server.serve("/feed", b"", status=302, Location="/private/feed")
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert answer.reason == "robots_disallowed"
        assert server.asked() == ["/feed"]


class TestPace:
    def test_a_host_is_asked_at_its_rate(self, server, client, source, fake_time):
        server.serve("/feed", b"<rss/>")
        for _ in range(3):
            client.get(source.url, source)
        assert fake_time.slept == [1, 1, 1], "robots.txt counts too"

    def test_too_many_requests_waits_as_long_as_it_says(self, server, client, source, fake_time):
        answers = [(429, {"Retry-After": "17"}), (200, {})]
        server.routes["/feed"] = lambda handler: handler.reply(answers[0][0], b"x", **answers.pop(0)[1])
        assert isinstance(client.get(source.url, source), Fetched)
        assert fake_time.slept[-1] == 17

    def test_retry_after_may_be_a_date(self, server, client, source, fake_time):
        moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
        answers = [(503, {"Retry-After": moment}), (200, {})]
        server.routes["/feed"] = lambda handler: handler.reply(answers[0][0], b"x", **answers.pop(0)[1])
        assert isinstance(client.get(source.url, source), Fetched)
        assert 25 < fake_time.slept[-1] <= 30

    def test_a_longer_wait_is_left_to_the_next_run(self, server, client, source):
        server.serve("/feed", b"", status=429, Retry_After="86400")
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert (answer.reason, answer.may_pass) == ("http_error", True)
        assert "86400 seconds" in answer.detail
        assert server.asked() == ["/feed"]


class TestRetries:
    def test_500_then_200_is_an_answer(self, server, client, source):
        statuses = [500, 502, 200]
        server.routes["/feed"] = lambda handler: handler.reply(statuses.pop(0), b"<rss/>")
        assert isinstance(client.get(source.url, source), Fetched)

    def test_they_end(self, server, client, source):
        server.serve("/feed", b"", status=500)
        answer = client.get(source.url, source)
        assert answer == Failure("http_error", f"{source.url} answered 500 Internal Server Error", may_pass=True)
        assert len(server.asked()) == 4

    @pytest.mark.parametrize("status", [400, 403, 404, 410, 451])
    def test_a_plain_no_is_not_asked_again(self, server, client, source, status):
        server.serve("/feed", b"", status=status)
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert (answer.reason, answer.may_pass) == ("http_error", False)
        assert len(server.asked()) == 1

    def test_a_cut_body_is_asked_again(self, server, client, source):
        def cut(handler):
            if len(server.asked()) > 1:
                handler.reply(200, b"<rss/>")
                return
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(b"<rss")
            handler.close_connection = True

        server.routes["/feed"] = cut
        answer = client.get(source.url, source)
        assert isinstance(answer, Fetched)
        assert answer.content == b"<rss/>"

    def test_a_host_that_keeps_failing_is_left_alone(self, server, client, source):
        server.serve("/feed", b"", status=500)
        for _ in range(3):
            client.get(source.url, source)
        asked = len(server.asked())
        answer = client.get(source.url, source)
        assert isinstance(answer, Postponed)
        assert (answer.reason, answer.may_pass) == ("unreachable", True)
        assert len(server.asked()) == asked

    def test_nobody_listening_is_unreachable(self, server, client, source):
        server.shutdown()
        server.server_close()
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert (answer.reason, answer.may_pass) == ("unreachable", True)


class TestBounds:
    def test_a_large_body_is_refused_by_its_announced_size(self, server, client, source):
        server.serve("/feed", b"x" * 50_000)
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert (answer.reason, answer.size_bytes) == ("too_large", 50_000)

    def test_a_body_without_end_is_cut_off(self, server, client, source):
        def pour(handler):
            handler.send_response(200)
            handler.send_header("Connection", "close")
            handler.end_headers()
            for _ in range(1_000_000):
                handler.wfile.write(b"x" * 65_536)

        server.routes["/feed"] = pour
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert answer.reason == "too_large"
        assert answer.size_bytes < 1_000_000

    def test_a_body_of_just_max_bytes_is_taken(self, server, client, source):
        server.serve("/feed", b"x" * 10_000)
        assert isinstance(client.get(source.url, source), Fetched)

    def test_gzip_is_unpacked(self, server, client, source):
        body = gzip.compress(b"<rss>" + b"a" * 5_000, mtime=0) + gzip.compress(b"</rss>", mtime=0)
        server.serve("/feed", body, Content_Encoding="gzip")
        answer = client.get(source.url, source)
        assert isinstance(answer, Fetched)
        assert answer.content == b"<rss>" + b"a" * 5_000 + b"</rss>"

    def test_a_gzip_bomb_is_cut_off_by_its_unpacked_size(self, server, client, source):
        server.serve("/feed", gzip.compress(b"\0" * 100_000_000, mtime=0), Content_Encoding="gzip")
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert answer.reason == "too_large"
        assert answer.size_bytes < 200_000

    def test_a_bomb_in_a_bomb_is_refused(self, server, client, source):
        inner = gzip.compress(b"\0" * 10_000_000, mtime=0)
        server.serve("/feed", gzip.compress(inner, mtime=0), Content_Encoding="gzip, gzip")
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert "nobody asked for" in answer.detail

    def test_damaged_gzip_is_a_failure(self, server, client, source):
        server.serve("/feed", gzip.compress(b"<rss/>" * 100, mtime=0)[:-12], Content_Encoding="gzip")
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert answer.reason == "unreachable"

    @pytest.mark.parametrize("part", ["headers", "body"])
    def test_a_slow_drip_ends_at_the_deadline(self, server, source, fake_time, part):
        dripped = []

        def drip(handler):
            if part == "body":
                handler.send_response(200)
                handler.end_headers()
            for drop in range(600):
                handler.wfile.write(b"X")
                dripped.append(drop)
                time.sleep(0.05)

        server.routes["/feed"] = drip
        with PoliteClient(request_seconds=0.5, sleep=fake_time.sleep, clock=fake_time.clock) as client:
            answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert (answer.reason, answer.may_pass) == ("timeout", True)
        # It is not waited out: the server would go on for a long time.
        assert 0 < len(dripped) < 300


class TestRedirects:
    def test_a_redirect_is_followed(self, server, client, source):
        server.serve("/feed", b"", status=301, Location="/new")
        server.serve("/new", b"<rss/>")
        answer = client.get(source.url, source)
        assert isinstance(answer, Fetched)
        assert json.loads(answer.headers_json)["trialwire-final-url"] == server.url("/new")

    def test_a_circle_ends(self, server, client, source):
        server.serve("/feed", b"", status=302, Location="/other")
        server.serve("/other", b"", status=302, Location="/feed")
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert answer.reason == "too_many_redirects"
        assert len(server.asked()) == 6

    @pytest.mark.parametrize(
        "target",
        [
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            "http://[::1]:80/",
            "http://[::ffff:127.0.0.1]/",
            "http://2130706433/",
            "http://localhost/",
            "file:///etc/passwd",
            "ftp://wire.example/",
            "gopher://127.0.0.1:70/_",
        ],
    )
    def test_a_redirect_to_a_private_place_is_refused(self, server, client, source, target):
        server.serve("/feed", b"", status=302, Location=target)
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert (answer.reason, answer.may_pass) == ("unreachable", False)

    @pytest.mark.parametrize("target", ["http:///nohost", "http://a:b:c/", "http://[", "//", "\t"])
    def test_a_redirect_to_no_address_is_a_failure(self, server, client, source, target):
        server.serve("/feed", b"", status=302, Location=target)
        assert isinstance(client.get(source.url, source), Failure)

    def test_another_port_of_this_machine_is_private_too(self, server, other_server, client, source):
        other_server.serve("/secret", b"secret")
        server.serve("/feed", b"", status=302, Location=other_server.url("/secret"))
        answer = client.get(source.url, source)
        assert isinstance(answer, Failure)
        assert "no public address" in answer.detail
        assert other_server.requests == []

    def test_a_name_that_leads_home_is_refused_when_it_connects(self, other_server, client, source):
        answer = client.get(other_server.url("/secret").replace("127.0.0.1", "localhost"), source)
        assert isinstance(answer, Failure)
        assert "no public address" in answer.detail
        assert other_server.requests == []


@pytest.mark.parametrize(
    "url", ["", "wire", "http://", "http://[", "http://\x00/", "https://" + "a" * MAX_URL_LENGTH, "http://a b/"]
)
def test_what_is_no_address_is_a_failure(client, source, url):
    answer = client.get(url, source)
    assert isinstance(answer, Failure)
    assert answer.reason == "unreachable"
