"""The chain as a linear programme over a network: lines, purchases, shipments, stocks and who is served, by period.

Why this file exists: the programme is written once as numpy blocks, so that it can be passed to HiGHS in one go and
compared with the same model written by hand elsewhere. It reads no region, knows no priority but what the data say, and
proposes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bothhands.plan.chain.data import DAYS_PER_WEEK, ChainData, arrivals, kept_between
from bothhands.plan.chain.layout import Cells, Columns, Rows, cells_of, columns_of, rows_of
from bothhands.plan.highs import INFINITY, Problem

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MONEY_UNIT = 1e6
"""Yuan in a unit of the objective, to keep numbers near one."""
SOONER = 1e-3
"""Worth lost with each week of waiting, so that of equal plans the one that serves sooner counts; ASSUMED, small."""
PUBLIC_LAST = 1e-5
"""How much dearer public money counts than that of users, so that of equal plans the one that spends less of it counts; ASSUMED, small."""


@dataclass(frozen=True)
class Program:
    """A problem, where its parts stand, and the unit each good is counted in within it."""

    problem: Problem
    cells: Cells
    columns: Columns
    rows: Rows
    unit: Numbers
    full: Numbers
    """Worth of serving all that a level needs, in units of the objective."""
    full_of_good: Numbers
    """The same by level and good."""
    attained_unit: Numbers
    """Worth of one unit of the columns `attained`, which keeps them near the others in size."""
    worst_unit: Numbers
    """The same of `worst`."""
    need_worth: Numbers
    """Worth of one unit of the columns `served`, by need."""

    def attained(self, x: Numbers) -> Numbers:
        """Worth of what a solution serves of each level, from who is served: the columns `attained` hold it to rounding."""
        served = self.need_worth * x[self.columns.served].sum(0)
        return np.asarray(np.bincount(self.cells.need_level, served, self.columns.attained.size), float)

    def worth(self, x: Numbers) -> float:
        """Worth served less cost of a solution, priorities left out."""
        return float(self.problem.cost @ x)


class _Entries:
    """Entries of the matrix, block by block."""

    def __init__(self) -> None:
        self.rows: list[Whole] = []
        self.columns: list[Whole] = []
        self.values: list[Numbers] = []

    def add(self, rows: Whole, columns: Whole, values: Numbers | float) -> None:
        """Add entries; the three are broadcast together and zeros are left out."""
        r, c, v = np.broadcast_arrays(rows, columns, np.asarray(values, float))
        used = v != 0.0
        self.rows.append(r[used].astype(np.int64))
        self.columns.append(c[used].astype(np.int64))
        self.values.append(v[used])


def program(data: ChainData) -> Program:
    """The linear programme of a chain problem.

    Notes
    -----
    Maximise Σ worth · sooner · served − price · ((1 + `PUBLIC_LAST`) · bought + market) − lane cost · shipped − line cost · orders over
    periods t, subject to

    - made(t, m) + Σ taken · orders ≤ standing(t, m) + Σ reach · orders, a converted line being taken from its maker; a
      grade made on the lines of another good takes made / rate of what they could make of that good;
    - stock(t, p, g) = keep(t, g) · stock(t − 1, p, g) + received + released + arrived + bought + market − shipped − inputs
      used − served, where what is made in a period is released, and what is shipped arrives, a lag later, spread over
      periods in proportion to the days they share; what is on the way spoils as what lies;
    - Σ over places of bought + market ≤ outside(t, g); market ≤ what users of the place reach; served ≤ need;
    - orders ≤ what makers of equipment take a week, room at a site, and the money of a window; purchases likewise;
    - attained(l) ≤ Σ worth · served of a level; worst(l, g) ≤ worth of all the level needs × Σ served /
      Σ need over all periods, in every place.

    `sooner` is (1 − `SOONER`) to the power of the weeks from the start to the middle of the period. `attained` and
    `worst` have no worth here: priorities give them one. Serving nobody and ordering nothing is always allowed, so there
    is always a solution. Shipping is paid by whoever ships, not from the funds of a window.
    """
    unit, cells = _units(data), cells_of(data)
    columns, n_columns = columns_of(data, cells)
    rows, n_rows = rows_of(data, cells)
    entries = _Entries()
    _capacity_entries(entries, data, columns, rows, unit)
    _balance_entries(entries, data, cells, columns, rows, unit)
    _lag_entries(entries, data, cells, columns, rows)
    _limit_entries(entries, data, cells, columns, rows, unit)
    reached = _level_entries(entries, data, cells, columns, rows, unit)
    row_lower, row_upper = _row_limits(data, cells, rows, n_rows, unit)
    problem = Problem(
        cost=_cost(data, cells, columns, n_columns, unit),
        lower=np.zeros(n_columns),
        upper=_upper(data, cells, columns, n_columns, unit),
        row_lower=row_lower,
        row_upper=row_upper,
        rows=np.concatenate(entries.rows),
        columns=np.concatenate(entries.columns),
        values=np.concatenate(entries.values),
        maximise=True,
    )
    return Program(problem, cells, columns, rows, unit, reached[0].sum(1), *reached, _need_worth(data, cells, unit))


def _units(data: ChainData) -> Numbers:
    """Unit of each good: its peak need a day in the region, of people or of makers of what people need."""
    unit = (data.need.sum((1, 3)) / data.days[:, None]).max(axis=0, initial=0.0)
    for _ in range(len(unit)):
        unit = np.maximum(unit, unit @ data.recipe)
    return np.where(unit > 0, unit, 1.0)


def _need_worth(data: ChainData, cells: Cells, unit: Numbers) -> Numbers:
    """Worth of one unit served, by need, in units of the objective."""
    return np.asarray((data.worth * unit[:, None])[cells.need_good, cells.need_group] / MONEY_UNIT)


def sooner(data: ChainData) -> Numbers:
    """Weight of each period, lower the later it is."""
    weeks = (data.first_day - data.first_day[:1] + data.days / 2) / DAYS_PER_WEEK
    return np.asarray((1.0 - SOONER) ** weeks)


def _cost(data: ChainData, cells: Cells, columns: Columns, n_columns: int, unit: Numbers) -> Numbers:
    """Worth of serving less what everything costs."""
    cost = np.zeros(n_columns)
    cost[columns.orders] = -data.option_cost / MONEY_UNIT
    price = data.price * unit / MONEY_UNIT
    for kind, factor in ((columns.bought, 1.0 + PUBLIC_LAST), (columns.market, 1.0)):
        cost[kind] = -factor * price[cells.good[cells.buyer]]
    good = data.lane_good[cells.lane]
    cost[columns.shipped] = -data.lane_cost[cells.lane] * unit[good] / MONEY_UNIT
    cost[columns.served] = _need_worth(data, cells, unit) * sooner(data)[:, None]
    return cost


def _upper(data: ChainData, cells: Cells, columns: Columns, n_columns: int, unit: Numbers) -> Numbers:
    """Upper limits of the decisions."""
    upper = np.full(n_columns, INFINITY)
    room, makers = data.seat_limit[data.seat_of_option], data.family_limit[:, data.family_of_option]
    upper[columns.orders] = np.minimum(room, makers)
    place, good = cells.place[cells.buyer], cells.good[cells.buyer]
    upper[columns.bought] = data.outside[:, good] / unit[good]
    upper[columns.market] = data.market[:, place, good] / unit[good]
    need = data.need[:, cells.need_place, cells.need_good, cells.need_group]
    upper[columns.served] = need / unit[cells.need_good]
    return upper


def _capacity_entries(entries: _Entries, data: ChainData, columns: Columns, rows: Rows, unit: Numbers) -> None:
    """made − Σ reach · orders + Σ taken · orders + Σ over grades on these lines of made / rate ≤ standing."""
    entries.add(rows.capacity, columns.made, 1.0)
    good = data.maker_good[data.maker_of_option]
    entries.add(rows.capacity[None][:, :, data.maker_of_option], columns.orders[:, None, :], -data.reach / unit[good])
    converted = np.flatnonzero(data.taken_of_option >= 0)
    source = data.taken_of_option[converted]
    taken = data.taken[:, :, converted] / unit[data.maker_good[source]]
    entries.add(rows.capacity[None][:, :, source], columns.orders[:, None, converted], taken)
    grades = data.hosted()
    if data.host is not None and data.host_rate is not None:
        host = data.host[grades]
        used = unit[data.maker_good[grades]] / unit[data.maker_good[host]] / data.host_rate[grades]
        entries.add(rows.capacity[:, host], columns.made[:, grades], used)


def _balance_entries(
    entries: _Entries, data: ChainData, cells: Cells, columns: Columns, rows: Rows, unit: Numbers
) -> None:
    """What moves a stock within its period."""
    entries.add(rows.balance, columns.stock, 1.0)
    entries.add(rows.balance[1:], columns.stock[:-1], -data.keep[1:, cells.good])
    entries.add(rows.balance[:, cells.buyer], columns.bought, -1.0)
    entries.add(rows.balance[:, cells.buyer], columns.market, -1.0)
    entries.add(rows.balance[:, cells.of[data.lane_from, data.lane_good][cells.lane]], columns.shipped, 1.0)
    entries.add(rows.balance[:, cells.of[cells.need_place, cells.need_good]], columns.served, 1.0)
    maker, used = np.nonzero(data.recipe[data.maker_good] > 0)
    good = data.maker_good[maker]
    per_unit = data.recipe[good, used] * unit[good] / unit[used]
    entries.add(rows.balance[:, cells.of[data.maker_place[maker], used]], columns.made[:, maker], per_unit)


def _lag_entries(entries: _Entries, data: ChainData, cells: Cells, columns: Columns, rows: Rows) -> None:
    """What is released and what arrives, each after its lag."""
    released = data.release_days[data.maker_good]
    for lag in np.unique(released):
        which = np.flatnonzero(released == lag)
        left, arrived, share = arrivals(data.first_day, data.days, float(lag))
        cell = cells.of[data.maker_place[which], data.maker_good[which]]
        entries.add(rows.balance[arrived][:, cell], columns.made[left][:, which], -share[:, None])
    travelled = data.lane_days[cells.lane]
    for lag in np.unique(travelled):
        which = np.flatnonzero(travelled == lag)
        lane = cells.lane[which]
        left, arrived, share = arrivals(data.first_day, data.days, float(lag))
        cell = cells.of[data.lane_to[lane], data.lane_good[lane]]
        kept = share[:, None] * kept_between(data.keep, left, arrived)[:, data.lane_good[lane]]
        entries.add(rows.balance[arrived][:, cell], columns.shipped[left][:, which], -kept)


def _limit_entries(
    entries: _Entries, data: ChainData, cells: Cells, columns: Columns, rows: Rows, unit: Numbers
) -> None:
    """Outside supply, makers, sites and money."""
    good = cells.good[cells.buyer]
    entries.add(rows.outside[:, good], columns.bought, 1.0)
    entries.add(rows.outside[:, good], columns.market, 1.0)
    entries.add(rows.family[:, data.family_of_option], columns.orders, 1.0)
    entries.add(rows.seat[data.seat_of_option], columns.orders, 1.0)
    named = np.flatnonzero(np.isfinite(data.budget))
    window = rows.budget[named][:, None, None]
    entries.add(window, columns.orders, data.line_part[named][:, :, None] * data.option_cost / MONEY_UNIT)
    spent = (data.price * unit)[good] / MONEY_UNIT
    entries.add(window, columns.bought, data.purchase_part[named][:, :, None] * spent)


def _level_entries(
    entries: _Entries, data: ChainData, cells: Cells, columns: Columns, rows: Rows, unit: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """What a level attains, and the worst place's share of each good; worth of all that is needed, and of the columns."""
    good, level = cells.need_good, cells.need_level
    worth = _need_worth(data, cells, unit)
    attained_unit = np.ones(columns.attained.size)
    np.maximum.at(attained_unit, level, worth)
    entries.add(rows.attained, columns.attained, 1.0)
    entries.add(rows.attained[level], columns.served, -worth / attained_unit[level])
    total = data.need.sum(0)[cells.need_place, good, cells.need_group] / unit[good]
    full, size = np.zeros(columns.worst.shape), np.zeros(columns.worst.shape)
    np.add.at(full, (level, good), worth * total)
    np.add.at(size, (level, good), total / len(data.need[0]))
    fair_of = np.full((*cells.of.shape, columns.attained.size), -1, np.int64)
    fair_of[cells.fair_place, cells.fair_good, cells.fair_level] = np.arange(rows.fair.size)
    fair = fair_of[cells.need_place, good, level]
    whole = np.bincount(fair, total, rows.fair.size)
    at = cells.fair_level, cells.fair_good
    entries.add(rows.fair[fair], columns.served, -1.0)
    entries.add(rows.fair, columns.worst[at], whole / size[at])
    return full, attained_unit, np.where(size > 0, full / np.where(size > 0, size, 1.0), 1.0)


def _row_limits(data: ChainData, cells: Cells, rows: Rows, n_rows: int, unit: Numbers) -> tuple[Numbers, Numbers]:
    """Lower and upper limit of every row."""
    lower, upper = np.full(n_rows, -INFINITY), np.zeros(n_rows)
    upper[rows.capacity] = data.standing / unit[data.maker_good]
    upper[rows.capacity[:, data.hosted()]] = INFINITY
    given = data.received[:, cells.place, cells.good]
    given[:1] += data.keep[:1, cells.good] * data.first_stock[cells.place, cells.good]
    lower[rows.balance] = upper[rows.balance] = given / unit[cells.good]
    upper[rows.outside] = data.outside / unit
    upper[rows.family] = data.family_limit
    upper[rows.seat] = data.seat_limit
    upper[rows.budget] = data.budget / MONEY_UNIT
    return lower, upper
