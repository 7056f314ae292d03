import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.enrolment import find_enrolments, keep_exact

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
    "Enrolment in the study of NV-12 in tremor stands at 36 of 60 patients": [(36, "actual"), (60, "target")],
    "Recruitment restarted at five of six sites": [],
    "The study grew, being expanded from 60 to 90 patients": [(90, "target")],
    "Target of 92 patients enrolled at 15 sites": [(92, "actual")],
    "The response rate was 51.6% in 62 patients": [(62, "actual")],
    "A Phase 1 trial in 12 patients at two hospitals": [(12, "actual")],
    "Hollin is currently engaged in a trial of NV-12 in 200 adults": [(200, "target")],
    "SUNRISE-2 to evaluate NV-12 in ~60 patients": [(60, "target")],
    "The company expects to report results from all 20 subjects": [],
    "This dataset consisted of 184 patients": [],
    "Of these, 90 patients remain on study": [],
    "In all, 280 patients completed at least one visit": [],
    "Its programme has six studies in approximately 7,000 patients": [],
    "The Phase 2a portion will treat about 40 patients": [],
    "An interim analysis of the enrolled is planned on the first 90 patients in the second quarter of 2020": [],
    "": [],
}


@pytest.mark.parametrize(("sentence", "expected"), CASES.items())
def test_reads_numbers_of_patients(sentence, expected):
    found = find_enrolments(sentence)
    assert [(value, kind) for _, _, value, kind in found] == expected


def test_a_rounded_number_gives_way_to_the_exact_one():
    rounded = (100, "actual", "The trial included more than 100 adults.")
    exact = (114, "actual", "In all, 114 adults were randomized.")
    far = (20, "actual", "A pilot study enrolled about 20 adults.")
    asked = (120, "target", "It was to enroll about 120 adults.")
    assert keep_exact([rounded, exact, far, asked]) == [False, True, True, True]
    assert keep_exact([rounded]) == [True]


@given(st.text(alphabet="0123456789, patients enrol of will up to-", max_size=300))
def test_never_raises(text):
    for start, end, value, kind in find_enrolments(text):
        assert 0 <= start < end <= len(text)
        assert value > 0
        assert kind in ("target", "actual", "maximum")
