"""Vaccination: the doses of a day.

Why this file exists: doses move persons at once and by number, and not at a hazard as the disease does. Where doses come from stands
in `programme.py`, what a layer is in `layers.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, PRNGKeyArray

from bothhands.model.epidemic.copies import base_of, copy_of, layer_of, strain_of
from bothhands.model.epidemic.disease import Disease
from bothhands.model.epidemic.params import EpidemicParams
from bothhands.model.epidemic.programme import Dated
from bothhands.model.epidemic.reassign import sizes, spread
from bothhands.model.epidemic.steppers import Persons
from bothhands.model.smooth import smaller


def after_doses(
    params: EpidemicParams,
    persons: Persons,
    dated: Dated,
    openness: Float[Array, "place sector"],
    key: PRNGKeyArray | None = None,
    smoothing: float = 0.0,
) -> Persons:
    """Persons after the doses of a morning; doses for workers of a closed sector find them with the age they are of.

    Parameters
    ----------
    params, persons, dated
        Of the region; persons of the morning, and the doses that begin to protect today.
    openness
        Of the sectors today.
    key
        Random key of the member and day; None moves shares of persons, a key whole ones.
    smoothing
        Width of the kink where doses run out of persons; 0 is exact.
    """
    doses = {name: sizes(one, params.worker_age, openness) for name, one in dated.doses.items()}
    return vaccinated(params.disease, persons, doses, key, smoothing)


def vaccinated(
    disease: Disease,
    persons: Persons,
    doses: Mapping[str, Float[Array, "place stratum"]],
    key: PRNGKeyArray | None = None,
    smoothing: float = 0.0,
) -> Persons:
    """Persons after the doses of a morning.

    Parameters
    ----------
    disease, persons
        What there is; persons of the morning.
    doses
        Doses that begin to protect today, by layer; those beyond the persons they can be given to are left over.
    key
        Random key of the member and day; None moves shares of persons, a key whole ones.
    smoothing
        Width of the kink where doses run out of persons; 0 is exact.

    Notes
    -----
    Doses go to those who are not ill in proportion to their numbers; they protect the susceptible and the recovered and are wasted on
    the infected. Whole doses are shared out by systematic sampling, which gives no group more than it holds.
    """
    for number, layer in enumerate(disease.layers):
        given = tuple(
            name for name in disease.compartments if layer_of(name) == layer.after and base_of(name) in layer.given_to
        )
        who = persons[jnp.asarray([disease.index[name] for name in given])]
        if key is None:
            total = who.sum(0)
            used = smaller(doses[layer.name], total, jnp.maximum(doses[layer.name], 1.0), smoothing)
            got = who * jnp.clip(used / jnp.maximum(total, 1e-9), 0.0, 1.0)
        else:
            got = _whole(jax.random.fold_in(key, number), who, doses[layer.name])
        for name, count in zip(given, got, strict=True):
            if base_of(name) in layer.moved:
                target = disease.index[copy_of(base_of(name), strain_of(name), layer.name)]
                persons = persons.at[disease.index[name]].add(-count).at[target].add(count)
    return persons


def _whole(key: PRNGKeyArray, who: Persons, doses: Float[Array, "place stratum"]) -> Persons:
    """Whole persons of each group who are given a dose; never more than there are."""
    exact = jnp.moveaxis(who, 0, -1).astype(jnp.float64)
    counted = jnp.minimum(doses.astype(jnp.float64), exact.sum(-1))
    shared = jnp.moveaxis(spread(key, counted, exact), -1, 0)
    return jnp.clip(shared, 0.0, who).astype(who.dtype)
