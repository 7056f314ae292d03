"""What is wrong with files: the doctor tells all of it, and Dagster is not opened over what people edited wrongly."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

import duckdb
import pytest

import transforms.rules.load as rules
from orchestration import corrections
from orchestration.commands import configs, doctor, ui
from orchestration.commands.errors import CommandError
from orchestration.feeds import filters
from orchestration.paths import Home
from transforms.facts.judge import weights

SOURCE = '[[source]]\nid = "saved"\nkind = "folder"\npath = "saved"\n'
FEED = '[[feeds]]\nid = "mine"\ntitle = "Mine"\nsource_ids = ["saved"]\n'


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Files of one's own in place of the project's."""
    files = {"SOURCES_FILE": "sources.toml", "FEEDS_FILE": "feeds.toml", "CORRECTIONS_FILE": "corrections.csv"}
    shutil.copyfile(corrections.CORRECTIONS_FILE, tmp_path / "corrections.csv")
    (tmp_path / "sources.toml").write_text(SOURCE)
    (tmp_path / "feeds.toml").write_text(FEED)
    (tmp_path / "saved").mkdir()
    for module in (doctor, configs, filters, corrections):
        for name in files.keys() & vars(module).keys():
            monkeypatch.setattr(module, name, tmp_path / files[name])
    return tmp_path


def findings(project, about):
    found = doctor.examine(Home(project / "home"), datetime.now(UTC))
    return [(finding.says, finding.remedy) for finding in found if finding.about == about]


def test_sound_files_need_no_mending(project):
    assert findings(project, "sources") == [("1 of 1 enabled: saved", None)]
    assert findings(project, "feeds") == [("1 feed in feeds.toml", None)]
    ((says, remedy),) = findings(project, "rules")
    assert "rules keep their examples; version" in says
    assert remedy is None


def test_a_folder_that_is_not_there_is_found_where_the_source_is_on(project):
    (project / "saved").rmdir()
    _, (says, remedy) = findings(project, "sources")
    assert says == f"saved: {project / 'saved'} is not there"
    assert remedy.startswith(f"correct its path in {project / 'sources.toml'}")
    (project / "sources.toml").write_text(f"{SOURCE}enabled = false\n")
    assert len(findings(project, "sources")) == 1


def test_a_source_that_gives_only_what_is_refused_is_found_where_it_is_on(project):
    home = Home(project / "home")
    home.published_file.parent.mkdir(parents=True)
    with duckdb.connect(str(home.published_file)) as warehouse:
        warehouse.execute("""
            create table coverage as from (values
                ('saved', date '2026-03-01', 2, 'ok'), ('saved', date '2026-03-02', 1, 'nothing_read'),
                ('saved', date '2026-03-03', 0, 'nothing_captured'),
                ('off', date '2026-03-02', 1, 'nothing_read'), ('mended', date '2026-03-01', 1, 'nothing_read'),
                ('mended', date '2026-03-02', 1, 'no_milestones')
            ) as days (source_id, observed_date, capture_count, status)""")
    others = "".join(SOURCE.replace("saved", name) for name in ("off", "mended"))
    (project / "sources.toml").write_text(SOURCE + others.replace('path = "off"\n', "enabled = false\npath = 'off'\n"))
    (project / "mended").mkdir()
    _, (says, remedy) = findings(project, "sources")
    assert says == "whatever they gave last was refused: saved"
    assert "from rejects where source_id = 'saved'" in remedy


def test_a_history_on_a_disk_for_reading_is_not_damaged(tmp_path, monkeypatch):
    file, connect = tmp_path / "runs.db", sqlite3.connect
    with closing(connect(file)) as connection:
        connection.execute("create table runs (id)")

    def on_a_disk_for_reading(name, **options):
        if "immutable" not in name:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(name, **options)

    monkeypatch.setattr(sqlite3, "connect", on_a_disk_for_reading)
    assert doctor._is_database(file)
    file.write_bytes(b"garbage" * 1000)
    assert not doctor._is_database(file)


def test_a_second_wrong_file_is_told_beside_the_first(project):
    (project / "sources.toml").write_text(f"{SOURCE}colour = 1\n")
    ((says, _),) = findings(project, "sources")
    assert says.startswith("sources.toml:5: source 'saved': unknown key 'colour'")
    (unheld,) = findings(project, "feeds")
    assert unheld == ("1 feed in feeds.toml; their source_ids can only be held to a sound sources.toml", None)
    (project / "feeds.toml").write_text(FEED.replace("title", "titel"))
    ((says, remedy),) = findings(project, "feeds")
    assert "unknown key: 'titel'; did you mean 'title'? Allowed: id, title" in says
    assert remedy == f"correct {project / 'feeds.toml'}"


def test_a_rule_that_is_refused_is_told_with_file_and_line(project, monkeypatch):
    folder = project / "rules"
    folder.mkdir()
    (folder / "zoo.toml").write_text('# Animals.\n\n[[rule]]\nid = "zoo.cat"\n')
    monkeypatch.setattr(rules, "load_rulebook", partial(rules.load_rulebook, folder))
    ((says, remedy),) = findings(project, "rules")
    assert says.startswith("zoo.toml:4: rule zoo.cat: unknown keys [], missing keys ['emits'")
    assert "trialwire rules test" in remedy


def test_each_line_of_a_finding_is_indented(project, capsys):
    (project / "feeds.toml").write_text("".join(FEED.replace("mine", each).replace("saved", "x") for each in "ab"))
    assert doctor.run_doctor(Home(project / "home")) == 1
    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if "feeds" in line[:8])
    assert [line[:14].strip() for line in lines[at : at + 3]] == ["✗ feeds", "", ""]
    assert [line[14:26] for line in lines[at : at + 3]] == ["feeds.toml, ", "feeds.toml, ", "mend: correc"]


@pytest.mark.parametrize(
    ("file", "says"),
    [("sources.toml", "unknown key 'nonsense'"), ("corrections.csv", "the head must be")],
)
def test_dagster_is_not_opened_over_a_wrong_file(project, monkeypatch, file, says):
    monkeypatch.setattr(ui, "run_until_stopped", lambda *_: pytest.fail("it was opened"))
    (project / file).write_text("nonsense = 1\n")
    with pytest.raises(CommandError, match=says):
        ui.serve(Home(project / "home"), "127.0.0.1", 3000)


@pytest.mark.parametrize("content", [None, b"cut"])
def test_the_doctor_finds_what_is_wrong_with_the_judge(tmp_path, monkeypatch, content):
    file = tmp_path / "judge.npz"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(weights, "load_models", partial(weights.load_models, file))
    ((says, remedy),) = findings(tmp_path, "judge")
    assert str(file) in says
    assert "make train" in remedy


def test_the_doctor_finds_a_build_that_failed(tmp_path):
    home = Home(tmp_path / "home")
    home.build_file.parent.mkdir(parents=True)
    home.build_file.write_bytes(b"half")
    ((_, remedy),) = findings(tmp_path, "build")
    assert "run.log" in remedy
    assert doctor.run_doctor(home) == 1
