"""Elementary effects against functions whose effects are known."""

import numpy as np
import pytest

from bothhands.plan.morris import LEVELS, effects_of, trajectory

A = np.array([0.0, 0.5, 3.0, 9.0, 99.0])
"""Coefficients of the g-function: the smaller, the more its figure matters (Saltelli et al. 2008, §4.4)."""


def walks(figures, n, seed=1):
    return np.stack([trajectory(np.random.default_rng([seed, k]), figures) for k in range(n)])


def g_function(x):
    return np.prod((np.abs(4.0 * x - 2.0) + A) / (1.0 + A), axis=-1, keepdims=True)


def test_a_walk_moves_every_figure_once_along_the_grid():
    points = walks(7, 20)
    moves = np.diff(points, axis=1)
    assert ((moves != 0).sum(-1) == 1).all()
    assert ((moves != 0).sum(1) == 1).all()
    np.testing.assert_allclose(points * (LEVELS - 1), np.round(points * (LEVELS - 1)), atol=1e-12)
    assert points.min() >= 0.0
    assert points.max() <= 1.0
    assert np.unique(np.sign(moves[moves != 0])).tolist() == [-1.0, 1.0]


def test_a_linear_function_has_its_coefficients_and_no_spread():
    slopes = np.array([3.0, -2.0, 0.0, 0.5])
    points = walks(4, 6)
    outputs = np.stack([points @ slopes, -10.0 * (points @ slopes)], -1)
    found = effects_of(points, outputs)
    np.testing.assert_allclose(found.mean, np.outer(slopes, [1.0, -10.0]), atol=1e-12)
    np.testing.assert_allclose(found.mean_size, np.abs(np.outer(slopes, [1.0, -10.0])), atol=1e-12)
    np.testing.assert_allclose(found.spread, 0.0, atol=1e-12)
    assert found.counts.tolist() == [6, 6, 6, 6]


def test_figures_of_the_g_function_are_ranked_by_their_coefficients():
    points = walks(len(A), 200)
    found = effects_of(points, g_function(points))
    assert np.argsort(-found.mean_size[:, 0]).tolist() == [0, 1, 2, 3, 4]
    assert found.spread[0, 0] > found.spread[4, 0] > 0.0


def test_a_product_of_two_figures_shows_as_spread():
    points = walks(2, 60)
    found = effects_of(points, points.prod(-1, keepdims=True))
    # the effect of one is the level of the other, one of 0, 1/3, 2/3, 1 alike: mean 1/2, variance 5/36
    np.testing.assert_allclose(found.mean[:, 0], 0.5, atol=0.12)
    np.testing.assert_allclose(found.spread[:, 0], np.sqrt(5.0 / 36.0), atol=0.06)


@pytest.mark.parametrize("made", [0, 1, 3])
def test_a_walk_that_broke_off_counts_with_its_steps(made):
    points = walks(4, 1)
    outputs = points @ np.array([[1.0], [2.0], [3.0], [4.0]])
    outputs[:, made + 1 :] = np.nan
    found = effects_of(points, outputs)
    assert found.counts.sum() == made
    np.testing.assert_allclose(found.mean[found.counts > 0, 0], np.arange(1.0, 5.0)[found.counts > 0])
