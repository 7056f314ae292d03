"""The analyses run on the marts as they are, and answer."""

from pathlib import Path

import duckdb
import pytest
from sql.conftest import SQL, Dbt

ANALYSES = sorted(path.stem for path in (SQL / "analyses").glob("*.sql"))
# Nothing is amiss with the corpus's one source.
MAY_BE_EMPTY = {"sources_to_look_at"}


@pytest.fixture(scope="module")
def compiled(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # The file's name is the catalog's name in the compiled SQL; the file itself is not read.
    folder = tmp_path_factory.mktemp("compile")
    done = dbt("compile", "--select", "path:analyses", staging=folder, build_file=folder / "warehouse.duckdb")
    assert done.returncode == 0, done.stdout[-3000:]
    return dbt.target / "compiled" / "trialwire" / "analyses"  # type: ignore[attr-defined]


def test_there_are_enough():
    assert len(ANALYSES) >= 6


@pytest.mark.parametrize("name", ANALYSES)
def test_an_analysis_answers_and_says_what_it_asks(name: str, compiled: Path, of_corpus: duckdb.DuckDBPyConnection):
    query = (compiled / f"{name}.sql").read_text(encoding="utf-8")
    assert query.startswith("-- ")
    answer = of_corpus.execute(query).fetchall()
    assert answer or name in MAY_BE_EMPTY
