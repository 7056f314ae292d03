"""The documentation of the tables: written once for a state of the project, and fit to travel."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from orchestration import dbt_build, docs_site
from orchestration.dbt_build import DbtError
from orchestration.paths import PROJECT_ROOT, Home

MANIFEST = '{"nodes": {}}'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in which the project is parsed."""
    home = Home(tmp_path)
    home.dbt.mkdir()
    parsed = home.root / "manifest-parsed.json"
    parsed.write_text(MANIFEST)
    monkeypatch.setattr(docs_site, "prepare_manifest", lambda _: parsed)
    return home


class Dbt:
    """Stands in for dbt: writes a page into its target, or fails."""

    def __init__(self, page: str | None) -> None:
        self.page = page
        self.runs: list[list[str]] = []

    def __call__(self, command: list[str], *, env: dict[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        self.runs.append(command)
        if self.page is None:
            return subprocess.CompletedProcess(command, 2, stdout="no such column", stderr="")
        target = Path(env["DBT_TARGET_PATH"])
        assert (target / "manifest.json").read_text() == MANIFEST
        (target / "static_index.html").write_text(self.page, encoding="utf-8")
        return subprocess.CompletedProcess(command, 0, stdout="", stderr="")


def test_the_page_names_no_folder_of_this_machine_and_is_written_once(home: Home, monkeypatch: pytest.MonkeyPatch):
    dbt = Dbt(f"<html>{home.root}/staging/releases and {PROJECT_ROOT}/sql</html>")
    monkeypatch.setattr(dbt_build.subprocess, "run", dbt)
    old = home.dbt / "docs-0123456789abcdef.html"
    old.write_text("of an earlier state")
    site = docs_site.prepare_docs(home)
    assert site.read_text(encoding="utf-8") == "<html>home/staging/releases and trialwire/sql</html>"
    assert docs_site.prepare_docs(home) == site
    assert len(dbt.runs) == 1
    assert "--static" in dbt.runs[0]
    assert sorted(home.dbt.iterdir()) == [site]


def test_a_page_that_dbt_cannot_write_is_told(home: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dbt_build.subprocess, "run", Dbt(None))
    with pytest.raises(DbtError, match="no such column"):
        docs_site.prepare_docs(home)
