"""`trialwire reparse`: what changes is shown row by row before anything is written, and writing goes the one way."""

import json
from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from invented_captures import DAY, captures, parse_as_posts, write_raw
from sample_wire import captures_of_wire

import transforms.rules.load
from orchestration import staging_state
from orchestration.commands import reparse
from orchestration.commands.errors import CommandError
from orchestration.commands.reparse import Captures, rewrite_staging, show_changes
from orchestration.locks import exclusive
from orchestration.paths import Home
from orchestration.staging_batches import BATCH_ROWS
from orchestration.staging_diff import compare_day
from orchestration.staging_writer import refresh_partition
from transforms.rules import Rulebook, load_rulebook
from transforms.tables import STAGING_TABLES

EDITED = "regulatory.fast_track"
NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture(scope="module")
def wire_home(tmp_path_factory):
    """The embedded wire, read by the rules as they are."""
    home = Home(tmp_path_factory.mktemp("wire"))
    write_raw(home, captures_of_wire())
    refresh_partition(home, DAY)
    return home


@pytest.fixture
def home(tmp_path):
    """Three invented captures of two sources, read as posts."""
    home = Home(tmp_path)
    write_raw(home, captures("one", "refuse two"))
    write_raw(home, captures("three", source_id="another"))
    refresh_partition(home, DAY, parse=parse_as_posts)
    return home


def edit_rules(monkeypatch, **changes):
    """Let the reader find one rule changed, or gone where nothing is said of it."""
    book = load_rulebook()
    rules = {name: rule for name, rule in book.rules.items() if changes or name != EDITED}
    if changes:
        rules[EDITED] = replace(rules[EDITED], **changes)
    monkeypatch.setattr(transforms.rules.load, "load_rulebook", lambda: Rulebook(rules, "edited"))


def staged(home, table):
    return pl.read_parquet(home.staging_part(table, DAY), hive_partitioning=False)


def all_changes(home, **options):
    return [change for batch in compare_day(home, DAY, **options) for change in batch.changes]


def files(home):
    return {path: path.stat().st_mtime_ns for path in home.root.rglob("*")}


def test_the_same_rules_change_nothing(wire_home, capsys):
    show_changes(wire_home, Captures(), as_jsonl=False, limit=50)
    said = capsys.readouterr().out
    assert "no row differs" in said
    assert f"{staged(wire_home, 'captures').height} captures read again" in said


def test_a_rule_taken_away_shows_the_rows_that_go_with_their_sentences(wire_home, monkeypatch, capsys):
    rows = staged(wire_home, "milestones").filter(rule_id=EDITED)
    assert rows.height > 2, "the sample has some"
    edit_rules(monkeypatch)
    monkeypatch.setattr(reparse, "decided_ids", lambda: {rows["milestone_id"][0], "f" * 16})
    before = files(wire_home)
    changes = [change for change in all_changes(wire_home) if change.table == "milestones"]
    went = [change for change in changes if change.kind == "went"]
    # The judge looks at what rules found: a row of another rule that is hardly sure may go, too.
    of_rule = {change.row["milestone_id"] for change in went if change.row["rule_id"] == EDITED}
    assert of_rule == set(rows["milestone_id"])
    assert len(went) - len(of_rule) < len(of_rule)
    texts = dict(staged(wire_home, "releases").select("release_id", "text").iter_rows())
    for change in went:
        row = change.row
        assert texts[row["release_id"]][row["span_start"] : row["span_end"]] == row["sentence"]
        assert change.release["title"]

    show_changes(wire_home, Captures(), as_jsonl=False, limit=1)
    said = capsys.readouterr().out
    assert said.startswith(("- designation_granted", "~ designation_granted"))
    assert f"“{changes[0].row['sentence']}”" in said
    assert f"  rule_id         {EDITED} -{rows.height}" in said
    assert f"{len(changes) - 1} rows more" in said
    assert f"decisions that will fit no statement any more: {rows['milestone_id'][0]}\n" in said
    assert files(wire_home) == before, "nothing is written"


def test_a_row_that_gets_another_id_is_one_row_that_changed(wire_home, monkeypatch, capsys):
    count = staged(wire_home, "milestones").filter(rule_id=EDITED).height
    edit_rules(monkeypatch, emits={"milestone_type": "designation_granted", "detail": "other"})
    show_changes(wire_home, Captures(), as_jsonl=True, limit=0)
    told = capsys.readouterr()
    rows = [json.loads(line) for line in told.out.splitlines()]
    changed = [row for row in rows if row["after"] and row["after"]["rule_id"] == EDITED]
    assert [row["change"] for row in changed] == ["changed"] * count
    assert {(row["before"]["detail"], row["after"]["detail"]) for row in changed} == {("fast_track", "other")}
    assert all({"milestone_id", "detail"} <= set(row["columns"]) for row in changed)
    assert f"~{count}" in told.err


