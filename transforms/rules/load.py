"""Rules as read from their TOML files, with everything that a rule must satisfy to be accepted.

Matching does not belong here (engine), nor composing patterns (patterns).
"""

import difflib
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from transforms.reference import keys, load_reference
from transforms.rules.engine import check_examples
from transforms.rules.patterns import PatternError, compose, fold_text
from transforms.rules.rule import Example, Rule, Rulebook

__all__ = ["RULES_DIR", "Rule", "RuleError", "Rulebook", "load_rulebook", "theme_of"]

RULES_DIR = Path(__file__).resolve().parent
PARTS_FILE = "parts.toml"
RULE_KEYS = {"id", "why", "triggers", "patterns", "emits", "examples", "not_examples"}
OPTIONAL_KEYS = {"scope", "not_before", "not_after", "unless", "beats"}
LIST_KEYS = {"triggers", "patterns", "examples", "not_examples", "scope", "not_before", "not_after", "unless", "beats"}
ID = re.compile(r"[a-z]+\.[a-z0-9_]+")
# What is emitted under these keys is a word of a list in data/reference; under others, of rule_words; here, any text.
LISTS = {"milestone_type": "milestone_types", "awaited": "milestone_types", "agency": "agencies"}
FREE = {"detail"}
# A rule that emits none of these is read by nobody.
READ = ("milestone_type", "cue", "plan", "awaited")


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
        for number, table in enumerate(_tables(path)):
            rule = _read_rule(table, number, path, parts)
            if rule.rule_id in rules:
                raise RuleError(f"{_place(path, rule.rule_id)}: id is used twice: choose another")
            rules[rule.rule_id] = rule
            files[rule.rule_id] = path
    beatable = {*rules, *(f"{theme_of(path)}.*" for path in files.values())}
    for rule in rules.values():
        if lost := sorted(set(rule.beats) - beatable):
            raise RuleError(f"{_place(files[rule.rule_id], rule.rule_id)}: beats {_unknown(lost[0], beatable)}")
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
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise RuleError(f"{path.name}: not UTF-8 text ({error}): save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = text.splitlines()[int(at[1]) - 1] if at else ""
        hint = "; TOML's quotes are straight, \" or '" if re.search("[‘’“”]", line) else ""
        raise RuleError(f"{path.name}: no valid TOML: {error}{hint}") from error


def _tables(path: Path) -> list[dict[str, Any]]:
    """Return the rules of a file as they are written."""
    content = _parse(path)
    tables = content.get("rule", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise RuleError(f"{path.name}: write each rule as a [[rule]] table, with double brackets")
    if unknown := sorted(content.keys() - {"rule"}):
        raise RuleError(f"{path.name}: unknown key {unknown[0]!r}; the file holds [[rule]] tables only")
    return tables


def _place(path: Path, rule_id: str) -> str:
    """Return file:line of the rule's id, as editors open it."""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if re.match(rf"""\s*["']?id["']?\s*=\s*["']{re.escape(rule_id)}["']""", line):
            return f"{path.name}:{number}: rule {rule_id}"
    return f"{path.name}: rule {rule_id}"


def _unknown(word: str, known: Iterable[str]) -> str:
    """Say that a word is none of those known, with the nearest, or all where none is near."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"{word!r}, which is unknown: " + (f"did you mean {near[0]!r}?" if near else "choose one that is there")


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


def _read_rule(table: dict[str, Any], number: int, path: Path, parts: Mapping[str, str]) -> Rule:
    rule_id = str(table.get("id", f"{number + 1} of the file"))
    place = _place(path, rule_id)
    unknown = table.keys() - RULE_KEYS - OPTIONAL_KEYS
    missing = RULE_KEYS - {"not_examples"} - table.keys()
    if unknown or missing:
        raise RuleError(
            f"{place}: unknown keys {sorted(unknown)}, missing keys {sorted(missing)}; "
            f"known: {sorted(RULE_KEYS | OPTIONAL_KEYS)}"
        )
    if not ID.fullmatch(rule_id) or not rule_id.startswith(f"{theme_of(path)}."):
        raise RuleError(f"{place}: an id begins with its theme: {theme_of(path)}.<slug>, of a to z, 0 to 9 and _")
    _check_types(table, place)
    _check_emits(table["emits"], place)
    for section in table.get("scope", []):
        if section not in _words("scope"):
            raise RuleError(f"{place}: scope: {_unknown(section, _words('scope'))}")
    short = [trigger for trigger in table["triggers"] if len(trigger) < 2 or trigger != trigger.lower()]
    if short:
        raise RuleError(f"{place}: triggers {short} must be lower case and two letters or longer")

    def composed(key: str, frame: str = "{}") -> tuple[str, ...]:
        try:
            # Folded as the texts are: ’ would match nothing.
            patterns = [fold_text(pattern.strip()) for pattern in table.get(key, [])]
            return tuple(compose(frame.replace("{}", pattern), parts) for pattern in patterns)
        except PatternError as error:
            raise RuleError(f"{place}: {key}: {error}") from error

    return Rule(
        rule_id=rule_id,
        why=table["why"],
        triggers=tuple(map(fold_text, table["triggers"])),
        patterns=composed("patterns"),
        scope=frozenset(table.get("scope", [])),
        not_before=composed("not_before", "(?:{})[ ]?$"),
        not_after=composed("not_after", "^[ ]?(?:{})"),
        unless=composed("unless"),
        beats=tuple(table.get("beats", [])),
        emits=dict(table["emits"]),
        examples=tuple(_read_example(example, place) for example in table["examples"]),
        not_examples=tuple(table.get("not_examples", [])),
    )


def _check_types(table: Mapping[str, Any], place: str) -> None:
    """Refuse a value of another type than its key has; a text would pass for a list, which it is to Python."""
    if not isinstance(table["why"], str) or not table["why"].strip():
        raise RuleError(f"{place}: why must be a text, which says why the rule exists")
    for key in sorted(LIST_KEYS & table.keys()):
        kinds = (str, dict) if key == "examples" else str
        if not isinstance(table[key], list) or not all(isinstance(value, kinds) for value in table[key]):
            raise RuleError(f"{place}: {key} must be a list of texts: {key} = […]")
        if not table[key] and key in RULE_KEYS - {"not_examples"}:
            raise RuleError(f"{place}: {key} is empty; a rule needs at least one")
    emits = table["emits"]
    if not isinstance(emits, dict) or not all(isinstance(value, str) for value in emits.values()):
        raise RuleError(f'{place}: emits must be a table of texts: emits = {{ milestone_type = "…" }}')


def _check_emits(emits: Mapping[str, str], place: str) -> None:
    known = {*LISTS, *FREE, *load_reference("rule_words")["key"]} - {"scope"}
    for key, value in emits.items():
        if key not in known:
            raise RuleError(f"{place}: emits: {_unknown(key, known)}")
        name = LISTS.get(key, "rule_words")
        words = keys(name) if key in LISTS else _words(key)
        if key not in FREE and value not in words:
            raise RuleError(f"{place}: emits: {key} {_unknown(value, words)} (data/reference/{name}.csv)")
    if not emits.keys() & set(READ):
        raise RuleError(f"{place}: emits says nothing that is read: it needs {', '.join(READ[:-1])} or {READ[-1]}")


def _words(key: str) -> list[str]:
    """Return the words that may stand under a key."""
    words = load_reference("rule_words")
    return words.filter(words["key"] == key)["word"].to_list()


def _read_example(example: str | dict[str, str], place: str) -> Example:
    if isinstance(example, str):
        return Example(example)
    if not isinstance(example.get("text"), str) or not all(isinstance(value, str) for value in example.values()):
        raise RuleError(f"{place}: an example is a text, or a table with `text` and what is expected of it")
    return Example(example["text"], {key: value for key, value in example.items() if key != "text"})
