"""The table functions of the published file: they need no extension, no network, and not the name of the file."""

import math
import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

Warehouse = duckdb.DuckDBPyConnection


def found(warehouse: Warehouse, words: str | None, columns: str = "release_id") -> list[tuple]:
    return warehouse.execute(f"select {columns} from search_releases(?)", [words]).fetchall()


def test_scores_are_bm25(of_corpus: Warehouse):
    # Words that have no other form, counted here by other means.
    asked = ["galbrun", "nct91230001", "nasdaq"]
    texts = of_corpus.execute("select release_id, text from releases").fetchall()
    plain = {
        release_id: "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
        for release_id, text in texts
    }
    counts = {release_id: Counter(re.findall(r"[^\W_]+", text)) for release_id, text in plain.items()}
    mean = sum(count.total() for count in counts.values()) / len(counts)
    expected: dict[str, float] = {}
    for word in asked:
        having = [release_id for release_id, count in counts.items() if count[word]]
        rarity = math.log10((len(counts) - len(having) + 0.5) / (len(having) + 0.5) + 1)
        for release_id in having:
            often, length = counts[release_id][word], counts[release_id].total() / mean
            weight = often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length))
            expected[release_id] = expected.get(release_id, 0) + rarity * weight
    scores = dict(found(of_corpus, " ".join(asked), "release_id, score"))
    assert len(scores) >= 20
    assert scores == pytest.approx(expected, rel=1e-3)
    ranked = [score for (score,) in found(of_corpus, " ".join(asked), "score")]
    assert ranked == sorted(ranked, reverse=True)


@pytest.mark.parametrize("other", ["dosing", "DOSES", "  dose!", "dosed dosing", "dösed"])
def test_forms_of_a_word_find_the_same(of_corpus: Warehouse, other: str):
    assert found(of_corpus, "dosed") == found(of_corpus, other) != []


def test_a_code_is_found_as_written(of_corpus: Warehouse):
    (best,) = found(of_corpus, "OTX-318", "title, has_all_words")[:1]
    assert "OTX-318" in best[0]
    assert best[1]
    texts = of_corpus.execute(
        "select text from search_releases('OTX-318') as found inner join releases using (release_id) "
        "where found.has_all_words"
    ).fetchall()
    assert len(texts) >= 4
    assert all("OTX-318" in text for (text,) in texts)


def test_all_words_or_any(of_corpus: Warehouse):
    any_word = found(of_corpus, "galbrun halvane", "has_all_words")
    assert len(any_word) > 5
    assert {has_all for (has_all,) in any_word} == {False}
    assert {has_all for (has_all,) in found(of_corpus, "halvane hold nowherewritten", "has_all_words")} == {False}
    assert (True,) in found(of_corpus, "halvane hold", "has_all_words")


@pytest.mark.parametrize("words", ["", "  ", None, "…!?", "nowherewritten", "'; drop table releases; --"])
def test_what_stands_nowhere_finds_nothing(of_corpus: Warehouse, words: str | None):
    rows = found(of_corpus, words, "has_all_words")
    assert (True,) not in rows
    assert rows == [] or "drop" in (words or "")


def test_every_original_is_found_by_its_sponsor(of_corpus: Warehouse):
    unfound = of_corpus.execute(
        "select releases.title from releases where contains(text, 'Galbrun') and release_id not in "
        "(select release_id from search_releases('galbrun'))"
    ).fetchall()
    assert unfound == []


def test_functions_work_offline_under_any_name(corpus_file: Path, tmp_path: Path):
    shutil.copyfile(corpus_file, tmp_path / "my own.duckdb")
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as own:
        own.execute(f"attach '{tmp_path / 'my own.duckdb'}' as wires (read_only)")
        own.execute("use wires")
        assert found(own, "first patient dosed")
        assert own.execute("from sponsor_timeline('Orvanthe')").fetchone() is not None
        assert own.execute("select loaded from duckdb_extensions() where extension_name = 'fts'").fetchone() == (False,)


