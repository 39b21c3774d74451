"""The economy body's state: labour under contract, input stocks, yesterday's demand and output, and what households remember and expect."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.economy.params import EconomyParams


class EconomyState(NamedTuple):
    """Money a day, or money where a stock; `input` is the sector of the product held."""

    employed: Float[Array, "place sector"]
    """Labour under contract, whether or not it can work today."""
    stocks: Float[Array, "input place sector"]
    demand: Float[Array, "place sector"]
    input_limit: Float[Array, "place sector"]
    output: Float[Array, "place sector"]
    optimum: Float[Array, "place sector"]
    """Output that capacity and demand allowed, whatever inputs there were."""
    overproduction: Float[Array, "place sector"]
    """Capacity against normal that long scarcity has built up (ARIO); 1 at rest."""
    consumption_memory: Float[Array, "place"]
    expectation: Float[Array, "place"]
    """Labour income expected to last, against normal."""
    deepest_loss: Float[Array, "place"]
    """Largest share of labour kept from work so far."""


def initial(params: EconomyParams) -> EconomyState:
    """The economy at rest: stocks at target, demand and output at their baseline."""
    normal = params.output
    nothing = normal[:, 0] * 0.0
    return EconomyState(
        employed=params.labour,
        stocks=params.stock_target,
        demand=normal,
        input_limit=normal,
        output=normal,
        optimum=normal,
        overproduction=jnp.ones_like(normal),
        consumption_memory=params.consumption.sum(-1),
        expectation=nothing + 1.0,
        deepest_loss=nothing,
    )
