"""Marts: dbt's models as assets, its tests as checks.

One function for all: a test over models of two functions would run too early.
"""

import shutil
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from orchestration.column_lineage import as_markdown, read_column_lineage
from orchestration.corrections import load_corrections
from orchestration.dbt_build import (
    build_fingerprint,
    dbt_environment,
    make_room,
    note_process,
    sql_fingerprint,
    start_anew,
)
from orchestration.files import read_json
from orchestration.paths import DBT_PROJECT_DIR, Home
from orchestration.publish import audited_fingerprint, clear_audit, mark_audited
from orchestration.resources import HomeResource, InstalledDbt
from orchestration.staging_state import altered_days

# The folder of a staging file, which is a column to those who read it.
PARTITION_COLUMN = "observed_date"
COLUMNS = """
select schema_name, table_name, column_name, data_type, comment from duckdb_columns()
where not internal and database_name = current_database() order by schema_name, table_name, column_index"""
TABLES = "select schema_name, table_name from duckdb_tables() where not internal and database_name = current_database()"


class LayerTranslator(DagsterDbtTranslator):
    """Names and groups of dbt's nodes."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """A model is keyed by its folder, `marts/<name>`; a source says in its YAML which staging asset it is."""
        match dbt_resource_props["resource_type"]:
            case "seed":
                return dg.AssetKey(["reference", dbt_resource_props["name"]])
            case "model":
                return dg.AssetKey([dbt_resource_props["fqn"][1], dbt_resource_props["name"]])
            case _:
                return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layers are the groups."""
        return "reference" if dbt_resource_props["resource_type"] == "seed" else dbt_resource_props["fqn"][1]


