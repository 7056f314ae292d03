"""Each format holds whatever strangers write, and gives it back to a reader as plain text."""

import csv
import io
import json
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from orchestration.feeds.atom import as_atom
from orchestration.feeds.calendar import Event, as_ics
from orchestration.feeds.entries import Entry, Feed, stated_window
from orchestration.feeds.json_feed import as_json_feed
from orchestration.feeds.outside_text import clean_line, clean_text, web_address
from orchestration.feeds.revisions import Revision
from orchestration.feeds.tabular import write_tables
from transforms.read.feed import read_feed

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
UID = "8b2c6a44-9a3e-4b9f-8f0e-0d8d6c7a1b11"
HOSTILE = '</title><script>alert("1")</script> ]]> &amp; <![CDATA[ x'


def entry(**values: object) -> Entry:
    told = {
        "item_id": "i1",
        "title": "Hollin dosed the first patient",
        "url": "https://wire.example/1",
        "body": "Hollin today announced it.",
        "author": "Hollin, Inc.",
        "language": "en",
        "tags": ("first_patient_dosed",),
        "published_at": NOON,
        "first_observed_at": NOON,
        "release_ids": ("i1",),
    }
    return Entry(**told | values)


def revisions(*keys: tuple[str, str]) -> dict[tuple[str, str], Revision]:
    return {key: Revision(UID, "c", 3, NOON) for key in keys}


def atom_of(one: Entry) -> bytes:
    return as_atom(Feed("eye", "Eye", (one,)), revisions(("feed", "eye"), ("item", "i1")))


def json_of(one: Entry) -> dict:
    return json.loads(as_json_feed(Feed("eye", "Eye", (one,)), revisions(("item", "i1"))))


def event(**values: object) -> Event:
    expected = {
        "event_id": "e1",
        "summary": "Hollin, Inc.: topline readout",
        "description": "Stated window",
        "window_start": date(2026, 7, 1),
        "window_end": date(2026, 9, 30),
        "window_precision": "quarter",
        "url": "https://wire.example/1",
        "tags": ("data", "topline_readout"),
        "first_planned_at": NOON,
        "first_observed_at": NOON,
        "statement_count": 1,
        "milestone_ids": ("e1",),
    }
    return Event(**expected | values)


def unfolded(ics: bytes) -> dict[str, str]:
    """The properties of the only event, as RFC 5545 says that a program reads them (3.1, 3.3.11)."""
    body = ics.replace(b"\r\n ", b"").decode("utf-8")
    lines = body.split("BEGIN:VEVENT\r\n")[1].split("END:VEVENT")[0].removesuffix("\r\n").split("\r\n")
    return dict(line.split(":", 1) for line in lines)


def unescaped(value: str) -> str:
    parts = (part.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";") for part in value.split("\\\\"))
    return "\\".join(parts)


def test_atom_has_what_the_standard_asks_for():
    root = etree.fromstring(atom_of(entry()))
    assert root.findtext("a:id", namespaces=ATOM) == f"urn:uuid:{UID}"
    assert root.findtext("a:updated", namespaces=ATOM) == "2026-03-02T12:00:00Z"
    (one,) = root.findall("a:entry", ATOM)
    assert one.findtext("a:published", namespaces=ATOM) == "2026-03-02T12:00:00Z"
    assert one.find("a:link", ATOM).get("href") == "https://wire.example/1"
    assert one.find("a:category", ATOM).get("term") == "first_patient_dosed"
    assert one.findtext("a:author/a:name", namespaces=ATOM) == "Hollin, Inc."
    assert one.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_what_is_not_known_of_an_item_is_left_out():
    unknown = entry(url=None, language=None, tags=())
    (one,) = etree.fromstring(atom_of(unknown)).findall("a:entry", ATOM)
    assert {etree.QName(child).localname for child in one} == {
        "id",
        "title",
        "updated",
        "author",
        "published",
        "content",
    }
    assert one.attrib == {}
    assert {"url", "language"}.isdisjoint(json_of(unknown)["items"][0])


def test_a_time_of_day_that_nobody_stated_is_not_written():
    assert b"<published>" not in atom_of(entry(published_at=None))
    assert "date_published" not in json_of(entry(published_at=None))["items"][0]


def test_our_own_reader_reads_it():
    (post,) = read_feed(atom_of(entry()).decode(), "feed")
    assert (post.title, post.url) == ("Hollin dosed the first patient", "https://wire.example/1")
    assert post.published.at == NOON


def test_markup_is_text():
    (read,) = etree.fromstring(atom_of(entry(title=HOSTILE, body=HOSTILE))).findall("a:entry", ATOM)
    assert [child.tag for child in read.iter() if "script" in str(child.tag)] == []
    assert read.findtext("a:title", namespaces=ATOM) == HOSTILE
    assert read.find("a:content", ATOM).get("type") == "text"
    assert "content_html" not in json_of(entry(body=HOSTILE))["items"][0]


