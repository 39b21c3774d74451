"""The sampler against the exact distributions, tails and tiny chances included; the same draws alone and in a stack.

A count is a falling function of its word. Words at even steps therefore give its whole distribution, to 1/STEPS, without chance.
"""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import stats

from bothhands.model.draw import EXACT_BELOW, _binomial_law, _poisson_law, binomial, poisson

DRAWS = 200_000
STEPS = 1 << 18
EVEN = jnp.asarray((np.arange(STEPS, dtype=np.uint64) << np.uint64(46)) + np.uint64(1 << 45))[None]
SINGLE, DOUBLE = jnp.float32, jnp.float64

BINOMIALS = [
    (1, 0.3), (5, 0.5), (10, 0.02), (40, 0.17), (60, 0.9), (100, 0.03), (1000, 0.0069), (250_000, 1e-9), (40_000_000, 1.7e-7),
    (15, 0.48), (20, 0.37), (40, 0.2), (500, 0.0145), (500, 0.99), (3000, 0.3), (1e6, 0.3), (4e7, 2e-7), (4e7, 1e-6), (4e7, 0.1),
]  # fmt: skip


def exactly_as(law, first, second, exact, small):
    """Distribution, tails, mean and variance of the counts at even words against the exact ones."""
    one = jnp.ones((1, STEPS), jnp.asarray(first).dtype)
    counts = np.asarray(law(EVEN, one * first, one * second))[0].astype(float)
    assert np.array_equal(counts, np.round(counts))
    met, each = np.unique(counts, return_counts=True)
    step = 1.5 / STEPS
    assert np.abs(np.cumsum(each) / STEPS - exact.cdf(met)).max() < step + (0.0 if small else 4e-5)
    for edge, share, tail in (
        (exact.ppf(1e-4), (counts <= exact.ppf(1e-4)).mean(), exact.cdf(exact.ppf(1e-4))),
        (exact.isf(1e-4), (counts > exact.isf(1e-4)).mean(), exact.sf(exact.isf(1e-4))),
    ):
        assert abs(share - tail) < step + (0.0 if small else 0.12 * tail), edge
    width = 1 + exact.std() * (0 if small else 1)
    assert abs(counts.mean() - exact.mean()) < 1e-4 * width + 1e-8 * exact.mean() * (jnp.asarray(first).dtype == SINGLE)
    assert abs(counts.var() - exact.var()) < 1e-3 * exact.var() + 2 * step


@pytest.mark.parametrize("dtype", [SINGLE, DOUBLE])
@pytest.mark.parametrize(("n", "p"), BINOMIALS)
def test_binomial_counts_have_the_exact_distribution(n, p, dtype):
    trials, chance = jnp.asarray(n, dtype), jnp.asarray(p, dtype)
    exact = stats.binom(int(trials), float(chance))
    small = float(trials) * min(float(chance), 1 - float(chance)) < EXACT_BELOW
    exactly_as(_binomial_law, trials, chance, exact, small)


@pytest.mark.parametrize("dtype", [SINGLE, DOUBLE])
@pytest.mark.parametrize("mean", [0.003, 0.8, 2.5, 6.9, 7.1, 15.0, 40.0, 9000.0])
def test_poisson_counts_have_the_exact_distribution(mean, dtype):
    rate = jnp.asarray(mean, dtype)
    exactly_as(_poisson_law, rate, jnp.ones_like(rate), stats.poisson(float(rate)), mean < EXACT_BELOW)


@pytest.mark.parametrize("dtype", [SINGLE, DOUBLE])
@pytest.mark.parametrize(("n", "p"), [(1, 1e-12), (250_000, 1e-15), (2e7, 3e-17), (40, 1e-6)])
def test_chances_far_below_single_precision_are_met_where_they_should_be(n, p, dtype):
    """The words at which a count first reaches one and two are those of the exact upper tails."""
    trials, chance = jnp.asarray(n, dtype), jnp.asarray(p, dtype)
    exact = stats.binom(int(trials), float(chance))
    for count in (1, 2) if n == 40 else (1,):
        tail = exact.sf(count - 1)
        edge = jnp.asarray([[int(tail * (1 + off) * 2.0**64) for off in (-1e-5, 1e-5)]], jnp.uint64)
        at = np.asarray(_binomial_law(edge, jnp.full((1, 2), trials), jnp.full((1, 2), chance)))[0]
        assert at.tolist() == [count, count - 1]


