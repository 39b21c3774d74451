"""What makes of a searched plan one of few measures: what is worth next to nothing is taken back.

Why this file exists: a search ends in levels that differ in every city and fortnight. Here levers are drawn towards a normal year where that
is better, small changes are left out, and a level changes over time only where a change is worth its price. `coupled_run.py` says what each try
amounts to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bothhands.plan.coupled_run import CORES, CoupledRun, keeps, rank, whole_percents
from bothhands.plan.decisions import Decisions, flat, lever_of_entry, shaped, uniform
from bothhands.plan.linear_limits import Vector
from bothhands.plan.problem import Outcome

Judged: TypeAlias = tuple[Vector, Outcome]
"""A decision vector and what it amounts to."""
Allowed: TypeAlias = Callable[[Vector], bool]
"""Whether a decision vector may be chosen."""

SMALL_CHANGES = (0.2, 0.1, 0.05, 0.02)
"""Changes of a lever that may be left out, largest first."""
SIMPLE = 2e-4
"""ASSUMED: share of welfare that a plan of fewer measures may cost."""
RESTLESS = 3e-6
"""ASSUMED: share of the start's output that a change of a level in one place less may cost, in Liaoning 5.6 million yuan: a change must be
ordered, told and lived with."""
PLAIN = (("openness",), ("remote", "travel", "stay_home"))
"""Levers whose small changes are left out, together."""
DRAWN, BETWEEN = (0.0, 0.4, 0.8, 0.9), (0.2, 0.6)
"""Shares of a lever's distance from a normal year that are tried in its place: some first, the others where one of these is better."""


def trimmed(coupled: CoupledRun, kept: Judged, allowed: Allowed) -> Judged:
    """The plan with each lever in turn drawn towards a normal year as far as that is better and breaks no limit."""
    if not keeps(kept[1]):
        return kept
    number, normal = lever_of_entry(coupled.axes), flat(uniform(coupled.axes))
    now, _ = coupled.look(kept[0])
    for lever in range(len(Decisions._fields)):
        x, better = kept[0], list[tuple[float, Vector]]()
        for shares in (DRAWN, BETWEEN):
            tried = [whole_percents(np.where(number == lever, normal + share * (x - normal), x)) for share in shares]
            tried = [one for one in tried if (one != x).any() and allowed(one)]
            looked = zip(tried, CORES.map(coupled.look, tried), strict=True)
            better += [(value, one) for one, (value, log_use) in looked if value > now and _within(log_use)]
            if not better:
                break
        if better:
            value, most = max(better, key=lambda one: one[0])
            best = coupled.verdict(most)
            if rank(best[1]) > rank(kept[1]):
                kept, now = best, value
    return kept


def simpler(coupled: CoupledRun, kept: Judged, start: Vector, allowed: Allowed) -> Judged:
    """The plan without its small changes of levers that ask something of everyone, as many as cost next to nothing and break no limit."""
    number = lever_of_entry(coupled.axes)
    for names in PLAIN:
        own = np.isin(number, [Decisions._fields.index(name) for name in names])
        kept = _without_small_changes(coupled, kept, start, own, allowed)
    return kept


def steadier(coupled: CoupledRun, kept: Judged, start: Vector, allowed: Allowed) -> Judged:
    """The plan with each lever in turn at one level in a place at all times, or as at the start, where that breaks no limit and is worth it.

    It is where it costs no more than `RESTLESS` for each change less.
    """
    number, changes = lever_of_entry(coupled.axes), _changes(coupled, kept[0])
    for lever in np.argsort(-changes, kind="stable") if keeps(kept[1]) else ():
        x, outcome = kept
        own = [start, *(_at_one_level(coupled, x, level) for level in (np.max, np.mean, np.min))]
        tried = [whole_percents(np.where(number == lever, one, x)) for one in own]
        saved = {n: int(changes[lever] - _changes(coupled, one)[lever]) for n, one in enumerate(tried) if allowed(one)}
        fewer = [n for n in saved if saved[n] > 0]
        may = {n: RESTLESS * coupled.scale * saved[n] for n in fewer}
        looked = dict(zip(fewer, CORES.map(coupled.look, [tried[n] for n in fewer]), strict=True))
        gain = {n: coupled.scale * value + may[n] for n, (value, log_use) in looked.items() if _within(log_use)}
        for n in sorted(gain, key=lambda n: -gain[n]):
            steady = coupled.verdict(tried[n])
            if keeps(steady[1]) and float(steady[1].objective) >= float(outcome.objective) - may[n]:
                kept = steady
                break
    return kept


def calm_rank(coupled: CoupledRun, one: Judged) -> tuple[bool, float]:
    """As `rank`, with every change of a level at its price."""
    kept, worth = rank(one[1])
    price = RESTLESS * coupled.scale * int(_changes(coupled, one[0]).sum())
    return kept, worth - price if kept else worth


def _without_small_changes(
    coupled: CoupledRun, kept: Judged, start: Vector, own: NDArray[np.bool_], allowed: Allowed
) -> Judged:
    x, outcome = kept
    for least in SMALL_CHANGES if keeps(outcome) else ():
        plain = np.where(own & (np.abs(x - start) < least), start, x)
        if (plain == x).all():
            return kept
        tried = coupled.verdict(whole_percents(plain))
        if allowed(plain) and keeps(tried[1]) and _next_to_nothing(outcome, tried[1]):
            return tried
    return kept


def _next_to_nothing(outcome: Outcome, plainer: Outcome) -> bool:
    """Whether a plan of fewer measures costs no more than that."""
    return float(plainer.objective) >= float(outcome.objective) - SIMPLE * abs(float(outcome.objective))


def _at_one_level(coupled: CoupledRun, x: Vector, level: Callable[..., Any]) -> Vector:
    """Levels that are the same in every period: the largest, the mean or the least that a place has in those that are decided."""
    decided, parts = _decided(coupled), [np.asarray(part) for part in shaped(coupled.axes, x)]
    return flat(Decisions(*(np.broadcast_to(level(part[decided], axis=0), part.shape) for part in parts)))


def _changes(coupled: CoupledRun, x: Vector) -> NDArray[np.intp]:
    """How often each lever's level changes from one period that is decided to the next, over all places."""
    decided = _decided(coupled)
    steps = (np.diff(np.asarray(part)[decided], axis=0) for part in shaped(coupled.axes, x))
    return np.array([np.count_nonzero(step) for step in steps])


def _decided(coupled: CoupledRun) -> NDArray[np.intp]:
    """Periods that have days ahead."""
    return np.flatnonzero(np.asarray(coupled.problem.future) @ np.asarray(coupled.problem.period) > 0)


def _within(log_use: Vector) -> bool:
    """Whether a look keeps every limit."""
    return float(log_use.max(initial=-np.inf)) <= 0.0
