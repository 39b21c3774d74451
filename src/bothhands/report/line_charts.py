"""Lines over days: one picture with bands, capacity and measures in force, or small multiples on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bothhands.report.amounts import day_text, nice_ceiling, number
from bothhands.report.svg import (
    EDGE,
    GREY,
    INK,
    LINE,
    NARROW,
    Chart,
    box,
    frame,
    hatch_of,
    line,
    points,
    shortened,
    text,
    text_width,
)

FloatArray = NDArray[np.float64]
HEIGHT = 200.0
STRIP, LEGEND = 17.0, 18.0
NOTHING = 1e-6
"""Values below this are zero to a reader; an axis of zeros ends at 1."""


@dataclass(frozen=True)
class Curve:
    """One line over days; `bands` are pairs of low and high, wide before narrow; a dashed one is a reference, dots are reports."""

    label: str
    values: FloatArray
    bands: tuple[tuple[FloatArray, FloatArray], ...] = ()
    dashed: bool = False
    dots: bool = False
    dotted: bool = False
    second: bool = False
    """Another line of the plan beside its first: the accent too, in long dashes."""

    @property
    def dash(self) -> str:
        """The dashes of a reference, and of a second line of the plan; none for its first."""
        if self.second:
            return "12 4"
        return ("8 3 2 3" if self.dashed else "2 3") if self.dotted else "5 4" if self.dashed else ""

    def colour(self, ink: str) -> str:
        """The accent of the chart for the plan, grey for what it is held against."""
        return GREY if self.dash and not self.second else ink


@dataclass(frozen=True)
class Level:
    """A labelled dashed line: a capacity, a limit, a target."""

    label: str
    value: float


@dataclass(frozen=True)
class Strip:
    """A measure in force over a span of days; strips of one label stand on one line."""

    label: str
    first: date
    last: date


@dataclass(frozen=True)
class Scene:
    """What lies behind the lines of a chart over days."""

    start: date
    today: date | None
    """None where the picture is of the past alone."""
    levels: tuple[Level, ...] = ()
    strips: tuple[Strip, ...] = ()
    unit: str = ""
    dated: bool = False
    """Whether small panels carry their first and last day."""
    whole: bool = False
    """Whether values count persons or other whole things; then no fraction of one stands at the axis."""
    counted: bool = False
    """Whether the axis counts days from 1 in place of dates; then no day is today."""


def line_chart(chart: Chart, scene: Scene, curves: Sequence[Curve]) -> str:
    """Lines over days with bands, the as-of day as a thin vertical, capacities, and measures as strips below."""
    shown = [curve for curve in curves if not curve.dots]
    area = _area(chart, scene, curves)
    parts = [_grid(area, chart, scene), *(_bands(area, curve, chart.ink) for curve in curves)]
    parts += [_path(area, curve, chart.ink) for curve in curves]
    parts += [_level(area, level) for level in scene.levels if level.value <= area.top_value]
    parts.append(_legend(chart, shown) if chart.width <= NARROW else _end_labels(area, shown, chart.ink))
    if not scene.counted:
        parts.append(_today(area, scene, chart.zh))
    names = list(dict.fromkeys(strip.label for strip in scene.strips))
    parts += [_strip(area, scene, strip, names.index(strip.label)) for strip in scene.strips]
    parts += [_strip_label(area, scene, name, k) for k, name in enumerate(names)]
    return frame(chart, "".join(parts), area.bottom + 24 + STRIP * len(names))


@dataclass(frozen=True)
class _Area:
    """Where days and values lie."""

    days: int
    top_value: float
    left: float
    right: float
    top: float
    bottom: float

    def at(self, day: float, value: float) -> tuple[float, float]:
        """Position of a value on a day."""
        x = self.left + (self.right - self.left) * day / max(self.days - 1, 1)
        return x, self.bottom - (self.bottom - self.top) * min(value / self.top_value, 1.02)


def _area(chart: Chart, scene: Scene, curves: Sequence[Curve]) -> _Area:
    drawn = [part for curve in curves for part in (curve.values, *(high for _, high in curve.bands))]
    highest = max([float(np.nan_to_num(part).max(initial=0.0)) for part in drawn])
    highest = highest if highest > NOTHING else 1.0
    near = [level.value for level in scene.levels if level.value <= 4 * highest]
    top = nice_ceiling(max(highest, *near) if near else highest, scene.whole)
    labels = [text_width(curve.label, 12) for curve in curves if curve.label and not curve.dots]
    narrow = chart.width <= NARROW
    right = chart.width - EDGE - (8 if narrow or not labels else 6 + max(labels))
    left = 14 + max(text_width(number(top * k / 4), 11) for k in range(5))
    days = max(len(curve.values) for curve in curves)
    head = 30.0 + (LEGEND * len(_legend_rows(chart, curves)) if narrow and labels else 0.0)
    return _Area(days, top, left, right, head, head + HEIGHT - (30 if narrow else 0))


def _grid(area: _Area, chart: Chart, scene: Scene) -> str:
    parts = []
    for k in range(5):
        value = area.top_value * k / 4
        _, y = area.at(0, value)
        parts.append(line(area.left, y, area.right, y, LINE))
        parts.append(text(area.left - 6, y + 4, number(value), 11, GREY, "end"))
    for day, words in _ticks(area, chart, scene):
        x, _ = area.at(day, 0)
        parts.append(line(x, area.bottom, x, area.bottom + 4, GREY))
        parts.append(text(max(x, area.left + 12), area.bottom + 16, words, 11, GREY, "middle"))
    return "".join(parts)


def _ticks(area: _Area, chart: Chart, scene: Scene) -> list[tuple[int, str]]:
    """Days named under the axis: the first of each month or of some, or round numbers of days."""
    most = 4 if chart.width <= NARROW else 7
    if scene.counted:
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, area.days) if area.days <= step * most)
        return [
            (day - 1, f"{'第' if chart.zh else 'day '}{day}{'天' if chart.zh else ''}")
            for day in (1, *range(step, area.days + 1, step))
            if day > 0
        ]
    days = [scene.start + timedelta(days=k) for k in range(area.days)]
    months = [day for day in days if day.day == 1]
    return [((day - scene.start).days, day_text(day, chart.zh)) for day in months[:: max(1, -(-len(months) // most))]]


def _bands(area: _Area, curve: Curve, colour: str) -> str:
    parts = []
    for depth, (low, high) in enumerate(curve.bands):
        upper, lower = ([area.at(k, float(v)) for k, v in enumerate(edge) if np.isfinite(v)] for edge in (high, low))
        parts.append(
            f'<polygon points="{points(upper + lower[::-1])}" fill="{colour}" fill-opacity="{0.14 + 0.14 * depth:.2f}"/>'
        )
    return "".join(parts)


def _path(area: _Area, curve: Curve, colour: str) -> str:
    places = [area.at(k, float(v)) for k, v in enumerate(curve.values) if np.isfinite(v)]
    if curve.dots:
        return "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="#000"/>' for x, y in places)
    stroke = f'stroke="{curve.colour(colour)}"' + (f' stroke-dasharray="{curve.dash}"' if curve.dash else "")
    return f'<polyline points="{points(places)}" fill="none" stroke-width="2" {stroke}/>'


def _level(area: _Area, level: Level) -> str:
    _, y = area.at(0, level.value)
    words = f"{level.label} {number(level.value)}"
    return line(area.left, y, area.right, y, INK, "8 4") + text(area.right - 4, y - 4, words, 11, INK, "end")


def _end_labels(area: _Area, curves: Sequence[Curve], colour: str) -> str:
    parts, taken = [], list[float]()
    for curve in sorted((c for c in curves if c.label), key=lambda c: -float(c.values[-1])):
        x, y = area.at(len(curve.values) - 1, float(curve.values[-1]))
        while any(abs(y - other) < 14 for other in taken):
            y += 1
        taken.append(y)
        parts.append(text(x + 5, y + 4, curve.label, 12, curve.colour(colour)))
    return "".join(parts)


def _legend(chart: Chart, curves: Sequence[Curve]) -> str:
    parts = []
    for n, row in enumerate(_legend_rows(chart, curves)):
        x, y = EDGE, 12 + LEGEND * n
        for curve in row:
            colour = curve.colour(chart.ink)
            parts.append(line(x, y, x + 18, y, colour, curve.dash, 2))
            parts.append(text(x + 23, y + 4, curve.label, 12, colour))
            x += 37 + text_width(curve.label, 12)
    return "".join(parts)


def _legend_rows(chart: Chart, curves: Sequence[Curve]) -> list[list[Curve]]:
    """The curves that have a label, as many in a line as the picture is wide."""
    rows: list[list[Curve]] = []
    x = float(chart.width)
    for curve in (one for one in curves if one.label and not one.dots):
        wide = 23 + text_width(curve.label, 12)
        if x + wide > chart.width - EDGE:
            rows.append([])
            x = EDGE
        rows[-1].append(curve)
        x += wide + 14
    return rows


def _today(area: _Area, scene: Scene, zh: bool) -> str:
    if scene.today is None:
        return ""
    x, _ = area.at((scene.today - scene.start).days, 0)
    words = f"{'今日' if zh else 'today'} {day_text(scene.today, zh)}"
    return line(x, area.top, x, area.bottom, INK) + text(
        x, area.top - 6, words, 11, INK, "middle" if x > area.left + 40 else "start"
    )


def _strip(area: _Area, scene: Scene, strip: Strip, row: int) -> str:
    x1, _ = area.at(max((strip.first - scene.start).days, 0), 0)
    x2, _ = area.at(min((strip.last - scene.start).days + 1, area.days - 1), 0)
    return box(x1, area.bottom + 24 + STRIP * row, max(x2 - x1, 2), STRIP - 3, LINE)


def _strip_label(area: _Area, scene: Scene, name: str, row: int) -> str:
    """The name at the first strip of a line."""
    first = min(strip.first for strip in scene.strips if strip.label == name)
    x, _ = area.at(max((first - scene.start).days, 0), 0)
    return text(x + 4, area.bottom + 35 + STRIP * row, shortened(name, area.right - x - 8, 11), 11, INK)


@dataclass(frozen=True)
class Panel:
    """One small picture: its name, its curves, and a remark under the name."""

    name: str
    curves: tuple[Curve, ...]
    remark: str = ""
    doubtful: tuple[tuple[int, int], ...] = ()
    """First and last days of spans not to be believed, hatched along the axis."""


def multiples(chart: Chart, scene: Scene, panels: Sequence[Panel], top: float | None = None) -> str:
    """One small panel a city on the same scale, in the order given; a level is drawn in each."""
    across = min(2 if chart.width <= NARROW else 4, max(len(panels), 2))
    wide, tall = (chart.width - EDGE) / across, 112.0
    highest = max(float(np.nanmax(curve.values)) for panel in panels for curve in panel.curves)
    scale = top or nice_ceiling(max(highest, 1e-9))
    parts = [_legend(chart, panels[0].curves)]
    for k, panel in enumerate(panels):
        left, upper = (k % across) * wide + EDGE, 24 + (k // across) * tall
        area = _Area(len(panel.curves[0].values), scale, left, left + wide - EDGE - 6, upper + 32, upper + tall - 16)
        parts.append(_panel(area, chart, scene, panel))
    return frame(chart, "".join(parts), 24 + -(-len(panels) // across) * tall)


def _panel(area: _Area, chart: Chart, scene: Scene, panel: Panel) -> str:
    parts = [
        text(area.left, area.top - 20, panel.name, 12, INK),
        text(area.left, area.top - 6, panel.remark, 11, GREY),
        text(
            area.right,
            area.top - 20,
            f"0–{number(area.top_value)}{scene.unit.replace(' %', '%') if chart.zh else scene.unit}",
            10.5,
            GREY,
            "end",
        ),
        line(area.left, area.bottom, area.right, area.bottom, LINE),
        line(area.left, area.top, area.right, area.top, LINE),
        *(_bands(area, curve, chart.ink) for curve in panel.curves),
        *(_path(area, curve, chart.ink) for curve in panel.curves),
        *(_hatched(area, chart, span) for span in panel.doubtful),
    ]
    if scene.today is not None and scene.today <= scene.start + timedelta(days=area.days - 1):
        x, _ = area.at((scene.today - scene.start).days, 0)
        parts.append(line(x, area.top, x, area.bottom, INK, width=0.7))
    if scene.dated:
        last = day_text(scene.start + timedelta(days=area.days - 1), chart.zh)
        parts.append(text(area.left, area.bottom + 12, day_text(scene.start, chart.zh), 10.5, GREY))
        parts.append(text(area.right, area.bottom + 12, last, 10.5, GREY, "end"))
    for level in scene.levels:
        if level.value <= area.top_value:
            _, y = area.at(0, level.value)
            parts.append(line(area.left, y, area.right, y, INK, "6 3"))
    return "".join(parts)


def _hatched(area: _Area, chart: Chart, span: tuple[int, int]) -> str:
    left, _ = area.at(span[0] - 0.5, 0)
    right, _ = area.at(span[1] + 0.5, 0)
    left, right = max(left, area.left), min(right, area.right)
    return box(left, area.bottom - 6, right - left, 6, f"url(#{hatch_of(chart)})")
