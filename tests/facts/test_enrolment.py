import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.enrolment import find_enrolments

CASES = {
    "The trial will enroll approximately 80 patients": [(80, "target")],
    "The study is designed to enroll 1,240 adults at 90 sites": [(1240, "target")],
    "The trial may be expanded to enroll up to 150 patients": [(150, "maximum")],
    "A total of 252 patients were randomized at 30 sites": [(252, "actual")],
    "The study enrolled 61 treatment-naive adult participants": [(61, "actual")],
    "31 of 45 patients recruited at the end of June": [(31, "actual"), (45, "target")],
    "There are 34 patients enrolled out of a planned 90-patient trial": [(34, "actual"), (90, "target")],
    "exceeding the target of 240": [(240, "target")],
    "The 100-patient trial is underway": [(100, "target")],
    "a Phase 2 study in 64 patients met its endpoint": [(64, "actual")],
    "Nine of 60 patients have been randomized": [(9, "actual"), (60, "target")],
    "In all, 208 people took part": [(208, "actual")],
    "Fern fever affects 12,000 patients in the U.S. each year": [],
    "About 30,000 people are diagnosed with it": [],
    "each cohort will enroll 6 patients": [],
    "The first 50 patients were dosed": [],
    "The company has 120 employees": [],
    "12 of 36 patients achieved a response": [],
    "in 2024 patients were enrolled": [],
    "a dose of 80 mg in adults": [],
    "The trial involves 214 patients": [(214, "target")],
    "Its pivotal study (n=154) met the endpoint": [(154, "actual")],
    "There were 340 participants": [(340, "actual")],
    "8 out of 10 participants in the study slept better": [],
    "infections occurred in 12% of 640 patients in the trial": [],
    "Across four clinical trials in 2,870 patients, fever was rare": [],
    "A survey of 8,300 adults was published": [],
    "Four or more weeks after the last dose, patients were treated again": [],
    "As many as 31,000 people under 18 have it": [],
    "": [],
}


@pytest.mark.parametrize(("sentence", "expected"), CASES.items())
def test_reads_numbers_of_patients(sentence, expected):
    found = find_enrolments(sentence)
    assert [(value, kind) for _, _, value, kind in found] == expected


@given(st.text(alphabet="0123456789, patients enrol of will up to-", max_size=300))
def test_never_raises(text):
    for start, end, value, kind in find_enrolments(text):
        assert 0 <= start < end <= len(text)
        assert value > 0
        assert kind in ("target", "actual", "maximum")