def test_a_chance_below_single_precision_is_met():
    chance, draws = 1e-9, 4_000_000
    drawn = np.asarray(binomial(jax.random.key(3), jnp.full(draws, 250_000.0, SINGLE), jnp.full(draws, chance, SINGLE)))
    assert drawn.sum() == pytest.approx(1000, abs=5 * np.sqrt(1000))


@pytest.mark.parametrize(("n", "p"), [(10, 0.02), (40, 0.2), (5000, 0.004), (3000, 0.3)])
def test_binomial_draws_scatter_as_the_exact_distribution(n, p):
    drawn = np.asarray(binomial(jax.random.key(1), jnp.full(DRAWS, float(n)), jnp.full(DRAWS, p)))
    exact = stats.binom(n, p)
    counts, edges = np.unique(np.clip(drawn, exact.ppf(1e-3), exact.isf(1e-3)), return_counts=True)
    below = np.append(exact.cdf(counts[:-1]), 1.0)
    assert stats.chisquare(edges, DRAWS * np.diff(below, prepend=0.0)).pvalue > 1e-4


@pytest.mark.parametrize("mean", [0.0, 0.003, 2.5, 9.9, 40.0])
def test_poisson_draws_scatter_as_the_exact_distribution(mean):
    drawn = np.asarray(poisson(jax.random.key(2), jnp.full(DRAWS, mean)))
    assert abs(drawn.mean() - mean) <= 5 * np.sqrt(mean / DRAWS)
    assert abs(drawn.var() - mean) <= 5 * np.sqrt((mean + 2 * mean**2) / DRAWS)


def test_nobody_is_drawn_from_nothing_and_everybody_at_chance_one():
    drawn = binomial(jax.random.key(4), jnp.array([0.0, 7.0, 7.0]), jnp.array([0.5, 0.0, 1.0]))
    assert drawn.tolist() == [0.0, 0.0, 7.0]
    assert binomial(jax.random.key(4), jnp.array([9.0, 9e6]), jnp.array([1.0, 1.0])).tolist() == [9.0, 9e6]


def test_a_draw_is_the_same_alone_in_a_stack_and_in_a_stack_of_stacks():
    """Alone a draw may skip what another of its stack needs: few terms, all terms, the expansion."""
    trials = jnp.array([[0.0, 3.0], [1e5, 2.0], [40.0, 1e6]], SINGLE)
    chance = jnp.array([[0.5, 1e-9], [6e-5, 0.5], [0.4, 0.2]], SINGLE)
    keys = jax.random.split(jax.random.key(6), 3)
    one = jax.jit(binomial)
    stack = jax.vmap(binomial, (0, 0, 0, None))
    stack_of_stacks = jax.jit(jax.vmap(stack, (None, None, 0, None)))
    for number in range(200):
        alone = np.stack([one(*given, number) for given in zip(keys, trials, chance, strict=True)])
        assert np.array_equal(np.asarray(jax.jit(stack)(keys, trials, chance, number)), alone)
        twice = stack_of_stacks(keys, trials, jnp.stack([chance, 0.5 * chance]), number)
        assert np.array_equal(np.asarray(twice[0]), alone)


def test_another_number_is_another_draw_and_the_chance_met_does_not_depend_on_the_state():
    key, many = jax.random.key(7), jnp.full(1000, 20.0)
    first, second = (binomial(key, many, jnp.full(1000, 0.1), number) for number in (0, 1))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.15
    more = binomial(key, many, jnp.full(1000, 0.12), 0)
    assert (np.asarray(more) >= np.asarray(first)).all()
