"""Measures into lever arrays: what a plan says becomes what a run executes.

Why this file exists: a measure is read by people, an array by the model, and both must say exactly the same. Every
fault of every measure is found before anything is built. The way back lives in `bothhands.levers.measures_of`, what
was in force before the plan in `bothhands.levers.history`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.codes import nearest
from bothhands.levers.catalogue import LEVER, Axis, Lever, Levers, axis_names
from bothhands.levers.measure import Measure

Index = npt.NDArray[np.intp]

COLUMN: dict[Axis, str] = {
    "place": "place",
    "sector": "sector",
    "port": "site",
    "option": "site",
    "good": "good",
    "firm": "firm",
}
NAME_CODES = {
    "place": "BH-LEV-002",
    "sector": "BH-LEV-003",
    "site": "BH-LEV-004",
    "good": "BH-LEV-005",
    "firm": "BH-LEV-006",
    "variant": "BH-LEV-007",
}


def to_arrays(measures: Sequence[Measure], axes: Axes, base: Levers) -> Levers:
    """Lever arrays that hold every measure and are as `base` everywhere else.

    Parameters
    ----------
    measures
        Dated rows in any order. A blank name means every member of the axis; `end` is inclusive.
    axes
        Names and calendar.
    base
        Levers where no measure says otherwise; not changed.

    Raises
    ------
    InputError
        With every fault: unknown lever or name, a name for an axis the lever has not, a value out of bounds, a span
        reversed or outside the calendar, and every pair of measures that overlap with different values.

    Notes
    -----
    Where firms share an account, what one of them is given comes on top, as much as it is for the account's average firm.
    """
    by_row = [_faults_of(measure, n, axes) for n, measure in enumerate(measures)]
    faults = [fault for own in by_row for fault in own]
    arrays = {name: np.array(getattr(base, name), copy=True) for name in Levers._fields}
    sound = [n for n, own in enumerate(by_row) if not own]
    owner = {name: np.full(arrays[name].shape, -1, np.int32) for name in {measures[n].lever for n in sound}}
    faults += _add_to_accounts(measures, sound, axes, arrays)
    for n in sound:
        measure = measures[n]
        if measure.firm in axes.account_of:
            continue
        at = _cells(measure, axes)
        array, taken = arrays[measure.lever], owner[measure.lever]
        clash = (taken[at] >= 0) & (array[at] != measure.value)
        faults += [_conflict(measures, int(other), n) for other in np.unique(taken[at][clash])]
        array[at] = measure.value
        taken[at] = n
    if faults:
        raise InputError(faults)
    return Levers(**arrays)


def _add_to_accounts(
    measures: Sequence[Measure], sound: Sequence[int], axes: Axes, arrays: Mapping[str, npt.NDArray[np.floating]]
) -> list[Fault]:
    """Sound measures of firms that share an account, laid onto it; the faults of those that overlap with different values."""
    own: dict[tuple[str, str], list[int]] = {}
    for n in sound:
        measure = measures[n]
        if measure.firm in axes.account_of:
            own.setdefault((measure.lever, measure.firm), []).append(n)
    faults, size = [], np.bincount(np.asarray(axes.account, np.int64)) if own else np.zeros(0)
    for (lever, firm), rows in own.items():
        value, taken = np.zeros(axes.n_days), np.full(axes.n_days, -1, np.int32)
        for n in rows:
            days = slice(axes.day_index(measures[n].start), axes.day_index(measures[n].end) + 1)
            clash = (taken[days] >= 0) & (value[days] != measures[n].value)
            faults += [_conflict(measures, int(other), n) for other in np.unique(taken[days][clash])]
            value[days], taken[days] = measures[n].value, n
        account = axes.account_of[firm]
        arrays[lever][:, account] += value / size[account]
    return faults


def members(axis: Axis, measure: Measure, axes: Axes) -> Index:
    """Positions along an axis that a measure is about; empty where its name is unknown."""
    names = axis_names(axes, axis)
    if axis == "option":
        wanted = (measure.site, measure.good, measure.variant)
        chosen = [all(want in ("", part) for want, part in zip(wanted, o, strict=True)) for o in axes.line_options]
        return np.flatnonzero(np.array(chosen, dtype=bool))
    name = getattr(measure, COLUMN[axis])
    if name == "":
        return np.arange(len(names))
    if name in names:
        return np.array([names.index(name)])
    if axis == "sector":
        return np.array([n for n, group in enumerate(axes.group_of_sector) if group == name], dtype=np.intp)
    return np.array([], dtype=np.intp)


def _cells(measure: Measure, axes: Axes) -> tuple[Index, ...]:
    """Open mesh of the days and members a measure holds."""
    days = np.arange(axes.day_index(measure.start), axes.day_index(measure.end) + 1)
    return np.ix_(days, *(members(axis, measure, axes) for axis in LEVER[measure.lever].axes))


def _faults_of(measure: Measure, row: int, axes: Axes) -> list[Fault]:
    """Everything wrong with one measure by itself."""
    lever = LEVER.get(measure.lever)
    if lever is None:
        remedy = nearest(measure.lever, LEVER)
        return [_fault("BH-LEV-001", (row, "lever"), measure.lever, "a lever of the catalogue", remedy)]
    faults = _name_faults(measure, row, lever, axes)
    if not lever.low <= measure.value <= lever.high:
        expected = f"{lever.low:g} to {lever.high:g} {lever.unit}"
        faults.append(_fault("BH-LEV-008", (row, "value"), f"{measure.value:g}", expected, "change the value"))
    if not axes.start <= measure.start <= measure.end <= axes.end:
        span = f"{measure.start.isoformat()} to {measure.end.isoformat()}"
        expected = f"a start no later than the end, both within {axes.start.isoformat()} to {axes.end.isoformat()}"
        faults.append(_fault("BH-LEV-009", (row, "start, end"), span, expected, "change the dates"))
    return faults


def _name_faults(measure: Measure, row: int, lever: Lever, axes: Axes) -> list[Fault]:
    """Names the lever has no axis for, and names nobody knows."""
    known: dict[str, set[str]] = {}
    for axis in lever.axes:
        known |= _known(axis, axes)
    faults = []
    for column, code in NAME_CODES.items():
        name = getattr(measure, column)
        if name == "":
            continue
        if column not in known:
            expected = f"a blank: {lever.name} has no {column}"
            faults.append(_fault("BH-LEV-010", (row, column), name, expected, "leave it blank"))
        elif name not in known[column]:
            faults.append(_fault(code, (row, column), name, "a name of the region", nearest(name, known[column])))
    if not faults and "option" in lever.axes and members("option", measure, axes).size == 0:
        name = f"{measure.site}/{measure.good}/{measure.variant}"
        remedy = nearest(name, axis_names(axes, "option"))
        faults.append(_fault("BH-LEV-007", (row, "variant"), name, "a line that may be ordered", remedy))
    return faults


def _known(axis: Axis, axes: Axes) -> dict[str, set[str]]:
    """Names that may stand in each column of a measure for one axis."""
    if axis == "option":
        options = axes.line_options
        return {
            "site": {option.site for option in options},
            "good": {option.good for option in options},
            "variant": {option.line_class for option in options},
        }
    names = {*axis_names(axes, axis), *(axes.listed if axis == "firm" else ())}
    return {COLUMN[axis]: names | set(axes.sector_groups) if axis == "sector" else names}


def _fault(code: str, at: tuple[int, str], value: str, expected: str, remedy: str) -> Fault:
    """A fault of a column of a measure, counted from 1."""
    row, column = at
    return Fault(code, f"{column} of a measure is {value!r}", expected, remedy, "measures", row + 1, column, value)


def _conflict(measures: Sequence[Measure], first: int, second: int) -> Fault:
    """Two measures that ask for different values of the same lever, place and day."""
    one, other = measures[first], measures[second]
    span = f"{max(one.start, other.start).isoformat()} to {min(one.end, other.end).isoformat()}"
    what = f"{other.lever} is {other.value:g} here and {one.value:g} in row {first + 1}, {span}"
    remedy = "change a date, a name or a value"
    return Fault("BH-LEV-011", what, "one value a day", remedy, "measures", second + 1, "value")
