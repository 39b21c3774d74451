"""Adopted and possible measures as options: what each adds to what places make, by month and city, and what it costs.

Why this file exists: strategies, help, idle places, purchases and firms near the line are found by different parts of the plan; here they speak one
language. How they move the odds of targets stands in `target_closing.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.model.firms.params import register_params
from bothhands.model.triggers import levers_in_force
from bothhands.outcome.output import finding_cost, screening_cost
from bothhands.outcome.target_case import Runs
from bothhands.plan.attract.linkages import multipliers_of
from bothhands.plan.chain_case import chain_case
from bothhands.plan.matching.from_region import THE_CHAIN, matches_of
from bothhands.plan.missing import Missing, missing_of
from bothhands.plan.problem import Problem, problem_of
from bothhands.plan.strategy import Strategy, reference_asked
from bothhands.plan.support.answer import SupportAnswer, support_answer
from bothhands.plan.support.case import SupportCase, support_case
from bothhands.plan.support.promote import rising
from bothhands.plan.target_runs import TargetCase, runs_of

Numbers = npt.NDArray[np.float64]
SPENT_SHARE = 0.001
"""Public purchases that are weighed, of a year's value added; ASSUMED, small enough to be linear."""
LAG_DAYS = 30
"""Days from the as-of day until help, policies and purchases bring anything; ASSUMED."""
NOT_BOUGHT = ("public", "education", "office", "leisure", "hospitality", "trade", "transport", "energy")
"""Sector groups whose products are not what support of demand buys."""


class Option(NamedTuple):
    """A way to add to what a place makes: value added and public money by (month, city) and by city, or whole runs in place of the run."""

    name: str
    added: Numbers
    cost: Numbers
    facts: Mapping[str, object]
    runs: Runs | None = None


def options_of(case: TargetCase, chain: bool = True, seed: int = 0) -> tuple[Option, ...]:
    """Every option there is.

    Parameters
    ----------
    case
        The region on a day and its run.
    chain
        Whether the chain is run for missing links.
    seed
        Of the draws the case was made with.
    """
    found = [_strategy(case, seed)] if case.strategy else []
    if case.region.has("firms") and case.region.has("policies"):
        firms = support_case(case.region, case.as_of)
        found += [help_to_firms(case, support_answer(firms)), firms_near_the_line(case, firms)]
    if chain and case.axes.goods:
        found.append(idle_places(case, missing_of(chain_case(case.region, case.as_of))))
    found.append(purchases(case))
    return tuple(one for one in found if one.runs is not None or one.added.sum() > 0)


def _strategy(case: TargetCase, seed: int) -> Option:
    """The best reference strategy in place of the measures in force; what it costs the public more falls on cities by value added."""
    region, axes, model = case.region, case.axes, case.model
    problem = problem_of(region, axes, model, case.levers, case.as_of)
    best = reference_asked(axes, model, problem)
    runs = runs_of(region, axes, model, best.levers, best.record, case.draws, seed)
    return in_place("strategy", case, spent_by(best) - _spent(case, problem), runs, {"strategy": best.name})


def spent_by(one: Strategy) -> float:
    """Public cost of a strategy: quarantine, tests and tracers.

    Parameters
    ----------
    one
        The strategy.
    """
    return float(one.outcome.screening) + float(one.outcome.finding)


def _spent(case: TargetCase, problem: Problem) -> float:
    """The same of the run of a case, over the days that a problem counts."""
    levers = levers_in_force(case.model.triggers, case.levers, case.record.triggered)
    daily = screening_cost(case.model.epidemic, levers, problem.prices) + finding_cost(
        case.record.epidemic, problem.prices
    )
    return float(np.asarray(daily) @ np.asarray(problem.counted))


def in_place(name: str, case: TargetCase, more: float, runs: Runs, facts: Mapping[str, object]) -> Option:
    """Another strategy in place of the run; what it costs the public more falls on cities by value added.

    Parameters
    ----------
    name
        Of the option.
    case, runs
        The region on a day with what is done now, and what the run of the other strategy gives.
    more
        Public cost of the other strategy less that of what is done now, money; below zero where it saves.
    facts
        What is told of it.
    """
    weight = np.asarray(case.model.economy.labour, float).sum(-1)
    return Option(name, nothing(case), more * weight / weight.sum(), facts, runs)


def help_to_firms(case: TargetCase, answer: SupportAnswer) -> Option:
    """Help to the firms where it keeps most: value added of those that live on by it, from a month after the day.

    Parameters
    ----------
    case, answer
        The region on a day, and who is helped.
    """
    firms = register_params(case.region, case.axes)
    yearly = np.asarray(firms.sales, float) * (1.0 - np.asarray(firms.variable_share, float)) * 365.0
    position = {firm: n for n, firm in enumerate(case.axes.register)}
    gained, cost = np.zeros(len(case.axes.places)), np.zeros(len(case.axes.places))
    for one in answer.helped:
        city = case.axes.places.index(one.place)
        gained[city] += (one.odds_with - one.odds_without) * yearly[position[one.firm]]
        cost[city] += one.yuan
    return Option("help", _evenly(case, gained, case.as_of + timedelta(days=LAG_DAYS)), cost, {"n": len(answer.helped)})


