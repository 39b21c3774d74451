"""daedalus with its faults mended: the same countries, pathogens, strategies and prices, moved by the epidemic body.

Why this file exists: whether a plan is better than daedalus' four strategies can be asked only where neither gains from a fault.
What is mended stands in `docs/explanation/daedalus.md`; the strategies keep their own rule (on at day 30 or at an upward crossing of
capacity, off when the reproduction number is 1 or less, at most 365 days), decided at the start of whole days. The infectious time
behind the reproduction number still ignores exits to hospital, those ill without symptoms still stay away from work, and nobody is
born, vaccinated or afraid: these are the original's choices, no faults. Not here: any search for plans (`daedalus_plan.py`).

References
----------
jameel-institute/daedalus @0c531e1 (MIT); contacts at school: Haw et al. 2022, doi 10.1038/s43588-022-00233-0.
"""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int
from numpy.typing import NDArray

from bothhands.model.epidemic.contacts import Contacts, contact_matrix, force_of_infection
from bothhands.model.epidemic.disease import infectiousness, rates
from bothhands.model.epidemic.reproduction import spectral_radius
from bothhands.model.epidemic.steppers import Hazards, Persons, net, runge_kutta
from bothhands.validate.daedalus_costs import (
    CAREER_VALUE,
    EDUCATION,
    INFECTED,
    LOSS_WHILE_LEARNING_AWAY,
    RETURN_TO_SCHOOLING,
)
from bothhands.validate.daedalus_run import DAYS, DISEASE, LONGEST_RESPONSE, OVERFLOW_FACTOR, RESPONSE_DAY, SEED_SHARE
from bothhands.validate.daedalus_tables import ADULTS, Country, Pathogen, country_of, pathogen_of
from bothhands.validate.tables import read, shipped

FloatArray = NDArray[np.float64]

SUBSTEPS = 20
"""Runge–Kutta steps a day of every figure that is reported."""
IN_HOSPITAL = ("hospitalised_recov", "hospitalised_death")
PUPILS = 1
"""Position of ages 5–19."""
AT_SCHOOL = {"schoolA1": 0, "schoolA2": 1}
"""Contacts of a day that the United Kingdom's children have at school with their own age, by name in the table of Haw et al. 2022."""


class World(NamedTuple):
    """A country struck by a pathogen, as arrays; money in million dollars."""

    values: dict[str, Float[Array, "..."]]
    contacts: Contacts
    """With everything open; the second setting is the school."""
    size: Float[Array, "1 stratum"]
    transmission: Float[Array, ""]
    beds: Float[Array, ""]
    overflow_factor: Float[Array, ""]
    """Fatality of those without a bed, against those with one."""
    value_added: Float[Array, "sector"]
    """A day, by sector."""
    value_per_worker: Float[Array, "sector"]
    school_day: Float[Array, ""]
    """Schooling that a day of closed schools takes from all pupils."""
    value_of_life: Float[Array, "age"]


class Totals(NamedTuple):
    """What a path of openness amounts to; money in million dollars."""

    deaths: Float[Array, "*run age"]
    closures: Float[Array, "*run"]
    """Value added of closed sectors, education left out."""
    absences: Float[Array, "*run"]
    """Value added of those ill, in hospital or dead, education left out."""
    schooling: Float[Array, "*run"]
    """Income that pupils will not earn for days of closed schools."""
    education_absences: Float[Array, "*run"]
    """Value added of teachers ill, in hospital or dead."""
    life: Float[Array, "*run"]
    """Value of the lives lost."""
    susceptible: Float[Array, "*run"]
    """Share of the people not infected, or susceptible again, at the end."""
    infectious: Float[Array, "*run"]
    """Persons infectious at the end."""
    most_in_hospital: Float[Array, "*run"]

    @property
    def loss(self) -> Float[Array, "*run"]:
        """Of economy and education together."""
        return self.closures + self.absences + self.schooling + self.education_absences


