"""`trialwire publish`: which versions there are, and the way back."""

from rich.console import Console
from rich.table import Table

from orchestration.commands.errors import CommandError
from orchestration.locks import BusyError
from orchestration.paths import Home
from orchestration.publish import PublishError, current_version, list_publications, rollback


def list_versions(home: Home) -> None:
    """Print the kept versions, newest first."""
    known = list_publications(home.published)
    if not known:
        raise CommandError(f"nothing is published in {home.published} yet: run `trialwire run`")
    current = current_version(home.published)
    table = Table("version", "", "rows", "size", "run", box=None, pad_edge=False)
    for publication in known:
        table.add_row(
            publication.version,
            "current" if publication.version == current else "",
            f"{sum(publication.row_counts.values()):,}",
            f"{publication.size_bytes / 1e6:.1f} MB",
            publication.run_id[:8],
        )
    Console().print(table)


def roll_back(home: Home, version: str | None) -> None:
    """Point analysts at an earlier version."""
    try:
        chosen = rollback(home.published, version)
    except (PublishError, BusyError) as error:
        raise CommandError(str(error)) from error
    console = Console(highlight=False)
    console.print(f"current is now {chosen.version}, published {chosen.published_at}")
    console.print("It stays so until a run brings content that differs from the newest version.")
