"""Statistics of a place as dated series with their editions, as a planner could know them on a day.

Why this file exists: the table `indicators` holds single figures; targets, progress and the nowcast need them in order, in one unit, each
period by its latest edition known on the day, and the earlier editions beside it. What would make a series lie is an error here: two
frequencies in one, a year to date that falls, a change of unit, a figure known before its period was over. It fills no gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.periods import Kind, Period, following, parsed
from bothhands.inputs.region import Region
from bothhands.inputs.tables.indicators import Indicator
from bothhands.inputs.unit_scales import is_share, scale_of

FILE = "indicators"
FIRST_ROW = 2
"""Row of the first figure in a file: the head is the first."""
BASE_CHANGE = 5.0
"""ASSUMED: times a figure may be that of the same period a year before; beyond it a unit or base changed (slips are of 10, 10⁴, 10⁸)."""
SPARE: tuple[Kind, ...] = ("year",)
"""Frequencies that may stand beside another: a bureau prints the year's figure next to its quarters or months."""


class Edition(NamedTuple):
    """A figure as it was published on a day."""

    period: Period
    value: float
    """In the unit of its series."""
    known_from: date
    """Day of release; `date.min` where the table gives none."""
    row: int
    """Row of the table, the head being row 1."""
    quality: str
    source: str


