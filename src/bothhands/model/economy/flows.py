"""What the economy body reports of a day: money a day by place and sector."""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Array, Float


class EconomyFlows(NamedTuple):
    """One day of the economy."""

    output: Float[Array, "place sector"]
    value_added: Float[Array, "place sector"]
    demand: Float[Array, "place sector"]
    consumption: Float[Array, "place"]
    """Household purchases delivered."""
    profits: Float[Array, "place sector"]
    """Output less inputs delivered, pay and other costs; inputs taken into stock are paid for."""
    labour_share: Float[Array, "place sector"]
    """Labour at work, against normal."""
    contract_share: Float[Array, "place sector"]
    """Labour under contract, at work or not, against normal."""
    active_share: Float[Array, "place sector"]
    """Labour that could work today, on site or at home, against normal."""
    lost_to_labour: Float[Array, "place sector"]
    """Output short of normal because labour or closure limits it."""
    lost_to_inputs: Float[Array, "place sector"]
    lost_to_demand: Float[Array, "place sector"]
    starved: Float[Array, "input sector"]
    """Part of what is lost to inputs in a sector that each input has to answer for, the region over."""
