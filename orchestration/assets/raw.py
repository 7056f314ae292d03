"""Raw: one asset for each source; materializing it pulls. How a source is asked belongs to orchestration.sources."""

from datetime import date
from typing import Any

import dagster as dg

from orchestration.partitions import run_created_at
from orchestration.paths import Home
from orchestration.resources import HomeResource
from orchestration.sources import PoliteClient, RawStore, Source, pull_source


def build_raw_asset(source: Source, from_date: date | None, to_date: date | None) -> dg.AssetsDefinition:
    """Return the asset of one source.

    Args:
        source: what to pull.
        from_date: first day of an archive's records to take; all where None.
        to_date: last day of them.
    """
    address = str(source.path if source.kind == "folder" else source.url)

    @dg.asset(
        key=["raw", source.id],
        group_name="raw",
        description=f"Captures of {address}, as received. A pull appends; nothing is ever changed.",
        kinds={source.kind, "parquet"},
        metadata={"address": address},
    )
    def raw(context: dg.AssetExecutionContext, home: HomeResource) -> dg.MaterializeResult[Any]:
        with PoliteClient() as client:
            report = pull_source(
                source,
                RawStore(home.paths.raw),
                client=client,
                started_at=run_created_at(context),
                from_date=from_date,
                to_date=to_date,
                on_progress=lambda so_far: context.log.debug(str(so_far)),
            )
        context.log.info(str(report))
        # The inbox is empty on most days; any other source that gives nothing is said loudly.
        tell = context.log.debug if is_inbox(source, home.paths) else context.log.warning
        for warning in report.warnings:
            tell(warning)
        if report.failed_wholly:
            context.log.warning(f"{source.id} gave nothing but failures: look at rejects")
        return dg.MaterializeResult(
            metadata={
                "captured": report.captured,
                "unchanged": report.unchanged,
                "failed": report.failed,
                "failed_by_reason": dict(report.by_reason),
                "warnings": report.warnings,
            }
        )

    return raw


def is_inbox(source: Source, home: Home) -> bool:
    """Tell whether a source is the home's drop folder."""
    return source.kind == "folder" and source.path == home.inbox.resolve()
