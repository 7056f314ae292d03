"""Raw files beside the rows they give.

To add a case: add the file, run this module as a script (PYTHONPATH=tests:.), and read the rows that it wrote.
"""

import json
from pathlib import Path

import pytest
from read.payloads import read_one

FOLDER = Path(__file__).resolve().parent.parent / "golden" / "read"
CASES = sorted(path.name for path in FOLDER.iterdir() if path.suffixes[-2:] != [".rows", ".json"])
NOT_CONTENT = {
    "release_id",
    "post_id",
    "reject_id",
    "capture_id",
    "source_id",
    "captured_at",
    "observed_at",
    "location",
    "remedy",
}


def rows_of(name):
    """What a file gives, without ids and times of the capture."""
    result = read_one((FOLDER / name).read_bytes(), f"https://gut.example/{name}")
    tables = {}
    for table in ("documents", "posts", "studies", "rejects"):
        frame = getattr(result, table)
        if not frame.is_empty():
            rows = [{key: value for key, value in row.items() if key not in NOT_CONTENT} for row in frame.to_dicts()]
            tables[table] = json.loads(json.dumps(rows, default=str))
    return {"kind": result.log["kind"][0], **tables}


def expected_file(name):
    return FOLDER / f"{name}.rows.json"


@pytest.mark.parametrize("name", CASES)
def test_file_gives_its_rows(name):
    assert rows_of(name) == json.loads(expected_file(name).read_text())


if __name__ == "__main__":
    for case in CASES:
        if not expected_file(case).exists():
            expected_file(case).write_text(json.dumps(rows_of(case), indent=1, ensure_ascii=False) + "\n")
