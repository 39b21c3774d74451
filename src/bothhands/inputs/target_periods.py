"""The days a target is for: its period where it gives one, else the year of its due day, else none.

Why this file exists: the rules, the progress and the briefing must count the same days. It knows no figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from bothhands.inputs.periods import Period, parsed, year_of
from bothhands.inputs.table import Row
from bothhands.inputs.tables.targets import Target

MODELLED = ("gdp", "budget_revenue", "firms_above_break_even")
"""Indicators the coupled model gives by itself."""
SERIES_OF = {"budget_revenue": "general_public_budget_revenue"}
"""Name under which statistics give an indicator of the model, where it is another."""


def span_of(target: Target) -> Period | None:
    """Days a target is for; None for an undated one.

    A target with a due day alone is for the year up to that day: 31 December the whole year, 30 June the first half as one figure.
    """
    if found := parsed(target.period):
        return found
    if target.due is None:
        return None
    if (target.due.month, target.due.day) == (12, 31):
        return year_of(target.due.year)
    return Period(date(target.due.year, 1, 1), target.due, "to_date")


def due_of(target: Target) -> date | None:
    """Day a target is due: its own, else the last of its period; None for an undated one."""
    span = span_of(target)
    return target.due or (span.last if span else None)


def versions_of(rows: Iterable[Row]) -> dict[str, tuple[Target, ...]]:
    """Every version of every target among the rows of the table, the first one first."""
    found: dict[str, list[Target]] = defaultdict(list)
    for row in rows:
        if isinstance(row, Target):
            found[row.target].append(row)
    return {name: tuple(sorted(own, key=lambda row: row.known_from or date.min)) for name, own in found.items()}


def names_of(indicator: str) -> tuple[str, ...]:
    """Names an indicator may have in the table of statistics: its own, then that of the bureau."""
    other = SERIES_OF.get(indicator)
    return (indicator, other) if other else (indicator,)
