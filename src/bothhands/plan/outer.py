"""The outer loop: levers, chains and help to firms decided in turn until each answers the others.

Why this file exists: the chain is ordered for the demand of a run and firms are helped for its sales, and the run changes with both. Signals are damped by
half from pass to pass, line counts stay as they are after the third, and of all passes the best plan as simulated is kept. Where the
levers spend the rest of the fund they share with the chain, the chain is offered half of what it had, where it spent all and they left
some, twice as much; once, for each time is another search, and no longer where that made the plan worse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes
from bothhands.levers.catalogue import Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure
from bothhands.model.day import Model
from bothhands.model.signals import Signals
from bothhands.plan.coupled_run import rank
from bothhands.plan.funds import SCREENING_FUND, Pot, money_left, money_open
from bothhands.plan.help_paid import HELP
from bothhands.plan.layer import PlanLayer, Proposal
from bothhands.plan.limits import BUDGET, LIMITS
from bothhands.plan.problem import Outcome, Problem
from bothhands.plan.solve import Solution
from bothhands.plan.strategy import Strategy, strategy

PASSES = 6
FIRST_GRANT = 0.5
"""Part of the shared fund the chain is offered first."""
SPENT = 0.95
"""Use of the budget from which it is short."""
FROZEN_AFTER = 3
"""Passes after which line counts stay as they are: whole lines would flicker for ever."""
FEW_JOBS = 1e-4
"""Share of all jobs below which a gap in jobs lost is held against this; ASSUMED."""
TOLERANCE = 0.01
"""Residual that needs no other pass."""
SAME = 1e-4
"""Share of the objective within which two passes are alike, and the one whose chain answers its own demand counts."""
DAMPING = 0.5
"""Share of the new demand in what the chain is ordered for next. All of it after the first pass, whose demand was another strategy's, and
where the levers stayed as they were: then nothing swings."""


class Joined(NamedTuple):
    """Where the passes ended."""

    solution: Solution
    chosen: Strategy
    chain: Proposal
    aid: Proposal
    """Help to firms; nothing where the region has no policies."""
    supplied: Problem
    """The problem with the orders of the chain and the help placed: the one the decisions answer."""
    residual: float
    """Of the pass that was kept."""
    passes: int


NOTHING = Proposal((), 0.0, 0.0)
"""Of a layer that has nothing to decide."""
Search = Callable[[Problem, Sequence[Solution]], Solution]
"""A search of the levers under a problem, after earlier solutions, which may be none."""


def joined(
    axes: Axes,
    model: Model,
    problem: Problem,
    layer: PlanLayer,
    past: Levers,
    first: Signals,
    pots: Mapping[str, Sequence[Pot]],
    from_day: date,
    search: Search,
    frozen: Sequence[Measure] = (),
    support: PlanLayer | None = None,
) -> Joined:
    """Chain, help to firms and levers by turns.

    Parameters
    ----------
    axes, model, problem
        The region's, with nothing ordered.
    layer
        What orders lines and goods.
    past
        Levers without any order of a plan.
    first
        Signals of a likely run.
    pots
        Public money by fund, before orders.
    from_day
        First day a measure may start.
    search
        Finds levers.
    frozen
        Orders placed and help promised before, which stay.
    support
        What helps firms; None where nothing may be given.
    """
    promised = tuple(one for one in frozen if one.lever == HELP)
    given, lines, granted = first, [one for one in frozen if one.lever != HELP], FIRST_GRANT
    solutions: list[Solution] = []
    ends: list[Joined] = []
    for number in range(1, PASSES + 1):
        left = _granted(money_left(pots, (*lines, *promised), from_day), granted)
        chain = layer.propose(given, tuple(lines), left, from_day)
        new = chain.measures
        chain = replace(chain, measures=(*lines, *new))
        open_now = money_open(pots, (*chain.measures, *promised), from_day)
        aid = NOTHING if support is None else support.propose(given, promised, _for_firms(open_now), from_day)
        aid = replace(aid, measures=(*promised, *aid.measures))
        supplied = with_orders(problem, (*chain.measures, *aid.measures), axes, past)
        solution = search(supplied, solutions)
        solutions.append(solution)
        chosen = strategy("plan", model, supplied, solution.decisions)
        residual = residual_of(given, chosen.record.signals, problem, np.asarray(model.economy.workers))
        kept = solution._replace(outcome=chosen.outcome)
        ends.append(Joined(kept, chosen, chain, aid, supplied, residual, number))
        if number == 2 and granted != FIRST_GRANT and rank(ends[0].chosen.outcome) > rank(chosen.outcome):
            granted, given = FIRST_GRANT, ends[0].chosen.record.signals
            solutions.append(ends[0].solution)
            continue
        short = is_short_of_money(chosen.outcome)
        wanted = number == 1 and len(new) > 0 and (short or (granted < 1.0 and _spends(new, left)))
        if solution.stopped or (residual <= TOLERANCE and not wanted):
            break
        if wanted:
            granted = 0.5 * granted if short else min(2.0 * granted, 1.0)
        same = len(solutions) > 1 and all(map(np.array_equal, solutions[-2].decisions, solution.decisions))
        given = _between(given, chosen.record.signals, 1.0 if number == 1 or same else DAMPING)
        if number == FROZEN_AFTER:
            lines += [one for one in new if one.lever == "line_orders"]
    best, stopped = best_pass(ends), next((one.stopped for one in solutions if one.stopped), "")
    steps = sum(one.solution.steps for one in ends)
    solution = best.solution._replace(steps=steps, stopped=best.solution.stopped or stopped)
    return best._replace(passes=number, solution=solution)


def best_pass(ends: Sequence[Joined]) -> Joined:
    """The best pass as simulated; of those next to as good the one whose chain answers its own demand most closely."""
    best = max(rank(one.chosen.outcome) for one in ends)
    within = best[1] - SAME * abs(best[1])
    alike = [one for one in ends if rank(one.chosen.outcome)[0] == best[0] and rank(one.chosen.outcome)[1] >= within]
    return min(alike, key=lambda one: one.residual)


def is_short_of_money(outcome: Outcome) -> bool:
    """Whether the fund that levers and chain share is as good as spent."""
    return bool(np.max(np.asarray(outcome.limits)[LIMITS.index(BUDGET)]) > SPENT)


def with_orders(problem: Problem, measures: Sequence[Measure], axes: Axes, past: Levers) -> Problem:
    """The problem with orders of the chain and help to firms placed and paid; screening shares its fund with some."""
    placed = to_arrays(measures, axes, past)
    history_now = problem.history._replace(
        line_orders=jnp.asarray(placed.line_orders),
        purchases=jnp.asarray(placed.purchases),
        support=jnp.asarray(placed.support),
    )
    window = np.asarray(problem.bounds.window)
    bought = np.zeros(len(window))
    for measure in measures:
        if measure.fund == SCREENING_FUND:
            day = min(max(axes.day_index(measure.start), 0), axes.n_days - 1)
            bought += measure.cost * (window[:, day] > 0)
    return problem._replace(
        history=history_now,
        placed_cost=jnp.asarray(float(sum(m.cost for m in measures))),
        bounds=problem.bounds._replace(bought=jnp.asarray(bought)),
    )


def _for_firms(left: Mapping[str, float]) -> dict[str, float]:
    """Money for help to firms: funds that screening and the chain's purchases do not share."""
    return {fund: amount for fund, amount in left.items() if fund != SCREENING_FUND}


