"""What a place has only so much of, and what one per cent more of it is worth to a plan.

Why this file exists: beds, rooms, tests and tracers are given, not decided; the planner who could add to them asks which first. The
worth is the derivative of the plan's Lagrangian, so it holds for small additions and with the plan's own decisions.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from bothhands.model.epidemic.params import replaced
from bothhands.model.simulate import Model

CAPACITIES = {
    "ward_beds": "ward beds",
    "intensive_beds": "intensive-care beds",
    "quarantine_rooms": "quarantine rooms",
    "tests_per_day": "tests a day",
    "tracers": "tracers",
}
"""Fields of the epidemic body, and what they are."""


def as_given(model: Model) -> Float[np.ndarray, "capacity place"]:
    """Factors that leave every capacity as it is."""
    return np.ones((len(CAPACITIES), model.epidemic.ward_beds.shape[0]), np.float32)


def enlarged(model: Model, factors: Float[Array, "capacity place"] | Float[np.ndarray, "capacity place"]) -> Model:
    """The model with every capacity multiplied.

    Parameters
    ----------
    model
        Of the region.
    factors
        By capacity, in the order of `CAPACITIES`, and place.
    """
    ill = model.epidemic
    grown = tuple(
        getattr(ill, field) * jnp.asarray(factors[n], ill.population.dtype) for n, field in enumerate(CAPACITIES)
    )
    changed: Model = eqx.tree_at(lambda m: m.epidemic, model, replaced(ill, tuple(CAPACITIES), grown))
    return changed
