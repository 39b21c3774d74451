"""What a place has only so much of, and what one per cent more of it is worth to a plan.

Why this file exists: beds, rooms, tests and tracers are given, not decided; the planner who could add to them asks which first. The
worth is the derivative of the plan's Lagrangian, so it holds for small additions and with the plan's own decisions.
"""

from __future__ import annotations

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

from bothhands.model.day import Model
from bothhands.model.epidemic.params import replaced

KITS = "kits"
CAPACITIES = {
    "ward_beds": "ward beds",
    "intensive_beds": "intensive-care beds",
    "quarantine_rooms": "quarantine rooms",
    "tests_per_day": "tests a day",
    "tracers": "tracers",
    KITS: "test kits",
}
"""Fields of the epidemic body, and what they are; kits belong to supply: a city's stock of them, and its part of what comes from outside."""


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
    ill, supply = model.epidemic, model.supply
    factor = {field: jnp.asarray(factors[n], ill.population.dtype) for n, field in enumerate(CAPACITIES)}
    own = tuple(field for field in CAPACITIES if field != KITS)
    grown = replaced(ill, own, tuple(getattr(ill, field) * factor[field] for field in own))
    is_kit = (supply.kit_share > 0.0).astype(factor[KITS].dtype)
    residents = ill.population.sum(-1)
    whole = factor[KITS] @ (residents / residents.sum())
    of_stock = 1.0 + is_kit * (factor[KITS][:, None] - 1.0)
    changed: Model = eqx.tree_at(
        lambda m: (m.epidemic, m.supply.first_stock, m.supply.outside_supply),
        model,
        (grown, supply.first_stock * of_stock, supply.outside_supply * (1.0 + is_kit * (whole - 1.0))),
    )
    if supply.counts is None:
        return changed
    counted: Model = eqx.tree_at(lambda m: m.supply.counts.quantity, changed, supply.counts.quantity * of_stock)
    return counted


def held(model: Model) -> Float[np.ndarray, "capacity place"]:
    """How much of each capacity there is; of kits, those in stock on the first morning; later counts grow with them."""
    kits = np.asarray(model.supply.first_stock)[:, np.asarray(model.supply.kit_share) > 0.0].sum(-1)
    return np.stack([kits if field == KITS else np.asarray(getattr(model.epidemic, field)) for field in CAPACITIES])
