"""R-hat and effective draws of chains whose worth is known."""

import numpy as np
import pytest

from bothhands.observe.calibration import Calibration, Row
from bothhands.observe.chains import Chains
from bothhands.observe.convergence import bulk_size, r_hat


def test_independent_draws_are_worth_themselves():
    draws = np.random.default_rng(1).standard_normal((4, 2000))
    assert r_hat(draws) == pytest.approx(1.0, abs=0.003)
    assert bulk_size(draws) == pytest.approx(8000, rel=0.1)


def test_an_autoregression_is_worth_what_its_correlation_leaves():
    """An AR(1) of coefficient a is worth (1 − a)/(1 + a) of its draws."""
    generator, a = np.random.default_rng(2), 0.6
    draws = np.zeros((4, 6000))
    noise = generator.standard_normal(draws.shape) * np.sqrt(1 - a**2)
    for t in range(1, draws.shape[1]):
        draws[:, t] = a * draws[:, t - 1] + noise[:, t]
    assert bulk_size(draws) == pytest.approx(draws.size * (1 - a) / (1 + a), rel=0.1)


def test_chains_that_have_not_met_or_differ_in_width_are_seen():
    draws = np.random.default_rng(3).standard_normal((4, 500))
    apart, wide = draws.copy(), draws.copy()
    apart[0] += 1.0
    wide[0] *= 3.0
    assert r_hat(apart) > 1.05
    assert r_hat(wide) > 1.05
    heavy = np.random.default_rng(4).standard_cauchy((4, 500))
    assert r_hat(heavy) < 1.02


@pytest.mark.parametrize(("told", "converged"), [(1.002, True), (1.02, False), (float("nan"), False)])
def test_a_quantity_whose_r_hat_cannot_be_told_has_not_converged(told, converged):
    """A chain that never moves has no R-hat; wherever it stands among the quantities it must not pass."""
    rows = [Row("a", 0, 1, -1, 1, 1.001, 900.0, 0, 1), Row("b", 0, 1, -1, 1, told, 900.0, 0, 1)]
    chains = Chains(np.zeros((4, 9, 2)), np.zeros((4, 9), bool), np.ones((4, 9), int), np.ones(4), 0.1)
    for order in (rows, rows[::-1]):
        made = Calibration("", None, tuple(order), chains, None, None, None, None, 0.0)
        assert bool(made.has_converged) == converged
