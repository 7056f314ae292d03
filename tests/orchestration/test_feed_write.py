"""The files of a version: what moves, what stays to the byte, and that they come and go with the warehouse."""

import json
import re
from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest
from invented_marts import NOON, Marts
from lxml import etree

from orchestration.feeds.filters import filters_that_find_nothing, known_source_ids
from orchestration.feeds.write import write_feeds
from orchestration.paths import Home
from orchestration.publish import clear_audit, mark_audited, publish, rollback

ATOM = {"a": "http://www.w3.org/2005/Atom"}
THIRD_QUARTER = ("2026-07-01", "2026-09-30", "quarter")
LAST_QUARTER = ("2026-10-01", "2026-12-31", "quarter")
LATER = NOON + timedelta(days=7)


@pytest.fixture
def marts(tmp_path: Path) -> Marts:
    marts = Marts(tmp_path / "warehouse.duckdb")
    marts.item("i1")
    marts.item("i2", published_at=None, kind="post", milestone_types=[], issuer=None)
    marts.feed("all", "i1", "i2")
    marts.feed("empty")
    marts.event("e1", THIRD_QUARTER)
    return marts


def write(marts: Marts, name: str, *earlier: str, now=NOON) -> Path:
    folder = marts.file.parent / name
    folder.mkdir()
    write_feeds(marts.file, folder, [marts.file.parent / version for version in earlier], now)
    return folder / "feeds"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def events(folder: Path) -> dict[str, dict[str, str]]:
    """The properties of each event, by its id in the marts."""
    text = (folder / "catalyst_calendar.ics").read_bytes().replace(b"\r\n ", b"").decode()
    found = [
        dict(line.split(":", 1) for line in block.strip().split("\r\n"))
        for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL)
    ]
    return {event["X-TRIALWIRE-EVENT-ID"]: event for event in found}


def entries(folder: Path, feed_id: str = "all") -> list[tuple[str, str]]:
    """Id and time of change of each entry, and of the feed at the end."""
    root = etree.parse(folder / f"{feed_id}.atom").getroot()
    found = [*root.findall("a:entry", ATOM), root]
    return [(e.findtext("a:id", namespaces=ATOM), e.findtext("a:updated", namespaces=ATOM)) for e in found]


def test_every_feed_is_there_in_every_format_also_an_empty_one(marts):
    folder = write(marts, "v1")
    formats = ("atom", "json", "csv", "parquet")
    names = {f"{feed}.{kind}" for feed in ("all", "empty") for kind in formats}
    assert set(contents(folder)) == names | {"catalyst_calendar.ics", "_revisions.parquet"}
    assert pl.read_parquet(folder / "all.parquet")["item_id"].to_list() == ["i1", "i2"]
    assert pl.read_csv(folder / "all.csv")["item_id"].to_list() == ["i1", "i2"]
    assert len(json.loads((folder / "all.json").read_text())["items"]) == 2
    assert pl.read_parquet(folder / "empty.parquet").columns == pl.read_parquet(folder / "all.parquet").columns
    assert entries(folder, "empty")[0][1] == "2026-03-02T12:00:00Z"


def test_a_release_shows_its_facts_also_those_that_a_copy_told_first(marts):
    marts.insert("releases", release_id="copy", cluster_id="i1")
    fact = {"milestone_id": "m1", "milestone_type": "approval", "role": "announced", "span_start": 0}
    marts.insert("trial_milestones", **fact, release_id="copy", sentence="It is approved.")
    body = json.loads((write(marts, "v1") / "all.json").read_text())["items"][0]["content_text"]
    assert body == "Hollin today announced news.\n\n• approval (announced): “It is approved.”"


