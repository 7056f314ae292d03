"""The documentation of all tables as one file beside the warehouse: dbt's own site, which needs no network to open.

What it says comes from the descriptions in sql/; how it looks is dbt's matter.
"""

import shutil
from pathlib import Path

from orchestration.dbt_build import prepare_manifest, run_dbt, sql_fingerprint
from orchestration.paths import PROJECT_ROOT, Home

FILE_NAME = "docs.html"


def prepare_docs(home: Home) -> Path:
    """Return the site of the dbt project as it is now; write it only where nobody has.

    Args:
        home: with a finished build, from which dbt reads the columns' types.

    Raises:
        DbtError: dbt cannot write it.
    """
    site = home.dbt / f"docs-{sql_fingerprint()}.html"
    if site.is_file():
        return site
    target = home.dbt / "docs"
    # dbt need not parse and compile again what was parsed for the build.
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(prepare_manifest(home), target / "manifest.json")
    run_dbt(home, ["docs", "generate", "--static", "--no-compile"], target)
    page = (target / "static_index.html").read_text(encoding="utf-8")
    # The page travels; where this machine keeps things is nobody's business.
    for folder, name in ((home.root, "home"), (PROJECT_ROOT, "trialwire")):
        page = page.replace(str(folder), name)
    for old in home.dbt.glob("docs-*.html"):
        old.unlink()
    written = site.with_suffix(".part")
    written.write_text(page, encoding="utf-8")
    written.replace(site)
    shutil.rmtree(target)
    return site
