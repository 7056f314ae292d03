"""Names of products that no list holds: by marks, brackets, second words, capitals, and by what is said of a word."""

import pytest
from facts.chosen import chosen_products

from transforms.facts.links import SentenceLinks
from transforms.facts.product_fallbacks import described, find_title_substances, full_name, own_things
from transforms.facts.product_ranking import find_other_products
from transforms.facts.products import find_product_names


def names(units, issuer="Hollin Bio, Inc."):
    return list(dict.fromkeys(chosen_products(units, issuer, {}).values()))


SEEN = {
    "The company has developed VELMORA (lomatinib) for gout": ["VELMORA", "lomatinib"],
    "taking VELMORA&reg; 200 mg": ["VELMORA"],
    "a study of quavaCore&trade; in migraine": ["quavaCore"],
    "the drink quavzz™ and quavbb(TM) are sold": ["quavzz", "quavbb"],
    "Best Doctors in America® and Florida®": [],
    "data on quava-vec and pembrolizumab": ["quava-vec", "pembrolizumab"],
    "the trial of qTOL-102 and QVXA-2001": ["qTOL-102", "QVXA-2001"],
    "its candidate Quava-21-302 in Booth QVX": ["Quava-21-302"],
    "sales of EUR 272 million at ESMO 2024 and ASCO-2024": [],
    "the quavatrial heart Association® and its Journal™": [],
    "QV-07334060, QVO-APQX3 and quavacaptad pegol are compared": ["QV-07334060", "QVO-APQX3", "quavacaptad pegol"],
    "registered as DRKS00012345, in HLA-DRQX1 carriers": [],
    "S42.108: Long-term Safety of Lomatinib in Adults": ["Lomatinib"],
    "Results from Completed Trial of Masked and Intravitreal Drugs": [],
}


@pytest.mark.parametrize(("sentence", "expected"), SEEN.items())
def test_sees_brands_and_codes_however_they_are_marked(sentence, expected):
    assert [name for _, _, name, _ in find_product_names(sentence)] == expected


def test_a_brand_with_its_substance_is_one_product():
    units = [
        ("title", "Hollin Receives Approval of Velmora"),
        ("lead", "Hollin today announced the approval of Velmora (lomatinib) for adults with gout."),
        ("body", "Lomatinib lowers uric acid; Velmora was well tolerated."),
    ]
    assert names(units) == ["Velmora"]


def test_what_is_numbered_or_stands_behind_the_word_study_is_a_study():
    units = [
        ("title", "Hollin Shows Lomatinib Data"),
        ("lead", "Hollin showed data for lomatinib from HARBORS 2 and the Phase 2 study FERN-QV1."),
        ("body", "HARBORS 3: survival on lomatinib. HARBORS 2: the use of HARBORS 3. FERN-QV1 goes on."),
        ("body", "The HARBORS therapy arm grew; FERN-QV1 is for adults."),
    ]
    assert names(units) == ["lomatinib"]
    assert "VELMORA" in names([("title", "Trial of VELMORA 2 mg Opens"), ("lead", "VELMORA 4 mg therapy is new.")])


def test_a_firm_that_is_called_after_its_therapy_is_none():
    units = [("title", "Hollin Therapy Grows"), ("lead", "Hollin Therapy, a clinic, grows. Hollin Therapy is new.")]
    assert own_things("Hollin Therapy", units) == {}
    assert set(own_things("Hollin Bio", units).values()) == {"Hollin Therapy"}


def test_a_firm_is_one_by_its_legal_form():
    units = [
        ("title", "Fund Backs QuavaBio"),
        ("lead", "QuavaBio AG, a maker of drugs, grows. QuavaBio plans a trial."),
    ]
    assert names(units) == []


def test_a_condition_that_is_called_after_a_hormone_is_no_product():
    lead = "Screens raise insulin resistance in the young, a study found."
    assert names([("title", "Screens Harm the Young"), ("lead", lead)]) == []
    assert names([("title", "Screens Harm the Young"), ("lead", "The young need insulin, a study found.")]) == [
        "insulin"
    ]


