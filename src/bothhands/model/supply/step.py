"""One day of supply: arrivals, sharing out, making, serving.

Why this file exists: the owner of tonnes and pieces. First form, and what it leaves out: what is ready is pooled over
the region and sent out by priority, then in proportion to what each place lacks, without regard to which maker is
nearest; lines change no product within a day; orders not met today are lost, not queued.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.signals import DEMAND_GROUPS, Signals
from bothhands.model.supply.flows import Flows
from bothhands.model.supply.params import Params
from bothhands.model.supply.ration import by_priority, least, lesser, quotient
from bothhands.model.supply.state import State, as_counted


class SupplyLevers(NamedTuple):
    """Decisions of a day: what the lines can make (see `capacity_path`) and what is bought outside, units a day."""

    capacity: Float[Array, "place good"]
    purchases: Float[Array, "place good"]


class _Needs(NamedTuple):
    """A day's needs, in the good's unit: of people by group, of all users by priority, and of makers alone."""

    by_group: Float[Array, "place good group"]
    by_level: Float[Array, "place good level"]
    runnable: Float[Array, "place good"]
    own: Float[Array, "place good"]
    """What the good's own lines can make; `runnable` counts those it shares as a grade too."""


def step(params: Params, state: State, levers: SupplyLevers, signals: Signals) -> tuple[State, Flows]:
    """The next morning's stocks, and the day's flows.

    Parameters
    ----------
    params, state
        As made by `from_region` and `initial`.
    levers
        Capacity of the day and purchases outside.
    signals
        Labour available, masks and test kits needed; nothing else is read.

    Notes
    -----
    In this order: stocks are set to what was counted the evening before; goods released and shipments arrive; stocks
    spoil; public purchases reach the depots; depots are shared out by priority up to (days on the way + cover) × need;
    users buy on the market what is still open; makers plan up to the open orders and reserve, and make the lesser of
    plan and what their scarcest input allows, inputs shared in proportion to the plans; people are served by priority.
    Output is released after its process lag and can be sent the morning after.
    """
    state, recounted = as_counted(params, state)
    needs = _needs(params, levers, signals, _factor(params, state))
    hand = state.hand + state.in_transit[0]
    depot = state.depot + state.in_process[0]
    in_transit, in_process = _advance(state.in_transit), _advance(state.in_process)
    spoiled = params.spoilage * (hand + depot)
    hand, depot = hand * (1.0 - params.spoilage), depot * (1.0 - params.spoilage)
    ordered = bought_outside(params, levers.purchases)
    depot = depot + ordered
    gaps = _gaps(params, needs, hand + in_transit.sum(0))
    sent, shipped = _send(params, gaps, depot)
    depot = depot - shipped
    arrived = sent * params.arrives_at_once
    in_transit = in_transit + params.arrival_day * sent
    open_orders = jnp.maximum(gaps.sum(-1) - sent, 0.0)
    market = _market(params, open_orders, ordered)
    hand = hand + arrived + market
    planned = _planned(params, needs, (open_orders - market).sum(0), depot.sum(0) + in_process.sum((0, 1)))
    made, used = _make(params, planned, hand)
    hand = jnp.maximum(hand - used, 0.0)
    served, flows = _serve(params, needs, hand)
    after = State(
        hand=hand - served,
        depot=depot + params.released_at_once * made,
        in_process=in_process + params.release_day[:, None, :] * made,
        in_transit=in_transit,
        morning=None if state.morning is None else state.morning + 1,
    )
    short = 1.0 - quotient(made, planned)
    return after, Flows(
        produced=made,
        bought=ordered + market,
        used=used,
        served=served,
        spoiled=spoiled,
        shipped=shipped,
        delivered=sent,
        arrived=arrived + state.in_transit[0],
        stock=after.hand + after.depot + after.in_process.sum(0) + after.in_transit.sum(0),
        capacity=levers.capacity,
        planned=planned,
        input_shortage=short,
        shortage_of_place=quotient((short * planned * params.price).sum(-1), (planned * params.price).sum(-1), 0.0),
        recounted=recounted,
        **flows,
    )


