"""How the plan and its rivals fare in one and the same set of futures, and what it would be worth to know which one comes.

Why this file exists: an expected value hides who is sorry afterwards. Every strategy meets the same fresh members, with the same chance,
so that they can be compared member by member.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.levers.catalogue import Levers
from bothhands.model.day import Model
from bothhands.model.ensemble import Draws
from bothhands.plan.futures import Futures, futures_of, worst_mean
from bothhands.plan.problem import Problem
from bothhands.plan.promise import keeps_by_limit, promised_limits
from bothhands.plan.strategy import Strategy

PLAN, DATES = "plan", "plan by dates alone"


class Fared(NamedTuple):
    """How a strategy fares over the members; money in the region's currency."""

    name: str
    mean: float
    """Of the objective."""
    worst: float
    """Mean objective of its worst tenth of members."""
    deaths: float
    worst_deaths: float
    """Mean deaths of the worst tenth of members."""
    kept_share: float
    """Share of members that keep every limit that is promised."""
    regret: float
    """Mean of what the best of all the strategies shown would have gained in each member, of those that keep the promise in it."""
    worst_regret: float
    """Mean of that over the tenth of members in which it is largest."""
    best_share: float
    """Share of members in which it keeps the promise, or is the plan, and no other that keeps it is better."""


class Regret(NamedTuple):
    """The plan and its rivals over the same members, the plan first."""

    fared: tuple[Fared, ...]
    members: int

    @property
    def of_plan(self) -> Fared:
        """The plan with its rules."""
        return self.fared[0]

    @property
    def worth_of_rules(self) -> float:
        """What answering reports is worth over the plan's dates alone: the value of the stochastic solution of the rules, negative where
        the promise costs more than it brings."""
        dates = next((one for one in self.fared if one.name == DATES), self.of_plan)
        return self.of_plan.mean - dates.mean

    @property
    def worth_of_knowing(self) -> float:
        """What knowing the member beforehand would be worth at least: the best of the strategies shown that keeps the promise in each, against the
        plan in all.

        Notes
        -----
        The expected value of perfect information (Raiffa & Schlaifer 1961) with the choice among these strategies; with every plan to
        choose from it can only be more. What would be gained by breaking a promised limit is no worth of knowing.
        """
        return self.of_plan.regret


def regret_of(
    plan: Futures,
    model: Model,
    problem: Problem,
    supplied: Problem,
    draws: Draws,
    dated: Levers,
    rivals: Sequence[Strategy],
    seed: int,
    asked: Mapping[str, float],
    progress: Callable[[str], None] = lambda _: None,
) -> Regret:
    """Run the plan's dates without its rules, and every rival, on the members the plan was checked on.

    Parameters
    ----------
    plan
        The members of the plan under its rules.
    model
        The model without those rules.
    problem, supplied
        What rivals are measured by, with nothing ordered, and the plan, with its orders placed and paid.
    draws
        Of the plan's members.
    dated
        Levers of the plan.
    rivals
        Strategies it is held against.
    seed
        Of the plan's members.
    asked
        Limits that are promised.
    progress
        Told which strategy is run.
    """
    names, futures = [PLAN], [plan]
    for name, own, levers in [(DATES, supplied, dated), *((one.name, problem, one.levers) for one in rivals)]:
        progress(f"running {draws.members} members of “{name}”")
        names.append(name)
        futures.append(futures_of(model, own, draws, levers, seed))
    return compared(names, futures, asked)


def compared(names: Sequence[str], futures: Sequence[Futures], asked: Mapping[str, float]) -> Regret:
    """Strategies by name that met the same members, the plan first, compared member by member."""
    objective = np.stack([np.asarray(one.outcomes.objective, np.float64) for one in futures])
    kept = np.stack([promised_limits(keeps_by_limit(one), asked) for one in futures])
    counts = kept | (np.arange(len(futures)) == 0)[:, None]
    ahead = np.where(counts, objective, -np.inf).max(0) - objective
    behind, best = np.maximum(ahead, 0.0), counts & (ahead <= 0.0)
    every = zip(names, futures, kept, behind, best, strict=True)
    return Regret(tuple(_fared(*one) for one in every), objective.shape[1])


def _fared(
    name: str, futures: Futures, kept: NDArray[np.bool_], behind: NDArray[np.float64], best: NDArray[np.bool_]
) -> Fared:
    objective, deaths = (np.asarray(getattr(futures.outcomes, field), np.float64) for field in ("objective", "deaths"))
    return Fared(
        name,
        float(objective.mean()),
        -worst_mean(-objective),
        float(deaths.mean()),
        worst_mean(deaths),
        float(kept.mean()),
        float(behind.mean()),
        worst_mean(behind),
        float(best.mean()),
    )
