import polars as pl
import pytest
from read.payloads import capture_row, frame_of, item_rows, read_one, reasons

from transforms.read import dispatch, read_captures
from transforms.tables import CaptureLog, Documents, Posts, Rejects, Studies


def test_no_captures_give_empty_frames_of_the_schemas():
    result = read_captures(frame_of())
    for frame, table in [(result.log, CaptureLog), (result.documents, Documents), (result.studies, Studies)]:
        assert frame.is_empty()
        table.validate(frame)
    assert set(Posts.column_names()) - set(result.posts.columns) == {"is_health", "is_trial_news"}


def test_frames_hold_to_their_tables():
    rows = [
        capture_row("Larkmere begins a trial.\n\nIt is in Leeds.", "a.txt"),
        capture_row("", "b.html"),
        capture_row("", "c.html", problem="http_error", problem_detail="status 503"),
        capture_row(b"\x00\x01\x02\xff" * 200, "d.html"),
        capture_row("\ufffd\U0001f600日本語\x85" * 100, "e.txt"),
        capture_row('{"protocolSection": {"identificationModule": {"nctId": "NCT90000001"}}}', "f.json"),
    ]
    result = read_captures(frame_of(*rows))
    for frame, table in [
        (result.log, CaptureLog),
        (result.documents, Documents),
        (result.rejects, Rejects),
        (result.studies, Studies),
    ]:
        table.validate(frame)
    assert item_rows(result) == result.log["item_count"].sum() == len(rows)


def test_failed_pull_is_a_reject_of_the_pull():
    result = read_captures(frame_of(capture_row("", "x", problem="timeout", problem_detail="30 s")))
    (reject,) = result.rejects.to_dicts()
    assert (reject["stage"], reject["reason"], reject["detail"]) == ("pull", "timeout", "30 s")
    assert reject["remedy"]


@pytest.mark.parametrize("payload", [b"", b"  \n\t ", b"\xef\xbb\xbf"])
def test_nothing_is_a_reject(payload):
    (reason,) = reasons(read_one(payload))
    assert reason in {"empty", "no_text"}


def test_a_reader_that_fails_gives_a_reject_with_its_error(monkeypatch):
    def fail(text, capture):
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(dispatch, "find_reader", fail)
    result = read_one("some text that is fine")
    assert reasons(result) == ["reader_failed"]
    assert result.rejects["detail"].to_list() == ["ZeroDivisionError: by zero"]


def test_equal_refusals_in_one_payload_are_counted_apart():
    result = read_one(
        '[{"title": {"rendered": ""}, "content": {"rendered": ""}}' + ', {"content": {"rendered": ""}}' * 3 + "]"
    )
    assert result.rejects["reject_id"].n_unique() == result.rejects.height == 4


def test_same_captures_give_the_same_rows():
    rows = [capture_row(f"Headline {n}\n\nText of it, some words.", f"{n}.txt") for n in range(5)]
    first, second = read_captures(frame_of(*rows)), read_captures(frame_of(*rows))
    assert first.documents.equals(second.documents)


def test_the_place_makes_the_id_and_not_the_text():
    one = read_one("Headline\n\nText of it, some words.", "https://x.example/1?utm_campaign=a")
    two = read_one("Headline\n\nText of it, other words.", "https://X.example/1#top")
    assert one.documents["release_id"].to_list() == two.documents["release_id"].to_list()
    assert one.documents["capture_id"].to_list() != two.documents["capture_id"].to_list()


def test_opening_escapes_what_does_not_print():
    result = read_one("\u202e\x1b[2J" * 3, content_type="application/json")
    (opening,) = result.rejects["opening"].to_list()
    assert opening.isprintable()
    assert result.rejects["reason"].cast(pl.String).to_list() == ["not_json"]
