"""`trialwire review`: a word is written where the next run finds it, and what fits nothing any more is shown."""

from datetime import UTC, date, datetime

import duckdb
import polars as pl
import pytest
from invented_captures import DAY, captures, parse_as_posts, write_raw

import orchestration.assets.staging as staging_assets
from orchestration import dbt_build, staging_state
from orchestration.commands import doctor, review
from orchestration.commands.errors import CommandError
from orchestration.paths import PROJECT_ROOT, Home
from orchestration.resources import HomeResource
from orchestration.review import Word, find_statements, write_decisions
from orchestration.staging_writer import refresh_partition
from transforms.review import ReviewError, read_decisions
from transforms.tables import Milestones

SURE, UNSURE, LATER, GONE = ("a" * 16, "b" * 16, "c" * 16, "d" * 16)


def statement(milestone_id, sentence):
    return {
        "milestone_id": milestone_id,
        "capture_id": "1" * 16,
        "release_id": "2" * 16,
        "milestone_type": "approval",
        "role": "announced",
        "trial_ids": [],
        "section": "body",
        "sentence": sentence,
        "span_start": 0,
        "span_end": len(sentence),
        "rule_id": "regulatory.approval",
        "rules_version": "v",
        "reader": "rules",
        "confidence": 0.3,
    }


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A file of decisions of its own."""
    file = tmp_path / "review_decisions.csv"
    for module in (review, doctor, staging_assets):
        monkeypatch.setattr(module, "REVIEW_FILE", file)
    file.write_bytes((PROJECT_ROOT / "data" / "reference" / "review_decisions.csv").read_bytes().splitlines(True)[0])
    return file


@pytest.fixture
def home(tmp_path):
    """A home whose staging has statements, and whose published file has what waits and what fits no more."""
    home = Home(tmp_path / "home")
    write_raw(home, captures("one"))
    refresh_partition(home, DAY, parse=parse_as_posts)
    rows = [statement(name, f"HL-1 was {word}.") for name, word in ((SURE, "cleared"), (UNSURE, "[bold]approved[/]"))]
    Milestones.cast(pl.DataFrame(rows, schema=Milestones.create_empty().schema)).write_parquet(
        home.staging_part("milestones", DAY)
    )
    home.published_file.parent.mkdir(parents=True)
    with duckdb.connect(str(home.published_file)) as connection:
        connection.execute(
            f"""create table milestones_review as select *, 'announced' as role, 'approval' as milestone_type,
            null as detail, null as agency, null as phase, null as intervention, null::date as window_start,
            null::date as window_end, null as window_precision, 'Hollin' as issuer, 'r.a' as rule_id, null as url,
            '2222' as release_id, date '2026-03-02' as first_observed_at
            from (values ('{LATER}', 0.2, null, 'Later.'), ('{UNSURE}', 0.3, null, 'HL-1 was [bold]approved[/].'),
            ('{SURE}', 0.9, 'refuse', 'HL-1 was cleared.')) t(milestone_id, confidence, decision, sentence)"""
        )
        connection.execute(
            f"""create table review_decisions as select '{GONE}' as milestone_id, 'statement_gone' as status,
            'refuse' as decision, 'approval' as milestone_type, 'announced' as role, 'A rumour.' as decision_reason,
            'ann' as decided_by, date '2026-03-01' as decided_on, 'Hollin news' as release_title, null as url,
            '2222' as release_id"""
        )
    return home


def test_what_waits_is_listed_surest_first_and_words_that_fit_nothing_are_shown(home, file, capsys):
    review.list_waiting(home, 20)
    said = capsys.readouterr().out
    assert said.index(UNSURE) < said.index(LATER)
    assert "“HL-1 was [bold]approved[/].”" in said
    assert "waiting: 2; `trialwire review accept ID --reason" in said
    assert SURE not in said
    assert GONE not in said, "no such line stands in the file any more"
    word = Word("refuse", "A rumour.", "ann", date(2026, 3, 1))
    write_decisions(pl.DataFrame([statement(GONE, "x")]), word, file)
    review.list_waiting(home, 1)
    said = capsys.readouterr().out
    assert "waiting: 2, 1 shown" in said
    assert f"{GONE}  refuse  approval  announced  A rumour. (ann, 2026-03-01)" in said
    assert "Hollin news · no address · release 2222" in said


def test_a_word_is_written_for_the_next_run(home, file, capsys):
    review.decide(home, [UNSURE, SURE], "accept", 'He said "yes", and it\nis.', "ann")
    review.decide(home, [SURE], "refuse", "A rumour.", "ben")
    said = capsys.readouterr().out
    assert f"refuse  {SURE}  approval announced (in place of an earlier word)" in said
    rows = read_decisions(file).select("milestone_id", "decision", "reason", "decided_by", "release_id").rows()
    assert rows == [
        (UNSURE, "accept", 'He said "yes", and it\nis.', "ann", "2" * 16),
        (SURE, "refuse", "A rumour.", "ben", "2" * 16),
    ]
    review.list_waiting(home, 20)
    assert "waiting: 1;" in capsys.readouterr().out, "what was decided since the last run waits no more"
    assert [path.name for path in file.parent.iterdir() if path.is_file()] == [file.name]


def test_a_word_on_nothing_or_without_a_reason_is_not_written(home, file):
    before = file.read_bytes()
    for ids, reason, says in (
        ([SURE, GONE], "why", f"no release in .* states {GONE}: .*nothing was written"),
        ([SURE], " ", "--reason is empty"),
    ):
        with pytest.raises(CommandError, match=says):
            review.decide(home, ids, "accept", reason, "ann")
    file.write_text("milestone_id\n")
    with pytest.raises(CommandError, match=r"line 1: the head must be .*; nothing was written"):
        review.decide(home, [SURE], "accept", "why", "ann")
    with pytest.raises(CommandError, match="line 1: the head must be"):
        review.list_waiting(home, 20)
    file.write_bytes(before)
    with pytest.raises(CommandError, match="nothing is published"):
        review.list_waiting(Home(home.root / "none"), 20)
    assert find_statements(Home(home.root / "none"), [SURE]).height == 0


def test_a_run_takes_the_file_and_refuses_a_bad_line(home, file):
    resource = HomeResource(root=str(home.root), lock_wait_s=0)
    review.decide(home, [SURE], "refuse", "A rumour.", "ann")
    staging_assets.review_decisions(home=resource)
    assert pl.read_parquet(home.review_file).equals(read_decisions(file))
    file.write_text(file.read_text().replace("refuse", "reject"))
    with pytest.raises(ReviewError, match="line 2: unknown decision 'reject'; allowed: accept, refuse"):
        staging_assets.review_decisions(home=resource)


def test_a_word_builds_the_marts_again_and_reads_nothing_again(home, file, monkeypatch):
    resource = HomeResource(root=str(home.root), lock_wait_s=0)
    staging_assets.review_decisions(home=resource)
    readers, build = staging_state.reader_fingerprint.__wrapped__(), dbt_build.build_fingerprint(home)
    assert dbt_build.REVIEW_FILE == staging_state.REVIEW_FILE
    names = []

    def listed(files, packages):
        names.extend([*(path.name for path in files), *packages])
        return ""

    monkeypatch.setattr(staging_state, "hash_files", listed)
    staging_state.reader_fingerprint.__wrapped__()
    assert not {"review_decisions.csv", "train.py", "sentences.csv"} & set(names)
    assert {"designations.csv", "start.toml", "parse.py", "judge.npz", "polars", "selectolax"} <= set(names)
    monkeypatch.undo()
    assert staging_state.reader_fingerprint.__wrapped__() == readers
    monkeypatch.setattr(review, "REVIEW_FILE", file)
    monkeypatch.setattr(staging_assets, "REVIEW_FILE", file)
    review.decide(home, [SURE], "refuse", "A rumour.", "ann")
    staging_assets.review_decisions(home=resource)
    assert dbt_build.build_fingerprint(home) != build


def test_the_doctor_tells_what_fits_nothing_and_what_is_wrong(home, file):
    def said():
        return [
            (finding.says, finding.remedy)
            for finding in doctor.examine(home, datetime.now(UTC))
            if finding.about == "review"
        ]

    counted, gone = said()
    assert gone[0] == f"decisions that fit no statement any more: {GONE}"
    assert "trialwire review list" in gone[1]
    assert counted == ("0 decisions in review_decisions.csv", None)
    file.write_text("nonsense\n")
    assert "line 1: the head must be" in said()[0][0]
