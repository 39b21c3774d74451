"""The filter beside the mean: what the particle filter says of draws of the posterior that the deterministic form gave.

Why this file exists: with few cases a city, chance makes the epidemic, not the mean. Each draw gets the weight of its likelihood
by chance over that in the mean (importance weights, pseudo-marginal: the filter's estimate stands for the likelihood), so that
transmission by chance is seen beside transmission in the mean. The posterior itself is not changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from bothhands.model.simulate import cast
from bothhands.observe.calibrate import SHARED, Observed, with_posterior
from bothhands.observe.calibration import Calibration
from bothhands.observe.density import Target
from bothhands.observe.particles import AT_LARGE, LAST_DAYS, Counted, Filtered, filtered
from bothhands.observe.posterior import FloatArray
from bothhands.observe.predictive import counts_of_draws
from bothhands.observe.ranges import OF_SPREAD, with_values
from bothhands.observe.spread import found_until, state_after
from bothhands.observe.streams import Reports

PARTICLES, DRAWS, AGAIN = 200, 32, 5
"""Particles; draws of the posterior that are weighed; runs at the mean whose scatter is the filter's noise."""
ENOUGH = 10.0
"""Effective draws below which the weights of the filter tell nothing of transmission (ASSUMED)."""
FEW = 10
"""Cases of a city below which chance matters more than the mean."""


class Chance(NamedTuple):
    """What the filter says; pairs are (in the mean, weighed by the filter), persons of the whole region.

    The current state is that of all particles of all draws alike: the posterior is the chains', what is filtered is chance.
    """

    particles: int
    draws: int
    log_likelihood: float
    """Of the reports at the mean of the posterior, by chance."""
    noise: float
    """Its standard deviation from run to run."""
    mean_log_likelihood: float
    """The same in the mean, with the dispersion of the posterior."""
    mean: tuple[float, float]
    sd: tuple[float, float]
    """Of log transmission over the draws that were weighed."""
    effective_draws: float
    mean_effective: float
    least_effective: float
    least_where: str
    """Day and place of the fewest effective particles."""
    effective_by_day: tuple[float, ...]
    """Effective particles of the poorest city, by day."""
    at_large: float
    at_large_band: tuple[float, float]
    at_large_of_mean: float
    at_large_by_place: tuple[float, ...]
    nobody: float
    """Chance that nobody is infected and not found."""
    reproduction: float
    last_days: int

    def as_plain(self) -> dict[str, object]:
        """As plain data."""
        return dict(self._asdict())


def few_cases(reports: Reports, places: tuple[str, ...]) -> tuple[str, ...]:
    """Places with reports and fewer than `FEW` cases."""
    seen, cases = np.asarray(reports.observed.any(0)), reports.new.sum(0)
    return tuple(name for p, name in enumerate(places) if seen[p] and cases[p] < FEW)


def by_chance(
    made: Calibration,
    seed: int,
    particles: int = PARTICLES,
    draws: int = DRAWS,
    progress: Callable[[str], None] = lambda _: None,
) -> Chance:
    """Weigh draws of a calibration by the filter.

    Parameters
    ----------
    made
        The calibration.
    seed
        Of every run; the same seed gives the same answer.
    particles, draws
        Particles of a run, and draws that are weighed.
    progress
        Told in a line what is being done.
    """
    target = made.target
    flat = made.chains.points.reshape(-1, made.chains.points.shape[-1])
    used = flat[np.linspace(0, len(flat) - 1, min(draws, len(flat))).astype(int)]
    middle = flat.mean(0)
    points = np.concatenate([np.tile(middle, (AGAIN, 1)), used])
    counted, local = counted_of(made.reports, target), local_of(target, middle)
    numbers = jnp.arange(particles)

    def one(n: int) -> Filtered:
        key = jax.random.fold_in(jax.random.key(seed), n)
        given, delay, share = at_point(target, points[n])
        done: Filtered = jax.tree.map(np.asarray, filtered(given, local, counted, delay, share, numbers, key))
        progress(f"filter: run {n + 1} of {len(points)}")
        return done

    with ThreadPoolExecutor(os.cpu_count()) as cores:
        runs = list(cores.map(one, range(len(points))))
    by_run = np.array([run.log_likelihood.sum() for run in runs])
    in_mean = np.asarray(counts_of_draws(target, jnp.asarray(points))[1])
    return _told(made, particles, used, by_run, in_mean, runs)


