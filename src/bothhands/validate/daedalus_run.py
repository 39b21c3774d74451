"""A run of daedalus R 0.3.0 through `model/epidemic`, with the faults of its events: the toggling flag and the truncated total.

The disease and the contacts are declarations; the steps are the body's Runge–Kutta steps, cut where an event falls.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Bool, Float, Int
from numpy.typing import NDArray

from bothhands.errors import Fault, InputError
from bothhands.inputs.codes import nearest
from bothhands.model.epidemic.contacts import Contacts, force_of_infection
from bothhands.model.epidemic.disease import INFECTION, Disease, Transition, infectiousness, rates
from bothhands.model.epidemic.reproduction import spectral_radius
from bothhands.model.epidemic.steppers import Hazards, Persons, net, runge_kutta
from bothhands.validate.daedalus_tables import ADULTS, Country, Pathogen, country_of, pathogen_of

FloatArray = NDArray[np.float64]

DISEASE = Disease(
    compartments=(
        "susceptible", "exposed", "infect_symp", "infect_asymp", "hospitalised_recov", "hospitalised_death", "recovered", "dead",
    ),
    transitions=(
        Transition("susceptible", "exposed", (INFECTION,)),
        Transition("exposed", "infect_symp", ("sigma", "p_sigma")),
        Transition("exposed", "infect_asymp", ("sigma", "1-p_sigma")),
        Transition("infect_symp", "recovered", ("gamma_Is",)),
        Transition("infect_asymp", "recovered", ("gamma_Ia",)),
        Transition("infect_symp", "hospitalised_recov", ("eta", "1-hfr")),
        Transition("infect_symp", "hospitalised_death", ("eta", "hfr")),
        Transition("hospitalised_recov", "recovered", ("gamma_H_recovery",)),
        Transition("hospitalised_death", "dead", ("gamma_H_death",)),
        Transition("recovered", "susceptible", ("rho",)),
    ),
    infectious=(("infect_symp", ""), ("infect_asymp", "epsilon")),
)  # fmt: skip
DAYS, STEPS_PER_DAY = 600, 20
SEED_SHARE = 1e-7
RESPONSE_DAY, LONGEST_RESPONSE = 30.0, 365.0
OVERFLOW_FACTOR = 1.6
"""Deaths of those in hospital while the overflow flag is on."""
TOGGLING = (True, False) * 8
"""The flag after each upward crossing of capacity: a fault."""
STAYS_ON = (True, True, False, *TOGGLING)
EXCEPTION = ("China", "sars_cov_2_delta", "school_closures")
BISECTIONS = 45
INSTANT = 1e-9
"""Days that are no time at all."""
FLICKER = 0.5
"""Days after a crossing in which the truncated total, falling by a person and rising again, crosses nothing."""
NEARLY = 1e-6
"""What a person may lack to be counted whole: more than either integrator errs by. One row hangs on 6e-8 of a person."""


class Scenario(NamedTuple):
    """One run as arrays."""

    values: dict[str, Float[Array, "..."]]
    by_age: Float[Array, "age age"]
    """Contacts with all persons of an age, per member of the recipient's age."""
    colleagues: Float[Array, "sector"]
    customer_mix: Float[Array, "sector stratum"]
    size: Float[Array, "stratum"]
    meeting: Float[Array, "age age"]
    """Contacts behind the reproduction number."""
    largest: Float[Array, ""]
    """Spectral radius of `meeting`."""
    reproduction_number: Float[Array, ""]
    transmission: Float[Array, ""]
    openness: Float[Array, "sector"]
    capacity: Float[Array, ""]
    responds: Bool[Array, ""]
    flags: Bool[Array, "crossing"]


class State(NamedTuple):
    """What the run carries; `since` is when the response was last switched on."""

    persons: Persons
    entered: Float[Array, "2"]
    """Infections and admissions so far."""
    crossings: Int[Array, ""]
    crossed: Float[Array, ""]
    """When capacity was last crossed."""
    overflow: Bool[Array, ""]
    on: Bool[Array, ""]
    since: Float[Array, ""]


class Record(NamedTuple):
    """Kept of each whole day, from day 0 on."""

    persons: FloatArray
    """(time, compartment, stratum)"""
    entered: FloatArray
    """Infections and admissions so far, (time, 2)."""
    on: NDArray[np.bool_]
    since: FloatArray
    rt: FloatArray


