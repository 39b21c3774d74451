"""Economic outcomes of a run as traceable functions, and what measures cost."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.levers.catalogue import Levers
from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.epidemic.params import EpidemicParams


class Prices(NamedTuple):
    """What the user says things are worth or cost, in the region's currency; values are the user's, shown wherever they bite."""

    life_year: Float[Array, ""]
    school_day: Float[Array, ""]
    """A pupil's day out of school."""
    gatherings_day: Float[Array, ""]
    """A resident's day without gatherings."""
    quarantine: Float[Array, ""]
    """One arrival for one day of quarantine."""
    corridor_test: Float[Array, ""]
    """One trip to the hub tested."""


def value_added(flows: EconomyFlows, counted: Float[Array, "time"]) -> Float[Array, ""]:
    """Value added of the region on the days counted."""
    return jnp.einsum("tps,t->", flows.value_added, counted)


def schooling_loss(
    params: EpidemicParams, levers: Levers, pupils: Float[Array, "place"], prices: Prices, counted: Float[Array, "time"]
) -> Float[Array, ""]:
    """Worth of school days lost; `pupils` counts those of school age."""
    return prices.school_day * jnp.einsum("tp,p,t->", 1.0 - levers.school, pupils, counted)


def gatherings_loss(
    params: EpidemicParams, levers: Levers, prices: Prices, counted: Float[Array, "time"]
) -> Float[Array, ""]:
    """Worth of what residents forgo without gatherings."""
    return prices.gatherings_day * jnp.einsum("tp,p,t->", 1.0 - levers.gatherings, params.population.sum(-1), counted)


def screening_cost(
    params: EpidemicParams, levers: Levers, prices: Prices, counted: Float[Array, "time"]
) -> Float[Array, ""]:
    """Public cost of quarantine at the ports and tests in the corridor."""
    ports = jnp.einsum("tq,tq,q,t->", params.arrivals, levers.port_screening, params.quarantine_days, counted)
    trips = jnp.einsum("p,tp,tp,t->", params.trips_to_hub, levers.travel, levers.corridor_screening, counted)
    return prices.quarantine * ports + prices.corridor_test * trips
