"""The command line: what a person gets who types it right, wrong, or too early."""

import errno
import json
import os
import pty
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration import cli
from orchestration.commands import doctor
from orchestration.commands.summary import window_words
from orchestration.locks import exclusive
from orchestration.paths import Home
from orchestration.publish import mark_audited, publish

RELEASE = """Vexalia Doses First Patient in Phase 2 Trial of VX-101

BOSTON, March 2, 2026 (GLOBE NEWSWIRE) -- Vexalia Therapeutics (Nasdaq: VXLA) today announced that the \
first patient has been dosed in its Phase 2 trial of VX-101 for asthma. Topline data are \
expected in the fourth quarter of 2026.
"""


def test_what_cannot_be_written_is_told_in_one_line(monkeypatch, capsys):
    def on_a_disk_for_reading(**_options: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), "/home/publish.lock")

    monkeypatch.setattr(cli, "app", on_a_disk_for_reading)
    with pytest.raises(SystemExit, match="1"):
        cli.main()
    said = "trialwire: /home/publish.lock cannot be written: Read-only file system; mend that, or say another --home\n"
    assert capsys.readouterr().err == said


def nothing(*_arguments: object) -> None:
    """Write no files beside the warehouse: the tables of feeds are not in it."""


def trialwire(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"TRIALWIRE_HOME", "COLUMNS"}}
    return subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**environment, "NO_COLOR": "1"},
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two published versions of a small table, one sponsor of which tries to write to the terminal."""
    home = Home(tmp_path_factory.mktemp("home"))
    home.build_file.parent.mkdir()
    for count in (2, 3):
        with duckdb.connect(str(home.build_file)) as connection:
            connection.execute(
                "create or replace table sponsors as select 'Vexalia ' || n as sponsor, n from range($count) t(n)",
                {"count": count},
            )
            connection.execute("insert into sponsors values (chr(27) || '[2Jgone', -1)")
            connection.execute("comment on table sponsors is 'Who announces.'")
            connection.execute("comment on column sponsors.sponsor is 'Short name.'")
        mark_audited(home.build_file, home.audit_file, f"content-{count}")
        now = datetime.now(UTC) - timedelta(minutes=5 - count)
        publish(home, run_id="0123456789", now=now, write_beside=nothing)
    return home


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--frobnicate"], "No such option: --frobnicate"),
        (["run", "--frobnicate"], "See `trialwire run --help`"),
        (["sq"], "No such command 'sq'"),
        (["run", "--from", "March"], "--from 'March' is no date: write it as 2026-01-31"),
        (["run", "--from", "2026-03-02", "--to", "2026-03-01"], "--from 2026-03-02 is after --to 2026-03-01"),
        (["run", "--source", "nowhere"], "'nowhere' is neither a path nor an id of sources.toml (sample_wire"),
        (["publish"], "say either --list or --rollback"),
        (["publish", "--list", "--rollback"], "say either --list or --rollback"),
        (["sql", "select 1", "--format", "xml"], "'xml' is not one of"),
        (["ui", "--port", "0"], "greater than or equal to 1"),
        (["reparse", "--from", "March"], "reparse: --from 'March' is no date"),
        (["reparse", "--diff", "--source", "wire"], "raw has no source 'wire'; it has none"),
        (["review", "accept", "0123456789abcdef"], "Missing option '--reason'"),
        (["rules", "new", "start.x", "--why", "w"], "Missing option"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_typed_wrongly_is_told_in_one_line(tmp_path, arguments, says):
    place = ["--home", str(tmp_path)] if arguments[0] in {"run", "publish", "sql", "ui", "reparse", "review"} else []
    done = trialwire(*arguments, *place)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_help_is_there_for_every_command_and_brings_nothing_heavy():
    overview = trialwire("--help")
    assert overview.returncode == 0
    for command in ("run", "sql", "extract", "reparse", "review", "publish", "doctor", "ui", "rules"):
        assert command in overview.stdout
        assert trialwire(command, "--help").stdout.strip()
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import orchestration.cli"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in imported.splitlines()}
    assert not loaded & {"dagster", "dbt", "duckdb", "polars", "pyarrow", "dataframely", "httpx"}


@pytest.mark.parametrize("module", ["sql", "extract", "reparse", "review", "new_rule", "publish", "doctor", "ui"])
def test_light_commands_do_without_dagster_and_dbt(module):
    code = f"import orchestration.commands.{module}, sys; print({{'dagster', 'dbt'}} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_home_that_cannot_be_written_is_told(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    done = trialwire("run", "--home", str(file / "home"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_second_run_does_not_start(tmp_path):
    with exclusive(Home(tmp_path).lock_file, wait_s=0):
        done = trialwire("run", "--home", str(tmp_path))
    assert done.returncode == 1
    assert f"another run is under way in {tmp_path}: process {os.getpid()}" in done.stderr


def test_sql_before_the_first_run_says_what_to_do(tmp_path):
    done = trialwire("sql", "select 1", "--home", str(tmp_path))
    assert done.returncode == 1
    assert "run `trialwire run`" in done.stderr


def test_sql_prints_a_table(home):
    done = trialwire("sql", "from sponsors order by n", "--home", str(home.root))
    assert done.returncode == 0
    assert "Vexalia 2" in done.stdout
    assert done.stdout.endswith("4 rows\n")


def test_what_a_release_smuggled_in_is_shown_and_not_obeyed(home):
    done = trialwire("sql", "from sponsors where n = -1", "--home", str(home.root))
    assert "\\x1b[2Jgone" in done.stdout
    assert "\x1b" not in done.stdout


def test_sql_prints_json_csv_and_parquet(home, tmp_path):
    query = [
        "sql",
        "select sponsor, n, date '2026-03-02' as d from sponsors where n >= 0 order by n",
        "--home",
        str(home.root),
    ]
    rows = [json.loads(line) for line in trialwire(*query, "--format", "json").stdout.splitlines()]
    assert rows[2] == {"sponsor": "Vexalia 2", "n": 2, "d": "2026-03-02"}
    assert trialwire(*query, "-f", "csv").stdout.splitlines() == [
        "sponsor,n,d",
        "Vexalia 0,0,2026-03-02",
        "Vexalia 1,1,2026-03-02",
        "Vexalia 2,2,2026-03-02",
    ]
    piped = trialwire("sql", "select 'nan'::float as a, [1, 1/0] as b", "--home", str(home.root), "-f", "json")
    assert json.loads(piped.stdout) == {"a": None, "b": [1.0, None]}
    pivoted = trialwire("sql", "pivot sponsors on n using count(*)", "--home", str(home.root), "-f", "csv")
    assert pivoted.stdout.startswith("sponsor,-1,0,1,2\n")
    file = tmp_path / "sponsors.parquet"
    with file.open("wb") as pipe:
        command = [sys.executable, "-m", "orchestration.cli", *query, "-f", "parquet"]
        subprocess.run(command, stdout=pipe, check=True)
    assert pl.read_parquet(file).height == 3
    assert trialwire(*query, "-f", "parquet", "-o", str(file)).returncode == 0
    assert pl.read_parquet(file).height == 3


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from sponsers", 'Did you mean "sponsors'),
        ("drop table sponsors", "read-only"),
        ("insert into sponsors values ('x', 1)", "read-only"),
        ("selec 1", "syntax error"),
        ("copy sponsors to 'copied.csv'", "COPY is refused"),
        ("create temp table t as select 1", "CREATE is refused"),
        ("select 1; drop table sponsors", "read-only"),
        ("select 1; select 2", "takes one statement, not 2"),
        (" ", "takes one statement, not 0"),
    ],
)
def test_a_wrong_statement_is_explained(home, query, says):
    done = trialwire("sql", query, "--home", str(home.root))
    assert done.returncode in {1, 2}
    assert says in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_shell_answers_and_goes_on_after_a_mistake(home):
    statements = [
        "selec 1;",
        "select 1 as one; select 2 as two;",
        "select count(*) as how_many",
        "from sponsors;",
        ".quit",
        "select 'never';",
    ]
    lines = "\n".join([".tables", ".columns sponsors", ".nonsense", *statements, ""])
    done = trialwire("sql", "--home", str(home.root), stdin=lines)
    assert done.returncode == 0
    for expected in (
        "Who announces.",
        "Short name.",
        "there is no .nonsense",
        "syntax error",
        "how_many",
        "one",
        "two",
    ):
        assert expected in done.stdout
    assert "never" not in done.stdout


def test_versions_are_listed_and_rolled_back(home):
    listed = trialwire("publish", "--list", "--home", str(home.root)).stdout.splitlines()
    assert len(listed) == 3
    newest, oldest = listed[1].split()[0], listed[2].split()[0]
    assert "current" in listed[1]
    assert trialwire("publish", "--rollback", "--home", str(home.root)).returncode == 0
    assert "3 rows" in trialwire("sql", "from sponsors", "--home", str(home.root)).stdout
    assert oldest in trialwire("doctor", "--home", str(home.root)).stdout
    again = trialwire("publish", "--rollback", "--home", str(home.root))
    assert again.returncode == 1
    assert "no version before" in again.stderr
    assert trialwire("publish", "--rollback", newest, "--home", str(home.root)).returncode == 0


def test_extract_reads_files_and_standard_input(tmp_path):
    file = tmp_path / "release.txt"
    file.write_text(RELEASE)
    for done in (trialwire("extract", str(file)), trialwire("extract", stdin=RELEASE)):
        assert done.returncode == 0
        (row,) = [json.loads(line) for line in done.stdout.splitlines()]
        assert row["release"]["issuer"] == "Vexalia Therapeutics"
        assert "first_patient_dosed" in {milestone["milestone_type"] for milestone in row["milestones"]}
        for milestone in row["milestones"]:
            start, end = milestone["evidence"]
            assert row["text"][start:end] == milestone["sentence"]


def test_extract_is_laid_out_for_a_person(tmp_path):
    for name, text in (("release.txt", RELEASE), ("empty.txt", "")):
        (tmp_path / name).write_text(text)
    person, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "orchestration.cli", "extract", "release.txt", "empty.txt"],
        stdout=terminal,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=120,
    )
    os.close(terminal)
    shown = b""
    with suppress(OSError):  # on Linux, the end of what a closed terminal was sent
        while read := os.read(person, 100_000):
            shown += read
    os.close(person)
    assert (
        done.stderr
        == "trialwire: empty.txt: empty: 0 bytes, nothing but white space. Nothing was received: ask the \
source again, or drop the file.\n"
    )
    assert json.loads(shown)["doc_id"] == "release.txt"
    assert b'\r\n  "release": {\r\n' in shown


def test_extract_goes_on_after_a_file_it_cannot_read(tmp_path):
    file = tmp_path / "release.txt"
    file.write_text(RELEASE)
    (tmp_path / "empty.html").write_text("")
    done = trialwire("extract", str(tmp_path / "absent.html"), str(tmp_path / "empty.html"), str(file))
    assert done.returncode == 1
    assert "absent.html: No such file" in done.stderr
    assert "empty.html: empty" in done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["release"]["title"].startswith("Vexalia Doses")


def test_extract_reads_records(tmp_path):
    record = {"doc_id": "d1", "text": RELEASE, "published_at": "2026-03-02"}
    done = trialwire("extract", "--jsonl", stdin=json.dumps(record) + "\nno json\n[1]\n" + "[" * 200_000)
    assert done.returncode == 1
    assert "stdin:2: no JSON" in done.stderr
    assert "stdin:3: a record is a JSON object" in done.stderr
    assert "stdin:4: no JSON: maximum recursion depth" in done.stderr
    assert json.loads(done.stdout)["doc_id"] == "d1"
    faulty = trialwire("extract", "--jsonl", stdin='{"doc_id": "d2"}\n')
    assert faulty.returncode == 1
    assert "record 'd2': needs doc_id and text" in faulty.stderr


def test_rules_are_listed_shown_and_tested():
    assert "start.first_patient_dosed" in trialwire("rules", "list").stdout
    assert "examples" in trialwire("rules", "test").stdout


def test_a_rule_is_shown_as_it_is_written():
    place, *lines = trialwire("rules", "show", "start.first_patient_dosed").stdout.splitlines()
    path, number = place.removeprefix("# ").rsplit(":", 1)
    written = Path(path).read_text(encoding="utf-8").splitlines()[int(number) - 1 :]
    assert lines[:2] == ["[[rule]]", 'id = "start.first_patient_dosed"']
    assert lines == written[: len(lines)]
    assert written[len(lines) :][:2] == ["", "[[rule]]"]
    assert any("{patient}" in line for line in lines)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("start.first_patient_dose", "did you mean 'start.first_patient_dosed'"),
        ("qqq", "`trialwire rules list` shows all"),
    ],
)
def test_a_rule_that_is_not_there_has_a_near_one(typed, says):
    done = trialwire("rules", "show", typed)
    assert done.returncode == 1
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def remedies(home: Home, now: datetime | None = None) -> dict[str, str | None]:
    return {finding.about: finding.remedy for finding in doctor.examine(home, now or datetime.now(UTC))}


def test_the_doctor_finds_what_is_wrong(home, tmp_path):
    assert remedies(Home(tmp_path / "absent"))["home"] is None
    assert not [about for about, remedy in remedies(home).items() if remedy]
    later = datetime.now(UTC) + timedelta(days=9)
    assert remedies(home, later)["published"] == "`trialwire run`, or switch the daily schedule on"
    link = home.published / "current"
    target = link.readlink()
    link.unlink()
    try:
        assert "--rollback" in (remedies(home)["published"] or "")
    finally:
        link.symlink_to(target)


def test_the_doctor_finds_a_damaged_file_and_a_folder_in_its_place(home, tmp_path):
    damaged = Home(tmp_path / "home")
    shutil.copytree(home.root, damaged.root, symlinks=True)
    damaged.published_file.chmod(0o644)
    damaged.published_file.write_bytes(b"garbage")
    remedy = remedies(damaged)["published"] or ""
    assert "trialwire publish --rollback" in remedy
    version = remedy.strip("`").split()[-1]
    assert trialwire("publish", "--rollback", version, "--home", str(damaged.root)).returncode == 0
    assert remedies(damaged)["published"] is None
    (damaged.dagster / "history").mkdir(parents=True)
    (damaged.dagster / "history" / "runs.db").write_bytes(b"garbage" * 1000)
    assert "move" in (remedies(damaged)["dagster"] or "")
    (damaged.published / "current").unlink()
    (damaged.published / "current").mkdir()
    assert "move" in (remedies(damaged)["published"] or "")
    assert "another --home" in (remedies(Home(damaged.dagster / "history" / "runs.db"))["home"] or "")


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2026-03-02", "2026-03-02", "day", "2026-03-02"),
        ("2026-01-01", "2026-06-30", "by", "by 2026-06-30"),
        ("2026-07-01", "2026-12-31", "half", "2026-07-01 – 2026-12-31"),
        ("2026-01-01", "2026-03-31", "quarter_fiscal", "2026-01-01 – 2026-03-31"),
    ],
)
def test_a_window_is_told_no_more_exactly_than_the_text_did(start, end, precision, words):
    day = datetime.fromisoformat
    assert window_words(day(start).date(), day(end).date(), precision) == words
