"""The one entry, on the embedded sample and on a large real archive."""

import gzip
import json
import time
import tracemalloc

import polars as pl
import pytest

from orchestration.paths import SOURCES_FILE
from orchestration.sources import PullReport, RawStore, load_sources, pull_source, source_for_path
from transforms.tables import Captures

from .conftest import STARTED_AT, snapshot, stored

# To pull a record costs so many times as much as to parse its JSON, at most; 6 as measured.
MOST_TIMES_PARSED = 15


def test_the_embedded_sample_is_pulled_whole(store, client):
    (sample,) = [source for source in load_sources(SOURCES_FILE) if source.enabled]
    report = pull_source(sample, store, client=client, started_at=STARTED_AT)
    assert report.captured > 100
    assert set(report.by_reason) <= {"empty"}, "one file of the sample is empty, on purpose"
    assert Captures.is_valid(stored(store))
    before = snapshot(store.raw_dir)
    again = pull_source(sample, store, client=client, started_at=STARTED_AT)
    assert (again.captured, again.failed) == (0, report.failed)
    assert snapshot(store.raw_dir) == before


def test_a_report_reads_as_a_sentence():
    report = PullReport("wire", STARTED_AT, captured=3, unchanged=1, failed=2, skipped=4)
    report.by_reason.update({"timeout": 2})
    assert str(report) == "wire: 3 captured, 1 unchanged, 2 failed, 4 outside the dates (timeout 2)"
    assert not report.failed_wholly


@pytest.mark.real
def test_a_large_archive_is_pulled_in_bounded_time_and_memory(real_data, tmp_path, client):
    file = real_data / "raw" / "releases" / "press_release_archive.jsonl.gz"
    archive = source_for_path(file)
    store = RawStore(tmp_path)
    tracemalloc.start()
    began = time.process_time()
    with gzip.open(file) as lines:
        for line in lines:
            json.loads(line)
    parsed = time.process_time()
    report = pull_source(archive, store, client=client, started_at=STARTED_AT)
    pulled = time.process_time()
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (report.captured, report.failed) == (12_334, 0)
    assert pulled - parsed < MOST_TIMES_PARSED * (parsed - began)
    assert peak_bytes < 200 * 1024 * 1024
    captures = Captures.validate(stored(store))
    assert captures.filter(pl.col("observed_at").dt.date() < pl.date(2027, 1, 1)).height == 12_334
    state = next(tmp_path.rglob("state.json"))
    assert state.stat().st_size < 1000, "one entry for the archive, not one for each record"
    before = snapshot(tmp_path)
    again = pull_source(archive, store, client=client, started_at=STARTED_AT)
    assert again.unchanged == 1
    assert snapshot(tmp_path) == before
