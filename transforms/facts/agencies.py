"""Regulators named in a sentence, by their short names. The names are data (agencies.csv)."""

import re

from transforms.reference import load_reference

_SHORT = dict(load_reference("agencies").select("name", "agency").iter_rows())
# `EC` alone is too short to be sure: only where it grants or decides.
_NAME = re.compile(
    rf"(?<![\w-])(?:{'|'.join(re.escape(name) for name in sorted(_SHORT, key=len, reverse=True))})(?![\w])"
    r"|\bEC(?=\s(?:has\s)?(?:approv|grant|decision|marketing|adopt))"
)


def find_agencies(sentence: str) -> list[tuple[int, int, str]]:
    """Return (start, end, agency) of each regulator named, in order: `FDA`, `EMA`, `HC` and so on."""
    return [(m.start(), m.end(), _SHORT.get(m[0], "EC")) for m in _NAME.finditer(sentence)]
