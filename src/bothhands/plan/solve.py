"""The gradient method: augmented Lagrangian over the coupled run, L-BFGS-B inside, the best feasible plan kept.

Exact gradients by reverse mode. Feasibility at the end is by construction: what is returned was simulated without smoothing
and keeps every limit, by drawing the last iterate towards a feasible start where it must.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bothhands.inputs.axes import Axes
from bothhands.model.simulate import Model, cast
from bothhands.plan.problem import LIMITS, Decisions, Outcome, Problem, bounds_of, flat, shaped, simulated, uniform

SHARPNESS = 8.0
"""Limits enter as log(use), so that odds of 50 % and 5 % are as far apart as 5 % and 0.5 %."""
FIRST_PENALTY = 40.0
STEP_OF_LEVELS = 100
"""Levels a person can carry out: whole percents."""


class Solution(NamedTuple):
    """A plan and how it was found."""

    decisions: Decisions
    outcome: Outcome
    feasible: bool
    prices: NDArray[np.float64]
    """Welfare lost per 1 % of tightening, (limit, place)."""
    evaluations: int
    seconds: float


def solve(
    axes: Axes,
    model: Model,
    problem: Problem,
    start: Decisions,
    fallback: Decisions,
    rounds: int = 4,
    iterations: int = 12,
    progress: Callable[[str], None] = lambda _: None,
) -> Solution:
    """Improve a plan under the limits.

    Parameters
    ----------
    axes, model, problem
        The region's axes, its model and the problem.
    start
        Where to begin.
    fallback
        A plan that keeps the limits as well as any reference does; the result is drawn towards it where needed.
    rounds, iterations
        Multiplier updates, and quasi-Newton steps in each.
    progress
        Told a line after each round.
    """
    began = time.perf_counter()
    scale = float(_evaluate(axes, model, problem, flat(start)).value_added)
    single = cast(model, np.float32), cast(problem, np.float32)
    multiplier = np.zeros((len(LIMITS), len(axes.places)))
    penalty = FIRST_PENALTY
    low, high = bounds_of(axes, problem)
    x = np.clip(flat(start), low, high)
    count = 0
    best: tuple[float, NDArray[np.float64]] | None = None
    for k in range(rounds):
        held: dict[str, NDArray[np.float64]] = {}

        def cost(vector: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            nonlocal count, best
            count += 1
            (value, outcome), slope = _lagrangian(axes, *single, jnp.asarray(vector), multiplier, penalty, scale)
            use = np.asarray(outcome.limits)
            held["use"] = use
            if use.max() <= 1.0 and (best is None or float(outcome.welfare) > best[0]):
                best = (float(outcome.welfare), vector.copy())
            return float(value), np.asarray(slope)

        result = minimize(
            cost,
            x,
            jac=True,
            method="L-BFGS-B",
            bounds=np.stack([low, high], 1),
            options={"maxiter": iterations, "maxfun": 2 * iterations},
        )
        x = result.x
        use = np.asarray(_evaluate(axes, model, problem, x).limits)
        multiplier = np.maximum(multiplier + penalty * _excess(use), 0.0)
        penalty *= 4.0
        progress(f"round {k + 1} of {rounds}: largest use of a limit {use.max():.2f}")
    candidates = [x, flat(start), flat(fallback)] + ([best[1]] if best else [])
    chosen, outcome, feasible = _restored(axes, model, problem, candidates, flat(fallback))
    prices = multiplier * scale * SHARPNESS / 100.0
    return Solution(shaped(axes, jnp.asarray(chosen)), outcome, feasible, prices, count, time.perf_counter() - began)


def best_constant(axes: Axes, model: Model, problem: Problem, others: Sequence[Decisions]) -> Decisions:
    """The best of the given plans and of a grid of constant ones: feasible first, then by welfare.

    A start from which the gradient method can only improve, so that no constant plan of the grid beats the result.
    """
    screened = others[0]
    grid = [
        uniform(axes, openness, school, gatherings, 0.0, 1.0)._replace(port_screening=screened.port_screening)
        for openness in (0.4, 0.7, 1.0)
        for school in (0.0, 0.5, 1.0)
        for gatherings in (0.3, 0.7, 1.0)
    ]

    def rank(decisions: Decisions) -> tuple[bool, float]:
        outcome = _evaluate(axes, model, problem, flat(decisions))
        kept = float(outcome.limits.max()) <= 1.0
        return kept, float(outcome.welfare) if kept else -float(outcome.limits.max())

    return max([*others, *grid], key=rank)


def _excess(use: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.maximum(use, 1e-3)) / SHARPNESS


def _restored(
    axes: Axes, model: Model, problem: Problem, candidates: list[NDArray[np.float64]], fallback: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Outcome, bool]:
    """The best candidate that keeps the limits, each drawn towards the fallback by bisection if it does not."""
    found: list[tuple[bool, float, NDArray[np.float64], Outcome]] = []
    for vector in candidates:
        low, high = 0.0, 1.0
        point = np.round(vector * STEP_OF_LEVELS) / STEP_OF_LEVELS
        tried = _evaluate(axes, model, problem, point)
        if float(tried.limits.max()) > 1.0:
            for _ in range(7):
                middle = 0.5 * (low + high)
                at = np.round(((1.0 - middle) * vector + middle * fallback) * STEP_OF_LEVELS) / STEP_OF_LEVELS
                outcome = _evaluate(axes, model, problem, at)
                if float(outcome.limits.max()) <= 1.0:
                    high, point, tried = middle, at, outcome
                else:
                    low = middle
        found.append((float(tried.limits.max()) <= 1.0, float(tried.welfare), point, tried))
    feasible, _, point, outcome = max(found, key=lambda item: (item[0], item[1]))
    return point, outcome, feasible


@eqx.filter_jit
def _evaluated(model, problem, decisions):  # type: ignore[no-untyped-def]
    return simulated(model, problem, decisions)[0]


def _evaluate(axes: Axes, model: Model, problem: Problem, vector: NDArray[np.float64]) -> Outcome:
    return jax.tree.map(np.asarray, _evaluated(model, problem, shaped(axes, jnp.asarray(vector))))


@eqx.filter_jit
def _value_and_slope(model, problem, decisions, multiplier, penalty, scale):  # type: ignore[no-untyped-def]
    def value(at):  # type: ignore[no-untyped-def]
        outcome = simulated(model, problem, at)[0]
        excess = jnp.log(jnp.maximum(outcome.limits, 1e-3)) / SHARPNESS
        lifted = jnp.maximum(multiplier + penalty * excess, 0.0)
        return -outcome.welfare / scale + ((lifted**2 - multiplier**2) / (2.0 * penalty)).sum(), outcome

    return jax.value_and_grad(value, has_aux=True)(decisions)


def _lagrangian(axes, model, problem, vector, multiplier, penalty, scale):  # type: ignore[no-untyped-def]
    """Value, outcome and slope in single precision: half the time; whatever is kept is simulated again in double."""
    single = [jnp.asarray(part, jnp.float32) for part in (multiplier, penalty, scale)]
    (value, outcome), slope = _value_and_slope(model, problem, cast(shaped(axes, vector), np.float32), *single)
    return (value, outcome), flat(slope)
