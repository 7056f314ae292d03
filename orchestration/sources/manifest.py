"""`manifest.jsonl` of a folder source: one JSON object a line, saying whence a file came and when it was seen."""

import json
from typing import BinaryIO

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from orchestration.sources.captures import Failure

MANIFEST = "manifest.jsonl"
MAX_MANIFEST_BYTES = 64 * 1024 * 1024


class ManifestLine(BaseModel):
    """What the manifest says of one file; `file` is its path within the folder, times carry their zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str
    url: str | None = Field(default=None, pattern=r"^https?://", max_length=2000)
    observed_at: AwareDatetime | None = None
    content_type: str | None = None


def parse_manifest(file: BinaryIO) -> tuple[dict[str, ManifestLine], list[tuple[str, Failure]]]:
    """Read a manifest: its lines by file, and what is wrong with it by place; the right lines count."""
    content = file.read(MAX_MANIFEST_BYTES + 1)
    if len(content) > MAX_MANIFEST_BYTES:
        detail = f"a manifest holds at most {MAX_MANIFEST_BYTES} bytes"
        return {}, [(MANIFEST, Failure("too_large", detail, size_bytes=len(content)))]
    said: dict[str, ManifestLine] = {}
    failures: list[tuple[str, Failure]] = []
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = ManifestLine.model_validate(json.loads(line))
        except ValidationError as error:
            fault = error.errors()[0]
            place = ".".join(str(part) for part in fault["loc"]) or "the line"
            failures.append((f"{MANIFEST}#{number}", Failure("bad_record", f"{place}: {fault['msg']}")))
        except (ValueError, RecursionError) as error:
            failures.append((f"{MANIFEST}#{number}", Failure("bad_record", str(error))))
        else:
            if said.setdefault(entry.file, entry) is not entry:
                failure = Failure("bad_record", f"{entry.file} is named twice; the first line counts")
                failures.append((f"{MANIFEST}#{number}", failure))
    return said, failures
