"""Press against registry: what cannot both be true is a row with both sources, and what is only less exact is none.

Every trial here stands for one case; its number is its name.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sql.conftest import Dbt
from sql.invented_staging import Tables, capture, milestone, no_rows, release, study, write_staging

SEEN = datetime(2026, 5, 4, 12, tzinfo=UTC)
QUARTER_2 = (date(2026, 4, 1), date(2026, 6, 30), "quarter")
HALF_2 = (date(2026, 7, 1), date(2026, 12, 31), "half")
PLAN = ("topline_readout", "guidance", date(2026, 3, 2))
WENDRELL = "Wendrell Bio, Inc."


class Press:
    """Collects staging rows: one release for each thing told, and registry records."""

    def __init__(self) -> None:
        self.tables = no_rows()

    def tell(self, trial_id: str, kind: str, role: str, day: date, **more: Any) -> None:
        """A release that says one thing of the trial, or of a part of it."""
        issuer, part = more.pop("issuer", WENDRELL), more.pop("part", "")
        sentence = f"{issuer} says {kind} of {part}{trial_id} ({role}) on {day}."
        told = self._release(sentence, day, issuer)
        fields = {"phase": "2", "trial_ids": [trial_id], "intervention": f"WDL-{trial_id[-2:]}"} | more
        self.tables["milestones"].append(milestone(told, kind, role, sentence, **fields))

    def enrol(self, trial_id: str, kind: str, patients: int, day: date, said: str) -> None:
        """A release that gives a number of patients."""
        told = self._release(f"In {trial_id}, {said}", day, WENDRELL)
        start = told["text"].index(said)
        self.tables["enrolments"].append(
            {key: told[key] for key in ("release_id", "capture_id")}
            | {"value_count": patients, "kind": kind, "sentence": said}
            | {"span_start": start, "span_end": start + len(said)}
        )

    def register(self, trial_id: str, seen_at: datetime = SEEN, **fields: Any) -> None:
        """A registry record; what the case is not about agrees with the press."""
        taken = capture("registry", f"https://registry.example.com/{trial_id}", seen_at, kind="registry")
        taken["capture_id"] = f"{taken['capture_id'][:-1]}{seen_at.day % 10}"
        given = {"sponsor": "Wendrell Bio Inc", "phases": ["2"], "status": "RECRUITING"} | fields
        self.tables["captures"].append(taken)
        self.tables["studies"].append(study(taken, trial_id, **given))

    def _release(self, sentence: str, day: date, issuer: str) -> dict[str, Any]:
        seen_at = datetime.combine(day, datetime.max.time(), UTC)
        taken = capture("press", f"{issuer}/{len(self.tables['captures'])}", seen_at, kind="archive")
        told = release(taken, f"News of {day}\n\n{sentence}", issuer=issuer, dateline_date=day, sketch=[])
        self.tables["captures"].append(taken)
        self.tables["releases"].append(told)
        start = sentence.find("NCT")
        if start >= 0:
            start = told["text"].index("NCT", told["text"].index("\n\n"))
            self.tables["trial_mentions"].append(
                {"release_id": told["release_id"], "capture_id": told["capture_id"], "span_start": start}
                | {"span_end": start + 11, "trial_id": told["text"][start : start + 11]}
                | {"registry": "clinicaltrials.gov", "acronym": None, "phase": None}
            )
        return told


def tell_of_phase_patients_and_status(press: Press) -> None:
    """Trials 01 to 09, 23 to 25, 41 and 42."""
    # 01: agrees in all: the month holds the stated day, 2b is 2, the readout comes in the quarter after completion.
    press.tell("NCT92000001", "first_patient_enrolled", "announced", date(2026, 1, 20),
               window=(date(2026, 1, 15), date(2026, 1, 15), "day"), phase="2b")  # fmt: skip
    press.tell("NCT92000001", *PLAN, window=HALF_2, phase="2b")
    press.enrol("NCT92000001", "target", 120, date(2026, 3, 3), "the plan is to enrol approximately 120 patients.")
    press.register(
        "NCT92000001",
        start_date="2026-01",
        start_date_kind="ACTUAL",
        primary_completion_date="2026-06",
        enrolment_count=118,
        enrolment_kind="ESTIMATED",
    )
    # 02: another phase. 03: the phase is told both ways, so somebody agrees.
    press.tell("NCT92000002", *PLAN, window=HALF_2, phase="3")
    press.register("NCT92000002")
    press.tell("NCT92000003", *PLAN, window=HALF_2, phase="3")
    press.tell("NCT92000003", "first_patient_dosed", "announced", date(2026, 2, 2), phase="1/2")
    press.register("NCT92000003")
    # 04: other patients. 05: the same number as progress, which is none.
    press.enrol("NCT92000004", "target", 150, date(2026, 3, 3), "the plan is to enrol 150 patients.")
    press.register("NCT92000004", enrolment_count=118, enrolment_kind="ESTIMATED")
    press.enrol("NCT92000005", "actual", 60, date(2026, 3, 3), "60 patients are enrolled.")
    press.register("NCT92000005", enrolment_count=118, enrolment_kind="ESTIMATED")
    # 06: ended, and still recruiting weeks later. 07: the record was seen before the news.
    press.tell("NCT92000006", "trial_discontinued", "announced", date(2026, 4, 1))
    press.register("NCT92000006")
    press.tell("NCT92000007", "trial_discontinued", "announced", date(2026, 4, 1))
    press.register("NCT92000007", seen_at=datetime(2026, 3, 31, 9, tzinfo=UTC))
    # 08: the registry ended it, the press still waits. 09: enrolled, and open.
    press.tell("NCT92000008", *PLAN, window=HALF_2)
    press.register("NCT92000008", status="Terminated")
    press.tell("NCT92000009", "enrollment_completed", "announced", date(2026, 4, 1))
    press.register("NCT92000009")
    # 41: the first phase of two is full. 42: the doses are found.
    press.tell("NCT92000041", "enrollment_completed", "announced", date(2026, 3, 1), phase="1")
    press.register("NCT92000041", phases=["1", "2"])
    press.tell("NCT92000042", "trial_completed", "announced", date(2026, 3, 1), phase="1a")
    press.register("NCT92000042", phases=["1"])
    # 23: enrolled days ago: the registry has time. 24: one cohort is. 25: data of an ended trial are shown.
    press.tell("NCT92000023", "enrollment_completed", "announced", date(2026, 4, 14))
    press.register("NCT92000023")
    press.tell("NCT92000024", "enrollment_completed", "announced", date(2026, 4, 1), part="Part B of ")
    press.register("NCT92000024")
    press.tell("NCT92000025", "data_presented", "guidance", date(2026, 3, 2), window=HALF_2)
    press.register("NCT92000025", status="TERMINATED")


def tell_of_starts(press: Press) -> None:
    """Trials 10 to 14, and 26 to 29."""
    # 10: dosed before the registered start. 11: dosed after it. 12: planned in a quarter that the month lies in.
    press.tell("NCT92000010", "first_patient_dosed", "announced", date(2026, 2, 2))
    press.register("NCT92000010", start_date="2026-03-01", start_date_kind="ACTUAL")
    press.tell("NCT92000011", "first_patient_dosed", "announced", date(2026, 4, 2))
    press.register("NCT92000011", start_date="2026-03-01", start_date_kind="ACTUAL")
    press.tell("NCT92000012", "trial_initiated", "guidance", date(2026, 3, 2), window=QUARTER_2)
    press.register("NCT92000012", start_date="2026-05", start_date_kind="ESTIMATED", status="NOT_YET_RECRUITING")
    # 13: planned for a quarter, estimated for the autumn. 14: begun, and withdrawn with dates that are none.
    press.tell("NCT92000013", "trial_initiated", "guidance", date(2026, 3, 2), window=QUARTER_2)
    press.register("NCT92000013", start_date="2026-10", start_date_kind="ESTIMATED", status="NOT_YET_RECRUITING")
    press.tell("NCT92000014", "first_patient_enrolled", "announced", date(2026, 2, 2))
    press.register("NCT92000014", status="WITHDRAWN", start_date="2099-01-01", primary_completion_date="2099-01")
    # 26: a cohort begins after the trial, 27: the Phase 2 of a Phase 1/2, 28: the trial itself.
    march = {"window": (date(2026, 3, 1), date(2026, 3, 31), "month")}
    press.tell("NCT92000026", "first_patient_enrolled", "announced", date(2026, 4, 2), part="a cohort of ", **march)
    press.register("NCT92000026", start_date="2025-11", start_date_kind="ACTUAL")
    press.tell("NCT92000027", "first_patient_enrolled", "announced", date(2026, 4, 2), **march)
    press.register("NCT92000027", start_date="2025-11", start_date_kind="ACTUAL", phases=["1/2"])
    press.tell("NCT92000028", "first_patient_enrolled", "announced", date(2026, 4, 2), **march)
    press.register("NCT92000028", start_date="2025-11", start_date_kind="ACTUAL")
    # 29: a plan that was given up.
    press.tell("NCT92000029", "trial_initiated", "guidance", date(2026, 3, 2), window=QUARTER_2)
    press.tell("NCT92000029", "trial_discontinued", "announced", date(2026, 3, 9))
    press.register("NCT92000029", start_date="2026-10", start_date_kind="ESTIMATED", status="SUSPENDED")


def tell_of_readouts_and_sponsors(press: Press) -> None:
    """Trials 15 to 22, and 30 to 32."""
    # 15: data promised before completion. 16: told before completion. 17: promised long after it.
    press.tell("NCT92000015", *PLAN, window=QUARTER_2)
    press.register("NCT92000015", primary_completion_date="2026-09-30", primary_completion_date_kind="ESTIMATED")
    press.tell("NCT92000016", "topline_readout", "announced", date(2026, 4, 2))
    press.register("NCT92000016", primary_completion_date="2026-12", primary_completion_date_kind="ESTIMATED")
    press.tell("NCT92000017", *PLAN, window=HALF_2)
    press.register("NCT92000017", primary_completion_date="2026-03", primary_completion_date_kind="ACTUAL")
    # 18: the promise that slipped to where the registry is. 19: another sponsor. 20: a partner tells too.
    press.tell("NCT92000018", "topline_readout", "guidance", date(2026, 1, 5), window=QUARTER_2)
    press.tell("NCT92000018", *PLAN, window=HALF_2)
    press.register("NCT92000018", primary_completion_date="2026-08", primary_completion_date_kind="ESTIMATED")
    press.tell("NCT92000019", *PLAN, window=HALF_2)
    press.register("NCT92000019", sponsor="Ostervik University Hospital")
    press.tell("NCT92000020", *PLAN, window=HALF_2, issuer="Partner Pharma")
    press.tell("NCT92000020", *PLAN, window=HALF_2)
    press.register("NCT92000020")
    # 21: a corrected record counts as it was last seen. 22: dates that are none.
    press.tell("NCT92000021", *PLAN, window=QUARTER_2)
    press.register("NCT92000021", primary_completion_date="2026-05")
    press.register("NCT92000021", seen_at=datetime(2026, 5, 6, 9, tzinfo=UTC), primary_completion_date="2026-11")
    press.tell("NCT92000022", *PLAN, window=QUARTER_2)
    press.register("NCT92000022", primary_completion_date="to be decided", start_date="2026-02-30")
    # 30: a cohort is read before completion. 31: another firm of the house. 32: the sponsor spoke, only not of this.
    press.tell("NCT92000030", "topline_readout", "announced", date(2026, 4, 2), part="the first cohort of ")
    press.register("NCT92000030", primary_completion_date="2026-12", primary_completion_date_kind="ESTIMATED")
    press.tell("NCT92000031", *PLAN, window=HALF_2)
    press.register("NCT92000031", sponsor="Wendrell Biotech GmbH")
    press.tell("NCT92000032", *PLAN, window=HALF_2, issuer="Partner Pharma")
    press.tell("NCT92000032", "first_patient_dosed", "background", date(2026, 3, 9))
    press.register("NCT92000032")


def cases() -> Tables:
    """Each trial differs in one thing, or in nothing."""
    press = Press()
    tell_of_phase_patients_and_status(press)
    tell_of_starts(press)
    tell_of_readouts_and_sponsors(press)
    return press.tables


@pytest.fixture(scope="module")
def gaps(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("registry")
    kinds = ("--resource-type", "model", "--resource-type", "seed")
    staging = write_staging(cases(), folder / "staging")
    build_file = folder / "warehouse.duckdb"
    done = dbt("build", "--select", "+registry_gaps", "releases", *kinds, staging=staging, build_file=build_file)
    assert done.returncode == 0, done.stdout[-3000:]
    with duckdb.connect(build_file, read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        yield connection


def test_what_cannot_both_be_true_and_nothing_else(gaps: duckdb.DuckDBPyConnection):
    found = gaps.execute(
        "select right(trial_key, 2), gap_kind, reason, press_value, registry_value, apart_days, apart_count "
        "from registry_gaps order by trial_key, gap_kind"
    ).fetchall()
    assert found == [
        ("02", "phase", "no_phase_in_common", "3", "2", None, None),
        ("04", "enrolment", "other_target", "150 (target)", "118 (ESTIMATED)", None, 32),
        ("06", "status", "discontinued_but_open", "trial_discontinued", "RECRUITING", 33, None),
        ("08", "status", "ended_but_expected", "topline_readout expected", "TERMINATED", None, None),
        ("09", "status", "enrolled_but_open", "enrollment_completed", "RECRUITING", 33, None),
        ("10", "start", "started_elsewhere", "first_patient_dosed", "2026-03-01 (ACTUAL)", -27, None),
        ("13", "start", "planned_start_elsewhere", "trial_initiated expected", "2026-10 (ESTIMATED)", -93, None),
        ("14", "status", "begun_but_not_open", "first_patient_enrolled", "WITHDRAWN", 91, None),
        ("15", "primary_completion", "readout_expected_before_completion", "topline_readout expected",
         "2026-09-30 (ESTIMATED)", -92, None),
        ("16", "primary_completion", "readout_before_completion", "topline_readout", "2026-12 (ESTIMATED)", -243, None),
        ("17", "primary_completion", "readout_long_after_completion", "topline_readout expected", "2026-03 (ACTUAL)",
         92, None),
        ("19", "sponsor", "registered_sponsor_tells_nothing", WENDRELL, "Ostervik University Hospital", None, None),
        ("21", "primary_completion", "readout_expected_before_completion", "topline_readout expected", "2026-11", -124,
         None),
        ("28", "start", "started_elsewhere", "first_patient_enrolled", "2025-11 (ACTUAL)", 91, None),
    ]  # fmt: skip


def test_both_sources_are_named(gaps: duckdb.DuckDBPyConnection):
    assert gaps.execute(
        "select count(*) from registry_gaps as gaps left join releases using (release_id) "
        "where text[gaps.span_start + 1:gaps.span_end] is distinct from gaps.sentence"
    ).fetchone() == (0,)
    row = gaps.execute(
        "select sentence, told_date, registry_trial_id, registry_url, registry_source_id, registry_location, "
        "registry_observed_at, first_observed_at from registry_gaps where trial_key = 'NCT92000021'"
    ).fetchone()
    seen = datetime(2026, 5, 6, 9, tzinfo=UTC)
    assert row == (
        "Wendrell Bio, Inc. says topline_readout of NCT92000021 (guidance) on 2026-03-02.",
        *(date(2026, 3, 2), "NCT92000021", "https://clinicaltrials.gov/study/NCT92000021", "registry"),
        *("https://registry.example.com/NCT92000021", seen, seen),
    )


def test_the_analysis_finds_those_that_are_far_apart(gaps: duckdb.DuckDBPyConnection):
    text = (Path(__file__).parents[2] / "sql" / "analyses" / "press_and_registry_apart.sql").read_text()
    found = gaps.execute(f"select trial_key[-2:], gap_kind, apart_days from ({text})").fetchall()
    assert found == [
        ("16", "primary_completion", -243),
        ("21", "primary_completion", -124),
        ("13", "start", -93),
        ("15", "primary_completion", -92),
        ("17", "primary_completion", 92),
        ("28", "start", 91),
    ]
