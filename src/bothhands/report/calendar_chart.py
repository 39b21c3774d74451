"""A calendar of spans: what is ordered, built, running in and at full rate, and which link holds the others back when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from bothhands.report.amounts import day_text
from bothhands.report.bar_charts import upright
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
    shortened,
    text,
    text_width,
)

Kind: TypeAlias = Literal["built", "ramp", "full", "short", "wait"]
ROW, TWO_LINES = 24.0, 40.0


@dataclass(frozen=True)
class Span:
    """A stretch of days on a row; `short` is the link that binds, `built` an order on its way, `full` capacity in use."""

    first: date
    last: date
    kind: Kind
    label: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the calendar."""

    name: str
    spans: tuple[Span, ...]
    heading: bool = False


def calendar_chart(
    chart: Chart, rows: Sequence[Row], first: date, last: date, today: date, key: Sequence[tuple[Kind, str]]
) -> str:
    """Rows of spans over days, with a key above; headings stand alone on their line, on a narrow page long names too."""
    names = max(text_width(row.name, 12) for row in rows if not row.heading) if rows else 0.0
    most = 0.30 * chart.width if chart.width > NARROW else 0.32 * chart.width
    above = chart.width <= NARROW and names > most
    left = EDGE if above else EDGE + 8 + min(names, most)
    right, days = chart.width - EDGE - 6, max((last - first).days, 1)

    def across(day: date) -> float:
        return left + (right - left) * min(max((day - first).days, 0), days) / days

    parts, top = _key(chart, key)
    tops = [top]
    for row in rows:
        tops.append(tops[-1] + (TWO_LINES if above and not row.heading else ROW))
    bottom = tops.pop()
    month = date(first.year, first.month, 1)
    ticks: list[date] = []
    while month <= last:
        if month >= first:
            ticks.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    step = max(1, -(-len(ticks) // (4 if chart.width <= NARROW else 10)))
    for tick in ticks[::step]:
        parts.append(line(across(tick), top, across(tick), bottom, LINE))
        parts.append(text(across(tick), bottom + 15, day_text(tick, chart.zh), 11, GREY, "middle"))
    for y, row in zip(tops, rows, strict=True):
        if row.heading:
            parts.append(text(EDGE, y + 16, row.name, 12, INK, weight=600))
            continue
        name = (left, y + 14, row.name) if above else (left - 8, y + 16, shortened(row.name, most, 12))
        parts.append(text(*name, 12, INK, "start" if above else "end"))
        parts += [
            _span(
                chart,
                span,
                (across(span.first), across(today), across(span.last + timedelta(days=1))),
                y + (TWO_LINES - ROW if above else 0),
            )
            for span in row.spans
        ]
    x = across(today)
    beside = [y + TWO_LINES - ROW for y, row in zip(tops, rows, strict=True) if not row.heading] if above else ()
    parts += upright(x, top - 2, beside, bottom, INK, height=ROW)
    parts.append(
        text(
            x,
            top - 6,
            f"{'今日' if chart.zh else 'today'} {day_text(today, chart.zh)}",
            11,
            INK,
            "middle" if x > left + 30 else "start",
        )
    )
    return frame(chart, "".join(parts), bottom + 22)


def _span(chart: Chart, span: Span, where: tuple[float, float, float], y: float) -> str:
    """A span with its label, which starts after the as-of day where the span crosses it; `where` is first, as-of and last."""
    first, now, last = where
    left = now if first < now < last else first
    fits = span.label and text_width(span.label, 11) + 8 <= last - left
    words = text(left + 4, y + 16, span.label, 11, INK) if fits else ""
    return _swatch(chart, span.kind, first, y + 4, max(last - first, 2.0), ROW - 8) + words


def _swatch(chart: Chart, kind: Kind, x: float, y: float, width: float, height: float) -> str:
    if kind == "built":
        return box(x, y, width, height, "#fff", chart.ink)
    if kind == "short":
        return box(x, y, width, height, f"url(#{hatch_of(chart)})", chart.ink)
    if kind == "wait":
        return box(x, y, width, height, LINE)
    opacity = "0.45" if kind == "ramp" else "0.85"
    return f'<g fill-opacity="{opacity}">{box(x, y, width, height, chart.ink)}</g>'


def _key(chart: Chart, key: Sequence[tuple[Kind, str]]) -> tuple[list[str], float]:
    """The key, wrapped over as many lines as it needs, and the height left below it."""
    parts: list[str] = []
    x, y = EDGE, 6.0
    for kind, words in key:
        width = 34 + text_width(words, 11) + 10
        if x + width > chart.width - EDGE and x > EDGE:
            x, y = EDGE, y + 18
        parts += [_swatch(chart, kind, x, y, 22, 11), text(x + 28, y + 10, words, 11, GREY)]
        x += width
    return parts, y + 40
