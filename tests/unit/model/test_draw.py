"""The sampler against the exact distributions, tails and tiny chances included."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from bothhands.model.draw import binomial, poisson

DRAWS = 200_000


@pytest.mark.parametrize(
    ("n", "p"), [(1, 0.3), (10, 0.02), (40, 0.2), (500, 0.01), (60, 0.9), (5000, 0.004), (3000, 0.3)]
)
def test_binomial_counts_follow_the_exact_distribution(n, p):
    drawn = np.asarray(binomial(jax.random.key(1), jnp.full(DRAWS, float(n)), jnp.full(DRAWS, p)))
    assert np.array_equal(drawn, np.round(drawn))
    assert drawn.min() >= 0
    assert drawn.max() <= n
    exact = stats.binom(n, p)
    assert abs(drawn.mean() - exact.mean()) < 5 * exact.std() / np.sqrt(DRAWS)
    assert abs(drawn.var() / exact.var() - 1) < 0.02
    for level in (0.001, 0.01, 0.5, 0.99, 0.999):
        edge = exact.ppf(level)
        share = exact.cdf(edge)
        assert abs((drawn <= edge).mean() - share) < 5 * np.sqrt(share * (1 - share) / DRAWS) + 2e-3


def test_a_chance_below_single_precision_is_met():
    chance, draws = 1e-9, 4_000_000
    drawn = np.asarray(
        binomial(jax.random.key(3), jnp.full(draws, 250_000.0, jnp.float32), jnp.full(draws, chance, jnp.float32))
    )
    assert drawn.sum() == pytest.approx(1000, abs=5 * np.sqrt(1000))


@pytest.mark.parametrize("mean", [0.0, 0.003, 2.5, 9.9, 40.0])
def test_poisson_counts_follow_the_exact_distribution(mean):
    drawn = np.asarray(poisson(jax.random.key(2), jnp.full(DRAWS, mean)))
    assert abs(drawn.mean() - mean) <= 5 * np.sqrt(mean / DRAWS)
    assert abs(drawn.var() - mean) <= 5 * np.sqrt((mean + 2 * mean**2) / DRAWS)


def test_nobody_is_drawn_from_nothing_and_everybody_at_chance_one():
    drawn = binomial(jax.random.key(4), jnp.array([0.0, 7.0, 7.0]), jnp.array([0.5, 0.0, 1.0]))
    assert drawn.tolist() == [0.0, 0.0, 7.0]
