"""Firms, staff and output back at work, beside what was reported."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from bothhands.inputs.tables.places import Place
from bothhands.inputs.tables.resumption import Resumption as Reported
from bothhands.outcome.resumption import Resumption, mean_over, resumption_of
from bothhands.report import names
from bothhands.report.amounts import number
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array


def resumption_chart(telling: Telling) -> Figure:
    """Shares of normal by day, reports as dots; the table gives cities and sector groups on the as-of day; a city's firms are not for everyone."""
    plan, say, words = telling.plan, telling.say, telling.words
    economy = plan.model.economy
    back, carried = (
        Resumption(*(array(part) for part in resumption_of(economy, plan.model.firms, one.record)))
        for one in (plan.chosen, plan.references[0])
    )
    workers, output = array(economy.workers), array(economy.output)
    staff, made, firms = _shares(back, workers, output)
    told = _reported(telling)
    curves = [
        Curve(say("resumed_staff"), staff[telling.drawn], second=True),
        Curve(say("resumed_output"), made[telling.drawn]),
        Curve(say("resumed_carried"), 100 * mean_over(array(carried.output), output)[telling.drawn], dashed=True),
    ]
    if np.isfinite(firms).any() and not telling.is_public:
        curves.append(Curve(say("resumed_firms"), firms[telling.drawn], dotted=True))
    if told:
        curves += [Curve("", _dots(telling, told, pick)[telling.drawn], dots=True) for pick in (max, min)]
    at = plan.axes.day_index(plan.as_of)
    said = {
        "day": words.day(plan.as_of), "staff": words.share(float(staff[at]) / 100), "output": words.share(float(made[at]) / 100),
    }  # fmt: skip
    title = say("resumed_title", **said)
    if told:
        last = told[-1]
        title = say(
            "resumed_title_told",
            **said,
            indicator=names.resumed_name(last.indicator, telling.language),
            share=words.share(last.share),
            told=words.day(last.day),
        )
    heads = (
        say("resumed_where"),
        *(telling.words.in_percent(key) for key in ("resumed_firms", "resumed_staff", "resumed_output")),
    )
    rows = (heads, *_rows(telling, back, at), *_beside(telling, told, firms, staff, made))
    head, *shown = (row[:1] + row[2:] for row in rows) if telling.is_public else rows
    table = Table(head, tuple(shown))
    scene = Scene(plan.axes.start, plan.as_of)
    return telling.figure(
        "staff",
        title,
        say("public_resumed_unit" if telling.is_public else "resumed_unit"),
        "economy",
        lambda chart: line_chart(chart, scene, curves),
        table,
    )


def _shares(back: Resumption, workers: FloatArray, output: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Staff, output and firms over some cells by day, %; firms weighed by the cell's output."""
    pairs = ((back.staff, workers), (back.output, output), (back.firms, output))
    staff, made, firms = (100 * mean_over(array(part), weight) for part, weight in pairs)
    return staff, made, firms


def _rows(telling: Telling, back: Resumption, at: int) -> list[tuple[str, ...]]:
    """Cities and sector groups on a day."""
    plan = telling.plan
    economy = plan.model.economy
    day = Resumption(*(part[at : at + 1] for part in back))
    cells = [
        (telling.place(place), np.arange(len(plan.axes.places))[:, None] == p)
        for p, place in enumerate(plan.axes.places)
    ]
    groups = np.array(plan.axes.group_of_sector)
    cells += [(names.group_name(one, telling.language), (groups == one)[None, :]) for one in plan.axes.sector_groups]
    rows: list[tuple[str, ...]] = []
    for name, there in cells:
        staff, made, firms = _shares(day, array(economy.workers) * there, array(economy.output) * there)
        if np.isfinite(staff[0]):
            rows.append((name, number(float(firms[0])), number(float(staff[0])), number(float(made[0]))))
    return rows


def _beside(
    telling: Telling, told: list[Reported], firms: FloatArray, staff: FloatArray, made: FloatArray
) -> list[tuple[str, ...]]:
    """Each report with the run's figures of its day."""
    words = telling.words
    rows: list[tuple[str, ...]] = []
    for row in told:
        at = telling.plan.axes.day_index(row.day)
        name = telling.say(
            "reported_share_of",
            indicator=names.resumed_name(row.indicator, telling.language),
            day=words.day(row.day),
            share=words.share(row.share),
        )
        rows.append((name, *(number(float(series[at])) for series in (firms, staff, made))))
    return rows


def _reported(telling: Telling) -> list[Reported]:
    """Reports about the region or a city of it by the as-of day, in order."""
    plan = telling.plan
    parents = {row.parent for row in plan.region.rows(Place) if row.place in plan.axes.places}
    inside = {*plan.axes.places, *parents}
    rows = [
        row for row in plan.region.rows(Reported) if row.place in inside and plan.axes.start <= row.day <= plan.as_of
    ]
    return sorted(rows, key=lambda row: (row.day, row.share))


def _dots(telling: Telling, told: list[Reported], pick: Callable[[list[float]], float]) -> FloatArray:
    """The highest or the lowest share reported on each day, %; blank on others."""
    dots = np.full(telling.plan.axes.n_days, np.nan)
    for day in {row.day for row in told}:
        shares = [100 * row.share for row in told if row.day == day]
        dots[telling.plan.axes.day_index(day)] = pick(shares)
    return dots
