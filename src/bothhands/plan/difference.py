"""What differs between two plans: levels, orders, outcomes and limits, the largest first.

Why this file exists: a plan is made again as days pass, and whoever signed the first wants to know what changed and why. Only days that
both plans decide are compared.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.levers.catalogue import ORDERS
from bothhands.levers.difference import SAME, LeverMoved
from bothhands.plan.saved import Saved

OUTCOMES = (
    "objective",
    "value_added",
    "life_years",
    "deaths",
    "schooling",
    "gatherings",
    "distancing",
    "screening",
    "finding",
)


class Difference(NamedTuple):
    """What differs between two plans."""

    earlier: str
    """Day the first stands on."""
    later: str
    same_tables: bool
    """Whether both saw the same tables; if not, what was known may be why."""
    asked: tuple[str, ...]
    """Keys of the question that differ."""
    levers: tuple[LeverMoved, ...]
    """The most moved first."""
    orders: tuple[tuple[str, str, float, float], ...]
    """Lever, what, and amount ordered by each plan where they differ."""
    outcomes: tuple[tuple[str, float, float], ...]
    """Outcome by each plan."""
    limits: tuple[tuple[str, str, float, float], ...]
    """Limits whose use differs by a percentage point: name, place, use under each, the largest change first."""


def difference_of(earlier: Saved, later: Saved) -> Difference:
    """What differs between two plans.

    Parameters
    ----------
    earlier, later
        Two plans of one region.

    Raises
    ------
    InputError
        Where they are of different regions or shapes.
    """
    shapes = [np.shape(a) == np.shape(b) for a, b in zip(earlier.decisions, later.decisions, strict=True)]
    if earlier.region != later.region or not all(shapes):
        what = f"one plan is of {earlier.region}, the other of {later.region}"
        raise InputError(Fault("BH-ASK-007", what, "two plans of one region", "name another folder"))
    levers = [_moved(earlier, later, name) for name in earlier.decisions._fields]
    own, other = (_orders(one) for one in (earlier, later))
    orders = [
        (lever, what, own.get((lever, what), 0.0), other.get((lever, what), 0.0))
        for lever, what in sorted({*own, *other})
    ]
    uses = [{(one["limit"], one["place"]): one["use"] for one in saved.told["limits"]} for saved in (earlier, later)]
    limits = [(*key, uses[0].get(key, 0.0), uses[1].get(key, 0.0)) for key in {*uses[0], *uses[1]}]
    limits.sort(key=lambda one: (-abs(one[3] - one[2]), one[0], one[1]))
    asked = [key for key, value in later.question.model_dump().items() if value != earlier.question.model_dump()[key]]
    return Difference(
        earlier=earlier.as_of.isoformat(),
        later=later.as_of.isoformat(),
        same_tables=earlier.edition == later.edition,
        asked=tuple(asked),
        levers=tuple(sorted((one for one in levers if one.share > 0), key=lambda one: -one.share)),
        orders=tuple(one for one in orders if not np.isclose(one[2], one[3])),
        outcomes=tuple((name, _outcome(earlier, name), _outcome(later, name)) for name in OUTCOMES),
        limits=tuple(one for one in limits if abs(one[3] - one[2]) >= 0.01),
    )


def _moved(earlier: Saved, later: Saved, lever: str) -> LeverMoved:
    """How a lever differs on the first days of the periods of both."""
    begin = max(earlier.period_starts[0], later.period_starts[0])
    days = sorted({*(day for day in (*earlier.period_starts, *later.period_starts) if day > begin), begin})
    last = date.fromisoformat(
        max(
            one["end"]
            for one in (*earlier.told["measures"], *later.told["measures"]) or [{"end": days[-1].isoformat()}]
        )
    )
    lengths = [
        (after - day).days
        for day, after in zip(
            days, [*days[1:], max(last + timedelta(days=1), days[-1] + timedelta(days=1))], strict=True
        )
    ]
    change = np.stack([_level(later, lever, day) - _level(earlier, lever, day) for day in days])
    weight = np.array(lengths, float).reshape(-1, *([1] * (change.ndim - 1)))
    whole = float(np.broadcast_to(weight, change.shape).sum()) or 1.0
    differs = np.abs(change) > SAME
    at = np.flatnonzero(differs.reshape(len(days), -1).any(1))
    return LeverMoved(
        lever, float((weight * differs).sum()) / whole, float((weight * change).sum()) / whole,
        days[int(at[0])].isoformat() if at.size else "",
    )  # fmt: skip


def _level(saved: Saved, lever: str, day: date) -> np.ndarray:
    starts = np.array(saved.period_starts, "datetime64[D]")
    period = int(np.clip(np.searchsorted(starts, np.datetime64(day), "right") - 1, 0, len(starts) - 1))
    return np.asarray(getattr(saved.decisions, lever)[period], float)


def _orders(saved: Saved) -> dict[tuple[str, str], float]:
    """Amounts ordered, by lever and good."""
    found: dict[tuple[str, str], float] = {}
    for one in saved.measures:
        if one.lever in ORDERS:
            key = one.lever, f"{one.good} {one.variant}".strip()
            found[key] = found.get(key, 0.0) + one.value * ((one.end - one.start).days + 1)
    return found


def _outcome(saved: Saved, name: str) -> float:
    plan = next(one for one in saved.told["strategies"] if one["strategy"] == "plan")
    return float(plan[name])
