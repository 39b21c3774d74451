"""Belgium as modelled beside Belgium as seen: a picture of activity, one of staff at work, and their figures as a table.

Pictures come from the report's own frame and lines, so that they read like the rest; drawn by `bothhands validate belgium --out FOLDER`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bothhands.report.amounts import day_text
from bothhands.report.line_charts import Curve, Scene, Strip, line_chart
from bothhands.report.svg import Chart
from bothhands.validate.pichler_tables import FloatArray

FOOTER = (
    "Observed: BE.csv of twallema/pyIEEM @23c5b59 (MIT), of uncertain origin. One deterministic run, nothing fitted. "
    "◇ which phase begins when is ASSUMED. Assumptions: docs/explanation/belgium.md"
)
TABLE = "belgium.csv"


class Period(NamedTuple):
    """A phase of the closure."""

    name: str
    first: date
    last: date


class Compared(NamedTuple):
    """A share by day as modelled, and as observed: blank on days without a figure."""

    modelled: FloatArray
    observed: FloatArray


def write(folder: Path, start: date, periods: Sequence[Period], activity: Compared, employment: Compared) -> list[str]:
    """Write both pictures and the table; the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    days = [start + timedelta(days=k) for k in range(len(activity.modelled))]
    strips = tuple(Strip(f"◇ {period.name}", period.first, period.last) for period in periods)
    scene = Scene(start, None, strips=strips)
    means = _months(days, activity.modelled)
    deepest = _title("Lowest activity", days, activity.observed, means, lambda day: f"{day:%B}")
    fewest = _title("Fewest at work", days, employment.observed, employment.modelled, lambda day: day_text(day, False))
    pictures = {
        "belgium-activity.svg": _picture(
            deepest, "Gross output, % of February 2020; black dots: monthly index, at mid-month", scene,
            [*_lines("modelled", activity), Curve("mean of the month", 100.0 * means, dashed=True)],
        ),
        "belgium-employment.svg": _picture(
            fewest, "Employees at work, % of all; black dots: published employment", scene, _lines("modelled", employment)
        ),
    }  # fmt: skip
    for name, picture in pictures.items():
        (folder / name).write_text(picture, encoding="utf-8")
    _write_table(folder / TABLE, days, activity._replace(modelled=means), employment)
    return [*pictures, TABLE]


def _picture(title: str, subtitle: str, scene: Scene, curves: Sequence[Curve]) -> str:
    return line_chart(Chart(title, subtitle, FOOTER, "economy"), scene, curves)


def _lines(name: str, compared: Compared) -> list[Curve]:
    """The model as a line, what was seen as dots; %."""
    return [Curve(name, 100.0 * compared.modelled), Curve("", 100.0 * compared.observed, dots=True)]


def _title(what: str, days: Sequence[date], seen: FloatArray, modelled: FloatArray, when: Callable[[date], str]) -> str:
    """How deep both fall, and when."""
    told = []
    for name, path in (("observed", seen), ("modelled", modelled)):
        lowest = int(np.nanargmin(path))
        told.append(f"{100.0 * path[lowest]:.0f} % {name} ({when(days[lowest])})")
    return f"{what}: {', '.join(told)}"


def _months(days: Sequence[date], path: FloatArray) -> FloatArray:
    """On every day the mean of its month."""
    months = np.array([day.month for day in days])
    return np.array([path[months == month].mean() for month in months])


def _write_table(path: Path, days: Sequence[date], activity: Compared, employment: Compared) -> None:
    """The days on which something was observed, with what was modelled then."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["series", "day", "modelled_share", "observed_share"])
        for name, one in (("activity, mean of the month", activity), ("staff at work", employment)):
            for k in np.flatnonzero(np.isfinite(one.observed)).tolist():
                lines.writerow([name, days[k].isoformat(), f"{one.modelled[k]:.4f}", f"{one.observed[k]:.4f}"])
