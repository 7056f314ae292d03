"""`trialwire rules`: what the rules know, one by one, and whether they keep their own examples."""

from rich.console import Console
from rich.markup import escape

from orchestration.commands.errors import CommandError
from transforms.rules.load import Rulebook, RuleError, load_rulebook


def list_rules() -> None:
    """Print a line for each rule."""
    book = _load()
    console = Console(highlight=False, soft_wrap=True)
    for rule_id in sorted(book.rules):
        console.print(f"{escape(rule_id):<40} {escape(book.rules[rule_id].why)}")


def show_rule(rule_id: str) -> None:
    """Print all that a rule is."""
    book = _load()
    rule = book.rules.get(rule_id)
    if rule is None:
        near = [known for known in sorted(book.rules) if known.startswith(rule_id.split(".", maxsplit=1)[0])]
        raise CommandError(f"there is no rule {rule_id!r}; {', '.join(near) or '`trialwire rules list` shows all'}")
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold]{escape(rule.rule_id)}[/bold]  {escape(rule.why)}")
    shown = {
        "says": [f"{key} = {value}" for key, value in rule.emits.items()],
        "triggers": rule.triggers,
        "patterns": rule.patterns,
        "in": sorted(rule.scope),
        "not before": rule.not_before,
        "not after": rule.not_after,
        "unless": rule.unless,
        "beats": rule.beats,
        "finds": [example.text for example in rule.examples],
        "leaves": rule.not_examples,
    }
    for name, entries in shown.items():
        for entry in entries:
            console.print(f"  {name:<11}{escape(entry)}")


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
