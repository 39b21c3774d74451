"""The firm network: production, orders and stocks of every firm and link, day by day, outside the coupled run.

Why this file exists: aggregates hide who starves whom. A million firms and more need compiled loops over links kept by buyer, not arrays
over pairs of firms; numba (extra `network`) compiles them. Suppliers of one sector substitute one another, sectors do not (Leontief).
How a network is made, drawn or read stands in `network_data.py`.

References
----------
Inoue & Todo 2019, Nature Sustainability 2:841, doi 10.1038/s41893-019-0351-x; 2020, PLoS ONE 15:e0239251.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numba
import numpy as np
from numpy.typing import NDArray

from bothhands.model.compiled import compiled

Rationing: TypeAlias = Literal["proportional", "lowest_ratio_first"]
Floats: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int32]
LARGE = np.float32(1e30)
"""No bound; not infinite, which fast arithmetic may not meet."""
BLOCK, FEW = 4096, 64
"""Firms a thread takes at a time, by turns, for those with many customers may stand together; sales kept without asking for room."""
LEVELS = 30
"""Most steps in which the level of a short supplier is found; each takes in more customers, so it ends at latest with all of them."""


class Network(NamedTuple):
    """Firms and their links at rest; links stand by buyer, those of one supplying sector together.

    A *need* is what one firm takes from one sector: its links are one after another.
    """

    output: Floats
    """Output of each firm at rest, value a day."""
    final: Floats
    """Its final demand at rest, value a day."""
    supplier: Ints
    """Of each link."""
    amount: Floats
    """Delivered on each link at rest, value a day."""
    need_start: Ints
    """First link of each need, and one entry more."""
    firm_start: Ints
    """First need of each firm, and one entry more."""
    stock_days: Floats
    """Days of input each firm keeps in stock."""
    by_supplier: Ints
    """Numbers of the links, ordered by supplier."""
    supplier_start: Ints
    """First place of each firm in `by_supplier`, and one entry more."""

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(int(array.nbytes) for array in self)


class NetworkState(NamedTuple):
    """What is carried from day to day, and the last day's result; arrays are written in place."""

    stock: Floats
    """Stock at the buyer of what came over each link, value."""
    ordered: Floats
    """Ordered on each link today, value."""
    served: Floats
    """Delivered on each link today, value."""
    demand: Floats
    """Orders and final demand of each firm, value a day."""
    output: Floats
    """Output of each firm, value a day."""
    level: Floats
    """Per firm, what share of its orders is served (proportional), or up to which order ratio (lowest first)."""
    final_served: Floats
    """Final demand served by each firm, value a day."""
    cover: Floats
    """Days at rest that the stock of each need lasts, before today's use."""


def at_rest(network: Network) -> NetworkState:
    """Stocks full, orders, demand and output at rest."""
    days = np.repeat(network.stock_days, np.diff(network.need_start[network.firm_start]))
    return NetworkState(
        (network.amount * days).astype(np.float32), network.amount.copy(), network.amount.copy(),
        network.output.copy(), network.output.copy(),
        np.ones_like(network.output), network.final.copy(), np.empty(len(network.need_start) - 1, np.float32),
    )  # fmt: skip


def step(
    network: Network,
    state: NetworkState,
    capacity: Floats,
    final: Floats,
    adjust_days: float = 6.0,
    rationing: Rationing = "proportional",
) -> None:
    """One day: orders, production, rationing, stocks; `state` is written in place.

    Parameters
    ----------
    network, state
        From `network_data` and `at_rest`.
    capacity
        Most each firm can make today, value: (1 − loss) × output at rest.
    final
        Final demand of each firm today, value.
    adjust_days
        Days over which a gap in stock is ordered (6 in Inoue & Todo 2019).
    rationing
        How a firm that is short serves: every order in the same proportion, or orders that are smallest against those at rest
        first, final demand among them.

    Notes
    -----
    With D demand, S stock, A amounts and output at rest marked 0, on each day

      O_ij = max(A_ij D_i/D_i0 + (n_i A_ij D_i/D_i0 − S_ij)/τ, 0), D_i yesterday's
      x_i = min(min_s x_i0 Σ_{j∈s} S_ij / Σ_{j∈s} A_ij, capacity_i, D_i)
      S_ij ← S_ij + served_ij − used_ij

    A firm uses A_s x_i/x_i0 of a sector, from its suppliers' stocks in proportion. Lowest ratio first: all customers get their order up
    to ρ A_ij, ρ such that what is made is used up.

    References
    ----------
    Inoue & Todo 2019, eqs. 1–6.
    """
    _orders(
        network.output, network.supplier, network.amount, network.need_start, network.firm_start, network.stock_days, capacity,
        state.stock, state.ordered, state.demand, state.output, state.cover,
        np.float32(1.0 / adjust_days),
    )  # fmt: skip
    incoming = _incoming(network.supplier, state.ordered, len(network.output), numba.get_num_threads())
    state.demand[:] = incoming + final
    np.minimum(state.output, state.demand, out=state.output)
    lowest = rationing == "lowest_ratio_first"
    if lowest:
        _levels(
            network.by_supplier, network.supplier_start, network.amount, network.final, final, state.ordered, state.demand,
            state.output, state.level, state.final_served, numba.get_num_threads(),
        )  # fmt: skip
    else:
        np.divide(state.output, np.maximum(state.demand, np.float32(1e-30)), out=state.level)
        np.multiply(final, state.level, out=state.final_served)
    _serve(network.supplier, network.amount, state.ordered, state.level, lowest, state.served)
    _restock(
        network.output, network.need_start, network.firm_start, state.stock, state.served, state.output, state.cover
    )


