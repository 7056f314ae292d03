"""The programmes that a release's events add to what it is about."""

import polars as pl

from transforms.facts.report_pipeline import with_pipeline


def releases(*names):
    return pl.DataFrame(
        {
            "release_id": ["r1"],
            "capture_id": ["c1"],
            "interventions": [list(names)],
            "indications": [["gout"]],
            "title": ["A title"],
        },
        schema_overrides={"interventions": pl.List(pl.String)},
    )


def events(*rows):
    columns = ("milestone_type", "role", "intervention", "indication", "confidence", "event_sponsor")
    defaults = {"confidence": 0.9, "event_sponsor": None}
    return pl.DataFrame(
        [
            {
                "release_id": "r1",
                "capture_id": "c1",
                "milestone_id": f"m{n}",
                "span_start": n,
                **defaults,
                **dict(zip(columns, row, strict=False)),
            }
            for n, row in enumerate(rows)
        ],
        schema_overrides={"intervention": pl.String, "indication": pl.String, "event_sponsor": pl.String},
    )


def told(rows, *names):
    (row,) = with_pipeline(releases(*names), events(*rows)).to_dicts()
    assert list(row) == ["release_id", "capture_id", "interventions", "indications", "title"]
    return row["interventions"], row["indications"]


RECALLED = ("topline_readout", "background", "NV-12", "asthma")
REPORT = ("financial_results", "announced", None, None)


def test_what_a_report_tells_an_event_of_is_news():
    planned = ("topline_readout", "guidance", "NV-30", "asthma")
    assert told([REPORT, RECALLED, planned], "NV-9") == (["NV-9", "NV-12", "NV-30"], ["gout", "asthma"])


def test_elsewhere_an_event_adds_no_programme():
    expected = ("financial_results", "guidance", None, None)
    assert told([expected, RECALLED]) == ([], ["gout"])


def test_neither_doubt_nor_another_company_nor_its_business_adds_a_programme():
    doubt = (*RECALLED[:4], 0.2)
    other = (*RECALLED[:4], 0.9, "Fjell Bio, Inc.")
    deal = ("partnership", "guidance", "NV-12", "asthma")
    assert told([REPORT, doubt, other, deal]) == ([], ["gout"])


def test_a_longer_or_shorter_name_is_no_other_programme():
    rows = [
        REPORT,
        ("topline_readout", "guidance", "NV-12 tablets", "severe gout"),
        ("approval", "guidance", None, "Gout"),
    ]
    assert told(rows, "NV-12") == (["NV-12"], ["gout"])
