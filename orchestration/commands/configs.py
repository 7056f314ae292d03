"""What a person edits and nothing can start without: refused before anything is started. Nothing else belongs here."""

from orchestration.commands.errors import CommandError
from orchestration.corrections import load_corrections
from orchestration.paths import SOURCES_FILE
from orchestration.sources import SourceError, load_sources
from transforms.corrections import CorrectionsError


def refuse_wrong_configs() -> None:
    """Read sources.toml and identity_corrections.csv.

    Raises:
        CommandError: one of them is wrong; says file, line and remedy.
    """
    try:
        load_sources(SOURCES_FILE)
        load_corrections()
    except (SourceError, CorrectionsError) as error:
        raise CommandError(str(error)) from error
