"""Writes the answers of the README's queries into it, from a published warehouse of the embedded sample.

    python docs/render_readme.py [--home DIR]

Each `sql` block of the README is followed by a `text` block with its answer; the prose is left alone.
"""

import argparse
import re
from pathlib import Path

import duckdb

from orchestration.paths import DEFAULT_HOME, PROJECT_ROOT, Home

README = PROJECT_ROOT / "README.md"
QUERY = re.compile(r"```sql\n(?P<query>[^`]+)```\n(?:\n```text\n[^`]*```\n)?")


def render(readme: str, home: Home) -> str:
    """Return the README with the answers that the published file of `home` gives."""
    with duckdb.connect(str(home.published_file), read_only=True) as warehouse:
        # A day in an answer is a day in UTC, on every machine.
        warehouse.execute("set TimeZone = 'UTC'")

        def answered(block: re.Match[str]) -> str:
            relation = warehouse.sql(block["query"])
            return f"```sql\n{block['query']}```\n\n```text\n{table(relation.columns, relation.fetchall())}```\n"

        return QUERY.sub(answered, readme)


def table(columns: list[str], rows: list[tuple[object, ...]]) -> str:
    """Return rows as lines of text, columns as wide as their widest value."""
    cells = [columns, *([("" if value is None else str(value)) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(columns))]
    lines = ("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)) for row in cells)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def main() -> None:
    """Rewrite the README in place."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--home", type=Path, default=DEFAULT_HOME)
    home = Home(arguments.parse_args().home)
    README.write_text(render(README.read_text(encoding="utf-8"), home), encoding="utf-8")


if __name__ == "__main__":
    main()
