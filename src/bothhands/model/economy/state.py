"""The economy body's state: labour under contract, input stocks, yesterday's demand, delivered services and the memory of consumption."""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Array, Float

from bothhands.model.economy.params import EconomyParams


class EconomyState(NamedTuple):
    """Money a day, or money where a stock; `input` is the sector of the product held."""

    employed: Float[Array, "place sector"]
    """Labour under contract, whether or not it can work today."""
    stocks: Float[Array, "input place sector"]
    demand: Float[Array, "place sector"]
    input_limit: Float[Array, "place sector"]
    consumption_memory: Float[Array, "place"]
    expectation: Float[Array, "place"]


def initial(params: EconomyParams) -> EconomyState:
    """The economy at rest: stocks at target, demand and output at their baseline."""
    return EconomyState(
        employed=params.labour,
        stocks=params.inventory_days[:, None, None] * params.coefficients[:, None, :] * params.output[None],
        demand=params.output,
        input_limit=params.output,
        consumption_memory=params.consumption.sum(-1),
        expectation=params.output[:, 0] * 0.0 + 1.0,
    )
