"""What a pull came to, in numbers and in words."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class PullReport:
    """Counts of one pull of one source; every place asked is in exactly one of the first four.

    Attributes:
        captured: Payloads stored that were not there before.
        unchanged: Places and records asked that hold what is stored already.
        failed: Places that gave no payload; stored as captures with a problem.
        skipped: Records of an archive outside the dates asked for.
        by_reason: Failures by reason, keys of the reference list reject_reasons.
        warnings: What a person should know: limits that were reached and what was left for the next pull.
    """

    source_id: str
    started_at: datetime
    captured: int = 0
    unchanged: int = 0
    failed: int = 0
    skipped: int = 0
    by_reason: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)

    @property
    def failed_wholly(self) -> bool:
        """True where something failed and nothing else came."""
        return self.failed > 0 and not (self.captured or self.unchanged or self.skipped)

    def __str__(self) -> str:
        """Return one line for a person."""
        parts = [f"{self.captured} captured", f"{self.unchanged} unchanged", f"{self.failed} failed"]
        if self.skipped:
            parts.append(f"{self.skipped} outside the dates")
        reasons = ", ".join(f"{reason} {count}" for reason, count in self.by_reason.most_common())
        return f"{self.source_id}: {', '.join(parts)}" + (f" ({reasons})" if reasons else "")