@compiled(fastmath=True)
def _orders(
    rest: Floats, supplier: Ints, amount: Floats, need_start: Ints, firm_start: Ints, stock_days: Floats, capacity: Floats,
    stock: Floats, ordered: Floats, demand: Floats, output: Floats, cover: Floats, rate: np.float32,
) -> None:  # fmt: skip
    """Orders of every link, from yesterday's demand, and what stocks and capacity let each firm make."""
    for firm in numba.prange(len(rest)):
        busy = demand[firm] / rest[firm] if rest[firm] > 0 else np.float32(0.0)
        want = busy * (np.float32(1.0) + stock_days[firm] * rate)
        possible = LARGE
        for need in range(firm_start[firm], firm_start[firm + 1]):
            here, usual = np.float32(0.0), np.float32(0.0)
            for link in range(need_start[need], need_start[need + 1]):
                here += stock[link]
                usual += amount[link]
                order = amount[link] * want - stock[link] * rate
                ordered[link] = max(order, np.float32(0.0))
            cover[need] = here / usual if usual > 0 else LARGE
            possible = min(possible, cover[need])
        output[firm] = min(possible * rest[firm], capacity[firm]) if rest[firm] > 0 else np.float32(0.0)


@compiled()
def _incoming(supplier: Ints, ordered: Floats, firms: int, parts: int) -> Floats:
    """Orders by supplier; each thread adds up its own stretch of the links."""
    sums = np.zeros((parts, firms), np.float32)
    links = len(supplier)
    for part in numba.prange(parts):
        for link in range(part * links // parts, (part + 1) * links // parts):
            sums[part, supplier[link]] += ordered[link]
    total: Floats = sums[0]
    for part in range(1, parts):
        total += sums[part]
    return total


@compiled(fastmath=True)
def _levels(
    by_supplier: Ints, supplier_start: Ints, amount: Floats, final_rest: Floats, final: Floats, ordered: Floats, demand: Floats,
    output: Floats, level: Floats, final_served: Floats, parts: int,
) -> None:  # fmt: skip
    """Order ratio up to which each firm that is short serves, by raising it until output is used up."""
    blocks = (len(output) + BLOCK - 1) // BLOCK
    for part in numba.prange(parts):
        few = np.empty((2, FEW), np.float32)
        for block in range(part, blocks, parts):
            for firm in range(block * BLOCK, min((block + 1) * BLOCK, len(output))):
                if output[firm] >= demand[firm] * np.float32(0.999999):
                    level[firm] = LARGE
                    final_served[firm] = final[firm]
                    continue
                if output[firm] <= 0:
                    level[firm] = final_served[firm] = np.float32(0.0)
                    continue
                first, count = supplier_start[firm], supplier_start[firm + 1] - supplier_start[firm] + 1
                sales = few if count <= FEW else np.empty((2, count), np.float32)
                for k in range(count - 1):
                    sales[0, k], sales[1, k] = ordered[by_supplier[first + k]], amount[by_supplier[first + k]]
                sales[0, count - 1], sales[1, count - 1] = final[firm], final_rest[firm]
                level[firm] = _level(sales[0], sales[1], count, output[firm])
                final_served[firm] = min(final[firm], level[firm] * final_rest[firm])


@compiled(fastmath=True, parallel=False)
def _level(orders: Floats, usual: Floats, count: int, output: np.float32) -> np.float32:
    """Order ratio up to which what was made suffices."""
    ratio = np.float32(0.0)
    for _ in range(LEVELS):
        filled, open_usual = np.float32(0.0), np.float32(0.0)
        for k in range(count):
            if orders[k] <= ratio * usual[k]:
                filled += orders[k]
            else:
                open_usual += usual[k]
        if open_usual <= 0:
            break
        higher = max(output - filled, np.float32(0.0)) / open_usual
        if higher <= ratio * np.float32(1.000001):
            break
        ratio = higher
    return ratio


@compiled(fastmath=True)
def _serve(supplier: Ints, amount: Floats, ordered: Floats, level: Floats, lowest: bool, served: Floats) -> None:
    """What comes over each link: one flat loop, so that many jumps to suppliers are under way at once: with the restocking 66 ms a day where one loop for both took 105."""
    for link in numba.prange(len(supplier)):
        at = level[supplier[link]]
        served[link] = min(ordered[link], at * amount[link]) if lowest else ordered[link] * at


@compiled(fastmath=True)
def _restock(
    rest: Floats, need_start: Ints, firm_start: Ints, stock: Floats, served: Floats, output: Floats, cover: Floats
) -> None:  # fmt: skip
    """Stocks: what was used goes, in proportion over the suppliers of a sector, what is served comes."""
    for firm in numba.prange(len(rest)):
        busy = output[firm] / rest[firm] if rest[firm] > 0 else np.float32(0.0)
        for need in range(firm_start[firm], firm_start[firm + 1]):
            kept = np.float32(1.0) - busy / cover[need] if cover[need] > busy else np.float32(0.0)
            for link in range(need_start[need], need_start[need + 1]):
                stock[link] = stock[link] * kept + served[link]
