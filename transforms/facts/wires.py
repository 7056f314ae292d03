"""Which wire a release names. The marks are data (wire_marks.csv); where the dateline stands is `dateline`."""

import polars as pl

from transforms.reference import load_reference


def find_wires(texts: pl.Series) -> pl.Series:
    """Return the wire of each text, a key of the reference list `wires`; null where none is named.

    Several may be named, as when a digest quotes a release: the first one is the one that carries this text.
    """
    marks = load_reference("wire_marks")
    frame = pl.DataFrame({"text": texts}).with_row_index("doc")
    first = (
        frame.select(
            "doc",
            # One pass for all marks; the offsets of the marks tell nothing more than their order, so that is kept.
            mark=pl.col("text").str.extract_many(marks["mark"].implode(), ascii_case_insensitive=True).list.first(),
        )
        .drop_nulls()
        .with_columns(mark=pl.col("mark").str.to_lowercase())
        .join(marks.select(pl.col("mark").str.to_lowercase(), "wire"), on="mark")
    )
    return frame.join(first, on="doc", how="left", maintain_order="left")["wire"]
