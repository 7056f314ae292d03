"""Read a CSV file that people edit by hand: records and their lines. What they mean belongs to their readers."""

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path


def read_records(path: Path, columns: Sequence[str], fault: type[ValueError]) -> list[tuple[int, list[str]]]:
    """Return each record behind the head with the line that it begins on; empty lines are passed over.

    A record may have more or fewer values than there are columns: see `wrong_length`.

    Args:
        path: The file.
        columns: Its head.
        fault: What to raise.

    Raises:
        fault: The file is absent, no UTF-8, no CSV or has another head; the message names file, line and remedy.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            records = list(_records(file))
    except OSError as error:
        raise fault(f"{path.name} cannot be read: {error.strerror}; restore it as it was checked out") from error
    except UnicodeDecodeError as error:
        raise fault(f"{path.name}: not UTF-8 text (byte {error.start}): save it as UTF-8") from error
    except csv.Error as error:
        raise fault(f"{path.name}: no valid CSV: {error}") from error
    if not records or records[0][1] != list(columns):
        said = repr(",".join(records[0][1])[:100]) if records else "nothing"
        raise fault(f"{path.name}, line 1: the head must be {','.join(columns)}, with commas; it is {said}")
    return records[1:]


def wrong_length(values: Sequence[str], columns: Sequence[str]) -> str | None:
    """Say what is wrong with a record that has too many or too few values; null where nothing is."""
    if len(values) == len(columns):
        return None
    remedy = (
        "put a text that holds a comma between double quotes"
        if len(values) > len(columns)
        else "write the commas of columns that stay empty, too"
    )
    return f"{len(values)} values, not {len(columns)}: {remedy}"


def unseen_mark(value: str) -> str | None:
    """Say which mark in a value nobody sees (zero-width space, soft hyphen, no-break space …); null where none is.

    Line breaks and tabs are seen: a text may have several lines.
    """
    mark = next((mark for mark in value if not mark.isprintable() and mark not in "\r\n\t"), None)
    if mark is None:
        return None
    name = unicodedata.name(mark, "a control character").lower()
    return f"{value!r} has a mark that cannot be seen, {name} (U+{ord(mark):04X}): take it out"


def _records(file: Iterator[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(file, strict=True)
    number = 1
    for values in reader:
        if values:
            yield number, values
        number = reader.line_num + 1
