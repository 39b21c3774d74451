"""Jobs: contracts that ended, and people under contract who have no work to go to, by place and sector."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.economy.params import EconomyParams


class Jobs(NamedTuple):
    """Persons, the mean of each part of the calendar."""

    lost: Float[Array, "part place sector"]
    """Workers of a normal year without a contract."""
    furloughed: Float[Array, "part place sector"]
    """Under contract and not at work: closed, ill, away, or without enough to do."""


def jobs_of(params: EconomyParams, flows: EconomyFlows, parts: Float[Array, "part time"]) -> Jobs:
    """Jobs of a run in parts of the calendar.

    Parameters
    ----------
    params, flows
        The economy of the run and what it did.
    parts
        1 on the days of each part, such as the quarters.

    Notes
    -----
    Workers follow labour income: who earns it is spread evenly within a place and sector. A contract counts as lost by what the firm
    has let go of its normal work (Pichler et al. 2022, eqs. 19–20), never by a day's closure. Needed is labour in proportion to output.
    """
    share = parts / jnp.maximum(parts.sum(1, keepdims=True), 1e-9)
    lost = jnp.einsum("qt,tps->qps", share, 1.0 - flows.contract_share)
    normal = jnp.where(params.output > 0, params.output, 1.0)
    needed = jnp.minimum(flows.labour_share, flows.output / normal)
    idle = jnp.einsum("qt,tps->qps", share, jnp.maximum(flows.contract_share - needed, 0.0))
    there = params.workers * (params.labour > 0)
    return Jobs(lost * there, idle * there)
