"""Parameters of the epidemic body, and the one function that makes them from a region."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import DTypeLike, NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.axes import Axes
from bothhands.inputs.bands import share_between
from bothhands.inputs.codes import nearest
from bothhands.inputs.region import Region
from bothhands.model.epidemic.borders import port_passes, quarantine_days_of
from bothhands.model.epidemic.copies import LAYER, STRAIN
from bothhands.model.epidemic.disease import RESPIRATORY, Disease
from bothhands.model.epidemic.programme import Dated, as_copied, copied
from bothhands.model.epidemic.reproduction import transmission_for
from bothhands.model.epidemic.strata import (
    ages_along_the_chain,
    contacts_of_workers,
    everything_open,
    over_strata,
    strata_of,
)
from bothhands.model.epidemic.tables import (
    BY_AGE,
    age_risks,
    bed_staff,
    capacities,
    community_weight,
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
    "contacts_per_tracer_day", "offspring_dispersion", "transfer_share", "beds_lost_per_staff_absent",
)  # fmt: skip

TRAVELLING_AGES = (15, 65)
"""ASSUMED: ages of those who come with an infection from elsewhere, to below the second."""
OF_THE_DAY = ("isolation", "tracing", "fatal_share")
"""Factors of a disease that the day gives: found by testing, found by tracing, dying in intensive care."""


class EpidemicParams(eqx.Module):
    """Everything the epidemic body needs; shapes by axis name.

    Hazards are per day. The strata of a place are its ages without their workers, then the workers of each sector.
    """

    population: Float[Array, "place age"]
    """Residents by age, at work or not."""
    strata: Float[Array, "place stratum"]
    """Residents by stratum when every sector is open."""
    worker_age: Float[Array, "place age"]
    """Share of the workers of a place who are of an age; rows add up to 1."""
    dead_worker_age: Float[Array, "place age"]
    """The same of the workers who die."""
    contacts: Float[Array, "setting age age"]
    """Daily contacts of one person of the row's age with all persons of the column's age, at home, at school, in the community."""
    colleague_contacts: Float[Array, "sector"]
    """Daily contacts of a worker with workers of the same sector."""
    customer_contacts: Float[Array, "sector"]
    """Daily contacts of a worker with customers."""
    transmission: Float[Array, ""]
    """Probability that a contact with one fully infectious person infects, before measures."""
    symptomatic_share: Float[Array, "place stratum"]
    hospital_share: Float[Array, "place stratum"]
    intensive_share: Float[Array, "place stratum"]
    fatality_in_intensive_share: Float[Array, "place stratum"]
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
    stratum_of_traveller: Float[Array, "place stratum"]
    """Share of the travellers to a place by stratum while every sector is open; those of a closed sector stand with their age."""
    ward_beds: Float[Array, "place"]
    """Beds that have staff while nobody is absent."""
    intensive_beds: Float[Array, "place"]
    bed_staff: Float[Array, "sector"]
    """1 where a sector's workers staff hospital beds."""
    transfer_share: Float[Array, ""]
    """Share of the patients above a city's beds who can be moved to another."""
    beds_lost_per_staff_absent: Float[Array, ""]
    quarantine_rooms: Float[Array, "place"]
    tests_per_day: Float[Array, "place"]
    tracers: Float[Array, "place"]
    health_workers: Float[Array, "place"]
    tests_per_find: Float[Array, ""]
    contacts_per_tracer_day: Float[Array, ""]
    offspring_dispersion: Float[Array, ""]
    community_weight: Float[Array, "place sector"]
    """Weight of a sector in the customer contacts of a place; rows add up to 1."""
    disease: Disease = eqx.field(static=True, default=RESPIRATORY)
    """Compartments and the ways between them."""
    added: Mapping[str, Float[Array, "..."]] = eqx.field(default_factory=dict)
    """Numbers of factors that another disease names beyond the fields above."""
    dated: Dated | None = None
    """Doses and entering strains by day; None in a region without vaccines and variants."""


def replaced(params: EpidemicParams, fields: Sequence[str], values: Sequence[Float[Array, "..."]]) -> EpidemicParams:
    """The same parameters with some fields replaced, by name."""
    changed: EpidemicParams = eqx.tree_at(lambda p: tuple(getattr(p, field) for field in fields), params, tuple(values))
    return changed


