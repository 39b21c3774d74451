"""What the chain plan needs, by week: needs, capacity, ramps, limits and prices as numpy arrays.

Why this file exists: the run works by day and place, the linear programme by week and for the region's pool, as the
run's own sharing does. The sums from one to the other stand here; nothing is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.sites import Site
from bothhands.levers.catalogue import Levers
from bothhands.model.programs import Program
from bothhands.model.signals import Signals
from bothhands.model.supply.capacity import capacity_path, opened
from bothhands.model.supply.params import Params
from bothhands.model.supply.state import initial
from bothhands.model.supply.step import SupplyLevers, step

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
DAYS_PER_WEEK = 7


class ChainData(NamedTuple):
    """One chain problem. Axes: week, option (line that may be ordered), maker (a place and a good), good, group.

    Quantities in the good's own unit, money in yuan. `reach` is what a line of an option ordered at the start of one
    week can make in another; `maker_of_option` is its maker. `lag_weeks` may have a fraction. `family` numbers a class
    of line and a good, `seat` a site and a good.
    """

    first_day: Whole
    days: Whole
    need: Numbers
    value: Numbers
    standing: Numbers
    reach: Numbers
    maker_place: Whole
    maker_good: Whole
    maker_of_option: Whole
    recipe: Numbers
    keep: Numbers
    lag_weeks: Numbers
    process_weeks: Numbers
    first_stock: Numbers
    outside: Numbers
    market: Numbers
    price: Numbers
    option_cost: Numbers
    family_of_option: Whole
    family_limit: Numbers
    seat_of_option: Whole
    seat_limit: Numbers
    budget: Numbers
    """Money for lines and for purchases; infinite where the fund is not named."""


class Placed(NamedTuple):
    """What a chain plan starts from: levers with what is ordered, signals of the last run by day, money left."""

    levers: Levers
    signals: Signals
    money: Numbers


def chain_data(region: Region, axes: Axes, params: Params, placed: Placed, from_day: date) -> ChainData:
    """The chain problem that starts on a day.

    Parameters
    ----------
    region, axes, params
        The region and its supply.
    placed
        What the last run and earlier orders leave to start from.
    from_day
        First day a measure may start.
    """
    signals, start = placed.signals, max(axes.day_index(from_day), 0)
    stock, capacity = _on_the_day(params, placed.levers, signals, start)
    first_day = np.arange(start, axes.n_days, DAYS_PER_WEEK)
    days = np.minimum(first_day + DAYS_PER_WEEK, axes.n_days) - first_day
    labour = np.einsum("pgs,tps->tpg", np.asarray(params.labour_weight), np.asarray(signals.labour_available))
    place, good = np.asarray(params.option_place), np.asarray(params.option_good)
    standing = _weekly(capacity * labour, first_day)
    busy = standing.sum(0) > 0
    busy[place, good] = True
    maker_place, maker_good = np.nonzero(busy)
    number = {pair: n for n, pair in enumerate(zip(maker_place.tolist(), maker_good.tolist(), strict=True))}
    outside = np.asarray(params.outside_supply, np.float64) * days[:, None].astype(np.float64)
    limits = _limits(region, axes, placed.levers, first_day)
    return ChainData(
        first_day=first_day,
        days=days,
        need=_needs(params, signals, first_day),
        value=_values(region, params),
        standing=standing[:, maker_place, maker_good],
        reach=_reach(params, labour[:, place, good], first_day),
        maker_place=maker_place,
        maker_good=maker_good,
        maker_of_option=np.array([number[pair] for pair in zip(place.tolist(), good.tolist(), strict=True)], np.int64),
        recipe=np.asarray(params.recipe),
        keep=(1.0 - np.asarray(params.spoilage)) ** DAYS_PER_WEEK,
        lag_weeks=(np.asarray(params.process_days) + np.asarray(params.transit_days).mean(0)) / DAYS_PER_WEEK,
        process_weeks=np.asarray(params.process_days) / DAYS_PER_WEEK,
        first_stock=stock,
        outside=outside,
        market=outside * np.asarray(params.market_share),
        price=np.asarray(params.price),
        budget=placed.money,
        option_cost=limits.option_cost,
        family_of_option=limits.family_of_option,
        family_limit=limits.family_limit,
        seat_of_option=limits.seat_of_option,
        seat_limit=limits.seat_limit,
    )


def _on_the_day(params: Params, frozen: Levers, signals: Signals, day: int) -> tuple[Numbers, Numbers]:
    """Stock of the region on a morning, by good, and capacity of what stands or is ordered, by day, place and good."""
    stock, capacity = _history(params, jnp.asarray(frozen.line_orders), jnp.asarray(frozen.purchases), signals)
    before = np.asarray(params.first_stock) if day == 0 else np.asarray(stock)[day - 1]
    return before.sum(0), np.asarray(capacity)


@Program
def _history(params: Params, orders: jax.Array, purchases: jax.Array, signals: Signals) -> tuple[jax.Array, jax.Array]:
    """Stocks and capacity of every day with what is already placed."""
    capacity = capacity_path(params, orders)

    def day(state, now):  # type: ignore[no-untyped-def]
        state, flows = step(params, state, SupplyLevers(*now[0]), now[1])
        return state, flows.stock

    return jax.lax.scan(day, initial(params), ((capacity, purchases), signals))[1], capacity


def _weekly(daily: Numbers, first_day: Whole) -> Numbers:
    """Sums over each week of values by day."""
    return np.add.reduceat(daily, first_day, axis=0)


def _needs(params: Params, signals: Signals, first_day: Whole) -> Numbers:
    """Need of each good by week and group, all places together; kits stand with the first group."""
    demand = np.asarray(signals.mask_demand)
    patients = demand[..., 1] * float(params.patients_per_mask)
    with_patients = patients[..., None, None] * np.asarray(params.masks_per_patient)
    rest = np.maximum(demand - with_patients.sum(-2), 0.0)
    daily = with_patients + rest[..., None, :] * np.asarray(params.mask_share)
    daily[..., 0] += np.asarray(signals.test_kits_used)[..., None] * np.asarray(params.kit_share)
    return _weekly(daily.sum(1), first_day)


def _values(region: Region, params: Params) -> Numbers:
    """Worth of serving one unit, by good and group: each higher priority a stated multiple of the next."""
    levels = np.asarray(params.level_of_group)
    level = np.einsum("glq,l->gq", levels, np.arange(levels.shape[1], dtype=float))
    ratio = region.parameter("chain_priority_value_ratio").value
    lowest = region.parameter("chain_lowest_value_price_ratio").value
    return np.asarray(np.asarray(params.price)[:, None] * lowest * ratio ** (levels.shape[1] - 1 - level))


def _reach(params: Params, labour: Numbers, first_day: Whole) -> Numbers:
    """What a line of each option ordered at the start of one week can make in another, research that holds it back included; order week × week × option."""
    ramp = np.maximum(np.asarray(params.option_ramp_days), 1.0)
    ready = first_day[:, None, None] + np.asarray(params.option_lead_days)
    grown = np.arange(1, labour.shape[0] + 1)[None, :, None] - ready
    daily = np.asarray(params.option_units_per_day) * np.clip(grown / ramp, 0.0, 1.0) * labour
    if params.locks is not None:
        day = jnp.arange(1.0, labour.shape[0] + 1.0)[:, None]
        daily = daily * np.asarray(opened(day, params.locks.option_day, params.locks.option_ramp_days))
    return np.add.reduceat(daily, first_day, axis=1)


class _Limits(NamedTuple):
    """What limits orders of lines: their cost, their makers, the room at the sites."""

    option_cost: Numbers
    family_of_option: Whole
    family_limit: Numbers
    seat_of_option: Whole
    seat_limit: Numbers


def _limits(region: Region, axes: Axes, frozen: Levers, first_day: Whole) -> _Limits:
    """Cost of lines, weekly limits of their makers and room at the sites, less what is already placed."""
    kinds = {(row.line_class, row.good): row for row in region.rows(Equipment)}
    sites = {(row.site, row.good): row for row in region.rows(Site)}
    options = axes.line_options
    families = list(dict.fromkeys((option.line_class, option.good) for option in options))
    seats = list(dict.fromkeys((option.site, option.good) for option in options))
    family = np.array([families.index((option.line_class, option.good)) for option in options], np.int64)
    seat = np.array([seats.index((option.site, option.good)) for option in options], np.int64)
    placed = np.asarray(frozen.line_orders, float)
    this_week = np.add.reduceat(placed, first_day, axis=0) if len(options) else np.zeros((len(first_day), 0))
    per_family = this_week @ (family[:, None] == np.arange(len(families)))
    per_seat = np.array([placed[:, seat == n].sum() for n in range(len(seats))])
    makers = np.array([kinds[pair].orders_per_week for pair in families], float)
    room = np.array([sites[pair].lines_possible for pair in seats], float)
    return _Limits(
        option_cost=np.array([kinds[option.line_class, option.good].cost_yuan for option in options], float),
        family_of_option=family,
        family_limit=np.maximum(makers - per_family, 0.0),
        seat_of_option=seat,
        seat_limit=np.maximum(room - per_seat, 0.0),
    )


def money_of(budget: Mapping[str, float], line_fund: str, purchase_fund: str) -> Numbers:
    """Money left for lines and purchases; no limit where a fund is not named."""
    return np.array([budget.get(line_fund, np.inf), budget.get(purchase_fund, np.inf)])
