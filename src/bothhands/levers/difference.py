"""What differs between two sets of levers over the days ahead: levels that moved, amounts ordered; the most moved first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.levers.catalogue import LEVERS, ORDERS, Levers

SAME = 0.005
"""Levels closer than this are the same."""


class LeverMoved(NamedTuple):
    """A lever whose level is another."""

    lever: str
    share: float
    """Share of its days in cities, ports or groups whose level is another."""
    mean: float
    """Mean signed change, as a share; 0.1 is ten percentage points."""
    first: str
    """First day on which it differs."""


def levels_moved(axes: Axes, before: Levers, after: Levers, as_of: date) -> tuple[LeverMoved, ...]:
    """Levels that differ after a day, the most moved first; orders are told by `orders_moved`."""
    first = axes.day_index(as_of) + 1
    found = []
    for lever in LEVERS:
        if lever.name in ORDERS:
            continue
        change = np.asarray(getattr(after, lever.name))[first:] - np.asarray(getattr(before, lever.name))[first:]
        differs = np.abs(change) > SAME
        if differs.any():
            day = int(np.flatnonzero(differs.reshape(len(change), -1).any(1))[0])
            begun = as_of + timedelta(days=1 + day)
            found.append(LeverMoved(lever.name, float(differs.mean()), float(change.mean()), begun.isoformat()))
    return tuple(sorted(found, key=lambda one: -one.share))


def orders_moved(axes: Axes, before: Levers, after: Levers) -> tuple[tuple[str, float, float], ...]:
    """Orders and promises whose whole amount differs: lever, amount before and after."""
    sums = [(name, float(np.sum(getattr(before, name))), float(np.sum(getattr(after, name)))) for name in ORDERS]
    return tuple(one for one in sums if not np.isclose(one[1], one[2]))
