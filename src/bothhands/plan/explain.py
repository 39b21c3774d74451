"""Why this plan: what each lever buys and costs, what other values would choose, and who comes second.

Why this file exists: a planner signs for measures, not for a gradient. Every figure here is a run of the whole model: the plan without a
lever, and the plan and its rivals valued anew. Nothing is made linear.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.levers.catalogue import LEVER
from bothhands.model.day import Model
from bothhands.plan.coupled_run import CORES, evaluate
from bothhands.plan.decisions import Decisions, flat
from bothhands.plan.limits import LIMITS, REGION_WIDE
from bothhands.plan.problem import Outcome, Problem
from bothhands.plan.solve import Solution
from bothhands.plan.strategy import Strategy

TIMES = (0.0, 0.5, 1.0, 2.0)
"""Multiples of the value of a life-year under which plan and rivals are compared."""
EQUAL = "equal"
"""Every death worth the same, at the mean life-years that a death of the first reference costs."""
RUNNER_UP = "runner-up"
NEARLY = 0.9
"""Use from which a limit that has a price counts as holding the plan back."""
LEAST_RISE = 0.05
"""ASSUMED: share of what is allowed by which a limit must be fuller without a lever for the lever to be told as what keeps it."""


class Without(NamedTuple):
    """The plan with one lever at the level of a normal year, everything else as it is."""

    lever: str
    outcome: Outcome
    cost: float
    """What the lever costs the plan: schooling, gatherings, days at home, screening or tests; output for openness."""
    limit: str
    """The limit that would be fullest."""
    place: str
    use: float

    @property
    def breaks(self) -> bool:
        """Whether a limit would be broken."""
        return self.use > 1.0


class Valued(NamedTuple):
    """One way of valuing lives, and what every candidate is worth by it, in the order of the candidates' names."""

    value: str
    """A multiple of the value of a life-year, or `equal`."""
    worth: tuple[float, ...]

    @property
    def best(self) -> int:
        """Number of the best candidate."""
        return int(np.argmax(self.worth))


class Explanation(NamedTuple):
    """Why a plan is as it is; money in the region's currency."""

    without: tuple[Without, ...]
    candidates: tuple[str, ...]
    """Strategies that keep every limit, the plan first."""
    valued: tuple[Valued, ...]
    runner_up: tuple[str, float]
    """Name of the second best of what keeps the limits, and how far its objective lies below the plan's; blank where there is none."""
    turns_at: float
    """Smallest multiple of the value of a life-year, from the plan's on, at which another candidate is worth more: the plan's where one is already, as
    under an objective other than welfare; infinite where none ever is."""


def explained(
    axes: Axes,
    model: Model,
    problem: Problem,
    solution: Solution,
    chosen: Strategy,
    references: Sequence[Strategy],
    life_year: float,
) -> Explanation:
    """Why the plan.

    Parameters
    ----------
    axes, model, problem
        What the plan was made for, orders placed.
    solution, chosen
        The plan: decisions with the runners-up, and its run.
    references
        Strategies it is held against.
    life_year
        What a life-year is worth by the tables, of which multiples are told; the question may have asked for another.
    """
    without = tuple(
        sorted(_without(axes, model, problem, solution.decisions, chosen.outcome), key=lambda one: -_size(one, chosen))
    )
    rivals = [(one.name, one.outcome) for one in references if one.keeps_limits]
    rivals += [(RUNNER_UP, outcome) for _, outcome in solution.others[:1] if float(np.max(outcome.limits)) <= 1.0]
    every = [("plan", chosen.outcome), *rivals]
    price = float(problem.prices.life_year)
    mean_years = float(references[0].outcome.life_years) / max(float(references[0].outcome.deaths), 1e-9)
    outcomes = [outcome for _, outcome in every]
    valued = [
        Valued(f"{times:g}", tuple(worth_at(one, price, times * life_year) for one in outcomes)) for times in TIMES
    ]
    valued.append(
        Valued(EQUAL, tuple(worth_at(one, price, 0.0) - life_year * mean_years * float(one.deaths) for one in outcomes))
    )
    second = max(rivals, key=lambda one: float(one[1].objective), default=None)
    return Explanation(
        without=without,
        candidates=tuple(name for name, _ in every),
        valued=tuple(valued),
        runner_up=("", 0.0)
        if second is None
        else (second[0], float(chosen.outcome.objective) - float(second[1].objective)),
        turns_at=_turns_at(outcomes, price, life_year),
    )


def worth_at(outcome: Outcome, price: float, life_year: float) -> float:
    """Net social value with life-years at another worth than the price it counts them at."""
    return float(outcome.welfare) + (price - life_year) * float(outcome.life_years)


