"""One typed object for every location under the home, and the project's own folders."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_HOME = PROJECT_ROOT / "data" / "home"
DBT_PROJECT_DIR = PROJECT_ROOT / "sql"
SOURCES_FILE = PROJECT_ROOT / "data" / "sources.toml"
FEEDS_FILE = PROJECT_ROOT / "data" / "feeds.toml"
REVIEW_FILE = PROJECT_ROOT / "data" / "reference" / "review_decisions.csv"
CORRECTIONS_FILE = PROJECT_ROOT / "data" / "reference" / "identity_corrections.csv"


@dataclass(frozen=True)
class Home:
    """The folder that holds all that runs keep; a run writes nothing outside it."""

    root: Path

    @property
    def raw(self) -> Path:
        """Captures, `raw/<source_id>/observed_date=YYYY-MM-DD/*.parquet`, append-only."""
        return self.root / "raw"

    @property
    def staging(self) -> Path:
        """Staging tables, `staging/<table>/observed_date=YYYY-MM-DD/part.parquet`."""
        return self.root / "staging"

    def staging_part(self, table: str, day: date) -> Path:
        """The one Parquet file of a staging table for an observed date."""
        return self.staging / table / f"observed_date={day.isoformat()}" / "part.parquet"

    @property
    def staging_state(self) -> Path:
        """What each partition of staging was made from, `_state/observed_date=YYYY-MM-DD.json`."""
        return self.staging / "_state"

    @property
    def feeds_file(self) -> Path:
        """The filters of feeds.toml as Parquet, for the marts."""
        return self.staging / "feeds" / "feeds.parquet"

    @property
    def review_file(self) -> Path:
        """The decisions of review_decisions.csv as Parquet, for the marts."""
        return self.staging / "review_decisions" / "review_decisions.parquet"

    @property
    def inbox(self) -> Path:
        """The drop folder: what is put here is pulled like any folder source."""
        return self.root / "inbox"

    @property
    def build_file(self) -> Path:
        """The private DuckDB file; only dbt opens it."""
        return self.root / "build" / "warehouse.duckdb"

    @property
    def intermediate_file(self) -> Path:
        """The DuckDB file of intermediate models, beside the build file; never published."""
        return self.build_file.with_name(f"{self.build_file.name}.intermediate")

    @property
    def audit_file(self) -> Path:
        """Which inputs the build file was made and tested from; absent while a build is under way or failed."""
        return self.root / "build" / "audited.json"

    @property
    def build_process_file(self) -> Path:
        """Which process dbt ran in last, so that one whose run was killed can be ended."""
        return self.root / "build" / "process.json"

    @property
    def dbt(self) -> Path:
        """dbt's own artifacts: manifests, logs, compiled SQL."""
        return self.root / "dbt"

    @property
    def dbt_target(self) -> Path:
        """Logs, results and compiled SQL of the last build."""
        return self.dbt / "target"

    @property
    def published(self) -> Path:
        """Published versions, and `current`, a link to the one that analysts read."""
        return self.root / "published"

    @property
    def published_file(self) -> Path:
        """The file that analysts open, read-only."""
        return self.published / "current" / "warehouse.duckdb"

    @property
    def published_feeds(self) -> Path:
        """The folder of the feeds and the calendar that belong to the published file."""
        return self.published / "current" / "feeds"

    @property
    def published_docs(self) -> Path:
        """The page that documents the tables of the published file."""
        return self.published / "current" / "docs.html"

    @property
    def dagster(self) -> Path:
        """Dagster's instance: runs, events and schedules."""
        return self.root / "dagster"

    @property
    def lock_file(self) -> Path:
        """Held by the run that is under way."""
        return self.root / "run.lock"


def home_from_environment() -> Home:
    """Return the home that TRIALWIRE_HOME names, else the project's own `data/home`."""
    named = os.environ.get("TRIALWIRE_HOME")
    return Home(Path(named).expanduser().resolve() if named else DEFAULT_HOME)
