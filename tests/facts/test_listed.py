"""Events that one sentence counts, on invented sentences."""

import pytest
from facts.releases import documents
from growth import LINEAR, growth

from transforms.facts.extract import extract_facts, load_rulebook

HEAD = """Tarnbrook Reports on Its Year With HL-1, HL-2 and HL-3

LEEDS, England, Feb. 3, 2026 (GLOBE NEWSWIRE) -- Tarnbrook Therapeutics, which develops HL-1 (vantrelimab), HL-2 \
(oxabrutinib) and HL-3 (quellimab) for gout, asthma and psoriasis, today looked back on its year.

"""


def told(sentence, milestone_type, column):
    found = extract_facts(documents(f"{HEAD}{sentence}\n"), load_rulebook(), is_judged=False).milestones
    rows = found.filter(milestone_type=milestone_type, sentence=sentence).sort(column, nulls_last=True)
    return [str(value) if value is not None else None for value in rows[column]]


@pytest.mark.parametrize(
    ("sentence", "milestone_type", "starts"),
    [
        (
            "HL-1 was approved by the FDA for adults with gout in May 2022, and for adults with asthma in June 2023.",
            "approval",
            ["2022-05-01", "2023-06-01"],
        ),
        (
            "Topline results of the trial in gout are expected in June 2026 and in asthma in 2027.",
            "topline_readout",
            ["2026-06-01", "2027-01-01"],
        ),
        (
            "HL-1 has been granted orphan drug designation in the U.S. (2018) and EU (2019).",
            "designation_granted",
            ["2018-01-01", "2019-01-01"],
        ),
        (
            "HL-1 was approved by the FDA as Velmora in May 2022 and as Quavella for all who also have asthma in 2023.",
            "approval",
            ["2022-05-01", "2023-01-01"],
        ),
        # The second time is that of something else.
        (
            "Topline results of the trial in gout are expected in June 2026, and Tarnbrook plans a meeting in 2027.",
            "topline_readout",
            ["2026-06-01"],
        ),
        ("HL-1 was approved by the FDA for adults with gout and asthma in May 2022.", "approval", ["2022-05-01"]),
    ],
)
def test_an_event_with_two_times_is_two(sentence, milestone_type, starts):
    assert told(sentence, milestone_type, "window_start") == starts


@pytest.mark.parametrize(
    ("sentence", "milestone_type", "products"),
    [
        (
            "In January it announced positive Phase 3 results for vantrelimab in gout and oxabrutinib in asthma.",
            "topline_readout",
            ["oxabrutinib", "vantrelimab"],
        ),
        (
            "In January it announced positive Phase 3 results for vantrelimab in combination with oxabrutinib.",
            "topline_readout",
            1,
        ),
    ],
)
def test_results_of_two_products_in_two_diseases_are_two(sentence, milestone_type, products):
    found = told(sentence, milestone_type, "intervention")
    assert len(found) == products if isinstance(products, int) else found == products


def test_trials_of_two_phases_are_two():
    sentence = "Tarnbrook plans to start Phase 1b and Phase 2 trials of HL-1 in gout in 2027."
    assert told(sentence, "trial_initiated", "phase") == ["1b", "2"]
    assert told("Tarnbrook plans to start a Phase 1b and Phase 2 trial in 2027.", "trial_initiated", "phase") != [
        "1b",
        "2",
    ]


def test_phases_that_are_left_out_are_no_trials():
    sentence = "Tarnbrook plans to start a Phase 3 trial of HL-1 in 2027, omitting the Phase 1 and Phase 2 trials."
    assert told(sentence, "trial_initiated", "phase") == ["3"]


@pytest.mark.parametrize(
    ("sentence", "milestone_type", "count"),
    [
        (
            "It also announced the appointment of Ada Renfield, Ph.D., as Chief Medical Officer and Ben Oakes as CFO.",
            "leadership_change",
            2,
        ),
        (
            "Ada Renfield was named chief medical officer and Ben Oakes was appointed chief financial officer.",
            "leadership_change",
            2,
        ),
        (
            "It also announced the appointment of Ada Renfield, Ph.D., and Ben Oakes to its board of directors.",
            "leadership_change",
            1,
        ),
        (
            "In March it completed the acquisitions of Oakfield Bio, Inc., Westmark Labs and Bellmore Care AG.",
            "acquisition",
            3,
        ),
        ("In March it completed the acquisition of Oakfield Bio, Inc. and its labs.", "acquisition", 1),
        (
            "In March it signed an arrangement agreement with Oakfield Bio and a merger agreement with Bellmore Labs.",
            "acquisition",
            2,
        ),
        (
            "Previously, Dr. Renfield had received the Oakfield Award, the Bellmore Prize and the Tarn Medal.",
            "recognition",
            3,
        ),
        ("Previously, Dr. Renfield had received the Oakfield Award for work with Bellmore Labs.", "recognition", 1),
    ],
)
def test_each_person_in_a_post_and_each_company_bought_is_one(sentence, milestone_type, count):
    assert len(told(sentence, milestone_type, "sentence")) == count


@pytest.mark.parametrize(
    ("sentence", "agencies"),
    [
        ("Orphan drug designation was granted to HL-1 by American and European regulators.", ["EMA", "FDA"]),
        ("HL-1 was granted orphan drug designation in the European Union and the United States.", ["EMA", "FDA"]),
        ("The European Commission followed the EMA and granted orphan drug designation to HL-1.", ["EC"]),
        ("HL-1 has received orphan drug designation in Europe.", [None]),
    ],
)
def test_a_status_in_two_regions_is_two(sentence, agencies):
    assert told(sentence, "designation_granted", "agency") == agencies


def test_acceptance_by_two_agencies_is_two():
    sentence = "The FDA and the European Medicines Agency have accepted marketing applications for HL-1."
    assert told(sentence, "application_accepted", "agency") == ["EMA", "FDA"]


@pytest.mark.parametrize(
    ("opening", "piece", "milestone_type"),
    [
        ("Tarnbrook announced the acquisitions of ", "Oak ", "acquisition"),
        ("Tarnbrook announced an acquisition: a merger agreement with ", "Oak ", "acquisition"),
        ("Tarnbrook appointed ", "Ada Renfield, ", "leadership_change"),
        ("HL-1 was approved in May 2022", " and in May 2023", "approval"),
        ("She has won ", "Oak of the Award, ", "recognition"),
    ],
)
def test_hostile_lists_are_read_in_linear_time(opening, piece, milestone_type):
    assert growth(lambda size: told(f"{opening}{piece * size}.", milestone_type, "sentence"), 100) < LINEAR
