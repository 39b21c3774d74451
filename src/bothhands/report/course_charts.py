"""Courses side by side: a chart an outcome with its capacity, and a table of what each amounts to. Pure: figures in, pictures out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from bothhands.report.amounts import currency_name, number, persons
from bothhands.report.line_charts import Curve, Level, Scene, line_chart
from bothhands.report.svg import NARROW, WIDE, Chart, Figure, Table
from bothhands.report.words import Wording

FloatArray = NDArray[np.float64]
COLOUR = {"found": "health", "value_added": "economy", "ward": "health", "intensive": "health", "deaths": "health"}
LAST = ("deaths",)
"""Series whose last day counts; of the others it is the highest, of value added the sum ahead."""
MONEY = ("value_added", "welfare", "schooling", "gatherings", "distancing", "screening", "finding")
NAMED = {"gatherings": "gatherings_lost"}
EVERY_DAYS = 14


class Drawn(Protocol):
    """A course as far as it is drawn."""

    @property
    def start(self) -> date:
        """First day of its series."""
        ...

    @property
    def as_of(self) -> date:
        """Day the planner stood on."""
        ...

    @property
    def series(self) -> Mapping[str, FloatArray]:
        """By day."""
        ...

    @property
    def bands(self) -> Mapping[str, tuple[tuple[FloatArray, FloatArray], ...]]:
        """Pairs of low and high, wide before narrow."""
        ...

    @property
    def outcome(self) -> Mapping[str, Any]:
        """What it amounts to."""
        ...


class Named(NamedTuple):
    """A course with the name that stands at its line."""

    name: str
    course: Drawn


def course_charts(words: Wording, shown: Sequence[Named], capacity: Mapping[str, float], source: str) -> list[Figure]:
    """A chart for each outcome that every course has: cases found, beds against capacity, value added, deaths.

    Parameters
    ----------
    words
        The reader's.
    shown
        Two to four courses, the first one drawn as the one that counts.
    capacity
        Staffed beds, by series.
    source
        Line at the foot of each chart.
    """
    names = [name for name in COLOUR if all(name in one.course.series for one in shown)]
    return [_chart(words, name, shown, capacity.get(name), source) for name in names]


def outcomes_table(words: Wording, shown: Sequence[Named]) -> Table:
    """A row an outcome, a column a course; limits that one of them uses, and whether each keeps all."""
    say = words.say
    rows = [(say("deaths"), *(persons(float(one.course.outcome["deaths"])) for one in shown))]
    rows.append((say("life_years"), *(number(float(one.course.outcome["life_years"])) for one in shown)))
    rows += [
        (say(NAMED.get(name, name)), *(words.money(float(one.course.outcome[name])) for one in shown)) for name in MONEY
    ]
    prefix = "largest use of "
    for key in (key for key in shown[0].course.outcome if key.startswith(prefix)):
        used = [float(one.course.outcome.get(key, 0.0)) for one in shown]
        if any(use > 0.0005 for use in used):
            limit = say("use_of", limit=say(key.removeprefix(prefix)))
            rows.append((limit, *(f"{words.share(use)}{' ▲' if use > 1 else ''}" for use in used)))
    rows.append((say("keeps"), *(say("dk_yes" if one.course.outcome["keeps_limits"] else "dk_no") for one in shown)))
    return Table(("", *(one.name for one in shown)), tuple(rows))


def _chart(words: Wording, name: str, shown: Sequence[Named], capacity: float | None, source: str) -> Figure:
    say, first = words.say, shown[0].course
    scale, unit = _money_scale(words, shown) if name == "value_added" else (1.0, "")
    curves = [
        Curve(
            one.name,
            one.course.series[name] / scale,
            tuple((low / scale, high / scale) for low, high in one.course.bands.get(name, ())) if n == 0 else (),
            dashed=n in (1, 3),
            dotted=n in (2, 3),
        )
        for n, one in enumerate(shown)
    ]
    levels = () if capacity is None else (Level(say("dk_sc_capacity"), capacity),)
    scene = Scene(first.start, first.as_of, levels, whole=name != "value_added")
    finding = say("pause").join(f"{one.name} {_amount(words, name, one.course)}" for one in shown)
    title = say(f"dk_sc_title_{name}", each=finding)
    subtitle = say(f"dk_sc_unit_{name}", unit=unit)
    if curves[0].bands:
        subtitle += say("dk_sc_bands")
    at = range(0, len(curves[0].values), EVERY_DAYS)
    days = [date.fromordinal(first.start.toordinal() + n) for n in at]
    rows = tuple(
        (words.date(day), *(number(float(curve.values[n])) for curve in curves))
        for n, day in zip(at, days, strict=True)
    )

    def drawn(width: int) -> str:
        return line_chart(Chart(title, subtitle, source, COLOUR[name], width, words.zh), scene, curves)

    table = Table((say("dk_day"), *(one.name for one in shown)), rows)
    return Figure(say(f"dk_sc_name_{name}"), title, drawn(WIDE), drawn(NARROW), table)


def _amount(words: Wording, name: str, course: Drawn) -> str:
    """What a title tells of a course: the last day, the highest day ahead, or the sum."""
    if name == "value_added":
        return words.money(float(course.outcome["value_added"]))
    ahead = course.series[name][max((course.as_of - course.start).days + 1, 0) :]
    return persons(float(ahead[-1] if name in LAST else ahead.max()))


def _money_scale(words: Wording, shown: Sequence[Named]) -> tuple[float, str]:
    most = max(float(one.course.series["value_added"].max()) for one in shown)
    large, small = (("dk_sc_yi", 1e8), ("dk_sc_wan", 1e4)) if words.zh else (("dk_sc_yi", 1e9), ("dk_sc_wan", 1e6))
    key, scale = large if most >= large[1] else small
    return scale, words.say(key, currency=currency_name(words.currency, words.language))