def _spends(new: Sequence[Measure], left: Mapping[str, float]) -> bool:
    """Whether new orders of the chain spend all it is offered of the shared fund."""
    spent = sum(one.cost for one in new if one.fund == SCREENING_FUND)
    return spent >= SPENT * left.get(SCREENING_FUND, float("inf"))


def residual_of(given: Signals, run_again: Signals, problem: Problem, workers: npt.NDArray[np.floating]) -> float:
    """Largest gap between what the layers were given and the run, by week, against the run or 1 % of its peak.

    Demand of masks by group, demand of test kits, and jobs without work in closed firms (at least one in ten thousand of all).
    """
    future = np.asarray(problem.future) > 0
    weekly = []
    for one in (given, run_again):
        jobs = np.einsum("tps,ps->t", np.asarray(one.capacity_lost), workers)[:, None]
        demand = np.asarray(one.mask_demand).sum(1), np.asarray(one.test_kits_used).sum(1, keepdims=True)
        weekly.append(np.concatenate([*demand, jobs], axis=1)[future])
    weeks = max(len(weekly[0]) // 7, 1)
    one, two = (series[: weeks * 7].reshape(weeks, -1, series.shape[1]).sum(1) for series in weekly)
    floor = np.maximum(two, 0.01 * np.maximum(two.max(0), 1e-9))
    floor[:, -1] = np.maximum(floor[:, -1], 7 * FEW_JOBS * workers.sum())
    return float((np.abs(one - two) / floor).max())


def _between(old: Signals, new: Signals, weight: float) -> Signals:
    """Signals on the way from old ones to new ones."""
    mixed: Signals = jax.tree.map(lambda a, b: (1.0 - weight) * np.asarray(a) + weight * np.asarray(b), old, new)
    return mixed


def _granted(left: Mapping[str, float], share: float) -> dict[str, float]:
    """Money by fund for the chain: of the fund that is shared the part that is granted."""
    return {fund: amount * (share if fund == SCREENING_FUND else 1.0) for fund, amount in left.items()}
