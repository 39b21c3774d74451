"""The goals of a question, put to a region: which cities, which days, how much, and everything wrong with them.

Why this file exists: a goal may be one of the region's targets, or half of it by half-year, or an amount of the user's own. What is already
reported counts as it was reported, the rest as the run makes it, in the prices and with the growth of the targets' board.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.cities import cities_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.periods import Period
from bothhands.inputs.region import Region
from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.targets import Target
from bothhands.inputs.target_periods import span_of
from bothhands.inputs.unit_scales import scale_of
from bothhands.model.economy.params import from_region
from bothhands.outcome.public_money import rules_of
from bothhands.outcome.quarters import calendar_of
from bothhands.outcome.target_case import case_of, goal_of
from bothhands.outcome.target_forecast import done_of
from bothhands.plan.goals import ROOM, Goals
from bothhands.plan.money_asked import money_fault, money_of
from bothhands.plan.question import FILE, MODELLED_MONEY, GoalAsked, Question, wrong_value


class Aim(NamedTuple):
    """A goal as a run is held against it; money in the region's currency."""

    name: str
    place: str
    indicator: str
    prices: str
    amount: float
    first: date
    last: date
    weight: float
    reported: float
    """In already, by the statistics."""
    reported_until: date
    """Last day they cover; the day before the first where they cover none."""


def aims_of(question: Question, region: Region, axes: Axes) -> tuple[tuple[Aim, ...], list[Fault]]:
    """The goals of a question and everything wrong with them.

    Parameters
    ----------
    question
        What is asked.
    region, axes
        The region as it stands, for its targets, statistics, currency and calendar.
    """
    found: list[Aim] = []
    faults: list[Fault] = []
    for name, asked in question.goals.items():
        one = _aim(name, asked, region, axes)
        if isinstance(one, Aim):
            found.append(one)
        else:
            faults += one
    if question.goals and question.objective not in ("welfare", "value added", "least public cost"):
        faults.append(
            wrong_value("objective", f"{question.objective!r} is not in money, what a goal lacks is",
                "welfare, value added or least public cost beside goals", "choose one of these, or leave the goals out")
        )  # fmt: skip
    if question.goals and (axes.start.month, axes.start.day) != (1, 1):
        faults.append(
            wrong_value("goals", f"the calendar begins on {axes.start.isoformat()}", "one that begins on 1 January, as accounts of a year do",
                "leave the goals out, or begin the calendar of the region earlier")
        )  # fmt: skip
    return tuple(found), faults


