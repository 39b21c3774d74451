"""Many stochastic runs of one plan: parameters drawn for each member, chance by (member, day, flow).

Two plans with the same seed meet the same chance. Only aggregates by place and day come back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Key, PRNGKeyArray
from numpy.typing import NDArray

from bothhands.levers.catalogue import Levers
from bothhands.model.epidemic.params import replaced
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
    imported: Float[Array, "member time place"]
    """Infected travellers from abroad who pass the checks, as expected of the member's own importation."""


class Draws(NamedTuple):
    """What differs between members: fields of the epidemic body by name, each with a leading member axis."""

    values: Mapping[str, NDArray[np.floating]]

    @property
    def members(self) -> int:
        """How many members are drawn."""
        return len(next(iter(self.values.values())))


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
    keys = jax.vmap(lambda n: jax.random.fold_in(jax.random.key(seed), n))(jnp.arange(draws.members))
    values = {name: jnp.asarray(draws.values[name], np.float32) for name in sorted(draws.values)}
    single = cast(levers, np.float32)
    members: Members = _members(small, single, values, keys)
    return members


@jax.jit
def _members(
    model: Model, levers: Levers, values: Mapping[str, Float[Array, "member ..."]], keys: Key[Array, "member"]
) -> Members:
    normal = model.economy.labour.sum(-1)

    def one(given: tuple[Mapping[str, Float[Array, "..."]], PRNGKeyArray]) -> Members:
        own, key = given
        ill = replaced(model.epidemic, tuple(own), tuple(own.values()))
        day = run(eqx.tree_at(lambda m: m.epidemic, model, ill), levers, key)
        ill_today = day.epidemic
        share = day.economy.value_added.sum(-1) / jnp.maximum(normal, 1e-9)
        return Members(
            ill_today.infections.sum(-1), ill_today.found, ill_today.ward, ill_today.intensive, ill_today.deaths.sum(-1),
            share, ill_today.imported,
        )  # fmt: skip

    members: Members = jax.lax.map(one, (values, keys), batch_size=BATCH)
    return members
