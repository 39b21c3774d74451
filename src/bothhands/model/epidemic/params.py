"""Parameters of the epidemic body, and the one function that makes them from a region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import DTypeLike, NDArray

from bothhands.inputs.axes import Axes
from bothhands.inputs.region import Region
from bothhands.model.epidemic.borders import port_passes, quarantine_days_of
from bothhands.model.epidemic.reproduction import transmission_for
from bothhands.model.epidemic.tables import (
    age_risks,
    capacities,
    community_weights,
    contact_matrices,
    imported_infected,
    population_of,
    trips_between,
    trips_to_hub,
    wave_seeds,
)

HAZARDS = (
    "latent_days", "presymptomatic_days", "asymptomatic_days", "symptomatic_days", "ward_days", "intensive_days",
)  # fmt: skip
SCALARS = (
    "asymptomatic_infectiousness", "waning_rate", "isolation_base_rate", "isolation_testing_rate", "tracing_rate",
    "mask_efficacy", "stay_home_effect", "community_business_share", "overflow_fatality_factor", "trip_day_share",
    "corridor_pass_share", "checks_missed_odds", "quarantine_missed_odds", "tests_per_find",
    "contacts_per_tracer_day", "offspring_dispersion",
)  # fmt: skip


class EpidemicParams(eqx.Module):
    """Everything the epidemic body needs; shapes by axis name.

    Hazards are per day. `contacts_*` are daily contacts of one person of the row's age with all persons of the column's age.
    """

    population: Float[Array, "place age"]
    contacts_home: Float[Array, "age age"]
    contacts_school: Float[Array, "age age"]
    contacts_work: Float[Array, "age age"]
    contacts_community: Float[Array, "age age"]
    transmission: Float[Array, ""]
    """Probability that a contact with one fully infectious person infects, before measures."""
    symptomatic_share: Float[Array, "age"]
    hospital_share: Float[Array, "age"]
    intensive_share: Float[Array, "age"]
    fatality_in_intensive_share: Float[Array, "age"]
    life_years_left: Float[Array, "age"]
    asymptomatic_infectiousness: Float[Array, ""]
    latent_rate: Float[Array, ""]
    presymptomatic_rate: Float[Array, ""]
    asymptomatic_rate: Float[Array, ""]
    symptomatic_rate: Float[Array, ""]
    ward_rate: Float[Array, ""]
    intensive_rate: Float[Array, ""]
    waning_rate: Float[Array, ""]
    isolation_base_rate: Float[Array, ""]
    isolation_testing_rate: Float[Array, ""]
    tracing_rate: Float[Array, ""]
    mask_efficacy: Float[Array, ""]
    stay_home_effect: Float[Array, ""]
    community_business_share: Float[Array, ""]
    """Part of community contacts that takes place in open business."""
    overflow_fatality_factor: Float[Array, ""]
    trips_per_resident: Float[Array, "place place"]
    """Trips a resident makes a day to another place, in a normal year; diagonal zero."""
    trip_day_share: Float[Array, ""]
    trips_to_hub: Float[Array, "place"]
    """Trips a day to the protected hub, in a normal year."""
    corridor_pass_share: Float[Array, ""]
    imported_infected: Float[Array, "time port"]
    """Infected travellers arriving a day, before screening."""
    arrivals: Float[Array, "time port"]
    """All travellers arriving a day."""
    port_place: Float[Array, "port place"]
    """1 where the port lies."""
    port_passes: Float[Array, "time port way stage"]
    """Shares of infected arrivals who enter, without and with quarantine, by stage at entry (`borders.port_passes`)."""
    checks_missed_odds: Float[Array, ""]
    """Odds that the checks miss one, against `port_passes`: what is not known of the checks."""
    quarantine_missed_odds: Float[Array, ""]
    """The same of quarantine, given that the checks missed one."""
    quarantine_days: Float[Array, "port"]
    seeds: Float[Array, "time place"]
    """Infected persons that enter from elsewhere in the country, by day (set by the fit; zero without one)."""
    stage_of_traveller: Float[Array, "stage"]
    """Where those of `seeds` stand in their infection: exposed, presymptomatic, asymptomatic, symptomatic; adds up to 1."""
    age_of_traveller: Float[Array, "age"]
    """Share of travellers by age."""
    ward_beds: Float[Array, "place"]
    intensive_beds: Float[Array, "place"]
    quarantine_rooms: Float[Array, "place"]
    tests_per_day: Float[Array, "place"]
    tracers: Float[Array, "place"]
    health_workers: Float[Array, "place"]
    tests_per_find: Float[Array, ""]
    contacts_per_tracer_day: Float[Array, ""]
    offspring_dispersion: Float[Array, ""]
    worker_share_of_age: Float[Array, "place age"]
    """Share of an age who work."""
    community_weight: Float[Array, "place sector"]
    """Weight of a sector in the customer contacts of a place; rows add up to 1."""
    work_weight: Float[Array, "place sector"]
    """Weight of a sector in the workplace contacts of a place; rows add up to 1."""


def replaced(params: EpidemicParams, fields: Sequence[str], values: Sequence[Float[Array, "..."]]) -> EpidemicParams:
    """The same parameters with some fields replaced, by name."""
    changed: EpidemicParams = eqx.tree_at(lambda p: tuple(getattr(p, field) for field in fields), params, tuple(values))
    return changed


def from_region(region: Region, axes: Axes, dtype: DTypeLike = np.float64) -> EpidemicParams:
    """Epidemic parameters of a region.

    The transmission probability is set so that the discrete daily chain, everything open and nobody isolated, has the
    region's basic reproduction number.

    Parameters
    ----------
    region, axes
        The region and its axes.
    dtype
        Precision of the run.
    """
    names = ("basic_reproduction_number", *HAZARDS, *SCALARS)
    value = {name: float(region.parameter(name).value) for name in names}
    population = population_of(region, axes)
    contacts = contact_matrices(region, axes)
    risks = age_risks(region, axes)
    rate = {name.removesuffix("_days") + "_rate": 1.0 / value[name] for name in HAZARDS}
    arrivals, infected = imported_infected(region, axes)
    traveller_age = population.sum(axis=0) * np.array([15 <= age < 65 for age in axes.ages])
    if traveller_age.sum() == 0:
        traveller_age = np.maximum(population.sum(axis=0), 1e-12)
    workers, work_weight, community_weight = community_weights(region, axes)
    working_age = population * np.array([20 <= age < 65 for age in axes.ages])
    worker_share = np.minimum(workers[:, None] / np.maximum(working_age.sum(axis=1, keepdims=True), 1.0), 1.0)
    fatal = np.minimum(risks["fatality_share"] / np.maximum(risks["intensive_share"], 1e-12), 1.0)
    raw = {
        "population": population,
        **{f"contacts_{setting}": matrix for setting, matrix in contacts.items()},
        "transmission": transmission_for(
            value["basic_reproduction_number"], np.sum(list(contacts.values()), axis=0), population.sum(axis=0), risks["symptomatic_share"],
            value["asymptomatic_infectiousness"], rate,
        ),
        **{name: risks[name] for name in ("symptomatic_share", "hospital_share", "intensive_share", "life_years_left")},
        "fatality_in_intensive_share": fatal,
        **rate,
        **{name: value[name] for name in SCALARS},
        "trips_per_resident": trips_between(region, axes, population.sum(axis=1)),
        "trips_to_hub": trips_to_hub(region, axes),
        "imported_infected": infected,
        "arrivals": arrivals,
        "port_passes": port_passes(region, axes, float(np.average(risks["symptomatic_share"], weights=traveller_age))),
        "quarantine_days": quarantine_days_of(region, axes),
        "port_place": np.array([[float(p == q) for p in axes.places] for q in axes.place_of_port]).reshape(-1, len(axes.places)),
        "seeds": wave_seeds(region, axes, population),
        "stage_of_traveller": stages_of_prevalence(risks["symptomatic_share"], traveller_age, value),
        "age_of_traveller": traveller_age / max(traveller_age.sum(), 1e-12),
        **capacities(region, axes),
        "worker_share_of_age": worker_share * np.array([20.0 <= age < 65 for age in axes.ages]),
        "community_weight": community_weight,
        "work_weight": work_weight,
    }  # fmt: skip
    return EpidemicParams(**{name: jnp.asarray(item, np.dtype(dtype)) for name, item in raw.items()})


def stages_of_prevalence(
    symptomatic_share: NDArray[np.float64], weight: NDArray[np.float64], value: Mapping[str, float]
) -> NDArray[np.float64]:
    """Shares of the infected, met at a random time, who are exposed, presymptomatic, asymptomatic or symptomatic.

    In proportion to the days spent in each (Little's law), as at an origin where infections neither grow nor fall; where they
    grow, travellers are earlier in their infection than this says.
    """
    share = float(np.average(symptomatic_share, weights=weight))
    days = np.array([
        value["latent_days"], share * value["presymptomatic_days"], (1 - share) * value["asymptomatic_days"],
        share * value["symptomatic_days"],
    ])  # fmt: skip
    return np.asarray(days / days.sum())
