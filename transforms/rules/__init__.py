"""The rule engine and the rules: knowledge as TOML data, one file for each theme, over a small engine.

What a rule's words mean belongs to those who read its `emits`; nothing here knows a word of the domain.
"""

from transforms.rules.engine import find_hits
from transforms.rules.load import RULES_DIR, RuleError, load_rulebook
from transforms.rules.rule import Rule, Rulebook

__all__ = ["RULES_DIR", "Rule", "RuleError", "Rulebook", "find_hits", "load_rulebook"]
