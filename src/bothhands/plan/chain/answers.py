"""What a solved chain plan can be asked: what binds when, what one more line would do, why somebody was not served.

Why this file exists: a price alone convinces nobody. So each bottleneck is confirmed by solving again with one more line, and
a price is traced up the chain to the limit it comes from. It changes no plan.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.plan.chain.data import DAYS_PER_WEEK, ChainData, Numbers, week_of_period
from bothhands.plan.chain.pool import pooled
from bothhands.plan.chain.priorities import reward
from bothhands.plan.chain.program import MONEY_UNIT, Program, program
from bothhands.plan.chain.quantities import quantities
from bothhands.plan.chain.whole import Decided, decide
from bothhands.plan.highs import INFINITY, Solution, Solver

BINDING = 1e-9
"""Price, in units of the objective, from which a limit counts as binding."""


class Rent(NamedTuple):
    """A maker that binds from a period on, and what one more line there was found to do."""

    maker: int
    period: int
    rent: float
    """Joint objective gained per unit of capacity, yuan."""
    line: float
    """Output of the line added, units a day."""
    gain: float
    """Joint objective gained with it, yuan."""
    cut: Numbers
    """What need goes unmet less with it, by good, over all periods."""


class Reason(NamedTuple):
    """A limit that keeps somebody from being served: `no source` (nobody makes or sells it), `lines`, `outside supply`,
    `money` or `not yet there`."""

    limit: str
    good: int
    price: float
    """Joint objective gained per unit of the good, yuan; 0 where time is the limit or there is no source."""


def capacity_rents(decided: Decided) -> Numbers:
    """Joint objective gained per unit of capacity, yuan; period × maker.

    Parameters
    ----------
    decided
        The plan; prices are those of its network with the lines as ordered.
    """
    prices = decided.whole.row_prices[decided.program.rows.capacity] * MONEY_UNIT
    return np.asarray(np.maximum(prices, 0.0) / decided.program.unit[decided.data.maker_good])


def good_prices(decided: Decided) -> Numbers:
    """Joint objective gained per unit of a good in a place, yuan; period × place × good, nothing where nobody wants it.

    Parameters
    ----------
    decided
        The plan.
    """
    cells, found = decided.program.cells, np.zeros(decided.data.need.shape[:3])
    prices = decided.whole.row_prices[decided.program.rows.balance] * MONEY_UNIT / decided.program.unit[cells.good]
    found[:, cells.place, cells.good] = np.maximum(prices, 0.0)
    return found


def cover_days(decided: Decided) -> Numbers:
    """Days the stock at the end of a period lasts at the need of the next; infinite where nothing is needed.

    Parameters
    ----------
    decided
        The plan; period × place × good.
    """
    data = decided.data
    stock = quantities(data, decided.program, decided.whole.x).stock
    daily = data.need.sum(-1) / data.days[:, None, None]
    coming = np.concatenate([daily[1:], daily[-1:]])
    return np.where(coming > 0, stock / np.where(coming > 0, coming, 1.0), np.inf)


def bottlenecks(decided: Decided, most: int = 5) -> tuple[Rent, ...]:
    """The makers where one more line gains most, each confirmed by solving the network again with it.

    Parameters
    ----------
    decided
        The plan.
    most
        How many makers are looked at.

    Notes
    -----
    The line makes what the largest line that may be ordered for the maker makes at full rate, or where there is none what
    stands divided by ten, from the first period in which the maker binds. Looked at are those whose rents promise most for a line: the price of a
    unit alone says little, for a line of resin makes thousands of times what a line of suits does, and where prices are not unique it may promise what no line gains.
    """
    data, made = decided.data, decided.program
    rents = capacity_rents(decided) * data.days[:, None]
    lines = np.array([_line(data, maker) for maker in range(rents.shape[1])])
    solver, start = _held(decided)
    before = _unmet(made, start.x)
    found = []
    for maker in np.argsort(-rents.sum(0) * lines, kind="stable")[:most]:
        if not (rents[:, maker] > BINDING).any():
            continue
        period, line = int(np.argmax(rents[:, maker] > BINDING)), float(lines[maker])
        rows = made.rows.capacity[period:, maker]
        upper = made.problem.row_upper[rows]
        nothing = np.full(rows.size, -INFINITY)
        solver.set_rows(rows, nothing, upper + line * data.days[period:] / made.unit[data.maker_good[maker]])
        after = solver.solve()
        solver.set_rows(rows, nothing, upper)
        rent = float(rents[:, maker].sum() / data.days[rents[:, maker] > BINDING].sum())
        gain = (after.objective - start.objective) * MONEY_UNIT
        found.append(Rent(int(maker), period, rent, line, gain, before - _unmet(made, after.x)))
    return tuple(sorted(found, key=lambda one: -one.gain))


def why_not_served(decided: Decided, place: int, good: int, period: int) -> tuple[Reason, ...]:
    """The limits that keep a need from being met, from the good itself up to what it is made of.

    Parameters
    ----------
    decided
        The plan.
    place, good, period
        Where, what and when; nothing is returned where everybody is served.

    Notes
    -----
    Goods of this period, and for what takes days to release or arrive, of periods before, are limited by lines or by what
    comes from outside; both are read from their prices. What nobody makes or sells, at any remove, has no price to read. Where
    nothing of this holds, what was made is not there yet.
    """
    data, rows = decided.data, decided.program.rows
    found = quantities(data, decided.program, decided.whole.x)
    need = data.need[period, place, good].sum()
    if need - found.served[period, place, good].sum() <= 1e-6 * max(need, 1e-12):
        return ()
    chain = data.recipe > 0
    wanted = np.zeros(len(data.price), bool)
    wanted[good] = True
    for _ in range(len(data.price)):
        wanted |= wanted @ chain
    rents, unit = capacity_rents(decided), decided.program.unit
    outside = np.maximum(decided.whole.row_prices[rows.outside], 0.0) * MONEY_UNIT / unit
    until = slice(max(period - DAYS_PER_WEEK, 0), period + 1)
    reasons = [Reason("no source", one, 0.0) for one in _without_source(data, good)]
    for one in np.flatnonzero(wanted):
        lines = rents[until, data.maker_good == one].max(initial=0.0)
        supply = outside[until, one].max(initial=0.0)
        reasons += [Reason("lines", int(one), float(lines))] if lines > BINDING else []
        reasons += [Reason("outside supply", int(one), float(supply))] if supply > BINDING else []
    reasons += _money(decided, good, period)
    return tuple(reasons) or (Reason("not yet there", good, 0.0),)


def _without_source(data: ChainData, good: int) -> list[int]:
    """What a good lacks for good: itself where nobody makes or sells it, else such inputs of what is made for it."""
    makers = data.standing.sum(0) > 0
    taken, room = data.family_limit.max(0, initial=0.0) > 0, data.seat_limit > 0
    may_come = taken[data.family_of_option] & room[data.seat_of_option] & (data.reach.sum((0, 1)) > 0)
    np.logical_or.at(makers, data.maker_of_option, may_come)
    if data.host is not None:
        makers[data.hosted()] = makers[data.host[data.hosted()]]
    made, sold = np.zeros((2, len(data.price)), bool)
    made[data.maker_good[makers]] = True
    sold[(data.outside.sum(0) > 0) | (data.received.sum((0, 1)) > 0)] = True
    looked_at, found = [good], []
    for one in looked_at:
        if made[one]:
            looked_at += [part for part in np.flatnonzero(data.recipe[one] > 0).tolist() if part not in looked_at]
        elif not sold[one]:
            found.append(one)
    return found


def overbuilding(decided: Decided) -> float:
    """Worth lost, yuan, by having ordered these lines where need falls after its peak to what it is at the end.

    Parameters
    ----------
    decided
        The plan.

    Notes
    -----
    Need of the region keeps to the plan until the period of its peak; then it is that of the last period, by day. The loss is
    against a plan made for this need in hindsight, both on the pool.
    """
    pool = pooled(decided.data)
    daily = pool.need / pool.days[:, None, None, None]
    peak = int(np.argmax((daily * pool.worth).sum((1, 2, 3))))
    least = np.minimum(daily, daily[-1:])
    later = np.arange(len(daily))[:, None, None, None] > peak
    falls = np.asarray(np.where(later, least, daily) * pool.days[:, None, None, None], float)
    best = decide(pool._replace(need=falls))
    made = program(pool._replace(need=falls))
    solver = Solver(made.problem)
    columns = made.columns.orders.ravel()
    solver.set_columns(columns, decided.orders.ravel(), decided.orders.ravel())
    held = solver.solve().objective
    solver.set_columns(columns, best.orders.ravel(), best.orders.ravel())
    return max(solver.solve().objective - held, 0.0) * MONEY_UNIT


def _held(decided: Decided) -> tuple[Solver, Solution]:
    """The network with the plan's lines, solved."""
    made = decided.program
    solver = Solver(made.problem)
    columns = made.columns.orders.ravel()
    solver.set_columns(columns, decided.orders.ravel(), decided.orders.ravel())
    reward(solver, made, decided.floors)
    return solver, solver.solve()


def _unmet(made: Program, x: Numbers) -> Numbers:
    """Need that is not served, by good."""
    served = made.columns.served
    short = (made.problem.upper[served] - x[served]).sum(0) * made.unit[made.cells.need_good]
    return np.asarray(np.bincount(made.cells.need_good, short, made.unit.size), float)


def _line(data: ChainData, maker: int) -> float:
    """Units a day of one more line."""
    options = np.flatnonzero(data.maker_of_option == maker)
    if options.size:
        return float((data.reach[0][:, options] / data.days[:, None]).max())
    return float((data.standing[:, maker] / data.days).max()) / 10.0


def _money(decided: Decided, good: int, period: int) -> list[Reason]:
    """Money of a window that pays lines or purchases of the period, where it binds."""
    data = decided.data
    week = int(week_of_period(data)[period])
    here = (data.line_part[:, : week + 1].sum(1) > 0) | (data.purchase_part[:, period] > 0)
    prices = decided.relaxed.row_prices[decided.pool.rows.budget]
    binding = [float(price) for price in prices[here] if price > BINDING]
    return [Reason("money", good, max(binding))] if binding else []
