"""Wires, tickers, registry ids, phases, agencies, abbreviations, study names: what stands in a text by its shape."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.abbreviations import find_abbreviations
from transforms.facts.agencies import find_agencies
from transforms.facts.phases import find_phases
from transforms.facts.study_names import find_study_names
from transforms.facts.tickers import find_tickers
from transforms.facts.trial_ids import find_registered, find_trial_ids
from transforms.facts.wires import find_wires
from transforms.reference import keys, load_reference


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("OSLO (GLOBE NEWSWIRE) -- Fjell", "globe_newswire"),
        ("OSLO /PRNewswire-FirstCall/ -- Fjell", "pr_newswire"),
        ("OSLO--(BUSINESS WIRE)--Fjell, as ACCESSWIRE once", "business_wire"),
        ("OSLO / ACCESS Newswire / Fjell", "access_newswire"),
        ("OSLO /CNW/ - Fjell", "cnw"),
        ("OSLO /EINPresswire.com/ -- Fjell", "ein_presswire"),
        ("OSLO - (NewMediaWire) - Fjell", "other"),
        ("Write to the desk of South Shore Business Wire-Up", None),
        ("No wire here", None),
    ],
)
def test_names_the_wire(text, wire):
    assert find_wires(pl.Series([text])).to_list() == [wire]


def test_every_mark_names_a_known_wire():
    assert set(load_reference("wire_marks")["wire"]) <= set(keys("wires"))


@pytest.mark.parametrize(
    ("text", "tickers"),
    [
        ("Fjell Bio (Nasdaq: FJEL)", ["NASDAQ:FJEL"]),
        ("Fjell Bio (NasdaqGM:FJEL) and (NYSE American: BO)", ["NASDAQ:FJEL", "NYSEAMERICAN:BO"]),
        ("Fjell (TSX.V: FJ) (OTCQB: FJLLF) (FSE: 3FJ)", ["TSXV:FJ", "OTC:FJLLF", "FRA:3FJ"]),
        ("Fjell (TSX: “FJ”, OTC: “FJLLF”, FRANKFURT: “FJ0”)", ["TSX:FJ", "OTC:FJLLF", "FRA:FJ0"]),
        ("Fjell (AIM: FJ, OTCQX: FJLLF)", ["AIM:FJ", "OTC:FJLLF"]),
        ("Fjell (AIM:OTCQX)", []),
        ("Fjell (ENXTPA: FJ)", ["EURONEXT:FJ"]),
        ("Fjell (TSX/NASDAQ: FJEL)", ["TSX:FJEL", "NASDAQ:FJEL"]),
        ("Fjell (Nasdaq: FJEL, FJELW)", ["NASDAQ:FJEL", "NASDAQ:FJELW"]),
        ("Fjell (Euronext Paris: FJ; NYSE MKT: FJK)", ["EURONEXT:FJ", "NYSEAMERICAN:FJK"]),
        ("listed on the Nasdaq Capital Market today under the symbol “FJEL”.", ["NASDAQ:FJEL"]),
        ("Fjell (Hong Kong), 1234.HK, said", ["HKEX:1234"]),
        ("Fjell (Nasdaq Stockholm: FJEL)", ["NASDAQ STOCKHOLM:FJEL"]),
        ("Fjell (FJEL) under rule 5635 (Nasdaq Listing Rule: the rule)", []),
        ("Fjell, NASDAQ: THE market", []),
        ("Fjell Group (HKG:2096, SHA:600196) said", ["HKEX:2096", "SHA:600196"]),
    ],
)
def test_reads_tickers(text, tickers):
    assert find_tickers(pl.Series([text])).to_list() == [tickers]


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("(NCT01234567) and NCT 07654321", ["NCT01234567", "NCT07654321"]),
        ("NCT0123456 is cut short", []),
        ("EudraCT 2019-001234-22, EU CT 2023-501234-19-00", ["2019-001234-22", "2023-501234-19-00"]),
        (
            "ISRCTN12345678, ACTRN12625001083999p, jRCT2031230001",
            ["ISRCTN12345678", "ACTRN12625001083999", "JRCT2031230001"],
        ),
        (
            "ChiCTR2000012345, CTRI/2023/01/012345, CTR20231234",
            ["CHICTR2000012345", "CTRI/2023/01/012345", "CTR20231234"],
        ),
        ("call 2023-123456 or 555-0101-22", []),
    ],
)
def test_reads_registry_ids(sentence, ids):
    assert [trial_id for _, _, trial_id in find_trial_ids(sentence)] == ids


def test_a_registry_id_says_its_registry():
    assert [hit[3] for hit in find_registered("NCT01234567 DRKS00012345")] == ["clinicaltrials.gov", "drks"]


PHASES = {
    "Phase IIb": ["2b"],
    "Phase 2/3": ["2/3"],
    "phase I/II": ["1/2"],
    "Phase 1b/2a": ["1b/2a"],
    "PHASE 3": ["3"],
    "Phases 2 and 3": ["2", "3"],
    "Phase 1, 2 and 3 trials": ["1", "2", "3"],
    "Phase 1b/Phase 2": ["1b/2"],
    "Phase 1a/1b": ["1a", "1b"],
    "Phase 1a/b": ["1"],
    "Phase II A/B": ["2"],
    "early Phase 1": ["early_1"],
    "End-of-Phase 2 meeting": ["2"],
    "Phase-2b": ["2b"],
    "a pivotal, randomized trial": ["pivotal"],
    "a pivotal Phase 3 trial": ["3"],
    "a registrational study": ["pivotal"],
    "Phase 1 and 80 patients": ["1"],
    "a Phase II SBIR award": [],
    "Phase 2 drilling": [],
    "Phase 1 of the project": [],
    "the recommended Phase 2 dose": [],
    "Phase 2 dose expansion": ["2"],
    "phased in": [],
    "a pivotal year": [],
}


@pytest.mark.parametrize(("sentence", "phases"), PHASES.items())
def test_folds_phases(sentence, phases):
    found = find_phases(sentence)
    assert [phase for _, _, phase in found] == phases
    assert all(0 <= start < end <= len(sentence) for start, end, _ in found)


def test_names_agencies_by_their_short_name():
    sentence = "the U.S. Food and Drug Administration, Health Canada and, in Europe, the EMA; the EC approved"
    assert [agency for _, _, agency in find_agencies(sentence)] == ["FDA", "HC", "EMA", "EC"]


def test_names_an_agency_by_an_old_or_a_local_name():
    sentence = "the EMEA accepted the file; the Taiwan FDA approved it"
    assert [agency for _, _, agency in find_agencies(sentence)] == ["EMA", "TFDA"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fictive bowel disease (FBD), a", {"FBD": "fictive bowel disease"}),
        ("non-small cell nail cancer (“NSCNC”)", {"NSCNC": "non-small cell nail cancer"}),
        ("the Office of Many Affairs (OMA) said", {"OMA": "Office of Many Affairs"}),
        ("a good idea (see there)", {}),
        ("words that do not fit (XQZ)", {}),
    ],
)
def test_spells_out_abbreviations(text, found):
    assert find_abbreviations(text) == found


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("in the STARLING trial of", ["STARLING"]),
        ("the Phase 3 liGhtHouSe-2 study", ["liGhtHouSe-2"]),
        ("an FDA study and an NIH trial", []),
        ("a FBD trial", []),
        ("the study (ISRCTN90000001), and the trial (jRCT2000000001)", []),
        ("in an IRB-approved study", []),
        ("a study (LANTERN-UC) of", ["LANTERN-UC"]),
        ("the randomized trial", []),
        ("First Patient in Phase 2b STARLING™ Trial", ["STARLING"]),
        ("STARLING (NCT90000001) compares two doses", ["STARLING"]),
        ("STARLING, a pivotal, open-label Phase 3 study, began", ["STARLING"]),
        ("the LANTERN-1 and LANTERN-2 studies", ["LANTERN-1", "LANTERN-2"]),
        ("the LANTERN three-year cardiovascular outcomes trial", ["LANTERN"]),
        ("the LANTERN Phase 3 clinical development program", ["LANTERN"]),
        # A programme of something else, and names that a verb or a preposition parts from the study.
        ("the LANTERN residential program", []),
        ("its LANTERN program and several trials", []),
        ("an oral QMTi in clinical trials", []),
        ("the role of the QAPs in the trial", []),
        ("the LANTERN Clinical Trials platform", []),
        ("FJLB completed Phase II trials", []),
        ("a FJEL study", []),
    ],
)
def test_reads_study_names(sentence, names):
    found = find_study_names(sentence, {"FBD": "fictive bowel disease"}, issuer="FJEL Bio, Inc.")
    assert [name for _, _, name in found] == names


@given(st.text(max_size=300))
def test_spans_of_any_text_stay_inside(text):
    spans = [hit[:2] for find in (find_trial_ids, find_phases, find_agencies, find_study_names) for hit in find(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    find_abbreviations(text)
    find_tickers(pl.Series([text]))
