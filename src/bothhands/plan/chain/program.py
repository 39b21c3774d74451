"""The chain as a linear programme: weeks, lines, purchases, stocks and who is served.

Why this file exists: the programme is written once as numpy blocks, so that it can be passed to HiGHS in one go and
compared with the same model written by hand elsewhere. It reads no region and proposes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.plan.chain.data import ChainData
from bothhands.plan.highs import INFINITY, Problem

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MONEY_UNIT = 1e6
"""Yuan in a unit of the objective, to keep numbers near one."""


SOONER = 1e-3
"""Worth lost with each week of waiting, so that of equal plans the one that serves sooner counts; ASSUMED, small."""


class Columns(NamedTuple):
    """Where each kind of decision stands among the columns, by week."""

    orders: Whole
    bought: Whole
    market: Whole
    made: Whole
    stock: Whole
    served: Whole


class Rows(NamedTuple):
    """Where each kind of limit stands among the rows; by week but for `seat` and `budget`."""

    capacity: Whole
    balance: Whole
    outside: Whole
    family: Whole
    seat: Whole
    budget: Whole


@dataclass(frozen=True)
class Program:
    """A problem, where its parts stand, and the unit each good is counted in within it."""

    problem: Problem
    columns: Columns
    rows: Rows
    unit: Numbers


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
    `served` is a share of the need. Maximise Σ value · need · served − price · (bought + market) − cost · orders over
    weeks, subject to

    - made ≤ what standing lines and the lines ordered so far can make;
    - stock = kept stock + released + bought + market − inputs used − need · served, where output is released after its
    lag, a
      fraction of a week being split between two weeks;
    - bought + market ≤ outside supply, market ≤ the users' own share of it, served ≤ 1;
    - orders within the makers' weekly limit, the room at a site and the money for lines; bought within the money for
      purchases.

    Serving nobody and ordering nothing is always allowed, so there is always a solution.
    """
    unit = _units(data)
    column_blocks, n_columns = _numbered(_column_shapes(data))
    row_blocks, n_rows = _numbered(_row_shapes(data))
    columns, rows = Columns(**column_blocks), Rows(**row_blocks)
    entries = _Entries()
    _capacity_entries(entries, data, columns, rows, unit)
    _balance_entries(entries, data, columns, rows, unit)
    _limit_entries(entries, data, columns, rows, unit)
    cost = np.zeros(n_columns)
    cost[columns.orders] = -data.option_cost / MONEY_UNIT
    for kind in (columns.bought, columns.market):
        cost[kind] = -data.price * unit / MONEY_UNIT
    sooner = (1.0 - SOONER) ** np.arange(len(data.days))
    cost[columns.served] = data.value * data.need / MONEY_UNIT * sooner[:, None, None]
    upper = np.full(n_columns, INFINITY)
    room, makers = data.seat_limit[data.seat_of_option], data.family_limit[:, data.family_of_option]
    upper[columns.orders] = np.minimum(room, makers)
    upper[columns.bought] = data.outside / unit
    upper[columns.market] = data.market / unit
    upper[columns.served] = 1.0
    row_lower, row_upper = _row_limits(data, rows, n_rows, unit)
    problem = Problem(
        cost=cost,
        lower=np.zeros(n_columns),
        upper=upper,
        row_lower=row_lower,
        row_upper=row_upper,
        rows=np.concatenate(entries.rows),
        columns=np.concatenate(entries.columns),
        values=np.concatenate(entries.values),
        maximise=True,
    )
    return Program(problem, columns, rows, unit)


def _units(data: ChainData) -> Numbers:
    """Unit of each good: its peak weekly need, of people or of makers of what people need."""
    unit = data.need.sum(-1).max(axis=0, initial=0.0)
    for _ in range(len(unit)):
        unit = np.maximum(unit, unit @ data.recipe)
    return np.where(unit > 0, unit, 1.0)


