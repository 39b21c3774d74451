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
    """Value added of a usual day, against the mean of its year."""
    quarter: Float[Array, "quarter time"]
    """1 on the days of each quarter."""
    names: tuple[str, ...]
    growth: Float[Array, "time"]
    """What there would have been without the epidemic, against the year before the calendar begins."""
    last: Float[Array, "quarter quarter"]
    """1 where the column's quarter is that of the row a year before."""
    halves: Float[Array, "span quarter"]
    """Quarters of the first half-year and of the year, where the calendar covers a year; else no row."""
    prices: Float[Array, "quarter"]
    """Prices of each quarter, against the year before the calendar begins."""

    @property
    def whole(self) -> Float[Array, "part time sector"]:
        """The calendar as one part: what a day's value added weighs, growth included."""
        return (self.weight * self.growth[:, None])[None]


class Quarters(NamedTuple):
    """Value added by quarter, place and sector, money."""

    constant: Float[Array, "quarter place sector"]
    """At the prices of the year before the calendar begins."""
    current: Float[Array, "quarter place sector"]
    last_year: Float[Array, "quarter place sector"]
    """The same quarter a year before, at constant prices."""
    halves: Float[Array, "span quarter"]

    def year_on_year(self) -> Float[np.ndarray, "quarter"]:
        """Real growth of the region against the same quarter of last year, a share."""
        made, before = (np.asarray(part).sum((1, 2)) for part in (self.constant, self.last_year))
        return np.asarray(made / np.maximum(before, 1e-9) - 1.0)

    def half_years(self) -> Float[np.ndarray, "span"]:
        """The same over the first half-year and over the year, where the calendar covers one."""
        made, before = (
            np.asarray(self.halves) @ np.asarray(part).sum((1, 2)) for part in (self.constant, self.last_year)
        )
        return np.asarray(made / np.maximum(before, 1e-9) - 1.0)


def calendar_of(region: Region, axes: Axes) -> Calendar:
    """Weights of days and the quarters covered, from the tables `calendar` and `seasons`."""
    years = range(axes.start.year, axes.days[-1].year + 1)
    days = [date(year, 1, 1) + timedelta(days=n) for year in years for n in range(_days(year))]
    ahead = (axes.start - days[0]).days
    inside = slice(ahead, ahead + axes.n_days)
    weight = np.concatenate([_weights(region, axes, [day for day in days if day.year == year]) for year in years])[
        inside
    ]
    quarter_of = np.array([4 * day.year + (day.month - 1) // 3 for day in axes.days])
    whole = [q for q in np.unique(quarter_of).tolist() if (quarter_of == q).sum() == _length(q)]
    trend, inflation = (float(region.parameter(name).value) for name in ("trend_growth_share", "price_change_share"))
    since = np.array([day.year - axes.start.year + 1 for day in axes.days])
    of_year = [[float(4 * year <= q < 4 * year + n) for q in whole] for year in years[:1] for n in (2, 4)]
    full = len([q for q in whole if 4 * years[0] <= q < 4 * years[0] + 4]) == 4
    return Calendar(
        weight=jnp.asarray(weight),
        quarter=jnp.asarray(np.array([quarter_of == q for q in whole], float).reshape(len(whole), axes.n_days)),
        names=tuple(f"{q // 4} Q{q % 4 + 1}" for q in whole),
        growth=jnp.asarray((1.0 + trend) ** since),
        last=jnp.asarray(
            np.array([[float(one == q - 4) for one in whole] for q in whole]).reshape(len(whole), len(whole))
        ),
        halves=jnp.asarray(np.array(of_year if full else []).reshape(2 if full else 0, len(whole))),
        prices=jnp.asarray(np.array([(1.0 + inflation) ** (q // 4 - axes.start.year + 1) for q in whole])),
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
        The same on a normal day, at the level of the year before the calendar begins.
    calendar
        Weights, quarters, growth and prices.

    Notes
    -----
    With w the weight of a day and g the growth there would have been, a quarter of the first year has (1 + g) Σ w VA at constant prices
    against Σ w VA₀ of last year; later quarters are held against those of the run a year before. Growth is spread evenly: no trend within
    a year.
    """
    parts = calendar.quarter[:, :, None] * calendar.whole
    made = jnp.einsum("qts,tps->qps", parts, value_added)
    usual = jnp.einsum("qts,ps->qps", parts / calendar.growth[0], normal)
    before = jnp.einsum("qr,rps->qps", calendar.last, made)
    there = calendar.last.sum(1)[:, None, None] > 0
    return Quarters(made, made * calendar.prices[:, None, None], jnp.where(there, before, usual), calendar.halves)


def _weights(region: Region, axes: Axes, days: list[date]) -> NDArray[np.float64]:
    """Weights of the days of a whole year, by day and sector; each sector's add up to a year of mean days."""
    usual = _usual_days(region, days)
    weight = np.repeat((usual * DAYS_A_YEAR / usual.sum())[:, None], len(axes.sectors), axis=1)
    quarter_of = np.array([(day.month - 1) // 3 for day in days])
    for n, share in _shares(region, axes).items():
        for quarter in range(4):
            at = quarter_of == quarter
            weight[at, n] = usual[at] * share[quarter] * DAYS_A_YEAR / usual[at].sum()
    return weight


def _usual_days(region: Region, days: list[date]) -> NDArray[np.float64]:
    """1 on a working day of a year, less on the holidays every year has.

    A year without any in the calendar has those of the first that has some, on the same dates (ASSUMED: a festival by the moon stays in its quarter).
    """
    usual, year = np.ones(len(days)), days[0].year
    share = region.parameter("holiday_output_share").value
    spans = [row for row in region.rows(CalendarSpan) if row.kind in ("holiday", "spring_festival")]
    told = {span.date_from.year for span in spans} | {span.date_to.year for span in spans}
    later = 0 if year in told or not told else year - min(told)
    for span in spans:
        first, last = (_years_later(day, later) for day in (span.date_from, span.date_to))
        usual[[n for n, day in enumerate(days) if first <= day <= last]] = share
    return usual


def _years_later(day: date, years: int) -> date:
    """The same day of another year; 28 February for a leap day."""
    leap = (day.month, day.day) == (2, 29) and years
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _days(year: int) -> int:
    """Days of a year."""
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


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
