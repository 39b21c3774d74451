"""Horizontal bars from zero: values at their ends, a tick for the reference, a hatch for what is assumed, a line for a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bothhands.report.amounts import number
from bothhands.report.svg import EDGE, GREY, INK, NARROW, Chart, box, frame, hatch_of, line, text, text_width, wrapped

ROW, LINE_HEIGHT = 22.0, 16.0
MOST_NAME = 0.4
"""Share of the width names may take before they move above their bars."""
GAP = 6.0


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value, how the value is written, the reference's value, and whether it is assumed."""

    name: str
    value: float
    said: str = ""
    reference: float | None = None
    assumed: bool = False


@dataclass(frozen=True)
class Mark:
    """A labelled vertical line across the bars."""

    label: str
    value: float


@dataclass(frozen=True)
class _Layout:
    """Where bars begin, how long the longest is, how high a row is, and whether names stand above."""

    left: float
    room: float
    row: float
    above: bool
    top_value: float
    head: float

    def at(self, value: float) -> float:
        """Position of a value."""
        return self.left + max(value, 0.0) / self.top_value * self.room


def bar_chart(chart: Chart, bars: Sequence[Bar], mark: Mark | None = None, unit: str = "") -> str:
    """Bars in the order given. A value below zero is drawn at zero, its number tells."""
    behind = unit.replace(" %", "%") if chart.zh else unit
    said = [bar.said or f"{number(bar.value)}{behind}" for bar in bars]
    layout = _layout(chart, bars, said, mark)
    bottom = layout.head + layout.row * len(bars)
    lines = [layout.at(mark.value)] if mark else []
    parts = [
        _bar(chart, layout, bar, words, lines, layout.head + layout.row * k)
        for k, (bar, words) in enumerate(zip(bars, said, strict=True))
    ]
    if mark:
        x = lines[0]
        anchor = "middle" if x < chart.width - EDGE - 0.5 * text_width(mark.label, 11) else "end"
        tops = [layout.head + layout.row * (k + 1) - ROW for k in range(len(bars))] if layout.above else ()
        parts += [
            *upright(x, layout.head - 2, tops, bottom, GREY, "6 3"),
            text(x, layout.head - 8, mark.label, 11, GREY, anchor),
        ]
    return frame(chart, "".join(parts), bottom + 4)


def upright(
    x: float, head: float, tops: Sequence[float], bottom: float, colour: str, dash: str = "", height: float = ROW
) -> list[str]:
    """A vertical line over all rows; where names stand above their bars, beside the bars alone, so that it crosses no name.

    Parameters
    ----------
    x, head, bottom, colour, dash
        Where the line stands, from where to where, and how it is drawn.
    tops
        Upper edges of the bars whose names stand above; none where names stand beside.
    height
        Of a bar's row.
    """
    ends = [(top, top + height) for top in tops] or [(head, bottom)]
    return [line(x, first, x, last, colour, dash) for first, last in ends]


def _layout(chart: Chart, bars: Sequence[Bar], said: Sequence[str], mark: Mark | None) -> _Layout:
    names = max([text_width(bar.name, 12) for bar in bars] + [40.0])
    above = names > MOST_NAME * chart.width and chart.width <= NARROW
    left = EDGE if above else EDGE + 8 + names
    room = chart.width - left - EDGE - 2 * GAP - max([text_width(words, 12) for words in said] + [20.0])
    top = max(
        [*(bar.value for bar in bars), *(bar.reference or 0.0 for bar in bars), mark.value if mark else 0.0, 1e-9]
    )
    lines = max((len(_name_lines(chart, bar)) for bar in bars), default=1) if above else 0
    return _Layout(left, room, ROW + LINE_HEIGHT * lines, above, top, 22.0 if mark else 6.0)


def _name_lines(chart: Chart, bar: Bar) -> list[str]:
    """A name that stands above its bar, over as many lines as it needs."""
    return wrapped(bar.name, chart.width - 2 * EDGE, 12)


def _bar(chart: Chart, layout: _Layout, bar: Bar, words: str, lines: Sequence[float], y: float) -> str:
    """One bar with its name, its reference and its value, which steps aside for lines it would cross."""
    beside = y + layout.row - ROW
    said = _name_lines(chart, bar) if layout.above else ()
    name = "".join(text(EDGE, beside - 3 - LINE_HEIGHT * k, one, 12, INK) for k, one in enumerate(reversed(said)))
    y = beside
    name = name or text(layout.left - 8, y + 15, bar.name, 12, INK, "end")
    end = layout.at(bar.value)
    parts = [
        name,
        box(
            layout.left,
            y + 4,
            max(end - layout.left, 0.5),
            ROW - 8,
            f"url(#{hatch_of(chart)})" if bar.assumed else chart.ink,
        ),
    ]
    obstacles = list(lines)
    if bar.reference is not None:
        x = layout.at(bar.reference)
        obstacles.append(x)
        parts.append(line(x, y + 1, x, y + ROW - 1, INK, width=2))
    at, width = end + GAP, text_width(words, 12)
    for x in sorted(obstacles):
        if at - GAP <= x <= at + width + GAP:
            at = x + GAP
    return "".join((*parts, text(at, y + 15, words, 12, INK)))
