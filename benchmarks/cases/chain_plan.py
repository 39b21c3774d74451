"""The chain plan of 14 cities × 8 goods × 80 firms over 26 and 52 weeks, a changed limit, Liaoning's own; beside linopy.

The networks are invented (`benchmarks/chain_networks.py`, seed 1): four weeks by days, then weeks. A plan is built, taken through its
priorities, rounded to whole lines and spread over the cities. linopy holds the same network without priorities and with parts of lines, and
solves it by the same HiGHS: what is compared is building, and building with one solve, of one programme (eight weeks). The linopy
model is the oracle of the tests, written to be evidently right, with variables of its own for what is on the way: a model written for
speed would build faster.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from benchmarks.chain_in_linopy import in_linopy
from benchmarks.chain_networks import Shape, network
from benchmarks.harness import Measured, Size, beside, timed
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.history import history
from bothhands.model.signals import Signals
from bothhands.plan.chain import ChainLayer, Effort, decide
from bothhands.plan.chain.data import ChainData
from bothhands.plan.chain.priorities import reward
from bothhands.plan.chain.program import program
from bothhands.plan.chain.two_stage import hedge
from bothhands.plan.funds import funds_of, money_left
from bothhands.plan.highs import INFINITY, Solver

SEARCH = Effort(nodes=0)
"""Rounding and exchange alone: branching is for a job in the background."""


def rows(size: Size) -> Iterator[Measured]:
    """Plans of two lengths, the programme beside linopy, a what-if, Liaoning."""
    shape = Shape(3, 4, 8, 3, 1) if size.quick else Shape()
    for weeks, goal in ((shape.weeks, "≤ 4 s, gap ≤ 0.5 %"), (2 * shape.weeks, "≤ 15 s, gap ≤ 1 %")):
        data = network(shape._replace(weeks=weeks))
        gap = decide(data, SEARCH).gap
        yield timed(
            f"{weeks} weeks, whole lines",
            lambda data=data: decide(data, SEARCH),
            size,
            goal=goal,
            note=f"gap {gap:.2%}",
        )
    yield from beside_linopy(network(shape._replace(weeks=8)), size)
    yield what_if(network(shape), size)
    yield hedged(network(shape), size)
    yield liaoning(size)


def beside_linopy(data: ChainData, size: Size) -> Iterator[Measured]:
    """The programme of the network built, and built and solved once, by both."""
    built = timed(f"build {data.need.shape[1]} cities", lambda: Solver(program(data).problem), size)
    solved = timed("build and solve", lambda: Solver(program(data).problem).solve(), size)
    wall, used = time.perf_counter(), time.process_time()
    model = in_linopy(data)
    lap, lap_used = time.perf_counter() - wall, time.process_time() - used
    model.solve("highs", io_api="direct", output_flag=False)
    total, total_used = time.perf_counter() - wall, time.process_time() - used
    np.testing.assert_allclose(program_optimum(data), float(model.objective.value), rtol=1e-7)
    yield beside(built, "linopy, same equations", lap, lap_used)
    yield beside(solved, "linopy, same equations", total, total_used)


def program_optimum(data: ChainData) -> float:
    """Optimum of the programme."""
    return Solver(program(data).problem).solve().objective


def what_if(data: ChainData, size: Size) -> Measured:
    """The network of a plan solved again with another supply from outside, from the last basis."""
    decided = decide(data, SEARCH)
    made = decided.program
    solver, orders = Solver(made.problem), made.columns.orders.ravel()
    solver.set_columns(orders, decided.orders.ravel(), decided.orders.ravel())
    reward(solver, made, decided.floors)
    solver.solve()
    outside = made.rows.outside.ravel()
    upper, calls = made.problem.row_upper[outside], iter(range(1000))

    def again() -> object:
        factor = 0.9 if next(calls) % 2 else 1.0
        solver.set_rows(outside, np.full(outside.size, -INFINITY), factor * upper)
        return solver.solve().objective

    return timed("what-if: a tenth less from outside, all cities", again, size, goal="≤ 1 s")


def hedged(data: ChainData, size: Size) -> Measured:
    """Lines for five scenarios of half to twice the need, on the pool."""
    cases = [data._replace(need=factor * data.need) for factor in (0.5, 0.8, 1.0, 1.3, 2.0)]
    each = np.full(len(cases), 1.0 / len(cases))
    note = f"gap {hedge(cases, each).gap:.2%}"
    return timed("two-stage, five scenarios", lambda: hedge(cases, each), size, goal="≤ 90 s", note=note)


def liaoning(size: Size) -> Measured:
    """A pass of the chain layer of Liaoning with its 14 cities, needs invented."""
    region = load("two-towns" if size.quick else "liaoning")
    axes = axes_of(region)
    layer = ChainLayer(region, axes, history(region, axes))
    shape = axes.n_days, len(axes.places)
    zero = np.zeros(shape)
    wave = 1.0 + np.sin(np.arange(shape[0]) / 40.0)
    signals = Signals(*[zero] * len(Signals._fields))._replace(
        labour_available=np.full((*shape, len(axes.sectors)), 0.9),
        mask_demand=wave[:, None, None] * np.ones((shape[1], 1)) * np.array([4e4, 4e3, 4e5, 1e6]),
        test_kits_used=np.full(shape, 1000.0),
    )
    day = region.default_as_of + timedelta(days=1)
    gap = layer.propose(signals, (), money_left(funds_of(region), (), day), day).tables["gap"]
    return timed(
        "Liaoning's own chain, a pass",
        lambda: layer.propose(signals, (), money_left(funds_of(region), (), day), day),
        size,
        goal="≤ 3 s",
        note=f"gap {gap:.2%}",
    )