def run(
    country_name: str, pathogen_name: str, strategy: str, mended: bool = False, folder: Path | None = None
) -> tuple[Record, Country, FloatArray]:
    """A run, its country and the openness of its sectors under the strategy.

    Parameters
    ----------
    country_name, pathogen_name, strategy
        As the tables spell them.
    mended
        With the severities of ages 5–19 and 20–64 as they should be.
    folder
        Tables of the user's; those shipped where it has none.
    """
    country, pathogen = country_of(country_name, folder), pathogen_of(pathogen_name, mended, folder)
    if strategy not in country.openness:
        raise InputError(
            Fault(
                "BH-VAL-004",
                f"no strategy {strategy!r}",
                f"one of {', '.join(country.openness)}",
                nearest(strategy, country.openness),
            )
        )
    openness = country.openness[strategy]
    flags = STAYS_ON if (country_name, pathogen_name, strategy) == EXCEPTION and not mended else TOGGLING
    given = scenario_of(country, pathogen, openness, strategy != "none", flags[: len(TOGGLING)])
    record = Record(*(np.asarray(part) for part in _run(given)))
    return record, country, openness


def scenario_of(
    country: Country, pathogen: Pathogen, openness: FloatArray, responds: bool, flags: tuple[bool, ...]
) -> Scenario:
    """The arrays of a run, with the original's contacts."""
    people, workers = country.population, country.workers
    idle = people - np.array([0.0, 0.0, workers.sum(), 0.0])
    size = np.concatenate([idle, workers])
    turn = (np.arange(workers.size)[:, None] + np.arange(4)) % 4
    customers = country.workplace_contacts[:, None] * people[turn] / people.sum()
    meeting = country.contacts.copy()
    weight = workers / workers.sum()
    meeting[ADULTS, ADULTS] += float(weight @ country.workplace_contacts)
    meeting[ADULTS] += weight @ customers
    largest = float(np.abs(np.linalg.eigvals(meeting)).max())
    days = pathogen.epsilon * (1 - pathogen.p_sigma) / pathogen.gamma_Ia + pathogen.p_sigma / pathogen.gamma_Is
    to_strata = np.concatenate([np.arange(4), np.full(workers.size, ADULTS)])
    values = {name: jnp.asarray(getattr(pathogen, name)) for name in DISEASE.factors if name not in ("eta", "hfr")}
    values |= {"eta": jnp.asarray(pathogen.eta[to_strata]), "hfr": jnp.asarray(pathogen.hfr[to_strata])}
    return Scenario(
        values=values,
        by_age=jnp.asarray(country.contacts * people[None, :] / people[:, None]),
        colleagues=jnp.asarray(country.workplace_contacts),
        customer_mix=jnp.asarray(
            np.concatenate([customers * idle / people, np.zeros((workers.size, workers.size))], axis=1)
        ),
        size=jnp.asarray(size),
        meeting=jnp.asarray(meeting),
        largest=jnp.asarray(largest),
        reproduction_number=jnp.asarray(pathogen.r0),
        transmission=jnp.asarray(pathogen.r0 / (largest * days)),
        openness=jnp.asarray(openness),
        capacity=jnp.asarray(country.beds),
        responds=jnp.asarray(responds),
        flags=jnp.asarray(flags),
    )


@jax.jit
def _run(given: Scenario) -> tuple[Array, ...]:
    persons = jnp.zeros((len(DISEASE.compartments), 1, given.size.size))
    persons = persons.at[0, 0].set(given.size * (1 - SEED_SHARE))
    persons = persons.at[DISEASE.index["infect_symp"], 0].set(given.size * SEED_SHARE)
    start = State(
        persons,
        jnp.zeros(2),
        jnp.asarray(0),
        jnp.asarray(-1.0),
        jnp.asarray(False),
        jnp.asarray(False),
        jnp.asarray(-1.0),
    )

    def day(state: State, number: Int[Array, ""]) -> tuple[State, tuple[Array, ...]]:
        now = number.astype(float)
        rt = _reproduction(given, state.persons)
        ends = state.on & (now > state.since) & (rt <= 1.0)
        starts = given.responds & (now == RESPONSE_DAY) & ~(state.on & ~ends)
        state = state._replace(on=(state.on & ~ends) | starts, since=jnp.where(starts, now, state.since))
        kept = (state.persons[:, 0], state.entered, state.on, state.since, rt)
        width = 1.0 / STEPS_PER_DAY

        def substep(n: Int[Array, ""], at: State) -> State:
            return _substep(given, at, now + n * width, width)

        return jax.lax.fori_loop(0, STEPS_PER_DAY, substep, state), kept

    days: tuple[Array, ...] = jax.lax.scan(day, start, jnp.arange(DAYS + 1))[1]
    return days


