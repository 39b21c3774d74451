"""A solved chain plan in the goods' own units: served, made, bought, sent, in stock, by period.

Why this file exists: the solver counts in units of its own and in cells; tables, answers and the next plan want arrays by
period, place and good. It reads a solution and changes nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bothhands.plan.chain.data import ChainData, Numbers, arrivals, kept_between
from bothhands.plan.chain.program import Program


class Quantities(NamedTuple):
    """Axes period, place, good, group; maker; lane; week and option for orders. Units of the good."""

    orders: Numbers
    served: Numbers
    made: Numbers
    able: Numbers
    """What lines that stand or are ordered could make; period × maker."""
    bought: Numbers
    market: Numbers
    shipped: Numbers
    stock: Numbers


def quantities(data: ChainData, program: Program, x: Numbers) -> Quantities:
    """Decisions of a solution.

    Parameters
    ----------
    data, program
        The problem.
    x
        Columns of its solution.
    """
    cells, columns, unit = program.cells, program.columns, program.unit
    served, stock = np.zeros(data.need.shape), np.zeros(data.need.shape[:3])
    served[:, cells.need_place, cells.need_good, cells.need_group] = x[columns.served] * unit[cells.need_good]
    stock[:, cells.place, cells.good] = x[columns.stock] * unit[cells.good]
    bought, market = np.zeros(stock.shape), np.zeros(stock.shape)
    place, good = cells.place[cells.buyer], cells.good[cells.buyer]
    bought[:, place, good] = x[columns.bought] * unit[good]
    market[:, place, good] = x[columns.market] * unit[good]
    shipped = np.zeros((len(data.days), len(data.lane_good)))
    shipped[:, cells.lane] = x[columns.shipped] * unit[data.lane_good[cells.lane]]
    orders = x[columns.orders]
    made = x[columns.made] * unit[data.maker_good]
    return Quantities(orders, served, made, able(data, orders), bought, market, shipped, stock)


def able(data: ChainData, orders: Numbers) -> Numbers:
    """What all lines can make, a grade where its host makes nothing else; period × maker.

    Parameters
    ----------
    data
        The chain problem.
    orders
        Lines by week and option.
    """
    found = data.standing.copy()
    grown = np.einsum("wo,wto->to", orders, data.reach)
    np.add.at(found.T, data.maker_of_option, grown.T)
    converted = np.flatnonzero(data.taken_of_option >= 0)
    lost = np.einsum("wo,wto->to", orders[:, converted], data.taken[:, :, converted])
    np.subtract.at(found.T, data.taken_of_option[converted], lost.T)
    grades = data.hosted()
    if data.host is not None and data.host_rate is not None:
        found[:, grades] = data.host_rate[grades] * found[:, data.host[grades]]
    return found


def imbalance(data: ChainData, found: Quantities) -> Numbers:
    """What does not add up, as a share of what was handled; period × place × good.

    Parameters
    ----------
    data
        The chain problem.
    found
        Quantities of a solution.

    Notes
    -----
    Computed from the quantities alone, without the matrix of the programme, so that an entry left out of it shows.
    """
    shape = found.stock.shape
    released, used, left, arrived = (np.zeros(shape) for _ in range(4))
    for maker, (place, good) in enumerate(zip(data.maker_place, data.maker_good, strict=True)):
        begun, ended, share = arrivals(data.first_day, data.days, float(data.release_days[good]))
        np.add.at(released[:, place, good], ended, share * found.made[begun, maker])
        used[:, place] += found.made[:, maker, None] * data.recipe[good]
    for lane, good in enumerate(data.lane_good):
        begun, ended, share = arrivals(data.first_day, data.days, float(data.lane_days[lane]))
        share = share * kept_between(data.keep, begun, ended)[:, good]
        np.add.at(arrived[:, data.lane_to[lane], good], ended, share * found.shipped[begun, lane])
        left[:, data.lane_from[lane], good] += found.shipped[:, lane]
    before = np.concatenate([data.first_stock[None], found.stock[:-1]]) * data.keep[:, None]
    gains = before + data.received + released + arrived + found.bought + found.market
    losses = left + used + found.served.sum(-1)
    handled = np.abs(gains) + np.abs(losses) + np.abs(found.stock)
    return np.asarray(np.abs(found.stock - gains + losses) / np.maximum(handled, 1e-9 * handled.max(initial=1e-300)))
