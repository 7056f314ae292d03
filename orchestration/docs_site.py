"""The documentation of all tables as one file beside the warehouse: dbt's own site, which needs no network to open.

What it says comes from the descriptions in sql/; how it looks is dbt's matter.
"""

import os
import shutil
import subprocess
from pathlib import Path

from orchestration.dbt_build import (
    DBT_EXECUTABLE,
    GLOBAL_FLAGS,
    DbtError,
    dbt_environment,
    prepare_manifest,
    sql_fingerprint,
)
from orchestration.paths import DBT_PROJECT_DIR, PROJECT_ROOT, Home

FILE_NAME = "docs.html"
TIMEOUT_S = 180


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
    with dbt_environment(home):
        environment = {**os.environ, "DBT_TARGET_PATH": str(target), "DBT_LOG_PATH": str(target)}
    place = ["--project-dir", str(DBT_PROJECT_DIR), "--profiles-dir", str(DBT_PROJECT_DIR)]
    # S603: the arguments are ours.
    done = subprocess.run(  # noqa: S603
        [str(DBT_EXECUTABLE), *GLOBAL_FLAGS, "docs", "generate", "--static", "--no-compile", *place],
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0:
        raise DbtError(f"dbt cannot document {DBT_PROJECT_DIR}:\n{(done.stdout + done.stderr).strip()[-4000:]}")
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
