"""Columns that several tables share, so that the same thing has the same type and the same words everywhere."""

from typing import Any

import dataframely as dy


def identifier(description: str, **kwargs: Any) -> dy.String:
    """16 hex digits, see transforms.ids."""
    return dy.String(regex=r"^[0-9a-f]{16}$", description=description, **kwargs)


def utc(description: str, **kwargs: Any) -> dy.Datetime:
    """An instant in UTC, microseconds."""
    return dy.Datetime(time_zone="UTC", time_unit="us", description=description, **kwargs)


def texts(description: str, **kwargs: Any) -> dy.List:
    """A list of texts; empty where the release names none, never null."""
    return dy.List(dy.String(), nullable=False, description=description, **kwargs)


def offset(description: str, **kwargs: Any) -> dy.Int32:
    """An offset in code points into the release's `text`."""
    return dy.Int32(min=0, description=description, **kwargs)


def captured_at() -> dy.Datetime:
    """When the bytes were taken."""
    return utc("When trialwire took the bytes, UTC.")


def observed_at() -> dy.Datetime:
    """When the content was first seen, by us or by the archive."""
    return utc(
        "When the content was first seen: what the manifest says of a file, else its time; the end of its own date for "
        "a record of an archive; else captured_at. Never later than captured_at."
    )
