"""Persons by compartment, place and age: the epidemic body's state, and which way persons may move."""

from __future__ import annotations

from typing import NamedTuple

import jax.numpy as jnp
from jaxtyping import Array, Float

COMPARTMENTS = (
    "susceptible", "exposed", "presymptomatic", "asymptomatic", "symptomatic", "isolated", "traced", "ward",
    "intensive", "recovered", "dead",
)  # fmt: skip
INDEX = {name: position for position, name in enumerate(COMPARTMENTS)}

TRANSITIONS: tuple[tuple[str, str], ...] = (
    ("susceptible", "exposed"),
    ("exposed", "presymptomatic"),
    ("exposed", "asymptomatic"),
    ("presymptomatic", "symptomatic"),
    ("presymptomatic", "isolated"),
    ("asymptomatic", "recovered"),
    ("asymptomatic", "traced"),
    ("symptomatic", "recovered"),
    ("symptomatic", "isolated"),
    ("symptomatic", "ward"),
    ("isolated", "recovered"),
    ("isolated", "ward"),
    ("traced", "recovered"),
    ("ward", "recovered"),
    ("ward", "intensive"),
    ("intensive", "recovered"),
    ("intensive", "dead"),
    ("recovered", "susceptible"),
)
"""Every way a person can move, (from, to). `rates()` gives one hazard for each, in this order."""


class EpidemicState(NamedTuple):
    """Persons, and those that came from outside so far."""

    persons: Float[Array, "compartment place age"]
    imported: Float[Array, "place age"]
    """Infected persons added from outside the region since the start."""


def initial(population: Float[Array, "place age"]) -> EpidemicState:
    """Everyone susceptible."""
    persons = jnp.zeros((len(COMPARTMENTS), *population.shape), population.dtype).at[0].set(population)
    return EpidemicState(persons, jnp.zeros_like(population))
