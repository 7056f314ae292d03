"""`trialwire extract`: files in, JSON out. What a release says is decided in transforms."""

# ruff: noqa: PLC0415 - `--help` should not wait for polars

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orchestration.commands.errors import EXIT_FAILED, CommandError

STDIN = "-"


def run_extract(files: list[str], *, jsonl: bool) -> int:
    """Print an object for each release, or record, of the files; returns 1 where something could not be read.

    A program reads a line for each; a person, at a terminal, the same laid out, and no reject twice.
    """
    from transforms.extract import RecordError, extract_payload, extract_records
    from transforms.facts.judge import WeightsError, load_models
    from transforms.rules.load import RuleError, load_rulebook

    try:
        rulebook = load_rulebook()
        load_models()
    except (RuleError, WeightsError) as error:
        raise CommandError(str(error)) from error
    is_watched = sys.stdout.isatty()
    failures: list[str] = []
    for file in files:
        name = "stdin" if file == STDIN else file
        try:
            payload = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
        except OSError as error:
            _fail(failures, f"{name}: {error.strerror}")
            continue
        if jsonl:
            try:
                rows = list(extract_records(_records(payload, name, failures), rulebook))
            except RecordError as error:
                raise CommandError(f"{name}: {error}") from error
        else:
            rows = list(extract_payload(payload, name, rulebook))
        for row in rows:
            if "reason" in row:
                _fail(failures, f"{row['doc_id']}: {row['reason']}: {row['detail']}. {row['remedy']}")
                if is_watched:
                    continue
            sys.stdout.write(json.dumps(row, ensure_ascii=False, indent=2 if is_watched else None) + "\n")
    return EXIT_FAILED if failures else 0


def _records(payload: bytes, name: str, failures: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the records of JSON lines; a line that is none is said and passed over."""
    for number, line in enumerate(payload.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            _fail(failures, f"{name}:{number}: no JSON: {error}")
            continue
        if isinstance(record, dict):
            yield record
        else:
            _fail(failures, f"{name}:{number}: a record is a JSON object, not {type(record).__name__}")


def _fail(failures: list[str], message: str) -> None:
    failures.append(message)
    # A file's name may hold a line break.
    sys.stderr.write(f"trialwire: {message.replace(chr(10), '?')}\n")