def _substep(given: Scenario, state: State, now: Float[Array, ""], width: float) -> State:
    """A step of fixed width, cut where capacity is crossed upwards or the response has lasted its longest."""

    def part(carry: tuple[State, Float[Array, ""]]) -> tuple[State, Float[Array, ""]]:
        at, done = carry
        until_end = at.since + LONGEST_RESPONSE - (now + done)
        cut = at.on & (until_end <= width - done + INSTANT)
        wanted = jnp.where(cut, jnp.clip(until_end, 0.0, width - done), width - done)
        moved = _moved(given, at, wanted)
        crossed = (_over(given, at.persons) < 0) & (_over(given, at.persons + net(DISEASE, moved)) >= 0)
        crossed &= now + done > at.crossed + FLICKER
        took = jax.lax.cond(crossed, lambda: _first_over(given, at, wanted), lambda: wanted)
        after = _after(given, at, took)
        on = after.on & ~(cut & ~crossed)
        switches = crossed & given.responds & ~on
        crossings = after.crossings + crossed
        flag = jnp.where(crossed, given.flags[jnp.minimum(after.crossings, given.flags.size - 1)], after.overflow)
        instant = now + done + took
        return after._replace(
            crossings=crossings, crossed=jnp.where(crossed, instant, after.crossed), overflow=flag, on=on | switches,
            since=jnp.where(switches, instant, after.since),
        ), done + took  # fmt: skip

    state, _ = jax.lax.while_loop(lambda carry: carry[1] < width - INSTANT, part, (state, jnp.asarray(0.0)))
    return state


def _after(given: Scenario, state: State, width: Float[Array, ""]) -> State:
    moved = _moved(given, state, width)
    entered = jnp.stack(
        [DISEASE.infections(moved).sum(), DISEASE.passing(moved, ("hospitalised_recov", "hospitalised_death")).sum()]
    )
    return state._replace(persons=state.persons + net(DISEASE, moved), entered=state.entered + entered)


def _first_over(given: Scenario, state: State, width: Float[Array, ""]) -> Float[Array, ""]:
    """When within a step capacity is first reached, by bisection; just after it."""

    def half(
        _: Int[Array, ""], ends: tuple[Float[Array, ""], Float[Array, ""]]
    ) -> tuple[Float[Array, ""], Float[Array, ""]]:
        low, high = ends
        middle = 0.5 * (low + high)
        over = _over(given, state.persons + net(DISEASE, _moved(given, state, middle))) >= 0
        return jnp.where(over, low, middle), jnp.where(over, middle, high)

    high: Float[Array, ""] = jax.lax.fori_loop(0, BISECTIONS, half, (jnp.zeros_like(width), width))[1]
    return high


def _moved(given: Scenario, state: State, width: Float[Array, ""]) -> Float[Array, "transition 1 stratum"]:
    """Persons moved by one Runge–Kutta step."""
    openness = jnp.where(state.on, given.openness, 1.0)[None]
    nobody, size = jnp.zeros_like(openness), given.size[None]
    contacts = Contacts(
        by_age=given.by_age[None], strength=jnp.ones((1, 1)), worker_age=jnp.zeros((1, 4)).at[0, ADULTS].set(1.0),
        colleagues=given.colleagues * openness**2, customers=openness, commuters=nobody, commuting_share=nobody,
        customer_mix=given.customer_mix,
    )  # fmt: skip
    values = {**given.values, "hfr": given.values["hfr"] * jnp.where(state.overflow, OVERFLOW_FACTOR, 1.0)}

    def hazard(at: Persons) -> Hazards:
        met = force_of_infection(contacts, infectiousness(DISEASE, values, at), size)
        return rates(DISEASE, values, given.transmission * met)

    return runge_kutta(DISEASE, hazard, state.persons, 1, width)


def _over(given: Scenario, persons: Persons) -> Float[Array, ""]:
    """Whole persons in hospital beyond capacity."""
    in_hospital = jnp.stack([persons[DISEASE.index[name]] for name in ("hospitalised_recov", "hospitalised_death")])
    return jnp.floor(in_hospital + NEARLY).sum() - given.capacity


def _reproduction(given: Scenario, persons: Persons) -> Float[Array, ""]:
    """The original's reproduction number: susceptible share of those alive, by age."""

    def of_age(count: Float[Array, "stratum"]) -> Float[Array, "4"]:
        return count[:4].at[ADULTS].add(count[4:].sum())

    share = of_age(persons[0, 0]) / of_age(DISEASE.living(persons)[0])
    radius = spectral_radius(lambda vector: given.meeting @ (share * vector), jnp.ones(4), iterations=80)
    return given.reproduction_number * radius / given.largest
