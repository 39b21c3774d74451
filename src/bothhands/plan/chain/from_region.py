"""From a region to its chain problem: needs, capacity, ramps, limits and prices by period and place.

Why this file exists: the run works by day, place and sector; the programme by period. The sums from one to the other, and
what the tables leave open about places and money, are settled here; nothing is decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.arcs import Arc
from bothhands.inputs.tables.goods import Good
from bothhands.levers.catalogue import Levers
from bothhands.levers.measure import Measure
from bothhands.model.programs import brief
from bothhands.model.signals import Signals
from bothhands.model.supply.capacity import capacity_path, opened
from bothhands.model.supply.params import Params
from bothhands.model.supply.state import State, as_counted, initial
from bothhands.model.supply.step import SupplyLevers, bought_outside, step
from bothhands.plan.chain.data import NONE, Calendar, ChainData, Numbers, Whole, by_period, calendar
from bothhands.plan.chain.order_limits import money_windows, order_limits
from bothhands.plan.funds import Pot

Flags = npt.NDArray[np.bool_]


class Placed(NamedTuple):
    """What a chain plan starts from."""

    levers: Levers
    """With what is ordered."""
    signals: Signals
    """Of the last run, by day."""
    money: Mapping[str, float]
    """Left by fund."""
    funds: tuple[str, str]
    """That pay lines and purchases."""
    pots: Mapping[str, Sequence[Pot]]
    """Of the funds, before orders."""
    frozen: Sequence[Measure] = ()
    """Orders placed before: already paid."""


def chain_data(region: Region, axes: Axes, params: Params, placed: Placed, from_day: date) -> ChainData:
    """The chain problem of a region's cities that starts on a day.

    Parameters
    ----------
    region, axes, params
        The region and its supply.
    placed
        What the last run and earlier orders leave to start from.
    from_day
        First day a measure may start.

    Notes
    -----
    Lanes go from every place that makes or may make a good to every other that needs it; days and cost are those of the
    table of arcs, else `supply_default_transport_days` and nothing. What was bought before and comes later is received, and is gone from what
    others have to sell. What waits for release or is on the way is received on its day. Users of
    a place reach the market in proportion to what the place needs, its makers' inputs at full use included.
    """
    signals, start = placed.signals, max(axes.day_index(from_day), 0)
    periods = calendar(start, axes.n_days)
    morning = _on_the_day(params, placed.levers, signals, start)
    labour = np.einsum("pgs,tps->tpg", np.asarray(params.labour_weight), np.asarray(signals.labour_available))
    place, good = np.asarray(params.option_place), np.asarray(params.option_good)
    standing = by_period(morning.capacity * labour, periods)
    busy = standing.sum(0) > 0
    busy[place, good] = True
    maker_place, maker_good, host, host_rate = _makers(busy, params)
    own = np.flatnonzero(host == NONE)
    number = {pair: n for n, pair in enumerate(zip(maker_place[own].tolist(), maker_good[own].tolist(), strict=True))}
    need = by_period(_needs(params, signals), periods)
    recipe = np.asarray(params.recipe)
    wanted = need.sum(-1) + (standing + _as_grades(params, standing)) @ recipe
    reach = _reach(params, labour[:, place, good], periods)
    can_make = np.zeros(busy.shape)
    np.add.at(can_make, (place, good), reach.sum((0, 1)))
    can_make += _as_grades(params, can_make)
    wanted_ever = (wanted.sum(0) + (can_make > 0) @ recipe) > 0
    busy[maker_place, maker_good] = True
    days = periods.days[:, None].astype(float)
    bought = by_period(morning.bought, periods)
    outside = np.maximum(np.asarray(params.outside_supply, np.float64) * days - bought.sum(1), 0.0)
    limits = order_limits(region, axes, placed.levers, periods.order_day)
    windows = money_windows(axes, placed, periods)
    return ChainData(
        **periods._asdict(),
        need=need,
        level=np.asarray(params.level_of_group).argmax(1).astype(np.int64),
        worth=_values(region, params),
        maker_place=maker_place,
        maker_good=maker_good,
        standing=np.where(host == NONE, standing[:, maker_place, maker_good], 0.0),
        maker_of_option=np.array([number[pair] for pair in zip(place.tolist(), good.tolist(), strict=True)], np.int64),
        reach=reach,
        **_taken(params, labour, periods, number, place.size)._asdict(),
        recipe=recipe,
        release_days=np.asarray(params.process_days, np.float64),
        process_days=np.asarray(params.process_days, np.float64),
        keep=(1.0 - np.asarray(params.spoilage)) ** days,
        first_stock=morning.stock,
        received=bought + by_period(morning.coming, periods),
        **_lanes(region, axes, busy, wanted_ever)._asdict(),
        outside=outside,
        market=_market(np.asarray(params.market_share) * outside, wanted, wanted_ever),
        price=_prices(region, axes),
        **limits._asdict(),
        **windows._asdict(),
        host=None if params.grade_rate is None else host,
        host_rate=None if params.grade_rate is None else host_rate,
    )


def _makers(busy: Flags, params: Params) -> tuple[Whole, Whole, Whole, Numbers]:
    """Makers with lines, then grades on lines of others: place, good, the maker that hosts (else `NONE`) and the rate."""
    place, good = np.nonzero(busy)
    nobody = np.full(place.size, NONE), np.ones(place.size)
    if params.grade_rate is None:
        return place, good, *nobody
    rate = np.asarray(params.grade_rate, float)
    grade, host = np.nonzero(rate[:, good] > 0)
    return (
        np.concatenate([place, place[host]]),
        np.concatenate([good, grade]),
        np.concatenate([nobody[0], host]),
        np.concatenate([nobody[1], rate[grade, good[host]]]),
    )


def _as_grades(params: Params, lines: Numbers) -> Numbers:
    """What lines could make of grades in place of their own good; last axis good."""
    return np.zeros_like(lines) if params.grade_rate is None else lines @ np.asarray(params.grade_rate, float).T


class _Morning(NamedTuple):
    """Of a morning what lies, by place and good; by day, place and good what comes of itself, is bought, and lines can make."""

    stock: Numbers
    coming: Numbers
    bought: Numbers
    capacity: Numbers


def _on_the_day(params: Params, frozen: Levers, signals: Signals, day: int) -> _Morning:
    """What lies on a morning as computed and counted, what comes of what was made and sent before, and what is already placed."""
    orders, purchases = jnp.asarray(frozen.line_orders), jnp.asarray(frozen.purchases)
    states, bought, capacity = _history(params, orders, purchases, signals)
    before = initial(params) if day == 0 else jax.tree.map(lambda whole: whole[day - 1], states)
    state, _ = as_counted(params, before)
    coming = _coming(params, state, day, len(purchases))
    return _Morning(np.asarray(state.hand + state.depot), coming, np.asarray(bought, np.float64), np.asarray(capacity))


def _coming(params: Params, state: State, day: int, n_days: int) -> Numbers:
    """What is released and what arrives from a morning on, by day of the calendar, less what spoils on that day."""
    coming = np.zeros((n_days, *state.hand.shape))
    for pipeline in (state.in_process, state.in_transit):
        ahead = np.asarray(pipeline)[: n_days - day]
        coming[day : day + len(ahead)] += ahead
    return coming * (1.0 - np.asarray(params.spoilage))


@brief
def _history(
    params: Params, orders: jax.Array, purchases: jax.Array, signals: Signals
) -> tuple[State, jax.Array, jax.Array]:
    """The evening, the purchases that arrive and the capacity of every day with what is already placed."""
    capacity = capacity_path(params, orders)

    def day(state, now):  # type: ignore[no-untyped-def]
        state, _ = step(params, state, SupplyLevers(*now[0]), now[1])
        return state, state

    evenings: State = jax.lax.scan(day, initial(params), ((capacity, purchases), signals))[1]
    return evenings, jax.vmap(lambda today: bought_outside(params, today))(purchases), capacity


def _needs(params: Params, signals: Signals) -> Numbers:
    """Need by day, place, good and group; kits stand with the first group."""
    demand = np.asarray(signals.mask_demand)
    factor = np.ones((1, 1, 1), demand.dtype)
    if params.need_factor is not None:
        factor = np.asarray(params.need_factor)[:, None]
    demand = demand / factor
    patients = demand[..., 1] * float(params.patients_per_mask)
    with_patients = patients[..., None, None] * np.asarray(params.masks_per_patient)
    rest = np.maximum(demand - with_patients.sum(-2), 0.0)
    daily = (with_patients + rest[..., None, :] * np.asarray(params.mask_share)) * factor[:, :, None]
    daily[..., 0] += np.asarray(signals.test_kits_used)[..., None] * np.asarray(params.kit_share)
    return np.asarray(daily, float)


def _values(region: Region, params: Params) -> Numbers:
    """Worth of serving one unit, by good and group: each higher priority a stated multiple of the next."""
    levels = np.asarray(params.level_of_group)
    level = np.einsum("glq,l->gq", levels, np.arange(levels.shape[1], dtype=float))
    ratio = region.parameter("chain_priority_value_ratio").value
    lowest = region.parameter("chain_lowest_value_price_ratio").value
    return np.asarray(np.asarray(params.price)[:, None] * lowest * ratio ** (levels.shape[1] - 1 - level))


def _prices(region: Region, axes: Axes) -> Numbers:
    """Yuan a unit; 1 where the table leaves it blank, which it may where nothing can be bought: a weight that nobody pays."""
    price = {row.good: row.price_yuan for row in region.rows(Good)}
    return np.array([1.0 if price[good] is None else price[good] for good in axes.goods], float)


def _reach(params: Params, labour: Numbers, periods: Calendar) -> Numbers:
    """What a line of each option ordered in one week can make in a period, research that holds it back included; week × period × option."""
    ramp = np.maximum(np.asarray(params.option_ramp_days), 1.0)
    ready = periods.order_day[:, None, None] + np.asarray(params.option_lead_days)
    grown = np.arange(1, labour.shape[0] + 1)[None, :, None] - ready
    daily = np.asarray(params.option_units_per_day) * np.clip(grown / ramp, 0.0, 1.0) * labour
    if params.locks is not None:
        day = jnp.arange(1.0, labour.shape[0] + 1.0)[:, None]
        daily = daily * np.asarray(opened(day, params.locks.option_day, params.locks.option_ramp_days))
    return np.asarray(np.add.reduceat(daily, periods.first_day, axis=1))


class _Taken(NamedTuple):
    taken_of_option: Whole
    taken: Numbers


def _taken(
    params: Params, labour: Numbers, periods: Calendar, number: Mapping[tuple[int, int], int], options: int
) -> _Taken:
    """What converted lines would have made in each period, and whose; a place without such a line gives up nothing."""
    of_option = np.full(options, NONE)
    taken = np.zeros((len(periods.order_day), len(periods.days), options))
    if params.conversions is None:
        return _Taken(of_option, taken)
    given_up = params.conversions
    after = np.arange(labour.shape[0])[None, :] >= periods.order_day[:, None]
    found = zip(*(np.asarray(part).tolist() for part in (given_up.option, given_up.place, given_up.good)), strict=True)
    for (option, place, good), units in zip(found, np.asarray(given_up.units_per_day, float), strict=True):
        if (place, good) in number and units > 0:
            of_option[option] = number[place, good]
            daily = units * after * labour[:, place, good]
            taken[:, :, option] = np.add.reduceat(daily, periods.first_day, axis=1)
    return _Taken(of_option, taken)


class _Lanes(NamedTuple):
    lane_from: Whole
    lane_to: Whole
    lane_good: Whole
    lane_days: Numbers
    lane_cost: Numbers


def _lanes(region: Region, axes: Axes, makes: Flags, wanted: Flags) -> _Lanes:
    """From places that make a good to all others that want it."""
    size = len(axes.places)
    days = np.full((size, size), region.parameter("supply_default_transport_days").value)
    cost = np.zeros((size, size))
    for row in region.rows(Arc):
        if row.origin in axes.places and row.destination in axes.places:
            at = axes.places.index(row.origin), axes.places.index(row.destination)
            days[at], cost[at] = row.lag_days, row.cost_yuan_per_unit
    start, end, good = np.nonzero(makes[:, None, :] & wanted[None] & ~np.eye(size, dtype=bool)[:, :, None])
    return _Lanes(start, end, good, days[start, end], cost[start, end])


def _market(reached: Numbers, wanted: Numbers, wanted_ever: Flags) -> Numbers:
    """What users of each place reach of the market: in proportion to what they want, evenly where nobody does."""
    share = np.where(wanted.sum(1, keepdims=True) > 0, wanted, wanted_ever)
    total = share.sum(1, keepdims=True)
    return np.asarray(reached[:, None, :] * share / np.where(total > 0, total, 1.0))


def weekly(data: ChainData, values: Numbers) -> Numbers:
    """Sums over each order week of values by period."""
    first: Whole = np.searchsorted(data.first_day, data.order_day)
    return np.asarray(np.add.reduceat(values, first, axis=0), float)
