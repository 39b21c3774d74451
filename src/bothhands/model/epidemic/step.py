"""One day of the epidemic: hazards, then either the daily chain or Runge–Kutta sub-steps over the same hazards.

Pure functions; no files, clock or hidden chance. `rates()` is the whole disease; the steppers know only which way persons
may move. Not here: what testing, masks and contacts depend on outside this body, which arrives as levers and signals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, PRNGKeyArray

from bothhands.model.draw import binomial, poisson
from bothhands.model.epidemic.entry import passing
from bothhands.model.epidemic.flows import EpidemicFlows
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.state import COMPARTMENTS, INDEX, TRANSITIONS, EpidemicState
from bothhands.model.smooth import positive_part, smaller

SOURCES = np.array([INDEX[source] for source, _ in TRANSITIONS])
ENTRY = np.array([INDEX[name] for name in ("exposed", "presymptomatic", "asymptomatic", "symptomatic")])
TARGETS = np.array([INDEX[target] for _, target in TRANSITIONS])


def _turns() -> tuple[list[np.ndarray], frozenset[int]]:
    """Ways out of each compartment by turn: the first way of every compartment, then the second …; and each one's last."""
    ways = {at: [n for n, source in enumerate(SOURCES) if source == at] for at in sorted(set(SOURCES.tolist()))}
    longest = max(len(own) for own in ways.values())
    turns = [np.array([own[turn] for own in ways.values() if len(own) > turn]) for turn in range(longest)]
    return turns, frozenset(own[-1] for own in ways.values())


WAYS_BY_TURN, LAST_WAYS = _turns()


class EpidemicLevers(NamedTuple):
    """Levers of a day that act on the epidemic."""

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

    work_contacts: Float[Array, "place"]
    customer_contacts: Float[Array, "place"]
    mask_coverage_workers: Float[Array, "place"]
    mask_coverage_public: Float[Array, "place"]
    kit_coverage: Float[Array, "place"]
    imported_infected: Float[Array, "port"]
    arrivals: Float[Array, "port"]
    seeds: Float[Array, "place"]
    port_passes: Float[Array, "port way stage"]


class Pressure(NamedTuple):
    """How people meet and how fast cases are found on a day."""

    school: Float[Array, "place"]
    work: Float[Array, "place"]
    community: Float[Array, "place"]
    isolation_rate: Float[Array, "place"]
    tracing_rate: Float[Array, "place"]
    travel: Float[Array, "place place"]
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
    day = pressure(params, state, levers, signals, smoothing)
    arrived, caught, rooms = screened_arrivals(params, levers, signals)
    entering = arrived.T + params.stage_of_traveller[:, None] * signals.seeds
    added = entering[:, :, None] * params.age_of_traveller
    if key is not None:
        added = poisson(jax.random.fold_in(key, len(TRANSITIONS)), added)
    persons = state.persons.at[ENTRY].add(added)

    def hazard(at: Float[Array, "compartment place age"]) -> Float[Array, "transition place age"]:
        return rates(params, at, day)

    moved = runge_kutta(hazard, persons, substeps) if substeps else daily_chain(hazard(persons), persons, key)
    after = persons + net(moved)
    found = moved[4] + moved[8] + moved[9] + moved[6]
    return EpidemicState(after, state.imported + added.sum(0)), _flows(
        params, after, moved, day, levers, arrived.sum(-1), caught, rooms, found
    )


def pressure(
    params: EpidemicParams, state: EpidemicState, levers: EpidemicLevers, signals: EpidemicSignals, smoothing: float
) -> Pressure:
    """How much people meet today by setting, and how fast cases are found, from levers and signals.

    Testing falls back to its base where kits are short or need more than the laboratories can do; tracing where tracers are
    too few.
    """
    masked_work = 1.0 - params.mask_efficacy * levers.mask_rule * signals.mask_coverage_workers
    masked_public = 1.0 - params.mask_efficacy * levers.mask_rule * signals.mask_coverage_public
    at_large = 1.0 - params.stay_home_effect * levers.stay_home
    business = params.community_business_share
    community = levers.gatherings * at_large * (1.0 - business + business * signals.customer_contacts) * masked_public
    ill = (state.persons[INDEX["symptomatic"]] + state.persons[INDEX["presymptomatic"]]).sum(-1)
    wanted = levers.testing * params.tests_per_find * ill * params.isolation_testing_rate
    possible = jnp.maximum(params.tests_per_day, 1.0)
    done = smaller(wanted, possible, possible, smoothing)
    effective_testing = levers.testing * (done + 1e-9) / (wanted + 1e-9) * signals.kit_coverage
    tracers_wanted = levers.tracing * ill / params.contacts_per_tracer_day
    tracers_used = smaller(tracers_wanted, params.tracers, jnp.maximum(params.tracers, 1.0), smoothing)
    effective_tracing = levers.tracing * (tracers_used + 1e-9) / (tracers_wanted + 1e-9)
    in_care = state.persons[INDEX["intensive"]].sum(-1)
    excess = positive_part(in_care - params.intensive_beds, jnp.maximum(params.intensive_beds, 1.0), smoothing)
    share_over = excess / jnp.maximum(in_care, 1e-9)
    trips = (
        params.trips_per_resident
        * params.trip_day_share
        * jnp.sqrt(levers.travel[:, None] * levers.travel[None, :] + 1e-12)
    )
    travel = trips + jnp.diag(1.0 - trips.sum(-1))
    return Pressure(
        school=levers.school * masked_public,
        work=signals.work_contacts * masked_work,
        community=community,
        isolation_rate=params.isolation_base_rate + params.isolation_testing_rate * effective_testing,
        tracing_rate=params.tracing_rate * effective_tracing,
        travel=travel,
        overflow_factor=1.0 + (params.overflow_fatality_factor - 1.0) * share_over,
        test_kits_used=done,
        tracers_used=tracers_used,
    )


