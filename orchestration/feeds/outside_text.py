"""Text that somebody else wrote, made safe for any file that a program reads.

How a format escapes what is special in it belongs to the format's module.
"""

import re
from urllib.parse import quote, urlsplit

# What XML 1.0 cannot hold; no reader shows it, and iCalendar forbids most of it too.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
# All that may stand in an address; the rest is written as percent signs and hex digits.
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_ADDRESS_MARKS = "%/:=&?~#+!$,;'@()*[]-._"


def clean_text(text: str) -> str:
    """Return the text with every line end as `\\n` and a mark in the place of each character that no reader shows."""
    return _UNWRITABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text))


def clean_line(text: str) -> str:
    """Return the text on one line, as a title stands."""
    return " ".join(clean_text(text).split())


def web_address(url: str | None) -> str | None:
    """Return an address that a reader may follow; None where its scheme is not http or https: it could run a script."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return None
    except ValueError:
        return None
    return quote(_LONE_PERCENT.sub("%25", url.strip()), safe=_ADDRESS_MARKS)
