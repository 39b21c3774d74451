"""Pictures of a chain: its flow coloured by tightness on a day, what is being built with its uncertainty, stock and cover.

Why this file exists: what limits masks on a day, and which site to chase, must be seen before any table is read. Sites that
are assumptions are marked ◇ and never named as ones to chase.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.goods import Good
from bothhands.inputs.tables.sites import Site
from bothhands.plan.chain_case import ChainCase, chain_of, supplied
from bothhands.plan.completion import Completed, days_to_first_product, lines_of_case, required_path
from bothhands.plan.delay import is_unverified
from bothhands.report.amounts import day_text, number, quantity
from bothhands.report.line_charts import Curve, Scene, line_chart
from bothhands.report.names import good_unit
from bothhands.report.svg import (
    EDGE,
    GREY,
    INK,
    LINE,
    Chart,
    box,
    frame,
    line,
    points,
    shortened,
    text,
    text_width,
)

Numbers = npt.NDArray[np.float64]
STEPS = ((0.5, "#e3f4ee"), (0.8, "#a9dcc9"), (0.95, "#66bfa0"), (1.0, "#1f9e77"), (np.inf, "#006146"))
"""Upper ends of tightness and their shade, one hue, darker where tighter; beyond the fourth step a link is short."""
STEP_NAMES = ("under 50 %", "to 80 %", "to 95 %", "to 100 %", "short")
BOX_WIDTH, BOX_HEIGHT, GAP = 178.0, 74.0, 22.0
ROW = 26.0


class Build(NamedTuple):
    """Lines being built or ordered at a site: from which day, and when the first product comes."""

    name: str
    begun: date
    p10: date
    p50: date
    p90: date
    assumed: bool


def flow_chart(case: ChainCase, day: date | None = None) -> str:
    """The chain as a flow from raw material to those who need it, each link coloured by what it must give against what it can."""
    day = day or case.as_of
    at = case.axes.day_index(day)
    links = chain_of(case.region, [g for n, g in enumerate(case.axes.goods) if case.need[:, n].sum() > 0])
    required, able = required_path(case, case.need.sum(-1))[at], _able_on(case, at)
    tight = {good: float(required[n]) / max(float(able[n]), 1e-12) for n, good in enumerate(case.axes.goods)}
    worst = max(links, key=lambda good: tight[good], default="")
    title = (
        f"{_name(case, worst)} limits the chain on {day_text(day, False)}: it can give {1 / tight[worst]:.0%} of what is needed"
        if worst and tight[worst] > 1
        else f"No link is short on {day_text(day, False)}"
    )
    subtitle = "Needed against able a day, outside supply counted; darker is tighter; arrows: input per unit"
    chart = Chart(title, subtitle, f"{case.region.title}, as of {case.as_of}; {case.of}", "supply", 760)
    return frame(chart, *_flow_body(case, links, required, able))


def build_chart(case: ChainCase, found: Completed) -> str:
    """What is being built: each site's first product P10 to P90, and when the whole chain is complete."""
    rows = builds_of(case)
    whole = found.chain[-1]
    title = (
        f"The chain serves everyone from {day_text(whole.p50, False)} (P50)"
        if whole.p50
        else "What is ordered does not complete the chain within the calendar"
    )
    subtitle = "First product: bar from start or order to P50, whisker P10 to P90; ◇ assumed capacity, unverified"
    chart = Chart(title, subtitle, f"{case.region.title}, as of {case.as_of}; {found.dependence}", "supply", 760)
    return frame(chart, *_build_body(chart, case, rows, whole.p50))


def cover_chart(case: ChainCase, good: str) -> str:
    """Days of cover of a good: what lies in the region against the need of the days ahead."""
    at = case.axes.goods.index(good)
    stock = np.asarray(supplied(case.params, case.levers, case.signals).stock, float)[:, :, at].sum(1)
    need = required_path(case, case.need.sum(-1))[:, at]
    cover = np.minimum(stock / np.maximum(need, 1e-12), 60.0)
    ahead = cover[case.today :]
    low = int(np.argmin(ahead))
    lowest = case.as_of + timedelta(days=low)
    title = f"{_name(case, good)} covers {number(float(ahead[low]))} days of need at its lowest, on {day_text(lowest, False)}"
    chart = Chart(
        title,
        "Stock in the region over what is needed a day, days; cut at 60",
        f"{case.region.title}; {case.of}",
        "supply",
    )
    return line_chart(chart, Scene(case.axes.start, case.as_of), [Curve("days of cover", cover)])


