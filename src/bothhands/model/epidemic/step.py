"""One day of the epidemic: who is at work, how people meet, hazards, then the daily chain or Runge–Kutta sub-steps over them.

Pure functions; no files, clock or hidden chance. The disease is data (`disease.py`), contacts have their own file, and the
steppers know only which way persons may move. What testing, masks and contacts depend on outside this body arrives as levers
and signals.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from bothhands.model.epidemic.care import Care, care_of
from bothhands.model.epidemic.contacts import Contacts, by_age, force_of_infection
from bothhands.model.epidemic.copies import copy_of
from bothhands.model.epidemic.disease import INFECTION, infectiousness, rates
from bothhands.model.epidemic.entry import entered, passing
from bothhands.model.epidemic.flows import EpidemicFlows
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.parts import parts_of
from bothhands.model.epidemic.programme import Dated
from bothhands.model.epidemic.reassign import reassigned, sizes
from bothhands.model.epidemic.state import EpidemicState
from bothhands.model.epidemic.steppers import Hazards, Persons, daily_chain, net, runge_kutta
from bothhands.model.epidemic.vaccination import after_doses
from bothhands.model.smooth import smaller

Tree = TypeVar("Tree")

NOT_FOUND = ("presymptomatic", "asymptomatic", "symptomatic")
FOUND = ("isolated", "traced", "ward")
INFECTED = ("exposed", "presymptomatic", "asymptomatic", "symptomatic", "isolated", "traced", "ward", "intensive")
TRAVELLING = ("exposed", "presymptomatic", "asymptomatic")
"""Infected who feel well enough to travel."""
OUTSIDE, REASSIGNED, VACCINATED = 1_000, 1_001, 1_002
"""Numbers folded into a day's key for arrivals, workers who change stratum and doses; ways of the disease take the small ones."""


class EpidemicLevers(NamedTuple):
    """Levers of a day that act on the epidemic."""

    openness: Float[Array, "place sector"]
    school: Float[Array, "place"]
    gatherings: Float[Array, "place"]
    travel: Float[Array, "place"]
    stay_home: Float[Array, "place"]
    mask_rule: Float[Array, "place"]
    testing: Float[Array, "place"]
    tracing: Float[Array, "place"]
    port_screening: Float[Array, "port"]
    corridor_screening: Float[Array, "place"]


class EpidemicSignals(NamedTuple):
    """What the other bodies tell the epidemic on a day, and the exogenous rows of that day."""

    work_contacts: Float[Array, "place sector"]
    customer_contacts: Float[Array, "place sector"]
    mask_coverage_workers: Float[Array, "place"]
    mask_coverage_public: Float[Array, "place"]
    kit_coverage: Float[Array, "place"]
    imported_infected: Float[Array, "port"]
    arrivals: Float[Array, "port"]
    seeds: Float[Array, "place"]
    port_passes: Float[Array, "port way stage"]
    dated: Dated | None = None
    """Doses and what strains enter; None in a region without."""


class Pressure(NamedTuple):
    """How people meet and how fast cases are found on a day."""

    contacts: Contacts
    travel: Float[Array, "place place"]
    isolation_rate: Float[Array, "place"]
    tracing_rate: Float[Array, "place"]
    overflow_factor: Float[Array, "place"]
    test_kits_used: Float[Array, "place"]
    tracers_used: Float[Array, "place"]


