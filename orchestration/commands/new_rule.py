"""`trialwire rules new`: one more rule, with its examples, at the end of its theme's file.

The file is replaced only when the loader accepts the rule and the examples give the rows they are to give: comments and
the order of what is there stay.
"""

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from orchestration.commands.errors import CommandError, usage
from orchestration.commands.printing import printable
from transforms.extract import extract_records
from transforms.reference import keys
from transforms.rules.load import PARTS_FILE, RULES_DIR, Rulebook, RuleError, load_rulebook, theme_of
from transforms.rules.written import written_rules

# An example is read as the story of a release; one without a full stop, as its headline.
HEADLINE, DATELINE = "Clinical Trial News of Hollin Therapeutics", "OSLO, Feb. 3, 2026 (EQS) -- "


@dataclass(frozen=True)
class NewRule:
    """A rule as it was typed; the keys of a rule are explained in docs/rules.md.

    Attributes:
        emits: what a match means, as `milestone_type` or another key and its value.
        role: role of the row that each example must give; any where None.
    """

    rule_id: str
    why: str
    emits: Mapping[str, str]
    patterns: Sequence[str]
    triggers: Sequence[str]
    examples: Sequence[str]
    role: str | None = None
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)


def add_rule(new: NewRule, folder: Path = RULES_DIR) -> None:
    """Write the rule, and print what its examples become.

    Raises:
        CommandError: the loader refuses it, or an example does not give its row; no file was changed.
    """
    theme, _, slug = new.rule_id.partition(".")
    path = folder / f"{theme}.toml"
    if not slug or path.name == PARTS_FILE or theme_of(path) != theme or not path.is_file():
        themes = sorted({theme_of(file) for file in folder.glob("*.toml") if file.name != PARTS_FILE})
        raise usage(f"rules new: {new.rule_id!r} must be <theme>.<slug>, with a theme of {', '.join(themes)}")
    if there := written_rules(folder).get(new.rule_id):
        raise usage(f"rules new: {new.rule_id} is there, {there.path}:{there.line}: mend it, or choose another id")
    _check_words(new)
    try:
        load_rulebook(folder)
    except RuleError as error:
        raise CommandError(f"the rules that are there are refused: {error}") from error
    before = path.read_bytes()
    try:
        text = before.decode("utf-8").rstrip("\n") + "\n\n" + _table(new)
        encoded = text.encode("utf-8")
    except UnicodeError as error:
        raise CommandError(f"{path.name}: not UTF-8 text ({error}): say it in UTF-8") from error
    line = text.count("\n", 0, text.rindex(f"id = {_basic(new.rule_id)}")) + 1
    book = _load_beside(folder, path.name, encoded)
    rows = {example: _rows(example, book) for example in new.examples}
    for example, found in rows.items():
        if new.role is not None and not any(_is_meant(row, new) for row in found):
            given = "; ".join(map(_row_words, found)) or "no row"
            wanted = f"{new.emits['milestone_type']} {new.role}"
            raise CommandError(
                f"{path.name}:{line}: rule {new.rule_id}: {example!r} gives {given}, not {wanted}: "
                "mend the pattern, the role or the example; nothing was written"
            )
    if path.read_bytes() != before:
        raise CommandError(f"{path.name} was changed by somebody else meanwhile: say it again; nothing was written")
    temp = path.with_name(f".{path.name}.tmp")
    temp.write_bytes(encoded)
    temp.replace(path)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{path}:{line}: rule {escape(new.rule_id)} written; rules version {book.version}")
    for example, found in rows.items():
        console.print(f"  {escape(printable(example))}")
        for row in found:
            mine = "" if row["rule_id"] == new.rule_id else f" [yellow](by {escape(row['rule_id'])})[/yellow]"
            console.print(f"    → {escape(printable(_row_words(row)))}{mine}")
        if not found and "milestone_type" in new.emits:
            console.print(
                "    [yellow]→ no row: the pattern matches, and the sentence is not read as an event[/yellow]"
            )
    console.print("next: `trialwire reparse --diff` shows what it changes in what is stored; `make test`")


