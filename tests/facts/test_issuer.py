import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.facts.issuer import _before_verb, find_issuer
from transforms.facts.issuer_places import headed


def issuer(title, lead, *, has_dateline=True, source_line=None):
    text = f"{title}\n\n{lead}"
    return find_issuer(title, text, len(title) + 2, has_dateline=has_dateline, source_line=source_line)


FILLER = "Nothing in this sentence tells of a company, and it only makes the body of this text longer. " * 20


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


def test_a_word_that_the_text_writes_small_too_gives_way():
    body = (
        "Caregivers carry a load that few see, and caregivers seldom complain, says the Dal Family Network (DFN). "
        "Dal Family Network is a nonprofit organization. "
    )
    found = issuer("Caregivers Are the Heroes Among Us", body + FILLER + "\n\nAbout Dal Family Network\n\nIt helps.")
    assert found == "Dal Family Network"


def test_a_person_gives_way_to_the_company_of_his_post():
    lead = f"Bo Carden, president of Fjell Systems, was asked about plans. Fjell Systems has many. {FILLER}"
    assert issuer("Bo Carden, President of Fjell Systems, Wins Prize", lead) == "Fjell Systems"


def test_a_person_alone_is_no_issuer():
    lead = f"Bo Carden, founder of nothing in particular, was asked about plans. {FILLER}"
    assert issuer("Q&A: Bo Carden Speaks", lead) is None


def test_the_wires_own_house_is_never_the_issuer():
    body = f"A drug is talked of. {FILLER}\n\nAbout DalMediaWire\n\nDalMediaWire is a communications platform."
    assert issuer("a drug is talked of", body, has_dateline=False) is None


def test_a_partners_ticker_is_not_the_issuers():
    lead = "Fjell Bio, a private company, and its partner Dal Corporation (NYSE: DAL) have signed."
    assert issuer("Fjell Bio Signs Agreement with Dal", lead, has_dateline=False) == "Fjell Bio"


def test_a_paid_article_is_about_the_company_with_the_ticker():
    lead = "Fern fever is a burden. That is why Fjell Bio Ltd. (NASDAQ: FJEL) looks for a cure."
    assert issuer("Why fern fever matters", lead, has_dateline=False) == "Fjell Bio Ltd."


def test_a_disease_or_a_drug_at_the_head_is_no_issuer():
    lead = "FJ-101 led to fewer fevers.\n\nSOURCE Fjell Bio Inc."
    assert issuer("FJ-101 led to fewer fevers in a study", lead) == "Fjell Bio Inc."


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
    ("title", "body", "issuer"),
    [
        # Capitals of a headline that the body does not know as a name.
        ("Better Sleep Linked to Longer Life", f"A study came out. {FILLER}", None),
        ("Rising Rates Push Lenders", f"Shares of Marnell Corp. (NYSE: MRNL) fell. {FILLER}", "Marnell Corp."),
        ("Marnell Opens Plant", f"The plant of Marnell is new. {FILLER}", "Marnell"),
        ("MARNELL OPENS PLANT", f"The plant of Marnell is new. {FILLER}", "MARNELL"),
    ],
)
def test_a_name_of_the_headline_is_one_that_a_long_body_knows(title, body, issuer):
    assert find_issuer(title, f"{title}\n\n{body}", len(title) + 2, has_dateline=False, source_line=None) == issuer


def test_who_is_introduced_at_the_head_of_the_lead_is_no_partner():
    lead = f"Squall, the leading chain of baths, today announced that Ann Carden Systems, a company, joins. {FILLER}"
    assert issuer("Baths Chain Squall Welcomes Ann Carden Systems", f"{lead} A squall came.") == "Squall"


def test_a_name_in_passing_is_no_issuer():
    lead = f"Many people like lamps, says the Dal Lamp Institute. {FILLER}"
    assert issuer("How Lamps Changed the World", lead) is None


def test_who_sues_pays_or_goes_along_is_no_issuer():
    lead = f"A round was led by Fern Capital. {FILLER} It was led by Fern Capital."
    assert issuer("A Start-Up Raises Money", lead) is None


def test_a_heading_glued_before_a_name_is_no_part_of_it():
    lead = (
        f"{FILLER} Better Lamps Fjell Light Inc. (NASDAQ: FJEL) has news. So does Fjell Light shine, and so Fjell Light"
    )
    assert issuer("How lamps changed", f"{lead} glows. {FILLER} It is what Fjell Light does.") == "Fjell Light Inc."


def test_a_headline_in_capitals_is_no_name():
    lead = f"LAWMAKERS WEIGH LAMP TAX IN FERN COUNTY has a text. {FILLER}"
    assert issuer("LAWMAKERS WEIGH LAMP TAX IN FERN COUNTY", lead) is None


def test_a_motto_before_a_colon_is_no_name():
    lead = f"With change comes hope, and Fjell Base helps. {FILLER} So Fjell Base offers light. It is Fjell Base."
    assert issuer("A Bright Future: Fjell Base Launches Lamps", lead) == "Fjell Base"
    lead = f"Some take fernamine for it. {FILLER} Fernamine is dear, Fernamine helps, and Fernamine lasts."
    assert issuer("A Bright Future: Fernamine Brings Relief", lead) is None


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


