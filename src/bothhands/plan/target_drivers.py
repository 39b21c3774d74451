"""Why the odds of a target are what they are: from last year's level by growth and by what the epidemic takes, cause by cause, to the forecast.

Why this file exists: odds alone invite excuses. Each step is an amount and the odds after it; amounts add up to the forecast, odds to those told.
Causes are those of the loss account (`outcome/losses.py`), each already averaged over two orders; the order of the odds' steps is by size.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from bothhands.inputs.cities import cities_of
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.unit_scales import scale_of
from bothhands.model.alone import heard_of
from bothhands.model.simulate import cast
from bothhands.outcome.losses import CAUSES, losses_of
from bothhands.outcome.public_money import rules_of
from bothhands.outcome.quarters import calendar_of
from bothhands.outcome.target_case import Runs, prices_of
from bothhands.outcome.target_forecast import Months
from bothhands.outcome.target_status import Status, statuses
from bothhands.plan.target_runs import TargetCase

Numbers = npt.NDArray[np.float64]
GROWTH, UNKNOWN = "growth", "unknown"
"""Steps that are no cause of loss: growth and prices of a normal year, and what the draws and the error of a run move the middle by."""


class Step(NamedTuple):
    """What moves a forecast: an amount in the target's unit, below zero where it takes away, and the odds once it is in place."""

    name: str
    amount: float
    odds: float | None


class Drivers(NamedTuple):
    """A target and what leads to its forecast; `last_year` + Σ steps = `forecast`."""

    target: Target
    unit: str
    goal: float
    last_year: float
    forecast: float
    """The middle of the forecast."""
    odds: float | None
    steps: tuple[Step, ...]
    sectors: tuple[tuple[str, float], ...]
    """Sector groups by what they lose, in the same unit, the most first."""

    @property
    def gap(self) -> float:
        """What the middle of the forecast lacks of the goal, or exceeds one that is a most by; below zero where it is met."""
        lacking = self.goal - self.forecast
        return -lacking if self.target.direction == "at_most" else lacking


class _Lost(NamedTuple):
    """Value added lost, by (cause, month, city) and (month, city, sector), and that of a normal year by (month, city)."""

    causes: Numbers
    sectors: Numbers
    normal: Numbers


def drivers_of(case: TargetCase) -> tuple[Drivers, ...]:
    """What leads to the forecast of every target that the run answers.

    Parameters
    ----------
    case
        The region on a day and its run.
    """
    told = statuses(case.region, case.as_of, case.runs)
    judged = [one for one in told if one.basis == "run" and one.goal is not None and one.band is not None]
    if not judged:
        return ()
    lost = _lost(case)
    order = [int(n) for n in np.argsort(-lost.causes.sum((1, 2)), kind="stable")]
    ladder = [_with_losses(case, lost, order[:k]) for k in range(len(order) + 1)]
    by_rung = [{one.target.target: one for one in statuses(case.region, case.as_of, runs)} for runs in ladder]
    return tuple(_drivers(case, one, lost, order, by_rung) for one in judged)


def _drivers(
    case: TargetCase, told: Status, lost: _Lost, order: list[int], by_rung: list[dict[str, Status]]
) -> Drivers:
    target = told.target
    key = (target.place, target.indicator, prices_of(case.region, target))
    months, at = case.runs[key], cities_of(case.region, case.axes, target.place)
    assert told.band is not None
    assert told.goal is not None
    unit = _unit_of(case, told)
    weight = _inside(months, told)
    factor = _factor(months, lost, at) * weight
    before = float(months.before @ weight[:12]) * unit
    normal = float(months.normal.mean(0) @ weight) * unit
    amounts = [-float((lost.causes[cause][:, at].sum(-1) * factor).sum()) * unit for cause in order]
    rungs = [rung[target.target].odds for rung in by_rung]
    steps = [Step(GROWTH, normal - before, rungs[0])]
    steps += [Step(CAUSES[cause], amount, odds) for cause, amount, odds in zip(order, amounts, rungs[1:], strict=True)]
    forecast = told.band[2]
    steps.append(Step(UNKNOWN, forecast - before - sum(one.amount for one in steps), told.odds))
    return Drivers(
        target, told.unit, told.goal, before, forecast, told.odds, tuple(steps), _sectors(case, lost, at, factor, unit)
    )


def _sectors(
    case: TargetCase, lost: _Lost, at: list[int], factor: Numbers, unit: float
) -> tuple[tuple[str, float], ...]:
    by_sector = (lost.sectors[:, at].sum(1) * factor[:, None]).sum(0) * unit
    groups: dict[str, float] = {}
    for group, value in zip(case.axes.group_of_sector, by_sector.tolist(), strict=True):
        groups[group] = groups.get(group, 0.0) + value
    return tuple(sorted(groups.items(), key=lambda one: -one[1]))


def _unit_of(case: TargetCase, told: Status) -> float:
    """Units of the target in one of the region's currency."""
    return scale_of(case.region.currency, told.unit) or 1.0


def _inside(months: Months, told: Status) -> Numbers:
    """Part of each month of the run that a target's span holds."""
    whole = months.made.shape[1]
    ones = Months(months.year, np.eye(whole), np.eye(whole), months.before)
    inside = ones.within(told.span.first, told.span.last)
    return np.zeros(whole) if inside is None else inside


def _factor(months: Months, lost: _Lost, at: list[int]) -> Numbers:
    """What a unit of value added of the base year is in the target's indicator and prices, by month."""
    base = lost.normal[:, at].sum(-1)
    whole = months.normal.shape[1]
    return np.asarray(months.normal.mean(0) / np.maximum(base[:whole], 1e-300))


def _with_losses(case: TargetCase, lost: _Lost, causes: list[int]) -> Runs:
    """Every indicator of a normal year with the losses of some causes."""
    found = {}
    for (place, indicator, prices), months in case.runs.items():
        at = cities_of(case.region, case.axes, place)
        whole = months.made.shape[1]
        taken = lost.causes[causes][:, :whole, at].sum((0, 2)) * _factor(months, lost, at)
        found[place, indicator, prices] = months._replace(made=np.maximum(months.normal - taken, 0.0))
    return found


def _lost(case: TargetCase) -> _Lost:
    """The loss account by month."""
    calendar, rules = calendar_of(case.region, case.axes), rules_of(case.region, case.axes)
    months = np.asarray(rules.month)
    parts = months[:, :, None] * np.asarray(calendar.weight)[None]
    heard = heard_of(case.model, case.levers, case.record)
    losses = losses_of(cast(case.model, np.float32), cast(heard, np.float32), jnp.asarray(parts, np.float32))
    causes, normal = np.asarray(losses.causes, float), np.asarray(case.model.economy.labour, float)
    usual = np.einsum("mts,ps->mp", parts, normal)
    whole = next(iter(case.runs.values())).made.shape[1]
    return _Lost(causes.sum(-1)[:, :whole], causes.sum(0)[:whole], usual[:whole])
