"""A region with one published line rate chosen among those that compete.

Why this file exists: 1.0, 2.0 and 2.9 t a day were all printed of a melt-blown line. Their mean is nobody's figure, so
they are kept apart: the tables of lines and equipment stand as they are until a figure is chosen by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.equipment import Equipment
from bothhands.inputs.tables.line_rates import LineRate
from bothhands.inputs.tables.lines import Line

Kind = TypeVar("Kind", Line, Equipment)


def with_figures(region: Region, chosen: Mapping[str, str]) -> Region:
    """The region with lines and equipment of some goods at a published figure.

    Parameters
    ----------
    region
        The region; its `line_rates` hold the figures.
    chosen
        Name of the figure by good.

    Raises
    ------
    InputError
        Every good or figure that is not there (BH-INP-093).
    """
    known = {(row.good, row.figure): row for row in region.rows(LineRate)}
    faults = [_unknown(good, figure, known) for good, figure in chosen.items() if (good, figure) not in known]
    if faults:
        raise InputError(faults)
    lines = [_at(row, known[row.good, chosen[row.good]]) if row.good in chosen else row for row in region.rows(Line)]
    kinds = [
        _at(row, known[row.good, chosen[row.good]]) if row.good in chosen else row for row in region.rows(Equipment)
    ]
    return region.replace(lines=lines, equipment=kinds) if chosen else region


def full_rate(total: float, days: float, lines: float, ramp_days: float) -> float:
    """Output of one line a day at full rate that made a total from its first product on, along a straight ramp.

    Parameters
    ----------
    total
        What all lines made, in the good's unit.
    days
        Days from the first product, at least the ramp.
    lines
        Lines that made it.
    ramp_days
        Days from first product to full rate.

    Notes
    -----
    total = lines × rate × (days − ramp / 2). A total is evidence for rate and ramp together, not for either.

    Examples
    --------
    >>> round(full_rate(205.5, 36, 2, 0), 2), round(full_rate(205.5, 36, 2, 14), 2)
    (2.85, 3.54)
    """
    return total / lines / (days - ramp_days / 2)


def _at(row: Kind, figure: LineRate) -> Kind:
    ramp = row.ramp_days if figure.ramp_days is None else figure.ramp_days
    source = f"{figure.figure}: {figure.source}"
    return row.model_copy(update={"units_per_day": figure.units_per_day, "ramp_days": ramp, "source": source})


def _unknown(good: str, figure: str, known: Mapping[tuple[str, str], LineRate]) -> Fault:
    own = [name for of, name in known if of == good]
    remedy = nearest(figure, own) if own else f"add rows of {good} to line_rates"
    return Fault("BH-INP-093", f"no figure {figure!r} of {good}", "a row of line_rates", remedy, "line_rates")