@pytest.mark.parametrize(
    ("title", "lead", "name"),
    [
        ("Hulda Grows in Ten Towns", "Dal Harbour–based Hulda today announced ten shops.", "Hulda"),
        ("Dal Lamp Society VP Shares His View", "A view was shared by the Dal Lamp Society.", "Dal Lamp Society"),
        (
            "Under the Elms makes its debut",
            "Under the Elms, the quiet memoir by Bo Dal, is out now in all shops that sell what Bo Dal wrote.",
            None,
        ),
        ("“Elm Street School in Dal (1931)”", "A print of the Elm Street School in Dal.", None),
        (
            "Introducing the Hulda Gold Network: Faster Lamps",
            "Hulda, the maker of lamps, today announced the Hulda Gold Network. The Hulda Gold Network is bright.",
            "Hulda",
        ),
        ("Hulda Glow™ Warms Homes", "Hulda®, the premier company for lamps, grew. Hulda Glow is warm.", "Hulda"),
        (
            "Ann Carden to Take the Stage",
            "Dal Lamp Days (“DLD”) today announced that Ann Carden will speak.",
            "Dal Lamp Days",
        ),
        (
            "A Talk by Hulda and LampSpace Group",
            "Hulda and LampSpace Group proudly announce a talk. LampSpace Group is new. Hulda, a company, said so.",
            "Hulda",
        ),
        ("Lamps for rent", "Hulda Smart Light and Water announces lamps for rent.", "Hulda Smart Light and Water"),
        ("Small Lamp Makers are Closing", "Small lamp makers are closing, some say.", None),
        ("Ann Carden Wins on Air", "Ann Carden, president and head of Dal Lamp House, was honoured.", "Dal Lamp House"),
        (
            "Attorney Ann Carden of Elm Law Office Wins a Case",
            "Attorney Ann Carden of Elm Law Office has won a case.",
            "Elm Law Office",
        ),
        (
            "Dalco Hit With a Suit Over Lamps - Hulda Berg",
            "Dalco is sued, says Hulda Berg, a law firm. Hulda Berg said so (“Hulda”). Write to Hulda Berg, a firm.",
            "Hulda Berg",
        ),
        (
            "State Roundup: Dalco Cuts Jobs; Lamps Are Dear",
            "DALCO CUTS JOBS: Dalco Inc. (NYSE: DALC) has cut jobs.",
            None,
        ),
        ("Lamps to come", "Hulda Motorswww.hulda.example today announced lamps.", "Hulda Motors"),
        (
            "How Hulda Lamp Network Grows",
            "Lamps Set ApartHulda Lamp Network (NASDAQ: HULD) has lamps.",
            "Hulda Lamp Network",
        ),
        ("AI Cuts the Cost of Lamps", "AI is quick, and lamps are cheap.", None),
        (
            "PMDA Accepts Hulda Pharma's Lamp",
            "Hulda Pharma (TYO:4999) said that its lamp is under review.",
            "Hulda Pharma",
        ),
        ("E Painters Helped to Bring New Lamps Into Old Halls", "Lamps were lit in old halls.", None),
        ("Former Lamp Adviser Joins a Lamp Maker", "An adviser of lamp makers is on the board.", None),
        (
            "How Hulda Grows",
            "Better LampsHulda Lights (NASDAQ: HULD) grew. Hulda is big, Hulda is old, Hulda is glad.",
            "Hulda Lights",
        ),
        ("Myths of Obesity", "Obesity is one of the commonest troubles of our time.", None),
        ("Seeds of change", "A paper in the Journal of Elm Hill University tells of seeds.", None),
        (
            "Dal Harbour Agency Renames Its Lamps",
            "The Dal Harbour Agency (DHA) has other lamps.",
            "Dal Harbour Agency",
        ),
    ],
)
def test_what_only_stands_in_the_place_of_a_name_is_no_issuer(title, lead, name):
    assert issuer(title, f"{lead} {FILLER}", has_dateline=False) == name


@pytest.mark.parametrize("name", ["Elm & Elm", "Dal and Sons", "Hulda and Company", "Ann and Bo"])
def test_one_name_of_two_words_stays_one(name):
    assert issuer("Lamps are new", f"{name}, a maker of lamps, is proud of new lamps. {FILLER}") == name


def test_the_town_of_the_dateline_and_a_disease_are_no_issuers():
    title, lead = "Dalby's Eye Doctors Meet", f"DALBY, NL, May 3, 2026 /Wire/ -- Doctors met in Dalby. {FILLER}"
    text = f"{title}\n\n{lead}"
    start = text.index("Doctors met")
    assert find_issuer(title, text, start, has_dateline=True, source_line=None) is None


def test_a_journal_of_a_university_is_the_universitys():
    assert issuer("Seeds of change", "The Journal of Elm Hill University, a journal, today announced a paper.") == (
        "Elm Hill University"
    )
