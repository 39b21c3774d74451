"""The quick fit: two shared figures (transmission, isolation) and one import figure a city, to reports up to the as-of day.

Maximum a posteriori by Fisher scoring with a Poisson likelihood inflated by its own dispersion; the posterior is the normal
approximation at the mode. What enters after the as-of day is never fitted: it is a stated prior. Sampling of the full
posterior is another matter and not done here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands import __version__
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.model.epidemic import step as epidemic
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.state import initial
from bothhands.model.signals import Signals
from bothhands.observe.streams import Reports, expected_reports, reports_of

PRIOR_SD_TRANSMISSION = 0.12
"""The basic reproduction number is known to about a tenth (2.0 to 3.0 as P10 to P90)."""
PRIOR_SD_ISOLATION = 0.3
"""ASSUMED: how fast cases were found and isolated is known to about a third."""
SHARED = ("log transmission factor", "log isolation factor")
PRIOR_SD_SEEDS = 1.5
PRIOR_SEEDS_PER_RESIDENT = 1e-6
"""ASSUMED: one infected arrival per million residents before the closure of the source, spread by a factor of about 20."""
ROUNDS = 15
FLOOR = 1e-3
"""Least expected reports a day, so that one stray case is not impossible."""


class Posterior(NamedTuple):
    """Mode and covariance of (log transmission factor, log isolation factor, log imports by city), for one edition, as-of day and version."""

    mean: NDArray[np.float64]
    covariance: NDArray[np.float64]
    names: tuple[str, ...]
    dispersion: float
    edition: str
    as_of: date
    version: str
    expected: NDArray[np.float64]
    """Expected reports (time, place) at the mode."""

    def sample(self, generator: np.random.Generator, members: int) -> NDArray[np.float64]:
        """Draws of the parameters, (member, parameter)."""
        return generator.multivariate_normal(self.mean, self.covariance, members, method="eigh")


def fit(region: Region, axes: Axes, params: EpidemicParams, levers: Levers, signals: Signals, as_of: date) -> Posterior:
    """Fit transmission, isolation and imports to what was reported by the as-of day.

    Parameters
    ----------
    region, axes
        The region and its axes.
    params
        Epidemic parameters before the fit.
    levers, signals
        History of levers, and contacts and coverage of a run under it.
    as_of
        Last day whose reports are used.
    """
    reports = reports_of(region, axes, as_of)
    share = float(region.parameter("reported_share").value)
    delay = float(region.parameter("report_delay_days").value)
    curve = seeding_curve(region, axes)
    residents = np.asarray(params.population).sum(-1)
    prior_mean = np.concatenate([[0.0, 0.0], np.log(np.maximum(residents * PRIOR_SEEDS_PER_RESIDENT, 1e-6))])
    prior_sd = np.concatenate([[PRIOR_SD_TRANSMISSION, PRIOR_SD_ISOLATION], np.full(len(axes.places), PRIOR_SD_SEEDS)])

    def predict(theta: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        mean, slope = _predicted_and_slope(
            params, levers, signals, jnp.asarray(theta), jnp.asarray(curve), delay, share
        )
        return np.asarray(mean), np.asarray(slope)

    theta, covariance, dispersion, expected = _scored(predict, reports, prior_mean, prior_sd)
    names = (*SHARED, *(f"log imports {place}" for place in axes.places))
    return Posterior(theta, covariance, names, dispersion, region.edition, as_of, __version__, expected)


def with_posterior(
    params: EpidemicParams, theta: Float[Array, "parameter"], curve: Float[Array, "time"]
) -> EpidemicParams:
    """Epidemic parameters with fitted transmission, isolation and imports; a hypothetical wave's seeds stay."""
    seeds = params.seeds + curve[:, None] * jnp.exp(theta[2:])
    found = jnp.exp(theta[1])
    changed = (
        params.transmission * jnp.exp(theta[0]),
        params.isolation_base_rate * found,
        params.isolation_testing_rate * found,
        seeds,
    )
    return eqx.tree_at(
        lambda p: (p.transmission, p.isolation_base_rate, p.isolation_testing_rate, p.seeds), params, changed
    )


