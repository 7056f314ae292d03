from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.dateline import find_dateline

CASES = {
    "wire in brackets": ("OSLO, Jan. 05, 2024 (GLOBE NEWSWIRE) -- Fjell Bio today", "OSLO", None, date(2024, 1, 5)),
    "state": ("MADISON, Wis., March 3, 2025 /PRNewswire/ -- Lakeside", "MADISON", "Wis.", date(2025, 3, 3)),
    "no date": ("LYON & TURIN–(BUSINESS WIRE)–Alpina today", "LYON", None, None),
    "wire before date": (
        "ELM CITY, N.Y. - (NewMediaWire) - May 04, 2024 - Orchard",
        "ELM CITY",
        "N.Y.",
        date(2024, 5, 4),
    ),
    "city behind": ("(NewMediaWire) - May 04, 2024 - DENVER — A study", "DENVER", None, date(2024, 5, 4)),
    "full stop ends it": ("Calgary, Alberta, Canada June 3, 2025. Prairie Bio", "Calgary", "Alberta", date(2025, 6, 3)),
    "bracketed country": ("Port-Louis (France), June 12, 2024 – Marin SE", "Port-Louis", "France", date(2024, 6, 12)),
    "ordinal": ("AUSTIN, TX -- December 2nd, 2024 -- Bluebonnet Inc.", "AUSTIN", "TX", date(2024, 12, 2)),
    "two cities, region of the first": (
        "BERN, Switzerland and BOSTON, July 1, 2024 (GLOBE NEWSWIRE) -- Aare",
        "BERN",
        "Switzerland",
        date(2024, 7, 1),
    ),
    "newsfile": (
        "Vancouver, British Columbia--(Newsfile Corp. - May 5, 2025) - Pine",
        "Vancouver",
        "British Columbia",
        date(2025, 5, 5),
    ),
    "slashes": ("DAYTON, OH / ACCESSWIRE / May 5, 2025 / Wright Bio", "DAYTON", "OH", date(2025, 5, 5)),
    "wire that leaves the year out": ("ELMTON, Aug. 15 /PRNewswire-FirstCall/ -- Fjell", "ELMTON", None, None),
    "agency": ("ELM CITY, May 16 (Bernama) -- Fjell", "ELM CITY", None, None),
    "no year, no wire": ("ELMTON, Norland, Aug. 15 -- Fjell", "ELMTON", "Norland", None),
    "day, city and dash": ("8 September 2015, Cardiff – Fjell plc", "Cardiff", None, date(2015, 9, 8)),
    "day first": ("Berlin, 5. März 2026 – Spree AG", "Berlin", None, date(2026, 3, 5)),
    "behind a page's header": (
        "News June 4, 2021 * * * * * DUBUQUE,June 4, 2021// -- Plains",
        "DUBUQUE",
        None,
        date(2021, 6, 4),
    ),
    "glued to a bullet": (
        "-- Call today at 4:30 p.m. -- ITHACA, N.Y., Nov. 06, 2024 (GLOBE NEWSWIRE) -- Cayuga",
        "ITHACA",
        "N.Y.",
        date(2024, 11, 6),
    ),
    "no date, capitals": ("RENO, NV and TULSA, OK &ndash; Basin Inc. today", "RENO", "NV", None),
}


@pytest.mark.parametrize(("line", "city", "region", "day"), CASES.values(), ids=CASES.keys())
def test_reads_the_dateline(line, city, region, day):
    text = f"Headline\n\n{line}"
    found = find_dateline(text, len("Headline"))
    assert found is not None
    assert (found.city, found.region, found.day) == (city, region, day)


@pytest.mark.parametrize(
    "line",
    [
        "OSLO, Jan. 05, 2024 (GLOBE NEWSWIRE) -- ",
        "Oslo, Norway (Fjell NewsWire) Friday Jan 5, 2024 @ 7:00 AM Eastern — ",
    ],
)
def test_ends_where_the_news_begins(line):
    text = f"{line}Fjell Bio today announced"
    found = find_dateline(text)
    assert found is not None
    assert text[found.span_end :] == "Fjell Bio today announced"


@pytest.mark.parametrize(
    "text",
    [
        "The trial began on March 3, 2025 and will go on.",
        "Effective March 3, 2025, the company moves.",
        "Embargoed until 4:15 p.m. ET, Tuesday, Oct. 8, 2024\n\nA study of pills",
        "About AcmeNewsWire\n\nAcmeNewsWire (“ANW wire”) is a platform",
        "",
    ],
)
def test_a_date_in_a_sentence_is_no_dateline(text):
    assert find_dateline(text) is None


def test_an_impossible_day_is_no_date():
    found = find_dateline("OSLO, Feb. 30, 2024 (GLOBE NEWSWIRE) -- Fjell")
    assert found is None or found.day is None


@given(st.text(max_size=400), st.integers(0, 50))
def test_never_raises_and_stays_inside(text, start):
    found = find_dateline(text, start)
    if found:
        assert 0 <= found.span_start <= found.span_end <= len(text)
