"""Sketches and clusters of copies: folded alike, stable, and no two pieces of news in one cluster."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.copies import SKETCH_SIZE, cluster_copies, copy_pairs, folded_sentences, sentence_sketch

CORPUS = Path(__file__).resolve().parents[1] / "data/sample/corpus.jsonl"
DAY = date(2026, 3, 10)
BODY = [
    "Ambrel Bio today announced that the first patient was dosed in its Phase 2 trial of ABL-7.",
    "The trial will compare two doses of ABL-7 with placebo in adults with dry macular oedema.",
    "Investigators at eleven hospitals in three countries are taking part in the study.",
    "Its chief executive called the day a beginning that many families had waited for.",
]
BOILERPLATE = [
    "About Ambrel Bio",
    "Ambrel Bio is a clinical-stage company that makes medicines for diseases of the eye.",
]


def release(
    body: list[str], dateline: str = "BASEL, March 10, 2026 (GLOBE NEWSWIRE) -- ", tail: list[str] = BOILERPLATE
) -> str:
    return "\n\n".join(["Ambrel Bio Doses First Patient", dateline + body[0], *body[1:], *tail])


def clusters(texts: list[str], days: list[int] | None = None) -> list[str]:
    ids = pl.Series([f"r{number}" for number in range(len(texts))], dtype=pl.String)
    dates = pl.Series([DAY + timedelta(days=day) for day in days or [0] * len(texts)])
    return cluster_copies(ids, sentence_sketch(pl.Series(texts)), dates)["cluster_id"].to_list()


@pytest.mark.parametrize(
    "other",
    [
        release(BODY, dateline="BASEL, Switzerland--(BUSINESS WIRE)--"),
        release(BODY, dateline="BASEL, March 10, 2026 /PRNewswire/ -- "),
        release(BODY, dateline="BASEL, 10 March 2026 – "),
        release([sentence.upper() for sentence in BODY]),
        release([sentence.replace(" ", "  ").replace("oedema", "œdema".replace("œ", "oe")) for sentence in BODY]),
        release(BODY, tail=["Contact: news@example.com", "Read more of our news on the pages of our very own site."]),
        release(BODY[:3], tail=[]),
        release([*BODY, "A sentence that only this site has put below the text of the release."]),
        " ".join(BODY),
    ],
    ids=["wire", "pr newswire", "plain dateline", "capitals", "spaces", "other tail", "cut", "more", "one paragraph"],
)
def test_copies_are_one_cluster(other):
    assert clusters([release(BODY), other]) == ["r0", "r0"]


def test_news_of_one_issuer_is_not_a_copy_of_its_other_news():
    news = ["Ambrel Bio today announced that it has appointed a new chief medical officer in Basel.", BODY[1], BODY[2]]
    assert clusters([release(BODY), release([*news, "She has led three programmes from the bench to approval."])]) == [
        "r0",
        "r1",
    ]


def test_sentences_said_again_and_again_are_no_news():
    # The same description stands in other news a month on, and two months on: then it makes no copies any more.
    described = BODY[1:]
    first = ["The first of two titles", "Only the first release has this long sentence about dosing.", *described]
    second = ["The second of two titles", "Only the second release has this long sentence about data.", *described]
    texts = ["\n\n".join(first), "\n\n".join(second), "\n\n".join(described), "\n\n".join(described)]
    assert clusters(texts[:2], [0, 2]) == ["r0", "r0"]
    assert clusters(texts[:3], [0, 2, 30]) == ["r0", "r0", "r2"]
    assert clusters(texts, [0, 2, 30, 60]) == ["r0", "r1", "r2", "r3"]


def test_what_very_many_releases_say_is_no_news():
    texts = [release(BODY, tail=[f"One more sentence, number {number}, ends this release."]) for number in range(51)]
    assert set(clusters(texts[:50])) == {"r0"}
    assert len(set(clusters(texts))) == 51


def test_copies_are_close_in_time():
    assert clusters([release(BODY), release(BODY)], [0, 14]) == ["r0", "r0"]
    assert clusters([release(BODY), release(BODY)], [0, 15]) == ["r0", "r1"]


def test_copies_of_copies_are_one_cluster():
    first = [f"Sentence number {number} of the first half of the release is long enough." for number in range(6)]
    second = [f"Sentence number {number} of the second half is as long as the others are." for number in range(6)]
    texts = ["\n".join(first), "\n".join(first + second), "\n".join(second)]
    assert clusters(texts) == ["r0", "r0", "r0"]


def test_a_short_text_is_nobodys_copy():
    assert sentence_sketch(pl.Series(["Short. Text.", "", None])).to_list() == [[], [], []]
    assert clusters(["Short. Text.", "Short. Text."]) == ["r0", "r1"]


def test_the_sketch_is_the_same_on_every_machine():
    sentence = "ambrel bio today announced that the first patient was dosed in its phase 2 trial of abl 7"
    digest = hashlib.blake2b(sentence.encode(), digest_size=8).hexdigest()
    (sketch,) = sentence_sketch(pl.Series([release(BODY[:1])])).to_list()
    assert sketch == [int(digest, 16)] == [954237942402614285]


def test_boilerplate_and_dateline_are_left_out():
    assert folded_sentences(release(BODY[:1])) == [
        "ambrel bio today announced that the first patient was dosed in its phase 2 trial of abl 7"
    ]


@given(st.lists(st.text(), max_size=5), st.randoms())
def test_sketches_are_bounded_sorted_and_need_no_order(texts, random):
    long = " ".join(f"This is sentence {number} of a text that goes on and on and on." for number in range(90))
    texts = [*texts, long]
    sketches = sentence_sketch(pl.Series(texts, dtype=pl.String))
    assert sketches.dtype == pl.List(pl.UInt64)
    for sketch in sketches.to_list():
        assert len(sketch) <= SKETCH_SIZE
        assert sketch == sorted(set(sketch))
    order = list(range(len(texts)))
    random.shuffle(order)
    assert sentence_sketch(pl.Series([texts[index] for index in order], dtype=pl.String)).to_list() == [
        sketches.to_list()[index] for index in order
    ]


def test_finds_the_copies_of_the_invented_corpus_and_no_others():
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    ids = pl.Series([row["doc_id"] for row in rows])
    dates = pl.Series([date.fromisoformat(row["published_at"][:10]) for row in rows])
    found = cluster_copies(ids, sentence_sketch(pl.Series([row["text"] for row in rows])), dates)
    together = found.group_by("cluster_id").agg(pl.col("release_id").sort()).sort("cluster_id")["release_id"].to_list()
    labelled: dict[str, list[str]] = {}
    for row in rows:
        labelled.setdefault(row["cluster"], []).append(row["doc_id"])
    assert together == sorted(sorted(group) for group in labelled.values())
    pairs = copy_pairs(
        pl.DataFrame(
            {
                "release_id": ids,
                "sketch": sentence_sketch(pl.Series([row["text"] for row in rows])),
                "published_date": dates,
            }
        )
    )
    assert pairs.height == 8
    assert pairs["share"].min() > 0.7
