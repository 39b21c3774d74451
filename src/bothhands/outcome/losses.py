"""The loss account: why less was made than in a normal year, by cause; the causes add up to the loss exactly.

Why this file exists: the limit that binds on a day says little of its cause. A sector without orders lets people go and is then short of
them, a closed supplier starves its customers. Here a cause is what, taken away, takes part of the loss away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias, get_args

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.model.alone import Heard, economy_alone
from bothhands.model.day import Model
from bothhands.model.economy.params import EconomyParams
from bothhands.model.programs import Program

Cause: TypeAlias = Literal["openness", "away", "illness", "masks", "fear", "closed_firms", "outside", "inputs"]
CAUSES: tuple[Cause, ...] = get_args(Cause)
"""Orders that close; workers not back yet; illness, isolation and care; masks that are missing; demand that stays home; firms that
failed; demand and supply beyond the region; inputs that are short once all this is so."""


class Losses(NamedTuple):
    """Value added lost by cause, money; below zero where a cause adds."""

    causes: Float[Array, "cause part place sector"]
    total: Float[Array, "part place sector"]
    """Normal less made: the sum of the causes."""


def losses_of(model: Model, heard: Heard, parts: Float[Array, "part time sector"]) -> Losses:
    """Losses of a run by cause, in parts of the calendar.

    Parameters
    ----------
    model, heard
        The model of a run, and what its economy was told.
    parts
        Weight of each day and sector in each part, such as `Calendar.parts`.

    Notes
    -----
    Causes are put in place one after another, from none, where the economy stands still, to all, where it is the run; each is charged
    with what output falls by when it comes. Who comes first matters where causes overlap, so this is done in the order of `CAUSES` and
    in its reverse, and the two are averaged (two of the orders of a Shapley value; Shorrocks 2013, J. Econ. Inequality 11:99, doi
    10.1007/s10888-011-9214-z). Each order telescopes from the normal to the run, so that the sum is exact.
    """
    forward = switched_on(range(len(CAUSES)))
    backward = switched_on(range(len(CAUSES) - 1, -1, -1))
    on = jnp.asarray(np.concatenate([forward, backward]), model.economy.output.dtype)
    made = np.asarray(value_added_by_causes(model, heard, on, parts))
    one, two = made[: len(forward)], made[len(forward) :]
    fallen_one = one[:-1] - one[1:]
    fallen_two = (two[:-1] - two[1:])[::-1]
    return Losses(jnp.asarray(0.5 * (fallen_one + fallen_two)), jnp.asarray(one[0] - one[-1]))


def switched_on(order: Sequence[int]) -> NDArray[np.float64]:
    """Which causes are in place, (step, cause): none at first, then one more at each step."""
    on = np.zeros((len(CAUSES) + 1, len(CAUSES)))
    for step, cause in enumerate(order, start=1):
        on[step:, cause] = 1.0
    return on


def with_causes(params: EconomyParams, heard: Heard, on: Float[Array, "cause"]) -> tuple[EconomyParams, Heard]:
    """The economy and what it is told with some causes taken away; `on` is 1 where a cause is in place."""
    cause = dict(zip(CAUSES, on, strict=True))
    back = heard.returned > 0
    well = jnp.where(back, jnp.clip(heard.labour_available / jnp.where(back, heard.returned, 1.0), 0.0, 1.0), 1.0)

    def held(name: Cause, level: Float[Array, "..."], normal: float = 1.0) -> Float[Array, "..."]:
        moved: Float[Array, "..."] = normal + cause[name] * (level - normal)
        return moved

    told = Heard(
        openness=held("openness", jnp.minimum(heard.openness, 1.0)),
        remote=heard.remote,
        mask_rule=heard.mask_rule,
        returned=held("away", heard.returned),
        labour_available=held("away", heard.returned) * held("illness", well),
        mask_coverage=held("masks", heard.mask_coverage),
        fear=held("fear", heard.fear, 0.0),
        capacity_lost=held("closed_firms", heard.capacity_lost, 0.0),
        outside=jax.tree.map(lambda level: held("outside", level), heard.outside),
    )
    return eqx.tree_at(lambda p: p.inputs_bind, params, params.inputs_bind * cause["inputs"]), told


@Program
def value_added_by_causes(
    model: Model, heard: Heard, on: Float[Array, "step cause"], parts: Float[Array, "part time sector"]
) -> Float[Array, "step part place sector"]:
    """Value added in parts of the calendar with different causes in place."""

    def one(causes: Float[Array, "cause"]) -> Float[Array, "part place sector"]:
        flows = economy_alone(*with_causes(model.economy, heard, causes), model.form, model.smoothing)
        return jnp.einsum("qts,tps->qps", parts, flows.value_added)

    made: Float[Array, "step part place sector"] = jax.vmap(one)(on)
    return made
