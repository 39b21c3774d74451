"""R-hat and effective draws of chains whose worth is known."""

import numpy as np
import pytest

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