@dataclass(frozen=True, eq=False)
class Series:
    """The figures of a place and indicator known on a day, in one unit."""

    place: str
    indicator: str
    unit: str
    as_of: date
    editions: tuple[Edition, ...]
    """Every edition known on the day, by period and then by day of release."""

    @cached_property
    def latest(self) -> tuple[Edition, ...]:
        """One edition a period, the one released last, in the order of the periods."""
        return tuple({one.period: one for one in self.editions}.values())

    @property
    def first(self) -> tuple[Edition, ...]:
        """One edition a period, the one released first: what was reported before any revision."""
        return tuple({one.period: one for one in reversed(self.editions)}.values())[::-1]

    def of(self, *kinds: Kind) -> Series:
        """The figures of some frequencies alone."""
        return replace(self, editions=tuple(one for one in self.editions if one.period.kind in kinds))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Frequencies met, the coarsest first; January and February taken together count as months where months stand beside them."""
        met = {one.period.kind for one in self.editions}
        if "month" in met and all(
            one.period.is_january_february for one in self.editions if one.period.kind == "to_date"
        ):
            met.discard("to_date")
        order: tuple[Kind, ...] = ("year", "half", "quarter", "to_date", "month", "day")
        return tuple(kind for kind in order if kind in met)

    def values(self) -> dict[Period, float]:
        """Latest figure by period."""
        return self._values

    @cached_property
    def _values(self) -> dict[Period, float]:
        return {one.period: one.value for one in self.latest}

    def revisions(self) -> dict[Period, float]:
        """Latest over first edition, less one, of the periods that were revised."""
        pairs = zip(self.first, self.latest, strict=True)
        return {new.period: new.value / old.value - 1.0 for old, new in pairs if new is not old and old.value}


def series(region: Region, place: str, indicator: str, as_of: date | None = None, unit: str | None = None) -> Series:
    """The series of a place and indicator as known on a day, checked.

    Parameters
    ----------
    region
        The region.
    place, indicator
        As the table writes them.
    as_of
        The day; by default the one the region stands on.
    unit
        What to count in; by default the unit of the first figure.

    Returns
    -------
    The series; without editions where nothing was known on the day.

    Raises
    ------
    InputError
        Every fault of the series (BH-TGT-001 to 003 and 005), by row; BH-TGT-004 where no such series exists.
    """
    day = as_of or region.as_of or region.default_as_of
    rows = _rows(region).get((place, indicator))
    if not rows:
        known = sorted({name for at, name in _rows(region) if at == place})
        raise InputError(
            Fault("BH-TGT-004", f"{place} has no series {indicator!r}", "an indicator of the table indicators", nearest(indicator, known), FILE)
        )  # fmt: skip
    made, faults = read(rows, day, unit)
    faults += series_faults(made)
    if faults:
        raise InputError(faults)
    return made


def figure(region: Region, place: str, indicator: str, period: str, as_of: date, unit: str | None = None) -> Edition:
    """One figure as known on a day, asked for by name.

    Raises
    ------
    InputError
        BH-TGT-005 where the figure was released after the day: it is refused, never used; BH-TGT-004 where there is none.
    """
    wanted = parsed(period)
    found = [one for one in series(region, place, indicator, date.max, unit).editions if one.period == wanted]
    known = [one for one in found if one.known_from <= as_of]
    if known:
        return known[-1]
    if found:
        raise InputError(_early(found[0], place, indicator, as_of))
    what = f"{place} has no {indicator} of {period}"
    raise InputError(Fault("BH-TGT-004", what, "a period of the series", "add the figure or ask for another", FILE))


def all_series(region: Region, as_of: date | None = None) -> dict[tuple[str, str], Series]:
    """Every series of dated periods known on a day, by place and indicator; those with a fault raise when asked for by name, and are left out here."""
    day = as_of or region.as_of or region.default_as_of
    found = {key: read(rows, day, None) for key, rows in _rows(region).items()}
    return {key: made for key, (made, faults) in found.items() if made.editions and not faults + series_faults(made)}


def read(rows: Iterable[tuple[int, Indicator]], as_of: date, unit: str | None) -> tuple[Series, list[Fault]]:
    """Rows of one place and indicator as a series known on a day, and the cells that cannot be read."""
    rows = list(rows)
    first = rows[0][1]
    unit = unit or first.unit
    faults: list[Fault] = []
    kept: list[Edition] = []
    for number, row in rows:
        if row.value is None:
            continue
        period, scale = parsed(row.period), scale_of(row.unit, unit)
        faults += [] if period else [_unread(number, row)]
        faults += [] if scale is not None else [_other_unit(number, row, unit)]
        if period and scale is not None:
            kept.append(Edition(period, row.value * scale, row.known_from or date.min, number, row.quality, row.source))
    seen = sorted((one for one in kept if one.known_from <= as_of), key=lambda one: (one.period, one.known_from))
    return Series(first.place, first.indicator, unit, as_of, tuple(seen)), faults


def series_faults(made: Series) -> list[Fault]:
    """What would make a series lie: mixed frequencies, a restart, a figure known before its period was over."""
    return [*_mixed(made), *_restarts(made), *_too_early(made)]


def gaps(made: Series) -> tuple[Period, ...]:
    """Periods that lack a figure between the first and the last of the finest frequency; nothing is filled."""
    if not made.kinds:
        return ()
    kind = made.kinds[-1]
    there = [one.period for one in made.latest if one.period.kind == kind]
    missing: list[Period] = []
    for one, after in pairwise(there):
        step = following(one)
        while step < after:
            missing.append(step)
            step = following(step)
    joined = {one.period.year for one in made.latest if one.period.is_january_february}
    return tuple(one for one in missing if not (kind == "month" and one.first.month <= 2 and one.year in joined))


def has_series(region: Region, place: str, indicator: str) -> bool:
    """Whether the table has any figure of a place and indicator, known yet or not."""
    return (place, indicator) in _rows(region)


def printed_unit(region: Region, place: str, indicator: str) -> str:
    """Unit of a series as its table writes it; blank where there is none."""
    rows = _rows(region).get((place, indicator))
    return rows[0][1].unit if rows else ""


@lru_cache(maxsize=4)
def _rows(region: Region) -> dict[tuple[str, str], list[tuple[int, Indicator]]]:
    """Rows of the table with their number, every edition, by place and indicator."""
    found: dict[tuple[str, str], list[tuple[int, Indicator]]] = defaultdict(list)
    for number, row in enumerate(region.tables.get(FILE, ()), start=FIRST_ROW):
        if isinstance(row, Indicator):
            found[row.place, row.indicator].append((number, row))
    return dict(found)


def _mixed(made: Series) -> Iterator[Fault]:
    kinds = [kind for kind in made.kinds if kind not in SPARE]
    if len(kinds) > 1:
        usual = max(kinds, key=lambda kind: sum(one.period.kind == kind for one in made.editions))
        odd = next(one for one in made.editions if one.period.kind in kinds and one.period.kind != usual)
        what = f"{made.indicator} of {made.place} mixes frequencies: {' and '.join(kinds)}"
        yield Fault(
            "BH-TGT-002", what, f"every figure by {usual}, the year's beside it", "give the others a name of their own",
            FILE, odd.row, "period", str(odd.period),
        )  # fmt: skip


def _restarts(made: Series) -> Iterator[Fault]:
    """A year to date that falls, or a figure many times that of a year before."""
    if is_share(made.unit) or any(one.value < 0 for one in made.latest):
        return
    values = {one.period: one for one in made.latest}
    running = [one for one in made.latest if one.period.kind == "to_date"]
    for one, after in pairwise(running):
        if one.period.year == after.period.year and after.value < one.value:
            what = f"the year to date falls from {one.value:g} to {after.value:g} {made.unit} at {after.period}"
            yield _restart(after, what, "a year to date that grows", "if the series restarts, give it a name of its own; if figures are of single months, write the months")  # fmt: skip
    for one in made.latest:
        old = values.get(one.period.year_before())
        if old and old.value > 0 and one.value > 0 and max(one.value / old.value, old.value / one.value) > BASE_CHANGE:
            what = f"{one.value:g} {made.unit} at {one.period} against {old.value:g} a year before: a unit or a base changed"
            yield _restart(one, what, f"at most {BASE_CHANGE:g} times a year before", "correct the unit, or give the new base a name of its own")  # fmt: skip


def _restart(one: Edition, what: str, expected: str, remedy: str) -> Fault:
    return Fault("BH-TGT-003", what, expected, remedy, FILE, one.row, "value", f"{one.value:g}")


def _too_early(made: Series) -> Iterator[Fault]:
    """Figures a planner could not have known: released before their period was over, or without a day of release before it was."""
    for one in made.editions:
        if one.known_from < one.period.last and (one.known_from > date.min or one.period.last > made.as_of):
            yield _early(one, made.place, made.indicator, made.as_of)


def _early(one: Edition, place: str, indicator: str, as_of: date) -> Fault:
    """A figure from after the as-of day."""
    if one.known_from > as_of:
        what = f"{indicator} of {place} for {one.period} was released on {one.known_from}, after {as_of}"
    else:
        told = f"is dated {one.known_from}" if one.known_from > date.min else "carries no day of release"
        what = f"{indicator} of {place} for {one.period} {told}, before the period was over"
    expected = "figures released after their period and by the as-of day"
    remedy = "correct known_from, or stand on a later day; a forecast is an indicator of its own"
    return Fault("BH-TGT-005", what, expected, remedy, FILE, one.row, "known_from", str(one.known_from))


def _unread(number: int, row: Indicator) -> Fault:
    what = f"{row.period!r} names no period"
    return Fault("BH-TGT-001", what, "2020, 2020H1, 2020Q1, 2020-03 or 2020-01/2020-03", "correct it", FILE, number, "period", row.period)  # fmt: skip


def _other_unit(number: int, row: Indicator, unit: str) -> Fault:
    what = f"{row.indicator} of {row.place} is in {row.unit!r} here and in {unit!r} elsewhere"
    return Fault("BH-TGT-003", what, f"one unit, {unit}", "convert it, or give it a name of its own", FILE, number, "unit", row.unit)  # fmt: skip
