"""Exact gradients of the objective and of the limits by every lever, against finite differences in double precision."""

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bothhands.inputs.loading import load
from bothhands.model.simulate import run
from bothhands.observe.fitted import fit_region
from bothhands.plan.decisions import Decisions, uniform
from bothhands.plan.limits import HUB, LIMITS
from bothhands.plan.posed import posed
from bothhands.plan.problem import levers_under, outcome_of, problem_of
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
    model = eqx.tree_at(lambda model: model.epidemic.trips_to_hub, fitted.model, jnp.array([900.0, 400.0]))
    random = np.random.default_rng(5)
    at = Decisions(*(jnp.asarray(random.uniform(0.5, 0.95, part.shape)) for part in uniform(fitted.axes)))

    def amounts(decisions):
        levers = levers_under(problem, decisions)
        outcome = outcome_of(model, problem, levers, run(model, levers))
        smooth = outcome.use[
            np.array([LIMITS.index(name) for name in ("deaths", "value added", "epidemic budget", HUB)]), 0, 0
        ]
        return jnp.concatenate([outcome.objective[None] / 1e9, smooth, outcome.hazard[:, 0]])

    return at, amounts


@pytest.fixture(scope="module")
def slopes(figures):
    """Gradient of every amount, by one way back for all of them."""
    at, amounts = figures

    @jax.jit
    def each(at):
        _, back = jax.vjp(amounts, at)
        return jax.vmap(back)(jnp.eye(jax.eval_shape(amounts, at).size))[0]

    return each(at)


def along(slopes, move):
    return sum(
        np.asarray(slope).reshape(len(slope), -1) @ np.asarray(part).ravel()
        for slope, part in zip(slopes, move, strict=True)
    )


@pytest.fixture(scope="module")
def compiled(figures):
    return jax.jit(figures[1])


@pytest.mark.parametrize("lever", Decisions._fields)
def test_a_gradient_is_that_of_finite_differences(figures, compiled, slopes, lever):
    at, _ = figures
    direction = np.random.default_rng(3).uniform(0.5, 1.0, np.shape(getattr(at, lever)))
    move = at._replace(**{name: jnp.zeros_like(part) for name, part in at._asdict().items()})
    move = move._replace(**{lever: jnp.asarray(direction)})
    exact = along(slopes, move)
    above, below = (compiled(jax.tree.map(lambda x, d, s=sign: x + s * STEP * d, at, move)) for sign in (1.0, -1.0))
    differences = (np.asarray(above) - np.asarray(below)) / (2 * STEP)
    scale = np.maximum(np.abs(differences), 1e-6 * np.abs(np.asarray(compiled(at))))
    assert np.any(differences != 0), lever
    assert np.all(np.abs(exact - differences) <= 1e-4 * scale + NOISE), lever


def test_backward_equals_forward(figures, slopes):
    at, amounts = figures
    move = jax.tree.map(lambda x: jnp.full_like(x, 0.3), at)
    _, forward = jax.jit(lambda at, move: jax.jvp(amounts, (at,), (move,)))(at, move)
    np.testing.assert_allclose(along(slopes, move), forward, rtol=1e-8, atol=1e-12)