def test_an_entry_says_what_is_told_of_it_and_no_more(marts):
    plan = {"milestone_type": "topline_readout", "role": "guidance", "sentence": "Data are due."}
    window = {"window_start": "2026-07-01", "window_end": "2026-09-30", "window_precision": "quarter"}
    marts.insert("trial_milestones", **plan, **window, release_id="i2", milestone_id="m2", span_start=40)
    marts.insert("trial_milestones", **plan, release_id="i2", milestone_id="m1", span_start=9)
    marts.run("update recent_posts set title = ' ', excerpt = null where item_id = 'i1'")
    first, second = json.loads((write(marts, "v1") / "all.json").read_text())["items"]
    assert (first["title"], first["authors"]) == ("(no title)", [{"name": "Hollin, Inc."}])
    assert first["content_text"] == "", "its day stands beside its time"
    assert (second["title"], second["authors"]) == ("Hollin tells i2", [{"name": "wire"}])
    assert second["content_text"].split("\n") == [
        "Hollin today announced news.",
        "",
        "Told on 2026-03-02.",
        "",
        "• topline readout (guidance): “Data are due.”",
        "• topline readout (guidance, 2026-07-01 to 2026-09-30, quarter): “Data are due.”",
    ]


@pytest.mark.parametrize(("precision_s", "is_written"), [(None, True), (60, True), (86_399, True), (86_400, False)])
def test_a_day_is_no_time_of_day(marts, precision_s, is_written):
    marts.run(f"update recent_posts set published_at_precision_s = {precision_s or 'null'} where item_id = 'i1'")
    item = json.loads((write(marts, "v1") / "all.json").read_text())["items"][0]
    assert ("date_published" in item) is is_written
    assert ("Told on 2026-03-02." in item["content_text"]) is not is_written


def test_what_has_not_changed_is_the_same_to_the_byte(marts):
    first = write(marts, "v1")
    second = write(marts, "v2", "v1", now=LATER)
    assert contents(second) == contents(first)


def test_a_slip_moves_the_event(marts):
    marts.event("other", THIRD_QUARTER)
    before = events(write(marts, "v1"))
    marts.run("delete from catalyst_calendar where event_id = 'e1'")
    marts.event("e1", LAST_QUARTER, statement_count=2, move_count=1)
    after = events(write(marts, "v2", "v1", now=LATER))
    assert after["other"] == before["other"]
    old, new = before["e1"], after["e1"]
    assert new["UID"] == old["UID"]
    assert (old["DTSTART;VALUE=DATE"], old["DTEND;VALUE=DATE"]) == ("20260701", "20261001")
    assert (new["DTSTART;VALUE=DATE"], new["DTEND;VALUE=DATE"]) == ("20261001", "20270101")
    assert (old["SEQUENCE"], new["SEQUENCE"]) == ("0", "1")
    assert (old["LAST-MODIFIED"], new["LAST-MODIFIED"]) == ("20260302T120000Z", "20260309T120000Z")


def test_an_event_that_a_late_telling_renames_stays_the_same_entry(marts):
    before = events(write(marts, "v1"))["e1"]
    marts.run("update catalyst_calendar set event_id = 'e0'")
    for milestone_id in ("e0", "e1"):
        marts.insert("guidance_history", event_id="e0", milestone_id=milestone_id)
    after = events(write(marts, "v2", "v1", now=LATER))
    assert set(after) == {"e0"}
    assert (after["e0"]["UID"], after["e0"]["SEQUENCE"]) == (before["UID"], "0")


def test_an_event_that_comes_back_has_a_higher_number(marts):
    write(marts, "v1")
    marts.run("update catalyst_calendar set event_id = 'other'")
    assert set(events(write(marts, "v2", "v1", now=LATER))) == {"other"}
    marts.event("e1", LAST_QUARTER)
    assert events(write(marts, "v3", "v2", "v1", now=LATER))["e1"]["SEQUENCE"] == "1"


@pytest.mark.parametrize(
    "window", [("2026-03-02", None, "vague"), (None, None, None), ("2026-01-01", "9999-12-31", "by")]
)
def test_no_day_is_invented_for_a_plan_without_an_end(marts, window):
    marts.event("e2", window)
    assert set(events(write(marts, "v1"))) == {"e1"}


