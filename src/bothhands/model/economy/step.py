"""One day of the economy: dynamic input–output with inventories, by place and sector.

Pichler, Pangallo, del Rio-Chanona, Lafond, Farmer 2022 (J. Econ. Dyn. Control 144:104527; arXiv 2102.09608; equation numbers
below), on many places at once; or ARIO (Hallegatte 2014, Risk Analysis 34:152). Stocks are held by input × place × using sector; orders
are pooled by place and product and split by a place × place × product share. Services cannot be stored: a day's need is all that is kept.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.economy.demand import ario_orders, household_demand, restocking_orders
from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.economy.forms import Form
from bothhands.model.economy.outside import Outside
from bothhands.model.economy.params import EconomyParams
from bothhands.model.economy.production import CEILING, ario_limit, ario_short_inputs, input_limit, short_inputs
from bothhands.model.economy.state import EconomyState
from bothhands.model.economy.trading import asked_of_sellers, served_buyers
from bothhands.model.smooth import smaller

DEFAULT = Form()


class EconomyLevers(NamedTuple):
    """Levers of a day that act on the economy."""

    openness: Float[Array, "place sector"]
    remote: Float[Array, "place"]
    mask_rule: Float[Array, "place"]


class EconomySignals(NamedTuple):
    """What the other bodies tell the economy on a day, and what comes from beyond the region."""

    labour_available: Float[Array, "place sector"]
    mask_coverage_workers: Float[Array, "place"]
    fear: Float[Array, "place"]
    capacity_lost: Float[Array, "place sector"]
    outside: Outside


class _Made(NamedTuple):
    """What sets output today."""

    labour: Float[Array, "place sector"]
    capacity: Float[Array, "place sector"]
    demand: Float[Array, "place sector"]
    limit: Float[Array, "place sector"]
    output: Float[Array, "place sector"]


def step(
    params: EconomyParams,
    state: EconomyState,
    levers: EconomyLevers,
    signals: EconomySignals,
    form: Form = DEFAULT,
    smoothing: float = 0.0,
) -> tuple[EconomyState, EconomyFlows]:
    """Advance the economy by one day.

    Parameters
    ----------
    params, state, levers, signals
        The body's parameters, its state at the start of the day, and the day's levers and signals.
    form
        Behaviour, production function and rationing.
    smoothing
        Width of every kink relative to baseline output; 0 is exact.
    """
    safe = jnp.maximum(params.output, 1e-9)
    ario = form.behaviour == "ario"
    active = working_share(params, levers, signals)
    employed = params.labour if ario else hired(params, state, safe, signals.capacity_lost)
    labour = smaller(active * params.labour, employed, safe, 0.0)
    wish = (1.0 - signals.fear[:, None] * params.fear_share) * signals.outside.household
    consumption, *beliefs = household_demand(params, state, labour, active, wish, smoothing)
    orders = (ario_orders if ario else restocking_orders)(params, state, smoothing)
    final = consumption + params.other_demand * signals.outside.other
    asked = asked_of_sellers(params, orders, final, params.exports * signals.outside.exports)
    demand = asked.of_firms + asked.of_others
    overproduction = rising_capacity(params, state, demand) if ario else state.overproduction
    capacity = (
        overproduction * labour / jnp.maximum(params.labour, 1e-9) * params.output * (1.0 - signals.capacity_lost)
    )
    optimum = smaller(capacity, demand, safe, smoothing)
    if ario:
        limit = output = jnp.maximum(_bound(params, ario_limit(params, state.stocks, optimum, smoothing), optimum), 0.0)
    else:
        limit = _bound(params, input_limit(params, state.stocks, form.production, smoothing), CEILING * params.output)
        output = jnp.maximum(smaller(optimum, limit, safe, smoothing), 0.0)
    served = served_buyers(params, asked, output, signals.outside.imports, form.rationing)
    delivered = orders * served.inputs
    stocks = _restocked(params, state, delivered, output)
    kept = params.contracts_kept_share * employed + (1.0 - params.contracts_kept_share) * labour
    after = EconomyState(kept, stocks, demand, limit, output, optimum, overproduction, *beliefs)
    flows = _flows(params, state, _Made(labour, capacity, demand, limit, output), form)
    return after, flows._replace(
        consumption=(consumption * served.final).sum(-1),
        profits=output * (1.0 - params.other_cost_share) - delivered.sum(0) - params.pay_share * labour,
        contract_share=employed / jnp.maximum(params.labour, 1e-9),
        active_share=active,
    )


def working_share(
    params: EconomyParams, levers: EconomyLevers, signals: EconomySignals
) -> Float[Array, "place sector"]:
    """Share of labour that can work: on site as far as opened and protected, at home as far as the work allows it.

    `absence_effect` and `closure_effect` say how much work goes with a worker away and with what is closed.
    """
    required = params.mask_dependence * params.masks_needed[None] * levers.mask_rule[:, None]
    protected = 1.0 - required * (1.0 - signals.mask_coverage_workers[:, None])
    at_home = params.remote_share[None] * levers.remote[:, None]
    open_part = jnp.clip(1.0 - params.closure_effect * (1.0 - jnp.minimum(levers.openness, 1.0)), 0.0, 1.0)
    present = jnp.clip(1.0 - params.absence_effect * (1.0 - signals.labour_available), 0.0, 1.0)
    return present * (open_part * protected * (1.0 - at_home) + at_home)


def hired(
    params: EconomyParams,
    state: EconomyState,
    safe: Float[Array, "place sector"],
    capacity_lost: Float[Array, "place sector"] | float = 0.0,
) -> Float[Array, "place sector"]:
    """Labour under contract: towards what inputs and demand allow, slowly up, faster down (19–20).

    Of those who cannot work today, `contracts_kept_share` keep their contract and are back the day the cause ends (0 in the paper:
    who is sent home is hired anew); whom a firm no longer needs it gives up, and whom a failed firm employed loses the job alike.
    """
    wanted = jnp.minimum(state.input_limit, state.demand)
    left = params.output * (1.0 - capacity_lost)
    wanted = jnp.where((capacity_lost > 0) & (left < wanted), left, wanted)
    gap = params.labour / safe * wanted - state.employed
    rate = jnp.where(gap >= 0, params.hiring_rate, params.firing_rate)
    return jnp.clip(state.employed + rate * gap, 0.0, params.labour)


def rising_capacity(
    params: EconomyParams, state: EconomyState, demand: Float[Array, "place sector"]
) -> Float[Array, "place sector"]:
    """Capacity against normal: rises while what is asked for exceeds what was made yesterday, falls back to 1 when not (ARIO).

    α ← α + ((α_max − α) z + (1 − α) 1[z = 0])/τ_α with scarcity z = (demand − output₋₁)/demand.
    """
    scarcity = jnp.where(demand > 0, 1.0 - state.output / jnp.where(demand > 0, demand, 1.0), 0.0)
    now = state.overproduction
    change = (params.overproduction_most - now) * scarcity + (1.0 - now) * (jnp.abs(scarcity) < 1e-12)
    return jnp.maximum(now + params.overproduction_rate * change, 1.0)


def _bound(
    params: EconomyParams, limit: Float[Array, "place sector"], free: Float[Array, "place sector"]
) -> Float[Array, "place sector"]:
    """The limit inputs set, or what would be possible without it."""
    return params.inputs_bind * limit + (1.0 - params.inputs_bind) * free


def _restocked(
    params: EconomyParams,
    state: EconomyState,
    delivered: Float[Array, "input place sector"],
    output: Float[Array, "place sector"],
) -> Float[Array, "input place sector"]:
    """Stocks tonight: with what came, without what was used (18)."""
    used = params.coefficients[:, None, :] * output[None]
    return jnp.maximum(state.stocks + delivered - used, 0.0)


def _flows(params: EconomyParams, state: EconomyState, made: _Made, form: Form) -> EconomyFlows:
    """What was made, and what kept it below normal: the limit that binds."""
    bound = jnp.minimum(made.capacity, made.demand)
    least = bound if form.behaviour == "ario" else jnp.minimum(bound, made.limit)
    short = jnp.maximum(params.output - made.output, 0.0)
    by_labour = (made.capacity <= least) * 1.0
    starving = made.limit < least if form.behaviour == "ario" else made.limit <= least
    by_inputs = starving * (1.0 if form.behaviour == "ario" else 1.0 - by_labour)
    by_labour = by_labour * (1.0 - by_inputs)
    if form.behaviour == "ario":
        at = ario_short_inputs(params, state.stocks, bound)
    else:
        at = short_inputs(params, state.stocks, made.limit, form.production)
    nothing = jnp.zeros_like(short)
    return EconomyFlows(
        output=made.output,
        value_added=made.output * params.value_added_share,
        demand=made.demand,
        consumption=nothing[:, 0],
        profits=nothing,
        labour_share=made.labour / jnp.maximum(params.labour, 1e-9),
        contract_share=nothing,
        active_share=nothing,
        lost_to_labour=short * by_labour,
        lost_to_inputs=short * by_inputs,
        lost_to_demand=short * (1.0 - by_labour) * (1.0 - by_inputs),
        starved=jnp.einsum("ips,ps->is", at, short * by_inputs),
    )
