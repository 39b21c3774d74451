"""One chart builder: every chart is a stand-alone SVG with text as text, a title that says the finding, and a hidden table.

The same SVG stands in the briefing, its print, a letter or a page. No chart library: a briefing needs lines with bands,
bars and strips, a few kilobytes each, and every one must read in grey print and aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape

import numpy as np
from numpy.typing import NDArray

INK, GREY, LINE, GROUND = "#1f2933", "#5f6c7b", "#d9dee4", "#f6f7f9"
COLOUR = {"health": "#0072b2", "economy": "#d55e00", "supply": "#009e73", "firms": "#cc79a7", "targets": "#e69f00"}
FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


@dataclass(frozen=True)
class Curve:
    """One line over days; `low`/`high` pairs are bands from wide to narrow; `dashed` marks a reference."""

    label: str
    values: NDArray[np.floating]
    bands: tuple[tuple[NDArray[np.floating], NDArray[np.floating]], ...] = ()
    dashed: bool = False
    dots: bool = False


@dataclass(frozen=True)
class Chart:
    """What stands around a picture: finding, measure and unit, source line, and the table for screen readers."""

    title: str
    subtitle: str
    footer: str
    colour: str = "health"
    width: int = 640
    height: int = 300
    table: tuple[tuple[str, ...], ...] = field(default=())


def line_chart(
    chart: Chart,
    start: date,
    curves: Sequence[Curve],
    today: date | None = None,
    capacity: tuple[str, float] | None = None,
    strips: Sequence[tuple[str, date, date]] = (),
    zh: bool = False,
) -> str:
    """Lines over days with bands, the as-of day as a thin vertical, a capacity line, and measures as strips below."""
    n = max(len(curve.values) for curve in curves)
    tops = [float(np.nanmax(part)) for curve in curves for part in (curve.values, *(high for _, high in curve.bands))]
    if capacity and capacity[1] <= 4 * max([*tops, 1e-9]):
        tops.append(capacity[1])
    top = nice_ceiling(max([*tops, 1e-9]))
    box = _Box(chart, n, top, 18 * len(strips))
    parts = [box.grid(start, zh)]
    colour = COLOUR[chart.colour]
    for curve in curves:
        for depth, (low, high) in enumerate(curve.bands):
            points = [box.at(k, v) for k, v in enumerate(high)] + [
                box.at(k, v) for k, v in reversed(list(enumerate(low)))
            ]
            parts.append(
                f'<polygon points="{_points(points)}" fill="{colour}" fill-opacity="{0.14 + 0.14 * depth:.2f}"/>'
            )
    ends: list[float] = []
    for curve in curves:
        if curve.dots:
            parts += [
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="#000"/>'
                for x, y in (box.at(k, v) for k, v in enumerate(curve.values) if np.isfinite(v))
            ]
            continue
        stroke = f'stroke="{GREY}" stroke-dasharray="5 4"' if curve.dashed else f'stroke="{colour}"'
        path = _points([box.at(k, v) for k, v in enumerate(curve.values) if np.isfinite(v)])
        parts.append(f'<polyline points="{path}" fill="none" stroke-width="2" {stroke}/>')
        if curve.label:
            x, y = box.at(len(curve.values) - 1, float(curve.values[-1]))
            y = _apart(y, ends)
            ends.append(y)
            parts.append(_text(x + 5, y + 4, curve.label, 12, GREY if curve.dashed else colour))
    if today:
        x, _ = box.at((today - start).days, 0)
        said = "今日" if zh else "today"
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{box.top}" y2="{box.bottom}" stroke="{INK}"/>')
        parts.append(_text(x + 4, box.top - 4, f"{said} {day_text(today, zh)}", 11, INK))
    if capacity and capacity[1] <= top:
        _, y = box.at(0, capacity[1])
        parts.append(
            f'<line x1="{box.left}" x2="{box.right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{INK}" stroke-dasharray="8 4"/>'
        )
        parts.append(_text(box.left + 4, y - 4, f"{capacity[0]} {number(capacity[1])}", 11, INK))
    for k, (label, first, last) in enumerate(strips):
        x1, _ = box.at(max((first - start).days, 0), 0)
        x2, _ = box.at(min((last - start).days + 1, n - 1), 0)
        y = box.bottom + 22 + 18 * k
        parts.append(
            f'<rect x="{x1:.1f}" y="{y}" width="{max(x2 - x1, 1):.1f}" height="14" fill="{LINE}"/>'
            + _text(x1 + 4, y + 11, label, 11, INK)
        )
    return frame(chart, "".join(parts), box.height)


def bar_chart(
    chart: Chart,
    names: Sequence[str],
    values: Sequence[float],
    unit: str = "",
    marks: Sequence[str] = (),
    reference: Sequence[float] = (),
) -> str:
    """Horizontal bars from zero, values at their ends; a hatch marks assumed ones; a tick marks the reference."""
    row, left = 22, 190
    top = max([*(abs(v) for v in values), *reference, 1e-9])
    width = chart.width - left - 90
    parts = []
    for k, (name, value) in enumerate(zip(names, values, strict=True)):
        y = 62 + row * k
        fill = "url(#hatch)" if marks and marks[k] else COLOUR[chart.colour]
        parts.append(_text(left - 8, y + 14, name, 12, INK, "end"))
        parts.append(
            f'<rect x="{left}" y="{y + 3}" width="{max(value, 0) / top * width:.1f}" height="{row - 8}" fill="{fill}"/>'
        )
        if len(reference):
            x = left + max(reference[k], 0) / top * width
            parts.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y + 1}" y2="{y + row - 3}" stroke="{GREY}" stroke-width="2"/>'
            )
        said = f"{number(value)}{unit}"
        parts.append(_text(left + max(value, 0) / top * width + 6, y + 14, said, 12, INK))
    return frame(chart, "".join(parts), 62 + row * len(names) + 34)


def multiples(
    chart: Chart,
    start: date,
    panels: Sequence[tuple[str, Sequence[Curve]]],
    today: date,
    limit: float | None = None,
    zh: bool = False,
) -> str:
    """One small panel a city on the same scale, in the order given."""
    across = 4 if chart.width >= 560 else 2
    wide, tall = chart.width / across, 110
    highest = max(float(np.nanmax(c.values)) for _, curves in panels for c in curves)
    top = nice_ceiling(max(highest, 1.2 * limit if limit else 0.0, 1e-9))
    colour = COLOUR[chart.colour]
    parts = []
    for k, (name, curves) in enumerate(panels):
        x0, y0 = (k % across) * wide + 8, 62 + (k // across) * tall
        width, height = wide - 20, tall - 34
        parts.append(_text(x0, y0 + 10, name, 12, INK))
        parts.append(
            f'<line x1="{x0:.1f}" x2="{x0 + width:.1f}" y1="{y0 + 16 + height:.1f}" y2="{y0 + 16 + height:.1f}" stroke="{LINE}"/>'
        )
        for curve in curves:
            n = len(curve.values)
            points = [
                (x0 + width * i / max(n - 1, 1), y0 + 16 + height * (1 - min(v / top, 1)))
                for i, v in enumerate(curve.values)
            ]
            stroke = f'stroke="{GREY}" stroke-dasharray="3 3"' if curve.dashed else f'stroke="{colour}"'
            parts.append(f'<polyline points="{_points(points)}" fill="none" stroke-width="1.6" {stroke}/>')
        x = x0 + width * (today - start).days / max(n - 1, 1)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y0 + 16}" y2="{y0 + 16 + height:.1f}" stroke="{INK}" stroke-width="0.7"/>'
        )
        if limit is not None and limit <= top:
            y = y0 + 16 + height * (1 - limit / top)
            parts.append(
                f'<line x1="{x0:.1f}" x2="{x0 + width:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{INK}" stroke-dasharray="6 3"/>'
            )
        if k == 0:
            parts.append(_text(x0 + width, y0 + 10, f"0 – {number(top)}", 10, GREY, "end"))
    return frame(chart, "".join(parts), 62 + -(-len(panels) // across) * tall + 30)


def frame(chart: Chart, body: str, height: float) -> str:
    """Title, subtitle, picture and footer as one SVG with its own description."""
    lines = _wrapped(chart.title, int(chart.width / 8.4))
    shift = 20 * (len(lines) - 1)
    title = "".join(_text(8, 22 + 20 * k, line, 16, INK, weight=600) for k, line in enumerate(lines))
    notes = _wrapped(chart.footer, int(chart.width / 5.6))
    foot = "".join(_text(8, height + shift + 13 * k - 8, line, 10, GREY) for k, line in enumerate(notes))
    total = height + shift + 13 * len(notes)
    hatch = (
        '<defs><pattern id="hatch" width="6" height="6" patternTransform="rotate(45)" patternUnits="userSpaceOnUse">'
        f'<rect width="6" height="6" fill="#fff"/><rect width="3" height="6" fill="{COLOUR[chart.colour]}"/></pattern></defs>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {chart.width} {total:.0f}" role="img" font-family="{escape(FONT)}">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.subtitle)}</desc>{hatch if 'url(#hatch)' in body else ''}"
        f'{title}<g transform="translate(0 {shift})">{_text(8, 42, chart.subtitle, 12, GREY)}{body}</g>{foot}</svg>'
    )


class _Box:
    """Where days and values lie in a line chart."""

    def __init__(self, chart: Chart, n: int, top_value: float, below: int) -> None:
        self.n, self.top_value = n, top_value
        self.left, self.right, self.top = 56.0, chart.width - 128.0, 60.0
        self.bottom = chart.height - 40.0
        self.height = chart.height + below + 14

    def at(self, day: float, value: float) -> tuple[float, float]:
        x = self.left + (self.right - self.left) * day / max(self.n - 1, 1)
        return x, self.bottom - (self.bottom - self.top) * value / self.top_value

    def grid(self, start: date, zh: bool) -> str:
        parts = []
        for k in range(5):
            value = self.top_value * k / 4
            _, y = self.at(0, value)
            parts.append(f'<line x1="{self.left}" x2="{self.right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{LINE}"/>')
            parts.append(_text(self.left - 6, y + 4, number(value), 11, GREY, "end"))
        months = [d for d in (start + timedelta(days=k) for k in range(self.n)) if d.day == 1]
        for month in months[:: max(1, -(-len(months) // 7))]:
            x, _ = self.at((month - start).days, 0)
            parts.append(_text(x, self.bottom + 15, day_text(month, zh), 11, GREY, "middle"))
        return "".join(parts)


def number(value: float) -> str:
    """Three significant figures with thousands set apart."""
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else "–"
    if abs(value) >= 100:
        digits = 3 - len(str(int(abs(value))))
        return f"{round(value, min(digits, 0)):,.0f}"
    return f"{value:.3g}"


def day_text(day: date, zh: bool) -> str:
    """A day as people write it."""
    return f"{day.month}月{day.day}日" if zh else f"{day.day} {day:%b}"


def nice_ceiling(value: float) -> float:
    """Smallest of 1, 2, 4, 8 × a power of ten that is not below the value."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value * 0.999))


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most a width; Chinese characters count double and may break anywhere."""
    lines, line, used = [], "", 0.0
    words = text.split(" ")
    tokens = [token for word in words for token in ([*word] if any(ord(c) > 0x2E80 for c in word) else [word])]
    spaced = " " if len(words) > 1 and not any(ord(c) > 0x2E80 for c in text) else ""
    for token in tokens:
        size = sum(2 if ord(c) > 0x2E80 else 1 for c in token) + len(spaced)
        if line and used + size > width:
            lines.append(line)
            line, used = token, size
        else:
            line, used = (line + spaced + token if line else token), used + size
    return [*lines, line]


def _apart(y: float, others: list[float]) -> float:
    while any(abs(y - other) < 13 for other in others):
        y += 13
    return y


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _text(x: float, y: float, words: str, size: int, colour: str, anchor: str = "start", weight: int = 400) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'
