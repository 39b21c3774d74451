"""Lever arrays into measures: what a run executes becomes what a plan says.

Why this file exists: the way back of `bothhands.levers.compile`, exact to the last digit. Equal values are joined over
days, then over sectors (to a group), then over places, so that a person reads as few rows as say it all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.goods import Good
from bothhands.levers.catalogue import LEVERS, Lever, Levers, axis_names
from bothhands.levers.measure import Measure, Status

ALL = ""
MANY = {"t": "tonnes", "piece": "pieces", "kit": "kits"}
"""Units of goods, of several."""


class _Run(NamedTuple):
    """A value held from one day to another."""

    first: int
    last: int
    value: float


def to_measures(
    levers: Levers, axes: Axes, base: Levers, from_day: date, *, status: Status = "proposed", reason: str = ""
) -> tuple[Measure, ...]:
    """The measures that make `levers` of `base` from a day on, in the order of the catalogue and of time.

    Parameters
    ----------
    levers
        What is to be executed.
    axes
        Names and calendar.
    base
        What holds without measures. Padded firms are never written.
    from_day
        First day looked at; what differs before it is left out.
    status, reason
        Written into every measure.
    """
    first = min(max(axes.day_index(from_day), 0), axes.n_days)
    found: list[Measure] = []
    for lever in LEVERS:
        sizes = [len(axis_names(axes, axis)) for axis in lever.axes]
        cut = (slice(first, axes.n_days), *(slice(size) for size in sizes))
        runs = _runs(np.asarray(getattr(levers, lever.name))[cut], np.asarray(getattr(base, lever.name))[cut], first)
        for run in sorted(runs):
            found += [_measure(lever, run, names, axes) for names in _named(lever, runs[run], axes)]
    return tuple(measure.model_copy(update={"status": status, "reason": reason}) for measure in found)


def in_own_units(measures: Sequence[Measure], region: Region) -> tuple[Measure, ...]:
    """Measures whose purchases are in the unit of their good; one without a place holds in each city, and its unit says so.

    Parameters
    ----------
    measures
        Dated rows; those of other levers stay as they are.
    region
        Its goods and cities.
    """
    units = {row.good: MANY[row.unit] for row in region.rows(Good)}
    each = f" in each of {len(region.cities)} cities" if len(region.cities) > 1 else ""
    return tuple(
        one.model_copy(update={"unit": f"{units[one.good]} a day{'' if one.place else each}"})
        if one.lever == "purchases" and one.good in units
        else one
        for one in measures
    )


def _runs(
    values: npt.NDArray[np.floating], base: npt.NDArray[np.floating], first: int
) -> dict[_Run, list[tuple[int, ...]]]:
    """Members of the lever's axes by the runs they share."""
    runs: dict[_Run, list[tuple[int, ...]]] = defaultdict(list)
    differs = values != base
    for member in zip(*np.nonzero(differs.any(axis=0)), strict=True):
        series, changed = values[:, *member], differs[:, *member]
        breaks = np.flatnonzero((np.diff(series) != 0) | (np.diff(changed.astype(int)) != 0)) + 1
        for days in np.split(np.arange(len(series)), breaks):
            if changed[days[0]]:
                run = _Run(first + int(days[0]), first + int(days[-1]), float(series[days[0]]))
                runs[run].append(tuple(int(n) for n in member))
    return runs


def _named(lever: Lever, members: list[tuple[int, ...]], axes: Axes) -> list[tuple[str, ...]]:
    """The members as few names: blank for all of an axis, a group for all its sectors."""
    names = [axis_names(axes, axis) for axis in lever.axes]
    if len(names) == 1:
        return [(ALL,)] if len(members) == len(names[0]) else [(names[0][n],) for (n,) in members]
    rows: dict[int, set[int]] = defaultdict(set)
    for row, column in members:
        rows[row].add(column)
    grouped = lever.axes[1] == "sector"
    tokens = {row: _tokens(columns, names[1], axes if grouped else None) for row, columns in rows.items()}
    everywhere = set.intersection(*map(set, tokens.values())) if len(rows) == len(names[0]) else set()
    first = next(iter(tokens.values()))
    shared: list[tuple[str, ...]] = [(ALL, token) for token in first if token in everywhere]
    return shared + [(names[0][row], token) for row, own in tokens.items() for token in own if token not in everywhere]


def _tokens(columns: set[int], names: tuple[str, ...], axes: Axes | None) -> list[str]:
    """Columns as names: blank for all, whole groups of sectors, then single ones."""
    if len(columns) == len(names):
        return [ALL]
    tokens: list[str] = []
    left = set(columns)
    for group in axes.sector_groups if axes else ():
        inside = {n for n, name in enumerate(axes.group_of_sector if axes else ()) if name == group}
        if len(inside) > 1 and inside <= columns and group not in names:
            tokens.append(group)
            left -= inside
    return tokens + [names[n] for n in sorted(left)]


def _measure(lever: Lever, run: _Run, names: tuple[str, ...], axes: Axes) -> Measure:
    """One dated row."""
    columns: dict[str, str] = {}
    for axis, name in zip(lever.axes, names, strict=True):
        if axis == "port":
            columns["site"] = name
        elif axis == "option" and name:
            option = axes.line_options[axis_names(axes, "option").index(name)]
            columns |= {"site": option.site, "good": option.good, "variant": option.line_class}
        elif axis != "option":
            columns[axis] = name
    return Measure(
        lever=lever.name,
        start=axes.start + timedelta(days=run.first),
        end=axes.start + timedelta(days=run.last),
        value=run.value,
        unit=lever.unit,
        owner=lever.owner,
        **columns,
    )
