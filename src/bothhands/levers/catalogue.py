"""What may be decided: every lever, its axes, unit, bounds, neutral level and who decides.

A lever's array always starts with time. Levels hold from the start to the end of a measure; quantities (lines, purchases,
support) are amounts a day on each of those days.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from bothhands.inputs.axes import Axes

Axis: TypeAlias = Literal["place", "sector", "port", "option", "good", "firm"]
FloatArray: TypeAlias = npt.NDArray[np.floating]
LeverArray: TypeAlias = Any
"""An array of numpy outside a run and of JAX within one; the border knows no JAX, so that no type names both."""


@dataclass(frozen=True)
class Lever:
    """One lever: `axes` follow time; `neutral` is the level of a normal year; `restricts` asks for two approvers."""

    name: str
    axes: tuple[Axis, ...]
    unit: str
    low: float
    high: float
    neutral: float
    about: str
    restricts: bool = False
    owner: str = "headquarters"


LEVERS: tuple[Lever, ...] = (
    Lever("openness", ("place", "sector"), "share", 0, 1, 1, "On-site activity permitted.", True),
    Lever(
        "returned", ("place", "sector"), "share", 0, 1, 1, "Workers back from holiday, travel or arrival quarantine."
    ),
    Lever("remote", ("place",), "share", 0, 1, 0, "Part of the work that can be done at home that is done there."),
    Lever("school", ("place",), "share", 0, 1, 1, "School contacts permitted.", True, "education bureau"),
    Lever("gatherings", ("place",), "share", 0, 1, 1, "Community contacts permitted.", True),
    Lever(
        "travel",
        ("place",),
        "share",
        0,
        1,
        1,
        "Trips to other places, against a normal year.",
        True,
        "transport bureau",
    ),
    Lever("stay_home", ("place",), "share", 0, 1, 0, "People asked to stay at home.", True),
    Lever("mask_rule", ("place",), "share", 0, 1, 0, "Masks required outside the home."),
    Lever("testing", ("place",), "share", 0, 1, 0, "Testing capacity put to use.", False, "health bureau"),
    Lever("tracing", ("place",), "share", 0, 1, 0, "Contacts of found cases that are traced.", False, "health bureau"),
    Lever(
        "port_screening", ("port",), "share", 0, 1, 0, "Arrivals sent to quarantine with tests.", True, "port authority"
    ),
    Lever(
        "corridor_screening",
        ("place",),
        "share",
        0,
        1,
        0,
        "Trips to the hub tested before departure.",
        True,
        "transport bureau",
    ),
    Lever("line_orders", ("option",), "lines a day", 0, 1e3, 0, "Lines ordered.", False, "industry bureau"),
    Lever(
        "purchases",
        ("place", "good"),
        "units a day",
        0,
        1e12,
        0,
        "Critical goods bought outside the region.",
        False,
        "industry bureau",
    ),
    Lever("support", ("firm",), "yuan a day", 0, 1e12, 0, "Aid paid to a firm.", False, "finance bureau"),
)

LEVER = {lever.name: lever for lever in LEVERS}
ORDERS = ("line_orders", "purchases", "support")
"""Levers whose measures are orders or promises, amounts a day: once placed they stay."""


class Levers(NamedTuple):
    """One array a lever, time first; a pytree, so the model takes it as it is.

    Axes: openness, returned (time, place, sector); remote, school, gatherings, travel, stay_home, mask_rule, testing, tracing,
    corridor_screening (time, place); port_screening (time, port); line_orders (time, option); purchases (time, place,
    good); support (time, firm padded).
    """

    openness: LeverArray
    returned: LeverArray
    remote: LeverArray
    school: LeverArray
    gatherings: LeverArray
    travel: LeverArray
    stay_home: LeverArray
    mask_rule: LeverArray
    testing: LeverArray
    tracing: LeverArray
    port_screening: LeverArray
    corridor_screening: LeverArray
    line_orders: LeverArray
    purchases: LeverArray
    support: LeverArray


def axis_names(axes: Axes, axis: Axis) -> tuple[str, ...]:
    """Names along one lever axis; line options read `site/good/class`."""
    return {
        "place": axes.places,
        "sector": axes.sectors,
        "port": axes.ports,
        "option": tuple("/".join(option) for option in axes.line_options),
        "good": axes.goods,
        "firm": axes.firms,
    }[axis]


def axis_length(axes: Axes, axis: Axis) -> int:
    """Length of an array along one lever axis (firms are padded)."""
    return axes.firms_padded if axis == "firm" else len(axis_names(axes, axis))


def neutral_levers(axes: Axes) -> Levers:
    """Every lever at the level of a normal year."""
    return Levers(
        **{
            lever.name: np.full((axes.n_days, *(axis_length(axes, axis) for axis in lever.axes)), float(lever.neutral))
            for lever in LEVERS
        }
    )
