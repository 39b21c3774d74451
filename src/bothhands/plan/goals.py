"""Goals: money that places are to make within a span, and what a plan falls short of it by.

Why this file exists: a limit must hold or there is no plan; a target of the year may be out of reach and still pull. What lacks counts
against the plan, at a weight the user states, and is told in money.
"""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.inputs.axes import Axes

ROOM = 4
"""Goals there is room for in every problem, so that to ask for some compiles nothing anew; more come in fours."""


class Goals(NamedTuple):
    """What is to be made, as data; money in the region's currency. Rows nobody asked for are zero."""

    amount: Float[Array, "goal"]
    """To reach."""
    there: Float[Array, "goal"]
    """In already, whatever the plan does."""
    of_day: Float[Array, "goal time sector"]
    """What value added of a day counts."""
    of_place: Float[Array, "goal place"]
    """1 for the cities that count."""
    weight: Float[Array, "goal"]
    """What the objective loses for a unit of money short."""


def no_goals(axes: Axes) -> Goals:
    """Room for goals, and none asked."""
    return Goals(
        amount=jnp.zeros(ROOM),
        there=jnp.zeros(ROOM),
        of_day=jnp.zeros((ROOM, axes.n_days, len(axes.sectors))),
        of_place=jnp.zeros((ROOM, len(axes.places))),
        weight=jnp.zeros(ROOM),
    )


def reached(goals: Goals, value_added: Float[Array, "time place sector"]) -> Float[Array, "goal"]:
    """What a run makes of each goal, in money."""
    by_day = jnp.einsum("gp,tps->gts", goals.of_place, value_added)
    return goals.there + (by_day * goals.of_day).sum((1, 2))


def short_of(goals: Goals, made: Float[Array, "*member goal"]) -> Float[Array, "*member goal"]:
    """What each goal lacks, in money; 0 where it is reached."""
    return jnp.maximum(goals.amount - made, 0.0)
