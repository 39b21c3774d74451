"""What the firms body reports of a day."""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Array, Float


class Flows(NamedTuple):
    """One day of the firms; yuan a day unless named otherwise."""

    sales: Float[Array, "firm"]
    profit: Float[Array, "firm"]
    cash: Float[Array, "firm"]
    """Cash in the evening, yuan; below zero where credit is drawn."""
    alive: Float[Array, "firm"]
    above_break_even: Float[Array, "firm"]
    """1 where sales cover what cannot be avoided."""
    capacity_lost: Float[Array, "place sector"]
    profit_of_place: Float[Array, "place"]
    cash_change: Float[Array, "firm"]
