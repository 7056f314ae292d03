import pytest
from facts.issuers import FILLER, issuer
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.issuer import _before_verb
from transforms.facts.issuer_places import headed


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("Fjell Bio, Inc. (Nasdaq: FJEL), a maker of", "Fjell Bio, Inc."),
        ("FJELL – a clinical-stage company", "FJELL"),
        ("Fjell Therapeutics™ (NYSE: FJ) today announced", "Fjell Therapeutics"),
        ("Fjell Inc. and Dal Corporation today announced", "Fjell Inc."),
        ("Fjell AG, Dal GmbH and Elm Mobility have formed an alliance.", "Fjell AG"),
        ("Fjell and the Dal Heart Institute today announced", "Fjell"),
        ("Fjell Clinic, Norland's oldest practice, today announced", "Fjell Clinic"),
        ("Elm and Company (NYSE: ELM) announced", "Elm and Company"),
        ("electroFjell, Inc. (Nasdaq: EF) said", "electroFjell, Inc."),
        ("The Elm Company (NYSE: ELM), a maker", "The Elm Company"),
        ("Dalby- and Elmton-based Fjell, a maker of lamps, today announced", "Fjell"),
        ("The law firm of Fjell & Dal, LLP (www.fjell.example) reminds", "Fjell & Dal, LLP"),
        ("Fern Search and Rescue (FERNSAR) is ready. Fern Search and Rescue helps.", "Fern Search and Rescue"),
        ("Fjell's Voice, a radio station, today said. Fjell's Voice has news. Fjell's Voice sings.", "Fjell's Voice"),
        ("New Fjell Metals, a mining company, today announced", "New Fjell Metals"),
        ("9th Annual Fjell Awards today announced its winners", "Fjell Awards"),
        ("On May 3, 2026 Fjell Bio, Inc. (NASDAQ: FJEL), a maker of lamps, reported", "Fjell Bio, Inc."),
        ("Norlandic developer Fjell Medical - whose pumps are small - was granted a status.", "Fjell Medical"),
        ("Shares in Fjell Bio Ltd. (TASE: FJEL) fell by a third.", "Fjell Bio Ltd."),
        ("Fjell plans to file next year. Fjell has a pump.", "Fjell"),
        ("Fjell Bio, Inc., yesterday announced a grant.", "Fjell Bio, Inc."),
        ("The regulator has accepted Dal Pharma’s (DALP) application for a pump.", "Dal Pharma"),
    ],
)
def test_the_lead_names_the_issuer(lead, name):
    assert issuer("A headline about news", lead) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fjell Bio Announces First Patient Dosed", "Fjell Bio"),
        ("Fjell to Present at a Conference", "Fjell"),
        ("Fjell Bio’s FJ-101 Cleared to Start", "Fjell Bio"),
        ("SomeNewsBreaks – Fjell Bio Inc. (NASDAQ: FJEL) Receives", "Fjell Bio Inc."),
        ("Fjell Bio & Dal Pharma Announce a Pact", "Fjell Bio"),
        ("Fjell & Sons Announces a Pact", "Fjell & Sons"),
        ("The Fjell Heart Center Opens a Ward", "Fjell Heart Center"),
        ("Japan’s Fern Fever Season Begins", None),
        ("FDA Approves the First Treatment", None),
        ("7 Million People Live With Fern Fever", None),
        ("Fjell Poised to Grow", "Fjell"),
        ("Fjell Bio Received Clearance of Its Pump", "Fjell Bio"),
        ("Fjell Biotech AB Interim Report January - June 2026", "Fjell Biotech AB"),
        ("Children’s Hospital of Elmton Marks a Day", "Children’s Hospital of Elmton"),
        ("Norland Scientist to Lead a Study", None),
        ("Bestselling Author Ann Carden Announces Her Novel", "Ann Carden"),
        ("Property Management Announces Change", None),
        ("Fern Lamp Holders Jump at the News", "Fern Lamp Holders"),
        ("Safe Fjell Group Inc. (NASDAQ: FJEL) Sees Growth", "Safe Fjell Group Inc."),
    ],
)
def test_a_bare_title_names_it(title, name):
    assert issuer(title, "", has_dateline=False) == name


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("Fjell Bio Inc. CEO Bo Carden answers questions", "Fjell Bio Inc."),
        ("Chief Medical Officer at Fjell Bio Inc. (Nasdaq: FJEL) Bo Carden said", "Fjell Bio Inc."),
        ("Fjell Bio Inc. Executive Chairman Bo Carden joined a talk", "Fjell Bio Inc."),
        ("The Supervisory Board of Fjell Bio AG has appointed", "Fjell Bio AG"),
        ("President & CEO of Fjell Bio Inc. (Nasdaq: FJEL) Bo Carden said", "Fjell Bio Inc."),
    ],
)
def test_a_post_is_no_part_of_a_name(lead, name):
    assert issuer("A headline about news", lead) == name


