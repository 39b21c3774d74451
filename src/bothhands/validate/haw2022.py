"""Haw et al. 2022 (UK, 63 sectors): published openness, our epidemic body, their table of results.

What is compared: six months of value added, hospital peaks, final reproduction number, deaths and infections of five openness
paths (`reference_results.csv`), each a column set of the sectors file. Tolerances: 0.01 bn pounds, 0.1 % of beds (a tenth of a
percent of the other counts), 1e-3 of R; the table itself carries up to 0.05 % of its integrator's error. Another folder of the
same form is compared alike.

No dynamics are defined here: the disease is a declaration, and moves through `model/epidemic` by Runge–Kutta steps.

References
----------
Haw et al. 2022, Nature Computational Science 2:223–233, doi 10.1038/s43588-022-00233-0, tables of the authors' repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float
from numpy.typing import NDArray

from bothhands.model.epidemic.contacts import Contacts, by_age, contact_matrix, force_of_infection
from bothhands.model.epidemic.disease import INFECTION, Disease, Transition, infectiousness, rates
from bothhands.model.epidemic.reassign import shares_moving, sizes, turned_over
from bothhands.model.epidemic.steppers import Hazards, net, runge_kutta
from bothhands.validate.haw2022_tables import ADULTS, AGE_GROUPS, TABLES, TOLERANCES, Uk, openness_path, uk_of
from bothhands.validate.tables import Row, read, shipped

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
    infectious=(("asymptomatic", "asymptomatic_infectiousness"), ("symptomatic", "")),
)
START, LOCKDOWN, DECISIONS, END = -61.3373, 87.6062, (245.0, 306.0, 367.0), 426.0
"""Days of 2020: first infections, lockdown, the three periods that decisions govern, and the end."""
MIXING_IN_LOCKDOWN, MIXING = 0.565, 0.72
"""What behaviour leaves of transmission in the lockdown and after."""
REPRODUCTION_NUMBER = 2.75
OUTSIDE_PER_DAY = 1e-7
"""Infections a day that come from outside, persons a stratum."""
HOSPITALITY = (36, 58, 59, 60, 62)
EDUCATION = 55
SYMPTOMATIC_SHARE = 0.6
STAY_DAYS = 11.1
HOSPITAL_SHARE = (
    0.03, 0.0026, 0.00084, 0.00042, 0.0008, 0.0026, 0.004, 0.0063, 0.012, 0.019, 0.023, 0.04, 0.096, 0.1, 0.24, 0.5, 0.5,
)  # fmt: skip
"""Share of the infected who are admitted, by five-year band."""
FATALITY_SHARE = (
    0.00031, 0.00003, 0.00001, 0.0, 0.00001, 0.00004, 0.00006, 0.00013, 0.00031, 0.0007, 0.00116, 0.00276, 0.00867, 0.01215,
    0.03512, 0.0843, 0.09696,
)  # fmt: skip
"""Share of the infected who die, by five-year band."""
STEPS_PER_DAY = 8


def rows(folder: Path | None = None) -> Iterator[Row]:
    """Every figure of every scenario of the table of results.

    Parameters
    ----------
    folder
        Tables of the same form; those shipped by default.
    """
    tables = read(folder or shipped("haw2022"), TABLES)
    uk = uk_of(tables)
    for line in tables["reference_results.csv"]:
        path = openness_path(uk, line["openness"])
        found = results(uk, path, float(line["delta"]))
        for column, (name, absolute, relative) in TOLERANCES.items():
            theirs = float(line[column])
            yield Row(f"{line['scenario']}: {name}", found[column], theirs, max(absolute, relative * abs(theirs)))


def results(uk: Uk, path: FloatArray, mixing: float = MIXING) -> dict[str, float]:
    """What an openness path amounts to, by column of the table of results."""
    wave, end, beds, size = _run(uk, jnp.asarray(path), mixing)
    susceptible, dead = DISEASE.index["susceptible"], DISEASE.index["dead"]
    first, later = np.asarray(beds[0]), np.asarray(beds[1])
    return {
        "gdp6m_gbp_bn": float((2.0 * uk.value_added * path).sum() / 1000.0),
        "peak_hosp_sept_feb": float(later.max()),
        "peak_hosp_first_wave": float(first.max()),
        "rt_end": float(_reproduction_number(uk, jnp.asarray(path[-1]), mixing, size, end[susceptible])),
        "deaths_by_day426": float(end[dead].sum()),
        "new_inf_sept_feb": float(wave[susceptible].sum() - end[susceptible].sum()),
    }


def contacts_of(uk: Uk, openness: Float[Array, "sector"], size: Float[Array, "1 stratum"], at_home: bool) -> Contacts:
    """Contacts under an openness of the sectors, with or without working at home."""
    ages = by_age(size, worker_age())[0]
    open_inns = np.array(HOSPITALITY) - 1
    workers = jnp.asarray(uk.size[4:])
    inns = (workers[open_inns] * openness[open_inns]).sum() / workers[open_inns].sum()
    on_site = 1.0 - jnp.asarray(uk.home_working) * at_home
    strength = jnp.stack([jnp.ones(()), openness[EDUCATION - 1], inns])[:, None]
    hospitality = jnp.asarray(uk.hospitality)[:, None] * (ages / ages.sum())
    return Contacts(
        by_age=jnp.stack([jnp.asarray(uk.community), jnp.asarray(uk.school), hospitality]),
        strength=strength,
        worker_age=worker_age(),
        colleagues=(openness * uk.colleagues * on_site**2)[None],
        customers=(openness * uk.customers * on_site)[None],
        commuters=(uk.commuters * on_site)[None],
        commuting_share=(openness * on_site)[None],
    )


def worker_age() -> Float[Array, "1 4"]:
    """Workers are adults."""
    return jnp.zeros((1, 4)).at[0, ADULTS].set(1.0)


def values_of(uk: Uk) -> dict[str, Float[Array, "..."]]:
    """The numbers behind the factors of the disease."""
    population = uk.columns["population by band"]
    ratio, fatal = np.array(HOSPITAL_SHARE), np.array(FATALITY_SHARE)
    weights = np.concatenate([population[:16], [population[16:].sum()]])
    admitted, dying = (
        np.array([np.average(share[group], weights=weights[group]) for group in AGE_GROUPS])
        for share in (ratio / SYMPTOMATIC_SHARE, fatal / ratio)
    )
    to_strata = np.concatenate([np.arange(4), np.full(uk.lockdown.size, ADULTS)])
    admitted, dying = admitted[to_strata], dying[to_strata]
    raw = {
        "latent_rate": 1 / 4.6,
        "symptomatic_share": SYMPTOMATIC_SHARE,
        "asymptomatic_infectiousness": 0.58,
        "asymptomatic_rate": 1 / 2.1,
        "symptomatic_rate": (1 - admitted) / 4.0,
        "admission_rate": admitted / 4.5,
        "discharge_rate": (1 - dying) / STAY_DAYS,
        "death_rate": dying / STAY_DAYS,
    }
    return {name: jnp.asarray(value) for name, value in raw.items()}


def _run(
    uk: Uk, path: Float[Array, "3 sector"], mixing: float
) -> tuple[
    Float[Array, "..."], Float[Array, "..."], tuple[Float[Array, "time"], Float[Array, "time"]], Float[Array, "..."]
]:
    """Persons on day 245 and at the end, people in hospital on the days of both waves, and the last sizes."""
    size = jnp.asarray(uk.size)[None]
    persons = jnp.zeros((len(DISEASE.compartments), *size.shape)).at[0].set(size)
    everything, locked = jnp.ones(uk.lockdown.size), jnp.asarray(uk.lockdown)
    transmission = REPRODUCTION_NUMBER / _radius(uk, everything, False, size, size)
    persons, before = _stretch(uk, everything, 1.0, transmission, size, persons, _days(START, LOCKDOWN), at_home=False)
    persons, size = _opened(uk, everything, locked, persons)
    persons, during = _stretch(
        uk, locked, MIXING_IN_LOCKDOWN, transmission, size, persons, _days(LOCKDOWN, DECISIONS[0])
    )
    wave, later, now = persons, [], locked
    for openness, first, last in zip(path, DECISIONS, (*DECISIONS[1:], END), strict=True):
        persons, size = _opened(uk, now, openness, persons)
        persons, beds = _stretch(uk, openness, mixing, transmission, size, persons, _days(first, last))
        later.append(beds)
        now = openness
    return wave[:, 0], persons[:, 0], (jnp.concatenate([before, during]), jnp.concatenate(later)), size


def _opened(
    uk: Uk, now: Float[Array, "sector"], then: Float[Array, "sector"], persons: Float[Array, "compartment 1 stratum"]
) -> tuple[Float[Array, "compartment 1 stratum"], Float[Array, "1 stratum"]]:
    """Workers leave or join their sectors as these close or open; persons and sizes after it."""
    strata, ages = jnp.asarray(uk.size)[None], worker_age()
    leaving, joining = shares_moving(strata, ages, now[None], then[None])
    after = turned_over(persons, leaving, joining, ages, (then - now)[None], strata)
    return after, sizes(strata, ages, then[None])


@jax.jit
def _advance(
    contacts: Contacts,
    values: dict[str, Float[Array, "..."]],
    transmission: Float[Array, ""],
    size: Float[Array, "1 stratum"],
    persons: Float[Array, "compartment 1 stratum"],
    widths: Float[Array, "time"],
) -> tuple[Float[Array, "compartment 1 stratum"], Float[Array, "time"]]:
    """Persons after stretches of the given widths in days, and people in hospital at the end of each."""

    def hazard(at: Float[Array, "compartment 1 stratum"]) -> Hazards:
        met = force_of_infection(contacts, infectiousness(DISEASE, values, at), size)
        return rates(DISEASE, values, transmission * met + OUTSIDE_PER_DAY / size)

    def stretch(
        at: Float[Array, "compartment 1 stratum"], width: Float[Array, ""]
    ) -> tuple[Float[Array, "compartment 1 stratum"], Float[Array, ""]]:
        after = at + net(DISEASE, runge_kutta(DISEASE, hazard, at, STEPS_PER_DAY, width))
        return after, after[DISEASE.index["ward"]].sum()

    end: tuple[Float[Array, "compartment 1 stratum"], Float[Array, "time"]] = jax.lax.scan(stretch, persons, widths)
    return end


def _stretch(
    uk: Uk, openness: Float[Array, "sector"], mixing: float, transmission: float, size: Float[Array, "1 stratum"],
    persons: Float[Array, "compartment 1 stratum"], widths: FloatArray, at_home: bool = True,
) -> tuple[Float[Array, "compartment 1 stratum"], Float[Array, "time"]]:  # fmt: skip
    """One period: persons at its end, people in hospital at the end of each of its days."""
    contacts = contacts_of(uk, openness, size, at_home)
    end: tuple[Float[Array, "compartment 1 stratum"], Float[Array, "time"]] = _advance(
        contacts, values_of(uk), jnp.asarray(transmission * mixing), size, persons, jnp.asarray(widths)
    )
    return end


def _days(first: float, last: float) -> FloatArray:
    """Widths of a period's days: to the next whole day, whole days, and what is left."""
    whole = np.arange(np.ceil(first), np.floor(last) + 1)
    return np.diff(np.unique(np.concatenate([[first], whole, [last]])))


