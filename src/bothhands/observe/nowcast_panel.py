"""Monthly and quarterly series as one panel, as they were known on a day, transformed, and checked before anything is estimated.

Why this file exists: a nowcast is only as honest as its data. Here stand what a series is, which of its figures were out on a day, what is
made of its levels, and every reason for which a panel is refused. It estimates nothing and reads no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest

FloatArray = NDArray[np.float64]
Frequency = Literal["month", "quarter"]
Transformation = Literal["level", "change", "growth", "annualised growth"]
STEP: dict[Frequency, int] = {"month": 1, "quarter": 3}
MOST_GAP = 12
"""Months without a figure after which a series has not been late but has begun again; ASSUMED."""
FEWEST = 36
"""Months a series spans, from its first figure, before it can be told what is usual for it; ASSUMED."""
CUMULATED_YEARS = 2


@dataclass(frozen=True)
class Series:
    """What a series is: its name, how often it comes, what is made of its levels, the factors it moves with, and when it is out."""

    name: str
    frequency: Frequency
    transformation: Transformation
    blocks: tuple[str, ...] = ("global",)
    release_days: int = 0
    """Days from the end of its month or quarter to its first release; negative where it is out before."""
    label: str = ""
    seasonal: bool = False
    """Whether what is usual differs by calendar month: figures as a bureau counts them, no season taken out."""

    @property
    def said(self) -> str:
        """Its name for a reader."""
        return self.label or self.name


class Moment(NamedTuple):
    """A figure of a series in a panel: month and series by number."""

    month: int
    series: int


@dataclass(frozen=True)
class Panel:
    """Levels by month and series, as known on a day."""

    first: date
    """First day of the first month."""
    series: tuple[Series, ...]
    """Monthly ones first, then quarterly ones."""
    levels: FloatArray
    """Axes month, series; NaN where nothing is known. A quarter stands on its third month."""
    as_of: date
    """The day on which this was known."""

    @property
    def names(self) -> list[str]:
        """Names of the series."""
        return [one.name for one in self.series]

    @property
    def monthly(self) -> int:
        """How many series are monthly."""
        return sum(one.frequency == "month" for one in self.series)

    def month(self, number: int) -> date:
        """First day of a month by its number."""
        return month_after(self.first, number)

    def number(self, month: date) -> int:
        """Number of a month."""
        return (month.year - self.first.year) * 12 + month.month - self.first.month

    def index(self, name: str) -> int:
        """Number of a series by its name.

        Raises
        ------
        InputError
            BH-NOW-005 where there is none.
        """
        if name not in self.names:
            raise InputError(
                Fault("BH-NOW-005", f"no series {name!r}", "a series of the panel", nearest(name, self.names))
            )
        return self.names.index(name)

    def only(self, kept: Sequence[int]) -> Panel:
        """The panel of some of its series, by number, in the order given."""
        return replace(self, series=tuple(self.series[j] for j in kept), levels=self.levels[:, list(kept)])

    def until(self, month: date) -> Panel:
        """The panel with blank months added, or none, so that it reaches a month."""
        more = self.number(month) + 1 - len(self.levels)
        if more <= 0:
            return self
        return replace(self, levels=np.vstack([self.levels, np.full((more, len(self.series)), np.nan)]))

    def cut(self, as_of: date) -> Panel:
        """What was out on a day by the days of release; later revisions are not undone, so that this is pseudo-real-time.

        Parameters
        ----------
        as_of
            The day; months that have not begun then are dropped.
        """
        levels = self.levels[: self.number(as_of) + 1].copy()
        for j, one in enumerate(self.series):
            for t in range(len(levels)):
                if released(one, self.month(t)) > as_of:
                    levels[t, j] = np.nan
        return replace(self, levels=levels, as_of=as_of)

    def growth(self) -> FloatArray:
        """Every series as its transformation has it; axes month, series; NaN where unknown."""
        made = np.full_like(self.levels, np.nan)
        for j, one in enumerate(self.series):
            step, level = STEP[one.frequency], self.levels[:, j]
            if one.transformation == "level":
                made[:, j] = level
            else:
                made[step:, j] = CHANGE[one.transformation](level[step:], level[:-step], step)
        return made


CHANGE: dict[str, Callable[[FloatArray, FloatArray, int], FloatArray]] = {
    "change": lambda now, before, step: now - before,
    "growth": lambda now, before, step: 100.0 * (now / before - 1.0),
    "annualised growth": lambda now, before, step: 100.0 * ((now / before) ** (12.0 / step) - 1.0),
}
"""What is made of a level and the one before; growth in per cent."""


def released(series: Series, month: date) -> date:
    """Day on which the figure of a month, or of the quarter that ends with it, is first out."""
    return month_after(month, 1) - timedelta(days=1) + timedelta(days=series.release_days)


def month_after(month: date, months: int) -> date:
    """First day of the month some months later."""
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def quarter_of(day: date) -> date:
    """First day of the third month of the quarter a day lies in: what a quarter is called in a panel."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 3, 1)


def checked(panel: Panel) -> Panel:
    """The panel, its monthly series first, where nothing speaks against it.

    Raises
    ------
    InputError
        Every reason at once: BH-NOW-001 a column that holds two frequencies, BH-NOW-002 a series that begins again or is cumulated
        since January, BH-NOW-003 figures of a month or quarter that had not ended on the day, BH-NOW-004 growth of a figure that is not positive.
    """
    faults = [fault for j in range(len(panel.series)) for fault in _faults(panel, j)]
    if faults:
        raise InputError(faults)
    order = sorted(range(len(panel.series)), key=lambda j: panel.series[j].frequency == "quarter")
    return panel.only(order)


