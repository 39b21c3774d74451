"""Dots in a plane: a front joined by a line, one of them marked, others beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from typing import Literal, TypeAlias

from bothhands.report.svg import EDGE, GREY, INK, LINE, NARROW, Chart, frame, line, points, text, text_width

Kind: TypeAlias = Literal["plan", "front", "other"]
HEIGHT, HEAD = 320.0, 20.0
TICKS = 4
ROOM = 0.04
"""Part of the spread that stays free beyond the outermost dots."""


@dataclass(frozen=True)
class Dot:
    """One dot: its place, its label, and whether it is the plan, on the front, or beside it."""

    x: float
    y: float
    label: str
    kind: Kind
    to: str = ""
    """Where it leads, within the page; blank for nowhere."""


def scatter_chart(
    chart: Chart,
    dots: Sequence[Dot],
    across: str,
    upward: str,
    say_y: Callable[[float], str],
    say_x: Callable[[float], str],
) -> str:
    """Dots with both axes named and round ticks; labels stand beside their dots and give way to dots, to ticks and to one another."""
    ticks_x = round_ticks([dot.x for dot in dots], TICKS if chart.width > NARROW else 2)
    ticks_y = round_ticks([dot.y for dot in dots], TICKS)
    low_x, high_x, low_y, high_y = ticks_x[0], ticks_x[-1], ticks_y[0], ticks_y[-1]
    left = EDGE + max(text_width(say_y(tick), 11) for tick in ticks_y) + 8
    right, top, bottom = chart.width - EDGE - 8, HEAD + 14, HEAD + HEIGHT

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            left + (x - low_x) / (high_x - low_x) * (right - left),
            bottom - (y - low_y) / (high_y - low_y) * (bottom - top),
        )

    parts, taken = [text(EDGE, HEAD, upward, 11, GREY)], [(EDGE, HEAD, EDGE + text_width(upward, 11))]
    for tick in ticks_y:
        y = place(low_x, tick)[1]
        taken.append((EDGE, y + 4, left - 6))
        parts += [line(left, y, right, y, LINE), text(left - 6, y + 4, say_y(tick), 11, GREY, "end")]
    for tick in ticks_x:
        anchor = "start" if tick == low_x else "end" if tick == high_x else "middle"
        x, width = place(tick, low_y)[0], text_width(say_x(tick), 11)
        start = x - {"start": 0.0, "end": 1.0, "middle": 0.5}[anchor] * width
        taken.append((start, bottom + 16, start + width))
        parts.append(text(x, bottom + 16, say_x(tick), 11, GREY, anchor))
    middle, half = 0.5 * (left + right), 0.5 * text_width(across, 11)
    parts.append(text(middle, bottom + 34, across, 11, GREY, "middle"))
    taken.append((middle - half, bottom + 34, middle + half))
    front = sorted((dot for dot in dots if dot.kind != "other"), key=lambda dot: dot.x)
    path = points([place(dot.x, dot.y) for dot in front])
    parts.append(f'<polyline points="{path}" fill="none" stroke="{chart.ink}" stroke-width="1.5"/>')
    taken += [(x - 6, y + 4, x + 6) for x, y in (place(dot.x, dot.y) for dot in dots)]
    for dot in sorted(dots, key=lambda one: ("plan", "front", "other").index(one.kind)):
        drawn = _dot(chart, dot, *place(dot.x, dot.y), right, taken)
        parts.append(f'<a href="{escape(dot.to)}" aria-label="{escape(dot.label)}">{drawn}</a>' if dot.to else drawn)
    return frame(chart, "".join(parts), bottom + 42)


def _dot(chart: Chart, dot: Dot, x: float, y: float, right: float, taken: list[tuple[float, float, float]]) -> str:
    """A dot with its label at its right, else at its left, above, below or left out where others stand in the way."""
    fill = {"plan": chart.ink, "front": "#fff", "other": GREY}[dot.kind]
    stroke = GREY if dot.kind == "other" else chart.ink
    drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{6 if dot.kind == "plan" else 4}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'
    width = text_width(dot.label, 11)
    sides = [start for start in (x + 9, x - 9 - width) if start >= EDGE and start + width <= right + 8]
    for start, dy in ((start, dy) for start in sides for dy in (4.0, -10.0, 18.0, -24.0, 32.0)):
        if all(abs(y + dy - b) > 12 or start > c or start + width < a for a, b, c in taken):
            taken.append((start, y + dy, start + width))
            return drawn + text(start, y + dy, dot.label, 11, INK if dot.kind != "other" else GREY)
    return drawn


def round_ticks(values: Sequence[float], steps: int) -> list[float]:
    """Ticks at round amounts about some values, a little room beyond the outermost; none below 0 where no value is.

    Parameters
    ----------
    values
        What is shown.
    steps
        About how many spaces there are between ticks.
    """
    low, high = min(values), max(values)
    spread = high - low or max(abs(high), 1.0)
    raw = spread / steps
    power = 10.0 ** floor(log10(raw))
    step = next(times * power for times in (1.0, 2.0, 5.0, 10.0) if times * power >= raw * 0.999)
    first, last = floor((low - ROOM * spread) / step), ceil((high + ROOM * spread) / step)
    if low >= 0:
        first = max(first, 0)
    return [step * k for k in range(first, last + 1)]