def test_json_feed_has_what_the_standard_asks_for():
    document = json_of(entry())
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = document["items"]
    assert item["id"] == f"urn:uuid:{UID}"
    assert (item["content_text"], item["tags"]) == ("Hollin today announced it.", ["first_patient_dosed"])
    assert item["date_published"] == item["date_modified"] == "2026-03-02T12:00:00Z"


@given(st.text())
def test_every_text_comes_back_from_atom_and_json_feed(text):
    one = entry(title=clean_line(text), body=clean_text(text))
    (read,) = etree.fromstring(atom_of(one)).findall("a:entry", ATOM)
    assert (read.findtext("a:title", namespaces=ATOM) or "") == one.title
    assert (read.findtext("a:content", namespaces=ATOM) or "") == one.body
    (item,) = json_of(one)["items"]
    assert (item["title"], item["content_text"]) == (one.title, one.body)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://wire.example/a?b=c&d=e#f", "https://wire.example/a?b=c&d=e#f"),
        (' https://wire.example/a b"<c>ü\n', "https://wire.example/a%20b%22%3Cc%3E%C3%BC"),
        ("https://wire.example/50%off/%20", "https://wire.example/50%25off/%20"),
        ("https://wire.example/\r\nDTSTART:20260101", "https://wire.example/%0D%0ADTSTART:20260101"),
        ("javascript:alert(1)", None),
        ("data:text/html,<script>", None),
        ("https://", None),
        ("http://[::1", None),
        ("file#12", None),
        (None, None),
    ],
)
def test_only_an_address_of_the_web_is_followed(url, written):
    assert web_address(url) == written


def test_an_event_spans_its_window():
    read = unfolded(as_ics([event()], revisions(("event", "e1"))))
    assert read["DTSTART;VALUE=DATE"] == "20260701"
    assert read["DTEND;VALUE=DATE"] == "20261001", "the first day that it is not"
    assert (read["UID"], read["SEQUENCE"], read["DTSTAMP"]) == (UID, "3", "20260302T120000Z")
    assert (read["TRANSP"], read["X-TRIALWIRE-WINDOW-PRECISION"]) == ("TRANSPARENT", "quarter")


@given(st.text())
def test_every_text_comes_back_from_the_calendar_in_lines_of_75_octets(text):
    ics = as_ics([event(summary=clean_line(text), description=clean_text(text))], revisions(("event", "e1")))
    assert ics.endswith(b"END:VCALENDAR\r\n")
    assert ics.count(b"\r") == ics.count(b"\n") == ics.count(b"\r\n")
    for line in ics.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no character is cut in two
    read = unfolded(ics)
    assert unescaped(read["SUMMARY"]) == clean_line(text)
    assert unescaped(read["DESCRIPTION"]) == clean_text(text)


def test_a_calendar_that_nothing_is_in_is_one():
    # RFC 5545, 3.6: at least one component.
    assert b"BEGIN:VTIMEZONE" in as_ics([], {})
    assert b"BEGIN:VTIMEZONE" not in as_ics([event()], revisions(("event", "e1")))


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ('=HYPERLINK("http://x.example")', '\'=HYPERLINK("http://x.example")'),
        ("+1 555", "'+1 555"),
        ("-0.5 points", "'-0.5 points"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("＝1+1", "'＝1+1"),
        ("\t=1+1", "'\t=1+1"),
        ("\rx", "'\rx"),
        ("a;=1+1", "a;=1+1"),
        ("Gain = 3, loss - 2", "Gain = 3, loss - 2"),
        ('say "yes"\nnow', 'say "yes"\nnow'),
        (None, ""),
    ],
)
def test_a_spreadsheet_runs_no_cell(tmp_path, title, cell):
    rows = pl.DataFrame(
        {"position": [-1], "title": [title], "types": [["a", "b"]], "at": [NOON], "is_health": [True]},
        schema_overrides={"title": pl.String},
    )
    write_tables(rows, tmp_path / "f.parquet", tmp_path / "f.csv")
    text = (tmp_path / "f.csv").read_bytes().decode("utf-8-sig")
    head, values = csv.reader(io.StringIO(text, newline=""))
    assert head == ["position", "title", "types", "at", "is_health"]
    assert values == ["-1", cell, "a b", "2026-03-02T12:00:00Z", "true"]
    assert text.count('","') >= 8, "every cell is quoted"
    assert pl.read_parquet(tmp_path / "f.parquet").equals(rows)


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ((date(2026, 7, 1), date(2026, 7, 1), "day"), "2026-07-01"),
        ((date(2026, 7, 1), date(2026, 9, 30), "quarter"), "2026-07-01 to 2026-09-30, quarter"),
        ((date(2026, 1, 1), date(2026, 12, 31), "year_fiscal"), "2026-01-01 to 2026-12-31, fiscal year"),
        ((date(2026, 3, 2), date(2026, 12, 31), "by_fiscal"), "by 2026-12-31"),
        ((date(2026, 3, 2), None, "vague"), "from 2026-03-02, vague"),
    ],
)
def test_a_window_is_said_no_more_exactly_than_the_text_did(window, said):
    assert stated_window(*window) == said
