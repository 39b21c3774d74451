"""The joint problem: what may be decided per period, what it is worth, and the limits it must keep.

Decisions are held per period, counted from the day after the as-of day. History up to it is frozen. Dates, limits and prices
are data, so a new as-of day compiles nothing anew.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypeAlias

import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.bands import share_between
from bothhands.inputs.region import Region
from bothhands.inputs.tables.budgets import Budget
from bothhands.inputs.tables.sectors import Sector
from bothhands.levers.catalogue import Levers
from bothhands.model.day import Day, Model
from bothhands.model.programs import Program
from bothhands.model.simulate import run
from bothhands.model.triggers import levers_in_force
from bothhands.outcome.health import life_years_lost, outbreak_odds
from bothhands.outcome.output import Prices, gatherings_loss, schooling_loss, screening_cost, value_added

Figures: TypeAlias = Array | np.ndarray

BUDGET = "epidemic budget"
LIMITS = (
    "outbreak odds in 90 days",
    "ward beds",
    "intensive-care beds",
    "quarantine rooms",
    "infected travellers to the hub",
    BUDGET,
)

SCREENING_FUND = "epidemic_control"
"""The fund that pays quarantine and tests."""

REGION_WIDE = ("infected travellers to the hub", BUDGET)
"""Limits of the whole region; their use is repeated over places."""

PERIOD_DAYS = 14
"""Days a decision is held; the first period begins the day after the as-of day."""

SPARE = 1.15
"""ASSUMED: room beyond the least, so that a plan need not be the strictest one."""


class Decisions(NamedTuple):
    """Levers by period, on the host or traced; `group` is a sector group."""

    openness: Float[Figures, "period place group"]
    school: Float[Figures, "period place"]
    gatherings: Float[Figures, "period place"]
    port_screening: Float[Figures, "period port"]
    corridor_screening: Float[Figures, "period place"]


class Problem(NamedTuple):
    """Everything but the decisions; a pytree of data."""

    history: Levers
    future: Float[Array, "time"]
    """1 on days that decisions govern."""
    period: Float[Array, "time period"]
    """1 where a day belongs to a period; days up to the as-of day belong to the first."""
    counted: Float[Array, "time"]
    """1 on days that outcomes count (the same days)."""
    group: Float[Array, "group sector"]
    """1 where a sector belongs to a group."""
    lowest_openness: Float[Array, "sector"]
    pupils: Float[Array, "place"]
    prices: Prices
    odds_limit: Float[Array, ""]
    exported_limit: Float[Array, ""]
    budget: Float[Array, ""]
    bought: Float[Array, ""]
    """What lines and purchases placed with the history take of the budget."""
    room: Float[Array, "limit"]
    """What a limit that nothing keeps was relaxed to, against what was asked; 1 where it stands."""
    placed_cost: Float[Array, ""]
    """Cost of lines and purchases that are placed with the history."""


class Outcome(NamedTuple):
    """What a plan amounts to over the planning days; money in the region's currency."""

    welfare: Float[Figures, ""]
    value_added: Float[Figures, ""]
    life_years: Float[Figures, ""]
    schooling: Float[Figures, ""]
    gatherings: Float[Figures, ""]
    screening: Float[Figures, ""]
    limits: Float[Figures, "limit place"]
    """Use of each limit against what is allowed (1 is full), on its fullest day; region-wide limits repeat over places."""
    use: Float[Figures, "limit place period"]
    """The same by period."""


def problem_of(region: Region, axes: Axes, model: Model, history: Levers, as_of: date) -> Problem:
    """The problem of a region standing on a day."""

    day = np.arange(axes.n_days)
    first = axes.day_index(as_of) + 1
    future = (day >= first) * 1.0
    period = np.maximum(day - first, 0)[:, None] // PERIOD_DAYS == np.arange(n_periods(axes))
    groups = np.array([[float(group == own) for own in axes.group_of_sector] for group in axes.sector_groups])
    pupils = np.asarray(model.epidemic.population) @ np.array(share_between(axes.ages, 5, 20))
    budgets = [row.amount_yuan for row in region.rows(Budget) if row.fund == SCREENING_FUND]
    prices, odds_limit, exported_limit = judged(region)
    return Problem(
        history=Levers(*(jnp.asarray(lever) for lever in history)),
        future=jnp.asarray(future),
        counted=jnp.asarray(future),
        period=jnp.asarray(period * 1.0),
        group=jnp.asarray(groups),
        lowest_openness=jnp.asarray([row.lowest_openness for row in region.rows(Sector)]),
        pupils=jnp.asarray(pupils),
        prices=prices,
        odds_limit=odds_limit,
        exported_limit=exported_limit,
        budget=jnp.asarray(sum(budgets) if budgets else np.inf),
        bought=jnp.asarray(0.0),
        room=jnp.ones(len(LIMITS)),
        placed_cost=jnp.asarray(0.0),
    )


def judged(region: Region) -> tuple[Prices, Float[Array, ""], Float[Array, ""]]:
    """What the parameters say things are worth or cost, and the limits of outbreak odds and of infected travellers a day."""

    def value(name: str) -> Float[Array, ""]:
        return jnp.asarray(region.parameter(name).value, jnp.float64)

    prices = Prices(
        value("value_of_life_year_yuan"), value("school_day_value_yuan"), value("gatherings_value_yuan"),
        value("quarantine_cost_yuan_per_person") / value("quarantine_days"), value("corridor_test_cost_yuan"),
    )  # fmt: skip
    return prices, value("outbreak_odds_limit"), value("exported_per_day_limit")


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
    return problem._replace(room=jnp.asarray(np.where(least > 1.0, SPARE * least, 1.0)))


