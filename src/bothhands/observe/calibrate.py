"""The quick fit: one shared transmission and one import figure a city, to reports up to the as-of day.

Maximum a posteriori by Fisher scoring with a Poisson likelihood; the posterior is the normal approximation at the mode, widened
by the data's own dispersion. What enters from abroad is never fitted: it is a stated prior. Other uncertain figures keep their
prior too; the posterior says how transmission and imports answer to them. Sampling of the full posterior is not done here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import scipy
from jaxtyping import Array, Float, Int
from scipy.optimize import minimize_scalar

from bothhands import __version__
from bothhands.errors import Fault, RunError
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.model.epidemic.params import EpidemicParams, replaced
from bothhands.model.programs import Program
from bothhands.model.signals import Signals
from bothhands.model.simulate import cast
from bothhands.observe.posterior import FloatArray, Posterior
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, TENTH, Range, ranges_of, with_values
from bothhands.observe.spread import found_until
from bothhands.observe.streams import expected_reports, reports_of

SHARED = ("log transmission factor",)
PRIOR_SD_SEEDS = 1.5
PRIOR_SEEDS_PER_RESIDENT = 1e-6
"""ASSUMED: one infected arrival per million residents before the closure of the source, spread by a factor of about 20."""
ROUNDS = 25
PASSES = 2
"""Passes of mode and dispersion: the second weighs the reports against the prior with the dispersion of the first."""
FLOOR = 1e-3
"""Least expected reports a day, so that one stray case is not impossible."""
LARGEST_DISPERSION = 20.0


class Observed(NamedTuple):
    """All that the expected reports depend on beside the parameters fitted; a pytree.

    `abroad` holds the infections found among travellers from abroad, who are reported as imported and not as local.
    """

    params: EpidemicParams
    levers: Levers
    signals: Signals
    curve: Float[Array, "time"]
    days: Int[Array, ""]
    abroad: Float[Array, "time place"]


def fit(region: Region, axes: Axes, params: EpidemicParams, levers: Levers, signals: Signals, as_of: date) -> Posterior:
    """Fit transmission and imports to what was reported by the as-of day.

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
    given = observed_of(region, axes, params, levers, signals, as_of)
    outside = ranges_of(region, (*OF_SPREAD, *OF_REPORTS))
    middle = jnp.asarray([one.value for one in outside])
    prior_mean, prior_sd = prior_of(region, axes, params)

    def predict(theta: FloatArray) -> tuple[FloatArray, FloatArray]:
        mean, slope = _expected_and_slope(given, jnp.asarray(theta), middle)
        return reports.of_counts(np.asarray(mean)), reports.of_counts(np.asarray(slope))

    start = prior_mean.copy()
    by_city = np.asarray(expected(given, jnp.asarray(start), middle)).sum(0)
    start[len(SHARED) :] += np.where(reports.observed.any(0), np.log((reports.new.sum(0) + 0.3) / (by_city + 0.3)), 0.0)
    theta, dispersion = start, 1.0
    for _ in range(PASSES):
        theta, mean, slope = scored(predict, reports.counts, theta, prior_mean, prior_sd, dispersion)
        dispersion = dispersion_of(reports.counts, mean)
    information = slope.T @ (slope / mean[:, None]) / dispersion + np.diag(prior_sd**-2)
    covariance = np.asarray(np.linalg.inv(information), float)
    if not np.isfinite(covariance).all():
        raise RunError(
            Fault(
                "BH-RUN-002",
                f"the fit to the reports by {as_of.isoformat()} has no finite answer",
                "a run whose expected reports are finite",
                "check the parameters of the epidemic and the reported cases",
            )
        )
    moved = _moved(given, theta, outside)
    turned = np.stack([reports.of_counts(one) for one in moved], axis=-1)
    response = -covariance @ (slope.T @ (turned / mean[:, None])) / dispersion
    names = (*SHARED, *(f"log imports {place}" for place in axes.places))
    return Posterior(
        theta, covariance, names, dispersion, region.edition, as_of, __version__,
        np.asarray(expected(given, jnp.asarray(theta), middle)), prior_mean, prior_sd,
        tuple(one.name for one in outside), response, log_score(reports.counts, mean, dispersion),
    )  # fmt: skip


