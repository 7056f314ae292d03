"""What must become of the invented week, mart by mart."""

from datetime import UTC, date, datetime

import duckdb
from sql.invented_week import CLOSING, CORRECTED, DOSED, FRIDAY, MONDAY, TUESDAY

Warehouse = duckdb.DuckDBPyConnection


def rows(warehouse: Warehouse, query: str) -> list[tuple]:
    return warehouse.execute(query).fetchall()


def test_releases_are_as_last_captured_and_copies_known(of_week: Warehouse):
    found = rows(
        of_week,
        "select source_id, is_copy, cluster_reason, cluster_size, capture_count, version_count, told_date, "
        "first_observed_at, last_observed_at, contains(text, 'first quarter') from releases order by source_id, url",
    )
    day = date(2026, 3, 2)
    assert found == [
        ("site", False, "alone", 1, 2, 2, date(2026, 3, 3), TUESDAY, FRIDAY, True),
        ("wire_a", False, "alone", 1, 1, 1, None, FRIDAY, FRIDAY, False),
        ("wire_a", False, "shared_sentences", 2, 1, 1, day, MONDAY, MONDAY, False),
        ("wire_b", True, "shared_sentences", 2, 1, 1, day, TUESDAY, TUESDAY, False),
    ]


def test_spellings_are_one_sponsor(of_week: Warehouse):
    found = rows(
        of_week, "select name_key, aliases, tickers, release_count, announcement_count, sponsor_reasons from sponsors"
    )
    aliases = ["Galbrun Therapeutics, Inc.", "Galbrun Therapeutics", "GALBRUN THERAPEUTICS"]
    assert [(key, sorted(names), *rest) for key, names, *rest in found] == [
        ("galbrun therapeutics", sorted(aliases), ["NASDAQ:GALB"], 3, 2, ["name"])
    ]


def test_a_study_name_leads_to_the_registry_id(of_week: Warehouse):
    found = rows(
        of_week,
        "select trial_key, trial_id, acronyms, sponsor, sponsor_reason, link_reasons, products, phases, release_count, "
        "registry_status, first_observed_at from trials",
    )
    [(key, trial_id, acronyms, sponsor, sponsor_reason, reasons, products, phases, count, status, seen)] = found
    assert (key, trial_id, acronyms) == ("NCT91230001", "NCT91230001", ["KESTREL"])
    assert sponsor.lower().startswith("galbrun")
    assert sponsor_reason == "registry_sponsor"
    assert {"registry_id", "acronym_beside_registry_id", "registry_record", "named_in_sentence"} <= set(reasons)
    assert (products, phases, count, status, seen) == (["GLB-7"], ["2"], 3, "RECRUITING", MONDAY)


def test_an_event_is_told_once_with_its_sentence(of_week: Warehouse):
    found = rows(
        of_week,
        "select milestone_type, role, trial_key, trial_reason, window_start, window_precision, event_date, told_date, "
        "date_basis, sentence, told_count, release_count, source_ids, first_observed_at from trial_milestones "
        "order by milestone_type",
    )
    assert found == [
        (
            *("first_patient_dosed", "announced", "NCT91230001", "registry_id", None, None, None, date(2026, 3, 2)),
            *("told_date", DOSED, 1, 2, ["wire_a", "wire_b"], MONDAY),
        ),
        (
            *("topline_readout", "guidance", "NCT91230001", "named_in_sentence", date(2027, 1, 1), "quarter", None),
            *(date(2026, 3, 3), "stated_window", CORRECTED, 2, 3, ["site", "wire_a", "wire_b"], FRIDAY),
        ),
    ]


def test_a_corrected_plan_is_a_slip_known_only_when_it_was_seen(of_week: Warehouse):
    found = rows(
        of_week,
        "select step_number, window_end, slip_days, change, first_observed_at from guidance_history "
        "order by step_number",
    )
    assert found == [
        (1, date(2026, 12, 31), None, "first_statement", MONDAY),
        (2, date(2027, 3, 31), 90, "slipped", FRIDAY),
    ]


def test_the_calendar_shows_the_latest_plan_and_how_it_moved(of_week: Warehouse):
    found = rows(
        of_week,
        "select status, overdue_days, as_of_date, window_end, first_window_end, statement_count, move_count, "
        "slip_days_total, first_planned_at from catalyst_calendar",
    )
    assert found == [("due", 0, date(2026, 3, 3), date(2027, 3, 31), date(2026, 12, 31), 2, 1, 90, MONDAY)]


def test_unsure_statements_wait_for_review(of_week: Warehouse):
    assert rows(of_week, "select milestone_type, confidence from milestones_review") == [("commercial_launch", 0.2)]


def test_a_week_of_a_sponsor_counts_copies_and_what_is_told_twice_once(of_week: Warehouse):
    found = rows(
        of_week,
        "select week_start, release_count, announcement_count, copy_count, undated_release_count, announced_count, "
        "guidance_count, announced_by_type, guidance_by_type, trial_keys, products, next_catalyst_type, "
        "next_catalyst_window_end, ended_plan_count, on_time_share from sponsor_activity",
    )
    assert found == [
        (
            *(date(2026, 3, 2), 3, 2, 1, 0, 1, 1),
            *({"first_patient_dosed": 1}, {"topline_readout": 1}, ["NCT91230001"], ["GLB-7"]),
            *("topline_readout", date(2027, 3, 31), 0, None),
        )
    ]


