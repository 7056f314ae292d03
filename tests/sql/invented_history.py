"""Invented releases of which the order of seeing matters: late, corrected, tied to a trial or judged only later.

Every sponsor here stands for one case, named in test_as_of. Cases where each release is seen on its own day belong to
`invented_plans`.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sql.invented_staging import Tables, capture, decision, mention, milestone, no_rows, release, study

from transforms.ids import stable_id

Row = dict[str, Any]
Statement = tuple[str, str, str, Row]


def history() -> Tables:
    """Staging tables of the cases."""
    tables = no_rows()
    for case in (_tied_later, _seen_late, _corrected, _copied_late, _judged_later, _renamed_later):
        case(tables)
    return tables


def _tell(
    tables: Tables, issuer: str, told: date, *statements: Statement, seen: date | None = None, **fields: Any
) -> Row:
    """Add a release of the day `told`, first seen in the last second (UTC) of the day `seen`, else of the day told."""
    place = fields.pop("url", f"https://pages.example.com/{issuer}/{told}")
    seen_at = datetime.combine(seen or told, time(23, 59, 59), UTC)
    taken = capture("history", place, seen_at, version=str(seen))
    headline = f"{issuer} on {told}, with news of what it has done and of what it means to do in the months that come"
    text = "\n\n".join([headline, *dict.fromkeys(said for _, _, said, _ in statements)])
    page = release(taken, fields.pop("text", text), url=place, issuer=issuer, dateline_date=told, **fields)
    tables["captures"].append(taken)
    tables["releases"].append(page)
    tables["milestones"] += [milestone(page, kind, role, said, **more) for kind, role, said, more in statements]
    return page


def _plan(product: str, year: int, quarter: int) -> Statement:
    first = date(year, 3 * quarter - 2, 1)
    last = date(year + quarter // 4, 3 * quarter % 12 + 1, 1) - timedelta(days=1)
    said = f"Topline data of {product} are expected in the quarter that ends on {last}."
    window = (first, last, "quarter")
    return "topline_readout", "guidance", said, {"intervention": product, "phase": "2", "window": window}


def _name(tables: Tables, page: Row, name: str, **fields: Any) -> None:
    start = page["text"].index(name)
    tables["trial_mentions"].append(mention(page, start, start + len(name), **fields or {"acronym": name}))


def _tied_later(tables: Tables) -> None:
    """A study name, and its registry id only in a later release; another, whose id only a registry tells, and later."""
    dosed = ("first_patient_dosed", "announced", "The first patient was dosed in LANTERN.", {"phase": "2"})
    due = "Topline data of LANTERN (NCT93330001) are expected in the first half of 2025."
    half = (date(2025, 1, 1), date(2025, 6, 30), "half")
    planned = ("topline_readout", "guidance", due, {"phase": "2", "window": half, "trial_ids": ["NCT93330001"]})
    _name(tables, _tell(tables, "Ivelstone Bio", date(2024, 2, 5), dosed), "LANTERN")
    tied = _tell(tables, "Ivelstone Bio", date(2024, 9, 10), planned)
    _name(tables, tied, "LANTERN")
    _name(tables, tied, "NCT93330001", trial_id="NCT93330001", registry="clinicaltrials.gov")

    enrolled = ("enrollment_completed", "announced", "Enrolment in BEACON is complete.", {"phase": "3"})
    _name(tables, _tell(tables, "Ivelstone Bio", date(2024, 3, 5), enrolled), "BEACON")
    record = capture("registry", "https://r.example.com/beacon", datetime(2025, 5, 20, 3, tzinfo=UTC))
    tables["captures"].append(record)
    tables["studies"].append(study(record, "NCT93330002", acronym="BEACON", sponsor="Ivelstone Bio"))


def _seen_late(tables: Tables) -> None:
    """Three windows, told in order; the second is seen last."""
    _tell(tables, "Jarrowby", date(2024, 4, 2), _plan("JAR-1", 2024, 4))
    _tell(tables, "Jarrowby", date(2024, 6, 15), _plan("JAR-1", 2025, 2), seen=date(2024, 11, 20))
    _tell(tables, "Jarrowby", date(2024, 8, 15), _plan("JAR-1", 2025, 1))


def _corrected(tables: Tables) -> None:
    """A page that is corrected twice: another quarter, then no plan at all."""
    page = {"url": "https://kelmoor.example.com/pipeline"}
    told = date(2024, 5, 1)
    _tell(tables, "Kelmoor", told, _plan("KEL-1", 2024, 3), **page)
    _tell(tables, "Kelmoor", told, _plan("KEL-1", 2024, 4), seen=date(2024, 7, 1), **page)
    _tell(tables, "Kelmoor", told, seen=date(2024, 9, 2), text="Kelmoor pipeline\n\nNothing is planned.", **page)


def _copied_late(tables: Tables) -> None:
    """An outcome, and the wire's copy that told it first, seen a year late."""
    _tell(tables, "Ludworth", date(2024, 1, 8), _plan("LUD-1", 2024, 2))
    outcome = "Ludworth reports that LUD-1 met the primary endpoint of its Phase 2 trial in adults with asthma."
    more = "The effect was seen in all of the groups of patients. No serious harm was reported by anybody."
    news = ("topline_readout", "announced", outcome, {"intervention": "LUD-1", "phase": "2"})
    for told, seen, place in (
        (date(2024, 6, 4), date(2025, 6, 4), "https://wire.example.com/ludworth"),
        (date(2024, 6, 5), date(2024, 6, 6), "https://ludworth.example.com/news"),
    ):
        text = f"Ludworth reports from {place}\n\n{outcome} {more}"
        _tell(tables, "Ludworth", told, news, seen=seen, url=place, text=text)


