"""Loading rules: what is accepted, and how a refusal reads."""

import re

import pytest

from transforms.reference import load_reference
from transforms.rules import RuleError, load_rulebook
from transforms.tables.releases import SECTIONS

RULE = """
[[rule]]
id = "zoo.cat"
why = "Cats are counted."
triggers = ["cat"]
patterns = ['''\\\\bcats?\\\\b''']
emits = { cue = "news" }
examples = ["One cat sat."]
"""


def write(folder, text, name="zoo.toml"):
    (folder / name).write_text(text.replace("\\\\", "\\"), encoding="utf-8")
    return folder


def test_a_good_rule_is_read(tmp_path):
    book = load_rulebook(write(tmp_path, RULE + 'not_examples = ["A category."]\n'))
    assert book.rules["zoo.cat"].emits == {"cue": "news"}


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
            RULE.replace('cue = "news"', 'milestone_type = "first_patient_dozed"'),
            "did you mean 'first_patient_dosed'? (data/reference/milestone_types.csv)",
        ),
        (
            RULE.replace('cue = "news"', 'agency = "Ministry of Cats"'),
            "choose one that is there (data/reference/agencies.csv)",
        ),
        (RULE.replace("cue =", "cues ="), "emits: 'cues', which is unknown: did you mean 'cue'?"),
        (
            RULE.replace('"news"', '"newz"'),
            "emits: cue 'newz', which is unknown: did you mean 'news'? (data/reference/rule_words.csv)",
        ),
        (RULE.replace('"news"', '"news", only = "guidence"'), "emits: only 'guidence', which is unknown"),
        (RULE.replace('cue = "news"', 'detail = "cat"'), "emits says nothing that is read"),
        (RULE.replace('{ cue = "news" }', '"news"'), "emits must be a table of texts"),
        (RULE.replace('{ cue = "news" }', "{ cue = 3 }"), "emits must be a table of texts"),
        (RULE.replace('["cat"]', '"cat"'), "triggers must be a list of texts: triggers = […]"),
        (RULE.replace('["cat"]', "[3]"), "triggers must be a list of texts"),
        (RULE.replace('["One cat sat."]', '"One cat sat."'), "examples must be a list of texts"),
        (RULE.replace('["One cat sat."]', "[1]"), "examples must be a list of texts"),
        (RULE.replace('["One cat sat."]', "[{ text = 1 }]"), "an example is a text, or a table with `text`"),
        (RULE + 'not_examples = "A dog."\n', "not_examples must be a list of texts"),
        (RULE.replace('"Cats are counted."', '["Cats"]'), "why must be a text"),
        (RULE + 'scope = "title"\n', "scope must be a list of texts"),
        (RULE + 'scope = ["titel"]\n', "scope: 'titel', which is unknown: did you mean 'title'?"),
        (RULE + 'beats = ["zoo.cats"]\n', "beats 'zoo.cats', which is unknown: did you mean 'zoo.cat'?"),
        (RULE + 'beats = ["farm.*"]\n', "beats 'farm.*', which is unknown"),
        (RULE.replace("zoo.cat", "zoo.My cat"), "an id begins with its theme: zoo.<slug>, of a to z, 0 to 9 and _"),
        (RULE.replace('"zoo.cat"', "'zoo.cat'") + "x = 1\n", "zoo.toml:3: rule zoo.cat: unknown keys ['x']"),
        (RULE.replace("[[rule]]", "[[rules]]"), "unknown key 'rules'; the file holds [[rule]] tables only"),
        (RULE.replace("[[rule]]", "[rule]"), "write each rule as a [[rule]] table, with double brackets"),
        ("[[rule]\n", "no valid TOML"),
        (RULE.replace('"Cats are counted."', "“Cats are counted.”"), "TOML's quotes are straight"),
    ],
)
def test_a_refusal_names_file_rule_and_remedy(tmp_path, text, says):
    with pytest.raises(RuleError, match=re.escape(says)):
        load_rulebook(write(tmp_path, text))


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "zoo.toml").write_bytes(RULE.replace("Cats", "Kätzchen").encode("latin-1"))
    with pytest.raises(RuleError, match=r"zoo\.toml: not UTF-8 text .*: save it as UTF-8"):
        load_rulebook(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + RULE,
        RULE.replace("\n", "\r\n"),
        RULE.replace(" = ", "\t=\t"),
        # As a word processor writes them; texts are folded before they are searched.
        RULE.replace("cats?", "cat’s").replace("One cat", "One cat's"),
        RULE.replace('["cat"]', '["cat’s"]').replace("cats?", "cat's").replace("One cat", "One cat’s"),
        RULE + 'beats = ["zoo.*"]\n',
    ],
    ids=["byte order mark", "carriage returns", "tabs", "quotes in a pattern", "quotes in a trigger", "beats a theme"],
)
def test_what_an_editor_may_have_written_is_read(tmp_path, text):
    assert list(load_rulebook(write(tmp_path, text)).rules) == ["zoo.cat"]


def test_a_scope_is_a_section():
    words = load_reference("rule_words")
    assert words.filter(words["key"] == "scope")["word"].to_list() == SECTIONS


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
