"""Days of lines, each said by one function: calendar, what is being built and missing links tell the same day of the same order."""

from __future__ import annotations

from datetime import date, timedelta


def soonest_order(as_of: date) -> date:
    """The first day that can still be ordered on: the one after the day the planner stands on."""
    return as_of + timedelta(days=1)


def first_product(ordered: date, lead_days: float) -> date:
    """When lines ordered on a day first make, as the run has it."""
    return ordered + timedelta(days=round(lead_days))
