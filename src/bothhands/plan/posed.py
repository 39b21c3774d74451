"""A question put to a region: the problem it poses, the variables it leaves, and everything wrong with it.

Why this file exists: `question.py` reads what is asked; here it meets the region's names, currency and calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.outcome.output import Prices
from bothhands.plan.decisions import PERIOD_DAYS, Decisions, n_periods, uniform
from bothhands.plan.goals_asked import aims_of, goals_of
from bothhands.plan.limits import BUDGET, HUB, LIMIT, LIMITS, Bounds, live
from bothhands.plan.money_asked import money_fault, money_of
from bothhands.plan.problem import PARTS, WELFARE, Problem
from bothhands.plan.question import FILE, SINGLE, VALUES, Question, wrong_value
from bothhands.plan.space import Choice, Space, space_of

MOST_SAID = {"share": 1.0, "share of normal": 1.0}
"""Largest amount of a limit that can be meant, by its unit: no share is above one, and no city makes more than in a normal year."""


def posed(question: Question, problem: Problem, region: Region, axes: Axes) -> Problem:
    """The problem as the question puts it.

    Parameters
    ----------
    question
        What is asked.
    problem
        The region's own.
    region, axes
        For names, currency and calendar.

    Raises
    ------
    InputError
        With every fault: an unknown lever, limit or value, a lever the region has no use for, an amount that cannot be, money
        without a unit, a goal no run can be held against, periods that are too short, a horizon beyond the data, no lever to decide.
    """
    aims, wrong = aims_of(question, region, axes)
    faults = [*_faults(question, region, axes), *wrong]
    future = np.asarray(problem.future)
    if question.until is not None:
        future = future * (np.arange(axes.n_days) <= axes.day_index(question.until))
    bounds, bound = problem.bounds, np.array(problem.bounds.bound)
    for name, said in question.limits.items():
        amount = _amount(name, said, region.currency)
        if isinstance(amount, Fault):
            faults.append(amount)
        elif name == BUDGET:
            bounds = _with_money(bounds, future, amount)
        elif name in LIMITS:
            bound[LIMITS.index(name)] = 1.0 / amount if LIMIT[name].floor else amount
    if faults:
        raise InputError(faults)
    prices = problem.prices._asdict() | {
        name: getattr(problem.prices, name) * times for name, times in question.values.items()
    }
    worth = WELFARE
    if question.objective in SINGLE:
        worth = np.array([float(part == SINGLE[question.objective]) for part in PARTS])
        if question.objective == "fewest life-years lost":
            prices["life_year"] = jnp.maximum(prices["life_year"], 1.0)
    period = np.asarray(problem.period)
    if question.period_starts or question.period_days != PERIOD_DAYS:
        period = _periods(question, axes, future)
    made = problem._replace(
        prices=Prices(**prices),
        worth=jnp.asarray(worth),
        future=jnp.asarray(future),
        counted=jnp.asarray(future),
        period=jnp.asarray(period),
        goals=goals_of(aims, region, axes) if aims else problem.goals,
        bounds=bounds._replace(bound=jnp.asarray(bound)),
    )
    _check_space(question, axes, made)
    return made


def _check_space(question: Question, axes: Axes, problem: Problem) -> None:
    """There is something to decide (BH-ASK-002)."""
    if not space_asked(question, axes, problem, uniform(axes)).size:
        expected = "one lever at least that takes effect on a day that is planned"
        raise InputError(
            wrong_value("levers", "nothing is left to decide", expected, "decide another, or shorten its delay")
        )


def check_day(region: Region, as_of: date, ahead: int = 1) -> None:
    """Nothing can be planned where none of the days ahead that it needs is in the calendar, or none has been (BH-ASK-009)."""
    start, end = region.settings.start, region.settings.end
    if not start <= as_of <= end - timedelta(days=ahead):
        last = (end - timedelta(days=ahead)).isoformat()
        raise InputError(
            Fault("BH-ASK-009", f"{region.name} cannot be planned standing on {as_of.isoformat()}", f"a day from {start.isoformat()} to {last}", "change --as-of, or the region's last day")
        )  # fmt: skip


def _with_money(bounds: Bounds, future: NDArray[np.floating], amount: float) -> Bounds:
    """Money for the days ahead as the user says, between their windows as the region shares it; what was spent before does not count."""
    window, budget = np.asarray(bounds.window) * (future > 0), np.array(bounds.budget)
    ahead = live(bounds, future)
    if not ahead.any():
        ahead[0], window[0] = True, future > 0
    own = np.where(np.isfinite(budget[ahead]), budget[ahead], 0.0)
    budget[ahead] = amount * (own / own.sum() if own.sum() > 0 else 1.0 / own.size)
    return bounds._replace(budget=jnp.asarray(budget), window=jnp.asarray(window))


def space_asked(question: Question, axes: Axes, problem: Problem, held: Decisions) -> Space:
    """The variables a question leaves; what is not decided stays at `held`."""
    choices = {
        name: Choice(
            own.low,
            own.high,
            own.decide,
            own.places == "together",
            own.sectors == "together",
            own.delay_days,
            own.smooth,
        )
        for name, own in question.levers.items()
    }
    days = np.asarray(problem.period).T @ np.asarray(problem.future)
    return space_of(axes, choices, held, days)


def _faults(question: Question, region: Region, axes: Axes) -> list[Fault]:
    """Names nobody knows, levers without use, and dates that cannot be."""
    return [
        *_unknown(question),
        *_of_levers(question, region, axes),
        *_of_figures(question),
        *_of_dates(question, region, axes),
    ]


def _unknown(question: Question) -> Iterator[Fault]:
    """Names that are none."""
    for where, known in (("levers", Decisions._fields), ("limits", LIMITS), ("values", VALUES), ("chance", LIMITS)):
        for name in getattr(question, where):
            if name not in known:
                what, remedy = f"{where}: {name!r} is unknown", nearest(name, known)
                yield Fault("BH-ASK-004", what, f"one of {', '.join(known)}", remedy, FILE, column=where)


def _of_levers(question: Question, region: Region, axes: Axes) -> Iterator[Fault]:
    """Bounds out of order, and levers or limits the region has no use for."""
    needs = {"port_screening": ("port of entry", bool(axes.ports)), "corridor_screening": ("hub", bool(region.hub))}
    for name, own in question.levers.items():
        where = f"levers.{name}"
        if own.low > own.high:
            yield wrong_value(where, f"low {own.low:g} lies above high {own.high:g}", "low ≤ high", "exchange them")
        missing, there = needs.get(name, ("", True))
        if own.decide and not there:
            what, remedy = f"{region.name} has no {missing}", "set decide = false or leave it out"
            yield wrong_value(where, what, "a lever the region can use", remedy)
    if HUB in question.limits and not region.hub:
        yield wrong_value(
            f"limits.{HUB}", f"{region.name} has no hub", "a limit that means something there", "leave it out"
        )


def _of_figures(question: Question) -> Iterator[Fault]:
    """Chances and values that cannot be."""
    for name, share in question.chance.items():
        if not 0 < share < 1:
            yield wrong_value(f"chance.{name}", f"{share:g}", "a share above 0 and below 1", "write 0.95 for 95 %")
    for name, times in question.values.items():
        if times < 0:
            yield wrong_value(f"values.{name}", f"{times:g} times", "0 or more", "0 leaves it out")


def _of_dates(question: Question, region: Region, axes: Axes) -> Iterator[Fault]:
    """A horizon beyond the data, periods too short or out of order."""
    first = (region.as_of or region.default_as_of) + timedelta(days=1)
    until, starts = question.until, question.period_starts
    if until is not None and not first <= until <= axes.end:
        expected = f"{first.isoformat()} to {axes.end.isoformat()}, the days the data reach"
        yield wrong_value("until", until.isoformat(), expected, "change the date, or the region's last day")
    last = axes.end if until is None else min(until, axes.end)
    days, most = (last - first).days + 1, n_periods(axes)
    if -(-days // question.period_days) > most:
        expected = f"at least {-(-days // most)}: the calendar has room for {most} periods"
        yield wrong_value("period_days", f"{question.period_days}", expected, "hold decisions longer")
    if len(starts) > most or list(starts) != sorted(set(starts)):
        expected = f"at most {most} dates, each after the one before"
        yield wrong_value("period_starts", f"{len(starts)} dates", expected, "correct them")


def _amount(name: str, said: float | str, currency: str) -> float | Fault:
    """A limit's amount; money needs its unit."""
    where = f"limits.{name}"
    kind = LIMIT.get(name)
    if kind is None:
        return 1.0
    if kind.money:
        fault = money_fault(where, said, currency, FILE)
        if fault is not None:
            return fault
        amount = money_of(said, currency) or 0.0
    elif isinstance(said, str):
        remedy = "write 0.9 for 90 %" if "%" in said else "leave the words out"
        return wrong_value(where, repr(said), f"a number: {kind.unit}", remedy)
    else:
        amount = float(said)
    most = MOST_SAID.get(kind.unit, np.inf)
    if amount > most:
        return wrong_value(where, f"{amount:g}", f"a {kind.unit}, at most {most:g}", "write 0.9 for 90 %")
    return amount if amount > 0 else wrong_value(where, f"{amount:g}", f"above 0 {kind.unit}", "change the amount")


def _periods(question: Question, axes: Axes, future: NDArray[np.floating]) -> NDArray[np.float64]:
    """1 where a day belongs to a period, (time, period); the first begins on the first day ahead at the latest."""
    day = np.arange(axes.n_days)
    first = int(np.argmax(future > 0))
    starts = [axes.day_index(one) for one in question.period_starts]
    if starts:
        number = np.maximum(np.searchsorted(starts, day, side="right") - 1, 0)
    else:
        number = np.maximum(day - first, 0) // question.period_days
    return np.asarray((number[:, None] == np.arange(n_periods(axes))) * 1.0)
