"""What knowing a figure would be worth: the plan made again with the figure at an end of its range, against the plan as it is.

Why this file exists: a figure may move the outcome a good deal and yet change nothing of what is best to do. Only another plan
tells. The search starts at the plan itself and takes few gradients, so what it finds is a lower bound of what could be gained.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from bothhands.observe.ranges import TENTH
from bothhands.plan.coupled_run import evaluate, keeps
from bothhands.plan.decisions import Decisions, flat
from bothhands.plan.limits import LIMITS
from bothhands.plan.posed import space_asked
from bothhands.plan.problem import Problem
from bothhands.plan.references import as_it_stands
from bothhands.plan.solve import Effort, solve
from bothhands.plan.space import Space
from bothhands.plan.worlds import Standing

End: TypeAlias = Literal["low", "high"]
ENDS: dict[End, float] = {"low": -TENTH, "high": TENTH}
SAME = 0.005
"""Levels closer than this are the same."""
STEPS, MOST_STEPS = 2, 4
"""Gradients of one search, and while each gains half a percent of welfare or of what it keeps."""


class Replan(NamedTuple):
    """A plan made again for one figure at one end of its range; money in the region's currency."""

    figure: str
    end: End
    welfare_old: float
    """Welfare of the plan as it is, under the moved figure."""
    welfare_new: float
    """Welfare of the plan made for it."""
    gain_unmoved: float
    """Welfare the new plan would gain with no figure moved, where it keeps every limit there: the search's doing, not the figure's."""
    use_old: float
    """Use of the fullest limit under the old plan; above 1 it is broken."""
    limit: str
    """Which limit that is."""
    keeps: bool
    """Whether the new plan keeps every limit."""
    changed_share: float
    """Share of lever-days whose level is another."""
    lever: str
    """Lever that moves most, by mean change; blank where none moves."""
    change: float
    """Mean change of that lever over all its days, signed; 0.1 is ten percentage points."""

    @property
    def breaks(self) -> bool:
        """Whether the plan as it is would break a limit."""
        return self.use_old > 1.0

    @property
    def stake(self) -> float:
        """Welfare between the two plans: what the new one gains, or, where the old one breaks a limit, what keeping it costs."""
        return abs(self.change_of_welfare)

    @property
    def change_of_welfare(self) -> float:
        """Welfare of the new plan less that of the old one, what it would gain anyway left out."""
        return self.welfare_new - self.welfare_old - self.gain_unmoved


def settled(standing: Standing, decisions: Decisions) -> tuple[Decisions, float]:
    """The plan searched on with nothing changed, and the welfare that gained: what a re-plan gains by searching alone.

    Parameters
    ----------
    standing
        Where the plan stands.
    decisions
        The plan.
    """
    old = evaluate(standing.axes, standing.model, standing.problem, flat(decisions))
    effort, space = Effort(MOST_STEPS, constants=False), _space(standing, standing.problem)
    new = solve(standing.axes, standing.model, standing.problem, [decisions], effort, space=space)
    return new.decisions, float(new.outcome.welfare) - float(old.welfare)


def replanned(standing: Standing, decisions: Decisions, figure: str, end: End) -> Replan:
    """The plan made again with a figure at one end of its range.

    Parameters
    ----------
    standing
        Where the plan stands.
    decisions
        The plan as it is.
    figure
        Its name.
    end
        Which end.

    Notes
    -----
    A gain found is a lower bound and a cost an upper one: a longer search might find a better plan. Both plans are valued under the
    moved figure, so that `stake` is the expected cost of not having known it (the value of perfect information at one end).
    """
    model, problem = standing.world({figure: ENDS[end]})
    old = evaluate(standing.axes, model, problem, flat(decisions))
    effort, space = Effort(STEPS, MOST_STEPS, constants=False), _space(standing, problem)
    found = solve(standing.axes, model, problem, [decisions], effort, space=space)
    use = np.asarray(old.use, np.float64)
    unmoved = [
        evaluate(standing.axes, standing.model, standing.problem, flat(one)) for one in (decisions, found.decisions)
    ]
    idle = float(unmoved[1].welfare) - float(unmoved[0].welfare) if keeps(unmoved[1]) else 0.0
    share, lever, change = moved_levers(problem, decisions, found.decisions)
    return Replan(
        figure, end, float(old.welfare), float(found.outcome.welfare), max(idle, 0.0),
        float(use.max()), LIMITS[int(use.max((1, 2)).argmax())], found.feasible, share, lever, change,
    )  # fmt: skip


def _space(standing: Standing, problem: Problem) -> Space | None:
    """What the question leaves to be decided; None where none is known."""
    held = as_it_stands(standing.axes, problem)
    return None if standing.question is None else space_asked(standing.question, standing.axes, problem, held)


def moved_levers(problem: Problem, old: Decisions, new: Decisions) -> tuple[float, str, float]:
    """Share of lever-days whose level is another, the lever that moves most and its mean signed change.

    Parameters
    ----------
    problem
        Says how many days of each period lie ahead.
    old, new
        Two plans.
    """
    days = np.asarray(problem.period).T @ np.asarray(problem.future)
    total = changed = 0.0
    means: dict[str, tuple[float, float]] = {}
    for name, before, after in zip(Decisions._fields, old, new, strict=True):
        move = np.asarray(after, np.float64) - np.asarray(before, np.float64)
        weight = np.broadcast_to(days.reshape(-1, *([1] * (move.ndim - 1))), move.shape)
        total += float(weight.sum())
        changed += float(weight[np.abs(move) > SAME].sum())
        if weight.sum() > 0:
            means[name] = float(np.average(np.abs(move), weights=weight)), float(np.average(move, weights=weight))
    most = max(means, key=lambda name: means[name][0])
    if changed == 0.0:
        return 0.0, "", 0.0
    return changed / total, most, means[most][1]
