"""Registers of firms that do not exist, drawn from published distributions, frozen by their content.

Why this file exists: a method for a million firms is tried on a million, and a ratio from the literature is held against
firms drawn before it was looked at. The seed is fixed and the hash of each register stands below: it was recorded before
any ratio was computed on it, and no figure here was chosen to meet one. A region's own register is `register.py`.

Notes
-----
Only the raw words of PCG64 are used, and normal deviates are sums of twelve uniform ones, so that the draw is plain
addition; powers and exponentials are rounded to 17 binary digits, so that the last bit of a processor is no other firm.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.model.firms.books import YEAR, Books, size_of

Numbers = npt.NDArray[np.float64]
SEED = 20200318
PLACES = 14
DIGITS = 17
"""Binary digits of a drawn figure: to within 4e-6 of it."""


class Branch(NamedTuple):
    """What the firms of a branch have in common."""

    name: str
    firms: float
    """Share of firms; ASSUMED, of the order of the Fourth National Economic Census of China (2018), from memory."""
    value_added: float
    """Value added per yuan of sales: the OECD input–output table of China 2018 (2021 edition), sectors joined, rounded. In trade
    sales are margins."""
    sales_per_worker: float
    """Yuan a year; ASSUMED."""
    collection_days: float
    """ASSUMED; industry of the order of the average collection period of the National Bureau of Statistics, 2019."""
    spoils: float
    """ASSUMED."""


BRANCHES = (
    Branch("farm", 0.02, 0.44, 250e3, 15.0, 0.5),
    Branch("light industry", 0.06, 0.22, 800e3, 45.0, 0.1),
    Branch("process industry", 0.05, 0.25, 1.8e6, 45.0, 0.0),
    Branch("equipment", 0.06, 0.20, 1.0e6, 60.0, 0.0),
    Branch("construction", 0.07, 0.27, 500e3, 75.0, 0.0),
    Branch("trade", 0.38, 0.63, 300e3, 15.0, 0.05),
    Branch("transport", 0.04, 0.40, 400e3, 30.0, 0.0),
    Branch("hospitality", 0.05, 0.36, 200e3, 2.0, 0.3),
    Branch("services", 0.27, 0.50, 400e3, 30.0, 0.0),
)
CELLS = PLACES * len(BRANCHES)
PLACE_EXPONENT = 1.0
"""Firms of a place go with one over its rank: Zipf's law for cities (Gabaix 1999, doi 10.1162/003355399556133)."""
SIZE_EXPONENT = 1.059
"""P(workers ≥ n) = n^−1.059: firms of the United States by employees (Axtell 2001, doi 10.1126/science.1062081)."""
MOST_WORKERS = 50_000.0
"""ASSUMED: where the tail is cut."""
BUFFER_DAYS, BUFFER_SPREAD = 27.0, 1.158
"""Days of outflow a firm's cash covers: median 27, quartiles 13 and 62 (JPMorgan Chase Institute 2016, Cash is King), lognormal."""
CREDIT_DAYS, CREDIT_SPREAD, WITHOUT_CREDIT = 15.0, 0.6, 0.4
"""Days of outflow a firm could borrow, and share of micro firms that can borrow nothing; ASSUMED."""
OF_VALUE_ADDED = {"payroll": (0.45, 0.2), "fixed_cost": (0.25, 0.2), "debt_service": (0.08, 0.4), "tax": (0.12, 0.1)}
"""Cost over value added, and spread of its logarithm; ASSUMED, payroll of the order of the labour share of China."""
RENT, INTEREST = 0.3, 0.5
"""Rent in fixed cost, interest in debt service; ASSUMED."""
VALUE_ADDED_SPREAD, PRODUCTIVITY_SPREAD, COLLECTION_SPREAD = 0.1, 0.5, 0.4
"""Spread of the logarithm within a branch; ASSUMED."""
FROZEN = {
    2_000: "eb5e19cd05e86f9d26d1e4ee",
    100_000: "6cfc145a1b3b5283fbaed3b8",
    1_000_000: "4933a080a73d8fb75022eb7a",
}
"""Content of the registers of each length."""


