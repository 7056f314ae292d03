"""The dbt sources say what the staging tables are: no word, type or column apart from the declarations."""

import difflib
from typing import Any

import dataframely as dy
import polars as pl
import pytest
import yaml
from sql.conftest import SQL

from transforms.tables import STAGING_TABLES, Feeds, ReviewDecisions

TABLES = STAGING_TABLES | {"feeds": Feeds, "review_decisions": ReviewDecisions}
DUCKDB_TYPES = {
    pl.String: "varchar",
    pl.Boolean: "boolean",
    pl.Int32: "integer",
    pl.Int64: "bigint",
    pl.UInt64: "ubigint",
    pl.Float64: "double",
    pl.Date: "date",
    pl.Datetime: "timestamp with time zone",
    pl.Enum: "varchar",
}


def duckdb_type(dtype: Any) -> str:
    """The type that DuckDB gives a column of the Parquet file that polars wrote."""
    if isinstance(dtype, pl.List):
        return f"{duckdb_type(dtype.inner)}[]"
    if isinstance(dtype, pl.Struct):
        return f"struct({', '.join(f'{field.name} {duckdb_type(field.dtype)}' for field in dtype.fields)})"
    return DUCKDB_TYPES[dtype.base_type()]


def declared(schema: type[dy.Schema]) -> list[str]:
    doc = f"table: {' '.join((schema.__doc__ or '').split())}"
    columns = schema.columns().items()
    return [doc, *(f"{name} ({duckdb_type(column.dtype)}): {column.description}" for name, column in columns)]


def documented(table: dict[str, Any]) -> list[str]:
    columns = [f"{column['name']} ({column['data_type']}): {column['description']}" for column in table["columns"]]
    return [f"table: {table['description']}", *columns]


@pytest.fixture(scope="module")
def sources() -> dict[str, dict[str, Any]]:
    document = yaml.safe_load((SQL / "models" / "staging" / "sources.yml").read_text(encoding="utf-8"))
    return {table["name"]: table for table in document["sources"][0]["tables"]}


def test_every_staging_table_is_a_source(sources: dict[str, dict[str, Any]]):
    assert sorted(sources) == sorted(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_source_is_documented_as_declared(name: str, sources: dict[str, dict[str, Any]]):
    want, have = declared(TABLES[name]), documented(sources[name])
    diff = difflib.unified_diff(have, want, "sql/models/staging/sources.yml", "transforms/tables", lineterm="", n=0)
    assert have == want, f"write into sources.yml what transforms/tables declares for {name}:\n" + "\n".join(diff)


@pytest.mark.parametrize("name", TABLES)
def test_a_source_is_the_asset_that_python_makes(name: str, sources: dict[str, dict[str, Any]]):
    assert sources[name]["config"]["meta"]["dagster"]["asset_key"] == ["staging", name]
