"""`trialwire rules new`: a rule comes to the end of its file, or nothing is written at all."""

import shutil
from dataclasses import replace

import pytest

from orchestration.commands.errors import CommandError
from orchestration.commands.new_rule import NewRule, add_rule
from transforms.rules import RULES_DIR, load_rulebook

SENTENCE = 'Hollin today announced that the trial of HL-1 "saw" a clear signal.'
SIGNAL = NewRule(
    rule_id="data.clear_signal",
    why="A signal is a result.",
    emits={"milestone_type": "topline_readout"},
    patterns=[r"\b[\"']?saw[\"']? a clear signal\b"],
    triggers=["signal"],
    examples=[SENTENCE],
    role="announced",
    lists={"not_examples": ["The signal box was painted."], "unless": [r"\bin mice\b"], "scope": ["title", "lead"]},
)


@pytest.fixture
def rules(tmp_path):
    """The project's own rules, to write to."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES_DIR, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_rule_is_written_behind_the_others_and_accepted(rules, capsys):
    before = contents(rules)
    add_rule(SIGNAL, rules)
    after = contents(rules)
    assert after["data.toml"].startswith(before["data.toml"].rstrip(b"\n"))
    assert {name for name in after if after[name] != before[name]} == {"data.toml"}
    said = capsys.readouterr().out
    line = int(said.split("data.toml:")[1].split(":")[0])
    assert after["data.toml"].decode().splitlines()[line - 1] == 'id = "data.clear_signal"'
    assert "→ topline_readout  announced" in said
    # Another folder, so that nothing is remembered.
    rule = load_rulebook(rules.rename(rules.with_name("read"))).rules["data.clear_signal"]
    assert (rule.why, rule.triggers, rule.emits) == (SIGNAL.why, ("signal",), SIGNAL.emits)
    assert rule.not_examples == ("The signal box was painted.",)
    assert rule.scope == {"title", "lead"}
    assert [pattern.search("tested in  mice") is not None for pattern in rule.compiled("unless")] == [True]
    (example,) = rule.examples
    assert example.text == SENTENCE
    assert example.expected == {"role": "announced", "milestone_type": "topline_readout"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"patterns": [r"\bsaw .* signal\b"]}, "data.toml:{line}: rule data.clear_signal: patterns: quantifier '*'"),
        ({"patterns": [r"\bsaw (a\b"]}, "does not compile"),
        ({"examples": ["It saw a signal."], "role": None}, "its example does not match: 'It saw a signal.'"),
        ({"lists": {"not_examples": [SENTENCE]}}, "its not_example matches"),
        ({"triggers": ["Signal"]}, "must be lower case"),
        ({"triggers": []}, "triggers is empty"),
        ({"lists": {"colour": ["grey"]}}, "unknown keys ['colour']"),
        (
            {"role": "guidance"},
            "data.toml:{line}: rule data.clear_signal: {sentence} gives topline_readout  announced  HL-1, not ",
        ),
        ({"why": "\udcff"}, "not UTF-8"),
    ],
)
def test_a_rule_that_is_refused_changes_no_file(rules, wrong, says):
    before = contents(rules)
    with pytest.raises(CommandError) as error:
        add_rule(replace(SIGNAL, **wrong), rules)
    line = before["data.toml"].count(b"\n") + 3
    assert says.replace("{line}", str(line)).replace("{sentence}", repr(SENTENCE)) in str(error.value)
    assert contents(rules) == before


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"rule_id": "signal"}, "must be <theme>.<slug>, with a theme of ahead, conduct, corporate, cues, data"),
        ({"rule_id": "parts.signal"}, "must be <theme>.<slug>"),
        (
            {"rule_id": "corporate_news.signal"},
            "must be <theme>.<slug>, with a theme of ahead, conduct, corporate, cues, data",
        ),
        ({"rule_id": "../data.signal"}, "must be <theme>.<slug>"),
        ({"rule_id": "data.measured_effect"}, "data_effect.toml:3: mend it, or choose another id"),
        ({"emits": {"milestone_type": "readout"}}, "--type 'readout' is unknown; it may be ind_submitted"),
        ({"role": "news"}, "--role 'news' is unknown; it may be announced"),
        ({"emits": {"cue": "plan"}}, "it needs --type"),
        ({"emits": {}, "role": None}, "say what a match means"),
    ],
)
def test_what_is_typed_wrongly_is_told(rules, wrong, says):
    with pytest.raises(CommandError) as error:
        add_rule(replace(SIGNAL, **wrong), rules)
    assert says in str(error.value)
    assert error.value.exit_code == 2


def test_an_example_without_a_row_is_said(rules, capsys):
    add_rule(replace(SIGNAL, examples=["In May, the signal box saw a clear signal"], role=None), rules)
    said = capsys.readouterr().out
    assert "In May" in said
    assert "→" in said


def test_rules_that_are_refused_already_are_told_as_they_are(rules):
    with (rules / "data.toml").open("a") as file:
        file.write("colour = 3\n")
    with pytest.raises(CommandError, match=r"the rules that are there are refused: data\.toml"):
        add_rule(SIGNAL, rules)
