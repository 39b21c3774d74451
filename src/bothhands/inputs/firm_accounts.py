"""Which firms of a register share one account in a run: place × sector × size × how long their cash lasts, at most 5,000 accounts.

Why this file exists: a coupled run carries a few thousand firms, and names along the firm axis are settled before any model is made. Firms of
one place, sector and size differ most in what decides whether they live, the days that their cash lasts; so they are cut there. What
an account holds is made in `model/firms/representatives.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bothhands.inputs.tables.firms import Firm

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
MOST = 5_000
"""Accounts of a run at most; more only where more places × sectors have firms."""


def accounts_of(rows: Sequence[Firm], most: int = MOST) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Names of the accounts, and the account of each firm; each firm its own where there are few.

    Parameters
    ----------
    rows
        Firms of the modelled places.
    most
        How many accounts there may be.
    """
    if len(rows) <= most:
        return tuple(row.firm for row in rows), ()
    kinds = [(row.place, row.sector, row.size or "") for row in rows]
    if len(set(kinds)) > most:
        kinds = [(place, sector, "") for place, sector, _ in kinds]
    order = {kind: n for n, kind in enumerate(dict.fromkeys(kinds))}
    group = np.array([order[kind] for kind in kinds], np.int64)
    lasting = np.array([_days_of_cash(row) for row in rows])
    account = cut(group, lasting, max(most, len(order)))
    names: list[str] = [""] * (int(account.max()) + 1)
    within: dict[tuple[str, str, str], set[int]] = {}
    for kind, at in zip(kinds, account.tolist(), strict=True):
        own = within.setdefault(kind, set())
        if at not in own:
            own.add(at)
            names[at] = "/".join([*filter(None, kind), str(len(own))])
    return tuple(names), tuple(account.tolist())


def cut(group: Whole, lasting: Numbers, most: int) -> Whole:
    """Account of each firm: every group cut into parts of nearly one size along how long funds last.

    Parameters
    ----------
    group
        Number of each firm's group, from 0 without gaps.
    lasting
        What firms of a group are ordered by.
    most
        How many accounts there may be, no fewer than groups.

    Notes
    -----
    Each group has one account, the rest go by the root of its size, never more than it has firms.
    """
    size = np.bincount(group)
    order = np.lexsort((lasting, group))
    first = np.cumsum(size) - size
    rank = np.arange(len(group)) - first[group[order]]
    parts = _parts(size, most)
    start = np.cumsum(parts) - parts
    account = np.empty(len(group), np.int64)
    account[order] = start[group[order]] + rank * parts[group[order]] // size[group[order]]
    return account


def _parts(size: Whole, most: int) -> Whole:
    """Accounts of each group."""
    parts = np.ones(len(size), np.int64)
    while (spare := most - int(parts.sum())) > 0 and (parts < size).any():
        want = np.where(parts < size, np.sqrt(size), 0.0)
        more = np.minimum(np.floor(spare * want / want.sum()).astype(np.int64), size - parts)
        if not more.any():
            break
        parts += more
    return parts


def _days_of_cash(row: Firm) -> float:
    """Days of sales that a firm's cash is; unknown ones come first."""
    if row.cash_yuan is None or not row.sales_yuan_per_year:
        return -1.0
    return 365.0 * row.cash_yuan / row.sales_yuan_per_year
