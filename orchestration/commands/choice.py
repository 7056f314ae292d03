"""Which sources and days a command is to take, from what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orchestration.commands.errors import CommandError, usage
from orchestration.paths import SOURCES_FILE, Home
from orchestration.sources import Source, SourceError, load_sources, source_for_path


@dataclass(frozen=True)
class Choice:
    """What to pull: all default sources where `sources` is None, all records of archives where the dates are."""

    sources: Sequence[Source] | None
    from_date: date | None
    to_date: date | None


def choose(home: Home, named: Sequence[str], from_text: str | None, to_text: str | None) -> Choice:
    """Return what was asked for.

    Raises:
        CommandError: a date or a source is not one; with the exit code of wrong usage.
    """
    from_date, to_date = choose_days("run", from_text, to_text)
    return Choice(_sources(home, named) if named else None, from_date, to_date)


def choose_days(command: str, from_text: str | None, to_text: str | None) -> tuple[date | None, date | None]:
    """Return the days that were typed after --from and --to.

    Raises:
        CommandError: one is no date, or they are the wrong way round; with the exit code of wrong usage.
    """
    from_date, to_date = _day(command, "--from", from_text), _day(command, "--to", to_text)
    if from_date and to_date and from_date > to_date:
        raise usage(f"{command}: --from {from_date} is after --to {to_date}")
    return from_date, to_date


def _day(command: str, option: str, text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise usage(f"{command}: {option} {text!r} is no date: write it as 2026-01-31") from None


def _sources(home: Home, named: Sequence[str]) -> list[Source]:
    """Return the sources of these ids or paths, disabled ones too, each once."""
    try:
        known: dict[str, Source] = {source.id: source for source in load_sources(SOURCES_FILE)}
    except SourceError as error:
        raise CommandError(str(error)) from error
    chosen: dict[str, Source] = {}
    for name in named:
        path = home.inbox if name == home.inbox.name else Path(name).expanduser()
        if name in known:
            chosen[name] = known[name]
        elif path.exists():
            try:
                source = source_for_path(path)
            except SourceError as error:
                raise usage(f"run: --source {name}: {error}") from error
            if source.id in chosen and chosen[source.id] != source:
                raise usage(f"run: two sources are named {source.id!r}: pull them one after the other")
            chosen[source.id] = source
        else:
            raise usage(
                f"run: --source {name!r} is neither a path nor an id of {SOURCES_FILE.name} ({', '.join(known)}); "
                "to pull an address, list it there"
            )
    return list(chosen.values())
