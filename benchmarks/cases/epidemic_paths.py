"""Stochastic paths of one city beside epydemix and covasim, fourteen cities beside MEmilio and scipy, and whole members of every stratum.

epydemix runs a smaller model (5 compartments, ours 11). covasim follows 20,000 agents, each for hundreds of residents, on networks of
households, schools, workplaces and chance meetings, with a viral load and immunity of their own: it can ask who infected whom, ours
cannot; ours counts every resident and has the chance of millions. Both are the same city with as many infected at first and nothing
closed, each with its own default disease; what becomes of it is told beside the times. MEmilio integrates one of 10 compartments in continuous time, adaptively; ours
steps by days, at another accuracy and for another purpose. scipy's `solve_ivp` (LSODA, relative tolerance 1e-6) integrates the
hazards of our own body; both end with the same persons infected, to a relative 1e-3. A member is a stochastic run of all four bodies with every sector's workers a stratum of their own; none does it.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import numpy as np
from scipy import __version__ as scipy_version
from scipy.integrate import solve_ivp

from benchmarks.harness import Measured, Size, beside, peer, timed
from bothhands.inputs.axes import axes_of
from bothhands.inputs.loading import load
from bothhands.levers.catalogue import Levers
from bothhands.levers.history import history
from bothhands.model.day import Model
from bothhands.model.ensemble import Draws, ensemble
from bothhands.model.epidemic.contacts import Contacts
from bothhands.model.epidemic.params import EpidemicParams, replaced
from bothhands.model.epidemic.state import initial
from bothhands.model.epidemic.step import Pressure, hazards
from bothhands.model.epidemic.steppers import daily_chain, net, runge_kutta
from bothhands.model.simulate import cast, model_of

DAYS = 365
FIRST_ILL = 10.0
"""Infected of each age on the first day."""
AGENTS = 20_000
"""Persons covasim follows: its own default."""


def rows(size: Size) -> Iterator[Measured]:
    """Paths, one deterministic run by days and in continuous time, then members."""
    region = load("two-towns" if size.quick else "liaoning")
    model = model_of(region, axes_of(region))
    yield from paths(ages_alone(model.epidemic), size)
    yield chain(ages_alone(model.epidemic), size)
    yield limit(ages_alone(model.epidemic), size)
    yield members(model, jax.tree.map(jnp.asarray, history(region, axes_of(region))), size)


def paths(params: EpidemicParams, size: Size) -> Iterator[Measured]:
    """A stochastic path of the first city, one of many, beside each peer that follows chance."""
    count, days = (4, 30) if size.quick else (1000, DAYS)
    city = cast(one_city(params), np.float32)
    start = seeded(city)

    def path(key):
        def day(persons, n):
            today = hazards(city, persons, quiet(city))
            moved = daily_chain(city.disease, today, persons, jax.random.fold_in(key, n))
            return persons + net(city.disease, moved), moved[0].sum()

        return jax.lax.scan(day, start, jnp.arange(days))[1]

    many = jax.jit(jax.vmap(path))
    keys = jax.random.split(jax.random.key(1), count)
    ages = params.population.shape[1]
    ours = timed(
        f"a path: 1 city × {ages} ages × {days} days, of {count}",
        lambda: many(keys),
        size,
        units=count,
        goal="≥ 75 × epydemix",
    )
    theirs = None if size.quick else peer("epydemix_paths.py", 3, 5)
    yield beside(ours, *theirs) if theirs else ours
    residents, infected = round(float(params.population[0].sum())), int(FIRST_ILL * ages)
    theirs = None if size.quick else peer("covasim_paths.py", AGENTS, residents, infected, days, 5)
    if theirs:
        told = float(many(keys).sum(1).mean()) / residents
        ours = dataclasses.replace(ours, goal="", note=f"covasim: {theirs.note}; ours {told:.2f} infections a resident")
        yield beside(ours, *theirs)


def members(model: Model, past: Levers, size: Size) -> Measured:
    """A stochastic run of the whole model under the measures of the time, one of many; a case enters a place every hundred days."""
    count = 4 if size.quick else 200
    draws = Draws({"seeds": np.repeat(np.asarray(model.epidemic.seeds)[None] + 0.01, count, 0)})
    places, strata = model.epidemic.strata.shape
    what = f"a member: {places} cities × {strata} strata × {len(model.epidemic.seeds)} days, of {count}"
    return timed(
        what, lambda: ensemble(model, draws, past, 1), size, units=count, goal="200 members ≤ 25 s: 0.125 s each"
    )


def chain(params: EpidemicParams, size: Size) -> Measured:
    """One deterministic run day by day as plans use it, every city."""
    days = 30 if size.quick else DAYS
    cities = cast(params, np.float32)
    start, calm = seeded(cities), quiet(cities)

    def day(persons, _):
        moved = daily_chain(cities.disease, hazards(cities, persons, calm), persons, None)
        return persons + net(cities.disease, moved), moved[0].sum()

    run = jax.jit(lambda persons: jax.lax.scan(day, persons, None, length=days)[1])
    places, ages = params.population.shape
    what = f"{places} cities × {ages} ages × {days} days, the daily chain"
    ours = timed(what, lambda: run(start), size, goal="≥ 300 × memilio-simulation")
    theirs = None if size.quick else peer("memilio_run.py", places, ages, days, 5)
    return beside(ours, *theirs) if theirs else ours


def limit(params: EpidemicParams, size: Size) -> Measured:
    """One deterministic run in continuous time, every city; beside an adaptive solver of the same."""
    days = 30 if size.quick else DAYS
    start, calm = seeded(params), quiet(params)

    disease = params.disease

    def hazard(at):
        return hazards(params, at, calm)

    def day(persons, _):
        return persons + net(disease, runge_kutta(disease, hazard, persons, 4)), None

    ours_run = jax.jit(lambda persons: jax.lax.scan(day, persons, None, length=days)[0])
    places, ages = params.population.shape
    ours = timed(
        f"{places} cities × {ages} ages × {days} days, 4 Runge–Kutta steps a day", lambda: ours_run(start), size
    )

    def leaving(persons):
        return jnp.stack(
            [rate * persons[source] for rate, source in zip(hazard(persons), disease.sources, strict=True)]
        )

    slope = jax.jit(lambda flat: net(disease, leaving(flat.reshape(start.shape))).ravel())
    slope(start.ravel()).block_until_ready()
    wall, used = time.perf_counter(), time.process_time()
    solved = solve_ivp(
        lambda _, at: np.asarray(slope(at)), (0, days), np.asarray(start).ravel(), "LSODA", rtol=1e-6, atol=1e-3
    )
    wall, used = time.perf_counter() - wall, time.process_time() - used
    infected = [
        float(params.population.sum() - np.asarray(end).reshape(start.shape)[0].sum())
        for end in (ours_run(start), solved.y[:, -1])
    ]
    np.testing.assert_allclose(*infected, rtol=1e-3)
    return beside(ours, f"LSODA of scipy {scipy_version}, our compiled hazards", wall, used)


def one_city(params: EpidemicParams) -> EpidemicParams:
    """The first city by itself."""
    fields = ("population", "strata", "worker_age", "dead_worker_age", "symptomatic_share", "hospital_share", "intensive_share",
              "fatality_in_intensive_share", "community_weight")  # fmt: skip
    return replaced(params, fields, tuple(getattr(params, field)[:1] for field in fields))


def ages_alone(params: EpidemicParams) -> EpidemicParams:
    """The same places with nobody at work: as many strata as ages, as the peers have."""
    n_ages = params.worker_age.shape[1]
    by_stratum = ("symptomatic_share", "hospital_share", "intensive_share", "fatality_in_intensive_share")
    none = jnp.zeros((params.population.shape[0], 0), params.population.dtype)
    fields = ("strata", *by_stratum, "colleague_contacts", "customer_contacts", "community_weight")
    values = (
        params.population, *(getattr(params, field)[:, :n_ages] for field in by_stratum), none[0], none[0], none,
    )  # fmt: skip
    return replaced(params, fields, values)


def seeded(params: EpidemicParams) -> jax.Array:
    """Some infected of each age in every city."""
    whole, n_ages = initial(params, whole_persons=True).persons, params.worker_age.shape[1]
    at = params.disease.index["symptomatic"]
    return whole.at[at, :, :n_ages].add(FIRST_ILL).at[0, :, :n_ages].add(-FIRST_ILL)


def quiet(params: EpidemicParams) -> Pressure:
    """A day without measures: everyone meets as always, nobody is isolated."""
    places, dtype = params.population.shape[0], params.population.dtype
    zero, one = jnp.zeros(places, dtype), jnp.ones(places, dtype)
    at_work = jnp.ones_like(params.community_weight)
    contacts = Contacts(
        params.contacts, jnp.ones((len(params.contacts), places), dtype), params.worker_age,
        params.colleague_contacts * at_work, params.customer_contacts * at_work, 0.0 * at_work, 0.0 * at_work,
    )  # fmt: skip
    return Pressure(contacts, jnp.eye(places, dtype=dtype), zero, zero, one, zero, zero)
