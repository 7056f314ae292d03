"""The six stories of the sample corpus as a person read them, and what a warehouse tells of them.

A story row is met by a step of guidance_history: same release, type, change, window and slip. What ends a plan by
another type (a decision date by its refusal, a readout by the talk that showed it) is found by that, too.
"""

import calendar
import json
import re
from dataclasses import fields
from datetime import date
from typing import Any, NamedTuple

import duckdb
import polars as pl
from sql.invented_staging import LABELS, Tables, corpus

from transforms.facts.extract import extract_facts, load_rulebook
from transforms.tables import Documents, Releases

STORIES = {
    row["story"]: row for row in map(json.loads, LABELS.with_name("stories.jsonl").read_text("utf-8").splitlines())
}
# Releases of the corpus that copy one of a story.
COPIES = {"d113": "d004", "d114": "d015"}
OUTCOMES = {"met", "met_early", "missed", "void"}
# Not in the stories, and right: the end of a trial ends the wait for its enrolment, too.
BESIDE = {("s5_norvale_still", "d023", "enrollment_completed", "void")}


def stories() -> tuple[Tables, dict[str, str]]:
    """Return the staging rows of the stories and their copies, and which labelled release each release tells."""
    tables = corpus()
    docs = {doc_id for story in STORIES.values() for doc_id in story["doc_ids"]}
    named = {row["capture_id"]: row["location"].partition("#")[2] for row in tables["captures"]}
    original_of = {copy: copied for copy, copied in COPIES.items() if copied in docs}
    doc_of_capture = {
        capture_id: original_of.get(doc_id, doc_id)
        for capture_id, doc_id in named.items()
        if original_of.get(doc_id, doc_id) in docs
    }
    kept = {
        name: rows if name == "feeds" else [row for row in rows if row.get("capture_id") in doc_of_capture]
        for name, rows in tables.items()
    }
    return kept, {row["release_id"]: doc_of_capture[row["capture_id"]] for row in kept["releases"]}


def stories_as_read() -> tuple[Tables, dict[str, str]]:
    """Return the same with the facts that the parser reads in place of the labels."""
    tables, doc_of = stories()
    documents = pl.DataFrame(tables["releases"], schema=Releases.create_empty().schema).with_columns(
        pl.lit(None, pl.String).alias("source_line")
    )
    columns = Documents.create_empty().schema
    facts = extract_facts(documents.select(pl.col(name).cast(kind) for name, kind in columns.items()), load_rulebook())
    read = {field.name: getattr(facts, field.name).to_dicts() for field in fields(facts)}
    return tables | read, doc_of


class Step(NamedTuple):
    """What a story says of one step, or a warehouse: all that both name."""

    doc_id: str
    milestone_type: str
    change: str
    window: tuple[date, date, str] | None
    previous_end: date | None
    slip_days: int | None
    happened: tuple[date, date] | None


def told_by_people(story: str) -> list[Step]:
    """Return the steps of a story."""
    return [_step(row) for row in STORIES[story]["timeline"]]


def _step(row: dict[str, Any]) -> Step:
    expected = row["expected"]
    change = "met" if row["status"] == "met_negative" else row["status"]
    return Step(
        doc_id=row["doc_id"],
        milestone_type=row["event"].split()[0],
        change=change,
        window=expected and (_day(expected["start"]), _day(expected["end"]), expected["precision"]),
        previous_end=_day(row["previous_end"]) if row["previous_end"] else None,
        slip_days=row["slip_days"],
        happened=_days(row["actual"]) if row["actual"] else None,
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _days(text: str) -> tuple[date, date]:
    """Read `2024-02-06`, `2024-02`, `2021-09-13/2021-09-19`, `2023-06-14 or before`."""
    days = re.findall(r"\d{4}-\d\d(?:-\d\d)?", text)
    if len(days) == 1 and len(days[0]) == len("2024-02"):
        year, month = map(int, days[0].split("-"))
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return _day(days[0]), _day(days[-1])


def told_by_marts(warehouse: duckdb.DuckDBPyConnection, story: str, doc_of: dict[str, str]) -> list[dict[str, Any]]:
    """Return the steps whose release is one of a story, by `doc_of`, but for plans that are merely overdue."""
    told = warehouse.execute("from guidance_history where change != 'overdue' order by event_id, step_number")
    names = [column[0] for column in told.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in told.fetchall()]
    docs = STORIES[story]["doc_ids"]
    return [row | {"doc_id": doc_of[row["release_id"]]} for row in rows if doc_of.get(row["release_id"]) in docs]


def is_told(step: Step, row: dict[str, Any]) -> bool:
    """Tell whether a step of the marts is the one of the story."""
    types = {row["milestone_type"], row["outcome_type"]}
    if (row["doc_id"], row["change"]) != (step.doc_id, step.change) or step.milestone_type not in types:
        return False
    if step.change in OUTCOMES:
        return step.happened is None or (row["happened_from"], row["happened_until"]) == step.happened
    if step.change == "withdrawn":
        return row["window_end"] is None
    window = row["window_start"], row["window_end"], row["window_precision"]
    return (window, row["previous_window_end"], row["slip_days"]) == (step.window, step.previous_end, step.slip_days)


def differences(warehouse: duckdb.DuckDBPyConnection, story: str, doc_of: dict[str, str]) -> dict[str, list[Any]]:
    """Return what the marts lack of a story, and what they tell beyond it of its events."""
    rows = told_by_marts(warehouse, story, doc_of)
    steps = told_by_people(story)
    missing = [step for step in steps if not any(is_told(step, row) for row in rows)]
    met = {row["event_id"] for row in rows for step in steps if is_told(step, row)}
    beyond = [
        (row["doc_id"], row["milestone_type"], row["change"], row["window_end"], row["slip_days"])
        for row in rows
        if row["event_id"] in met
        and not any(is_told(step, row) for step in steps)
        and (story, row["doc_id"], row["milestone_type"], row["change"]) not in BESIDE
    ]
    return {"missing": missing, "beyond": beyond}
