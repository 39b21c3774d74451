"""Where each decision and each limit of the chain programme stands.

Why this file exists: a network of cities has many cells that can never hold anything; they are left out here, once, so
that the programme and whoever reads its solution agree on what is where. It writes no coefficient.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.plan.chain.data import ChainData

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


class Cells(NamedTuple):
    """What is kept of the network.

    A cell is a place and a good that is needed, made, used or in stock there; `of` is its number, -1 where there is
    none. A need is a place, a good and a group. A fair row is a place, a good and a level.
    """

    place: Whole
    good: Whole
    of: Whole
    need_place: Whole
    need_good: Whole
    need_group: Whole
    need_level: Whole
    buyer: Whole
    """Cells of goods that come from outside."""
    lane: Whole
    """Lanes between cells."""
    fair_place: Whole
    fair_good: Whole
    fair_level: Whole


class Columns(NamedTuple):
    """Where each kind of decision stands among the columns.

    `orders` week × option, `made` period × maker, `bought` and `market` period × buyer, `shipped` period × lane, `stock`
    period × cell, `served` period × need; `attained` level and `worst` level × good in
    units that the programme tells.
    """

    orders: Whole
    made: Whole
    bought: Whole
    market: Whole
    shipped: Whole
    stock: Whole
    served: Whole
    attained: Whole
    worst: Whole


class Rows(NamedTuple):
    """Where each kind of limit stands among the rows.

    `capacity` period × maker, `balance` period × cell, `outside` period × good, `family` week × family, `seat` seat,
    `budget` window, `attained` level, `fair` fair row.
    """

    capacity: Whole
    balance: Whole
    outside: Whole
    family: Whole
    seat: Whole
    budget: Whole
    attained: Whole
    fair: Whole


def cells_of(data: ChainData) -> Cells:
    """What is kept of a network."""
    needed = data.need.sum(0) > 0
    active = needed.any(-1) | (data.first_stock > 0) | (data.received.sum(0) > 0)
    active[data.maker_place, data.maker_good] = True
    maker, used = np.nonzero(data.recipe[data.maker_good] > 0)
    active[data.maker_place[maker], used] = True
    place, good = np.nonzero(active)
    of = np.full(active.shape, -1, np.int64)
    of[place, good] = np.arange(place.size)
    at, what, group = np.nonzero(needed)
    level = data.level[what, group]
    fair = sorted(set(zip(at.tolist(), what.tolist(), level.tolist(), strict=True)))
    fair_place, fair_good, fair_level = (np.array(column, np.int64) for column in zip(*fair, strict=True)) if fair else (
        np.empty(0, np.int64),
    ) * 3  # fmt: skip
    lane = (of[data.lane_from, data.lane_good] >= 0) & (of[data.lane_to, data.lane_good] >= 0)
    return Cells(
        place=place,
        good=good,
        of=of,
        need_place=at,
        need_good=what,
        need_group=group,
        need_level=level,
        buyer=np.flatnonzero(data.outside.sum(0)[good] > 0),
        lane=np.flatnonzero(lane),
        fair_place=fair_place,
        fair_good=fair_good,
        fair_level=fair_level,
    )


def columns_of(data: ChainData, cells: Cells) -> tuple[Columns, int]:
    """Positions of the decisions, and how many there are."""
    periods, levels = len(data.days), n_levels(data)
    shapes = {
        "orders": (len(data.order_day), len(data.option_cost)),
        "made": (periods, len(data.maker_good)),
        "bought": (periods, cells.buyer.size),
        "market": (periods, cells.buyer.size),
        "shipped": (periods, cells.lane.size),
        "stock": (periods, cells.place.size),
        "served": (periods, cells.need_place.size),
        "attained": (levels,),
        "worst": (levels, len(data.price)),
    }
    blocks, size = _numbered(shapes)
    return Columns(**blocks), size


def rows_of(data: ChainData, cells: Cells) -> tuple[Rows, int]:
    """Positions of the limits, and how many there are."""
    periods = len(data.days)
    shapes = {
        "capacity": (periods, len(data.maker_good)),
        "balance": (periods, cells.place.size),
        "outside": (periods, len(data.price)),
        "family": data.family_limit.shape,
        "seat": data.seat_limit.shape,
        "budget": data.budget.shape,
        "attained": (n_levels(data),),
        "fair": (cells.fair_place.size,),
    }
    blocks, size = _numbered(shapes)
    return Rows(**blocks), size


def n_levels(data: ChainData) -> int:
    """How many priorities there are."""
    return int(data.level.max(initial=-1)) + 1


def _numbered(shapes: dict[str, tuple[int, ...]]) -> tuple[dict[str, Whole], int]:
    """Consecutive positions for blocks of these shapes, and how many there are."""
    found: dict[str, Whole] = {}
    start = 0
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        found[name] = np.arange(start, start + size).reshape(shape)
        start += size
    return found, start
