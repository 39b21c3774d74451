"""Measures ahead: a table of measures laid over what is in force, from the day after the one on which the planner stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.levers.catalogue import Levers
from bothhands.levers.compile import to_arrays
from bothhands.levers.measure import Measure


def laid_ahead(measures: Sequence[Measure], axes: Axes, past: Levers, as_of: date) -> Levers:
    """Lever arrays that hold every measure and go on as dated everywhere else.

    Parameters
    ----------
    measures
        Dated rows, all of them ahead.
    axes
        Names and calendar.
    past
        What is in force; not changed.
    as_of
        Day the planner stands on: up to it everything is as it was.

    Raises
    ------
    InputError
        With every fault that `to_arrays` finds, and every measure that begins too early.
    """
    early = [
        Fault("BH-LEV-015", f"{one.lever} begins on {one.start.isoformat()}", f"a day after {as_of.isoformat()}, on which the planner stands", "choose a later day", "measures", n, "start", one.start.isoformat())
        for n, one in enumerate(measures, 1) if axes.start <= one.start <= as_of
    ]  # fmt: skip
    try:
        found = to_arrays(measures, axes, past)
    except InputError as problem:
        raise InputError([*problem.faults, *early]) from problem
    if early:
        raise InputError(early)
    return found
