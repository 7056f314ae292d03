"""Which column of which table each column of a model comes from, read off dbt's compiled SQL.

dagster-dbt can tell the same by asking the database and optimizing the SQL again for each column, which takes twenty
seconds here; one scope for each model takes a third of one.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from sqlglot import MappingSchema, exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.lineage import lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

logger = logging.getLogger(__name__)
DIALECT = "duckdb"


def read_column_lineage(
    manifest: Mapping[str, Any],
    columns: Mapping[str, list[str]],
    asset_keys: Mapping[str, dg.AssetKey],
) -> dict[str, dg.TableColumnLineage]:
    """Return the lineage of each built model's columns, by the model's unique id.

    Args:
        manifest: dbt's manifest after a build, with compiled code.
        columns: names of the columns of each source, seed and model, by unique id.
        asset_keys: the asset of each source, seed and model, by unique id.

    A model whose SQL cannot be followed is left out, with a warning: that is no reason to publish nothing.
    """
    nodes = {**manifest["nodes"], **manifest["sources"]}
    schema = MappingSchema(dialect=DIALECT)
    for unique_id in columns:
        schema.add_table(exp.to_table(f'"{unique_id}"'), dict.fromkeys(columns[unique_id], "varchar"), dialect=DIALECT)
    # A source is a read_parquet(…) call, which a parser cannot know the columns of: all go by their unique ids.
    spellings = {nodes[unique_id]["relation_name"]: f'"{unique_id}"' for unique_id in columns}
    found = {}
    for unique_id in columns:
        if nodes[unique_id]["resource_type"] == "model" and nodes[unique_id].get("compiled_code"):
            try:
                found[unique_id] = _lineage_of(nodes[unique_id], schema, spellings, asset_keys)
            except SqlglotError as error:
                logger.warning("%s: its columns cannot be followed: %s", unique_id, error)
    return found


def _align(union: exp.SetOperation) -> None:
    """Give both sides of a union by name the same columns in the same order: lineage goes by position."""
    names = list(dict.fromkeys([*union.left.named_selects, *union.right.named_selects]))
    for select in _selects(union):
        given = dict(zip(select.named_selects, select.selects, strict=True))
        select.set("expressions", [given.get(name) or exp.alias_(exp.null(), name, quoted=True) for name in names])


def _selects(query: exp.Query) -> Iterator[exp.Select]:
    """Yield the plain selects that a query is a union of."""
    if isinstance(query, exp.SetOperation):
        yield from _selects(query.left)
        yield from _selects(query.right)
    elif isinstance(query, exp.Select):
        yield query
    elif isinstance(query.this, exp.Query):  # in brackets
        yield from _selects(query.this)


def as_markdown(lineage: dg.TableColumnLineage) -> str:
    """Return the lineage as a table for people: Dagster's own pages keep the structured one to themselves."""
    rows = [
        f"| {column} | {', '.join(f'{dep.asset_key.to_user_string()}.{dep.column_name}' for dep in origins)} |"
        for column, origins in lineage.deps_by_column.items()
    ]
    return "\n".join(["| column | comes from |", "| --- | --- |", *rows])


def _lineage_of(
    node: Mapping[str, Any],
    schema: MappingSchema,
    spellings: Mapping[str, str],
    asset_keys: Mapping[str, dg.AssetKey],
) -> dg.TableColumnLineage:
    sql = node["compiled_code"]
    for relation, name in spellings.items():
        sql = sql.replace(relation, name)
    query = qualify(parse_one(sql, dialect=DIALECT), schema=schema, dialect=DIALECT)
    if not isinstance(query, exp.Query):
        raise SqlglotError("it is no query")
    for union in reversed(list(query.find_all(exp.SetOperation))):  # inner ones first
        if union.args.get("by_name"):
            _align(union)
    scope = build_scope(query)
    deps = {}
    for column in query.named_selects:
        root = lineage(column, query, schema=schema, dialect=DIALECT, scope=scope, trim_selects=False, copy=False)
        origins = {
            (leaf.expression.name, exp.to_column(leaf.name, dialect=DIALECT).name)
            for leaf in root.walk()
            if not leaf.downstream and isinstance(leaf.expression, exp.Table)
        }
        deps[column] = [dg.TableColumnDep(asset_keys[table], name) for table, name in sorted(origins)]
    return dg.TableColumnLineage(deps)
