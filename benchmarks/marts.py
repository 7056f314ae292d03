"""What the marts cost: against copying their staging tables, as they grow, and when analysts ask.

    python -m benchmarks.marts FOLDER [--sizes 100000,1000000] [--seed 1]

For each size, about so many milestones: makes the staging in FOLDER (marts_data; what is there is not made again),
copies it into a DuckDB file, and lets dbt build every model, one after the other, in the memory that profiles.yml
grants. Both are measured in CPU seconds of their processes, so that other work on the machine counts little, and by the
clock beside; a model's seconds are those of the clock. What is built are all models and seeds, with contracts and
comments; data tests are not counted, nor is the parsing of the project, which a run does only when it has changed. The
models that grow faster than n log n are named. At the largest size of at most a million each analysis is held against a
full count of its main table: of the values in all its columns.

Exit 1 where a ceiling is missed. A million milestones need 3 GB in FOLDER, ten million 40, and more memory than a build
has unless it is told: TRIALWIRE_BUILD_MEMORY=10GB.
"""

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.marts_data import write_staging
from transforms.tables import STAGING_TABLES

SQL = Path(__file__).resolve().parents[1] / "sql"
DBT = Path(sys.executable).with_name("dbt")
WHOLE_TABLES = ("feeds", "review_decisions")
SIZES = (100_000, 1_000_000)
MOST_OF_COPY = 10.0  # times the CPU seconds of the copy, at a million
MOST_MEMORY_GB = 4.0
# Times n log n, from a size to the next: what a cache that no longer holds everything may add.
MOST_GROWTH = 2.0
LEAST_SECONDS = 0.5  # below that, a model's time is that of its transaction
MOST_OF_COUNT = 20.0
ANALYSED_SIZE = 1_000_000
ROUNDS = 3
PARSE = ("parse", "--quiet")
BUILD = ("build", "--resource-type", "model", "--resource-type", "seed", "--threads", "1", "--quiet")


class Cost(NamedTuple):
    """What a process and its children took."""

    cpu_s: float
    clock_s: float
    peak_gb: float


class Build(NamedTuple):
    """A warehouse of one size."""

    milestones: int
    copy: Cost
    parse: Cost
    build: Cost
    seconds: Mapping[str, float]
    file: Path


