"""A digest that one company issues, and that tells of two others: one has news of its own, one nobody else knows."""

from datetime import UTC, date, datetime, timedelta

from sql.invented_staging import Tables, capture, mention, milestone, no_rows, release

OWN = "Galbrun Bio, Inc. announced positive topline results from its Phase 2 trial of GB-7 in gout."
TOLD = "Galbrun Bio announced positive topline results from its Phase 2 trial of GB-7 in gout in March."
DOSED = "Norvane dosed the first patient in the NVORA trial of NV-12."
DONE = "Tarn Medical completed enrollment in the TIDE-1 trial of TM-1."
DUE = "Topline results of TM-1 are expected in the first half of 2027."
DIGEST = "\n\n".join(
    [
        "Three to watch",
        DOSED,
        f"Galbrun Bio (NASDAQ: GALB) is here. {TOLD}",
        f"Tarn Medical Corp. (NYSE: TRNM). {DONE} {DUE}",
    ]
)
HALF = (date(2027, 1, 1), date(2027, 6, 30), "half")


def digest() -> Tables:
    """Galbrun's own release, and eight days later the digest, which Norvane issues."""
    tables = no_rows()
    seen_at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for number, (issuer, text, tickers) in enumerate(
        [
            ("Galbrun Bio, Inc.", f"Galbrun Reports Results\n\n{OWN}", ["NASDAQ:GALB"]),
            ("Norvane Therapeutics", DIGEST, ["NASDAQ:NRVN", "NASDAQ:GALB", "NYSE:TRNM"]),
        ]
    ):
        taken = capture("digests", f"https://d.example.com/{number}", seen_at + timedelta(days=8 * number))
        day = taken["captured_at"].date()
        products = ["GB-7"] if number == 0 else ["NV-12", "TM-1"]
        fields = {"url": taken["location"], "issuer": issuer, "tickers": tickers, "dateline_date": day}
        tables["captures"].append(taken)
        tables["releases"].append(release(taken, text, interventions=products, **fields))
    own, told = tables["releases"]
    gout = {"phase": "2", "intervention": "GB-7", "indication": "gout"}
    galbrun = {"event_sponsor": "Galbrun Bio", "event_sponsor_ticker": "NASDAQ:GALB", "event_sponsor_reason": "subject"}
    tarn = {"event_sponsor": "Tarn Medical Corp.", "event_sponsor_ticker": "NYSE:TRNM", "intervention": "TM-1"}
    tables["milestones"] = [
        milestone(own, "topline_readout", "announced", OWN, **gout),
        milestone(told, "first_patient_dosed", "background", DOSED, intervention="NV-12"),
        milestone(told, "topline_readout", "background", TOLD, **gout, **galbrun),
        milestone(told, "enrollment_completed", "background", DONE, **tarn, event_sponsor_reason="subject"),
        milestone(told, "topline_readout", "guidance", DUE, window=HALF, **tarn, event_sponsor_reason="paragraph"),
    ]
    for name in ("NVORA", "TIDE-1"):
        at = DIGEST.index(name)
        tables["trial_mentions"].append(mention(told, at, at + len(name), acronym=name))
    return tables
