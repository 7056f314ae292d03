"""Loading rules: what is accepted, and how a refusal reads."""

import re

import pytest

from transforms.rules import RuleError, load_rulebook

RULE = """
[[rule]]
id = "zoo.cat"
why = "Cats are counted."
triggers = ["cat"]
patterns = ['''\\\\bcats?\\\\b''']
emits = { animal = "cat" }
examples = ["One cat sat."]
"""


def write(folder, text, name="zoo.toml"):
    (folder / name).write_text(text.replace("\\\\", "\\"), encoding="utf-8")
    return folder


def test_a_good_rule_is_read(tmp_path):
    book = load_rulebook(write(tmp_path, RULE + 'not_examples = ["A category."]\n'))
    assert book.rules["zoo.cat"].emits == {"animal": "cat"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (RULE + 'colour = "grey"\n', "zoo.toml:3: rule zoo.cat: unknown keys ['colour']"),
        (RULE.replace('why = "Cats are counted."\n', ""), "missing keys ['why']"),
        (RULE + RULE, "id is used twice"),
        (RULE.replace("zoo.cat", "farm.cat"), "an id begins with its theme: zoo.<slug>"),
        (RULE.replace("cats?", "cat.*"), "no upper bound"),
        (RULE.replace("cats?", "(cat"), "does not compile"),
        (RULE.replace("One cat sat.", "One dog sat."), "its example does not match: 'One dog sat.'"),
        (RULE.replace('["One cat sat."]', "[]"), "examples is empty"),
        (RULE + 'not_examples = ["The cat."]\n', "its not_example matches: 'The cat.'"),
        (RULE.replace('["cat"]', '["Cat"]'), "must be lower case"),
        (RULE.replace('["cat"]', '["dog"]'), "its example does not match"),
        (
            RULE.replace('animal = "cat"', 'milestone_type = "first_patient_dozed"'),
            "data/reference/milestone_types.csv: did you mean 'first_patient_dosed'?",
        ),
        (
            RULE.replace('animal = "cat"', 'agency = "Ministry of Cats"'),
            "data/reference/agencies.csv: choose one of them",
        ),
        ("[[rule]\n", "no valid TOML"),
    ],
)
def test_a_refusal_names_file_rule_and_remedy(tmp_path, text, says):
    with pytest.raises(RuleError, match=re.escape(says)):
        load_rulebook(write(tmp_path, text))


def test_a_theme_that_grew_is_parted_into_files_and_its_ids_stay(tmp_path):
    write(tmp_path, RULE)
    write(tmp_path, RULE.replace("zoo.cat", "zoo.lion"), "zoo_large.toml")
    assert list(load_rulebook(tmp_path).rules) == ["zoo.cat", "zoo.lion"]


def test_a_refusal_names_the_file_of_a_part(tmp_path):
    write(tmp_path, RULE)
    write(tmp_path, RULE.replace("zoo.cat", "zoo.lion").replace("One cat", "One dog"), "zoo_large.toml")
    with pytest.raises(RuleError, match=r"^zoo_large\.toml:3: rule zoo\.lion: its example does not match"):
        load_rulebook(tmp_path)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("""pattern = "a|b"\nexample = "c"\navoids = "d"\n""", "its example 'c' does not match"),
        ("""pattern = "a|b"\nexample = "a"\navoids = "b"\n""", "it matches 'b', which it is to avoid"),
        ("""pattern = "a|b"\nexample = "a"\n""", "keys must be pattern, example, avoids"),
    ],
)
def test_parts_prove_themselves(tmp_path, part, says):
    write(tmp_path, "[part.letter]\n" + part, "parts.toml")
    with pytest.raises(RuleError, match=re.escape(says)):
        load_rulebook(write(tmp_path, RULE))


def test_the_version_follows_the_content(tmp_path):
    one, other, copy = (tmp_path / name for name in ("one", "other", "copy"))
    for folder, text in ((one, RULE), (other, RULE.replace("counted", "listed")), (copy, RULE)):
        folder.mkdir()
        write(folder, text)
    assert load_rulebook(one).version == load_rulebook(copy).version != load_rulebook(other).version


def test_our_own_rules_are_accepted():
    book = load_rulebook()
    assert len(book.rules) > 60
    read = {"milestone_type", "cue", "plan", "awaited"}
    assert all(read & rule.emits.keys() for rule in book.rules.values())