def main() -> int:
    """Measure, say what was measured, and return the exit code."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--sizes", default=",".join(map(str, SIZES)), help="milestones, ascending")
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    builds, missed = [], 0
    for size in given.sizes.split(","):
        builds.append(build(given.folder.absolute(), int(size), given.seed))
        missed += _say_build(builds[-1])
    missed += sum(_say_growth(smaller, larger) for smaller, larger in pairwise(builds))
    analysed = [size for size in builds if size.milestones <= ANALYSED_SIZE]
    missed += _say_analyses(analysed[-1]) if analysed else 0
    return 1 if missed else 0


def build(folder: Path, size: int, seed: int) -> Build:
    """Make, copy and build a warehouse of one size, anew but for its staging."""
    staging = folder / f"staging_{size}_{seed}"
    if not staging.exists():
        half_made = folder / f"half_made_{size}_{seed}"
        write_staging(half_made, size, seed)
        half_made.rename(staging)
    home = folder / f"build_{size}_{seed}"
    home.mkdir(exist_ok=True)
    for left_over in home.glob("*.duckdb*"):
        left_over.unlink()
    copy = cost(lambda: copy_staging(staging, home / "copy.duckdb"))
    (home / "copy.duckdb").unlink()
    file = home / "warehouse.duckdb"
    parsed = cost(lambda: _run_dbt(PARSE, staging, file, home))
    built = cost(lambda: _run_dbt(BUILD, staging, file, home))
    results = json.loads((home / "target" / "run_results.json").read_text())["results"]
    seconds = {result["unique_id"].rpartition(".")[2]: result["execution_time"] for result in results}
    return Build(size, copy, parsed, built, seconds, file)


def copy_staging(staging: Path, file: Path) -> None:
    """Copy the staging tables into a DuckDB file as they are."""
    with duckdb.connect(str(file)) as connection:
        for table in STAGING_TABLES:
            files = str(staging / table / "*" / "part.parquet").replace("'", "''")
            connection.execute(f"create table {table} as from read_parquet('{files}', hive_partitioning = true)")
        for table in WHOLE_TABLES:
            files = str(staging / table / "*.parquet").replace("'", "''")
            connection.execute(f"create table {table} as from read_parquet('{files}')")


def cost(work: Callable[[], None]) -> Cost:
    """Return what some work takes, done in a process of its own.

    Raises:
        RuntimeError: The work failed.
    """
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - a forked process must end here, whatever happened
            sys.stderr.write(f"{error}\n")
            os._exit(1)
        os._exit(0)
    _, status, used = os.wait4(pid, 0)
    if status:
        raise RuntimeError("it failed: see above")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - start, used.ru_maxrss / 1e6)


def _run_dbt(command: Sequence[str], staging: Path, file: Path, home: Path) -> None:
    places = [
        "--project-dir",
        SQL,
        "--profiles-dir",
        SQL,
        "--target-path",
        home / "target",
        "--log-path",
        home / "logs",
    ]
    environment = os.environ | {"TRIALWIRE_STAGING_DIR": str(staging), "TRIALWIRE_BUILD_FILE": str(file)}
    os.execve(DBT, [str(part) for part in (DBT, "--no-version-check", *command, *places)], environment)  # noqa: S606


def _say_build(size: Build) -> bool:
    times = size.build.cpu_s / size.copy.cpu_s
    is_judged = size.milestones >= ANALYSED_SIZE
    search = sum(seconds for model, seconds in size.seconds.items() if model.startswith(("search_", "int_words_")))
    share = search / sum(size.seconds.values())
    sys.stdout.write(
        f"{size.milestones:,} milestones: copy {size.copy.cpu_s:.1f} s, build {size.build.cpu_s:.1f} s,"
        f" {times:.1f} times (at most {MOST_OF_COPY:.0f} at a million), {share:.0%} of it the word index;"
        f" {size.build.peak_gb:.1f} GB (at most {MOST_MEMORY_GB:.0f});"
        f" by the clock {size.copy.clock_s:.1f} s and {size.build.clock_s:.1f} s,"
        f" {size.build.clock_s / size.copy.clock_s:.1f} times; not counted: the parsing, {size.parse.cpu_s:.1f} s\n"
    )
    dearest = sorted(size.seconds.items(), key=lambda item: -item[1])[:8]
    sys.stdout.write("".join(f"    {model:32}{seconds:8.1f} s\n" for model, seconds in dearest))
    sys.stdout.flush()  # the next size takes long
    return size.build.peak_gb > MOST_MEMORY_GB or (is_judged and times > MOST_OF_COPY)


def _say_growth(smaller: Build, larger: Build) -> int:
    fair = larger.milestones * math.log(larger.milestones) / (smaller.milestones * math.log(smaller.milestones))
    grown = {
        model: seconds / max(LEAST_SECONDS, smaller.seconds[model]) / fair for model, seconds in larger.seconds.items()
    }
    sys.stdout.write(
        f"{smaller.milestones:,} to {larger.milestones:,}: the CPU seconds grow"
        f" {larger.build.cpu_s / smaller.build.cpu_s:.1f} times, n log n {fair:.1f} times\n"
    )
    too_fast = {model: times for model, times in grown.items() if times > MOST_GROWTH}
    for model, times in sorted(too_fast.items(), key=lambda item: -item[1]):
        sys.stdout.write(f"    {model}: {times:.1f} times n log n (at most {MOST_GROWTH:.1f})\n")
    return len(too_fast)


def _say_analyses(size: Build) -> int:
    """Hold each analysis against the table that it reads most of; those that build a day of the past are told apart."""
    missed = 0
    sys.stdout.write(f"{size.milestones:,} milestones: times a full count of the main table\n")
    with duckdb.connect(str(size.file), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        tables = "select table_name, estimated_size from duckdb_tables() where schema_name = 'main'"
        rows = dict(connection.execute(tables).fetchall())
        for file in sorted((SQL / "analyses").glob("*.sql")):
            query = file.read_text(encoding="utf-8")
            named = [table for table in connection.get_table_names(query) if table in rows]
            # Many ask `releases` only for the newest day, and its texts are dear to count.
            main_table = max(named, key=lambda table: (table != "releases", rows[table]), default=None)
            if main_table is None or "_as_of(" in query:
                sys.stdout.write(f"    {file.stem:42}   not held: it asks for a day of the past\n")
                continue
            count = _least_cpu(connection, f"select count(columns(*)) from {main_table}")  # noqa: S608 - our own names
            times = _least_cpu(connection, query) / count
            missed += times > MOST_OF_COUNT
            sys.stdout.write(f"    {file.stem:42}{times:7.1f}   {main_table}\n")
    return missed


def _least_cpu(connection: duckdb.DuckDBPyConnection, query: str) -> float:
    """Return the least CPU seconds of a few runs."""
    costs = []
    for _ in range(ROUNDS):
        start = time.process_time()
        connection.execute(query).fetchall()
        costs.append(time.process_time() - start)
    return min(costs)


if __name__ == "__main__":
    sys.exit(main())
