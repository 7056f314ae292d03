import polars as pl
import pytest

from transforms.facts.language import find_languages
from transforms.facts.topic import classify_posts, classify_topics, score_topics
from transforms.reference import load_reference


@pytest.mark.parametrize(
    ("title", "text", "is_health", "is_trial_news"),
    [
        ("Acme Bio Doses First Patient in Phase 2 Trial of FJ-1 in Psoriasis", "", True, True),
        ("Fern Health Opens Telehealth Clinics", "The clinics treat patients with chronic pain.", True, False),
        ("Acme Bio Reports Inducement Grants", "Acme is a biopharmaceutical company for oncology.", True, False),
        ("Elm Reports on Fernumab", "", True, False),
        ("Elm Biologics Presents Data of Its Leukemia Trial", "", True, True),
        ("Hollin Writes a Debut Novel About a Hospital", "", False, False),
        ("Law Offices of Hollin File Lawsuit for Hospital Patient", "", False, False),
        ("Vets of Elm Biologics Heal Dogs", "The veterinary maker sells antibodies for dogs.", False, False),
        ("Elm Clinic Offers FDA-Cleared Laser", "The clinic treats pain. The clinic has two rooms.", True, False),
        ("Coin Exchange Lists New Token", "The crypto exchange listed a blockchain token.", False, False),
        ("Gold Hill Starts Phase 2 Drilling at Its Mine", "The exploration company drills for gold.", False, False),
        ("Paws Rolls Out Food for Dogs", "A pet food for dogs and pets.", False, False),
        ("Hospitality Group Opens Restaurants", "The hospitality group serves guests.", False, False),
        ("", "", False, False),
    ],
)
def test_tells_the_topic(title, text, is_health, is_trial_news):
    row = classify_topics(pl.Series([title]), pl.Series([text])).row(0)
    assert row == (is_health, is_trial_news)


def test_posts_keep_their_rows_and_count_categories():
    posts = pl.DataFrame(
        {
            "title": ["First Patient Dosed in Phase 1 Study", "New Office"],
            "excerpt": [None, "We moved."],
            "categories": [["Biotech"], []],
        },
        schema={"title": pl.String, "excerpt": pl.String, "categories": pl.List(pl.String)},
    )
    found = classify_posts(posts)
    assert found.columns == ["title", "excerpt", "categories", "is_health", "is_trial_news"]
    assert found["is_trial_news"].to_list() == [True, False]


def test_no_posts_no_rows():
    schema = {"title": pl.String, "excerpt": pl.String, "categories": pl.List(pl.String)}
    assert classify_posts(pl.DataFrame(schema=schema)).height == 0


def test_points_add_up_whatever_their_order():
    body = "of lamps and roads " * 50 + "with study of patients for safety"
    assert score_topics(pl.Series(["Elm"]), pl.Series([body]))["trial"].to_list() == [0.9]


def test_the_lexicon_is_sound():
    terms = load_reference("topic_terms")
    assert terms.select("term", "topic").is_duplicated().sum() == 0
    assert set(terms["topic"]) == {"health", "trial"}
    assert terms["term"].str.contains(r"^\*?[a-z0-9 ]+\*?$").all(), "terms are folded: small letters, digits, spaces"
    assert terms["weight"].cast(pl.Int64).is_between(-10, 10).all()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The company said that it will start the trial in the spring and that it has the money for it.", "en"),
        ("Fjell presentará los datos del ensayo en la reunión para que los médicos los vean.", "es"),
        ("Fjell Starts Its Trial and Opens a Site for the Patients", "en"),
        ("La compañía anunció que el ensayo de los pacientes con la enfermedad es para una mejora.", "es"),
        ("Das Unternehmen gab bekannt, dass die Studie mit den Patienten für das Mittel gut ist.", "de"),
        ("株式会社は本日、新薬の臨床試験を開始したことを発表しました。", "ja"),
        ("公司今日宣布启动新药临床试验", "zh"),
        ("FJ-101", None),
        ("", None),
    ],
)
def test_tells_the_language(text, language):
    assert find_languages(pl.Series([text])).to_list() == [language]