def firms_near_the_line(case: TargetCase, firms: SupportCase) -> Option:
    """Firms near the line of the statistics, each with the cheapest policy that tips it, spread over what is left of the year after a month.

    Parameters
    ----------
    case, firms
        The region on a day, and its register.
    """
    share = 1.0 - firms.outlook.variable_share
    position = {row.firm: n for n, row in enumerate(firms.rows)}
    gained, cost, count = np.zeros(len(case.axes.places)), np.zeros(len(case.axes.places)), 0
    for one in rising(firms):
        tip = next((tip for tip in one.tips if tip.enough), None)
        if tip is not None:
            city = case.axes.places.index(one.place)
            gained[city] += tip.sales_yuan * share[position[one.firm]]
            cost[city] += tip.yuan
            count += 1
    return Option("threshold", _over_the_year(case, gained), cost, {"n": count})


def idle_places(case: TargetCase, missing: Sequence[Missing]) -> Option:
    """Missing links made where places stand idle, as many lines as fit, at the goods' prices and the region's share of value added in output.

    Parameters
    ----------
    case, missing
        The region on a day, and the links its chain lacks.
    """
    price = {row.good: row.price_yuan or 0.0 for row in case.region.rows(Good)}
    classes = {(row.good, row.line_class): row for row in case.region.rows(Equipment)}
    ways = {one.good: one.ways[0] for one in missing if one.ways and one.gap > 0}
    share, places = _added_share(case), case.axes.places
    added, cost, lines = nothing(case), np.zeros(len(places)), 0.0
    for match in matches_of(case.region, case.as_of, missing):
        if match.who != THE_CHAIN or match.item not in ways:
            continue
        kind = classes[match.item, ways[match.item].line_class]
        for partner in (one for one in match.partners if one.place in places and one.amount > 0):
            yearly = np.zeros(len(places))
            yearly[places.index(partner.place)] = (
                partner.amount * kind.units_per_day * price[match.item] * share * 365.0
            )
            added += _evenly(case, yearly, case.as_of + timedelta(days=round(kind.lead_days + kind.ramp_days)))
            cost[places.index(partner.place)] += partner.amount * kind.cost_yuan
            lines += partner.amount
    return Option("idle", added, cost, {"n": round(lines)})


def purchases(case: TargetCase) -> Option:
    """Public purchases of the product that brings most value added a unit, suppliers at home included, evenly over the rest of the year after a month.

    Parameters
    ----------
    case
        The region on a day.
    """
    groups = np.array(case.axes.group_of_sector)
    multiplier = np.where(np.isin(groups, NOT_BOUGHT), 0.0, multipliers_of(case.region, case.axes))
    sector = int(multiplier.argmax())
    spent = SPENT_SHARE * np.asarray(case.model.economy.labour, float).sum(-1) * 365.0
    facts = {"sector": case.axes.sectors[sector], "multiplier": float(multiplier[sector])}
    return Option("purchases", _over_the_year(case, spent * multiplier[sector]), spent, facts)


def _added_share(case: TargetCase) -> float:
    """Value added in a unit of output, over all sectors of the region."""
    economy = case.model.economy
    return float(np.asarray(economy.labour, float).sum() / np.asarray(economy.output, float).sum())


def nothing(case: TargetCase) -> Numbers:
    """Nothing added, by (month, city).

    Parameters
    ----------
    case
        The region on a day.
    """
    return np.zeros((len(_months(case)), len(case.axes.places)))


def _evenly(case: TargetCase, yearly: Numbers, start: date) -> Numbers:
    """Money a year by city as money by (month, city), from a day on."""
    return _days_of_months(case, start, date.max)[:, None] * yearly / 365.0


def _over_the_year(case: TargetCase, amount: Numbers) -> Numbers:
    """Money by city as money by (month, city), evenly from `LAG_DAYS` after the day to the year's end; nothing where that is too late."""
    start, end = case.as_of + timedelta(days=LAG_DAYS), date(case.as_of.year, 12, 31)
    return _days_of_months(case, start, end)[:, None] * amount / max((end - start).days + 1, 1)


def _days_of_months(case: TargetCase, start: date, end: date) -> Numbers:
    """Days of each month of the calendar from one day to another."""
    months = [(max(first, start), min(last, end)) for first, last in _months(case)]
    return np.array([max((last - first).days + 1, 0) for first, last in months], float)


def _months(case: TargetCase) -> list[tuple[date, date]]:
    """First and last day of each month the calendar of the run touches."""
    days = case.axes.days
    firsts = [n for n, day in enumerate(days) if n == 0 or day.day == 1]
    return [(days[first], days[last - 1]) for first, last in zip(firsts, [*firsts[1:], len(days)], strict=True)]
