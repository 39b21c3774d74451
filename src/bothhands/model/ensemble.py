"""Many stochastic runs of one plan: parameters drawn for each member, chance by (member, day, flow).

Two plans with the same seed meet the same chance. Only aggregates by place and day come back.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Key, PRNGKeyArray
from numpy.typing import NDArray

from bothhands.levers.catalogue import Levers
from bothhands.model.day import Day, Model
from bothhands.model.epidemic.params import replaced
from bothhands.model.programs import by_chance
from bothhands.model.simulate import cast, run

BATCH = 4
"""Members run by one call; calls share the cores. One program serves any number of members. Few, so that what all of them can skip
is skipped and what they hold fits the cache: measured 114, 109, 128, 168 CPU-ms a member for 2, 4, 8, 16."""


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
    bed_use: Float[Array, "member time place"]
    """Patients against beds with staff, the fuller of wards and intensive care."""
    triggered: Float[Array, "member trigger place"]
    """Days a rule was on."""


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
    same = cast((model, levers), np.float32)
    calls = [(*same, *given) for given in of_calls(draws, seed)]
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        parts = list(cores.map(lambda given: jax.tree.map(np.asarray, _members(*given)), calls))
    members: Members = jax.tree.map(lambda *part: np.concatenate(part)[: draws.members], *parts)
    return members


def compile_ahead(model: Model, draws: Draws, levers: Levers) -> None:
    """Make ready what `ensemble` will need for arguments of these shapes."""
    _members.prepare(*cast((model, levers), np.float32), *of_calls(draws, 0)[0])


def keys_of(seed: int, members: NDArray[np.integer]) -> Key[Array, "member"]:
    """Random keys of members by their numbers."""
    keys: Key[Array, "member"] = jax.vmap(lambda n: jax.random.fold_in(jax.random.key(seed), n))(jnp.asarray(members))
    return keys


def drawn(model: Model, values: Mapping[str, Float[Array, "..."]]) -> Model:
    """The model of one member."""
    own: Model = eqx.tree_at(
        lambda m: m.epidemic, model, replaced(model.epidemic, tuple(values), tuple(values.values()))
    )
    return own


def told_of(model: Model, day: Day) -> Members:
    """What is kept of a member's run."""
    ill = day.epidemic
    used, there = (ill.ward, ill.intensive), (ill.ward_beds, ill.intensive_beds)
    full = (patients / jnp.maximum(beds, 1e-9) for patients, beds in zip(used, there, strict=True))
    share = day.economy.value_added.sum(-1) / jnp.maximum(model.economy.labour.sum(-1), 1e-9)
    return Members(
        ill.infections.sum(-1), ill.found, ill.ward, ill.intensive, ill.deaths.sum(-1), share, ill.imported, jnp.maximum(*full),
        day.triggered.sum(0),
    )  # fmt: skip


def of_calls(
    draws: Draws, seed: int, members: NDArray[np.integer] | None = None
) -> list[tuple[dict[str, Float[Array, "member ..."]], Key[Array, "member"]]]:
    """What differs between calls, in single precision: figures and keys of `BATCH` members each.

    Parameters
    ----------
    draws, seed
        Of the ensemble.
    members
        Numbers of those that are run, each the same whoever else is; None: all. The last call repeats its last member, to be cut off
        afterwards.
    """
    numbers = np.arange(draws.members) if members is None else members
    parts = [numbers[np.minimum(np.arange(first, first + BATCH), len(numbers) - 1)] for first in range(0, len(numbers), BATCH)]  # fmt: skip
    return [
        ({name: jnp.asarray(draws.values[name][at], np.float32) for name in sorted(draws.values)}, keys_of(seed, at))
        for at in parts
    ]


@by_chance
def _members(
    model: Model, levers: Levers, values: Mapping[str, Float[Array, "member ..."]], keys: Key[Array, "member"]
) -> Members:
    def one(given: tuple[Mapping[str, Float[Array, "..."]], PRNGKeyArray]) -> Members:
        own, key = given
        world = drawn(model, own)
        return told_of(world, run(world, levers, key))

    members: Members = jax.vmap(one)((values, keys))
    return members
