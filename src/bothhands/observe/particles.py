"""A particle filter on the stochastic epidemic: how likely the reports are by chance, and who is infected on the as-of day.

Why this file exists: where a city has a handful of cases, the mean of the model is no one's epidemic. Here each particle is a
whole number of persons under the recorded contacts and coverage; those found are reported person by person, late and in part.

Notes
-----
Bootstrap filter with systematic resampling (Gordon et al. 1993, doi 10.1049/ip-f-2.1993.0015; Kitagawa 1996, doi
10.2307/1390750), each city weighed and resampled by its own reports (blocks; Rebeschini & van Handel 2015, doi
10.1214/14-AAP1061): cities meet only through a few trips a day, and fourteen cities at once would leave one particle of hundreds.
What blocks cost is a bias of the trips between cities. No dispersion of the reports is added: scatter is that of the epidemic.
"""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import gammaln, xlog1py, xlogy
from jaxtyping import Array, Float, Int, PRNGKeyArray

from bothhands.model.draw import binomial
from bothhands.model.epidemic.state import EpidemicState, initial
from bothhands.model.epidemic.step import NOT_FOUND
from bothhands.model.programs import Program
from bothhands.observe.calibrate import FLOOR, Observed
from bothhands.observe.spread import day_of

AT_ONCE = 8
"""Particles stepped by one call: few, as members of an ensemble."""
STRAY = 3
"""Stray cases a count may hold, of `FLOOR` a day: so that no report is impossible."""
LAST_DAYS = 28
"""Days of the reproduction number told."""
RESAMPLE_BELOW = 0.5
"""Share of effective particles below which a city is resampled."""
AT_LARGE = ("exposed", *NOT_FOUND)
LOCAL, REPORTED, RESAMPLED = 3_000, 3_001, 3_002
"""Numbers folded into a day's key for who is local and ever reported, for whom no count tells today, and for resampling."""


class Counted(NamedTuple):
    """Reports by day and place: cases of a count, whether there is one, and how many days it covers."""

    new: Float[Array, "time place"]
    observed: Float[Array, "time place"]
    covers: Float[Array, "time place"]


class Cloud(NamedTuple):
    """All particles on an evening; every array starts with the particle."""

    state: EpidemicState
    waiting: Float[Array, "particle place"]
    """Found, to be reported."""
    shown: Float[Array, "particle place"]
    """Reported since the last count."""
    infected: Float[Array, "particle place"]
    """Infections in the region over the last days told."""
    entered: Float[Array, "particle place"]
    """The same, and infected from outside."""
    before: Float[Array, "particle place"]
    """At large when the last days began."""
    log_weight: Float[Array, "particle place"]


class Filtered(NamedTuple):
    """What the filter says of one set of parameters."""

    log_likelihood: Float[Array, "place"]
    effective: Float[Array, "time place"]
    """Effective particles of a city after its report of the day, before resampling."""
    at_large: Float[Array, "particle place"]
    """Infected and not yet found on the as-of day; of equal weight."""
    infected: Float[Array, "particle place"]
    """Infected in the region in the last `LAST_DAYS`."""
    left: Float[Array, "particle place"]
    """Found or recovered in these days."""


@Program
def filtered(
    given: Observed,
    local: Float[Array, "time place"],
    counted: Counted,
    delay_days: Float[Array, ""],
    reported_share: Float[Array, ""],
    numbers: Int[Array, "particle"],
    key: PRNGKeyArray,
) -> Filtered:
    """Run the filter to the as-of day.

    Parameters
    ----------
    given
        The epidemic with its parameters set, and what acts on it, to the as-of day.
    local
        Chance that one found is local and not a traveller from abroad.
    counted
        The reports.
    delay_days, reported_share
        Mean days from found to reported, and share ever reported.
    numbers
        0, 1, … for each particle.
    key
        Of the run.

    Notes
    -----
    On a day one waiting is reported with chance 1 / (1 + delay), which is the geometric delay of the fit. The weight of a city is
    the binomial probability of its count, given those waiting and those reported since the last count, with Poisson strays.
    """
    params, leave = given.params, 1.0 / (1.0 + delay_days)
    step = day_of(params, given.levers, given.signals)
    days, particles = given.curve.shape[0], numbers.shape[0]
    first_told = days - LAST_DAYS
    opened = jnp.asarray(given.levers.openness, params.population.dtype)
    """Shared by all particles, so that workers change stratum only on days on which a sector's openness does."""

    def at_large(state: EpidemicState) -> Float[Array, "place"]:
        return params.disease.held(state.persons, AT_LARGE).sum(-1)

    def alone(n: Int[Array, ""], cloud: Cloud, number: Int[Array, ""]) -> Cloud:
        """A particle through a day, its weight left as it was."""
        own = jax.random.fold_in(jax.random.fold_in(key, n), number)
        before = jnp.where(n == first_told, at_large(cloud.state), cloud.before)
        told = n >= first_told
        morning = cloud.state._replace(openness=jnp.where(n == 0, 1.0, opened[jnp.maximum(n - 1, 0)]))
        state, flows = step(n, morning, own)
        infections = flows.infections.sum(-1)
        entered = infections + (state.imported - cloud.state.imported).sum(-1)
        found = binomial(jax.random.fold_in(own, LOCAL), flows.found, local[n] * reported_share)
        waiting = cloud.waiting + found
        unseen = binomial(jax.random.fold_in(own, REPORTED), waiting, jnp.full_like(waiting, leave))
        unseen = jnp.where(counted.observed[n] > 0, 0.0, unseen)
        return Cloud(
            state, waiting - unseen, cloud.shown + unseen, cloud.infected + jnp.where(told, infections, 0.0),
            cloud.entered + jnp.where(told, entered, 0.0), before, cloud.log_weight,
        )  # fmt: skip

    def day(cloud: Cloud, n: Int[Array, ""]) -> tuple[Cloud, tuple[Float[Array, "place"], Float[Array, "place"]]]:
        cloud = jax.lax.map(lambda one: alone(n, *one), (cloud, numbers), batch_size=AT_ONCE)
        new, is_count, stray = counted.new[n], counted.observed[n] > 0, FLOOR * counted.covers[n]
        weight = jnp.where(is_count, log_chance(new, cloud.shown, cloud.waiting, leave, stray), 0.0)
        both = cloud.log_weight + weight
        step_up = jax.nn.logsumexp(both, axis=0)
        normal = both - step_up
        effective = jnp.exp(-jax.nn.logsumexp(2.0 * normal, axis=0))
        waiting = jnp.where(
            is_count, jnp.maximum(cloud.waiting - jnp.maximum(new - cloud.shown, 0.0), 0.0), cloud.waiting
        )
        cloud = cloud._replace(waiting=waiting, shown=jnp.where(is_count, 0.0, cloud.shown), log_weight=normal)
        poor = (effective < RESAMPLE_BELOW * particles) | (n == days - 1)
        start = jax.random.uniform(jax.random.fold_in(jax.random.fold_in(key, n), RESAMPLED), poor.shape)
        return resampled(cloud, jnp.exp(normal), start, poor), (step_up, effective)

    bare = jax.tree.map(lambda x: jnp.broadcast_to(x, (particles, *x.shape)), initial(params, whole_persons=True))
    nobody = jnp.zeros((particles, params.seeds.shape[1]), params.seeds.dtype)
    start = Cloud(bare, nobody, nobody, nobody, nobody, nobody, nobody - jnp.log(1.0 * particles).astype(nobody.dtype))
    cloud, (step_up, effective) = jax.lax.scan(day, start, jnp.arange(days))
    large = jax.vmap(at_large)(cloud.state)
    return Filtered(step_up.sum(0), effective, large, cloud.infected, cloud.before + cloud.entered - large)