def drawn(count: int) -> Books:
    """A register of so many firms in 14 places and nine branches.

    Parameters
    ----------
    count
        How many; a shorter register is not the beginning of a longer one.

    References
    ----------
    Axtell 2001; Gabaix 1999; JPMorgan Chase Institute 2016; OECD 2021. What is ASSUMED says so at its number.
    """
    draws = _Draws(count)
    rank = 1.0 / np.arange(1, PLACES + 1) ** PLACE_EXPONENT
    place = _chosen(draws.uniform(), rank)
    branch = _chosen(draws.uniform(), np.array([one.firms for one in BRANCHES]))
    tail = 1.0 - MOST_WORKERS**-SIZE_EXPONENT
    workers = np.floor((1.0 - draws.uniform() * tail) ** (-1.0 / SIZE_EXPONENT))
    per_worker = _of(branch, "sales_per_worker") * draws.spread(PRODUCTIVITY_SPREAD)
    sales = _rounded(workers * per_worker / YEAR)
    added = np.clip(_rounded(_of(branch, "value_added") * draws.spread(VALUE_ADDED_SPREAD)), 0.05, 0.9)
    cost = {
        name: _rounded(share * added * sales * draws.spread(spread)) for name, (share, spread) in OF_VALUE_ADDED.items()
    }
    outflow = sales * (1.0 - added) + sum(cost.values())
    size = size_of(workers)
    credit = outflow * CREDIT_DAYS * draws.spread(CREDIT_SPREAD)
    return Books(
        cell=(place * len(BRANCHES) + branch).astype(np.int32),
        size=size,
        workers=workers,
        sales=sales,
        variable_share=1.0 - added,
        payroll=cost["payroll"],
        fixed_cost=cost["fixed_cost"],
        rent=cost["fixed_cost"] * RENT,
        debt_service=cost["debt_service"],
        interest=cost["debt_service"] * INTEREST,
        tax_share=_rounded(cost["tax"] / sales),
        collection_days=_rounded(_of(branch, "collection_days") * draws.spread(COLLECTION_SPREAD)),
        spoils_share=_of(branch, "spoils"),
        cash=_rounded(outflow * BUFFER_DAYS * draws.spread(BUFFER_SPREAD)),
        credit=np.where((size == 3) & (draws.uniform() < WITHOUT_CREDIT), 0.0, _rounded(credit)),
    )


def content(books: Books) -> str:
    """Hash of every figure of a register, in hexadecimal."""
    digest = hashlib.sha256()
    for name, column in books._asdict().items():
        rounded = column if column.dtype.kind == "i" else _rounded(column)
        digest.update(name.encode() + np.ascontiguousarray(rounded, rounded.dtype.newbyteorder("<")).tobytes())
    return digest.hexdigest()[:24]


class _Draws:
    """Columns of chance, each from a stream of its own."""

    def __init__(self, count: int) -> None:
        self.count, self.taken = count, 0

    def uniform(self) -> Numbers:
        """Between 0 and 1, never either."""
        self.taken += 1
        words = np.random.PCG64(np.random.SeedSequence([SEED, self.count, self.taken])).random_raw(self.count)
        return ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52

    def spread(self, spread: float) -> Numbers:
        """Lognormal with median 1."""
        total = self.uniform()
        for _ in range(11):
            total += self.uniform()
        return _rounded(np.exp(spread * (total - 6.0)))


def _chosen(uniform: Numbers, weight: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
    return np.searchsorted(np.cumsum(weight / weight.sum())[:-1], uniform)


def _of(branch: npt.NDArray[np.intp], name: str) -> Numbers:
    return np.array([getattr(one, name) for one in BRANCHES], float)[branch]


def _rounded(values: Numbers) -> Numbers:
    """Figures of `DIGITS` binary digits, by exact arithmetic."""
    mantissa, exponent = np.frexp(values)
    return np.asarray(np.ldexp(np.rint(np.ldexp(mantissa, DIGITS)), exponent - DIGITS))
