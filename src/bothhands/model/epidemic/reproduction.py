"""Reproduction numbers of the daily chain, from its own next-generation matrix.

A daily step is its own model: a person who leaves at hazard r stays 1/(1 − e^−r) days, not 1/r. Transmission is set from
these durations, so the nominal reproduction number is the one the chain really has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from bothhands.errors import Fault, InputError
from bothhands.model.epidemic.contacts import Contacts, contact_matrix
from bothhands.model.programs import brief


def days_in_state(leaving_rate: float | Float[Array, "..."]) -> Float[Array, "..."]:
    """Mean number of daily steps spent in a state left at a constant hazard (geometric, counted from the first day)."""
    return 1.0 / -jnp.expm1(-jnp.asarray(leaving_rate))


def infectious_days(
    symptomatic_share: Float[Array, "... stratum"],
    asymptomatic_infectiousness: float | Float[Array, ""],
    rate: Mapping[str, float | Float[Array, "..."]],
) -> Float[Array, "... stratum"]:
    """Expected infectious days of one infected person by stratum, weighted by infectiousness.

    Parameters
    ----------
    symptomatic_share
        Share of infections that develop symptoms, by stratum.
    asymptomatic_infectiousness
        Infectiousness of a person without symptoms against one with.
    rate
        Hazards a day: presymptomatic, asymptomatic, symptomatic; with measures also isolation and tracing (place).
    """
    isolation = jnp.asarray(rate.get("isolation_rate", 0.0))[..., None]
    tracing = jnp.asarray(rate.get("tracing_rate", 0.0))[..., None]
    before = days_in_state(rate["presymptomatic_rate"] + tracing)
    reaching = rate["presymptomatic_rate"] / (rate["presymptomatic_rate"] + tracing)
    with_symptoms = before + reaching * days_in_state(rate["symptomatic_rate"] + isolation)
    without = days_in_state(rate["asymptomatic_rate"] + tracing)
    return symptomatic_share * with_symptoms + (1.0 - symptomatic_share) * asymptomatic_infectiousness * without


def transmission_for(
    reproduction_number: float,
    contacts: Contacts,
    size: Float[np.ndarray, "stratum"],
    symptomatic_share: Float[np.ndarray, "stratum"],
    asymptomatic_infectiousness: float,
    rate: Mapping[str, float],
) -> float:
    """Transmission probability per contact that gives the daily chain this reproduction number, nobody isolated.

    Notes
    -----
    One infected person of stratum j infects N_i·(β K_ij / N_j)·d_j persons of stratum i in a fully susceptible population, d_j its
    infectious days; β = R / ρ(K_ij N_i/N_j d_j) (Diekmann, Heesterbeek, Roberts 2010, doi 10.1098/rsif.2009.0386).
    """
    if reproduction_number <= 0:
        return 0.0
    given = (
        size,
        symptomatic_share,
        np.float64(asymptomatic_infectiousness),
        {name: np.float64(one) for name, one in rate.items()},
    )
    matrix = np.asarray(_following(contacts, *jax.tree.map(jnp.asarray, given)))
    if not np.isfinite(matrix).all():
        raise InputError(
            Fault("BH-MOD-004", "an infected person infects without end, so that no transmission gives the basic reproduction number",
                  "contacts and stays that are finite", "check the contacts, the people and the days of the disease")
        )  # fmt: skip
    largest = float(np.abs(np.linalg.eigvals(matrix)).max())
    return reproduction_number / largest if largest > 0 else 0.0


@brief
def _following(
    contacts: Contacts,
    size: Float[Array, "stratum"],
    symptomatic_share: Float[Array, "stratum"],
    asymptomatic_infectiousness: Float[Array, ""],
    rate: Mapping[str, Float[Array, ""]],
) -> Float[Array, "stratum stratum"]:
    """Persons of the row's stratum met by an infected one of the column's while infectious."""
    days = infectious_days(symptomatic_share, asymptomatic_infectiousness, rate)
    met = contact_matrix(contacts, size[None])
    return met * size[:, None] / jnp.maximum(size, 1e-12)[None, :] * days[None, :]


def spectral_radius(
    following: Callable[[Float[Array, "*batch n"]], Float[Array, "*batch n"]],
    start: Float[Array, "*batch n"],
    iterations: int = 24,
) -> Float[Array, "*batch"]:
    """Largest eigenvalue of non-negative linear maps; differentiable, no eigen-decomposition.

    Parameters
    ----------
    following
        The map, along the last axis; for a next generation, the infected that follow from infected.
    start
        A positive vector.
    iterations
        Times the map and its transpose are applied.

    Notes
    -----
    ρ = u·Mv / u·v with the right and left vectors v and u of power iteration, held fixed in derivatives: dρ = u·dM v / u·v, exact
    where both have converged, and the error of ρ is the product of theirs (Horn & Johnson 2013, §6.3.12).
    """

    def iterated(apply: Callable[[Float[Array, "*batch n"]], Float[Array, "*batch n"]]) -> Float[Array, "*batch n"]:
        def once(vector: Float[Array, "*batch n"], _: None) -> tuple[Float[Array, "*batch n"], None]:
            image = apply(vector)
            return image / jnp.maximum(image.sum(-1, keepdims=True), 1e-30), None

        vector, _ = jax.lax.scan(once, scaled, None, length=iterations)
        return jax.lax.stop_gradient(vector)

    scaled = jax.lax.stop_gradient(start / jnp.maximum(start.sum(-1, keepdims=True), 1e-30))
    _, back = jax.vjp(following, scaled)
    right, left = (
        iterated(lambda vector: jax.lax.stop_gradient(following(vector))),
        iterated(lambda vector: jax.lax.stop_gradient(back(vector)[0])),
    )
    overlap = jnp.maximum((left * right).sum(-1), 1e-30)
    return (left * following(right)).sum(-1) / overlap
