"""Days of a week of visits: which week can be planned, and on which of its days nobody is sent out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.inputs.tables.calendar import CalendarSpan
from bothhands.plan.posed import check_day

USUAL_DAYS = 5
"""Days of a week of work, from its first day on."""
HOLIDAYS = ("holiday", "spring_festival", "extended_holiday")
"""Spans of the calendar on which nobody is sent out."""


def check_week(region: Region, as_of: date, first: date, days: int = USUAL_DAYS) -> None:
    """A week lies ahead, at least in part, and begins within the region's calendar.

    Parameters
    ----------
    region, as_of
        The region, and the day the planner stands on.
    first, days
        First day of the week, and days of work from it on.

    Raises
    ------
    InputError
        Where the day is outside the calendar (BH-ASK-009), the week over or after the calendar (BH-VIS-029).
    """
    check_day(region, as_of, ahead=0)
    last, end = first + timedelta(days=days - 1), region.settings.end
    if last < as_of or first > end:
        why = f"is over on {as_of}" if last < as_of else "begins after the region's calendar"
        raise InputError(Fault("BH-VIS-029", f"the week of {first} {why}", f"a week that ends on {as_of} or later and begins by {end}", "change --week, --as-of or the region's last day", column="--week", value=str(first)))  # fmt: skip


def holidays_of(region: Region, days: Sequence[date]) -> tuple[date, ...]:
    """Days that the region's calendar calls a public holiday.

    Parameters
    ----------
    region
        Table calendar.
    days
        In the order of the answer.
    """
    spans = [one for one in region.rows(CalendarSpan) if one.kind in HOLIDAYS]
    return tuple(day for day in days if any(one.date_from <= day <= one.date_to for one in spans))
