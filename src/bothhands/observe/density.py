"""The log density of the full posterior, in coordinates in which it is nearly a standard normal.

Why this file exists: sampling needs the density and its gradient thousands of times, so that the run ends on the as-of day, is in
single precision and is differentiated backwards; and short trajectories need coordinates without scale or correlation, which mode
and curvature of the density give. The likelihood is that of the quick fit (`calibrate`): counts of variance φ × mean.

Sampled together: log transmission, log imports by city, every figure of `OF_SPREAD` and `OF_REPORTS` as a standard normal number,
and the logarithm of φ − 1. All else is given ([0016](docs/decisions/0016-calibration.md)).
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import gammaln
from jaxtyping import Array, Float, Int
from scipy.optimize import minimize_scalar

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.model.epidemic.params import replaced
from bothhands.model.programs import Program
from bothhands.model.simulate import cast
from bothhands.observe.calibrate import (
    FLOOR,
    SHARED,
    Observed,
    dispersion_of,
    log_score,
    prior_of,
    scored,
    with_posterior,
)
from bothhands.observe.posterior import FloatArray
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, SplitNormals, ranges_of, split_normals, with_values
from bothhands.observe.spread import found_of_days
from bothhands.observe.streams import Reports, expected_reports

PRIOR_EXCESS = (float(np.log(0.5)), 1.0)
"""ASSUMED: the variance of a count exceeds its mean by half, 0.1 to 2.6 times (90 %): mean and standard deviation of log (φ − 1)."""
DISPERSION = "log (dispersion − 1)"
OF_TIME = ("imported_infected", "arrivals", "port_passes", "seeds")
"""Fields of the epidemic body that have a day as first axis."""
LEAST_SHARE = 0.02
"""Reported share below which imports no longer make up for it (a matter of coordinates, not of the density)."""
ROUNDS = 2
"""Passes of mode and dispersion."""


class Target(NamedTuple):
    """All that the density depends on beside the point; a pytree. The first count axis is that of `Reports.counts`.

    A point is log transmission factor and log imports by city, the outside figures as standard normal numbers, log (φ − 1), in
    this order. `centre` and `scale` (lower triangular) lead from white coordinates to it.
    """

    observed: Observed
    """To the as-of day, in single precision."""
    ranges: SplitNormals
    counts: Float[Array, "count"]
    day: Int[Array, "count"]
    since: Int[Array, "count"]
    place: Int[Array, "count"]
    prior_mean: Float[Array, "parameter"]
    prior_sd: Float[Array, "parameter"]
    centre: Float[Array, "parameter"]
    scale: Float[Array, "parameter parameter"]


def names_of(axes: Axes) -> tuple[str, ...]:
    """Names of the coordinates of a point."""
    return (*SHARED, *(f"log imports {place}" for place in axes.places), *OF_SPREAD, *OF_REPORTS, DISPERSION)


def target_of(region: Region, axes: Axes, observed: Observed, reports: Reports, start: FloatArray) -> Target:
    """The density of a region's full posterior, its coordinates laid at the mode.

    Parameters
    ----------
    region, axes
        The region as known on the as-of day.
    observed
        What the expected reports depend on, from `calibrate.observed_of`.
    reports
        Known on the as-of day.
    start
        Mode of the quick fit: log transmission factor, log imports by city.
    """
    own_mean, own_sd = prior_of(region, axes, observed.params)
    outside = ranges_of(region, (*OF_SPREAD, *OF_REPORTS))
    prior_mean = np.concatenate([own_mean, np.zeros(len(outside)), [PRIOR_EXCESS[0]]])
    prior_sd = np.concatenate([own_sd, np.ones(len(outside)), [PRIOR_EXCESS[1]]])
    day, place = np.nonzero(reports.observed)
    size = len(prior_mean)
    bare = Target(
        cast(_to_the_day(observed), np.float32), split_normals(outside), jnp.asarray(reports.counts), jnp.asarray(day),
        jnp.asarray(reports.since[day, place]), jnp.asarray(place), jnp.asarray(prior_mean), jnp.asarray(prior_sd),
        jnp.zeros(size), jnp.eye(size),
    )  # fmt: skip
    centre, covariance = _laplace(bare, np.concatenate([start, np.zeros(len(outside))]))
    return bare._replace(centre=jnp.asarray(centre), scale=jnp.asarray(np.linalg.cholesky(covariance)))


def point_of(target: Target, white: Float[Array, "*draw parameter"]) -> Float[Array, "*draw parameter"]:
    """Points at white coordinates.

    Notes
    -----
    Affine, but for the reported share. Reports tell imports × share: what the logarithm of the share does beyond its slope at the
    centre is taken off the logarithms of the imports, so that the share may move with the reports standing still. The shift
    depends on the share alone, so that volume is kept and the density needs no factor.
    """
    point = target.centre + white @ target.scale.T
    own = target.prior_mean.shape[0] - len(target.ranges.value) - 1
    at, middle = point[..., own:-1], target.centre[own:-1]
    log_share, slope = jax.value_and_grad(lambda normal: _log_share(target, normal))(middle)
    beyond = _log_share(target, at) - log_share - (at - middle) @ slope
    return point.at[..., len(SHARED) : own].add(-beyond[..., None])


def expected_counts(target: Target, point: Float[Array, "parameter"]) -> Float[Array, "count"]:
    """Expected cases of every count; the dispersion is not read."""
    given, days = target.observed, target.observed.curve.shape[0]
    own = len(SHARED) + given.params.seeds.shape[1]
    theta, normal = point[:own], point[own : own + len(target.ranges.value)]
    single = given.curve.dtype
    values = target.ranges.at(normal)
    params = with_values(given.params, OF_SPREAD, values)
    params = with_posterior(params, theta.astype(single), given.curve)
    found = found_of_days(params, given.levers, given.signals, days)
    delay, share = values[-2], values[-1]
    daily = expected_reports(jnp.maximum(found - given.abroad, 0.0).astype(point.dtype), delay, share) + FLOOR
    before = jnp.concatenate([jnp.zeros((1, daily.shape[1]), daily.dtype), jnp.cumsum(daily, axis=0)])
    return before[target.day + 1, target.place] - before[target.since, target.place]


def log_likelihood(target: Target, point: Float[Array, "parameter"]) -> Float[Array, ""]:
    """Log probability of the reports at a point.

    Notes
    -----
    Negative binomial of variance φ × mean (size μ / (φ − 1), success 1 / φ), as in the quick fit, in double precision.
    """
    mean, excess = jnp.maximum(expected_counts(target, point), 1e-9), jnp.exp(point[-1])
    size = mean / excess
    of_count = gammaln(target.counts + size) - gammaln(size) - gammaln(target.counts + 1.0)
    log: Float[Array, ""] = (
        of_count - size * jnp.log1p(excess) + target.counts * (jnp.log(excess) - jnp.log1p(excess))
    ).sum()
    return log


def potential(target: Target, white: Float[Array, "parameter"]) -> Float[Array, ""]:
    """Minus the log density at white coordinates, up to a constant."""
    point = point_of(target, white)
    prior = -0.5 * (((point - target.prior_mean) / target.prior_sd) ** 2).sum()
    return -(prior + log_likelihood(target, point))


@Program
def counts_and_slope(
    target: Target, point: Float[Array, "parameter"]
) -> tuple[Float[Array, "count"], Float[Array, "count parameter"]]:
    """Expected counts and their derivative by every coordinate but the dispersion's."""

    def at(part: Float[Array, "parameter"]) -> tuple[Float[Array, "count"], Float[Array, "count"]]:
        mean = expected_counts(target, jnp.concatenate([part, point[-1:]]))
        return mean, mean

    slope, mean = jax.jacfwd(at, has_aux=True)(point[:-1])
    return mean, slope