def goals_of(aims: Sequence[Aim], region: Region, axes: Axes) -> Goals:
    """Goals as data, as the board of targets counts: season, growth and prices for output; tax share, relief and lag for revenue."""
    calendar, rules, params = calendar_of(region, axes), rules_of(region, axes), from_region(region, axes)
    since = np.array([day.year - axes.start.year + 1 for day in axes.days])
    prices = (1.0 + float(region.parameter("price_change_share").value)) ** since
    output = np.asarray(calendar.weight) * np.asarray(calendar.growth)[:, None]
    rows = -(-max(len(aims), 1) // ROOM) * ROOM
    amount, there, weight = (np.zeros(rows) for _ in range(3))
    of_day, of_place = np.zeros((rows, axes.n_days, len(axes.sectors))), np.zeros((rows, len(axes.places)))
    taxed, labour, lag = np.asarray(params.tax_share), np.asarray(params.labour), rules.lag_days
    for n, aim in enumerate(aims):
        at = cities_of(region, axes, aim.place)
        from_day = max(aim.first, aim.reported_until + timedelta(days=1))
        ahead = np.array([from_day <= day <= aim.last for day in axes.days])
        amount[n], there[n], weight[n] = aim.amount, aim.reported, aim.weight
        of_place[n, at] = 1.0
        if aim.indicator == "gdp":
            level = prices if aim.prices == "current" else np.ones_like(prices)
            of_day[n] = output * (ahead * level)[:, None]
        else:
            late = np.concatenate([ahead[lag:], np.zeros(min(lag, axes.n_days), bool)])
            of_day[n] = (late * np.asarray(rules.taxes_asked))[:, None] * taxed
            there[n] += ahead[:lag].sum() * float((labour[at] * taxed).sum())
    return Goals(*map(jnp.asarray, (amount, there, of_day, of_place, weight)))


def _aim(name: str, asked: GoalAsked, region: Region, axes: Axes) -> Aim | list[Fault]:
    """One goal, or what is wrong with it."""
    target = _target(name, asked, region)
    if isinstance(target, list):
        return target
    faults = list(_of_target(name, asked, target, region, axes))
    span = span_of(target)
    first = asked.since or (span.first if span else None)
    last = asked.by or (span.last if span else None)
    if last is None:
        faults.append(wrong_value(f"goals.{name}.by", f"target {target.target} has no day", "a day by which it is asked for", "write by = 2020-12-31"))  # fmt: skip
    else:
        first = first or date(last.year, 1, 1)
        if not axes.start <= first <= last <= axes.end or first.year != last.year:
            span_said = f"days of one year within {axes.start.isoformat()} to {axes.end.isoformat()}"
            faults.append(wrong_value(f"goals.{name}", f"{first.isoformat()} to {last.isoformat()}", span_said, "change by or since"))  # fmt: skip
        elif span and not span.first <= first <= last <= span.last:
            span_said = f"days of the target's own {span.first.isoformat()} to {span.last.isoformat()}"
            faults.append(wrong_value(f"goals.{name}", f"{first.isoformat()} to {last.isoformat()}", span_said, "change by or since"))  # fmt: skip
        elif span is None:
            target = target.model_copy(update={"due": last})
    if faults or first is None or last is None:
        return faults
    try:
        case = case_of(region, target, region.as_of or region.default_as_of, {})
        level = goal_of(case, region)
        done = done_of(case.found, None, Period(first, last, "to_date"), region.as_of or region.default_as_of)
    except InputError as error:
        return list(error.faults)
    scale = scale_of(case.unit, region.currency)
    if level is None or scale is None:
        what = f"target {target.target} has no level in {region.currency}"
        return [wrong_value(f"goals.{name}", what, "a level, or a growth over a year the statistics give", "write place and amount instead")]  # fmt: skip
    if level <= 0:
        return [wrong_value(f"goals.{name}", f"{level:g} {case.unit}", "an amount above 0", "change the amount")]
    prices = "current" if case.found or asked.amount else target.prices
    return Aim(
        name, target.place, target.indicator, prices, asked.share * level * scale, first, last, asked.weight,
        done.amount * scale if done.reported else 0.0, done.until if done.reported else first - timedelta(days=1),
    )  # fmt: skip


def _target(name: str, asked: GoalAsked, region: Region) -> Target | list[Fault]:
    """The target a goal is: one of the region's, or of the user's own amount."""
    known = {row.target: row for row in region.rows(Target)}
    if asked.place is None and asked.amount is None:
        if name in known and asked.indicator is None:
            return known[name]
        if name in known:
            return [
                wrong_value(
                    f"goals.{name}.indicator", f"{asked.indicator} of a target that has its own", "none", "leave it out"
                )
            ]
        what, remedy = f"goals: {name!r} is no target of {region.name}", nearest(name, known)
        return [Fault("BH-ASK-004", what, "a target of the region, or a place and an amount", remedy, FILE, column="goals")]  # fmt: skip
    faults = []
    if asked.place is None or asked.amount is None or asked.by is None:
        faults.append(wrong_value(f"goals.{name}", "place, amount or by is missing", "all three, or none for a target of the region", "write them"))  # fmt: skip
    amount = None if asked.amount is None else money_of(asked.amount, region.currency)
    if asked.amount is not None and (wrong := money_fault(f"goals.{name}.amount", asked.amount, region.currency, FILE)):
        faults.append(wrong)
    places = [row.place for row in region.rows(Place)]
    if asked.place is not None and asked.place not in places:
        faults.append(Fault("BH-ASK-004", f"goals.{name}.place: {asked.place!r} is unknown", "a place of the region", nearest(asked.place, places), FILE, column=f"goals.{name}.place"))  # fmt: skip
    if faults or asked.place is None or amount is None:
        return faults
    return Target(target=name, place=asked.place, indicator=asked.indicator or "gdp", value=amount, unit=region.currency, due=asked.by)  # fmt: skip


def _of_target(name: str, asked: GoalAsked, target: Target, region: Region, axes: Axes) -> Iterator[Fault]:
    """A target the run does not make, or that is no goal."""
    where = f"goals.{name}"
    if target.indicator not in MODELLED_MONEY:
        yield wrong_value(where, f"target {target.target} is of {target.indicator}", f"one of {', '.join(MODELLED_MONEY)}, which the run makes", "leave it out")  # fmt: skip
    if target.direction == "at_most":
        yield wrong_value(
            where, f"target {target.target} is not to be exceeded", "one to be reached", "make it a limit"
        )
    if target.kind == "level" and target.prices == "constant" and target.base_period != str(axes.start.year - 1):
        yield wrong_value(where, f"target {target.target} is at prices of {target.base_period or 'no year'}", f"current prices, or those of {axes.start.year - 1}", "leave it out")  # fmt: skip
    if not cities_of(region, axes, target.place):
        yield wrong_value(where, f"{target.place} has no city that is modelled", "a city, or a place with cities", "choose another place")  # fmt: skip