def _factor(params: Params, state: State) -> Float[Array, "group"] | None:
    """Factor of the day's need of masks; None where it is 1 on every day."""
    return None if params.need_factor is None or state.morning is None else params.need_factor[state.morning]


def _needs(
    params: Params, levers: SupplyLevers, signals: Signals, factor: Float[Array, "group"] | None = None
) -> _Needs:
    """Needs of people by group and level; makers' needs of inputs, at full use of their lines, in the first level."""
    labour = jnp.einsum("pgs,ps->pg", params.labour_weight, signals.labour_available)
    own = levers.capacity * labour
    runnable = own if params.grade_rate is None else own + own @ params.grade_rate.T
    by_group = masks_by_good(params, signals.mask_demand, factor)
    by_group = by_group.at[:, :, 0].add(signals.test_kits_used[:, None] * params.kit_share)
    by_level = jnp.einsum("pgq,glq->pgl", by_group, params.level_of_group)
    return _Needs(by_group, by_level.at[:, :, 0].add(runnable @ params.recipe), runnable, own)


def masks_of_days(params: Params, demand: Float[Array, "time place group"]) -> Float[Array, "time place good group"]:
    """Masks needed by good on each day of the calendar.

    Parameters
    ----------
    params
        Supply's.
    demand
        Masks needed by group, all goods together, from the first day of the calendar.
    """
    if params.need_factor is None:
        return jax.vmap(lambda day: masks_by_good(params, day))(demand)
    return jax.vmap(lambda day, factor: masks_by_good(params, day, factor))(demand, params.need_factor)


def masks_by_good(
    params: Params, demand: Float[Array, "place group"], factor: Float[Array, "group"] | None = None
) -> Float[Array, "place good group"]:
    """Masks needed by good: what goes with patients first, the rest as persons need it.

    `factor` is what the demand was multiplied with: there are no more patients for it.
    """
    if factor is not None:
        return masks_by_good(params, demand / factor) * factor
    patients = demand[:, DEMAND_GROUPS.index("patients")] * params.patients_per_mask
    with_patients = patients[:, None, None] * params.masks_per_patient
    rest = jnp.maximum(demand - with_patients.sum(1), 0.0)
    return with_patients + rest[:, None, :] * params.mask_share


def _gaps(params: Params, needs: _Needs, position: Float[Array, "place good"]) -> Float[Array, "place good level"]:
    """What each place lacks at hand and on the way, by priority, against days on the way and of cover."""
    target = needs.by_level * (params.transit_days + params.cover_days)[..., None]
    return jnp.maximum(target - by_priority(target, position, params.smoothing), 0.0)


def _send(
    params: Params, gaps: Float[Array, "place good level"], depot: Float[Array, "place good"]
) -> tuple[Float[Array, "place good"], Float[Array, "place good"]]:
    """What is sent to each place and what leaves each place's depots: one pool, first priority first, in proportion."""
    pool, asked = depot.sum(0), gaps.sum(0)
    given = by_priority(asked, pool, params.smoothing)
    sent = (gaps * quotient(given, asked, 0.0)).sum(-1)
    return sent, depot * jnp.minimum(quotient(given.sum(-1), pool, 0.0), 1.0)


def bought_outside(params: Params, purchases: Float[Array, "place good"]) -> Float[Array, "place good"]:
    """A day's purchases that arrive, cut in proportion where they exceed what the outside supplies.

    Parameters
    ----------
    params
        Supply's.
    purchases
        Units asked for.
    """
    asked = purchases.sum(0)
    return purchases * quotient(lesser(asked, params.outside_supply, params.smoothing), asked, 0.0)