def _told(
    made: Calibration, particles: int, used: FloatArray, by_run: FloatArray, in_mean: FloatArray, runs: list[Filtered]
) -> Chance:
    """What the runs say: the first `AGAIN` stand at the mean of the posterior, the others at the draws used."""
    axes, seen = made.fitted.axes, np.flatnonzero(made.reports.observed.any(0))
    log_weight = by_run[AGAIN:] - in_mean[AGAIN:]
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    log_transmission = used[:, 0]
    mean = float(weight @ log_transmission)
    effective = np.stack([run.effective for run in runs])[:, :, seen]
    lowest = effective.mean(0)
    t, p = np.unravel_index(int(lowest.argmin()), lowest.shape)
    large = np.stack([run.at_large for run in runs[AGAIN:]])
    whole = large.sum(-1)
    infected, left = (
        float(np.mean([part.sum(-1).mean() for part in parts]))
        for parts in zip(*((run.infected, run.left) for run in runs[AGAIN:]), strict=True)
    )
    return Chance(
        particles=particles, draws=len(used), log_likelihood=float(by_run[:AGAIN].mean()),
        noise=float(by_run[:AGAIN].std(ddof=1)), mean_log_likelihood=float(in_mean[0]),
        mean=(float(log_transmission.mean()), mean),
        sd=(float(log_transmission.std()), float(np.sqrt(weight @ (log_transmission - mean) ** 2))),
        effective_draws=float(1.0 / (weight**2).sum()), mean_effective=float(effective.mean()),
        least_effective=float(lowest.min()), least_where=f"{axes.places[seen[p]]}, {axes.days[t].isoformat()}",
        effective_by_day=tuple(lowest.min(1).round(1).tolist()), at_large=float(whole.mean()),
        at_large_band=(float(np.quantile(whole, 0.05)), float(np.quantile(whole, 0.95))), at_large_of_mean=_at_large_in_the_mean(made),
        at_large_by_place=tuple(large.mean((0, 1)).round(2).tolist()), nobody=float((whole == 0).mean()),
        reproduction=infected / max(left, 1e-9), last_days=LAST_DAYS,
    )  # fmt: skip


def at_point(target: Target, point: FloatArray) -> tuple[Observed, jax.Array, jax.Array]:
    """What acts on the epidemic with the parameters of a point set; delay and reported share."""
    given = target.observed
    own = len(SHARED) + given.params.seeds.shape[1]
    values = np.asarray(target.ranges.at(jnp.asarray(point[own:-1])))
    params = with_posterior(with_values(given.params, OF_SPREAD, values), jnp.asarray(point[:own]), given.curve)
    delay, share = (jnp.asarray(value, given.curve.dtype) for value in values[-2:])
    return given._replace(params=cast(params, given.curve.dtype)), delay, share


def local_of(target: Target, point: FloatArray) -> jax.Array:
    """Chance that one found is no traveller from abroad, (time, place): as expected of the day and city at a point."""
    given, *_ = at_point(target, point)
    found = np.asarray(found_until(given.params, given.levers, given.signals, given.days))
    return jnp.asarray(np.clip(1.0 - np.asarray(given.abroad) / np.maximum(found, 1e-12), 0.0, 1.0), given.curve.dtype)


def counted_of(reports: Reports, target: Target) -> Counted:
    """Reports as the filter reads them, to the as-of day."""
    days, dtype = target.observed.curve.shape[0], target.observed.curve.dtype
    covers = np.where(reports.observed, np.arange(len(reports.new))[:, None] + 1 - reports.since, 1)
    parts = (reports.new, reports.observed, covers)
    return Counted(*(jnp.asarray(np.asarray(part)[:days], dtype) for part in parts))


def _at_large_in_the_mean(made: Calibration) -> float:
    """Infected and not yet found on the as-of day in the mean, at the mean of the posterior."""
    given, *_ = at_point(made.target, made.chains.points.reshape(-1, made.chains.points.shape[-1]).mean(0))
    persons = state_after(given.params, given.levers, given.signals, given.days).persons
    return float(given.params.disease.held(persons, AT_LARGE).sum())
