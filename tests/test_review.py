"""review_decisions.csv: what is accepted, and how a refusal reads."""

from datetime import date
from pathlib import Path

import pytest

from transforms.review import COLUMNS, ReviewError, read_decisions

REVIEW_FILE = Path(__file__).resolve().parents[1] / "data/reference/review_decisions.csv"
HEAD = ",".join(COLUMNS)
ROW = '0123456789abcdef,refuse,"No news, a risk factor.",ann,2026-03-02,fedcba9876543210,approval,announced'


def read(folder, *lines):
    file = folder / "review_decisions.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_decisions(file)


def test_our_own_file_is_read():
    assert read_decisions(REVIEW_FILE).columns == COLUMNS


def test_a_decision_is_read(tmp_path):
    assert read(tmp_path, HEAD, "", ROW).rows() == [
        (
            *("0123456789abcdef", "refuse", "No news, a risk factor.", "ann", date(2026, 3, 2)),
            *("fedcba9876543210", "approval", "announced"),
        )
    ]


def test_a_mark_of_a_spreadsheet_is_no_fault(tmp_path):
    (tmp_path / "review_decisions.csv").write_bytes(b"\xef\xbb\xbf" + f"{HEAD}\r\n{ROW}\r\n".encode())
    assert read_decisions(tmp_path / "review_decisions.csv").height == 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (ROW.replace("refuse", "reject"), "line 3: unknown decision 'reject'; allowed: accept, refuse"),
        (ROW.replace("0123", "012"), "line 3: milestone_id must be 16 hex digits"),
        (ROW.replace("fedc", "FEDC"), "line 3: release_id must be 16 hex digits"),
        (ROW.replace("approval", "aproval"), "line 3: unknown milestone_type 'aproval'; allowed: ind_submitted"),
        (ROW.replace("announced", "news"), "line 3: unknown role 'news'; allowed: announced, guidance, background"),
        (ROW.replace("2026-03-02", "2/3/2026"), "line 3: decided_on '2/3/2026' is no day: write it as 2026-01-31"),
        (ROW.replace("2026-03-02", "2026-02-30"), "line 3: decided_on '2026-02-30' is no day"),
        (ROW.replace('"No news, a risk factor."', '" "'), "line 3: reason is empty"),
        (
            ROW.replace("No news", "No\u200b news"),
            "line 3: reason 'No\\u200b news, a risk factor.' has a mark that cannot be seen, zero width space (U+200B)",
        ),
        (ROW.replace(",ann,", ",\ufeffann,"), "line 3: decided_by '\\ufeffann' has a mark that cannot be seen"),
        (ROW.replace(",ann,", ",a\xadnn,"), "soft hyphen (U+00AD): take it out"),
        (
            ROW.replace("0123", "\u200b0123"),
            "line 3: milestone_id must be 16 hex digits, as milestones_review has it; got",
        ),
        (ROW.replace('"', ""), "line 3: 9 values, not 8: put a text that holds a comma between double quotes"),
        (ROW.replace(",ann", ',"ann'), "no valid CSV"),
        (f"{ROW}\n{ROW}", "line 4: 0123456789abcdef is decided on line 3 already: keep one of the two"),
        (f"{ROW}\n{ROW.replace('refuse', 'accept')}", "line 4: 0123456789abcdef is decided on line 3 already"),
    ],
)
def test_a_fault_says_where_it_is_and_how_to_mend_it(tmp_path, line, says):
    with pytest.raises(ReviewError) as error:
        read(tmp_path, HEAD, "a" * 16 + ROW[16:], line)
    assert str(error.value).startswith("review_decisions.csv")
    assert says in str(error.value)


def test_lines_are_counted_also_behind_a_text_of_two_lines(tmp_path):
    two_lines = ROW.replace("news, a", "news,\na")
    assert read(tmp_path, HEAD, two_lines.replace("\n", "\r\n"))["reason"].item() == "No news,\r\na risk factor."
    with pytest.raises(ReviewError, match="line 4: unknown decision"):
        read(tmp_path, HEAD, two_lines, "a" * 16 + ROW[16:].replace("refuse", "no"))


def test_other_heads_and_bytes_are_refused(tmp_path):
    for text in ("", HEAD.replace("reason", "why"), ROW):
        with pytest.raises(ReviewError, match="line 1: the head must be milestone_id,decision,reason"):
            read(tmp_path, text)
    (tmp_path / "other.csv").write_bytes(b"\xff")
    with pytest.raises(ReviewError, match="not UTF-8 text"):
        read_decisions(tmp_path / "other.csv")
