"""Reference strategies every plan is held against: carry on, full lockdown, full opening, opening with border screening."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.model.day import Model
from bothhands.plan.problem import Decisions, Figures, Problem, n_periods, uniform

CARRY_ON, LOCKDOWN, OPENING, SCREENED = "carry on", "full lockdown", "full opening", "opening with border screening"


def references(axes: Axes, model: Model, problem: Problem) -> dict[str, Decisions]:
    """The strategies by name. Carrying on holds the levels of the as-of day; a lockdown keeps only what must run."""
    today = as_it_stands(axes, problem)
    ports, corridor = affordable_screening(axes, model, problem)
    screened = uniform(axes, 1, 1, 1, 0, corridor)._replace(port_screening=ports)
    strict = uniform(axes, 0.0, 0.0, 0.1, 0.0, corridor)._replace(port_screening=ports)
    return {
        CARRY_ON: today,
        LOCKDOWN: strict,
        OPENING: uniform(axes, 1, 1, 1, 0, 0)._replace(port_screening=today.port_screening),
        SCREENED: screened,
    }


def as_it_stands(axes: Axes, problem: Problem) -> Decisions:
    """The levels of the as-of day, held to the end; a group takes the mean of its sectors."""
    day = max(int(np.argmax(np.asarray(problem.future) > 0)) - 1, 0)
    group = np.asarray(problem.group)
    k = n_periods(axes)
    past = problem.history
    openness = np.asarray(past.openness)[day] @ (group / np.maximum(group.sum(1, keepdims=True), 1)).T

    def held(lever: Figures) -> NDArray[np.float64]:
        return np.repeat(np.asarray(lever)[day][None], k, 0)

    return Decisions(
        np.repeat(openness[None], k, 0),
        held(past.school),
        held(past.gatherings),
        held(past.port_screening),
        held(past.corridor_screening),
    )


def affordable_screening(axes: Axes, model: Model, problem: Problem) -> tuple[NDArray[np.float64], float]:
    """Largest equal screening of a city's ports, (period, port), and of the corridor that rooms and budget allow.

    A budget that cannot pay for all is shared alike; a corridor that nobody travels is not screened.
    """
    params = model.epidemic
    arrivals = np.asarray(params.arrivals) * np.asarray(problem.future)[:, None]
    at_port = np.asarray(params.port_place)
    stay = np.asarray(params.quarantine_days)
    need = (arrivals.max(0) * stay) @ at_port
    rooms = np.minimum(np.asarray(params.quarantine_rooms) / np.maximum(need, 1e-9), 1.0)
    cost = float(problem.prices.quarantine) * (arrivals * stay * (at_port @ rooms)).sum()
    corridor = float(problem.prices.corridor_test) * float(
        (
            np.asarray(params.trips_to_hub) * np.asarray(problem.history.travel) * np.asarray(problem.future)[:, None]
        ).sum()
    )
    left = max(float(problem.budget) - float(problem.bought), 0.0)
    share = min(1.0, left / max(cost + corridor, 1e-9))
    level = np.floor(0.99 * share * (at_port @ rooms) * 100) / 100
    travelled = bool(np.asarray(params.trips_to_hub).any())
    return np.repeat(level[None], n_periods(axes), 0), float(np.floor(share * 100) / 100) if travelled else 0.0
