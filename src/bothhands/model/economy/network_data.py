"""Firm networks as arrays: from a list of links, or drawn with the sizes and degrees the literature reports.

Why this file exists: loops of `network.py` want links by buyer and sector, in whole numbers of four bytes; people have lists of names.
Numpy only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.model.economy.network import Network

ROUNDS = 60
"""Passes in which output, orders and amounts are made to agree; each multiplies the gap by the share of inputs in output."""
SIZE_EXPONENT = 1.06
"""Pareto exponent of firm sizes (Axtell 2001, Science 293:1818, doi 10.1126/science.1062081: 1.059)."""
DEGREE_EXPONENT = 1.3
"""Pareto exponent of numbers of suppliers (Fujiwara & Aoyama 2010, EPJ B 77:565, doi 10.1140/epjb/e2010-00275-2: about 1.35)."""
STOCK_DAYS, LEAST_STOCK_DAYS = 9.0, 2.0
"""Mean days of stock, Poisson, and the least (Inoue & Todo 2019)."""
MOST_SHOWN = 20


def network_of(
    sector: NDArray[np.integer],
    buyer: NDArray[np.integer],
    supplier: NDArray[np.integer],
    amount: NDArray[np.floating],
    final: NDArray[np.floating],
    stock_days: NDArray[np.floating],
) -> Network:
    """A network from a list of links in any order.

    Parameters
    ----------
    sector
        Of each firm, whole numbers.
    buyer, supplier
        Numbers of the firms of each link.
    amount
        Value a day delivered on each link at rest.
    final
        Value a day each firm sells to final demand at rest; its output is this and what it delivers.
    stock_days
        Days of input each firm keeps.

    Raises
    ------
    InputError
        With every fault, and how many rows each has: unknown firms, a firm that buys from itself, a link given twice, amounts that are
        negative or not finite, final demand below zero, a firm that sells nothing.
    """
    bought, sold = buyer.astype(np.int64), supplier.astype(np.int64)
    _check(len(sector), bought, sold, np.asarray(amount, float), np.asarray(final, float))
    order = np.lexsort((sold, sector[sold], bought))
    buyer, supplier, amount = bought[order], sold[order], np.asarray(amount, np.float64)[order]
    firms, links = len(sector), len(buyer)
    first = np.ones(links, bool)
    first[1:] = (buyer[1:] != buyer[:-1]) | (sector[supplier[1:]] != sector[supplier[:-1]])
    need_start = np.append(np.flatnonzero(first), links)
    firm_start = np.searchsorted(buyer[need_start[:-1]], np.arange(firms + 1))
    by_supplier = np.argsort(supplier, kind="stable")
    output = np.asarray(final, np.float64) + np.bincount(supplier, amount, firms)
    return Network(
        output.astype(np.float32), np.asarray(final, np.float32), supplier.astype(np.int32), amount.astype(np.float32),
        need_start.astype(np.int32), firm_start.astype(np.int32), np.asarray(stock_days, np.float32),
        by_supplier.astype(np.int32), np.searchsorted(supplier[by_supplier], np.arange(firms + 1)).astype(np.int32),
    )  # fmt: skip


def _check(
    firms: int, buyer: NDArray[np.int64], supplier: NDArray[np.int64], amount: NDArray[np.float64], final: NDArray[np.float64]
) -> None:  # fmt: skip
    """Every fault of a list of links."""
    known = (buyer >= 0) & (buyer < firms) & (supplier >= 0) & (supplier < firms)
    pair = buyer * max(firms, 1) + supplier
    _, where, count = np.unique(pair, return_index=True, return_counts=True)
    twice = np.zeros(len(buyer), bool)
    twice[where[count > 1]] = True
    sold = np.bincount(supplier[known], np.nan_to_num(amount[known]), firms) + final
    tests = (
        ("BH-NET-001", ~known, "names a firm that is not in the list", f"numbers 0 to {firms - 1}"),
        ("BH-NET-002", buyer == supplier, "has a firm that buys from itself", "two firms"),
        ("BH-NET-003", twice, "stands more than once", "one row for two firms"),
        ("BH-NET-004", ~(np.isfinite(amount) & (amount > 0)), "has an amount that is not above zero", "an amount above zero"),
    )  # fmt: skip
    faults = [_fault(code, rows, what, expected, "link") for code, rows, what, expected in tests if rows.any()]
    tests_of_firms = (
        ("BH-NET-005", ~(np.isfinite(final) & (final >= 0)), "has a final demand below zero", "zero or more"),
        ("BH-NET-006", ~(sold > 0), "sells nothing", "a customer or final demand"),
    )
    faults += [
        _fault(code, rows, what, expected, "firm") for code, rows, what, expected in tests_of_firms if rows.any()
    ]
    if faults:
        raise InputError(faults)


def _fault(code: str, rows: NDArray[np.bool_], what: str, expected: str, kind: str) -> Fault:
    """A fault of many rows, the first of them named."""
    at = np.flatnonzero(rows)
    shown = ", ".join(str(int(n)) for n in at[:MOST_SHOWN]) + (", …" if len(at) > MOST_SHOWN else "")
    return Fault(
        code,
        f"{len(at)} {kind}{'s' if len(at) > 1 else ''} ({shown}): each {what}",
        expected,
        "correct or drop these rows",
    )


def synthetic(
    firms: int,
    coefficients: NDArray[np.floating],
    suppliers_mean: float = 3.5,
    seed: int = 1,
) -> Network:
    """A network drawn at random: Pareto sizes and numbers of suppliers, suppliers by sector as an input–output table says.

    Parameters
    ----------
    firms
        How many.
    coefficients
        (supplying sector, using sector): value of input per value of output; columns add up to less than 1.
    suppliers_mean
        Mean number of suppliers (Japan: 1.1 million firms and about 5 million links; Inoue & Todo 2019).
    seed
        Of every draw.

    Notes
    -----
    A firm's sector is drawn uniformly, its suppliers in proportion to their size within the sector drawn from its column. Drawing one
    supplier twice gives one link. Amounts: a firm's inputs are its column's sum × its output, split over its links alike; output = final
    demand + deliveries, solved by repetition. Final demand goes with size.
    """
    generator = np.random.default_rng(seed)
    n_sectors = coefficients.shape[0]
    size = generator.pareto(SIZE_EXPONENT, firms) + 1.0
    size = np.minimum(size, firms**0.5 * 10)
    sector = generator.integers(0, n_sectors, firms)
    degree = generator.pareto(DEGREE_EXPONENT, firms) + 1.0
    degree = np.minimum(degree, firms / 100 + 10)
    degree = generator.poisson(degree * suppliers_mean / degree.mean())
    buyer = np.repeat(np.arange(firms), degree)
    cumulative = np.cumsum(coefficients / coefficients.sum(0), axis=0)
    want = (generator.random(len(buyer))[:, None] > cumulative.T[sector[buyer]]).sum(1)
    supplier = np.empty(len(buyer), np.int64)
    for one in range(n_sectors):
        at, own = np.flatnonzero(want == one), np.flatnonzero(sector == one)
        share = np.cumsum(size[own]) / size[own].sum()
        supplier[at] = own[np.searchsorted(share, generator.random(len(at)))]
    pair = np.unique(buyer[buyer != supplier] * firms + supplier[buyer != supplier])
    buyer, supplier = pair // firms, pair % firms
    share = coefficients.sum(0)[sector[buyer]] / np.bincount(buyer, minlength=firms)[buyer]
    output = final = size
    for _ in range(ROUNDS):
        output = final + np.bincount(supplier, share * output[buyer], firms)
    days = np.maximum(generator.poisson(STOCK_DAYS, firms), LEAST_STOCK_DAYS)
    return network_of(sector, buyer, supplier, share * output[buyer], final, days)
