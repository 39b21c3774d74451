"""Odds of targets held against years made by another hand, and reported figures that disagree against honest ones.

The generator is `target_worlds`; its years have slumps, fat tails, a moving trend and a moving holiday, none of which the forecaster draws as
they are made. Two constants of the forecaster (`PRIOR_SPREAD`, `WITHIN`) were set on seeds 1 and 2; none was on the seed reported. Chances
are put into ten bins of equal width; in each the mean chance is held against the share of years that reached their goal. Tolerance: 5 points, in bins
of at least `ENOUGH` years; a smaller one is told and decides nothing, since the share itself is not known to 5 points there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.periods import Period, month_of, parsed, year_of
from bothhands.inputs.statistics import Edition, Series
from bothhands.outcome.seasonal_profile import profile_of
from bothhands.outcome.target_forecast import Forecast, done_of, forecast_by_growth
from bothhands.outcome.target_odds import outlook
from bothhands.validate.tables import AtMost, Context, Row
from bothhands.validate.target_worlds import World, world

YEARS, SEED = 10_000, 20201231
"""Years simulated, and from which seed: so many that a bin of 300 years has its share known to about 3 points."""
BINS, TOLERANCE, ENOUGH = 10, 0.05, 100
SPANS = (
    ("halves, a quarter reported", "H1", 3),
    ("halves, five months reported", "H1", 5),
    ("quarters, their first month reported", "Q2", 4),
)
"""Parts of a year that are held against their bands as well."""
EXPECTED = 0.05
"""Growth a region would have stated beforehand."""
FIRST = 2000


class Bin(NamedTuple):
    """Chances of one bin."""

    low: float
    chance: float
    """Mean chance."""
    share: float
    """Share of years that reached their goal."""
    years: int


def rows() -> list[Row]:
    """Every comparison: bins, the whole, early and late in the year, bands."""
    chances, reached, inside, standing = simulated(YEARS, SEED)
    return [
        *_bins(chances, reached),
        AtMost("mean distance from the diagonal, weighed by years", distance(chances, reached), 0.03, 0.0),
        Context("Brier score, beside that of always saying the base rate", brier(chances, reached), brier(np.full_like(chances, reached.mean()), reached), 0.0),
        *(_part(name, chances[at], reached[at]) for name, at in (("first half of the year", standing < 6), ("second half of the year", standing >= 6))),
        Row("years inside the 90 % band, share", float(inside.mean()), 0.9, TOLERANCE),
        *(Row(f"{name} inside the 90 % band, share", spans_inside(text, reported), 0.9, TOLERANCE) for name, text, reported in SPANS),
    ]  # fmt: skip


def spans_inside(text: str, reported: int, years: int = 2_000, seed: int = SEED) -> float:
    """Share of simulated years whose part is inside the 90 % band, so many months of the year reported.

    Parameters
    ----------
    text
        The part, as the statistics write it, after the year.
    reported
        Months.
    years, seed
        Simulated.
    """
    rng = np.random.default_rng(seed)
    within = 0
    for one in (world(rng) for _ in range(years)):
        span = parsed(f"{FIRST + len(one.amounts) - 1}{text}")
        assert span is not None
        band = _forecast(one._replace(standing=reported), span).band()
        total = one.amounts[-1][span.first.month - 1 : span.last.month].sum()
        within += band[0] <= total <= band[4]
    return float(within) / years


def reliability(chances: NDArray[np.float64], reached: NDArray[np.bool_]) -> list[Bin]:
    """The reliability diagram: bins of equal width with any year."""
    number = np.minimum((chances * BINS).astype(int), BINS - 1)
    return [
        Bin(n / BINS, float(chances[number == n].mean()), float(reached[number == n].mean()), int((number == n).sum()))
        for n in range(BINS)
        if (number == n).any()
    ]


def distance(chances: NDArray[np.float64], reached: NDArray[np.bool_]) -> float:
    """Mean distance between chance and share over the years."""
    found = reliability(chances, reached)
    return float(np.average([abs(one.chance - one.share) for one in found], weights=[one.years for one in found]))


def brier(chances: NDArray[np.float64], reached: NDArray[np.bool_]) -> float:
    """Mean squared distance of chances from what came."""
    return float(np.mean((chances - reached) ** 2))


def simulated(
    years: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.int_]]:
    """Chances, whether the goal was reached, whether the band held the year, and months reported, by simulated year."""
    rng = np.random.default_rng(seed)
    told = [(one, *_asked(one)) for one in (world(rng) for _ in range(years))]
    totals = np.array([one.amounts[-1].sum() for one, _, _ in told])
    chances = np.array([chance for _, chance, _ in told])
    bands = np.array([(band[0], band[4]) for _, _, band in told])
    goals = np.array([one.goal for one, _, _ in told])
    inside = (totals >= bands[:, 0]) & (totals <= bands[:, 1])
    return chances, totals >= goals, inside, np.array([one.standing for one, _, _ in told])


def series_of(one: World) -> Series:
    """What is known of a world: whole years, and the months reported of the last."""
    editions = []
    last = len(one.amounts) - 1
    for number, year in enumerate(one.amounts):
        shown = year if number < last else year[: one.standing]
        periods: list[tuple[Period, float]] = [
            (month_of(FIRST + number, month + 1), float(value)) for month, value in enumerate(shown)
        ]
        if number < last:
            periods.append((year_of(FIRST + number), float(year.sum())))
        editions += [Edition(period, value, period.last, 2, "synthetic", "") for period, value in periods]
    return Series("invented", "amount", "1", date(FIRST + last, 12, 31), tuple(sorted(editions)))


def _asked(one: World) -> tuple[float, tuple[float, ...]]:
    """The chance and band the forecaster gives, as for any target held against statistics."""
    forecast = _forecast(one, year_of(FIRST + len(one.amounts) - 1))
    return forecast.odds(one.goal, False), forecast.band()


def _forecast(one: World, span: Period) -> Forecast:
    found, past = series_of(one), one.amounts[:-1].sum(1)
    ahead = outlook((past[1:] / past[:-1] - 1.0).tolist(), EXPECTED)
    profile = profile_of(found, span.year)
    forecast = forecast_by_growth(found, ahead, profile, span, done_of(found, None, span, span.last))
    assert forecast is not None
    return forecast


def _bins(chances: NDArray[np.float64], reached: NDArray[np.bool_]) -> Iterator[Row]:
    for one in reliability(chances, reached):
        name = (
            f"odds {one.low:.0%} to {one.low + 1 / BINS:.0%}: mean chance against share reached ({one.years:,} years)"
        )
        kind = Row if one.years >= ENOUGH else Context
        yield kind(name, one.chance, one.share, TOLERANCE)


def _part(name: str, chances: NDArray[np.float64], reached: NDArray[np.bool_]) -> Row:
    return Row(f"{name}: mean chance against share reached", float(chances.mean()), float(reached.mean()), TOLERANCE)
