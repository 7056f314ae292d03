"""Where a rule stands and how it is written there: what its author mends. Reading it belongs to load."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path

from transforms.rules.load import PARTS_FILE, RULES_DIR

_ID = re.compile(r"\s*id\s*=\s*[\"']([^\"']+)[\"']")


@dataclass(frozen=True)
class WrittenRule:
    """The TOML of a rule, with the comments above it; `line` is that of its `[[rule]]`, from 1."""

    rule_id: str
    path: Path
    line: int
    text: str


def written_rules(folder: Path = RULES_DIR) -> dict[str, WrittenRule]:
    """Return every rule of the folder that has an id, by it, whether or not the loader accepts it."""
    files = (path for path in sorted(folder.glob("*.toml")) if path.name != PARTS_FILE)
    return {rule.rule_id: rule for path in files for rule in _rules_of(path)}


def _rules_of(path: Path) -> Iterator[WrittenRule]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    heads = [number for number, line in enumerate(lines) if line.split("#")[0].strip() == "[[rule]]"]
    # What is said right above a rule is of it.
    starts = [head - len(list(takewhile(lambda line: line.startswith("#"), reversed(lines[:head])))) for head in heads]
    for head, (start, end) in zip(heads, pairwise([*starts, len(lines)]), strict=True):
        found = next(filter(None, map(_ID.match, lines[head:end])), None)
        if found:
            yield WrittenRule(found[1], path, head + 1, "\n".join(lines[start:end]).strip())
