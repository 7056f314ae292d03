"""The table functions of the published file: they need no extension, no network, and not the name of the file."""

import math
import re
import shutil
import unicodedata
from collections import Counter
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
