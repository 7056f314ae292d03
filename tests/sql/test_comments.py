"""The published file explains itself: each table, column and function says what it is, with its grain and its units."""

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import yaml
from sql.conftest import SQL

Warehouse = duckdb.DuckDBPyConnection
# What a name's ending promises, and what its comment must then say.
COUNTED = (
    "releases|announcements|teasers|captures|items|records|statements|events|plans|patients|words|texts|days|rejects|"
    "rows|times|how often"
)
UNITS = {
    r"_days$": r"(?i)\bdays?\b",
    r"(?:_date|_on|_day)$": r"(?i)\bdays?\b",
    r"_at$": r"\bUTC\b",
    r"_count$": rf"(?i)\b(?:{COUNTED})\b",
    r"_bytes$": r"(?i)\bbytes\b",
    r"_s$": r"\bseconds\b",
    r"^(?:confidence|.*_share)$": r"\b0 to 1\b",
    r"^span_(?:start|end)$": r"\bcharacters\b",
}


@pytest.fixture(scope="module")
def columns(of_corpus: Warehouse) -> list[tuple[str, str, str, str | None]]:
    """Schema, table, column and comment of all that analysts see; `history` is only read by functions."""
    return of_corpus.execute(
        "select schema_name, table_name, column_name, comment from duckdb_columns() "
        "where not internal and database_name = current_database() and schema_name != 'history' order by all"
    ).fetchall()


def test_every_table_says_its_grain(of_corpus: Warehouse):
    tables = of_corpus.execute(
        "select schema_name, table_name, comment from duckdb_tables() where database_name = current_database()"
    ).fetchall()
    assert len(tables) > 25
    silent = [
        f"{schema}.{table}"
        for schema, table, comment in tables
        if not re.search(r"\S.* Grain: one row for each [^.]+\.$", comment or "")
    ]
    assert "\n".join(silent) == ""


def test_every_column_says_what_it_is(columns: list[tuple[str, str, str, str | None]]):
    assert len(columns) > 300
    silent = [
        f"{schema}.{table}.{column}: {comment!r}"
        for schema, table, column, comment in columns
        # A sentence, not the name once more.
        if not re.fullmatch(r"\S.*[.)`]", comment or "", re.DOTALL)
        or comment.strip(".").lower() == column.replace("_", " ")
    ]
    assert "\n".join(silent) == ""


@pytest.mark.parametrize("ending", UNITS)
def test_a_column_says_the_unit_or_zone_that_its_name_promises(
    ending: str, columns: list[tuple[str, str, str, str | None]]
):
    promised = [row for row in columns if re.search(ending, row[2])]
    assert promised
    silent = [
        f"{schema}.{table}.{column}: {comment!r}"
        for schema, table, column, comment in promised
        if not re.search(UNITS[ending], comment or "")
    ]
    assert "\n".join(silent) == ""


def test_a_column_of_many_tables_has_one_type(of_corpus: Warehouse):
    types = of_corpus.execute(
        "select column_name, list(distinct data_type) from duckdb_columns() "
        "where not internal and database_name = current_database() and schema_name = 'main' "
        "group by column_name having count(distinct data_type) > 1 order by all"
    ).fetchall()
    assert types == []


def functions() -> Iterator[tuple[str, dict]]:
    """Every table function: its name, and its YAML."""
    for file in sorted((SQL / "models" / "functions").glob("*.yml")):
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]:
            yield model["name"], model


FUNCTIONS = dict(functions())


def documented_columns(name: str) -> list[tuple[str, str, bool]]:
    """Each column as its YAML says: name, type, whether it is described; `x_as_of` has the columns of mart x."""
    document, mart = FUNCTIONS[name], name.removesuffix("_as_of")
    if mart != name:
        file = Path(SQL / "models" / "marts" / f"{mart}.yml")
        (document,) = yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    columns = document["columns"]
    return [(column["name"], column.get("data_type", ""), bool(column["description"].strip())) for column in columns]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_how_it_is_called_and_its_grain(name: str, of_corpus: Warehouse):
    found = of_corpus.execute(
        "select comment, parameters from duckdb_functions() "
        "where function_name = ? and function_type = 'table_macro' and database_name = current_database()",
        [name],
    ).fetchall()
    ((comment, parameters),) = found
    assert comment.startswith(f"{name}({', '.join(parameters)}): ")
    told, *columns, last = comment.split("\n")
    assert "`use` it first" in last
    assert re.search(r" Grain: one row for each [^.]+\.$", told)
    assert parameters == FUNCTIONS[name]["config"]["parameters"]
    # DuckDB keeps no comments on the columns of a function: they stand in its own.
    described = [f"{column['name']} ({column['data_type']}): " for column in FUNCTIONS[name].get("columns", [])]
    assert [line[: len(start)] for line, start in zip(columns, described, strict=True)] == described
    assert all(re.search(r": \S.*[.)`]$", line) for line in columns)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_gives_the_columns_that_are_documented(name: str, of_corpus: Warehouse):
    arguments = {"as_of_day": "date '2025-06-30'"}
    called = f"{name}({', '.join(arguments.get(each, repr('x')) for each in FUNCTIONS[name]['config']['parameters'])})"
    described = of_corpus.execute(f"describe from {called}").fetchall()
    given = [(column, kind.lower(), True) for column, kind, *_ in described]
    assert given == documented_columns(name)


def test_no_function_is_undocumented(of_corpus: Warehouse):
    found = of_corpus.execute(
        "select function_name from duckdb_functions() where not internal and database_name = current_database()"
    ).fetchall()
    assert {name for (name,) in found} == set(FUNCTIONS)