def build_marts_asset(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Return the asset that builds and tests every model of the manifest."""
    loaded_sql = sql_fingerprint()

    @dbt_assets(manifest=manifest, name="marts", dagster_dbt_translator=LayerTranslator())
    def marts(context: dg.AssetExecutionContext, home: HomeResource, dbt: InstalledDbt) -> Iterator[Any]:
        paths = home.paths
        if sql_fingerprint() != loaded_sql:
            raise dg.Failure(
                f"{DBT_PROJECT_DIR} changed since these definitions were loaded: reload them, or run again"
            )
        if altered := altered_days(paths):
            raise dg.Failure(
                f"staging of {', '.join(map(str, altered))} is not as it was written: materialize staging first, or "
                "`trialwire run`, which reads it again from raw"
            )
        # A seed like others to dbt, but a person's: what is wrong in it is said before anything is built.
        load_corrections()
        fingerprint = build_fingerprint(paths)
        is_built = audited_fingerprint(paths.build_file, paths.audit_file) == fingerprint
        if is_built and not context.is_subset and read_results(paths):
            yield from _as_before(context, paths, fingerprint)
            return

        _make_ready(paths, is_whole=not context.is_subset)
        events: list[Any] = []
        failure: DagsterDbtCliRuntimeError | None = None
        with dbt_environment(paths):
            build = dbt.cli(["build"], context=context, target_path=paths.dbt_target)
            note_process(paths, build.process.pid)
            try:
                events.extend(build.stream())
            except DagsterDbtCliRuntimeError as error:
                failure = error
        # Only now has dbt let go of the file.
        try:
            measured = measure_tables(paths)
        except duckdb.Error:
            if failure is None:
                raise
            measured = {}
        for event in events:
            if isinstance(event, dg.Output):
                yield event.with_metadata({**event.metadata, **measured.get(_name_of(event), {})})
            else:
                yield event
        if failure is not None:
            raise dg.Failure(describe_failure(read_results(paths), str(failure))) from failure
        if build_fingerprint(paths) != fingerprint:
            raise dg.Failure("staging or SQL changed while the marts were built: run again")
        if not context.is_subset:
            mark_audited(paths.build_file, paths.audit_file, fingerprint)
        context.log.info(f"{len(context.selected_asset_keys)} models built, every test passed")

    return marts


def _make_ready(home: Home, *, is_whole: bool) -> None:
    """Forget what the last build came to; and where all is built, what it made."""
    clear_audit(home.audit_file)
    make_room(home)
    if is_whole:
        start_anew(home)
    shutil.rmtree(home.dbt_target, ignore_errors=True)


def _as_before(context: dg.AssetExecutionContext, home: Home, fingerprint: str) -> Iterator[Any]:
    """Yield what the last build yielded: marts are a pure function of inputs that have not changed."""
    measured = measure_tables(home)
    unchanged = {"unchanged_since_build": fingerprint}
    # Parents first, as Dagster demands.
    parents = {key: deps & context.selected_asset_keys for key, deps in context.assets_def.asset_deps.items()}
    for key in TopologicalSorter(parents).static_order():
        yield dg.MaterializeResult(asset_key=key, metadata={**measured.get(key.path[-1], {}), **unchanged})
    statuses = {result["unique_id"].split(".")[2]: result["status"] for result in read_results(home)}
    for check in context.selected_asset_check_keys:
        yield dg.AssetCheckResult(
            asset_key=check.asset_key,
            check_name=check.name,
            passed=statuses.get(check.name) == "pass",
            # No other kind of failure passes an audit.
            severity=dg.AssetCheckSeverity.WARN,
            metadata=unchanged,
        )
    context.log.info("staging and SQL are as they were: nothing to build or test again")


def measure_tables(home: Home) -> dict[str, dict[str, Any]]:
    """Return rows (of tables), columns and column lineage of all that dbt built, as Dagster metadata by name.

    One query a table on the finished files; asking dbt's adapter for the same takes eight seconds of CPU.
    """
    measured: dict[str, dict[str, Any]] = {}
    for file in (home.build_file, home.intermediate_file):
        if not file.exists():
            continue
        with duckdb.connect(str(file), read_only=True) as connection:
            columns: dict[tuple[str, str], list[dg.TableColumn]] = {}
            for schema, table, name, data_type, comment in connection.execute(COLUMNS).fetchall():
                columns.setdefault((schema, table), []).append(dg.TableColumn(name, data_type, comment))
            # The rows of a view are those of tables of both files, and cost its query: only tables are counted.
            tables = set(connection.execute(TABLES).fetchall())
            for (schema, table), described in columns.items():
                measured[table] = {"dagster/column_schema": dg.TableSchema(described)}
                if (schema, table) in tables:
                    counted = connection.table(f'"{schema}"."{table}"').count("*").fetchone()
                    measured[table]["dagster/row_count"] = counted[0] if counted else 0
    for table, lineage in _lineage(home, measured).items():
        described_columns = {
            "dagster/column_lineage": lineage,
            "column_lineage": dg.MetadataValue.md(as_markdown(lineage)),
        }
        measured.setdefault(table, {}).update(described_columns)
    return measured


def _lineage(home: Home, measured: Mapping[str, Mapping[str, Any]]) -> dict[str, dg.TableColumnLineage]:
    """Return the column lineage of what dbt built last, with the columns that the files turned out to have."""
    manifest = read_json(home.dbt_target / "manifest.json")
    if manifest is None:
        return {}
    nodes = {**manifest["nodes"], **manifest["sources"]}
    columns = {}
    for unique_id, node in nodes.items():
        if node["resource_type"] == "source":
            columns[unique_id] = [*node["columns"], PARTITION_COLUMN]
        elif node["name"] in measured:
            columns[unique_id] = [column.name for column in measured[node["name"]]["dagster/column_schema"].columns]
    translator = LayerTranslator()
    keys = {unique_id: translator.get_asset_key(nodes[unique_id]) for unique_id in columns}
    lineage = read_column_lineage(manifest, columns, keys)
    return {nodes[unique_id]["name"]: origins for unique_id, origins in lineage.items()}


def _name_of(event: dg.Output[Any]) -> str:
    return str(event.metadata["unique_id"].value).rsplit(".", 1)[-1]


def read_results(home: Home) -> list[dict[str, Any]]:
    """Return what the last `dbt build` said of each of its nodes; nothing where it did not come that far."""
    return list((read_json(home.dbt_target / "run_results.json") or {}).get("results", []))


def describe_failure(results: list[dict[str, Any]], otherwise: str) -> str:
    """Return a line for each model and test that failed; `otherwise` where no result says so."""
    lines = [
        f"{result['unique_id'].split('.')[2]}: {(result['message'] or result['status']).strip()}"
        for result in results
        if result["status"] in {"error", "fail", "runtime error"}
    ]
    return "\n".join(lines) or otherwise