def _check_words(new: NewRule) -> None:
    """Hold type and role against their lists, which the loader, who knows no word of the domain, cannot."""
    for name, value, list_name in (
        ("--type", new.emits.get("milestone_type"), "milestone_types"),
        ("--role", new.role, "roles"),
    ):
        if value is not None and value not in keys(list_name):
            raise usage(f"rules new: {name} {value!r} is unknown; it may be {', '.join(keys(list_name))}")
    if new.role is not None and "milestone_type" not in new.emits:
        raise usage("rules new: --role is the role of an event's row: it needs --type")
    if not new.emits:
        raise usage("rules new: say what a match means: --type TYPE, or --emits cue=plan")


def _load_beside(folder: Path, name: str, content: bytes) -> Rulebook:
    """Load the rules as they would be with `content` in the file `name`."""
    with tempfile.TemporaryDirectory() as place:
        trial = Path(place)
        for file in folder.glob("*.toml"):
            shutil.copyfile(file, trial / file.name)
        (trial / name).write_bytes(content)
        try:
            return load_rulebook(trial)
        except RuleError as error:
            raise CommandError(f"{error}: mend what was typed; nothing was written") from error


def _table(new: NewRule) -> str:
    """Return the rule as TOML, in the order and style of its neighbours."""
    examples = [
        "{ text = "
        + _basic(text)
        + f", role = {_basic(new.role)}, milestone_type = {_basic(new.emits['milestone_type'])} }}"
        if new.role
        else _basic(text)
        for text in new.examples
    ]
    lines = [
        "[[rule]]",
        f"id = {_basic(new.rule_id)}",
        f"why = {_basic(new.why)}",
        _list("triggers", [_basic(trigger) for trigger in new.triggers]),
        _list("patterns", [_literal(pattern) for pattern in new.patterns]),
        "emits = { " + ", ".join(f"{key} = {_basic(value)}" for key, value in new.emits.items()) + " }",
    ]
    for key, values in new.lists.items():
        quote = _literal if key in {"not_before", "not_after", "unless"} else _basic
        if values and key != "not_examples":
            lines.append(_list(key, [quote(value) for value in values]))
    lines.append(_list("examples", examples))
    if new.lists.get("not_examples"):
        lines.append(_list("not_examples", [_basic(text) for text in new.lists["not_examples"]]))
    return "\n".join(lines) + "\n"


def _list(key: str, values: Sequence[str]) -> str:
    one_line = f"{key} = [{', '.join(values)}]"
    return one_line if len(one_line) <= 120 else "\n".join([f"{key} = [", *(f"  {value}," for value in values), "]"])


def _basic(text: str) -> str:
    """Return a TOML basic string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _literal(pattern: str) -> str:
    """Return a TOML literal string, in which a backslash is a backslash."""
    return f"'''{pattern}'''" if "'''" not in pattern and not pattern.endswith("'") else _basic(pattern)


def _rows(example: str, book: Rulebook) -> list[dict[str, Any]]:
    is_story = example.endswith(".")
    title, story = (HEADLINE, example) if is_story else (example, "Hollin makes drugs.")
    record = {"doc_id": "example", "text": f"{title}\n\n{DATELINE}{story}", "published_at": "2026-02-03"}
    return [row for said in extract_records([record], book, is_judged=False) for row in said["milestones"]]


def _is_meant(row: Mapping[str, Any], new: NewRule) -> bool:
    return bool(row["role"] == new.role and row["milestone_type"] == new.emits["milestone_type"])


def _row_words(row: Mapping[str, Any]) -> str:
    window = row["window"] and f"{row['window']['start']} – {row['window']['end']} ({row['window']['precision']})"
    parts = [row[key] for key in ("milestone_type", "role", "detail", "agency", "phase", "intervention", "indication")]
    return "  ".join(part for part in [*parts, window] if part)
