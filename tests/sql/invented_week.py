"""A small invented week of captures, made by hand so that every mart has rows that can be counted on fingers.

Two wires carry one announcement; a page is captured twice and corrected in between; a registry, a feed and a broken
page bring studies, posts and rejects.
"""

from datetime import UTC, date, datetime

from sql.invented_staging import Tables, capture, feed, mention, milestone, no_rows, reject, release, study

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 9, tzinfo=UTC)

DOSED = "Galbrun Therapeutics dosed the first patient in KESTREL (NCT91230001), a Phase 2 trial of GLB-7."
TOPLINE = "Topline results of KESTREL are expected in the second half of 2026."
CLOSING = "The trial will enrol 120 patients at twelve sites in three countries and follow each for a year."
CORRECTED = "Topline results of KESTREL are expected in the first quarter of 2027."
TEXT = f"Galbrun Doses First Patient\n\n{DOSED}\n\n{TOPLINE}\n\n{CLOSING}"
HALF = (date(2026, 7, 1), date(2026, 12, 31), "half")
QUARTER = (date(2027, 1, 1), date(2027, 3, 31), "quarter")
ABOUT_KESTREL = {"phase": "2", "trial_ids": ["NCT91230001"], "intervention": "GLB-7"}


def week() -> Tables:
    """Staging tables of the week; the tests say in words what must become of them."""
    tables = no_rows()
    announced = capture("wire_a", "https://a.example.com/galbrun", MONDAY)
    copied = capture("wire_b", "https://b.example.com/galbrun", TUESDAY)
    first_update = capture("site", "https://galbrun.example.com/update", TUESDAY)
    second_update = capture("site", "https://galbrun.example.com/update", FRIDAY, version=2)
    foods = capture("wire_a", "https://a.example.com/foods", FRIDAY)
    feed_page = capture("feed", "https://f.example.com/rss", FRIDAY, kind="feed", item_count=4)
    registry = capture("registry", "https://r.example.com/1", MONDAY, kind="registry", item_count=1)
    registry_later = capture("registry", "https://r.example.com/1", FRIDAY, kind="registry", item_count=1, version=2)
    broken = capture("site", "https://galbrun.example.com/broken", FRIDAY, kind="unknown")
    tables["captures"] = [
        announced, copied, first_update, second_update, foods, feed_page, registry, registry_later, broken
    ]  # fmt: skip

    galbrun = {"issuer": "Galbrun Therapeutics, Inc.", "tickers": ["NASDAQ:GALB"], "dateline_date": date(2026, 3, 2)}
    original = release(announced, TEXT, url=announced["location"], published_at=MONDAY, wire="newsfile", **galbrun)
    copy_text = f"Galbrun news\n\n{DOSED}\n\n{TOPLINE}\n\n{CLOSING}"
    copy = release(copied, copy_text, url=copied["location"], **galbrun | {"issuer": "GALBRUN THERAPEUTICS"})
    update = {"url": first_update["location"], "issuer": "Galbrun Therapeutics", "dateline_date": date(2026, 3, 3)}
    early = release(first_update, f"Galbrun update 😀\n\n{TOPLINE}", **update)
    late = release(second_update, f"Galbrun update 😀\n\n{CORRECTED}", **update)
    other = release(foods, "Alba Foods opens a shop", url=foods["location"], is_health=False, is_trial_news=False)
    tables["releases"] = [original, copy, early, late, other]

    for told in (original, copy):
        tables["milestones"] += [
            milestone(told, "first_patient_dosed", "announced", DOSED, **ABOUT_KESTREL),
            milestone(told, "topline_readout", "guidance", TOPLINE, window=HALF, **ABOUT_KESTREL),
        ]
        start = told["text"].index(CLOSING)
        tables["enrolments"].append(
            {"release_id": told["release_id"], "capture_id": told["capture_id"], "value_count": 120, "kind": "target",
             "sentence": CLOSING, "span_start": start, "span_end": start + len(CLOSING)}
        )  # fmt: skip
        start = told["text"].index("KESTREL")
        tables["trial_mentions"] += [
            mention(told, start, start + 7, acronym="KESTREL"),
            mention(told, start + 9, start + 20, trial_id="NCT91230001", registry="clinicaltrials.gov"),
        ]
    for told, sentence, window in ((early, TOPLINE, HALF), (late, CORRECTED, QUARTER)):
        start = told["text"].index("KESTREL")
        tables["milestones"].append(
            milestone(told, "topline_readout", "guidance", sentence, window=window, intervention="GLB-7")
        )
        tables["trial_mentions"].append(mention(told, start, start + 7, acronym="KESTREL"))
    tables["milestones"].append(milestone(other, "commercial_launch", "announced", "opens a shop", confidence=0.2))

    for taken, status in ((registry, "NOT_YET_RECRUITING"), (registry_later, "RECRUITING")):
        tables["studies"].append(
            study(taken, "NCT91230001", acronym="KESTREL", status=status, sponsor="Galbrun Therapeutics Inc")
        )

    def post(position: int, title: str, url: str | None) -> dict[str, object]:
        return {
            "post_id": f"{position:016x}", "capture_id": feed_page["capture_id"], "source_id": "feed",
            "kind": "feed_item", "position": position, "url": url, "captured_at": FRIDAY, "observed_at": FRIDAY,
            "title": title, "excerpt": "Opening.", "is_truncated": False, "age_text": None, "published_at": None,
            "published_at_precision_s": None, "categories": [], "is_health": True, "is_trial_news": False,
        }  # fmt: skip

    tables["posts"] = [
        post(0, "Another headline for the same address", "http://a.example.com/galbrun/"),
        post(1, "A post of its own", "https://f.example.com/own"),
    ]
    tables["rejects"] = [
        reject(feed_page, "no_title"),
        reject(feed_page, "bad_record"),
        reject(feed_page, "schema_violation", unit="row", stage="schema"),
        reject(broken, "http_error", stage="pull"),
    ]
    tables["feeds"] = [feed("health", is_health=True), feed("galbrun", sponsors=["Galbrun Therapeutics PLC"])]
    return tables
