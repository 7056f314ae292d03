"""The `trialwire` command: its arguments and its help. What a command does stands in commands/.

Only light imports here, so that `--help`, `sql` and `extract` answer at once: a command is imported when it runs.
"""

# The options of a command are the parameters of its function.
# ruff: noqa: PLC0415, PLR0913, PLR0917

import errno
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orchestration.commands.errors import EXIT_FAILED, EXIT_STOPPED, CommandError, usage
from orchestration.paths import Home, home_from_environment

app = typer.Typer(
    name="trialwire",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turns press releases into a warehouse of clinical-trial milestones.",
    epilog="Everything is kept in one folder, the home: --home, else TRIALWIRE_HOME, else data/home of the project.",
)
rules_app = typer.Typer(no_args_is_help=True, help="The rules that find facts in sentences.")
app.add_typer(rules_app, name="rules")
review_app = typer.Typer(no_args_is_help=True, help="A person's word on what the readers found.")
app.add_typer(review_app, name="review")

# A disk for reading only, somebody else's folder: nothing that a traceback explains.
UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
HomeOption = Annotated[
    Path | None, typer.Option("--home", metavar="DIR", help="Where everything is kept.", show_default=False)
]
Ids = Annotated[list[str], typer.Argument(metavar="MILESTONE_ID...", help="As `review list` and the marts have it.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for those who read it later.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides; else your login name.")]


class Format(StrEnum):
    """How `sql` prints."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


class DiffFormat(StrEnum):
    """How `reparse --diff` prints."""

    text = "text"
    jsonl = "jsonl"


def main() -> None:
    """Run the command line; exits 0 done, 1 failed, 2 typed wrongly, 130 stopped by Ctrl-C."""
    try:
        code = app(standalone_mode=False, prog_name="trialwire")
    except CommandError as error:
        _complain(str(error))
        sys.exit(error.exit_code)
    except typer.TyperException as error:
        if message := error.format_message():
            context = getattr(error, "ctx", None)
            _complain(f"{message} See `{context.command_path if context else 'trialwire'} --help`.")
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_STOPPED
    except BrokenPipeError:  # `| head` has seen enough
        sys.stderr.close()
        sys.exit(EXIT_FAILED)
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        _complain(f"{error.filename} cannot be written: {error.strerror}; mend that, or say another --home")
        sys.exit(EXIT_FAILED)
    if code == EXIT_STOPPED:  # typer turns Ctrl-C into this code and says nothing
        _complain("stopped; nothing is lost, the next run goes on from here")
    sys.exit(code if isinstance(code, int) else 0)


def _complain(message: str) -> None:
    print(f"trialwire: {message}", file=sys.stderr)  # noqa: T201


def _home(named: Path | None) -> Home:
    return home_from_environment() if named is None else Home(named.expanduser().resolve())


@app.command()
def run(
    home: HomeOption = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="ID|PATH", help="Pull only this source, file or folder; may be repeated."),
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day of an archive's records, as 2026-01-31.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day of them, inclusive.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show all that Dagster and dbt log.")] = False,
) -> int:
    """Pull, read, build, test and publish: from the sources to the file that analysts open.

    Without --source: every enabled source of data/sources.toml, and the files in <home>/inbox.
    """
    from orchestration.commands.run import run_pipeline

    return run_pipeline(_home(home), source or [], from_, to, verbose=verbose)


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help="One statement, or the name of one of sql/analyses; without it, a shell opens.")
    ] = None,
    home: HomeOption = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to print.")] = Format.table,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of printing.")
    ] = None,
) -> None:
    """Ask the published warehouse; read-only, at any time, also during a run."""
    from orchestration.commands.sql import run_query, run_shell

    if query is None:
        run_shell(_home(home))
    else:
        run_query(_home(home), query, format_.value, output)


@app.command()
def extract(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE|-]...", help="Pages, feeds, JSON or texts; - is stdin.")
    ] = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Each line is a record {doc_id, text, published_at?} of its own.")
    ] = False,
) -> int:
    """Print what releases say as JSON, without a warehouse: laid out on a terminal, else an object a line."""
    from orchestration.commands.extract import run_extract

    return run_extract(files or ["-"], jsonl=jsonl)


@app.command()
def reparse(
    diff: Annotated[bool, typer.Option("--diff", help="Show what would differ; write nothing.")] = False,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="First day of observation, as raw keeps it.")
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last of these days, inclusive.")] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="ID", help="With --diff: only captures of this source.")
    ] = None,
    format_: Annotated[DiffFormat, typer.Option("--format", "-f", help="How --diff prints.")] = DiffFormat.text,
    limit: Annotated[int, typer.Option(help="Most rows that --diff shows as text; all are counted.", min=0)] = 50,
    home: HomeOption = None,
) -> None:
    """Read stored raw again by the rules of this checkout; --diff shows what changes, before anything is published."""
    from orchestration.commands.reparse import Captures, rewrite_staging, show_changes

    captures = Captures(from_, to, source)
    if diff:
        show_changes(_home(home), captures, as_jsonl=format_ is DiffFormat.jsonl, limit=limit)
    else:
        rewrite_staging(_home(home), captures)


@app.command()
def publish(
    version: Annotated[str | None, typer.Argument(help="With --rollback: the version to go back to.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the versions that are kept.")] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Go back to VERSION, or to the one before the current one.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """List the published versions, or go back to an earlier one. Publishing itself is the last step of `run`."""
    from orchestration.commands.publish import list_versions, roll_back

    if list_ == rollback:
        raise usage("publish: say either --list or --rollback [VERSION]")
    if rollback:
        roll_back(_home(home), version)
    elif version is not None:
        raise usage("publish: a VERSION belongs to --rollback")
    else:
        list_versions(_home(home))


@app.command()
def doctor(home: HomeOption = None) -> int:
    """Say what is wrong here, and how to mend it. Exits 1 where something is."""
    from orchestration.commands.doctor import run_doctor

    return run_doctor(_home(home))


@app.command()
def ui(
    home: HomeOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 3000,
) -> int:
    """Open Dagster's pages over this home: runs, lineage, checks, schedules. Ctrl-C or SIGTERM ends all of it."""
    from orchestration.commands.ui import serve

    return serve(_home(home), host, port)


