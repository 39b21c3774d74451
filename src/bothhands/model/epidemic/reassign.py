"""Workers who leave their sector as it closes, and come back as it opens, carrying their state of infection.

Pure functions. A closed worker stands with the age they are of: at home, at large, without colleagues or customers.
"""

from __future__ import annotations

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from bothhands.model.draw import binomial
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.steppers import Persons


def reassigned(
    params: EpidemicParams,
    persons: Persons,
    before: Float[Array, "place sector"],
    openness: Float[Array, "place sector"],
    key: PRNGKeyArray | None = None,
) -> Persons:
    """Persons after sectors went from one openness to another.

    Parameters
    ----------
    params, persons
        Of the region; persons of the morning.
    before, openness
        Openness of the sectors yesterday and today.
    key
        Random key of the member and day; None moves shares of persons, a key whole ones.
    """
    strata, worker_age = params.strata, params.worker_age
    if key is not None:
        strata = jnp.round(strata)

    def moved() -> Persons:
        leaving, joining = shares_moving(strata, worker_age, before, openness)
        if key is None:
            return turned_over(persons, leaving, joining, worker_age, openness - before, strata)
        return drawn_over(persons, leaving, joining, worker_age, openness - before, strata, key)

    if key is None:
        return moved()
    after: Persons = jax.lax.cond(jnp.any(openness != before), moved, lambda: persons)
    return after


def sizes(
    strata: Float[Array, "place stratum"], worker_age: Float[Array, "place age"], openness: Float[Array, "place sector"]
) -> Float[Array, "place stratum"]:
    """Members of each stratum, the dead included, when sectors stand at an openness."""
    n_ages = worker_age.shape[-1]
    ages, workers = strata[:, :n_ages], strata[:, n_ages:]
    idle = (workers * (1.0 - openness)).sum(-1, keepdims=True)
    return jnp.concatenate([ages + idle * worker_age, workers * openness], axis=-1)


def shares_moving(
    strata: Float[Array, "place stratum"],
    worker_age: Float[Array, "place age"],
    before: Float[Array, "place sector"],
    openness: Float[Array, "place sector"],
) -> tuple[Float[Array, "place sector"], Float[Array, "place age"]]:
    """Share of each sector's workers who leave it, and of each age who join a sector.

    Notes
    -----
    With workers N⁰_s and Δ_s = N⁰_s (x_s,new − x_s,old): a share max(−Δ_s, 0)/(N⁰_s x_s,old) of a sector leaves; a share
    Σ_s max(Δ_s, 0) w_a / N_a of an age joins, N_a = N⁰_a + w_a Σ_s N⁰_s (1 − x_s,old), the dead included (Haw et al. 2022,
    doi 10.1038/s43588-022-00233-0).
    """
    n_ages = worker_age.shape[-1]
    workers = strata[:, n_ages:]
    leaving = jnp.where(before > 0, jnp.maximum(before - openness, 0.0) / jnp.where(before > 0, before, 1.0), 0.0)
    hired = (workers * jnp.maximum(openness - before, 0.0)).sum(-1, keepdims=True) * worker_age
    standing = sizes(strata, worker_age, before)[:, :n_ages]
    return leaving, jnp.clip(hired / jnp.maximum(standing, 1e-9), 0.0, 1.0)


def turned_over(
    persons: Persons,
    leaving: Float[Array, "place sector"],
    joining: Float[Array, "place age"],
    worker_age: Float[Array, "place age"],
    change: Float[Array, "place sector"],
    strata: Float[Array, "place stratum"],
) -> Persons:
    """Persons after shares of every compartment moved, all at once."""
    n_ages = worker_age.shape[-1]
    left = persons[..., n_ages:] * leaving
    joined = persons[..., :n_ages] * joining
    to_sector = _share_hired(change, strata[:, n_ages:])
    to_ages = left.sum(-1, keepdims=True) * worker_age - joined
    return persons + jnp.concatenate([to_ages, joined.sum(-1, keepdims=True) * to_sector - left], axis=-1)


def drawn_over(
    persons: Persons,
    leaving: Float[Array, "place sector"],
    joining: Float[Array, "place age"],
    worker_age: Float[Array, "place age"],
    change: Float[Array, "place sector"],
    strata: Float[Array, "place stratum"],
    key: PRNGKeyArray,
) -> Persons:
    """Whole persons after binomial numbers of every compartment moved; where they go is drawn by systematic sampling."""
    n_ages = worker_age.shape[-1]
    keys = jax.random.split(key, 3)
    moving = jnp.concatenate([joining, leaving], axis=-1)
    drawn = binomial(keys[0], persons, jnp.broadcast_to(moving, persons.shape))
    joined, left = drawn[..., :n_ages], drawn[..., n_ages:]
    back = spread(keys[1], left.sum(-1), worker_age)
    hired = spread(keys[2], joined.sum(-1), _share_hired(change, strata[:, n_ages:]))
    return persons + jnp.concatenate([back - joined, hired - left], axis=-1)


def spread(
    key: PRNGKeyArray, count: Float[Array, "*cell"], share: Float[Array, "... group"]
) -> Float[Array, "*cell group"]:
    """Whole numbers that add up to a count, in expectation in proportion to shares that add up to 1.

    Systematic sampling: ⌊count · F_g + u⌋ differences, one uniform u a count, so that no group is off by a person.
    """
    upto = jnp.cumsum(share, axis=-1)
    upto = (upto / jnp.maximum(upto[..., -1:], 1e-30)).at[..., -1].set(1.0)
    start = jax.random.uniform(key, count.shape, jnp.float64)[..., None]
    marks = jnp.floor(count[..., None].astype(jnp.float64) * upto + start)
    return jnp.diff(marks, axis=-1, prepend=jnp.zeros_like(marks[..., :1])).astype(count.dtype)


def _share_hired(
    change: Float[Array, "place sector"], workers: Float[Array, "place sector"]
) -> Float[Array, "place sector"]:
    """Share of all who join that join each sector; the first one where nobody does."""
    hired = workers * jnp.maximum(change, 0.0)
    total = hired.sum(-1, keepdims=True)
    return jnp.where(total > 0, hired / jnp.where(total > 0, total, 1.0), 0.0)
