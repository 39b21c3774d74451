"""From a search that kept not every limit to a plan all the same: one that does after all, or the one nearest to it with the conflict told.

Why this file exists: an over-constrained question is an answer to give, not an error to raise. Nothing here runs where a search kept
every limit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.model.day import Model
from bothhands.plan.conflict import conflict_of
from bothhands.plan.coupled_run import breach, evaluate, keeps
from bothhands.plan.decisions import Decisions, flat, uniform
from bothhands.plan.problem import Outcome, Problem, with_room
from bothhands.plan.solve import Effort, Solution, every_start, solve
from bothhands.plan.space import Space

SPARE = 1.02
"""ASSUMED: room beyond the least breach found, in which the objective is raised again."""
AGAIN = Effort(steps=2, at_most=4, constants=False)
"""Effort of the search that goes on from the point found."""


def reconciled(
    axes: Axes,
    model: Model,
    problem: Problem,
    space: Space,
    starts: Sequence[Decisions],
    solution: Solution,
    progress: Callable[[str], None] = lambda _: None,
) -> Solution:
    """The solution as it is where it keeps every limit or was stopped; else the best one found, with the limits in conflict.

    Parameters
    ----------
    axes, model, problem, space
        As the solution was searched.
    starts
        Plans the search began from.
    solution
        Its end.
    progress
        Told a line before each search.

    Notes
    -----
    Where no plan keeps every limit, limits that are passed are given the room of the least breach found and `SPARE` more, and the
    objective is raised within it, so that the plan is no stranger than it must be.
    """
    if solution.feasible or solution.stopped:
        return solution
    others = [decisions for decisions, _ in solution.others]
    every = [solution.decisions, *others, *every_start(axes, starts, True), uniform(axes)]
    try:
        found = conflict_of(axes, model, problem, space, every, progress)
    except KeyboardInterrupt:
        progress("stopped; the plan that breaks the limits least is kept, without the limits in conflict")
        return solution._replace(stopped="interrupt")
    nearest = min(
        [(found.nearest, evaluate(axes, model, problem, flat(found.nearest))), (solution.decisions, solution.outcome)],
        key=lambda one: breach(one[1]),
    )
    passed = np.asarray(nearest[1].limits, np.float64).max(1)
    room = np.asarray(problem.bounds.room) * np.where(passed > 1.0, SPARE * passed, 1.0)
    again = solve(axes, model, with_room(problem, room), [nearest[0]], AGAIN, progress, space)
    outcome = evaluate(axes, model, problem, flat(again.decisions))
    kept = keeps(outcome)
    return again._replace(
        outcome=outcome,
        feasible=kept,
        steps=solution.steps + found.gradients + again.steps,
        others=tuple((own, evaluate(axes, model, problem, flat(own))) for own, _ in again.others),
        seconds=solution.seconds + again.seconds,
        conflict=None if kept else found,
    )


def stands_again(solution: Solution, outcome: Outcome) -> Solution:
    """The solution under other orders of the chain; a conflict that they resolve is none any more."""
    kept = keeps(outcome)
    return solution._replace(outcome=outcome, feasible=kept, conflict=None if kept else solution.conflict)
