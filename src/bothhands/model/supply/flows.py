"""What moved in a day, by place and good, in each good's own unit."""

from __future__ import annotations

from typing import NamedTuple

from jaxtyping import Array, Float


class Flows(NamedTuple):
    """One day of supply.

    Axes are (place, good) and (place, group) with the groups of `DEMAND_GROUPS`; units are those of the good a day,
    masks in pieces. `shipped` left the depots of a place, `delivered` was sent towards a place; `arrived` reached its
    users. `stock` is everything that lies or is on its way at the end of the day, goods in transit at their
    destination. `input_shortage` is the share of planned output lost to missing inputs, `shortage_of_place` the same
    over the place's makers, weighted by value. `kits_served` is in kits. `recounted` is what a count adds in the morning,
    below 0 where less lay than was computed; None where nothing is counted after the first day.
    """

    produced: Float[Array, "place good"]
    bought: Float[Array, "place good"]
    used: Float[Array, "place good"]
    served: Float[Array, "place good"]
    spoiled: Float[Array, "place good"]
    shipped: Float[Array, "place good"]
    delivered: Float[Array, "place good"]
    arrived: Float[Array, "place good"]
    stock: Float[Array, "place good"]
    capacity: Float[Array, "place good"]
    planned: Float[Array, "place good"]
    masks_served: Float[Array, "place group"]
    mask_coverage: Float[Array, "place group"]
    kits_served: Float[Array, "place"]
    kit_coverage: Float[Array, "place"]
    input_shortage: Float[Array, "place good"]
    shortage_of_place: Float[Array, "place"]
    recounted: Float[Array, "place good"] | None = None
