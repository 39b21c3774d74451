"""What was reported, as the model would have to show it: daily new cases by city, revisions taken back where they belong.

A city without a row has no data, which is not zero. Reports that fall are revisions: the cases taken back are removed from
the latest days that had them, so that the sum never changes. Cases of no city are kept apart and counted.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.cases import CaseCount


class Reports(NamedTuple):
    """New confirmed local cases (time, place), which days have a count, and what belongs to no city.

    A count covers every day since the one before it: `since` is the first day it covers. The first count of a city covers
    everything until then, so nothing is read into the days before the city appeared in the list.
    """

    new: NDArray[np.float64]
    observed: NDArray[np.bool_]
    since: NDArray[np.int64]
    unassigned: int
    imported: int
    revisions: tuple[str, ...]

    def of_counts(self, daily: NDArray[np.float64]) -> NDArray[np.float64]:
        """Daily figures added up over the days each count covers: (count,) or (count, parameter), in the order of `counts`."""
        before = np.concatenate([np.zeros((1, *daily.shape[1:])), np.cumsum(daily, axis=0)])
        day, place = np.nonzero(self.observed)
        return np.asarray(before[day + 1, place] - before[self.since[day, place], place])

    @property
    def counts(self) -> NDArray[np.float64]:
        """New cases of every count, by day and then place."""
        return self.new[self.observed]


def reports_of(region: Region, axes: Axes, as_of: date) -> Reports:
    """Reports a planner had on a day; later days are not data."""
    rows = [row for row in region.rows(CaseCount) if row.kind == "confirmed" and row.day <= as_of]
    new = np.zeros((axes.n_days, len(axes.places)))
    observed, since = np.zeros(new.shape, bool), np.zeros(new.shape, np.int64)
    revisions: list[str] = []
    for p, place in enumerate(axes.places):
        total, covered = 0, 0
        for day, count in sorted(
            (row.day, row.cumulative) for row in rows if row.place == place and row.origin == "local"
        ):
            at = axes.day_index(day)
            if 0 <= at < axes.n_days:
                new[at, p], observed[at, p], since[at, p] = count - total, True, covered
                covered = at + 1
            if count < total:
                revisions.append(f"{place} {total} → {count} on {day.isoformat()}")
            total = count
        taken_back(new[:, p])
    last = {(row.place, row.origin): row.cumulative for row in sorted(rows, key=lambda row: row.day)}
    apart = {
        kind: sum(count for (_, origin), count in last.items() if origin == kind) for kind in ("unassigned", "imported")
    }
    return Reports(new, observed, since, apart["unassigned"], apart["imported"], tuple(revisions))


def taken_back(new: NDArray[np.float64]) -> None:
    """Spread each fall over the latest earlier days that had cases, in place; what none of them has left was before the calendar and falls away."""
    for day in np.flatnonzero(new < 0):
        owed, new[day] = -new[day], 0.0
        for earlier in range(day - 1, -1, -1):
            taken = min(max(new[earlier], 0.0), owed)
            new[earlier] -= taken
            owed -= taken
            if owed == 0:
                break


def expected_reports(
    found: Float[Array, "time place"], delay_days: Float[Array, ""] | float, reported_share: Float[Array, ""] | float
) -> Float[Array, "time place"]:
    """Cases expected in the reports: those found, reported in part and after a geometric delay of the given mean."""
    lag = jnp.arange(found.shape[0])
    leave = 1.0 / (1.0 + delay_days)
    weight = leave * (1.0 - leave) ** lag
    kernel = jnp.where(lag[:, None] >= lag[None, :], weight[jnp.abs(lag[:, None] - lag[None, :])], 0.0)
    return reported_share * (kernel @ found)
