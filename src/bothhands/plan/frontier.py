"""Lives against everything else: a set of plans, none of which is better in both, found from one another.

Why this file exists: what a life-year is worth is not ours to say. Each point is a plan of its own that makes everything else as large as
can be while at most so many die, every other limit kept; the search for a point begins at its neighbour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.levers.history import history
from bothhands.model.day import Model
from bothhands.plan.coupled_run import evaluate, keeps
from bothhands.plan.decisions import Decisions, flat
from bothhands.plan.limits import DEATHS, LIMITS
from bothhands.plan.outer import Joined
from bothhands.plan.plan import Plan, measures_of_plan
from bothhands.plan.posed import space_asked
from bothhands.plan.problem import WELFARE, Outcome, Problem
from bothhands.plan.references import LOCKDOWN, as_it_stands, references
from bothhands.plan.solve import Effort, Solution, solve
from bothhands.plan.space import Space
from bothhands.plan.strategy import strategy

SHARES = (0.75, 0.5, 0.3, 0.15, 0.05)
"""Deaths that are allowed, as a share of the way from those of a full lockdown to those of the plan."""
EFFORT = Effort(steps=3, at_most=6, constants=False)


class Point(NamedTuple):
    """A plan on the way from output to lives."""

    most_deaths: float
    """Deaths it was allowed; infinite for the plan itself and for the one that counts no life."""
    is_plan: bool
    decisions: Decisions
    outcome: Outcome
    """Welfare counted at the usual value of a life-year."""
    solution: Solution

    @property
    def deaths(self) -> float:
        """Deaths over the planning days."""
        return float(self.outcome.deaths)

    def other_worth(self, life_year: float) -> float:
        """Net social value with lives left out: output less schooling, gatherings and all other costs.

        Parameters
        ----------
        life_year
            Value of a life-year that the outcome's welfare was counted with.
        """
        return float(self.outcome.welfare) + life_year * float(self.outcome.life_years)


class Frontier(NamedTuple):
    """Plans from most deaths to fewest, with what each is worth without lives."""

    points: tuple[Point, ...]
    """Those that no other beats in both; the plan itself among them if none does."""
    beaten: tuple[Point, ...]
    life_year: float
    """The value the multiples are of."""


def front_of_plan(made: Plan, progress: Callable[[str], None] = lambda _: None) -> Frontier:
    """The front about a plan that was made, deciding what its question lets it decide."""
    space = space_asked(made.question, made.axes, made.supplied, as_it_stands(made.axes, made.supplied))
    return frontier(made.axes, made.model, made.supplied, made.solution, space, progress)


def plan_of_point(made: Plan, point: Point) -> Plan:
    """The plan with the levels of a point: its measures, outcome and limits; what was checked and explained is still the plan's own.

    Parameters
    ----------
    made
        The plan the front is about.
    point
        A point of it.
    """
    chosen = strategy("plan", made.model, made.supplied, point.decisions)
    past = history(made.region, made.axes)
    joined = Joined(point.solution, chosen, made.chain, made.aid, made.supplied, made.residual, made.passes)
    measures = measures_of_plan(made.axes, joined, past, made.as_of)
    limits = dict(made.question.limits)
    if np.isfinite(point.most_deaths):
        limits[DEATHS] = min(float(point.most_deaths), float(limits.get(DEATHS, np.inf)))
    question = made.question.model_copy(update={"limits": limits})
    return replace(made, question=question, chosen=chosen, solution=point.solution, measures=measures)


def frontier(
    axes: Axes,
    model: Model,
    problem: Problem,
    plan: Solution,
    space: Space,
    progress: Callable[[str], None] = lambda _: None,
) -> Frontier:
    """The front about a plan.

    Parameters
    ----------
    axes, model, problem
        What the plan was made for, orders placed.
    plan
        The plan, at the values as they are.
    space
        What is decided.
    progress
        Told a line for each point.

    Notes
    -----
    Every point but the plan has the life-year at nothing and a limit of deaths: the epsilon-constraint method (Haimes et al. 1971), which
    finds the points in a dent of the front as well. The path ends where no plan was found that keeps the next limit.
    """
    life_year = float(problem.prices.life_year)
    free = problem._replace(prices=problem.prices._replace(life_year=jnp.zeros(())), worth=jnp.asarray(WELFARE))
    lockdown = references(axes, model, problem)[LOCKDOWN]
    fewest, own = (float(one.deaths) for one in (evaluate(axes, model, problem, flat(lockdown)), plan.outcome))
    points = [Point(np.inf, True, plan.decisions, plan.outcome, plan)] if keeps(plan.outcome) else []
    asked = np.asarray(problem.bounds.bound, np.float64)
    before = plan.decisions
    for most in (np.inf, *(fewest + share * (own - fewest) for share in SHARES if own > fewest)):
        progress(
            f"the most of everything else with {most:.0f} deaths" if np.isfinite(most) else "a plan that counts no life"
        )
        bound = asked.copy()
        bound[LIMITS.index(DEATHS)] = min(most, bound[LIMITS.index(DEATHS)])
        limited = free._replace(bounds=free.bounds._replace(bound=jnp.asarray(bound)))
        found = solve(axes, model, limited, [before, plan.decisions, lockdown], EFFORT, space=space)
        if not keeps(found.outcome):
            break
        outcome = _at_usual_value(found.outcome, life_year)
        points.append(Point(most, False, found.decisions, outcome, found))
        before = found.decisions if np.isfinite(most) else before
    front = [
        one
        for n, one in enumerate(points)
        if not any(_beats(other, one, life_year, k < n) for k, other in enumerate(points) if k != n)
    ]
    front.sort(key=lambda one: -one.deaths)
    return Frontier(tuple(front), tuple(one for one in points if one not in front), life_year)


def _at_usual_value(outcome: Outcome, life_year: float) -> Outcome:
    """The outcome of a run that counts no life, with welfare, and what is maximised, at the usual value of a life-year."""
    lives = life_year * float(outcome.life_years)
    return outcome._replace(
        welfare=np.asarray(outcome.welfare - lives), objective=np.asarray(outcome.objective - lives)
    )


def _beats(one: Point, other: Point, life_year: float, earlier: bool) -> bool:
    """Whether a point is no worse in both, and better in one or found earlier."""
    fewer = one.deaths - other.deaths
    more = one.other_worth(life_year) - other.other_worth(life_year)
    return (fewer <= 0 and more >= 0) and (fewer < 0 or more > 0 or earlier)
