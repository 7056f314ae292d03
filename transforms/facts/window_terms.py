"""What a text can say about time, before anyone knows which days it means; and the days once they are known.

Finding these in a sentence does not belong here (windows), nor turning one into the other (window_calendar).
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Grain = Literal["day", "weekday", "week", "month", "quarter", "half", "season", "year"]
OffsetGrain = Literal["day", "business_day", "week", "month", "quarter", "year"]
Part = Literal["early", "mid", "late", "end"]
Kind = Literal["time", "name", "reporting_period", "horizon", "telling"]
Bound = Literal["by", "before"]


@dataclass(frozen=True)
class Unit:
    """One unit of the calendar, as said: `late Q3`, `March 3`, `next year`, `last August`.

    Attributes:
        grain: Its kind.
        index: Month 1 to 12, quarter, half or season of its year; weekday from Monday = 0; month of a day or week.
        day: Day of the month, of a day or of the week that holds it.
        nth: Which week of its month, -1 the last; which half of a month.
        year: As written; null where it is left out.
        year_shift: `of this year` is 0, `of next year` 1.
        shift: `this` is 0, `next` 1, `last` -1, counted in the unit itself.
        part: The part of it that was named.
        side: `later this year` is what remains, `earlier this year` what has gone.
        weekday: Weekday that was written beside a date, from Monday = 0; tells the year where it is left out.
        is_fiscal: Of a fiscal year.
    """

    grain: Grain
    index: int | None = None
    day: int | None = None
    nth: int | None = None
    year: int | None = None
    year_shift: int | None = None
    shift: int | None = None
    part: Part | None = None
    side: Literal["later", "earlier"] | None = None
    weekday: int | None = None
    is_fiscal: bool = False

    @property
    def lacks_year(self) -> bool:
        """The reader has to find the year: it is neither written nor told by `this`, `next` or `last`."""
        return self.year is None and self.year_shift is None and self.shift is None


@dataclass(frozen=True)
class Span:
    """From one unit to another: `Q3 or Q4 2026`, `May 29 to June 2`.

    `is_listed` where the two were joined by `and`, so that they may be two events: `in May and June 2026`.
    """

    first: Unit
    last: Unit
    is_listed: bool = False


@dataclass(frozen=True)
class Offset:
    """A length of time counted from publication: `within six months`, `in 6 to 9 months`, `two weeks ago`."""

    low: int
    high: int
    grain: OffsetGrain
    sense: Literal["within", "in", "ago"]


@dataclass(frozen=True)
class Vague:
    """A time to come without an end: `soon`, `in the coming weeks`."""


Said = Unit | Span | Offset | Vague


@dataclass(frozen=True)
class WindowMention:
    """A time that a sentence names.

    Attributes:
        span_start: Offset in code points into the sentence.
        span_end: Offset of its end, exclusive; `sentence[span_start:span_end] == surface`.
        surface: As written, with its `by` or `before`.
        kind: `time`; or a time that is seldom an event's: the year in a `name` (`ASCO 2025`, `the 2025 Annual
            Meeting`), a `reporting_period` (`second quarter 2025 financial results`, `as of June 30`), a `horizon`
            (`cash into 2027`, `notes due 2029`), the day of the `telling` (`today announced`).
        said: What was said, free of any day of publication.
        bound: Whether it is the end of a window.
    """

    span_start: int
    span_end: int
    surface: str
    kind: Kind
    said: Said
    bound: Bound | None = None


@dataclass(frozen=True)
class Window:
    """Days, both inclusive; `end` is null for vague times. `precision` is a key of window_precisions."""

    start: date
    end: date | None
    precision: str