def pictures_of(case: ChainCase, found: Completed) -> dict[str, str]:
    """Every picture of a chain: its flow on the as-of day and two weeks on, what is being built, cover of each needed good."""
    later = min(case.as_of + timedelta(days=14), case.axes.end)
    needed = [good for n, good in enumerate(case.axes.goods) if case.need[case.today :, n].sum() > 0]
    return {
        "chain-flow.svg": flow_chart(case),
        f"chain-flow-{later.isoformat()}.svg": flow_chart(case, later),
        "chain-build.svg": build_chart(case, found),
        **{f"chain-cover-{good}.svg": cover_chart(case, good) for good in needed},
    }


def builds_of(case: ChainCase) -> list[Build]:
    """Lines whose first product is to come, soonest first; orders of one site, good and class together."""
    found = []
    building = {(row.site, row.good): row.building_from for row in case.region.rows(Site)}
    ready = np.asarray(case.params.line_ready_day, float)
    for n, row in enumerate(lines_of_case(case)):
        if ready[n] > case.today:
            begun = building.get((row.site, row.good)) or case.as_of
            dates = (
                case.as_of + timedelta(days=round(days)) for days in days_to_first_product(case, row, float(ready[n]))
            )
            low, likely, high = dates
            name = f"{row.lines:g} being built, {row.site}"
            found.append(Build(name, begun, low, likely, high, is_unverified(case.region, row.site, row.good)))
    kinds = {(row.line_class, row.good): row for row in case.region.rows(Equipment)}
    orders = np.asarray(case.levers.line_orders, float)
    for n, option in enumerate(case.axes.line_options):
        days = np.flatnonzero(orders[:, n])
        if not days.size:
            continue
        kind = kinds[option.line_class, option.good]
        begun = case.axes.start + timedelta(days=int(days[0]))
        low, likely, high = (
            begun + timedelta(days=round(lead)) for lead in (kind.lead_days_low, kind.lead_days, kind.lead_days_high)
        )
        name = f"{orders[:, n].sum():g} {option.line_class}, {option.site}"
        found.append(Build(name, begun, low, likely, high, is_unverified(case.region, option.site, option.good)))
    return sorted(found, key=lambda one: one.p50)


def _flow_body(case: ChainCase, links: Sequence[str], required: Numbers, able: Numbers) -> tuple[str, float]:
    """Boxes by depth from left to right, arrows along recipes, and the key below."""
    recipe = np.asarray(case.params.recipe, float)
    depth: dict[str, int] = {}
    for good in links:
        parts = [p for n, p in enumerate(case.axes.goods) if recipe[case.axes.goods.index(good), n] > 0]
        depth[good] = 1 + max((depth[p] for p in parts if p in depth), default=-1)
    columns = [[good for good in links if depth[good] == level] for level in range(max(depth.values(), default=0) + 1)]
    step = (760 - 2 * EDGE - BOX_WIDTH) / max(len(columns) - 1, 1)
    where = {
        good: (EDGE + min(step, BOX_WIDTH + 90) * x, 10 + (BOX_HEIGHT + GAP) * y)
        for x, column in enumerate(columns)
        for y, good in enumerate(column)
    }
    parts = [
        _arrow(case, where, good, part)
        for good in links
        for part in links
        if recipe[case.axes.goods.index(good), case.axes.goods.index(part)] > 0
    ]
    parts += [_link_box(case, good, where[good], required, able) for good in links]
    bottom = 10 + (BOX_HEIGHT + GAP) * max((len(column) for column in columns), default=0)
    x = EDGE
    for (_, shade), name in zip(STEPS, STEP_NAMES, strict=True):
        parts += [box(x, bottom, 22, 11, shade, LINE), text(x + 28, bottom + 10, name, 11, GREY)]
        x += 44 + text_width(name, 11)
    return "".join(parts), bottom + 20


