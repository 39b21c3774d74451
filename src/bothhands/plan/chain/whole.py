"""Whole lines: the relaxed programme rounded, solved again, lines exchanged, and a bounded search for the rest.

Why this file exists: half a line makes nothing. Lines are decided on the pool, where a solve takes a tenth of a second;
then the network is solved once with them fixed. The bound of the pool holds for the network too, so that the gap says all
that is lost, by rounding and by distance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bothhands.plan.chain.data import ChainData
from bothhands.plan.chain.pool import pooled
from bothhands.plan.chain.priorities import REWARD, Floors, floors_of, joint_value, reward
from bothhands.plan.chain.program import Program, program
from bothhands.plan.highs import Problem, Solution, Solver, Status

Numbers = npt.NDArray[np.float64]
ROUNDING = (0.0, 0.25, 0.5, 0.75)
"""Where a running count of lines is rounded up; each is tried, the best that keeps every limit counts."""
MOVED = 10
"""Lines most worth adding, and least worth keeping, that are looked at for an exchange."""
EXCHANGES = 40
"""Lines added, moved or dropped after rounding, each tried by a solve."""
SOLVED = 1e-6
"""Share of an optimum that the solver's tolerances may leave out (1e-7 on limits, 1e-6 on whole numbers; ASSUMED to be no more in all)."""
SMALL = 20_000
"""Columns up to which a network is taken through all priorities itself; larger ones take their floors from the pool."""


@dataclass(frozen=True)
class Effort:
    """How hard whole lines are searched: exchanges tried, branches of the search, and the gap that is good enough."""

    exchanges: int = EXCHANGES
    nodes: int = 200
    enough: float = 1e-4


USUAL = Effort()
"""Rounding, exchange and a search within the limit on branches."""


@dataclass(frozen=True)
class Decided:
    """A plan with whole lines, the relaxed problem it was rounded from, and what no plan can beat.

    `whole` solves `program`, whose places are those of the data; `relaxed` solves `pool`. In units of `MONEY_UNIT`:
    `value` and `bound` are of the joint objective, worth served less cost and less `REWARD` times what is missing of
    what priorities reach; `worth` and `most_worth` leave the missing out, so that they compare between problems.
    """

    data: ChainData
    program: Program
    whole: Solution
    pool: Program
    relaxed: Solution
    floors: Floors
    value: float
    bound: float
    worth: float
    most_worth: float
    stopped: str
    """Why the search of whole lines ended before its proof; empty where it did not."""

    @property
    def orders(self) -> Numbers:
        """Lines ordered; week × option."""
        return np.asarray(np.rint(self.whole.x[self.program.columns.orders]))

    @property
    def gap(self) -> float:
        """How far the value lies below the bound, as a share of the bound."""
        return max(self.bound - self.value, 0.0) / max(abs(self.bound), 1e-9)

    @property
    def worth_gap(self) -> float:
        """How far the worth lies below the most, as a share of the most; what priorities cost is in it."""
        return max(self.most_worth - self.worth, 0.0) / max(abs(self.most_worth), 1e-9)


def decide(data: ChainData, effort: Effort = USUAL) -> Decided:
    """Lines, purchases and shipments, by priority.

    Parameters
    ----------
    data
        The chain problem.
    effort
        How hard whole lines are searched.

    Notes
    -----
    Priorities are solved on the pool, whole lines found there by rounding, exchange and a bounded search; the network is
    then solved with the lines fixed. A network of up to `SMALL` columns is also taken through all priorities, so that
    its worst place is as well served as can be; a larger one aims for what the pool gives everybody.
    """
    made = program(pooled(data))
    solver = Solver(made.problem)
    most_worth = solver.solve().objective
    floors = floors_of(solver, made)
    reward(solver, made, floors)
    relaxed = solver.solve()
    whole = _rounded(solver, made, data, relaxed)
    whole = _exchanged(solver, made, data, whole, effort.exchanges)
    bound, stopped = relaxed.objective, ""
    if effort.nodes > 0 and made.columns.orders.size and _gap(bound, whole, floors) > effort.enough:
        whole, bound, stopped = _searched(made, floors, whole, bound, effort)
    counts = np.rint(whole.x[made.columns.orders])
    network, spread, spread_floors = _spread(data, made, whole, floors, counts)
    value, worth = joint_value(network, spread.x, floors), network.worth(spread.x)
    bound = beyond_rounding(bound) - REWARD * float(floors.attained.sum())
    most_worth = beyond_rounding(most_worth)
    return Decided(data, network, spread, made, relaxed, spread_floors, value, bound, worth, most_worth, stopped)


def beyond_rounding(optimum: float) -> float:
    """An optimum that the solver tells, raised by what its tolerances may leave out, so that it is a bound."""
    return optimum + SOLVED * abs(optimum)


def _spread(
    data: ChainData, pool: Program, whole: Solution, floors: Floors, counts: Numbers
) -> tuple[Program, Solution, Floors]:
    """The network with line counts fixed; the pool itself where there is one place and nothing on the way."""
    if data.need.shape[1] == 1 and not data.lane_from.size:
        return pool, whole, floors
    made = program(data)
    solver = Solver(made.problem)
    fixed = made.columns.orders.ravel()
    solver.set_columns(fixed, counts.ravel(), counts.ravel())
    if made.problem.cost.size <= SMALL:
        reached = floors_of(solver, made)
        floors = Floors(floors.attained, reached.worst)
    else:
        floors = Floors(floors.attained, _shares(pool, whole))
    reward(solver, made, floors)
    return made, solver.solve(), floors


