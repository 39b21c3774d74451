"""Pictures of a nowcast: its path over days with bands, on an axis that may go below zero, and bars of what moved it.

Why this file exists: growth can be negative, and the lines and bars of the briefing begin at zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bothhands.report.amounts import day_text
from bothhands.report.svg import EDGE, GREY, INK, LINE, NARROW, Chart, box, frame, line, points, text, text_width

FloatArray = NDArray[np.float64]
HEIGHT = 210.0
ROW = 24.0
STEPS = 5


@dataclass(frozen=True)
class Path:
    """A line over days; `bands` are pairs of low and high, the wide before the narrow; a dashed one is a reference."""

    label: str
    days: tuple[date, ...]
    values: FloatArray
    bands: tuple[tuple[FloatArray, FloatArray], ...] = ()
    dashed: bool = False


@dataclass(frozen=True)
class Dots:
    """What came, as black dots."""

    label: str
    days: tuple[date, ...]
    values: FloatArray


@dataclass(frozen=True)
class NewsBar:
    """A series: what its new figures and its revised ones changed."""

    name: str
    news: float
    revision: float = 0.0

    @property
    def total(self) -> float:
        """Both together."""
        return self.news + self.revision


@dataclass(frozen=True)
class _Area:
    """Where days and values lie."""

    first: date
    last: date
    low: float
    high: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, day: date) -> float:
        """Position of a day."""
        return self.left + (self.right - self.left) * (day - self.first).days / max((self.last - self.first).days, 1)

    def y(self, value: float) -> float:
        """Height of a value."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def path_chart(chart: Chart, paths: Sequence[Path], dots: Dots | None = None, unit: str = "%") -> str:
    """Lines with bands over days, what came as dots; zero is a heavier line where it lies within."""
    area, ticks = _area(chart, paths, dots)
    parts = [_grid(area, ticks, chart, unit)]
    parts += [_bands(area, path, chart.ink) for path in paths]
    parts += [_line(area, path, chart.ink) for path in paths]
    if dots:
        marks = zip(dots.days, dots.values, strict=True)
        parts += [
            f'<circle cx="{area.x(day):.1f}" cy="{area.y(float(value)):.1f}" r="2.2" fill="#000"/>' for day, value in marks
        ]  # fmt: skip
    parts.append(_legend(chart, paths, dots, unit))
    return frame(chart, "".join(parts), area.bottom + 24)


def news_chart(chart: Chart, bars: Sequence[NewsBar], labels: tuple[str, str], unit: str = "") -> str:
    """Bars from a middle zero, to the right what raises: new figures solid, revised ones as a tint behind them; the sum as a number."""
    names = max([text_width(bar.name, 12) for bar in bars] + [40.0])
    left = EDGE + 8 + min(names, 0.5 * chart.width)
    far = max([abs(part) for bar in bars for part in (bar.news, bar.revision, bar.total)] + [1e-9])
    room = (chart.width - left - EDGE - 2 * 56) / 2
    zero = left + 56 + room
    parts = [
        text(left, 14, labels[0], 11, chart.ink), box(left + text_width(labels[0], 11) + 4, 5, 14, 9, chart.ink),
        text(zero, 14, labels[1], 11, GREY), _tint(zero + text_width(labels[1], 11) + 4, 5, 14, 9, chart.ink),
    ]  # fmt: skip
    for k, bar in enumerate(bars):
        y = 24 + ROW * k
        parts.append(text(left - 8, y + 15, bar.name, 12, INK, "end"))
        for value, top, draw in ((bar.revision, 12.0, _tint), (bar.news, 4.0, box)):
            length = abs(value) / far * room
            parts.append(draw(zero if value >= 0 else zero - length, y + top, length, 8.0, chart.ink))
        reach = zero + max(bar.news, bar.revision, 0.0) / far * room
        parts.append(text(reach + 6, y + 15, f"{_signed(bar.total)}{unit}", 12, INK))
    bottom = 24 + ROW * len(bars)
    parts.append(line(zero, 20, zero, bottom, INK))
    return frame(chart, "".join(parts), bottom + 6)