@review_app.command("list")
def review_list(
    limit: Annotated[int, typer.Option(help="Most statements to show.", min=0)] = 20, home: HomeOption = None
) -> None:
    """Show what waits for a person, surest first, and decisions that fit nothing any more."""
    from orchestration.commands.review import list_waiting

    list_waiting(_home(home), limit)


@review_app.command("accept")
def review_accept(milestone_ids: Ids, reason: Reason, by: By = None, home: HomeOption = None) -> None:
    """Take statements into the marts, whatever their confidence, from the next run on."""
    from orchestration.commands.review import decide

    decide(_home(home), milestone_ids, "accept", reason, by)


@review_app.command("refuse")
def review_refuse(milestone_ids: Ids, reason: Reason, by: By = None, home: HomeOption = None) -> None:
    """Take statements out of the marts from the next run on; milestones_review shows them still."""
    from orchestration.commands.review import decide

    decide(_home(home), milestone_ids, "refuse", reason, by)


@rules_app.command("list")
def rules_list() -> None:
    """List every rule: what it says, and why it exists."""
    from orchestration.commands.rules import list_rules

    list_rules()


@rules_app.command("show")
def rules_show(rule_id: Annotated[str, typer.Argument(metavar="RULE")]) -> None:
    """Show one rule as it is written, with its file and line: its patterns, what voids them, its examples."""
    from orchestration.commands.rules import show_rule

    show_rule(rule_id)


@rules_app.command("new")
def rules_new(
    rule_id: Annotated[str, typer.Argument(metavar="THEME.SLUG", help="Its id; the theme is the file it goes to.")],
    why: Annotated[str, typer.Option(help="Why it exists, in a sentence.")],
    trigger: Annotated[list[str], typer.Option(help="Lower-case literal that its sentences hold. Repeat it for more.")],
    pattern: Annotated[list[str], typer.Option(help="Pattern that finds it, as docs/rules.md explains. Repeatable.")],
    example: Annotated[list[str], typer.Option(help="Invented sentence that must match. Repeatable.")],
    type_: Annotated[str | None, typer.Option("--type", help="Milestone type of what it finds.")] = None,
    role: Annotated[str | None, typer.Option(help="Role of the row that every example must give.")] = None,
    emits: Annotated[
        list[str] | None, typer.Option(metavar="KEY=VALUE", help="What else a match means: detail=…, cue=plan.")
    ] = None,
    not_example: Annotated[list[str] | None, typer.Option(help="Invented sentence that must not match.")] = None,
    not_before: Annotated[list[str] | None, typer.Option(help="Pattern that voids a match behind it.")] = None,
    not_after: Annotated[list[str] | None, typer.Option(help="Pattern that voids a match before it.")] = None,
    unless: Annotated[list[str] | None, typer.Option(help="Pattern that voids all in its sentence.")] = None,
    scope: Annotated[list[str] | None, typer.Option(help="Section to search; without it, all.")] = None,
    beats: Annotated[list[str] | None, typer.Option(metavar="RULE", help="Rule that yields to it.")] = None,
) -> None:
    """Write a new rule with its examples; a rule that the loader refuses is not written."""
    from orchestration.commands.new_rule import NewRule, add_rule

    pairs = [pair.partition("=") for pair in emits or []]
    if wrong := [key for key, _, value in pairs if not key or not value]:
        raise usage(f"rules new: --emits {wrong[0]!r} must be KEY=VALUE")
    meant = ({"milestone_type": type_} if type_ else {}) | {key: value for key, _, value in pairs}
    lists = {
        "not_before": not_before or [],
        "not_after": not_after or [],
        "unless": unless or [],
        "scope": scope or [],
        "beats": beats or [],
        "not_examples": not_example or [],
    }
    add_rule(NewRule(rule_id, why, meant, pattern, trigger, example, role, lists))


@rules_app.command("test")
def rules_test() -> None:
    """Hold every rule to its own examples. Exits 1 where one fails."""
    from orchestration.commands.rules import test_rules

    test_rules()


if __name__ == "__main__":
    main()
