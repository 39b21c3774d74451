"""How much a fit can be believed: predictive intervals, their coverage and width, and a forecast of days it has not seen.

The baseline is named in advance: each city goes on with the mean of its last week. Losses against it are shown like gains.
"""

from __future__ import annotations

from datetime import timedelta

import jax.numpy as jnp
import numpy as np
import scipy
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.levers.catalogue import Levers
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.signals import Signals
from bothhands.model.simulate import cast
from bothhands.observe.calibrate import SHARED, expected_of_many, fit, observed_of
from bothhands.observe.posterior import FitChecks, FloatArray, HeldOut, Posterior
from bothhands.observe.ranges import OF_REPORTS, OF_SPREAD, ranges_of
from bothhands.observe.streams import Reports, reports_of

SEED = 20200318
DRAWS = 128
COPIES = 16
"""Counts drawn for each draw of the parameters."""
TAIL = 0.05
HELD_OUT_DAYS = 14
BASELINE_DAYS = 7
BASELINE_CASES = 0.5
"""Cases a city is given beyond those of its last week, so that a quiet week is not a promise (half a case: Jeffreys' prior)."""


def checked(
    region: Region, axes: Axes, params: EpidemicParams, levers: Levers, signals: Signals, posterior: Posterior
) -> Posterior:
    """The posterior with its checks; the arguments are those of the fit.

    Costs a second fit, without the last fortnight.
    """
    reports = reports_of(region, axes, posterior.as_of)
    means = reports_drawn(region, axes, params, levers, signals, posterior, reports)
    counts = reports.counts
    day = np.nonzero(reports.observed)[0]
    whole = np.stack([means[:, day == one].sum(1) for one in np.unique(day)], axis=1) if day.size else means
    total = np.array([counts[day == one].sum() for one in np.unique(day)])
    coverage_city, width_city = coverage_and_width(means, counts, posterior.dispersion)
    coverage_region, width_region = coverage_and_width(whole, total, posterior.dispersion)
    number = region.parameter("basic_reproduction_number").value
    reach = 1.6448536269514722 * posterior.sd_with_outside()[0]
    middle = posterior.mean[0]
    return posterior._replace(
        checks=FitChecks(
            counts.size,
            int(counts.sum()),
            coverage_city,
            coverage_region,
            width_city,
            width_region,
            (
                number * float(np.exp(middle)),
                number * float(np.exp(middle - reach)),
                number * float(np.exp(middle + reach)),
            ),
            float((middle - posterior.prior_mean[0]) / posterior.prior_sd[0]),
            abroad_found(params, axes, levers, posterior),
            reports.imported,
            held_out(region, axes, params, levers, signals, posterior, reports),
        )
    )


def reports_drawn(
    region: Region,
    axes: Axes,
    params: EpidemicParams,
    levers: Levers,
    signals: Signals,
    posterior: Posterior,
    reports: Reports,
) -> FloatArray:
    """Expected counts of every report under draws of the posterior and of the outside figures, (draw, count).

    In single precision: counts are drawn from these. The run goes to the last day of `reports`, which may be later than the posterior's as-of day: then it is a forecast.
    """
    until = axes.start + timedelta(days=int(np.nonzero(reports.observed.any(1))[0].max())) if reports.observed.any() else posterior.as_of  # fmt: skip
    theta, normal = posterior.sample_jointly(np.random.default_rng(SEED), DRAWS)
    outside = ranges_of(region, (*OF_SPREAD, *OF_REPORTS))
    values = np.stack([one.at(normal[:, n]) for n, one in enumerate(outside)], axis=1)
    given, theta, values = cast((observed_of(region, axes, params, levers, signals, until), theta, values), np.float32)
    daily = np.asarray(expected_of_many(given, jnp.asarray(theta), jnp.asarray(values)), float)
    return reports.of_counts(np.moveaxis(daily, 0, -1)).T


def coverage_and_width(means: FloatArray, counts: FloatArray, dispersion: float) -> tuple[float, float]:
    """Share of counts within their 90 % predictive interval, and mean width over that of Poisson intervals at the same mean.

    Parameters
    ----------
    means
        Expected counts, (draw, count).
    counts
        What was reported.
    dispersion
        Variance over mean of a count given its expectation.
    """
    if not counts.size:
        return float("nan"), float("nan")
    drawn = drawn_counts(means, dispersion)
    low, high = np.quantile(drawn, [TAIL, 1 - TAIL], axis=0, method="inverted_cdf")
    bare = scipy.stats.poisson.ppf(1 - TAIL, means.mean(0)) - scipy.stats.poisson.ppf(TAIL, means.mean(0))
    inside = (low <= counts) & (counts <= high)
    return float(inside.mean()), float((high - low).mean() / max(float(bare.mean()), 1e-9))


def drawn_counts(means: FloatArray, dispersion: float) -> NDArray[np.float64]:
    """Counts drawn from their predictive distribution, `COPIES` for each draw of the means: (draw, count)."""
    generator = np.random.default_rng(SEED + 1)
    many = np.repeat(means, COPIES, axis=0)
    if dispersion <= 1.0 + 1e-9:
        return generator.poisson(many).astype(float)
    return generator.negative_binomial(many / (dispersion - 1.0), 1.0 / dispersion).astype(float)


