"""Charts of the left hand: infections found, outbreak odds, beds."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from bothhands.levers.catalogue import LEVER
from bothhands.outcome.health import odds_of_run
from bothhands.plan.strategy import Strategy
from bothhands.report import names
from bothhands.report.amounts import nice_ceiling, number, persons
from bothhands.report.line_charts import Curve, Level, Panel, Scene, Strip, line_chart, multiples
from bothhands.report.svg import Figure, Table
from bothhands.report.telling import FloatArray, Telling, array, bands, by_city, table_of_days

FEW = 20
"""Below this peak a rise is not worth a headline."""
LONGEST = 3
"""Counts over more days than this say too little about a day to be drawn."""
SMALLEST = 1e-4
"""Odds below this share of the limit are told in the table only."""
STRIPPED = (
    "stay_home", "travel", "openness", "school", "gatherings", "remote", "port_screening", "corridor_screening",
)  # fmt: skip
"""Levers that restrict people or business, in the order of their strips; each has one where the plan has it in force."""


def cases_chart(telling: Telling) -> Figure:
    """Infections found a day with the members' bands, reports as dots, restrictions as strips; single reports are not for everyone."""
    plan = telling.plan
    found = array(plan.members.found)[:, telling.drawn].sum(-1)
    middle, ahead = np.median(found, 0), telling.future[telling.drawn]
    peak = int((middle * ahead).argmax())
    ceiling = nice_ceiling(max(float(middle[peak]) + 1.0, 2.0))
    low, high = np.quantile(found, [0.05, 0.95], axis=0)
    title = (
        telling.say("cases_title_rise", peak=persons(float(middle[peak])), day=telling.words.day(plan.axes.days[peak]))
        if middle[peak] >= FEW
        else telling.say("cases_title", peak=number(ceiling), high=persons(float(np.ceil((high * ahead).max()))))
    )
    curves = [Curve(telling.say("plan"), middle, bands(found))]
    if not telling.is_public:
        curves.append(Curve("", reported_per_day(telling)[telling.drawn], dots=True))
    scene = Scene(plan.axes.start, plan.as_of, strips=strips_of(telling), whole=True)
    table = table_of_days(
        telling,
        {
            telling.say(key): [number(float(v)) for v in column]
            for key, column in (("median", middle), ("low", low), ("high", high))
        },
    )
    subtitle = telling.say("public_cases_unit" if telling.is_public else "cases_unit", n=len(found))
    return telling.figure("cases", title, subtitle, "health", lambda chart: line_chart(chart, scene, curves), table)


def odds_chart(telling: Telling) -> Figure | None:
    """Odds of a new outbreak by city over the planning days, the plan against carrying on; none where nobody arrives."""
    plan, say = telling.plan, telling.say
    if not plan.region.has("arrivals"):
        return None
    first = max(plan.axes.day_index(plan.as_of) + 1, 0)
    carried, own = (odds_of(telling, one)[first : telling.last + 1] for one in (plan.references[0], plan.chosen))
    highest = own.max(0)
    order = by_city(telling, highest)
    limit = float(plan.problem.bounds.bound[0]) * float(plan.problem.bounds.room[0])
    told = max(float(highest.max()), min(float(carried.max()), 4 * max(float(highest.max()), limit)))
    scale = nice_ceiling(100 * (told if told > SMALLEST * limit else 1.2 * limit))
    panels = [
        Panel(
            name,
            (Curve(say("plan"), 100 * own[:, p]), Curve(say("carry on"), 100 * carried[:, p], dashed=True)),
            say("highest", top=telling.words.share(float(highest[p]))),
        )
        for name, p in order
        if max(highest[p], carried[:, p].max()) > SMALLEST * limit or p == order[0][1]
    ]
    scene = Scene(plan.axes.start + timedelta(days=first), plan.as_of, (Level("", 100 * limit),), unit=" %")
    key = "odds_title" if highest.max() <= limit * 1.0001 else "odds_title_over"
    key = key if highest.max() > 0 else "odds_title_none"
    said = telling.words.share
    title = say(key, limit=said(limit), city=order[0][0], top=said(float(highest.max())))
    rows = tuple((name, said(float(highest[p])), said(float(carried[:, p].max())), said(limit)) for name, p in order)
    table = Table((say("city"), say("plan"), say("carry on"), say("allowed")), rows)
    drawn = {panel.name for panel in panels}
    rest = names.listed([name for name, _ in order if name not in drawn], telling.language)
    beyond = [name for name, p in order if name in drawn and 100 * carried[:, p].max() > scale]
    left_out = say("odds_left_out", places=rest) if rest else ""
    if beyond:
        left_out += say("odds_cut", top=said(scale / 100), places=names.listed(beyond, telling.language))
    subtitle = say("odds_unit", end=telling.words.day(plan.axes.end), left_out=left_out)
    return telling.figure(
        "odds", title, subtitle, "health", lambda chart: multiples(chart, scene, panels, scale), table
    )


