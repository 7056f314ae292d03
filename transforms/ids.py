"""Stable identifiers: the same content gives the same id, in every run and on every machine."""

import hashlib


def stable_id(*parts: object) -> str:
    """Return 16 hex digits of the SHA-256 over `parts`, in order; None counts as a part of its own."""
    folded = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:16]
