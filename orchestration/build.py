"""Assembles the definitions: assets, checks, job, schedule, sensor, resources. The only place that knows all of them.

Nothing is read from the environment here: `Overrides` says what differs from the defaults, in tests and on the command
line alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import dagster as dg

from orchestration.assets.marts import build_marts_asset
from orchestration.assets.published import build_published_asset
from orchestration.assets.raw import build_raw_asset
from orchestration.assets.staging import build_staging_asset, feeds, review_decisions
from orchestration.checks import build_checks
from orchestration.dbt_build import load_manifest
from orchestration.paths import DEFAULT_HOME, SOURCES_FILE, Home
from orchestration.resources import HomeResource, dbt_resource
from orchestration.schedules import build_daily_schedule
from orchestration.sensors import build_inbox_sensor
from orchestration.sources import Source, load_sources, source_for_path

JOB = "warehouse"
# Of dbt's assets, those that analysts meet: tables, the word index, table macros.
LAYERS = ("marts", "search", "functions")


@dataclass(frozen=True)
class Overrides:
    """What differs from the defaults.

    Attributes:
        home: where everything is kept.
        sources: the sources to pull; None for the enabled ones of sources.toml and the inbox.
        from_date: first day of an archive's records to take.
        to_date: last day of them.
        lock_wait_s: how long a run waits for another one to end.
        loggers: Dagster loggers beside the default one, by name.
    """

    home: Home = field(default_factory=lambda: Home(DEFAULT_HOME))
    sources: Sequence[Source] | None = None
    from_date: date | None = None
    to_date: date | None = None
    lock_wait_s: float = 3600
    loggers: Mapping[str, dg.LoggerDefinition] = field(default_factory=dict)


def build_defs(overrides: Overrides | None = None) -> dg.Definitions:
    """Return the definitions.

    Raises:
        SourceError: sources.toml is wrong.
        DbtError: dbt cannot parse the project.
    """
    overrides = overrides or Overrides()
    home = overrides.home
    sources = default_sources(home) if overrides.sources is None else overrides.sources
    raw = [build_raw_asset(source, overrides.from_date, overrides.to_date) for source in sources]
    staging = build_staging_asset([asset.key for asset in raw])
    marts = build_marts_asset(load_manifest(home))
    published = build_published_asset(sorted(key for key in marts.keys if key.path[0] in LAYERS))
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        description="From the sources to the published warehouse.",
    )
    return dg.Definitions(
        assets=[*raw, staging, feeds, review_decisions, marts, published],
        asset_checks=build_checks(),
        jobs=[job],
        schedules=[build_daily_schedule(home, JOB)],
        sensors=[build_inbox_sensor(home, JOB)],
        resources={
            "home": HomeResource(root=str(home.root), lock_wait_s=overrides.lock_wait_s),
            "dbt": dbt_resource(),
        },
        # Another process for each step would cost five seconds of imports a step.
        executor=dg.in_process_executor,
        loggers={"console": dg.colored_console_logger, **overrides.loggers},
    )


def default_sources(home: Home) -> list[Source]:
    """Return the enabled sources of sources.toml, and the inbox."""
    home.inbox.mkdir(parents=True, exist_ok=True)
    enabled = [source for source in load_sources(SOURCES_FILE) if source.enabled]
    return [*enabled, source_for_path(home.inbox)]
