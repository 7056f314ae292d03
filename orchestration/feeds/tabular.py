"""A feed as Parquet, for programs, and as CSV, for spreadsheets.

A spreadsheet runs a cell that begins like a formula, quoted or not, and titles come from strangers. So in CSV such a
text gets an apostrophe in front, and every cell is quoted, so that no other separator can begin one inside it. Parquet
has every text as it is.
"""

from pathlib import Path

import duckdb
import polars as pl

ROWS = """
select
    feed_items.position, recent_posts.* exclude (position, feeds)
from feed_items inner join recent_posts using (item_id)
where feed_items.feed_id = $feed_id
order by feed_items.position
"""
# Blanks, which programs skip, and what begins a formula; also in the wide forms of East Asian keyboards.
FORMULA = r"^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
INSTANT = "%Y-%m-%dT%H:%M:%SZ"


def read_rows(warehouse: duckdb.DuckDBPyConnection, feed_id: str) -> pl.DataFrame:
    """Return the items of a feed, newest first, with the columns of `recent_posts`."""
    rows = warehouse.execute(ROWS, {"feed_id": feed_id}).pl()
    instants = pl.selectors.datetime()
    return rows.with_columns(instants.dt.convert_time_zone("UTC"))


def write_tables(rows: pl.DataFrame, parquet: Path, csv: Path) -> None:
    """Write the rows of a feed as both."""
    rows.write_parquet(parquet)
    lists = pl.selectors.list()
    flat = rows.with_columns(lists.list.join(" ")).with_columns(
        pl.when(pl.selectors.string().str.contains(FORMULA))
        .then("'" + pl.selectors.string())
        .otherwise(pl.selectors.string())
        .name.keep()
    )
    # The mark at the start is how Excel knows UTF-8.
    flat.write_csv(csv, include_bom=True, line_terminator="\r\n", quote_style="always", datetime_format=INSTANT)
