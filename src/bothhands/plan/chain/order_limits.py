"""What limits orders of lines and purchases: makers' weeks, room at sites, and money by fund and window.

Why this file exists: what was placed before has used some of each. An order that breaks a limit stays, for it is placed;
the limit is then nothing, and the breach is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.sites import Site
from bothhands.levers.catalogue import Levers
from bothhands.plan.chain.data import DAYS_PER_WEEK, Calendar, Numbers, Whole, by_period, whole_weeks
from bothhands.plan.funds import in_one, left_of

if TYPE_CHECKING:
    from bothhands.plan.chain.from_region import Placed


class OrderLimits(NamedTuple):
    """Cost of lines, their makers' weeks and the room at sites; as in `ChainData`."""

    option_cost: Numbers
    family_of_option: Whole
    family_limit: Numbers
    seat_of_option: Whole
    seat_limit: Numbers


class Windows(NamedTuple):
    """Money of each window, and what is paid from it; as in `ChainData`."""

    budget: Numbers
    line_part: Numbers
    purchase_part: Numbers


def order_limits(region: Region, axes: Axes, placed: Levers, order_day: Whole) -> OrderLimits:
    """What is left of makers' weeks and room.

    Parameters
    ----------
    region, axes
        Tables of equipment and sites.
    placed
        Lines ordered before.
    order_day
        First day of each week of orders.
    """
    kinds = {(row.line_class, row.good): row for row in region.rows(Equipment)}
    options = axes.line_options
    pairs = list(dict.fromkeys((option.line_class, option.good) for option in options))
    left, room, seats = _left(region, axes, placed, order_day)
    return OrderLimits(
        option_cost=np.array([kinds[option.line_class, option.good].cost_yuan for option in options], float),
        family_of_option=np.array([pairs.index((option.line_class, option.good)) for option in options], np.int64),
        family_limit=whole_weeks(np.maximum(left, 0.0), order_day),
        seat_of_option=np.array([seats.index((option.site, option.good)) for option in options], np.int64),
        seat_limit=np.maximum(room, 0.0),
    )


def breaches(region: Region, axes: Axes, placed: Levers, order_day: Whole) -> tuple[str, ...]:
    """Limits that orders placed before break, in words; they stay all the same.

    Parameters
    ----------
    region, axes, placed, order_day
        As for `order_limits`.
    """
    left, room, seats = _left(region, axes, placed, order_day)
    pairs = list(dict.fromkeys((option.line_class, option.good) for option in axes.line_options))
    beyond = np.floor(1e-9 - left)
    told = [
        f"{pairs[n][1]}, {pairs[n][0]}: {beyond[week, n]:g} more placed than makers take in week {week + 1}"
        for week, n in np.argwhere(beyond > 0)
    ]
    return (*told, *(f"{site}, {good}: {-room[n]:g} more placed than there is room for" for n, (site, good) in enumerate(seats) if room[n] < -1e-9))  # fmt: skip


def money_windows(axes: Axes, placed: Placed, periods: Calendar) -> Windows:
    """Money by fund: all that is left, each pot of it, and nothing on days on which no pot pays.

    Parameters
    ----------
    axes
        The calendar.
    placed
        Money left by fund and its pots; what frozen orders cost is out of the first already, and is taken from their pots here.
    periods
        Of the plan.
    """
    budget, line, purchase = [], [], []
    from_day = axes.days[int(periods.first_day[0])]
    for fund, of_lines in zip(placed.funds, (True, False), strict=True):
        left = placed.money.get(fund, np.inf)
        named = fund in placed.money and fund in placed.pots
        pots = in_one(left_of(placed.pots[fund], fund, placed.frozen, from_day)) if named else []
        days = [np.array([pot.pays_on(day) for day in axes.days]) for pot in pots]
        anywhere = np.any(days, axis=0) if pots else np.full(axes.n_days, not named)
        spans = [(left, anywhere)]
        spans += [(pot.money, own) for pot, own in zip(pots, days, strict=True)] if len(pots) > 1 else []
        spans += [] if anywhere[int(periods.first_day[0]) :].all() else [(0.0, ~anywhere)]
        for amount, pays in spans:
            budget.append(amount)
            line.append(pays[periods.order_day] * float(of_lines))
            purchase.append(by_period(pays[:, None].astype(float), periods)[:, 0] / periods.days * float(not of_lines))
    return Windows(np.array(budget), np.array(line, float), np.array(purchase, float))


def _left(
    region: Region, axes: Axes, placed: Levers, order_day: Whole
) -> tuple[Numbers, Numbers, list[tuple[str, str]]]:
    """What is left by week and family, and by seat, below nothing where too much is placed; the seats' names.

    Makers have the orders of the last days before the first week in their hands still.
    """
    kinds = {(row.line_class, row.good): row for row in region.rows(Equipment)}
    sites = {(row.site, row.good): row for row in region.rows(Site)}
    options = axes.line_options
    pairs = list(dict.fromkeys((option.line_class, option.good) for option in options))
    seats = list(dict.fromkeys((option.site, option.good) for option in options))
    ordered = np.asarray(placed.line_orders, float)
    this_week = np.add.reduceat(ordered, order_day, axis=0) if options else np.zeros((len(order_day), 0))
    if options:
        this_week[0] += ordered[max(order_day[0] - DAYS_PER_WEEK + 1, 0) : order_day[0]].sum(0)
    of_family = np.array([[pair == (o.line_class, o.good) for pair in pairs] for o in options], float)
    of_seat = np.array([[seat == (o.site, o.good) for seat in seats] for o in options], float)
    shape = (len(options), len(pairs)), (len(options), len(seats))
    makers = np.array([kinds[pair].orders_per_week for pair in pairs], float)
    room = np.array([sites[seat].lines_possible for seat in seats], float)
    left = makers - this_week @ of_family.reshape(shape[0])
    return left, room - ordered.sum(0) @ of_seat.reshape(shape[1]), seats
