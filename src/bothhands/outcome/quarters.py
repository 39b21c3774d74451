"""Quarterly accounts as a statistics bureau gives them: value added by quarter, against the same quarter of last year.

A run measures every day against the same day of a normal year, so that the Spring Festival falls alike in both and no growth rate is
bent by its date; a holiday and a frozen month weigh what they weigh in a normal year. Constant prices are those of the year of the
table `activity`; current prices stand apart.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.calendar import CalendarSpan
from bothhands.inputs.tables.seasons import Season

DAYS_A_YEAR = 365.0


class Calendar(NamedTuple):
    """What days weigh in the accounts, and which quarters the calendar of a run covers whole."""

    weight: Float[Array, "time sector"]
    """Value added of a usual day, against the mean of the year."""
    quarter: Float[Array, "quarter time"]
    """1 on the days of each quarter."""
    names: tuple[str, ...]
    growth: Float[Array, ""]
    """Real growth since last year had there been no epidemic."""
    prices: Float[Array, ""]
    """Change of prices since last year."""

    @property
    def parts(self) -> Float[Array, "quarter time sector"]:
        """What a day's value added weighs in each quarter, at last year's prices, growth included."""
        return self.quarter[:, :, None] * self.weight * (1.0 + self.growth)


class Quarters(NamedTuple):
    """Value added by quarter, place and sector, money."""

    constant: Float[Array, "quarter place sector"]
    """At last year's prices."""
    current: Float[Array, "quarter place sector"]
    last_year: Float[Array, "quarter place sector"]

    def year_on_year(self) -> Float[Array, "quarter"]:
        """Real growth of the region against the same quarter of last year, a share."""
        return self.constant.sum((1, 2)) / jnp.maximum(self.last_year.sum((1, 2)), 1e-9) - 1.0

    def half_years(self) -> Float[Array, "half"]:
        """The same over the first half-year and the whole year; the calendar has to cover the year."""
        made, before = self.constant.sum((1, 2)), self.last_year.sum((1, 2))
        return jnp.stack([made[:2].sum() / before[:2].sum(), made.sum() / before.sum()]) - 1.0


def calendar_of(region: Region, axes: Axes) -> Calendar:
    """Weights of days and the quarters covered, from the tables `calendar` and `seasons`."""
    days = [axes.start + timedelta(days=n) for n in range(axes.n_days)]
    quarter_of = np.array([4 * day.year + (day.month - 1) // 3 for day in days])
    usual = _usual_days(region, axes)
    weight = np.repeat(usual[:, None], len(axes.sectors), axis=1)
    for n, share in _shares(region, axes).items():
        for quarter in np.unique(quarter_of):
            at = quarter_of == quarter
            weight[at, n] *= share[quarter % 4] * DAYS_A_YEAR / max(usual[at].sum(), 1e-9)
    for n in set(range(len(axes.sectors))) - set(_shares(region, axes)):
        weight[:, n] /= usual.mean()
    whole = [q for q in np.unique(quarter_of).tolist() if (quarter_of == q).sum() == _length(q)]
    return Calendar(
        jnp.asarray(weight),
        jnp.asarray(np.array([quarter_of == q for q in whole], float).reshape(len(whole), axes.n_days)),
        tuple(f"{q // 4} Q{q % 4 + 1}" for q in whole),
        jnp.asarray(float(region.parameter("trend_growth_share").value)),
        jnp.asarray(float(region.parameter("price_change_share").value)),
    )


def quarters(
    value_added: Float[Array, "time place sector"], normal: Float[Array, "place sector"], calendar: Calendar
) -> Quarters:
    """Accounts of a run.

    Parameters
    ----------
    value_added
        Of each day, as a run gives it: money a day, every day like the mean of a normal year.
    normal
        The same on a normal day, at the level of last year.
    calendar
        Weights, quarters, growth and prices.

    Notes
    -----
    With w the weight of a day and g the growth there would have been, a quarter has (1 + g) Σ w VA at constant prices against Σ w VA₀ of
    last year. Growth is spread evenly: no trend within the year.
    """
    made = jnp.einsum("qts,tps->qps", calendar.parts, value_added)
    before = jnp.einsum("qts,ps->qps", calendar.parts, normal) / (1.0 + calendar.growth)
    return Quarters(made, made * (1.0 + calendar.prices), before)


def _usual_days(region: Region, axes: Axes) -> NDArray[np.float64]:
    """1 on a working day, less on the holidays every year has."""
    usual = np.ones(axes.n_days)
    for span in region.rows(CalendarSpan):
        if span.kind in ("holiday", "spring_festival"):
            first, last = axes.day_index(span.date_from), axes.day_index(span.date_to)
            usual[max(first, 0) : max(last + 1, 0)] = region.parameter("holiday_output_share").value
    return usual


def _shares(region: Region, axes: Axes) -> dict[int, NDArray[np.float64]]:
    """Parts of the year by quarter of those sectors that the region gives them for, by number of the sector."""
    given: dict[int, NDArray[np.float64]] = {}
    for n, (sector, group) in enumerate(zip(axes.sectors, axes.group_of_sector, strict=True)):
        rows = [row for row in region.rows(Season) if row.sector == sector]
        rows = rows or [row for row in region.rows(Season) if row.sector == group]
        if rows:
            share = {row.quarter: row.share for row in rows}
            given[n] = np.array([share.get(quarter, 0.0) for quarter in (1, 2, 3, 4)])
    return given


def _length(quarter: int) -> int:
    """Days of a quarter, counted from year 0."""
    year, part = divmod(quarter, 4)
    after = date(year + part // 3, (3 * part + 3) % 12 + 1, 1)
    return (after - date(year, 3 * part + 1, 1)).days