def world_of(country_name: str, pathogen_name: str) -> World:
    """A country of the tables and a pathogen whose severities are put back.

    Parameters
    ----------
    country_name, pathogen_name
        As the tables spell them.
    """
    country, pathogen = country_of(country_name), pathogen_of(pathogen_name, mended=True)
    size = np.concatenate([country.population - np.array([0.0, 0.0, country.workers.sum(), 0.0]), country.workers])
    contacts = _contacts(country)
    to_strata = np.concatenate([np.arange(4), np.full(country.workers.size, ADULTS)])
    values = {name: jnp.asarray(getattr(pathogen, name)) for name in DISEASE.factors if name not in ("eta", "hfr")}
    values |= {"eta": jnp.asarray(pathogen.eta[to_strata]), "hfr": jnp.asarray(pathogen.hfr[to_strata])}
    meeting = np.asarray(contact_matrix(contacts, jnp.asarray(size[None])))
    largest = float(np.abs(np.linalg.eigvals(meeting)).max())
    school_day = RETURN_TO_SCHOOLING * country.income * CAREER_VALUE / 365 * LOSS_WHILE_LEARNING_AWAY
    return World(
        values=values,
        contacts=contacts,
        size=jnp.asarray(size[None]),
        transmission=jnp.asarray(pathogen.r0 / (largest * _infectious_days(pathogen))),
        beds=jnp.asarray(country.beds),
        overflow_factor=jnp.asarray(OVERFLOW_FACTOR),
        value_added=jnp.asarray(country.value_added),
        value_per_worker=jnp.asarray(country.value_added / country.workers),
        school_day=jnp.asarray(school_day * country.population[PUPILS] / 1e6),
        value_of_life=jnp.asarray(country.value_of_life / 1e6),
    )


def school_shares() -> FloatArray:
    """Share of the contacts of each age with its own age that are made at school: the United Kingdom's, ASSUMED everywhere."""
    table = read(shipped("haw2022"), {"uk63_scalars.csv": ("value",)})["uk63_scalars.csv"]
    scalar = {line[""]: float(line["value"]) for line in table}
    own = country_of("United Kingdom").contacts
    shares = np.zeros(4)
    for name, age in AT_SCHOOL.items():
        shares[age] = scalar[name] / own[age, age]
    return shares


def closed_loop(world: World, openness: FloatArray, responds: bool) -> tuple[FloatArray, NDArray[np.bool_]]:
    """The days on which a strategy of daedalus is on, by its own rule, and the openness that makes, (time, sector).

    Parameters
    ----------
    world
        Where.
    openness
        Of the sectors while the strategy is on.
    responds
        Whether it ever is.
    """
    on = np.asarray(_days_on(world, jnp.asarray(openness), jnp.asarray(responds)))
    return np.where(on[:, None], openness, 1.0), on


@partial(jax.jit, static_argnames="substeps")
def outcome(world: World, openness: Float[Array, "time sector"], substeps: int = SUBSTEPS) -> Totals:
    """What a path of openness amounts to at its end.

    Parameters
    ----------
    world
        Where.
    openness
        Of every sector on every day; the days are the horizon.
    substeps
        Runge–Kutta steps a day.
    """

    def day(persons: Persons, today: Float[Array, "sector"]) -> tuple[Persons, tuple[Array, Array]]:
        away = DISEASE.held(persons, INFECTED)[0, 4:]
        absent = away * world.value_per_worker * today
        lost = jnp.stack([absent.sum() - absent[EDUCATION], absent[EDUCATION]])
        in_hospital = DISEASE.held(persons, IN_HOSPITAL).sum()
        tomorrow: Persons = jax.checkpoint(partial(next_day, substeps=substeps))(world, persons, today)
        return tomorrow, (lost, in_hospital)

    persons, days = jax.lax.scan(day, start(world), openness)
    lost, in_hospital = days
    dead = persons[DISEASE.index["dead"], 0]
    deaths = dead[:4].at[ADULTS].add(dead[4:].sum())
    closed = ((1.0 - openness) * world.value_added).sum(0)
    absences = lost.sum(0)
    return Totals(
        deaths=deaths,
        closures=closed.sum() - closed[EDUCATION],
        absences=absences[0],
        schooling=world.school_day * (1.0 - openness[:, EDUCATION]).sum(),
        education_absences=absences[1],
        life=deaths @ world.value_of_life,
        susceptible=persons[0].sum() / world.size.sum(),
        infectious=DISEASE.held(persons, ("infect_symp", "infect_asymp")).sum(),
        most_in_hospital=in_hospital.max(),
    )


def start(world: World) -> Persons:
    """Persons on day 0: the original's seed."""
    persons = jnp.zeros((len(DISEASE.compartments), *world.size.shape))
    persons = persons.at[0].set(world.size * (1 - SEED_SHARE))
    return persons.at[DISEASE.index["infect_symp"]].set(world.size * SEED_SHARE)