def _tint(x: float, y: float, width: float, height: float, colour: str) -> str:
    """A pale box with an edge, told from a solid one in grey print too."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:.1f}" fill="{colour}" '
        f'fill-opacity="0.22" stroke="{colour}" stroke-width="0.8"/>'
    )


def _area(chart: Chart, paths: Sequence[Path], dots: Dots | None) -> tuple[_Area, list[float]]:
    days = [day for path in paths for day in path.days] + list(dots.days if dots else ())
    drawn = [path.values for path in paths] + [edge for path in paths for band in path.bands for edge in band]
    drawn += [dots.values] if dots else []
    flat = np.concatenate([np.asarray(one, float) for one in drawn])
    ticks = nice_ticks(float(np.nanmin(flat)), float(np.nanmax(flat)))
    left = EDGE + 8 + max(text_width(_number(tick), 11) for tick in ticks)
    area = _Area(
        min(days), max(days), ticks[0], ticks[-1], left + 6, chart.width - EDGE - 12, 30.0, 30.0 + HEIGHT
    )  # fmt: skip
    return area, ticks


def nice_ticks(low: float, high: float) -> list[float]:
    """Round values that enclose a span in about five steps; their ends are those of the axis."""
    span = max(high - low, 1e-6)
    scale = 10.0 ** math.floor(math.log10(span / STEPS))
    step = next(scale * k for k in (1, 2, 5, 10) if span / (scale * k) <= STEPS)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * k, 10) for k in range(first, max(last, first + 1) + 1)]


def _signed(value: float) -> str:
    """Two decimals with a sign."""
    return f"{value:+.2f}".replace("-", "−")


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _grid(area: _Area, ticks: Sequence[float], chart: Chart, unit: str) -> str:
    parts = []
    for tick in ticks:
        y = area.y(tick)
        parts.append(line(area.left, y, area.right, y, GREY if tick == 0 else LINE))
        parts.append(text(area.left - 6, y + 4, _number(tick), 11, GREY, "end"))
    for day, words in _dates(area, chart):
        parts.append(line(area.x(day), area.bottom, area.x(day), area.bottom + 4, GREY))
        parts.append(text(area.x(day), area.bottom + 16, words, 11, GREY, "middle"))
    return "".join((*parts, text(EDGE, 16, unit, 11, GREY)))


def _dates(area: _Area, chart: Chart) -> list[tuple[date, str]]:
    """First days of years, or of months where the span is short."""
    most = 4 if chart.width <= NARROW else 8
    years = [date(year, 1, 1) for year in range(area.first.year, area.last.year + 1)]
    inside = [day for day in years if area.first <= day <= area.last]
    if len(inside) > 2:
        return [(day, str(day.year)) for day in inside[:: max(1, -(-len(inside) // most))]]
    months = [
        date(year, month, 1)
        for year in range(area.first.year, area.last.year + 1)
        for month in range(1, 13)
        if area.first <= date(year, month, 1) <= area.last
    ]
    return [(day, day_text(day, chart.zh)) for day in months[:: max(1, -(-len(months) // most))]]


def _bands(area: _Area, path: Path, colour: str) -> str:
    parts = []
    for depth, (low, high) in enumerate(path.bands):
        upper = [(area.x(day), area.y(float(value))) for day, value in zip(path.days, high, strict=True)]
        lower = [(area.x(day), area.y(float(value))) for day, value in zip(path.days, low, strict=True)]
        opacity = 0.14 + 0.14 * depth
        parts.append(f'<polygon points="{points(upper + lower[::-1])}" fill="{colour}" fill-opacity="{opacity:.2f}"/>')
    return "".join(parts)


def _line(area: _Area, path: Path, colour: str) -> str:
    places = [(area.x(day), area.y(float(v))) for day, v in zip(path.days, path.values, strict=True)]
    stroke = f'stroke="{GREY}" stroke-dasharray="5 4"' if path.dashed else f'stroke="{colour}"'
    return f'<polyline points="{points(places)}" fill="none" stroke-width="{1.3 if path.dashed else 2}" {stroke}/>'


def _legend(chart: Chart, paths: Sequence[Path], dots: Dots | None, unit: str) -> str:
    parts, x = [], EDGE + 14 + text_width(unit, 11)
    for path in paths:
        colour = GREY if path.dashed else chart.ink
        parts += [
            line(x, 12, x + 18, 12, colour, "5 4" if path.dashed else "", 2),
            text(x + 23, 16, path.label, 12, colour),
        ]
        x += 37 + text_width(path.label, 12)
    if dots:
        parts += [f'<circle cx="{x + 6:.1f}" cy="12" r="2.2" fill="#000"/>', text(x + 13, 16, dots.label, 12, INK)]
    return "".join(parts)
