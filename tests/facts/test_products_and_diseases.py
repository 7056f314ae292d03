import pytest
from facts.chosen import chosen_diseases, chosen_products
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.disease_links import find_diseases, find_linked_diseases
from transforms.facts.diseases import find_disease_names
from transforms.facts.products import find_product_names, find_products

PRODUCTS = {
    "Phase 2 trial of QVX-318 in adults": ["QVX-318"],
    "evaluating QVX-102 SL and BZ1001-A": ["QVX-102 SL", "BZ1001-A"],
    "VELMORA® (dosetumab-abcd)": ["VELMORA", "dosetumab-abcd"],
    "treated with lomatinib or placebo": ["lomatinib"],
    "nexagene parvovec is given once": ["nexagene parvovec"],
    "insulin glargine": ["insulin glargine"],
    "CD19, IL-17, PD-1, PD-L1 and TP53 in COVID-19 by Q3 and FY2025": [],
    "the concept of cholesterol and peptides": [],
    "glutide-like effects": [],
    "a study of quavatamab vedotin in adults": ["quavatamab vedotin"],
    "granules of lomavir marboxil": ["lomavir marboxil"],
    "ofrangene bodenovec was infused": ["ofrangene bodenovec"],
    "doses of once-weekly Quavella were given": ["Quavella"],
    "its lead compound, Quavilat, is new": ["Quavilat"],
    "trials of quavadelpar, lomasporin and bezapertin": ["quavadelpar", "lomasporin", "bezapertin"],
    "the lomacillin facility in Elmton": [],
    "patients who took MS2819": ["MS2819"],
    "on March 15, 2025 in Room 1204": [],
    "shown at EXPO25, on the Tech100 and the INC 5000": [],
}


@pytest.mark.parametrize(("sentence", "names"), PRODUCTS.items())
def test_sees_what_looks_like_a_product(sentence, names):
    found = find_product_names(sentence)
    assert [name for _, _, name, _ in found] == names
    assert all(sentence[start:end].startswith(name[:3]) for start, end, name, _ in found)


def test_a_product_is_named_once_by_its_first_name():
    units = [
        ("title", "Acme Doses First Patient in Trial of Bezacort in Fern Fever"),
        ("lead", "Acme Bio, Inc. today announced the first patient in a trial of bezacort (NX3107) against placebo."),
        ("body", "In an earlier study, bezacort lowered fever more than comparator omafenib, versus omafenib alone."),
    ]
    products = chosen_products(units, "Acme Bio, Inc.", {})
    assert list(dict.fromkeys(products.values())) == ["bezacort"]
    assert products["NX3107"] == "bezacort"


def test_the_issuers_own_words_before_the_news_tell_no_product():
    units = [
        ("title", "Acme to Take Part in Three Conferences"),
        ("lead", "Acme, the maker of the VELMORA® patch, today announced that it will attend three conferences."),
    ]
    assert chosen_products(units, "Acme", {}) == {}