def _turns_at(outcomes: Sequence[Outcome], price: float, life_year: float) -> float:
    """Multiple, from that of the plan's price on, at which a rival of fewer life-years lost overtakes the plan; that one where one is worth more as it is."""
    own, found = outcomes[0], np.inf
    for other in outcomes[1:]:
        spared = life_year * (float(own.life_years) - float(other.life_years))
        behind = float(own.welfare) - float(other.welfare)
        if behind < 0:
            return price / life_year if life_year > 0 else 1.0
        if spared > 0:
            found = min(found, price / life_year + behind / spared)
    return float(found)


def _without(axes: Axes, model: Model, problem: Problem, decisions: Decisions, plan: Outcome) -> list[Without]:
    """The plan without each lever that it moves from normal on a day ahead."""
    ahead = (np.asarray(problem.period).T @ np.asarray(problem.future)) > 0
    moved = [
        name
        for name, level in decisions._asdict().items()
        if np.abs(np.asarray(level)[ahead] - LEVER[name].neutral).max(initial=0.0) > 1e-9
    ]

    def one(name: str) -> Without:
        plain = decisions._replace(**{name: np.full_like(np.asarray(getattr(decisions, name)), LEVER[name].neutral)})
        outcome = evaluate(axes, model, problem, flat(plain))
        use = np.asarray(outcome.limits, np.float64)
        limit, place = np.unravel_index(int(use.argmax()), use.shape)
        named = LIMITS[int(limit)]
        where = "" if named in REGION_WIDE else axes.places[int(place)]
        return Without(name, outcome, _own_cost(name, plan, outcome), named, where, float(use.max()))

    return list(CORES.map(one, moved))


def _own_cost(lever: str, plan: Outcome, without: Outcome) -> float:
    """What is saved of the lever's own kind of cost when it is left out."""
    part = {
        "school": "schooling", "gatherings": "gatherings", "remote": "distancing", "travel": "distancing", "stay_home": "distancing",
        "port_screening": "screening", "corridor_screening": "screening", "testing": "finding", "tracing": "finding",
    }.get(lever)  # fmt: skip
    if part is None:
        return float(without.value_added) - float(plan.value_added)
    return float(getattr(plan, part)) - float(getattr(without, part))


def _size(one: Without, chosen: Strategy) -> float:
    """Levers that keep a limit first, by how far it would be broken; then by what they gain."""
    gain = abs(float(chosen.outcome.objective) - float(one.outcome.objective)) / max(
        abs(float(chosen.outcome.objective)), 1e-9
    )
    return (1e3 + one.use if one.breaks else 0.0) + gain


def kept_by(limit: str, place: str, use: float, without: Sequence[Without], axes: Axes) -> list[tuple[Without, float]]:
    """Levers without which a limit would be broken, or further from being kept, and its use then, the fullest first.

    Parameters
    ----------
    limit, place, use
        As `binding` names them.
    without
        The plan without each lever; one that makes the limit less than `LEAST_RISE` fuller is left out.
    axes
        Names.
    """
    uses = [(one, use_without(one, limit, place, axes)) for one in without]
    return sorted((one for one in uses if one[1] > max(1.0, use + LEAST_RISE)), key=lambda one: -one[1])


def use_without(one: Without, limit: str, place: str, axes: Axes) -> float:
    """Use of a limit in a place without a lever; as `kept_by`."""
    at = slice(None) if limit in REGION_WIDE else axes.places.index(place)
    return float(np.max(np.asarray(one.outcome.limits)[LIMITS.index(limit), at]))


def binding(
    limits: NDArray[np.floating], prices: NDArray[np.floating], axes: Axes, least: float = 0.95
) -> list[tuple[str, str, float, float]]:
    """Limits that hold the plan back, the dearest first: name, place (blank for the region), use, price of 1 % more.

    Those as good as full, and those that have a price and are nearly full: a level in whole percents leaves some room.

    Parameters
    ----------
    limits, prices
        Use and price by limit and place.
    axes
        Names.
    least
        Use from which a limit counts whatever its price.
    """
    found = []
    for n, name in enumerate(LIMITS):
        wide = name in REGION_WIDE
        for p, place in enumerate(axes.places[:1] if wide else axes.places):
            use = float(np.max(limits[n])) if wide else float(limits[n][p])
            price = float(np.max(prices[n])) if wide else float(prices[n][p])
            if use >= least or (price > 0.0 and use >= NEARLY):
                found.append((name, "" if wide else place, use, price))
    return sorted(found, key=lambda one: (-one[3], -one[2]))