def seeding_curve(region: Region, axes: Axes) -> NDArray[np.float64]:
    """When infected arrivals from the source came, adding up to 1: growing until the source was closed."""
    growth = float(region.parameter("hubei_growth_per_day").value)
    last = int(region.parameter("seeding_last_day").value)
    day = np.arange(axes.n_days)
    curve = np.where(day < last, np.exp(growth * (day - last)), 0.0)
    return curve / curve.sum()


@jax.jit
def _predicted(params, levers, signals, theta, curve, delay, share):  # type: ignore[no-untyped-def]
    fitted = with_posterior(params, theta, curve)
    found = epidemic_alone(fitted, levers, signals).found
    return expected_reports(found, delay, share) + FLOOR


@jax.jit
def _predicted_and_slope(params, levers, signals, theta, curve, delay, share):  # type: ignore[no-untyped-def]
    at = lambda x: _predicted(params, levers, signals, x, curve, delay, share)  # noqa: E731
    return at(theta), jax.jacfwd(at)(theta)


def epidemic_alone(params: EpidemicParams, levers: Levers, signals: Signals) -> epidemic.EpidemicFlows:
    """The epidemic body over the calendar under recorded signals, all other bodies left out."""
    names = epidemic.EpidemicLevers._fields

    def day(state, given):  # type: ignore[no-untyped-def]
        levers_t, work, customers, coverage, kits, infected, arrivals, seeds = given
        heard = epidemic.EpidemicSignals(
            work, customers, coverage[:, 2], coverage[:, 3], kits, infected, arrivals, seeds
        )
        return epidemic.step(params, state, epidemic.EpidemicLevers(*levers_t), heard)

    given = (
        tuple(jnp.asarray(getattr(levers, name), params.population.dtype) for name in names),
        signals.work_contacts, signals.customer_contacts, signals.mask_coverage, signals.kit_coverage,
        params.imported_infected, params.arrivals, params.seeds,
    )  # fmt: skip
    _, flows = jax.lax.scan(day, initial(params.population), given)
    return flows


def _scored(
    predict: Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], NDArray[np.float64]]],
    reports: Reports,
    prior_mean: NDArray[np.float64],
    prior_sd: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], float, NDArray[np.float64]]:
    """Fisher scoring with Levenberg damping: mode, covariance, dispersion and expected reports."""
    seen, data = reports.observed, reports.new[reports.observed]
    precision = np.diag(prior_sd**-2)

    def loss(theta: NDArray[np.float64], mean: NDArray[np.float64]) -> float:
        expected = mean[seen]
        return float((expected - data * np.log(expected)).sum() + 0.5 * (((theta - prior_mean) / prior_sd) ** 2).sum())

    theta, damping = prior_mean.copy(), 1.0
    mean, slope = predict(theta)
    best = loss(theta, mean)
    for _ in range(ROUNDS):
        jacobian, expected = slope[seen], mean[seen]
        gradient = jacobian.T @ (data / expected - 1.0) - precision @ (theta - prior_mean)
        information = jacobian.T @ (jacobian / expected[:, None]) + precision
        step = np.linalg.solve(information + damping * np.diag(np.diag(information)), gradient)
        trial = theta + np.clip(step, -1.0, 1.0)
        trial_mean, trial_slope = predict(trial)
        value = loss(trial, trial_mean)
        if value < best:
            done = best - value < 1e-6
            theta, mean, slope, best, damping = trial, trial_mean, trial_slope, value, damping / 5
            if done:
                break
        else:
            damping *= 5
    jacobian, expected = slope[seen], mean[seen]
    freedom = max(data.size - theta.size, 1)
    dispersion = (
        max(float((((data - expected) ** 2) / np.maximum(expected, 0.05)).sum() / freedom), 1.0) if data.size else 1.0
    )
    covariance = np.linalg.inv(jacobian.T @ (jacobian / expected[:, None]) / dispersion + precision)
    return theta, covariance, dispersion, mean
