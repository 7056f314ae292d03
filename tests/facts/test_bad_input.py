"""Bad input: no exception, no invented fact, and every span is where it says it is. All texts are invented."""

import html
import tomllib
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from facts.releases import documents
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.facts.extract import Facts, extract_facts, load_rulebook
from transforms.facts.judge import ACCEPTED
from transforms.tables import Enrolments, Milestones, Releases, TrialMentions

TITLE = "Norvane Therapeutics Doses First Patient in Phase 2 Trial of NV-12 in Asthma"
LEAD = (
    "LEEDS, England, Feb. 03, 2026 (GLOBE NEWSWIRE) -- Norvane Therapeutics, a clinical-stage biotechnology company, "
    "today announced that the first patient has been dosed in its Phase 2 trial of NV-12 in patients with asthma."
)
BODY = "Norvane expects to report topline data from the trial in the second half of 2026."
RELEASE = f"{TITLE}\n\n{LEAD}\n\n{BODY}"
OTHER = (
    "Tarnwell Bio Announces FDA Approval of TW-900 for Gout\n\n"
    "OSLO, Norway, March 9, 2026 /PRNewswire/ -- Tarnwell Bio Inc. today announced that the FDA has approved TW-900 "
    "for the treatment of gout.\n\nTarnwell plans to launch TW-900 in May 2027."
)


def read(*texts):
    """Read texts with the judge, and hold what comes out against the tables and against the texts."""
    facts = extract_facts(documents(*texts), load_rulebook(), is_judged=True)
    for frame, table in (
        (facts.milestones, Milestones),
        (facts.trial_mentions, TrialMentions),
        (facts.enrolments, Enrolments),
    ):
        table.validate(frame)
    if all(texts):
        Releases.validate(facts.releases)
    assert_spans_hold(facts, texts)
    return facts


def assert_spans_hold(facts: Facts, texts):
    for row in [*facts.milestones.iter_rows(named=True), *facts.enrolments.iter_rows(named=True)]:
        text = texts[int(row["release_id"], 16)]
        assert text[row["span_start"] : row["span_end"]] == row["sentence"]
    for row in facts.trial_mentions.iter_rows(named=True):
        assert 0 <= row["span_start"] < row["span_end"] <= len(texts[int(row["release_id"], 16)])
    for row in facts.milestones.iter_rows(named=True):
        assert 0 <= row["confidence"] <= 1
        assert row["window_end"] is None or row["window_start"] <= row["window_end"]
    for text, row in zip(texts, facts.releases.iter_rows(named=True), strict=True):
        ends = [0, *(place for part in row["sections"] for place in (part["span_start"], part["span_end"])), len(text)]
        assert ends == sorted(ends)


def told(*texts):
    """What is stated for sure, without the words it is stated in; what is in doubt waits for a person."""
    columns = ("milestone_type", "role", "detail", "window_start", "window_end", "phase", "intervention", "indication")
    return sorted(tuple(str(row[name]) for name in columns) for row in sure(read(*texts)))


def sure(facts):
    return facts.milestones.filter(pl.col("confidence") >= ACCEPTED).rows(named=True)


def release_of(text):
    return read(text).releases.row(0, named=True)


