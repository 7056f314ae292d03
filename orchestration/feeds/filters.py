"""What a feed may filter by, as far as it shows only here: which sources there are, and which names find nothing.

Whether feeds.toml is well formed belongs to transforms.feeds.
"""

from pathlib import Path

import duckdb

from orchestration.paths import SOURCES_FILE, Home
from orchestration.sources import load_sources
from transforms.feeds import find_place

UNFOUND = "select feed_id, unknown_sponsors, unseen_source_ids from feeds order by feed_id"
# The nearest name, where one is near.
NEAREST = """
select name from sponsors
where jaro_winkler_similarity(lower(name), lower($name)) > 0.85
order by jaro_winkler_similarity(lower(name), lower($name)) desc, name asc limit 1
"""


def known_source_ids(home: Home) -> set[str]:
    """Return the sources that a feed may name: of sources.toml, the inbox, and what was ever pulled into this home.

    Raises:
        SourceError: sources.toml is wrong.
    """
    pulled = {folder.name for folder in home.raw.iterdir() if folder.is_dir()} if home.raw.is_dir() else set()
    return {home.inbox.name, *(source.id for source in load_sources(SOURCES_FILE)), *pulled}


def filters_that_find_nothing(warehouse_file: Path, feeds_file: Path) -> list[str]:
    """Return a line for each sponsor and source that a feed names and nothing here is from, with place and remedy."""
    lines = []
    with duckdb.connect(str(warehouse_file), read_only=True) as warehouse:
        for feed_id, sponsors, unseen in warehouse.execute(UNFOUND).fetchall():
            for name in sponsors:
                near = warehouse.execute(NEAREST, {"name": name}).fetchone()
                hint = f"did you mean {near[0]!r}? If not, " if near else ""
                lines.append(
                    f"{find_place(feeds_file, feed_id, 'sponsors', name)}: no release here is from {name!r}: {hint}"
                    "look for it in the table `sponsors`, or leave it until there is one."
                )
            lines += [
                f"{find_place(feeds_file, feed_id, 'source_ids', source)}: {source!r} has given nothing here: switch "
                "it on in sources.toml and run, or take it out."
                for source in unseen
            ]
    return lines