def _laplace(target: Target, start: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mode and inverse curvature of the density: Fisher information of the counts and precision of the prior."""
    counts, prior_sd = np.asarray(target.counts), np.asarray(target.prior_sd)
    prior_mean = np.asarray(target.prior_mean)

    def predict(part: FloatArray) -> tuple[FloatArray, FloatArray]:
        mean, slope = counts_and_slope(target, jnp.asarray(np.append(part, PRIOR_EXCESS[0])))
        return np.maximum(np.asarray(mean, float), 1e-9), np.asarray(slope, float)

    mode, dispersion = start, 1.0
    for _ in range(ROUNDS):
        mode, mean, slope = scored(predict, counts, mode, prior_mean[:-1], prior_sd[:-1], dispersion)
        dispersion = dispersion_of(counts, mean)
    excess, excess_sd = _excess(counts, mean)
    information = slope.T @ (slope / mean[:, None]) / (1.0 + np.exp(excess)) + np.diag(prior_sd[:-1] ** -2)
    covariance = np.zeros((len(prior_sd), len(prior_sd)))
    covariance[:-1, :-1], covariance[-1, -1] = np.linalg.inv(information), excess_sd**2
    return np.append(mode, excess), covariance


def _log_share(target: Target, normal: Float[Array, "*draw outside"]) -> Float[Array, "*draw"]:
    """Logarithm of the reported share."""
    return jnp.log(jnp.maximum(target.ranges.at(normal)[..., -1], LEAST_SHARE))


def _excess(counts: FloatArray, mean: FloatArray) -> tuple[float, float]:
    """Mode and standard deviation of log (φ − 1) at given means, with its prior."""
    middle, sd = PRIOR_EXCESS

    def loss(log: float) -> float:
        return 0.5 * ((log - middle) / sd) ** 2 - log_score(counts, mean, 1.0 + float(np.exp(log)))

    mode = float(minimize_scalar(loss, bounds=(middle - 4 * sd, middle + 4 * sd), method="bounded").x)
    step = 0.1
    curvature = (loss(mode + step) - 2 * loss(mode) + loss(mode - step)) / step**2
    return mode, float(np.clip(curvature, 0.25 / sd**2, None) ** -0.5)


def _to_the_day(observed: Observed) -> Observed:
    """The same without the days after the as-of day."""
    days = int(observed.days)
    params = replaced(observed.params, OF_TIME, tuple(getattr(observed.params, field)[:days] for field in OF_TIME))
    levers, signals = jax.tree.map(lambda x: x[:days], (observed.levers, observed.signals))
    return Observed(params, levers, signals, observed.curve[:days], observed.days, observed.abroad[:days])