def test_the_release_that_is_spoilt_below_has_its_facts():
    assert told(RELEASE) == [
        ("first_patient_dosed", "announced", "None", "None", "None", "2", "NV-12", "asthma"),
        ("topline_readout", "guidance", "None", "2026-07-01", "2026-12-31", "2", "NV-12", "asthma"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n\n\n", "\u00a0", "\u200b\u200b", "\ufeff", "\x00", ".", "-", "• ", "(", "&", "\"", "“", "* * *",
        "A", "2027", "\u202e", "\U0001f389" * 40, "e\u0301" * 40, "\x00" * 5000, "\r\n\r\n",
        "\x0b\x0c\x1c\x85\u2028\u2029",
    ],
    ids=repr,
)  # fmt: skip
def test_nothing_gives_nothing(text):
    assert read(text).milestones.is_empty()
    row = release_of(text)
    assert (row["issuer"], row["dateline_date"], row["language"], row["is_trial_news"]) == (None, None, None, False)


def test_a_headline_alone_is_read():
    assert [row[:2] for row in told(TITLE)] == [("first_patient_dosed", "announced")]
    assert release_of(TITLE)["issuer"] == "Norvane Therapeutics"


def test_without_a_dateline_no_date_is_made_up():
    text = RELEASE.replace("LEEDS, England, Feb. 03, 2026 (GLOBE NEWSWIRE) -- ", "")
    row = release_of(text)
    assert (row["dateline_city"], row["dateline_date"], row["wire"]) == (None, None, None)
    assert told(text) == told(RELEASE)


LANGUAGES = tomllib.loads(Path(__file__).with_name("other_languages.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_is_marked_and_nothing_guessed(language):
    facts = read(LANGUAGES[language])
    row = facts.releases.row(0, named=True)
    assert row["language"] == language
    assert facts.milestones.is_empty()
    assert facts.enrolments.is_empty()
    assert facts.trial_mentions.is_empty()
    assert (row["phases"], row["interventions"], row["indications"]) == ([], [], [])


def test_what_does_not_hang_on_the_language_is_read_in_all():
    row = release_of(LANGUAGES["de"])
    assert (row["wire"], row["dateline_city"], row["dateline_date"]) == ("globe_newswire", "München", date(2026, 2, 3))


ADDRESSES = "Norvane in São Paulo: Doses First Patient\n\nhttp://a.example.com/com/com\n\nhttps://b.example.com/de/de"
NAMES = LEAD.replace("LEEDS, England", "PARIS").replace("Norvane Therapeutics", "Norvane de la Tour et du Lac SA")


@pytest.mark.parametrize(
    "text",
    [RELEASE, TITLE, f"{ADDRESSES}\n\n{LEAD}", f"{TITLE}\n\n{NAMES}"],
    ids=["release", "headline", "addresses", "names"],
)
def test_english_with_names_and_addresses_is_english_and_read(text):
    assert release_of(text)["language"] in {"en", None}
    assert not read(text).milestones.is_empty()


def as_markup(text):
    return "".join(f"<p>{html.escape(block)}</p>\n" for block in text.split("\n\n"))


SPOILT = {
    "upper-case title": (RELEASE, RELEASE.replace(TITLE, TITLE.upper())),
    "upper-case title of another": (OTHER, OTHER.partition("\n")[0].upper() + "\n" + OTHER.partition("\n")[2]),
    "no-break spaces": (RELEASE, RELEASE.replace(" ", "\u00a0")),
    "thin spaces": (RELEASE, RELEASE.replace("Phase 2", "Phase\u20092").replace("of 2026", "of\u202f2026")),
    "two spaces": (RELEASE, RELEASE.replace(" ", "  ")),
    "odd dashes": (RELEASE, RELEASE.replace("--", "\u2013\u2013").replace("NV-12", "NV\u201112")),
    "em dash": (RELEASE, RELEASE.replace("--", "\u2014")),
    "carriage returns": (RELEASE, RELEASE.replace("\n", "\r\n")),
    "blank lines with blanks": (RELEASE, RELEASE.replace("\n\n", "\n \t\n\u00a0\n")),
    "byte-order mark": (RELEASE, "\ufeff" + RELEASE),
    "emoji": (RELEASE, RELEASE.replace("today", "\U0001f389 today \U0001f389")),
    "cut in a sentence": (RELEASE, RELEASE + "\n\nNorvane also expects to submit an"),
    "a control character": (RELEASE, RELEASE.replace("\n\n", "\n\n\x00")),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_what_only_looks_different_says_the_same(spoilt):
    whole, text = SPOILT[spoilt]
    same = [tuple(value.replace("\u2011", "-") for value in row) for row in told(text)]
    assert same == told(whole)


HARD = {
    "markup": as_markup(RELEASE),
    "markup in one line": as_markup(RELEASE).replace("\n", ""),
    "entities": html.escape(RELEASE).replace(" -- ", " &mdash; ").replace(" ", "&nbsp;"),
    "mojibake": RELEASE.replace("Norvane", "Norvané’s").encode().decode("cp1252", "replace"),
    "zero-width": "\u200b".join(RELEASE),
    "right to left": "\u202e" + RELEASE.replace("\n\n", "\u200f\n\n\u200f").replace("NV-12", "\u200fNV-12\u200f"),
    "no blanks": RELEASE.replace(" ", ""),
    "all capitals": RELEASE.upper(),
    "all small": RELEASE.lower(),
    "reversed": RELEASE[::-1],
    "one line": RELEASE.replace("\n\n", " "),
    "a word a line": RELEASE.replace(" ", "\n"),
    "null bytes": "\x00".join(RELEASE),
    "combining marks": "\u0301".join(RELEASE),
    "letters that grow": RELEASE.replace("Norvane", "Norv\u0130a\u00dfe").replace("asthma", "asthma \u0130"),
}


@pytest.mark.parametrize("hard", HARD)
def test_what_is_hard_to_read_gives_at_most_what_is_there(hard):
    said = {row[:5] for row in told(HARD[hard])}
    assert said <= {row[:5] for row in told(RELEASE)}


def test_a_text_cut_anywhere_invents_nothing():
    whole = {row[:2] for row in told(RELEASE)}
    cuts = [RELEASE[:end] for end in range(0, len(RELEASE), 23)]
    facts = read(*cuts)
    assert {(row["milestone_type"], row["role"]) for row in sure(facts)} <= whole
    days = {row["window_start"] for row in facts.milestones.iter_rows(named=True)}
    assert days <= {None, date(2026, 7, 1)}


@pytest.mark.parametrize("gap", ["\n\n", "\n\n* * *\n\n", "\n\nRecent Posts\n\n"])
def test_of_two_releases_glued_together_the_first_keeps_what_is_its_own(gap):
    text = RELEASE + gap + OTHER
    row = release_of(text)
    assert (row["title"], row["issuer"]) == (TITLE, "Norvane Therapeutics")
    assert (row["dateline_city"], row["dateline_date"]) == ("LEEDS", date(2026, 2, 3))
    own = [event for event in read(text).milestones.iter_rows(named=True) if event["span_start"] < len(RELEASE)]
    assert {event["intervention"] for event in own} <= {"NV-12", None}
    assert ("first_patient_dosed", "announced") in {(event["milestone_type"], event["role"]) for event in own}
    theirs = [event for event in read(text).milestones.iter_rows(named=True) if event["span_start"] >= len(RELEASE)]
    assert not {event["intervention"] for event in theirs} & {"NV-12"}


def test_the_same_text_twice_gives_the_same_rows():
    facts = read(RELEASE, OTHER, RELEASE)
    columns = [name for name in facts.milestones.columns if name not in {"release_id", "milestone_id"}]
    first, _, again = (
        facts.milestones.filter(release_id=f"{number:016x}").select(columns) for number in range(3)
    )  # fmt: skip
    assert first.equals(again)


NOISE = st.text(alphabet=st.characters(codec="utf-8"), max_size=400)
# Pieces that readers look for, in orders in which nobody writes them.
PIECES = st.lists(
    st.sampled_from(
        [
            *RELEASE.split(), *OTHER.split(), " ", "\n", "\n\n", ". ", "(", ")", "“", "”", "\"", "•", "* ", "–", "--",
            "About ", "forward-looking statements", "Contact:", "SOURCE ", "Q3 2027", "from", "to", "NCT01234567",
            "(n = 80)", "120 patients", "$3.5 million", "not", "If approved", "U.S.", "&amp;", "\x00", "\u200b",
            "\u0130", "<p>", "TRIAL study",
        ]
    ),
    max_size=60,
).map(" ".join)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.one_of(NOISE, PIECES, st.tuples(PIECES, NOISE).map("".join)), min_size=1, max_size=6))
def test_any_text_is_read_the_same_each_time(noises):
    texts = [text for noise in noises for text in (noise, f"{TITLE}\n\n{noise}", f"{RELEASE} {noise}")]
    facts = read(*texts)
    assert facts.milestones.equals(read(*texts).milestones)


@settings(max_examples=20)
@given(st.one_of(NOISE, PIECES), st.integers(1, 9))
def test_blank_lines_behind_change_nothing(noise, count):
    text = f"{RELEASE}\n\n{noise}"
    columns = [name for name in Milestones.column_names() if name != "milestone_id"]
    assert read(text).milestones.select(columns).equals(read(text + "\n" * count).milestones.select(columns))


@pytest.mark.parametrize("piece", ["0123456789", "\n", "\u00a0"], ids=repr)
def test_five_megabytes_behind_a_release_change_nothing(piece):
    text = f"{RELEASE}\n\n{piece * (5_000_000 // len(piece))}"
    assert told(text) == told(RELEASE)
