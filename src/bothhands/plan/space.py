"""Which decisions move, together with which others, and between which bounds: the variables of a search.

Why this file exists: the model takes a level for every lever, city and period; a planner may want schools closed everywhere or
nowhere, four weeks at a time, and some levers left alone. Variables are tied on the host, so that no choice compiles anything anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from bothhands.inputs.axes import Axes
from bothhands.plan.decisions import (
    PERIOD_DAYS,
    Decisions,
    flat,
    lever_of_entry,
    members_of,
    n_periods,
    place_and_period,
)
from bothhands.plan.linear_limits import LinearLimits, nearest_inside

Vector = NDArray[np.float64]
ROUNDING = 0.02
"""Part of a change from period to period that is left to the rounding of levels to whole percents."""


class Space(NamedTuple):
    """The variables of a search; entries are those of a flat decision vector."""

    variable: NDArray[np.intp]
    """Number of the variable each entry follows; −1 where the entry is not decided."""
    held: Vector
    """Level of the entries that are not decided."""
    low: Vector
    """Least value, by variable."""
    high: Vector
    radius: Vector
    """How far each variable may move in the first step."""
    smooth: LinearLimits | None = None
    """How far variables of one lever may change from one period to the next; None where no lever asks for it."""

    @property
    def size(self) -> int:
        """How many variables there are."""
        return self.low.size

    @property
    def ties(self) -> csr_array:
        """1 where an entry follows a variable, (entry, variable)."""
        entries = np.flatnonzero(self.variable >= 0)
        at = entries, self.variable[entries]
        return csr_array((np.ones(entries.size), at), shape=(self.variable.size, self.size))

    def entries(self, values: Vector) -> Vector:
        """The flat decision vector of the variables' values."""
        decided = self.variable >= 0
        return np.where(decided, values[np.maximum(self.variable, 0)], self.held) if self.size else self.held.copy()

    def values(self, entries: Vector) -> Vector:
        """The variables' values of a flat decision vector: the mean of the entries of each, within its bounds."""
        ties = self.ties
        count = np.maximum(np.asarray(ties.sum(0)).ravel(), 1.0)
        values = np.asarray(np.clip(np.asarray(ties.T @ entries) / count, self.low, self.high))
        return values if self.smooth is None else nearest_inside(values, self.low, self.high, self.smooth)

    def allows(self, entries: Vector) -> bool:
        """Whether no lever changes faster from period to period than it may, for entries in whole percents."""
        if self.smooth is None:
            return True
        count = np.maximum(np.asarray(self.ties.sum(0)).ravel(), 1.0)
        return self.smooth.breach(np.asarray(self.ties.T @ entries) / count) <= ROUNDING + 1e-9


class Choice(NamedTuple):
    """How one lever is decided."""

    low: float = 0.0
    high: float = 1.0
    decided: bool = True
    places_together: bool = False
    groups_together: bool = False
    """All sector groups at one level; openness only."""
    delay_days: int = 0
    """Days until a decision of today takes effect."""
    smooth: float | None = None
    """Largest change of a level from one period to the next; None for any."""


FIRST_RADIUS = {"openness": 0.01}
"""How far a lever may move in the first step, 0.25 where it is not named; what an industry makes bends within a percent of what it has hands for."""


def space_of(
    axes: Axes, choices: Mapping[str, Choice], held: Decisions, period_days: NDArray[np.floating] | None = None
) -> Space:
    """The variables that choices leave.

    Parameters
    ----------
    axes
        Names and calendar.
    choices
        By lever; levers not named are decided freely, city by city.
    held
        Levels of what is not decided.
    period_days
        Days ahead in each period; a period without one is not decided. By default every period is.
    """
    n, groups = n_periods(axes), len(axes.sector_groups)
    days = np.full(n, float(PERIOD_DAYS)) if period_days is None else np.asarray(period_days, np.float64)
    starts = np.concatenate([[0.0], np.cumsum(days)[:-1]])
    (place, period), lever = place_and_period(axes), lever_of_entry(axes)
    keys = np.stack([lever, period, np.zeros_like(lever), np.zeros_like(lever)], axis=1)
    free, low, high = days[period] > 0, np.zeros(lever.size), np.ones(lever.size)
    for number, name in enumerate(Decisions._fields):
        choice, at = choices.get(name, Choice()), np.flatnonzero(lever == number)
        member = np.tile(np.arange(int(np.prod(members_of(axes, name)))), n)
        if not choice.places_together:
            keys[at, 2] = member if name == "port_screening" else place[at]
        if name == "openness" and not choice.groups_together:
            keys[at, 3] = member % groups
        low[at], high[at] = choice.low, choice.high
        free[at] &= choice.decided & (starts[period[at]] >= choice.delay_days)
    _, first, number_of = np.unique(keys[free], axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    variable = np.full(lever.size, -1, np.intp)
    variable[free] = np.argsort(order)[number_of.ravel()]
    chosen = np.flatnonzero(free)[first[order]]
    radius = np.array([FIRST_RADIUS.get(name, 0.25) for name in Decisions._fields])[lever]
    most = np.array(
        [np.nan if (asked := choices.get(name, Choice()).smooth) is None else asked for name in Decisions._fields]
    )
    smooth = _smooth(keys[chosen], most) if np.isfinite(most).any() else None
    return Space(variable, flat(held), low[chosen], high[chosen], radius[chosen], smooth)


def _smooth(keys: NDArray[np.intp], most: Vector) -> LinearLimits:
    """Change between neighbouring periods at most as asked, both ways, less what rounding may add.

    `keys` are lever, period, place or port, and group of each variable; `most` is by lever, not a number where any change may be.
    """
    number = {tuple(key): n for n, key in enumerate(keys.tolist())}
    pairs = [
        (n, number[lever, period + 1, place, group], most[lever])
        for (lever, period, place, group), n in number.items()
        if np.isfinite(most[lever]) and (lever, period + 1, place, group) in number
    ]
    first, then = (np.array([pair[end] for pair in pairs], np.intp) for end in (0, 1))
    upper = np.array([pair[2] - ROUNDING for pair in pairs], np.float64)
    row, ones = np.arange(len(pairs)), np.ones(len(pairs))
    change = csr_array(
        (np.concatenate([ones, -ones]), (np.concatenate([row, row]), np.concatenate([then, first]))), shape=(len(pairs), len(keys)),
    )  # fmt: skip
    return LinearLimits(csr_array(vstack([change, -change])), np.concatenate([upper, upper]))
