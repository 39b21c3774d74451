"""The full posterior of a region on a day: the quick fit first, then chains from it, their diagnostics and predictive checks.

Why this file exists: it is `bothhands calibrate` from top to bottom. The density, the chains and the filter have files of their own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from bothhands import __version__
from bothhands.errors import Fault, InputError, RunError
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.observe.calibrate import SHARED, expected, observed_of
from bothhands.observe.chains import Chains, sampled_chains
from bothhands.observe.checks import checked
from bothhands.observe.convergence import bulk_size, r_hat
from bothhands.observe.density import Target, names_of, target_of
from bothhands.observe.fitted import Fitted, fit_region
from bothhands.observe.posterior import FloatArray, Posterior, Sampled, with_draws
from bothhands.observe.posterior_files import at_prior, key_of, write
from bothhands.observe.predictive import Predictive, counts_of_draws, predictive
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, ranges_of
from bothhands.observe.streams import Reports, reports_of

CHAINS, DRAWS = 4, 700
LARGEST_R_HAT, LEAST_EFFECTIVE = 1.01, 400.0
"""What a posterior must reach to be believed (Vehtari et al. 2021, doi 10.1214/20-BA1221)."""


class Row(NamedTuple):
    """One quantity: its posterior, how well it is sampled, and its prior; on the scale it is sampled on."""

    name: str
    mean: float
    sd: float
    low: float
    """5 %."""
    high: float
    """95 %."""
    r_hat: float
    effective: float
    prior_mean: float
    prior_sd: float


class Calibration(NamedTuple):
    """A sampled posterior with everything that says whether to believe it."""

    region: str
    posterior: Posterior
    rows: tuple[Row, ...]
    chains: Chains
    predictive: Predictive
    target: Target
    fitted: Fitted
    reports: Reports
    seconds: float

    @property
    def has_converged(self) -> bool:
        """Whether R-hat, effective draws and divergences are as asked of a posterior."""
        return (
            all(row.r_hat < LARGEST_R_HAT and row.effective > LEAST_EFFECTIVE for row in self.rows)
            and self.chains.diverging.mean() < 0.01
        )


def calibrate(
    region: Region,
    as_of: date | None = None,
    seed: int = 1,
    chains: int = CHAINS,
    draws: int = DRAWS,
    progress: Callable[[str], None] = lambda _: None,
) -> Calibration:
    """Sample the full posterior of a region on a day.

    Parameters
    ----------
    region
        The region; figures not known on the day are left out first.
    as_of
        Last day whose reports are used; the region's own by default.
    seed
        Of every draw; the same seed gives the same posterior.
    chains, draws
        Chains, and draws of each.
    progress
        Told in a line what is being done.
    """
    began = time.perf_counter()
    if chains < 2 or draws < 4:
        raise InputError(
            Fault("BH-OBS-031", f"{chains} chains of {draws} draws", "2 chains or more, 4 draws or more", "change it")
        )
    as_of = as_of or region.default_as_of
    progress("fitting quickly, for the scale of every figure")
    fitted = fit_region(region, as_of)
    known, axes = fitted.region, fitted.axes
    reports = reports_of(known, axes, as_of)
    if not reports.observed.any():
        raise InputError(
            Fault("BH-OBS-001", f"{region.name} has no reported cases by {as_of.isoformat()}", "rows of confirmed local cases",
                  "fill the table cases, or stand on a later day")
        )  # fmt: skip
    observed = observed_of(known, axes, fitted.prior.epidemic, fitted.past, fitted.heard(), as_of)
    target = target_of(known, axes, observed, reports, fitted.posterior.mean)
    made = sampled_chains(target, chains, draws, seed, progress)
    if not np.isfinite(made.points).all():
        raise RunError(
            Fault(
                "BH-RUN-002",
                "the chains left the finite numbers",
                "finite draws",
                "check parameters and reported cases",
            )
        )
    progress("checking the posterior against the reports")
    rows = rows_of(axes, target, made.points)
    days = tuple(day.isoformat() for day in axes.days)
    told = predictive(target, made.points.reshape(-1, made.points.shape[-1]), axes.places, days, seed)
    posterior = posterior_of(fitted, target, made, rows, seed)
    posterior = checked(known, axes, fitted.prior.epidemic, fitted.past, fitted.heard(), posterior)
    return Calibration(region.name, posterior, rows, made, told, target, fitted, reports, time.perf_counter() - began)


def write_calibration(path: Path, made: Calibration, chance: str | None = None) -> None:
    """Write the draws with their diagnostics, whole or not at all.

    Parameters
    ----------
    path
        A netCDF file.
    made
        The calibration.
    chance
        What the filter says, as JSON.
    """
    fitted = made.fitted
    key = key_of(fitted.region, fitted.axes, fitted.prior, fitted.past, made.posterior.as_of)
    figures = {"figure": [row.name for row in made.rows]}
    each = {
        "r_hat": (("figure",), np.array([row.r_hat for row in made.rows])),
        "effective_draws": (("figure",), np.array([row.effective for row in made.rows])),
    }
    attributes = {"region": made.region, "edition": fitted.region.edition, "filter": chance or ""}
    write(path, made.posterior, key, {"variables": each, "coordinates": figures, "attributes": attributes})


def rows_of(axes: Axes, target: Target, points: FloatArray) -> tuple[Row, ...]:
    """Posterior, diagnostics and prior of every coordinate, from (chain, draw, parameter)."""
    rows = []
    for n, name in enumerate(names_of(axes)):
        of = points[..., n]
        low, high = np.quantile(of, [0.05, 0.95])
        rows.append(
            Row(name, float(of.mean()), float(of.std()), float(low), float(high), r_hat(of), bulk_size(of),
                float(target.prior_mean[n]), float(target.prior_sd[n]))
        )  # fmt: skip
    return tuple(rows)


def posterior_of(fitted: Fitted, target: Target, made: Chains, rows: tuple[Row, ...], seed: int) -> Posterior:
    """The draws as a posterior a plan can draw from; what it expects stands at the means of the draws."""
    quick, own = fitted.posterior, len(SHARED) + len(fitted.axes.places)
    flat = made.points.reshape(-1, made.points.shape[-1])
    theta, outside, dispersion = flat[:, :own], flat[:, own:-1], 1.0 + np.exp(flat[:, -1])
    sampled = Sampled(
        theta, outside, dispersion, at_prior(quick.outside), len(made.points), seed, max(row.r_hat for row in rows),
        min(row.effective for row in rows), int(made.diverging.sum()),
    )  # fmt: skip
    posterior = with_draws(quick._replace(version=__version__, checks=None), sampled)
    point = np.concatenate([posterior.mean, posterior.outside_mean, [flat[:, -1].mean()]])
    log = float(counts_of_draws(target, jnp.asarray(point)[None])[1][0])
    return posterior._replace(expected=expected_at_the_mean(fitted, posterior), log_likelihood=log)


def expected_at_the_mean(fitted: Fitted, posterior: Posterior) -> FloatArray:
    """Expected reports (time, place) at the mean of a posterior, in double precision."""
    ranges = ranges_of(fitted.region, (*OF_SPREAD, *OF_REPORTS))
    values = np.array([float(one.at(x)) for one, x in zip(ranges, posterior.outside_mean, strict=True)])
    observed = observed_of(
        fitted.region, fitted.axes, fitted.prior.epidemic, fitted.past, fitted.heard(), posterior.as_of
    )
    return np.asarray(expected(observed, jnp.asarray(posterior.mean), jnp.asarray(values)))
