"""Sobol indices against closed forms.

Ishigami function (a = 7, b = 0.1; Ishigami & Homma 1990; indices in Saltelli et al. 2008, Global Sensitivity Analysis, §4.2, and
Sobol & Levitan 1999) and Sobol's g-function (Saltelli & Sobol 1995; S_i ∝ V_i = 1 / 3(1 + a_i)²). Tolerance 0.03: the estimators' own error at
4,096 points of a scrambled sequence stays below it.
"""

import numpy as np
import pytest

from bothhands.plan.sobol import indices_of, points_of

POINTS, TOLERANCE = 4096, 0.03


def ishigami(cube):
    x = (2.0 * cube - 1.0) * np.pi
    return np.sin(x[..., 0]) + 7.0 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])


def ishigami_indices():
    a, b = 7.0, 0.1
    first = 0.5 * (1.0 + b * np.pi**4 / 5.0) ** 2
    second = a**2 / 8.0
    both = b**2 * np.pi**8 * 8.0 / 225.0
    whole = first + second + both
    return np.array([first, second, 0.0]) / whole, np.array([first + both, second, both]) / whole


A = np.array([0.0, 1.0, 4.5, 9.0])


def g_function(cube):
    return np.prod((np.abs(4.0 * cube - 2.0) + A) / (1.0 + A), axis=-1)


def g_indices():
    own = 1.0 / (3.0 * (1.0 + A) ** 2)
    whole = np.prod(1.0 + own) - 1.0
    others = np.array([np.prod(1.0 + np.delete(own, n)) for n in range(len(A))])
    return own / whole, own * others / whole


@pytest.mark.parametrize(
    ("function", "closed", "figures"), [(ishigami, ishigami_indices, 3), (g_function, g_indices, len(A))]
)
def test_indices_are_those_of_the_closed_form(function, closed, figures):
    outputs = function(points_of(figures, POINTS, seed=1))[..., None]
    found = indices_of(outputs, seed=1)
    first, total = closed()
    np.testing.assert_allclose(found.first[:, 0], first, atol=TOLERANCE)
    np.testing.assert_allclose(found.total[:, 0], total, atol=TOLERANCE)
    assert ((found.first_low[:, 0] <= first + 1e-2) & (first - 1e-2 <= found.first_high[:, 0])).all()
    assert ((found.total_low[:, 0] <= total + 1e-2) & (total - 1e-2 <= found.total_high[:, 0])).all()


def test_several_outputs_are_told_apart_and_one_that_is_still_has_none():
    cube = points_of(3, 512, seed=2)
    outputs = np.stack([cube[..., 0], np.full(cube.shape[:2], 5.0), 1e9 + cube[..., 2]], -1)
    found = indices_of(outputs, seed=2)
    np.testing.assert_allclose(found.total[:, 0], [1.0, 0.0, 0.0], atol=0.02)
    np.testing.assert_allclose(found.total[:, 2], [0.0, 0.0, 1.0], atol=0.02)
    assert np.isnan(found.total[:, 1]).all()


def test_more_points_keep_the_first_and_a_seed_repeats():
    np.testing.assert_array_equal(points_of(3, 64, seed=4)[:, :16], points_of(3, 16, seed=4))
    assert not np.array_equal(points_of(3, 16, seed=5), points_of(3, 16, seed=4))
    outputs = ishigami(points_of(3, 64, seed=4))[..., None]
    np.testing.assert_array_equal(indices_of(outputs, 1).total_high, indices_of(outputs, 1).total_high)