def test_a_technology_before_a_code_is_no_product():
    units = [
        ("title", "Hollin Presents Data on Quavabody® QVX-126"),
        ("lead", "Quavabody® QVX-126 was well tolerated."),
    ]
    assert names(units) == ["QVX-126"]


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("Hollin Presents Data of QVX-126", "QVX-126 was tested in tumours that resist trastuzumab and pembrolizumab."),
        ("Hollin Presents Data of QVX-126", "The complete response came after years on Keytruda® and Tagrisso®."),
        ("Hollin Files for QVX-126", "QVX-126 is a biosimilar that uses BOTOX® as its reference product."),
    ],
)
def test_an_old_drug_behind_the_new_one_is_no_news_whatever_is_said_of_it(title, lead):
    assert names([("title", title), ("lead", lead)]) == ["QVX-126"]


def test_a_brand_in_passing_is_no_news_behind_the_product_of_the_headline():
    lead = "QVX-126 was well tolerated, as the makers of Velmora® hoped."
    assert names([("title", "Hollin Presents Data of QVX-126"), ("lead", lead)]) == ["QVX-126"]
    assert set(names([("title", "Hollin Presents Data"), ("lead", lead)])) == {"QVX-126", "Velmora"}


def test_an_old_drug_alone_is_the_news():
    units = [("title", "Metformin Lowers Fern Fever"), ("lead", "Adults on metformin had less fern fever.")]
    assert names(units) == ["metformin"]


def test_a_platform_gives_way_to_the_product_that_it_made():
    lead = "Hollin uses its QUAVR® AI/ML platform and today announced that QVX-126 was well tolerated."
    assert names([("title", "Hollin Presents Data of QVX-126"), ("lead", lead)]) == ["QVX-126"]


@pytest.mark.parametrize(
    "lead",
    [
        "Velmora is not named today: lomatinib is approved in Norland and is marketed as Velmora® for gout.",
        "Lomatinib was better than placebo for gout. Velmora® contains lomatinib and should be used with care.",
    ],
)
def test_a_brand_is_its_substance_where_the_sentence_says_so(lead):
    units = [("title", "Lomatinib Lowers Uric Acid"), *(("lead", f"{part}.") for part in lead.rstrip(".").split(". "))]
    assert names(units) == ["lomatinib"]


@pytest.mark.parametrize(
    "said",
    [
        "Hollin’s lead program, QuavaJect, is a patch that dissolves.",
        "Hollin, whose flagship product, QuavaJect, goes on sale, hired Bo Carden.",
        "The company makes QuavaJect, a screening test. QuavaJect may work. It hopes that QuavaJect works.",
    ],
)
def test_what_a_name_is_said_to_be_makes_it_a_product(said):
    assert names([("title", "Hollin Hires Bo Carden"), *(("body", f"{part}.") for part in said[:-1].split(". "))]) == [
        "QuavaJect"
    ]


@pytest.mark.parametrize(
    ("title", "lead"),
    [
        ("Hollin Hires Bo Carden", "Bo Carden was the CEO of QuavaLife for a product called fever. QuavaLife is new."),
        ("Featured in a QuavaWire Editorial", "A product of QuavaWire tells of fever; QuavaWire is read by many."),
        ("QUAVAL Solutions Opens an Office", "QUAVAL Solutions is a firm for therapy. QUAVAL Solutions is new."),
        ("QUAVAL Solutions Opens an Office", "A therapy QUAVAL sells is new. QUAVAL is new."),
        ("Join #QuavaGoesPink", "Join #QuavaGoesPink for treatment. #QuavaGoesPink is new."),
        ("Hollin Has a Quava Retinal Test", "Its Quava Retinal Test (QRT™) sees little."),
        ("Hollin to Present at AB/CD™ 2026", "Hollin will present at AB/CD™ 2026."),
        ("Join the Bowl-A-Thon", "Join the Bowl-A-Thon for treatment of fever."),
        ("Quava-X Grows", "Quava-X, a firm for scribes, grows."),
        ("REDUCT-IT® Subgroup Data Out", "The REDUCT-IT® subgroup data are out."),
    ],
)
def test_firms_media_meetings_and_studies_are_no_products(title, lead):
    assert names([("title", title), ("lead", lead)], issuer="Quava-X" if "Quava-X" in title else "Hollin Bio") == []