def log_chance(
    new: Float[Array, "place"],
    shown: Float[Array, "particle place"],
    waiting: Float[Array, "particle place"],
    leave: Float[Array, ""],
    stray: Float[Array, "place"],
) -> Float[Array, "particle place"]:
    """Log probability of a count, given those shown and waiting: binomial of those waiting, and up to `STRAY` Poisson strays.

    Parameters
    ----------
    new
        Cases of the count.
    shown, waiting
        Reported since the last count, and not yet reported.
    leave
        Chance that one waiting is reported today.
    stray
        Expected cases of nobody over the days of the count.

    Notes
    -----
    A count that no such sum reaches has the chance of that many strays alone.
    """

    def of_strays(strays: int) -> Float[Array, "particle place"]:
        wanted = new - shown - strays
        at = jnp.clip(wanted, 0.0, waiting)
        choose = gammaln(waiting + 1) - gammaln(at + 1) - gammaln(waiting - at + 1)
        log = choose + xlogy(at, leave) + xlog1py(waiting - at, -leave)
        possible = (wanted >= 0) & (wanted <= waiting)
        return jnp.where(possible, log, -jnp.inf) + strays * jnp.log(stray) - stray - gammaln(strays + 1.0)

    alone = new * jnp.log(stray) - stray - gammaln(new + 1.0)
    parts = [of_strays(strays) for strays in range(STRAY + 1)]
    chance: Float[Array, "particle place"] = jax.nn.logsumexp(
        jnp.stack([*parts, jnp.broadcast_to(alone - 20.0, waiting.shape)]), axis=0
    )
    return chance


def resampled(
    cloud: Cloud, weight: Float[Array, "particle place"], start: Float[Array, "place"], poor: Float[Array, "place"]
) -> Cloud:
    """Particles drawn anew, city by city, in proportion to their weights where a city is poor in them; systematic.

    Parameters
    ----------
    cloud, weight
        Particles, and weights that add up to 1 in every city.
    start
        A uniform number a city.
    poor
        Which cities are drawn anew.
    """
    particles = weight.shape[0]

    def of_city(one: Float[Array, "particle"], u: Float[Array, ""]) -> Int[Array, "particle"]:
        upto = jnp.cumsum(one)
        return jnp.minimum(jnp.searchsorted(upto / upto[-1], (jnp.arange(particles) + u) / particles), particles - 1)

    drawn = jax.vmap(of_city, (1, 0), 1)(weight, start)
    parent = jnp.where(poor, drawn, jnp.arange(particles)[:, None])
    place = jnp.arange(weight.shape[1])

    def pick(x: Float[Array, "particle place"]) -> Float[Array, "particle place"]:
        return x[parent, place]

    persons = jnp.moveaxis(cloud.state.persons, 2, 1)[parent, place]
    state = EpidemicState(jnp.moveaxis(persons, 1, 2), pick(cloud.state.imported), cloud.state.openness)
    even = jnp.full_like(cloud.log_weight, -float(np.log(particles)))
    return Cloud(
        state, pick(cloud.waiting), pick(cloud.shown), pick(cloud.infected), pick(cloud.entered), pick(cloud.before),
        jnp.where(poor, even, cloud.log_weight),
    )  # fmt: skip
