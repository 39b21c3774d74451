"""Levers and chain searched together for a region that stands on a day: what `plan` and a rolling back-test share.

Why this file exists: a plan to be told needs members, accounts and reasons; a plan to be followed only needs to be found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import numpy as np

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.model.day import Model
from bothhands.model.triggers import levers_in_force
from bothhands.observe.fitted import Fitted
from bothhands.outcome.output import finding_cost, screening_cost
from bothhands.plan.chain import ChainLayer
from bothhands.plan.coupled_run import evaluate, keeps
from bothhands.plan.decisions import flat
from bothhands.plan.funds import SCREENING_FUND, Pot, funds_of
from bothhands.plan.limits import live
from bothhands.plan.outer import Joined, Search, is_short_of_money, joined
from bothhands.plan.posed import space_asked
from bothhands.plan.problem import Problem
from bothhands.plan.reconcile import reconciled, stands_again
from bothhands.plan.references import CARRY_ON, LOCKDOWN, SCREENED, as_it_stands, references
from bothhands.plan.request import Request
from bothhands.plan.saved import start_from, starts_of
from bothhands.plan.solve import Effort, Solution, solve
from bothhands.plan.strategy import Strategy
from bothhands.plan.support.layer import SupportLayer

AGAIN = Effort(steps=1, at_most=3, constants=False)
"""Effort of a later pass, where the chain's new orders break a limit or leave the levers more of the fund."""


def search_jointly(
    fitted: Fitted,
    problem: Problem,
    told: Sequence[Strategy],
    request: Request,
    progress: Callable[[str], None] = lambda _: None,
) -> Joined:
    """Levers, orders of lines and goods, and help to firms, by turns.

    Parameters
    ----------
    fitted
        The region with its fit.
    problem
        As posed, in its room.
    told
        Reference strategies under it.
    request
        Day, question, effort, an earlier plan and frozen orders.
    progress
        Told a line after each step.
    """
    region, axes, model, past, *_ = fitted
    as_of = request.as_of or region.default_as_of
    likely = max(told, key=lambda one: float(one.outcome.objective))
    pots = _pots(region, axes, problem, model, likely)
    return joined(
        axes,
        model,
        problem,
        ChainLayer(region, axes, past, pots=pots),
        past,
        likely.record.signals,
        pots,
        as_of + timedelta(days=1),
        _search(fitted, request, progress),
        request.frozen,
        SupportLayer(region, axes, model.firms, likely.levers)
        if region.has("policies") and region.has("firms")
        else None,
    )


def _pots(region: Region, axes: Axes, problem: Problem, model: Model, likely: Strategy) -> dict[str, list[Pot]]:
    """Public money by fund before orders; of the fund that screening and the chain share what the question and the days before leave of it."""
    bounds, pots = problem.bounds, funds_of(region)
    levers = levers_in_force(model.triggers, likely.levers, likely.record.triggered)
    spent = screening_cost(model.epidemic, levers, problem.prices) + finding_cost(
        likely.record.epidemic, problem.prices
    )
    past = np.asarray(spent) * (np.arange(len(np.asarray(spent))) < np.argmax(np.asarray(problem.future) > 0))
    window = np.asarray(bounds.window)
    left = np.maximum(np.asarray(bounds.budget) - window @ past, 0.0)
    if not np.isfinite(left[live(bounds, problem.future)]).all():
        return pots
    days = [np.flatnonzero(one > 0) for one in window]
    own = [Pot(axes.days[one[0]], axes.days[one[-1]], float(money)) for one, money in zip(days, left, strict=True) if one.size]  # fmt: skip
    return {**pots, SCREENING_FUND: own}


def _search(fitted: Fitted, request: Request, progress: Callable[[str], None]) -> Search:
    """The search of one pass: in full at first; later only where the chain's new orders break a limit or the fund is spent."""
    axes, model = fitted.axes, fitted.model

    def search(problem: Problem, earlier: Sequence[Solution]) -> Solution:
        space = space_asked(request.question, axes, problem, as_it_stands(axes, problem))
        if earlier:
            last = earlier[-1]
            outcome = evaluate(axes, model, problem, flat(last.decisions))
            more_money = len(earlier) == 1 and is_short_of_money(last.outcome)
            if (keeps(outcome) and not more_money) or not last.feasible:
                return stands_again(last, outcome)
            return solve(axes, model, problem, [last.decisions], AGAIN, progress, space)
        decided = references(axes, model, problem)
        starts = [decided[SCREENED], decided[LOCKDOWN], decided[CARRY_ON]]
        if request.start is not None:
            days = starts_of(axes, np.asarray(problem.period), np.asarray(problem.future))
            own = start_from(axes, request.start, days)
            starts += [] if own is None else [own]
        found = solve(axes, model, problem, starts, request.effort, progress, space)
        return reconciled(axes, model, problem, space, starts, found, progress)

    return search