def test_functions_explain_themselves(of_corpus: Warehouse):
    comments = of_corpus.execute(
        "select function_name, comment from duckdb_functions() where not internal and function_type = 'table_macro'"
    ).fetchall()
    assert {name for name, _ in comments} >= {"search_releases", "sponsor_timeline"}
    assert [name for name, comment in comments if "Grain: one row for each " not in (comment or "")] == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Orvanthe Therapeutics, Inc.", "name"),
        ("the ORVANTHE Therapeutics", "name"),
        ("orvn", "ticker"),
        ("nasdaq:ORVN", "ticker"),
        ("Orvanthe", "name_start"),
    ],
)
def test_a_sponsor_is_found_by_name_ticker_or_start(of_corpus: Warehouse, name: str, reason: str):
    rows = of_corpus.execute("select distinct sponsor, asked_reason from sponsor_timeline(?)", [name]).fetchall()
    assert rows == [("Orvanthe Therapeutics, Inc.", reason)]


@pytest.mark.parametrize("name", ["", None, "Orvan", "nobody at all", "Inc."])
def test_no_sponsor_is_guessed(of_corpus: Warehouse, name: str | None):
    assert of_corpus.execute("from sponsor_timeline(?)", [name]).fetchall() == []


def test_a_timeline_has_all_of_a_sponsor_in_order(of_corpus: Warehouse):
    for sponsor_id, name in of_corpus.execute("select sponsor_id, name from sponsors order by name").fetchall():
        lines = of_corpus.execute(
            "select kind, line_date, line_number, release_id, event_id, step_number, sponsor_id "
            "from sponsor_timeline(?)",
            [name],
        ).fetchall()
        assert {line[6] for line in lines} == {sponsor_id}
        assert [line[2] for line in lines] == list(range(1, len(lines) + 1))
        assert [line[1] for line in lines] == sorted(line[1] for line in lines)
        expected = of_corpus.execute(
            """
            select count(*) from releases where sponsor_id = $1
            union all
            select count(*) from trial_milestones as events where sponsor_id = $1 and not (
                role = 'guidance' and exists (from guidance_history as steps where steps.event_id = events.event_id)
            )
            union all
            select count(*) from guidance_history where sponsor_id = $1
            """,
            [sponsor_id],
        ).fetchall()
        counted = Counter(line[0] for line in lines)
        assert [counted["release"], counted["milestone"], counted["guidance"]] == [count for (count,) in expected], name


def test_a_timeline_tells_how_a_promise_moved(of_corpus: Warehouse):
    steps = of_corpus.execute(
        "select change, slip_days from sponsor_timeline('ORVN') where event_id = any("
        "select event_id from guidance_history where change = 'met' and milestone_type = 'topline_readout')"
        " and kind = 'guidance' order by line_number"
    ).fetchall()
    assert steps == [("first_statement", None), ("slipped", 122), ("slipped", 181), ("met", None)]


@pytest.fixture
def of_few(corpus_file: Path, tmp_path: Path) -> Iterator[Warehouse]:
    """The functions over tables in which nothing is yet."""
    file = tmp_path / "few.duckdb"
    shutil.copy(corpus_file, file)
    with duckdb.connect(file) as connection:
        connection.execute("set TimeZone = 'Asia/Tokyo'")
        marts = ["sponsors", "releases", "trial_milestones", "guidance_history"]
        for table in [*marts, "search.search_words", "search.search_documents", "search.search_postings"]:
            # Made anew, so that a row may leave out what must not be null.
            connection.execute(f"create or replace table {table} as from {table} limit 0")
        yield connection


def insert(warehouse: Warehouse, table: str, **values: object) -> None:
    marks = ", ".join("?" for _ in values)
    warehouse.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", list(values.values()))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Galbrun, Inc.", {("Galbrun", "name")}),
        ("old hollin", {("Galbrun", "name")}),
        ("GLBR", {("Glbr", "name")}),
        ("nasdaq:glbr", {("Galbrun", "ticker")}),
        ("Tarn", {("Tarn Bio", "name_start"), ("Tarn Foods", "name_start")}),
        ("Galbrun Fo", set()),
    ],
)
def test_the_best_way_in_which_any_sponsor_matches_decides(of_few: Warehouse, asked: str, found: set):
    others = {"Galbrun": ["Galbrun, Inc.", "Old Hollin"]}
    tickers = {"Galbrun": ["NASDAQ:GLBR"]}
    for name in ("Galbrun", "Galbrun Foods", "Glbr", "Tarn Bio", "Tarn Foods"):
        given = {"sponsor_id": name, "name": name, "name_key": name.lower()}
        insert(of_few, "sponsors", **given, aliases=others.get(name, [name]), tickers=tickers.get(name, []))
        insert(of_few, "releases", sponsor_id=name, release_id=name, told_date="2026-03-02")
    rows = of_few.execute("select sponsor, asked_reason from sponsor_timeline(?)", [asked]).fetchall()
    assert set(rows) == found
    assert len(rows) == len(found)


