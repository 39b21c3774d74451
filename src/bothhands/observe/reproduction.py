"""Effective reproduction number by city from reported cases alone, day by day, with its band and where not to believe it.

Why this file exists: a planner asks whether the epidemic grows *now*, from the reports and not from the model's run. What it
takes from the model is how an infection runs. It does not know who was infected outside the region: while many were, R is too
high.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from bothhands.inputs.region import Region
from bothhands.model.epidemic.generation import (
    FEWEST,
    LONGEST,
    PRIOR_SCALE,
    PRIOR_SHAPE,
    WINDOW,
    daily_exit,
    generation_interval,
    geometric,
)
from bothhands.observe.posterior import FloatArray
from bothhands.observe.streams import Reports

LATE = 0.9
"""Share of infections reported by the delay after which a day counts as complete."""


class Reproduction(NamedTuple):
    """R by day of infection and series, NaN where it cannot be told; median and 90 % band."""

    median: FloatArray
    low: FloatArray
    high: FloatArray
    cases: FloatArray
    """Cases in the window of every day."""
    reliable: NDArray[np.bool_]
    """Whether the window has `FEWEST` cases and begins a mean generation interval after the first case or later."""
    complete: NDArray[np.bool_]
    """By day and series: whether nine in ten of those infected then are reported by the last report of the series."""
    shift: int
    """Days from infection to report by which reports are moved back."""


def reproduction_of(region: Region, reports: Reports) -> Reproduction:
    """R of every city and, last, of the whole region.

    Parameters
    ----------
    region
        Its natural history and delay of reports.
    reports
        Local cases as known on a day. A count over several days stands on the day it was published.

    Notes
    -----
    A city is told of until its own last report. The region is told of while cities with nine in ten of its cases report (ASSUMED).
    """
    whole = np.concatenate([reports.new, reports.new.sum(1, keepdims=True)], axis=1)
    days = np.arange(1, len(reports.new) + 1)[:, None]
    last = (reports.observed * days).max(0)
    cases = reports.new.sum(0)
    enough = ((last >= days) * cases).sum(1) >= LATE * cases.sum()
    until = np.append(last, min(int(enough.sum()), int(last.max(initial=0))))
    return reproduction(whole, until, generation_interval(region), infection_to_report(region))


def reproduction(
    reported: FloatArray, until: int | NDArray[np.int64], generation: FloatArray, delay: FloatArray
) -> Reproduction:
    """R from new cases by the day of their report.

    Parameters
    ----------
    reported
        New cases, (time, series).
    until
        Days reported on, from the first: of all series, or of each.
    generation
        Probability of 1, 2, … days from an infection to those it causes.
    delay
        Probability of 0, 1, … days from infection to report.

    Notes
    -----
    Reports are moved back by the mean delay, rounded (ASSUMED: simple and stated; it smooths R over the spread of the delay). With I_s
    the infections of a day and Λ_s = Σ_u w_u I_(s−u), R over a window is gamma with shape a + Σ I_s and scale
    1 / (1/b + Σ Λ_s).

    References
    ----------
    Cori, Ferguson, Fraser, Cauchemez 2013, doi 10.1093/aje/kwt133, eq. in "Materials and methods".
    """
    shift = round(float(delay @ np.arange(len(delay))))
    infected = np.zeros_like(reported)
    day = np.arange(len(infected))[:, None]
    ends = np.minimum(np.broadcast_to(np.asarray(until), reported.shape[1:]), len(reported))
    infected[: max(len(infected) - shift, 0)] = reported[shift:]
    infected = np.where(day < ends - shift, infected, 0.0)
    pressure = np.stack([np.convolve(one, np.append(0.0, generation))[: len(infected)] for one in infected.T], axis=1)
    cases, force = (_over_window(series) for series in (infected, pressure))
    first = np.where(infected.any(0), (infected > 0).argmax(0), len(infected))
    known = (day < ends - shift) & (force > 0)
    started = day - WINDOW + 1 >= first + float(generation @ np.arange(1, len(generation) + 1))
    late = int(np.searchsorted(np.cumsum(delay), LATE))
    low, median, high = (np.full(infected.shape, np.nan) for _ in range(3))
    shape, scale = PRIOR_SHAPE + cases[known], 1.0 / (1.0 / PRIOR_SCALE + force[known])
    for series, share in ((low, 0.05), (median, 0.5), (high, 0.95)):
        series[known] = scale * gammaincinv(shape, share)
    reliable = known & started & (cases >= FEWEST)
    return Reproduction(median, low, high, cases, reliable, day < ends - late, shift)


def infection_to_report(region: Region) -> FloatArray:
    """Probability of 0, 1, … days from infection to report: incubation, symptoms until isolation, and the delay of the report.

    Notes
    -----
    Stages as in the daily chain, isolation at its base hazard (ASSUMED: without organised testing; testing shortens it), the
    report a geometric delay later as in the fit (`streams.expected_reports`).
    """
    hazard = region.parameter("isolation_base_rate").value + 1.0 / region.parameter("symptomatic_days").value
    stages = (daily_exit(region, "latent"), daily_exit(region, "presymptomatic"), float(-np.expm1(-hazard)))
    whole = np.ones(1)
    for leaving in stages:
        whole = np.convolve(whole, np.append(0.0, geometric(leaving)))[:LONGEST]
    leaving = 1.0 / (1.0 + region.parameter("report_delay_days").value)
    whole = np.convolve(whole, geometric(leaving))[:LONGEST]
    return np.asarray(whole / whole.sum())


def _over_window(series: FloatArray) -> FloatArray:
    """Sums over each day and those before it in its window."""
    whole = np.concatenate([np.zeros((1, series.shape[1])), np.cumsum(series, axis=0)])
    first = np.maximum(np.arange(len(series)) + 1 - WINDOW, 0)
    return np.asarray(whole[1:] - whole[first])
