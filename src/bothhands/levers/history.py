"""What was in force before the plan: neutral levers overlaid with the region's measures by date.

Why this file exists: a run starts before the shock, so history is made of the same levers as a plan. It knows
levels only; orders and purchases of the past stand in the tables of lines and stocks.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.measures import MeasureInForce
from bothhands.levers.catalogue import LEVER, Levers, neutral_levers

DATED = tuple(name for name, lever in LEVER.items() if set(lever.axes) <= {"place", "sector", "port"})
"""Levers a row of the measures table can set."""


def history(region: Region, axes: Axes) -> Levers:
    """Levers of a region that goes on as it stands: neutral, overlaid with the measures in force.

    Parameters
    ----------
    region
        Its table `measures`: a row sets a lever from `start` to `end` (to the calendar's end where blank) for a place
        (all where blank) and a sector or sector group (all where blank); `to_value` moves it in a straight line. For a
        lever of the ports, `place` means the ports of that place.
    axes
        Names and calendar.

    Raises
    ------
    InputError
        With every fault: unknown lever or name, a value out of bounds, a straight line without an end.

    Notes
    -----
    Rows are laid down by start date, rows of one date in the order of the table; the later one counts. Days outside the
    calendar are left out.
    """
    rows = region.rows(MeasureInForce)
    faults = [fault for n, row in enumerate(rows) for fault in _faults(row, n + 2, axes)]
    if faults:
        raise InputError(faults)
    levers = neutral_levers(axes)
    for row in sorted(rows, key=lambda row: row.start):
        _lay(row, getattr(levers, row.lever), axes)
    return levers


def _lay(row: MeasureInForce, array: npt.NDArray[np.floating], axes: Axes) -> None:
    """Write one row into its lever's array."""
    end: date = row.end or max(axes.end, row.start)
    first, last = axes.day_index(row.start), axes.day_index(end)
    levels = np.linspace(row.value, row.value if row.to_value is None else row.to_value, last - first + 1)
    days = np.arange(max(first, 0), min(last, axes.n_days - 1) + 1)
    at = np.ix_(days, *(np.array(_members(axis, row, axes), dtype=np.intp) for axis in LEVER[row.lever].axes))
    array[at] = levels[days - first].reshape(-1, *([1] * (array.ndim - 1)))


def _members(axis: str, row: MeasureInForce, axes: Axes) -> list[int]:
    """Positions along an axis that a row is about."""
    if axis == "place":
        return [n for n, place in enumerate(axes.places) if row.place in ("", place)]
    if axis == "port":
        return [n for n, place in enumerate(axes.place_of_port) if row.place in ("", place)]
    if row.sector in axes.sectors:
        return [axes.sectors.index(row.sector)]
    return [n for n, group in enumerate(axes.group_of_sector) if row.sector in ("", group)]


def _faults(row: MeasureInForce, number: int, axes: Axes) -> list[Fault]:
    """Everything wrong with one row."""
    if row.lever not in DATED:
        remedy = nearest(row.lever, DATED)
        return [_fault("BH-LEV-001", (number, "lever"), row.lever, "a lever with a level by place or sector", remedy)]
    checks = [*_name_checks(row, axes), *_value_checks(row)]
    return [_fault(code, (number, column), value, expected, remedy) for code, column, value, expected, remedy in checks]


def _name_checks(row: MeasureInForce, axes: Axes) -> list[tuple[str, str, str, str, str]]:
    """Unknown places and sectors: code, column, value, what was expected, remedy."""
    sectors = (*axes.sectors, *axes.sector_groups)
    found = []
    if row.place and row.place not in axes.places:
        found.append(("BH-LEV-002", "place", row.place, "a city, or blank", nearest(row.place, axes.places)))
    if row.sector and "sector" not in LEVER[row.lever].axes:
        found.append(("BH-LEV-010", "sector", row.sector, f"a blank: {row.lever} has no sector", "leave it blank"))
    elif row.sector and row.sector not in sectors:
        found.append(("BH-LEV-003", "sector", row.sector, "a sector or group, or blank", nearest(row.sector, sectors)))
    return found


def _value_checks(row: MeasureInForce) -> list[tuple[str, str, str, str, str]]:
    """Values out of bounds and impossible dates: code, column, value, what was expected, remedy."""
    lever = LEVER[row.lever]
    bounds = f"{lever.low:g} to {lever.high:g}"
    found = []
    for column, value in (("value", row.value), ("to_value", row.to_value)):
        if value is not None and not lever.low <= value <= lever.high:
            found.append(("BH-LEV-008", column, f"{value:g}", bounds, "change it"))
    if row.end is not None and row.end < row.start:
        found.append(("BH-LEV-009", "end", row.end.isoformat(), "an end no earlier than the start", "change it"))
    if row.to_value is not None and row.end is None:
        found.append(("BH-LEV-009", "end", "", "an end for a level that moves in a straight line", "give one"))
    return found


def _fault(code: str, at: tuple[int, str], value: str, expected: str, remedy: str) -> Fault:
    """A fault of a column of a row, counted as in a file, whose first row is the header."""
    row, column = at
    return Fault(code, f"{column} is {value!r}", expected, remedy, "measures", row, column, value)