@pytest.mark.parametrize(
    ("section", "sentence", "name"),
    [
        ("title", "Hollin Shows Data of its FQR-1 Inhibitor in Fern Fever", "FQR-1 Inhibitor"),
        ("title", "Hollin Licenses anti-FqR Antibody", "anti-FqR Antibody"),
        ("title", "Hollin Enrolls First Patient for its Fern Fever Screening Test", "Fern Fever Screening Test"),
        ("lead", "Hollin now offers transcranial magnetic stimulation (TMS).", "transcranial magnetic stimulation"),
        ("lead", "Hollin speaks of an FQR-1 inhibitor of others.", None),
        ("body", "Some have had electroconvulsive therapy.", None),
        ("title", "New Antibody Found in Ferns", None),
    ],
)
def test_what_has_no_name_is_called_by_what_the_headline_says_that_it_is(section, sentence, name):
    assert list(described([(section, sentence)])) == ([name] if name else [])


def test_a_named_product_needs_no_description():
    assert names([("title", "Hollin Doses First Patient with Pan-KRAS Inhibitor QVX-126")]) == ["QVX-126"]


@pytest.mark.parametrize(
    "piece", ["lead ", "novel quava ", "Quava™, a b ", "marketed as ", "Quava is the first ", "FQR-1 ", "Ab Screening "]
)
def test_long_sentences_take_little_time(piece):
    sentence = (piece * 2000)[:6000]
    chosen_products([("title", sentence), ("lead", sentence)], "Hollin", {})
    described([("title", sentence), ("lead", sentence)])


def test_a_drug_that_is_given_beside_the_new_one_is_no_news():
    units = [
        ("title", "Hollin Presents Data of QVX-126 in Combination with Pembrolizumab"),
        ("lead", "QVX-126 with pembrolizumab was well tolerated; pembrolizumab was given every three weeks."),
    ]
    assert names(units) == ["QVX-126"]


def test_a_persons_career_tells_of_products_of_others():
    units = [
        ("title", "Hollin Appoints Chief Medical Officer"),
        ("lead", "Dr. Fenn joins from Norvane, where she led the development of lomatinib and QVX-126."),
    ]
    assert names(units) == []


def test_a_study_by_its_name_is_no_product():
    units = [
        ("title", "Hollin Starts QUAVIDES® Trial of QVX-126"),
        ("lead", "The QUAVIDES® trial of QVX-126 has begun; QUAVIDES® is a study in gout."),
    ]
    assert names(units) == ["QVX-126"]


def test_the_second_word_belongs_to_the_name_where_it_mostly_follows():
    told = [
        ("lead", "Quavaga Plus is sold online."),
        ("body", "Users of Quavaga Plus slept better than before Quavaga."),
    ]
    assert full_name("Quavaga", told) == "Quavaga Plus"
    assert full_name("Quavaga", [("lead", "Quavaga Data are new."), ("body", "Quavaga is sold.")]) is None


def test_what_the_issuer_calls_after_itself_is_its_product():
    told = [
        ("title", "Hollin Starts Study"),
        ("lead", "The Hollin System is small."),
        ("body", "The Hollin System is safe."),
    ]
    assert set(own_things("Hollin Bio, Inc.", told).values()) == {"Hollin System"}
    assert own_things("Hollin Bio, Inc.", told[:2]) == {}


def test_what_a_biosimilar_is_like_is_not_its_name():
    units = [
        ("title", "QVX-7 Accepted, a Proposed Biosimilar to Velmora® (lomatinib)"),
        ("lead", "Hollin Bio's QVX-7, a proposed biosimilar candidate to Velmora®, was accepted. QVX-7 is new."),
    ]
    assert names(units) == ["QVX-7"]


def test_letters_before_the_data_of_a_phase_name_the_study():
    units = [
        ("title", "HARBOR-QX Phase 2a Interim Data on Quavatinib Shown"),
        ("lead", "HARBOR-QX Phase 2a data on quavatinib were shown. A Type-B meeting follows."),
    ]
    assert names(units) == ["quavatinib"]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Hollin today announced that the FDA has approved QUAVELLA for adults with gout.", ["QUAVELLA"]),
        ("Hollin today announced the U.S. launch of QUAVELLA.", ["QUAVELLA"]),
        ("Hollin today announced 510(k) clearance for its QuavaPatch heart monitor.", ["QuavaPatch"]),
        ("Hollin today announced that it shows QUAVELLA and its QuavaWorks campus.", []),
    ],
)
def test_what_is_approved_or_launched_needs_no_second_place(lead, expected):
    assert names([("title", "Hollin Has News"), ("lead", lead)]) == expected