def test_lines_of_a_day_stand_as_they_were_told_and_what_nobody_told_at_its_end(of_few: Warehouse):
    insert(of_few, "sponsors", sponsor_id="s", name="Galbrun", name_key="galbrun", aliases=[], tickers=[])
    of_s = {"sponsor_id": "s"}
    # Its day is not stated: it was seen on the second of March in Tokyo, and on the first by UTC.
    insert(of_few, "releases", **of_s, release_id="r9", title="undated", first_observed_at="2026-03-01 23:30:00+00")
    told = of_s | {"told_date": "2026-03-02"}
    insert(of_few, "releases", **told, release_id="r2", title="second", first_observed_at="2026-03-08 09:00:00+00")
    insert(of_few, "releases", **told, release_id="r1", title="first", first_observed_at="2026-03-09 09:00:00+00")
    in_r2 = told | {"release_id": "r2"}
    insert(of_few, "trial_milestones", **in_r2, event_id="a", role="announced", span_start=40, sentence="late")
    insert(of_few, "trial_milestones", **in_r2, event_id="b", role="announced", span_start=9, sentence="early")
    # Plans are told by their steps, where they have any.
    insert(of_few, "trial_milestones", **in_r2, event_id="c", role="guidance", span_start=1, sentence="plan")
    insert(of_few, "trial_milestones", **in_r2, event_id="d", role="guidance", span_start=50, sentence="vague plan")
    step = {"event_id": "c", "span_start": 5, "sentence": "moved"}
    insert(of_few, "guidance_history", **in_r2, **step, step_number=2, change="slipped")
    insert(of_few, "guidance_history", **in_r2, **step, step_number=1, change="first_statement")
    # What has happened is told by itself, too.
    insert(of_few, "trial_milestones", **in_r2, event_id="f", role="announced", span_start=70, sentence="done")
    insert(of_few, "guidance_history", **in_r2, event_id="f", span_start=70, step_number=4, change="met")
    over = {"release_id": "r0", "event_id": "e", "span_start": 0, "sentence": "due"}
    insert(of_few, "guidance_history", **told, **over, step_number=3, change="overdue")
    lines = of_few.execute(
        "select line_date::varchar, line_number, coalesce(change, sentence) from sponsor_timeline('galbrun')"
    ).fetchall()
    in_order = ["early", "late", "vague plan", "done", "first_statement", "slipped", "met", "overdue"]
    expected = ["undated", "first", "second", *in_order]
    days = ["2026-03-01"] + ["2026-03-02"] * 10
    assert lines == [(day, number, line) for number, (day, line) in enumerate(zip(days, expected, strict=True), 1)]


def test_what_is_as_good_a_find_stands_newest_first_also_without_a_sponsor(of_few: Warehouse):
    insert(of_few, "sponsors", sponsor_id="s", name="Galbrun")
    insert(of_few, "search.search_words", word="virus", word_number=1, release_count=4)
    for number, (release_id, day) in enumerate(
        [("d", None), ("b", "2026-03-02"), ("c", "2026-03-03"), ("a", "2026-03-02")]
    ):
        insert(of_few, "releases", release_id=release_id, told_date=day, sponsor_id="s" if number == 1 else None)
        insert(of_few, "search.search_documents", release_id=release_id, document_number=number, word_count=2)
        insert(of_few, "search.search_postings", word_number=1, document_number=number, word_count=1)
    assert found(of_few, "virus", "release_id, sponsor") == [("c", None), ("a", None), ("b", "Galbrun"), ("d", None)]
    assert found(of_few, "virus outbreak", "release_id, has_all_words")[0] == ("c", False)
    # A word asked for twice weighs no more.
    scores = found(of_few, "virus", "release_id, score")
    assert scores == found(of_few, "virus VIRUS", "release_id, score")
    assert scores[0][1] > 0