def prior_of(region: Region, axes: Axes, params: EpidemicParams) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation of (log transmission factor, log imports by city) before any report.

    The spread of transmission is that of the basic reproduction number, its low and high being the 10 % and 90 % points.
    """
    number = region.parameter("basic_reproduction_number")
    low, high = number.low or number.value, number.high or number.value
    sd = max(float(np.log(high / low)) / 2 / TENTH, 1e-3) if low > 0 else 1e-3
    residents = np.asarray(params.population).sum(-1)
    mean = np.concatenate([[0.0], np.log(np.maximum(residents * PRIOR_SEEDS_PER_RESIDENT, 1e-6))])
    return mean, np.concatenate([[sd], np.full(len(axes.places), PRIOR_SD_SEEDS)])


def with_posterior(
    params: EpidemicParams, theta: Float[Array, "parameter"], curve: Float[Array, "time"]
) -> EpidemicParams:
    """Epidemic parameters with fitted transmission and imports; a hypothetical wave's seeds stay."""
    seeds = params.seeds + curve[:, None] * jnp.exp(theta[len(SHARED) :])
    return replaced(params, ("transmission", "seeds"), (params.transmission * jnp.exp(theta[0]), seeds))


def as_reported(params: EpidemicParams) -> EpidemicParams:
    """Epidemic parameters before the fit without the seeds of a hypothetical wave, which no report can show."""
    return replaced(params, ("seeds",), (jnp.zeros_like(params.seeds),))


def without_strain_seeds(params: EpidemicParams) -> EpidemicParams:
    """The same parameters without the seeds of variants, who do not come from abroad."""
    if params.dated is None:
        return params
    none = {name: jnp.zeros_like(one) for name, one in params.dated.strain_seeds.items()}
    return dataclasses.replace(params, dated=params.dated._replace(strain_seeds=none))


def seeding_curve(region: Region, axes: Axes) -> FloatArray:
    """When infected arrivals from the source came, adding up to 1: growing until the source was closed; none where that was before
    the calendar begins."""
    growth = float(region.parameter("hubei_growth_per_day").value)
    last = int(region.parameter("seeding_last_day").value)
    day = np.arange(axes.n_days)
    curve = np.where(day < last, np.exp(growth * (day - last)), 0.0)
    return np.asarray(curve / max(curve.sum(), 1e-300))


def observed_of(
    region: Region, axes: Axes, params: EpidemicParams, levers: Levers, signals: Signals, as_of: date
) -> Observed:
    """What the expected reports of a region depend on beside the parameters fitted, to the as-of day."""
    days = jnp.asarray(min(max(axes.day_index(as_of) + 1, 0), axes.n_days))
    kept, params = cast(levers, params.population.dtype), as_reported(params)
    nothing = (jnp.zeros_like(params.transmission), jnp.zeros_like(params.seeds))
    alone = replaced(params, ("transmission", "seeds"), nothing)
    abroad = found_until(without_strain_seeds(alone), kept, signals, days)
    return Observed(params, kept, signals, jnp.asarray(seeding_curve(region, axes)), days, abroad)


@Program
def expected(
    given: Observed, theta: Float[Array, "parameter"], outside: Float[Array, "outside"]
) -> Float[Array, "time place"]:
    """Expected local reports a day, to the as-of day, zero after it.

    Parameters
    ----------
    given
        What they depend on beside these.
    theta
        Log transmission factor, log imports by city.
    outside
        Values of `OF_SPREAD` and `OF_REPORTS`, in that order.
    """
    params = with_values(given.params, OF_SPREAD, outside)
    found = found_until(with_posterior(params, theta, given.curve), given.levers, given.signals, given.days)
    delay, share = outside[-2], outside[-1]
    shown = expected_reports(jnp.maximum(found - given.abroad, 0.0), delay, share) + FLOOR
    return jnp.where(jnp.arange(found.shape[0])[:, None] < given.days, shown, 0.0)


