"""Bytes to text: which charset, and whether it is text at all. Nothing is guessed beyond what is said or proven.

Order: byte-order mark; valid UTF-8; the charset of the Content-Type, of the XML declaration or of the page's meta;
windows-1252. UTF-8 stands before the declarations because bytes that are valid UTF-8 and not ASCII are never anything
else in practice, while declarations are often wrong.
"""

import codecs
import re

from transforms.read.items import UnreadableError

_BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_HEADER_CHARSET = re.compile(r"charset\s{0,8}=\s{0,8}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED_CHARSET = re.compile(rb"(?:encoding|charset)\s{0,8}=\s{0,8}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED_WITHIN = 2_048
# The charsets of the web. Python has codecs beside them (idna, unicode_escape) that are slow or no charset at all.
_CHARSETS = (
    "utf-8",
    "utf-16",
    "cp",
    "iso8859",
    "ascii",
    "koi8",
    "shift_jis",
    "euc",
    "gb",
    "big5",
    "mac-roman",
    "iso2022",
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"\xd0\xcf\x11\xe0")
# Text has tabs, line feeds, form feeds and carriage returns; the other C0 controls and DEL are signs of a binary.
_CONTROLS = bytes([*range(9), 11, *range(14, 32), 127])
_MOST_CONTROLS = 0.02
_CONTROL_CHARS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MOST_BROKEN = 0.02


def decode(payload: bytes, content_type: str | None) -> str:
    """Return the payload as text without byte-order mark, control characters replaced by spaces.

    Raises:
        UnreadableError: `binary` for bytes that are mostly no text, `bad_encoding` where the charset does not fit them.
    """
    for bom, name in _BOMS:
        if payload.startswith(bom):
            return _checked(payload[len(bom) :].decode(name, "replace"), name)
    if payload.startswith(_MAGIC):
        raise UnreadableError("binary", f"the bytes open as {payload[:4]!r}")
    controls = len(payload) - len(payload.translate(None, _CONTROLS))
    if controls > max(8, _MOST_CONTROLS * len(payload)):
        raise UnreadableError("binary", f"{controls} of {len(payload)} bytes are control characters")
    try:
        text = payload.decode("utf-8")
        return _CONTROL_CHARS.sub(" ", text) if controls else text
    except UnicodeDecodeError:
        pass
    name = _declared(payload, content_type) or "windows-1252"
    if name == "utf-8" and _is_nearly_utf8(payload):
        return _checked(payload.decode("utf-8", "replace"), "utf-8")
    return _checked(payload.decode("windows-1252" if name == "utf-8" else name, "replace"), name)


def _declared(payload: bytes, content_type: str | None) -> str | None:
    """Return the Python name of the charset that header or document states, where Python knows it as a text codec."""
    header = _HEADER_CHARSET.search(content_type or "")
    inside = _DECLARED_CHARSET.search(payload[:_DECLARED_WITHIN])
    for label in (header[1] if header else None, inside[1].decode("ascii", "replace") if inside else None):
        if label is None:
            continue
        try:
            name = codecs.lookup(label).name
        except LookupError:
            continue
        if not name.startswith(_CHARSETS):
            continue
        # Browsers read these two labels as windows-1252, and pages rely on it.
        return "windows-1252" if name in {"iso8859-1", "ascii"} else name
    return None


def _is_nearly_utf8(payload: bytes) -> bool:
    """Tell whether most of what is not ASCII is UTF-8 (a page cut inside a character, say), not another charset."""
    text = payload.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) > 3 * broken


def _checked(text: str, name: str) -> str:
    broken = text.count("\ufffd")
    if broken > max(8, _MOST_BROKEN * len(text)):
        raise UnreadableError("bad_encoding", f"{broken} of {len(text)} characters cannot be read as {name}")
    return _CONTROL_CHARS.sub(" ", text)
