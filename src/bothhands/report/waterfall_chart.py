"""From one level to another step by step: floating bars, filled where they add and outlined where they take away.

Why this file exists: a firm's cash and a target's forecast are told the same way. Where all levels lie far from zero the scale begins near
them; then whole levels are ticks, not bars, so that no length claims to be counted from zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bothhands.report.bar_charts import Mark, upright
from bothhands.report.svg import EDGE, GREY, INK, NARROW, Chart, box, frame, line, text, text_width

ROW, TWO_LINES = 24.0, 40.0
FAR = 0.5
"""From this share of the highest level the lowest one may be the start of the scale."""


@dataclass(frozen=True)
class Fall:
    """One row: its name, where it begins and ends, how it is written; a whole level begins at zero."""

    name: str
    begin: float
    end: float
    said: str
    whole: bool = False


def waterfall_chart(chart: Chart, falls: Sequence[Fall], mark: Mark | None = None) -> str:
    """Rows in the order given; on a narrow page their names stand above."""
    edges = [edge for fall in falls for edge in ((fall.end,) if fall.whole else (fall.begin, fall.end))]
    edges += [mark.value] if mark else []
    far = min(edges) > FAR * max(edges)
    low, high = (min(edges) - 0.1 * (max(edges) - min(edges)) if far else min(0.0, *edges)), max(1e-9, *edges)
    above = chart.width <= NARROW
    row = TWO_LINES if above else ROW
    left = EDGE if above else EDGE + 8 + max(text_width(fall.name, 12) for fall in falls)
    room = max(text_width(fall.said, 11) for fall in falls) + 12
    unit = (chart.width - EDGE - left - room) / (high - low)
    head = 20.0 if mark else 0.0
    bottom = head + row * len(falls) + 4
    tops = [head + row * (k + 1) - ROW for k in range(len(falls))]
    body = [] if far else upright(left - low * unit, head, tops if above else (), bottom, GREY)
    for top, fall in zip(tops, falls, strict=True):
        begin, end = sorted((left + (fall.begin - low) * unit, left + (fall.end - low) * unit))
        y = top + 6
        body.append(
            text(EDGE, top - 1, fall.name, 12, INK) if above else text(left - 8, y + 14, fall.name, 12, INK, "end")
        )
        if far and fall.whole:
            body.append(
                line(left + (fall.end - low) * unit, y, left + (fall.end - low) * unit, y + ROW - 8, INK, width=4)
            )
        else:
            fill = chart.ink if fall.whole or fall.end > fall.begin else "#fff"
            body.append(box(begin, y, max(end - begin, 0.5), ROW - 8, fill, chart.ink))
        body.append(text(end + 5, y + 14, fall.said, 11, INK))
    if mark:
        x = left + (mark.value - low) * unit
        anchor = "end" if x > chart.width - EDGE - 0.5 * text_width(mark.label, 11) else "middle"
        body += [
            *upright(x, head - 4, tops if above else (), bottom, INK, "6 3"),
            text(x, head - 8, mark.label, 11, INK, anchor),
        ]
    return frame(chart, "".join(body), bottom + 4)
