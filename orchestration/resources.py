"""What assets are given: the home, locked for the run, and dbt."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource
from packaging.version import Version
from pydantic import PrivateAttr
from sqlalchemy.exc import SQLAlchemyError

from orchestration.dbt_build import DBT_EXECUTABLE, GLOBAL_FLAGS
from orchestration.locks import exclusive
from orchestration.paths import DBT_PROJECT_DIR, Home
from orchestration.run_records import drop_old_runs, note_process


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
        """Take the lock, and see to the records of runs; raises BusyError where another run has it for too long."""
        if context.instance is not None and context.run is not None:
            note_process(context.instance, context.run)
        self._held.enter_context(exclusive(self.paths.lock_file, wait_s=self.lock_wait_s))
        if context.instance is not None and context.log is not None:
            try:
                dropped = drop_old_runs(context.instance, datetime.now(UTC))
            except (OSError, SQLAlchemyError) as error:  # no reason to have no news today
                context.log.warning(f"old runs could not be dropped from {self.paths.dagster}: {error}")
            else:
                context.log.debug(f"records of {dropped} old runs dropped")

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
