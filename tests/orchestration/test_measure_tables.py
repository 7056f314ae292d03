"""What Dagster shows of the tables that dbt built: rows and columns; views are described, and not counted."""

import duckdb

from orchestration.assets.marts import measure_tables
from orchestration.paths import Home


def test_tables_are_counted_and_views_of_another_file_described(tmp_path):
    home = Home(tmp_path)
    home.build_file.parent.mkdir(parents=True)
    with duckdb.connect(str(home.build_file)) as build:
        build.execute(f"attach '{home.intermediate_file}' as intermediate")
        build.execute("create schema intermediate.intermediate")
        build.execute("create table trials as select unnest(['A-1', 'A-2']) as trial_key")
        build.execute("create table intermediate.intermediate.one as select 1 as n")
        build.execute("create view intermediate.intermediate.seen as select n from intermediate.intermediate.one")
    measured = measure_tables(home)
    assert {name: found.get("dagster/row_count") for name, found in measured.items()} == {
        "trials": 2,
        "one": 1,
        "seen": None,
    }
    assert [column.name for column in measured["seen"]["dagster/column_schema"].columns] == ["n"]