def n_periods(axes: Axes) -> int:
    """Periods the calendar has room for; those that would begin after its end do nothing."""
    return -(-axes.n_days // PERIOD_DAYS)


def uniform(axes: Axes, openness: float, school: float, gatherings: float, ports: float, corridor: float) -> Decisions:
    """The same levels everywhere and always."""
    k, p = n_periods(axes), len(axes.places)

    def full(level: float, *shape: int) -> NDArray[np.float64]:
        return np.full((k, *shape), float(level))

    return Decisions(
        full(openness, p, len(axes.sector_groups)),
        full(school, p),
        full(gatherings, p),
        full(ports, len(axes.ports)),
        full(corridor, p),
    )


def levers_under(problem: Problem, decisions: Decisions) -> Levers:
    """The levers of a run: history as it was, decisions from the day after the as-of day."""

    def daily(by_period: Float[Figures, "period ..."]) -> Float[Array, "time ..."]:
        return jnp.tensordot(problem.period, by_period, 1)

    def joined(past: Float[Array, "time ..."], decided: Float[Array, "time ..."]) -> Float[Array, "time ..."]:
        weight = problem.future.reshape(-1, *([1] * (past.ndim - 1)))
        return past * (1.0 - weight) + decided * weight

    openness = jnp.maximum(daily(decisions.openness) @ problem.group, problem.lowest_openness)
    past = problem.history
    return past._replace(
        openness=joined(past.openness, openness),
        school=joined(past.school, daily(decisions.school)),
        gatherings=joined(past.gatherings, daily(decisions.gatherings)),
        port_screening=joined(past.port_screening, daily(decisions.port_screening)),
        corridor_screening=joined(past.corridor_screening, daily(decisions.corridor_screening)),
    )


def outcome_of(model: Model, problem: Problem, levers: Levers, record: Day) -> Outcome:
    """Worth and use of limits of a run: the very functions the report uses. `levers` are as dated; rules that were on are added."""
    ill, params = record.epidemic, model.epidemic
    levers = levers_in_force(model.triggers, levers, record.triggered)
    added = value_added(record.economy, problem.counted)
    years = life_years_lost(params, ill, problem.counted)
    schooling = schooling_loss(params, levers, problem.pupils, problem.prices, problem.counted)
    gatherings = gatherings_loss(params, levers, problem.prices, problem.counted)
    screening = screening_cost(params, levers, problem.prices, problem.counted)
    use = use_of_limits(model, problem, record, screening)
    welfare = added - problem.prices.life_year * years - schooling - gatherings - screening - problem.placed_cost
    return Outcome(welfare, added, years, schooling, gatherings, screening, use.max(-1), use)


def use_of_limits(
    model: Model, problem: Problem, record: Day, screening: Float[Array, ""]
) -> Float[Array, "limit place period"]:
    """Largest use of each limit in each period, against what is allowed; the budget's is that of the whole plan."""
    ill, params = record.epidemic, model.epidemic
    days = (problem.period * problem.future[:, None])[:, None]
    each = jnp.ones_like(params.ward_beds)

    def fullest(use: Float[Array, "time place"]) -> Float[Array, "place period"]:
        return jnp.max(days * use[..., None], axis=0)

    def full(used: Float[Array, "time place"], there: Float[Array, "*time place"]) -> Float[Array, "place period"]:
        return fullest(used / jnp.maximum(there, 1e-9))

    spent = jnp.broadcast_to(
        (each * (screening + problem.bought) / problem.budget)[:, None], (each.size, problem.period.shape[1])
    )
    return jnp.stack([
        fullest(outbreak_odds(params, ill)) / problem.odds_limit,
        full(ill.ward, ill.ward_beds),
        full(ill.intensive, ill.intensive_beds),
        full(ill.quarantine_rooms_used, params.quarantine_rooms),
        fullest(each * ill.exported.sum(-1, keepdims=True)) / problem.exported_limit,
        spent,
    ]) / problem.room[:, None, None]  # fmt: skip


@Program
def simulated(model: Model, problem: Problem, decisions: Decisions) -> tuple[Outcome, Levers, Day]:
    """Run a plan over the whole calendar and say what it amounts to; compiled once per shape of region."""
    levers = levers_under(problem, decisions)
    record = run(model, levers)
    return outcome_of(model, problem, levers, record), levers, record


def bounds_of(axes: Axes, problem: Problem) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and largest flat decision vector; openness and screening lie in 0 … 1."""
    low = uniform(axes, 0.0, 0.0, 0.0, 0.0, 0.0)
    high = uniform(axes, 1.0, 1.0, 1.0, 1.0, 1.0)
    return flat(low), flat(high)


def place_and_period(axes: Axes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the place and of the period each entry of a flat decision vector acts in."""
    ports = np.array([axes.places.index(place) for place in axes.place_of_port], np.intp)
    cities = np.arange(len(axes.places))
    by_part = [np.repeat(cities, len(axes.sector_groups)), cities, cities, ports, cities]
    n = n_periods(axes)
    places = np.concatenate([np.tile(part, n) for part in by_part])
    return places, np.concatenate([np.repeat(np.arange(n), part.size) for part in by_part])


def flat(decisions: Decisions) -> NDArray[np.float64]:
    """Decisions as one vector."""
    return np.concatenate([np.asarray(part, np.float64).ravel() for part in decisions])


def shaped(axes: Axes, vector: Float[Figures, "decision"]) -> Decisions:
    """A vector as decisions, in the order of `flat`."""
    parts, at = [], 0
    for part in uniform(axes, 0, 0, 0, 0, 0):
        parts.append(vector[at : at + part.size].reshape(part.shape))
        at += part.size
    return Decisions(*parts)
