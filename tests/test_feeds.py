"""feeds.toml: what is read, and what is said about what is not understood."""

from pathlib import Path

import pytest

from transforms.feeds import FeedsError, find_place, read_feeds
from transforms.tables import Feeds

FEEDS_FILE = Path(__file__).resolve().parents[1] / "data/feeds.toml"
SOURCES = {"wire_a", "wire_b"}


def read(tmp_path: Path, text: str):
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return read_feeds(path, SOURCES)


def test_the_feeds_that_ship_are_valid():
    feeds = read_feeds(FEEDS_FILE, SOURCES)
    assert Feeds.is_valid(feeds)
    assert {"health", "trial-news"} <= set(feeds["feed_id"])


def test_a_byte_order_mark_is_no_fault(tmp_path):
    assert read(tmp_path, '\ufeff[[feeds]]\nid = "eye"\ntitle = "Eye"\n').height == 1


def test_every_key_is_read(tmp_path):
    feeds = read(
        tmp_path,
        """
        [[feeds]]
        id = "eye"
        title = "Eye"
        is_health = true
        is_trial_news = false
        milestone_types = ["approval"]
        wires = ["cnw"]
        source_ids = ["wire_a"]
        sponsors = ["Ambrel Bio"]
        languages = ["en", "fr"]
        max_age_days = 30
        max_items = 5
        """,
    )
    assert feeds.row(0) == (
        "eye",
        "Eye",
        True,
        False,
        ["approval"],
        ["cnw"],
        ["wire_a"],
        ["Ambrel Bio"],
        ["en", "fr"],
        30,
        5,
    )


def test_what_is_left_out_lets_all_through(tmp_path):
    feeds = read(tmp_path, '[[feeds]]\nid = "all"\ntitle = "All"\n')
    assert feeds.row(0) == ("all", "All", None, None, [], [], [], [], [], None, None)
    assert read(tmp_path, "").height == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('wire = ["cnw"]', ["feeds.toml, line 4, feed a", "unknown key: 'wire'", "did you mean 'wires'", "max_items"]),
        ('wires = ["cnv"]', ["line 4", "unknown value in wires: 'cnv'", "did you mean 'cnw'", "globe_newswire"]),
        ('milestone_types = ["aproval"]', ["line 4", "'aproval'", "did you mean 'approval'"]),
        ('source_ids = ["wire-a"]', ["line 4", "'wire-a'; did you mean 'wire_a'", "list a new source in sources.toml"]),
        ('milestone_types = [\n  "approval",\n  "aproval",\n]', ["line 6, feed a", "'aproval'"]),
        ('is_health = "yes"', ["line 4", "is_health must be true or false", "'yes'"]),
        ("max_items = 0", ["line 4", "max_items must be a whole number from 1"]),
        ("max_age_days = true", ["line 4", "max_age_days must be a whole number"]),
        ("max_age_days = 1.5", ["line 4", "max_age_days must be a whole number"]),
        ('languages = ["english"]', ["line 4", "two lower-case letters", "'english'"]),
        ('sponsors = "Ambrel Bio"', ["line 4", "sponsors must be a list of texts"]),
        ('sponsors = [""]', ["line 4", "sponsors must be a list of texts"]),
        ('[[feeds]]\nid = "a"\ntitle = "B"', ["line 5, feed a", "id 'a' is taken by feed number 1"]),
        ('[[feeds]]\nid = "B c"\ntitle = "B"', ["line 5, feed B c", "lower-case words with dashes"]),
        (f'[[feeds]]\nid = "{"b" * 101}"\ntitle = "B"', ["line 5", "at most 100 characters; got 101"]),
        ('[[feeds]]\ntitle = "B"', ["line 4, feed number 2", "id must be"]),
        ('[[feeds]]\nid = "b"', ["line 4, feed b", "title must be a text; got None"]),
        ("[[feed]]", ["unknown table 'feed'; allowed: feeds"]),
        ("max_items = ", ["feeds.toml: not valid TOML", "line 4"]),
    ],
)
def test_a_fault_says_where_it_is_and_what_is_allowed(tmp_path, line, says):
    with pytest.raises(FeedsError) as error:
        read(tmp_path, f'[[feeds]]\nid = "a"\ntitle = "A"\n{line}\n')
    for words in says:
        assert words in str(error.value)


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(FeedsError) as error:
        read(tmp_path, '[[feeds]]\nid = "a"\ntitle = ""\nmax_items = 0\nfoo = 1\n')
    assert len(str(error.value).splitlines()) == 3


def test_other_bytes_and_shapes_are_refused(tmp_path):
    (tmp_path / "feeds.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FeedsError, match="not UTF-8"):
        read_feeds(tmp_path / "feeds.toml", SOURCES)
    with pytest.raises(FeedsError, match="feeds must be tables"):
        read(tmp_path, "feeds = 3")


def test_the_place_of_a_value_is_found(tmp_path):
    path = tmp_path / "feeds.toml"
    path.write_text(
        '[[feeds]]\nid = "a"\ntitle = "A"\nsponsors = ["Ambrel Bio"]\n\n'
        '[[feeds]]\nid = "b"\nsponsors = [\n  "Ambrel Bio",  # eyes\n  "Hollin, Inc.",\n]\n',
        encoding="utf-8",
    )
    assert find_place(path, "a", "sponsors", "Ambrel Bio") == "feeds.toml, line 4, feed a"
    assert find_place(path, "b", "sponsors", "Hollin, Inc.") == "feeds.toml, line 10, feed b"
    assert find_place(path, "b", "sponsors", "written otherwise") == "feeds.toml, line 8, feed b"
    assert find_place(path, "c", "sponsors", "Hollin, Inc.") == "feeds.toml, feed c"
    assert find_place(tmp_path / "none.toml", "a", "sponsors", "Hollin, Inc.") == "none.toml, feed a"
