"""Invented stories, each a lesson: a sentence left standing, `soon` after a date, a discontinued trial, two listings.

Every sponsor here stands for one case, named in the tests. What a wire or a page brings belongs to `invented_week`.
"""

from datetime import UTC, date, datetime
from typing import Any

from sql.invented_staging import Tables, capture, milestone, no_rows, release

LEFT_STANDING = "Ardmoor expects to submit its new drug application for ARD-1 this month."
OCTOBER = (date(2024, 10, 2), date(2024, 10, 31), "month")
MARCH = (date(2025, 3, 3), date(2025, 3, 31), "month")
SECOND_HALF = (date(2026, 7, 1), date(2026, 12, 31), "half")
ABOUT = {"phase": "2", "trial_ids": ["NCT90000017"]}


def plans() -> Tables:
    """Releases of a file archive, each with the statements that the tests speak of."""
    tables = no_rows()

    def tell(issuer: str, day: date, *statements: tuple[str, str, str, dict[str, Any]], tickers: tuple[str, ...] = ()):
        seen_at = datetime.combine(day, datetime.max.time(), UTC)
        taken = capture("plans", f"{issuer}/{day}", seen_at, kind="archive")
        sentences = [sentence for _, _, sentence, _ in statements]
        text = "\n\n".join([f"{issuer} on {day}", *dict.fromkeys(sentences)])
        told = release(taken, text, issuer=issuer, dateline_date=day, sketch=[], tickers=list(tickers))
        tables["captures"].append(taken)
        tables["releases"].append(told)
        tables["milestones"] += [milestone(told, kind, role, said, **more) for kind, role, said, more in statements]

    filing = ("application_submitted", "guidance", LEFT_STANDING)
    tell("Ardmoor Bio", date(2024, 10, 2), (*filing, {"window": OCTOBER, "intervention": "ARD-1"}))
    tell("Ardmoor Bio", date(2025, 3, 3), (*filing, {"window": MARCH, "intervention": "ARD-1"}))

    dated = "Topline data of BRN-2 are expected in the second half of 2026."
    soon = "We look forward to the topline data of BRN-2."
    product = {"intervention": "BRN-2", "phase": "3"}
    tell("Brennick", date(2026, 1, 5), ("topline_readout", "guidance", dated, product | {"window": SECOND_HALF}))
    tell("Brennick", date(2026, 2, 5), ("topline_readout", "guidance", soon, product))

    planned = "Corvale expects to report topline data of its trial in the second half of 2026."
    ended = "Corvale has discontinued its trial."
    locked = "The database of the trial will be locked in the second half of 2026."
    tell("Corvale", date(2026, 1, 6), ("topline_readout", "guidance", planned, ABOUT | {"window": SECOND_HALF}))
    tell(
        "Corvale",
        date(2026, 2, 6),
        ("trial_discontinued", "announced", ended, ABOUT),
        ("trial_completed", "guidance", locked, ABOUT | {"window": SECOND_HALF}),
    )

    cleared = "An ethics committee has cleared the next trial to begin."
    tell("Elmstead", date(2026, 1, 11), ("ind_cleared", "background", cleared, {}))
    tell("Elmstead", date(2026, 3, 11), ("ind_cleared", "background", cleared, {}))
    tell("Fenwold", date(2026, 3, 12), ("ind_cleared", "background", cleared, {}))

    tell("Dunmarrow Holdings", date(2026, 1, 7), tickers=("NYSE:DNM", "TSX:DNM"))
    tell("Dunmarrow", date(2026, 1, 8), tickers=("NYSE:DNM", "TSX:DNM"))
    tell("Dunmarrow", date(2026, 1, 9), tickers=("NYSE:DNM", "TSX:DNM"))
    tell("Parish of Eskwater", date(2026, 1, 10), tickers=("NYSE:DNM",))
    return tables
