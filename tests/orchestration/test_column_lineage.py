"""Which column comes from which, through CTEs, joins and sources that are calls."""

import logging
from typing import Any

import dagster as dg
import pytest

from orchestration.column_lineage import as_markdown, read_column_lineage

STAGED = "read_parquet('/home/staging/releases/*.parquet', union_by_name = true)"
KEYS = {
    "source.releases": dg.AssetKey(["staging", "releases"]),
    "model.sponsors": dg.AssetKey(["marts", "sponsors"]),
    "model.releases": dg.AssetKey(["marts", "releases"]),
}
COLUMNS = {
    "source.releases": ["release_id", "title", "issuer"],
    "model.sponsors": ["sponsor_id", "name"],
    "model.releases": ["release_id", "headline", "sponsor", "release_count"],
}


def manifest(sql: str) -> dict[str, Any]:
    def node(kind: str, relation: str, code: str = "") -> dict[str, str]:
        return {"resource_type": kind, "relation_name": relation, "compiled_code": code}

    return {
        "sources": {"source.releases": node("source", STAGED)},
        "nodes": {
            "model.sponsors": node("model", '"warehouse"."main"."sponsors"'),
            "model.releases": node("model", '"warehouse"."main"."releases"', sql),
        },
    }


def deps(sql: str) -> dict[str, list[tuple[str, str]]]:
    lineage = read_column_lineage(manifest(sql), COLUMNS, KEYS)["model.releases"]
    return {
        column: [(dep.asset_key.to_user_string(), dep.column_name) for dep in origins]
        for column, origins in lineage.deps_by_column.items()
    }


def test_columns_are_followed_to_the_tables_that_the_model_reads() -> None:
    sql = f"""
        with staged as (select * from {STAGED}),
        named as (
            select staged.*, sponsors.name as sponsor
            from staged left join "warehouse"."main"."sponsors" as sponsors on sponsors.name = staged.issuer
        )
        select release_id, upper(title) as headline, coalesce(sponsor, issuer) as sponsor, 1 as release_count from named
    """
    assert deps(sql) == {
        "release_id": [("staging/releases", "release_id")],
        "headline": [("staging/releases", "title")],
        "sponsor": [("marts/sponsors", "name"), ("staging/releases", "issuer")],
        "release_count": [],
    }


def test_unions_by_name_are_followed_by_name() -> None:
    sql = f"""
        with staged as (select release_id, title, issuer from {STAGED})
        select release_id, title as headline, issuer as sponsor, 1 as release_count from staged
        union all by name
        select release_count, headline, release_id from (
            select 0 as release_count, issuer as headline, release_id from staged
            union all by name
            select title as headline, release_id, 2 as release_count from staged
        )
    """
    assert deps(sql) == {
        "release_id": [("staging/releases", "release_id")],
        "headline": [("staging/releases", "issuer"), ("staging/releases", "title")],
        "sponsor": [("staging/releases", "issuer")],
        "release_count": [],
    }


@pytest.mark.parametrize("sql", ["select nothing from", f"select absent from {STAGED}", "drop table releases"])
def test_what_cannot_be_followed_is_left_out_and_told(sql: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert read_column_lineage(manifest(sql), COLUMNS, KEYS) == {}
    assert "model.releases: its columns cannot be followed" in caplog.text


def test_people_can_read_it() -> None:
    lineage = dg.TableColumnLineage({"headline": [dg.TableColumnDep(KEYS["source.releases"], "title")], "constant": []})
    assert as_markdown(lineage).splitlines()[2:] == ["| headline | staging/releases.title |", "| constant |  |"]
