"""Reproduction numbers of the daily chain, from its own next-generation matrix.

A daily step is its own model: a person who leaves at hazard r stays 1/(1 − e^−r) days, not 1/r. Transmission is set from
these durations, so the nominal reproduction number is the one the chain really has.
"""

from __future__ import annotations

from collections.abc import Mapping

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float


def days_in_state(leaving_rate: float | Float[Array, "..."]) -> Float[Array, "..."]:
    """Mean number of daily steps spent in a state left at a constant hazard (geometric, counted from the first day)."""
    return 1.0 / -jnp.expm1(-jnp.asarray(leaving_rate))


def infectious_days(
    symptomatic_share: Float[Array, "age"],
    asymptomatic_infectiousness: float | Float[Array, ""],
    rate: Mapping[str, float | Float[Array, "..."]],
) -> Float[Array, "... age"]:
    """Expected infectious days of one infected person by age, weighted by infectiousness.

    Parameters
    ----------
    symptomatic_share
        Share of infections that develop symptoms, by age.
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
    contacts: Float[np.ndarray, "age age"],
    population: Float[np.ndarray, "age"],
    symptomatic_share: Float[np.ndarray, "age"],
    asymptomatic_infectiousness: float,
    rate: Mapping[str, float],
) -> float:
    """Transmission probability per contact that gives the daily chain this reproduction number, nobody isolated.

    Notes
    -----
    One infected person of age b infects N_a·(β C_ab / N_b)·d_b persons of age a in a fully susceptible population, d_b its
    infectious days; β = R / ρ(C_ab N_a/N_b d_b) (Diekmann, Heesterbeek, Roberts 2010, doi 10.1098/rsif.2009.0386).
    """
    days = np.asarray(infectious_days(jnp.asarray(symptomatic_share), asymptomatic_infectiousness, rate))
    size = np.maximum(population, 1e-12)
    matrix = contacts * (size[:, None] / size[None, :]) * days[None, :]
    return float(reproduction_number / max(np.abs(np.linalg.eigvals(matrix)))) if reproduction_number > 0 else 0.0


def spectral_radius(matrix: Float[Array, "... n n"], iterations: int = 24) -> Float[Array, "..."]:
    """Largest eigenvalue of non-negative matrices by power iteration; differentiable, no eigen-decomposition."""

    def once(vector: Float[Array, "... n"], _: None) -> tuple[Float[Array, "... n"], None]:
        image = jnp.einsum("...ij,...j->...i", matrix, vector)
        return image / jnp.maximum(image.sum(-1, keepdims=True), 1e-30), None

    start = jnp.ones(matrix.shape[:-1], matrix.dtype) / matrix.shape[-1]
    vector, _ = jax.lax.scan(once, start, None, length=iterations)
    return jnp.einsum("...ij,...j->...i", matrix, vector).sum(-1)
