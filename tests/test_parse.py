"""Captures in, valid staging tables out; what breaks on the way is a reject, and its neighbours go on."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from invented_captures import captures

import transforms.facts.extract
import transforms.parse
from transforms.facts.extract import Facts
from transforms.facts.judge import WeightsError, load_models
from transforms.parse import parse_captures
from transforms.rules.load import load_rulebook
from transforms.tables import STAGING_TABLES

RELEASE = """Quellmark Bio Doses First Patient in Phase 2 HALCYON Trial of QMB-12 in Lupus

BOSTON, March 2, 2026 (GLOBE NEWSWIRE) -- Quellmark Bio, Inc. today announced that the first patient has been dosed in \
HALCYON, a Phase 2 trial of QMB-12 in adults with lupus.

Topline data are expected in the second half of 2027.

About Quellmark Bio

Quellmark Bio is a clinical-stage company in Boston that makes medicines for autoimmune diseases.
"""
RECORD = json.dumps({"path": "wire/one.md", "site": "wire", "date": "2026-03-02", "markdown": f"# {RELEASE}"})


def items(frames: dict[str, pl.DataFrame]) -> int:
    rejected = frames["rejects"].filter(unit="item").height
    return frames["releases"].height + frames["posts"].height + frames["studies"].height + rejected


def test_every_table_is_there_and_valid() -> None:
    frames = parse_captures(captures(RELEASE, RECORD, "", "{"), load_rulebook())
    assert frames.keys() == STAGING_TABLES.keys()
    for name, schema in STAGING_TABLES.items():
        assert schema.is_valid(frames[name]), name
    assert frames["releases"].height == 2
    assert sorted(frames["rejects"]["reason"]) == ["empty", "not_json"]


def test_every_item_is_accounted_for() -> None:
    frames = parse_captures(captures(RELEASE, RECORD, "", "{", "\x00\x01\x02\x03" * 50), load_rulebook())
    assert frames["captures"]["item_count"].sum() == items(frames)


def test_each_fact_shows_its_sentence() -> None:
    frames = parse_captures(captures(RELEASE), load_rulebook())
    text = frames["releases"]["text"][0]
    rows = frames["milestones"].rows(named=True)
    assert {(row["milestone_type"], row["role"]) for row in rows} == {
        ("first_patient_dosed", "announced"),
        ("topline_readout", "guidance"),
    }
    assert all(text[row["span_start"] : row["span_end"]] == row["sentence"] for row in rows)


def test_a_document_that_breaks_the_reader_is_a_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    real = transforms.parse.extract_facts

    def fragile(documents: pl.DataFrame, rulebook: object) -> Facts:
        if documents["text"].str.contains("BREAKS").any():
            raise ZeroDivisionError("invented")
        return real(documents, rulebook)

    monkeypatch.setattr(transforms.parse, "extract_facts", fragile)
    broken = RELEASE.replace("HALCYON", "BREAKS")
    frames = parse_captures(captures(RELEASE, broken, RECORD), load_rulebook())
    assert frames["releases"].height == 2
    (reject,) = frames["rejects"].rows(named=True)
    assert (reject["stage"], reject["reason"]) == ("facts", "reader_failed")
    assert "ZeroDivisionError: invented" in reject["detail"]
    assert reject["location"] == "1.txt"
    assert frames["captures"]["item_count"].sum() == items(frames)


def test_weights_that_cannot_be_used_are_no_texts_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transforms.facts.extract, "load_models", partial(load_models, tmp_path / "judge.npz"))
    with pytest.raises(WeightsError, match=r"judge\.npz"):
        parse_captures(captures(RELEASE, RECORD), load_rulebook())


def test_a_row_that_breaks_its_table_is_a_reject(monkeypatch: pytest.MonkeyPatch) -> None:
    real = transforms.parse.extract_facts

    def wrong_span(documents: pl.DataFrame, rulebook: object) -> Facts:
        facts = real(documents, rulebook)
        moved = pl.when(pl.col("role") == "guidance").then(pl.col("span_end") + 1).otherwise(pl.col("span_end"))
        return replace(facts, milestones=facts.milestones.with_columns(span_end=moved))

    monkeypatch.setattr(transforms.parse, "extract_facts", wrong_span)
    frames = parse_captures(captures(RELEASE), load_rulebook())
    assert frames["milestones"]["role"].to_list() == ["announced"]
    (reject,) = frames["rejects"].rows(named=True)
    assert (reject["unit"], reject["stage"]) == ("row", "schema")
    assert "span_is_sentence_long" in reject["detail"]
    assert reject["opening"].startswith("Topline data are expected")


def test_the_same_captures_give_the_same_rows() -> None:
    frame = captures(RELEASE, RECORD, "")
    first, again = (parse_captures(frame, load_rulebook()) for _ in range(2))
    assert all(first[name].equals(again[name]) for name in first)


def test_the_facts_of_a_refused_release_are_rejects_too(monkeypatch: pytest.MonkeyPatch) -> None:
    real = transforms.parse.extract_facts

    def no_hash(documents: pl.DataFrame, rulebook: object) -> Facts:
        facts = real(documents, rulebook)
        releases = facts.releases.with_columns(text_sha256=pl.lit("none"))
        return replace(facts, releases=releases)

    monkeypatch.setattr(transforms.parse, "extract_facts", no_hash)
    frames = parse_captures(captures(RELEASE), load_rulebook())
    assert frames["releases"].height == frames["milestones"].height == 0
    assert frames["rejects"].filter(unit="item").height == 1
    told = frames["rejects"].filter(detail="milestones: its release was refused")
    assert told.height == 2
    assert STAGING_TABLES["rejects"].is_valid(frames["rejects"])
