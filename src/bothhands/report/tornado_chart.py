"""Bars to both sides of what is: what a figure at its low and at its high end changes, one row a figure.

The low end is an outline, the high end is filled, so that both read in grey print and where they fall on one side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bothhands.report.bar_charts import upright
from bothhands.report.svg import EDGE, GREY, INK, LINE, NARROW, Chart, box, frame, line, shortened, text, text_width

ROW, TWO_LINES = 24.0, 40.0
MOST_NAME = 0.42
"""Share of the width names may take beside their bars; where they do not fit, they stand above."""
GAP = 5.0
HEAD = 22.0


@dataclass(frozen=True)
class Span:
    """One row: the figure's name, the change at the low and at the high end, and how both are written."""

    name: str
    low: float
    high: float
    said_low: str
    said_high: str


@dataclass(frozen=True)
class _Layout:
    """Where zero is, how many pixels a unit takes, how high a row is, and whether names stand above."""

    zero: float
    unit: float
    row: float
    above: bool
    left: float


def tornado_chart(chart: Chart, spans: Sequence[Span], middle: str) -> str:
    """Rows in the order given; `middle` labels the line of no change."""
    layout = _layout(chart, spans)
    bottom = HEAD + layout.row * len(spans)
    parts = [_row(chart, layout, span, HEAD + layout.row * k) for k, span in enumerate(spans)]
    half = 0.5 * text_width(middle, 11)
    x = min(max(layout.zero, EDGE + half), chart.width - EDGE - half)
    tops = [HEAD + layout.row * (k + 1) - ROW for k in range(len(spans))] if layout.above else ()
    parts += [
        *upright(layout.zero, HEAD - 3, tops, bottom, INK, height=ROW),
        text(x, HEAD - 8, middle, 11, GREY, "middle"),
    ]
    return frame(chart, "".join(parts), bottom + 4)


def _layout(chart: Chart, spans: Sequence[Span]) -> _Layout:
    names = max(text_width(span.name, 12) for span in spans)
    above = chart.width <= NARROW
    left = EDGE if above else EDGE + 8 + min(names, MOST_NAME * chart.width)
    least = min(min(span.low, span.high, 0.0) for span in spans)
    most = max(max(span.low, span.high, 0.0) for span in spans)
    before = max((_said_width(span, negative=True) for span in spans), default=0.0)
    after = max((_said_width(span, negative=False) for span in spans), default=0.0)
    room = chart.width - EDGE - left - before - after - 2 * GAP
    unit = room / max(most - least, 1e-12)
    return _Layout(left + before + GAP - least * unit, unit, TWO_LINES if above else ROW, above, left)


def _said_width(span: Span, negative: bool) -> float:
    """Width of the longest number that stands on one side of zero."""
    ends = ((span.low, span.said_low), (span.high, span.said_high))
    return max([text_width(said, 11) for value, said in ends if (value < 0) == negative and said], default=0.0)


def _row(chart: Chart, layout: _Layout, span: Span, y: float) -> str:
    """A figure: its name, the filled bar of the high end, the outline of the low end, and the number at each."""
    if layout.above:
        name = text(EDGE, y + 13, _fitted(span.name, chart.width - 2 * EDGE), 12, INK)
        y += TWO_LINES - ROW
    else:
        room = layout.left - EDGE - 8
        name = text(layout.left - 8, y + 16, _fitted(span.name, room), 12, INK, "end")
    parts = [line(EDGE, y + ROW, chart.width - EDGE, y + ROW, LINE), name]
    parts.append(_bar(layout, span.high, y, chart.ink, ""))
    parts.append(_bar(layout, span.low, y, "none" if _same_side(span) else "#fff", chart.ink))
    for value, said in _labels(span):
        x = layout.zero + value * layout.unit
        parts.append(text(x - GAP if value < 0 else x + GAP, y + 16, said, 11, INK, "end" if value < 0 else "start"))
    return "".join(parts)


def _fitted(name: str, room: float) -> str:
    """A name cut to a width; a mark after its last space stays."""
    if text_width(name, 12) <= room:
        return name
    words, _, mark = name.rpartition(" ")
    if len(mark) > 1:
        return shortened(name, room, 12)
    return f"{shortened(words, room - text_width(f' {mark}', 12), 12)} {mark}"


def _bar(layout: _Layout, value: float, y: float, fill: str, stroke: str) -> str:
    start, end = sorted((layout.zero, layout.zero + value * layout.unit))
    return box(start, y + 5, max(end - start, 0.5), ROW - 10, fill, stroke)


def _same_side(span: Span) -> bool:
    return (span.low < 0) == (span.high < 0)


def _labels(span: Span) -> list[tuple[float, str]]:
    """Numbers to write: both, or where both ends fall on one side that of the further one."""
    both = [(span.low, span.said_low), (span.high, span.said_high)]
    return [max(both, key=lambda one: abs(one[0]))] if _same_side(span) else both
