"""Ranges on a line that may fall below zero: a bar for the band, a dot for the value, a tick for the reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bothhands.report.svg import EDGE, GREY, INK, LINE, Chart, box, frame, line, text, text_width

ROW, HEAD, GAP = 30.0, 22.0, 8.0


@dataclass(frozen=True)
class Range:
    """One row: its name, its value with the ends of its band, how the value is written, and the reference's value."""

    name: str
    value: float
    low: float
    high: float
    said: str
    reference: float | None = None


def range_chart(chart: Chart, ranges: Sequence[Range], zero: str) -> str:
    """Rows in the order given; `zero` labels the line at zero."""
    left = EDGE + GAP + max(text_width(one.name, 12) for one in ranges)
    right = chart.width - EDGE - 2 * GAP - max(text_width(one.said, 12) for one in ranges)
    ends = [0.0, *(end for one in ranges for end in (one.low, one.high, one.value, one.reference or 0.0))]
    unit = (right - left) / max(max(ends) - min(ends), 1e-12)

    def at(value: float) -> float:
        return left + (value - min(ends)) * unit

    bottom = HEAD + ROW * len(ranges)
    half = 0.5 * text_width(zero, 11)
    x = min(max(at(0.0), EDGE + half), chart.width - EDGE - half)
    parts = [line(at(0.0), HEAD - 3, at(0.0), bottom, INK), text(x, HEAD - 8, zero, 11, GREY, "middle")]
    for k, one in enumerate(ranges):
        y = HEAD + ROW * k
        parts += [
            line(EDGE, y + ROW, chart.width - EDGE, y + ROW, LINE),
            text(left - GAP, y + 19, one.name, 12, INK, "end"),
            box(at(one.low), y + 9, max(at(one.high) - at(one.low), 1.0), 12, _tint(chart)),
            f'<circle cx="{at(one.value):.1f}" cy="{y + 15:.1f}" r="5" fill="{chart.ink}"/>',
            text(chart.width - EDGE, y + 19, one.said, 12, INK, "end"),
        ]
        if one.reference is not None:
            parts.append(line(at(one.reference), y + 4, at(one.reference), y + ROW - 4, INK, width=2))
    return frame(chart, "".join(parts), bottom + 4)


def _tint(chart: Chart) -> str:
    """The chart's colour at a third of its strength on white."""
    red, green, blue = (int(chart.ink[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) / 3):02x}" for part in (red, green, blue))
