"""Published: the file that analysts open, its feeds and docs. How they are swapped belongs to orchestration.publish."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration import docs_site
from orchestration.corrections import corrections_that_find_nothing
from orchestration.feeds.filters import filters_that_find_nothing
from orchestration.feeds.write import write_feeds
from orchestration.paths import FEEDS_FILE
from orchestration.publish import FILE_NAME, publish
from orchestration.resources import HomeResource


def build_published_asset(mart_keys: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """Return the asset that publishes what all marts, tested, hold."""

    @dg.asset(key=["published", "warehouse"], deps=mart_keys, group_name="published", kinds={"duckdb"})
    def warehouse(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[Any]:
        """The read-only DuckDB file of all marts, its feeds and docs; swapped in only when every test has passed."""
        paths = home.paths

        def write_beside(warehouse_file: Path, folder: Path, earlier: Sequence[Path], now: datetime) -> None:
            write_feeds(warehouse_file, folder, earlier, now)
            shutil.copyfile(docs_site.prepare_docs(paths), folder / docs_site.FILE_NAME)

        publication, is_new = publish(
            paths, run_id=context.run.run_id, now=datetime.now(UTC), write_beside=write_beside
        )
        newest = paths.published / "releases" / publication.version / FILE_NAME
        for line in [*filters_that_find_nothing(newest, FEEDS_FILE), *corrections_that_find_nothing(newest)]:
            context.log.warning(line)
        context.log.info(f"{'published' if is_new else 'unchanged, still'} {publication.version}")
        return dg.MaterializeResult(
            metadata={
                "version": publication.version,
                "is_new": is_new,
                "file": dg.MetadataValue.path(str(paths.published_file)),
                "feeds": dg.MetadataValue.path(str(paths.published_feeds)),
                "docs": dg.MetadataValue.path(str(paths.published_docs)),
                "size_bytes": publication.size_bytes,
                "rows": publication.row_counts,
            }
        )

    return warehouse