def long_enough(panel: Panel) -> Panel:
    """The panel without series whose figures do not span three years yet, or are too few to tell what is usual."""
    return panel.only([j for j in range(len(panel.series)) if _is_long(panel, j)])


def _is_long(panel: Panel, j: int) -> bool:
    known = np.flatnonzero(np.isfinite(panel.growth()[:, j]))
    step = STEP[panel.series[j].frequency]
    return len(known) * step >= FEWEST * 2 // 3 and int(known[-1] - known[0]) + step >= FEWEST


def _faults(panel: Panel, j: int) -> list[Fault]:
    """What is wrong with a series."""
    one, known = panel.series[j], np.flatnonzero(np.isfinite(panel.levels[:, j]))
    if not len(known):
        return []
    found = [_mixed(panel, one, known), _restart(panel, one, known), _early(panel, one, known)]
    if one.transformation in ("growth", "annualised growth") and (bad := known[panel.levels[known, j] <= 0]).size:
        at, value = panel.month(int(bad[0])), panel.levels[bad[0], j]
        found.append(
            _fault("BH-NOW-004", one, at, f"growth of {value:g}", "positive figures", "give it as a change or a level")
        )
    return [fault for fault in found if fault is not None]


def _mixed(panel: Panel, one: Series, known: NDArray[np.intp]) -> Fault | None:
    """Months in a quarterly series, or a monthly one that turns quarterly; one that was so at first is usual, and so is one
    that skips January and February every year: quarters in a row, later, are not."""
    if one.frequency == "quarter":
        odd = [int(t) for t in known if panel.month(int(t)).month % 3]
        if not odd:
            return None
        told = f"{len(odd)} figures of {one.said} stand on months that end no quarter"
        return _fault("BH-NOW-001", one, panel.month(odd[0]), told, "one frequency a series", "give the months a name of their own")  # fmt: skip
    steps = np.diff(known)
    since = steps[int((steps == 1).argmax()) :] if (steps == 1).any() else steps[:0]
    if ((since[:-1] == 3) & (since[1:] == 3)).sum() < 2:
        return None
    told = f"{one.said} comes by month and by quarter"
    at = panel.month(int(known[int(np.flatnonzero(steps == 3)[-1])]))
    return _fault("BH-NOW-001", one, at, told, "one frequency a series", "give the quarters a name of their own")  # fmt: skip


def _restart(panel: Panel, one: Series, known: NDArray[np.intp]) -> Fault | None:
    """A long gap, or a sum since January."""
    gaps = np.diff(known)
    if len(gaps) and gaps.max() > MOST_GAP:
        at = int(gaps.argmax())
        told = f"{one.said} ends with {panel.month(int(known[at])):%Y-%m} and begins again {int(gaps[at])} months later"
        return _fault("BH-NOW-002", one, panel.month(int(known[at + 1])), told, "one run of figures", "give what comes after a name of its own, or link them")  # fmt: skip
    if one.transformation != "level" and _is_cumulated(panel, known, panel.levels[known, panel.names.index(one.name)]):
        told = f"{one.said} rises through every year and falls with every new one, as sums since January do"
        return _fault("BH-NOW-002", one, panel.month(int(known[0])), told, "figures of single months or quarters", "take the difference within the year")  # fmt: skip
    return None


def _is_cumulated(panel: Panel, known: NDArray[np.intp], values: FloatArray) -> bool:
    """Whether figures fall to less than half at every turn of the year, two at least, and never fall within one."""
    year = np.array([panel.month(int(t)).year for t in known])
    turn = np.diff(year) > 0
    if turn.sum() < CUMULATED_YEARS:
        return False
    return bool((values[1:][turn] < 0.5 * values[:-1][turn]).all() and (np.diff(values)[~turn] >= 0).all())


def _early(panel: Panel, one: Series, known: NDArray[np.intp]) -> Fault | None:
    """A figure of a month or quarter that had not ended on the as-of day, or not begun where the series is out early."""
    ahead = 0 if one.release_days < 0 else 1
    late = [int(t) for t in known if month_after(panel.month(int(t)), ahead) > panel.as_of + timedelta(days=ahead)]
    if not late:
        return None
    told = f"{len(late)} figures of {one.said} are of a {one.frequency} that had not {'ended' if ahead else 'begun'} on the as-of day {panel.as_of}"
    return _fault("BH-NOW-003", one, panel.month(late[0]), told, "nothing of the future", "take them out, or give them the day of release they have")  # fmt: skip


def _fault(code: str, one: Series, month: date, what: str, expected: str, remedy: str) -> Fault:
    return Fault(code, what, expected, remedy, "indicators", column=one.name, value=f"{month:%Y-%m}")


def panel_of(series: Sequence[Series], figures: Sequence[Mapping[date, float]], as_of: date) -> Panel:
    """A checked panel from figures by first day of the month, one mapping a series; a quarter stands on its third month."""
    days = [day for values in figures for day in values]
    first, last = (min(days), max(days)) if days else (as_of, as_of)
    panel = Panel(first.replace(day=1), tuple(series), np.empty((0, len(series))), as_of).until(max(last, as_of))
    for j, values in enumerate(figures):
        for day, value in values.items():
            panel.levels[panel.number(day), j] = value
    return checked(panel)