DISEASES = {
    "adults with moderately to severely active ulcerative colitis": ["ulcerative colitis"],
    "patients with metastatic castration-resistant prostate cancer": [
        "metastatic castration-resistant prostate cancer"
    ],
    "relapsed or refractory acute myeloid leukemia": ["relapsed or refractory acute myeloid leukemia"],
    "heart failure and diabetes": ["heart failure", "diabetes"],
    "head and neck cancer": ["head and neck cancer"],
    "type 2 diabetes": ["type 2 diabetes"],
    "early Alzheimer's disease": ["early Alzheimer's disease"],
    "hidradenitis suppurativa": ["hidradenitis suppurativa"],
    "major depressive disorder": ["major depressive disorder"],
    "the National Cancer Institute and the Lung Cancer Conference": [],
    "a disease, a disorder and a syndrome": [],
    "diploma, aroma and Oklahoma": [],
    "tumor growth": [],
    "head & neck cancer": ["head & neck cancer"],
    "a trial in multiple myeloma and multiple system atrophy": ["multiple myeloma", "multiple system atrophy"],
    "hemophilia A with inhibitors": ["hemophilia A"],
    "in haemophilia a trial of influenza B shots": ["haemophilia", "influenza B"],
    "bipolar I disorder and dementia with Lewy bodies": ["bipolar I disorder", "dementia with Lewy bodies"],
    "Niemann-Pick disease type C": ["Niemann-Pick disease type C"],
    "osteoarthritis of the knee": ["osteoarthritis of the knee"],
    "nausea and vomiting after chronic rhinosinusitis with nasal polyps": [
        "nausea and vomiting",
        "chronic rhinosinusitis with nasal polyps",
    ],
    "adults with autism spectrum disorder": ["autism spectrum disorder"],
    "a drug for autoimmune and allergic diseases": ["autoimmune and allergic diseases"],
    "cancer and autoimmune diseases": ["cancer", "autoimmune diseases"],
    "heart failure with preserved ejection fraction": ["heart failure with preserved ejection fraction"],
    "cancer of the larynx": ["cancer of the larynx"],
    "Transthyretin (ATTR) amyloidosis": ["Transthyretin (ATTR) amyloidosis"],
    "KRAS-positive lung tumors": ["KRAS-positive lung tumors"],
    "a vaccine against hepatitis B in adults": ["hepatitis B"],
    "chronic Pseudomonas aeruginosa infections": ["chronic Pseudomonas aeruginosa infections"],
    "novel, non-invasive cancer treatments": ["cancer"],
    "its single-shot dengue vaccine for adolescent dengue": ["dengue", "dengue"],
    "stage III-V chronic kidney disease": ["chronic kidney disease"],
    "a Phase II Alzheimer’s disease program": ["Alzheimer’s disease"],
    "early Alzheimer&#39;s disease": ["early Alzheimer&#39;s disease"],
    "in Parkinson’s patients": ["Parkinson’s"],
    "irregular arrhythmias": ["irregular arrhythmias"],
    "Acme Suggests Herpes, Improved Fibrosis and City-Funded Stroke": ["Herpes", "Stroke"],
    "at the Society for the Study of Fern Disease and the 7th Annual Fern Fever and Asthma Summit": [],
    "the National Institute of Fern Disorders and Stroke": [],
    "in the Journal for Therapy of Cancer": [],
    "patients with MSS CRC": ["CRC"],
    "treatment of UC": ["UC"],
    "the UC campus, a MS in chemistry, an AD agency": [],
    "market conditions and chronic conditions": [],
    "a neuropathic condition": ["neuropathic condition"],
    "said Kolvosis, which makes chairs for offices and homes": [],
}


@pytest.mark.parametrize(("sentence", "names"), DISEASES.items())
def test_sees_names_of_diseases(sentence, names):
    found = find_disease_names(sentence)
    assert [surface for _, _, surface in found] == names
    assert all(sentence[start:end] == surface for start, end, surface in found)


@pytest.mark.parametrize(
    ("title", "lead", "names"),
    [
        (
            "Acme Doses First Patient With QVX-101",
            "Acme today announced the first dose of QVX-101, an oral QVR-1R inhibitor. The QVR-1R pathway is new.",
            ["QVX-101"],
        ),
        (
            "Acme Begins Trial of Bezacort",
            "Acme today announced a trial of bezacort in adults whose gout is not controlled with rest and omafenib.",
            ["bezacort"],
        ),
        (
            "Acme Begins Trial of QVX-7",
            "Acme today announced a trial of QVX-7 in combination with Galbrun’s Velmora (omafenib).",
            ["QVX-7"],
        ),
        (
            "Norland Firm Signs Pact",
            "Acme has entered into a pact on its drug candidate QVX-9, the company announced on Monday.",
            ["QVX-9"],
        ),
        (
            "Acme to File",
            "Acme will file for its investigational four-part fern fever vaccine (FernABCD) later this year.",
            ["FernABCD"],
        ),
        (
            "A New Way to Read the Heart",
            "The Elm Cardiac Patch was cleared. Doctors put the Elm Cardiac Patch on the chest.",
            ["Elm Cardiac Patch"],
        ),
        (
            "Norland Stent Is Cleared",
            "Acme said that its Quavaros stent was cleared. The bare-metal Quavaros stent holds vessels open.",
            ["Quavaros"],
        ),
        ("A Norland Device", "Acme sells the Norland device. It is new.", []),
        ("A Ward Opens", "The Elm Health System opened a ward. The Elm Health System has ten.", []),
    ],
)
def test_the_product_of_the_news(title, lead, names):
    units = [("title", title), *(("lead", f"{part.rstrip('.')}.") for part in lead.split(". "))]
    assert list(dict.fromkeys(chosen_products(units, "Acme", {}).values())) == names


