"""Full submissions of the SEC's EDGAR: the press release is an exhibit (EX-99), the rest is forms and pictures.

Source: EDGAR Public Dissemination Service, "Structure of the full submission text file".
"""

import re

from transforms.read.dates import parse_instant
from transforms.read.items import Capture, Instant, Item, Refused, Release
from transforms.read.page import read_page
from transforms.read.text import read_text

_OPENINGS = ("<SEC-DOCUMENT>", "<SUBMISSION>", "-----BEGIN PRIVACY-ENHANCED MESSAGE-----", "<IMS-DOCUMENT>")
_DOCUMENT = "<DOCUMENT>"
_TYPE = re.compile(r"<TYPE>[ \t]{0,8}([^\s<]{1,40})")
_TEXT_OPEN, _TEXT_CLOSE = "<TEXT>", "</TEXT>"
_FILED = re.compile(r"FILED AS OF DATE:\s{1,40}(\d{4})(\d{2})(\d{2})")
_HEADER_CHARS = 20_000
_MOST_DOCUMENTS = 500
_RELEASE_TYPE = "EX-99"
_HTML = re.compile(r"<(?:html|body|div|p|font|table)\b", re.IGNORECASE)
_PAGE_MARK = re.compile(r"^[ \t]*<PAGE>.{0,40}$", re.MULTILINE)


def is_filing(head: str) -> bool:
    """Tell whether a text opens as a full submission."""
    return head.startswith(_OPENINGS)


def read_filing(text: str, capture: Capture) -> list[Item]:
    """Return a release for each EX-99 exhibit of a submission; one without any gives a reject."""
    header, *documents = text.split(_DOCUMENT, _MOST_DOCUMENTS)
    filed = _filed(header)
    items: list[Item] = []
    types: list[str] = []
    for document in documents:
        match = _TYPE.search(document[:1_000])
        kind = match[1].upper() if match else "?"
        types.append(kind)
        if kind.startswith(_RELEASE_TYPE):
            items += _exhibit(document, kind, filed, capture)
    if documents and _DOCUMENT in documents[-1]:
        items.append(Refused("too_large", f"what stands behind document {_MOST_DOCUMENTS} is not read", header))
    if items:
        return items
    return [Refused("not_a_release", f"the filing has no EX-99 exhibit, only: {', '.join(types[:12])}", header)]


def _filed(header: str) -> Instant | None:
    match = _FILED.search(header[:_HEADER_CHARS])
    return parse_instant("-".join(match.groups())) if match else None


def _exhibit(document: str, kind: str, filed: Instant | None, capture: Capture) -> list[Item]:
    _, _, content = document.partition(_TEXT_OPEN)
    content = content.partition(_TEXT_CLOSE)[0].strip()
    if not content:
        return [Refused("no_text", f"exhibit {kind} is empty", document)]
    if _HTML.search(content[:5_000]):
        items = read_page(content, capture)
    else:
        items = read_text(_PAGE_MARK.sub("", content).strip(), capture.observed_at)
    for item in items:
        if isinstance(item, Release):
            # The filing's day is the day it was public; the exhibit has no address of its own.
            item.published, item.url, item.place = item.published or filed, None, kind
    return [item for item in items if isinstance(item, Release | Refused)]
