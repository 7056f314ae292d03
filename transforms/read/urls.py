"""Addresses: which of them are web addresses, and one spelling for one place."""

from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_LONGEST_URL_CHARS = 2_000
# What feeds and newsletters hang on a link to count clicks; the page is the same without it.
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def web_url(text: str | None, base: str | None = None) -> str | None:
    """Return an http(s) address without fragment and tracking parameters, relative ones joined to `base`; else null."""
    if not text:
        return None
    text = text.strip()
    if len(text) > _LONGEST_URL_CHARS or len(text.split()) != 1:
        return None
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return None
    except ValueError:
        return None
    query = parts.query
    if any(mark in query for mark in _TRACKING):
        kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not k.startswith(_TRACKING)]
        query = urlencode(kept)
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, query, ""))
