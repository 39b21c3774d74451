"""One day of the economy: dynamic input–output with inventories, by place and sector.

Pichler, Pangallo, del Rio-Chanona, Lafond, Farmer 2022 (J. Econ. Dyn. Control 144:104527; arXiv 2102.09608; equation numbers
below), on many places at once. Stocks are held by input × place × using sector; orders are pooled by place and product and
split by a place × place × product share, so no (place × sector)² array is formed. Services cannot be stored: what was
delivered yesterday is what there is.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.economy.params import EconomyParams
from bothhands.model.economy.state import EconomyState
from bothhands.model.smooth import positive_part, smaller

ProductionFunction: TypeAlias = Literal["leontief", "strongly_critical", "half_critical", "weakly_critical", "linear"]


class EconomyLevers(NamedTuple):
    """Levers of a day that act on the economy."""

    openness: Float[Array, "place sector"]
    remote: Float[Array, "place"]
    mask_rule: Float[Array, "place"]


class EconomySignals(NamedTuple):
    """What the other bodies tell the economy on a day, and the day's demand from beyond the region."""

    labour_available: Float[Array, "place sector"]
    mask_coverage_workers: Float[Array, "place"]
    fear: Float[Array, "place"]
    capacity_lost: Float[Array, "place sector"]
    external_demand: Float[Array, ""]


def step(
    params: EconomyParams,
    state: EconomyState,
    levers: EconomyLevers,
    signals: EconomySignals,
    production: ProductionFunction = "half_critical",
    smoothing: float = 0.0,
) -> tuple[EconomyState, EconomyFlows]:
    """Advance the economy by one day.

    Parameters
    ----------
    params, state, levers, signals
        The body's parameters, its state at the start of the day, and the day's levers and signals.
    production
        Which inputs production cannot do without.
    smoothing
        Width of every kink relative to baseline output; 0 is exact.
    """
    safe = jnp.maximum(params.output, 1e-9)
    active = working_share(params, levers, signals)
    employed = hired(params, state, safe)
    labour = smaller(active * params.labour, employed, safe, 0.0)
    capacity = labour / jnp.maximum(params.labour, 1e-9) * params.output * (1.0 - signals.capacity_lost)
    consumption, memory, expectation = household_demand(params, state, labour, active, signals.fear)
    needed = params.coefficients[:, None, :] * state.demand[None]
    target = params.inventory_days[:, None, None] * params.coefficients[:, None, :] * params.output[None]
    restock = (target - state.stocks) / params.restoring_days * params.storable[:, None, None]
    orders = positive_part(needed + restock, target + 1e-9, smoothing)
    pooled = orders.sum(-1).T
    final = consumption + params.other_demand
    at_home = params.home_share * (pooled + final)
    demand = jnp.einsum("qps,ps->qs", params.trade, at_home) + params.exports * signals.external_demand
    limit = input_limit(params, state, production, smoothing)
    output = smaller(smaller(capacity, demand, safe, smoothing), limit, safe, smoothing)
    output = jnp.maximum(output, 0.0)
    served = output / jnp.maximum(demand, 1e-9)
    filled = params.home_share * jnp.einsum("qps,qs->ps", params.trade, served) + (1.0 - params.home_share)
    delivered = orders * filled.T[:, :, None]
    used = params.coefficients[:, None, :] * output[None]
    kept = jnp.maximum(state.stocks + delivered - used, 0.0)
    storable = params.storable[:, None, None]
    stocks = storable * kept + (1.0 - storable) * delivered
    after = EconomyState(employed, stocks, demand, limit, memory, expectation)
    return after, _flows(params, output, capacity, limit, demand, labour, active, (consumption * filled).sum(-1))


def working_share(
    params: EconomyParams, levers: EconomyLevers, signals: EconomySignals
) -> Float[Array, "place sector"]:
    """Share of labour that can work: on site as far as opened and protected, at home as far as the work allows it."""
    required = params.mask_dependence * params.masks_needed[None] * levers.mask_rule[:, None]
    protected = 1.0 - required * (1.0 - signals.mask_coverage_workers[:, None])
    at_home = params.remote_share[None] * levers.remote[:, None]
    on_site = jnp.minimum(levers.openness, 1.0) * protected
    return signals.labour_available * (on_site * (1.0 - at_home) + at_home)


def hired(
    params: EconomyParams, state: EconomyState, safe: Float[Array, "place sector"]
) -> Float[Array, "place sector"]:
    """Labour under contract: towards what inputs and demand allow, slowly up, faster down (19–20).

    Who cannot work today keeps the contract and is back the day the cause ends; what a firm then no longer needs it gives up.
    """
    wanted = jnp.minimum(state.input_limit, state.demand)
    gap = params.labour / safe * wanted - state.employed
    rate = jnp.where(gap >= 0, params.hiring_rate, params.firing_rate)
    return jnp.clip(state.employed + rate * gap, 0.0, params.labour)


