"""The talks of a congress programme, on invented sentences and a whole release."""

from datetime import date

import pytest
from facts.releases import documents
from growth import LINEAR, growth

from transforms.facts.extract import extract_facts, load_rulebook
from transforms.facts.programme import is_talk

PROGRAMME = """Tarnbrook to Present Three Studies of HL-1 at the Oakfield Rheumatology Congress

LEEDS, England, Feb. 3, 2026 (GLOBE NEWSWIRE) -- Tarnbrook Therapeutics, which develops HL-1 for gout, today announced \
that data from its clinical programme will be presented at the Oakfield Rheumatology Congress in June.

Friday, June 5, 2026:

Abstract #2210: A phase 2 study of HL-1 in refractory gout

Poster session; hall B

Abstract #2214: Two-year safety of HL-1 in adults with gout

Poster session; hall B

Abstract #TPS2218: A phase 3 study of HL-1 in adolescents

Presentation Title: Urate and flares in the phase 2 HARBOR trial

Date and time: Sunday, June 7, 2026, 9:30 a.m.

Presentation Title: HL-1 lowers urate in mice

Date and time: Monday, June 8, 2026, 9:30 a.m.
"""


@pytest.mark.parametrize(
    ("sentence", "is_entry"),
    [
        ("Presentation Title: A first study of HL-1", True),
        ("Title: A first study of HL-1", True),
        ("Ada Renfield, M.D. **Presentation Title:**A first study of HL-1", True),
        ("Abstract #2210: A first study of HL-1", True),
        ("Abstract Number: LB12 - A first study of HL-1", True),
        ("P3.07-012: A first study of HL-1", True),
        ("Poster: “A first study of HL-1”", True),
        ("Abstract Number: 2210", False),
        ("Poster P-31: Two-year safety of HL-1", True),
        ("LBA7: Survival in the HARBOR study", True),
        ("Oral presentation 10:15-10:30", False),
        ("The title was won by Ada Renfield.", False),
        ("Poster session: hall B", False),
    ],
)
def test_an_entry_names_a_talk_by_its_title(sentence, is_entry):
    assert is_talk(sentence) == is_entry


@pytest.mark.parametrize("is_judged", [True, False])
def test_each_talk_on_a_trial_is_one_event_on_its_day(is_judged):
    found = extract_facts(documents(PROGRAMME), load_rulebook(), is_judged=is_judged).milestones
    talks = found.filter(milestone_type="data_presented").sort("span_start")
    assert talks["role"].to_list() == ["guidance"] * 3
    assert [sentence.split(":")[0] for sentence in talks["sentence"]] == [
        "Abstract #2210",
        "Abstract #2214",
        "Presentation Title",
    ]
    assert talks["window_start"].to_list() == [date(2026, 6, 5), date(2026, 6, 5), date(2026, 6, 7)]


@pytest.mark.parametrize("piece", ["Abstract ", "*", "Abstract #1", "1", "oral "])
def test_hostile_entries_are_read_in_linear_time(piece):
    assert not is_talk(piece * 9000)
    assert growth(lambda size: [is_talk(piece * size) for _ in range(20)], 20_000) < LINEAR
