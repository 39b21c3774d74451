"""Priorities: what each level reaches when those before it are served first, and a programme that keeps to it.

Why this file exists: weights alone let enough of the public outbid a nurse. So levels are solved one after the other
and each is held; only then is everything weighed together. Between cities the worst served counts first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.plan.chain.program import Program
from bothhands.plan.highs import INFINITY, Solver

Numbers = npt.NDArray[np.float64]

HELD = 1e-6
"""Share of what a level reached that may be lost when later ones are solved: room for the solver's rounding."""
REWARD = 4.0
"""How many times its worth reaching a floor counts in the joint objective; large against the ratio of prices, ASSUMED."""


class Floors(NamedTuple):
    """What priorities reach, in worth: what is served of a level, and, by level and good, what would be were every place
    served no better than the worst."""

    attained: Numbers
    worst: Numbers


def floors_of(solver: Solver, program: Program) -> Floors:
    """What each level reaches in turn; leaves the solver with its limits as they were.

    Parameters
    ----------
    solver
        Holds the problem of the programme; line counts may be fixed in it.
    program
        Where its parts stand.

    Notes
    -----
    For each level in turn: the greatest Σ over goods of (worst place's share × worth of all the level needs) less cost,
    then the greatest worth served less cost; each is held to within `HELD` before the next. Shares are over all
    periods, since by period a place a day's drive from every maker would keep all others at nothing on the first day.
    Costs count, so that nothing is bought for more than it is worth to those it serves. With one place the first of the
    two says no more than the second and is left out.
    """
    columns, places = program.columns, np.unique(program.cells.fair_place).size
    attained, worst = np.zeros(columns.attained.size), np.zeros(columns.worst.shape)
    paid = program.problem.cost.copy()
    paid[columns.served] = 0.0
    solver.set_costs(np.arange(paid.size), paid)
    for level in range(attained.size):
        if places > 1:
            worst[level] = _best(solver, columns.worst[level], program.worst_unit[level])
        attained[level] = _best(solver, columns.attained[level : level + 1], program.attained_unit[level : level + 1])[
            0
        ]
    solver.set_costs(np.arange(paid.size), program.problem.cost)
    for free in (columns.attained, columns.worst.ravel()):
        solver.set_columns(free, np.zeros(free.size), np.full(free.size, INFINITY))
    return Floors(attained, worst)


def reward(solver: Solver, program: Program, floors: Floors) -> None:
    """Make reaching the floors, and no more than them, worth `REWARD` times what it is worth to those served."""
    columns = program.columns
    worst = (floors.worst * _is_network(program)).ravel()
    for column, worth, floor in (
        (columns.attained, program.attained_unit, floors.attained),
        (columns.worst.ravel(), program.worst_unit.ravel(), worst),
    ):
        solver.set_columns(column, np.zeros(column.size), floor / worth)
        solver.set_costs(column, REWARD * worth)


def joint_value(program: Program, x: Numbers, floors: Floors) -> float:
    """The joint objective as it is told: worth served less cost, less `REWARD` times what is missing of the floors.

    Parameters
    ----------
    program, x
        A solution of the programme.
    floors
        What was rewarded; that of the worst place is not counted, so that network and pool compare.
    """
    return program.worth(x) - REWARD * float(np.maximum(floors.attained - program.attained(x), 0.0).sum())


def _is_network(program: Program) -> bool:
    return bool(np.unique(program.cells.fair_place).size > 1)


def _best(solver: Solver, columns: npt.NDArray[np.int64], worth: Numbers) -> Numbers:
    """The most of some columns by their worth; they are held there."""
    solver.set_costs(columns, worth)
    reached = np.maximum(solver.solve().x[columns], 0.0)
    solver.set_costs(columns, np.zeros(columns.size))
    solver.set_columns(columns, reached * (1.0 - HELD), np.full(columns.size, INFINITY))
    return np.asarray(reached * worth)
