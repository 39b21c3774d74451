"""Scores of normal forecasts and the rivals of a nowcast, held to integrals, hand-worked cases and known processes."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from bothhands.observe.nowcast_rivals import autoregression, mean_so_far
from bothhands.observe.nowcast_scores import coverage_of_normal, crps_of_normal, diebold_mariano, log_score_of_normal


def test_crps_of_a_normal_is_its_integral():
    told = crps_of_normal(np.array([1.0]), np.array([2.0]), np.array([2.5]))
    below = quad(lambda x: norm.cdf(x, 1, 2) ** 2, -30, 2.5)[0]
    above = quad(lambda x: norm.sf(x, 1, 2) ** 2, 2.5, 40)[0]
    assert told[0] == pytest.approx(below + above, abs=1e-7)


def test_log_score_and_coverage():
    zero, one = np.zeros(4), np.ones(4)
    assert log_score_of_normal(zero, one, zero)[0] == pytest.approx(0.5 * np.log(2 * np.pi))
    assert coverage_of_normal(zero, one, np.array([0.0, 0.9, -1.7, 1.6]), 0.9) == 0.75


def test_diebold_mariano_equals_a_hand_worked_case():
    """Differences 1, 2, 3, 0: mean 1.5, variance 1.25, so 1.5 / √(1.25/4) = 2.683; times √(3/4) = 2.324."""
    told = diebold_mariano(np.array([2.0, 3.0, 4.0, 1.0]), np.ones(4))
    assert told.difference == 1.5
    assert told.statistic == pytest.approx(2.3238, abs=1e-4)
    assert told.p == pytest.approx(0.1027, abs=1e-3)
    assert diebold_mariano(np.ones(4), np.ones(4)).p == 1.0


def test_diebold_mariano_counts_correlated_losses_at_longer_horizons():
    gap = np.array([1.0, 1.0, -0.5, -0.5, 1.0, 1.0, -0.5, -0.5])
    about = gap - gap.mean()
    variance = (about @ about + 2 * about[1:] @ about[:-1]) / 8
    small = np.sqrt((8 + 1 - 4 + 2 / 8) / 8)
    assert diebold_mariano(gap, np.zeros(8), 2).statistic == pytest.approx(small * gap.mean() / np.sqrt(variance / 8))


def test_diebold_mariano_keeps_its_size_where_rules_are_alike():
    """5 % of 400 pairs of equal rules are told apart at 5 %, within three standard errors (1.1 points)."""
    draw = np.random.default_rng(5)
    found = [diebold_mariano(draw.normal(size=40) ** 2, draw.normal(size=40) ** 2).p < 0.05 for _ in range(400)]
    assert np.mean(found) == pytest.approx(0.05, abs=0.033)


def test_an_autoregression_finds_order_and_band():
    draw, y = np.random.default_rng(2), [0.0, 0.0]
    for _ in range(2000):
        y.append(1.0 + 0.8 * y[-1] - 0.4 * y[-2] + 0.5 * draw.normal())
    known = np.array(y)
    one, two = autoregression(known, 1), autoregression(known, 2)
    assert one.mean == pytest.approx(1.0 + 0.8 * known[-1] - 0.4 * known[-2], abs=0.1)
    assert one.deviation == pytest.approx(0.5, abs=0.03)
    assert two.deviation == pytest.approx(0.5 * np.sqrt(1 + 0.8**2), abs=0.05)


def test_white_noise_is_forecast_by_its_mean():
    known = np.random.default_rng(0).normal(3.0, 2.0, 400)
    told, mean = autoregression(known, 1), mean_so_far(known)
    assert told.mean == pytest.approx(mean.mean, abs=0.05)
    assert mean.deviation == pytest.approx(known.std(ddof=1) * np.sqrt(1 + 1 / 400))