def step(
    params: EpidemicParams,
    state: EpidemicState,
    levers: EpidemicLevers,
    signals: EpidemicSignals,
    key: PRNGKeyArray | None = None,
    substeps: int = 0,
    smoothing: float = 0.0,
) -> tuple[EpidemicState, EpidemicFlows]:
    """Advance the epidemic by one day.

    Parameters
    ----------
    params, state, levers, signals
        The body's parameters, its state at the start of the day, and the day's levers and signals.
    key
        Random key of the member and day; None gives the deterministic mean.
    substeps
        0: the daily chain. n > 0: n Runge–Kutta steps of fourth order, the continuous-time limit (deterministic only).
    smoothing
        Width of every kink; 0 is exact.
    """
    disease = params.disease
    own = None if key is None else jax.random.fold_in(key, REASSIGNED)
    persons = _apart(reassigned(params, state.persons, state.openness, levers.openness, own))
    if disease.layers and signals.dated is not None:
        drawing = None if key is None else jax.random.fold_in(key, VACCINATED)
        persons = _apart(after_doses(params, persons, signals.dated, levers.openness, drawing, smoothing))
    day = _apart(pressure(params, persons, levers, signals, smoothing))
    arrived, caught, rooms = screened_arrivals(params, levers, signals)
    entering = arrived.T + params.stage_of_traveller[:, None] * signals.seeds
    stratum = sizes(params.stratum_of_traveller, params.worker_age, levers.openness)
    outside = None if key is None else jax.random.fold_in(key, OUTSIDE)
    persons, added = entered(params, persons, arrived.T, entering, stratum, signals.dated, outside)
    if substeps:
        moved = runge_kutta(disease, lambda at: hazards(params, at, day), persons, substeps)
    else:
        moved = _apart(daily_chain(disease, _apart(hazards(params, persons, day)), persons, key))
    after = _apart(persons + net(disease, moved))
    flows = _flows(params, after, moved, day, levers, arrived.sum(-1), caught, rooms, care_of(params, after, smoothing))
    if disease.is_copied:
        carrying = {} if signals.dated is None else signals.dated.carrying_share
        flows = flows._replace(
            susceptible=disease.held(after, (disease.compartments[0],)),
            parts=parts_of(disease, numbers(params, day), after, moved, carrying),
        )
    return EpidemicState(after, state.imported + added.sum(0), levers.openness), flows


def _apart(tree: Tree) -> Tree:
    """The same arrays, computed once: without a barrier the compiler fuses the parts of a day into one another and computes each
    many times over, and a day's gradient takes ten times as long."""
    same: Tree = jax.lax.optimization_barrier(tree)
    return same


def numbers(params: EpidemicParams, day: Pressure) -> dict[str, Float[Array, "..."]]:
    """The number of every factor of the disease on a day, the forces of infection left out."""
    values = {name: getattr(params, name) for name in params.disease.factors if hasattr(params, name)}
    return values | {
        **params.added,
        "isolation": day.isolation_rate[:, None],
        "tracing": day.tracing_rate[:, None],
        "fatal_share": jnp.clip(params.fatality_in_intensive_share * day.overflow_factor[:, None], 0.0, 1.0),
    }


def hazards(params: EpidemicParams, persons: Persons, day: Pressure) -> Hazards:
    """Hazard a day of every transition at given persons."""
    values = numbers(params, day)
    for strain in params.disease.strains:
        carrying = infectiousness(params.disease, values, persons, strain)
        met = force_of_infection(day.contacts, carrying, params.disease.living(persons), day.travel)
        values[copy_of(INFECTION, strain)] = params.transmission * met
    infectious = infectiousness(params.disease, values, persons)
    met = force_of_infection(day.contacts, infectious, params.disease.living(persons), day.travel)
    return rates(params.disease, values, params.transmission * met)


def pressure(
    params: EpidemicParams, persons: Persons, levers: EpidemicLevers, signals: EpidemicSignals, smoothing: float
) -> Pressure:
    """How much people meet today by setting, and how fast cases are found, from levers and signals.

    Testing falls back to its base where kits are short or need more than the laboratories can do; tracing where tracers are
    too few.
    """
    held = params.disease.held
    ill = held(persons, ("symptomatic", "presymptomatic")).sum(-1)
    wanted = levers.testing * params.tests_per_find * ill * params.isolation_testing_rate
    possible = jnp.maximum(params.tests_per_day, 1.0)
    done = smaller(wanted, possible, possible, smoothing)
    effective_testing = levers.testing * (done + 1e-9) / (wanted + 1e-9) * signals.kit_coverage
    tracers_wanted = levers.tracing * ill / params.contacts_per_tracer_day
    tracers_used = smaller(tracers_wanted, params.tracers, jnp.maximum(params.tracers, 1.0), smoothing)
    effective_tracing = levers.tracing * (tracers_used + 1e-9) / (tracers_wanted + 1e-9)
    share_over = care_of(params, persons, smoothing).intensive.without
    trips = (
        params.trips_per_resident
        * params.trip_day_share
        * jnp.sqrt(levers.travel[:, None] * levers.travel[None, :] + 1e-12)
    )
    return Pressure(
        contacts=contacts_of_day(params, levers, signals),
        travel=trips + jnp.diag(1.0 - trips.sum(-1)),
        isolation_rate=params.isolation_base_rate + params.isolation_testing_rate * effective_testing,
        tracing_rate=params.tracing_rate * effective_tracing,
        overflow_factor=1.0 + (params.overflow_fatality_factor - 1.0) * share_over,
        test_kits_used=done,
        tracers_used=tracers_used,
    )


