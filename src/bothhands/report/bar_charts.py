"""Horizontal bars from zero: values at their ends, a tick for the reference, a hatch for what is assumed, a line for a limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bothhands.report.amounts import number
from bothhands.report.svg import EDGE, GREY, INK, NARROW, Chart, box, frame, hatch_of, line, shortened, text, text_width

ROW = 22.0


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


def bar_chart(chart: Chart, bars: Sequence[Bar], mark: Mark | None = None, unit: str = "") -> str:
    """Bars in the order given. A value below zero is drawn at zero, its number tells."""
    most = 0.34 * chart.width if chart.width <= NARROW else 0.36 * chart.width
    left = EDGE + 8 + min(max([text_width(bar.name, 12) for bar in bars] + [40.0]), most)
    said = [bar.said or f"{number(bar.value)}{unit}" for bar in bars]
    room = chart.width - left - EDGE - 8 - max(text_width(words, 12) for words in said)
    top = max(
        [*(bar.value for bar in bars), *(bar.reference or 0.0 for bar in bars), mark.value if mark else 0.0, 1e-9]
    )
    head = 22.0 if mark else 6.0
    parts = []
    for k, (bar, words) in enumerate(zip(bars, said, strict=True)):
        y = head + ROW * k
        end = left + max(bar.value, 0.0) / top * room
        parts.append(text(left - 8, y + 15, shortened(bar.name, most, 12), 12, INK, "end"))
        parts.append(
            box(left, y + 4, max(end - left, 0.5), ROW - 8, f"url(#{hatch_of(chart)})" if bar.assumed else chart.ink)
        )
        if bar.reference is not None:
            x = left + max(bar.reference, 0.0) / top * room
            parts.append(line(x, y + 1, x, y + ROW - 1, INK, width=2))
            end = max(end, x)
        parts.append(text(end + 6, y + 15, words, 12, INK))
    if mark:
        x = left + mark.value / top * room
        parts.append(line(x, head - 2, x, head + ROW * len(bars), GREY, "6 3"))
        parts.append(text(x, head - 8, mark.label, 11, GREY, "middle" if x < chart.width - 60 else "end"))
    return frame(chart, "".join(parts), head + ROW * len(bars) + 4)
