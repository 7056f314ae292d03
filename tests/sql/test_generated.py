"""The benchmark's generated staging is what the parser could have staged, builds, and passes every data test; and no
model of it joins each row with each."""

import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from sql.conftest import PROJECT, Dbt

from transforms.tables import STAGING_TABLES

MILESTONES = 2_000
# One side of these is short whatever is staged: what people write (feeds, corrections), sources, or a single row.
EACH_WITH_EACH = {
    "catalyst_calendar": "the one day of `as_of`",
    "coverage": "the first day of each source",
    "feed_items": "feeds",
    "guidance_history": "the one day of the horizon",
    "int_products__tied": "corrections",
    "int_trial_ids__folded": "corrections",
    "int_trial_names__tied": "corrections",
}
SLOW_JOINS = {"BLOCKWISE_NL_JOIN", "NESTED_LOOP_JOIN", "CROSS_PRODUCT"}


@pytest.fixture(scope="module")
def write_staging() -> Callable[[Path, int], object]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PROJECT))
        return importlib.import_module("benchmarks.marts_data").write_staging


@pytest.fixture(scope="module")
def staging(write_staging: Callable[[Path, int], object], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "staging"
    write_staging(folder, MILESTONES)
    return folder


@pytest.fixture(scope="module")
def built(dbt: Dbt, staging: Path) -> Path:
    build_file = staging.parent / "warehouse.duckdb"
    done = dbt("build", "--exclude-resource-type", "unit_test", staging=staging, build_file=build_file)
    assert done.returncode == 0, done.stdout[-6000:]
    return build_file


def read(staging: Path, table: str) -> pl.DataFrame:
    return pl.read_parquet(staging / table / "*" / "part.parquet", hive_partitioning=False)


@pytest.mark.parametrize("table", STAGING_TABLES)
def test_rows_keep_their_schema(table: str, staging: Path):
    assert len(STAGING_TABLES[table].validate(read(staging, table))) > 0


def test_there_are_about_as_many_as_asked(staging: Path):
    assert len(read(staging, "milestones")) == pytest.approx(MILESTONES, rel=0.1)


def test_sentences_and_names_stand_where_they_say(staging: Path):
    texts = read(staging, "releases").select("capture_id", "release_id", "text")
    for table in ("milestones", "enrolments", "name_ties"):
        rows = read(staging, table).join(texts, on=["capture_id", "release_id"])
        assert all(row["text"][row["span_start"] : row["span_end"]] == row["sentence"] for row in rows.to_dicts())
    rows = read(staging, "trial_mentions").join(texts, on=["capture_id", "release_id"])
    names = [row["acronym"] or row["trial_id"] for row in rows.to_dicts()]
    assert [row["text"][row["span_start"] : row["span_end"]] for row in rows.to_dicts()] == names


def test_the_same_seed_gives_the_same_rows(write_staging, staging: Path, tmp_path: Path):
    write_staging(tmp_path / "again", MILESTONES)
    for table in STAGING_TABLES:
        assert read(tmp_path / "again", table).equals(read(staging, table))


def test_histories_have_every_turn(built: Path):
    with duckdb.connect(str(built), read_only=True) as connection:
        changes = {row[0] for row in connection.execute("select distinct change from guidance_history").fetchall()}
        copies = connection.execute("select count(*) from releases where is_copy").fetchone()
    assert changes >= {"first_statement", "unchanged", "narrowed", "slipped", "met", "missed", "overdue"}
    assert copies is not None
    assert copies[0] > 0


def test_no_model_joins_each_row_with_each(built: Path, dbt: Dbt):
    """A left join on what is true of the left row alone, or on this or that key, has DuckDB compare all pairs."""
    manifest = json.loads((dbt.target / "manifest.json").read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    found: set[str] = set()
    with duckdb.connect(str(built), read_only=True) as connection:
        connection.execute(f"attach '{built}.intermediate' as intermediate (read_only)")
        connection.execute("set TimeZone = 'UTC'")
        for node in manifest["nodes"].values():
            if node["resource_type"] == "model" and node["config"]["materialized"] == "table":
                (_, plan), *_ = connection.execute(f"explain (format json) {node['compiled_code']}").fetchall()
                if SLOW_JOINS & set(operators(json.loads(plan))):
                    found.add(node["name"])
    assert found == set(EACH_WITH_EACH)


def operators(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        yield node["name"].strip()
        yield from operators(node.get("children", []))
