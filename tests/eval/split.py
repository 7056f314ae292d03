"""Which labelled releases are put aside: a third, by issuer, so that no issuer is on both sides.

The split is a hash of the issuer's folded name; nobody reads the part put aside, it is only scored.
"""

import hashlib
import re

SALT = 15  # the first that puts aside a third of the releases and of their milestones


def is_held_out(issuer: str | None, doc_id: str) -> bool:
    """Tell whether a labelled release is put aside; one without issuer goes by its own id."""
    words = re.sub(r"[^a-z0-9]+", " ", (issuer or doc_id).lower()).split()
    key = " ".join(words[:2])
    return int(hashlib.sha256(f"{SALT}:{key}".encode()).hexdigest(), 16) % 3 == 0
