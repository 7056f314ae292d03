"""Warnings of libraries that Dagster brings along and that nobody here can mend."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    # dagster-dbt asks for sqlglot with its old Rust tokenizer, which says on import that it is old.
    config.addinivalue_line("filterwarnings", "ignore:sqlglotrs is deprecated:DeprecationWarning")
