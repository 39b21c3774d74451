"""A day of the firm network at 1.6 million firms and 5.6 million links, beside what memory alone would take; the systemic-risk index of a firm.

The roofline is the same arrays read and written once in order by numpy, which no loop over links can beat: it jumps between suppliers. No
peer runs this size in Python; proNet (C++, GPL) reports about 25 CPU-seconds a day extrapolated to it. The index is of 100,000 firms of twenty
sectors and of six hundred, as many as four-digit industries: the fewer rivals a firm has, the further its failure goes.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from benchmarks.harness import Measured, Size, beside, timed
from bothhands.model.economy.network import NetworkState, Rationing, at_rest, step
from bothhands.model.economy.network_data import network_of
from bothhands.model.economy.network_draw import drawn, synthetic
from bothhands.model.economy.systemic_risk import TOLERANCE, cascade_of, largest, systemic_risk

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
    yield from _risk_rows(size)


def _risk_rows(size: Size) -> Iterator[Measured]:
    """The index of firms drawn at random and of the largest, every input essential."""
    firms = 2_000 if size.quick else 100_000
    for sectors in (20, 600):
        generator = np.random.default_rng(1)
        table = generator.random((sectors, sectors))
        links = drawn(firms, 0.5 * table / table.sum(0), 3.6, seed=1)
        cascade = cascade_of(network_of(*links), links.sector)
        few = 100 if size.quick else 2_000
        for who, chosen in (("any", generator.permutation(firms)[:few]), ("the largest", largest(cascade, few // 4))):
            yield timed(
                f"{firms:,} firms, {sectors} sectors, the index of a firm, {who} {len(chosen):,}",
                lambda cascade=cascade, chosen=chosen: systemic_risk(cascade, chosen), size, units=len(chosen),
                note=f"{len(links.amount):,} links, tolerance {TOLERANCE:g}",
            )  # fmt: skip


def _once(amount: np.ndarray, supplier: np.ndarray, state: NetworkState) -> float:
    """Read and write every array over links as often as a day does, in order."""
    total = float(amount.sum() + state.stock.sum() + supplier.sum())
    np.multiply(amount, np.float32(1.0), out=state.ordered)
    total += float(amount.sum() + state.stock.sum() + state.ordered.sum() + supplier.sum())
    np.add(state.stock, np.float32(0.0), out=state.stock)
    return total
