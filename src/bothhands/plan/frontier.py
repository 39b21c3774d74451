"""Lives against everything else: a set of plans, none of which is better in both, found from one another.

Why this file exists: what a life-year is worth is not ours to say. Each point is a plan of its own under another value, from fewest
deaths to none counted, every limit kept; the search for a point begins at its neighbour.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.model.day import Model
from bothhands.plan.coupled_run import keeps
from bothhands.plan.decisions import Decisions
from bothhands.plan.problem import Outcome, Problem
from bothhands.plan.solve import Effort, Solution, solve
from bothhands.plan.space import Space

TIMES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 16.0, 64.0)
"""Multiples of the value of a life-year, one point each."""
EFFORT = Effort(steps=2, at_most=4, constants=False)


class Point(NamedTuple):
    """A plan on the way from output to lives."""

    times: float
    """Multiple of the value of a life-year it was made for."""
    decisions: Decisions
    outcome: Outcome
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
    Weighted sums find the points of the front that lie on its hull; those in a dent are found by asking for a limit of deaths.
    """
    life_year = float(problem.prices.life_year)
    made: dict[float, Solution] = {1.0: plan}
    middle = TIMES.index(1.0)
    for path in (TIMES[middle + 1 :], TIMES[:middle][::-1]):
        before = plan
        for times in path:
            progress(f"a plan with life-years worth {times:g} times as much")
            prices = problem.prices._replace(life_year=problem.prices.life_year * times)
            before = solve(axes, model, problem._replace(prices=prices), [before.decisions], EFFORT, space=space)
            made[times] = before
    points = [
        Point(times, one.decisions, _at_usual_value(one.outcome, life_year, times), one)
        for times, one in sorted(made.items())
        if keeps(one.outcome)
    ]
    front = [one for one in points if not any(_beats(other, one, life_year) for other in points)]
    front.sort(key=lambda one: -one.deaths)
    return Frontier(tuple(front), tuple(one for one in points if one not in front), life_year)


def _at_usual_value(outcome: Outcome, life_year: float, times: float) -> Outcome:
    """The outcome with welfare counted at the usual value of a life-year."""
    welfare = float(outcome.welfare) - (1.0 - times) * life_year * float(outcome.life_years)
    return outcome._replace(welfare=np.asarray(welfare), objective=np.asarray(welfare))


def _beats(one: Point, other: Point, life_year: float) -> bool:
    """Whether a point is no worse in both and better in one."""
    fewer = one.deaths - other.deaths
    more = one.other_worth(life_year) - other.other_worth(life_year)
    return (fewer <= 0 and more >= 0) and (fewer < 0 or more > 0)
