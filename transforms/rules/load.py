"""Rules as read from their TOML files, with everything that a rule must satisfy to be accepted.

Matching does not belong here (engine), nor composing patterns (patterns).
"""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from transforms.reference import keys
from transforms.rules.engine import check_examples
from transforms.rules.patterns import PatternError, compose
from transforms.rules.rule import Example, Rule, Rulebook

__all__ = ["RULES_DIR", "Rule", "RuleError", "Rulebook", "load_rulebook", "theme_of"]

RULES_DIR = Path(__file__).resolve().parent
PARTS_FILE = "parts.toml"
RULE_KEYS = {"id", "why", "triggers", "patterns", "emits", "examples", "not_examples"}
OPTIONAL_KEYS = {"scope", "not_before", "not_after", "unless", "beats"}
# What is emitted under these keys is a word of a list in data/reference.
LISTS = {"milestone_type": "milestone_types", "agency": "agencies"}


class RuleError(ValueError):
    """A rule file that is refused; the message names file, line, rule and the way to mend it."""


@cache
def load_rulebook(folder: Path = RULES_DIR) -> Rulebook:
    """Read and check every rule file of `folder`.

    Raises:
        RuleError: on the first rule that is refused: unknown or missing key, unknown milestone type or agency, double
            id, pattern that does not compile or can be slow, example that fails, example that is missing.
    """
    parts = _read_parts(folder / PARTS_FILE)
    rules: dict[str, Rule] = {}
    files: dict[str, Path] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        content = path.read_bytes()
        digest.update(path.name.encode() + b"\x00" + content + b"\x00")
        if path.name == PARTS_FILE:
            continue
        for table in _parse(path).get("rule", []):
            rule = _read_rule(table, path, parts)
            if rule.rule_id in rules:
                raise RuleError(f"{_place(path, rule.rule_id)}: id is used twice: choose another")
            rules[rule.rule_id] = rule
            files[rule.rule_id] = path
    book = Rulebook(rules, digest.hexdigest()[:12])
    failures = check_examples(book)
    if failures:
        rule_id, problem = failures[0]
        raise RuleError(f"{_place(files[rule_id], rule_id)}: {problem} ({len(failures)} such)")
    return book


def theme_of(path: Path) -> str:
    """Return the theme of a rule file: a theme that grew is parted into `<theme>.toml` and `<theme>_<part>.toml`."""
    return path.stem.split("_")[0]


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name}: no valid TOML: {error}") from error


def _place(path: Path, rule_id: str) -> str:
    """Return file:line of the rule's id, as editors open it."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.split("=")[0].strip() == "id" and f'"{rule_id}"' in line:
            return f"{path.name}:{number}: rule {rule_id}"
    return f"{path.name}: rule {rule_id}"


def _read_parts(path: Path) -> dict[str, str]:
    """Read the named parts; each says what it matches and which false match it avoids."""
    parts: dict[str, str] = {}
    if not path.exists():
        return parts
    for name, table in _parse(path).get("part", {}).items():
        if table.keys() != {"pattern", "example", "avoids"}:
            raise RuleError(f"{path.name}: part {name}: keys must be pattern, example, avoids")
        parts[name] = table["pattern"].strip()
    for name, table in _parse(path).get("part", {}).items():
        try:
            pattern = compose(f"^(?:{parts[name]})$", parts)
        except PatternError as error:
            raise RuleError(f"{path.name}: part {name}: {error}") from error
        if not _matches(pattern, table["example"]):
            raise RuleError(f"{path.name}: part {name}: its example {table['example']!r} does not match")
        if _matches(pattern, table["avoids"]):
            raise RuleError(f"{path.name}: part {name}: it matches {table['avoids']!r}, which it is to avoid")
    return parts


def _matches(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


def _read_rule(table: dict[str, Any], path: Path, parts: Mapping[str, str]) -> Rule:
    rule_id = str(table.get("id", "?"))
    place = _place(path, rule_id)
    unknown = table.keys() - RULE_KEYS - OPTIONAL_KEYS
    missing = RULE_KEYS - {"not_examples"} - table.keys()
    if unknown or missing:
        raise RuleError(
            f"{place}: unknown keys {sorted(unknown)}, missing keys {sorted(missing)}; "
            f"known: {sorted(RULE_KEYS | OPTIONAL_KEYS)}"
        )
    if not rule_id.startswith(f"{theme_of(path)}."):
        raise RuleError(f"{place}: an id begins with its theme: {theme_of(path)}.<slug>")
    for key in ("triggers", "patterns", "examples"):
        if not table[key]:
            raise RuleError(f"{place}: {key} is empty; a rule needs at least one")
    short = [trigger for trigger in table["triggers"] if len(trigger) < 2 or trigger != trigger.lower()]
    if short:
        raise RuleError(f"{place}: triggers {short} must be lower case and two letters or longer")

    for key, name in LISTS.items():
        value = str(table["emits"].get(key, ""))
        if value and value not in keys(name):
            near = difflib.get_close_matches(value, keys(name), n=1)
            hint = f"did you mean {near[0]!r}?" if near else "choose one of them"
            raise RuleError(f"{place}: emits: {key} {value!r} is not in data/reference/{name}.csv: {hint}")

    def composed(key: str, frame: str = "{}") -> tuple[str, ...]:
        try:
            return tuple(compose(frame.replace("{}", pattern.strip()), parts) for pattern in table.get(key, []))
        except PatternError as error:
            raise RuleError(f"{place}: {key}: {error}") from error

    return Rule(
        rule_id=rule_id,
        why=table["why"],
        triggers=tuple(table["triggers"]),
        patterns=composed("patterns"),
        scope=frozenset(table.get("scope", [])),
        not_before=composed("not_before", "(?:{})[ ]?$"),
        not_after=composed("not_after", "^[ ]?(?:{})"),
        unless=composed("unless"),
        beats=tuple(table.get("beats", [])),
        emits={key: str(value) for key, value in table["emits"].items()},
        examples=tuple(_read_example(example, place) for example in table["examples"]),
        not_examples=tuple(table.get("not_examples", [])),
    )


def _read_example(example: str | dict[str, str], place: str) -> Example:
    if isinstance(example, str):
        return Example(example)
    if "text" not in example:
        raise RuleError(f"{place}: an example is a text, or a table with `text` and what is expected of it")
    return Example(example["text"], {key: value for key, value in example.items() if key != "text"})