def contacts_of_day(params: EpidemicParams, levers: EpidemicLevers, signals: EpidemicSignals) -> Contacts:
    """Contacts under the day's levers: masks at work and outside the home, schools, gatherings, people asked to stay home, and
    customers who find open business or do not."""
    masked_work = 1.0 - params.mask_efficacy * levers.mask_rule * signals.mask_coverage_workers
    masked_public = 1.0 - params.mask_efficacy * levers.mask_rule * signals.mask_coverage_public
    at_large = 1.0 - params.stay_home_effect * levers.stay_home
    business = params.community_business_share
    served = (params.community_weight * signals.customer_contacts).sum(-1)
    community = levers.gatherings * at_large * (1.0 - business + business * served) * masked_public
    return Contacts(
        by_age=params.contacts,
        strength=jnp.stack([jnp.ones_like(community), levers.school * masked_public, community]),
        worker_age=params.worker_age,
        colleagues=params.colleague_contacts * signals.work_contacts * masked_work[:, None],
        customers=params.customer_contacts * signals.customer_contacts * masked_work[:, None],
        commuters=jnp.zeros_like(signals.work_contacts),
        commuting_share=jnp.zeros_like(signals.work_contacts),
    )


def screened_arrivals(
    params: EpidemicParams, levers: EpidemicLevers, signals: EpidemicSignals
) -> tuple[Float[Array, "place stage"], Float[Array, "place"], Float[Array, "place"]]:
    """Infected arrivals that pass by stage, those kept out, and quarantine rooms in use, by the port's place.

    Everyone meets the checks of the port; the screened share also goes through quarantine with tests (`screening.py`). Those
    kept out were found or got over it before release. Rooms: arrivals a day × days of stay (Little's law).
    """
    free, quarantined = passing(signals.port_passes, params.checks_missed_odds, params.quarantine_missed_odds)
    screened = levers.port_screening[:, None]
    share = (1.0 - screened) * free + screened * quarantined
    arrived = params.port_place.T @ (signals.imported_infected[:, None] * share)
    caught = params.port_place.T @ (signals.imported_infected * (1.0 - share.sum(-1)))
    rooms = params.port_place.T @ (signals.arrivals * levers.port_screening * params.quarantine_days)
    return arrived, caught, rooms


def _flows(
    params: EpidemicParams,
    persons: Persons,
    moved: Float[Array, "transition place stratum"],
    day: Pressure,
    levers: EpidemicLevers,
    arrived: Float[Array, "place"],
    caught: Float[Array, "place"],
    rooms: Float[Array, "place"],
    care: Care,
) -> EpidemicFlows:
    disease, n_ages = params.disease, params.worker_age.shape[-1]
    infections = disease.infections(moved)
    living = disease.living(persons)
    away = disease.held(persons, disease.absent)[:, n_ages:]
    members = persons.sum(0)[:, n_ages:]
    travelling = disease.held(persons, TRAVELLING).sum(-1) / jnp.maximum(living.sum(-1), 1.0)
    pass_share = 1.0 - levers.corridor_screening * (1.0 - params.corridor_pass_share)
    return EpidemicFlows(
        infections=by_age(infections, params.worker_age),
        infections_of_workers=infections[:, n_ages:],
        deaths=by_age(disease.passing(moved, disease.dead), params.dead_worker_age),
        found=disease.passing(moved, FOUND, NOT_FOUND).sum(-1),
        ward=care.ward.patients,
        intensive=care.intensive.patients,
        ward_beds=care.ward.beds,
        intensive_beds=care.intensive.beds,
        infectious=disease.held(persons, NOT_FOUND).sum(-1),
        infected=disease.held(persons, INFECTED).sum(-1),
        absent=away / jnp.maximum(members, 1.0),
        imported=arrived,
        imported_found=caught,
        exported=params.trips_to_hub * levers.travel * travelling * pass_share,
        quarantine_rooms_used=rooms,
        test_kits_used=day.test_kits_used,
        tracers_used=day.tracers_used,
        setting_strength=day.contacts.strength,
        colleague_contacts=day.contacts.colleagues,
        customer_contacts=day.contacts.customers,
        isolation_rate=day.isolation_rate,
        tracing_rate=day.tracing_rate,
        size=living,
        susceptible=persons[0],
    )