def _judged_later(tables: Tables) -> None:
    """Two statements that a person judged long after they were seen."""
    cleared = ("ind_cleared", "announced", "Morwick may begin its trial.", {"intervention": "MOR-1", "confidence": 0.2})
    dosed = ("first_patient_dosed", "announced", "Somebody was dosed.", {"intervention": "MOR-1"})
    for told, statement, word in ((date(2024, 3, 12), cleared, "accept"), (date(2024, 4, 12), dosed, "refuse")):
        _tell(tables, "Morwick", told, statement)
        tables["review_decisions"].append(decision(tables["milestones"][-1], word, decided_on=date(2026, 2, 1)))


def _renamed_later(tables: Tables) -> None:
    """A new name of a company and of its product; only the later release says of what."""
    dosed = (
        "first_patient_dosed",
        "announced",
        "The first patient was dosed at Oldbarrow.",
        {"intervention": "NOR-1", "phase": "2"},
    )
    _tell(tables, "Oldbarrow Bio", date(2024, 6, 20), dosed)
    plan = _plan("Norvalix", 2025, 4)
    both = "Norbreck Therapeutics, formerly known as Oldbarrow Bio, is developing Norvalix (NOR-1)."
    text = f"Norbreck on its pipeline\n\n{plan[2]}\n\n{both}"
    page = _tell(tables, "Norbreck Therapeutics", date(2024, 12, 3), plan, text=text)
    start = page["text"].index(both)
    for entity, reason, name, other_name in (
        ("sponsor", "formerly", "Norbreck Therapeutics", "Oldbarrow Bio"),
        ("product", "code_of", "Norvalix", "NOR-1"),
    ):
        tables["name_ties"].append(
            {
                "tie_id": stable_id(page["release_id"], entity, reason, name, other_name),
                "release_id": page["release_id"],
                "capture_id": page["capture_id"],
                "entity": entity,
                "name": name,
                "other_name": other_name,
                "reason": reason,
                "sentence": both,
                "span_start": start,
                "span_end": start + len(both),
            }
        )
