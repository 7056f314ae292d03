"""What was taken from the world: the raw layer's own table, and its log in staging without the bytes."""

import dataframely as dy

from transforms.reference import keys
from transforms.tables.columns import captured_at, identifier, observed_at


class Captures(dy.Schema):
    """Every payload as received.

    Grain: one row for each payload seen at one location of one source (an archive's record is a payload of its own).
    Source: the pull, append-only.
    Known problems: a capture that failed has no payload and says so in `problem`.
    """

    capture_id = identifier("Hash of source_id, location and payload (or problem).", primary_key=True)
    source_id = dy.String(description="Id of the source in sources.toml, or the name of the path given.")
    location = dy.String(description="URL, or path within the source's folder; an archive's record is `file#record`.")
    content_type = dy.String(nullable=True, description="Content-Type header; null where nobody said.")
    headers_json = dy.String(nullable=True, description="Response headers as a JSON object; null for files.")
    captured_at = captured_at()
    observed_at = observed_at()
    payload = dy.Binary(description="The bytes as received; empty where the capture failed.")
    payload_bytes = dy.Int64(min=0, description="Size in bytes, also of a payload that was too large to keep.")
    payload_sha256 = dy.String(nullable=True, description="SHA-256 of the payload; null where the capture failed.")
    problem = dy.Enum(
        keys("reject_reasons"),
        nullable=True,
        description="Why there is no payload, a key of reject_reasons; else null.",
    )
    problem_detail = dy.String(nullable=True, description="What happened, in one line.")


class CaptureLog(dy.Schema):
    """What became of each capture.

    Grain: one row for each capture that was read.
    Source: raw captures, transforms.read.
    """

    capture_id = identifier("The capture.", primary_key=True)
    source_id = dy.String(description="Id of the source.")
    location = dy.String(description="URL or path within the source.")
    captured_at = captured_at()
    observed_at = observed_at()
    kind = dy.Enum(
        ["feed", "page", "wordpress", "archive", "registry", "text", "unknown"],
        description="What the bytes turned out to be.",
    )
    payload_bytes = dy.Int64(min=0, description="Size in bytes.")
    payload_sha256 = dy.String(nullable=True, description="SHA-256 of the payload.")
    item_count = dy.Int32(min=1, description="Items found: each is a release, a post, a study or a reject.")
