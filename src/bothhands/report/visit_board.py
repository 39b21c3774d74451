"""A board of a week: one row an officer, one column a day, visits and ways by the clock.

Why this file exists: a week that looks even is even; who is out late, drives far or idles is seen at once. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bothhands.plan.visits.answer import OfficerDay
from bothhands.report.svg import EDGE, GREY, INK, LINE, NARROW, Chart, box, frame, line, shortened, text, text_width

ROW = 22.0
HEAD = 22.0
NAME = 14.0
"""Height of a name that stands above its row, on a narrow page."""


class BoardRow(NamedTuple):
    """An officer and the days it is out, by position of the day; what is said at the end of the row."""

    name: str
    days: dict[int, OfficerDay]
    said: str


def visit_board(chart: Chart, rows: Sequence[BoardRow], days: Sequence[str], clock: tuple[int, int], lunch: int) -> str:
    """Rows of days, every day from the first to the last minute of the clock.

    Parameters
    ----------
    chart
        What stands around it.
    rows
        Officers in order.
    days
        Names of the days.
    clock
        First and last minute of the day that is drawn.
    lunch
        Minutes of lunch.
    """
    most = 0.26 * chart.width if chart.width > NARROW else 0.3 * chart.width
    names = max((text_width(row.name, 11) for row in rows), default=0.0)
    above = chart.width <= NARROW and names > most
    left, high = (EDGE, ROW + NAME) if above else (EDGE + 8 + min(names, most), ROW)
    said = 8 + max((text_width(row.said, 11) for row in rows), default=0.0)
    width = (chart.width - EDGE - said - left) / max(len(days), 1)
    parts = [text(left + width * (k + 0.5), HEAD - 8, name, 11, GREY, "middle") for k, name in enumerate(days)]
    bottom = HEAD + high * len(rows)
    parts += [line(left + width * k, HEAD - 2, left + width * k, bottom, LINE) for k in range(len(days) + 1)]
    for k, row in enumerate(rows):
        y = HEAD + high * (k + 1) - ROW
        name = (EDGE, y + 1, row.name) if above else (left - 8, y + 15, shortened(row.name, most, 11))
        parts.append(text(*name, 11, INK, "start" if above else "end"))
        parts.append(text(chart.width - EDGE, y + 15, row.said, 11, INK, "end"))
        for at, day in row.days.items():
            parts += _day(chart, day, left + width * at + 2, width - 4, y, clock, lunch)
    return frame(chart, "".join(parts), bottom + 8)


def _day(
    chart: Chart, day: OfficerDay, x: float, width: float, y: float, clock: tuple[int, int], lunch: int
) -> list[str]:
    """A day: pale from leaving to coming back, full where it visits, lunch left out."""

    def across(minute: int) -> float:
        return x + width * (minute - clock[0]) / max(clock[1] - clock[0], 1)

    first, last = across(day.leaves), across(day.returns)
    parts = [f'<g fill-opacity="0.22">{box(first, y + 8, last - first, ROW - 14, chart.ink)}</g>']
    if day.lunch >= 0:
        parts.append(box(across(day.lunch), y + 7, across(day.lunch + lunch) - across(day.lunch), ROW - 12, "#fff"))
    parts += [
        box(across(stop.begins), y + 4, across(stop.ends) - across(stop.begins), ROW - 7, chart.ink)
        for stop in day.stops
    ]
    return parts
