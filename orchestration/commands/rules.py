"""`trialwire rules`: what the rules know, one by one, and whether they keep their own examples."""

import difflib
import sys

from rich.console import Console
from rich.markup import escape

from orchestration.commands.errors import CommandError
from transforms.rules.load import Rulebook, RuleError, load_rulebook
from transforms.rules.written import written_rules


def list_rules() -> None:
    """Print a line for each rule."""
    book = _load()
    console = Console(highlight=False, soft_wrap=True)
    for rule_id in sorted(book.rules):
        console.print(f"{escape(rule_id):<40} {escape(book.rules[rule_id].why)}")


def show_rule(rule_id: str) -> None:
    """Print a rule as it is written, and where; one that the loader refuses, too."""
    known = written_rules()
    rule = known.get(rule_id)
    if rule is None:
        near = difflib.get_close_matches(rule_id, known, n=3)
        hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "`trialwire rules list` shows all"
        raise CommandError(f"there is no rule {rule_id!r}: {hint}")
    sys.stdout.write(f"# {rule.path}:{rule.line}\n{rule.text}\n")


def test_rules() -> None:
    """Hold every rule to its own examples."""
    book = _load()
    examples = sum(len(rule.examples) + len(rule.not_examples) for rule in book.rules.values())
    Console(highlight=False).print(f"{len(book.rules)} rules keep {examples} examples; rules version {book.version}")


def _load() -> Rulebook:
    try:
        return load_rulebook()
    except RuleError as error:
        raise CommandError(str(error)) from error