def test_the_list_shows_each_announcement_once_newest_first(of_week: Warehouse):
    found = rows(
        of_week,
        "select position, kind, title, source_ids, feeds, release_count, post_count, post_reasons, listed_at "
        "from recent_posts order by position",
    )
    # The post says no day and came with the first pull of its feed, so nobody knows how old it is: it stands last.
    assert [(position, *row) for position, *row in found] == [
        (1, "release", "Alba Foods opens a shop", ["wire_a"], [], 1, 0, [], FRIDAY),
        (2, "release", "Galbrun update 😀", ["site"], ["galbrun", "health"], 1, 0, [], datetime(2026, 3, 3, tzinfo=UTC)),
        (
            *(3, "release", "Galbrun Doses First Patient", ["feed", "wire_a", "wire_b"], ["galbrun", "health"]),
            *(2, 1, ["same_url"], MONDAY),
        ),
        (4, "post", "A post of its own", ["feed"], ["health"], 0, 1, [], FRIDAY),
    ]


def test_coverage_counts_every_item_and_shows_zeros(of_week: Warehouse):
    found = rows(
        of_week,
        "select source_id, observed_date, capture_count, item_count, release_count, post_count, study_count, "
        "item_reject_count, row_reject_count, milestone_count, status from coverage order by all",
    )
    monday, tuesday, friday = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)
    assert found == [
        ("feed", friday, 1, 4, 0, 2, 0, 2, 1, 0, "ok"),
        ("registry", monday, 1, 1, 0, 0, 1, 0, 0, 0, "ok"),
        ("registry", tuesday, 0, 0, 0, 0, 0, 0, 0, 0, "nothing_captured"),
        ("registry", friday, 1, 1, 0, 0, 1, 0, 0, 0, "ok"),
        ("site", tuesday, 1, 1, 1, 0, 0, 0, 0, 1, "ok"),
        ("site", friday, 2, 2, 1, 0, 0, 1, 0, 1, "ok"),
        ("wire_a", monday, 1, 1, 1, 0, 0, 0, 0, 2, "ok"),
        ("wire_a", tuesday, 0, 0, 0, 0, 0, 0, 0, 0, "nothing_captured"),
        ("wire_a", friday, 1, 1, 1, 0, 0, 0, 0, 1, "ok"),
        ("wire_b", tuesday, 1, 1, 1, 0, 0, 0, 0, 2, "ok"),
        ("wire_b", friday, 0, 0, 0, 0, 0, 0, 0, 0, "nothing_captured"),
    ]
    assert rows(of_week, "select rejects_by_reason from coverage where source_id = 'feed'") == [
        ({"bad_record": 1, "no_title": 1, "schema_violation": 1},)
    ]


def test_tables_lie_in_the_order_of_reading(of_week: Warehouse):
    assert rows(of_week, "select position from recent_posts") == [(1,), (2,), (3,), (4,)]
    days = [day for (day,) in rows(of_week, "select told_date from releases")]
    assert days == [date(2026, 3, 3), date(2026, 3, 2), date(2026, 3, 2), None]


def test_numbers_of_patients_keep_their_trial(of_week: Warehouse):
    found = rows(
        of_week,
        "select kind, value_count, trial_key, trial_reason, is_copy, sentence from trial_enrolments order by is_copy",
    )
    assert found == [
        ("target", 120, "NCT91230001", "only_trial_in_release", is_copy, CLOSING) for is_copy in (False, True)
    ]


def test_rejects_say_what_to_do(of_week: Warehouse):
    found = rows(of_week, "select source_id, unit, stage, reason, remedy, seen_count from rejects order by reason")
    remedy = "Give the item a title."
    assert found == [
        ("feed", "item", "read", "bad_record", remedy, 1),
        ("site", "item", "pull", "http_error", remedy, 1),
        ("feed", "item", "read", "no_title", remedy, 1),
        ("feed", "row", "schema", "schema_violation", remedy, 1),
    ]


def test_sources_sum_up(of_week: Warehouse):
    found = rows(
        of_week,
        "select source_id, kinds, capture_count, pull_day_count, release_count, item_reject_count, last_read_at "
        "from sources order by source_id",
    )
    assert found == [
        ("feed", ["feed"], 1, 1, 0, 2, FRIDAY),
        ("registry", ["registry"], 2, 2, 0, 0, FRIDAY),
        ("site", ["text", "unknown"], 3, 2, 1, 1, FRIDAY),
        ("wire_a", ["text"], 2, 2, 2, 0, FRIDAY),
        ("wire_b", ["text"], 1, 1, 1, 0, TUESDAY),
    ]


def test_the_file_explains_itself(of_week: Warehouse):
    schemas = rows(of_week, "select distinct schema_name from duckdb_tables() order by all")
    assert schemas == [("history",), ("main",), ("reference",), ("search",)]
    assert rows(of_week, "select table_name from duckdb_tables() where comment is null") == []
    missing = "select table_name, column_name from duckdb_columns() where comment is null and not internal"
    assert rows(of_week, missing) == []
    [(comment,)] = rows(of_week, "select comment from duckdb_tables() where table_name = 'trial_milestones'")
    assert comment.endswith("Grain: one row for each real event.")
