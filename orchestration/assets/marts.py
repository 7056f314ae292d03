"""Marts: dbt's models as assets, its tests as checks.

One function for all: a test over models of two functions would run too early.
"""

import shutil
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.errors import DagsterDbtCliRuntimeError

from orchestration.dbt_build import build_fingerprint, dbt_environment
from orchestration.files import read_json
from orchestration.publish import audited_fingerprint, clear_audit, mark_audited
from orchestration.resources import HomeResource, InstalledDbt


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
        """All that dbt builds is one layer."""
        del dbt_resource_props
        return "marts"


def build_marts_asset(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """Return the asset that builds and tests every model of the manifest."""

    @dbt_assets(manifest=manifest, name="marts", dagster_dbt_translator=LayerTranslator())
    def marts(context: dg.AssetExecutionContext, home: HomeResource, dbt: InstalledDbt) -> Iterator[Any]:
        paths = home.paths
        fingerprint = build_fingerprint(paths)
        if not context.is_subset and audited_fingerprint(paths.build_file, paths.audit_file) == fingerprint:
            context.log.info("staging and SQL are as they were at the last build: nothing to build or test again")
            # Parents first, as Dagster demands.
            parents = {key: deps & context.selected_asset_keys for key, deps in context.assets_def.asset_deps.items()}
            for key in TopologicalSorter(parents).static_order():
                yield dg.MaterializeResult(asset_key=key, metadata={"unchanged_since_build": fingerprint})
            return
        clear_audit(paths.audit_file)
        paths.build_file.parent.mkdir(parents=True, exist_ok=True)
        target = paths.dbt / "target"
        shutil.rmtree(target, ignore_errors=True)
        with dbt_environment(paths):
            build = dbt.cli(["build"], context=context, target_path=target)
            try:
                # Column lineage would take twenty seconds: the SQL of every model parsed again, in Python.
                yield from build.stream().fetch_row_counts().fetch_column_metadata(with_column_lineage=False)
            except DagsterDbtCliRuntimeError as error:
                raise dg.Failure(describe_failure(target, str(error))) from error
        context.log.info(f"{len(context.selected_asset_keys)} tables built, every test passed")
        if not context.is_subset:
            mark_audited(paths.build_file, paths.audit_file, fingerprint)

    return marts


def describe_failure(target: Path, otherwise: str) -> str:
    """Return a line for each model and test that failed, from dbt's own results; `otherwise` where it left none."""
    results = (read_json(target / "run_results.json") or {}).get("results", [])
    lines = [
        f"{result['unique_id'].split('.')[2]}: {(result['message'] or result['status']).strip()}"
        for result in results
        if result["status"] in {"error", "fail", "runtime error"}
    ]
    return "\n".join(lines) or otherwise
