"""A day of the firm network: 1.6 million firms, about 5.6 million links, both ways of rationing, beside what memory alone would take.

The roofline is the same arrays read and written once in order by numpy, which no loop over links can beat: it jumps between suppliers. No
peer runs this size in Python; proNet (C++, GPL) reports about 25 CPU-seconds a day extrapolated to it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.harness import Measured, Size, beside, timed
from bothhands.model.economy.network import NetworkState, Rationing, at_rest, step
from bothhands.model.economy.network_draw import synthetic

GOALS: dict[Rationing, str] = {"proportional": "≤ 150 ms a day", "lowest_ratio_first": "≤ 300 ms a day"}


def rows(size: Size) -> Iterator[Measured]:
    """A day after a tenth of the firms stopped, by way of rationing."""
    firms = 2_000 if size.quick else 1_600_000
    generator = np.random.default_rng(1)
    table = generator.random((20, 20))
    network = synthetic(firms, 0.5 * table / table.sum(0), 3.6, seed=1)
    capacity = network.output * (generator.random(firms) > 0.1).astype(np.float32)
    days = 2 if size.quick else 10
    for rationing, goal in GOALS.items():
        state = at_rest(network)
        held = (network.nbytes + sum(array.nbytes for array in state) + capacity.nbytes) / 1e6

        def run(state: NetworkState = state, rationing: Rationing = rationing) -> None:
            for _ in range(days):
                step(network, state, capacity, network.final, rationing=rationing)

        ours = timed(
            f"{firms:,} firms, {len(network.supplier):,} links, a day, {rationing.replace('_', ' ')}", run, size, units=days,
            goal=f"{goal}, arrays ≤ 400 MB", note=f"arrays {held:.0f} MB",
        )  # fmt: skip
        theirs = timed("", lambda state=state: _once(network.amount, network.supplier, state), size)
        yield beside(ours, "the same bytes once in order by numpy (roofline)", theirs.median, theirs.cpu)


def _once(amount: np.ndarray, supplier: np.ndarray, state: NetworkState) -> float:
    """Read and write every array over links as often as a day does, in order."""
    total = float(amount.sum() + state.stock.sum() + supplier.sum())
    np.multiply(amount, np.float32(1.0), out=state.ordered)
    total += float(amount.sum() + state.stock.sum() + state.ordered.sum() + supplier.sum())
    np.add(state.stock, np.float32(0.0), out=state.stock)
    return total
