"""Archives of any bytes: the reading ends, nothing raises, and every record is there or named."""

import gzip
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from orchestration.sources.archive import Damage, Record, is_archive, read_archive

MAX_BYTES = 64

lines = st.one_of(
    st.binary(max_size=100).map(lambda line: line.replace(b"\n", b" ")),
    st.dictionaries(
        st.sampled_from(["path", "doc_id", "id", "date", "published_at", "x"]),
        st.one_of(st.none(), st.integers(), st.text(max_size=20), st.dates().map(str), st.lists(st.none())),
        max_size=3,
    ).map(lambda record: json.dumps(record).encode()),
)


def read(content: bytes) -> list[Record | Damage]:
    return list(read_archive(io.BytesIO(content), MAX_BYTES))


@given(archive=st.lists(lines, max_size=20), ends_in_break=st.booleans(), is_gzip=st.booleans())
def test_every_line_is_a_record_or_named(archive, ends_in_break, is_gzip):
    content = b"\n".join(archive) + (b"\n" if ends_in_break else b"")
    if content.startswith(b"\x1f\x8b"):
        return
    items = read(gzip.compress(content) if is_gzip else content)
    stripped = [line.rstrip(b"\r") for line in archive]
    fitting = [line for line, whole in zip(stripped, archive, strict=True) if line.strip() and len(whole) <= MAX_BYTES]
    assert [item.line for item in items if isinstance(item, Record)] == fitting
    too_long = [number for number, line in enumerate(archive, start=1) if len(line) > MAX_BYTES]
    assert [item.line_number for item in items if isinstance(item, Damage)] == too_long


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_to_their_end(content):
    read(content)
    read(b"\x1f\x8b" + content)


@given(cut=st.integers(0, 200), archive=st.lists(st.binary(min_size=1, max_size=30), min_size=1))
def test_a_gzip_cut_anywhere_keeps_the_lines_before(cut, archive):
    archive = [line.replace(b"\n", b"x").replace(b"\r", b"x").strip() or b"x" for line in archive]
    whole = gzip.compress(b"".join(line + b"\n" for line in archive))
    items = read(whole[: max(2, len(whole) - cut - 1)])
    kept = [item.line for item in items if isinstance(item, Record)]
    assert kept == archive[: len(kept)]
    assert isinstance(items[-1], Damage)
    assert items[-1].failure.reason == "unreadable"


def test_lines_without_end_stop(monkeypatch):
    monkeypatch.setattr("orchestration.sources.archive.MAX_SKIPPED_BYTES", 10_000)
    *_, last = read(gzip.compress(b"\n" * 1_000_000))
    assert isinstance(last, Damage)
    assert "without end" in last.failure.detail


def test_records_without_end_stop(monkeypatch):
    monkeypatch.setattr("orchestration.sources.archive.MAX_RECORDS", 3)
    items = read(b"{}\n" * 10)
    assert [type(item) for item in items] == [Record, Record, Record, Damage]


def test_archives_are_known_by_name():
    assert [is_archive(name) for name in ["a.jsonl", "b/a.JSONL.gz", "a.json", "a.gz", "jsonl"]] == [
        True, True, False, False, False,
    ]  # fmt: skip