def with_disease(
    params: EpidemicParams, disease: Disease, added: Mapping[str, float | Float[Array, "..."]]
) -> EpidemicParams:
    """The same region with another disease; strains and layers of the region are made of it again.

    Parameters
    ----------
    params
        Of the region.
    disease
        Compartments and ways; `RESPIRATORY` extended, or another.
    added
        Number of every factor that is neither a field of `EpidemicParams` nor of the day (`isolation`, `tracing`,
        `fatal_share`); to be broadcast against (place, stratum).

    Raises
    ------
    InputError
        Where a factor has no number or a number no factor.
    """
    known = {field.name for field in dataclasses.fields(EpidemicParams)} | set(OF_THE_DAY)
    disease = as_copied(disease, params.disease)
    kept = {name: value for name, value in params.added.items() if STRAIN in name or LAYER in name}
    known |= set(kept)
    faults = [
        Fault(
            "BH-MOD-002",
            f"the factor {name!r} has no number",
            "a number among those added",
            nearest(name, [*known, *added]),
        )
        for name in sorted(disease.factors - known - set(added))
    ]
    faults += [
        Fault(
            "BH-MOD-003",
            f"{name!r} is no factor of the disease",
            f"one of {', '.join(sorted(disease.factors))}",
            "leave it out",
        )
        for name in sorted(set(added) - disease.factors)
    ]
    if faults:
        raise InputError(faults)
    given = {name: jnp.asarray(value, params.population.dtype) for name, value in added.items()}
    kept = {name: value for name, value in kept.items() if name in disease.factors}
    return dataclasses.replace(params, disease=disease, added=kept | given)


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
    strata, worker_age = strata_of(region, axes, population)
    colleagues, customers = contacts_of_workers(region, axes, contacts["work"], population, strata)
    own_ages = ages_along_the_chain(risks, worker_age)
    by_stratum = {
        name: over_strata(risks[name], own_ages[name], len(axes.sectors)) for name in risks if name in own_ages
    }
    travelling = strata * np.array([*share_between(axes.ages, *TRAVELLING_AGES), *([1.0] * len(axes.sectors))])
    travelling = np.where(travelling.sum(1, keepdims=True) > 0, travelling, np.maximum(strata, 1e-12))
    traveller_share = travelling / travelling.sum(1, keepdims=True)
    fatal = np.minimum(by_stratum["fatality_share"] / np.maximum(by_stratum["intensive_share"], 1e-12), 1.0)
    settings = np.stack([contacts[setting] for setting in BY_AGE])
    raw = {
        "population": population,
        "strata": strata,
        "worker_age": worker_age,
        "dead_worker_age": own_ages["dead"],
        "contacts": settings,
        "colleague_contacts": colleagues,
        "customer_contacts": customers,
        "transmission": transmission_for(
            value["basic_reproduction_number"], everything_open(settings, worker_age, strata, colleagues, customers),
            strata.sum(0), np.average(by_stratum["symptomatic_share"], axis=0, weights=np.maximum(strata, 1e-12)),
            value["asymptomatic_infectiousness"], rate,
        ),
        **{name: by_stratum[name] for name in ("symptomatic_share", "hospital_share", "intensive_share")},
        "life_years_left": risks["life_years_left"],
        "fatality_in_intensive_share": fatal,
        **rate,
        **{name: value[name] for name in SCALARS},
        "trips_per_resident": trips_between(region, axes, population.sum(axis=1)),
        "trips_to_hub": trips_to_hub(region, axes),
        "imported_infected": infected,
        "arrivals": arrivals,
        "port_passes": port_passes(region, axes, float(np.average(by_stratum["symptomatic_share"], weights=traveller_share))),
        "quarantine_days": quarantine_days_of(region, axes),
        "port_place": np.array([[float(p == q) for p in axes.places] for q in axes.place_of_port]).reshape(-1, len(axes.places)),
        "seeds": wave_seeds(region, axes, population),
        "stage_of_traveller": stages_of_prevalence(by_stratum["symptomatic_share"], travelling, value),
        "stratum_of_traveller": traveller_share,
        **capacities(region, axes),
        "bed_staff": bed_staff(region),
        "community_weight": community_weight(region, axes),
    }  # fmt: skip
    arrays: dict[str, Any] = {name: jnp.asarray(item, np.dtype(dtype)) for name, item in raw.items()}
    own = copied(region, axes, RESPIRATORY, strata, worker_age, value)
    added, dated = jax.tree.map(lambda item: jnp.asarray(item, np.dtype(dtype)), own[1:])
    return EpidemicParams(**arrays, disease=own.disease, added=added, dated=dated)


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