def rates(
    params: EpidemicParams, persons: Float[Array, "compartment place age"], day: Pressure
) -> Float[Array, "transition place age"]:
    """Hazard a day of every transition, in the order of `TRANSITIONS`: the whole disease in one place.

    Notes
    -----
    λ_p = β Σ_q M_pq Σ_b K_q,ab I_q,b / N_q,b with residents' presence M (trips times the part of a day they take), I and N
    those present at q: Keeling & Rohani 2008, ch. 7. Hospital admission is an exit of the symptomatic, isolated or not, with
    the same chance, so that isolation changes transmission and never severity.
    """
    one = jnp.ones(persons.shape[1:], persons.dtype)
    per_place = one * day.isolation_rate[:, None]
    traced = one * day.tracing_rate[:, None]
    to_ward = one * params.hospital_share * params.symptomatic_rate
    mild = one * (1.0 - params.hospital_share) * params.symptomatic_rate
    fatal = jnp.clip(params.fatality_in_intensive_share * day.overflow_factor[:, None], 0.0, 1.0)
    return jnp.stack([
        force_of_infection(params, persons, day),
        one * params.latent_rate * params.symptomatic_share,
        one * params.latent_rate * (1.0 - params.symptomatic_share),
        one * params.presymptomatic_rate,
        traced,
        one * params.asymptomatic_rate,
        traced,
        mild,
        per_place,
        to_ward,
        mild,
        to_ward,
        one * params.asymptomatic_rate,
        one * params.ward_rate * (1.0 - params.intensive_share),
        one * params.ward_rate * params.intensive_share,
        params.intensive_rate * (1.0 - fatal),
        params.intensive_rate * fatal,
        one * params.waning_rate,
    ])  # fmt: skip


def force_of_infection(
    params: EpidemicParams, persons: Float[Array, "compartment place age"], day: Pressure
) -> Float[Array, "place age"]:
    """Hazard a day that a susceptible resident is infected, wherever the day takes them."""
    infectious = (
        persons[INDEX["symptomatic"]]
        + persons[INDEX["presymptomatic"]]
        + params.asymptomatic_infectiousness * persons[INDEX["asymptomatic"]]
    )
    living = persons[: INDEX["dead"]].sum(0)
    present = day.travel.T @ living
    prevalence = (day.travel.T @ infectious) / jnp.maximum(present, 1.0)
    met = (
        prevalence @ params.contacts_home.T
        + day.school[:, None] * (prevalence @ params.contacts_school.T)
        + day.work[:, None] * (prevalence @ params.contacts_work.T)
        + day.community[:, None] * (prevalence @ params.contacts_community.T)
    )
    return params.transmission * (day.travel @ met)


def daily_chain(
    hazard: Float[Array, "transition place age"],
    persons: Float[Array, "compartment place age"],
    key: PRNGKeyArray | None,
) -> Float[Array, "transition place age"]:
    """Persons moved by each transition in one day: each leaves with 1 − e^−Σr, and goes each way in proportion to r.

    With a key the counts are binomial, so that no compartment can lose more than it holds.
    """
    total = jnp.zeros_like(persons).at[SOURCES].add(hazard)
    leaving = -jnp.expm1(-total)
    if key is None:
        share = hazard / jnp.maximum(total[SOURCES], 1e-30)
        return persons[SOURCES] * leaving[SOURCES] * share
    return _drawn(hazard, persons, leaving, key)


