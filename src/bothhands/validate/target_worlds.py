"""Years nobody forecast them by: monthly amounts with cycles, fat-tailed shocks, breaks and a moving holiday.

Why this file exists: odds are to be held against years made by another hand. Nothing here knows of the forecaster: growth is not drawn
year by year but comes of months, shocks are Laplace and Student with three degrees of freedom, slumps come at any month and half of them
are never made good, the trend itself moves. It is no model of a region; every figure is ASSUMED.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
MONTHS = 12


class World(NamedTuple):
    """One region's past and one year to come, monthly amounts."""

    amounts: Numbers
    """(year, month); the last year is the one asked of."""
    standing: int
    """Months of the last year that are reported."""
    goal: float
    """What the last year is to bring; set without knowing it."""


def world(rng: np.random.Generator, shortest: int = 3, longest: int = 20) -> World:
    """One world.

    Parameters
    ----------
    rng
        Of every draw.
    shortest, longest
        Years of history, drawn evenly between.

    Notes
    -----
    log amount = trend + season + cycle + slump + noise. Trend growth N(4.5 %, 1.5 %) a year and walks by 0.6 points a year; cycle AR(1) of
    months, 0.93, Laplace; noise Student t(3); a slump a month with chance 1/150, exponential with mean 9 %, recovering at 15 % a month or,
    every second one, never. The goal is last year's amount times the growth of the last years, plus or minus what they scattered.
    """
    years = int(rng.integers(shortest, longest + 1)) + 1
    months = MONTHS * years
    level = _trend(rng, months) + _cycle(rng, months) + _slumps(rng, months) + np.tile(_season(rng), years)
    level += 0.008 * rng.standard_t(3, months)
    amounts = 100.0 * np.exp(level).reshape(years, MONTHS)
    _move_holiday(rng, amounts)
    return World(amounts, int(rng.integers(0, MONTHS)), _goal(rng, amounts[:-1].sum(1)))


def _trend(rng: np.random.Generator, months: int) -> Numbers:
    start = rng.normal(0.045, 0.015)
    yearly = start + np.cumsum(rng.normal(0.0, 0.006 / np.sqrt(MONTHS), months))
    return np.asarray(np.cumsum(yearly / MONTHS))


def _cycle(rng: np.random.Generator, months: int) -> Numbers:
    scale = rng.uniform(0.002, 0.007)
    found, now = np.zeros(months), 0.0
    for month, shock in enumerate(rng.laplace(0.0, scale, months)):
        now = 0.93 * now + shock
        found[month] = now
    return found


def _slumps(rng: np.random.Generator, months: int) -> Numbers:
    found = np.zeros(months)
    for month in np.flatnonzero(rng.random(months) < 1 / 150):
        depth, since = rng.exponential(0.09), np.arange(months - month)
        found[month:] -= depth * (np.exp(-0.15 * since) if rng.random() < 0.5 else 1.0)
    return found


def _season(rng: np.random.Generator) -> Numbers:
    wave = rng.uniform(0.0, 0.15) * np.sin(2 * np.pi * (np.arange(MONTHS) + rng.integers(MONTHS)) / MONTHS)
    return np.asarray(wave + rng.normal(0.0, 0.04, MONTHS))


def _move_holiday(rng: np.random.Generator, amounts: Numbers) -> None:
    """A tenth of a month's work lost in January or in February, as the holiday falls."""
    for year in amounts:
        year[int(rng.integers(2))] *= 0.9


def _goal(rng: np.random.Generator, past: Numbers) -> float:
    growth = np.diff(np.log(past))[-5:]
    middle = float(np.mean(growth)) if len(growth) else 0.045
    scatter = max(float(np.std(growth)) if len(growth) > 1 else 0.04, 0.02)
    return float(past[-1] * np.exp(middle + 1.2 * scatter * rng.normal()))
