"""identity_corrections.csv: what is accepted, and how a refusal reads."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from jinja2 import Environment

from orchestration import corrections, staging_state
from orchestration.commands import doctor
from orchestration.commands.errors import CommandError
from orchestration.commands.run import run_pipeline
from orchestration.corrections import corrections_that_find_nothing, legal_forms, load_corrections
from orchestration.paths import CORRECTIONS_FILE, DBT_PROJECT_DIR, Home
from transforms.corrections import COLUMNS, CorrectionsError, fold_name, name_key, read_corrections

HEAD = ",".join(COLUMNS)
FORMS = ["inc", "company", "s a", "sa"]
SAME = "sponsor,same,Hollin Bio,Galbrun,,Renamed in May."


def read(folder, *lines):
    file = folder / "identity_corrections.csv"
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return read_corrections(file, FORMS)


def test_our_own_file_is_read():
    assert all(correction.reason for correction in load_corrections())


def test_corrections_are_read_with_their_lines(tmp_path):
    split = 'product,different,QVX-1,QVX-10,"Galbrun, Inc.",Two molecules.'
    read_back = read(tmp_path, SAME, "", split)
    assert [(one.line, one.entity, one.action, one.name, one.sponsor) for one in read_back] == [
        (2, "sponsor", "same", "Hollin Bio", ""),
        (4, "product", "different", "QVX-1", "Galbrun, Inc."),
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("sponsr,same,A1,B1,,why", "line 2: unknown entity 'sponsr'; allowed: sponsor, trial, product"),
        ("sponsor,merge,A1,B1,,why", "line 2: unknown action 'merge'; allowed: same, different"),
        ("sponsor,same,,B1,,why", "line 2: name '' names nothing: write the name as releases have it"),
        ("sponsor,same,A1,...,,why", "line 2: other_name '...' names nothing"),
        ("sponsor,same,A1,B1,,", "line 2: reason is empty: say why"),
        ("sponsor,same,A1 ,B1,,why", "line 2: name 'A1 ' has spaces at an end"),
        ("sponsor,same,A1,B  1,,why", "line 2: other_name 'B  1' has spaces at an end, or two in a row"),
        ("sponsor,same,A1,B1,Galbrun,why", "line 2: sponsor must be empty"),
        ("trial,same,KESTREL,KESTREL-2,,why", "line 2: sponsor is empty: say whose trial it is"),
        ('sponsor,different,Galbrun,"The GALBRUN Company, Inc.",,why', "are one name: legal form, case, marks"),
        ("product,different,QVX-1,QVX1,Hollin,why", "line 2: 'QVX-1' and 'QVX1' are one name"),
        ("product,same,QVX-1 + omafenib,omafenib/QVX 1,Hollin,why", "are one name"),
        ("trial,different,FLARE 2,FLARE-2,Hollin,why", "line 2: 'FLARE 2' and 'FLARE-2' are one name"),
        ("sponsor,same,A1,B1,, a, b", "line 2: 7 values, not 6: put a text that holds a comma between double quotes"),
        ("sponsor,same,A1,B1", "line 2: 4 values, not 6: write the commas of columns that stay empty, too"),
        ("sponsor,same,A1\u200b,B1,,why", "line 2: name 'A1\\u200b' has a mark that cannot be seen, zero width space"),
        ('sponsor,same,"A\n1",B1,,why', "line 2: name 'A\\n1' has spaces at an end, or two in a row, or a line break"),
        ('sponsor,same,"A1,B1,,why', "no valid CSV"),
        (f"{SAME}\n{SAME}", "line 3: says again what line 2 says of 'Hollin Bio' and 'Galbrun': keep one"),
        (f"{SAME}\nsponsor,same,GALBRUN Inc.,Hollin Bio,,why", "line 3: says again what line 2 says"),
        (f"{SAME}\nsponsor,different,Galbrun,Hollin Bio,,why", "line 3: contradicts what line 2 says of 'Galbrun' and"),
        (
            f"{SAME}\nsponsor,same,Tarn,galbrun,,why\nsponsor,different,Tarn,Hollin Bio Inc.,,why",
            "'Hollin Bio Inc.' are different here and the same by line 3 ('Tarn', 'galbrun'), line 2 ('Hollin Bio', '",
        ),
    ],
)
def test_a_fault_says_where_it_is_and_how_to_mend_it(tmp_path, line, says):
    with pytest.raises(CorrectionsError) as error:
        read(tmp_path, line)
    assert str(error.value).startswith("identity_corrections.csv")
    assert says in str(error.value)


def test_every_fault_is_told_at_once(tmp_path):
    with pytest.raises(CorrectionsError) as error:
        read(tmp_path, "sponsor,same,,B1,,why", SAME, "sponsor,different,Galbrun,Hollin Bio,,why")
    assert [line.split(":")[0] for line in str(error.value).splitlines()] == [
        "identity_corrections.csv, line 2",
        "identity_corrections.csv, line 4",
    ]


def test_the_same_name_is_another_thing_of_another_sponsor(tmp_path):
    assert len(read(tmp_path, "trial,same,A-1,B-1,Hollin,why", "trial,different,A-1,B-1,Tarn,why", SAME)) == 3


def test_other_heads_and_bytes_are_refused(tmp_path):
    file = tmp_path / "identity_corrections.csv"
    for text in ("", HEAD.replace("reason", "why"), SAME):
        file.write_text(text)
        with pytest.raises(CorrectionsError, match="line 1: the head must be entity,action,name,other_name"):
            read_corrections(file, FORMS)
    file.write_bytes(b"\xff")
    with pytest.raises(CorrectionsError, match="not UTF-8 text"):
        read_corrections(file, FORMS)
    with pytest.raises(CorrectionsError, match=r"absent\.csv cannot be read: No such file .*; restore it"):
        read_corrections(tmp_path / "absent.csv", FORMS)


def test_names_are_folded_as_the_marts_fold_them():
    assert fold_name("The Élan-Vital (UK) Company, Inc.", FORMS) == "elan vital"
    assert fold_name("Inc.", FORMS) == "inc"
    assert fold_name("QVX–101", ()) == "qvx 101"
    assert fold_name("北辰製薬", FORMS) == "北辰製薬"
    assert fold_name("...", FORMS) == ""
    assert {"inc", "gmbh"} <= set(legal_forms())


@pytest.mark.parametrize("entity", ["sponsor", "trial", "product"])
def test_the_marts_compare_names_by_the_same_key(entity):
    macros = "".join((DBT_PROJECT_DIR / "macros" / file).read_text() for file in ("names.sql", "identities.sql"))
    template = Environment(autoescape=False).from_string(f"{macros} select {{{{ fold_{entity}('$1') }}}}")  # noqa: S701
    query = template.render(var=lambda _: legal_forms())
    names = [
        "QVX 1",
        "QVX-1™",
        "QVX(R)-1",
        "QVX1 + Omafénib",
        "omafenib in combination with QVX1",
        "AB 12 34",
        "AB-12-3 4",
    ]
    names += ["FLARE 2", "FLARE-2", "flare2", "FLARE 2 B", "NCT01234567", "北辰 2", "a_1", "CO₂", "A and B", "N-9/b"]
    names += ["The Hollin Company, Inc.", "Élan (UK) S.A.", "Inc.", "Galbrun Co., Ltd.", "北辰製薬株式会社"]
    sql = {name: duckdb.execute(query, [name]).fetchone()[0] for name in names}
    assert {name: name_key(entity, name, legal_forms()) for name in names} == {
        name: key.lower() for name, key in sql.items()
    }


def test_a_name_that_nothing_has_is_told(tmp_path: Path):
    warehouse, file = tmp_path / "warehouse.duckdb", tmp_path / "identity_corrections.csv"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            """create table sponsor_names as select * from (values
                ('Hollin Bio, Inc.', timestamptz '2026-01-01'), ('Galbrn', null)) as given(name, first_observed_at)"""
        )
        connection.execute("create table products as select ['QVX-1'] as aliases, 'omafenib' as name")
    file.write_text(f"{HEAD}\n")
    assert corrections_that_find_nothing(warehouse, file) == []
    file.write_text(f"{HEAD}\nproduct,same,QVX 1,Omafenib,Hollin Bio,why\nproduct,same,QVX1,omafenb,Holin,why\n")
    assert [line.split(":")[1] for line in corrections_that_find_nothing(warehouse, file)] == [
        " no product here is called 'omafenb'",
        " no sponsor here is called 'Holin'",
    ]
    file.write_text(f"{HEAD}\n{SAME.replace('Galbrun', 'Galbrn')}\n")
    (told,) = corrections_that_find_nothing(warehouse, file)
    assert told.startswith("identity_corrections.csv, line 2: no sponsor here is called 'Galbrn': correct the name")


def test_a_run_with_a_contradiction_does_nothing_at_all(tmp_path, monkeypatch):
    file = tmp_path / "identity_corrections.csv"
    file.write_text(f"{HEAD}\n{SAME}\nsponsor,different,Galbrun,Hollin Bio,,why\n")
    monkeypatch.setattr(corrections, "CORRECTIONS_FILE", file)
    home = Home(tmp_path / "home")
    with pytest.raises(CommandError, match="line 3: contradicts what line 2 says of 'Galbrun' and"):
        run_pipeline(home, [], None, None, verbose=False)
    assert not home.raw.exists()
    assert not home.staging.exists()
    assert not home.build_file.exists()


def test_the_doctor_counts_the_corrections_and_says_what_is_wrong(tmp_path, monkeypatch):
    def said():
        findings = doctor.examine(Home(tmp_path), datetime.now(UTC))
        return [finding.says for finding in findings if finding.about == "corrections"]

    file = tmp_path / "identity_corrections.csv"
    file.write_text(f"{HEAD}\n{SAME}\n")
    monkeypatch.setattr(corrections, "CORRECTIONS_FILE", file)
    assert said() == ["1 correction in identity_corrections.csv"]
    file.write_text("nonsense\n")
    assert "line 1: the head must be" in said()[0]


def test_a_correction_reads_nothing_again(monkeypatch):
    names = []
    monkeypatch.setattr(staging_state, "hash_files", lambda files, _: names.extend(files) or "")
    staging_state.reader_fingerprint.__wrapped__()
    assert CORRECTIONS_FILE not in names
    assert CORRECTIONS_FILE.with_name("designations.csv") in names
