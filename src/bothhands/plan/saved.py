"""A plan that was written before: what to start the next one from, and what of it already happened.

Why this file exists: a plan is made again as days pass. Orders placed stay placed, measures carried out are history, and the levels
decided for the days ahead are where the search begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes, axes_of
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.inputs.tables.measures import MeasureInForce
from bothhands.inputs.tables.triggers import Trigger
from bothhands.levers.catalogue import LEVER, ORDERS, axis_names
from bothhands.levers.compile import COLUMN, members
from bothhands.levers.history import DATED
from bothhands.levers.measure import Measure
from bothhands.plan.decisions import Decisions, uniform
from bothhands.plan.question import Question
from bothhands.plan.saved_file import NAME, plan_in
from bothhands.plan.saved_parts import Parts


@dataclass(frozen=True)
class Saved:
    """What is read back of a plan's folder."""

    region: str
    edition: str
    as_of: date
    seed: int
    question: Question
    decisions: Decisions
    period_starts: tuple[date, ...]
    """First day of each period that has days ahead."""
    measures: tuple[Measure, ...]
    rules: tuple[Trigger, ...]
    told: dict[str, Any]
    """The whole of `plan.json`."""


def read(folder: Path) -> Saved:
    """The plan of a folder.

    Parameters
    ----------
    folder
        Written by `bothhands plan`.

    Raises
    ------
    InputError
        Where it holds no plan (BH-CLI-002), or one of an older form or that cannot be (BH-ASK-006), with all that is wrong.
    """
    told = plan_in(folder)
    parts = Parts(told, folder / NAME)
    saved = Saved(
        region=parts.text("region"),
        edition=parts.text("edition"),
        as_of=parts.day("as_of"),
        seed=parts.whole("seed"),
        question=parts.question(),
        decisions=parts.decisions(),
        period_starts=parts.days("period_starts"),
        measures=parts.measures(),
        rules=parts.rules(),
        told=told,
    )
    parts.end()
    return saved


def as_saved(decisions: Decisions) -> dict[str, object]:
    """Decisions in whole percents, as `read` takes them."""
    return {name: np.rint(100.0 * np.asarray(part)).astype(int).tolist() for name, part in decisions._asdict().items()}


def carried_out(region: Region, saved: Saved, as_of: date) -> Region:
    """The region as it stands on a later day after a plan was followed: its measures are history.

    Parameters
    ----------
    region
        As known on that day.
    saved
        The plan that was followed since its own day.
    as_of
        The later day.

    Notes
    -----
    Levels held from the day after the plan's own to `as_of`, and no longer; orders are told by `placed`. Where the region's own table
    names a measure of the same lever that starts later, that one counts. A measure that names what the region does not know is a fault.
    """
    _check_names(axes_of(region), saved, as_of)
    return with_history(region, saved.measures, as_of)


def with_history(region: Region, measures: Sequence[Measure], as_of: date) -> Region:
    """The region with dated measures as history up to a day.

    Parameters
    ----------
    region
        As known on that day.
    measures
        What was carried out; orders are left to `placed`.
    as_of
        The day.
    """
    axes = axes_of(region)
    rows = [
        MeasureInForce(
            lever=one.lever, place=one.place or _place_of(axes, one.site), sector=one.sector, start=one.start, end=min(one.end, as_of),
            value=one.value, source="a plan that was followed", quality="measured", known_from=one.start,
        )
        for one in measures
        if one.lever in DATED and one.start <= as_of
    ]  # fmt: skip
    return region.with_rows(measures=(*region.rows(MeasureInForce), *rows)) if rows else region


def placed(saved: Saved, as_of: date) -> tuple[Measure, ...]:
    """Orders of a plan that were placed by a day; each stays whole."""
    return tuple(one for one in saved.measures if one.lever in ORDERS and one.start <= as_of)


def start_from(axes: Axes, saved: Saved, period_starts: tuple[date, ...]) -> Decisions | None:
    """The saved levels on the periods of another plan; None where the region has other places, groups or ports.

    Parameters
    ----------
    axes
        Of the region as it is planned now.
    saved
        The earlier plan.
    period_starts
        First days of the periods ahead.
    """
    shape = uniform(axes)
    if any(np.shape(old) != np.shape(new) for old, new in zip(saved.decisions, shape, strict=True)):
        return None
    number = (
        np.searchsorted(
            np.array(saved.period_starts, "datetime64[D]"), np.array(period_starts, "datetime64[D]"), "right"
        )
        - 1
    )
    own = np.zeros(shape.school.shape[0], np.intp)
    own[: len(number)] = np.clip(number, 0, len(saved.period_starts) - 1)
    own[len(number) :] = own[max(len(number) - 1, 0)]
    return Decisions(*(part[own] for part in saved.decisions))


def starts_of(axes: Axes, period: np.ndarray, future: np.ndarray) -> tuple[date, ...]:
    """First day of each period that has days ahead."""
    days = np.asarray(period) * np.asarray(future)[:, None]
    return tuple(
        axes.start + timedelta(days=int(days[:, k].argmax())) for k in range(days.shape[1]) if days[:, k].any()
    )


def _check_names(axes: Axes, saved: Saved, as_of: date) -> None:
    """Stop where a measure that is history names a place, sector or port that the region does not have (BH-ASK-006)."""
    faults = []
    for n, one in enumerate(saved.measures, 1):
        if one.lever not in DATED or one.start > as_of:
            continue
        for axis in LEVER[one.lever].axes:
            if not len(members(axis, one, axes)):
                name, known = getattr(one, COLUMN[axis]), (*axis_names(axes, axis), *(axes.sector_groups if axis == "sector" else ()))  # fmt: skip
                what = f"measure {n}: {COLUMN[axis]} is {name!r}"
                faults.append(Fault("BH-ASK-006", what, "a name of the region", nearest(name, known), NAME))
    if faults:
        raise InputError(faults)


def _place_of(axes: Axes, port: str) -> str:
    return axes.place_of_port[axes.ports.index(port)] if port in axes.ports else ""
