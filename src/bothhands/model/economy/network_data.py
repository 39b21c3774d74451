"""Firm networks as arrays, from a list of links in any order.

Why this file exists: loops of `network.py` want links by buyer and sector, in whole numbers of four bytes. Numpy only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.firm_network import FirmNetwork
from bothhands.model.economy.network import Network

MOST_SHOWN = 20
LEAST_DAYS = 1.0
"""Days of input without which a firm could not make a normal day's output."""


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
        Days of input each firm keeps; less than 1 counts as 1, for what comes today is used tomorrow.

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
        need_start.astype(np.int32), firm_start.astype(np.int32), np.maximum(stock_days, LEAST_DAYS).astype(np.float32),
        by_supplier.astype(np.int32), np.searchsorted(supplier[by_supplier], np.arange(firms + 1)).astype(np.int32),
    )  # fmt: skip


def network_from(firms: FirmNetwork) -> Network:
    """The network of a user's own firms and links."""
    return network_of(firms.sector, firms.buyer, firms.supplier, firms.amount, firms.final, firms.stock_days)


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