def test_the_news_of_a_coverage_note_is_its_houses():
    lead = (
        "Fjell Bio Inc. (NASDAQ: FJEL): Dal Capital Partners updates their coverage on Fjell Bio Inc. (NASDAQ: FJEL)."
    )
    assert issuer("Dal Updates Coverage on Fjell Bio Inc. (NASDAQ: FJEL) 1Q", lead) == "Dal Capital Partners"


def test_a_paid_article_is_about_the_company_with_the_ticker():
    lead = "Fern fever is a burden. That is why Fjell Bio Ltd. (NASDAQ: FJEL) looks for a cure."
    assert issuer("Why fern fever matters", lead, has_dateline=False) == "Fjell Bio Ltd."


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ("Sweet Fjell Launches First Ever Oat Bar", "Sweet Fjell"),
        ("Industry Leader Ada Elm Appointed", None),
        ("Fjell Presents", "Fjell Presents"),
        ("Elm Reports International Inc.", "Elm Reports International Inc."),
        ("Fjell Bio, Inc.", "Fjell Bio, Inc."),
    ],
)
def test_a_headline_taken_whole_is_cut_at_its_verb(taken, name):
    assert _before_verb(taken) == name


def test_the_source_line_helps_where_the_text_is_silent():
    assert issuer("first patient dosed", "the first patient was dosed", source_line="Fjell") == "Fjell"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Porto, Norland - February 9, 2026 / Fjell Spine and Joints /", "Fjell Spine and Joints"),
        ("Porto, Norland - February 9, 2026 / Fjell Spa | Best Spa in Porto /", "Fjell Spa"),
        ("Porto, Norland - February 9, 2026 / Fjell Dental (Dal Dental) /", "Fjell Dental"),
        ("Porto, Norland - February 9, 2026 / Best Porto Smiles /", "Best Porto Smiles"),
        ("Porto, Norland - February 9, 2026 / Fjell Newswire /", None),
    ],
)
def test_a_paid_networks_line_names_who_pays(line, name):
    assert (
        issuer("Options for an aching back", f"{line}\n\nA bad back is a burden. {FILLER}", has_dateline=False) == name
    )


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        (
            "Fjell Biolabs Turbocharges Gene Work",
            "Fjell Biolabs, a provider of tools, grew. Fjell Biolabs offers tools.",
            "Fjell Biolabs",
        ),
        (
            "Rent a Room at Fjell Storage in Porto",
            "Fjell Storage, a provider of rooms, grew. Fjell Storage offers rooms.",
            "Fjell Storage",
        ),
        (
            "Role of a Fern Care Guide",
            "A fern care guide helps. Fern Care Guide said so. Fern Care Guide offers help.",
            None,
        ),
    ],
)
def test_a_name_of_the_headline_that_the_body_repeats_is_the_issuer(title, body, name):
    assert issuer(title, f"For years now, {body} {FILLER}") == name


def test_a_name_that_ends_like_a_verb_stays_whole_before_an_apposition():
    assert issuer("Boosting orders", "Fjell Works, a leader in tools, is proud to show its sheet.") == "Fjell Works"


@given(st.text(max_size=200), st.text(max_size=300), st.booleans())
def test_never_raises(title, lead, has_dateline):
    issuer(title, lead, has_dateline=has_dateline)


@pytest.mark.parametrize(
    ("title", "lead", "name"),
    [
        (
            "fjellapp Becomes the Best of Norland",
            "fjellapp, Norland's leading platform for lamps, has won.",
            "fjellapp",
        ),
        ("Fern, Bones & Elm Hosts a Course", "Fern, Bones & Elm, a leading provider, is a host.", "Fern, Bones & Elm"),
        ("Fjell@Dal Presents Data", "Fjell@Dal, the lamp unit of Dal, today announced data.", "Fjell@Dal"),
        ("County Firm Wins", "The injury law firm of Elm, Oak & Dal, P.C. has won a case.", "Elm, Oak & Dal, P.C."),
        ("Fern and Elm Pill Opens a Chapter", "Many men have the fern fever. " + FILLER, None),
        ("Fern Town Alumni’s Fjell Raises $4M", "Norland-based Fjell, founded by friends, has raised money.", "Fjell"),
        (
            "Hear Fern Winds",
            "Fern Winds is a compelling novel that sings to all who read it by day and at night.",
            None,
        ),
    ],
)
def test_names_that_are_written_in_their_own_way(title, lead, name):
    assert issuer(title, lead, has_dateline=False) == name


