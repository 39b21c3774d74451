"""Two ways to advance a disease over the same hazards: a daily chain, drawn or in the mean, and Runge–Kutta sub-steps.

Pure functions. They know which way persons may move and nothing of why.
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from bothhands.model.draw import binomial
from bothhands.model.epidemic.disease import Disease

Persons = Float[Array, "compartment place stratum"]
Hazards = Float[Array, "transition place stratum"]
"""Hazards a day."""


def daily_chain(
    disease: Disease, hazards: Hazards, persons: Persons, key: PRNGKeyArray | None
) -> Float[Array, "transition place stratum"]:
    """Persons moved by each transition in one day: each leaves with 1 − e^−Σr, and goes each way in proportion to r.

    With a key the counts are binomial, so that no compartment can lose more than it holds.
    """
    total = jnp.tensordot(jnp.asarray(disease.leaves.T, persons.dtype), hazards, 1)
    if key is None:
        leaving_per_hazard = persons * time_at_risk(total)
        return hazards * jnp.tensordot(jnp.asarray(disease.leaves, persons.dtype), leaving_per_hazard, 1)
    leaving = -jnp.expm1(-total)
    moved: list[Float[Array, "place stratum"]] = [jnp.zeros_like(persons[0])] * len(disease.transitions)
    for turn, (at, ways) in enumerate(disease.ways_out.items()):
        own = jax.random.fold_in(key, turn)
        undecided, left = binomial(jax.random.fold_in(own, 0), persons[at], leaving[at]), total[at]
        for n, way in enumerate(ways[:-1]):
            share = jnp.clip(hazards[way] / jnp.maximum(left, 1e-30), 0.0, 1.0)
            moved[way] = binomial(jax.random.fold_in(own, n + 1), undecided, share)
            undecided, left = undecided - moved[way], left - hazards[way]
        moved[ways[-1]] = undecided
    return jnp.stack(moved)


def time_at_risk(hazard: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """Mean part of a day spent before leaving at a hazard: (1 − e^−r)/r, and 1 − r/2 + r²/6 where r is small; smooth at 0."""
    small = hazard < 1e-3
    safe = jnp.where(small, 1.0, hazard)
    return jnp.where(small, 1.0 - hazard * (0.5 - hazard / 6.0), -jnp.expm1(-safe) / safe)


def runge_kutta(
    disease: Disease,
    hazard: Callable[[Persons], Hazards],
    persons: Persons,
    substeps: int,
    days: float | Float[Array, ""] = 1.0,
) -> Float[Array, "transition place stratum"]:
    """Persons moved by the continuous-time limit: `substeps` classical Runge–Kutta steps over the same hazards.

    Parameters
    ----------
    disease, hazard, persons
        What moves, how fast at given persons, and the persons at the start.
    substeps
        Steps of equal width.
    days
        Time covered by all of them.
    """
    width = days / substeps

    def flow(at: Persons) -> Float[Array, "transition place stratum"]:
        return hazard(at) * at[jnp.asarray(disease.sources)]

    def once(
        carry: tuple[Persons, Float[Array, "transition place stratum"]], _: None
    ) -> tuple[tuple[Persons, Float[Array, "transition place stratum"]], None]:
        at, sum_moved = carry
        k1 = flow(at)
        k2 = flow(at + 0.5 * width * net(disease, k1))
        k3 = flow(at + 0.5 * width * net(disease, k2))
        k4 = flow(at + width * net(disease, k3))
        moved = width * (k1 + 2 * k2 + 2 * k3 + k4) / 6
        return (at + net(disease, moved), sum_moved + moved), None

    start = (persons, jnp.zeros((len(disease.transitions), *persons.shape[1:]), persons.dtype))
    (_, moved), _ = jax.lax.scan(once, start, None, length=substeps)
    return moved


def net(disease: Disease, moved: Float[Array, "transition place stratum"]) -> Persons:
    """Change of every compartment by the persons moved."""
    return jnp.tensordot(jnp.asarray(disease.enters.T - disease.leaves.T, moved.dtype), moved, 1)
