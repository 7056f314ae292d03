"""Times in sentences: every row of the annotation guide's table, spellings, and what is no time of an event."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from growth import LINEAR, growth
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.window_calendar import add_months
from transforms.facts.window_terms import Span, Window
from transforms.facts.window_tokens import LEXICON, SETS
from transforms.facts.windows import find_windows, resolve_window
from transforms.reference import keys

PROJECT = Path(__file__).resolve().parents[2]
PUBLISHED = date(2026, 3, 10)
ROLES = ("announced", "guidance", "background")
with Path(__file__).with_name("window_examples.csv").open(encoding="utf-8", newline="") as lines:
    EXAMPLES = list(csv.DictReader(lines))


def said(sentence: str, published: date | None = PUBLISHED, role: str = "guidance") -> list[str]:
    """Resolve the times of a sentence to `start end precision`, `..` for no end."""
    resolved = [resolve_window(each, published, role) for each in find_windows(sentence) if each.kind == "time"]
    return [f"{window.start} {window.end or '..'} {window.precision}" for window in resolved if window]


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{row['group']}: {row['sentence']}" for row in EXAMPLES])
def test_reads_the_examples(example):
    published = date.fromisoformat(example["published"]) if example["published"] else None
    expected = [window for window in example["expected"].split("; ") if window]
    assert said(example["sentence"], published, example["role"]) == expected


@pytest.mark.parametrize(
    ("sentence", "surface", "kind"),
    [
        ("Data will be shown at ABCD 2026.", "2026", "name"),
        ("Data will be shown at the 2026 Annual Meeting.", "2026", "name"),
        ("Full 2026 data will be shown at the Harbor Congress.", "Full 2026", "time"),
        ("It speaks at the 2026 Harbor Securities Healthcare Conference.", "2026", "name"),
        ("It speaks at the Rare Cells Summit (RCS) 2026.", "2026", "name"),
        ("It speaks at the World Cell Congress Europe 2026.", "2026", "name"),
        ("It speaks at ABC-Europe 2026.", "2026", "name"),
        ("It expects approval in Europe 2026.", "2026", "time"),
        ("Pipeline: NDA 2026.", "2026", "time"),
        ("It won a place on the 2026 Biotech Power List.", "2026", "name"),
        ("It speaks at AB/CD™ 2026.", "2026", "name"),
        ("It speaks at LiverWeek 2026.", "2026", "name"),
        ("It held its Capital Markets Day 2026 in Porto.", "2026", "name"),
        ("It speaks at the Harbor Fall 2026 Investor Conference.", "Fall 2026", "name"),
        ("It starts in fall 2026 at the clinic.", "fall 2026", "time"),
        ("It was named a 2026 Leader in Care by the Harbor Journal.", "2026", "name"),
        ("It speaks at the World Congress of Cell Therapy 2026.", "2026", "name"),
        ("It attends RCS Live 2026 in Porto.", "2026", "name"),
        ("It expects the NDA Europe 2026.", "2026", "time"),
        ("It speaks at the 2026 Cell&#39;s Friends Conference.", "2026", "name"),
        ("The 2026 Run to Health team ran.", "2026", "name"),
        ("It tops the May 2026 Cell Index Report.", "May 2026", "name"),
        ("It files in May 2026 a report.", "May 2026", "time"),
        ("HOLLIN REAFFIRMS FISCAL 2026 OUTLOOK", "FISCAL 2026", "reporting_period"),
        ("It expects in Q3 2026 guidance from the FDA.", "Q3 2026", "time"),
        ("They have a May 3, 2026 data cut-off.", "May 3, 2026", "reporting_period"),
        ("The cutoff date of May 3, 2026 holds.", "May 3, 2026", "reporting_period"),
        ("The call is about year end 2026 results.", "year end 2026", "reporting_period"),
        ("It told its guidance for 2026 to holders.", "2026", "reporting_period"),
        ("It held $9 million in cash at June 30, 2026.", "June 30, 2026", "reporting_period"),
        ("It had enrolled 31 patients at June 30, 2026.", "June 30, 2026", "time"),
        ("It took a loan with a May 2029 maturity.", "May 2029", "horizon"),
        ("It reported second quarter 2026 financial results.", "second quarter 2026", "reporting_period"),
        ("It reported results for the second quarter of 2026.", "second quarter of 2026", "reporting_period"),
        ("First-quarter cell therapy revenue grew.", "First-quarter", "reporting_period"),
        ("Results for the three months ended June 30, 2026 follow.", "June 30, 2026", "reporting_period"),
        ("Results of the quarter of our year ended June 30, 2026 follow.", "June 30, 2026", "reporting_period"),
        ("It beat fiscal first-quarter estimates.", "fiscal first-quarter", "reporting_period"),
        ("The Q3 2026 charges are of a purchase.", "Q3 2026", "reporting_period"),
        ("Cash was $5 million as of June 30, 2026.", "June 30, 2026", "reporting_period"),
        ("Sales beat those of the same quarter of last year.", "last year", "reporting_period"),
        ("Cash lasts into 2028.", "2028", "horizon"),
        ("Patents run through mid-2041.", "mid-2041", "horizon"),
        ("It sold notes due 2029.", "2029", "horizon"),
        ("The company today announced that dosing began.", "today", "telling"),
        ("The company announced today that dosing began.", "today", "telling"),
        ("The company was notified today.", "today", "time"),
        ("Tarn said on Monday it expects data.", "Monday", "telling"),
        ("Tarn on Monday announced data.", "Monday", "telling"),
        ("Tarn speaks to its holders on Monday.", "Monday", "time"),
        ("Data are due in 2026.", "2026", "time"),
    ],
)
def test_kind(sentence, surface, kind):
    assert [(each.surface, each.kind) for each in find_windows(sentence)] == [(surface, kind)]


def test_surface_holds_what_bounds_the_window():
    sentence = "Dosing ends no later than the end of Q3 2026, before new sites open in May."
    assert [each.surface for each in find_windows(sentence)] == ["no later than the end of Q3 2026", "May"]


def test_listed_units_can_be_told_apart():
    (mention,) = find_windows("Data from the two trials are due in May and June 2027, respectively.")
    assert isinstance(mention.said, Span)
    assert mention.said.is_listed
    assert (mention.said.first.year, mention.said.last.year) == (2027, 2027)


def test_a_span_over_the_turn_of_the_year():
    assert said("It recruits from November to February.", date(2026, 9, 1)) == ["2026-11-01 2027-02-28 range"]
    assert said("It recruits from November to February 2027.", date(2026, 9, 1)) == ["2026-11-01 2027-02-28 range"]


def test_a_period_reported_on_is_past_whatever_is_to_come():
    period, due = find_windows("Results for the fourth quarter are due in April.")
    assert (period.kind, due.kind) == ("reporting_period", "time")
    for role in ROLES:
        assert resolve_window(period, PUBLISHED, role) == Window(date(2025, 10, 1), date(2025, 12, 31), "quarter")


@pytest.mark.parametrize(
    ("sentence", "published", "expected"),
    [
        ("Data are due next month.", date(2026, 12, 31), "2027-01-01 2027-01-31 month"),
        ("Data are due next quarter.", date(2026, 11, 30), "2027-01-01 2027-03-31 quarter"),
        ("The call is next week.", date(2026, 12, 28), "2027-01-04 2027-01-10 range"),
        ("A decision is due within one month.", date(2028, 1, 31), "2028-01-31 2028-02-29 by"),
        ("A decision is due within one year.", date(2028, 2, 29), "2028-02-29 2029-02-28 by"),
        ("The call is tomorrow.", date(2028, 2, 28), "2028-02-29 2028-02-29 day"),
        ("The call is on February 29.", date(2027, 6, 1), "2028-02-29 2028-02-29 day"),
        ("The call is on Thursday, March 4.", date(2026, 3, 10), "2027-03-04 2027-03-04 day"),
        ("Data are due this winter.", date(2026, 12, 20), "2026-12-20 2027-02-28 part"),
    ],
)
def test_turns_of_month_and_year(sentence, published, expected):
    assert said(sentence, published) == [expected]


DAYS = st.dates(date(1950, 1, 1), date(2089, 12, 31))
MONTHS = [name.capitalize() for name, (group, _) in LEXICON.items() if group == "months"]


@given(DAYS, st.sampled_from(ROLES), st.none() | st.dates())
def test_every_spelling_of_a_day_is_that_day(day, role, published):
    month = MONTHS[day.month - 1]
    spellings = [
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.strftime('%A')}, {month} {day.day}, {day.year}",
        f"{day.isoformat()}",
        f"{day.day:02}.{day.month:02}.{day.year}",
    ]
    for spelling in spellings:
        assert said(f"The vote is on {spelling}.", published, role) == [f"{day} {day} day"], spelling


@given(st.integers(1990, 2089), st.integers(1, 4))
def test_every_spelling_of_a_quarter_is_that_quarter(year, quarter):
    word = ("first", "second", "third", "fourth")[quarter - 1]
    expected = said(f"Data are due in Q{quarter} {year}.", None)
    assert expected[0].endswith("quarter")
    for spelling in (f"{quarter}Q {year}", f"Q{quarter}/{year}", f"the {word} quarter of {year}", f"{year} Q{quarter}"):
        assert said(f"Data are due in {spelling}.", None) == expected, spelling


# Words of the grammar, glued and parted at random, reach what sentences seldom do.
PIECES = sorted(
    {*LEXICON, *SETS["before_time"], *SETS["length_fillers"]}
    | {"Q2", "H1", "2Q26", "FY26", "fiscal", "calendar", "year-end", "2026", "1999", "2026-27", "3", "31", "30th", "12"}
    | {
        "May",
        "March",
        "Sunday",
        "'26",
        "’",
        "-",
        "–",
        "/",
        ",",
        ".",
        "(",
        ")",
        "%",
        "within",
        "ago",
        "soon",
        "near-term",
    }
    | {"later", "rest of", "coming weeks", "02/30/2026", "9/30/25", "0001-01-01", "turn of the year", "Thanksgiving"}
)
PHRASES = st.lists(st.sampled_from(PIECES), max_size=12).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda gap: gap.join(words))
)


@given(st.text() | PHRASES, st.none() | st.dates(), st.sampled_from(ROLES))
def test_any_text_is_read_without_fault(sentence, published, role):
    precisions = set(keys("window_precisions"))
    end = 0
    for mention in find_windows(sentence):
        assert sentence[mention.span_start : mention.span_end] == mention.surface != ""
        assert mention.span_start >= end
        end = mention.span_end
        window = resolve_window(mention, published, role)
        if window is not None:
            assert window.precision in precisions
            assert (window.end is None) == (window.precision == "vague")
            assert window.end is None or window.start <= window.end


@given(st.dates(date(1, 1, 1), date(9990, 12, 31)), st.integers(0, 60))
def test_add_months(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).month != later.month


@pytest.mark.parametrize(
    "piece",
    ["fiscal ", "later ", "the ", "mid-", "early to ", "2026-", "1-", "in ", "May ", "by ", "Q2/", "9" * 50,
     "first and ", "within the next ", "3 to ", "2026 fiscal ", "rest of ", "https://", "and Q3 ", "'26"],
)  # fmt: skip
def test_hostile_text_takes_linear_time(piece):
    assert growth(lambda size: find_windows((piece * size)[:size] + " in May 2026"), 25_000) < LINEAR


def test_reads_the_windows_of_the_invented_corpus():
    """Each labelled window is among those of its sentence; the rest is stated in another sentence."""
    texts = {}
    for line in (PROJECT / "data/sample/corpus.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[row["doc_id"]] = row["text"]
    found = total = 0
    for line in (PROJECT / "tests/eval/invented/gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        published = gold["release"]["dateline_date"]
        for milestone in gold["milestones"]:
            if not milestone["window"] or not published:
                continue
            start, end = milestone["evidence"]
            mentions = find_windows(texts[gold["doc_id"]][start:end])
            resolved = [resolve_window(each, date.fromisoformat(published), milestone["role"]) for each in mentions]
            window = milestone["window"]
            total += 1
            found += any(
                (str(each.start), each.end and str(each.end), each.precision)
                == (window["start"], window["end"], window["precision"])
                for each in resolved
                if each
            )
    assert total > 350
    assert found / total >= 0.965
