"""Economic outcomes of a run as traceable functions, and what measures cost."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.levers.catalogue import Levers
from bothhands.model.economy.flows import EconomyFlows
from bothhands.model.epidemic.flows import EpidemicFlows
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
    test: Float[Array, ""]
    """One test of a suspected case."""
    tracer_day: Float[Array, ""]
    """One tracer for one day."""
    stay_home_day: Float[Array, ""]
    """A resident's day at home."""
    trip: Float[Array, ""]
    """A trip to another place forgone."""
    remote_loss_share: Float[Array, ""]
    """Share of what is made at home that would have been made more on site."""


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


def screening_cost(params: EpidemicParams, levers: Levers, prices: Prices) -> Float[Array, "time"]:
    """Public cost a day of quarantine at the ports and tests in the corridor."""
    ports = jnp.einsum("tq,tq,q->t", params.arrivals, levers.port_screening, params.quarantine_days)
    trips = jnp.einsum("p,tp,tp->t", params.trips_to_hub, levers.travel, levers.corridor_screening)
    return prices.quarantine * ports + prices.corridor_test * trips


def finding_cost(flows: EpidemicFlows, prices: Prices) -> Float[Array, "time"]:
    """Public cost a day of tests and tracers used within the region."""
    return prices.test * flows.test_kits_used.sum(-1) + prices.tracer_day * flows.tracers_used.sum(-1)


def distancing_loss(
    params: EpidemicParams,
    levers: Levers,
    flows: EconomyFlows,
    remote_share: Float[Array, "sector"],
    prices: Prices,
    counted: Float[Array, "time"],
) -> Float[Array, ""]:
    """Worth of days at home, of trips forgone, and of what working at home makes less.

    Notes
    -----
    Work at home: value added × share of the sector's work that can be done there × share of it that is × loss. The run itself keeps
    output as it is, so that the loss is counted here and nowhere else.
    """
    residents = params.population.sum(-1)
    home = jnp.einsum("tp,p,t->", levers.stay_home, residents, counted)
    trips = jnp.einsum("tp,p,t->", 1.0 - levers.travel, params.trips_per_resident.sum(-1) * residents, counted)
    remote = jnp.einsum("tps,s,tp,t->", flows.value_added, remote_share, levers.remote, counted)
    return prices.stay_home_day * home + prices.trip * trips + prices.remote_loss_share * remote