def _shares(pool: Program, solution: Solution) -> Numbers:
    """Worth of what each level and good gets in the pool: what the worst place can reach at most, were all alike."""
    cells, columns = pool.cells, pool.columns
    served, need = np.zeros(columns.worst.shape), np.zeros(columns.worst.shape)
    at = cells.need_level, cells.need_good
    np.add.at(served, at, solution.x[columns.served].sum(0))
    np.add.at(need, at, pool.problem.upper[columns.served].sum(0))
    share = np.clip(served / np.where(need > 0, need, 1.0), 0.0, 1.0)
    return np.asarray(share * pool.full_of_good)


def _gap(bound: float, solution: Solution, floors: Floors) -> float:
    """Gap of the objective as it is told."""
    return (bound - solution.objective) / max(abs(bound - REWARD * float(floors.attained.sum())), 1e-9)


def _fixed(solver: Solver, made: Program, counts: Numbers) -> Solution:
    """The rest solved with line counts as given."""
    columns = made.columns.orders.ravel()
    solver.set_columns(columns, counts.ravel(), counts.ravel())
    return solver.solve()


def _rounded(solver: Solver, made: Program, data: ChainData, relaxed: Solution) -> Solution:
    """The best of several roundings of the running counts; ordering nothing where none keeps the limits."""
    orders = relaxed.x[made.columns.orders]
    best = _fixed(solver, made, np.zeros(orders.shape))
    for threshold in ROUNDING:
        counts = running(orders, data.family_of_option, threshold)
        if keeps_limits(counts, data):
            found = _fixed(solver, made, counts)
            best = found if found.objective > best.objective else best
    return best


def running(orders: Numbers, family: npt.NDArray[np.int64], threshold: float) -> Numbers:
    """Whole lines whose count, running over weeks and sites of a family, follows the relaxed one.

    Parameters
    ----------
    orders
        Parts of lines by week and option.
    family
        Of each option.
    threshold
        Part of a line from which on the count is rounded up, taken from 1.
    """
    counts = np.zeros(orders.shape)
    for one in np.unique(family):
        columns = np.flatnonzero(family == one)
        running = np.floor(np.cumsum(orders[:, columns].ravel()) + threshold + 1e-6)
        counts[:, columns] = np.diff(running, prepend=0.0).reshape(-1, columns.size)
    return counts


def _exchanged(solver: Solver, made: Program, data: ChainData, best: Solution, tries: int) -> Solution:
    """Lines added or dropped where their price promises most, moved to where another is worth more; kept if better."""
    columns, tried = made.columns.orders, 0
    while tries > tried and columns.size:
        counts = np.rint(best.x[columns])
        for candidate in _neighbours(counts, best.column_prices[columns], data, tries - tried):
            tried += 1
            found = _fixed(solver, made, candidate)
            if found.is_usable and found.objective > best.objective * (1 + 1e-9):
                best = found
                break
        else:
            return best
    return best


def _neighbours(counts: Numbers, prices: Numbers, data: ChainData, most: int) -> list[Numbers]:
    """Line counts that differ by a line added, dropped or moved, the most promising first."""
    wanted = np.argsort(-prices, axis=None)[:MOVED]
    wanted = wanted[prices.ravel()[wanted] > 0]
    present = np.flatnonzero(counts.ravel() > 0)
    least = present[np.argsort(prices.ravel()[present])][:MOVED]
    moves: list[tuple[float, Numbers]] = []
    for more in (-1, *wanted):
        for less in (-1, *least):
            if more == less:
                continue
            one = counts.ravel().copy()
            gain = 0.0
            if more >= 0:
                one[more] += 1
                gain += prices.ravel()[more]
            if less >= 0:
                one[less] -= 1
                gain -= prices.ravel()[less]
            if gain > 0 and keeps_limits(one.reshape(counts.shape), data):
                moves.append((gain, one.reshape(counts.shape)))
    moves.sort(key=lambda move: -move[0])
    return [move for _, move in moves[:most]]


def keeps_limits(counts: Numbers, data: ChainData) -> bool:
    """Whether line counts keep the makers' weeks, the room at sites and the money for lines alone.

    Parameters
    ----------
    counts
        Lines by week and option.
    data
        The chain problem.
    """
    families = counts @ (data.family_of_option[:, None] == np.arange(data.family_limit.shape[1]))
    seats = np.bincount(data.seat_of_option, counts.sum(0), len(data.seat_limit))
    spent = data.line_part @ (counts @ data.option_cost)
    return bool(
        (families <= data.family_limit + 1e-6).all()
        and (seats <= data.seat_limit + 1e-6).all()
        and (spent <= data.budget * (1 + 1e-9)).all()
    )


def _searched(
    made: Program, floors: Floors, start: Solution, bound: float, effort: Effort
) -> tuple[Solution, float, str]:
    """The better of a solution and what a bounded search of whole line counts finds from it; the bound it proves."""
    whole = np.zeros(made.problem.cost.size, bool)
    whole[made.columns.orders] = True
    told = bound - REWARD * float(floors.attained.sum())
    gap = effort.enough * abs(told) / max(abs(bound), 1e-9)
    solver = Solver(Problem(**{**made.problem.__dict__, "whole": whole}), nodes=effort.nodes, relative_gap=gap)
    reward(solver, made, floors)
    solver.start_from(start.x)
    found = solver.solve()
    stopped = "" if found.status is Status.OPTIMAL else str(found.status)
    proven = min(bound, found.bound) if np.isfinite(found.bound) else bound
    better = found if found.is_usable and found.objective > start.objective else start
    return better, proven, stopped
