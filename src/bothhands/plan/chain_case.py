"""What questions about a chain are asked of: the region on a day, its needs by day, what is ordered, and supply run alone.

Why this file exists: when a chain is complete, what a week costs and which links are missing are all asked of one state of
affairs. Needs come from the run of a strategy without rules, or from a plan that was written; they are held while lines
move, so that what a late line does to infection is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.recipes import Recipe
from bothhands.levers.catalogue import ORDERS, Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.model.programs import brief
from bothhands.model.signals import Signals
from bothhands.model.supply.capacity import capacity_path
from bothhands.model.supply.flows import Flows
from bothhands.model.supply.params import Params
from bothhands.model.supply.state import initial
from bothhands.model.supply.step import SupplyLevers, masks_of_days, step
from bothhands.observe.fitted import fit_region
from bothhands.plan.chain import ChainLayer, Effort
from bothhands.plan.chain.whole import USUAL
from bothhands.plan.funds import funds_of, money_left
from bothhands.plan.outer import with_orders
from bothhands.plan.problem import problem_of
from bothhands.plan.saved import Saved
from bothhands.plan.strategy import Strategy, reference_asked, strategy

Numbers = npt.NDArray[np.float64]


class ChainCase(NamedTuple):
    """A region's chain on a day.

    `need` is what people need by day, good and group, over the region; `orders` the measures that are placed or planned,
    `levers` the same as arrays with the past. `strategy` is whose needs they are, blank for a plan that was given; `given` says
    whether the orders are of that plan too, or the chain layer's.
    """

    region: Region
    axes: Axes
    params: Params
    signals: Signals
    need: Numbers
    orders: tuple[Measure, ...]
    levers: Levers
    as_of: date
    strategy: str = ""
    given: bool = True

    @property
    def today(self) -> int:
        """The as-of day, counted from the first day of the calendar."""
        return self.axes.day_index(self.as_of)


class Situation(NamedTuple):
    """A region on a day and the run whose needs count; `strategy` is its name, blank for a plan that was given.

    `orders` are those of the plan; None where the chain is yet to be ordered. Nothing of them is in `past`.
    """

    region: Region
    axes: Axes
    params: Params
    past: Levers
    signals: Signals
    as_of: date
    orders: tuple[Measure, ...] | None
    strategy: str
    prices: Mapping[str, float] = {}
    """Factors of the prices of goods; 1 where none is named."""


def situation(region: Region, as_of: date, saved: Saved | None = None, wanted: str = "") -> Situation:
    """A region on a day and whose needs count.

    Parameters
    ----------
    region
        The region; figures not known on the day are left out.
    as_of
        Day the planner stands on.
    saved
        A plan that was written for this day: its strategy and its orders. None: a reference strategy.
    wanted
        Name of the reference strategy; blank for the best one.

    Raises
    ------
    InputError
        Where no reference strategy has that name (BH-CLI-001) or the day is not in the calendar (BH-CHN-007).
    """
    _check_day(region, as_of)
    fitted = fit_region(region, as_of, sampled=True)
    known, axes, model, past = fitted.region, fitted.axes, fitted.model, fitted.past
    problem = problem_of(known, axes, model, past, as_of)
    if saved is not None:
        orders = tuple(one for one in saved.measures if one.lever in ORDERS)
        supplied_problem = with_orders(problem, orders, axes, past)
        signals = _signals(strategy("plan", model, supplied_problem, saved.decisions))
        return Situation(known, axes, model.supply, past, signals, as_of, orders, "")
    best = reference_asked(axes, model, problem, wanted)
    return Situation(known, axes, model.supply, past, _signals(best), as_of, None, best.name)


def _check_day(region: Region, as_of: date) -> None:
    """Nothing can be asked of a chain on a day outside the calendar (BH-CHN-007)."""
    start, end = region.settings.start, region.settings.end
    if not start <= as_of <= end:
        what, expected = f"{as_of} is not in the calendar of {region.name}", f"a day from {start} to {end}"
        raise InputError(Fault("BH-CHN-007", what, expected, "change --as-of"))


def chain_of_day(now: Situation) -> ChainCase:
    """The chain of a situation: with the orders of a plan, else what the chain layer orders.

    Parameters
    ----------
    now
        The region on the day and its run.
    """
    if now.orders is not None:
        return ordered(now, now.orders, given=True)
    layer = layer_of(now)
    tomorrow = now.as_of + timedelta(days=1)
    orders = layer.propose(now.signals, (), money_left(funds_of(now.region), (), tomorrow), tomorrow).measures
    return ordered(now, orders)


def chain_case(region: Region, as_of: date, saved: Saved | None = None, wanted: str = "") -> ChainCase:
    """The chain of a region as it stands on a day; parameters and errors as for `situation`."""
    return chain_of_day(situation(region, as_of, saved, wanted))


def layer_of(now: Situation, effort: Effort = USUAL) -> ChainLayer:
    """The chain layer of a situation."""
    return ChainLayer(now.region, now.axes, now.past, effort=effort, params=now.params, prices=now.prices)


def ordered(now: Situation, orders: Sequence[Measure], given: bool = False) -> ChainCase:
    """A situation with orders placed; `given` where they came with its plan."""
    case = case_of(now.region, now.axes, now.params, now.signals, orders, now.past, now.as_of)
    return case._replace(strategy=now.strategy, given=given)


def case_of(
    region: Region,
    axes: Axes,
    params: Params,
    signals: Signals,
    orders: Sequence[Measure],
    past: Levers,
    as_of: date,
) -> ChainCase:
    """A chain case from its parts, the needs by good worked out.

    Parameters
    ----------
    region, axes, params
        The region as known on the day.
    signals
        By day over the whole calendar.
    orders
        Measures that order lines or goods.
    past
        Levers without them.
    as_of
        Day the planner stands on.
    """
    need = np.asarray(masks_of_days(params, jnp.asarray(signals.mask_demand)), float).sum(1)
    need[..., 0] += np.asarray(signals.test_kits_used).sum(1)[:, None] * np.asarray(params.kit_share)
    levers = to_arrays(tuple(orders), axes, past)
    return ChainCase(region, axes, params, signals, need, tuple(orders), levers, as_of)


def _signals(one: Strategy) -> Signals:
    signals: Signals = jax.tree.map(np.asarray, one.record.signals)
    return signals


def supplied(params: Params, levers: Levers, signals: Signals) -> Flows:
    """Flows of supply alone by day, under signals that are held.

    Parameters
    ----------
    params
        Supply's.
    levers
        With the orders placed.
    signals
        By day over the whole calendar.
    """
    flows: Flows = jax.tree.map(
        np.asarray, _supplied(params, jnp.asarray(levers.line_orders), jnp.asarray(levers.purchases), signals)
    )
    return flows


def stocks_of(case: ChainCase, asked: Sequence[tuple[str, str, date]]) -> dict[tuple[str, str, date], float]:
    """Computed stock at hand and in depots on the evening of days, without what is on the way or waits for release.

    Parameters
    ----------
    case
        The chain on a day.
    asked
        Place, good and day.

    Raises
    ------
    InputError
        For every day outside the calendar (BH-CHN-006).
    """
    axes = case.axes
    out = sorted({day for _, _, day in asked if not axes.start <= day <= axes.end})
    if out:
        span = f"{axes.start} to {axes.end}"
        raise InputError([Fault("BH-CHN-006", f"{day} is not in the calendar", span, "correct the day") for day in out])
    shelf = np.asarray(
        _shelves(case.params, jnp.asarray(case.levers.line_orders), jnp.asarray(case.levers.purchases), case.signals)
    )
    return {
        (place, good, day): float(shelf[axes.day_index(day), axes.places.index(place), axes.goods.index(good)])
        for place, good, day in asked
    }


def chain_of(region: Region, goods: Sequence[str]) -> tuple[str, ...]:
    """Goods and all they are made of, inputs first.

    Parameters
    ----------
    region
        Its recipes have no circle.
    goods
        To start from.
    """
    inputs: dict[str, list[str]] = {}
    for row in region.rows(Recipe):
        inputs.setdefault(row.good, []).append(row.input)
    ordered: list[str] = []

    def visit(good: str) -> None:
        for part in inputs.get(good, ()):
            visit(part)
        if good not in ordered:
            ordered.append(good)

    for good in goods:
        visit(good)
    return tuple(ordered)


@brief
def _supplied(params: Params, orders: jax.Array, purchases: jax.Array, signals: Signals) -> Flows:
    def day(state, now):  # type: ignore[no-untyped-def]
        state, flows = step(params, state, SupplyLevers(*now[0]), now[1])
        return state, flows

    made: Flows = jax.lax.scan(day, initial(params), ((capacity_path(params, orders), purchases), signals))[1]
    return made


@brief
def _shelves(params: Params, orders: jax.Array, purchases: jax.Array, signals: Signals) -> jax.Array:
    """Stock at hand and in depots by day, place and good."""

    def day(state, now):  # type: ignore[no-untyped-def]
        state, _ = step(params, state, SupplyLevers(*now[0]), now[1])
        return state, state.hand + state.depot

    made: jax.Array = jax.lax.scan(day, initial(params), ((capacity_path(params, orders), purchases), signals))[1]
    return made
