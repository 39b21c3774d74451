"""A run of Haw et al. 2022 through `model/epidemic`: periods of an openness each, one traced program for any number of them.

The disease and the contacts are declarations; the steps are the body's Runge–Kutta steps. What has been before the decisions is
run once; what follows is differentiable in openness and testing. Beside the published model there is one lever more: testing,
which takes its share off what persons with symptoms pass on; none of it is the model as published.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int
from numpy.typing import NDArray

from bothhands.model.epidemic.contacts import Contacts, by_age, contact_matrix, force_of_infection
from bothhands.model.epidemic.disease import INFECTION, Disease, Transition, infectiousness, rates
from bothhands.model.epidemic.reassign import shares_moving, sizes, turned_over
from bothhands.model.epidemic.reproduction import spectral_radius
from bothhands.model.epidemic.steppers import Hazards, Persons, net, runge_kutta
from bothhands.validate.haw2022_tables import ADULTS, SYMPTOMATIC_SHARE, Uk

FloatArray = NDArray[np.float64]

DISEASE = Disease(
    compartments=("susceptible", "exposed", "asymptomatic", "symptomatic", "ward", "dead", "recovered"),
    transitions=(
        Transition("susceptible", "exposed", (INFECTION,)),
        Transition("exposed", "asymptomatic", ("latent_rate", "1-symptomatic_share")),
        Transition("exposed", "symptomatic", ("latent_rate", "symptomatic_share")),
        Transition("asymptomatic", "recovered", ("asymptomatic_rate",)),
        Transition("symptomatic", "recovered", ("symptomatic_rate",)),
        Transition("symptomatic", "ward", ("admission_rate",)),
        Transition("ward", "recovered", ("discharge_rate",)),
        Transition("ward", "dead", ("death_rate",)),
    ),
    infectious=(("asymptomatic", "asymptomatic_infectiousness"), ("symptomatic", "1-isolated_share")),
)
START, LOCKDOWN, END = -61.3373, 87.6062, 426.0
DECISIONS = (245.0, 306.0, 367.0)
"""Days of 2020: first infections, lockdown, the end, and where the periods that decisions govern begin."""
MIXING_IN_LOCKDOWN, MIXING = 0.565, 0.72
"""What behaviour leaves of transmission in the lockdown and after."""
REPRODUCTION_NUMBER = 2.75
OUTSIDE_PER_DAY = 1e-7
"""Infections a day that come from outside, persons a stratum."""
HOSPITALITY = (36, 58, 59, 60, 62)
EDUCATION = 55
STAY_DAYS = 11.1
STEPS_PER_DAY = 8
ITERATIONS = 60
"""Power iterations behind a reproduction number."""
WORKER_AGE = np.eye(4)[[ADULTS]]
"""Workers are adults."""


class Periods(NamedTuple):
    """What governs each period, in order."""

    openness: Float[Array, "period sector"]
    isolated_share: Float[Array, "period"]
    """Share of what persons with symptoms would pass on that testing takes off."""
    mixing: Float[Array, "period"]
    """What behaviour leaves of transmission."""
    at_home: Float[Array, "period"]
    """1 where those who can work at home do."""
    widths: Float[Array, "period stretch"]
    """Days between the points of a period; zeros at its end where it is shorter than the longest."""


class Course(NamedTuple):
    """What becomes of the people."""

    persons: Float[Array, "compartment 1 stratum"]
    """At the end."""
    size: Float[Array, "1 stratum"]
    """Members of each stratum in the last period."""
    beds: Float[Array, "period stretch"]
    """People in hospital at the end of each stretch."""
    rise: Float[Array, "period stretch"]
    """How fast they increase there, a day, from its right-hand side."""
    begin: Float[Array, "2"]
    """People in hospital and their increase a day before the first stretch."""
    fallen: Float[Array, "period"]
    """Persons who develop symptoms in each period."""


def periods(
    openness: Float[Array, "period sector"],
    begins: tuple[float, ...],
    end: float = END,
    isolated_share: Float[Array, "period"] | float = 0.0,
    mixing: FloatArray | float = MIXING,
    at_home: FloatArray | float = 1.0,
    parts: int = 1,
) -> Periods:
    """Periods that begin on given days, the last up to `end`, in `parts` stretches a day; the rest as in `Periods`."""
    found = [np.repeat(_days(*ends) / parts, parts) for ends in zip(begins, (*begins[1:], end), strict=True)]
    longest = max(one.size for one in found)
    each = jnp.ones(len(begins))
    widths = np.stack([np.pad(one, (0, longest - one.size)) for one in found])
    return Periods(
        openness, isolated_share * each, jnp.asarray(mixing) * each, jnp.asarray(at_home) * each, jnp.asarray(widths)
    )


def before_decisions(uk: Uk, steps_per_day: int = STEPS_PER_DAY) -> Course:
    """What has been by the day of the first decision; nobody in hospital or infected at the start.

    Parameters
    ----------
    uk
        The country.
    steps_per_day
        Runge–Kutta steps.
    """
    openness = jnp.stack([jnp.ones(uk.lockdown.size), jnp.asarray(uk.lockdown)])
    past = periods(
        openness, (START, LOCKDOWN), DECISIONS[0], 0.0, np.array([1.0, MIXING_IN_LOCKDOWN]), np.array([0.0, 1.0])
    )
    persons = jnp.zeros((len(DISEASE.compartments), 1, uk.size.size)).at[0, 0].set(uk.size)
    found: Course = advanced(plain(uk), persons, openness[0], past, steps_per_day)
    return found


def plain(uk: Uk) -> Uk:
    """The country without what a run has no use for, so that it can be given to a traced program."""
    arrays: Uk = jax.tree.map(jnp.asarray, uk._replace(columns={}))
    return arrays


def course(
    uk: Uk, persons: Persons, now: Float[Array, "sector"], ahead: Periods, steps: int | Int[Array, ""]
) -> Course:
    """The people through some periods, from a state and the openness they stood at.

    Parameters
    ----------
    uk, persons, now
        The country, its people and the openness of the sectors before the first period.
    ahead
        What governs each period.
    steps
        Runge–Kutta steps a stretch; a traced number compiles one program for all, and only a fixed one can be differentiated.
    """
    values, transmission = values_of(uk), transmission_of(uk)

    def period(
        carry: tuple[Persons, Float[Array, "sector"]], given: Periods
    ) -> tuple[tuple[Persons, Float[Array, "sector"]], tuple[Array, Array, Array]]:
        at, was = carry
        at, size = _opened(uk, was, given.openness, at)
        contacts = contacts_of(uk, given.openness, size, given.at_home)
        own = {**values, "isolated_share": given.isolated_share}
        began = at
        at, (beds, rise) = _advance(contacts, own, transmission * given.mixing, size, at, given.widths, steps)
        gone = [DISEASE.index[name] for name in ("susceptible", "exposed")]
        fallen = SYMPTOMATIC_SHARE * (began[jnp.asarray(gone)].sum() - at[jnp.asarray(gone)].sum())
        return (at, given.openness), (beds, rise, fallen)

    (end, last), (beds, rise, fallen) = jax.lax.scan(period, (persons, now), ahead)
    size = sizes(jnp.asarray(uk.size)[None], jnp.asarray(WORKER_AGE), last[None])
    begin = jnp.stack([persons[DISEASE.index["ward"]].sum(), _rise(values, persons)])
    return Course(end, size, beds, rise, begin, fallen)


advanced = jax.jit(course)


def _opened(
    uk: Uk, now: Float[Array, "sector"], then: Float[Array, "sector"], persons: Persons
) -> tuple[Persons, Float[Array, "1 stratum"]]:
    """Workers leave or join their sectors as these close or open; persons and sizes after it."""
    strata, ages = jnp.asarray(uk.size)[None], jnp.asarray(WORKER_AGE)
    leaving, joining = shares_moving(strata, ages, now[None], then[None])
    after = turned_over(persons, leaving, joining, ages, (then - now)[None], strata)
    return after, sizes(strata, ages, then[None])


def _advance(
    contacts: Contacts,
    values: dict[str, Float[Array, "..."]],
    transmission: Float[Array, ""],
    size: Float[Array, "1 stratum"],
    persons: Persons,
    widths: Float[Array, "time"],
    steps: int | Int[Array, ""],
) -> tuple[Persons, tuple[Float[Array, "time"], Float[Array, "time"]]]:
    """Persons after stretches of the given widths in days; people in hospital and their increase at the end of each."""

    def hazard(at: Persons) -> Hazards:
        met = force_of_infection(contacts, infectiousness(DISEASE, values, at), size)
        return rates(DISEASE, values, transmission * met + OUTSIDE_PER_DAY / size)

    def stretch(at: Persons, width: Float[Array, ""]) -> tuple[Persons, tuple[Float[Array, ""], Float[Array, ""]]]:
        def step(_: int, now: Persons) -> Persons:
            return now + net(DISEASE, runge_kutta(DISEASE, hazard, now, 1, width / steps))

        after = jax.lax.fori_loop(0, steps, step, at)
        return after, (after[DISEASE.index["ward"]].sum(), _rise(values, after))

    end: tuple[Persons, tuple[Float[Array, "time"], Float[Array, "time"]]] = jax.lax.scan(stretch, persons, widths)
    return end


def _rise(values: dict[str, Float[Array, "..."]], persons: Persons) -> Float[Array, ""]:
    """How fast the people in hospital increase, a day."""
    ill, beds = persons[DISEASE.index["symptomatic"]], persons[DISEASE.index["ward"]]
    return (values["admission_rate"] * ill - (values["discharge_rate"] + values["death_rate"]) * beds).sum()


def contacts_of(
    uk: Uk, openness: Float[Array, "sector"], size: Float[Array, "1 stratum"], at_home: float | Float[Array, ""]
) -> Contacts:
    """Contacts under an openness of the sectors, with or without working at home."""
    ages = by_age(size, jnp.asarray(WORKER_AGE))[0]
    open_inns = np.array(HOSPITALITY) - 1
    workers = jnp.asarray(uk.size)[4:]
    inns = (workers[open_inns] * openness[open_inns]).sum() / workers[open_inns].sum()
    on_site = 1.0 - jnp.asarray(uk.home_working) * at_home
    strength = jnp.stack([jnp.ones(()), openness[EDUCATION - 1], inns])[:, None]
    hospitality = jnp.asarray(uk.hospitality)[:, None] * (ages / ages.sum())
    return Contacts(
        by_age=jnp.stack([jnp.asarray(uk.community), jnp.asarray(uk.school), hospitality]),
        strength=strength,
        worker_age=jnp.asarray(WORKER_AGE),
        colleagues=(openness * uk.colleagues * on_site**2)[None],
        customers=(openness * uk.customers * on_site)[None],
        commuters=(uk.commuters * on_site)[None],
        commuting_share=(openness * on_site)[None],
    )


def values_of(uk: Uk) -> dict[str, Float[Array, "..."]]:
    """The numbers behind the factors of the disease, nobody isolated."""
    ages = jnp.concatenate([jnp.arange(4), jnp.full(uk.lockdown.shape[0], ADULTS)])
    admitted, dying = jnp.asarray(uk.admitted_share)[ages], jnp.asarray(uk.fatal_share)[ages]
    raw = {
        "latent_rate": 1 / 4.6,
        "symptomatic_share": SYMPTOMATIC_SHARE,
        "asymptomatic_infectiousness": 0.58,
        "isolated_share": 0.0,
        "asymptomatic_rate": 1 / 2.1,
        "symptomatic_rate": (1 - admitted) / 4.0,
        "admission_rate": admitted / 4.5,
        "discharge_rate": (1 - dying) / STAY_DAYS,
        "death_rate": dying / STAY_DAYS,
    }
    return {name: jnp.asarray(value) for name, value in raw.items()}


def transmission_of(uk: Uk) -> Float[Array, ""]:
    """Chance of transmission a contact: the basic reproduction number when everything is open."""
    size = jnp.asarray(uk.size)[None]
    return REPRODUCTION_NUMBER / _radius(uk, jnp.ones(uk.lockdown.shape[0]), 0.0, size, size[0], 0.0)


def reproduction_number(
    uk: Uk, openness: Float[Array, "sector"], found: Course, mixing: float, isolated_share: float | Array = 0.0
) -> Float[Array, ""]:
    """Infections that one infected person would cause at the end of a course, at its last openness."""
    left = found.persons[DISEASE.index["susceptible"], 0]
    return transmission_of(uk) * mixing * _radius(uk, openness, 1.0, found.size, left, isolated_share)


last_reproduction_number = jax.jit(reproduction_number)


def _radius(
    uk: Uk,
    openness: Float[Array, "sector"],
    at_home: float,
    size: Float[Array, "1 stratum"],
    susceptible: Float[Array, "stratum"],
    isolated_share: float | Array,
) -> Float[Array, ""]:
    """Spectral radius of the next-generation matrix at a transmission of one."""
    matrix = contact_matrix(contacts_of(uk, openness, size, at_home), size)
    values = values_of(uk)
    days = values["asymptomatic_infectiousness"] * (1 - values["symptomatic_share"]) / values["asymptomatic_rate"]
    with_symptoms = values["symptomatic_share"] / (values["symptomatic_rate"] + values["admission_rate"])
    days = days + (1.0 - isolated_share) * with_symptoms
    infected = matrix * susceptible[:, None] / size[0] * days
    return spectral_radius(lambda persons: infected @ persons, susceptible, ITERATIONS)


def _days(first: float, last: float) -> FloatArray:
    """Widths of a period's days: to the next whole day, whole days, and what is left."""
    whole = np.arange(np.ceil(first), np.floor(last) + 1)
    return np.diff(np.unique(np.concatenate([[first], whole, [last]])))
