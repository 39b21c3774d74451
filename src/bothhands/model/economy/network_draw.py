"""Firm networks drawn at random, with the sizes and degrees the literature reports and suppliers as an input–output table says.

Why this file exists: lists of who supplies whom are rarely open; a drawn network shows what a question would need, and measures speed. It is
no picture of any real firm. Numpy only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import axes_of
from bothhands.inputs.firm_network import STOCK_DAYS, numbering
from bothhands.inputs.input_output.national import activity_of, national_table, yearly_output
from bothhands.inputs.region import Region
from bothhands.model.economy.network import Network
from bothhands.model.economy.network_data import network_of

ROUNDS = 60
"""Passes in which output, orders and amounts are made to agree; each multiplies the gap by the share of inputs in output."""
SIZE_EXPONENT = 1.06
"""Pareto exponent of firm sizes (Axtell 2001, Science 293:1818, doi 10.1126/science.1062081: 1.059)."""
DEGREE_EXPONENT = 1.3
"""Pareto exponent of numbers of suppliers (Fujiwara & Aoyama 2010, EPJ B 77:565, doi 10.1140/epjb/e2010-00275-2: about 1.35)."""
SUPPLIERS_MEAN = 3.5
"""Mean number of suppliers (Japan: 1.1 million firms and about 5 million links; Inoue & Todo 2019)."""
LEAST_STOCK_DAYS = 2.0
"""Least days of stock; the mean is that of firms whose stock is not told (Inoue & Todo 2019)."""
DAYS_A_YEAR = 365.0


class Links(NamedTuple):
    """Firms and links as `network_of` takes them."""

    sector: NDArray[np.int64]
    buyer: NDArray[np.int64]
    supplier: NDArray[np.int64]
    amount: NDArray[np.float64]
    final: NDArray[np.float64]
    stock_days: NDArray[np.float64]


def synthetic(
    firms: int, coefficients: NDArray[np.floating], suppliers_mean: float = SUPPLIERS_MEAN, seed: int = 1
) -> Network:
    """A network drawn at random, every sector alike in number; parameters as in `drawn`."""
    return network_of(*drawn(firms, coefficients, suppliers_mean, seed))


def drawn(
    firms: int,
    coefficients: NDArray[np.floating],
    suppliers_mean: float = SUPPLIERS_MEAN,
    seed: int = 1,
    sector_share: NDArray[np.floating] | None = None,
) -> Links:
    """Firms and links drawn at random: Pareto sizes and numbers of suppliers, suppliers by sector as an input–output table says.

    Parameters
    ----------
    firms
        How many.
    coefficients
        (supplying sector, using sector): value of input per value of output; columns add up to less than 1.
    suppliers_mean
        Mean number of suppliers.
    seed
        Of every draw.
    sector_share
        Of the firms, by sector; all alike by default.

    Notes
    -----
    A firm's suppliers are drawn in proportion to their size within the sector drawn from its column. Drawing one supplier twice gives one
    link. Amounts: a firm's inputs are its column's sum × its output, split over its links alike; output = final demand + deliveries, solved
    by repetition. Final demand goes with size. A sector without firms supplies nothing. Firms are numbered as `numbering` says.
    """
    generator = np.random.default_rng(seed)
    n_sectors = coefficients.shape[0]
    size = generator.pareto(SIZE_EXPONENT, firms) + 1.0
    size = np.minimum(size, firms**0.5 * 10)
    if sector_share is None:
        sector = generator.integers(0, n_sectors, firms)
    else:
        sector = generator.choice(n_sectors, firms, p=sector_share)
    table = coefficients * (np.bincount(sector, minlength=n_sectors) > 0)[:, None]
    degree = generator.pareto(DEGREE_EXPONENT, firms) + 1.0
    degree = np.minimum(degree, firms / 100 + 10)
    degree = generator.poisson(degree * suppliers_mean / degree.mean())
    degree[table.sum(0)[sector] <= 0] = 0
    buyer = np.repeat(np.arange(firms), degree)
    supplier = _suppliers(generator, table, sector, size, buyer)
    pair = np.unique(buyer[buyer != supplier] * firms + supplier[buyer != supplier])
    buyer, supplier = pair // firms, pair % firms
    share = table.sum(0)[sector[buyer]] / np.bincount(buyer, minlength=firms)[buyer]
    output = final = size
    for _ in range(ROUNDS):
        output = final + np.bincount(supplier, share * output[buyer], firms)
    days = np.maximum(generator.poisson(STOCK_DAYS, firms), LEAST_STOCK_DAYS)
    amount, order = share * output[buyer], numbering(buyer, supplier, firms)
    number = np.empty(firms, np.int64)
    number[order] = np.arange(firms)
    return Links(sector[order], number[buyer], number[supplier], amount, final[order], days[order])


def _suppliers(
    generator: np.random.Generator, table: NDArray[np.floating], sector: NDArray[np.int64], size: NDArray[np.float64],
    buyer: NDArray[np.int64],
) -> NDArray[np.int64]:  # fmt: skip
    """A supplier of each link: its sector from the buyer's column, the firm in proportion to size."""
    whole = table.sum(0)
    cumulative = np.cumsum(table / np.where(whole > 0, whole, 1.0), axis=0)
    cumulative[-1] = 1.0
    want = (generator.random(len(buyer))[:, None] > cumulative.T[sector[buyer]]).sum(1)
    supplier = np.empty(len(buyer), np.int64)
    for one in range(len(table)):
        at, own = np.flatnonzero(want == one), np.flatnonzero(sector == one)
        share = np.cumsum(size[own]) / size[own].sum()
        supplier[at] = own[np.minimum(np.searchsorted(share, generator.random(len(at))), len(own) - 1)]
    return supplier


def drawn_for(
    region: Region, firms: int, suppliers_mean: float = SUPPLIERS_MEAN, seed: int = 1
) -> tuple[tuple[str, ...], Links]:
    """Sectors of a region, and a network drawn from its input–output table that makes the region's output, yuan a day.

    Parameters
    ----------
    region
        With its input–output table and value added by place and sector.
    firms
        How many.
    suppliers_mean, seed
        As in `drawn`.

    Notes
    -----
    Firms by sector go with its output (ASSUMED); amounts are scaled by one factor, so that all firms together make what the region's value
    added and the table's shares of it imply. Every input comes from a listed firm.
    """
    axes = axes_of(region)
    table = national_table(region, axes)
    value_added, _ = activity_of(region, axes)
    yearly = yearly_output(table, value_added.sum(0))
    links = drawn(firms, table.coefficients, suppliers_mean, seed, yearly / yearly.sum())
    scale = yearly.sum() / DAYS_A_YEAR / (links.final.sum() + links.amount.sum())
    return axes.sectors, links._replace(amount=links.amount * scale, final=links.final * scale)
