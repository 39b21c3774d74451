"""Who bears illness and cost: by age, by city, by size of firm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bothhands.inputs.tables.firms import Firm
from bothhands.plan.strategy import Strategy
from bothhands.report import names
from bothhands.report.amounts import number, persons
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array, by_city

AGE_EDGES = (0, 20, 40, 60, 80)
FEWEST_CLASSES = 3
"""Where bands do not begin at so many of the edges, each band is told by itself."""
EVEN = 0.98
"""Least share of the largest loss that the smallest must be for cities to lose about as much."""
SIZES = ("large", "medium", "small", "micro", "")


def ages_chart(telling: Telling) -> Figure:
    """Expected infections per 100,000 by age, with deaths in the table."""
    plan, say = telling.plan, telling.say
    own, carried = (_infections(telling, one).sum(0) for one in (plan.chosen, plan.references[0]))
    deaths = np.einsum("tpa,t->a", array(plan.chosen.record.epidemic.deaths), telling.future)
    people = array(plan.model.epidemic.population).sum(0)
    bars, rows = [], []
    for name, at in age_classes(plan.axes.ages):
        each, other = (float(1e5 * ill[at].sum() / max(float(people[at].sum()), 1.0)) for ill in (own, carried))
        bars.append(Bar(name, each, reference=other))
        rows.append((name, number(each), number(other), persons(float(deaths[at].sum()))))
    worst = max(bars, key=lambda bar: bar.value)
    table = Table((say("age"), say("per_100k"), say("carry on"), say("deaths")), tuple(rows))
    title = say("ages_title", worst=worst.name)
    return telling.figure("ages", title, say("ages_unit"), "health", lambda chart: bar_chart(chart, bars), table)


def age_classes(ages: Sequence[int]) -> list[tuple[str, list[int]]]:
    """Classes of about twenty years that begin where bands begin, by name, and the bands of each; else the bands themselves."""
    edges = [edge for edge in AGE_EDGES if edge in ages]
    starts = edges if len(edges) >= FEWEST_CLASSES else list(ages)
    ends = [*starts[1:], None]
    return [
        (f"{low}+" if high is None else f"{low}–{high - 1}", [n for n, age in enumerate(ages) if low <= age and (high is None or age < high)])
        for low, high in zip(starts, ends, strict=True)
    ]  # fmt: skip


def ill_cities_chart(telling: Telling) -> Figure | None:
    """Expected infections per 100,000 by city; none where there is but one."""
    plan, say = telling.plan, telling.say
    if len(plan.axes.places) == 1:
        return None
    people = np.maximum(array(plan.model.epidemic.population).sum(-1), 1.0)
    own, carried = (1e5 * _infections(telling, one).sum(-1) / people for one in (plan.chosen, plan.references[0]))
    order = by_city(telling, own)
    bars = [Bar(name, float(own[p]), reference=float(carried[p])) for name, p in order]
    rows = tuple((name, number(float(own[p])), number(float(carried[p]))) for name, p in order)
    table = Table((say("city"), say("per_100k"), say("carry on")), rows)
    title = say("ill_city_title", worst=order[0][0])
    return telling.figure(
        "ill-cities", title, say("ill_city_unit"), "health", lambda chart: bar_chart(chart, bars), table
    )


def cities_chart(telling: Telling) -> Figure:
    """Value added lost by city, the hardest hit first; money in the table."""
    plan, say, days = telling.plan, telling.say, telling.future
    normal = array(plan.model.economy.labour).sum(-1) * days.sum()
    own, carried = (
        normal - np.einsum("tps,t->p", array(one.record.economy.value_added), days)
        for one in (plan.chosen, plan.references[0])
    )
    order = by_city(telling, own / normal)
    bars = [
        Bar(name, float(100 * own[p] / normal[p]), reference=float(100 * carried[p] / normal[p])) for name, p in order
    ]
    rows = tuple(
        (name, number(bar.value), telling.words.money(float(own[p])), number(bar.reference or 0.0))
        for bar, (name, p) in zip(bars, order, strict=True)
    )
    table = Table((say("city"), say("share_lost"), say("lost"), telling.words.in_percent("carry on")), rows)
    key = "cities_title" if bars[0].value > 0 else "cities_gain"
    if len(bars) == 1 and bars[0].value > 0:
        key = "cities_title_one"
    elif bars[-1].value > EVEN * bars[0].value > 0:
        key = "cities_title_even"
    title = say(key, worst=bars[0].name, share=telling.words.share(bars[0].value / 100))
    return telling.figure(
        "cities", title, say("cities_unit"), "economy", lambda chart: bar_chart(chart, bars, unit=" %"), table
    )


def sizes_chart(telling: Telling) -> Figure | None:
    """Firms below break-even or closed at the end by size class; none where the region lists no firm."""
    plan, say = telling.plan, telling.say
    by_size = firms_by_size(telling)
    if not by_size:
        return None
    synthetic = {row.firm: row.synthetic for row in plan.region.rows(Firm)}
    sales = array(plan.model.firms.sales)
    account = np.asarray(plan.axes.account or range(len(plan.axes.firms)), int)
    bars, rows = [], []
    for size, firms in by_size.items():
        weight = np.bincount(account[firms], minlength=len(sales)).astype(float)
        own, carried = (
            100 * (1 - float(array(one.record.firms.above_break_even)[telling.last] @ weight) / len(firms))
            for one in (plan.chosen, plan.references[0])
        )
        closed = len(firms) - float(array(plan.chosen.record.firms.alive)[telling.last] @ weight)
        sold = float(np.einsum("tf,t,f->", array(plan.chosen.record.firms.sales), telling.future, weight))
        lost = 1 - sold / max(float(sales @ weight) * float(telling.future.sum()), 1e-9)
        mostly = np.mean([synthetic[plan.axes.register[n]] for n in firms]) > 0.5
        name = names.size_name(size, telling.language)
        bars.append(Bar(name, own, reference=carried, assumed=bool(mostly)))
        rows.append(
            (
                name + (" ◇" if mostly else ""),
                f"{len(firms):,}",
                number(own),
                number(carried),
                persons(closed),
                number(100 * lost),
            )
        )
    worst = max(bars, key=lambda bar: bar.value)
    day = telling.words.day(telling.last_day)
    title = say(
        "sizes_title" if worst.value > 0 else "sizes_fine",
        worst=worst.name,
        share=telling.words.share(worst.value / 100),
        day=day,
    )
    head = (
        say("size"),
        say("firms"),
        telling.words.in_percent("plan"),
        telling.words.in_percent("carry on"),
        say("closed"),
        telling.words.in_percent("sales_lost"),
    )
    subtitle = say("sizes_unit", day=day)
    return telling.figure(
        "sizes", title, subtitle, "firms", lambda chart: bar_chart(chart, bars, unit=" %"), Table(head, tuple(rows))
    )


def firms_by_size(telling: Telling) -> dict[str, list[int]]:
    """Firms of the register by size class, largest class first; classes nobody is in are left out."""
    size_of = {row.firm: row.size or "" for row in telling.plan.region.rows(Firm)}
    found = {size: [n for n, firm in enumerate(telling.plan.axes.register) if size_of[firm] == size] for size in SIZES}
    return {size: at for size, at in found.items() if at}


def _infections(telling: Telling, one: Strategy) -> FloatArray:
    """Expected infections over the planning days by place and age."""
    return np.asarray(np.einsum("tpa,t->pa", array(one.record.epidemic.infections), telling.future))
