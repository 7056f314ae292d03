"""Reading facts costs no more a character in a long text than in a short one, whatever stands in it."""

import importlib
from pathlib import Path

import pytest

from transforms.rules import load_rulebook

PROJECT = Path(__file__).resolve().parents[2]
# Quadratic work costs eight times as much a character in the longer one.
SIZES = (10_000, 80_000)
KINDS = (
    "prose", "cue words", "cue words in lines", "digits", "one line", "bullets", "capitals", "brackets and quotes",
    "opening brackets", "ampersands", "full stops", "blank lines", "one product code", "product codes", "substances",
    "diseases", "abbreviations", "dates", "events with a day", "approvals", "partners",
)  # fmt: skip


@pytest.fixture(scope="module")
def benchmark():
    """The benchmark, with what a text costs whatever is in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PROJECT))
        module = importlib.import_module("benchmarks.growth")
    module.measure("prose", 5_000, load_rulebook())
    return module, min(module.measure("prose", len(module.HEAD), load_rulebook()) for _ in range(3))


def test_every_kind_of_text_is_tried(benchmark):
    assert set(KINDS) == set(benchmark[0].KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_time_grows_with_length_and_no_faster(benchmark, kind):
    module, any_text = benchmark
    worst = 0.0
    for _ in range(2):  # once more where it was too much: a machine may be busy for a moment
        costs = [module.measure(kind, size, load_rulebook()) - any_text for size in SIZES]
        worst = module.growth(SIZES, costs, any_text)
        if worst <= module.WORST:
            break
    assert worst <= module.WORST


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_text_begins_as_the_short_one(benchmark, kind):
    short, long = (benchmark[0].text_of(kind, size) for size in (3_000, 9_000))
    assert len(short) == 3_000
    assert len(long) == 9_000
    assert long.startswith(short)
