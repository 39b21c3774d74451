"""A saved plan standing again on its model: what `explain` and `frontier` work from.

Why this file exists: a folder holds numbers, a question about a plan needs the model behind it. The region is fitted as it was, the
orders are placed, and the levels decided are simulated anew.
"""

from __future__ import annotations

from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.region import Region
from bothhands.observe.fitted import Fitted, fit_region
from bothhands.plan.decisions import Decisions
from bothhands.plan.layer import Proposal
from bothhands.plan.limits import LIMITS
from bothhands.plan.outer import with_chain
from bothhands.plan.posed import posed
from bothhands.plan.problem import Problem, problem_of
from bothhands.plan.saved import ORDERS, Saved
from bothhands.plan.strategy import Strategy, references_in_their_room, strategy

OWN_LIMITS = LIMITS[:4] + LIMITS[7:9]
"""Limits a region asks for by itself; those of the user's question stand as asked."""


class Restored(NamedTuple):
    """A plan with what it stands on."""

    saved: Saved
    fitted: Fitted
    problem: Problem
    """With nothing ordered."""
    supplied: Problem
    """With the plan's orders placed."""
    references: tuple[Strategy, ...]
    decided: dict[str, Decisions]
    """Decisions of the references."""
    chosen: Strategy


def restored(region: Region, saved: Saved) -> Restored:
    """The plan of a folder on the model it was made with.

    Parameters
    ----------
    region
        The region it was made for.
    saved
        What was read of the folder.

    Raises
    ------
    InputError
        Where the region's tables are no longer those of the plan.
    """
    if region.standing_on(saved.as_of).edition != saved.edition:
        what = f"the tables of {region.name} are no longer those of the plan (edition {saved.edition[:8]})"
        raise InputError(Fault("BH-ASK-007", what, "the same tables and options", "make the plan again"))
    fitted = fit_region(region, saved.as_of, True)
    axes, model = fitted.axes, fitted.model
    problem = posed(
        saved.question, problem_of(fitted.region, axes, model, fitted.past, saved.as_of), fitted.region, axes
    )
    problem, decided, told = references_in_their_room(axes, model, problem, strict_of(saved.question.limits))
    orders = tuple(one for one in saved.measures if one.lever in ORDERS)
    supplied = with_chain(problem, Proposal(orders, 0.0, None), axes, fitted.past)
    return Restored(saved, fitted, problem, supplied, told, decided, strategy("plan", model, supplied, saved.decisions))


def strict_of(limits: dict[str, float | str]) -> frozenset[int]:
    """Numbers of the limits that are never relaxed by themselves: those a question names, and kinds no region asks for."""
    return frozenset(n for n, name in enumerate(LIMITS) if name not in OWN_LIMITS or name in limits)
