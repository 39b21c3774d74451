"""Scores of counts against figures worked out by hand and closed forms."""

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from bothhands.observe.scores import (
    LEVELS,
    coverage,
    crps,
    distribution,
    log_score,
    mean_difference,
    pit_histogram,
    quantiles,
    randomised_pit,
    weighted_interval_score,
)


def certain(count):
    return np.append(np.zeros(count), 1.0)


TWO = np.array([0.25, 0.25, 0.25, 1.0])
"""0 with a quarter, 3 with three quarters."""


@pytest.mark.parametrize(("sure", "came"), [(0, 0), (0, 4), (7, 2), (3, 3)])
def test_the_score_of_a_certain_forecast_is_its_error(sure, came):
    assert crps(certain(sure), came) == abs(sure - came)
    assert weighted_interval_score(quantiles(certain(sure)), came) == pytest.approx(abs(sure - came))


@pytest.mark.parametrize(
    ("came", "by_hand"), [(0, 3 * 0.75**2), (3, 3 * 0.25**2), (1, 0.25**2 + 2 * 0.75**2), (5, 3 * 0.25**2 + 2)]
)
def test_the_score_of_two_points(came, by_hand):
    """E|X − y| − ½ E|X − X'| = p|a − y| + q|b − y| − p q |a − b|."""
    closed = 0.25 * abs(0 - came) + 0.75 * abs(3 - came) - 0.25 * 0.75 * 3
    assert crps(TWO, came) == pytest.approx(by_hand)
    assert crps(TWO, came) == pytest.approx(closed)


def test_the_log_score_is_minus_the_log_of_what_came_and_infinite_where_impossible():
    mixed = (poisson.pmf(3, 2.0) + poisson.pmf(3, 6.0)) / 2
    assert log_score(np.array([2.0, 6.0]), 1.0, 3) == pytest.approx(-np.log(mixed))
    assert log_score(np.array([6.0]), 3.0, 4) == pytest.approx(-nbinom.logpmf(4, 3.0, 1 / 3.0))
    assert log_score(np.zeros(1), 1.0, 0) == 0.0
    assert log_score(np.zeros(1), 1.0, 2) == np.inf
    assert 90.0 < log_score(np.array([0.1]), 1.0, 30) < 150.0


def test_quantiles_are_the_smallest_counts_that_reach_the_level():
    assert quantiles(TWO, (0.01, 0.25, 0.26, 0.99)).tolist() == [0.0, 0.0, 3.0, 3.0]
    told = quantiles(distribution(np.array([20.0]), 1.0))
    assert told.tolist() == poisson.ppf(LEVELS, 20.0).tolist()
    assert len(LEVELS) == 23


def test_the_weighted_interval_score_by_its_definition():
    """½ |y − m| and α/2 × (width + 2/α × distance outside) of every interval, over K + ½ (Bracher et al. 2021)."""
    told = quantiles(distribution(np.array([4.0, 9.0]), 2.0))
    for came in (0, 6, 40):
        score = 0.5 * abs(came - told[11])
        for low, high, alpha in zip(told[:11], told[:11:-1], 2 * np.array(LEVELS[:11]), strict=True):
            outside = max(low - came, 0.0) + max(came - high, 0.0)
            score += alpha / 2 * (high - low + 2 / alpha * outside)
        assert weighted_interval_score(told, came) == pytest.approx(score / 11.5)


def test_one_interval_by_hand():
    """Median 5, 80 % interval 2 to 9, 12 came: (½·7 + 0.1·(7 + 10·3)) / 1.5."""
    assert weighted_interval_score(np.array([2.0, 5.0, 9.0]), 12, (0.1, 0.5, 0.9)) == pytest.approx(7.2 / 1.5)


def test_a_mixture_is_the_mean_of_its_parts_and_dispersion_is_variance_over_mean():
    below = distribution(np.array([2.0, 6.0]), 3.0)
    k = np.arange(len(below))
    parts = [nbinom.cdf(k, mean / 2.0, 1 / 3.0) for mean in (2.0, 6.0)]
    assert below[:-1] == pytest.approx(np.mean(parts, 0)[:-1])
    chance = np.diff(np.concatenate([[0.0], distribution(np.array([6.0]), 3.0)]))
    mean = (np.arange(len(chance)) * chance).sum()
    assert mean == pytest.approx(6.0, rel=1e-5)
    assert ((np.arange(len(chance)) - mean) ** 2 * chance).sum() == pytest.approx(18.0, rel=1e-4)


def test_a_forecast_of_nothing_is_a_forecast():
    below = distribution(np.zeros(3), 1.5)
    assert below[0] == pytest.approx(1.0)
    assert crps(below, 0) == pytest.approx(0.0, abs=1e-9)


def test_calibrated_forecasts_have_a_flat_transform_and_cover_what_they_say():
    generator = np.random.default_rng(8)
    below = distribution(np.array([3.0]), 1.0)
    pit = np.array([randomised_pit(below, int(n), generator.random()) for n in generator.poisson(3.0, 4000)])
    assert coverage(pit, 0.5) == pytest.approx(0.5, abs=0.02)
    assert coverage(pit, 0.9) == pytest.approx(0.9, abs=0.015)
    assert np.abs(np.array(pit_histogram(pit)) - 400).max() < 80
    assert randomised_pit(TWO, 3, 0.0) == 0.25
    assert randomised_pit(TWO, 3, 1.0) == 1.0


def test_the_difference_keeps_its_sign_and_its_interval_narrows_with_origins():
    generator = np.random.default_rng(3)
    few, many = ([generator.normal(-1.0, 1.0, 5) for _ in range(n)] for n in (6, 60))
    one, two = (mean_difference(blocks, np.random.default_rng(1)) for blocks in (few, many))
    assert two.low < two.value < two.high < 0
    assert two.high - two.low < one.high - one.low
    assert mean_difference([np.full(4, 2.0)], np.random.default_rng(1)) == (2.0, 2.0, 2.0)
    assert np.isnan(mean_difference([np.empty(0)], np.random.default_rng(1)).value)


def test_large_counts_are_scored_like_small_ones():
    """Of 5,000 expected with twenty times the variance of a Poisson count: median, PIT and the score of a normal of that spread."""
    told = distribution(np.array([5_000.0]), 20.0)
    exact = nbinom(5_000.0 / 19.0, 1 / 20.0)
    assert quantiles(told, (0.05, 0.5, 0.95)) == pytest.approx(exact.ppf([0.05, 0.5, 0.95]), abs=1)
    assert randomised_pit(told, 5_200, 0.5) == pytest.approx(exact.cdf(5_200), abs=1e-3)
    spread = np.sqrt(5_000.0 * 20.0)
    assert crps(told, 5_000) == pytest.approx(spread * (np.sqrt(2) - 1) / np.sqrt(np.pi), rel=0.01)
    mixed = distribution(np.array([100.0, 90_000.0]), 1.0)
    assert mixed[50_000] == pytest.approx(0.5)
    assert mixed[90_000] == pytest.approx(0.75, abs=2e-3)
