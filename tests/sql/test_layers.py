"""Who may read whom inside the dbt project: marts never reach past the intermediate layer."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sql.conftest import SQL, Dbt

MAY_READ = {
    "intermediate": {"source", "seed", "intermediate"},
    "marts": {"seed", "intermediate", "marts"},
    "search": {"intermediate", "search"},
    # They stand in the published file, and find there what is published.
    "functions": {"marts", "search", "history"},
    # Staging rows as they are, for the functions; the one model says which texts are kept elsewhere.
    "history": {"source", "intermediate"},
}
FOLDERS = {path.stem: path.parent.name for path in SQL.glob("models/*/*.sql")}


@pytest.fixture(scope="module")
def manifest(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("parse")
    done = dbt("parse", staging=folder, build_file=folder / "none.duckdb")
    assert done.returncode == 0, done.stdout[-3000:]
    return json.loads((dbt.target / "manifest.json").read_text(encoding="utf-8"))  # type: ignore[attr-defined]


def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def layer(node_id: str) -> str:
    """`source`, `seed`, or the folder of a model."""
    kind, _, name = node_id.split(".", 2)
    return FOLDERS[name] if kind == "model" else kind


def test_layers_read_only_the_layer_before(manifest: dict[str, Any]):
    reached = {
        f"{model['name']} reads {parent}"
        for model in models(manifest)
        for parent in model["depends_on"]["nodes"]
        if layer(parent) not in MAY_READ[layer(model["unique_id"])]
    }
    assert reached == set()


def test_every_model_is_named_and_placed_by_its_layer(manifest: dict[str, Any]):
    for model in models(manifest):
        assert model["fqn"][1] == layer(model["unique_id"])
        if model["fqn"][1] == "intermediate":
            assert re.fullmatch(r"int_[a-z_]+?__[a-z]+", model["name"])
        else:
            # History has the columns of the staging tables, whose contract is in transforms/tables.
            assert model["config"]["contract"]["enforced"] == (model["fqn"][1] not in ("functions", "history"))


def test_every_intermediate_model_has_a_key(manifest: dict[str, Any]):
    """Its grain is a claim until a data test holds it."""
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    held = {test["attached_node"] for test in tests if (test.get("test_metadata") or {}).get("name") == "has_key"}
    without = {
        model["name"]
        for model in models(manifest)
        if layer(model["unique_id"]) == "intermediate" and model["unique_id"] not in held
    }
    assert without == set()


def test_every_description_ends_with_the_grain(manifest: dict[str, Any]):
    without = [
        node["name"] for node in models(manifest) if not re.search(r"Grain: one row for [^.]+\.$", node["description"])
    ]
    assert without == []


def test_every_model_has_a_yaml_file_beside_it():
    sql = {path.with_suffix("") for path in SQL.glob("models/*/*.sql")}
    yml = {path.with_suffix("") for path in SQL.glob("models/*/*.yml")}
    assert sql == yml - {Path(SQL / "models/staging/sources")}


def test_no_model_asks_the_clock():
    clock = re.compile(r"\b(?:current_date|current_timestamp|now\(|today\(|random\(|run_started_at)", re.IGNORECASE)
    asking = [path.name for path in SQL.rglob("*.sql") if "target" not in path.parts and clock.search(path.read_text())]
    assert asking == []
