"""Dagster's instance of a home: its folder and its settings. Imports no Dagster."""

from orchestration.paths import Home

SETTINGS = """\
# Written by trialwire where it is absent; yours to change.
telemetry:
  enabled: false
nux:
  enabled: false
concurrency:
  runs:
    # The warehouse has one writer.
    max_concurrent_runs: 1
run_monitoring:
  # A run that was killed while it started would keep all others waiting.
  enabled: true
  start_timeout_seconds: 300
retention:
  schedule:
    # Ticks of the schedule; trialwire drops records of runs that are as old, too, but for the last 20. -1 keeps all.
    purge_after_days: 90
  sensor:
    purge_after_days: 30
"""


def prepare_instance(home: Home) -> None:
    """Make Dagster's folder and its settings file, where they are not there yet."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        settings.write_text(SETTINGS, encoding="utf-8")