@pytest.mark.parametrize(
    ("title", "lead", "name"),
    [
        # A site or a mailbox is called as the issuer is, unless it gives the prize, or many link to it.
        ("Why Lamps Matter Now to Fjell Lamp", "Fjell Lamp sells. " + FILLER + "news@fjelllamp.example", "Fjell Lamp"),
        ("Ann Carden Named a Fjell Lamp Top Artist", "Fjell Lamp lists. " + FILLER + "www.fjelllamp.example", None),
        ("All Lamps Are Now on Facebook", "Facebook sells. " + FILLER + "See www.facebook.example.", None),
        # Who lets speak behind a clause.
        ("Ann and Bo Show Fjellglow", "Born of an idea, Fjellglow today announced a lamp. " + FILLER, "Fjellglow"),
        # Who takes on a person; a person without a house stays.
        (
            "Ann Carden Joins Fjell Elm as Director",
            "Fjell Elm is pleased to announce that Ann Carden comes as its director. Fjell Elm is glad. " + FILLER,
            "Fjell Elm",
        ),
        # A closing sentence introduces it.
        ("A Lamp at Fjell Rooms", "A lamp shines. " + FILLER + 'A "lamp". Fjell Rooms offers it.', "Fjell Rooms"),
        # What it is stands before its name.
        (
            "Will Robots Win? Fern Robot Maker Fjellot (NYSE: FJ) Says So",
            "Robots run. Fjellot said so. Fjellot is a company. " + FILLER,
            "Fjellot",
        ),
    ],
)  # fmt: skip
def test_other_places_tell_where_the_first_does_not(title, lead, name):
    assert issuer(title, lead, has_dateline=False) == name


@pytest.mark.parametrize(
    ("title", "body", "name"),
    [
        (
            "Dr. Ann Carden Launches Grant for Students",
            "Grants are open. Dr. Carden has taught for years. Carden hopes for many letters. Dr. Carden reads all.",
            "Dr. Ann Carden",
        ),
        ("Dr. Ann Carden’s New Book on Sleep", "Carden sleeps. Carden wakes. Carden sleeps again.", "Dr. Ann Carden"),
        ("Dr. Ann Carden Named Top Doctor", "Readers chose a doctor. The list is long.", None),
        (
            "Fern Glade Showers Nurses With Thanks",
            "A week of thanks at Fern Glade began. At Fern Glade all came, for Fern Glade knows whom Fern Glade owes.",
            "Fern Glade",
        ),
        ("Fern Glade Showers Nurses With Thanks", "A week of thanks began in the fern glade. All came.", None),
    ],
)
def test_whom_a_headline_begins_with_where_nothing_else_tells(title, body, name):
    assert headed(title, body) == name


def test_a_headline_with_a_dash_names_the_issuer_before_it():
    lead = "Reference is made to what Fjell Bioscience told. Fjell Bioscience has started. Fjell Bioscience grows."
    assert issuer("Fjell Bioscience – First Patient Included", lead, has_dateline=False) == "Fjell Bioscience"


@pytest.mark.parametrize("name", ["Elm & Elm", "Dal and Sons", "Hulda and Company", "Ann and Bo"])
def test_one_name_of_two_words_stays_one(name):
    assert issuer("Lamps are new", f"{name}, a maker of lamps, is proud of new lamps. {FILLER}") == name


def test_a_journal_of_a_university_is_the_universitys():
    assert issuer("Seeds of change", "The Journal of Elm Hill University, a journal, today announced a paper.") == (
        "Elm Hill University"
    )


def test_what_patients_are_given_is_no_issuer():
    title = "Velmora Improves Sleep in Gout"
    lead = f"Velmora improved sleep, Fjell Bio, Inc. (Nasdaq: FJEL) said. {FILLER}"
    assert issuer(title, f"{lead}Of the adults taking Velmora two in three slept.") == "Fjell Bio, Inc."
    firm = f"Velmora, Inc. today announced better sleep. {FILLER}"
    assert issuer(title, f"{firm}Of the adults taking Velmora two in three slept.") == "Velmora, Inc."