@Program
def _expected_and_slope(
    given: Observed, theta: Float[Array, "parameter"], outside: Float[Array, "outside"]
) -> tuple[Float[Array, "time place"], Float[Array, "time place parameter"]]:
    """Expected reports and their derivative by each parameter."""

    def at(x: Float[Array, "parameter"]) -> tuple[Float[Array, "time place"], Float[Array, "time place"]]:
        shown = expected(given, x, outside)
        return shown, shown

    slope, shown = jax.jacfwd(at, has_aux=True)(theta)
    return shown, slope


@Program
def expected_of_many(
    given: Observed, theta: Float[Array, "draw parameter"], outside: Float[Array, "draw outside"]
) -> Float[Array, "draw time place"]:
    """Expected reports of many draws at once."""
    many: Float[Array, "draw time place"] = jax.vmap(lambda x, y: expected(given, x, y))(theta, outside)
    return many


def scored(
    predict: Callable[[FloatArray], tuple[FloatArray, FloatArray]],
    counts: FloatArray,
    start: FloatArray,
    prior_mean: FloatArray,
    prior_sd: FloatArray,
    dispersion: float,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mode by Fisher scoring with Levenberg damping, and what it predicts: Poisson counts weighed by 1/dispersion
    (quasi-likelihood), a normal prior."""
    precision = prior_sd**-2

    def loss(theta: FloatArray, mean: FloatArray) -> float:
        return float(
            (mean - counts * np.log(mean)).sum() / dispersion + 0.5 * (((theta - prior_mean) / prior_sd) ** 2).sum()
        )

    theta, damping = start.copy(), 0.01
    mean, slope = predict(theta)
    best = loss(theta, mean)
    for _ in range(ROUNDS):
        gradient = slope.T @ (counts / mean - 1.0) / dispersion - precision * (theta - prior_mean)
        information = slope.T @ (slope / mean[:, None]) / dispersion + np.diag(precision)
        step = np.linalg.solve(information + damping * np.diag(np.diag(information)), gradient)
        trial = theta + np.clip(step, -1.0, 1.0)
        trial_mean, trial_slope = predict(trial)
        value = loss(trial, trial_mean)
        done = abs(best - value) < 1e-6
        if value < best:
            theta, mean, slope, best, damping = trial, trial_mean, trial_slope, value, damping / 10
        else:
            damping *= 10
        if done:
            break
    return theta, mean, slope


def dispersion_of(counts: FloatArray, mean: FloatArray) -> float:
    """Variance over mean of the counts, 1 or more, by maximum likelihood of a negative binomial with variance φ × mean."""
    if not counts.size:
        return 1.0
    found = minimize_scalar(
        lambda log: -log_score(counts, mean, float(np.exp(log))), bounds=(0.0, np.log(LARGEST_DISPERSION)), method="bounded"
    )  # fmt: skip
    best = float(np.exp(found.x))
    return best if log_score(counts, mean, best) > log_score(counts, mean, 1.0) + 1e-6 else 1.0


def log_score(counts: FloatArray, mean: FloatArray, dispersion: float) -> float:
    """Log probability of the counts: Poisson, or negative binomial with variance φ × mean where φ is above 1."""
    whole = np.round(counts)
    if dispersion <= 1.0 + 1e-9:
        return float(scipy.stats.poisson.logpmf(whole, mean).sum())
    return float(scipy.stats.nbinom.logpmf(whole, mean / (dispersion - 1.0), 1.0 / dispersion).sum())


def _moved(given: Observed, theta: FloatArray, outside: Sequence[Range]) -> FloatArray:
    """Change of expected reports by a standard deviation of each outside figure, (outside, time, place): half of up less down."""
    middle = np.array([one.value for one in outside])
    values = np.tile(middle, (2 * len(outside), 1))
    for n, one in enumerate(outside):
        values[n, n], values[len(outside) + n, n] = one.at(np.array([1.0, -1.0]))
    both = expected_of_many(given, jnp.tile(jnp.asarray(theta), (len(values), 1)), jnp.asarray(values))
    return np.asarray(both[: len(outside)] - both[len(outside) :]) / 2
