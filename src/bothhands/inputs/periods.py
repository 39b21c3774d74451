"""Periods as statistics name them: year, half, quarter, month, day, and the year to date.

Why this file exists: `2020`, `2020H1`, `2020Q1`, `2020-03`, `2020-03-18` and `2020-01/2020-03` (January to March as one figure) are read
in one place, so that a figure, a target and a forecast mean the same days. It knows no holidays and holds no figures.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from bothhands.errors import Fault, InputError

Kind: TypeAlias = Literal["year", "half", "quarter", "month", "to_date", "day"]

MONTHS: dict[Kind, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""Months of the periods a year is cut into."""
FORMS = "2020, 2020H1, 2020Q1, 2020-03, 2020-03-18, or 2020-01/2020-03 for the year to date"
_PART = re.compile(r"(\d{4})(?:H([12])|Q([1-4]))?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_TO_DATE = re.compile(r"(\d{4})-01/(\d{4})-(\d{2})")


class Period(NamedTuple):
    """A span of whole days inside one year; sorts by its first day, then by its last."""

    first: date
    last: date
    kind: Kind

    @property
    def year(self) -> int:
        """The year it lies in."""
        return self.first.year

    @property
    def days(self) -> int:
        """Days from the first to the last, both counted."""
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """Months touched; 1 for a day."""
        return self.last.month - self.first.month + 1

    @property
    def is_january_february(self) -> bool:
        """Whether it is January and February taken together, as statistics do for the Spring Festival."""
        return self.kind == "to_date" and self.last.month == 2

    def within(self, other: Period) -> bool:
        """Whether every day of it is a day of the other."""
        return other.first <= self.first and self.last <= other.last

    def year_before(self, years: int = 1) -> Period:
        """The same period of an earlier year; 29 February becomes the 28th."""
        if self.kind == "day":
            year, day = self.year - years, self.first
            same = date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
            return Period(same, same, "day")
        return _months(self.year - years, self.first.month, self.last.month, self.kind)

    def __str__(self) -> str:
        """The period as the tables write it."""
        return formatted(self)


@lru_cache(maxsize=4096)
def parsed(text: str) -> Period | None:
    """A period read from a cell; None where the text names none.

    Parameters
    ----------
    text
        One of the forms of `FORMS`; blanks around it do not matter.
    """
    text = text.strip()
    if found := _TO_DATE.fullmatch(text):
        year, other, last = (int(part) for part in found.groups())
        return _months(year, 1, last, "to_date") if year == other and 1 <= last <= 12 else None
    if found := _PART.fullmatch(text):
        return _part(int(found[1]), found[2], found[3])
    if found := _MONTH.fullmatch(text):
        year, number = int(found[1]), int(found[2])
        return _months(year, number, number, "month") if year and 1 <= number <= 12 else None
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return Period(day, day, "day") if day else None


def period_of(text: str, file: str = "", row: int | None = None) -> Period:
    """A period read from a cell.

    Raises
    ------
    InputError
        BH-TGT-001 where the text names no period.
    """
    found = parsed(text)
    if found is None:
        raise InputError(
            Fault("BH-TGT-001", f"{text!r} names no period", FORMS, "write the period in one of these forms", file, row, "period", text)
        )  # fmt: skip
    return found


def formatted(period: Period) -> str:
    """The period as the tables write it; `parsed` reads it back."""
    year, month = period.first.year, period.first.month
    match period.kind:
        case "year":
            return f"{year:04d}"
        case "half":
            return f"{year:04d}H{(month + 5) // 6}"
        case "quarter":
            return f"{year:04d}Q{(month + 2) // 3}"
        case "month":
            return f"{year:04d}-{month:02d}"
        case "to_date":
            return f"{year:04d}-01/{year:04d}-{period.last.month:02d}"
        case "day":
            return period.first.isoformat()


def year_of(year: int) -> Period:
    """A whole year."""
    return _months(year, 1, 12, "year")


def month_of(year: int, month: int) -> Period:
    """A month."""
    return _months(year, month, month, "month")


def quarter_of(year: int, quarter: int) -> Period:
    """A quarter, 1 to 4."""
    return _months(year, 3 * quarter - 2, 3 * quarter, "quarter")


def to_date_of(year: int, month: int) -> Period:
    """January to a month as one figure."""
    return _months(year, 1, month, "to_date")


def following(period: Period) -> Period:
    """The next period of the same kind: the next quarter, the year to date of one month more, from December on the next January's."""
    if period.kind == "day":
        day = date.fromordinal(period.first.toordinal() + 1)
        return Period(day, day, "day")
    if period.kind == "to_date":
        month = period.last.month % 12 + 1
        return to_date_of(period.year + (month == 1), month)
    step = MONTHS[period.kind]
    over, month = divmod(period.first.month - 1 + step, 12)
    return _months(period.year + over, month + 1, month + step, period.kind)


def _part(year: int, half: str | None, quarter: str | None) -> Period | None:
    if not year:
        return None
    if half:
        return _months(year, 6 * int(half) - 5, 6 * int(half), "half")
    return quarter_of(year, int(quarter)) if quarter else year_of(year)


@lru_cache(maxsize=4096)
def _months(year: int, first: int, last: int, kind: Kind) -> Period:
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), kind)
