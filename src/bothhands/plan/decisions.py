"""What a plan decides: levers by period and city, as named arrays and as one vector.

Why this file exists: the search knows a vector, the model knows levers by day, people know measures. Here is the way between the
first two. Decisions are held per period, counted from the day after the as-of day; the calendar has room for `n_periods` of them.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.inputs.axes import Axes
from bothhands.levers.catalogue import LEVER

Figures: TypeAlias = Array | np.ndarray

PERIOD_DAYS = 14
"""Days a decision is held unless the question says otherwise; the first period begins the day after the as-of day."""


class Decisions(NamedTuple):
    """Levers by period, on the host or traced; `group` is a sector group. Names are those of the catalogue."""

    openness: Float[Figures, "period place group"]
    school: Float[Figures, "period place"]
    gatherings: Float[Figures, "period place"]
    port_screening: Float[Figures, "period port"]
    corridor_screening: Float[Figures, "period place"]
    remote: Float[Figures, "period place"]
    travel: Float[Figures, "period place"]
    stay_home: Float[Figures, "period place"]
    testing: Float[Figures, "period place"]
    tracing: Float[Figures, "period place"]


def n_periods(axes: Axes) -> int:
    """Periods the calendar has room for; those that would begin after its end do nothing."""
    return -(-axes.n_days // PERIOD_DAYS)


def members_of(axes: Axes, lever: str) -> tuple[int, ...]:
    """Lengths of a lever's axes within a period."""
    places = len(axes.places)
    return {"openness": (places, len(axes.sector_groups)), "port_screening": (len(axes.ports),)}.get(lever, (places,))


def uniform(axes: Axes, **levels: float) -> Decisions:
    """The same levels everywhere and always.

    Parameters
    ----------
    axes
        Names and calendar.
    **levels
        By lever; levers not named stand at the level of a normal year.
    """
    return Decisions(
        *(
            np.full((n_periods(axes), *members_of(axes, name)), float(levels.get(name, LEVER[name].neutral)))
            for name in Decisions._fields
        )
    )


def place_and_period(axes: Axes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Numbers of the place and of the period each entry of a flat decision vector acts in."""
    ports = np.array([axes.places.index(place) for place in axes.place_of_port], np.intp)
    cities = np.arange(len(axes.places))
    own = {"openness": np.repeat(cities, len(axes.sector_groups)), "port_screening": ports}
    by_part = [own.get(name, cities) for name in Decisions._fields]
    n = n_periods(axes)
    places = np.concatenate([np.tile(part, n) for part in by_part])
    return places, np.concatenate([np.repeat(np.arange(n), part.size) for part in by_part])


def lever_of_entry(axes: Axes) -> NDArray[np.intp]:
    """Number of the lever, in the order of `Decisions`, of each entry of a flat decision vector."""
    sizes = [n_periods(axes) * int(np.prod(members_of(axes, name))) for name in Decisions._fields]
    return np.repeat(np.arange(len(sizes)), sizes)


def flat(decisions: Decisions) -> NDArray[np.float64]:
    """Decisions as one vector."""
    return np.concatenate([np.asarray(part, np.float64).ravel() for part in decisions])


def shaped(axes: Axes, vector: Float[Figures, "decision"]) -> Decisions:
    """A vector as decisions, in the order of `flat`."""
    parts, at = [], 0
    for name in Decisions._fields:
        shape = (n_periods(axes), *members_of(axes, name))
        size = int(np.prod(shape))
        parts.append(vector[at : at + size].reshape(shape))
        at += size
    return Decisions(*parts)