def household_demand(
    params: EconomyParams,
    state: EconomyState,
    labour: Float[Array, "place sector"],
    active: Float[Array, "place sector"],
    fear: Float[Array, "place"],
) -> tuple[Float[Array, "place sector"], Float[Array, "place"], Float[Array, "place"]]:
    """Consumption demand by place and product, its memory, and expected income (5–6).

    Fear acts on demand, never on the memory of it; what fear keeps from being bought is partly saved.
    """
    normal = params.labour.sum(-1)
    income = params.benefits_share * normal + (1.0 - params.benefits_share) * labour.sum(-1)
    direct = 1.0 - (params.labour * jnp.minimum(active, 1.0)).sum(-1) / jnp.maximum(normal, 1e-9)
    expected = 1.0 - params.memory + params.memory * state.expectation - 0.25 * direct * (1.0 - params.memory)
    spending = params.consumption.sum(-1) / jnp.maximum(normal, 1e-9)
    small = 1e-9
    log_memory = (
        params.memory * jnp.log(state.consumption_memory + small)
        + 0.5 * (1.0 - params.memory) * jnp.log(spending * income + small)
        + 0.5 * (1.0 - params.memory) * jnp.log(spending * expected * normal + small)
    )
    memory = jnp.exp(log_memory) - small
    shared = params.consumption / jnp.maximum(params.consumption.sum(-1, keepdims=True), 1e-9)
    kept = 1.0 - fear[:, None] * params.fear_share[None]
    still = (shared * kept).sum(-1)
    basket = shared * kept / jnp.maximum(still, 1e-9)[:, None]
    lost = params.saved_share * (1.0 - still)
    return basket * (memory * (1.0 - lost))[:, None], memory, expected


def input_limit(
    params: EconomyParams, state: EconomyState, production: ProductionFunction, smoothing: float
) -> Float[Array, "place sector"]:
    """Largest output the stocks allow (8–14); the smallest over nothing is no limit.

    Notes
    -----
    Leontief: every used input; strongly critical: critical and important ones; half-critical: half of output hangs on the
    important ones; weakly critical: critical ones only; linear: inputs replace one another. Limits are held to four times
    baseline, which no demand reaches.
    """
    ceiling = 4.0 * params.output
    coefficients = params.coefficients[:, None, :]
    allowed = state.stocks / jnp.maximum(coefficients, 1e-12)

    def least(mask: Float[Array, "input sector"]) -> Float[Array, "place sector"]:
        open_end = jnp.where(mask[:, None, :] > 0, jnp.minimum(allowed, ceiling[None]), ceiling[None])
        if smoothing == 0.0:
            return open_end.min(0)
        width = smoothing * jnp.maximum(params.output, 1e-9)
        lowest = jax.lax.stop_gradient(open_end.min(0))
        return lowest - width * jnp.log(jnp.exp(-(open_end - lowest) / width).sum(0))

    if production == "linear":
        total = params.coefficients.sum(0)
        return jnp.where(total > 0, state.stocks.sum(0) / jnp.maximum(total, 1e-12), ceiling)
    if production == "leontief":
        return least((params.coefficients > 0) * 1.0)
    if production == "strongly_critical":
        return least(jnp.maximum(params.critical, params.important))
    critical = least(params.critical)
    if production == "weakly_critical":
        return critical
    half = 0.5 * (least(params.important) + params.output)
    return smaller(critical, half, jnp.maximum(params.output, 1e-9), smoothing)


def _flows(
    params: EconomyParams,
    output: Float[Array, "place sector"],
    capacity: Float[Array, "place sector"],
    limit: Float[Array, "place sector"],
    demand: Float[Array, "place sector"],
    labour: Float[Array, "place sector"],
    active: Float[Array, "place sector"],
    consumed: Float[Array, "place"],
) -> EconomyFlows:
    least = jnp.minimum(jnp.minimum(capacity, limit), demand)
    short = jnp.maximum(params.output - output, 0.0)
    by_labour = (capacity <= least) * 1.0
    by_inputs = (limit <= least) * (1.0 - by_labour)
    return EconomyFlows(
        output=output,
        value_added=output * params.value_added_share,
        demand=demand,
        consumption=consumed,
        labour_share=labour / jnp.maximum(params.labour, 1e-9),
        active_share=active,
        lost_to_labour=short * by_labour,
        lost_to_inputs=short * by_inputs,
        lost_to_demand=short * (1.0 - by_labour) * (1.0 - by_inputs),
    )
