"""What assets are given: the home, locked for the run, and dbt."""

from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource
from packaging.version import Version
from pydantic import PrivateAttr

from orchestration.dbt_build import DBT_EXECUTABLE, GLOBAL_FLAGS
from orchestration.locks import exclusive
from orchestration.paths import DBT_PROJECT_DIR, Home


class HomeResource(dg.ConfigurableResource[Any]):
    """The home, held by one run at a time: a second run waits, and readers are never in its way."""

    root: str
    lock_wait_s: float = 3600

    _held: ExitStack = PrivateAttr(default_factory=ExitStack)

    @property
    def paths(self) -> Home:
        """Every location under the home."""
        return Home(Path(self.root))

    def setup_for_execution(self, context: dg.InitResourceContext) -> None:
        """Take the lock; raises BusyError where another run keeps it for too long."""
        del context
        self._held.enter_context(exclusive(self.paths.lock_file, wait_s=self.lock_wait_s))

    def teardown_after_execution(self, context: dg.InitResourceContext) -> None:
        """Give the lock back."""
        del context
        self._held.close()


class InstalledDbt(DbtCliResource):
    """dbt-core as it is installed here."""

    def _initialize_dbt_core_adapter(self, args: Sequence[str]) -> Any:
        # The parent loads dbt into this process too, to ask for metadata: assets/marts.py asks DuckDB itself.
        del args
        return None

    @cached_property
    def _cli_version(self) -> Version:
        # The parent starts `dbt --version`, which costs three seconds of imports, to learn what the metadata says.
        return Version(installed_version("dbt-core"))


def dbt_resource() -> InstalledDbt:
    """Return dbt over the project in sql/."""
    return InstalledDbt(
        project_dir=str(DBT_PROJECT_DIR),
        profiles_dir=str(DBT_PROJECT_DIR),
        global_config_flags=GLOBAL_FLAGS,
        dbt_executable=str(DBT_EXECUTABLE),
    )
