"""Orders before it is known which epidemic comes: one set of lines for several scenarios, the rest decided in each.

Why this file exists: a plan for the expected wave is short in the worse one, and lines ordered then come too late. Lines are
shared by all scenarios; purchases, output, shipments and who is served follow each. What the first level lacks in the worst
scenarios counts by its conditional value at risk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bothhands.errors import Fault, RunError
from bothhands.plan.chain.data import ChainData
from bothhands.plan.chain.pool import pooled
from bothhands.plan.chain.program import Program, program
from bothhands.plan.chain.whole import ROUNDING, beyond_rounding, keeps_limits, running
from bothhands.plan.highs import INFINITY, Problem, Solution, Solver

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Risk:
    """How the worst scenarios count.

    `tail` is the part of the probability that counts as worst; `weight` how many times its worth the conditional value at
    risk of what the first level lacks is taken off; both ASSUMED, value judgements of the user.
    """

    tail: float = 0.2
    weight: float = 4.0


@dataclass(frozen=True)
class Hedged:
    """Lines for several scenarios; money in units of `MONEY_UNIT`.

    `orders` week × option; `value` and `bound` are expected worth served less cost, less the weighted risk; `lacking` is the
    worth the first level lacks, by scenario; `risk` its conditional value at risk.
    """

    orders: Numbers
    value: float
    bound: float
    lacking: Numbers
    risk: float

    @property
    def gap(self) -> float:
        """How far the value lies below the bound, as a share of the bound."""
        return max(self.bound - self.value, 0.0) / max(abs(self.bound), 1e-9)


USUAL = Risk()


def hedge(scenarios: Sequence[ChainData], probability: Numbers, risk: Risk = USUAL) -> Hedged:
    """Lines that are ordered before the scenario is known.

    Parameters
    ----------
    scenarios
        Chain problems that differ in need, stock, labour or supply, not in lines that may be ordered or in periods.
    probability
        Of each, 0 or more; they add up to 1.
    risk
        How the worst count.

    Raises
    ------
    RunError
        BH-PLN-004 where scenarios and probabilities do not fit each other.

    Notes
    -----
    Extensive form on the pool of each scenario s: maximise Σ p_s (worth served − cost) − weight · CVaR, with CVaR = η + Σ
    p_s ξ_s / tail, ξ_s ≥ lacking_s − η, ξ ≥ 0 (Rockafellar and Uryasev 2000, doi 10.21314/JOR.2000.038, eq. 17). Whole lines
    by rounding; the relaxed optimum is the bound. Levels are weighed by worth, and the first one's lack by its risk. Cities are served as `decide` would once the scenario is known.
    """
    _check(scenarios, probability)
    parts = [program(pooled(one)) for one in scenarios]
    problem, shared, tail = _joined(parts, np.asarray(probability, float), risk)
    solver = Solver(problem)
    relaxed = solver.solve()
    best, counts = _whole(solver, shared, relaxed, scenarios[0])
    lacking = np.array([part.full[0] for part in parts]) - best.x[tail.attained] * [p.attained_unit[0] for p in parts]
    eta, excess = best.x[tail.eta], best.x[tail.excess]
    value_at_risk = float(eta + probability @ excess / risk.tail)
    return Hedged(counts, best.objective, beyond_rounding(relaxed.objective), np.maximum(lacking, 0.0), value_at_risk)


@dataclass(frozen=True)
class _Tail:
    """Where the columns of the risk stand."""

    attained: Whole
    eta: int
    excess: Whole


def _joined(parts: Sequence[Program], probability: Numbers, risk: Risk) -> tuple[Problem, Whole, _Tail]:
    """One problem of all scenarios: columns of orders are those of the first, three more kinds for the risk."""
    orders = parts[0].columns.orders
    rows, columns, values, places = [], [], [], []
    n_rows, n_columns = 0, 0
    for part in parts:
        own = np.arange(part.problem.cost.size) + n_columns
        if n_columns:
            free = np.setdiff1d(np.arange(own.size), part.columns.orders.ravel())
            own = np.full(part.problem.cost.size, -1)
            own[free] = n_columns + np.arange(free.size)
            own[part.columns.orders.ravel()] = orders.ravel()
        places.append(own)
        rows.append(part.problem.rows + n_rows)
        columns.append(own[part.problem.columns])
        values.append(part.problem.values)
        n_rows += part.problem.row_lower.size
        n_columns = max(n_columns, int(own.max(initial=-1)) + 1)
    eta, excess = n_columns, n_columns + 1 + np.arange(len(parts))
    attained = np.array([own[part.columns.attained[0]] for own, part in zip(places, parts, strict=True)])
    cost, lower, upper = np.zeros(n_columns), np.zeros(n_columns), np.full(n_columns, INFINITY)
    for own, part, weight in zip(places, parts, probability, strict=True):
        cost[own] += weight * part.problem.cost
        upper[own] = np.minimum(upper[own], part.problem.upper)
    tail_rows = n_rows + np.arange(len(parts))
    unit = np.array([part.attained_unit[0] for part in parts])
    one = np.ones(len(parts))
    problem = Problem(
        cost=np.concatenate([cost, [-risk.weight], -risk.weight * probability / risk.tail]),
        lower=np.concatenate([lower, [0.0], 0.0 * one]),
        upper=np.concatenate([upper, [INFINITY], INFINITY * one]),
        row_lower=np.concatenate([*(part.problem.row_lower for part in parts), [part.full[0] for part in parts]]),
        row_upper=np.concatenate([*(part.problem.row_upper for part in parts), INFINITY * one]),
        rows=np.concatenate([*rows, tail_rows, tail_rows, tail_rows]),
        columns=np.concatenate([*columns, excess, np.full(len(parts), eta), attained]),
        values=np.concatenate([*values, one, one, unit]),
        maximise=True,
    )
    return problem, orders, _Tail(attained, eta, excess)


def _whole(solver: Solver, orders: Whole, relaxed: Solution, data: ChainData) -> tuple[Solution, Numbers]:
    """The best of several roundings, or no line at all."""
    none = np.zeros(orders.shape)
    found = [(_fixed(solver, orders, none), none)]
    for threshold in ROUNDING:
        counts = running(relaxed.x[orders], data.family_of_option, threshold)
        if keeps_limits(counts, data):
            found.append((_fixed(solver, orders, counts), counts))
    return max(found, key=lambda one: one[0].objective)


def _fixed(solver: Solver, orders: Whole, counts: Numbers) -> Solution:
    solver.set_columns(orders.ravel(), counts.ravel(), counts.ravel())
    return solver.solve()


def _check(scenarios: Sequence[ChainData], probability: Numbers) -> None:
    same = len({(one.reach.shape, len(one.seat_limit)) for one in scenarios}) == 1
    given, total = np.asarray(probability, float), float(np.sum(probability))
    if same and len(given) == len(scenarios) and abs(total - 1.0) < 1e-9 and (given >= 0.0).all():
        return
    least = given.min(initial=np.inf)
    what = f"{len(scenarios)} scenarios with {len(given)} probabilities from {least:g} up that add up to {total:g}"
    expected = "a probability each, none below 0, 1 in all, and the same lines and periods in every scenario"
    raise RunError(Fault("BH-PLN-004", what, expected, "make the scenarios from one region and one first day"))