def beds_chart(telling: Telling) -> Figure:
    """Ward beds in use against staffed beds."""
    plan = telling.plan
    return _beds(telling, "beds", array(plan.members.ward).sum(-1), float(array(plan.model.epidemic.ward_beds).sum()))


def intensive_chart(telling: Telling) -> Figure:
    """Intensive-care beds in use against staffed beds."""
    plan = telling.plan
    return _beds(
        telling, "icu", array(plan.members.intensive).sum(-1), float(array(plan.model.epidemic.intensive_beds).sum())
    )


def reported_per_day(telling: Telling) -> FloatArray:
    """Reported cases a day over the region; a count that covers several days is spread over them, days without one, or with one over many days, are blank."""
    reports = telling.plan.reports
    total, seen = np.zeros(reports.new.shape[0]), np.zeros(reports.new.shape[0], bool)
    for day, place in np.argwhere(reports.observed):
        first = int(reports.since[day, place])
        if day - first < LONGEST:
            total[first : day + 1] += reports.new[day, place] / (day + 1 - first)
            seen[first : day + 1] = True
    return np.where(seen, total, np.nan)


def odds_of(telling: Telling, strategy: Strategy) -> FloatArray:
    """Odds of a new outbreak in the 90 days from each day, by city: the very function of the plan's limit."""
    return array(odds_of_run(telling.plan.model.epidemic, strategy.record.epidemic, telling.plan.problem.future))


def strips_of(telling: Telling) -> tuple[Strip, ...]:
    """The days on which each lever restricts anywhere; a lever that pauses has a strip for each stretch."""
    axes, found = telling.plan.axes, []
    for lever in STRIPPED:
        days = np.zeros(axes.n_days + 2, int)
        for measure in telling.plan.measures:
            shown = measure.start <= telling.last_day
            if shown and measure.lever == lever and measure.value != LEVER[lever].neutral:
                days[axes.day_index(measure.start) + 1 : axes.day_index(measure.end) + 2] = 1
        first, after = (np.flatnonzero(np.diff(days) == step) for step in (1, -1))
        found += [
            Strip(telling.say(lever), axes.days[begun], axes.days[end - 1])
            for begun, end in zip(first, after, strict=True)
        ]
    return tuple(found)


def _beds(telling: Telling, name: str, used: FloatArray, beds: float) -> Figure:
    """Beds in use with bands; the capacity is a line where it is near."""
    plan, say = telling.plan, telling.say
    used = used[:, telling.drawn]
    middle = np.median(used, 0)
    low, high = np.quantile(used, [0.05, 0.95], axis=0)
    share = float((high * telling.future[telling.drawn]).max() + 1.0) / max(beds, 1e-9)
    title = say(f"{name}_title" if share <= 1.0 else f"{name}_short_title", share=telling.words.share(share))
    scene = Scene(plan.axes.start, plan.as_of, (Level(say("staffed_beds"), beds),), whole=True)
    columns = {
        say(key): [number(float(v)) for v in column]
        for key, column in (("median", middle), ("low", low), ("high", high))
    }
    curve = Curve(say("plan"), middle, bands(used))
    return telling.figure(
        name, title, say(f"{name}_unit", beds=number(beds)), "health", lambda chart: line_chart(chart, scene, [curve]), table_of_days(telling, columns),
    )  # fmt: skip
