"""The joint problem: what may be decided per period, what it is worth, and the limits it must keep.

Decisions are held per period, counted from the day after the as-of day. History up to it is frozen. Dates, limits and prices
are data, so a new as-of day compiles nothing anew.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.bands import share_between
from bothhands.inputs.region import Region
from bothhands.inputs.tables.sectors import Sector
from bothhands.levers.catalogue import Levers
from bothhands.model.day import Day, Model
from bothhands.model.programs import forward
from bothhands.model.simulate import run
from bothhands.model.triggers import levers_in_force
from bothhands.outcome.health import life_years_lost
from bothhands.outcome.output import (
    Prices,
    distancing_loss,
    finding_cost,
    gatherings_loss,
    schooling_loss,
    screening_cost,
    value_added,
)
from bothhands.plan.decisions import PERIOD_DAYS, Decisions, Figures, n_periods
from bothhands.plan.funds import Pot, pots_of
from bothhands.plan.goals import Goals, no_goals, reached, short_of
from bothhands.plan.limits import BUDGET, HUB, INTENSIVE, LIMITS, ODDS, ROOMS, WARD, Bounds, use_of_limits

SPARE = 1.15
"""ASSUMED: room beyond the least, so that a plan need not be the strictest one."""

PARTS = ("value_added", "life_years", "schooling", "gatherings", "distancing", "public_cost", "deaths")
"""What an objective may weigh; all but value added count against it. Life-years at their price, deaths in persons."""


class Problem(NamedTuple):
    """Everything but the decisions; a pytree of data."""

    history: Levers
    future: Float[Array, "time"]
    """1 on days that decisions govern."""
    period: Float[Array, "time period"]
    """1 where a day belongs to a period; days up to the as-of day belong to the first."""
    counted: Float[Array, "time"]
    """1 on days that outcomes count (the same days); of public money what was spent before is counted too, where a window of it has begun."""
    group: Float[Array, "group sector"]
    """1 where a sector belongs to a group."""
    lowest_openness: Float[Array, "sector"]
    pupils: Float[Array, "place"]
    prices: Prices
    worth: Float[Array, "part"]
    """Weight of each part of the objective, in the order of `PARTS`; 1 for all but deaths is net social value."""
    bounds: Bounds
    goals: Goals
    placed_cost: Float[Array, ""]
    """Cost of lines and purchases that are placed with the history."""


class Outcome(NamedTuple):
    """What a plan amounts to over the planning days; money in the region's currency."""

    objective: Float[Figures, ""]
    """What is maximised; the welfare unless the question asks for something else, less what goals lack."""
    welfare: Float[Figures, ""]
    """Net social value: value added less everything that counts against it."""
    value_added: Float[Figures, ""]
    life_years: Float[Figures, ""]
    deaths: Float[Figures, ""]
    schooling: Float[Figures, ""]
    gatherings: Float[Figures, ""]
    distancing: Float[Figures, ""]
    """Days at home, trips forgone, and what work at home makes less."""
    screening: Float[Figures, ""]
    """Public cost of quarantine and tests of travellers."""
    finding: Float[Figures, ""]
    """Public cost of tests and tracers within the region."""
    limits: Float[Figures, "limit place"]
    """Use of each limit against what is allowed (1 is full), on its fullest day; region-wide limits repeat over places."""
    use: Float[Figures, "limit place period"]
    """The same by period."""
    hazard: Float[Figures, "place period"]
    """Lasting outbreaks that the imports of a period are expected to start."""
    reached: Float[Figures, "goal"]
    """What is made of each goal."""


WELFARE = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0])
"""Weights of net social value, in the order of `PARTS`."""


def problem_of(region: Region, axes: Axes, model: Model, history: Levers, as_of: date) -> Problem:
    """The problem of a region standing on a day: net social value, under the region's own limits."""
    day = np.arange(axes.n_days)
    first = axes.day_index(as_of) + 1
    future = (day >= first) * 1.0
    period = np.maximum(day - first, 0)[:, None] // PERIOD_DAYS == np.arange(n_periods(axes))
    groups = np.array([[float(group == own) for own in axes.group_of_sector] for group in axes.sector_groups])
    pupils = np.asarray(model.epidemic.population) @ np.array(share_between(axes.ages, 5, 20))
    return Problem(
        history=Levers(*(jnp.asarray(lever) for lever in history)),
        future=jnp.asarray(future),
        counted=jnp.asarray(future),
        period=jnp.asarray(period * 1.0),
        group=jnp.asarray(groups),
        lowest_openness=jnp.asarray([row.lowest_openness for row in region.rows(Sector)]),
        pupils=jnp.asarray(pupils),
        prices=prices_of(region),
        worth=jnp.asarray(WELFARE),
        bounds=bounds_of_region(region, axes),
        goals=no_goals(axes),
        placed_cost=jnp.asarray(0.0),
    )