def test_the_issuer_is_no_substance():
    units = [
        ("title", "Quavamab Oncology Begins Trial of QVX-4"),
        ("lead", "Quavamab Oncology today announced a trial of QVX-4 for gout."),
    ]
    assert list(dict.fromkeys(chosen_products(units, "Quavamab Oncology", {}).values())) == ["QVX-4"]


def test_a_disease_has_its_long_name():
    units = [
        ("title", "Acme Doses First Patient in FBC"),
        ("lead", "Acme today announced a trial in fictive bowel colitis (FBC), a rare disease."),
        ("body", "FBC is often confused with asthma."),
    ]
    diseases = chosen_diseases(units, {"FBC": "fictive bowel colitis"})
    assert list(dict.fromkeys(diseases.values())) == ["fictive bowel colitis"]
    assert diseases["FBC"] == "fictive bowel colitis"


def test_what_is_now_called_otherwise_is_one_disease():
    units = [
        ("title", "First Patient in Idiopathic Bone Myopathy"),
        ("lead", "The trial is in patients with boneitis, now known as idiopathic bone myopathy."),
    ]
    assert set(chosen_diseases(units, {}).values()) == {"idiopathic bone myopathy"}


def test_side_effects_are_no_diseases_of_the_news():
    units = [
        ("title", "Acme Reports Results in Fern Arthritis"),
        ("lead", "Acme today announced results in adults with fern arthritis, with no cases of pancreatitis."),
        *[("lead", "The weather was fine.")] * 6,
        ("lead", "IMPORTANT SAFETY INFORMATION: do not use after organ transplants."),
        *[("lead", "Stop the product where thrombosis is suspected.")] * 5,
    ]
    assert set(chosen_diseases(units, {}).values()) == {"fern arthritis"}


def test_a_usual_short_form_is_its_long_name():
    units = [
        ("title", "Acme Treats First Patient in NSCLC"),
        ("lead", "The trial is in patients with NSCLC, the commonest lung cancer."),
        ("body", "Non-small cell lung cancer is rare in ferns."),
    ]
    assert len(set(chosen_diseases(units, {}).values())) == 1


def test_a_short_form_that_the_text_spells_out_otherwise_is_no_disease():
    units = [("title", "Acme Buys AML Software"), ("lead", "AML software helps banks, said Acme of its AML tools.")]
    assert chosen_diseases(units, {"AML": "anti-money laundering"}) == {}


def test_the_usual_spelling_names_a_disease():
    units = [
        ("title", "FERN Syndrome Arrhythmias"),
        ("lead", "Adults with fern arrhythmia and others with fern arrhythmia were treated for FERN syndrome."),
    ]
    assert set(chosen_diseases(units, {}).values()) == {"FERN syndrome", "fern arrhythmia"}


def test_an_event_is_tied_to_a_disease_that_only_its_sentence_names():
    assert find_linked_diseases("Approved for gout in May.", {"asthma": "asthma"}) == [(13, 17, "gout")]
    assert find_linked_diseases("For gout and asthma.", {"asthma": "asthma"}) == [(13, 19, "asthma")]
    assert find_linked_diseases("A platform for rare diseases.", {}) == []


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Filed for adults with diabetic gastroparesis.", "diabetic gastroparesis"),
        ("Filed for advanced gastroparesis.", "gastroparesis"),
        ("Filed for relapsed/refractory gastroparesis.", "gastroparesis"),
        ("Filed for idiopathic or diabetic gastroparesis.", "gastroparesis"),
    ],
)
def test_a_sentence_may_name_a_narrower_disease(sentence, named):
    assert [name for *_, name in find_linked_diseases(sentence, {"gastroparesis": "gastroparesis"})] == [named]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("Filed for adults with metastatic breast cancer.", "breast cancer"),
        ("Filed for adults with small cell lung cancer.", "small cell lung cancer"),
        ("Filed for adults with metastatic cancer.", "lung cancer"),
        ("Filed for adults with cancer.", "lung cancer"),
    ],
)
def test_the_short_word_of_a_release_is_not_that_of_another_disease(sentence, named):
    diseases = {"lung cancer": "lung cancer", "cancer": "lung cancer"}
    assert [name for *_, name in find_linked_diseases(sentence, diseases)] == [named]