def _column_shapes(data: ChainData) -> dict[str, tuple[int, ...]]:
    weeks, makers, goods = len(data.days), len(data.maker_good), len(data.price)
    by_good = (weeks, goods)
    return {
        "orders": (weeks, len(data.option_cost)),
        "bought": by_good,
        "market": by_good,
        "made": (weeks, makers),
        "stock": by_good,
        "served": data.need.shape,
    }


def _row_shapes(data: ChainData) -> dict[str, tuple[int, ...]]:
    weeks, makers, goods = len(data.days), len(data.maker_good), len(data.price)
    by_good = (weeks, goods)
    return {
        "capacity": (weeks, makers),
        "balance": by_good,
        "outside": by_good,
        "family": data.family_limit.shape,
        "seat": data.seat_limit.shape,
        "budget": (2,),
    }


def _numbered(shapes: dict[str, tuple[int, ...]]) -> tuple[dict[str, Whole], int]:
    """Consecutive positions for blocks of these shapes, and how many there are."""
    found: dict[str, Whole] = {}
    start = 0
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        found[name] = np.arange(start, start + size).reshape(shape)
        start += size
    return found, start


def _capacity_entries(entries: _Entries, data: ChainData, columns: Columns, rows: Rows, unit: Numbers) -> None:
    """made − Σ reach · orders ≤ standing."""
    entries.add(rows.capacity, columns.made, 1.0)
    good = data.maker_good[data.maker_of_option]
    entries.add(rows.capacity[None][:, :, data.maker_of_option], columns.orders[:, None, :], -data.reach / unit[good])


def _balance_entries(entries: _Entries, data: ChainData, columns: Columns, rows: Rows, unit: Numbers) -> None:
    """stock − kept stock − released − bought − market + used + served = stock of the first morning."""
    entries.add(rows.balance, columns.stock, 1.0)
    entries.add(rows.balance[1:], columns.stock[:-1], -data.keep)
    entries.add(rows.balance, columns.bought, -1.0)
    entries.add(rows.balance, columns.market, -1.0)
    entries.add(rows.balance[:, :, None], columns.served, data.need / unit[:, None])
    weeks = len(data.days)
    for maker, good in enumerate(data.maker_good):
        later, part = int(data.lag_weeks[good]), float(data.lag_weeks[good] % 1.0)
        for shift, share in ((later, 1.0 - part), (later + 1, part)):
            if shift < weeks:
                entries.add(rows.balance[shift:, good], columns.made[: weeks - shift, maker], -share)
        used = data.recipe[good] * unit[good] / unit
        entries.add(rows.balance, columns.made[:, maker, None], used)


def _limit_entries(entries: _Entries, data: ChainData, columns: Columns, rows: Rows, unit: Numbers) -> None:
    """Outside supply, makers, sites and money."""
    entries.add(rows.outside, columns.bought, 1.0)
    entries.add(rows.outside, columns.market, 1.0)
    if len(data.option_cost):
        entries.add(rows.family[:, data.family_of_option], columns.orders, 1.0)
        entries.add(rows.seat[data.seat_of_option], columns.orders, 1.0)
        entries.add(rows.budget[0], columns.orders, data.option_cost / MONEY_UNIT)
    entries.add(rows.budget[1], columns.bought, data.price * unit / MONEY_UNIT)


def _row_limits(data: ChainData, rows: Rows, n_rows: int, unit: Numbers) -> tuple[Numbers, Numbers]:
    """Lower and upper limit of every row."""
    lower, upper = np.full(n_rows, -INFINITY), np.zeros(n_rows)
    upper[rows.capacity] = data.standing / unit[data.maker_good]
    lower[rows.balance] = 0.0
    lower[rows.balance[0]] = upper[rows.balance[0]] = data.keep * data.first_stock / unit
    upper[rows.outside] = data.outside / unit
    upper[rows.family] = data.family_limit
    upper[rows.seat] = data.seat_limit
    upper[rows.budget] = data.budget / MONEY_UNIT
    return lower, upper
