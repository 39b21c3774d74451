"""Two ways to advance a disease over the same hazards: a daily chain, drawn or in the mean, and Runge–Kutta sub-steps.

Pure functions. They know which way persons may move and nothing of why.
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
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
    if key is None:
        total = mixed(disease.leaves.T, hazards)
        return hazards * mixed(disease.leaves, persons * time_at_risk(total))
    moved: list[Float[Array, "place stratum"]] = [jnp.zeros_like(persons[0])] * len(disease.transitions)
    drawn = iter(_drawn(disease, hazards, persons, key))
    for ways in disease.ways_out.values():
        undecided = next(drawn)
        for way in ways[:-1]:
            moved[way] = next(drawn)
            undecided = undecided - moved[way]
        moved[ways[-1]] = undecided
    return jnp.stack(moved)


def time_at_risk(hazard: Float[Array, "*shape"]) -> Float[Array, "*shape"]:
    """Mean part of a day spent before leaving at a hazard: (1 − e^−r)/r, and 1 − r/2 + r²/6 where r is small; smooth at 0."""
    small = hazard < 1e-3
    safe = jnp.where(small, 1.0, hazard)
    return jnp.where(small, 1.0 - hazard * (0.5 - hazard / 6.0), -jnp.expm1(-safe) / safe)


def _drawn(
    disease: Disease, hazards: Hazards, persons: Persons, key: PRNGKeyArray
) -> Float[Array, "draw place stratum"]:
    """Who leaves each compartment, then who goes each way but the last, of those who have not gone another.

    One draw after another, so that each can be left out where its compartment holds nobody, and is compiled once.
    """
    chances: list[Float[Array, "place stratum"]] = []
    sources: list[int] = []
    for at, ways in disease.ways_out.items():
        total = hazards[jnp.asarray(ways)].sum(0)
        chances.append(-jnp.expm1(-total))
        for way in ways[:-1]:
            chances.append(jnp.clip(hazards[way] / jnp.maximum(total, 1e-30), 0.0, 1.0))
            total = total - hazards[way]
        sources += [at] * len(ways)
    leaves = np.array([n == 0 or sources[n] != sources[n - 1] for n in range(len(sources))])

    def one(
        undecided: Float[Array, "place stratum"], given: tuple[Array, Array, Array, Array]
    ) -> tuple[Float[Array, "place stratum"], Float[Array, "place stratum"]]:
        number, leave, at, chance = given
        count = binomial(key, jnp.where(leave, persons[at], undecided), chance, number)
        return jnp.where(leave, count, undecided - count), count

    numbers = jnp.arange(len(sources), dtype=jnp.uint32)
    each = (numbers, jnp.asarray(leaves), jnp.asarray(sources), jnp.stack(chances))
    counts: Float[Array, "draw place stratum"]
    _, counts = jax.lax.scan(one, jnp.zeros_like(persons[0]), each)
    return counts


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
    return mixed(disease.enters.T - disease.leaves.T, moved)


def mixed(weights: Float[np.ndarray, "row part"], parts: Float[Array, "part ..."]) -> Float[Array, "row ..."]:
    """Sums and differences of parts, few in each row; `weights` are −1, 0 and 1.

    Row by row, forward and back: most weights are zero, and a product of matrices would move the parts' axis to the end and back.
    """
    of = jax.lax.split(parts, (1,) * len(parts))
    rows = []
    for own in weights:
        signed = [of[n] if own[n] > 0 else -of[n] for n in np.flatnonzero(own).tolist()]
        rows.append(sum(signed[1:], start=signed[0]) if signed else jnp.zeros_like(of[0]))
    return jnp.concatenate(rows)