def _market(
    params: Params, open_orders: Float[Array, "place good"], ordered: Float[Array, "place good"]
) -> Float[Array, "place good"]:
    """What users buy themselves, within their share of the outside supply and what public purchases leave."""
    left = jnp.clip(params.outside_supply - ordered.sum(0), 0.0, params.market_share * params.outside_supply)
    asked = open_orders.sum(0)
    return open_orders * quotient(lesser(asked, left, params.smoothing), asked, 0.0)


def _planned(
    params: Params, needs: _Needs, open_orders: Float[Array, "good"], ready: Float[Array, "good"]
) -> Float[Array, "place good"]:
    """Output planned before inputs are known: open orders and reserve less what is ready or waiting, lines alike."""
    daily = needs.by_level.sum((0, -1))
    target = open_orders + daily * (params.process_days + params.reserve_days)
    wanted = target - lesser(target, ready, params.smoothing)
    runnable = needs.runnable.sum(0)
    planned = needs.runnable * quotient(lesser(wanted, runnable, params.smoothing), runnable, 0.0)
    return planned if params.grade_rate is None else _on_shared_lines(params.grade_rate, planned, needs.own)


def _on_shared_lines(
    rate: Float[Array, "good input"], planned: Float[Array, "place good"], own: Float[Array, "place good"]
) -> Float[Array, "place good"]:
    """Plans cut in proportion where a good and its grades would take more of the good's lines than there is."""
    beyond = jnp.maximum(planned - own, 0.0)
    on_lines = (rate > 0.0).astype(rate.dtype)
    taken = beyond @ quotient(on_lines, rate, 0.0)
    kept = jnp.minimum(quotient(own, planned + taken), 1.0)
    kept = jnp.where(taken > 0.0, kept, 1.0)
    return (planned - beyond) * kept + beyond * jnp.where(on_lines.sum(-1) > 0.0, kept @ on_lines.T, 1.0)


def _make(
    params: Params, planned: Float[Array, "place good"], hand: Float[Array, "place good"]
) -> tuple[Float[Array, "place good"], Float[Array, "place good"]]:
    """Output and inputs used: each plan cut by its scarcest input, inputs shared in proportion to the plans."""
    asked = planned @ params.recipe
    share = lesser(quotient(hand, asked), _one(params), params.smoothing)
    made = planned * least(share[:, None, :], params.recipe, params.smoothing)
    return made, made @ params.recipe


def _serve(
    params: Params, needs: _Needs, hand: Float[Array, "place good"]
) -> tuple[Float[Array, "place good"], dict[str, Float[Array, "..."]]]:
    """What people are given from what is at hand, by priority; coverage is 1 where nothing is needed."""
    people = jnp.einsum("pgq,glq->pgl", needs.by_group, params.level_of_group)
    given = by_priority(people, hand, params.smoothing)
    share = jnp.einsum("pgl,glq->pgq", quotient(given, people), params.level_of_group)
    served = needs.by_group * share
    is_mask = (params.mask_share.sum(-1) + params.masks_per_patient.sum(-1) > 0.0).astype(served.dtype)
    is_kit = (params.kit_share > 0.0).astype(served.dtype)
    masks, kits = jnp.einsum("pgq,g->pq", served, is_mask), jnp.einsum("pgq,g->p", served, is_kit)
    return served.sum(-1), {
        "masks_served": masks,
        "mask_coverage": quotient(masks, jnp.einsum("pgq,g->pq", needs.by_group, is_mask)),
        "kits_served": kits,
        "kit_coverage": quotient(kits, jnp.einsum("pgq,g->p", needs.by_group, is_kit)),
    }


def _advance(pipeline: Float[Array, "lag place good"]) -> Float[Array, "lag place good"]:
    """The pipeline a morning later."""
    return jnp.concatenate([pipeline[1:], jnp.zeros_like(pipeline[:1])])


def _one(params: Params) -> Float[Array, ""]:
    return jnp.ones((), params.price.dtype)