def _contacts(country: Country) -> Contacts:
    """Who meets whom with everything open: an age at school or elsewhere, colleagues, and customers by who lives there."""
    school = np.diag(school_shares() * np.diag(country.contacts))
    nobody = jnp.zeros((1, country.workers.size))
    return Contacts(
        by_age=jnp.asarray(np.stack([country.contacts - school, school])),
        strength=jnp.ones((2, 1)),
        worker_age=jnp.zeros((1, 4)).at[0, ADULTS].set(1.0),
        colleagues=jnp.asarray(country.workplace_contacts[None]),
        customers=jnp.asarray(country.workplace_contacts[None]),
        commuters=nobody,
        commuting_share=nobody,
    )


def _infectious_days(pathogen: Pathogen) -> float:
    """Days of an infection, weighed by infectiousness."""
    return pathogen.epsilon * (1 - pathogen.p_sigma) / pathogen.gamma_Ia + pathogen.p_sigma / pathogen.gamma_Is


def next_day(world: World, persons: Persons, openness: Float[Array, "sector"], substeps: int) -> Persons:
    """Persons a day later.

    Parameters
    ----------
    world
        Where.
    persons
        As the day begins.
    openness
        Of every sector; that of education is the schools' too.
    substeps
        Runge–Kutta steps.
    """
    open_ = world.contacts
    contacts = open_._replace(
        strength=jnp.stack([jnp.ones(1), openness[EDUCATION, None]]),
        colleagues=open_.colleagues * openness**2,
        customers=open_.customers * openness,
    )

    def hazard(at: Persons) -> Hazards:
        met = force_of_infection(contacts, infectiousness(DISEASE, world.values, at), world.size)
        in_hospital = DISEASE.held(at, IN_HOSPITAL).sum()
        without_bed = jnp.maximum(in_hospital - world.beds, 0.0) / jnp.maximum(in_hospital, 1e-9)
        fatality = world.values["hfr"] * (1.0 + (world.overflow_factor - 1.0) * without_bed)
        values = {**world.values, "hfr": jnp.minimum(fatality, 1.0)}
        return rates(DISEASE, values, world.transmission * met)

    return persons + net(DISEASE, runge_kutta(DISEASE, hazard, persons, substeps))


@jax.jit
def _days_on(world: World, openness: Float[Array, "sector"], responds: Bool[Array, ""]) -> Bool[Array, "time"]:
    """Whether the strategy is on, by day; decided on what is known as the day begins."""
    meeting = contact_matrix(world.contacts, world.size)
    largest = spectral_radius(lambda vector: meeting @ vector, jnp.ones(world.size.size), iterations=80)
    first_number = world.transmission * largest * _days_of(world)

    def day(
        carry: tuple[Persons, Array, Array, Array], number: Int[Array, ""]
    ) -> tuple[tuple[Persons, Array, Array, Array], Bool[Array, ""]]:
        persons, on, since, before = carry
        share = persons[0, 0] / DISEASE.living(persons)[0]
        radius = spectral_radius(lambda vector: meeting @ (share * vector), jnp.ones(share.size), iterations=80)
        in_hospital = DISEASE.held(persons, IN_HOSPITAL).sum()
        lasted = number - since
        ends = on & (((lasted > 0) & (first_number * radius / largest <= 1.0)) | (lasted >= LONGEST_RESPONSE))
        starts = (number == RESPONSE_DAY) | ((in_hospital >= world.beds) & (before < world.beds))
        starts &= responds & (~on | (ends & (number == RESPONSE_DAY)))
        since = jnp.where(starts, number, since)
        on = (on & ~ends) | starts
        after = next_day(world, persons, jnp.where(on, openness, 1.0), SUBSTEPS)
        return (after, on, since, in_hospital), on

    nothing = (start(world), jnp.asarray(False), jnp.asarray(-1), jnp.asarray(0.0))
    on: Bool[Array, "time"] = jax.lax.scan(day, nothing, jnp.arange(DAYS))[1]
    return on


def _days_of(world: World) -> Float[Array, ""]:
    """Days of an infection, weighed by infectiousness."""
    value = world.values
    return value["epsilon"] * (1 - value["p_sigma"]) / value["gamma_Ia"] + value["p_sigma"] / value["gamma_Is"]
