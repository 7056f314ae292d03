"""The pages hold what they promise: links lead somewhere, commands exist, the guide names every word of the lists."""

import re
from pathlib import Path

import pytest

from transforms.facts.phases import find_phases
from transforms.reference import keys

PROJECT = Path(__file__).resolve().parent.parent
PAGES = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md"), *PROJECT.glob("data/**/*.md")]
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)\s#]+)")
TARGET = re.compile(r"\bmake ([a-z]+)\b")
# A file of the project, by its folder: `sql/models/overview.md`; not one with a place to fill in, nor one of a home.
FILE = re.compile(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|sql|yml|toml|csv|md|jsonl|txt))`")
GUIDE = (PROJECT / "docs" / "annotation-guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_lead_somewhere(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_what_is_to_be_made_can_be_made(page):
    targets = re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    code = re.findall(r"`[^`\n]+`|^\$ .+$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for line in code for name in TARGET.findall(line)} <= set(targets)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_the_files_that_a_page_names_are_there(page):
    named = FILE.findall(page.read_text(encoding="utf-8"))
    places = [PROJECT, page.parent, PROJECT / "transforms", PROJECT / "orchestration"]
    assert [name for name in named if not any((place / name).exists() for place in places)] == []


@pytest.mark.parametrize("name", ["designations", "milestone_types", "roles", "wires"])
def test_the_guide_names_every_word_of_a_list(name):
    assert [word for word in keys(name) if f"`{word}`" not in GUIDE] == []


@pytest.mark.parametrize("phase", ["Phase 1b/3", "Phase IIa/IIb", "Phase 3a", "early Phase 1", "Phase II/III"])
def test_the_guide_names_the_phases_that_are_given(phase):
    (found,) = find_phases(f"A {phase} trial is under way.")
    assert f"`{found[2]}`" in GUIDE
