"""What would bring a target nearer: adopted and possible measures as options with what they add, what they cost, and the odds they move.

Why this file exists: a shortfall asks for a list, the best for its money first, and for the honest sum of it. Each option is weighed alone on the
same draws, then all together; no figure is fitted to a target. What help adds and what a strategy adds are taken as apart (signals are held).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.cities import cities_of
from bothhands.inputs.tables.targets import Target
from bothhands.outcome.target_case import Runs
from bothhands.outcome.target_status import Status, statuses
from bothhands.plan.target_options import Option, nothing
from bothhands.plan.target_runs import TargetCase

Numbers = npt.NDArray[np.float64]


class Effect(NamedTuple):
    """What an option does for a target: amount and odds with it, what it costs where the target is."""

    option: str
    facts: Mapping[str, object]
    amount: float
    """Added to the middle of the forecast, in the target's unit."""
    odds: float | None
    gain: float
    """Odds with the option less those without."""
    cost_yuan: float
    """Of a strategy, what it costs more than what is done now; below zero where it saves."""
    by_year: tuple[tuple[int, float], ...]

    @property
    def gain_per_100m(self) -> float | None:
        """Odds gained by 100 million of the currency; None where nothing is spent."""
        return self.gain / self.cost_yuan * 1e8 if self.cost_yuan > 0 else None


class Closing(NamedTuple):
    """A target, the options by what they do for their money, all of them together, and what is still lacking then."""

    target: Target
    unit: str
    goal: float
    forecast: float
    odds: float | None
    effects: tuple[Effect, ...]
    together: Effect
    first_year: int | None
    first_year_together: int | None

    @property
    def shortfall(self) -> float:
        """What the middle of the forecast lacks with everything done, or exceeds a goal that is a most by; nothing where it does not."""
        lacking = self.goal - self.forecast - self.together.amount
        return max(-lacking if self.target.direction == "at_most" else lacking, 0.0)


def closings(case: TargetCase, options: Sequence[Option]) -> tuple[Closing, ...]:
    """What would close the gap of every target the run answers.

    Parameters
    ----------
    case
        The region on a day and its run.
    options
        As `options_of` gives them.
    """
    before = {one.target.target: one for one in statuses(case.region, case.as_of, case.runs)}
    judged = [one for one in before.values() if one.basis == "run" and one.goal is not None and one.band is not None]
    after = [(one, _told(case, one.runs or with_added(case, one.added))) for one in options]
    stays, moves = (_all_told(case, options, with_strategy) for with_strategy in (False, True))
    return tuple(_closing(case, one, after, stays, moves) for one in judged)


def with_added(case: TargetCase, added: Numbers) -> Runs:
    """The runs of a case with value added besides, by (month, city); revenue moves in the proportion it has to value added.

    Parameters
    ----------
    case
        The region on a day and its run.
    added
        By month of the calendar and city, money.
    """
    found = {}
    for (place, indicator, prices), months in case.runs.items():
        more = added[: months.made.shape[1], cities_of(case.region, case.axes, place)].sum(-1)
        if indicator != "gdp":
            gdp = case.runs[place, "gdp", prices].made
            more = more * months.made.sum(1, keepdims=True) / np.maximum(gdp.sum(1, keepdims=True), 1e-300)
        found[place, indicator, prices] = months._replace(made=months.made + more)
    return found


class _All(NamedTuple):
    """Everything at once on one of the two runs: where targets stand then, and what it costs by city."""

    told: dict[str, Status]
    cost: Numbers


def _all_told(case: TargetCase, options: Sequence[Option], with_strategy: bool) -> _All:
    """All that is added, on the run or on another strategy's. Firms helped over the line are not counted twice."""
    other = next((one for one in options if one.runs is not None), None) if with_strategy else None
    added = [one for one in options if one.runs is None and one.name != "threshold"]
    base = case if other is None or other.runs is None else case._replace(runs=other.runs)
    runs = with_added(base, sum((one.added for one in added), nothing(case)))
    taken = [*added, *([] if other is None else [other])]
    return _All(_told(case, runs), sum((one.cost for one in taken), np.zeros(len(case.axes.places))))


def _told(case: TargetCase, runs: Runs) -> dict[str, Status]:
    return {one.target.target: one for one in statuses(case.region, case.as_of, runs)}


def _closing(
    case: TargetCase, one: Status, after: list[tuple[Option, dict[str, Status]]], stays: _All, moves: _All
) -> Closing:
    """A target: another strategy is part of all together only where that brings it nearer."""
    name, at = one.target.target, cities_of(case.region, case.axes, one.target.place)
    effects = [_effect(one, told[name], option, at) for option, told in after]
    effects.sort(key=lambda found: -(found.gain_per_100m or np.inf if found.gain > 0 else 0.0))
    best = max(stays, moves, key=lambda every: every.told[name].odds or 0.0)
    together = _effect(one, best.told[name], Option("together", nothing(case), best.cost, {}), at)
    assert one.goal is not None
    assert one.band is not None
    return Closing(
        one.target, one.unit, one.goal, one.band[2], one.odds, tuple(effects), together, one.first_year, best.told[name].first_year
    )  # fmt: skip


def _effect(before: Status, after: Status, option: Option, at: list[int]) -> Effect:
    amount = (after.band[2] if after.band else 0.0) - (before.band[2] if before.band else 0.0)
    gain = (after.odds or 0.0) - (before.odds or 0.0)
    return Effect(option.name, option.facts, amount, after.odds, gain, float(option.cost[at].sum()), after.by_year)