def prices_of(region: Region) -> Prices:
    """What the parameters say things are worth or cost."""

    def value(name: str) -> Float[Array, ""]:
        return jnp.asarray(region.parameter(name).value, jnp.float64)

    return Prices(
        life_year=value("value_of_life_year_yuan"),
        school_day=value("school_day_value_yuan"),
        gatherings_day=value("gatherings_value_yuan"),
        quarantine=value("quarantine_cost_yuan_per_person") / value("quarantine_days"),
        corridor_test=value("corridor_test_cost_yuan"),
        test=value("test_cost_yuan"),
        tracer_day=value("tracer_cost_yuan_per_day"),
        stay_home_day=value("stay_home_value_yuan"),
        trip=value("trip_value_yuan"),
        remote_loss_share=value("remote_loss_share"),
    )


def bounds_of_region(region: Region, axes: Axes) -> Bounds:
    """The limits a region's own tables ask for: odds, beds, rooms, infected travellers to the hub, and the budget by window."""
    bound = np.full(len(LIMITS), np.inf)
    for name in (WARD, INTENSIVE, ROOMS, BUDGET):
        bound[LIMITS.index(name)] = 1.0
    bound[LIMITS.index(ODDS)] = region.parameter("outbreak_odds_limit").value
    bound[LIMITS.index(HUB)] = region.parameter("exported_per_day_limit").value
    pots = pots_of(region) or [Pot(axes.start, axes.end, np.inf)]
    window = [[float(pot.pays_on(day)) for day in axes.days] for pot in pots]
    return Bounds(
        bound=jnp.asarray(bound),
        room=jnp.ones(len(LIMITS)),
        budget=jnp.asarray([pot.money for pot in pots]),
        window=jnp.asarray(window),
        bought=jnp.zeros(len(pots)),
    )


def relaxed(problem: Problem, uses: NDArray[np.floating]) -> Problem:
    """The problem with limits that no strategy keeps given the least room one of them needs, and `SPARE` more.

    Parameters
    ----------
    problem
        The problem as asked.
    uses
        Largest use of each limit by strategy, (strategy, limit).
    """
    least = uses.min(0)
    return with_room(problem, np.where(least > 1.0, SPARE * least, 1.0))


def with_room(problem: Problem, room: NDArray[np.floating]) -> Problem:
    """The problem with each limit relaxed by a factor, by limit."""
    return problem._replace(bounds=problem.bounds._replace(room=jnp.asarray(room)))


def levers_under(problem: Problem, decisions: Decisions) -> Levers:
    """The levers of a run: history as it was, decisions from the day after the as-of day."""

    def daily(by_period: Float[Figures, "period ..."]) -> Float[Array, "time ..."]:
        return jnp.tensordot(problem.period, by_period, 1)

    def joined(past: Float[Array, "time ..."], decided: Float[Array, "time ..."]) -> Float[Array, "time ..."]:
        weight = problem.future.reshape(-1, *([1] * (past.ndim - 1)))
        return past * (1.0 - weight) + decided * weight

    past = problem.history
    levels = {name: daily(level) for name, level in decisions._asdict().items()}
    levels["openness"] = jnp.maximum(levels["openness"] @ problem.group, problem.lowest_openness)
    return past._replace(**{name: joined(getattr(past, name), level) for name, level in levels.items()})


def outcome_of(model: Model, problem: Problem, levers: Levers, record: Day) -> Outcome:
    """Worth and use of limits of a run: the very functions the report uses. `levers` are as dated; rules that were on are added."""
    ill, params, prices, counted = record.epidemic, model.epidemic, problem.prices, problem.counted
    levers = levers_in_force(model.triggers, levers, record.triggered)
    added = value_added(record.economy, counted)
    years = life_years_lost(params, ill, counted)
    deaths = jnp.einsum("tpa,t->", ill.deaths, counted)
    schooling = schooling_loss(params, levers, problem.pupils, prices, counted)
    gatherings = gatherings_loss(params, levers, prices, counted)
    distancing = distancing_loss(params, levers, record.economy, model.economy.remote_share, prices, counted)
    screening_by_day, finding_by_day = screening_cost(params, levers, prices), finding_cost(ill, prices)
    screening, finding = screening_by_day @ counted, finding_by_day @ counted
    parts = jnp.stack(
        [added, -prices.life_year * years, -schooling, -gatherings, -distancing, -screening - finding - problem.placed_cost, -deaths]
    )  # fmt: skip
    spent = (screening_by_day + finding_by_day) * jax.lax.cummax(counted, reverse=True)
    use, hazard = use_of_limits(model, problem.bounds, problem.period, problem.future, record, spent)
    made = reached(problem.goals, record.economy.value_added)
    lacking = problem.goals.weight @ short_of(problem.goals, made)
    return Outcome(
        problem.worth @ parts - lacking, parts[:-1].sum(), added, years, deaths, schooling, gatherings, distancing, screening, finding,
        use.max(-1), use, hazard, made,
    )  # fmt: skip


@forward
def simulated(model: Model, problem: Problem, decisions: Decisions) -> tuple[Outcome, Levers, Day]:
    """Run a plan over the whole calendar and say what it amounts to; compiled once per shape of region."""
    levers = levers_under(problem, decisions)
    record = run(model, levers)
    return outcome_of(model, problem, levers, record), levers, record
