"""Charts of the right hand: output, sectors, staff, firms."""

from __future__ import annotations

import numpy as np

from bothhands.inputs.tables.firms import Firm
from bothhands.plan.strategy import Strategy
from bothhands.report import names
from bothhands.report.amounts import number
from bothhands.report.bar_charts import Bar, bar_chart
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array, bands, table_of_days


def output_chart(telling: Telling) -> Figure:
    """Value added against a normal day, with carrying on dashed."""
    plan, say = telling.plan, telling.say
    labour = array(plan.model.economy.labour)
    members = 100 * (array(plan.members.output_share)[:, telling.drawn] @ (labour.sum(-1) / labour.sum()))
    own, carried = (
        100 * _value_added(one)[telling.drawn].sum(-1) / labour.sum() for one in (plan.chosen, plan.references[0])
    )
    title = say(
        "output_title", share=telling.words.share(float(own[-1]) / 100), day=telling.words.day(telling.last_day)
    )
    curves = [Curve(say("plan"), own, bands(members)), Curve(say("carry on"), carried, dashed=True)]
    scene = Scene(plan.axes.start, plan.as_of)
    table = table_of_days(
        telling,
        {
            telling.words.in_percent(key): [number(float(v)) for v in series]
            for key, series in (("plan", own), ("carry on", carried))
        },
    )
    return telling.figure(
        "output", title, say("output_unit"), "economy", lambda chart: line_chart(chart, scene, curves), table
    )


def sectors_chart(telling: Telling) -> Figure:
    """Output by sector group over the planning days, the worst first."""
    plan, say, days = telling.plan, telling.say, telling.future
    normal = array(plan.model.economy.output).sum(0) * days.sum()
    own, carried = (
        np.einsum("tps,t->s", array(one.record.economy.output), days) for one in (plan.chosen, plan.references[0])
    )
    bars = []
    for group in plan.axes.sector_groups:
        at = [n for n, own_group in enumerate(plan.axes.group_of_sector) if own_group == group and normal[n] > 0]
        if at:
            level, other = (float(100 * series[at].sum() / normal[at].sum()) for series in (own, carried))
            bars.append(Bar(names.group_name(group, telling.language), level, reference=other))
    bars.sort(key=lambda bar: bar.value)
    title = say("sectors_title", worst=bars[0].name, share=telling.words.share(bars[0].value / 100))
    subtitle = say("sectors_unit", apart=say("sectors_apart") if telling.sectors_scaled else "")
    rows = tuple((bar.name, number(bar.value), number(bar.reference or 0.0)) for bar in bars)
    table = Table((say("sector_group"), telling.words.in_percent("plan"), telling.words.in_percent("carry on")), rows)
    return telling.figure("sectors", title, subtitle, "economy", lambda chart: bar_chart(chart, bars, unit=" %"), table)


def firms_chart(telling: Telling) -> Figure | None:
    """Share of the register above break-even; none where the region lists no firm."""
    plan, say = telling.plan, telling.say
    if not plan.axes.firms:
        return None
    counts = array(plan.model.firms.counts)
    own, carried = (
        100 * array(one.record.firms.above_break_even)[telling.drawn] @ counts / counts.sum()
        for one in (plan.chosen, plan.references[0])
    )
    share = telling.words.share
    title = say("firms_title", share=share(float(own[-1]) / 100), other=share(float(carried[-1]) / 100))
    listed = set(plan.axes.register)
    synthetic = sum(row.synthetic for row in plan.region.rows(Firm) if row.firm in listed)
    curves = [Curve(say("plan"), own), Curve(say("carry on"), carried, dashed=True)]
    scene = Scene(plan.axes.start, plan.as_of)
    table = table_of_days(
        telling,
        {
            telling.words.in_percent("plan"): [number(float(v)) for v in own],
            telling.words.in_percent("carry on"): [number(float(v)) for v in carried],
        },
    )
    subtitle = say("firms_unit", n=len(plan.axes.register), synthetic=synthetic)
    return telling.figure("firms", title, subtitle, "firms", lambda chart: line_chart(chart, scene, curves), table)


def _value_added(one: Strategy) -> FloatArray:
    """Value added by day and place."""
    return np.asarray(array(one.record.economy.value_added).sum(-1))
