"""What a little more of each capacity would be worth: beds, rooms, tests, tracers, by city."""

from __future__ import annotations

import numpy as np

from bothhands.plan.capacities import CAPACITIES, held
from bothhands.plan.limits import BEDS, INTENSIVE, ROOMS
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.comparison import BINDING, holding
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import Telling, array

SHOWN = 8
"""Bars drawn; the table has them all."""
LEAST_YUAN = 1.0
"""Worth below this is none."""


def capacities_chart(telling: Telling) -> Figure | None:
    """Welfare gained by one per cent more of a capacity where it is worth most; None where none is worth anything."""
    say, words, plan = telling.say, telling.words, telling.plan
    worth = array(plan.solution.capacity_worth)
    have = held(plan.model)
    order = [divmod(int(n), worth.shape[1]) for n in np.argsort(-worth, axis=None, kind="stable")]
    order = [(n, p) for n, p in order if worth[n, p] >= LEAST_YUAN]
    if not order:
        return None
    names = list(CAPACITIES.values())

    def label(n: int, p: int) -> str:
        return f"{say(names[n])} · {telling.place(plan.axes.places[p])}"

    bars = [Bar(label(n, p), float(worth[n, p]), words.worth(float(worth[n, p]))) for n, p in order[:SHOWN]]
    rows = tuple(
        (
            say(names[n]), telling.place(plan.axes.places[p]), f"{have[n, p]:,.0f}", words.worth(float(worth[n, p])), say(f"through_{_through(telling, names[n], p)}"),
        )
        for n, p in order
    )  # fmt: skip
    why = list(dict.fromkeys(row[-1] for row in rows[:SHOWN] if row[-1] != say("through_limit")))
    unit = say("capacities_unit") + (say("capacities_else", why=say("comma").join(why)) if why else "")
    first, at = order[0]
    title = say("capacities_title", what=say(names[first]), place=telling.place(plan.axes.places[at]))
    table = Table(tuple(say(head) for head in ("capacity", "place", "have", "worth_more", "worth_through")), rows)
    return telling.figure("capacities", title, unit, "health", lambda chart: bar_chart(chart, bars), table)


def _through(telling: Telling, capacity: str, p: int) -> str:
    """Why a capacity has worth: its own limit where that holds the plan back, else what it eases."""
    if (capacity, telling.plan.axes.places[p]) in holding(telling):
        return "limit"
    if capacity not in BEDS:
        return "rooms" if capacity == ROOMS else "finding"
    ill = telling.plan.chosen.record.epidemic
    use = array(ill.intensive)[:, p] / np.maximum(array(ill.intensive_beds)[:, p], 1e-9)
    return "fatality" if capacity == INTENSIVE and (use * telling.future).max() >= BINDING else "fear"
