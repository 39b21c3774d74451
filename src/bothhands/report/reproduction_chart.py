"""The effective reproduction number from reports alone: small multiples by city on one scale, doubtful days marked."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from bothhands.observe.reproduction import Reproduction, reproduction_of
from bothhands.report import names
from bothhands.report.line_charts import Curve, Level, Panel, Scene, multiples
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling

Marks = NDArray[np.bool_]
TOP, HIGHEST_TOP = 4.0, 10.0
"""End of the scale, and where it ends at most where reliable days lie beyond; what is higher still is cut."""
SHORTEST = 2
"""A series with fewer reliable days is not drawn."""


def reproduction_chart(telling: Telling) -> Figure | None:
    """R of the whole region and of every city with enough cases; None where nowhere has them."""
    plan, say = telling.plan, telling.say
    made = reproduction_of(plan.region, plan.reports)
    sure = made.reliable & made.complete
    if sure[:, -1].sum() < SHORTEST:
        return None
    told = np.flatnonzero(np.isfinite(made.median).any(1))
    span = slice(int(told[0]), int(told[-1]) + 1)
    order = sorted(range(len(plan.axes.places)), key=lambda p: (-int(sure[:, p].sum()), p))
    each = [p for p in order if sure[:, p].sum() >= SHORTEST] if len(order) > 1 else []
    shown = [len(plan.axes.places), *each]
    panels = [_panel(telling, made, sure, span, p) for p in shown]
    top = float(np.clip(np.ceil(made.median[sure].max()), TOP, HIGHEST_TOP))
    scene = Scene(plan.axes.start + timedelta(days=span.start), plan.as_of, (Level("", 1.0),), dated=True)
    few = names.listed(
        [telling.place(plan.axes.places[p]) for p in order if p not in shown and len(order) > 1], telling.language
    )
    subtitle = say(
        "r_unit",
        today=telling.words.day(plan.as_of),
        shift=made.shift,
        left_out=say("r_left_out", places=few) if few else "",
    )
    rows = tuple((_name(telling, p), _last(telling, made, sure, p), str(int(sure[:, p].sum()))) for p in shown)
    table = Table((say("city"), say("r_city"), say("r_days")), rows)
    return telling.figure(
        "reproduction", r_title(telling, made, sure), subtitle, "health", lambda chart: multiples(chart, scene, panels, top), table
    )  # fmt: skip


def _panel(telling: Telling, made: Reproduction, sure: Marks, span: slice, p: int) -> Panel:
    """One series: a line with its band where it can be believed, a dotted one where not, nothing without a case."""
    own = sure[span, p]
    doubtful = _runs(~own)
    median, low, high = (series[span, p] for series in (made.median, made.low, made.high))
    curves = [Curve("", _within(median, run), ((_within(low, run), _within(high, run)),)) for run in _runs(own)]
    some = np.where(made.cases[span, p] > 0, median, np.nan)
    wider = ((max(first - 1, 0), last + 1) for first, last in doubtful)
    dotted = [Curve("", _within(some, run), dotted=True) for run in wider]
    return Panel(_name(telling, p), (*dotted, *curves), _last(telling, made, sure, p), tuple(doubtful))


def r_title(telling: Telling, made: Reproduction, sure: Marks) -> str:
    """Since when the whole region has been below one on its reliable days, or how far above it was on the last."""
    days = np.flatnonzero(sure[:, -1])
    values, last = made.median[days, -1], days[-1]
    figures = {
        name: f"{series[last, -1]:.1f}"
        for name, series in (("value", made.median), ("low", made.low), ("high", made.high))
    }
    above = np.flatnonzero(values >= 1.0)
    when = telling.words.day(telling.plan.axes.days[last])
    if len(above) and above[-1] == len(days) - 1:
        return telling.say("r_title_above", last=when, **figures)
    since = days[above[-1] + 1] if len(above) else days[0]
    return telling.say("r_title_below", day=telling.words.day(telling.plan.axes.days[since]), last=when, **figures)


def _last(telling: Telling, made: Reproduction, sure: Marks, p: int) -> str:
    day = np.flatnonzero(sure[:, p])[-1]
    value, low, high = (f"{series[day, p]:.1f}" for series in (made.median, made.low, made.high))
    return telling.say("r_last", value=value, low=low, high=high, day=telling.words.day(telling.plan.axes.days[day]))


def _name(telling: Telling, p: int) -> str:
    places = telling.plan.axes.places
    return telling.place(places[p]) if p < len(places) else telling.say("whole")


def _runs(marked: Marks) -> list[tuple[int, int]]:
    """First and last positions of every stretch that is marked."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(int), [0]])))
    return [(int(first), int(end) - 1) for first, end in zip(edges[::2], edges[1::2], strict=True)]


def _within(series: FloatArray, run: tuple[int, int]) -> FloatArray:
    """The series on the days of a run, blank elsewhere."""
    day = np.arange(len(series))
    return np.where((day >= run[0]) & (day <= run[1]), series, np.nan)
