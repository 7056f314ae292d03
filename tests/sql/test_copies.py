"""Copies in SQL are the copies of transforms.copies, by the same measure."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import yaml
from sql.conftest import SQL, Dbt
from sql.invented_staging import capture, no_rows, release, write_staging

from transforms import copies

FIRST_DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_the_measure_is_the_same():
    said = yaml.safe_load((SQL / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    assert said["copy_least_share"] == copies.COPY_SHARE
    assert said["copy_least_sentences"] == copies.LEAST_SHARED
    assert said["copy_most_releases"] == copies.MOST_RELEASES
    assert said["copy_most_days"] == copies.COPY_DAYS
    assert said["copy_most_periods"] == copies.MOST_PERIODS
    assert said["copy_period_days"] == copies.PERIOD_DAYS


def test_clusters_are_the_same(dbt: Dbt, tmp_path: Path):
    chance = random.Random(11)  # noqa: S311
    tables = no_rows()
    for number in range(400):
        taken = capture("wire", f"https://wire.example.com/{number}", FIRST_DAY + timedelta(days=chance.randrange(50)))
        # Stories of ten sentences out of a small stock, so that many pairs stand just above and just below the measure.
        story = chance.randrange(60) * 10
        sketch = chance.sample(range(story, story + 10), chance.randrange(0, 9)) + chance.sample(range(900, 950), 3)
        tables["captures"].append(taken)
        tables["releases"].append(
            release(taken, f"Story {number}", url=taken["location"], sketch=sorted(sketch), issuer=f"Issuer {number}")
        )
    want = copies.cluster_copies(
        pl.Series([row["release_id"] for row in tables["releases"]]),
        pl.Series([row["sketch"] for row in tables["releases"]], dtype=pl.List(pl.UInt64)),
        pl.Series([row["captured_at"].date() for row in tables["releases"]]),
    )
    members = want.group_by("cluster_id").agg("release_id")["release_id"].to_list()
    build_file = tmp_path / "warehouse.duckdb"
    staging = write_staging(tables, tmp_path / "staging")
    done = dbt("run", "--select", "+int_releases__clustered", staging=staging, build_file=build_file)
    assert done.returncode == 0, done.stdout[-3000:]
    with duckdb.connect(f"{build_file}.intermediate", read_only=True) as warehouse:
        have = warehouse.execute(
            "select list(release_id) from intermediate.int_releases__clustered group by cluster_id"
        ).fetchall()
    assert {frozenset(cluster) for (cluster,) in have} == {frozenset(cluster) for cluster in members}
    assert 10 < len(have) < 390