def test_what_is_cleared_needs_no_second_place():
    units = [("lead", "Its FDA-cleared Hollin System records the heart.")]
    assert own_things("Hollin Inc.", units) == {"Hollin System": "Hollin System"}
    assert own_things("Hollin Inc.", [("lead", "The Hollin System records the heart.")]) == {}


def test_a_headline_word_is_a_substance_where_the_text_speaks_so_of_it():
    told = [
        ("title", "Hollin Withdraws Application for Levosiranz in Migraine"),
        ("lead", "Hollin withdraws its application for levosiranz in adults with migraine."),
        ("body", "Patients treated with levosiranz had fewer attacks; levosiranz was well tolerated."),
    ]
    assert find_title_substances(told) == {"levosiranz"}
    assert names(told) == ["levosiranz"]


def test_a_sentence_may_be_about_another_product_than_the_release():
    assert find_other_products("The FDA granted Fast Track to QVX-126 against lomatinib.") == [(30, 37, "QVX-126")]
    links = SentenceLinks("The FDA granted Fast Track to QVX-126.", {"NV-12": "NV-12"}, {}, None)
    assert links.nearest("product", 4, 26) == "QVX-126"


OTHERS = {
    "The lead program studies a cell therapy, Velmora®, having completed a Phase 1 trial.": ["Velmora"],
    "Our first product, VELMOR™, has shown promise in a Phase 2 trial.": ["VELMOR"],
    "Approval in Norway to begin trials is in hand for Lomid-QS.": ["Lomid-QS"],
    "The FDA granted an orphan drug designation (ODD) to QVIO as a treatment for gout.": ["QVIO"],
    "Data show that TAR-QM04S1 lasts.": ["TAR-QM04S1"],
    "The meeting was attended by people from Velmora®.": [],
    "The drug for Tarn's own use is new.": [],
    "Its powder made with Velmora® is on sale.": [],
    "Velmora® platform partners met for Velmora® technology talks.": [],
    "Note: Moderated Poster Presentation QV23 in Session QV4.": [],
    "View abstract QVS082 and Abstract Number: QVB128.": [],
}


@pytest.mark.parametrize(("sentence", "expected"), OTHERS.items())
def test_what_is_done_with_a_name_makes_it_another_product(sentence, expected):
    assert [name for *_, name in find_other_products(sentence)] == expected


def test_what_a_product_is_made_from_is_not_its_name():
    sentence = "QVX-3, a deuterated omafetinib analog, and its omafetinib QVX-4 have the status."
    assert [name for *_, name, _ in find_product_names(sentence)] == ["QVX-3", "QVX-4"]


def test_a_code_that_is_told_more_often_names_the_product():
    units = [
        ("title", "Hollin Files for QVX-100"),
        ("lead", "Hollin today announced that omafetinib (QVX-100) was filed."),
        ("body", "QVX-100 is given in clinics; QVX-100 may help."),
    ]
    assert names(units) == ["QVX-100"]


def test_letters_with_a_hyphen_are_a_name_where_they_come_again():
    units = [
        ("title", "Hollin Reports on TAR-MVB"),
        ("lead", "Hollin today announced a trial of TAR-MVB in gout."),
    ]
    assert names(units) == ["TAR-MVB"]
    assert find_product_names("An AI-ML tool for Phase-II work in the US-EU area") == []


def test_a_platform_is_no_product():
    units = [
        ("title", "Hollin Has Designations"),
        ("lead", "Hollin today announced that its QUAVDR® AI platform is used, and its QUAVDR® platform grows."),
        ("body", "QUAVDR® has helped with drugs."),
    ]
    assert names(units) == []


def test_the_extension_of_a_trial_is_no_product():
    assert find_other_products("Results from HARBOR-OLE were announced in June.") == []