def _drawn(
    hazard: Float[Array, "transition place age"],
    persons: Float[Array, "compartment place age"],
    leaving: Float[Array, "compartment place age"],
    key: PRNGKeyArray,
) -> Float[Array, "transition place age"]:
    """Binomial counts: who leaves each compartment, then which way, each way drawn from those still undecided."""
    undecided = binomial(jax.random.fold_in(key, 0), persons, leaving)
    open_hazard = jnp.zeros_like(persons).at[SOURCES].add(hazard)
    moved = jnp.zeros_like(hazard)
    for turn, ways in enumerate(WAYS_BY_TURN):
        at = SOURCES[ways]
        last = np.array([way in LAST_WAYS for way in ways.tolist()])[:, None, None]
        share = jnp.clip(hazard[ways] / jnp.maximum(open_hazard[at], 1e-30), 0.0, 1.0)
        if last.all():
            count = undecided[at]
        else:
            drawn = binomial(jax.random.fold_in(key, turn + 1), undecided[at], share)
            count = jnp.where(last, undecided[at], drawn)
        moved = moved.at[ways].set(count)
        undecided = undecided.at[at].add(-count)
        open_hazard = open_hazard.at[at].add(-hazard[ways])
    return moved


def runge_kutta(
    hazard: Callable[[Float[Array, "compartment place age"]], Float[Array, "transition place age"]],
    persons: Float[Array, "compartment place age"],
    substeps: int,
) -> Float[Array, "transition place age"]:
    """Persons moved in one day by the continuous-time limit: `substeps` classical Runge–Kutta steps over the same hazards."""
    width = 1.0 / substeps

    def flow(at: Float[Array, "compartment place age"]) -> Float[Array, "transition place age"]:
        return hazard(at) * at[SOURCES]

    def once(
        carry: tuple[Float[Array, "compartment place age"], Float[Array, "transition place age"]], _: None
    ) -> tuple[tuple[Float[Array, "compartment place age"], Float[Array, "transition place age"]], None]:
        at, sum_moved = carry
        k1 = flow(at)
        k2 = flow(at + 0.5 * width * net(k1))
        k3 = flow(at + 0.5 * width * net(k2))
        k4 = flow(at + width * net(k3))
        moved = width * (k1 + 2 * k2 + 2 * k3 + k4) / 6
        return (at + net(moved), sum_moved + moved), None

    start = (persons, jnp.zeros((len(TRANSITIONS), *persons.shape[1:]), persons.dtype))
    (_, moved), _ = jax.lax.scan(once, start, None, length=substeps)
    return moved


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


def net(moved: Float[Array, "transition place age"]) -> Float[Array, "compartment place age"]:
    """Change of every compartment by the persons moved."""
    change = jnp.zeros((len(COMPARTMENTS), *moved.shape[1:]), moved.dtype)
    return change.at[TARGETS].add(moved).at[SOURCES].add(-moved)


def _flows(
    params: EpidemicParams,
    persons: Float[Array, "compartment place age"],
    moved: Float[Array, "transition place age"],
    day: Pressure,
    levers: EpidemicLevers,
    arrived: Float[Array, "place"],
    caught: Float[Array, "place"],
    rooms: Float[Array, "place"],
    found: Float[Array, "place age"],
) -> EpidemicFlows:
    living = persons[: INDEX["dead"]].sum(0)
    away = persons[INDEX["symptomatic"]] + persons[INDEX["isolated"]] + persons[INDEX["traced"]]
    away = away + persons[INDEX["ward"]] + persons[INDEX["intensive"]] + persons[INDEX["dead"]]
    weight = params.worker_share_of_age * params.population
    absent = (away / jnp.maximum(params.population, 1.0) * weight).sum(-1) / jnp.maximum(weight.sum(-1), 1e-9)
    free = persons[INDEX["exposed"]] + persons[INDEX["presymptomatic"]] + persons[INDEX["asymptomatic"]]
    infectious = persons[INDEX["presymptomatic"]] + persons[INDEX["asymptomatic"]] + persons[INDEX["symptomatic"]]
    travelling = (free / jnp.maximum(living, 1.0) * living).sum(-1) / jnp.maximum(living.sum(-1), 1.0)
    pass_share = 1.0 - levers.corridor_screening * (1.0 - params.corridor_pass_share)
    infected = persons[INDEX["exposed"] : INDEX["recovered"]].sum((0, 2))
    return EpidemicFlows(
        infections=moved[0],
        deaths=moved[16],
        found=found.sum(-1),
        ward=persons[INDEX["ward"]].sum(-1),
        intensive=persons[INDEX["intensive"]].sum(-1),
        infectious=infectious.sum(-1),
        infected=infected,
        absent=absent,
        imported=arrived,
        imported_found=caught,
        exported=params.trips_to_hub * levers.travel * travelling * pass_share,
        quarantine_rooms_used=rooms,
        test_kits_used=day.test_kits_used,
        tracers_used=day.tracers_used,
        school_contacts=day.school,
        work_contacts=day.work,
        community_contacts=day.community,
        isolation_rate=day.isolation_rate,
        tracing_rate=day.tracing_rate,
        susceptible_share=persons[INDEX["susceptible"]] / jnp.maximum(living, 1.0),
    )