def _link_box(case: ChainCase, good: str, corner: tuple[float, float], required: Numbers, able: Numbers) -> str:
    at = case.axes.goods.index(good)
    need, can = float(required[at]), float(able[at])
    share = need / max(can, 1e-12)
    step = next(n for n, (limit, _) in enumerate(STEPS) if share <= limit + 1e-9)
    x, y = corner
    dark = step >= 3
    ink, soft = ("#fff", "#fff") if dark else (INK, INK)
    unit = good_unit(case.region, good, "en")
    said = "short" if share > 1 else f"{share:.0%} used"
    lines = (
        f"needed {quantity(need, 'en')} {unit}",
        f"able {quantity(can, 'en')} {unit}",
        f"{'■' if share > 1 else '●'} {said}",
    )
    return (
        box(x, y, BOX_WIDTH, BOX_HEIGHT, STEPS[step][1], LINE)
        + text(x + 8, y + 17, shortened(_name(case, good), BOX_WIDTH - 16, 12), 12, ink, weight=600)
        + "".join(text(x + 8, y + 34 + 15 * n, words, 11, soft) for n, words in enumerate(lines))
    )


def _arrow(case: ChainCase, where: dict[str, tuple[float, float]], good: str, part: str) -> str:
    x1, y1 = where[part][0] + BOX_WIDTH, where[part][1] + BOX_HEIGHT / 2
    x2, y2 = where[good][0], where[good][1] + BOX_HEIGHT / 2
    quantity = float(case.params.recipe[case.axes.goods.index(good), case.axes.goods.index(part)])
    said = f"{quantity * 1e6:.3g} g" if quantity < 1e-3 else f"{quantity:.3g}"
    head = f'<polygon points="{points([(x2, y2), (x2 - 8, y2 - 4), (x2 - 8, y2 + 4)])}" fill="{GREY}"/>'
    return line(x1, y1, x2 - 8, y2, GREY) + head + text((x1 + x2) / 2, (y1 + y2) / 2 - 6, said, 11, GREY, "middle")


def _build_body(chart: Chart, case: ChainCase, rows: Sequence[Build], done: date | None) -> tuple[str, float]:
    """Bars and whiskers over days, sites by their median."""
    left, right = 280.0, chart.width - EDGE - 10
    first = min([case.as_of, *(row.begun for row in rows)]) - timedelta(days=3)
    last = max([case.as_of + timedelta(days=28), *(row.p90 for row in rows), *([done] if done else [])]) + timedelta(
        days=7
    )
    days = (last - first).days

    def across(day: date) -> float:
        return left + (right - left) * (day - first).days / days

    top, bottom = 26.0, 26.0 + ROW * max(len(rows), 1)
    parts = []
    tick = first
    while tick <= last:
        parts += [
            line(across(tick), top, across(tick), bottom, LINE),
            text(across(tick), bottom + 15, day_text(tick, False), 11, GREY, "middle"),
        ]
        tick += timedelta(days=max(days // 6, 1))
    for n, row in enumerate(rows):
        y = top + ROW * n
        name = f"◇ {row.name}" if row.assumed else row.name
        parts.append(text(left - 8, y + 17, shortened(name, left - EDGE - 8, 12), 12, INK, "end"))
        parts.append(box(across(row.begun), y + 6, across(row.p50) - across(row.begun), 14, "#fff", chart.ink))
        parts.append(line(across(row.p10), y + 13, across(row.p90), y + 13, chart.ink, width=3))
        parts += [line(across(end), y + 8, across(end), y + 18, chart.ink, width=2) for end in (row.p10, row.p90)]
    if not rows:
        parts.append(text(left, top + 17, "Nothing is on order.", 12, GREY))
    marks = [(case.as_of, "today")] + ([(done, "complete, P50")] if done else [])
    for day, words in marks:
        parts += [
            line(across(day), top - 4, across(day), bottom, INK, "" if words == "today" else "5 4"),
            text(across(day), top - 8, words, 11, INK, "middle"),
        ]
    return "".join(parts), bottom + 22


def _able_on(case: ChainCase, day: int) -> Numbers:
    """What each good's lines can make on a day at the run's labour, and what the outside supplies."""
    flows = supplied(case.params, case.levers, case.signals)
    labour = np.einsum(
        "pgs,ps->pg", np.asarray(case.params.labour_weight), np.asarray(case.signals.labour_available)[day]
    )
    able = (np.asarray(flows.capacity, float)[day] * labour).sum(0)
    if case.params.grade_rate is not None:
        able = able + np.asarray(case.params.grade_rate, float) @ able
    return np.asarray(able + np.asarray(case.params.outside_supply, float))


def _name(case: ChainCase, good: str) -> str:
    return {row.good: row.name for row in case.region.rows(Good)}[good]
