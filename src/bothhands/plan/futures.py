"""What a plan amounts to in every member of the ensemble: the same outcome, limits included, as in the deterministic run.

Why this file exists: an expected value, a chance, a regret are all of outcomes by member. Members differ in what is uncertain and in
chance; two plans with the same seed meet the same members.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Key, PRNGKeyArray
from numpy.typing import NDArray
from scipy.special import betaincinv

from bothhands.levers.catalogue import Levers
from bothhands.model.day import Model
from bothhands.model.ensemble import Draws, Members, drawn, of_calls, told_of
from bothhands.model.programs import by_chance
from bothhands.model.simulate import cast, run
from bothhands.plan.problem import Outcome, Problem, outcome_of

CONFIDENCE = 0.95
"""Of the one-sided lower limit of a share of members."""


class Futures(NamedTuple):
    """Members of a plan and what each amounts to."""

    members: Members
    outcomes: Outcome
    """Every field with a leading member axis; what is by period is left out (empty)."""

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(np.asarray(self.outcomes.objective))


def futures_of(
    model: Model, problem: Problem, draws: Draws, levers: Levers, seed: int, members: NDArray[np.integer] | None = None
) -> Futures:
    """Run members in single precision, stochastic counts as whole numbers.

    Parameters
    ----------
    model, problem
        The model at the mode of the fit, with the rules that hold, and the problem.
    draws
        What differs between members.
    levers
        The plan, as dated.
    seed
        Seed of the whole ensemble.
    members
        Numbers of those that are run; None: all.
    """
    same = _alike(model, problem, levers)
    calls = [(*same, *given) for given in of_calls(draws, seed, members)]
    count = draws.members if members is None else len(members)
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        parts = list(cores.map(lambda given: jax.tree.map(np.asarray, _futures(*given)), calls))
    return Futures(*jax.tree.map(lambda *part: np.concatenate(part)[:count], *parts))


def prepare(model: Model, problem: Problem, draws: Draws, levers: Levers) -> None:
    """Make ready what `futures_of` will need for arguments of these shapes."""
    _futures.prepare(*_alike(model, problem, levers), *of_calls(draws, 0)[0])


def least_share(kept: int, members: int) -> float:
    """Lower one-sided limit of the share of members that keep a limit.

    Notes
    -----
    Clopper and Pearson 1934 (Biometrika 26:404): the share at which so many or more would be seen with 5 %.
    """
    return 0.0 if kept == 0 else float(betaincinv(kept, members - kept + 1, 1.0 - CONFIDENCE))


def worst_mean(values: NDArray[np.floating], share: float = 0.1) -> float:
    """Mean of the worst share of members, larger being worse.

    Notes
    -----
    Conditional value at risk: Rockafellar and Uryasev 2000 (J. Risk 2:21), for a sample the mean beyond the quantile with the member at
    it counted in part.
    """
    ordered = np.sort(np.asarray(values, np.float64))[::-1]
    weight = np.clip(share * ordered.size - np.arange(ordered.size), 0.0, 1.0)
    return float(ordered @ weight / weight.sum())


def _alike(model: Model, problem: Problem, levers: Levers) -> tuple[Model, Problem, Levers]:
    """What all calls are given, in single precision."""
    bare = problem._replace(history=jax.tree.map(lambda x: x[:0], problem.history))
    return cast((model, bare, levers), np.float32)


@by_chance
def _futures(
    model: Model,
    problem: Problem,
    levers: Levers,
    values: Mapping[str, Float[Array, "member ..."]],
    keys: Key[Array, "member"],
) -> tuple[Members, Outcome]:
    def one(given: tuple[Mapping[str, Float[Array, "..."]], PRNGKeyArray]) -> tuple[Members, Outcome]:
        own, key = given
        world = drawn(model, own)
        day = run(world, levers, key)
        return told_of(world, day), outcome_of(world, problem, levers, day)._replace(
            use=jnp.zeros(0), hazard=jnp.zeros(0)
        )

    members: tuple[Members, Outcome] = jax.vmap(one)((values, keys))
    return members
