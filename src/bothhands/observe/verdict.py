"""What a back-test amounts to: mean scores and coverage by period, place and weeks ahead, and differences to the baselines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bothhands.observe.backtest import FORECASTERS, OURS, WHOLE, BackTest, Scored
from bothhands.observe.baselines import BASELINES
from bothhands.observe.forecast import WEEK
from bothhands.observe.scores import FloatArray, Interval, coverage, mean_difference, pit_histogram

CITIES, REGION = "cities", "region"
SCORES = ("crps", "wis", "log")


class Standing(NamedTuple):
    """A forecaster over a group of forecasts: means of scores, less is better, and shares within its intervals."""

    period: str
    level: str
    ahead: int
    forecaster: str
    forecasts: int
    cases: int
    """Cases that came."""
    crps: float
    wis: float
    log: float
    """Infinite where something that came was held impossible."""
    impossible: int
    """Forecasts that held what came impossible."""
    coverage_50: float
    coverage_90: float
    pit: list[int]
    """Histogram in ten bins."""


class Difference(NamedTuple):
    """Our mean score less a baseline's, all weeks ahead together: below zero we are better."""

    period: str
    level: str
    baseline: str
    score: str
    difference: Interval

    @property
    def winner(self) -> str:
        """Who is better, blank where the interval holds zero."""
        if not self.difference.low * self.difference.high > 0:
            return ""
        return OURS if self.difference.value < 0 else self.baseline


def periods_of(made: BackTest) -> dict[str, tuple[date, ...]]:
    """Origins up to the region's as-of day, and later ones; a period without origins is left out."""
    parts = {
        f"up to {made.split.isoformat()}": tuple(day for day in made.origins if day <= made.split),
        f"after {made.split.isoformat()}": tuple(day for day in made.origins if day > made.split),
    }
    return {name: days for name, days in parts.items() if days}


def standings(made: BackTest) -> list[Standing]:
    """Every forecaster in every period, by cities and for the whole region, by weeks ahead."""
    return [
        _standing(period, level, ahead, name, rows)
        for period, days in periods_of(made).items()
        for level in (CITIES, REGION)
        for ahead in range(1, made.weeks + 1)
        for name in FORECASTERS
        if (rows := _rows(made, days, level, name, ahead))
    ]


def differences(made: BackTest) -> list[Difference]:
    """Ours less each baseline's by period and level, with 90 % intervals; log scores only where both are finite."""
    found = []
    for period, days in periods_of(made).items():
        for level in (CITIES, REGION):
            for n, name in enumerate(BASELINES):
                for score in SCORES:
                    blocks = [_less(made, day, level, name, score) for day in days]
                    generator = np.random.default_rng([made.seed, 6, n])
                    if all(np.isfinite(block).all() for block in blocks) and any(map(len, blocks)):
                        found.append(
                            Difference(
                                period, level, name, score, mean_difference(blocks, generator, overlapping(made))
                            )
                        )
    return found


def overlapping(made: BackTest) -> int:
    """Neighbouring origins whose weeks overlap, drawn together where a difference is given its interval."""
    apart = min(((after - before).days for before, after in pairwise(made.origins)), default=WEEK)
    return -(-WEEK * made.weeks // apart)


def _standing(period: str, level: str, ahead: int, name: str, rows: list[Scored]) -> Standing:
    log = np.array([one.log for one in rows], float)
    pit = np.array([one.pit for one in rows], float)
    return Standing(
        period, level, ahead, name, len(rows), sum(one.cases or 0 for one in rows),
        float(np.mean([one.crps for one in rows])), float(np.mean([one.wis for one in rows])), float(log.mean()),
        int((~np.isfinite(log)).sum()), coverage(pit, 0.5), coverage(pit, 0.9), pit_histogram(pit),
    )  # fmt: skip


def _rows(made: BackTest, days: Iterable[date], level: str, name: str, ahead: int | None = None) -> list[Scored]:
    """Scored forecasts of a forecaster, in the order of the back-test."""
    wanted = set(days)
    return [
        one
        for one in made.scored
        if one.origin in wanted and one.forecaster == name and one.cases is not None
        and (one.place == WHOLE) == (level == REGION) and ahead in (None, one.ahead)
    ]  # fmt: skip


def _less(made: BackTest, day: date, level: str, name: str, score: str) -> FloatArray:
    ours, theirs = (
        np.array([getattr(one, score) for one in _rows(made, (day,), level, who)], float) for who in (OURS, name)
    )
    less: FloatArray = ours - theirs
    return less
