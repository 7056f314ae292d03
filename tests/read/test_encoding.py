import pytest

from transforms.read.encoding import decode
from transforms.read.items import UnreadableError

TEXT = "Müller & Söhne report 3 °C – “good” news for café patients"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-32"])
def test_unicode_is_read_by_its_mark_or_validity(name):
    payload = b"\xff\xfe" + TEXT.encode("utf-16-le") if name == "utf-16-le-bom" else TEXT.encode(name)
    assert decode(payload, None) == TEXT


@pytest.mark.parametrize("label", ["windows-1252", "iso-8859-1", "us-ascii"])
def test_declared_western_charsets_are_windows_1252(label):
    assert decode(TEXT.encode("windows-1252"), f"text/html; charset={label}") == TEXT


def test_charset_of_the_document_is_used():
    page = f'<html><head><meta charset="iso-8859-2"></head><body>{"Łódź žižkov"}</body></html>'
    assert "Łódź" in decode(page.encode("iso-8859-2"), None)


def test_valid_utf8_is_utf8_whatever_is_declared():
    assert decode(TEXT.encode(), "text/html; charset=iso-8859-1") == TEXT


def test_wrong_utf8_declaration_is_not_believed():
    assert decode(TEXT.encode("windows-1252"), "text/html; charset=utf-8") == TEXT


def test_utf8_cut_inside_a_character_loses_that_character_only():
    payload = (TEXT * 5).encode()[:-1] + "é".encode()[:1]
    assert decode(payload, "text/plain; charset=utf-8").startswith(TEXT * 4)


@pytest.mark.parametrize(
    "label", ["idna", "punycode", "unicode_escape", "rot13", "base64", "no-such-charset", "x" * 200]
)
def test_labels_that_are_no_charset_are_passed_over(label):
    assert decode(TEXT.encode("windows-1252"), f"text/html; charset={label}") == TEXT


@pytest.mark.parametrize(
    "payload", [b"%PDF-1.7 text", b"PK\x03\x04rest", b"\x89PNG\r\n", b"\x00\x01\x02" * 50, bytes(range(256)) * 4]
)
def test_no_text_is_refused(payload):
    with pytest.raises(UnreadableError) as refusal:
        decode(payload, "text/html")
    assert refusal.value.reason == "binary"


def test_text_that_its_charset_cannot_hold_is_refused():
    payload = b"\xff\xfe" + b"\x00\xd8" * 500
    with pytest.raises(UnreadableError) as refusal:
        decode(payload, None)
    assert refusal.value.reason == "bad_encoding"


def test_stray_control_characters_become_spaces():
    assert decode(b"dose\x0blevel\x07 two, and a line long enough to be text" * 3, None).startswith("dose level  two")
