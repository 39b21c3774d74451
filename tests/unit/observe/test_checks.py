"""Intervals and scores against figures worked out otherwise; the checks of a fit and the lines that tell them."""

import numpy as np
import pytest
from scipy.stats import norm, poisson

from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.simulate import model_of
from bothhands.observe.calibrate import fit
from bothhands.observe.checks import checked, coverage_and_width, fit_lines, scores
from bothhands.observe.fitted import run_once


def test_counts_from_the_forecast_itself_are_covered_and_as_wide_as_poisson():
    counts = np.random.default_rng(5).poisson(20.0, 3000).astype(float)
    coverage, width = coverage_and_width(np.full((1, 3000), 20.0).repeat(128, 0), counts, 1.0)
    inside = poisson.cdf(poisson.ppf(0.95, 20), 20) - poisson.cdf(poisson.ppf(0.05, 20) - 1, 20)
    assert coverage == pytest.approx(inside, abs=0.03)
    assert width == pytest.approx(1.0, abs=0.03)


def test_dispersion_widens_the_interval_by_its_square_root():
    means = np.full((128, 500), 100.0)
    _, width = coverage_and_width(means, np.full(500, 100.0), 4.0)
    assert width == pytest.approx(2.0, rel=0.05)


def test_the_score_of_a_wide_poisson_is_that_of_its_normal_limit():
    mean, count = 10_000.0, 10_100.0
    log, crps, error = scores(np.full((128, 40), mean), np.full(40, count), 1.0)
    sigma, z = 100.0, 1.0
    exact = sigma * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert log == pytest.approx(-norm.logpdf(count, mean, sigma), rel=1e-2)
    assert crps == pytest.approx(exact, rel=0.03)
    assert error == pytest.approx(100.0, rel=0.05)


def test_a_better_forecast_scores_better():
    counts = np.random.default_rng(6).poisson(3.0, 200).astype(float)
    good, bad = (scores(np.full((128, 200), mean), counts, 1.0) for mean in (3.0, 6.0))
    assert all(ours < theirs for ours, theirs in zip(good, bad, strict=True))


@pytest.fixture(scope="module")
def liaoning():
    region = load("liaoning").standing_on(load("liaoning").default_as_of)
    axes = axes_of(region)
    model, past = model_of(region, axes), history(region, axes)
    signals = run_once(model, past).signals
    posterior = fit(region, axes, model.epidemic, past, signals, region.default_as_of)
    return checked(region, axes, model.epidemic, past, signals, posterior)


@pytest.mark.slow
def test_the_fit_of_liaoning_keeps_what_it_promises(liaoning):
    checks = liaoning.checks
    assert len(liaoning.mean) == 15
    assert checks.cases == 125
    assert abs(checks.prior_sds) < 1.0
    assert checks.coverage_city >= 0.85
    assert checks.coverage_region >= 0.85
    assert 1.0 <= checks.width_city <= 2.0
    assert 1.0 <= checks.width_region <= 2.0
    assert checks.held_out.counts == 13 * 14
    assert checks.held_out.log_score < checks.held_out.baseline_log_score
    assert checks.held_out.crps < checks.held_out.baseline_crps


@pytest.mark.slow
def test_the_lines_count_parameters_and_name_the_prior(liaoning):
    lines = " ".join(fit_lines(liaoning))
    assert "15 parameters fitted" in lines
    assert "prior-driven" in lines
    assert "last 14 days held out" in lines
    assert len(fit_lines(liaoning._replace(checks=None))) == 1
