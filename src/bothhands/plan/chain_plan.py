"""A chain planned by itself: for the needs of one run, what to order, and all the solved programme can be asked.

Why this file exists: `plan` decides levers and chains together; who runs the chain alone wants its orders in seconds, with
the reasons. Needs are held. Orders of an earlier plan that are placed stay, so that planning again week by week is rolling.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.levers.measure import Measure
from bothhands.plan.chain.answers import Rent, bottlenecks, cover_days, good_prices, overbuilding, why_not_served
from bothhands.plan.chain.quantities import quantities
from bothhands.plan.chain.whole import USUAL, Decided, Effort
from bothhands.plan.chain_case import ChainCase, Situation, layer_of, ordered
from bothhands.plan.funds import funds_of, money_left
from bothhands.plan.layer import Proposal
from bothhands.plan.saved import Saved, placed

SHORT = 0.005
"""Part of a need that may go unmet before somebody is told to be unserved."""
HALF_A_UNIT = 0.5


class ChainPlan(NamedTuple):
    """What is ordered for held needs; `case` holds the chain with these orders and those placed before."""

    case: ChainCase
    decided: Decided
    proposal: Proposal
    frozen: tuple[Measure, ...]
    """Orders placed before, which stay."""


class Why(NamedTuple):
    """A limit that keeps a need unmet, at which good of the chain, and what one more unit there is worth."""

    limit: str
    good: str
    price: float


class Unserved(NamedTuple):
    """A need of a good in a place that is not met, over all days ahead, and the limits that keep it so on its worst days."""

    good: str
    place: str
    short: float
    share: float
    """Of the need that goes unmet."""
    worst: date
    """First day of the period in which most is lacking."""
    reasons: tuple[Why, ...]


class Cover(NamedTuple):
    """Fewest days the stock of a good in a place lasts, and the evening; dearest is what one more unit there is worth then."""

    good: str
    place: str
    days: float
    on: date
    price: float
    """Highest price of a unit over the days ahead, in the region's currency."""
    dearest: date


class Explained(NamedTuple):
    """Why a chain plan is as it is."""

    bottlenecks: tuple[Rent, ...]
    unserved: tuple[Unserved, ...]
    cover: tuple[Cover, ...]
    overbuilding: float
    """Worth lost with these lines if need falls to its last level after the peak, in the region's currency."""


def chain_plan(now: Situation, earlier: Saved | None = None, effort: Effort = USUAL) -> ChainPlan:
    """What to order in a situation.

    Parameters
    ----------
    now
        The region on the day and its run; orders it came with do not count, they are made anew.
    earlier
        A plan that was followed: what it ordered up to the day stays and is not paid again.
    effort
        How hard whole lines are searched.

    Raises
    ------
    InputError
        Where no day is left to order on (BH-CHN-007).
    """
    return planned(now, () if earlier is None else placed(earlier, now.as_of), effort)


def planned(now: Situation, frozen: Sequence[Measure] = (), effort: Effort = USUAL) -> ChainPlan:
    """What to order in a situation, with what is placed kept.

    Parameters
    ----------
    now
        The region on the day and its run.
    frozen
        Orders placed before.
    effort
        How hard whole lines are searched.
    """
    layer = layer_of(now, effort)
    first = now.as_of + timedelta(days=1)
    decided = layer.solved(now.signals, frozen, money_left(funds_of(now.region), frozen, first), first)
    if decided is None:
        raise InputError(
            Fault("BH-CHN-007", f"{first} is after the calendar, which ends on {now.axes.end}", "a day to order on", "choose an earlier --as-of")
        )  # fmt: skip
    proposal = layer.told(decided, frozen)
    orders = (*frozen, *proposal.measures)
    return ChainPlan(ordered(now, orders), decided, proposal, tuple(frozen))


def explained(plan: ChainPlan, most: int = 5) -> Explained:
    """What binds, who is not served and why, where stocks run low, and what the lines cost if need falls.

    Parameters
    ----------
    plan
        The plan.
    most
        Bottlenecks looked at, each by another solve.
    """
    return Explained(
        bottlenecks(plan.decided, most),
        _unserved(plan),
        _cover(plan),
        overbuilding(plan.decided),
    )


def day_of(plan: ChainPlan, period: int) -> date:
    """First day of a period."""
    return plan.case.axes.start + timedelta(days=int(plan.decided.data.first_day[period]))


def _unserved(plan: ChainPlan) -> tuple[Unserved, ...]:
    """Needs not met, by good and place, the largest in money first."""
    data, axes = plan.decided.data, plan.case.axes
    found = quantities(data, plan.decided.program, plan.decided.whole.x)
    short = (data.need - found.served).sum(-1)
    total, need = short.sum(0), data.need.sum((0, 3))
    open_needs = np.argwhere((total > HALF_A_UNIT) & (total > SHORT * need))
    told = []
    for place, good in sorted(open_needs.tolist(), key=lambda at: -total[at[0], at[1]] * data.price[at[1]]):
        period = int(np.argmax(short[:, place, good] / data.days))
        told.append(
            Unserved(
                axes.goods[good], axes.places[place], float(total[place, good]),
                float(total[place, good] / need[place, good]), day_of(plan, period),
                tuple(
                    Why(one.limit, axes.goods[one.good], one.price)
                    for one in why_not_served(plan.decided, place, good, period)
                ),
            )
        )  # fmt: skip
    return tuple(told)


def _cover(plan: ChainPlan) -> tuple[Cover, ...]:
    """Every good that people need in every place, the fewest days of cover first; the last period, which empties stocks, left out."""
    data, axes = plan.decided.data, plan.case.axes
    cover, price = np.maximum(cover_days(plan.decided).round(3), 0.0), good_prices(plan.decided)
    found = []
    for place, good in np.argwhere(data.need.sum((0, 3)) > 0).tolist():
        low = int(np.argmin(cover[: max(len(cover) - 1, 1), place, good]))
        dear = int(np.argmax(price[:, place, good]))
        found.append(
            Cover(
                axes.goods[good], axes.places[place], float(cover[low, place, good]),
                day_of(plan, low) + timedelta(days=int(data.days[low]) - 1),
                float(price[dear, place, good]), day_of(plan, dear),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.days, -one.price)))
