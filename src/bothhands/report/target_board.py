"""Pictures of targets: a board of every one with its band against what is to be reached, and the way of each against its season."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np

from bothhands.inputs.target_periods import span_of
from bothhands.inputs.unit_scales import scale_of
from bothhands.outcome.target_status import Point, Status
from bothhands.report.amounts import currency_name, nice_ceiling, number
from bothhands.report.bar_charts import upright
from bothhands.report.line_charts import Curve, Level, Scene, line_chart
from bothhands.report.svg import (
    EDGE,
    GREY,
    INK,
    LINE,
    WIDE,
    Chart,
    box,
    capital,
    frame,
    hatch_of,
    line,
    text,
    wrapped,
)
from bothhands.report.target_answers import UNSURE, TargetWords

ROW, LINE_HEIGHT = 46.0, 15.0
RIGHT = 92.0
"""Room at the right for odds and status."""


def board(words: TargetWords, told: Sequence[Status], footer: str) -> str:
    """Every target with a forecast, with its frame."""
    chart = Chart(board_title(words, told), words.say("tg_board_unit"), footer, "targets", zh=words.words.zh)
    return board_picture(words, told, chart)


def board_title(words: TargetWords, told: Sequence[Status]) -> str:
    """How many of the dated targets are on track."""
    shown = [one for one in told if one.band and one.goal]
    dated = [one for one in shown if span_of(one.target) is not None]
    met = sum(one.light == "on_track" for one in dated)
    title = words.say("tg_board_title", met=met, all=len(dated)) if dated else words.say("tg_board_title_none", n=len(shown))  # fmt: skip
    return capital(title)


def board_picture(words: TargetWords, told: Sequence[Status], chart: Chart) -> str:
    """What is in, the bands of what will be, the goal as one line, odds at the right."""
    shown = [one for one in told if one.band and one.goal]
    most = nice_ceiling(max([110.0, *(100.0 * one.band[4] / one.goal for one in shown if one.band and one.goal)]))
    left, right = EDGE + 4, chart.width - EDGE - RIGHT
    named = [wrapped(_named(words, one), chart.width - 2 * EDGE - 4, 12) for one in shown]
    row = ROW + LINE_HEIGHT * (max(map(len, named), default=1) - 1)
    bars, bottom = [20.0 + row * (k + 1) - ROW for k in range(len(shown))], 20.0 + row * len(shown)

    def at(percent: float) -> float:
        return left + (right - left) * max(percent, 0.0) / most

    parts = []
    step = 20.0 if most <= 160.0 else most / 5
    for percent in np.arange(0.0, most + 1e-9, step):
        x = at(float(percent))
        parts += [line(x, 14, x, bottom, LINE), text(x, bottom + 14, number(float(percent)), 11, GREY, "middle")]
    parts += [
        text(EDGE + 4, y + 10 - LINE_HEIGHT * (len(lines) - 1 - k), said, 12, INK)
        for y, lines in zip(bars, named, strict=True)
        for k, said in enumerate(lines)
    ]
    parts += [_row(words, chart, one, y, at) for y, one in zip(bars, shown, strict=True)]
    goal = at(100.0)
    parts += [
        *upright(goal, 10, [y + 14 for y in bars], bottom, INK, "6 3"),
        text(goal, 8, words.say("target_line"), 11, INK, "middle"),
    ]
    return frame(chart, "".join(parts), bottom + 20)


def path_title(words: TargetWords, told: Status, points: Sequence[Point]) -> str:
    """What the way of a target finds."""
    title = words.say(
        "tg_path_title", name=words.name(told.target), median=words.amount(points[-1].band[2], told.unit), goal=words.goal(told),
        day=words.words.date(told.span.last), odds=words.chance(told.odds),
    )  # fmt: skip
    return capital(title)


def path(words: TargetWords, told: Status, points: Sequence[Point], footer: str, today: date, width: int = WIDE) -> str:
    """A target's way: forecast with bands, and what the season would have in."""
    assert told.goal is not None
    first = told.span.first
    days = np.array([(point.day - first).days + 1 for point in points], float)
    every = np.arange((points[-1].day - first).days + 2, dtype=float)
    scale = _scale(words, told)

    def daily(values: Sequence[float]) -> np.ndarray:
        return np.asarray(np.interp(every, np.concatenate([[0.0], days]), np.concatenate([[0.0], values])) / scale[0])

    bands = [daily([point.band[k] for point in points]) for k in range(5)]
    curves = [
        Curve(words.say("tg_curve"), bands[2], ((bands[0], bands[4]), (bands[1], bands[3]))),
        Curve(words.say("tg_curve_season"), daily([point.expected for point in points]), dashed=True),
    ]
    title = path_title(words, told, points)
    chart = Chart(title, words.say("tg_path_unit", unit=scale[1]), footer, "targets", width, words.words.zh)
    scene = Scene(first - timedelta(days=1), today if first <= today <= points[-1].day else None, (Level(words.say("target_line"), told.goal / scale[0]),))  # fmt: skip
    return line_chart(chart, scene, curves)


def _scale(words: TargetWords, told: Status) -> tuple[float, str]:
    """What the axis counts in, and its name: the largest power the goal reaches."""
    assert told.goal is not None
    if words.words.zh:
        power, name = next((one for one in ((1e8, "亿"), (1e4, "万")) if abs(told.goal) >= one[0]), (1.0, ""))
    else:
        power, name = next((one for one in ((1e9, "bn "), (1e6, "m ")) if abs(told.goal) >= one[0]), (1.0, ""))
    is_money = scale_of(told.unit, words.region.currency) == 1.0
    unit = currency_name(words.region.currency, words.words.language) if is_money else told.unit
    return power, f"{name}{unit}"


def _named(words: TargetWords, one: Status) -> str:
    """A target, what is to be reached and by when."""
    return f"{words.name(one.target)}: {words.goal(one)}, {words.due(one.target)}"


def _row(words: TargetWords, chart: Chart, one: Status, y: float, at: Callable[[float], float]) -> str:
    """One target: what is in, the bands, the median, odds and status."""
    assert one.band is not None
    assert one.goal is not None
    low, first, middle, third, high = (at(100.0 * part / one.goal) for part in one.band)
    undated = span_of(one.target) is None
    mark = words.say("undated") if undated else words.say(one.light)
    fill = f"url(#{hatch_of(chart)})" if one.target.quality in UNSURE else chart.ink
    done = at(100.0 * one.done.amount / one.goal) if one.progress else at(0.0)
    x = chart.width - EDGE
    return "".join(
        (
            box(at(0.0), y + 18, done - at(0.0), 14, fill),
            f'<rect x="{low:.1f}" y="{y + 18:.1f}" width="{high - low:.1f}" height="14" fill="{chart.ink}" fill-opacity="0.25"/>',
            f'<rect x="{first:.1f}" y="{y + 18:.1f}" width="{third - first:.1f}" height="14" fill="{chart.ink}" fill-opacity="0.45"/>',
            line(middle, y + 16, middle, y + 34, INK, width=2),
            text(x, y + 24, words.chance(one.odds), 13, INK, "end", 600),
            text(x, y + 38, mark, 11, GREY, "end"),
        )
    )
