"""A plan told under the limits as they were asked, where it keeps them so.

Why this file exists: a limit that no reference strategy keeps is given room before the search, so that there is something to search in. A
plan that keeps it without that room owes the reader the limit as asked, not the wider one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.plan.outer import Joined
from bothhands.plan.problem import Outcome, Problem, with_room
from bothhands.plan.strategy import Strategy


def as_asked(
    problem: Problem, told: tuple[Strategy, ...], found: Joined
) -> tuple[Problem, tuple[Strategy, ...], Joined]:
    """The problem, the references and the plan with no more room than the plan takes: none in limits that it keeps as they were asked.

    Parameters
    ----------
    problem, told, found
        As searched, with the room that limits were given.

    Notes
    -----
    Prices are of one per cent of room and stay. Where no plan keeps every limit nothing changes: the conflict was sought within that room.
    """
    room = np.asarray(problem.bounds.room, np.float64)
    used = np.asarray(found.chosen.outcome.limits, np.float64).max(1) * room
    wider = np.where((room > 1.0) & (used <= 1.0), room, 1.0)
    if not found.solution.feasible or (wider == 1.0).all():
        return problem, told, found
    left, solution = room / wider, found.solution
    chosen, *references = (one._replace(outcome=_held(one.outcome, wider)) for one in (found.chosen, *told))
    solution = solution._replace(
        outcome=_held(solution.outcome, wider),
        others=tuple((own, _held(outcome, wider)) for own, outcome in solution.others),
    )
    found = found._replace(solution=solution, chosen=chosen, supplied=with_room(found.supplied, left))
    return with_room(problem, left), tuple(references), found


def _held(outcome: Outcome, times: NDArray[np.float64]) -> Outcome:
    """An outcome whose limits allow so many times less."""
    limits, use = np.asarray(outcome.limits), np.asarray(outcome.use)
    return outcome._replace(limits=limits * times[:, None], use=use * times[:, None, None])
