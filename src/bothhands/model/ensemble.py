"""Many stochastic runs of one plan: parameters from the posterior, chance by (member, day, flow).

Two plans with the same seed meet the same chance. Only aggregates by place and day come back.
"""

from __future__ import annotations

from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.levers.catalogue import Levers
from bothhands.model.simulate import Model, cast, run

BATCH = 8


class Members(NamedTuple):
    """Aggregates of every member; persons, and value added against normal."""

    infections: Float[Array, "member time place"]
    found: Float[Array, "member time place"]
    ward: Float[Array, "member time place"]
    intensive: Float[Array, "member time place"]
    deaths: Float[Array, "member time place"]
    output_share: Float[Array, "member time place"]


class Draws(NamedTuple):
    """What differs between members: transmission and isolation as factors, seeds in infected persons a day."""

    transmission: NDArray[np.floating]
    isolation: NDArray[np.floating]
    seeds: NDArray[np.floating]
    """Infected persons entering from the rest of the country, (member, time, place)."""


def ensemble(model: Model, draws: Draws, levers: Levers, seed: int) -> Members:
    """Run every member in single precision, stochastic counts as whole numbers.

    Parameters
    ----------
    model
        The model at the mode of the fit.
    draws
        What differs between members.
    levers
        The plan.
    seed
        Seed of the whole ensemble.
    """
    small = cast(model, np.float32)
    keys = jax.vmap(lambda n: jax.random.fold_in(jax.random.key(seed), n))(jnp.arange(len(draws.transmission)))
    given = (*(jnp.asarray(part, np.float32) for part in draws), keys)
    levers = Levers(*(jnp.asarray(lever, np.float32) for lever in levers))
    return _members(small, levers, given)


def _varied(model: Model):  # type: ignore[no-untyped-def]
    ill = model.epidemic
    return ill.transmission, ill.isolation_base_rate, ill.isolation_testing_rate, ill.seeds


@jax.jit
def _members(model, levers, given):  # type: ignore[no-untyped-def]
    normal = model.economy.labour.sum(-1)

    def one(member):  # type: ignore[no-untyped-def]
        transmission, isolation, seeds, key = member
        ill = model.epidemic
        changed = (
            ill.transmission * transmission,
            ill.isolation_base_rate * isolation,
            ill.isolation_testing_rate * isolation,
            seeds,
        )
        own = eqx.tree_at(_varied, model, changed)
        day = run(own, levers, key)
        ill = day.epidemic
        share = day.economy.value_added.sum(-1) / jnp.maximum(normal, 1e-9)
        return Members(ill.infections.sum(-1), ill.found, ill.ward, ill.intensive, ill.deaths.sum(-1), share)

    return jax.lax.map(one, given, batch_size=BATCH)
