"""The page that the project was started from, through the whole pipeline: as saved text, and as the site's HTML.

The page is real, so it is kept beside the checkout; its HTML is rendered here, by the sample's own templates.
"""

import datetime as dt
import json
import subprocess
import sys

import duckdb
import pytest
from sample_wire import pages, release_from_saved_text

from orchestration.paths import Home
from transforms.extract import extract_records
from transforms.rules.load import load_rulebook

pytestmark = pytest.mark.real

PUBLISHED_AT = dt.datetime(2026, 2, 3, 13, 0, tzinfo=dt.UTC)
OBSERVED_AT = dt.datetime(2026, 2, 3, 15, 0, tzinfo=dt.UTC)
HTML_URL = "https://pinboard.example/2026/02/seed/"
PATIENCE_S = 600


@pytest.fixture(scope="module")
def seed_text(real_data):
    return next((real_data / "seed").glob("*.txt")).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def gold(real_data):
    return json.loads((real_data / "seed" / "gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def warehouse(seed_text, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    release = release_from_saved_text(seed_text, PUBLISHED_AT)
    page = pages.render_wordpress_page(release, release.recent_posts, url=HTML_URL, theme="classic")
    (folder / "page.html").write_text(page, encoding="utf-8")
    (folder / "page.txt").write_text(seed_text, encoding="utf-8")
    lines = [
        {"file": "page.html", "url": HTML_URL, "observed_at": OBSERVED_AT.isoformat()},
        {"file": "page.txt", "observed_at": OBSERVED_AT.isoformat()},
    ]
    (folder / "manifest.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    home = Home(tmp_path_factory.mktemp("home"))
    command = [sys.executable, "-m", "orchestration.cli", "run", "--home", str(home.root), "--source", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(home.published_file), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def rows(connection, query):
    relation = connection.sql(query)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def plain(value):
    return value.isoformat() if isinstance(value, dt.date) else value


def test_both_pages_give_the_fields_and_no_other_headline_is_a_release(warehouse, gold):
    fields = [field for field in gold["release"] if field != "enrollment"]
    found = rows(warehouse, "from releases")
    assert len(found) == 2
    for release in found:
        assert {field: plain(release[field]) for field in fields} == {field: gold["release"][field] for field in fields}
    enrolments = rows(warehouse, "select distinct value_count as value, kind from trial_enrolments order by all")
    assert enrolments == gold["release"]["enrollment"]


def test_all_milestones_are_told_once_with_their_sentence(warehouse, gold, seed_text):
    found = rows(
        warehouse,
        "select trial_milestones.*, text from trial_milestones join releases using (release_id) order by all",
    )
    assert all(row["text"][row["span_start"] : row["span_end"]] == row["sentence"] for row in found)

    def key(row, sentence, window):
        names = ("milestone_type", "role", "phase", "intervention", "indication")
        return (*(row[name] for name in names), row.get("detail"), row.get("agency"), window, sentence)

    def gold_key(row):
        start, end = row["evidence"]
        window = row["window"] and (row["window"]["start"], row["window"]["end"], row["window"]["precision"])
        return key(row, seed_text[start:end], window)

    def found_key(row):
        window = (plain(row["window_start"]), plain(row["window_end"]), row["window_precision"])
        return key(row, row["sentence"], window if row["window_start"] else None)

    assert sorted(map(found_key, found), key=repr) == sorted(map(gold_key, gold["milestones"]), key=repr)
    assert {row["told_count"] for row in found} == {1}, "a copy tells nothing new"


def test_extract_gives_the_labels_themselves(gold, seed_text):
    (said,) = extract_records([{"doc_id": "seed", "text": seed_text}], load_rulebook())
    fields = {field: value for field, value in said["release"].items() if field in gold["release"]}
    assert fields == gold["release"]


def test_recent_posts_are_posts_with_a_time_and_its_precision(warehouse, gold):
    found = {row["title"]: row for row in rows(warehouse, "from recent_posts where kind = 'post'")}
    assert found.keys() == {post["title"] for post in gold["recent_posts"]}
    for post in gold["recent_posts"]:
        row = found[post["title"]]
        hours = int(post["age"].split()[0])
        assert row["published_at"] == OBSERVED_AT - dt.timedelta(hours=hours)
        assert row["published_at_precision_s"] == 3600
        assert row["excerpt"] == post["excerpt"]
        assert (row["is_health"], row["is_trial_news"]) == (post["is_health"], post["is_trial_news"])


def test_the_health_feed_has_the_health_posts_only(warehouse, gold):
    titles = {row["title"] for row in rows(warehouse, "from feed_items where feed_id = 'health' and kind = 'post'")}
    assert titles == {post["title"] for post in gold["recent_posts"] if post["is_health"]}
