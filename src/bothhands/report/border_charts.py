"""Charts of the borders: infected travellers to the protected hub, by city, and how much of all new infection comes from abroad."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from bothhands.outcome.borders import WINDOW_DAYS, import_share_of_week
from bothhands.plan.limits import HUB, LIMITS
from bothhands.plan.strategy import Strategy
from bothhands.report.amounts import nice_ceiling, number
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.comparison import holding
from bothhands.report.line_charts import Curve, Level, Panel, Scene, line_chart, multiples
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array, by_city

SHOWN = 6
"""Cities drawn; the table has them all."""
NOTHING = 1e-9
UNTESTED = 5e-5
"""Share kept back by tests below which nobody is said to be tested; a hundredth of a per cent in print."""
SMALLEST = 0.02
"""Of the scale; a city that stays below is in the table only."""
HUB_LIMIT = LIMITS.index(HUB)


def corridor_charts(telling: Telling) -> list[Figure]:
    """Infected travellers to the hub a day, of the region against its bound and of each city; without a hub there is none."""
    plan, say = telling.plan, telling.say
    first = max(plan.axes.day_index(plan.as_of) + 1, 0)
    let_out, without = (series[first : telling.last + 1] for series in exported(telling, plan.chosen))
    if without.max(initial=0.0) <= NOTHING:
        return []
    bounds = plan.problem.bounds
    allowed = float(bounds.bound[HUB_LIMIT]) * float(bounds.room[HUB_LIMIT])
    kept = 1.0 - let_out.sum() / without.sum()
    scene = Scene(plan.axes.start + timedelta(days=first), plan.as_of)
    bound = Scene(scene.start, scene.today, (Level(say("corridor_bound"), allowed),))
    tested = kept > UNTESTED
    curves = [Curve(say("with_screening" if tested else "plan"), let_out.sum(1))]
    curves += [Curve(say("without_screening"), without.sum(1), dashed=True)] if tested else []
    price = holding(telling).get((HUB, ""))
    worth = "" if price is None else say("corridor_worth", price=telling.words.money(price))
    highest = let_out.sum(1).max()
    key = "corridor_title" if tested else "corridor_title_untested"
    title = say(key, share=telling.words.share(highest / allowed), kept=telling.words.share(kept))
    order = by_city(telling, without.sum(0))
    rows = tuple(
        (name, *(number(float(value)) for value in (let_out[:, p].max(), without[:, p].max(), let_out[:, p].sum(), without[:, p].sum())),
         telling.words.share(1.0 - let_out[:, p].sum() / max(without[:, p].sum(), NOTHING)))
        for name, p in order
    )  # fmt: skip
    heads = ("city", "highest_day", "highest_without", "whole_span", "whole_without", "kept_back")
    table = Table(tuple(say(head) for head in heads), rows)
    whole = telling.figure(
        "corridor", title, say("corridor_unit", worth=worth), "health", lambda chart: line_chart(chart, bound, curves), table
    )  # fmt: skip
    scale = nice_ceiling(float(without.max()))
    panels = [
        Panel(name, (Curve("", let_out[:, p]), *([Curve("", without[:, p], dashed=True)] if tested else [])), say("highest", top=number(float(let_out[:, p].max()))))
        for name, p in order[:SHOWN]
        if without[:, p].max() > SMALLEST * scale
    ]  # fmt: skip
    worst, at = by_city(telling, let_out.sum(0))[0]
    title = say("corridor_city_title", city=worst, share=telling.words.share(let_out[:, at].sum() / let_out.sum()))
    by_place = telling.figure(
        "corridor-cities", title, say("corridor_city_unit" if tested else "corridor_city_unit_untested"), "health", lambda chart: multiples(chart, scene, panels, scale), table
    )  # fmt: skip
    return [whole, by_place]


def exported(telling: Telling, strategy: Strategy) -> tuple[FloatArray, FloatArray]:
    """Infected travellers to the hub a day by city, (time, place): past the screening, and had nobody been tested."""
    ill = telling.plan.model.epidemic
    out = array(strategy.record.epidemic.exported)
    passed = 1.0 - array(strategy.levers.corridor_screening) * (1.0 - float(ill.corridor_pass_share))
    travelling = array(ill.trips_to_hub) * array(strategy.levers.travel)
    prevalence = out / np.maximum(travelling * passed, 1e-300)
    return out, np.where(passed > 0, travelling * prevalence, 0.0)


def imports_chart(telling: Telling) -> Figure | None:
    """Share of a city's new infections that came in from abroad over the planning days; None where nobody arrives."""
    plan, say = telling.plan, telling.say
    ahead = telling.future > 0
    own, carried = (imported_share(one, ahead) for one in (plan.chosen, plan.references[0]))
    arrived = array(plan.chosen.record.epidemic.imported)[ahead].sum(0)
    if arrived.max(initial=0.0) <= NOTHING:
        return None
    order = [(name, p) for name, p in by_city(telling, own) if arrived[p] > NOTHING]
    late = array(import_share_of_week(plan.chosen.record.epidemic))[ahead]
    week = min(WINDOW_DAYS, len(late)) - 1
    bars = [
        Bar(name, 100 * float(own[p]), telling.words.share(float(own[p])), 100 * float(carried[p]))
        for name, p in order[:SHOWN]
    ]
    rows = tuple(
        (name, number(float(arrived[p])), *(telling.words.share(float(value)) for value in (own[p], late[week, p], late[-1, p], carried[p])))
        for name, p in order
    )  # fmt: skip
    heads = ("city", "arrived", "import_share", "first_week", "last_week", "carry_on_head")
    table = Table(tuple(say(head) for head in heads), rows)
    name, p = order[0]
    key = "imports_title" if own[p] >= 0.1 else "imports_title_few"
    title = say(key, city=name, share=telling.words.share(float(own[p])))
    return telling.figure(
        "imports", title, say("imports_unit"), "health", lambda chart: bar_chart(chart, bars), table
    )  # fmt: skip


def imported_share(strategy: Strategy, ahead: NDArray[np.bool_]) -> FloatArray:
    """Infected arrivals past the checks ÷ all new infections, by city, over the days ahead."""
    flows = strategy.record.epidemic
    arrived, local = array(flows.imported)[ahead].sum(0), array(flows.infections)[ahead].sum((0, 2))
    return np.asarray(arrived / np.maximum(arrived + local, NOTHING))
