"""A few thousand firms that stand for a million: place × sector × size × how long their funds last.

Why this file exists: the coupled run carries at most 5,000 firms. Firms of one cell and size differ most in what decides
whether they live: the days that cash and what they are owed last. So they are cut there, and each cut becomes one firm with the means of its
members and their number as weight.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.firm_accounts import MOST, cut
from bothhands.model.firms.accounts import unavoidable_payments
from bothhands.model.firms.books import SIZES, Books

Numbers = npt.NDArray[np.float64]
EXTENSIVE = ("workers", "sales", "payroll", "fixed_cost", "rent", "debt_service", "interest", "cash", "credit")


class Representatives(NamedTuple):
    """Firms, each with the number it stands for, and to which of them every firm of the register went."""

    books: Books
    weight: Numbers
    of: npt.NDArray[np.int64]


def representatives(books: Books, most: int = MOST) -> Representatives:
    """Representatives of a register, at most `most` and no more than firms.

    Parameters
    ----------
    books
        The register.
    most
        How many may come out; every place, sector and size that is there has one at least, so that it must not be fewer.

    Notes
    -----
    Sums over the register (sales, pay, cash, credit) are kept to rounding; shares are means weighted by sales. What is
    lost is the spread within a cut: shares of firms above or below a line are off by about half the weight of a cut, which
    is held by test on the frozen register.
    """
    group, groups = _groups(books)
    if most < groups:
        raise ValueError(f"{groups} places × sectors × sizes do not fit into {most} representatives")
    funds = books.cash + books.sales * books.collection_days
    lasting = funds / np.maximum(unavoidable_payments(books, np.ones(books.firms), 0.0), 1e-9)
    return merged(books, cut(group, lasting, most))


def _groups(books: Books) -> tuple[npt.NDArray[np.int64], int]:
    """Number of each firm's place, sector and size among those that are there."""
    kind = books.cell.astype(np.int64) * len(SIZES) + books.size
    there, group = np.unique(kind, return_inverse=True)
    return group, len(there)


def merged(books: Books, member: npt.NDArray[np.int64]) -> Representatives:
    """Each account as the mean of its firms.

    Parameters
    ----------
    books
        The register.
    member
        Account of each firm, from 0 without gaps; firms of one account share place and sector.
    """
    count = int(member.max()) + 1
    weight = np.bincount(member, minlength=count).astype(float)
    sales = np.maximum(np.bincount(member, books.sales, count), 1e-300)

    def mean(name: str) -> Numbers:
        column = getattr(books, name)
        if name in EXTENSIVE:
            return np.asarray(np.bincount(member, column, count) / weight)
        return np.asarray(np.bincount(member, column * books.sales, count) / sales)

    any_firm = np.zeros(count, np.int64)
    any_firm[member] = np.arange(books.firms)
    columns = {name: mean(name) for name in Books._fields if name not in ("cell", "size")}
    made = Books(cell=books.cell[any_firm], size=books.size[any_firm], **columns)
    return Representatives(made, weight, member)
