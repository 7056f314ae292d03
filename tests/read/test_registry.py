import json

import pytest
from read.payloads import read_one, reasons

STUDY = {
    "protocolSection": {
        "identificationModule": {"nctId": "nct90000001", "briefTitle": "A Study of LMB-7", "acronym": "LARK"},
        "statusModule": {
            "overallStatus": "RECRUITING",
            "startDateStruct": {"date": "2031-05", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2033-01-15", "type": "ESTIMATED"},
            "lastUpdatePostDateStruct": {"date": "2031-06-01", "type": "ACTUAL"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Larkmere Bio"}},
        "conditionsModule": {"conditions": ["Ulcerative Colitis"]},
        "designModule": {"phases": ["PHASE1", "PHASE2"], "enrollmentInfo": {"count": 120, "type": "ESTIMATED"}},
        "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "LMB-7"}, {"type": "DRUG"}]},
    }
}


def test_study_is_a_row():
    (study,) = read_one(json.dumps(STUDY)).studies.to_dicts()
    told = {key: study[key] for key in study if key not in {"capture_id", "source_id", "captured_at", "observed_at"}}
    assert told == {
        "trial_id": "NCT90000001",
        "registry": "clinicaltrials.gov",
        "acronym": "LARK",
        "title": "A Study of LMB-7",
        "status": "RECRUITING",
        "phases": ["1/2"],
        "sponsor": "Larkmere Bio",
        "conditions": ["Ulcerative Colitis"],
        "interventions": ["LMB-7"],
        "start_date": "2031-05",
        "start_date_kind": "ACTUAL",
        "primary_completion_date": "2033-01-15",
        "primary_completion_date_kind": "ESTIMATED",
        "enrolment_count": 120,
        "enrolment_kind": "ESTIMATED",
        "last_update_date": "2031-06-01",
    }


def test_search_result_and_flat_row_are_read():
    search = {"studies": [STUDY, STUDY, {"protocolSection": {}}], "totalCount": 3}
    result = read_one(json.dumps(search))
    assert result.studies.height == 1
    assert sorted(reasons(result)) == ["bad_record", "duplicate_item"]
    flat = {"nct_id": "NCT90000002", "phase": "PHASE2/PHASE3", "overall_status": "COMPLETED", "title": "T"}
    assert read_one(json.dumps(flat)).studies.select("trial_id", "phases").row(0) == ("NCT90000002", ["2/3"])


@pytest.mark.parametrize(
    ("phase", "folded"),
    [
        ("PHASE1/PHASE2", ["1/2"]),
        ("Phase 2/Phase 3", ["2/3"]),
        ("PHASE2|PHASE3", ["2/3"]),
        ("Early Phase 1", ["early_1"]),
        ("EARLY_PHASE1", ["early_1"]),
        ("NA", []),
        ("N/A", []),
        ("Not Applicable", []),
    ],
)
def test_phases_are_folded_however_they_are_written(phase, folded):
    (study,) = read_one(json.dumps({"nct_id": "NCT90000002", "phase": phase})).studies.to_dicts()
    assert study["phases"] == folded


def test_flat_row_keeps_how_exactly_a_date_was_registered():
    flat = {
        "nct_id": "NCT90000002",
        "start_month_year": "September 2031",
        "start_date": "2031-09-30",
        "start_date_type": "Actual",
        "primary_completion_month_year": "2033-05-31",
        "primary_completion_date": "2033-05-31",
        "primary_completion_date_type": "ANTICIPATED",
        "enrollment": 60,
        "enrollment_type": "ESTIMATED",
        "last_update_posted_date": "2031-10-02",
    }
    (study,) = read_one(json.dumps(flat)).studies.to_dicts()
    assert [study["start_date"], study["start_date_kind"]] == ["2031-09", "ACTUAL"]
    assert [study["primary_completion_date"], study["primary_completion_date_kind"]] == ["2033-05-31", "ESTIMATED"]
    assert [study["enrolment_count"], study["enrolment_kind"]] == [60, "ESTIMATED"]
    assert study["last_update_date"] == "2031-10-02"
    flat["start_month_year"] = "2031-09"
    assert read_one(json.dumps(flat)).studies["start_date"].to_list() == ["2031-09"]
    del flat["start_month_year"]
    assert read_one(json.dumps(flat)).studies["start_date"].to_list() == ["2031-09-30"]


@pytest.mark.parametrize("count", [None, "120", -3, True, 1.5, 10**40])
def test_strange_enrolment_is_no_number(count):
    study = json.loads(json.dumps(STUDY))
    study["protocolSection"]["designModule"]["enrollmentInfo"]["count"] = count
    assert read_one(json.dumps(study)).studies["enrolment_count"].to_list() == [None]


@pytest.mark.parametrize("section", [None, 7, [], "x", {"identificationModule": "NCT90000001"}])
def test_damaged_study_is_refused(section):
    assert reasons(read_one(json.dumps({"protocolSection": section}))) == ["bad_record"]


def test_search_without_hits_is_refused():
    assert reasons(read_one('{"studies": [], "totalCount": 0}')) == ["no_text"]
