"""Abbreviations that a text spells out: `ulcerative colitis (UC)` gives UC.

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003): the
long form is the shortest run of words before the bracket whose letters contain the short form's, the first at the head
of a word.
"""

import re

_SHORT = re.compile(r"\(\s?[“\"‘']?(?P<short>[A-Za-z][A-Za-z0-9+/&\-]{1,9})[”\"’']?\s?(?:[,;][^()\n]{0,60})?\)")
_SMALL = re.compile(r"(?:of|and|or|for|the|in|to|on|with|a|an)\s", re.IGNORECASE)
_BREAK = re.compile(r"[\n()\[\]:;!?]|\.\s")
_MOST = 200  # each is looked for in every sentence; more is a list of abbreviations
_WORD_CHARS = re.compile(r"[\w’'\-/+]")


def find_abbreviations(text: str) -> dict[str, str]:
    """Return each short form with its long form, the first spelling of a short form wins."""
    found: dict[str, str] = {}
    for m in _SHORT.finditer(text):
        short = m["short"]
        if len(found) >= _MOST:
            break
        if short in found or sum(ch.isupper() for ch in short) < 2:
            continue
        window = text[max(0, m.start() - 20 * len(short) - 10) : m.start()].rstrip()
        # Not across sentences, brackets or lines.
        window = _BREAK.split(window)[-1]
        long = _long_form(short.rstrip("s") if short.endswith("s") else short, window)
        if long:
            found[short] = long
            if short.endswith("s") and short[:-1].isupper():
                found.setdefault(short[:-1], long)
    return found


def _long_form(short: str, window: str) -> str | None:
    letters = [ch.lower() for ch in short if ch.isalnum()]
    at = len(window) - 1
    for n in range(len(letters) - 1, -1, -1):
        while at >= 0 and not (window[at].lower() == letters[n] and (n > 0 or _is_head(window, at))):
            at -= 1
        if at < 0:
            return None
        at -= 1
    # A first letter inside a hyphenated word (`non-small` for N… is at its head) belongs to the whole word.
    start = at + 1
    while start > 0 and _WORD_CHARS.match(window[start - 1]):
        start -= 1
    long = window[start:].strip(" ,“\"”'‘’")
    words = long.split()
    if len(words) > min(len(letters) + 5, 2 * len(letters)) or len(long) <= len(short) or short in words:
        return None
    return long


def _is_head(window: str, at: int) -> bool:
    """Tell whether window[at] begins a word that may begin a long form; small words do not."""
    if at and _WORD_CHARS.match(window[at - 1]) and window[at - 1] not in "-/":
        return False
    return not _SMALL.match(window, at)
