"""`trialwire sql`: one statement, or a shell, on the published warehouse. Always read-only."""

import csv
import difflib
import io
import json
import math
import readline
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from itertools import chain
from pathlib import Path

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from orchestration.commands.errors import CommandError, usage
from orchestration.commands.printing import printable
from orchestration.paths import DBT_PROJECT_DIR, Home

SHOWN_ROWS = 100
FETCH_ROWS = 10_000
ANALYSES = DBT_PROJECT_DIR / "analyses"
PIPE_WIDTH = 10_000
HELP = """\
A statement ends with ; and may take several lines. The name of an analysis is a statement too.
.tables            the tables and table functions, and what they hold
.analyses          the analyses, and what they answer
.columns TABLE     the columns of a table, and what they mean
.quit              leave (also Ctrl-D)"""
TABLES = """\
select table_name as "table", estimated_size as "rows", comment from duckdb_tables()
where schema_name = 'main'
union all by name
select function_name || '(' || array_to_string(parameters, ', ') || ')' as "table", comment from duckdb_functions()
where not internal and function_type = 'table_macro'
order by all"""
COLUMNS = """\
select column_name as "column", data_type as "type", comment from duckdb_columns()
where schema_name = 'main' and table_name = $table order by column_index"""


def run_query(home: Home, query: str, format_: str, output: Path | None) -> None:
    """Run one statement and print or write what it gives.

    Raises:
        CommandError: nothing is published, the statement is wrong, or the output cannot be written.
    """
    if format_ == "parquet" and output is None and sys.stdout.isatty():
        raise CommandError("parquet is not for a terminal: say --output FILE")
    with _warehouse(home) as connection, _explained():
        statements = _read_only(_named(query))
        if len(statements) != 1:
            raise usage(f"sql: takes one statement, not {len(statements)}; the shell (`trialwire sql`) takes many")
        relation = connection.sql(statements[0])
        if format_ == "parquet":
            _write_parquet(relation, output)
        else:
            lines = {"csv": _csv_lines, "json": _json_lines, "table": _table_lines}[format_](relation)
            with output.open("w", encoding="utf-8") if output else nullcontext(sys.stdout) as file:
                file.writelines(lines)


def run_shell(home: Home) -> None:
    """Read statements from the terminal until its end. Each opens the file anew: it sees the newest version."""
    with _warehouse(home):
        pass
    history = home.root / "sql_history"
    with suppress(OSError):
        readline.read_history_file(history)
    if sys.stdin.isatty():
        sys.stdout.write(f"{home.published_file}, read-only. .help says more.\n")
    try:
        for statement in _statements():
            try:
                _answer(home, statement)
            except CommandError as error:
                sys.stdout.write(f"{error}\n")
    finally:
        with suppress(OSError):
            readline.write_history_file(history)


def _answer(home: Home, statement: str) -> None:
    word, _, rest = statement.partition(" ")
    with _warehouse(home) as connection, _explained():
        match word:
            case ".help":
                sys.stdout.write(HELP + "\n")
            case ".tables":
                sys.stdout.writelines(_table_lines(connection.sql(TABLES)))
            case ".columns":
                if connection.execute(COLUMNS, {"table": rest.strip()}).fetchone() is None:
                    raise CommandError(f"there is no table {rest.strip()!r}: .tables lists them")
                sys.stdout.writelines(_table_lines(connection.sql(COLUMNS, params={"table": rest.strip()})))
            case ".analyses":
                sys.stdout.writelines(f"{name:<42}{question}\n" for name, question in _analyses())
            case _ if word.startswith("."):
                raise CommandError(f"there is no {word}: .help lists the commands")
            case _:
                for one in _read_only(_named(statement)):
                    sys.stdout.writelines(_table_lines(connection.sql(one)))


