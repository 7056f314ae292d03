"""Count agreement between extracted and labelled release fields, in the words of the annotation guide."""

import re
from collections import Counter

from eval.scoring import Tally, fold, is_same_name

NAME_LISTS = ("interventions", "indications")
CODE_LISTS = ("tickers", "trial_ids", "phases")
SCALARS = ("dateline_city", "dateline_date", "wire", "issuer")
FLAGS = ("is_health", "is_trial_news")
FIELDS = (*SCALARS, *CODE_LISTS, *NAME_LISTS, "enrollment", *FLAGS)
LEGAL = re.compile(
    r"\b(incorporated|inc|corporation|corp|company|co|limited|ltd|llc|plc|gmbh|ag|s\.?a\.?|n\.?v\.?|a/s|ab|asa|oyj|"
    r"holdings?|group|pharmaceuticals?|pharma|therapeutics|biotech|biosciences?|biopharma|the)\b\.?"
)


def fold_issuer(value):
    bare = " ".join(LEGAL.sub(" ", fold(value)).split()).strip(" .")
    return bare or fold(value)


def score_fields(labelled, found):
    """Return a tally for each field; both arguments map a release to its fields."""
    tallies = {field: Tally() for field in FIELDS}
    for release, gold in labelled.items():
        said = found.get(release, {})
        for field, tally in tallies.items():
            right, given, stated = _counts(field, gold.get(field), said.get(field))
            tally.right += right
            tally.found += given
            tally.labelled += stated
    return tallies


def _counts(field, gold, said):
    if field in FLAGS:
        return int(bool(gold) and bool(said)), int(bool(said)), int(bool(gold))
    if field in SCALARS:
        form = fold_issuer if field == "issuer" else fold
        same = gold is not None and said is not None and form(gold) == form(said)
        return int(same), int(said is not None), int(gold is not None)
    gold, said = gold or [], said or []
    if field in NAME_LISTS:
        left = list(said)
        for name in gold:
            if (hit := next((other for other in left if is_same_name(name, other)), None)) is not None:
                left.remove(hit)
        return len(said) - len(left), len(said), len(gold)
    if field == "enrollment":
        stated, given = (Counter((row["value"], row["kind"]) for row in rows) for rows in (gold, said))
    else:
        stated, given = (Counter({re.sub(r"\s+", "", str(code)).upper() for code in codes}) for codes in (gold, said))
    return (stated & given).total(), given.total(), stated.total()