@pytest.mark.parametrize(
    ("values", "summary"),
    [
        ({}, r"Hollin\, Inc.: topline readout\, HLN-7\, Phase 2b (quarter)"),
        (
            {"sponsor": None, "phase": "pivotal", "indication": "gout"},
            r"topline readout\, HLN-7\, pivotal\, gout (quarter)",
        ),
        ({"intervention": None, "phase": None, "window_precision": "day"}, r"Hollin\, Inc.: topline readout"),
        ({"milestone_type": "ind_submitted", "phase": None}, r"Hollin\, Inc.: IND submitted\, HLN-7 (quarter)"),
        ({"phase": None, "window_precision": "by_fiscal"}, r"Hollin\, Inc.: topline readout\, HLN-7 (by the last day)"),
        ({"phase": None, "window_precision": "year_fiscal"}, r"Hollin\, Inc.: topline readout\, HLN-7 (fiscal year)"),
    ],
)
def test_the_title_of_an_event_says_who_expects_what_and_how_exactly(marts, values, summary):
    marts.event("e2", THIRD_QUARTER, **values)
    assert events(write(marts, "v1"))["e2"]["SUMMARY"] == summary


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({}, ["Stated window: 2026-07-01 to 2026-09-30, quarter.", "Trials: NCT90000001."]),
        (
            {"move_count": 1, "first_window_start": "2026-04-01", "first_window_end": "2026-06-30", "trial_ids": []},
            [
                "Stated window: 2026-07-01 to 2026-09-30, quarter.",
                "Moved once; first stated: 2026-04-01 to 2026-06-30.",
            ],
        ),
        (
            {
                "move_count": 2,
                "first_window_start": "2026-04-01",
                "first_window_end": "2026-06-30",
                "status": "overdue",
            },
            [
                "Stated window: 2026-07-01 to 2026-09-30, quarter.",
                "Moved 2 times; first stated: 2026-04-01 to 2026-06-30.",
                "The window is past, and no outcome was seen here.",
                "Trials: NCT90000001.",
            ],
        ),
        # One that never moved was first stated as it is now; one that moved may have been stated first without a time.
        (
            {"first_window_start": "2026-07-01", "first_window_end": "2026-09-30", "trial_ids": ["NCT90000001", "X-7"]},
            ["Stated window: 2026-07-01 to 2026-09-30, quarter.", "Trials: NCT90000001, X-7."],
        ),
        ({"move_count": 1, "trial_ids": None}, ["Stated window: 2026-07-01 to 2026-09-30, quarter."]),
    ],
)
def test_an_event_says_how_it_was_planned(marts, values, lines):
    marts.event("e2", THIRD_QUARTER, **values)
    written = events(write(marts, "v1"))["e2"]["DESCRIPTION"]
    told, said = re.sub(r"\\([,;])", r"\1", written).replace(r"\n", "\n").split("\n\n")
    assert told.split("\n") == lines
    assert said == "Said on 2026-03-02 in “Hollin reports”:\n“Topline data are expected.”"


def test_an_event_leads_to_its_release_and_is_known_since_it_was_planned(marts):
    marts.event("e2", THIRD_QUARTER, url="file#12", told_date=None, first_planned_at=NOON - timedelta(days=400))
    read = events(write(marts, "v1"))
    assert read["e1"]["URL"] == "https://wire.example/hollin"
    assert "URL" not in read["e2"], "nobody can follow it"
    assert r"Said in “Hollin reports”:" in read["e2"]["DESCRIPTION"]
    assert (read["e1"]["CREATED"], read["e2"]["CREATED"]) == ("20260302T120000Z", "20250126T120000Z")
    assert (read["e1"]["CATEGORIES"], read["e1"]["STATUS"]) == ("data,topline_readout", "TENTATIVE")


def test_a_changed_release_is_told_as_changed_and_moves_its_feed(marts):
    first = entries(write(marts, "v1"))
    marts.run("update recent_posts set title = 'Corrected' where item_id = 'i2'")
    second = entries(write(marts, "v2", "v1", now=LATER))
    assert [entry_id for entry_id, _ in second] == [entry_id for entry_id, _ in first]
    assert [at for _, at in second] == ["2026-03-02T12:00:00Z", "2026-03-09T12:00:00Z", "2026-03-09T12:00:00Z"]


