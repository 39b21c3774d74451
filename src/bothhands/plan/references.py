"""Reference strategies every plan is held against: carry on, full lockdown, full opening, opening with border screening."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.model.day import Model
from bothhands.outcome.output import screening_cost
from bothhands.plan.decisions import Decisions, n_periods, uniform
from bothhands.plan.limits import live
from bothhands.plan.problem import Problem

CARRY_ON, LOCKDOWN, OPENING, SCREENED = "carry on", "full lockdown", "full opening", "opening with border screening"

KEPT_FOR_FINDING = 0.2
"""ASSUMED: share of the fund that references leave to tests and tracers within the region."""
AS_DATED = ("remote", "travel", "stay_home", "testing", "tracing")
"""Levers on which every reference follows the measures in force as they are dated, by period."""


def references(axes: Axes, model: Model, problem: Problem) -> dict[str, Decisions]:
    """The strategies by name. Carrying on holds the levels of the as-of day; a lockdown keeps only what must run."""
    today = as_it_stands(axes, problem)
    ports, corridor = affordable_screening(axes, model, problem)
    opened = uniform(axes)._replace(port_screening=today.port_screening)
    screened = uniform(axes, corridor_screening=corridor)._replace(port_screening=ports)
    strict = screened._replace(**{
        name: getattr(uniform(axes, openness=0.0, school=0.0, gatherings=0.1), name)
        for name in ("openness", "school", "gatherings")
    })  # fmt: skip
    others = {name: getattr(today, name) for name in AS_DATED}
    decided = {CARRY_ON: today, LOCKDOWN: strict, OPENING: opened, SCREENED: screened}
    return {name: one._replace(**others) for name, one in decided.items()}


def as_it_stands(axes: Axes, problem: Problem) -> Decisions:
    """The levels of the as-of day, held to the end; a group takes the mean of its sectors. Levers of `AS_DATED` go on as dated."""
    days = np.asarray(problem.period) * np.asarray(problem.future)[:, None]
    day = max(int(np.argmax(np.asarray(problem.future) > 0)) - 1, 0)
    group = np.asarray(problem.group)
    past = problem.history

    def held(name: str) -> NDArray[np.float64]:
        level = np.asarray(getattr(past, name), np.float64)
        today = np.repeat(level[day][None], n_periods(axes), 0)
        if name == "openness":
            return np.asarray(today @ (group / np.maximum(group.sum(1, keepdims=True), 1)).T)
        if name not in AS_DATED:
            return today
        ahead = days.sum(0)
        return np.where(ahead[:, None] > 0, days.T @ level / np.maximum(ahead, 1.0)[:, None], today)

    return Decisions(*(held(name) for name in Decisions._fields))


def affordable_screening(axes: Axes, model: Model, problem: Problem) -> tuple[NDArray[np.float64], float]:
    """Largest equal screening of a city's ports, (period, port), and of the corridor that rooms and budget allow.

    A budget that cannot pay for all is shared alike, after what is left to tests and tracers; a corridor that nobody travels is not screened.
    """
    params = model.epidemic
    arrivals = np.asarray(params.arrivals) * np.asarray(problem.future)[:, None]
    at_port = np.asarray(params.port_place)
    stay = np.asarray(params.quarantine_days)
    need = (arrivals.max(0) * stay) @ at_port
    rooms = np.minimum(np.asarray(params.quarantine_rooms) / np.maximum(need, 1e-9), 1.0)
    quarantined = float(problem.prices.quarantine) * (arrivals * stay) @ (at_port @ rooms)
    trips = (np.asarray(params.trips_to_hub) * np.asarray(problem.history.travel)).sum(1)
    daily = quarantined + float(problem.prices.corridor_test) * trips * np.asarray(problem.future)
    share = min(1.0, _payable(problem, np.asarray(screening_cost(params, problem.history, problem.prices)), daily))
    level = np.floor(0.99 * share * (at_port @ rooms) * 100) / 100
    travelled = bool(np.asarray(params.trips_to_hub).any())
    return np.repeat(level[None], n_periods(axes), 0), float(np.floor(share * 100) / 100) if travelled else 0.0


def _payable(problem: Problem, before: NDArray[np.floating], daily: NDArray[np.floating]) -> float:
    """Share of a daily cost that every window with a day ahead can pay, after what it paid before and what is left to tests and tracers."""
    bounds = problem.bounds
    past = before * (np.arange(daily.size) < np.argmax(np.asarray(problem.future) > 0))
    window, ahead = np.asarray(bounds.window), live(bounds, problem.future)
    left = np.asarray(bounds.budget) - np.asarray(bounds.bought) - window @ past
    shares = (1.0 - KEPT_FOR_FINDING) * np.maximum(left, 0.0) / np.maximum(window @ daily, 1e-9)
    return float(np.min(shares[ahead], initial=np.inf))
