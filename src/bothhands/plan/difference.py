"""What differs between two plans: levels, orders, outcomes and limits, the largest first.

Why this file exists: a plan is made again as days pass, and whoever signed the first wants to know what changed and why. Of levels only days
that both plans decide are compared; outcomes are those of all days each plan decides, so that the days are told with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np

from bothhands.errors import Fault, InputError
from bothhands.levers.catalogue import ORDERS
from bothhands.levers.difference import SAME, LeverMoved
from bothhands.plan.help_paid import HELP, help_of
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
WEIGHED_BY = ("objective", "values", "goals")
"""Keys of a question that say what is maximised; where one differs, the amounts of two plans are of two things."""

HELP_PAID, HELP_CASH = "help_paid", "help_cash"
"""What stands in place of the lever of help to firms: what public funds pay, and the cash that it brings firms."""
IN_MONEY = (HELP_PAID, HELP_CASH)


class OrderMoved(NamedTuple):
    """A whole amount ordered, over the region and all days, that is another."""

    lever: str
    """The lever; of help to firms one of `IN_MONEY`."""
    good: str
    variant: str
    before: float
    after: float


class Counted(NamedTuple):
    """The days a plan's outcomes are counted over."""

    first: str
    last: str
    days: int


class Difference(NamedTuple):
    """What differs between two plans."""

    earlier: str
    """Day the first stands on."""
    later: str
    same_tables: bool
    """Whether both saw the same tables, what was done since under the first apart; if not, what was known may be why."""
    history: bool | None
    """Whether the later one counts what was done since as history; none where the folders do not tell it from what has become known."""
    asked: tuple[str, ...]
    """Keys of the question that differ."""
    levers: tuple[LeverMoved, ...]
    """The most moved first."""
    orders: tuple[OrderMoved, ...]
    outcomes: tuple[tuple[str, float, float], ...]
    """Outcome by each plan; what is maximised only where both maximise the same."""
    limits: tuple[tuple[str, str, float, float], ...]
    """Limits whose use differs by a percentage point: name, place (blank for the whole region), use under each, the largest change first."""
    counted: tuple[Counted, Counted]
    """Over which days each plan's outcomes are."""
    currency: str
    goods: Mapping[str, Mapping[str, tuple[str, str]]]
    """Name and unit of each good by language; none where the folders do not tell."""
    places: Mapping[str, Mapping[str, str]]
    """Name of each place by language."""
    hub: Mapping[str, str]
    """Name of the protected place by language; none where the folders do not tell."""
    objective: str = "welfare"
    """What the second makes as large, or as small, as can be."""


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
    orders = [OrderMoved(*key, own.get(key, 0.0), other.get(key, 0.0)) for key in sorted({*own, *other})]
    uses = [_uses(one) for one in (earlier, later)]
    limits = [(*key, uses[0].get(key, 0.0), uses[1].get(key, 0.0)) for key in {*uses[0], *uses[1]}]
    limits.sort(key=lambda one: (-abs(one[3] - one[2]), one[0], one[1]))
    asked = [key for key, value in later.question.model_dump().items() if value != earlier.question.model_dump()[key]]
    outcomes = OUTCOMES[1:] if set(asked) & set(WEIGHED_BY) else OUTCOMES
    same, history = _tables(earlier, later)
    return Difference(
        earlier=earlier.as_of.isoformat(),
        later=later.as_of.isoformat(),
        same_tables=same,
        history=history,
        asked=tuple(asked),
        levers=tuple(sorted((one for one in levers if one.share > 0), key=lambda one: -one.share)),
        orders=tuple(one for one in orders if not np.isclose(one.before, one.after)),
        outcomes=tuple((name, _outcome(earlier, name), _outcome(later, name)) for name in outcomes),
        limits=tuple(one for one in limits if abs(one[3] - one[2]) >= 0.01),
        counted=(_counted(earlier), _counted(later)),
        currency=str(later.told.get("currency", "yuan")),
        goods=_told_of(later, "goods"),
        places=_told_of(later, "places"),
        hub=_told_of(later, "hub"),
        objective=later.question.objective,
    )


def _told_of(saved: Saved, key: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = saved.told.get(key, {})
    return found


def _tables(earlier: Saved, later: Saved) -> tuple[bool, bool | None]:
    """Whether both saw the same tables, and whether the later one has a history of its own."""
    known = [one.told.get("edition_without_history") for one in (earlier, later)]
    if None in known:
        same = earlier.edition == later.edition
        return same, False if same or earlier.as_of == later.as_of else None
    return known[0] == known[1], known[1] != later.edition


def _uses(saved: Saved) -> dict[tuple[str, str], float]:
    """Use of each limit by place; one of the whole region once, without a place."""
    return {
        (one["limit"], "" if one.get("whole_region") else one["place"]): float(one["use"])
        for one in saved.told["limits"]
    }


def _counted(saved: Saved) -> Counted:
    """From the day after a plan's own to the last that it decides."""
    first, last = saved.as_of + timedelta(days=1), _last_day(saved)
    return Counted(first.isoformat(), last.isoformat(), (last - first).days + 1)


def _last_day(saved: Saved) -> date:
    """The last day that counts; of an older folder the last of any measure."""
    told = saved.told.get("last_day")
    if told is not None:
        return date.fromisoformat(told)
    return max((one.end for one in saved.measures), default=saved.period_starts[-1])


def _moved(earlier: Saved, later: Saved, lever: str) -> LeverMoved:
    """How a lever differs on the first days of the periods of both, over the days that both decide."""
    begin = max(earlier.period_starts[0], later.period_starts[0])
    last = min(_last_day(earlier), _last_day(later))
    if begin > last:
        return LeverMoved(lever, 0.0, 0.0, "")
    starts = (*earlier.period_starts, *later.period_starts)
    days = sorted({begin, *(day for day in starts if begin < day <= last)})
    lengths = [(after - day).days for day, after in zip(days, [*days[1:], last + timedelta(days=1)], strict=True)]
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


def _orders(saved: Saved) -> dict[tuple[str, str, str], float]:
    """Amounts ordered over the region, by lever, good and class; a purchase without a place is of that much in each. Help to firms in money."""
    places = np.shape(saved.decisions.school)[1]
    helped = help_of(saved.measures)
    found: dict[tuple[str, str, str], float] = {}
    if helped:
        found[HELP_PAID, "", ""] = sum(one.paid for one in helped)
        found[HELP_CASH, "", ""] = sum(one.cash for one in helped)
    for one in saved.measures:
        if one.lever in ORDERS and one.lever != HELP:
            each = places if one.lever == "purchases" and not one.place else 1
            key = one.lever, one.good, one.variant
            found[key] = found.get(key, 0.0) + each * one.value * ((one.end - one.start).days + 1)
    return found


def _outcome(saved: Saved, name: str) -> float:
    plan = next(one for one in saved.told["strategies"] if one["strategy"] == "plan")
    return float(plan[name])