def held_out(
    region: Region,
    axes: Axes,
    params: EpidemicParams,
    levers: Levers,
    signals: Signals,
    posterior: Posterior,
    reports: Reports,
) -> HeldOut | None:
    """Fit without the last fortnight, forecast it, score it. The history of measures and contacts is taken as it was."""
    cut = axes.day_index(posterior.as_of) - HELD_OUT_DAYS
    day = axes.start + timedelta(days=cut)
    seen = reports_of(region, axes, day)
    later = reports.observed.copy()
    later[: cut + 1] = False
    unseen = reports._replace(observed=later)
    if not (later.any() and seen.observed.any()):
        return None
    earlier = fit(region, axes, params, levers, signals, day)
    means = reports_drawn(region, axes, params, levers, signals, earlier, unseen)
    week = seen.new[max(cut + 1 - BASELINE_DAYS, 0) : cut + 1].sum(0)
    naive_daily = np.tile((week + BASELINE_CASES) / BASELINE_DAYS, (axes.n_days, 1))
    naive = np.tile(unseen.of_counts(naive_daily), (DRAWS, 1))
    counts = unseen.counts
    ours, theirs = (scores(m, counts, phi) for m, phi in ((means, earlier.dispersion), (naive, 1.0)))
    return HeldOut(
        day + timedelta(days=1), HELD_OUT_DAYS, counts.size, int(counts.sum()), float(means.mean(0).sum()),
        ours[0], theirs[0], ours[1], theirs[1], ours[2], theirs[2], coverage_and_width(means, counts, earlier.dispersion)[0],
    )  # fmt: skip


def scores(means: FloatArray, counts: FloatArray, dispersion: float) -> tuple[float, float, float]:
    """Log score, continuous ranked probability score and absolute error of the median: means over counts, less is better."""
    if dispersion <= 1.0 + 1e-9:
        chance = scipy.stats.poisson.pmf(counts, means).mean(0)
    else:
        chance = scipy.stats.nbinom.pmf(counts, means / (dispersion - 1.0), 1.0 / dispersion).mean(0)
    drawn = np.sort(drawn_counts(means, dispersion), axis=0)
    n = len(drawn)
    rank = (2.0 * np.arange(1, n + 1) - n - 1.0)[:, None]
    crps = np.abs(drawn - counts).mean(0) - (rank * drawn).sum(0) / n**2
    error = np.abs(np.median(drawn, axis=0) - counts)
    return float(-np.log(np.maximum(chance, 1e-12)).mean()), float(crps.mean()), float(error.mean())


def abroad_found(params: EpidemicParams, axes: Axes, levers: Levers, posterior: Posterior) -> float:
    """Infected travellers from abroad whom the prior expects the checks at the ports to have caught by the as-of day."""
    day = slice(0, max(axes.day_index(posterior.as_of) + 1, 0))
    screened = np.asarray(levers.port_screening)[day]
    ways = np.asarray(params.port_passes)[day].sum(-1)
    entered = (1.0 - screened) * ways[..., 0] + screened * ways[..., 1]
    return float((np.asarray(params.imported_infected)[day] * (1.0 - entered)).sum())


def fit_lines(posterior: Posterior) -> list[str]:
    """The fit told in lines: what was fitted to what, what it says, how it scores, and what is prior and not fit."""
    lines = [
        f"{len(posterior.mean)} parameters fitted (transmission shared, {len(posterior.mean) - len(SHARED)} imports) to reports "
        f"up to {posterior.as_of.isoformat()}; {len(posterior.outside)} further figures keep their stated ranges"
    ]
    checks = posterior.checks
    if checks is None:
        return lines
    middle, low, high = checks.reproduction_number
    lines += [
        f"{checks.cases} cases in {checks.counts} counts, dispersion {posterior.dispersion:.2f}, log-likelihood {posterior.log_likelihood:.1f}",
        f"basic reproduction number {middle:.2f} (90 % {low:.2f} to {high:.2f}), {checks.prior_sds:+.2f} prior standard deviations",
        f"90 % predictive intervals hold {checks.coverage_city:.0%} of city-days and {checks.coverage_region:.0%} of days of the "
        f"region; mean width {checks.width_city:.2f} and {checks.width_region:.2f} times Poisson",
        *_held_out_lines(checks.held_out),
        f"prior-driven, not fitted: infected travellers from abroad (arrivals × prevalence, ASSUMED); {checks.abroad_expected:.1f} "
        f"expected to be caught at the ports by then, {checks.abroad_reported} imported cases reported",
    ]
    return lines


def _held_out_lines(held: HeldOut | None) -> list[str]:
    if held is None:
        return ["no fortnight to hold out: too few reports before it"]
    return [
        f"last {held.days} days held out (from {held.first.isoformat()}): {held.expected:.1f} cases forecast, {held.cases} reported; "
        f"log score {held.log_score:.4f} against {held.baseline_log_score:.4f} of last week going on, "
        f"CRPS {held.crps:.4f} against {held.baseline_crps:.4f}, error {held.error:.3f} against {held.baseline_error:.3f}, "
        f"coverage {held.coverage:.0%} of {held.counts}"
    ]
