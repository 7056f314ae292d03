"""The commands of `trialwire`, one module each. A module imports Dagster, dbt or DuckDB only when its command runs."""
