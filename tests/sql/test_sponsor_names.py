"""Which names are one sponsor, why, and by which release; and which are nobody's, whatever order releases come in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from sql.conftest import Dbt
from sql.invented_staging import Tables, capture, name_tie, no_rows, release, write_staging

FORMERLY = "Galbrun Bio, Inc., formerly Hollin Labs, makes antibodies."
SHORT = "Galbrun Bio, Inc. (“Galbrun”) makes antibodies."
OWNED = "Tarn Foods, a subsidiary of Galbrun Bio, makes bread."
RELEASES = [
    ("Hollin Labs", [], "Hollin Labs opens a laboratory."),
    ("Galbrun Bio, Inc.", ["NASDAQ:GALB"], f"{FORMERLY}\n\n{SHORT}"),
    ("GALBRUN BIO", ["NASDAQ:GALB"], "Galbrun Bio has news."),
    ("Galbrun Bio Shares", ["NASDAQ:GALB"], "Galbrun Bio has more news."),
    ("Tarn Foods", [], OWNED),
    ("The Company", [], "The Company has news."),
    ("Inc.", [], "Somebody has news."),
    ("Germany", [], "Germany has news."),
    ("Ostrava Launches Glowing Noodles", [], "Ostrava has news."),
    ("U.S. Elm & Sons, LLP", [], "The sons have news."),
    ("US Elm and Sons", [], "The sons have more news."),
    ("Fernweh.com, Inc.", [], "Fernweh has news."),
    ("Fernweh", [], "Fernweh has more news."),
]


def told() -> Tables:
    """The releases, a day apart."""
    tables = no_rows()
    rows = []
    for number, (issuer, tickers, said) in enumerate(RELEASES):
        seen_at = datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(days=number)
        taken = capture("wire", f"https://a.example.com/{number}", seen_at)
        fields = {"url": taken["location"], "issuer": issuer, "tickers": tickers, "dateline_date": date(2026, 1, 5)}
        tables["captures"].append(taken)
        rows.append(release(taken, f"{issuer} has news\n\n{said}", **fields))
    tables["releases"] = rows
    ties = [
        (1, "Galbrun Bio, Inc.", "Hollin Labs", "formerly", FORMERLY),
        (1, "Galbrun Bio, Inc.", "Galbrun", "short_form", SHORT),
        (4, "Tarn Foods", "Galbrun Bio", "subsidiary_of", OWNED),
    ]
    for number, name, other_name, reason, said in ties:
        tie = {"name": name, "other_name": other_name, "reason": reason, "opening": said.removesuffix(".")}
        tables["name_ties"].append(name_tie(rows[number], tie | {"entity": "sponsor"}))
    return tables


@pytest.fixture(scope="module")
def build_names(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., duckdb.DuckDBPyConnection]:
    """Build what the names stand on, from releases in some order."""

    def run(seed: int | None) -> duckdb.DuckDBPyConnection:
        folder: Path = tmp_path_factory.mktemp("names")
        staging, file = write_staging(told(), folder / "staging", seed=seed), folder / "warehouse.duckdb"
        chosen = ["--select", "+sponsor_names", "+releases", "--exclude-resource-type", "unit_test"]
        chosen += ["--indirect-selection", "cautious"]
        done = dbt("build", *chosen, staging=staging, build_file=file)
        assert done.returncode == 0, done.stdout[-4000:]
        return duckdb.connect(file, read_only=True)

    return run


def test_every_name_has_its_sponsor_its_reason_and_its_release(build_names):
    warehouse = build_names(None)
    names = warehouse.execute(
        """select name, sponsor, reason, is_former_name, release_count, sentence, releases.issuer
        from sponsor_names left join releases using (release_id) order by name"""
    ).fetchall()
    galbrun = "Galbrun Bio, Inc."
    fernweh, elm = "Fernweh.com, Inc.", "U.S. Elm & Sons, LLP"
    assert names == [
        ("Fernweh", fernweh, "name", False, 1, None, "Fernweh"),
        (fernweh, fernweh, "name", False, 1, None, fernweh),
        ("GALBRUN BIO", galbrun, "formerly", False, 1, FORMERLY, galbrun),
        ("Galbrun", galbrun, "short_form", False, 0, SHORT, galbrun),
        ("Galbrun Bio", galbrun, "formerly", False, 0, FORMERLY, galbrun),
        ("Galbrun Bio Shares", galbrun, "ticker_and_name_start", False, 1, None, "Galbrun Bio Shares"),
        (galbrun, galbrun, "formerly", False, 1, FORMERLY, galbrun),
        ("Germany", None, "no_issuer", False, 1, None, "Germany"),
        ("Hollin Labs", galbrun, "name", True, 1, None, "Hollin Labs"),
        ("Inc.", None, "legal_form_only", False, 1, None, "Inc."),
        ("Ostrava Launches Glowing Noodles", None, "headline", False, 1, None, "Ostrava Launches Glowing Noodles"),
        ("Tarn Foods", "Tarn Foods", "name", False, 1, None, "Tarn Foods"),
        ("The Company", None, "generic", False, 1, None, "The Company"),
        (elm, elm, "name", False, 1, None, elm),
        ("US Elm and Sons", elm, "name", False, 1, None, "US Elm and Sons"),
    ]
    sponsors = warehouse.execute("select name, release_count, parent_name from sponsors order by name").fetchall()
    assert sponsors == [(fernweh, 2, None), (galbrun, 4, None), ("Tarn Foods", 1, galbrun), (elm, 2, None)]
    nobodys = warehouse.execute("select issuer from releases where sponsor_id is null order by issuer").fetchall()
    assert [issuer for (issuer,) in nobodys] == [
        "Germany", "Inc.", "Ostrava Launches Glowing Noodles", "The Company"
    ]  # fmt: skip
    in_order = [warehouse.sql(f"from {table}").fetchall() for table in ("sponsors", "sponsor_names")]
    shuffled = build_names(7)
    assert [shuffled.sql(f"from {table}").fetchall() for table in ("sponsors", "sponsor_names")] == in_order
