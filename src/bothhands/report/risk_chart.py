"""What each lever does to the odds of a new outbreak somewhere in the region: bars by lever, a table of 30, 60 and 90 days."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from bothhands.model.triggers import levers_in_force
from bothhands.outcome.risk import WINDOWS, LeverRisk, lever_risk, somewhere
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array, by_city

SHOWN = 10
LEAST_CHANGE = 0.01
"""Of the odds as planned: a lever that changes them by less is in the table only."""
NONE = 1e-9


class Move(NamedTuple):
    """A lever, whether it goes to its strictest or to a normal year's level, and the odds by window it leads to."""

    lever: str
    strict: bool
    odds: FloatArray


def risk_charts(telling: Telling) -> list[Figure]:
    """Levers and the odds of an outbreak; and the odds of every city within 30, 60 and 90 days; none without imports."""
    plan = telling.plan
    first = plan.axes.day_index(plan.as_of) + 1
    if not 0 <= first < plan.axes.n_days:
        return []
    levers = jax.tree.map(jnp.asarray, plan.chosen.levers)
    levers = levers_in_force(plan.model.triggers, levers, jnp.asarray(plan.chosen.record.triggered))
    lowest = array(plan.problem.lowest_openness)
    last = int(np.flatnonzero(array(plan.problem.future) > 0)[-1])
    risk = lever_risk(plan.model, levers, plan.chosen.record, first, lowest, last)
    planned = somewhere(risk.planned)
    if planned[-1] <= NONE:
        return []
    return [_levers(telling, moves_of(risk), planned), _cities(telling, risk)]


def moves_of(risk: LeverRisk) -> list[Move]:
    """Every move of a lever, those that raise the odds most first."""
    moves = [Move(name, True, somewhere(odds)) for name, odds in risk.strictest.items()]
    moves += [Move(name, False, somewhere(odds)) for name, odds in risk.normal.items()]
    return sorted(moves, key=lambda move: -float(move.odds[-1]))


def _levers(telling: Telling, moves: list[Move], planned: FloatArray) -> Figure:
    """Odds within 90 days if one lever moved, a tick at the plan's."""
    say, share = telling.say, telling.words.share
    now = float(planned[-1])
    told = [move for move in moves if abs(float(move.odds[-1]) - now) > LEAST_CHANGE * now]
    most = sorted(told, key=lambda move: -abs(np.log(max(float(move.odds[-1]), NONE) / now)))[:SHOWN]
    shown = [move for move in told if move in most]
    bars = [
        Bar(_name(telling, move), 100 * float(move.odds[-1]), share(float(move.odds[-1])), 100 * now)
        for move in shown or moves[:1]
    ]
    rows = tuple((_name(telling, move), *(share(float(value)) for value in move.odds)) for move in moves)
    head = (say("if_moved"), *(say("within_days", days=days) for days in WINDOWS))
    plain = (say("plan"), *(share(float(value)) for value in planned))
    up = max(shown or moves, key=lambda move: float(move.odds[-1]))
    down = min(shown or moves, key=lambda move: float(move.odds[-1]))
    title = say(
        "risk_title", now=share(now), up=_name(telling, up), high=share(float(up.odds[-1])),
        down=_name(telling, down), low=share(float(down.odds[-1])),
    )  # fmt: skip
    table = Table(head, (plain, *rows))
    return telling.figure("risk", title, say("risk_unit"), "health", lambda chart: bar_chart(chart, bars), table)


def _cities(telling: Telling, risk: LeverRisk) -> Figure:
    """Odds by city within each window from tomorrow."""
    plan, say, share = telling.plan, telling.say, telling.words.share
    order = by_city(telling, risk.planned[-1])
    bars = [
        Bar(name, 100 * float(risk.planned[-1, p]), share(float(risk.planned[-1, p])), 100 * float(risk.planned[0, p]))
        for name, p in order[:SHOWN]
    ]
    rows = tuple((name, *(share(float(risk.planned[n, p])) for n in range(len(WINDOWS)))) for name, p in order)
    whole = (say("somewhere"), *(share(float(value)) for value in somewhere(risk.planned)))
    table = Table((say("city"), *(say("within_days", days=days) for days in WINDOWS)), (whole, *rows))
    name, p = order[0]
    values = {f"d{days}": share(float(risk.planned[n, p])) for n, days in enumerate(WINDOWS)}
    title = say("risk_city_title", city=name, **values)
    subtitle = say("risk_city_unit", day=telling.words.day(plan.as_of))
    return telling.figure("risk-cities", title, subtitle, "health", lambda chart: bar_chart(chart, bars), table)


def _name(telling: Telling, move: Move) -> str:
    """A lever at one of its ends, in words."""
    return telling.say(f"{'strict' if move.strict else 'normal'}_{move.lever}")
