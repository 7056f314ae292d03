from datetime import UTC, datetime

from read.payloads import read_one, reasons
from read.test_page import LEAD, SECOND, TITLE

HEADER = """<SEC-DOCUMENT>0000000000-31-000001.txt : 20310506
<SEC-HEADER>
CONFORMED SUBMISSION TYPE:	8-K
FILED AS OF DATE:		20310506
</SEC-HEADER>
"""


def document(kind, text):
    return f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>1\n<FILENAME>x\n<TEXT>\n{text}\n</TEXT>\n</DOCUMENT>\n"


FORM = document(
    "8-K", "<html><body><p>Item 8.01 Other Events. A release is attached as Exhibit 99.1, and so on.</p></body></html>"
)
PAGE = f"<html><head><title>EX-99.1</title></head><body><p><b>{TITLE}</b></p><p>{LEAD}</p><p>{SECOND}</p></body></html>"


def test_exhibits_are_releases_and_forms_are_not():
    text = f"{TITLE}\n\n{LEAD}\n\n<PAGE>  2\n\n{SECOND}"
    filing = (
        HEADER + FORM + document("EX-99.1", PAGE) + document("EX-99.2", text) + document("GRAPHIC", "begin 644 x.jpg")
    )
    result = read_one(filing, "x.txt")
    html, plain = result.documents.to_dicts()
    assert html["text"] == f"{TITLE}\n\n{LEAD}\n\n{SECOND}"
    assert plain["text"].split() == f"{TITLE} {LEAD} {SECOND}".split()
    assert html["release_id"] != plain["release_id"]
    assert {row["published_at"] for row in (html, plain)} == {datetime(2031, 5, 6, tzinfo=UTC)}
    assert {row["published_at_precision_s"] for row in (html, plain)} == {86400}
    assert result.log.select("kind", "item_count").row(0) == ("archive", 2)


def test_filing_without_a_release_is_refused_with_what_it_holds():
    result = read_one(HEADER + FORM + document("EX-10.1", "An agreement."), "x.txt")
    assert reasons(result) == ["not_a_release"]
    assert "8-K, EX-10.1" in result.rejects["detail"][0]


def test_empty_exhibit_is_refused():
    assert reasons(read_one(HEADER + document("EX-99", ""), "x.txt")) == ["no_text"]


def test_filing_cut_in_the_middle_gives_what_it_has():
    filing = HEADER + document("EX-99.1", PAGE)
    assert read_one(filing[: filing.index("</body>")], "x.txt").documents.height == 1