def test_a_feed_is_as_new_as_its_newest_entry(marts):
    marts.run("update recent_posts set first_observed_at = first_observed_at - interval 1 day where item_id = 'i2'")
    times = [at for _, at in entries(write(marts, "v1", now=LATER))]
    assert times == ["2026-03-02T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z"]


def test_an_item_that_leaves_a_feed_moves_it(marts):
    first = entries(write(marts, "v1"))
    marts.run("delete from feed_items where item_id = 'i1'")
    second = entries(write(marts, "v2", "v1", now=LATER))
    assert second == [first[1], (first[2][0], "2026-03-09T12:00:00Z")]


def test_a_release_keeps_its_entry_when_a_copy_stands_for_it(marts):
    first = entries(write(marts, "v1"))
    marts.run("update recent_posts set item_id = 'copy' where item_id = 'i1'")
    marts.run("update feed_items set item_id = 'copy' where item_id = 'i1'")
    marts.run("update releases set cluster_id = 'copy' where release_id = 'i1'")
    marts.insert("releases", release_id="copy", cluster_id="copy")
    assert entries(write(marts, "v2", "v1", now=LATER)) == first


def test_feeds_come_and_go_with_the_warehouse(tmp_path):
    home = Home(tmp_path / "home")
    calendar = home.published_feeds / "catalyst_calendar.ics"

    def publish_window(day: int, window: tuple[str, str, str]) -> None:
        home.build_file.unlink(missing_ok=True)
        clear_audit(home.audit_file)
        Marts(home.build_file).event("e1", window)
        mark_audited(home.build_file, home.audit_file, f"content-{day}")
        publish(home, run_id="run", now=NOON + timedelta(days=day), write_beside=write_feeds)

    def sequence_and_start() -> tuple[str, str]:
        with duckdb.connect(str(home.published_file), read_only=True) as connection:
            (start,) = connection.execute("select window_start from catalyst_calendar").fetchone()
        (event,) = events(home.published_feeds).values()
        assert event["DTSTART;VALUE=DATE"] == f"{start:%Y%m%d}"
        return event["SEQUENCE"], str(start)

    publish_window(0, THIRD_QUARTER)
    assert sequence_and_start() == ("0", "2026-07-01")
    publish_window(1, LAST_QUARTER)
    assert sequence_and_start() == ("1", "2026-10-01")
    rollback(home.published)
    assert sequence_and_start() == ("0", "2026-07-01")
    publish_window(2, THIRD_QUARTER)
    assert sequence_and_start() == ("2", "2026-07-01"), "subscribers had seen 1 before the way back"
    assert calendar.stat().st_mode & 0o777 == 0o444


def test_a_filter_that_finds_nothing_is_told_with_its_place_and_remedy(marts, tmp_path):
    feeds_file = tmp_path / "feeds.toml"
    feeds_file.write_text('[[feeds]]\nid = "watch"\nsponsors = [\n  "Holin",\n  "Zz Qq",\n]\nsource_ids = ["fda"]\n')
    marts.insert("sponsors", name="Hollin, Inc.", aliases=["Hollin"])
    marts.feed("watch", unknown_sponsors=["Holin", "Zz Qq"], unseen_source_ids=["fda"])
    near, far, source = filters_that_find_nothing(marts.file, feeds_file)
    assert all(line.endswith(".") for line in (near, far, source))
    assert near.startswith(
        "feeds.toml, line 4, feed watch: no release here is from 'Holin': did you mean 'Hollin, Inc.'?"
    )
    assert far.startswith("feeds.toml, line 5, feed watch: no release here is from 'Zz Qq': look")
    assert source.startswith(
        "feeds.toml, line 7, feed watch: 'fda' has given nothing here: switch it on in sources.toml"
    )


def test_a_feed_may_name_listed_sources_the_inbox_and_what_was_pulled(tmp_path):
    home = Home(tmp_path)
    assert {"sample_wire", "fda_press", "inbox"} <= known_source_ids(home)
    (home.raw / "my_folder").mkdir(parents=True)
    assert known_source_ids(home) >= {"my_folder", "sample_wire"}
