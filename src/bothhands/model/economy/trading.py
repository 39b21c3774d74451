"""From orders to deliveries: pooled by place and product, split over the places that sell, rationed where too little is made.

No (place × sector)² array is formed: a product's buyers in a place share where it comes from.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.inputs.settings import Rationing
from bothhands.model.economy.params import EconomyParams


class Asked(NamedTuple):
    """What is asked of sellers today."""

    of_firms: Float[Array, "place sector"]
    """By firms of the region, money a day, by place and sector that sells."""
    of_others: Float[Array, "place sector"]
    """By households, government, investors and buyers beyond the region."""


class Served(NamedTuple):
    """What buyers get of what they asked for, as shares."""

    inputs: Float[Array, "input place sector"]
    """Of orders of inputs."""
    final: Float[Array, "place sector"]
    """Of final demand, by place of the buyer and product."""
    beyond: Float[Array, "place sector"]
    """Of buyers beyond the region, by place and sector that sells."""


def asked_of_sellers(
    params: EconomyParams,
    orders: Float[Array, "input place sector"],
    final: Float[Array, "place sector"],
    exports: Float[Array, "place sector"],
) -> Asked:
    """Demand met by each seller of the region: its part of the home purchases of every place, and exports."""
    at_home = jnp.einsum("is,ips->pi", params.home_share, orders)
    of_firms = jnp.einsum("qps,ps->qs", params.trade, at_home)
    of_others = jnp.einsum("qps,ps->qs", params.trade, params.final_home_share * final) + exports
    return Asked(of_firms, of_others)


def served_buyers(
    params: EconomyParams,
    asked: Asked,
    output: Float[Array, "place sector"],
    from_beyond: Float[Array, "input"],
    rationing: Rationing,
) -> Served:
    """Shares served: all buyers alike (15–17), or firms before final demand.

    Parameters
    ----------
    params, asked
        The body's parameters and today's demand by seller.
    output
        Made today, all of it sold.
    from_beyond
        What the world beyond the region delivers of what is ordered there, as a share, by product.
    rationing
        Who is served first where output is short.
    """
    if rationing == "firms_first":
        firms = jnp.minimum(_part(output, asked.of_firms), 1.0)
        others = jnp.clip(_part(output - firms * asked.of_firms, asked.of_others), 0.0, 1.0)
    else:
        firms = others = _part(output, asked.of_firms + asked.of_others)
    for_firms = jnp.einsum("qps,qs->ps", params.trade, firms)
    for_final = for_firms if rationing == "proportional" else jnp.einsum("qps,qs->ps", params.trade, others)
    beyond = (1.0 - params.home_share) * from_beyond[:, None]
    inputs = params.home_share[:, None, :] * for_firms.T[:, :, None] + beyond[:, None, :]
    final = params.final_home_share * for_final + (1.0 - params.final_home_share) * from_beyond
    return Served(inputs, final, others)


def _part(made: Float[Array, "place sector"], wanted: Float[Array, "place sector"]) -> Float[Array, "place sector"]:
    """Made over wanted; 1 where nothing is wanted."""
    return jnp.where(wanted > 0, made / jnp.where(wanted > 0, wanted, 1.0), 1.0)
