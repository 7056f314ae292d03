"""What gave no row, and why."""

import dataframely as dy

from transforms.reference import keys
from transforms.tables.columns import captured_at, identifier

LONGEST_OPENING = 400


class Rejects(dy.Schema):
    """Input that gave no row.

    Grain: one row for each item or derived row that was refused. `unit` tells them apart: items count in the
    conservation of captures, rows (a milestone that broke the schema, say) do not.
    Source: every stage.
    """

    reject_id = identifier("Hash of capture, stage, reason and opening.", primary_key=True)
    capture_id = identifier("The capture.", primary_key=True)
    source_id = dy.String(description="Id of the source.")
    location = dy.String(description="URL or path within the source.")
    captured_at = captured_at()
    unit = dy.Enum(["item", "row"], description="A whole item, or one row derived from an item that was kept.")
    stage = dy.Enum(["pull", "read", "facts", "schema"], description="Where it was refused.")
    reason = dy.Enum(keys("reject_reasons"), description="Why, a key of reject_reasons.")
    detail = dy.String(description="What exactly was wrong, in one line.")
    remedy = dy.String(description="What a person can do about it, in one line.")
    opening = dy.String(
        # max_length would count bytes.
        check=lambda opening: opening.str.len_chars() <= LONGEST_OPENING,
        description="The opening of what was refused, unprintable characters escaped.",
    )
