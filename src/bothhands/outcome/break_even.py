"""Firms above break-even by month, and what becomes of them when help is taken away.

Why this file exists: a day above break-even is noise, a month is what an owner and a bureau count. Aid counts as income of the month it is paid in;
whoever has closed is below.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.model.firms.flows import Flows

Numbers = npt.NDArray[np.float64]


class Months(NamedTuple):
    """Firms by calendar month, the first and the last of which may be cut by the calendar of the run."""

    first_day: tuple[date, ...]
    """Of each month, within the run."""
    above: Numbers
    """Firms whose month pays for itself, (month,)."""
    closed: Numbers
    """Firms closed by the end of the month, (month,)."""
    firms: float
    """All that are counted."""


def by_month(flows: Flows, support: npt.ArrayLike, counts: npt.ArrayLike, days: Sequence[date]) -> Months:
    """Firms above break-even and closed firms by month.

    Parameters
    ----------
    flows
        Of a run, time first; profit in currency a day.
    support
        Aid by day and firm, currency a day.
    counts
        Firms each one stands for, (firm,); 0 leaves a firm out.
    days
        The calendar of the run.

    Notes
    -----
    A firm is above where Σ over the days of the month of profit + aid ≥ 0 and it works on the last of them; break-even sales = fixed cost /
    (1 − variable share) is the same line for a month without aid.
    """
    starts = [n for n, day in enumerate(days) if n == 0 or day.day == 1]
    ends = [*(start - 1 for start in starts[1:]), len(days) - 1]
    profit, alive, weight = (np.asarray(one, float) for one in (flows.profit, flows.alive, counts))
    money = np.add.reduceat(profit + np.asarray(support, float)[: len(days)] * alive, starts, axis=0)
    working = alive[ends] > 0.5
    return Months(
        tuple(days[start] for start in starts),
        ((money >= 0.0) & working) @ weight,
        ~working @ weight,
        float(weight.sum()),
    )