def test_what_befalls_who_is_treated_is_no_disease_of_the_news():
    harm = "Adults given the pump had device-related infections, device pocket infections or non-fatal heart attacks."
    assert find_linked_diseases(harm, {}) == []
    assert [name for *_, name in find_linked_diseases("It treats alcohol-related hepatitis.", {})] == [
        "alcohol-related hepatitis"
    ]


def test_a_headlines_other_words_are_no_part_of_a_disease():
    units = [
        ("title", "Acme Urges Multisource Gastroparesis Supply"),
        ("lead", "Acme today announced a trial in gastroparesis, and gastroparesis is rare."),
    ]
    assert set(chosen_diseases(units, {}).values()) == {"gastroparesis"}
    units[0] = ("title", "Acme Asks for Diabetic Gastroparesis Supply")
    assert set(chosen_diseases(units, {}).values()) == {"Diabetic Gastroparesis"}


def test_what_a_clinic_names_once_is_one_of_many_that_it_sees():
    units = [
        ("title", "Fern Clinic Opens Its Doors"),
        ("lead", "Fern Clinic treats psoriasis and gout."),
        ("body", "Of psoriasis we speak in spring."),
    ]
    assert set(chosen_diseases(units, {}, is_treated=False).values()) == {"psoriasis"}
    assert set(chosen_diseases(units, {}).values()) == {"psoriasis", "gout"}


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("They linked walks with fewer heart attacks.", ["heart attacks"]),
        ("It was printed in the Annals of the Fern Diseases.", []),
        ("She works at Florida Prostate Cancer.", ["Prostate Cancer"]),
        ("Hollin Bio's Cancer Drug Is Accepted", ["Cancer"]),
        ("It is an in vitro diagnostic cervical cancer test.", ["cervical cancer"]),
    ],
)
def test_what_a_headline_says_of_a_disease_is_no_part_of_it(sentence, named):
    assert [name for _, _, name in find_disease_names(sentence)] == named


def test_a_study_is_no_part_of_a_disease():
    units = [("title", "QESA Heart Disease Score"), ("lead", "The QESA heart disease score is old, said QESA.")]
    diseases = chosen_diseases(units, {"QESA": "Quavian Study of Atherosclerosis"})
    assert {name.lower() for name in diseases.values()} == {"heart disease"}


def test_what_a_company_says_of_itself_ties_nothing():
    sentence = "Acme (Nasdaq: ACME), a company that treats gout, today announced a trial in lupus."
    assert [name for _, _, name in find_linked_diseases(sentence, {"gout": "gout", "lupus": "lupus"})] == ["lupus"]


def test_mentions_carry_the_release_names():
    assert find_products("QVX-3 and qvx-3", {"QVX-3": "velmo"}) == [(0, 5, "velmo"), (10, 15, "velmo")]
    assert find_diseases("FBC is FBC-like", {"FBC": "fictive bowel colitis"})[0] == (0, 3, "fictive bowel colitis")


@given(st.text(max_size=300))
def test_spans_of_any_text_stay_inside(text):
    spans = [hit[:2] for find in (find_product_names, find_disease_names) for hit in find(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    chosen_products([("title", text), ("lead", text)], text[:20], {})
    chosen_diseases([("title", text), ("lead", text)], {})
    assert all(0 <= start < end <= len(text) for start, end, _ in find_linked_diseases(text, {"İs": "İs", "a": "a"}))


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The trial in gout was held after an SAE of severe fern fever.", ["gout"]),
        ("Patients with gout had no device-related fern fever.", ["gout"]),
        ("Adults without gout were left out of the trial in fern fever.", ["fern fever"]),
        ("There are no approved drugs for gout.", ["gout"]),
    ],
)
def test_what_people_do_not_have_or_suffer_from_the_drug_ties_nothing(sentence, named):
    diseases = {"gout": "gout", "fern fever": "fern fever"}
    assert [name for _, _, name in find_linked_diseases(sentence, diseases)] == named
