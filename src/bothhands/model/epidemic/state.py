"""Persons by compartment, place and stratum: the epidemic body's state."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

from bothhands.model.epidemic.params import EpidemicParams


class EpidemicState(NamedTuple):
    """Persons, those that came from outside so far, and who has a job to go to."""

    persons: Float[Array, "compartment place stratum"]
    imported: Float[Array, "place stratum"]
    """Infected persons added from outside the region since the start."""
    openness: Float[Array, "place sector"]
    """Share of a sector's workers who stand in its stratum; the others stand with their age."""


def initial(params: EpidemicParams, whole_persons: bool = False) -> EpidemicState:
    """Everyone susceptible and at work."""
    strata = jnp.round(params.strata) if whole_persons else params.strata
    persons = jnp.zeros((len(params.disease.compartments), *strata.shape), strata.dtype).at[0].set(strata)
    return EpidemicState(persons, jnp.zeros_like(strata), jnp.ones_like(params.community_weight))
