"""Plans made one after another as reports came in, each followed until the next, against strategies that never change.

Why this file exists: a plan is judged by what it would have done, not by what it foretold. Each plan stands on its day and knows what was
known then; all strategies are then run in one world, the fit of the last day, which no plan knew. Orders placed stay whole, whatever a
later plan decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.catalogue import ORDERS, Levers
from bothhands.levers.measure import Measure
from bothhands.model import triggers
from bothhands.model.day import Model
from bothhands.model.programs import forward
from bothhands.model.simulate import run
from bothhands.observe.fitted import fit_region
from bothhands.plan.limits import strict_of
from bothhands.plan.outer import with_orders
from bothhands.plan.plan import measures_of_plan
from bothhands.plan.posed import check_day, posed
from bothhands.plan.problem import Outcome, Problem, outcome_of, problem_of
from bothhands.plan.request import Request
from bothhands.plan.saved import with_history
from bothhands.plan.search import search_jointly
from bothhands.plan.solve import Effort
from bothhands.plan.strategy import references_in_their_room

ROLLED = "plans made again"
USUAL = Request(effort=Effort(steps=3, at_most=4))


class Rolled(NamedTuple):
    """What came of following plans, and of strategies that never changed, in the world as the last day knows it."""

    origins: tuple[date, ...]
    until: date
    """Day whose reports the world of comparison is fitted to."""
    outcomes: dict[str, Outcome]
    """By strategy, over the days after the first origin; the plans, each followed until the next, first."""
    measures: tuple[Measure, ...]
    """What was carried out of the plans, and what they ordered."""


def rolled(
    region: Region,
    origins: tuple[date, ...],
    until: date,
    request: Request = USUAL,
    progress: Callable[[str], None] = lambda _: None,
) -> Rolled:
    """Plan, follow, plan again.

    Parameters
    ----------
    region
        The region.
    origins
        Days on which a plan is made; the last one is followed to the calendar's end.
    until
        Day whose reports the world of comparison is fitted to; not before the last origin.
    request
        Question and effort of every plan.
    progress
        Told in a line what is being done.

    Raises
    ------
    InputError
        Where days are out of order.
    """
    _check(origins, until)
    for origin in origins:
        check_day(region, origin)
    followed: list[tuple[Measure, ...]] = []
    lived: Levers | None = None
    strategies: dict[str, Levers] = {}
    for number, origin in enumerate(origins):
        progress(f"planning on {origin.isoformat()}")
        carried = [one for own in followed for one in own]
        fitted = fit_region(with_history(region, carried, origin), origin, True)
        axes, model, past = fitted.axes, fitted.model, fitted.past
        problem = posed(request.question, problem_of(fitted.region, axes, model, past, origin), fitted.region, axes)
        problem, _, told = references_in_their_room(axes, model, problem, strict_of(request.question.limits))
        orders = tuple(one for one in carried if one.lever in ORDERS)
        found = search_jointly(fitted, problem, told, request._replace(as_of=origin, frozen=orders), progress)
        last = origins[number + 1] if number + 1 < len(origins) else axes.end
        made = [one for one in measures_of_plan(axes, found, past, origin) if origin < one.start <= last]
        followed.append(
            tuple(one if one.lever in ORDERS else one.model_copy(update={"end": min(one.end, last)}) for one in made)
        )
        lived = _followed(axes, lived or past, found.chosen.levers, origin, last)
        if number == 0:
            strategies = {one.name: one.levers for one in told}
    assert lived is not None
    progress(f"comparing in the world as known on {until.isoformat()}")
    outcomes = _compared(region, origins[0], until, {ROLLED: lived, **strategies}, request, followed)
    return Rolled(origins, until, outcomes, tuple(one for own in followed for one in own))


def _check(origins: tuple[date, ...], until: date) -> None:
    if not origins or list(origins) != sorted(set(origins)) or until < origins[-1]:
        days = ", ".join(day.isoformat() for day in origins) or "no day"
        expected = "days one after another, the last not after that of the comparison"
        raise InputError(
            Fault("BH-ASK-008", f"plans on {days}, compared as known on {until.isoformat()}", expected, "change them")
        )


def _followed(axes: Axes, lived: Levers, planned: Levers, origin: date, last: date) -> Levers:
    """Levers as they were carried out, with those of a plan on the days it was followed."""
    day = np.arange(axes.n_days)
    own = (day > axes.day_index(origin)) & (day <= axes.day_index(last))
    return Levers(
        *(
            np.where(own.reshape(-1, *([1] * (np.ndim(new) - 1))), np.asarray(new), np.asarray(old))
            for old, new in zip(lived, planned, strict=True)
        )
    )


def _compared(
    region: Region,
    first: date,
    until: date,
    strategies: dict[str, Levers],
    request: Request,
    followed: Sequence[Sequence[Measure]],
) -> dict[str, Outcome]:
    """Every strategy from the first origin on, in the world fitted to the reports of the last day; `followed` by plan."""
    fitted = fit_region(region, until, True)
    model = eqx.tree_at(lambda m: m.triggers, fitted.model, _rules_from(fitted.region, fitted.axes, first))
    problem = problem_of(fitted.region, fitted.axes, model, fitted.past, first)
    problem = posed(request.question, problem, fitted.region.standing_on(first), fitted.axes)
    paid = _paid(problem, followed, fitted.axes, fitted.past)

    def one(name: str, levers: Levers) -> Outcome:
        under = problem
        if name == ROLLED:
            under, levers = paid, levers._replace(**{order: getattr(paid.history, order) for order in ORDERS})
        outcome: Outcome = jax.tree.map(np.asarray, _lived(model, under, Levers(*map(jnp.asarray, levers))))
        return outcome

    return {name: one(name, levers) for name, levers in strategies.items()}


def _paid(problem: Problem, followed: Sequence[Sequence[Measure]], axes: Axes, past: Levers) -> Problem:
    """The problem with the orders of every plan placed and paid; what two plans order for one day adds up."""
    each = [with_orders(problem, [one for one in own if one.lever in ORDERS], axes, past) for own in followed]

    def placed(name: str) -> jax.Array:
        before = getattr(problem.history, name)
        return jnp.asarray(before + sum(getattr(one.history, name) - before for one in each))

    return problem._replace(
        history=problem.history._replace(**{name: placed(name) for name in ORDERS}),
        placed_cost=jnp.asarray(sum(float(one.placed_cost) for one in each)),
        bounds=problem.bounds._replace(bought=problem.bounds.bought + sum(one.bounds.bought for one in each)),
    )


def _rules_from(region: Region, axes: Axes, first: date) -> triggers.Triggers:
    """Rules of a region that act from the day after the first origin, or after the day they were known, unless they say otherwise."""
    rows = [
        row.model_copy(update={"date_from": row.date_from or max(first, row.known_from or first) + timedelta(days=1)})
        for row in region.rows(Trigger)
    ]
    return triggers.from_region(region.with_rows(triggers=rows), axes)


@forward
def _lived(model: Model, problem: Problem, levers: Levers) -> Outcome:
    return outcome_of(model, problem, levers, run(model, levers))