def test_a_field_of_a_release_that_changed_is_told(wire_home, tmp_path, capsys):
    home = Home(tmp_path)
    write_raw(home, captures_of_wire())
    refresh_partition(home, DAY)
    part = home.staging_part("releases", DAY)
    frame = pl.read_parquet(part, hive_partitioning=False)
    first = pl.int_range(pl.len()) == 0
    smuggled = pl.when(first).then(pl.lit("Old \x1b[2JName")).otherwise("issuer")
    products = pl.when(first).then(pl.lit([], pl.List(pl.String))).otherwise("interventions")
    frame.with_columns(issuer=smuggled, interventions=products).drop("sketch", "phases").write_parquet(part)
    show_changes(home, Captures(), as_jsonl=False, limit=1)
    said = capsys.readouterr().out
    assert "issuer: Old \\x1b[2JName → " in said
    assert "\x1b" not in said
    assert f"phases {frame.height}" in said, "a column that an older table lacks differs everywhere"


def test_raw_that_came_or_went_since_is_told(home):
    assert all_changes(home, parse=parse_as_posts) == []
    write_raw(home, captures("four"), part="part-0001")
    (home.raw / "another" / f"observed_date={DAY}" / "part-0000.parquet").unlink()
    kinds = {(change.table, change.kind) for change in all_changes(home, parse=parse_as_posts)}
    assert kinds == {("captures", "came"), ("posts", "came"), ("captures", "went"), ("posts", "went")}


def test_a_day_that_was_never_read_comes_whole(home):
    write_raw(home, captures("later", "refuse later"), day=NEXT_DAY)
    (batch,) = compare_day(home, NEXT_DAY, parse=parse_as_posts)
    assert {(change.table, change.kind) for change in batch.changes} == {
        (table, "came") for table in ("captures", "posts", "rejects")
    }
    assert not batch.before_counts.total()


def test_one_source_is_held_against_its_own_rows_only(home):
    (batch,) = compare_day(home, DAY, "another", parse=parse_as_posts)
    assert (batch.capture_count, batch.changes) == (1, [])


def test_many_captures_are_compared_batch_by_batch(home):
    write_raw(home, captures(*(f"title {number}" for number in range(2 * BATCH_ROWS))), day=NEXT_DAY)
    heights = [batch.capture_count for batch in compare_day(home, NEXT_DAY, parse=parse_as_posts)]
    assert heights == [BATCH_ROWS, BATCH_ROWS]


def test_without_diff_staging_is_written_where_it_is_out_of_date(wire_home, monkeypatch, capsys):
    before = files(wire_home)
    rewrite_staging(wire_home, Captures())
    assert f"{DAY}  as it was" in capsys.readouterr().out
    changed = {path for path, time in files(wire_home).items() if before.get(path) != time}
    assert {path.name for path in changed} <= {"run.lock", wire_home.root.name}
    monkeypatch.setattr(staging_state, "reader_fingerprint", lambda: "other rules")
    rewrite_staging(wire_home, Captures(str(DAY), str(DAY)))
    assert f"{DAY}  written" in capsys.readouterr().out
    assert all(
        wire_home.staging_part(table, DAY).stat().st_mtime_ns > before[part]
        for table in STAGING_TABLES
        for part in [wire_home.staging_part(table, DAY)]
    )


@pytest.mark.parametrize(
    ("captures_asked", "says", "code"),
    [
        (Captures("March"), "reparse: --from 'March' is no date", 2),
        (Captures("2026-03-03", "2026-03-02"), "reparse: --from 2026-03-03 is after --to 2026-03-02", 2),
        (Captures("2026-03-03"), "has no captures of these days; it has 2026-03-02 to 2026-03-02", 1),
        (Captures(source_id="wire"), "raw has no source 'wire'; it has another, invented", 2),
    ],
)
def test_what_is_not_there_is_told(home, captures_asked, says, code):
    with pytest.raises(CommandError) as error:
        show_changes(home, captures_asked, as_jsonl=False, limit=1)
    assert says in str(error.value)
    assert error.value.exit_code == code


@pytest.mark.parametrize(
    ("layer", "remedy"),
    [("raw", "bring it back from a backup"), ("staging/posts", "`trialwire run` reads staging again")],
)
def test_a_damaged_file_is_told_in_one_line(home, layer, remedy):
    for file in (home.root / layer).rglob("*.parquet"):
        file.write_bytes(b"PAR1 but not really PAR1")
    with pytest.raises(CommandError, match=rf"is damaged \(.*\)[:;] {remedy}") as error:
        show_changes(home, Captures(), as_jsonl=False, limit=1)
    assert "\n" not in str(error.value)


def test_nothing_is_read_beside_a_run(home):
    with exclusive(home.lock_file, wait_s=0):
        with pytest.raises(CommandError, match="a run is under way"):
            show_changes(home, Captures(), as_jsonl=False, limit=1)
        with pytest.raises(CommandError, match=r"holds .*run\.lock: wait until it ends"):
            rewrite_staging(home, Captures())
    with pytest.raises(CommandError, match="--source belongs to --diff"):
        rewrite_staging(home, Captures(source_id="another"))