def _reproduction_number(
    uk: Uk,
    openness: Float[Array, "sector"],
    mixing: float,
    size: Float[Array, "1 stratum"],
    susceptible: Float[Array, "stratum"],
) -> float:
    full = jnp.asarray(uk.size)[None]
    transmission = REPRODUCTION_NUMBER / _radius(uk, jnp.ones(uk.lockdown.size), False, full, full)
    return transmission * mixing * _radius(uk, openness, True, size, susceptible[None])


def _radius(
    uk: Uk,
    openness: Float[Array, "sector"],
    at_home: bool,
    size: Float[Array, "1 stratum"],
    susceptible: Float[Array, "1 stratum"],
) -> float:
    """Spectral radius of the next-generation matrix at a transmission of one."""
    matrix = np.asarray(contact_matrix(contacts_of(uk, openness, size, at_home), size))
    values = {name: np.asarray(value) for name, value in values_of(uk).items()}
    days = values["asymptomatic_infectiousness"] * (1 - values["symptomatic_share"]) / values["asymptomatic_rate"]
    days = days + values["symptomatic_share"] / (values["symptomatic_rate"] + values["admission_rate"])
    infected = matrix * np.asarray(susceptible)[0][:, None] / np.asarray(size)[0] * days
    return float(np.abs(np.linalg.eigvals(infected)).max())