def _named(text: str) -> str:
    """Return the analysis of that name, where `text` is a name; no statement that gives rows is a single word."""
    name = text.strip().removesuffix(";").rstrip()
    if not name.isidentifier():
        return text
    file = ANALYSES / f"{name}.sql"
    if not file.is_file():
        near = difflib.get_close_matches(name, [known for known, _ in _analyses()], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else ".analyses in the shell lists these"
        raise usage(f"sql: {name!r} is neither a statement nor an analysis: {hint}")
    return file.read_text(encoding="utf-8")


def _analyses() -> Iterator[tuple[str, str]]:
    for file in sorted(ANALYSES.glob("*.sql")):
        question = file.read_text(encoding="utf-8").partition("\n")[0]
        yield file.stem, question.removeprefix("-- Question: ")


def _read_only(text: str) -> list[str]:
    """Return the statements of a text; raises CommandError where one does not give rows: it would write somewhere."""
    statements = duckdb.extract_statements(text)
    # Of a PIVOT over whatever values there are, DuckDB makes two, without text: the values' type comes first.
    for statement in statements:
        is_pivot = statement.type == duckdb.StatementType.CREATE and not statement.query.strip()
        if not is_pivot and statement.expected_result_type != [duckdb.ExpectedResultType.QUERY_RESULT]:
            kind = statement.type.name.replace("_", " ")
            raise CommandError(f"{kind} is refused: the warehouse is read-only; --output FILE keeps what a query gives")
    if all(statement.query.strip() for statement in statements):
        return [statement.query for statement in statements]
    return [text]


def _statements() -> Iterator[str]:
    lines: list[str] = []
    while True:
        try:
            line = input("" if not sys.stdin.isatty() else "trialwire> " if not lines else "       ..> ")
        except EOFError:
            break
        except KeyboardInterrupt:
            sys.stdout.write("\n")
            lines = []
            continue
        if not lines and line.strip() in {".quit", ".exit"}:
            return
        if not lines and line.startswith("."):
            yield line.strip()
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(lines)
            lines = []
    if "".join(lines).strip():
        yield "\n".join(lines)


@contextmanager
def _warehouse(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    if not home.published_file.is_file():
        raise CommandError(f"nothing is published in {home.published} yet: run `trialwire run`, or say --home")
    with _explained(), duckdb.connect(str(home.published_file), read_only=True) as connection:
        # Every time in the warehouse is UTC; shown so on every machine.
        connection.execute("set TimeZone = 'UTC'")
        yield connection


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise CommandError(str(error).strip()) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error


def _write_parquet(relation: duckdb.DuckDBPyRelation, output: Path | None) -> None:
    if output is not None:
        relation.write_parquet(str(output))
        return
    # DuckDB would open /dev/stdout anew, and so cut off what a file behind it already holds.
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "rows.parquet"
        relation.write_parquet(str(part))
        with part.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)


def _rows(relation: duckdb.DuckDBPyRelation) -> Iterator[tuple[object, ...]]:
    while rows := relation.fetchmany(FETCH_ROWS):
        yield from rows


def _csv_lines(relation: duckdb.DuckDBPyRelation) -> Iterator[str]:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in chain([relation.columns], _rows(relation)):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _json_lines(relation: duckdb.DuckDBPyRelation) -> Iterator[str]:
    if doubled := [column for column, count in Counter(relation.columns).items() if count > 1]:
        raise CommandError(f"JSON tells columns apart by name: give each {doubled[0]!r} a name of its own")
    for row in _rows(relation):
        record = {column: _finite(value) for column, value in zip(relation.columns, row, strict=True)}
        yield json.dumps(record, ensure_ascii=False, default=str, allow_nan=False) + "\n"


def _finite(value: object) -> object:
    """Return `value` with null for the numbers that JSON does not have, in lists and structs too."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): _finite(inner) for key, inner in value.items()}
    return [_finite(inner) for inner in value] if isinstance(value, list | tuple) else value


def _table_lines(relation: duckdb.DuckDBPyRelation) -> Iterator[str]:
    """Render at most `SHOWN_ROWS` rows; escape sequences that a release smuggled in are shown, never obeyed."""
    rows = relation.fetchmany(SHOWN_ROWS + 1)
    table = Table(*(escape(column) for column in relation.columns), box=None, pad_edge=False)
    for row in rows[:SHOWN_ROWS]:
        table.add_row(*(Text("" if value is None else printable(str(value))) for value in row))
    # A pipe has no width: nothing is cut there.
    console = Console(highlight=False, color_system=None, width=None if sys.stdout.isatty() else PIPE_WIDTH)
    with console.capture() as capture:
        console.print(table)
    for line in capture.get().splitlines():
        yield line.rstrip() + "\n"
    more = len(rows) > SHOWN_ROWS
    yield f"… more than {SHOWN_ROWS} rows; --format csv gives all\n" if more else f"{len(rows)} rows\n"
