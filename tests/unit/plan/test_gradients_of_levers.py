"""Exact gradients of the objective and of the limits by every lever, against finite differences in double precision."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.observe.fitted import fit_region
from bothhands.plan.decisions import Decisions, uniform
from bothhands.plan.limits import LIMITS
from bothhands.plan.posed import posed
from bothhands.plan.problem import problem_of, simulated
from bothhands.plan.question import Question

STEP, NOISE = 1e-6, 1e-9
"""Of the differences: a hundred times the rounding of figures of order one over the step."""


@pytest.fixture(scope="module")
def figures():
    region = load("two-towns")
    fitted = fit_region(region, region.default_as_of)
    problem = problem_of(fitted.region, fitted.axes, fitted.model, fitted.past, region.default_as_of)
    question = Question(
        limits={
            "deaths": 10,
            "reproduction number at the end": 1,
            "output of a city": 0.5,
            "value added": "1 billion yuan",
        }
    )
    problem = posed(question, problem, fitted.region, fitted.axes)
    random = np.random.default_rng(5)
    at = Decisions(*(jnp.asarray(random.uniform(0.5, 0.95, part.shape)) for part in uniform(fitted.axes)))

    @jax.jit
    def amounts(decisions):
        outcome, _, _ = simulated(fitted.model, problem, decisions)
        smooth = outcome.use[
            np.array([LIMITS.index(name) for name in ("deaths", "value added", "epidemic budget")]), 0, 0
        ]
        return jnp.concatenate([outcome.objective[None] / 1e9, smooth, outcome.hazard[:, 0]])

    return at, amounts


@pytest.mark.parametrize("lever", Decisions._fields)
def test_a_gradient_is_that_of_finite_differences(figures, lever):
    at, amounts = figures
    direction = np.random.default_rng(3).uniform(0.5, 1.0, np.shape(getattr(at, lever)))
    move = at._replace(**{name: jnp.zeros_like(part) for name, part in at._asdict().items()})
    move = move._replace(**{lever: jnp.asarray(direction)})
    _, exact = jax.jvp(amounts, (at,), (move,))
    above, below = (amounts(jax.tree.map(lambda x, d, s=sign: x + s * STEP * d, at, move)) for sign in (1.0, -1.0))
    differences = (np.asarray(above) - np.asarray(below)) / (2 * STEP)
    scale = np.maximum(np.abs(differences), 1e-6 * np.abs(np.asarray(amounts(at))))
    assert np.all(np.abs(np.asarray(exact) - differences) <= 1e-4 * scale + NOISE), lever


def test_backward_equals_forward(figures):
    at, amounts = figures
    _, back = jax.vjp(amounts, at)
    move = jax.tree.map(lambda x: jnp.full_like(x, 0.3), at)
    _, forward = jax.jvp(amounts, (at,), (move,))
    by_row = [back(row)[0] for row in jnp.eye(forward.size)]
    backward = [
        sum(float((a * b).sum()) for a, b in zip(jax.tree.leaves(one), jax.tree.leaves(move), strict=True))
        for one in by_row
    ]
    np.testing.assert_allclose(backward, forward, rtol=1e-8, atol=1e-12)
