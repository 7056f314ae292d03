"""The curated lists in data/reference, one CSV each, its first column the key; what marts need is a dbt seed, too."""

from functools import cache
from pathlib import Path

import polars as pl

REFERENCE_DIR = Path(__file__).resolve().parent.parent / "data" / "reference"


@cache
def load_reference(name: str) -> pl.DataFrame:
    """Return the list `name` as text columns; raises FileNotFoundError where there is no such list."""
    return pl.read_csv(REFERENCE_DIR / f"{name}.csv", infer_schema=False)


def keys(name: str) -> list[str]:
    """Return the first column of the list `name`, in file order."""
    return load_reference(name).to_series(0).to_list()
